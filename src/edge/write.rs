//! Files are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this run has put a file in place.
static HAS_WRITTEN: AtomicBool = AtomicBool::new(false);

/// Whether this run has put any file in place, for whoever has to say what a failure left behind.
pub fn has_written() -> bool {
    HAS_WRITTEN.load(Ordering::SeqCst)
}

/// Notes that something of the user's was written elsewhere than in a file that is put in place.
#[cfg(feature = "book")]
pub(super) fn note_written() {
    HAS_WRITTEN.store(true, Ordering::SeqCst);
}

/// Gives a complete file its name.
pub(super) fn put_in_place(temporary: &Path, path: &Path) -> io::Result<()> {
    fs::rename(temporary, path)?;
    HAS_WRITTEN.store(true, Ordering::SeqCst);
    Ok(())
}

/// Writes under a temporary name beside `path` and renames it, so that nobody ever sees half a file. What is there is
/// replaced and keeps its permissions.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary_name(path)?;
    let result = write_and_rename(&temporary, path, bytes);
    if result.is_err() {
        // The first error is the one to tell; a leftover that cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// The same for a file that nobody but its owner may read, from its first byte on.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary_name(path)?;
    let result = private_file(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        // What is kept for later is nothing that the user asked to be written.
        fs::rename(&temporary, path)
    });
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A leftover of an earlier run may have other permissions.
        let _ = fs::remove_file(path);
        options.mode(0o600);
    }
    options.open(path)
}

fn temporary_name(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(hidden))
}

fn write_and_rename(temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(temporary, old.permissions())?;
    }
    put_in_place(temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        write_atomically(&path, b"one").expect("written");
        write_atomically(&path, b"three").expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"three");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        assert!(write_atomically(&folder.path().join("none").join("b.txt"), b"x").is_err());
    }
}
