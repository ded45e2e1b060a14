//! Mails: their sender, their calendars, and what they are where they have none.
//!
//! `mail_parser` takes headers and parts apart, whatever wrote them. A mail that stands inside another is not looked into: its sender
//! is whoever wrote it there.

use super::calendar::{Around, of_calendar};
use super::{AsRead, Mailbox, Says, Sender, Setting, Why, number_of};
use crate::ics::read::Method;
use crate::model::HeardBy;
use crate::time::Instant;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Most parts, and mails in mails, that are read: no answer has more than a dozen.
const MOST_PARTS: usize = 300;

/// Most calendars of one mail that are read.
const MOST_CALENDARS: usize = 20;

/// Reads a mail.
pub(super) fn read(source: &str, bytes: &[u8], setting: Setting) -> Vec<AsRead> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if nesting(bytes) > MOST_PARTS {
        return vec![AsRead::unreadable(source, Why::TooMuch, bytes)];
    }
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return vec![AsRead::unreadable(source, Why::NoCalendar, bytes)];
    };
    let subject = mail.subject().unwrap_or_default();
    let mut around = Around {
        sender: sender(&mail),
        is_mail: true,
        mailed: mail.date().map(|date| Instant(date.to_timestamp())),
        references: setting.references.within(subject),
        method: None,
    };
    let waits = |why: Why| {
        let mut waits = AsRead::unreadable(source, why, bytes);
        waits.sender = around
            .sender
            .clone()
            .map_or(Sender::Nobody, Sender::Mailbox);
        waits.references.clone_from(&around.references);
        waits.mailed = around.mailed;
        vec![waits]
    };
    if is_bounce(&mail) {
        let mut bounced = waits(Why::Undelivered);
        // Whom it did not reach is what matters; who says so is a machine.
        if let Some(lost) = lost_recipient(&mail) {
            bounced[0].sender = Sender::Mailbox(lost);
        }
        if bounced[0].references.is_empty() {
            bounced[0].references = references_below(&mail, setting);
        }
        return bounced;
    }
    let calendars: Vec<&MessagePart> = mail.parts.iter().filter(|part| is_calendar(part)).collect();
    if calendars.is_empty() {
        return waits(without_calendar(&mail, subject));
    }
    if calendars.len() > MOST_CALENDARS {
        return waits(Why::TooMuch);
    }
    if around.sender.is_none() {
        return waits(Why::NoSender);
    }
    let mut answers: Vec<AsRead> = Vec::new();
    let mut is_bad = false;
    for part in calendars {
        let method = part
            .content_type()
            .and_then(|kind| kind.attribute("method"));
        around.method = method.and_then(Method::parse);
        match of_calendar(source, part.contents(), &around, setting) {
            Some(read) => answers.extend(read),
            None => is_bad = true,
        }
    }
    // The same calendar often stands there twice, to be shown and to be saved; where one copy says nothing, the other may.
    let mut seen = std::collections::BTreeSet::new();
    answers.retain(|read| seen.insert(read.digest));
    let says_something = |read: &AsRead| !matches!(read.says, Says::Nothing(_));
    if answers.iter().any(says_something) {
        answers.retain(says_something);
    }
    if answers.is_empty() {
        let why = if is_bad {
            Why::BadCalendar
        } else {
            Why::NotAnAnswer
        };
        return waits_for(source, why, bytes, &around);
    }
    answers
}

fn waits_for(source: &str, why: Why, bytes: &[u8], around: &Around) -> Vec<AsRead> {
    vec![AsRead {
        digest: number_of(bytes),
        sender: around
            .sender
            .clone()
            .map_or(Sender::Nobody, Sender::Mailbox),
        references: around.references.clone(),
        mailed: around.mailed,
        ..AsRead::new(source, HeardBy::Mail, Says::Nothing(why))
    }]
}

/// How often the words stand in a mail that begin a part, or a mail in the mail. What is nested deep costs time and stack.
fn nesting(bytes: &[u8]) -> usize {
    const WORDS: [&[u8]; 4] = [b"boundary", b"digest", b"global", b"rfc822"];
    let mut count = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let word = match byte.to_ascii_lowercase() {
            b'b' => WORDS[0],
            b'd' => WORDS[1],
            b'g' => WORDS[2],
            b'r' => WORDS[3],
            _ => continue,
        };
        let found = bytes.get(at..at + word.len());
        count += usize::from(found.is_some_and(|found| found.eq_ignore_ascii_case(word)));
    }
    count
}

/// The one who sent it. Where that is a machine that reads no mail, the one to whom it says that answers go (Nextcloud).
fn sender(mail: &Message) -> Option<Mailbox> {
    let only = |name: HeaderName<'static>| {
        let headers = mail.headers().iter().filter(|header| header.name == name);
        let mut values = headers.map(|header| header.value.as_address());
        let address = values.next().flatten();
        // Of two senders nobody knows which one people were shown.
        let address = address.filter(|_| values.next().is_none())?;
        let mut each = address.iter();
        let first = each.next().filter(|_| each.next().is_none())?;
        Mailbox::parse(first.address.as_deref()?)
    };
    let from = only(HeaderName::From)?;
    match from.is_no_reply() {
        true => only(HeaderName::ReplyTo).or(Some(from)),
        false => Some(from),
    }
}

