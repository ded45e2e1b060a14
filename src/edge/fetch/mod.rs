//! Asking servers for feeds: the only place that touches the network.
//!
//! `http` makes one exchange with all its bounds, `guard` sees to it that no address leads into a private network, `tls` tells
//! the failures of certificates apart, `caldav` asks calendar servers for busy time, `multistatus` reads their XML once `xml_bounds` has seen that it is cheap, `queue`
//! asks several servers at once. `put` writes the organiser's own entries into a calendar of theirs. When to ask, what to keep and what a failure means for a person are left to `edge::feeds`.
//!
//! Nothing in here writes to a stream or a log, and no error carries a text of the server or of the address.

mod caldav;
mod guard;
mod http;
mod multistatus;
pub mod put;
mod queue;
mod tls;
mod xml_bounds;

pub(super) use queue::in_parallel;

use super::exchange::{Failure, Fetched, Limits, Question, Reply};
use crate::model::{FetchFault, SourceKind};
use crate::time::Instant;
use http::{Client, Request};

/// Asks the server of one feed.
///
/// # Errors
/// When there is no calendar to be had, with the reason.
pub(super) fn ask(question: &Question, limits: &Limits) -> Result<Reply, Failure> {
    let client = Client::new(question.source, question.folder, limits)?;
    match question.source.kind {
        SourceKind::Ics => download(&client, question),
        SourceKind::CalDav => caldav::ask(&client, question),
    }
}

fn download(client: &Client, question: &Question) -> Result<Reply, Failure> {
    let mut headers = vec![(
        "accept",
        // Some servers refuse what does not accept their own idea of a calendar's type.
        "text/calendar, text/plain;q=0.5, */*;q=0.1".to_owned(),
    )];
    if let Some(etag) = question.kept.etag {
        headers.push(("if-none-match", etag.to_owned()));
    }
    if let Some(at) = question.kept.last_modified {
        headers.push(("if-modified-since", http_date(at)));
    }
    let is_conditional = headers.len() > 1;
    let response = client.send(&Request {
        method: "GET",
        headers,
        body: None,
    })?;
    match response.status {
        200 | 203 => {}
        304 if is_conditional => return Ok(Reply::Same),
        _ => return Err(response.failure(question.now)),
    }
    let last_modified = response.header("last-modified").and_then(read_http_date);
    let etag = response
        .header("etag")
        .filter(|etag| can_be_kept(etag, question))
        .map(str::to_owned);
    Ok(Reply::Calendar(Box::new(Fetched {
        etag,
        last_modified,
        bytes: response.bytes()?,
        about: None,
        is_incomplete: false,
    })))
}

/// Whether a server's name for a version is short, plain, and repeats no part of the secret address.
fn can_be_kept(etag: &str, question: &Question) -> bool {
    const LONGEST: usize = 128;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"\"/-_:.=+".contains(&b);
    let target = question
        .source
        .address
        .as_ref()
        .map_or("", |address| address.expose_target());
    let mut parts = target.split(['/', '?', '&', '=']);
    etag.len() <= LONGEST
        && etag.bytes().all(plain)
        && !parts.any(|part| part.len() >= 6 && etag.contains(part))
}

/// `Mon, 23 Nov 2026 09:10:00 GMT` (RFC 9110 section 5.6.7).
fn http_date(at: Instant) -> String {
    at.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn read_http_date(text: &str) -> Option<Instant> {
    let at = chrono::DateTime::parse_from_rfc2822(text.trim()).ok()?;
    Some(Instant(at.timestamp()))
}

/// For how many seconds a server asks to be left alone: a number, or a date (RFC 9110 section 10.2.3).
fn retry_after(text: &str, now: Instant) -> Option<i64> {
    let text = text.trim();
    let seconds = text.parse::<u32>().ok().map(i64::from);
    seconds.or_else(|| Some(read_http_date(text)?.0.saturating_sub(now.0).max(0)))
}

/// What a status that is no success means.
fn fault_of(status: u16) -> FetchFault {
    match status {
        401 | 403 => FetchFault::WrongPassword,
        404 | 410 => FetchFault::NotFound,
        429 | 500..=599 => FetchFault::ServerError,
        _ => FetchFault::BadAnswer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_servers_are_read_and_written() {
        // The example of RFC 9110 section 5.6.7.
        let text = "Sun, 06 Nov 1994 08:49:37 GMT";
        let at = read_http_date(text).expect("a date");
        assert_eq!(at.to_string(), "1994-11-06T08:49:37Z");
        assert_eq!(http_date(at), text);
        assert_eq!(retry_after("120", at), Some(120));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:37 GMT", at), Some(60));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:40:37 GMT", at), Some(0));
        assert_eq!(retry_after("soon", at), None);
    }
}
