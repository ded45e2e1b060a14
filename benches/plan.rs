//! What planning whole batches costs and what it gains: a generated authority is written to a folder, read as `quorate plan` reads it,
//! planned at each effort, and planned again as one would by telephone.
//!
//! ```text
//! cargo bench --bench plan -- [week|chair|quarter|year|large|counties|replan|all]… [--seed S] [--effort quick|usual|thorough]
//!     [--seconds N] [--threads T] [--counties N] [--baselines yes|no] [--folder FOLDER] [--by-type]
//! ```
//! Without words: week and quarter. `--seconds` ends each search after so long; without it steps are counted, as in the program.
//! `--folder` plans a workspace that is there instead of a generated one. Baselines above 1,000 meetings are left out unless asked for.
//! The column *each alone* is no plan: it puts every meeting at its best time as if there were no other, which no plan can surpass.

#[path = "plan/measure.rs"]
mod measure;
#[path = "plan/opened.rs"]
mod opened;
#[path = "plan/replan.rs"]
mod replan;
#[path = "plan/shown.rs"]
mod shown;

use measure::{Clock, peak_megabytes};
use opened::{Opened, Read};
use quorate::model::{Batch, Plan, Stopped};
use quorate::solve::batch::{Effort, Order, PlanOptions, one_after_the_other, plan};
use quorate::synth::{County, CountySize, county};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Most meetings for which the baselines run unasked.
const MOST_FOR_BASELINES: usize = 1_000;

struct Asked {
    sizes: Vec<String>,
    seed: u64,
    efforts: Vec<Effort>,
    seconds: Option<f64>,
    threads: usize,
    counties: u32,
    baselines: Option<bool>,
    folder: Option<PathBuf>,
    by_type: bool,
}

fn asked() -> Option<Asked> {
    let mut asked = Asked {
        sizes: Vec::new(),
        seed: 1,
        efforts: vec![Effort::Quick, Effort::Usual, Effort::Thorough],
        seconds: None,
        threads: 2,
        counties: 10,
        baselines: None,
        folder: None,
        by_type: false,
    };
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => asked.seed = words.next()?.parse().ok()?,
            "--seconds" => asked.seconds = Some(words.next()?.parse().ok()?),
            "--threads" => asked.threads = words.next()?.parse().ok()?,
            "--counties" => asked.counties = words.next()?.parse().ok()?,
            "--baselines" => asked.baselines = Some(words.next()? == "yes"),
            "--by-type" => asked.by_type = true,
            "--folder" => asked.folder = Some(words.next()?.into()),
            "--effort" => {
                asked.efforts = vec![match words.next()?.as_str() {
                    "quick" => Effort::Quick,
                    "usual" => Effort::Usual,
                    "thorough" => Effort::Thorough,
                    _ => return None,
                }];
            }
            "all" => {
                let all = ["week", "chair", "quarter", "year", "counties", "replan"];
                asked.sizes.extend(all.map(str::to_owned));
            }
            "replan" => asked.sizes.push(word),
            _ => {
                CountySize::named(&word, 1)?;
                asked.sizes.push(word);
            }
        }
    }
    if asked.sizes.is_empty() && asked.folder.is_none() {
        asked.sizes = vec!["week".to_owned(), "quarter".to_owned()];
    }
    Some(asked)
}

fn main() {
    let Some(asked) = asked() else {
        eprintln!("not understood; the forms stand at the top of benches/plan.rs");
        std::process::exit(2);
    };
    if let Some(folder) = &asked.folder {
        println!("\n== {}", folder.display());
        measure_folder(&asked, folder);
    }
    for size in &asked.sizes {
        println!("\n== {size}, seed {}", asked.seed);
        let folder = tempfile::tempdir().expect("a folder for what is generated");
        let name = if size == "replan" { "quarter" } else { size };
        let size_of = CountySize::named(name, asked.counties).expect("it was looked up above");
        write(folder.path(), asked.seed, size_of);
        match size.as_str() {
            "replan" => replan::measure(folder.path(), asked.threads),
            _ => measure_folder(&asked, folder.path()),
        }
    }
}

/// Writes the authority to its folder.
fn write(folder: &Path, seed: u64, size: CountySize) {
    let clock = Clock::start();
    let files = county(&County { seed, size });
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let count = files.len();
    for (path, bytes) in files {
        let target = folder.join(path);
        let parent = target.parent().expect("a file in a folder");
        std::fs::create_dir_all(parent).expect("the folder can be written");
        std::fs::write(target, bytes).expect("the folder can be written");
    }
    let megabytes = bytes as f64 / 1e6;
    println!(
        "generated        {:>8.2} s   {count} files, {megabytes:.1} MB",
        clock.wall()
    );
}

fn measure_folder(asked: &Asked, folder: &Path) {
    let opened = Opened::prepare(&Read::folder(folder), None);
    let batch = &opened.prepared.batch;
    opened.show();
    let mut columns: Vec<(String, Plan)> = Vec::new();
    for effort in &asked.efforts {
        let clock = Clock::start();
        let planned = planned(batch, *effort, asked.threads, asked.seconds);
        println!(
            "plan {:<11} {:>8.2} s   {:.2} s CPU, first complete plan {}, {} steps, {}; peak {:.0} MB",
            format!("{effort:?}").to_lowercase(),
            clock.wall(),
            clock.cpu(),
            planned
                .first
                .map_or("not told".to_owned(), |s| format!("{s:.2} s")),
            planned.plan.steps,
            planned.plan.stopped.name(),
            peak_megabytes(),
        );
        columns.push((format!("{effort:?}").to_lowercase(), planned.plan));
    }
    let small = batch.meetings.len() <= MOST_FOR_BASELINES;
    if asked.baselines.unwrap_or(small) {
        for (name, order) in [
            ("one by one", Order::BestFirst),
            ("first fit", Order::FirstFit),
        ] {
            let clock = Clock::start();
            let plan = one_after_the_other(batch, order);
            println!("{name:<16} {:>8.2} s", clock.wall());
            columns.push((name.to_owned(), plan));
        }
        columns.push(("each alone".to_owned(), shown::each_alone(batch)));
    }
    shown::table(batch, &columns);
    if asked.by_type {
        shown::by_type(&opened.prepared, &columns);
    }
}

/// A plan and when its first complete form stood, in seconds.
struct Planned {
    plan: Plan,
    first: Option<f64>,
}

fn planned(batch: &Batch, effort: Effort, threads: usize, seconds: Option<f64>) -> Planned {
    let clock = Clock::start();
    let first = OnceLock::new();
    let stop = || match seconds {
        Some(seconds) if clock.wall() > seconds => Some(Stopped::TimeLimit),
        _ => None,
    };
    let options = PlanOptions {
        effort,
        threads,
        stop: &stop,
        progress: &|_| {
            first.get_or_init(|| clock.wall());
        },
        ..PlanOptions::default()
    };
    let plan = plan(batch, &options);
    Planned {
        plan,
        first: first.get().copied(),
    }
}
