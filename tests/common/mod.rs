//! The program as a coordinator meets it: a folder somewhere, a command, and what comes back. Shared by the acceptance tests.
//!
//! Nothing in here knows how the program works inside: feeds are written letter by letter, answers are read as text or JSON.

#![allow(
    dead_code,
    reason = "every test program uses a part of this, and each is compiled on its own"
)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

/// Monday, nine o'clock in London: the moment of all runs.
pub const NOW: &str = "2026-11-23T09:00:00Z";
const NOW_SECONDS: u64 = 1_795_424_400;

/// Marks every text of every fixture feed.
pub const CANARY: &str = "ZEUGMAFENCE";

/// What the program answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}{}", self.out, self.err))
    }

    /// Standard output with every run of blanks and line ends as one blank: where lines are broken is not these tests' business.
    pub fn flat(&self) -> String {
        self.out.split_whitespace().collect::<Vec<&str>>().join(" ")
    }

    /// Asserts the exit code, showing everything where it is another.
    #[track_caller]
    pub fn exits(self, code: i32) -> Ran {
        assert_eq!(
            self.code, code,
            "standard output:\n{}\nstandard error:\n{}",
            self.out, self.err
        );
        self
    }

    /// Asserts that the input was refused with exactly these messages, and nothing was answered.
    #[track_caller]
    pub fn refuses(self, messages: &[&str]) -> Ran {
        let told: String = messages
            .iter()
            .map(|message| format!("quorate: {message}\n"))
            .collect();
        assert_eq!(self.err, told);
        assert_eq!((self.code, self.out.as_str()), (2, ""));
        self
    }
}

/// A folder `case/` inside a temporary one. Commands run beside it, so that messages name `case/...` wherever it lies.
pub struct Case {
    root: tempfile::TempDir,
}

impl Case {
    /// An empty one.
    pub fn new() -> Case {
        let case = Case {
            root: tempfile::tempdir().expect("a temporary folder"),
        };
        fs::create_dir(case.folder()).expect("a new folder");
        case
    }

    /// A copy of `fixtures/<name>`.
    pub fn fixture(name: &str) -> Case {
        let case = Case::new();
        case.add_copy(
            &Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("fixtures")
                .join(name),
            "",
        );
        case
    }

    /// Copies a folder's files into `inside`.
    pub fn add_copy(&self, from: &Path, inside: &str) {
        for (name, bytes) in files(from) {
            let name = match inside {
                "" => name,
                inside => format!("{inside}/{name}"),
            };
            self.write(&name, bytes);
        }
    }

    /// Where commands run.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    pub fn folder(&self) -> PathBuf {
        self.root().join("case")
    }

    /// Writes a file of the case, as if it had been put there at [`NOW`].
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder().join(name);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("a folder can be made");
        fs::write(&path, bytes).expect("a file can be written");
        let file = fs::File::options()
            .write(true)
            .open(&path)
            .expect("written just now");
        let at = UNIX_EPOCH + Duration::from_secs(NOW_SECONDS);
        file.set_modified(at).expect("a time can be set");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder().join(name)).expect("a text file of the case")
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.folder().join(name)).expect("a file of the case");
    }

    /// Replaces a text that stands exactly once in a file.
    #[track_caller]
    pub fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "{old} in {name}");
        self.write(name, text.replacen(old, new, 1));
    }

    /// Every file below the temporary folder, with its contents.
    pub fn everything(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.root())
    }

    /// Runs the program with these words. `--now` is added unless it is among them.
    pub fn run(&self, words: &[&str]) -> Ran {
        self.run_with(words, &[])
    }

    /// Runs with more of an environment.
    pub fn run_with(&self, words: &[&str], environment: &[(&str, &str)]) -> Ran {
        let mut words = words.to_vec();
        if !words.contains(&"--now") && !words.contains(&"--help") {
            words.extend(["--now", NOW]);
        }
        program(self.root(), &words, environment)
    }

    /// `find case … --json`, which must be answered, be it in the negative.
    pub fn find(&self, words: &[&str]) -> Found {
        self.find_in("case", words)
    }

    /// The same of another folder.
    pub fn find_in(&self, folder: &str, words: &[&str]) -> Found {
        let mut all = vec!["find", folder, "--json"];
        all.extend(words);
        let ran = self.run(&all);
        assert!(
            ran.code <= 1,
            "find {words:?}: exit {}\n{}",
            ran.code,
            ran.err
        );
        Found {
            code: ran.code,
            json: ran.json(),
            err: ran.err,
        }
    }
}

