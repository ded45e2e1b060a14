//! The one writer's place beside a book: whoever has it is the only one who writes, from before it reads what it decides on until it
//! ends. It ends with its process, however that ends. SQLite's own locks are held for a transaction only, and two runs that read, decide and write
//! would undo each other's work between them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant as Moment};

/// How often it is asked whether the place is free.
const BETWEEN: Duration = Duration::from_millis(20);

/// Held while it lives.
#[derive(Debug)]
pub(super) struct WritersPlace {
    path: PathBuf,
    /// Dropped after the file has lost its name, so that nobody takes a place that is about to go.
    _held: Held,
}

impl WritersPlace {
    /// Takes the place beside `book`, waiting for whoever has it; `None` where they have it still after `wait`.
    pub fn take(book: &Path, wait: Duration) -> io::Result<Option<WritersPlace>> {
        let mut name = book.file_name().unwrap_or_default().to_owned();
        name.push(".lock");
        let path = book.with_file_name(name);
        let until = Moment::now() + wait;
        loop {
            if let Some(held) = held(&path)? {
                return Ok(Some(WritersPlace { path, _held: held }));
            }
            if Moment::now() >= until {
                return Ok(None);
            }
            thread::sleep(BETWEEN);
        }
    }
}

impl Drop for WritersPlace {
    fn drop(&mut self) {
        // A name that stays is in nobody's way: what counts is the lock.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
type Held = nix::fcntl::Flock<File>;

/// The lock, where nobody else has it.
#[cfg(unix)]
fn held(path: &Path) -> io::Result<Option<Held>> {
    use nix::errno::Errno;
    use nix::fcntl::{Flock, FlockArg};
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

    let mut options = File::options();
    options.write(true).create(true).truncate(false).mode(0o600);
    let file = options.open(path)?;
    let held = match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(held) => held,
        Err((_, Errno::EWOULDBLOCK | Errno::EINTR)) => return Ok(None),
        Err((_, errno)) => return Err(errno.into()),
    };
    // Whoever had it before may have taken the name away between our opening and our locking; then the lock is on no file that another
    // would find.
    let own = held.metadata()?;
    let is_named = match fs::metadata(path) {
        Ok(named) => (named.dev(), named.ino()) == (own.dev(), own.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error),
    };
    Ok(is_named.then_some(held))
}

#[cfg(windows)]
type Held = File;

/// The file, opened so that nobody else can.
#[cfg(windows)]
fn held(path: &Path) -> io::Result<Option<Held>> {
    use std::os::windows::fs::OpenOptionsExt;

    const SHARING_VIOLATION: i32 = 32;
    const ACCESS_DENIED_WHILE_GOING: i32 = 303;
    let mut options = File::options();
    options
        .write(true)
        .create(true)
        .truncate(false)
        .share_mode(0);
    match options.open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) => match error.raw_os_error() {
            Some(SHARING_VIOLATION | ACCESS_DENIED_WHILE_GOING) => Ok(None),
            _ => Err(error),
        },
    }
}
