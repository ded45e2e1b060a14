//! Layer 7: all input and output of the library.

pub mod files;
pub mod outbox;
mod workspace;
mod write;

pub use workspace::read_folder;
pub use write::write_atomically;
