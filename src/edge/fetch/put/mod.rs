//! Puts the organiser's own entries into a calendar of theirs on a server (RFC 4791 section 5.3.2), and takes them out.
//!
//! Each entry lies under its UID, and is looked at before anything is written: some servers overwrite what is there although they are
//! asked not to (SOGo, with `If-None-Match: *`). What somebody else has changed there is never overwritten and never removed. Whether that
//! is so is told by the server's name for the version (ETag), and where that is another one, by what the entry says: many servers write
//! entries in their own way. `entry` makes a number of what an entry says. Which entries there should be, and keeping what was
//! written, is left to the caller.

mod entry;

pub use entry::{Entry, entries};

use super::super::exchange::{Failure, Limits};
use super::fault_of;
use super::http::{Client, Request, Response};
use crate::model::{FeedAddress, FeedSource, FetchFault};
use std::path::Path;

/// What is known of an entry that we have written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Its name in the calendar. The calendar's address is no part of it, because that is a secret.
    pub href: String,
    /// The server's name for the version, in quotation marks as it came.
    pub etag: String,
    /// What it says, as a number.
    pub said: u64,
}

/// What became of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Done {
    /// It was not there, and is now.
    Added(Written),
    Changed(Written),
    /// It says what it should already.
    Same(Written),
    /// It was ours, and is there no more.
    Removed,
    /// It has been changed there by somebody else, and stays as it is.
    Theirs,
}

/// Why nothing became of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PutFault {
    /// The server cannot be asked, or answers what it should not.
    Fetch(FetchFault),
    /// It lets us read there and not write (403, 405).
    ReadOnly,
    /// It does not take this entry, in its code.
    Refused(u16),
}

impl From<Failure> for PutFault {
    fn from(failure: Failure) -> PutFault {
        PutFault::Fetch(failure.fault)
    }
}

impl From<FetchFault> for PutFault {
    fn from(fault: FetchFault) -> PutFault {
        PutFault::Fetch(fault)
    }
}

/// A calendar on a server, as an address with the right to write there.
pub struct Shelf<'s> {
    pub source: &'s FeedSource,
    /// Where its file of certificates lies.
    pub folder: &'s Path,
    pub limits: Limits,
}

impl Shelf<'_> {
    /// Sees to it that `entry` is there and says what it should. `known` is what was written last, where that is known.
    ///
    /// # Errors
    /// When the server cannot be asked, or does not take it. What was there is there still, or the new entry is; which of the two is
    /// found out by the next call.
    pub fn put(&self, entry: &Entry, known: Option<&Written>) -> Result<Done, PutFault> {
        let href = href(&entry.uid);
        let source = self.source_of(&href)?;
        let client = Client::new(&source, self.folder, &self.limits)?;
        let found = look(&client)?;
        let (condition, was_there) = match step(found.as_ref(), known, Some(entry.said)) {
            Step::Nothing => {
                let etag = found.map_or_else(String::new, |found| found.etag);
                let said = entry.said;
                return Ok(Done::Same(Written { href, etag, said }));
            }
            Step::Theirs => return Ok(Done::Theirs),
            Step::Create => (("if-none-match", "*".to_owned()), false),
            Step::Replace(etag) | Step::Remove(etag) => (("if-match", etag), true),
        };
        let kind = "text/calendar; charset=utf-8; component=VEVENT".to_owned();
        let response = client.send(&Request {
            method: "PUT",
            headers: vec![("content-type", kind), condition],
            body: Some(&entry.text),
        })?;
        match response.status {
            200 | 201 | 204 => {}
            // Somebody was quicker than we, between looking and writing.
            412 => return Ok(Done::Theirs),
            status => return Err(fault(status)),
        }
        // A server that says no version has not stored it octet by octet (RFC 4791 section 5.3.4), and is asked for what it has.
        let etag = match strong_etag(&response) {
            Some(etag) => etag,
            None => look(&client)?.map_or_else(String::new, |found| found.etag),
        };
        let said = entry.said;
        let written = Written { href, etag, said };
        Ok(match was_there {
            true => Done::Changed(written),
            false => Done::Added(written),
        })
    }

    /// Takes out what we wrote as `known`.
    ///
    /// # Errors
    /// As of [`put`](Self::put).
    pub fn remove(&self, known: &Written) -> Result<Done, PutFault> {
        let source = self.source_of(&known.href)?;
        let client = Client::new(&source, self.folder, &self.limits)?;
        let found = look(&client)?;
        let etag = match step(found.as_ref(), Some(known), None) {
            Step::Theirs => return Ok(Done::Theirs),
            Step::Remove(etag) => etag,
            // Somebody has done it already.
            Step::Nothing | Step::Create | Step::Replace(_) => return Ok(Done::Removed),
        };
        let response = client.send(&Request {
            method: "DELETE",
            headers: vec![("if-match", etag)],
            body: None,
        })?;
        match response.status {
            200 | 202 | 204 | 404 | 410 => Ok(Done::Removed),
            412 => Ok(Done::Theirs),
            status => Err(fault(status)),
        }
    }

    /// What leads to one entry of the calendar.
    fn source_of(&self, href: &str) -> Result<FeedSource, PutFault> {
        let calendar = self.source.address.as_ref().ok_or(FetchFault::NotSet)?;
        let address = below(calendar, href).ok_or(FetchFault::NotSet)?;
        Ok(FeedSource {
            address: Some(address),
            ..self.source.clone()
        })
    }
}

