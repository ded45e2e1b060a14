//! From bytes to answers as read: who seems to say what to which invitation. Whether they may is left to `judge`.
//!
//! What kind of bytes it is, is told by the bytes, for people save mails under any name. Nothing here fails: what cannot be read is
//! an answer that waits for a person, with a code.

mod calendar;
mod mail;
mod mbox;
mod table;

pub use mbox::{MOST_MAILS, mails};
pub use table::{Typed, TypedAnswer, read_table};

use super::mailbox::Mailbox;
use super::references::References;
use super::why::Why;
use crate::ics::read::{HashKey, ItipRecurrence, Method};
use crate::model::{HeardBy, Response};
use crate::time::{Instant, Interval, Zone};

/// Largest mail that is read, in bytes: more than mail hosts let through.
pub const LARGEST_MAIL: usize = 20 << 20;

/// What reading needs to know of ours.
#[derive(Clone, Copy)]
pub struct Setting<'s> {
    /// The zone of times that name none.
    pub zone: &'s Zone,
    /// The references that are looked for in subjects and titles.
    pub references: &'s References,
}

/// Who answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sender {
    Mailbox(Mailbox),
    /// The words of a name in a pasted table.
    Name(Vec<String>),
    /// Typed: a contact's id.
    Contact(String),
    /// Nobody, or several.
    Nobody,
}

/// What is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Says {
    /// Of [`Response::Delegated`] the address is in [`AsRead::delegates`].
    Response(Response),
    /// Another time; `None` where it is not whole.
    Proposal(Option<Interval>),
    AskedAgain,
    /// What only an organiser says.
    Organizes(Method),
    /// Nothing that could be applied.
    Nothing(Why),
}

impl Says {
    /// What is said in few letters, the same in every version of the program.
    fn mark(&self) -> String {
        match self {
            Says::Response(Response::Accepted) => "accepted".to_owned(),
            Says::Response(Response::Tentative) => "tentative".to_owned(),
            Says::Response(Response::Declined) => "declined".to_owned(),
            Says::Response(Response::Delegated(to)) => {
                format!("delegated {}", to.as_deref().unwrap_or_default())
            }
            Says::Proposal(Some(time)) => format!("proposal {} {}", time.start().0, time.end().0),
            Says::Proposal(None) => "proposal".to_owned(),
            Says::AskedAgain => "again".to_owned(),
            Says::Organizes(method) => format!("organizes {}", *method as u8),
            Says::Nothing(why) => format!("nothing {}", why.id()),
        }
    }
}

/// One answer as read. Whom and what it names is not yet known to be ours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsRead {
    /// The file's name without its folder, and which mail or row of it.
    pub source: String,
    /// What it says, as a number: the same answer read again has the same.
    pub digest: u64,
    pub by: HeardBy,
    pub sender: Sender,
    /// The invitee for whom somebody else sent it, as SENT-BY says.
    pub on_behalf: Option<Mailbox>,
    pub uid: Option<String>,
    /// Which date of a series; `Some(None)` where one is written that cannot be read.
    pub recurrence: Option<Option<ItipRecurrence>>,
    /// Our references that stand in its subject and title, or the one that was stated.
    pub references: Vec<String>,
    pub sequence: Option<u64>,
    pub dtstamp: Option<Instant>,
    /// When the mail was sent, by its own words.
    pub mailed: Option<Instant>,
    /// The start of what is answered to.
    pub start: Option<Instant>,
    pub organizer: Vec<Mailbox>,
    /// Whom they send in their place.
    pub delegates: Vec<Mailbox>,
    pub says: Says,
    /// Somebody wrote something beside the answer: worth reading there.
    pub has_comment: bool,
}

impl AsRead {
    /// An answer of which only the source is known.
    fn new(source: &str, by: HeardBy, says: Says) -> AsRead {
        AsRead {
            source: source.to_owned(),
            digest: 0,
            by,
            sender: Sender::Nobody,
            on_behalf: None,
            uid: None,
            recurrence: None,
            references: Vec::new(),
            sequence: None,
            dtstamp: None,
            mailed: None,
            start: None,
            organizer: Vec::new(),
            delegates: Vec::new(),
            says,
            has_comment: false,
        }
    }

