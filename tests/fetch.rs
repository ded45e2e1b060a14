//! Feeds that live on servers, as a coordinator meets them: what is asked, what is kept, what is told when it goes wrong.

#![cfg(feature = "fetch")]

mod common;
mod server;

use common::*;
use serde_json::Value;
use server::{Answer, Server, response};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// In the address of every feed here.
const TOKEN: &str = "TOKEN9f3a77";
const PASSWORD: &str = "PASSWORD51c";

/// Ada Lane, whose diary lives on a server, and one meeting that needs her.
fn case(entry: &str) -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,feeds\na.lane,Ada Lane,csc,social-worker,ana-work\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,from,by,seats\nCP-1,60m,2026-12-01,2026-12-01,social-worker = a.lane\n",
    );
    case.write("feeds.secret.toml", format!("[feeds.ana-work]\n{entry}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = case.folder().join("feeds.secret.toml");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("set");
    }
    case
}

fn at(server: &Server) -> Case {
    case(&entry(server))
}

fn entry(server: &Server) -> String {
    let url = server.url(&format!("/private-{TOKEN}/cal.ics"));
    format!("url = \"{url}\"\nallow_private = true")
}

/// Ada is busy from nine to twelve on the day of the meeting.
fn diary() -> String {
    feed(&[("20261201T090000Z", "20261201T120000Z")])
}

fn fetch(case: &Case, more: &[&str]) -> Ran {
    let mut words = vec!["fetch", "case", "--json"];
    words.extend(more);
    case.run(&words)
}

/// The receipt of the only feed.
fn receipt(ran: &Ran) -> Value {
    ran.json()["feeds"][0].clone()
}

/// Fetching fails for this reason, quickly, and Ada is unknown with the same reason.
#[track_caller]
fn fails(case: &Case, why: &str) {
    let begun = std::time::Instant::now();
    let ran = fetch(case, &["--timeout", "1"]).exits(1);
    assert!(begun.elapsed() < Duration::from_secs(8), "{why}");
    let receipt = receipt(&ran);
    assert_eq!(
        (text(&receipt["outcome"]), text(&receipt["why"])),
        ("failed", why)
    );
    let told = case.run(&["fetch", "case", "--timeout", "1"]).exits(1);
    let words = told.flat();
    assert!(words.contains(&format!("({why}): ")), "{words}");
    assert!(words.contains("The person counts as unknown."), "{words}");
    silent(case, &[&ran, &told]);
}

/// Nothing of the address, the password and the diary's texts is told or kept.
#[track_caller]
fn silent(case: &Case, told: &[&Ran]) {
    let secrets = [TOKEN, PASSWORD, CANARY, "127.0.0.1", "example.org"];
    for ran in told {
        for secret in secrets {
            assert!(!ran.out.contains(secret), "{secret}: {}", ran.out);
            assert!(!ran.err.contains(secret), "{secret}: {}", ran.err);
        }
    }
    for (name, bytes) in case.everything() {
        if name.ends_with("feeds.secret.toml") {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        for secret in secrets {
            assert!(!text.contains(secret), "{secret} in {name}");
            assert!(!name.contains(secret), "{name}");
        }
        assert!(!name.contains("ana-work"), "{name}");
    }
}

#[test]
fn a_feed_is_fetched_kept_reduced_and_used() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    let found = case.find(&["--ref", "CP-1"]);
    assert_eq!(found.code, 0);
    assert!(
        found
            .starts()
            .iter()
            .all(|start| start.as_str() >= "2026-12-01T12:00")
    );
    assert_eq!(found.receipt("ana-work")["status"], "read");
    assert_eq!(found.err, "");

    // Within a quarter of an hour the same answer comes from what is kept, to the letter.
    let again = case.run(&["find", "case", "--ref", "CP-1", "--json"]);
    assert_eq!(again.json(), found.json);
    assert_eq!(server.asked().len(), 1);
    assert!(server.asked()[0].contains(&format!("GET /private-{TOKEN}/cal.ics HTTP/1.1\r\n")));

    let names: Vec<String> = case.everything().into_keys().collect();
    let kept = names
        .iter()
        .filter(|name| name.starts_with("case/.quorate/"));
    assert_eq!(kept.count(), 2, "{names:?}");
    let text = case.run(&["find", "case", "--ref", "CP-1"]);
    silent(&case, &[&again, &text]);

    // The same diary as a file gives the same slots.
    case.edit("people.csv", "ana-work", "feeds/ana.ics");
    case.write("feeds/ana.ics", diary());
    assert_eq!(
        case.find(&["--ref", "CP-1"]).json["slots"],
        found.json["slots"]
    );
}

