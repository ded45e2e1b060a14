//! What the pages show is what the program does: every command in them is run, and prints what stands below it.
//!
//! A block of commands (`sh`) is run by the shell, in a folder that begins with a copy of the fixtures; what one block leaves
//! there the next one finds. The block of text that follows is what it prints, with a line of `…` for lines left out. A block
//! under `<!-- file NAME -->` is written to that file first. With `QUORATE_WRITE_DOCS` set, pages are brought up to date instead, but
//! for blocks from which lines were left out.
#![cfg(all(unix, feature = "cli"))]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A fenced block of a page, by the numbers of its lines without the fences.
struct Block {
    language: String,
    first: usize,
    end: usize,
    /// The file that the page says to write it to.
    file: Option<String>,
}

fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = None;
    let mut file = None;
    for (number, line) in lines.iter().enumerate() {
        let named = line.strip_prefix("<!-- file ");
        if let Some(name) = named.and_then(|rest| rest.strip_suffix(" -->")) {
            file = Some(name.to_owned());
        }
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        match open.take() {
            None => open = Some((language.to_owned(), number + 1)),
            Some((language, first)) => blocks.push(Block {
                language,
                first,
                end: number,
                file: file.take(),
            }),
        }
    }
    blocks
}

/// Whether `printed` is what the page shows: `…` alone on a line stands for any lines.
fn agrees(shown: &[&str], printed: &[&str]) -> bool {
    let Some((first, rest)) = shown.split_first() else {
        return printed.is_empty();
    };
    if first.trim() == "…" {
        return (0..=printed.len()).any(|skipped| agrees(rest, &printed[skipped..]));
    }
    printed.first() == Some(first) && agrees(rest, &printed[1..])
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

/// What the shell says to the commands, as somebody who types them sees it.
fn run(commands: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_quorate"));
    let beside = program.parent().expect("a folder").display();
    let path = format!("{beside}:{}", env::var("PATH").unwrap_or_default());
    let commands = commands.replace("cargo run --quiet --release --", "quorate");
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {commands}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .expect("a shell");
    String::from_utf8(output.stdout).expect("text")
}

#[track_caller]
fn page(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join(name)).expect("the page");
    let lines: Vec<&str> = text.lines().collect();
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root.join("fixtures"), &folder.path().join("fixtures"));

    let mut differing = Vec::new();
    let mut written: Vec<(usize, usize, String)> = Vec::new();
    let mut compared = 0;
    let mut answer: Option<(usize, String)> = None;
    for block in blocks(&lines) {
        let body = lines[block.first..block.end].join("\n");
        if let Some(file) = &block.file {
            fs::write(folder.path().join(file), format!("{body}\n")).expect("a file");
        }
        if block.language == "sh" && !body.contains("cargo test") {
            answer = Some((block.end, run(&body, folder.path())));
            continue;
        }
        // What stands further down is no answer to the commands.
        let Some((_, printed)) = answer.take().filter(|(end, _)| {
            let between = &lines[*end + 1..block.first - 1];
            block.language == "text" && between.iter().filter(|line| !line.is_empty()).count() <= 2
        }) else {
            continue;
        };
        compared += 1;
        let shown = &lines[block.first..block.end];
        if !agrees(shown, &printed.trim_end().lines().collect::<Vec<_>>()) {
            let is_whole = !shown.iter().any(|line| line.trim() == "…");
            differing.push(format!("line {}: it prints\n{printed}", block.first));
            if is_whole {
                written.push((block.first, block.end, printed));
            }
        }
    }
    assert!(compared > 0, "{name} shows no answer");
    if env::var_os("QUORATE_WRITE_DOCS").is_some() && !written.is_empty() {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        for (first, end, printed) in written.into_iter().rev() {
            let new = printed.trim_end().lines().map(str::to_owned);
            lines.splice(first..end, new);
        }
        fs::write(root.join(name), lines.join("\n") + "\n").expect("the page");
    }
    assert!(differing.is_empty(), "{name}, {}", differing.join("\n"));
}

#[test]
fn the_readme_shows_what_is_printed() {
    page("README.md");
}

#[test]
fn the_page_on_clocks_shows_what_is_printed() {
    page("docs/clocks.md");
}

#[test]
fn the_page_on_planning_shows_what_is_printed() {
    page("docs/planning.md");
}

#[test]
fn the_page_on_pictures_shows_what_is_printed() {
    page("docs/pictures.md");
}

#[test]
fn the_page_on_why_not_shows_what_is_printed() {
    page("docs/why.md");
}

#[test]
fn the_page_on_contexts_shows_what_is_printed() {
    page("docs/contexts.md");
}

#[test]
fn the_page_on_series_shows_what_is_printed() {
    page("docs/series.md");
}

#[test]
fn the_page_on_sending_shows_what_is_printed() {
    page("docs/sending.md");
}
