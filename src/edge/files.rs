//! Files: read whole within a limit.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file could not be read.
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn large_files_are_refused_and_missing_ones_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, b"three").expect("written");
        assert_eq!(read(&path, 5).expect("read"), b"three");
        assert!(matches!(
            read(&path, 4).map_err(|e| e.fault),
            Err(FileFault::TooLarge(4))
        ));
        let missing = folder.path().join("none.txt");
        let message = read(&missing, 9).expect_err("missing").to_string();
        assert!(message.contains("no such file"), "{message}");
    }
}
