//! When the time is up: by the clock, or by what each thread has really worked.

use quorate::solve::batch::search::{ONE, Pace};
use std::cell::Cell;
use std::time::Instant;

pub struct Clock {
    began: Instant,
    by_cpu: bool,
}

thread_local! {
    /// Of the search that runs on this thread: its CPU seconds at the beginning, and those at the last look.
    static WORKED: Cell<(f64, f64)> = const { Cell::new((0.0, 0.0)) };
}

impl Clock {
    pub fn new(by_cpu: bool) -> Clock {
        Clock {
            began: Instant::now(),
            by_cpu,
        }
    }

    /// The pace of a search from one second to another; by CPU time it gets the time between them, whenever it begins.
    pub fn pace(&self, from: f64, to: f64) -> impl Fn(u64) -> Pace + Sync {
        move |steps| {
            let passed = if self.by_cpu {
                worked(steps)
            } else {
                self.began.elapsed().as_secs_f64() - from
            };
            let done = (passed / (to - from)).clamp(0.0, 1.0);
            Pace::Done((done * f64::from(ONE)) as u32)
        }
    }
}

/// CPU seconds that this thread has worked since the search's first step.
fn worked(steps: u64) -> f64 {
    let (mut first, mut last) = WORKED.get();
    // Reading the file costs as much as a few ruins.
    if steps.is_multiple_of(128) {
        last = cpu_seconds();
    }
    if steps == 0 {
        first = last;
    }
    WORKED.set((first, last));
    last - first
}

/// Linux counts the nanoseconds of each thread.
fn cpu_seconds() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .expect("--cpu needs Linux, which counts the time of threads under /proc")
        / 1e9
}
