//! Layer 7: all input and output of the library.

#[cfg(feature = "book")]
pub mod book;
mod cache;
pub mod delivery;
mod exchange;
mod feed_file;
mod feeds;
#[cfg(feature = "fetch")]
mod fetch;
pub mod files;
pub mod folder_names;
pub mod inbox;
mod kept;
pub mod outbox;
#[cfg(feature = "smtp")]
pub mod smtp;
#[cfg(feature = "book")]
mod store;
mod workspace;
mod write;

pub use cache::fresh_key;
pub use exchange::Limits;
pub use feed_file::obtained;
pub use feeds::{Asking, FeedDesk, FeedJob, How, Receipt};
#[cfg(feature = "fetch")]
pub use fetch::put;
#[cfg(feature = "book")]
pub use store::{Store, read_folder};
pub use workspace::feeds_below;
#[cfg(not(feature = "book"))]
pub use workspace::read_tables as read_folder;
pub use write::{has_written, write_atomically};
