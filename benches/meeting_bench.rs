//! The public batch-scheduling instances through the search of `solve::batch`.
//!
//! `cargo bench --bench meeting_bench -- INSTANCE.json --seconds 30 [--threads 2] [--seed 1] --out SOLUTION.json`

#[path = "meeting_bench/board.rs"]
mod board;
#[path = "meeting_bench/instance.rs"]
mod instance;

use board::Grid;
use instance::Instance;
use quorate::solve::batch::search::{ONE, Pace, Random, Search, construct, several};
use std::sync::Arc;
use std::time::Instant;

fn env(name: &str, default: i64) -> i64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

fn cpu() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

thread_local! { static START: std::cell::Cell<(u64, u64, u64)> = const { std::cell::Cell::new((0, 0, 0)) }; }

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut file, mut seconds, mut threads, mut seed, mut out, mut by_cpu) =
        (None, 3.0_f64, 2_usize, 1_u64, None, false);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seconds" => seconds = args.next().unwrap().parse().unwrap(),
            "--threads" => threads = args.next().unwrap().parse().unwrap(),
            "--seed" => seed = args.next().unwrap().parse().unwrap(),
            "--out" => out = args.next(),
            "--cpu" => by_cpu = true,
            "--bench" => {}
            _ => file = Some(arg),
        }
    }
    let began = Instant::now();
    let instance =
        Arc::new(Instance::parse(&std::fs::read_to_string(file.unwrap()).unwrap()).unwrap());
    let prices = [
        env("H", 10_000) as i32,
        env("M", 1000) as i32,
        env("S", 1) as i32,
    ];
    let mut grid = Grid::new(instance.clone(), prices);
    let out_left = construct(&mut grid, &mut Random::new(seed));
    let search = Search {
        hot: env("HOT", 3000),
        cold: env("COLD", 10),
        cycles: env("CYC", 1) as u32,
        reheat: (env("REHEAT", 50) * ONE as i64 / 100) as u32,
        most: env("MOST", 5) as usize,
        aimed: (env("AIM", 50) * ONE as i64 / 100) as u32,
    };
    let first = quorate::solve::batch::search::Board::value(&grid);
    let pace = |steps: u64| {
        let done = if by_cpu {
            let (t0, asked, last) = START.get();
            let t0 = if steps == 0 { cpu() } else { t0 };
            let last = if asked % 8 == 0 { cpu() } else { last };
            START.set((t0, asked + 1, last));
            last.saturating_sub(t0) as f64 / 1e9
        } else {
            began.elapsed().as_secs_f64()
        };
        Pace::Done((done / seconds * 65536.0) as u32)
    };
    let (best, found) = several(&grid, &vec![search; threads], seed, &pace);
    println!(
        "{} seed {seed} left {out_left} first {:?} found {:?} steps {} {:.2}s",
        instance.name,
        first.0,
        found.value.0,
        found.steps,
        began.elapsed().as_secs_f64()
    );
    if let Some(out) = out {
        let json =
            serde_json::json!({"instance": instance.name, "assignments": best.assignments()});
        std::fs::write(out, json.to_string()).unwrap();
    }
}
