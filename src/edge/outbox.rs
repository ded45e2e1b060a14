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

/// Writes `files` (name without a folder, contents) into `folder`, which is made where it is missing.
///
/// Writing the same files again is no conflict. Returns the names of what else lies in the folder, sorted: left over from
/// before, and not to be sent with the new ones.
pub fn write_folder(
    folder: &Path,
    files: &[(&str, &[u8])],
    existing: Existing,
) -> Result<Vec<String>, OutboxError> {
    let system = |path: &Path| {
        let path = path.to_owned();
        move |error| OutboxError::System(path, error)
    };
    let mut others = Vec::new();
    let mut changed = false;
    let is_new = !folder.exists();
    if !is_new {
        for entry in fs::read_dir(folder).map_err(system(folder))? {
            let entry = entry.map_err(system(folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            match files.iter().find(|(ours, _)| *ours == name) {
                Some((_, bytes)) => {
                    let there = fs::read(entry.path()).map_err(system(&entry.path()))?;
                    changed |= there != *bytes;
                }
                None => others.push(name),
            }
        }
    }
    if existing == Existing::Refuse && (changed || !others.is_empty()) {
        return Err(OutboxError::Occupied(folder.to_owned()));
    }
    others.sort();

    fs::create_dir_all(folder).map_err(system(folder))?;
    let staged: Vec<(PathBuf, PathBuf)> = files
        .iter()
        .map(|(name, _)| (folder.join(format!(".{name}.part")), folder.join(name)))
        .collect();
    let complete = staged
        .iter()
        .zip(files)
        .try_for_each(|((part, _), (_, bytes))| fs::write(part, bytes).map_err(system(part)));
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
        if is_new {
            let _ = fs::remove_dir(folder);
        }
        return Err(error);
    }
    Ok(others)
}
