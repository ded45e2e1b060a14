//! Files that are asked for: what can be seen to go wrong is told before anything is searched.

use std::path::PathBuf;

/// Refuses files that cannot be written where they are wanted.
pub(super) fn can_be_written<'p>(
    files: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), Vec<String>> {
    let wrong = files.into_iter().filter_map(|path| {
        let told = path.display();
        if path.is_dir() {
            return Some(format!("{told}: this is a folder; name a file in it"));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let missing = folder.is_some_and(|folder| !folder.is_dir());
        missing.then(|| format!("{told}: there is no such folder; make it first"))
    });
    let wrong: Vec<String> = wrong.collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong),
    }
}
