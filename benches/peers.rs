//! Reading beside the readers that one would otherwise pick: the same work by all, in one run, on one thread.
//!
//! `cargo bench --bench peers` prints the tables of the README's section on speed. The work is to parse, to expand the year 2026
//! and to merge into canonical busy and tentative sets. All readers take turns, times are the thread's own and figures are medians:
//! compare ratios, not megabytes. With `-- quick` every part is cut down to a few seconds.

#[path = "peers/feeds.rs"]
mod feeds;
#[path = "peers/memory.rs"]
mod memory;
#[path = "peers/readers.rs"]
mod readers;

use feeds::{Random, Rules, STYLES, Style};
use quorate::ics::read::{Budget, HashKey, ReadOptions};
use quorate::time::{Instant, Interval, Zone};
use readers::Taken;
use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant as Clock;

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// A reader by name.
type Reader<'o> = (&'static str, Box<dyn Fn(&[u8]) -> Taken + 'o>);

/// Feeds that are read one after the other.
struct Shape {
    name: &'static str,
    feeds: Vec<String>,
    rounds: usize,
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "quick");
    let instant = |text| Instant::parse_rfc3339(text).expect("an instant");
    let (from, to) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    let window = Interval::new(instant(from), instant(to)).expect("a year");
    let options = ReadOptions {
        zone: Zone::named("Europe/London").expect("a zone"),
        window,
        key: HashKey(*b"a key for benche"),
        budget: Budget::default(),
        owners: Vec::new(),
    };
    let readers: [Reader; 3] = [
        (
            "quorate",
            Box::new(|bytes| readers::quorate(bytes, &options)),
        ),
        ("calcard", Box::new(|bytes| readers::calcard(bytes, window))),
        (
            "icalendar",
            Box::new(|bytes| readers::icalendar(bytes, window)),
        ),
    ];
    let shapes = shapes(quick);
    compare(&shapes, &readers);
    memory_of(&shapes[0], &readers);
    since_1601(&options);
    many_files(
        &shapes[2].feeds,
        &options,
        if quick { 1_000 } else { 10_000 },
    );
}

fn shapes(quick: bool) -> [Shape; 4] {
    let mut random = Random(2026);
    let folder = if quick { 50 } else { 500 };
    let many = |rules| -> Vec<String> {
        let mut random = Random(400);
        let style = |number| STYLES[number % STYLES.len()];
        (0..folder)
            .map(|number| feeds::feed(style(number), 400, rules, &mut random))
            .collect()
    };
    [
        Shape {
            name: "one file, 20,000 events, Google",
            feeds: vec![feeds::feed(
                Style::Google,
                20_000,
                Rules::AllEnd,
                &mut random,
            )],
            rounds: if quick { 3 } else { 9 },
        },
        Shape {
            name: "one file, 20,000 events, Outlook",
            feeds: vec![feeds::feed(
                Style::Outlook,
                20_000,
                Rules::AllEnd,
                &mut random,
            )],
            rounds: if quick { 3 } else { 9 },
        },
        Shape {
            name: "500 files of 400 events, nine spellings",
            feeds: many(Rules::AllEnd),
            rounds: if quick { 3 } else { 5 },
        },
        Shape {
            name: "100 of these, one rule in four endless",
            feeds: many(Rules::SomeEndless).split_off(folder * 4 / 5),
            rounds: 3,
        },
    ]
}

fn compare(shapes: &[Shape], readers: &[Reader]) {
    println!(
        "| feeds | MB | newline count MB/s | quorate MB/s | calcard | icalendar + rrule | newline count |"
    );
    println!("|---|---|---|---|---|---|---|");
    for shape in shapes {
        let megabytes = shape.feeds.iter().map(String::len).sum::<usize>() as f64 / 1e6;
        let mut times = vec![Vec::new(); readers.len() + 1];
        for _ in 0..shape.rounds {
            for times in &mut times {
                times.push(0.0);
            }
            // All take turns after a few milliseconds, so that a machine that slows down does so for all.
            for feeds in shape.feeds.chunks(25) {
                let mut add = |reader: usize, took: f64| {
                    if let Some(sum) = times[reader].last_mut() {
                        *sum += took;
                    }
                };
                for (index, (_, read)) in readers.iter().enumerate() {
                    let each = |feed: &String| drop(black_box(read(black_box(feed.as_bytes()))));
                    add(index, seconds(|| feeds.iter().for_each(each)));
                }
                let count = |feed: &String| _ = black_box(newlines(black_box(feed.as_bytes())));
                add(readers.len(), seconds(|| feeds.iter().for_each(count)));
            }
        }
        let medians: Vec<f64> = times.into_iter().map(median).collect();
        let ours = medians[0];
        println!(
            "| {} | {megabytes:.1} | {:.0} | **{:.0}** | {:.1} times slower | {:.1} times slower | {:.1} times faster |",
            shape.name,
            megabytes / medians[3],
            megabytes / ours,
            medians[1] / ours,
            medians[2] / ours,
            ours / medians[3],
        );
    }
    println!();
    for shape in shapes {
        let hours = |taken: &Taken| (taken.busy.seconds() + taken.tentative.seconds()) / 3600;
        let all: Vec<String> = readers
            .iter()
            .map(|(name, read)| {
                let sum: i64 = shape
                    .feeds
                    .iter()
                    .map(|feed| hours(&read(feed.as_bytes())))
                    .sum();
                format!("{name} {sum}")
            })
            .collect();
        println!("Hours found in {}: {}.", shape.name, all.join(", "));
    }
}

