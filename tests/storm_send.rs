//! Runs of `send` that are killed at any moment, and two at once: at the end everything has gone exactly once, and the book is that of
//! a run that nobody disturbed. `QUORATE_STORM` is the number of kills; few by default.

mod common;
mod server;

use common::*;
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const REF: &str = "CP-2041";

/// How many runs are killed.
fn kills() -> usize {
    let stated = std::env::var("QUORATE_STORM").ok();
    stated.and_then(|text| text.parse().ok()).unwrap_or(6)
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

/// A conference that is arranged.
fn arranged() -> Case {
    let case = Case::fixture("first-conference");
    case.run(&["find", "case", "--ref", REF, "--choose", "1"]);
    case
}

/// The same once more, identifiers and all.
fn copy(of: &Case) -> Case {
    let case = Case::new();
    case.add_copy(&of.folder(), "");
    case
}

fn start(case: &Case, words: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_quorate"))
        .args(words)
        .args(["--now", NOW])
        .current_dir(case.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Starts a run and kills it after a while, which may be after its end.
fn kill(case: &Case, words: &[&str], after: Duration) {
    let mut child = start(case, words);
    std::thread::sleep(after);
    // It may have ended.
    let _ = child.kill();
    child.wait().expect("it is ours");
}

/// What was written for others, and what the book says of it.
fn state(case: &Case) -> BTreeMap<String, Vec<u8>> {
    let words = ["book", "export", "case", "-o", "exported"];
    program(case.root(), &words, &[]).exits(0);
    let everything = case.everything().into_iter();
    let kept = everything.filter(|(name, _)| {
        name.starts_with("out/")
            || ["told.csv", "heard.csv", "arrangements.json", "answers.csv"]
                .iter()
                .any(|table| *name == format!("exported/{table}"))
    });
    kept.collect()
}

#[test]
fn whatever_is_killed_while_writing_all_is_there_once_at_the_end() {
    let words = ["send", "case", "--ref", REF, "-o", "out"];
    let original = arranged();
    let calm = copy(&original);
    let begun = Instant::now();
    calm.run(&words).exits(0);
    let whole = u64::try_from(begun.elapsed().as_millis()).expect("not ages");
    let expected = state(&calm);
    assert!(expected.len() > 10 && expected.contains_key("exported/told.csv"));

    let mut chance = Chance(0x5eed);
    let mut killed = 0;
    while killed < kills() {
        let case = copy(&original);
        for _ in 0..4 {
            kill(&case, &words, Duration::from_millis(chance.below(whole)));
            killed += 1;
        }
        case.run(&words).exits(0);
        case.run(&words).exits(0);
        let found = state(&case);
        let names: Vec<&String> = found.keys().collect();
        assert_eq!(names, expected.keys().collect::<Vec<_>>());
        for (name, bytes) in &found {
            assert!(expected[name] == *bytes, "{name} is another");
        }
    }
}

#[test]
fn of_two_at_once_one_waits_or_is_refused_in_words() {
    let words = ["send", "case", "--ref", REF, "-o", "out"];
    let original = arranged();
    let calm = copy(&original);
    calm.run(&words).exits(0);
    let case = copy(&original);
    let others: Vec<Child> = (0..3).map(|_| start(&case, &words)).collect();
    let ran = case.run(&words);
    assert!(
        ran.code == 0 || ran.err.contains("another run of quorate"),
        "{}{}",
        ran.out,
        ran.err
    );
    for mut other in others {
        other.wait().expect("it is ours");
    }
    case.run(&words).exits(0);
    assert!(state(&case) == state(&calm));
}

/// Nobody can know of one mail whether it went, and is asked; here whoever is asked looks at what the server took.
#[cfg(feature = "smtp")]
#[test]
fn whatever_is_killed_while_sending_each_mail_goes_once() {
    use server::smtp::SmtpServer;
    let words = [
        "send", "case", "--ref", REF, "--smtp", "--really", "-o", "out", "--json",
    ];
    let original = arranged();
    let settings = original.read("quorate.toml");
    let with = |server: &SmtpServer| {
        let case = copy(&original);
        let port = server.port();
        let mail = format!(
            "[mail]\nserver = \"127.0.0.1:{port}\"\nsecurity = \"none\"\nper_minute = 6000\n"
        );
        case.write("quorate.toml", format!("{settings}\n{mail}"));
        case
    };
    let sorted = |server: &SmtpServer| {
        let mut taken = server.log().taken;
        taken.sort();
        taken
    };
    let server = SmtpServer::usual();
    let calm = with(&server);
    let begun = Instant::now();
    calm.run(&words).exits(0);
    let whole = u64::try_from(begun.elapsed().as_millis()).expect("not ages");
    let (mails, expected) = (sorted(&server), state(&calm));
    assert!(mails.len() > 5);

    let mut chance = Chance(0xfeed);
    let mut killed = 0;
    let mut uncertain = 0;
    while killed < kills() {
        let server = SmtpServer::usual();
        let case = with(&server);
        for _ in 0..3 {
            kill(&case, &words, Duration::from_millis(chance.below(whole)));
            killed += 1;
        }
        // What was on its way arrives.
        std::thread::sleep(Duration::from_millis(100));
        let ran = case.run(&words);
        let answer = ran.json();
        let left = answer["left"].as_array().expect("a list").clone();
        for one in left.iter().filter(|one| one["state"] == "uncertain") {
            uncertain += 1;
            let to = one["address"].as_str();
            let was_taken = server
                .log()
                .taken
                .iter()
                .any(|taken| Some(taken.to.as_str()) == to);
            // A letter is written again without harm.
            let flag = if was_taken { "--was-sent" } else { "--again" };
            let id = one["id"].to_string();
            case.run(&[&words[..], &[flag, &id]].concat());
        }
        case.run(&words).exits(0);
        assert!(sorted(&server) == mails, "{:?}", server.log().taken.len());
        let found = state(&case);
        for (name, bytes) in &expected {
            assert!(found.get(name) == Some(bytes), "{name} is another");
        }
    }
    println!("{killed} runs were killed, {uncertain} messages were uncertain");
}
