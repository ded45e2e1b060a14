//! Calendar servers (RFC 4791), with the manners that were seen of real ones.

#![cfg(feature = "fetch")]

mod common;
mod server;

use common::*;
use serde_json::{Value, json};
use server::{Answer, Server, response};

const EVENT: &str = "BEGIN:VEVENT\nUID:1@example.org\nDTSTAMP:20261120T090000Z\nDTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nEND:VEVENT\n";

fn case(server: &Server) -> Case {
    let case = Case::new();
    case.write("people.csv", "id,name,agency,roles,feeds\n");
    let url = server.url("/ana/work/");
    case.write(
        "feeds.secret.toml",
        format!("[feeds.ana]\nurl = \"{url}\"\nallow_private = true\n"),
    );
    case
}

fn wrapped(inner: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{inner}END:VCALENDAR\n")
}

fn multistatus(responses: &str) -> Answer {
    let text = format!(
        "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">{responses}</D:multistatus>"
    );
    response(
        "207 Multi-Status",
        &["Content-Type: application/xml"],
        &text,
    )
}

fn object(href: &str, calendar: &str) -> String {
    format!(
        "<D:response><D:href>{href}</D:href><D:propstat><D:prop><C:calendar-data>{calendar}</C:calendar-data></D:prop>\
         <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )
}

/// What a PROPFIND says of a collection.
fn collection(types: &str) -> Answer {
    multistatus(&format!(
        "<D:response><D:href>/ana/work/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>{types}</D:resourcetype></D:prop>\
         <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    ))
}

fn is_free_busy_query(request: &str) -> bool {
    request.starts_with("REPORT /ana/work/ ") && request.contains("<C:free-busy-query ")
}

fn fetched(server: &Server) -> Value {
    let ran = case(server).run(&["fetch", "case", "--json", "--timeout", "5"]);
    ran.json()["feeds"][0].clone()
}

fn freebusy(server: &Server) -> Value {
    let case = case(server);
    let words = ["freebusy", "ana", "--folder", "case", "--json"];
    let words = [&words[..], &["--from", "2026-11-30", "--to", "2026-12-03"]].concat();
    case.run(&words).exits(0).json()
}

#[test]
fn free_busy_time_is_asked_for_first_and_read_whatever_its_manners() {
    // Radicale's and Cyrus's: no UID, free periods listed, several lines and several periods, lengths, unsorted.
    let server = Server::start(|request| {
        assert!(is_free_busy_query(request), "{request}");
        assert!(request.contains("\r\ndepth: 1\r\n"), "{request}");
        // From sixty days back to eight hundred ahead of Monday, nine o'clock.
        assert!(
            request.contains(r#"<C:time-range start="20260924T090000Z" end="20290131T090000Z"/>"#),
            "{request}"
        );
        let body = wrapped(
            "BEGIN:VFREEBUSY\nDTSTAMP:20261123T090000Z\n\
             FREEBUSY;FBTYPE=FREE:20261202T090000Z/20261202T100000Z\n\
             FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261201T150000Z/PT30M\n\
             FREEBUSY;FBTYPE=BUSY-UNAVAILABLE;VALUE=PERIOD:20261201T110000Z/PT1H,20261201T090000Z/20261201T100000Z\n\
             FREEBUSY:\nEND:VFREEBUSY\n",
        );
        response("200 OK", &["Content-Type: application/octet-stream"], &body)
    });
    let found = freebusy(&server);
    assert_eq!(
        found["busy"],
        json!([
            ["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"],
            ["2026-12-01T11:00:00Z", "2026-12-01T12:00:00Z"]
        ])
    );
    assert_eq!(
        found["tentative"],
        json!([["2026-12-01T15:00:00Z", "2026-12-01T15:30:00Z"]])
    );
    assert_eq!(
        found["known"],
        json!(["2026-11-30T00:00:00Z", "2026-12-04T00:00:00Z"])
    );
    // The server answers for years, which says nothing of how far the diary is filled.
    assert_eq!(fetched(&server)["horizon"], "2026-12-21T09:00:00Z");
}

#[test]
fn servers_that_cannot_are_asked_for_events() {
    for status in [
        "501 Not Implemented",
        "403 Forbidden",
        "404 Not Found",
        "405 Method Not Allowed",
        "415 Unsupported Media Type",
        "400 Bad Request",
        "500 Internal Server Error",
    ] {
        let server = Server::start(move |request| {
            if is_free_busy_query(request) {
                return response(status, &[], "");
            }
            assert!(request.contains("<C:calendar-query "), "{request}");
            assert!(!request.contains("expand"), "{request}");
            // A series as its master: it is ours to expand. An event outside the time: more than was asked for.
            let series = EVENT
                .replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT")
                .replace("UID:1", "UID:2")
                .replace(
                    "T090000Z\nDTEND:20261201T100000Z",
                    "T130000Z\nDTEND:20261201T140000Z",
                );
            let outside = EVENT.replace("UID:1", "UID:3").replace("202612", "202012");
            multistatus(
                &[
                    object("/ana/work/1.ics", &wrapped(EVENT)),
                    object("http://127.0.0.1/ana/work/2.ics", &wrapped(&series)),
                    object(
                        "/ana/work/3.ics",
                        &format!("<![CDATA[{}]]>", wrapped(&outside)),
                    ),
                ]
                .concat(),
            )
        });
        let found = freebusy(&server);
        assert_eq!(
            found["busy"],
            json!([
                ["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"],
                ["2026-12-01T13:00:00Z", "2026-12-01T14:00:00Z"],
                ["2026-12-02T13:00:00Z", "2026-12-02T14:00:00Z"],
                ["2026-12-03T13:00:00Z", "2026-12-03T14:00:00Z"],
            ]),
            "{status}"
        );
        assert_eq!(found["doubts"], json!([]), "{status}");
    }
}

#[test]
fn what_a_server_leaves_out_is_in_doubt_and_never_free() {
    for part in [
        "<D:response><D:href>/ana/work/2.ics</D:href><D:status>HTTP/1.1 403 Forbidden</D:status></D:response>",
        "<D:response><D:href>/ana/work/</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>",
        "<D:response><D:href>/ana/work/2.ics</D:href><D:propstat><D:prop><C:calendar-data/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>",
        "<D:response><D:href>/ana/work/2.ics</D:href><D:propstat><D:prop/><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>",
    ] {
        let server = Server::start(move |request| match is_free_busy_query(request) {
            true => response("501 Not Implemented", &[], ""),
            false => multistatus(&(object("/ana/work/1.ics", &wrapped(EVENT)) + part)),
        });
        let found = freebusy(&server);
        assert_eq!(
            found["busy"],
            json!([["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"]])
        );
        assert_eq!(found["doubts"][0]["reason"], "cut-off", "{part}");
        assert_eq!(found["doubts"][0]["from"], "2026-11-30T00:00:00Z");
        assert_eq!(found["doubts"][0]["to"], "2026-12-04T00:00:00Z");
        assert_eq!(found["warnings"][0]["code"], "cut-off");
    }
}

/// An account answers for all its calendars or for none; nobody is free because of that.
#[test]
fn an_empty_answer_counts_only_from_a_calendar() {
    let nothing = || wrapped("BEGIN:VFREEBUSY\nDTSTAMP:20261123T090000Z\nEND:VFREEBUSY\n");
    let outcome = |free_busy: bool, types: Option<&'static str>| {
        let server = Server::start(move |request| {
            if request.starts_with("PROPFIND /ana/work/ ") {
                assert!(request.contains("\r\ndepth: 0\r\n"), "{request}");
                return types.map_or_else(|| response("403 Forbidden", &[], ""), collection);
            }
            match (is_free_busy_query(request), free_busy) {
                (true, true) => response("200 OK", &[], &nothing()),
                (true, false) => response("501 Not Implemented", &[], ""),
                (false, _) => multistatus(""),
            }
        });
        let receipt = fetched(&server);
        match receipt["why"].as_str() {
            Some(why) => why.to_owned(),
            None => text(&receipt["outcome"]).to_owned(),
        }
    };
    for free_busy in [true, false] {
        assert_eq!(outcome(free_busy, Some("<C:calendar/>")), "fetched");
        assert_eq!(outcome(free_busy, Some("")), "not-a-caldav-calendar");
        assert_eq!(outcome(free_busy, None), "fetched");
    }
}

#[test]
fn failures_are_those_of_the_last_question() {
    let failing = |first: &'static str, second: &'static str, body: &'static str| {
        let server = Server::start(move |request| match is_free_busy_query(request) {
            true => response(first, &[], ""),
            false => response(second, &[], body),
        });
        text(&fetched(&server)["why"]).to_owned()
    };
    assert_eq!(
        failing("401 Unauthorized", "207 Multi-Status", ""),
        "wrong-password"
    );
    assert_eq!(
        failing("403 Forbidden", "403 Forbidden", ""),
        "wrong-password"
    );
    assert_eq!(failing("404 Not Found", "404 Not Found", ""), "not-found");
    assert_eq!(
        failing("503 Service Unavailable", "207 Multi-Status", ""),
        "server-error"
    );
    assert_eq!(
        failing("501 Not Implemented", "501 Not Implemented", ""),
        "not-a-caldav-calendar"
    );
    assert_eq!(
        failing("501 Not Implemented", "207 Multi-Status", "<html>"),
        "bad-answer"
    );
    assert_eq!(
        failing("501 Not Implemented", "200 OK", "<html>"),
        "bad-answer"
    );
}

/// Xandikos refuses reports on an account as it refuses strangers; the password was right all the same.
#[test]
fn an_account_is_not_taken_for_a_wrong_password() {
    let outcome = |types: &'static str| {
        let server = Server::start(move |request| match request.starts_with("PROPFIND ") {
            true => collection(types),
            false => response("403 Forbidden", &[], ""),
        });
        text(&fetched(&server)["why"]).to_owned()
    };
    assert_eq!(outcome(""), "not-a-caldav-calendar");
    assert_eq!(outcome("<C:calendar/>"), "wrong-password");
}

/// A page with a friendly status is no answer to the first question, so the second is asked.
#[test]
fn a_page_is_no_free_busy_time() {
    let server = Server::start(|request| match is_free_busy_query(request) {
        true => response("200 OK", &[], "<html>welcome</html>"),
        false => multistatus(&object("/ana/work/1.ics", &wrapped(EVENT))),
    });
    assert_eq!(
        freebusy(&server)["busy"],
        json!([["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"]])
    );
}

/// A resource that is there and whose text is none, or breaks off, has said nothing of its time.
#[test]
fn a_calendar_text_that_is_none_is_in_doubt() {
    for calendar in [
        "",
        "welcome",
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:2@example.org\nDTSTART:20261201T130000Z\n",
        "BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n",
    ] {
        let server = Server::start(move |request| {
            if request.starts_with("PROPFIND ") {
                return collection("<C:calendar/>");
            }
            match is_free_busy_query(request) {
                true => response("501 Not Implemented", &[], ""),
                false => multistatus(
                    &(object("/ana/work/1.ics", calendar)
                        + &object("/ana/work/2.ics", &wrapped(EVENT))),
                ),
            }
        });
        let found = freebusy(&server);
        assert_eq!(
            found["busy"],
            json!([["2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"]]),
            "{calendar}"
        );
        assert_eq!(found["doubts"][0]["reason"], "cut-off", "{calendar}");
    }
}

/// Whoever may not ask what an address is, is believed; a server that breaks down over the question is not.
#[test]
fn an_empty_answer_is_not_believed_of_a_server_that_is_out_of_order() {
    let why = |status: &'static str, body: &'static str| {
        let server = Server::start(move |request| {
            if request.starts_with("PROPFIND ") {
                return response(status, &[], body);
            }
            match is_free_busy_query(request) {
                true => response("501 Not Implemented", &[], ""),
                false => multistatus(""),
            }
        });
        let receipt = fetched(&server);
        receipt["why"].as_str().map(str::to_owned)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(why("503 Service Unavailable", ""), some("server-error"));
    assert_eq!(why("404 Not Found", ""), some("not-found"));
    assert_eq!(why("207 Multi-Status", "<html>"), some("bad-answer"));
    assert_eq!(why("200 OK", "<html>"), some("bad-answer"));
    for status in [
        "401 Unauthorized",
        "403 Forbidden",
        "405 Method Not Allowed",
    ] {
        assert_eq!(why(status, ""), None, "{status}");
    }
}

/// A server that repeats the time it was asked about has not looked into the years to come.
#[test]
fn free_busy_time_is_believed_as_far_as_any_diary() {
    let server = Server::start(|request| {
        let asked = |name: &str| {
            let from = request
                .split_once(&format!(" {name}=\""))
                .expect("a time range")
                .1;
            from.split('"').next().expect("a value").to_owned()
        };
        let body = wrapped(&format!(
            "BEGIN:VFREEBUSY\nDTSTAMP:20261123T090000Z\nDTSTART:{}\nDTEND:{}\n\
             FREEBUSY:20261201T090000Z/20261201T100000Z,20281201T090000Z/20281201T100000Z\nEND:VFREEBUSY\n",
            asked("start"),
            asked("end")
        ));
        response("200 OK", &[], &body)
    });
    assert_eq!(fetched(&server)["horizon"], "2026-12-21T09:00:00Z");
}

/// A server that answers for less than it was asked for is taken at its word.
#[test]
fn free_busy_time_is_known_no_farther_than_the_server_says() {
    let server = Server::start(|request| {
        assert!(is_free_busy_query(request), "{request}");
        let body = wrapped(
            "BEGIN:VFREEBUSY\nDTSTAMP:20261123T090000Z\nDTSTART:20261123T000000Z\nDTEND:20261215T000000Z\n\
             FREEBUSY:20261201T090000Z/20261201T100000Z\nEND:VFREEBUSY\n",
        );
        response("200 OK", &[], &body)
    });
    assert_eq!(fetched(&server)["horizon"], "2026-12-15T00:00:00Z");
}

/// Few bytes that cost a reader of XML hours: names of attributes and of spaces are compared each with each.
#[test]
fn costly_xml_is_refused_at_once() {
    let many: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    let deep: String = (0..20_000)
        .map(|n| format!("<a xmlns:n{n}=\"u\">"))
        .collect();
    for body in [
        format!("<D:multistatus xmlns:D=\"DAV:\"><a{many}/></D:multistatus>"),
        format!(
            "<D:multistatus xmlns:D=\"DAV:\">{deep}{}</D:multistatus>",
            "</a>".repeat(20_000)
        ),
    ] {
        let server = Server::start(move |request| match is_free_busy_query(request) {
            true => response("501 Not Implemented", &[], ""),
            false => response("207 Multi-Status", &[], &body),
        });
        let begun = std::time::Instant::now();
        assert_eq!(fetched(&server)["why"], "bad-answer");
        assert!(begun.elapsed() < std::time::Duration::from_secs(5));
    }
}
