//! What is wrong with a table and where, and how it is gathered while the tables are read on.
//!
//! Which faults there are stands in `kind`, the sentence for each in `words`.
//! A fault states the fact and then the fix. It quotes what the user typed into a table, but never a feed address, which
//! is a secret, and nothing out of a feed, which is not read here at all.

mod kind;

pub use kind::{FaultKind, Thing, Wanted, WarningKind};

use super::hidden::quotable;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Where in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// The file as a whole, or a command-line option.
    File,
    /// A value of a JSON file: `meetings[0].start`.
    Key(String),
    /// Both counted from 1; the column in characters.
    Line { line: u32, column: u32 },
    /// The row as a spreadsheet numbers it (the header is row 1) and the column's heading as the user wrote it, empty
    /// for the row as a whole.
    Row { row: u32, column: String },
}

/// A file and a place in it. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Spot {
    pub file: Arc<str>,
    pub place: Place,
}

impl Spot {
    pub fn file(file: &str) -> Spot {
        Spot {
            file: Arc::from(file),
            place: Place::File,
        }
    }

    /// Flags that state together what a row would.
    pub fn flags() -> Spot {
        Spot::file(FLAGS)
    }

    /// Where the value of `name` would stand, if it were there: its flag, or the row.
    pub fn wanting(&self, name: &str) -> Spot {
        match &*self.file {
            FLAGS => Spot::file(&format!("--{name}")),
            _ => self.clone(),
        }
    }
}

const FLAGS: &str = "the command line";

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match &self.place {
            Place::File => Ok(()),
            Place::Key(key) => write!(f, " at {key}"),
            Place::Line { line, column } => write!(f, " line {line}, column {column}"),
            Place::Row { row, column } if column.is_empty() => write!(f, " row {row}"),
            Place::Row { row, column } => write!(f, " row {row}, column {column}"),
        }
    }
}

/// Something said about a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<K> {
    pub file: String,
    pub place: Place,
    pub what: K,
}

/// A reason to refuse the workspace.
pub type Fault = Located<FaultKind>;
/// Something that is probably not meant; the workspace is read all the same.
pub type Warning = Located<WarningKind>;

impl<K: fmt::Display> fmt::Display for Located<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spot = Spot {
            file: Arc::from(self.file.as_str()),
            place: self.place.clone(),
        };
        write!(f, "{spot}: {}", self.what)
    }
}

impl<K: fmt::Display> Located<K> {
    fn order(&self, other: &Self) -> Ordering {
        (&self.file, &self.place)
            .cmp(&(&other.file, &other.place))
            .then_with(|| self.what.to_string().cmp(&other.what.to_string()))
    }
}

/// Where faults and warnings are gathered while the tables are read on.
#[derive(Default, Debug)]
pub(super) struct Sink {
    pub faults: Vec<Fault>,
    pub warnings: Vec<Warning>,
    /// Where something stands that may be the address of a feed.
    secret: BTreeSet<Spot>,
}

/// Stands for what may be the address of a feed.
const HIDDEN: &str = "…";

impl Sink {
    /// Notes what stands at `spot`: of a text that may be the address of a feed, no part is ever quoted.
    pub fn reading(&mut self, spot: &Spot, text: &str) {
        if !quotable(text) {
            self.secret.insert(spot.clone());
        }
    }

    /// A fault that would quote what may be the address of a feed only says that there is one.
    pub fn fault(&mut self, spot: &Spot, what: FaultKind) {
        let quoted = what.quoted();
        let secret = self.secret.contains(spot) && !quoted.is_empty();
        let what = match secret || quoted.iter().any(|text| !quotable(text)) {
            true => FaultKind::FeedAddress,
            false => what,
        };
        self.faults.push(located(spot, what));
    }

    pub fn warn(&mut self, spot: &Spot, mut what: WarningKind) {
        let secret = self.secret.contains(spot);
        for text in what.quoted() {
            if secret || !quotable(text) {
                HIDDEN.clone_into(text);
            }
        }
        self.warnings.push(located(spot, what));
    }

    /// The value, or a fault at `spot`.
    pub fn take<T>(&mut self, spot: &Spot, result: Result<T, FaultKind>) -> Option<T> {
        result.map_err(|what| self.fault(spot, what)).ok()
    }

    /// Sorted by file and place, each said once.
    pub fn finish<T>(mut self, value: Option<T>) -> Result<(T, Vec<Warning>), Vec<Fault>> {
        self.faults.sort_by(Located::order);
        self.faults.dedup();
        self.warnings.sort_by(Located::order);
        self.warnings.dedup();
        match value {
            Some(value) if self.faults.is_empty() => Ok((value, self.warnings)),
            _ => Err(self.faults),
        }
    }
}

fn located<K>(spot: &Spot, what: K) -> Located<K> {
    let mut place = spot.place.clone();
    // Without a header the first row's cells are taken for headings.
    if let Place::Row { column, .. } = &mut place
        && !quotable(column)
    {
        HIDDEN.clone_into(column);
    }
    Located {
        file: spot.file.to_string(),
        place,
        what,
    }
}