#[test]
fn the_server_is_asked_whether_what_is_kept_still_holds() {
    let server = Server::start(|request| {
        let same = request.contains("if-none-match: \"v1\"")
            && request.contains("if-modified-since: Fri, 20 Nov 2026 08:00:00 GMT");
        match same {
            true => response("304 Not Modified", &[], ""),
            false => response(
                "200 OK",
                &[
                    "ETag: \"v1\"",
                    "Last-Modified: Fri, 20 Nov 2026 08:00:00 GMT",
                ],
                &diary(),
            ),
        }
    });
    let case = at(&server);
    assert_eq!(receipt(&fetch(&case, &[]).exits(0))["outcome"], "fetched");
    let later = fetch(&case, &["--now", "2026-11-23T12:00:00Z"]).exits(0);
    let receipt = receipt(&later);
    assert_eq!(receipt["outcome"], "unchanged");
    assert_eq!(receipt["read"], "2026-11-23T12:00:00Z");
    assert_eq!(server.asked().len(), 2);
    // And for a time that is not kept the whole is fetched anew.
    let far = ["freebusy", "ana-work", "--folder", "case", "--json"];
    let far = [&far[..], &["--from", "2020-01-01", "--to", "2020-02-01"]].concat();
    case.run(&far).exits(0);
    assert!(!server.asked()[2].contains("if-none-match"));
}

/// A name of a version that repeats the address is not kept.
#[test]
fn a_version_that_tells_the_address_is_not_kept() {
    let server = Server::start(|_| {
        let tag = format!("ETag: \"private-{TOKEN}\"");
        response("200 OK", &[&tag], &diary())
    });
    let case = at(&server);
    let ran = fetch(&case, &[]).exits(0);
    silent(&case, &[&ran]);
    fetch(&case, &[]).exits(0);
    assert!(
        server
            .asked()
            .iter()
            .all(|request| !request.contains("if-none-match"))
    );
}

#[test]
fn a_feed_says_how_often_it_wants_to_be_fetched() {
    let server = Server::start(|_| {
        let head = "PRODID:-//invented//EN\r\n";
        let text = diary().replacen(
            head,
            &format!("{head}REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT1M\r\n"),
            1,
        );
        server::calendar(&text)
    });
    let case = at(&server);
    fetch(&case, &[]).exits(0);
    let early = fetch(&case, &["--now", "2026-11-23T12:59:59Z"]).exits(0);
    assert_eq!(receipt(&early)["outcome"], "not-due");
    assert_eq!(receipt(&early)["due"], "2026-11-23T13:00:00Z");
    let told = case.run(&["fetch", "case", "--now", "2026-11-23T12:59:59Z"]);
    assert!(
        told.flat().contains("kept from Mon 23 November 2026 09:00: the feed asks not to be fetched again before Mon 23 November 2026 13:00."),
        "{}",
        told.out
    );
    assert_eq!(server.asked().len(), 1);
    let due = fetch(&case, &["--now", "2026-11-23T13:00:00Z"]).exits(0);
    assert_eq!(receipt(&due)["outcome"], "fetched");
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn what_is_kept_is_used_with_its_age_where_the_server_fails() {
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => server::calendar(&diary()),
        _ => response("503 Service Unavailable", &["Retry-After: 7200"], "<html>"),
    });
    let case = at(&server);
    let fresh = case.find(&["--ref", "CP-1"]);
    let later = ["--ref", "CP-1", "--now", "2026-11-26T09:00:00Z"];
    let stale = case.find(&later);
    let receipt = stale.receipt("ana-work");
    assert_eq!(
        (text(&receipt["status"]), text(&receipt["stale"]["why"])),
        ("read", "server-error")
    );
    assert_eq!(receipt["read"], "2026-11-23T09:00:00Z");
    assert_eq!(receipt["stale"]["since"], "2026-11-23T09:00:00Z");
    // Its horizon is that of the day on which it was read.
    assert_eq!(receipt["horizon"], fresh.receipt("ana-work")["horizon"]);
    assert_eq!(stale.starts(), fresh.starts());
    let words = [&["find", "case"][..], &later].concat();
    let told = case.run(&words);
    assert!(
        told.flat().contains("as of Mon 23 November 2026 09:00, 3 days old: the server is out of order or asks for patience (server-error)."),
        "{}",
        told.out
    );
    // It was asked once, and then left alone for as long as it wished, by `fetch` too.
    assert_eq!(server.asked().len(), 2);
    fetch(&case, &["--now", "2026-11-26T10:59:59Z"]).exits(1);
    assert_eq!(server.asked().len(), 2);
    let failed = fetch(&case, &["--now", "2026-11-26T11:00:00Z"]).exits(1);
    assert_eq!(server.asked().len(), 3);
    // Every command says it in the same way, `doctor` as a finding with its fix too.
    assert_eq!(self::receipt(&failed)["stale"], receipt["stale"]);
    let looked = ["doctor", "case", "--now", "2026-11-26T11:00:00Z"];
    let json = case
        .run(&[&looked[..], &["--json"]].concat())
        .exits(1)
        .json();
    assert_eq!(json["feeds"][0]["stale"], receipt["stale"]);
    assert_eq!(json["findings"][0]["code"], "feed-stale");
    assert_eq!(json["findings"][0]["weight"], "matters");
    assert_eq!(json["findings"][0]["why"], "server-error");
    assert_eq!(json["findings"][0]["since"], "2026-11-23T09:00:00Z");
    let shown = case.run(&looked).exits(1);
    assert!(
        shown.flat().contains("kept, 3 days 2026-11-23"),
        "{}",
        shown.out
    );
    assert!(
        shown
            .flat()
            .contains("ana-work, the feed of Ada Lane, is 3 days old: the server is out of order"),
        "{}",
        shown.out
    );
    silent(&case, &[&shown]);
    silent(&case, &[&told]);
}

