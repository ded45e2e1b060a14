//! The organiser's own entries in a calendar on a server: written, found again, never written over another's work.

#![cfg(feature = "fetch")]

mod server;

use quorate::edge::Limits;
use quorate::edge::put::{Done, Entry, PutFault, Shelf, Written, entries};
use quorate::model::{FeedAddress, FeedSource, FetchFault, Secret, SourceKind};
use server::calendar::{Calendar, Manners};
use server::{Server, response};
use std::path::Path;

fn source(url: &str) -> FeedSource {
    FeedSource {
        address: Some(FeedAddress::parse(url).expect("an address").0),
        kind: SourceKind::CalDav,
        user: Some(Secret::new("sam")),
        password: Some(Secret::new("correct horse")),
        ca: None,
        allow_private: true,
        known_until: None,
    }
}

fn shelf(source: &FeedSource) -> Shelf<'_> {
    Shelf {
        source,
        folder: Path::new("."),
        limits: Limits::default(),
    }
}

fn entry(summary: &str) -> Entry {
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//quorate//EN\r\nBEGIN:VEVENT\r\nUID:u-1@council.example.org\r\n\
         DTSTAMP:20261123T090000Z\r\nDTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n\
         END:VCALENDAR\r\n"
    );
    let mut found = entries(text.as_bytes());
    assert_eq!((found.len(), found[0].text.as_str()), (1, text.as_str()));
    found.remove(0)
}

const PATH: &str = "/sam/work/u-1@council.example.org.ics";