/// Seconds that this thread was at work, so that other programs do not count; on systems that do not tell, seconds by the clock.
fn seconds(work: impl FnOnce()) -> f64 {
    let worked = || -> Option<f64> {
        // The kernel brings the sum up to date when a thread gives way.
        std::thread::yield_now();
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
    };
    let (before, began) = (worked(), Clock::now());
    work();
    let by_the_clock = began.elapsed().as_secs_f64();
    match (before, worked()) {
        (Some(before), Some(after)) => after - before,
        _ => by_the_clock,
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Counts line ends as fast as plain code can: what any reader of lines has to do at the least.
fn newlines(bytes: &[u8]) -> usize {
    let count = |block: &[u8]| {
        let ends = block.iter().map(|byte| u8::from(*byte == b'\n'));
        usize::from(ends.fold(0, u8::wrapping_add))
    };
    let (blocks, rest) = bytes.as_chunks::<192>();
    blocks.iter().map(|block| count(block)).sum::<usize>() + count(rest)
}

fn memory_of(shape: &Shape, readers: &[Reader]) {
    let peaks: Vec<String> = readers
        .iter()
        .map(|(name, read)| {
            let (_, peak) = memory::peak_of(|| read(shape.feeds[0].as_bytes()));
            format!("{name} {:.2} MB", peak as f64 / 1e6)
        })
        .collect();
    println!(
        "\nPeak memory above the input, {}: {}.",
        shape.name,
        peaks.join(", ")
    );
}

/// A weekly series that has run since 1601 beside one that began the week before the window.
fn since_1601(options: &ReadOptions) {
    let feeds = [
        feeds::weekly_since("16010101"),
        feeds::weekly_since("20251229"),
    ];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..101 {
        for (times, feed) in times.iter_mut().zip(&feeds) {
            times.push(seconds(|| {
                for _ in 0..100 {
                    black_box(readers::quorate(black_box(feed.as_bytes()), options));
                }
            }));
        }
    }
    let [old, new] = times.map(median);
    println!(
        "\nA weekly series since 1601 takes {:.1} µs, one since last week {:.1} µs: {:.2} times as long.",
        old * 1e4,
        new * 1e4,
        old / new
    );
}

/// Reads `times` files on two threads, each read, reduced and dropped. They are the same few hundred files again and again, so
/// that the bench does not leave gigabytes on the disk.
fn many_files(feeds: &[String], options: &ReadOptions, times: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths: Vec<PathBuf> = (0..feeds.len())
        .map(|number| folder.path().join(format!("{number}.ics")))
        .collect();
    for (path, feed) in paths.iter().zip(feeds) {
        fs::write(path, feed).expect("a file in the temporary folder");
    }
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut buffer = Vec::new();
        loop {
            let number = next.fetch_add(1, Relaxed);
            if number >= times {
                return;
            }
            buffer.clear();
            let mut file = fs::File::open(&paths[number % paths.len()]).expect("the file");
            file.read_to_end(&mut buffer).expect("its bytes");
            bytes.fetch_add(buffer.len(), Relaxed);
            black_box(readers::quorate(&buffer, options));
        }
    };
    let mut took = 0.0;
    let (_, peak) = memory::peak_of(|| {
        let began = Clock::now();
        std::thread::scope(|scope| {
            scope.spawn(work);
            scope.spawn(work);
        });
        took = began.elapsed().as_secs_f64();
    });
    let bytes = bytes.into_inner() as f64;
    println!(
        "\n{times} files ({:.2} GB; {} files read again and again) on two threads: {took:.2} s, {:.0} MB/s, peak memory {:.2} MB, \
         the two buffers for the files included.",
        bytes / 1e9,
        feeds.len(),
        bytes / 1e6 / took,
        peak as f64 / 1e6,
    );
}
