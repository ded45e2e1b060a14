//! The English of a meeting's clocks in `find`: which limit binds and how it came about, what else the rules say of its day.

use super::reviews::{DateStyle, event, trigger, working};
use super::{counted, date, listed, rules};
use crate::model::rules::{Anchor, Grounds, MeetingType, QuorumRule, RuleBook};
use crate::model::{Limit, MeetingSpec};
use crate::prepare::{MeetingClock, MissingDate, Notice};
use crate::time::{WorkingDays, Zone};
use chrono::NaiveDate;

/// What the sentences are told with.
#[derive(Clone, Copy)]
pub struct ClockWords<'a> {
    pub book: &'a RuleBook,
    pub days: &'a WorkingDays,
    pub zone: &'a Zone,
    pub today: NaiveDate,
}

impl ClockWords<'_> {
    /// "15 working days after Mon 23 November 2026 (strategy discussion) [local: Sussex]".
    pub fn working(self, clock: &MeetingClock) -> String {
        let kind = self.book.kind(&clock.kind);
        let event = kind.map(|kind| event(&clock.rule.from, kind, self.book));
        let mut text = working(
            &clock.rule,
            &clock.due,
            event.as_deref(),
            self.days,
            self.zone,
            DateStyle::English,
        );
        text.push(' ');
        text.push_str(&rules::rests_on(&clock.rule.grounds, self.book, self.today));
        let mut open = Vec::new();
        if clock.projected {
            open.push("counted from a day that has not come yet".to_owned());
        }
        if clock.depends_on_number {
            open.push(
                "if this is the meeting of the chain that it looks like: add `number`".to_owned(),
            );
        }
        if let Some(flag) = &clock.asks {
            open.push(format!(
                "provided that the answer to `{flag}` is as the rule asks"
            ));
        }
        for remark in open {
            text.push_str(", ");
            text.push_str(&remark);
        }
        text
    }

    /// `Meet by …: …; 15 working days in hand.`
    pub fn binding(self, limit: &Limit, how: &str) -> String {
        let hold_by = date(limit.hold_by);
        let days = self.days.between(self.today, limit.hold_by);
        let count = counted(days.unsigned_abs().into(), "working day", "working days");
        if self.today > limit.date {
            return match days {
                0 => format!(
                    "BREACHED: the meeting should have been held by {hold_by}, and no working day has passed since: {how}."
                ),
                _ => format!(
                    "BREACHED: the meeting should have been held by {hold_by}, {count} ago: {how}."
                ),
            };
        }
        let in_hand = match days {
            ..=0 => "today is the last working day".to_owned(),
            _ => format!("{count} in hand"),
        };
        format!("Meet by {hold_by}: {how}; {in_hand}.")
    }

    /// A limit of the type beside the one that the meeting is held to; `label` stands before its date.
    pub fn other(self, label: &str, clock: &MeetingClock) -> String {
        format!(
            "{label}{}, {}.",
            date(clock.due.hold_by),
            self.working(clock)
        )
    }

    pub fn target(self, clock: &MeetingClock) -> String {
        format!(
            "Aim for {} or earlier: {}.",
            date(clock.due.hold_by),
            self.working(clock)
        )
    }

    pub fn not_before(self, clock: &MeetingClock) -> String {
        format!(
            "Not before {}: {}.",
            date(clock.due.hold_by),
            self.working(clock)
        )
    }

    /// A notice that is firm bounds the search; another one is only remarked on.
    pub fn notice(self, notice: &Notice) -> String {
        let what = rules::what(&notice.rule);
        let span = rules::amount(notice.rule.span);
        let rests_on = rules::rests_on(&notice.rule.grounds, self.book, self.today);
        let first = date(self.days.first_not_before(notice.first));
        match notice.is_firm {
            true => format!(
                "No day before {first} is searched: {what} {span} before the meeting {rests_on}."
            ),
            false => format!(
                "A meeting before {first} gives less than the usual notice: {what} {span} before {rests_on}."
            ),
        }
    }

    /// What was taken from the type without being sure.
    pub fn conventions(self, meeting: &MeetingSpec) -> Option<String> {
        let types: Vec<&MeetingType> = meeting
            .types
            .iter()
            .filter_map(|id| self.book.kind(id))
            .collect();
        let mut taken = Vec::new();
        if meeting.usual.duration {
            let longest = types.iter().filter_map(|kind| kind.duration.as_ref());
            let longest = longest.max_by_key(|duration| duration.typical);
            let mark =
                longest.and_then(|duration| rules::mark(&duration.grounds, self.book, self.today));
            taken.extend(mark.map(|mark| format!("{} minutes {mark}", meeting.duration_minutes)));
        }
        if meeting.usual.quorum {
            let quorums = types.iter().filter_map(|kind| kind.quorum.as_ref());
            let mark = |rule: &QuorumRule| rules::mark(&rule.grounds, self.book, self.today);
            let marks: Vec<String> = quorums.filter_map(mark).collect();
            if !marks.is_empty() {
                taken.push(format!("the quorum {}", marks.join(" ")));
            }
        }
        (!taken.is_empty())
            .then(|| format!("Taken from the type of meeting: {}.", listed(&taken, "and")))
    }
}

