//! Layer 7: all input and output of the library.

mod cache;
mod exchange;
mod feeds;
#[cfg(feature = "fetch")]
mod fetch;
pub mod files;
pub mod outbox;
mod workspace;
mod write;

pub use cache::fresh_key;
pub use exchange::Limits;
pub use feeds::{Asking, FeedDesk, FeedJob, How, Receipt};
pub use workspace::{feed_files, read_folder};
pub use write::write_atomically;
