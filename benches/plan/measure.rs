//! Time and memory of this process.

use std::time::Instant;

/// Wall clock and processor time since its start.
pub struct Clock {
    begun: Instant,
    cpu: f64,
}

impl Clock {
    pub fn start() -> Clock {
        Clock {
            begun: Instant::now(),
            cpu: cpu_seconds(),
        }
    }

    pub fn wall(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    pub fn cpu(&self) -> f64 {
        cpu_seconds() - self.cpu
    }
}

/// User and system time of all threads; 0 where the system does not tell.
fn cpu_seconds() -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else {
        return 0.0;
    };
    // The name in brackets may hold blanks; what follows it is counted from the state on.
    let fields = text.rsplit(')').next().unwrap_or("").split_whitespace();
    let ticks = fields
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok());
    // Linux counts in hundredths of a second on every machine that this runs on.
    ticks.sum::<f64>() / 100.0
}

/// The most memory that the process has held, in MB; 0 where the system does not tell.
pub fn peak_megabytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