/// The address of `name` in a calendar, whether or not that is written with a slash at its end.
fn below(calendar: &FeedAddress, name: &str) -> Option<FeedAddress> {
    let path = calendar.expose_target().split('?').next()?;
    let path = path.strip_suffix('/').unwrap_or(path);
    calendar.join(&format!("{path}/{name}"))
}

/// The name under which an entry lies: its UID, with nothing in it that an address could take for its own.
fn href(uid: &str) -> String {
    let mut name = String::with_capacity(uid.len() + 4);
    for byte in uid.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'@' => {
                name.push(char::from(byte));
            }
            // Not at the beginning, where dots are ways.
            b'.' if !name.is_empty() => name.push('.'),
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    name + ".ics"
}

/// An entry as it lies on the server.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Found {
    etag: String,
    said: u64,
}

fn look(client: &Client) -> Result<Option<Found>, PutFault> {
    let response = client.send(&Request {
        method: "GET",
        headers: vec![("accept", "text/calendar".to_owned())],
        body: None,
    })?;
    match response.status {
        200 | 203 => {}
        404 | 410 => return Ok(None),
        status => return Err(fault_of(status).into()),
    }
    // Without a version nothing could be replaced safely.
    let etag = response.header("etag").map(str::to_owned);
    let etag = etag.ok_or(FetchFault::BadAnswer)?;
    let said = entry::said(&response.bytes()?);
    Ok(Some(Found { etag, said }))
}

/// What is to be done.
#[derive(PartialEq, Eq, Debug)]
enum Step {
    Nothing,
    Create,
    /// Where that version is still there.
    Replace(String),
    Remove(String),
    Theirs,
}

/// `wanted` is what the entry should say; `None` = it should not be there.
fn step(found: Option<&Found>, known: Option<&Written>, wanted: Option<u64>) -> Step {
    let Some(found) = found else {
        return match wanted {
            Some(_) => Step::Create,
            None => Step::Nothing,
        };
    };
    let is_as_written = known.is_some_and(|known| known.etag == found.etag);
    // What is there says what we said last, or lies as the server wrote it down then.
    let is_ours = is_as_written || known.is_some_and(|known| known.said == found.said);
    let says_it = |wanted: u64| {
        found.said == wanted || is_as_written && known.is_some_and(|known| known.said == wanted)
    };
    match wanted {
        Some(wanted) if says_it(wanted) => Step::Nothing,
        Some(_) if is_ours => Step::Replace(found.etag.clone()),
        None if is_ours => Step::Remove(found.etag.clone()),
        _ => Step::Theirs,
    }
}

