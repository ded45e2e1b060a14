//! A fault of ours: one line, exit 3, and not a word of what was being read.

mod common;

use common::*;
use std::process::Command;

/// What a panic's own message may hold, and what must never be seen.
const SECRET: &str = "ZEUGMAFENCE of Ada Lane";

/// What is expected on standard error, but for the place.
fn assert_neutral(err: &str, file: &str) {
    let place = format!("quorate: this program has a fault at {file}:");
    assert!(err.starts_with(&place), "{err}");
    let told = format!(
        " (version {}); nothing was written; please report this line, which holds nothing of what was read\n",
        env!("CARGO_PKG_VERSION")
    );
    let rest = err[place.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    assert_eq!(rest, told, "{err}");
}

/// Stands for the program: this test again, in a process of its own, with the guard around a panic.
#[test]
fn a_guarded_panic_tells_the_place_and_nothing_else() {
    if std::env::var_os("QUORATE_TEST_CHILD").is_some() {
        let fault = || -> quorate::cli::Exit { panic!("{SECRET}") };
        let exit = quorate::cli::guarded(|| match std::thread::spawn(fault).join() {
            Ok(exit) => exit,
            Err(_) => fault(),
        });
        std::process::exit(exit.code().into());
    }
    let child = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "a_guarded_panic_tells_the_place_and_nothing_else",
            "--nocapture",
        ])
        .env("QUORATE_TEST_CHILD", "1")
        .env("RUST_BACKTRACE", "full")
        .output()
        .expect("it starts");
    assert_eq!(child.status.code(), Some(3));
    // Two panics, one line.
    assert_neutral(
        &String::from_utf8(child.stderr).expect("UTF-8"),
        "tests/panic.rs",
    );
    assert!(!String::from_utf8_lossy(&child.stdout).contains(SECRET));
}

/// The program itself, which panics on request where it is compiled for tests.
#[cfg(debug_assertions)]
#[test]
fn the_program_is_guarded_in_every_thread() {
    let case = Case::fixture("first-conference");
    let before = case.everything();
    for place in ["main", "pool", "thread"] {
        for words in [&["find", "case", "--ref", "CP-2041"][..], &["--version"]] {
            let environment = [
                ("QUORATE_TEST_PANIC", SECRET),
                ("QUORATE_TEST_PANIC_IN", place),
                ("RUST_BACKTRACE", "1"),
            ];
            let ran = case.run_with(words, &environment);
            assert_eq!(ran.code, 3, "{place}");
            assert_neutral(&ran.err, "src/cli/panic.rs");
            assert!(!ran.out.contains(SECRET), "{place}");
        }
    }
    assert!(case.everything() == before, "a fault wrote something");
}
