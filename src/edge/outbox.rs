//! A folder of files that are to be sent: all of them are written, or none.
//!
//! Every file is written under a temporary name first, and named when all are complete. Only the naming could stop half
//! way, and then the error says so. What the files hold is left to
//! `message`.

use super::write::put_in_place;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What to do where the folder holds something else already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Existing {
    /// Leave everything as it is: the files there may have been sent.
    #[default]
    Refuse,
    /// Replace the files of the same names and leave the others.
    Replace,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum OutboxError {
    /// The folder holds other files, or files of the same names with other contents.
    Occupied(PathBuf),
    /// The system refused before anything was changed; the path that it was about.
    System(PathBuf, io::Error),
    /// The system refused when some files of an earlier run had been replaced already.
    HalfReplaced(PathBuf, io::Error),
}

impl fmt::Display for OutboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutboxError::Occupied(folder) => write!(
                f,
                "{} already holds other files, and they may have been sent; name a new folder with -o, or replace them with --force",
                folder.display()
            ),
            OutboxError::System(path, error) => {
                write!(
                    f,
                    "{} cannot be written ({error}); nothing was changed",
                    path.display()
                )
            }
            OutboxError::HalfReplaced(path, error) => write!(
                f,
                "{} cannot be replaced ({error}), and others in its folder have been; send nothing from there, and write to a new \
                 folder with -o",
                path.display()
            ),
        }
    }
}

impl std::error::Error for OutboxError {}

/// Writes `files` (name, contents) into `folder`, which is made where it is missing. A name may have folders before it, with `/`
/// between; they are made too.
///
/// Writing the same files again is no conflict. Returns the names of what else lies in the folder and below, sorted: left over
/// from before, and not to be sent with the new ones.
pub fn write_folder(
    folder: &Path,
    files: &[(&str, &[u8])],
    existing: Existing,
) -> Result<Vec<String>, OutboxError> {
    let is_new = !folder.exists();
    let mut others = Vec::new();
    if !is_new {
        let compared = compare(folder, files)?;
        if existing == Existing::Refuse && (compared.changed || !compared.others.is_empty()) {
            return Err(OutboxError::Occupied(folder.to_owned()));
        }
        others = compared.others;
    }
    let mut made = Vec::new();
    let staged: Vec<(PathBuf, PathBuf)> = files
        .iter()
        .map(|(name, _)| {
            let path = folder.join(name);
            (hidden_beside(&path), path)
        })
        .collect();
    let complete = make_folders(&staged, &mut made).and_then(|()| {
        let mut both = staged.iter().zip(files);
        both.try_for_each(|((part, _), (_, bytes))| fs::write(part, bytes).map_err(system(part)))
    });
    let named = complete.and_then(|()| {
        staged
            .iter()
            .enumerate()
            .try_for_each(|(done, (part, name))| {
                put_in_place(part, name).map_err(|error| match (is_new, done) {
                    (true, _) | (_, 0) => OutboxError::System(name.clone(), error),
                    _ => OutboxError::HalfReplaced(name.clone(), error),
                })
            })
    });
    if let Err(error) = named {
        // What is incomplete is taken away as far as the system lets us; its own error is what the user needs.
        for (part, name) in &staged {
            let _ = fs::remove_file(part);
            if is_new {
                let _ = fs::remove_file(name);
            }
        }
        for folder in made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        return Err(error);
    }
    Ok(others)
}

fn system(path: &Path) -> impl FnOnce(io::Error) -> OutboxError {
    let path = path.to_owned();
    move |error| OutboxError::System(path, error)
}

/// What lies in a folder already.
struct Compared {
    /// A file of ours is there with other contents.
    changed: bool,
    /// Names of files that are not ours, sorted.
    others: Vec<String>,
}

fn compare(folder: &Path, files: &[(&str, &[u8])]) -> Result<Compared, OutboxError> {
    let mut compared = Compared {
        changed: false,
        others: Vec::new(),
    };
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        for entry in fs::read_dir(&path).map_err(system(&path))? {
            let entry = entry.map_err(system(&path))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let ours = files.iter().find(|(ours, _)| *ours == name);
            let kind = entry.file_type().map_err(system(&entry.path()))?;
            match ours {
                Some((_, bytes)) => {
                    let there = fs::read(entry.path()).map_err(system(&entry.path()))?;
                    compared.changed |= there != *bytes;
                }
                // What a link points to is not ours to look through.
                None if kind.is_dir() => open.push((entry.path(), format!("{name}/"))),
                None => compared.others.push(name),
            }
        }
    }
    compared.others.sort();
    Ok(compared)
}

/// Makes the folders of the files, and notes in `made` which were not there, the outer before the inner.
fn make_folders(staged: &[(PathBuf, PathBuf)], made: &mut Vec<PathBuf>) -> Result<(), OutboxError> {
    for folder in staged.iter().filter_map(|(_, path)| path.parent()) {
        let missing = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        made.extend(missing);
        fs::create_dir_all(folder).map_err(system(folder))?;
    }
    Ok(())
}

/// The name under which a file is written before it is complete.
fn hidden_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}