#[test]
fn offline_nobody_is_asked() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    let find = ["--ref", "CP-1", "--offline"];
    let none = case.find(&find);
    assert_eq!(none.receipt("ana-work")["status"], "unfetched");
    assert_eq!(none.receipt("ana-work")["why"], "offline");
    assert_eq!(none.slots()[0]["state"], "quorate-if");
    assert!(server.asked().is_empty());
    fetch(&case, &[]).exits(0);
    // New enough is new enough; older is told.
    assert_eq!(case.find(&find).receipt("ana-work")["stale"], Value::Null);
    let later = [&find[..], &["--now", "2026-11-23T10:00:00Z"]].concat();
    assert_eq!(
        case.find(&later).receipt("ana-work")["stale"]["why"],
        "offline"
    );
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn what_is_kept_and_spoilt_is_fetched_anew() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    let found = case.find(&["--ref", "CP-1"]);
    let name = |case: &Case| {
        let names = case.everything().into_keys();
        let mut ours = names.filter(|name| name.ends_with(".json") && name.contains(".quorate"));
        let name = ours.next().expect("kept");
        name.strip_prefix("case/").expect("of the case").to_owned()
    };
    for spoilt in ["", "{}", "{\"format\":\"quorate-cache/2\"}", "\0\0"] {
        case.write(&name(&case), spoilt);
        assert_eq!(case.find(&["--ref", "CP-1"]).json, found.json);
    }
    assert_eq!(server.asked().len(), 5);
    // Another address is another feed, whatever it is called.
    case.edit("feeds.secret.toml", "cal.ics", "other.ics");
    case.find(&["--ref", "CP-1"]);
    assert_eq!(server.asked().len(), 6);
    // What is kept of a feed that is gone goes with the next fetch.
    case.edit("feeds.secret.toml", "ana-work", "ana-home");
    case.edit("people.csv", "ana-work", "ana-home");
    fetch(&case, &[]).exits(0);
    let kept = case
        .everything()
        .into_keys()
        .filter(|name| name.contains(".quorate/"));
    assert_eq!(kept.count(), 2);
}

#[test]
fn a_wrong_password_is_said_to_be_one_and_tried_once() {
    let server = Server::start(|request| match request.contains("YW5hOg==") {
        true => server::calendar(&diary()),
        false => response(
            "401 Unauthorized",
            &["WWW-Authenticate: Basic realm=\"x\""],
            "",
        ),
    });
    let case = case(&format!(
        "{}\nuser = \"ana\"\npassword = \"{PASSWORD}\"",
        entry(&server)
    ));
    fails(&case, "wrong-password");
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert!(
        asked[0].contains("authorization: Basic YW5hOlBBU1NXT1JENTFj\r\n"),
        "{}",
        asked[0]
    );
    // Two arranged meetings to verify are one question.
    case.write(
        "meetings.csv",
        "ref,duration,from,by,seats\nCP-1,60m,2026-12-01,2026-12-01,social-worker = a.lane\n\
         CP-2,60m,2026-12-02,2026-12-02,social-worker = a.lane\n",
    );
    for reference in ["CP-1", "CP-2"] {
        let choose = [
            "find",
            "case",
            "--ref",
            reference,
            "--choose",
            "1",
            "--offline",
        ];
        case.run(&choose).exits(0);
    }
    let before = server.asked().len();
    case.run(&["check", "case"]);
    assert_eq!(server.asked().len(), before + 1);
    // From the environment, and with an empty password there.
    let environment = [("QUORATE_FEED_ANA_WORK_PASSWORD", "")];
    let words = ["fetch", "case", "--json"];
    assert_eq!(case.run_with(&words, &environment).exits(0).err, "");
}

