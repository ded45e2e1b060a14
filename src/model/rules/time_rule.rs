//! One statement of the form "not later than 15 working days after the strategy discussion".

use super::grounds::{Grounds, Validity};
use crate::model::Condition;

/// What a rule counts in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RuleUnit {
    WorkingDays,
    CalendarDays,
    Weeks,
    /// By the corresponding date, else the last day of the shorter month (Dodds v Walker, UKHL 1981).
    Months,
    Hours,
    /// School terms.
    Terms,
}

impl RuleUnit {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            RuleUnit::WorkingDays => "working-days",
            RuleUnit::CalendarDays => "calendar-days",
            RuleUnit::Weeks => "weeks",
            RuleUnit::Months => "months",
            RuleUnit::Hours => "hours",
            RuleUnit::Terms => "terms",
        }
    }
}

/// Whether the day from which is counted is day 0 or day 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Counting {
    /// "Within N of": the starting day is day 0.
    #[default]
    Exclusive,
    /// "Beginning with": the starting day is day 1.
    Inclusive,
}

/// What the date means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum RuleKind {
    /// Not later than.
    #[default]
    Latest,
    /// Not before.
    Earliest,
    /// Aimed at.
    Target,
    /// To be done at least so long before; counted backwards.
    Before,
}

/// What happens to a date that is no working day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Roll {
    /// It moves to the last working day before; an earliest date to the first one after.
    #[default]
    ToWorkingDay,
    /// It stays: paper can be issued on any day.
    None,
}

/// How far.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Span {
    Count {
        amount: u32,
        unit: RuleUnit,
    },
    /// This day of the year in which the day counted from lies.
    Fixed {
        month: u32,
        day: u32,
    },
}

/// From when is counted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Anchor {
    /// The event that starts the clock of the type.
    Trigger,
    /// The last meeting of the chain that was held.
    Previous,
    /// This meeting.
    Meeting,
    /// The one after it.
    NextMeeting,
    /// A date by its name: one that is stated (`decision`, `draft-served`), or the result of the rule of this id, or of one that
    /// [`gives`](TimeRule::gives) it.
    Named(String),
}

impl Anchor {
    /// The name in files and options.
    pub fn id(&self) -> &str {
        match self {
            Anchor::Trigger => "trigger",
            Anchor::Previous => "previous",
            Anchor::Meeting => "meeting",
            Anchor::NextMeeting => "next-meeting",
            Anchor::Named(name) => name,
        }
    }
}

/// Which part of the data a rule stands in, and with it what it is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// The first meeting of a chain, or a step of its own counted from a stated date.
    Deadline,
    /// Each further meeting.
    Interval,
    /// What people must be told before the meeting.
    Notice,
    /// What must be written before the meeting.
    Report,
    /// What must be done after the meeting.
    After,
    /// The meeting again, after one that was not quorate.
    Reconvene,
    /// The rhythm of a standing meeting.
    Standing,
}

impl Step {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Step::Deadline => "deadline",
            Step::Interval => "interval",
            Step::Notice => "notice",
            Step::Report => "report",
            Step::After => "after",
            Step::Reconvene => "reconvene",
            Step::Standing => "standing",
        }
    }
}

/// Whether the date is one for the meeting itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Concern {
    #[default]
    Meeting,
    /// For something else that has to be done: a request, a decision, a paper.
    Task,
}

/// To which meetings of a chain a rule applies; the first meeting is number 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Sequence {
    pub first: u32,
    /// `None` = and all later ones.
    pub last: Option<u32>,
}

impl Sequence {
    pub const ALL: Sequence = Sequence {
        first: 1,
        last: None,
    };

    pub fn contains(self, number: u32) -> bool {
        self.first <= number && self.last.is_none_or(|last| number <= last)
    }
}

/// One rule of time. Several with one id are versions of it, which hold at different times.
#[derive(Clone, PartialEq, Debug)]
pub struct TimeRule {
    /// Names it within its type: `first`, `next`, `sw-to-parents`.
    pub id: String,
    pub step: Step,
    pub from: Anchor,
    pub span: Span,
    pub counting: Counting,
    pub kind: RuleKind,
    /// Neither the day counted from nor the day itself counts: one day more.
    pub clear_days: bool,
    pub roll: Roll,
    pub concerns: Concern,
    /// The name under which other rules may count from the result, beside the id.
    pub gives: Option<String>,
    /// What has to be done by then, in a few words: "the request reaches the conference unit". `None` = the meeting is held.
    pub what: Option<String>,
    /// Role of those who have to do it.
    pub by: Option<String>,
    /// Meetings of the chain that it applies to.
    pub sequence: Sequence,
    /// Flags of the case that must all be as wanted.
    pub when: Vec<Condition>,
    /// The rule whose place it takes where it applies.
    pub instead_of: Option<String>,
    pub grounds: Grounds,
    pub valid: Validity,
}

#[cfg(test)]
impl TimeRule {
    /// A rule of so many days, weeks or months after the trigger, with nothing else said; for tests to say more.
    pub(crate) fn plain(id: &str, amount: u32, unit: RuleUnit) -> TimeRule {
        TimeRule {
            id: id.to_owned(),
            step: Step::Deadline,
            from: Anchor::Trigger,
            span: Span::Count { amount, unit },
            counting: Counting::Exclusive,
            kind: RuleKind::Latest,
            clear_days: false,
            roll: Roll::ToWorkingDay,
            concerns: Concern::Meeting,
            gives: None,
            what: None,
            by: None,
            sequence: Sequence::ALL,
            when: Vec::new(),
            instead_of: None,
            grounds: Grounds::default(),
            valid: Validity::default(),
        }
    }
}
