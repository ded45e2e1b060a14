//! How a message gets to its recipient: the seam between what is queued in the book and whatever carries it.
//!
//! A [`Courier`] is handed one [`Post`] at a time and says what became of it. Marking a post in the book as being handed over before,
//! and as sent after, is left to the caller, so that every courier is safe against a crash in the same way: what a later run finds
//! half handed over goes once more where [`Courier::repeating`] says that this does no harm, and is left to a person where it might.

use super::write::write_atomically;
use crate::model::Post;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Carries messages.
pub trait Courier {
    /// Does what may take long before this message is handed over: waits until it may go, connects. Called before the message is marked as
    /// being handed over, so that a run that ends in here leaves nothing uncertain. After `Err` it is not handed over.
    fn prepare(&mut self, _: &Post) -> Result<(), NotDelivered> {
        Ok(())
    }

    /// Hands over one message, and comes back only when it is known what became of it.
    fn deliver(&mut self, post: &Post) -> Result<Delivered, NotDelivered>;

    /// What it would do to hand over a message a second time.
    fn repeating(&self) -> Repeating;
}

/// What a second handing over does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeating {
    /// Nothing: the same file is there with the same bytes.
    Harmless,
    /// The recipient gets it twice, so that a person must decide.
    SeenByRecipient,
}

/// A message is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivered {
    /// By which way, as the book keeps it: `written`, `smtp`. No address or text.
    pub how: String,
}

/// A message did not go, or nobody knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotDelivered {
    /// A fragment in lower case with fact and fix, for the coordinator. It repeats no text of a server.
    pub why: String,
    pub fate: Fate,
    pub rest: Rest,
}

/// What is known of a message that was not delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It did not go: it waits for the next run.
    NotGone,
    /// It may have gone.
    Unknown,
}

/// What that means for the messages after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// They may go.
    GoesOn,
    /// They would fail in the same way: nothing more is handed over in this run.
    Stops,
}

/// Folders of what is written for somebody to send: whole mails, calendars alone, and what is to be told by a letter.
pub const MAIL_FOLDER: &str = "mail";
pub const CALENDAR_FOLDER: &str = "calendar";
pub const LETTER_FOLDER: &str = "letters";

/// Writes messages as files, for whatever program sends them.
#[derive(Clone, Debug)]
pub struct FileCourier {
    folder: PathBuf,
    /// What a run that was killed left half written is gone.
    is_swept: bool,
}

impl FileCourier {
    /// Into `folder`, which is made where it is missing.
    pub fn into(folder: &Path) -> FileCourier {
        FileCourier {
            folder: folder.to_owned(),
            is_swept: false,
        }
    }

    /// Removes what a killed run left half written, under names that no mail program looks at. Whoever writes into the folder has the one
    /// writer's place of the book, so nobody else is at it.
    fn sweep(&mut self) {
        if std::mem::replace(&mut self.is_swept, true) {
            return;
        }
        for inner in [MAIL_FOLDER, CALENDAR_FOLDER, LETTER_FOLDER] {
            let entries = fs::read_dir(self.folder.join(inner)).into_iter().flatten();
            for entry in entries.flatten() {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                if name.starts_with('.') && name.ends_with(".tmp") {
                    // What cannot be removed does no harm.
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    /// The files of a message by their names in the folder.
    pub fn files(post: &Post) -> Vec<(String, &[u8])> {
        let all = [
            (MAIL_FOLDER, "eml", &post.mail),
            (CALENDAR_FOLDER, "ics", &post.calendar),
            (LETTER_FOLDER, "txt", &post.letter),
        ];
        let there = all.into_iter().filter(|(_, _, bytes)| !bytes.is_empty());
        there
            .map(|(folder, ending, bytes)| {
                let name = format!("{folder}/{}.{ending}", post.name);
                (name, bytes.as_slice())
            })
            .collect()
    }
}

impl Courier for FileCourier {
    fn deliver(&mut self, post: &Post) -> Result<Delivered, NotDelivered> {
        self.sweep();
        for (name, bytes) in FileCourier::files(post) {
            let path = self.folder.join(name);
            let written = match fs::read(&path) {
                Ok(there) if there == bytes => Ok(()),
                Ok(_) => return Err(taken(&path)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => write(&path, bytes),
                Err(error) => Err(error),
            };
            written.map_err(|error| NotDelivered {
                why: format!("{} cannot be written ({error})", path.display()),
                fate: Fate::NotGone,
                rest: Rest::Stops,
            })?;
        }
        Ok(Delivered {
            how: "written".to_owned(),
        })
    }

    fn repeating(&self) -> Repeating {
        Repeating::Harmless
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    write_atomically(path, bytes)
}

fn taken(path: &Path) -> NotDelivered {
    NotDelivered {
        why: format!(
            "{} is there with other contents; move it away, or name another folder with -o",
            path.display()
        ),
        fate: Fate::NotGone,
        rest: Rest::GoesOn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PostKind, Purpose, Told, ToldStanding};
    use crate::time::Instant;

    fn post() -> Post {
        Post {
            kind: PostKind::New,
            told: Told {
                reference: "R-1".to_owned(),
                contact: "a".to_owned(),
                address: "a@b.example".to_owned(),
                uid: "u".to_owned(),
                recurrence: None,
                sequence: 0,
                dtstamp: Instant(0),
                purpose: Purpose::Invitation,
                standing: ToldStanding::Confirmed,
                times: Vec::new(),
                zone: "UTC".to_owned(),
                said: 1,
                message_id: String::new(),
            },
            name: "R-1-s0-invite-a".to_owned(),
            mail: b"mail".to_vec(),
            calendar: b"calendar".to_vec(),
            letter: Vec::new(),
        }
    }

    #[test]
    fn writing_twice_is_harmless_and_another_file_is_never_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut courier = FileCourier::into(&folder.path().join("new/out"));
        assert!(courier.deliver(&post()).is_ok());
        assert!(courier.deliver(&post()).is_ok());
        let mail = folder.path().join("new/out/mail/R-1-s0-invite-a.eml");
        assert_eq!(fs::read(&mail).expect("a mail"), b"mail");
        fs::write(&mail, b"other").expect("written");
        let refused = courier.deliver(&post()).expect_err("refused");
        assert_eq!((refused.fate, refused.rest), (Fate::NotGone, Rest::GoesOn));
        assert_eq!(fs::read(&mail).expect("a mail"), b"other");
    }
}
