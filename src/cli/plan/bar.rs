//! The line on a terminal that says how far the search has come.

use crate::report::plan as words;
use crate::solve::batch::Progress;
use std::io::{IsTerminal, Write, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Shown for work that takes longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between two lines.
const PACE: Duration = Duration::from_millis(200);

/// Nothing is shown where nobody watches.
pub(super) struct Bar {
    begun: Instant,
    shown: Option<Mutex<Option<Instant>>>,
}

impl Bar {
    pub(super) fn new() -> Bar {
        Bar {
            begun: Instant::now(),
            shown: stderr().is_terminal().then(Mutex::default),
        }
    }

    pub(super) fn show(&self, progress: Progress) {
        let Some(shown) = &self.shown else { return };
        let now = Instant::now();
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = shown.is_some_and(|last| now.duration_since(last) < PACE);
        if now.duration_since(self.begun) < PATIENCE || waits {
            return;
        }
        *shown = Some(now);
        let text = words::progress(&progress);
        // The line is as good as its reader; one that cannot be written is nobody's loss.
        let _ = write!(stderr(), "\r\x1b[2K{text}");
        let _ = stderr().flush();
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        let Some(shown) = &self.shown else { return };
        let shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.is_some() {
            let _ = write!(stderr(), "\r\x1b[2K");
            let _ = stderr().flush();
        }
    }
}