    /// The same with a number for what it says. Where it was found is not part of it, nor which references are known by now.
    fn counted(mut self) -> AsRead {
        let sender = match &self.sender {
            Sender::Mailbox(mailbox) => mailbox.to_string(),
            Sender::Name(words) => words.join(" "),
            Sender::Contact(id) => format!("#{id}"),
            Sender::Nobody => String::new(),
        };
        let stated = match self.uid {
            Some(_) => String::new(),
            None => self.references.join("\0"),
        };
        let at = |instant: Option<Instant>| instant.map_or(String::new(), |at| at.0.to_string());
        let parts = [
            self.uid.clone().unwrap_or_default(),
            stated,
            match self.recurrence {
                Some(which) => format!("date {}", at(which.map(|which| which.at))),
                None => String::new(),
            },
            sender,
            self.on_behalf
                .as_ref()
                .map_or(String::new(), Mailbox::to_string),
            self.says.mark(),
            self.delegates
                .iter()
                .map(Mailbox::as_str)
                .collect::<Vec<_>>()
                .join("\0"),
            self.sequence
                .map_or(String::new(), |number| number.to_string()),
            at(self.dtstamp),
            at(self.mailed),
        ];
        self.digest = number_of(parts.join("\u{1}").as_bytes());
        self
    }

    /// Something that cannot be read, known by its bytes.
    pub fn unreadable(source: &str, why: Why, bytes: &[u8]) -> AsRead {
        AsRead {
            digest: number_of(bytes),
            ..AsRead::new(source, HeardBy::Mail, Says::Nothing(why))
        }
    }
}

/// A number that stands for bytes.
fn number_of(bytes: &[u8]) -> u64 {
    HashKey([0; 16]).uid(bytes).0 as u64
}

/// What bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Mail,
    /// Many mails in one file.
    Mbox,
    Calendar,
    /// Outlook's own file of a mail.
    OutlookFile,
    /// A pasted or saved list of answers.
    Table,
    /// None of these.
    Other,
}

/// Tells what bytes are.
pub fn kind(bytes: &[u8]) -> Kind {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let starts = |prefix: &str| {
        let head = text.get(..prefix.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Kind::OutlookFile;
    }
    if starts("BEGIN:VCALENDAR") || is_calendar_in_utf16(bytes) {
        return Kind::Calendar;
    }
    if text.starts_with(b"From ") {
        return Kind::Mbox;
    }
    if is_mail(text) {
        return Kind::Mail;
    }
    match crate::input::read_tracking(&text[..text.len().min(LARGEST_TABLE)]) {
        Ok(_) => Kind::Table,
        Err(_) => Kind::Other,
    }
}

/// Largest pasted table that is read, in bytes.
pub const LARGEST_TABLE: usize = 4 << 20;

fn is_calendar_in_utf16(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = bytes.iter().take(34).copied().filter(|b| *b != 0).collect();
    let has_mark = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    has_mark && wide[2..].starts_with(b"BEGIN:VCALENDAR")
}

/// Whether the first line is a header, and one of the first lines is a header that only mails have.
fn is_mail(text: &[u8]) -> bool {
    const OF_MAILS: &[&str] = &[
        "received",
        "return-path",
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "delivered-to",
        "content-type",
    ];
    const MOST_HEADERS: usize = 400;
    let mut lines = text.split(|b| *b == b'\n').take(MOST_HEADERS);
    let header = |line: &[u8]| {
        let end = line.iter().position(|b| *b == b':')?;
        let name = std::str::from_utf8(&line[..end]).ok()?;
        let fits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| name.to_ascii_lowercase())
    };
    let Some(first) = lines.next().and_then(header) else {
        return false;
    };
    let more = lines
        .take_while(|line| !line.trim_ascii().is_empty())
        .filter_map(header);
    let names = std::iter::once(first).chain(more);
    names
        .filter(|name| OF_MAILS.contains(&name.as_str()))
        .count()
        >= 2
}

/// Reads one mail, or a calendar file. `source` is what the answers are called by.
pub fn read(source: &str, bytes: &[u8], setting: Setting) -> Vec<AsRead> {
    if bytes.len() > LARGEST_MAIL {
        return vec![AsRead::unreadable(source, Why::TooMuch, bytes)];
    }
    match kind(bytes) {
        Kind::Mail => mail::read(source, bytes, setting),
        Kind::Calendar => calendar::of_file(source, bytes, setting),
        Kind::OutlookFile => vec![AsRead::unreadable(source, Why::OutlookFile, bytes)],
        // A mail of an mbox has lost its first line, and may have any headers.
        Kind::Mbox | Kind::Table | Kind::Other => {
            vec![AsRead::unreadable(source, Why::NoCalendar, bytes)]
        }
    }
}