#[test]
fn each_failure_has_its_own_receipt() {
    for (status, why) in [
        ("403 Forbidden", "wrong-password"),
        ("404 Not Found", "not-found"),
        ("410 Gone", "not-found"),
        ("418 I am a teapot", "bad-answer"),
        ("500 Internal Server Error", "server-error"),
        ("429 Too Many Requests", "server-error"),
        ("304 Not Modified", "bad-answer"),
    ] {
        let server = Server::start(move |_| response(status, &[], CANARY));
        fails(&at(&server), why);
    }
    let redirect = Server::start(|_| response("302 Found", &["Location: /again"], ""));
    fails(&at(&redirect), "redirect-loop");
    assert_eq!(redirect.asked().len(), 2 * 6);
    let nowhere = Server::start(|_| response("302 Found", &["Location: file:///etc/passwd"], ""));
    fails(&at(&nowhere), "insecure-redirect");
    let no_http = Server::start(|_| Answer::Whole(b"hello\r\n\r\n".to_vec()));
    fails(&at(&no_http), "bad-answer");
    // A port on which nobody listens any more.
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let url = format!("url = \"http://127.0.0.1:{port}/{TOKEN}\"\nallow_private = true");
    fails(&case(&url), "no-answer");
}

#[test]
fn servers_that_stall_are_given_up() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n";
    for answer in [
        || Answer::Stall(Vec::new(), Duration::from_secs(20)),
        || {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nBEGIN:VCALENDAR\r\n";
            Answer::Stall(head.as_bytes().to_vec(), Duration::from_secs(20))
        },
    ] {
        let server = Server::start(move |_| answer());
        fails(&at(&server), "timed-out");
    }
    let drip =
        Server::start(move |_| Answer::Drip(head.as_bytes().to_vec(), Duration::from_millis(50)));
    fails(&at(&drip), "timed-out");
}

#[test]
fn an_answer_that_is_cut_off_is_nobodys_freedom() {
    let short = Server::start(|_| {
        let body = diary();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
            body.len() + 10
        );
        Answer::Whole((head + &body).into_bytes())
    });
    fails(&at(&short), "cut-off");
    let chunked = Server::start(|_| {
        let body = diary();
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        Answer::Whole(format!("{head}{:x}\r\n{body}\r\n", body.len()).into_bytes())
    });
    fails(&at(&chunked), "cut-off");
    // Where only the end of the connection ends the answer, the calendar itself tells.
    let open = Server::start(|_| {
        let body = diary();
        let half = &body[..body.len() - 60];
        Answer::Whole(format!("HTTP/1.1 200 OK\r\n\r\n{half}").into_bytes())
    });
    let case = at(&open);
    let ran = fetch(&case, &[]).exits(1);
    assert_eq!(receipt(&ran)["outcome"], "refused");
    assert_eq!(receipt(&ran)["why"], "truncated");
}

#[test]
fn a_page_instead_of_a_calendar_is_refused_and_costs_nothing_that_is_kept() {
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        1 => response(
            "200 OK",
            &["Content-Type: text/html"],
            &format!("<html>{CANARY}"),
        ),
        _ => response("200 OK", &["ETag: \"1\""], &diary()),
    });
    let case = at(&server);
    fetch(&case, &[]).exits(0);
    let page = fetch(&case, &[]).exits(1);
    assert_eq!(receipt(&page)["outcome"], "refused");
    assert_eq!(receipt(&page)["why"], "html");
    fetch(&case, &[]).exits(0);
    assert!(server.asked()[2].contains("if-none-match: \"1\""));
    silent(&case, &[&page]);
}

#[test]
fn private_addresses_are_refused_by_name_by_number_and_after_a_redirect() {
    let server = Server::start(|_| server::calendar(&diary()));
    let port = server.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "10.0.0.1",
        "[::ffff:127.0.0.1]",
        "2130706433",
    ] {
        fails(
            &case(&format!("url = \"http://{host}:{port}/{TOKEN}\"")),
            "private-address",
        );
    }
    assert!(server.asked().is_empty());
    // What is allowed is allowed for the host that was written, not for whichever it sends us to.
    let target = format!("Location: http://localhost:{port}/x");
    let elsewhere = Server::start(move |_| response("302 Found", &[&target], ""));
    fails(&at(&elsewhere), "private-address");
    assert!(server.asked().is_empty());
}

