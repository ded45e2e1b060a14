//! What a fault of ours tells: one line without any content, and exit 3.
//!
//! A panic's own message may hold what the code was working on, such as a name or a line of a feed, so it is never printed. The
//! place in the source is enough to find the fault. Threads of a pool hand their panic on to the thread that waits for them;
//! whichever is first says the line, for all.

use super::Exit;
use crate::edge;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};

/// A panic has happened, and its line has been said.
static HAS_PANICKED: AtomicBool = AtomicBool::new(false);

/// Runs the program so that a panic in any of its threads tells nothing of what was read and ends in [`Exit::Internal`].
///
/// The stack is unwound, so that temporary files are removed.
pub fn guarded(run: impl FnOnce() -> Exit) -> Exit {
    panic::set_hook(Box::new(tell));
    let ended = panic::catch_unwind(AssertUnwindSafe(run));
    // A thread that nobody waited for has spoilt the answer all the same.
    match ended {
        Ok(exit) if !HAS_PANICKED.load(Ordering::SeqCst) => exit,
        _ => Exit::Internal,
    }
}

fn tell(info: &PanicHookInfo) {
    if HAS_PANICKED.swap(true, Ordering::SeqCst) {
        return;
    }
    let place = info.location().map_or_else(String::new, |location| {
        let file = without_machine(location.file());
        format!(" at {file}:{}", location.line())
    });
    let files = match edge::has_written() {
        false => "nothing was written",
        true => "the files written before it are whole",
    };
    // Nobody reading it any more must not become another panic.
    let _ = writeln!(
        io::stderr(),
        "quorate: this program has a fault{place} (version {}); {files}; please report this line, which holds nothing of what was read",
        env!("CARGO_PKG_VERSION"),
    );
}

/// A source file's path without the folders of the machine that compiled it: ours from `src`, that of a library from the
/// library's name, Rust's own from `library`.
fn without_machine(file: &str) -> String {
    let file = file.replace('\\', "/");
    let is_ours = ["src/", "tests/", "examples/"]
        .iter()
        .any(|folder| file.starts_with(folder));
    if is_ours {
        return file;
    }
    let parts: Vec<&str> = file.split('/').collect();
    let from = match parts.iter().rposition(|part| *part == "src") {
        // The folder before a library's `src` is named after it and its version.
        Some(src) => src.saturating_sub(1),
        None => parts.len() - 1,
    };
    parts[from..].join("/")
}

/// Panics where a test asks for it, with what must not be told in the message. Released programs are compiled without it.
#[cfg(debug_assertions)]
pub(super) fn on_request() {
    let Ok(secret) = std::env::var("QUORATE_TEST_PANIC") else {
        return;
    };
    let fault = move || -> Exit { panic!("{secret}") };
    match std::env::var("QUORATE_TEST_PANIC_IN").as_deref() {
        Ok("thread") => drop(std::thread::spawn(fault).join()),
        #[cfg(feature = "parallel")]
        Ok("pool") => {
            rayon::join(&fault, &fault);
        }
        _ => {
            fault();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without_machine;

    #[test]
    fn a_place_is_told_without_the_folders_of_a_machine() {
        for (file, told) in [
            ("src/solve/field.rs", "src/solve/field.rs"),
            ("src\\solve\\field.rs", "src/solve/field.rs"),
            (
                "/any/registry/src/index-1/toml-1.0.0/src/de/error.rs",
                "toml-1.0.0/src/de/error.rs",
            ),
            (
                "/rustc/0123/library/core/src/num/mod.rs",
                "core/src/num/mod.rs",
            ),
            ("/any/odd.rs", "odd.rs"),
        ] {
            assert_eq!(without_machine(file), told);
        }
    }
}
