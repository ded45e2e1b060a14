//! `send --smtp`: shown first, sent when that is said twice, finished after trouble, and nothing twice.

#![cfg(feature = "smtp")]

mod common;
mod server;

use common::*;
use serde_json::Value;
use server::smtp::{Do, Setup, SmtpServer};
use std::collections::BTreeSet;
use std::sync::Mutex;

const REF: &str = "CP-2041";

/// A conference that is arranged, with this mail server.
fn case(server: &SmtpServer) -> Case {
    let case = Case::fixture("first-conference");
    case.run(&["find", "case", "--ref", REF, "--choose", "1"]);
    let settings = case.read("quorate.toml");
    let mail = format!(
        "{settings}\n[mail]\nserver = \"127.0.0.1:{}\"\nsecurity = \"none\"\nper_minute = 6000\n",
        server.port()
    );
    case.write("quorate.toml", mail);
    case
}

const SEND: [&str; 7] = ["send", "case", "--ref", REF, "--smtp", "--really", "--json"];

fn ids(answer: &Value, list: &str, state: &str) -> Vec<String> {
    let all = answer[list].as_array().expect("a list").iter();
    let mut all = all.filter(|one| state.is_empty() || one["state"] == state);
    let mut found = Vec::new();
    for one in &mut all {
        found.push(one["id"].to_string());
    }
    found
}

/// To whom mails went, each as often as it did.
fn went(server: &SmtpServer) -> Vec<String> {
    let mut to: Vec<String> = server.log().taken.into_iter().map(|one| one.to).collect();
    to.sort();
    to
}

#[test]
fn nothing_goes_until_it_is_said_twice_and_then_all_once() {
    let server = SmtpServer::usual();
    let case = case(&server);
    let before = case.everything();
    let shown = case.run(&["send", "case", "--ref", REF, "--smtp"]).exits(1);
    let name = format!("127.0.0.1:{}", server.port());
    assert!(
        shown.flat().contains("with --really the mails go by"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains(&name), "{}", shown.out);
    assert_eq!((server.log().connections, case.everything()), (0, before));
    case.run(&["send", "case", "--really"]).exits(2);

    let sent = case
        .run(&[&SEND[..], &["-o", "out"]].concat())
        .exits(0)
        .json();
    assert_eq!(ids(&sent, "left", ""), Vec::<String>::new());
    let to = went(&server);
    let unique: BTreeSet<&String> = to.iter().collect();
    assert!(to.len() > 5 && unique.len() == to.len(), "{to:?}");
    for taken in server.log().taken {
        assert_eq!(taken.from, "conference.unit@council.example.org");
        let mail = String::from_utf8(taken.mail).expect("ASCII");
        assert!(
            mail.contains(&format!("<{}>", taken.to)),
            "To is somebody else"
        );
    }
    // Letters lie in the folder; mails went and are no files.
    let files = case.everything();
    assert!(files.keys().any(|name| name.starts_with("out/letters/")));
    assert!(!files.keys().any(|name| name.starts_with("out/mail/")));

    let again = case.run(&SEND).exits(0).json();
    assert_eq!(again["sent"], serde_json::json!([]));
    assert_eq!(went(&server), to);
}

#[test]
fn what_is_refused_waits_and_what_is_uncertain_is_asked_about() {
    let refused = "t.adeyemi";
    let is_bad = std::sync::Arc::new(Mutex::new(true));
    let shared = std::sync::Arc::clone(&is_bad);
    // The fourth mail is taken, and nothing is said of it.
    let ends = Mutex::new(0);
    let server = SmtpServer::start(Setup::default(), move |_, said| {
        let is_bad = *shared.lock().expect("no panic");
        let mut ends = ends.lock().expect("no panic");
        *ends += usize::from(said == ".");
        match said {
            "." if *ends == 4 && is_bad => Do::TakeAndDrop,
            said if said.starts_with("RCPT") && said.contains(refused) && is_bad => {
                Do::Say("550 ZEUGMAFENCE")
            }
            _ => Do::Usual,
        }
    });
    let case = case(&server);
    let run = |more: &[&str]| {
        let ran = case.run(&[&SEND[..], &["-o", "out"], more].concat());
        assert!(!format!("{}{}", ran.out, ran.err).contains("ZEUGMAFENCE"));
        ran
    };
    let first = run(&[]).exits(1).json();
    let [unsure] = &ids(&first, "left", "uncertain")[..] else {
        panic!("{first:#}");
    };
    assert_eq!(server.log().taken.len(), 4);
    *is_bad.lock().expect("no panic") = false;
    // Everything but that one goes now.
    let second = run(&[]).exits(1).json();
    assert_eq!(ids(&second, "left", ""), std::slice::from_ref(unsure));
    let to = went(&server);
    let unique: BTreeSet<&String> = to.iter().collect();
    assert!(unique.len() == to.len(), "{to:?}");
    assert!(to.iter().any(|to| to.starts_with(refused)));
    run(&["--was-sent", unsure]).exits(0);
    assert_eq!(went(&server), to);
    run(&[]).exits(0);
    assert_eq!(went(&server), to);
}

#[test]
fn a_workspace_without_a_mail_server_says_what_to_write() {
    let server = SmtpServer::usual();
    let case = case(&server);
    case.edit("quorate.toml", "[mail]\n", "[male]\n");
    let ran = case.run(&SEND).exits(2);
    assert!(
        ran.err.contains("server = \"smtp.example.org:587\""),
        "{}",
        ran.err
    );
    case.edit("quorate.toml", "[male]\n", "[mail]\n");
    case.edit("quorate.toml", "\"127.0.0.1:", "\"192.0.2.1:");
    let ran = case.run(&SEND).exits(2);
    assert!(ran.err.contains("unencrypted"), "{}", ran.err);
}