/// Whether a part is a calendar, by its type or, where that says nothing, by the name under which it is attached.
fn is_calendar(part: &MessagePart) -> bool {
    if matches!(part.body, PartType::Message(_) | PartType::Multipart(_)) {
        return false;
    }
    let is_type = part.content_type().is_some_and(|kind| {
        let is = |main: &str, sub: &str| {
            kind.ctype().eq_ignore_ascii_case(main)
                && kind
                    .subtype()
                    .is_some_and(|own| own.eq_ignore_ascii_case(sub))
        };
        is("text", "calendar") || is("application", "ics") || is("text", "x-vcalendar")
    });
    let named = part.attachment_name().is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        name.ends_with(".ics") || name.ends_with(".vcs") || name.ends_with(".ical")
    });
    is_type || named
}

fn header_says(mail: &Message, name: &str, is: impl Fn(&str) -> bool) -> bool {
    mail.headers_raw().any(|(own, value)| {
        own.eq_ignore_ascii_case(name) && is(&value.trim().to_ascii_lowercase())
    })
}

/// A report that a mail did not arrive (RFC 3464), or what servers write that do not know the form.
fn is_bounce(mail: &Message) -> bool {
    let report = mail.content_type().is_some_and(|kind| {
        let is_report = kind
            .subtype()
            .is_some_and(|sub| sub.eq_ignore_ascii_case("report"));
        let of = kind.attribute("report-type").unwrap_or_default();
        is_report && of.eq_ignore_ascii_case("delivery-status")
    });
    let user = sender(mail);
    let user = user
        .as_ref()
        .and_then(|from| from.as_str().split('@').next());
    report
        || matches!(user, Some("mailer-daemon" | "postmaster"))
        || header_says(mail, "X-Failed-Recipients", |value| !value.is_empty())
}

/// Whom a mail did not reach.
fn lost_recipient(mail: &Message) -> Option<Mailbox> {
    let failed = mail.headers_raw().find_map(|(name, value)| {
        let is_it = name.eq_ignore_ascii_case("X-Failed-Recipients");
        is_it.then(|| Mailbox::parse(value))?
    });
    let statuses = mail.parts.iter().filter(|part| {
        let kind = part.content_type();
        kind.and_then(|kind| kind.subtype())
            .is_some_and(|sub| sub.eq_ignore_ascii_case("delivery-status"))
    });
    let mut recipients = statuses.filter_map(|part| {
        let text = String::from_utf8_lossy(part.contents()).into_owned();
        text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_it = name.trim().eq_ignore_ascii_case("Final-Recipient")
                || name.trim().eq_ignore_ascii_case("Original-Recipient");
            is_it.then(|| Mailbox::parse(value.rsplit(';').next()?))?
        })
    });
    failed.or_else(|| recipients.next())
}

/// References in the subject of the mail that is enclosed.
fn references_below(mail: &Message, setting: Setting) -> Vec<String> {
    let enclosed = mail.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(inner) => inner.subject().map(str::to_owned),
        // Only its headers, as most servers send them.
        PartType::Text(text) if text.len() < 100_000 => text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("Subject")
                .then(|| value.to_owned())
        }),
        _ => None,
    });
    let mut found: Vec<String> = enclosed
        .flat_map(|subject| setting.references.within(&subject))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What a mail is that has no calendar.
fn without_calendar(mail: &Message, subject: &str) -> Why {
    let of_type = |wanted: &[&str]| {
        mail.parts.iter().any(|part| {
            let kind = part.content_type();
            let sub = kind.and_then(|kind| kind.subtype()).unwrap_or_default();
            wanted.iter().any(|one| sub.eq_ignore_ascii_case(one))
        })
    };
    let named = |name: &str| {
        let mut parts = mail.parts.iter();
        parts.any(|part| {
            part.attachment_name()
                .is_some_and(|own| own.eq_ignore_ascii_case(name))
        })
    };
    if is_automatic(mail, subject) {
        return Why::Automatic;
    }
    if of_type(&["pkcs7-mime", "x-pkcs7-mime", "encrypted", "pgp-encrypted"]) || named("smime.p7m")
    {
        return Why::Sealed;
    }
    if of_type(&["ms-tnef", "vnd.ms-tnef"]) || named("winmail.dat") {
        return Why::Winmail;
    }
    if says_answer(subject) {
        return Why::AnswerInWords;
    }
    let has_mail = |part: &MessagePart| matches!(part.body, PartType::Message(_));
    match mail.parts.iter().any(has_mail) {
        true => Why::Forwarded,
        false => Why::NoCalendar,
    }
}

fn is_automatic(mail: &Message, subject: &str) -> bool {
    let prefixes = [
        "automatic reply",
        "out of office",
        "auto:",
        "autoreply",
        "ymateb awtomatig",
        "ateb awtomatig",
        "allan o'r swyddfa",
    ];
    let subject = subject.trim().to_lowercase();
    header_says(mail, "Auto-Submitted", |value| {
        value != "no" && !value.is_empty()
    }) || header_says(mail, "X-Auto-Response-Suppress", |_| false)
        || header_says(mail, "X-Autoreply", |_| true)
        || header_says(mail, "Precedence", |value| value == "auto_reply")
        || prefixes.iter().any(|prefix| subject.starts_with(prefix))
}

/// Whether a subject begins as calendar programs begin that of an answer.
fn says_answer(subject: &str) -> bool {
    let prefixes = [
        "accepted:",
        "declined:",
        "tentative:",
        "tentatively accepted:",
        "new time proposed:",
        "derbyniwyd:",
        "gwrthodwyd:",
        "petrus:",
        "amhendant:",
        "dros dro:",
        "amser newydd wedi'i gynnig:",
    ];
    let subject = subject.trim().to_lowercase();
    prefixes.iter().any(|prefix| subject.starts_with(prefix))
}