#[test]
fn passwords_are_not_told_to_those_we_are_sent_to() {
    let other = Server::start(|_| server::calendar(&diary()));
    let target = format!("Location: {}", other.url("/moved"));
    let first = Server::start(move |request| match request.starts_with("GET /here") {
        true => response("307 Temporary Redirect", &[&target], ""),
        false => response("301 Moved Permanently", &["Location: ../here?x=1"], ""),
    });
    let case = case(&format!(
        "{}\nuser = \"ana\"\npassword = \"{PASSWORD}\"",
        entry(&first)
    ));
    fetch(&case, &[]).exits(0);
    let asked = first.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].starts_with("GET /here?x=1 "), "{}", asked[1]);
    assert!(
        asked
            .iter()
            .all(|request| request.contains("authorization: Basic"))
    );
    let asked = other.asked();
    assert_eq!(asked.len(), 1);
    assert!(!asked[0].contains("authorization"), "{}", asked[0]);
}

#[test]
fn an_answer_without_end_is_not_read_to_the_end() {
    // A little more than the largest feed, packed or not.
    let server = Server::start(|_| {
        let mut bytes = b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n".to_vec();
        bytes.resize((128 << 20) + (1 << 16), b'x');
        Answer::Whole(bytes)
    });
    let case = at(&server);
    let ran = fetch(&case, &[]).exits(1);
    assert_eq!(receipt(&ran)["why"], "too-large");
}

#[test]
fn faults_of_the_table_are_told_by_place_and_never_quoted() {
    for (entry, told) in [
        (
            "url = \"TOKEN9f3a77\"",
            "line 2, column 7: not a web address; copy the whole link, which begins with https:// or webcal://",
        ),
        (
            "user = \"ana\"",
            "line 1, column 1: the entry has no address; add url = \"https://…\", or url_env with the name of a variable",
        ),
        (
            "url = \"https://h.example/TOKEN9f3a77\"\nkind = \"PASSWORD51c\"",
            "line 3, column 8: kind is neither ics nor caldav; write one of the two",
        ),
        (
            "url = \"https://h.example/TOKEN9f3a77\"\nallow_private = \"PASSWORD51c\"",
            "line 3, column 17: the value is neither true nor false; write one of the two",
        ),
        (
            "url = \"https://h.example/TOKEN9f3a77\"\npassword = \"PASSWORD51c\"",
            "line 3, column 12: there is a password and no user; add user",
        ),
        (
            "url = \"http://h.example/TOKEN9f3a77\"\nuser = \"u\"\npassword = \"PASSWORD51c\"",
            "line 2, column 7: a password would travel unencrypted over http; write https, or allow_private = true for a server on the spot",
        ),
        (
            "url = \"https://h.example/TOKEN9f3a77\"\nca = \"../PASSWORD51c\"",
            "line 3, column 6: ca must name a file inside this folder; copy the certificate here",
        ),
        (
            "url = \"https://h.example/TOKEN9f3a77\"\nurl_env = \"PASSWORD51c\"",
            "line 3, column 11: both url and url_env are there; keep one of the two",
        ),
        (
            "url = https://h.example/TOKEN9f3a77",
            "line 2, column 7: not TOML from here on; write [feeds.<name>] and below it lines such as url = \"https://…\"",
        ),
        (
            "url = \"https://h.example/TOKEN9f3a77",
            "line 2, column 37: not TOML from here on; write [feeds.<name>] and below it lines such as url = \"https://…\"",
        ),
    ] {
        let case = case(entry);
        let ran = case.run(&["find", "case", "--ref", "CP-1"]);
        silent(&case, &[&ran]);
        ran.refuses(&[&format!("feeds.secret.toml {told}")]);
    }
}

#[test]
fn names_without_an_address_are_faults_only_where_the_table_is_there() {
    let case = case("url = \"https://h.example/x\"");
    case.edit("people.csv", "ana-work", "ana-wrok");
    case.run(&["find", "case", "--ref", "CP-1"]).refuses(&[
        "people.csv row 2, column feeds: feed \"ana-wrok\" is not in feeds.secret.toml; add [feeds.ana-wrok] with its url there, or write one of ana-work",
    ]);
    case.run(&["fetch", "case", "--feed", "ana-wrok"]).exits(2);
    case.remove("feeds.secret.toml");
    let found = case.find(&["--ref", "CP-1"]);
    assert!(
        found.err.contains("there is no feeds.secret.toml here"),
        "{}",
        found.err
    );
    assert_eq!(found.receipt("ana-wrok")["why"], "no-address");
    assert!(!case.folder().join(".quorate").exists());
}

