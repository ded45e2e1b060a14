//! Files: read whole within a limit, written whole or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A file could not be read or written.
#[derive(Debug)]
pub struct FileError {
    pub path: PathBuf,
    pub fault: FileFault,
}

#[derive(Debug)]
pub enum FileFault {
    /// The system says why.
    System(io::Error),
    /// Larger than the limit, in bytes.
    TooLarge(usize),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.fault {
            FileFault::System(error) if error.kind() == io::ErrorKind::NotFound => {
                write!(
                    f,
                    "{path}: there is no such file; check the name and the folder"
                )
            }
            FileFault::System(error) => write!(f, "{path}: {error}"),
            FileFault::TooLarge(limit) => {
                write!(
                    f,
                    "{path}: larger than {} MB; check that it is the right file",
                    limit >> 20
                )
            }
        }
    }
}

impl std::error::Error for FileError {}

/// The bytes of a file of at most `limit` bytes.
///
/// # Errors
/// When the file cannot be read, or is larger.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, FileError> {
    let fail = |fault| FileError {
        path: path.to_owned(),
        fault,
    };
    let system = |error| fail(FileFault::System(error));
    let file = File::open(path).map_err(system)?;
    let mut bytes = Vec::new();
    let beyond = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    file.take(beyond).read_to_end(&mut bytes).map_err(system)?;
    if bytes.len() > limit {
        return Err(fail(FileFault::TooLarge(limit)));
    }
    Ok(bytes)
}

/// Writes a file whole: under a temporary name in the same folder, then renamed over what was there.
///
/// # Errors
/// When the system refuses; the old file, if there was one, is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // Best effort: the error that matters is the first one.
        let _ = fs::remove_file(&temporary);
        FileError {
            path: path.to_owned(),
            fault: FileFault::System(error),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_whole_and_large_ones_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        write(&path, b"one").expect("written");
        write(&path, b"three").expect("written");
        assert_eq!(read(&path, 5).expect("read"), b"three");
        assert!(matches!(
            read(&path, 4).map_err(|e| e.fault),
            Err(FileFault::TooLarge(4))
        ));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        let missing = folder.path().join("none").join("b.txt");
        assert!(write(&missing, b"x").is_err());
        assert!(
            read(&missing, 9)
                .expect_err("missing")
                .to_string()
                .contains("no such file")
        );
    }
}