fn strong_etag(response: &Response) -> Option<String> {
    let etag = response.header("etag")?;
    (!etag.starts_with("W/") && !etag.is_empty()).then(|| etag.to_owned())
}

fn fault(status: u16) -> PutFault {
    match status {
        403 | 405 => PutFault::ReadOnly,
        401 | 404 | 410 | 429 | 500..=506 | 508..=599 => PutFault::Fetch(fault_of(status)),
        status => PutFault::Refused(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over_what_somebody_else_has_changed() {
        let found = |etag: &str, said| {
            let etag = etag.to_owned();
            Found { etag, said }
        };
        let known = |etag: &str, said| Written {
            href: "u.ics".to_owned(),
            etag: etag.to_owned(),
            said,
        };
        let replace = |etag: &str| Step::Replace(etag.to_owned());
        let cases = [
            (None, None, Some(7), Step::Create),
            (None, Some(known("a", 6)), Some(7), Step::Create),
            (None, Some(known("a", 6)), None, Step::Nothing),
            // As we left it, in our words or in the server's.
            (
                Some(found("a", 6)),
                Some(known("a", 6)),
                Some(7),
                replace("a"),
            ),
            (
                Some(found("a", 99)),
                Some(known("a", 6)),
                Some(7),
                replace("a"),
            ),
            (
                Some(found("b", 6)),
                Some(known("a", 6)),
                Some(7),
                replace("b"),
            ),
            (
                Some(found("a", 99)),
                Some(known("a", 7)),
                Some(7),
                Step::Nothing,
            ),
            // Written by a run that did not live to note it.
            (
                Some(found("b", 7)),
                Some(known("a", 6)),
                Some(7),
                Step::Nothing,
            ),
            (Some(found("b", 7)), None, Some(7), Step::Nothing),
            // Another's.
            (
                Some(found("b", 8)),
                Some(known("a", 6)),
                Some(7),
                Step::Theirs,
            ),
            (
                Some(found("b", 8)),
                Some(known("a", 7)),
                Some(7),
                Step::Theirs,
            ),
            (Some(found("b", 8)), None, Some(7), Step::Theirs),
            (Some(found("b", 8)), Some(known("a", 7)), None, Step::Theirs),
            (
                Some(found("b", 7)),
                Some(known("a", 7)),
                None,
                Step::Remove("b".to_owned()),
            ),
        ];
        for (found, known, wanted, expected) in cases {
            let got = step(found.as_ref(), known.as_ref(), wanted);
            assert_eq!(got, expected, "{found:?} {known:?} {wanted:?}");
        }
    }

    #[test]
    fn an_entry_lies_in_its_calendar_whatever_its_uid() {
        let address = |text: &str| FeedAddress::parse(text).expect("an address").0;
        for (calendar, uid, expected) in [
            ("https://h/a/", "1-2@x.org", "https://h:443/a/1-2@x.org.ics"),
            ("https://h/a", "u", "https://h:443/a/u.ics"),
            ("https://h/", "u", "https://h:443/u.ics"),
            ("https://h/a/?k=v", "u", "https://h:443/a/u.ics"),
            ("https://h/a/", "../b", "https://h:443/a/%2E.%2Fb.ics"),
            (
                "https://h/a/",
                "//evil/x?y#z",
                "https://h:443/a/%2F%2Fevil%2Fx%3Fy%23z.ics",
            ),
            ("https://h/a/", "http:x", "https://h:443/a/http%3Ax.ics"),
        ] {
            let found = below(&address(calendar), &href(uid)).expect("an address");
            assert_eq!(found.expose(), expected, "{uid}");
        }
    }
}
