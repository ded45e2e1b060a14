//! Writes the generated fixtures or a bench authority to a folder.
//!
//! `cargo run --example synth -- fixtures [fixtures]`
//! `cargo run --release --example synth -- county FOLDER week|chair|quarter|year|large|counties [SEED [N]]`
//! `cargo run --release --example synth -- authority FOLDER [SEED [CONTACTS [MONTHS [EVENTS [BUSY]]]]]`

use quorate::synth;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: synth fixtures [FOLDER]\n       synth county FOLDER week|chair|quarter|year|large|counties [SEED [N]]\n       synth authority FOLDER [SEED [CONTACTS [MONTHS [EVENTS [BUSY]]]]]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((folder, files)) = wanted(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    for (path, bytes) in &files {
        if let Err(error) = write(Path::new(folder), path, bytes) {
            eprintln!("{folder}/{path}: {error}");
            return ExitCode::from(2);
        }
    }
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {} kB in {folder}", files.len(), size / 1000);
    ExitCode::SUCCESS
}

fn wanted(arguments: &[String]) -> Option<(&str, Vec<synth::File>)> {
    let (command, rest) = arguments.split_first()?;
    match command.as_str() {
        "fixtures" => Some((
            rest.first().map_or("fixtures", String::as_str),
            synth::fixtures(),
        )),
        "authority" => {
            let (folder, numbers) = rest.split_first()?;
            let numbers: Vec<u32> = numbers
                .iter()
                .map(|text| text.parse().ok())
                .collect::<Option<_>>()?;
            let standard = synth::Authority::default();
            let number = |place: usize, otherwise: u32| *numbers.get(place).unwrap_or(&otherwise);
            let authority = synth::Authority {
                seed: u64::from(number(0, standard.seed as u32)),
                contacts: number(1, standard.contacts),
                months: number(2, standard.months),
                events_per_feed: number(3, standard.events_per_feed),
                busy_percent: number(4, standard.busy_percent),
            };
            Some((folder, synth::authority(&authority)))
        }
        "county" => {
            let (folder, rest) = rest.split_first()?;
            let (size, numbers) = rest.split_first()?;
            let number = |place: usize, otherwise: u64| match numbers.get(place) {
                Some(text) => text.parse().ok(),
                None => Some(otherwise),
            };
            let count = u32::try_from(number(1, 10)?).ok()?;
            let county = synth::County {
                seed: number(0, 1)?,
                size: synth::CountySize::named(size, count)?,
            };
            Some((folder, synth::county(&county)))
        }
        _ => None,
    }
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> std::io::Result<()> {
    let target = folder.join(path);
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(target, bytes)
}