/// The source of a rule with the place in it.
pub fn source_of(grounds: &Grounds, book: &RuleBook) -> String {
    match book.source(&grounds.source) {
        None => grounds.source.clone(),
        Some(source) if source.section.is_empty() => source.title.clone(),
        Some(source) => format!("{}: {}", source.title, source.section),
    }
}

/// Where the limit is the user's own.
pub fn as_written(rule: &str) -> String {
    match rule {
        "by" => "as written".to_owned(),
        rule => format!("as written ({rule})"),
    }
}

/// `2041-A and 2041-B (rcpc)`: of whom the clock is, as far as several could be meant.
pub fn whose(subjects: &[String], kind: Option<&str>) -> String {
    let subjects = listed(subjects, "and");
    match (subjects.is_empty(), kind) {
        (_, None) => subjects,
        (true, Some(kind)) => kind.to_owned(),
        (false, Some(kind)) => format!("{subjects} ({kind})"),
    }
}

/// What stands before the date of a further limit: of whom it is, and whether the user wrote one of their own.
pub fn further_limit(whose: &str, is_written: bool) -> String {
    match (whose, is_written) {
        ("", true) => "By the rules of its type: ".to_owned(),
        (whose, true) => format!("By the rules of its type, {whose}: "),
        ("", false) => "Also by ".to_owned(),
        (whose, false) => format!("{whose}: by "),
    }
}

/// The date that is wanted where it is the only thing that a limit waits for.
pub fn missing_date(missing: &MissingDate, book: &RuleBook) -> String {
    if missing.terms {
        return format!(
            "The limit of {} counts in school terms, and {NO_TERMS}. Until then there is no limit, and four weeks were searched.",
            missing.kind
        );
    }
    let (of, asked, fix) = wanted(missing, book);
    format!(
        "From when does the clock{of} run? It starts with: {asked}. Write the date: {fix}. Until then there is no limit, and four weeks were searched."
    )
}

/// The same where another limit is kept in the meantime.
pub fn another_missing_date(missing: &MissingDate, book: &RuleBook) -> String {
    if missing.terms {
        return format!(
            "Another limit, of {}, counts in school terms, and {NO_TERMS}. It may be earlier than the one above.",
            missing.kind
        );
    }
    let (of, asked, fix) = wanted(missing, book);
    format!(
        "Another limit{of} may be earlier than the one above: it counts from {asked}, and nobody has said when that was or will be. Where there is such a date, write it: {fix}."
    )
}

const NO_TERMS: &str =
    "nobody has said when they are: add [[calendar]] with `open` to quorate.toml";

/// Of whom the date is, what happened on it, and where to write it.
fn wanted(missing: &MissingDate, book: &RuleBook) -> (String, String, String) {
    let kind = book.kind(&missing.kind);
    let (asked, fix) = match &missing.anchor {
        Anchor::Trigger => (
            kind.map_or_else(|| "the trigger".to_owned(), trigger),
            "add `trigger` (--trigger DATE)".to_owned(),
        ),
        Anchor::Previous => (
            "the last meeting held".to_owned(),
            "add `previous` (--previous DATE)".to_owned(),
        ),
        Anchor::Named(name) => (
            book.anchor(name).map_or_else(
                || kind.map_or_else(|| name.clone(), |kind| event(&missing.anchor, kind, book)),
                str::to_owned,
            ),
            format!("add `{name}` under anchors (--anchor {name}=DATE)"),
        ),
        Anchor::Meeting | Anchor::NextMeeting => (
            "the meeting".to_owned(),
            "pin it, or leave the limit to `by`".to_owned(),
        ),
    };
    let of = match missing.subject.as_str() {
        "" => String::new(),
        subject => format!(" of {subject}"),
    };
    (of, asked, fix)
}

pub fn later_than_rule(hold_by: NaiveDate, rule_hold_by: NaiveDate) -> String {
    format!(
        "The limit that is written, {}, is later than the one of the meeting's type, {}; the written one is used.",
        date(hold_by),
        date(rule_hold_by)
    )
}

pub fn earlier_than_rule(opens: NaiveDate) -> String {
    format!(
        "The first day that is written lies before {}, from which the meeting's type allows it; the written one is used.",
        date(opens)
    )
}

/// A flag on which nothing but a date depends.
pub fn question_of_date(flag: &str) -> String {
    format!("Is it `{flag}`? A limit depends on it: write `{flag}` or `not {flag}` under flags.")
}

pub fn short_notice() -> &'static str {
    "Less than the usual notice."
}

/// The head of an answer whose every time is late.
pub fn late_from_the_start() -> &'static str {
    "The limit has passed: every time below is late. The reason for delay has to be agreed and recorded."
}
