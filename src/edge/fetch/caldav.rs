//! Busy time of a calendar on a CalDAV server (RFC 4791).
//!
//! First the server is asked for free/busy time alone (`free-busy-query`, section 7.10), since then nothing but times leaves it. One
//! that cannot do so is asked for the events that touch the time (`calendar-query`, section 7.8), and what comes is taken as more
//! than was asked for: some servers send too much, and `expand` is a hint that some of them ignore, so series are expanded here.
//! With free/busy time our own meetings are recognised by their times alone, not by their identifiers; that is the price.
//!
//! Asking an outbox (RFC 6638) about other people is left out: it needs the right to schedule in somebody's name.

use super::super::exchange::{About, Failure, Fetched, Question, Reply};
use super::http::{Client, Request, Response};
use super::multistatus::{self, Multistatus};
use crate::model::FetchFault;
use crate::time::{Instant, Interval};

/// An empty calendar, for the answer that there are no events.
const EMPTY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//quorate//EN\r\nEND:VCALENDAR\r\n";

pub(super) fn ask(client: &Client, question: &Question) -> Result<Reply, Failure> {
    let response = report(client, free_busy_query(question.window))?;
    match response.status {
        200 => {}
        // Only these say that the request reached nobody who might answer another one.
        401 | 429 | 502..=504 => return Err(response.failure(question.now)),
        _ => return query_events(client, question),
    }
    let bytes = response.bytes()?;
    if !contains(&bytes, "BEGIN:VFREEBUSY") {
        return query_events(client, question);
    }
    if !contains(&bytes, "\nFREEBUSY") {
        // Nothing is taken; or this is the whole account, of which a server may say so too.
        must_be_calendar(client, question.now)?;
    }
    // A server that answers for less than it was asked for says so; one that says nothing of it answers for all.
    let about = About {
        asked: question.window,
        says_end: contains(&bytes, "\nDTEND"),
    };
    Ok(calendar(bytes, Some(about), false))
}

fn query_events(client: &Client, question: &Question) -> Result<Reply, Failure> {
    let response = report(client, calendar_query(question.window))?;
    if response.status != 207 {
        if response.status == 403 {
            // The right password and a place where there is no such report to be had look like a wrong password.
            must_be_calendar(client, question.now)?;
        }
        return Err(match response.status {
            400 | 405 | 409 | 415 | 422 | 501 => FetchFault::NotACalendar.into(),
            _ => response.failure(question.now),
        });
    }
    let found = multistatus::read(&response.bytes()?).ok_or(FetchFault::BadAnswer)?;
    let Multistatus {
        calendars,
        responses,
        is_incomplete,
        ..
    } = found;
    // An answer for a resource that holds no calendar says nothing of it.
    let is_incomplete = is_incomplete || calendars.len() < responses;
    if calendars.is_empty() && !is_incomplete {
        must_be_calendar(client, question.now)?;
    }
    let mut bytes = EMPTY.as_bytes().to_vec();
    for calendar in &calendars {
        bytes.extend_from_slice(calendar.trim().as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    Ok(calendar(bytes, None, is_incomplete))
}

fn calendar(bytes: Vec<u8>, about: Option<About>, is_incomplete: bool) -> Reply {
    Reply::Calendar(Box::new(Fetched {
        bytes,
        etag: None,
        last_modified: None,
        about,
        is_incomplete,
    }))
}

/// An empty answer counts only where the address is a calendar's; that of an account would make its owner seem free. Who may see
/// busy time and nothing else may not ask this, and is believed; a server that breaks down over it is not.
fn must_be_calendar(client: &Client, now: Instant) -> Result<(), Failure> {
    let body = r#"<?xml version="1.0" encoding="utf-8"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>"#;
    let response = send(client, "PROPFIND", "0", body)?;
    match response.status {
        207 => match multistatus::read(&response.bytes()?) {
            Some(found) if found.is_calendar => Ok(()),
            Some(_) => Err(FetchFault::NotACalendar.into()),
            None => Err(FetchFault::BadAnswer.into()),
        },
        404 | 410 | 429 | 500 | 502..=599 => Err(response.failure(now)),
        400..=499 | 501 => Ok(()),
        _ => Err(FetchFault::BadAnswer.into()),
    }
}

fn report(client: &Client, body: String) -> Result<Response, Failure> {
    send(client, "REPORT", "1", &body)
}

fn send(
    client: &Client,
    method: &'static str,
    depth: &str,
    body: &str,
) -> Result<Response, Failure> {
    client.send(&Request {
        method,
        headers: vec![
            ("content-type", "application/xml; charset=utf-8".to_owned()),
            ("depth", depth.to_owned()),
        ],
        body: Some(body),
    })
}

fn free_busy_query(window: Interval) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">{}</C:free-busy-query>"#,
        time_range(window)
    )
}

fn calendar_query(window: Interval) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="utf-8"?>"#,
            r#"<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">"#,
            r#"<D:prop><C:calendar-data/></D:prop>"#,
            r#"<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{}"#,
            r#"</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"#
        ),
        time_range(window)
    )
}

fn time_range(window: Interval) -> String {
    let stamp = |at: Instant| at.utc().format("%Y%m%dT%H%M%SZ");
    format!(
        r#"<C:time-range start="{}" end="{}"/>"#,
        stamp(window.start()),
        stamp(window.end())
    )
}

/// Whether a text of calendar lines holds `needle`, in whatever case.
fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes
        .windows(needle.len())
        .any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}