/// Runs the program in a folder.
pub fn program(folder: &Path, words: &[&str], environment: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .args(words)
        .current_dir(folder)
        .env_remove("RAYON_NUM_THREADS")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran {
        code: output.status.code().expect("the program ends by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The answer of a search.
#[derive(Clone, Debug)]
pub struct Found {
    pub code: i32,
    pub json: Value,
    pub err: String,
}

impl Found {
    pub fn slots(&self) -> &[Value] {
        self.json["slots"].as_array().expect("a list of slots")
    }

    /// The starts of all slots in order of time, as `2026-12-01T09:00`: all cases lie in winter, where London keeps UTC.
    pub fn starts(&self) -> Vec<String> {
        let mut starts: Vec<String> = self
            .slots()
            .iter()
            .map(|slot| minute(&slot["start"]))
            .collect();
        starts.sort();
        starts
    }

    pub fn slot(&self, start: &str) -> &Value {
        let found = self
            .slots()
            .iter()
            .find(|slot| minute(&slot["start"]) == start);
        found.unwrap_or_else(|| panic!("no slot at {start}, but at {:?}", self.starts()))
    }

    /// The receipt of one feed.
    pub fn receipt(&self, feed: &str) -> &Value {
        let feeds = self.json["feeds"].as_array().expect("a list of receipts");
        let found = feeds.iter().find(|receipt| receipt["feed"] == feed);
        found.unwrap_or_else(|| panic!("no receipt of {feed} in {feeds:?}"))
    }

    /// Contacts of the reasons, in order.
    pub fn clash(&self) -> Vec<&str> {
        let reasons = self.json["reasons"].as_array().expect("reasons");
        reasons
            .iter()
            .map(|reason| {
                assert_eq!(reason["code"], "not-available");
                text(&reason["contact"])
            })
            .collect()
    }
}

pub fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
}

/// `2026-12-01T09:00` of an instant in UTC.
pub fn minute(instant: &Value) -> String {
    let instant = text(instant);
    let minute = instant.strip_suffix(":00Z");
    minute
        .unwrap_or_else(|| panic!("a full minute in UTC, not {instant}"))
        .to_owned()
}

/// Seat and contact of everybody on a slot, sorted.
pub fn attending(slot: &Value) -> Vec<(String, String)> {
    let attending = slot["attending"].as_array().expect("a list of attendances");
    let mut pairs: Vec<(String, String)> = attending
        .iter()
        .map(|one| {
            (
                text(&one["seat"]).to_owned(),
                text(&one["contact"]).to_owned(),
            )
        })
        .collect();
    pairs.sort();
    pairs
}

/// Every quarter of an hour (or other step) from `first` to `last` of one day, as `2026-12-01T09:00`.
pub fn steps(day: &str, first: &str, last: &str, minutes: u32) -> Vec<String> {
    let of = |time: &str| -> u32 {
        let (hour, minute) = time.split_once(':').expect("a time");
        hour.parse::<u32>().expect("an hour") * 60 + minute.parse::<u32>().expect("a minute")
    };
    (of(first)..=of(last))
        .step_by(minutes as usize)
        .map(|at| format!("{day}T{:02}:{:02}", at / 60, at % 60))
        .collect()
}

/// A calendar whose owner is busy in these stretches (`20261201T090000Z`), with a mark at its far end so that it is known to the
/// end of January.
pub fn feed(busy: &[(&str, &str)]) -> String {
    let mut events: String = busy
        .iter()
        .enumerate()
        .map(|(at, (start, end))| event(&format!("e{at}"), start, end))
        .collect();
    events.push_str(&event("far", "20270131T230000Z", "20270131T233000Z"));
    calendar(&events)
}

pub fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//invented//EN\r\n{events}END:VCALENDAR\r\n")
}

pub fn event(uid: &str, start: &str, end: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}@example.org\r\nDTSTAMP:20261120T090000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:{CANARY}\r\nEND:VEVENT\r\n"
    )
}

/// All files below a folder by their path in it.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).expect("a folder that can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let inside = path.strip_prefix(folder).expect("below the folder");
                let names: Vec<&str> = inside
                    .iter()
                    .map(|name| name.to_str().expect("plain names"))
                    .collect();
                found.insert(names.join("/"), fs::read(&path).expect("a file"));
            }
        }
    }
    found
}
