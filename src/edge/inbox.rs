//! Answers where mail programs left them: files, folders of files, and files of many mails.
//!
//! Files are read and left as they are. What kind each is, is told by its bytes; what none of the readers takes is passed over where it
//! lies in a folder, and refused where it was named. Links to folders are not followed.

use super::files;
use crate::reply::read::{
    Kind, LARGEST_MAIL, LARGEST_TABLE, MOST_MAILS, Setting, kind, mails, read as read_one,
};
use crate::reply::{AsRead, Why};
use std::fs;
use std::path::{Path, PathBuf};

/// Largest file of many mails that is read, in bytes.
const LARGEST_FILE: usize = 1 << 30;

/// Most files of a folder and the folders in it.
const MOST_FILES: usize = 200_000;

/// How deep folders in folders are looked into.
const DEEPEST: usize = 16;

/// What lay in files.
#[derive(Debug, Default)]
pub struct Inbox {
    /// In the order of the files' names.
    pub answers: Vec<AsRead>,
    /// Lists of answers, with the names of their files: about which meeting they are, they do not say.
    pub tables: Vec<(String, Vec<u8>)>,
    /// How many mails and calendar files were read.
    pub read: usize,
    /// How many files in folders were none of these.
    pub passed_over: usize,
}

impl Inbox {
    /// Reads files and folders.
    ///
    /// # Errors
    /// A message for each that cannot be read.
    pub fn add_paths(&mut self, paths: &[PathBuf], setting: Setting) -> Result<(), Vec<String>> {
        let mut faults = Vec::new();
        for path in paths {
            let mut found = Vec::new();
            if let Err(fault) = files_of(path, &mut found) {
                faults.push(fault);
                continue;
            }
            let is_named = !path.is_dir();
            for file in found {
                match files::read(&file, LARGEST_FILE) {
                    Ok(bytes) => {
                        let taken = self.add(&shown_name(&file), &bytes, setting);
                        if !taken && is_named {
                            faults.push(not_an_answer(&file));
                        }
                    }
                    Err(error) => faults.push(error.to_string()),
                }
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// Reads bytes of whatever kind; `false` where they are none that holds answers.
    pub fn add(&mut self, name: &str, bytes: &[u8], setting: Setting) -> bool {
        match kind(bytes) {
            Kind::Mbox => self.add_mails(name, bytes, setting),
            Kind::Table => {
                if bytes.len() > LARGEST_TABLE {
                    return false;
                }
                self.tables.push((name.to_owned(), bytes.to_vec()));
            }
            Kind::Mail | Kind::Calendar | Kind::OutlookFile => {
                self.read += 1;
                self.answers.extend(read_one(name, bytes, setting));
            }
            Kind::Other => {
                self.passed_over += 1;
                return false;
            }
        }
        true
    }

    fn add_mails(&mut self, name: &str, bytes: &[u8], setting: Setting) {
        for (number, mail) in (1..).zip(mails(bytes)) {
            let source = format!("{name}#{number}");
            if number > MOST_MAILS {
                let rest = AsRead::unreadable(&source, Why::TooMuch, &mail);
                self.answers.push(rest);
                return;
            }
            self.read += 1;
            if mail.len() > LARGEST_MAIL {
                let large = AsRead::unreadable(&source, Why::TooMuch, &mail);
                self.answers.push(large);
                continue;
            }
            self.answers.extend(read_one(&source, &mail, setting));
        }
    }
}

/// The file itself, or the files of a folder in the order of their names; hidden ones are not the user's.
fn files_of(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut open = vec![(path.to_owned(), 0)];
    let mut all = Vec::new();
    while let Some((folder, depth)) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let kind = entry.file_type().map_err(fail)?;
            if is_hidden {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                open.push((entry.path(), depth + 1));
            } else if kind.is_file() {
                all.push(entry.path());
            }
            if all.len() > MOST_FILES {
                return Err(format!(
                    "{}: more than {MOST_FILES} files; name the folder with the answers",
                    path.display()
                ));
            }
        }
    }
    all.sort_unstable();
    found.extend(all);
    Ok(())
}

fn not_an_answer(path: &Path) -> String {
    format!(
        "{}: neither a mail (.eml, mbox) nor a calendar file (.ics) nor a list of answers (columns Name and Response)",
        path.display()
    )
}

/// A file's name as it is kept and shown: without its folder, without letters that cannot be seen, not too long.
fn shown_name(path: &Path) -> String {
    const LONGEST: usize = 80;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_shown = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ';
    name.chars()
        .map(|c| if is_shown(c) { c } else { '_' })
        .take(LONGEST)
        .collect()
}
