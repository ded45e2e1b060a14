//! Layer 7: all input and output of the library.

mod feeds;
pub mod files;
pub mod outbox;
mod workspace;
mod write;

pub use feeds::{FeedJob, fresh_key, obtained, read_feeds};
pub use workspace::{feeds_below, read_folder};
pub use write::{has_written, write_atomically};
