//! Layer 7: files. The only place with input and output beside `cli`.

mod workspace;
mod write;

pub use workspace::read_folder;
pub use write::write_atomically;