/// What was written, of whatever was done.
fn written(done: Done) -> Written {
    match done {
        Done::Added(written) | Done::Changed(written) | Done::Same(written) => written,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_entry_is_added_changed_left_alone_and_taken_out() {
    for manners in [
        Manners::default(),
        Manners {
            rewrites: true,
            ..Manners::default()
        },
        Manners {
            ignores_none_match: true,
            ..Manners::default()
        },
        Manners {
            renames: true,
            ..Manners::default()
        },
    ] {
        let calendar = Calendar::start(manners);
        let source = source(&calendar.server.url("/sam/work/"));
        let shelf = shelf(&source);
        let first = shelf.put(&entry("One"), None).expect("added");
        assert!(matches!(first, Done::Added(_)), "{first:?}");
        let first = written(first);
        assert!(calendar.entries()[PATH].1.contains("SUMMARY:One"));

        let again = shelf.put(&entry("One"), Some(&first)).expect("the same");
        assert!(matches!(again, Done::Same(_)), "{again:?}");
        let second = shelf.put(&entry("Two"), Some(&first)).expect("changed");
        assert!(matches!(second, Done::Changed(_)), "{second:?}");
        let second = written(second);
        assert!(calendar.entries()[PATH].1.contains("SUMMARY:Two"));

        // A run that wrote and did not live to note it: what it knows is older than what is there.
        if !manners.rewrites {
            let done = shelf.put(&entry("Two"), Some(&first)).expect("the same");
            assert!(matches!(done, Done::Same(_)), "{done:?}");
        }
        assert_eq!(shelf.remove(&second).expect("removed"), Done::Removed);
        assert!(calendar.entries().is_empty());
        assert_eq!(shelf.remove(&second).expect("nothing there"), Done::Removed);

        let asked = calendar.server.asked();
        assert!(!asked.iter().any(|request| request.contains("METHOD")));
        let writes = asked.iter().filter(|request| !request.starts_with("GET"));
        for request in writes {
            let request = request.to_ascii_lowercase();
            let is_safe =
                request.contains("\r\nif-match: \"") || request.contains("\r\nif-none-match: *");
            assert!(is_safe, "{request}");
            assert!(request.contains("\r\nauthorization: basic "), "{request}");
        }
    }
}

#[test]
fn what_somebody_else_did_there_stays() {
    let calendar = Calendar::start(Manners::default());
    let source = source(&calendar.server.url("/sam/work"));
    let shelf = shelf(&source);
    let known = written(shelf.put(&entry("One"), None).expect("added"));
    calendar.edit(PATH, |text| text.replace("One", "Mine"));
    let theirs = calendar.entries();
    for done in [
        shelf.put(&entry("Two"), Some(&known)),
        shelf.put(&entry("One"), Some(&known)),
        shelf.put(&entry("Two"), None),
        shelf.remove(&known),
    ] {
        assert_eq!(done, Ok(Done::Theirs));
    }
    assert_eq!(calendar.entries(), theirs);

    // Written anew in other words by the server itself: that is nobody's change.
    calendar.edit(PATH, |text| {
        text.replace("Mine", "One")
            .replace("DTSTAMP", "X-A:b\r\nDTSTAMP")
    });
    let done = shelf.put(&entry("Two"), Some(&known)).expect("ours");
    assert!(matches!(done, Done::Changed(_)), "{done:?}");
    let known = written(done);
    // Whoever took it out gets it back with the next thing that is written: nothing of theirs is lost by that.
    calendar.take_out(PATH);
    let done = shelf.put(&entry("Two"), Some(&known)).expect("back");
    assert!(matches!(done, Done::Added(_)), "{done:?}");
}

/// Between looking and writing somebody else writes.
#[test]
fn whoever_is_quicker_wins() {
    let server = Server::start(|request| match request.split(' ').next() {
        Some("GET") => response("200 OK", &["ETag: \"1\""], &entry("One").text),
        _ => response("412 Precondition Failed", &[], ""),
    });
    let source = source(&server.url("/sam/work/"));
    let known = Written {
        href: "u-1@council.example.org.ics".to_owned(),
        etag: "\"1\"".to_owned(),
        said: entry("One").said,
    };
    assert_eq!(
        shelf(&source).put(&entry("Two"), Some(&known)),
        Ok(Done::Theirs)
    );
    assert_eq!(shelf(&source).remove(&known), Ok(Done::Theirs));
}

#[test]
fn a_server_that_does_not_want_it_is_told_apart() {
    let put = |server: &Server| shelf(&source(&server.url("/sam/work/"))).put(&entry("One"), None);
    let says = |get: &'static str, put: &'static str| {
        Server::start(move |request| match request.split(' ').next() {
            Some("GET") => response(get, &[], ""),
            _ => response(put, &["Location: /elsewhere"], ""),
        })
    };
    for (get, answer, expected) in [
        ("404 Not Found", "403 Forbidden", PutFault::ReadOnly),
        ("404 Not Found", "405 Not Allowed", PutFault::ReadOnly),
        ("404 Not Found", "409 Conflict", PutFault::Refused(409)),
        ("404 Not Found", "507 Full", PutFault::Refused(507)),
        (
            "404 Not Found",
            "401 Who?",
            PutFault::Fetch(FetchFault::WrongPassword),
        ),
        (
            "404 Not Found",
            "503 Later",
            PutFault::Fetch(FetchFault::ServerError),
        ),
        (
            "404 Not Found",
            "307 There",
            PutFault::Fetch(FetchFault::RedirectLoop),
        ),
        (
            "401 Who?",
            "201 Created",
            PutFault::Fetch(FetchFault::WrongPassword),
        ),
        (
            "500 Broken",
            "201 Created",
            PutFault::Fetch(FetchFault::ServerError),
        ),
        // No version: nothing could be written safely.
        (
            "200 OK",
            "201 Created",
            PutFault::Fetch(FetchFault::BadAnswer),
        ),
    ] {
        assert_eq!(put(&says(get, answer)), Err(expected), "{get}, {answer}");
    }
    // What we write is for no other server, wherever this one sends us.
    let other = Calendar::start(Manners::default());
    let url = other.server.url("/other/");
    let server = Server::start(move |request| match request.split(' ').next() {
        Some("GET") => response("404 Not Found", &[], ""),
        _ => response("307 There", &[&format!("Location: {url}")], ""),
    });
    let refused = Err(PutFault::Fetch(FetchFault::InsecureRedirect));
    assert_eq!(put(&server), refused);
    assert!(other.server.asked().is_empty());
    // Into a private network only where that was meant.
    let mut source = source(&other.server.url("/sam/work/"));
    source.allow_private = false;
    let done = shelf(&source).put(&entry("One"), None);
    assert_eq!(done, Err(PutFault::Fetch(FetchFault::PrivateAddress)));
}