#[test]
fn addresses_and_passwords_may_come_from_the_environment() {
    let server = Server::start(|_| server::calendar(&diary()));
    let url = server.url("/env");
    let of_entry = case("url_env = \"ANAS_LINK\"\nallow_private = true");
    let words = ["fetch", "case", "--json"];
    assert_eq!(receipt(&of_entry.run(&words).exits(1))["why"], "not-set");
    of_entry.run_with(&words, &[("ANAS_LINK", &url)]).exits(0);
    // It stands above the table's own.
    let own = case("url = \"https://h.example/x\"\nallow_private = true");
    own.run_with(&words, &[("QUORATE_FEED_ANA_WORK_URL", &url)])
        .exits(0);
    assert_eq!(server.asked().len(), 2);
    // And needs none, except for what only a table can allow.
    own.remove("feeds.secret.toml");
    let ran = own
        .run_with(&words, &[("QUORATE_FEED_ANA_WORK_URL", &url)])
        .exits(1);
    assert_eq!(receipt(&ran)["why"], "private-address");
}

#[cfg(unix)]
#[test]
fn a_table_that_others_can_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;
    let case = case("url = \"https://h.example/x\"");
    let path = case.folder().join("feeds.secret.toml");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).expect("set");
    let ran = case.run(&["find", "case", "--ref", "CP-1", "--offline"]);
    assert!(
        ran.err
            .contains("feeds.secret.toml: others on this computer can read this file"),
        "{}",
        ran.err
    );
}

/// The same diary packed, as servers like to send it (made with Python's gzip).
#[test]
fn packed_answers_are_unpacked() {
    const PACKED: &str = "1f8b08000000000002034d8e410a85300c05f7815c45d22c04bbabbf410a5aa5c62efe493cbed52a9a450833217\
        9bd0c21dafc73a344ef124296b486395a6e086149b30fdeee087ddd932c5111b6020d82d755ddb458266e8d6152eaa8d4ff3649ab61325f\
        531ebdbcb4ca4ffa9cbfe637d201e8906544a4000000";
    let server = Server::start(|request| {
        assert!(request.contains("accept-encoding: gzip"), "{request}");
        let byte = |at| u8::from_str_radix(&PACKED[at..at + 2], 16).expect("two digits");
        let packed: Vec<u8> = (0..PACKED.len()).step_by(2).map(byte).collect();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            packed.len()
        );
        Answer::Whole([head.as_bytes(), &packed].concat())
    });
    let case = at(&server);
    let window = ["--from", "2026-12-01", "--to", "2026-12-01", "--json"];
    let words = [&["freebusy", "ana-work", "--folder", "case"], &window[..]].concat();
    assert_eq!(
        case.run(&words).exits(0).json()["busy"],
        serde_json::json!([["2026-12-01T09:00:00Z", "2026-12-01T12:00:00Z"]])
    );
}

/// Health refuses what carries titles, from a server as from a file, whether it comes now or was kept.
#[test]
fn details_are_refused_from_servers_too() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    fetch(&case, &[]).exits(0);
    case.edit(
        "quorate.toml",
        "[defaults]",
        "[[agency]]\nid = \"csc\"\ndetails = \"refuse\"\n[defaults]",
    );
    for words in [&["--ref", "CP-1"][..], &["--ref", "CP-1", "--offline"]] {
        let found = case.find(words);
        let receipt = found.receipt("ana-work");
        assert_eq!(
            (text(&receipt["status"]), text(&receipt["why"])),
            ("refused", "details")
        );
        assert_eq!(found.slots()[0]["state"], "quorate-if");
        assert_eq!(kept_of_the_diary(&case), (0, 1));
    }
    let again = fetch(&case, &["--now", "2026-11-23T12:00:00Z"]).exits(1);
    assert_eq!(receipt(&again)["outcome"], "refused");
    assert_eq!(receipt(&again)["why"], "details");
    assert_eq!(kept_of_the_diary(&case), (0, 1));
}

/// How many files of `.quorate/` hold the hour at which the diary's entry begins, and how many hold no reading at all.
fn kept_of_the_diary(case: &Case) -> (usize, usize) {
    let nine = chrono::DateTime::parse_from_rfc3339("2026-12-01T09:00:00Z");
    let nine = nine.expect("an instant").timestamp().to_string();
    let files: Vec<String> = case
        .everything()
        .into_iter()
        .filter(|(name, _)| name.starts_with("case/.quorate/") && name.ends_with(".json"))
        .map(|(_, bytes)| String::from_utf8(bytes).expect("JSON"))
        .collect();
    let with = files.iter().filter(|text| text.contains(&nine)).count();
    let bare = files
        .iter()
        .filter(|text| text.contains("\"kept\":null"))
        .count();
    (with, bare)
}

