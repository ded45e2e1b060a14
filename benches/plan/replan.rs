//! What planning anew costs when a plan has been published and life goes on.

use std::path::Path;

pub fn measure(folder: &Path, threads: usize) {
    let _ = (folder, threads);
    println!("not yet");
}
