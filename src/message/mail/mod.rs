//! One mail to one recipient, whole, as a file that any mail program sends (RFC 5322, RFC 2045 to 2047, RFC 6047).
//!
//! An invitation has the shape that gets buttons everywhere: `multipart/mixed` of a `multipart/alternative` (plain text, page,
//! calendar, the calendar last and with its method) and the same calendar again as an attached file, octet by octet the same.
//! Without a calendar (a request for a report) the alternatives are all there is.
//!
//! Nothing is drawn from a clock or at random: the same input is the same bytes. Headers are written by `mail-builder`, which is used
//! in this folder only; what a name holds is made harmless before. Sending is left to others.

mod page;

use super::address::{Address, Organizer};
use super::event::{fnv, one_line};
use super::words_en::{Paragraph, as_text};
use crate::time::Instant;
use mail_builder::MessageBuilder;
use mail_builder::encoders::base64::Base64Encoder;
use mail_builder::headers::address::Address as Mailbox;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};

/// The name under which the calendar is attached.
const ATTACHED: &str = "invite.ics";

/// A longer name says nothing more, and some programs cut headers off.
const LONGEST_NAME: usize = 120;

/// What a mail is made of.
pub(super) struct Mail<'a> {
    pub(super) organizer: &'a Organizer,
    pub(super) to: &'a Address,
    /// The recipient's name, as it stands in the tables.
    pub(super) name: &'a str,
    pub(super) subject: &'a str,
    pub(super) body: &'a [Paragraph],
    pub(super) calendar: Option<&'a str>,
    /// Content-Language.
    pub(super) language: &'static str,
    /// METHOD of the calendar.
    pub(super) method: &'a str,
    pub(super) thread: Thread<'a>,
    /// How often the meeting has changed.
    pub(super) sequence: u32,
    pub(super) now: Instant,
    /// The same words are sent again on purpose, and shall be shown.
    pub(super) is_repeated: bool,
}

/// To which mails a mail belongs.
#[derive(Clone, Copy)]
pub(super) enum Thread<'a> {
    /// What this mail is among all of its meeting to this recipient: the same for the same, for it becomes the thread.
    About(&'a str),
    /// Message-ID, without brackets, of the mail before it, which was made here and so names the thread.
    After(&'a str),
}

impl Thread<'_> {
    /// The part of all its identifiers before the `@`, and the whole of its own.
    fn id(self, host: &str) -> (String, String) {
        let of = |words: &str| {
            let local = format!("{:016x}", fnv(words));
            let whole = format!("{local}@{host}");
            (local, whole)
        };
        match self {
            Thread::About(words) => of(words),
            Thread::After(last) => {
                let thread = last.splitn(3, '.').nth(2).unwrap_or_default();
                match thread.split_once('@') {
                    Some((local, _)) if is_hash(local) => (local.to_owned(), thread.to_owned()),
                    _ => of(last),
                }
            }
        }
    }
}

/// Whether it is as identifiers of ours are.
fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// A mail as it goes over the wire, and its Message-ID without brackets.
pub(super) struct Rendered {
    pub(super) bytes: Vec<u8>,
    pub(super) message_id: String,
}