/// A feed that is refused leaves no busy time behind, and its server is left in peace as that of any other feed.
#[test]
fn nothing_of_a_refused_feed_is_kept() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    let warned = case.read("quorate.toml");
    let refusing = "[[agency]]\nid = \"csc\"\ndetails = \"refuse\"\n[defaults]";
    case.edit("quorate.toml", "[defaults]", refusing);
    fetch(&case, &[]).exits(1);
    assert_eq!(kept_of_the_diary(&case), (0, 1));
    // The same holds for a person's next command, which asks nobody, and for one that may not ask.
    let minutes = ["--ref", "CP-1", "--now", "2026-11-23T09:14:59Z"];
    let days = [
        "--ref",
        "CP-1",
        "--now",
        "2026-11-26T09:00:00Z",
        "--offline",
    ];
    for words in [&minutes[..], &days] {
        let found = case.find(words);
        assert_eq!(found.receipt("ana-work")["why"], "details");
        assert_eq!(found.receipt("ana-work")["read"], "2026-11-23T09:00:00Z");
    }
    assert_eq!(server.asked().len(), 1);
    let due = ["--ref", "CP-1", "--now", "2026-11-23T09:15:00Z"];
    assert_eq!(case.find(&due).receipt("ana-work")["why"], "details");
    assert_eq!(server.asked().len(), 2);
    assert_eq!(kept_of_the_diary(&case), (0, 1));
    // What is kept is no empty diary: where the rule is milder again, the feed is asked for anew and used.
    case.write("quorate.toml", warned);
    let offline = case.find(&["--ref", "CP-1", "--offline"]);
    assert_eq!(offline.receipt("ana-work")["why"], "offline");
    assert_eq!(offline.slots()[0]["state"], "quorate-if");
    let found = case.find(&["--ref", "CP-1"]);
    assert_eq!(found.receipt("ana-work")["status"], "read");
    assert_eq!(kept_of_the_diary(&case), (1, 0));
}

/// Whose meeting was declined is known by the address in the table; another address is another diary.
#[test]
fn what_the_owner_declined_is_free_from_a_server_too() {
    let server = Server::start(|_| {
        let busy = diary().replacen(
            "SUMMARY:",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.org\r\nSUMMARY:",
            1,
        );
        server::calendar(&busy)
    });
    let case = at(&server);
    assert!(
        !case
            .find(&["--ref", "CP-1"])
            .starts()
            .contains(&"2026-12-01T09:00".to_owned())
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,feeds,email\na.lane,Ada Lane,csc,social-worker,ana-work,ada@example.org\n",
    );
    assert!(
        case.find(&["--ref", "CP-1"])
            .starts()
            .contains(&"2026-12-01T09:00".to_owned())
    );
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn freebusy_reads_by_name_and_whole_folders() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    let window = ["--from", "2026-12-01", "--to", "2026-12-01", "--json"];
    let of = |named: &[&str]| {
        let words = [&["freebusy"], named, &window[..]].concat();
        case.run(&words).exits(0).json()["busy"].clone()
    };
    let busy = of(&["ana-work", "--folder", "case"]);
    assert_eq!(
        busy,
        serde_json::json!([["2026-12-01T09:00:00Z", "2026-12-01T12:00:00Z"]])
    );
    case.write("feeds/one/ana.ics", diary());
    case.write(
        "feeds/bob.ics",
        feed(&[("20261201T113000Z", "20261201T130000Z")]),
    );
    let both = of(&["case/feeds"]);
    assert_eq!(
        both,
        serde_json::json!([["2026-12-01T09:00:00Z", "2026-12-01T13:00:00Z"]])
    );
    assert_eq!(of(&["feeds/one/ana.ics", "--folder", "case"]), busy);
    let unknown = [
        "freebusy",
        "nobody",
        "--folder",
        "case",
        "--from",
        "2026-12-01",
        "--to",
        "2026-12-01",
    ];
    case.run(&unknown)
        .refuses(&["nobody: there is no such feed in feeds.secret.toml; there is ana-work"]);
    let ran = case.run(&[
        "freebusy",
        &server.url("/x"),
        "--from",
        "2026-12-01",
        "--to",
        "2026-12-01",
    ]);
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains("127.0.0.1"), "{}", ran.err);
}

/// One old reading does not make the others be fetched as of its own day.
#[test]
fn freebusy_reads_each_feed_as_of_now() {
    let calls = AtomicUsize::new(0);
    let failing = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => server::calendar(&diary()),
        _ => response("503 Service Unavailable", &[], "<html>"),
    });
    let good = Server::start(|_| server::calendar(&diary()));
    let case = case(&format!(
        "{}\n[feeds.bob-work]\n{}",
        entry(&failing),
        entry(&good)
    ));
    case.write(
        "people.csv",
        "id,name,agency,roles,feeds\na.lane,Ada Lane,csc,social-worker,ana-work; bob-work\n",
    );
    fetch(&case, &["--feed", "ana-work"]).exits(0);
    let words = "freebusy ana-work bob-work --folder case --from 2026-12-01 --to 2026-12-01 --now 2026-11-26T09:00:00Z";
    let words: Vec<&str> = words.split(' ').collect();
    case.run(&words).exits(0);
    let found = case.find(&[
        "--ref",
        "CP-1",
        "--offline",
        "--now",
        "2026-11-26T09:05:00Z",
    ]);
    assert_eq!(found.receipt("ana-work")["read"], "2026-11-23T09:00:00Z");
    assert_eq!(found.receipt("bob-work")["read"], "2026-11-26T09:00:00Z");
}

