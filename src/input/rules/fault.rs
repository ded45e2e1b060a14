//! What can be wrong with a rule file beside what can be wrong with any table, and its sentence.

use std::fmt;

/// One rule of rule files each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleFault {
    /// A key that no row of the kind has. In a file of rules it may be a figure that would silently not count.
    UnknownKey {
        key: String,
        choices: String,
    },
    NotTables {
        name: &'static str,
    },
    NotTable {
        name: &'static str,
    },
    /// A name of something that is not there.
    Unknown {
        what: &'static str,
        text: String,
        choices: String,
    },
    /// What an anchor may be is said with it.
    UnknownAnchor {
        text: String,
        choices: String,
    },
    /// The days of two versions overlap.
    Overlap {
        id: String,
    },
    OtherStep {
        id: String,
        step: &'static str,
    },
    /// Another type, which the file does not touch, counts from a row that the file has taken out.
    Lost {
        kind: String,
        row: String,
    },
    DependsOnItself {
        way: String,
    },
    ExtendsItself {
        way: String,
    },
    ExtendsKnown {
        id: String,
    },
    TwoSpans,
    NoSuchDay {
        text: String,
    },
    NotOfUnit {
        key: &'static str,
        unit: &'static str,
    },
    TwoSequences,
    ValidBackwards {
        from: String,
        to: String,
    },
    ReviewBeforeAdoption {
        review: String,
        date: String,
    },
    Shares {
        sum: u32,
    },
    LengthOrder {
        min: u32,
        typical: u32,
        max: u32,
    },
    TwoRoles,
    AdoptedHere,
}

impl RuleFault {
    /// The texts in it that somebody typed.
    pub(in crate::input) fn quoted(&self) -> Vec<&str> {
        use RuleFault::*;
        match self {
            NotTables { .. }
            | NotTable { .. }
            | TwoSpans
            | NotOfUnit { .. }
            | TwoSequences
            | ValidBackwards { .. }
            | ReviewBeforeAdoption { .. }
            | Shares { .. }
            | LengthOrder { .. }
            | TwoRoles
            | AdoptedHere => Vec::new(),
            UnknownKey { key, .. } => vec![key],
            Unknown { text, .. } | UnknownAnchor { text, .. } | NoSuchDay { text } => vec![text],
            Overlap { id } | OtherStep { id, .. } | ExtendsKnown { id } => vec![id],
            DependsOnItself { way } | ExtendsItself { way } => vec![way],
            // Both are ids of types that were there before the file was read.
            Lost { .. } => Vec::new(),
        }
    }
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use RuleFault::*;
        match self {
            UnknownKey { key, choices } => {
                write!(f, "\"{key}\" has no meaning here; write one of: {choices}")
            }
            NotTables { name } => write!(
                f,
                "{name} must be a list of tables; write {name} = [{{ … }}, {{ … }}]"
            ),
            NotTable { name } => {
                write!(f, "{name} must be a table; write {name} = {{ … }} or [{name}]")
            }
            Unknown {
                what,
                text,
                choices,
            } => {
                write!(f, "there is no {what} \"{text}\"; ")?;
                match choices.is_empty() {
                    true => f.write_str("add it"),
                    false => write!(f, "add it, or write one of: {choices}"),
                }
            }
            UnknownAnchor { text, choices } => write!(
                f,
                "nothing says what date \"{text}\" is; write trigger, previous, meeting, next-meeting, the id of another row of the \
                 type, or a date of [anchors]; nearest: {choices}"
            ),
            Overlap { id } => write!(
                f,
                "two rows \"{id}\" hold at the same time; give each its days by valid_from and valid_to, or another id"
            ),
            OtherStep { id, step } => write!(
                f,
                "\"{id}\" stands under {step} already; write it there, or give this row another id"
            ),
            Lost { kind, row } => write!(
                f,
                "\"{row}\" is not there any more, and what follows \"{kind}\" is counted by it; keep the row, or write other spawns for \
                 \"{kind}\""
            ),
            DependsOnItself { way } => write!(
                f,
                "the date is counted from itself ({way}); count one of these rows from another date"
            ),
            ExtendsItself { way } => {
                write!(f, "the type extends itself ({way}); take one of these `extends` out")
            }
            ExtendsKnown { id } => write!(
                f,
                "type \"{id}\" is known already, and only what differs is written; take `extends` out, or give the type another id"
            ),
            TwoSpans => f.write_str("both fixed and amount are given; keep one of them"),
            NoSuchDay { text } => write!(
                f,
                "\"{text}\" is no day of the year; write month and day, such as 02-15"
            ),
            NotOfUnit { key, unit } => write!(
                f,
                "{key} has no meaning for a count of {unit}; leave it out, or write another unit"
            ),
            TwoSequences => {
                f.write_str("both sequence and sequence_from are given; keep one of them")
            }
            ValidBackwards { from, to } => write!(
                f,
                "the last day {to} lies before the first day {from}; correct valid_from or valid_to"
            ),
            ReviewBeforeAdoption { review, date } => write!(
                f,
                "the review on {review} does not lie after the adoption on {date}; correct one of them"
            ),
            Shares { sum } => write!(
                f,
                "the shares of the points are {sum} together; make them 100"
            ),
            LengthOrder { min, typical, max } => write!(
                f,
                "min {min}, typical {typical} and max {max} do not rise; correct the minutes"
            ),
            TwoRoles => f.write_str("both role and any_of are given; keep one of them"),
            AdoptedHere => f.write_str(
                "a rule becomes adopted by an [[adopt]] row that says by whom, when and in which document; write one, and leave \
                 confidence out",
            ),
        }
    }
}