impl Mail<'_> {
    /// The mail as it goes over the wire: lines end in CRLF.
    pub(super) fn render(&self) -> Rendered {
        let text = as_text(self.body);
        let host = host(&self.organizer.address);
        let (thread, whole_thread) = self.thread.id(host);
        // Without the time of writing, so that the same words have the same identifier: a mail that is sent twice by mistake is
        // shown once, and one that says something else is never taken for it.
        let mut words = format!("{}\0{}\0{text}", self.subject, self.sequence);
        if self.is_repeated {
            words.push_str(&format!("\0{}", self.now.0));
        }
        let said = fnv(&words);
        let boundary = |depth: &str| format!("=_{depth}_{thread}_{said:016x}");

        let plain = MimePart::new(utf8("text/plain"), lines_of_mail(&text));
        let page = MimePart::new(utf8("text/html"), page::page(self.subject, self.body));
        let mut alternatives = vec![plain, page];
        let inline = |calendar| inline_calendar(calendar, self.method);
        alternatives.extend(self.calendar.map(inline));
        let alternative = multipart("multipart/alternative", &boundary("a"), alternatives);
        let body = match self.calendar {
            None => alternative,
            Some(calendar) => {
                let parts = vec![alternative, attached_calendar(calendar)];
                multipart("multipart/mixed", &boundary("m"), parts)
            }
        };
        let from = Mailbox::new_address(
            self.organizer.name.as_deref().and_then(harmless_name),
            self.organizer.address.as_str(),
        );
        let to = Mailbox::new_address(harmless_name(self.name), self.to.as_str());
        let message_id = format!("{said:016x}.{}.{whole_thread}", self.sequence);
        let builder = MessageBuilder::new()
            .from(from)
            .to(to)
            .subject(in_head(self.subject))
            .date(Date::new(self.now.0))
            .message_id(message_id.clone());
        // No mail need have the thread's identifier: all that name it are shown together.
        let builder = match self.thread {
            Thread::About(_) => builder.references(whole_thread),
            Thread::After(last) => builder
                .in_reply_to(last.to_owned())
                .references(vec![whole_thread, last.to_owned()]),
        };
        let builder = builder
            .header("Content-Language", Raw::new(self.language))
            .body(body);
        let mut bytes = Vec::new();
        builder.serialize(&mut bytes);
        Rendered { bytes, message_id }
    }
}

/// The domain of the sender: it vouches for the identifiers.
fn host(address: &Address) -> &str {
    let parts = address.as_str().rsplit_once('@');
    parts.map_or("quorate.invalid", |(_, host)| host)
}

fn utf8(kind: &'static str) -> ContentType<'static> {
    ContentType::new(kind).attribute("charset", "UTF-8")
}

fn multipart<'a>(kind: &'static str, boundary: &str, parts: Vec<MimePart<'a>>) -> MimePart<'a> {
    let kind = ContentType::new(kind).attribute("boundary", boundary.to_owned());
    MimePart::new(kind, BodyPart::Multipart(parts))
}

/// The part for which mail programs show buttons. It is no attachment, or they would show a file.
fn inline_calendar(calendar: &str, method: &str) -> MimePart<'static> {
    let kind = ContentType::new("text/calendar")
        .attribute("charset", "UTF-8")
        .attribute("method", method.to_owned())
        .attribute("component", "VEVENT");
    in_base64(kind, calendar)
}

fn attached_calendar(calendar: &str) -> MimePart<'static> {
    let kind = ContentType::new("application/ics").attribute("name", ATTACHED);
    in_base64(kind, calendar).attachment(ATTACHED)
}

/// Encoded here, because no other encoding leaves every octet as it is, whatever passes the mail on.
fn in_base64(kind: ContentType<'static>, text: &str) -> MimePart<'static> {
    let mut encoded = Vec::new();
    Base64Encoder::new()
        .wrap_lines()
        .encode_into(text.as_bytes(), &mut encoded);
    MimePart::new(kind, BodyPart::Binary(encoded.into())).transfer_encoding("base64")
}

/// Mail breaks lines with CRLF.
fn lines_of_mail(text: &str) -> String {
    format!("{}\r\n", text.replace('\n', "\r\n"))
}

/// A name as part of a header; `None` where nothing of it is left.
fn harmless_name(name: &str) -> Option<String> {
    let short: String = in_head(name).chars().take(LONGEST_NAME).collect();
    let short = short.trim();
    (!short.is_empty()).then(|| short.to_owned())
}

/// One line that no reader takes for an encoded word (RFC 2047 section 2), which many decode where it may not even stand.
fn in_head(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}