/// A workspace that somebody sends must not lead the cache into another folder, where it would change rights and remove files.
#[cfg(unix)]
#[test]
fn a_folder_for_what_is_kept_that_lies_elsewhere_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let theirs = elsewhere.path().join("theirs.json");
    std::fs::write(&theirs, "{}").expect("written");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(elsewhere.path(), open).expect("set");
    std::os::unix::fs::symlink(elsewhere.path(), case.folder().join(".quorate")).expect("linked");
    let ran = fetch(&case, &[]).exits(0);
    assert!(
        ran.err.contains("nothing of the feeds is kept"),
        "{}",
        ran.err
    );
    assert_eq!(
        std::fs::read_dir(elsewhere.path()).expect("read").count(),
        1
    );
    assert!(theirs.exists());
    let mode = std::fs::metadata(elsewhere.path())
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o755);
}

/// Only what the cache wrote is removed from its folder.
#[test]
fn what_others_put_beside_what_is_kept_stays() {
    let server = Server::start(|_| server::calendar(&diary()));
    let case = at(&server);
    fetch(&case, &[]).exits(0);
    case.write(".quorate/notes.json", "{}");
    fetch(&case, &[]).exits(0);
    assert!(case.folder().join(".quorate/notes.json").exists());
}

/// Wherever the address came from, a password does not travel in the clear.
#[test]
fn a_password_is_not_sent_unencrypted_to_an_address_of_the_environment() {
    let url = "http://192.0.2.1/cal.ics";
    let own = case(&format!(
        "url = \"https://h.example/x\"\nuser = \"ana\"\npassword = \"{PASSWORD}\""
    ));
    let named = case(&format!(
        "url_env = \"ANAS_LINK\"\nuser = \"ana\"\npassword = \"{PASSWORD}\""
    ));
    let words = ["fetch", "case", "--json", "--timeout", "1"];
    for (case, variable) in [(own, "QUORATE_FEED_ANA_WORK_URL"), (named, "ANAS_LINK")] {
        let ran = case.run_with(&words, &[(variable, url)]).exits(1);
        assert_eq!(receipt(&ran)["why"], "plain-password");
        let inside = url.replace("//", &format!("//ana:{PASSWORD}@"));
        let ran = case.run_with(&words, &[(variable, &inside)]).exits(1);
        assert_eq!(receipt(&ran)["why"], "plain-password");
        silent(&case, &[&ran]);
    }
}

/// What stands in the place of a key may be a password as well.
#[test]
fn keys_that_are_not_known_are_not_quoted() {
    let case = case(&format!(
        "url = \"https://h.example/x\"\n{PASSWORD} = \"ana\""
    ));
    let ran = case.run(&["find", "case", "--ref", "CP-1", "--offline"]);
    assert!(ran.err.contains("feeds.secret.toml line 3"), "{}", ran.err);
    assert!(!ran.err.contains(PASSWORD), "{}", ran.err);
}

/// A diary that is empty all at once frees nobody until somebody has fetched it by hand, and was told.
#[test]
fn a_diary_that_is_emptied_frees_nobody_unseen() {
    let calls = AtomicUsize::new(0);
    let full = feed(&[
        ("20261201T090000Z", "20261201T120000Z"),
        ("20261202T090000Z", "20261202T120000Z"),
        ("20261203T090000Z", "20261203T120000Z"),
    ]);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => server::calendar(&full),
        _ => server::calendar(&calendar("")),
    });
    let case = at(&server);
    let fresh = case.find(&["--ref", "CP-1"]);
    for now in ["2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"] {
        let later = case.find(&["--ref", "CP-1", "--now", now]);
        assert_eq!(later.starts(), fresh.starts());
        assert_eq!(later.receipt("ana-work")["stale"]["why"], "emptied");
    }
    let later = ["--now", "2026-11-23T12:00:00Z"];
    let told = case
        .run(&[&["fetch", "case"][..], &later].concat())
        .exits(1);
    assert!(
        told.flat().contains("nothing ahead any more"),
        "{}",
        told.out
    );
    let found = case.find(&[&["--ref", "CP-1"][..], &later].concat());
    assert_eq!(found.receipt("ana-work")["stale"], Value::Null);
    assert_ne!(found.starts(), fresh.starts());
}
