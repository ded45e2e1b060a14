//! The words for rules: how far, from when, for whom, when quorate, and how sure.
//!
//! Quorums are told in `quorum`. Sentences about single dates ("15 working days after Thu 26 March 2026: …") are made elsewhere; here rules are told as rules.

mod quorum;

pub use quorum::{Names, quorum};

use super::{counted, date, listed};
use crate::model::rules::{
    Anchor, Confidence, Counting, Grounds, MeetingType, RuleBook, RuleKind, RuleUnit, Sequence,
    Span, Step, TimeRule,
};
use crate::model::{Condition, Level, Mode};
use crate::time::Nation;
use chrono::{Month, NaiveDate};

/// That a type does not hold on `today`, and what to do; nothing where it does.
pub fn not_in_force(kind: &MeetingType, today: NaiveDate) -> Option<String> {
    if kind.valid.holds(today) {
        return None;
    }
    let (when, key) = match (kind.valid.from, kind.valid.to) {
        (Some(from), _) if today < from => {
            (format!("holds only from {}", date(from)), "valid_from")
        }
        (_, Some(to)) => (format!("held only until {}", date(to)), "valid_to"),
        (_, None) => return None,
    };
    Some(format!(
        "the type {} {when}, and is used all the same; name the one that holds, or correct {key} in the rules",
        kind.id
    ))
}

/// "15 working days", "1 month", "15 February".
pub fn amount(span: Span) -> String {
    match span {
        Span::Count { amount, unit } => units(amount, unit, ""),
        Span::Fixed { month, day } => {
            let month = u8::try_from(month).ok();
            let month = month.and_then(|month| Month::try_from(month).ok());
            format!("{day} {}", month.map_or("", |month| month.name()))
        }
    }
}

/// "5 clear working days".
fn units(amount: u32, unit: RuleUnit, before: &str) -> String {
    let (one, many) = match unit {
        RuleUnit::WorkingDays => ("working day", "working days"),
        RuleUnit::CalendarDays => ("calendar day", "calendar days"),
        RuleUnit::Weeks => ("week", "weeks"),
        RuleUnit::Months => ("month", "months"),
        RuleUnit::Hours => ("hour", "hours"),
        RuleUnit::Terms => ("school term", "school terms"),
    };
    let number = u64::from(amount);
    counted(
        number,
        &format!("{before}{one}"),
        &format!("{before}{many}"),
    )
}

/// The amount as tables show it: "15 wd", "28 days", "6 weeks".
pub fn short_amount(span: Span) -> String {
    match span {
        Span::Count {
            amount,
            unit: RuleUnit::WorkingDays,
        } => format!("{amount} wd"),
        Span::Count {
            amount,
            unit: RuleUnit::CalendarDays,
        } => counted(u64::from(amount), "day", "days"),
        Span::Count {
            amount,
            unit: RuleUnit::Terms,
        } => counted(u64::from(amount), "term", "terms"),
        Span::Fixed { month, day } => {
            let whole = amount(Span::Fixed { month, day });
            let mut words = whole.split(' ');
            let day = words.next().unwrap_or_default();
            let month: String = words.next().unwrap_or_default().chars().take(3).collect();
            format!("{day} {month}")
        }
        other => amount(other),
    }
}

/// How far, with the word that leads to what is counted from: "15 working days after", "10 weeks before", "21 calendar days beginning
/// with", "15 February of the year of".
pub fn span(rule: &TimeRule) -> String {
    let Span::Count { amount: n, unit } = rule.span else {
        return format!("{} of the year of", amount(rule.span));
    };
    let back = rule.kind == RuleKind::Before;
    let way = match (rule.counting, back) {
        (Counting::Exclusive, false) => "after",
        (Counting::Exclusive, true) => "before",
        (Counting::Inclusive, false) => "beginning with",
        (Counting::Inclusive, true) => "ending with",
    };
    format!("{} {way}", units(n, unit, clear(rule)))
}

fn clear(rule: &TimeRule) -> &'static str {
    if rule.clear_days { "clear " } else { "" }
}

/// The rule as a rule: "within 15 working days of that", "at least 2 weeks before the meeting", "by 15 February of the year of …".
pub fn limit(rule: &TimeRule, from: &str) -> String {
    let Span::Count { amount: n, unit } = rule.span else {
        return format!("by {} {from}", span(rule));
    };
    let count = units(n, unit, clear(rule));
    let next_term = (n, unit) == (1, RuleUnit::Terms);
    match (rule.kind, rule.counting) {
        (RuleKind::Latest, _) if next_term => format!("in the school term after {from}"),
        (RuleKind::Latest, _) if n == 0 => format!("on the day of {from}"),
        (RuleKind::Latest, Counting::Exclusive) => format!("within {count} of {from}"),
        (RuleKind::Latest, Counting::Inclusive) => {
            format!("within {count}, {} being the first", day(from))
        }
        (RuleKind::Earliest, Counting::Exclusive) => format!("not before {count} after {from}"),
        (RuleKind::Earliest, Counting::Inclusive) => {
            format!("not before {count} are over, {} being the first", day(from))
        }
        (RuleKind::Target, _) if next_term => {
            format!("if possible in the school term after {from}")
        }
        (RuleKind::Target, _) => format!("if possible within {count} of {from}"),
        (RuleKind::Before, Counting::Exclusive) => format!("at least {count} before {from}"),
        (RuleKind::Before, Counting::Inclusive) => {
            format!("at least {count} ahead, {} being the last", day(from))
        }
    }
}

/// "that" is an event; a day of it is counted.
fn day(from: &str) -> &str {
    if from == "that" { "that day" } else { from }
}

/// How often a standing meeting is held: "every month", "every 2 weeks".
pub fn every(rule: &TimeRule) -> String {
    let amount = amount(rule.span);
    format!("every {}", amount.strip_prefix("1 ").unwrap_or(&amount))
}

/// What a row of a type counts from. Of a row's result it is the last day for what that row is about.
pub fn anchor(anchor: &Anchor, kind: &MeetingType, book: &RuleBook) -> String {
    match anchor {
        Anchor::Trigger => "the start of the clock".to_owned(),
        Anchor::Previous => "the previous one".to_owned(),
        Anchor::Meeting => "the meeting".to_owned(),
        Anchor::NextMeeting => "the next meeting".to_owned(),
        Anchor::Named(name) => {
            if let Some(phrase) = book.anchor(name) {
                return phrase.to_owned();
            }
            let gives = |rule: &&TimeRule| rule.id == *name || rule.gives.as_ref() == Some(name);
            let what = kind.rules.iter().find(gives).map(what);
            what.map_or_else(
                || name.replace('-', " "),
                |what| format!("the day by which {what}"),
            )
        }
    }
}

/// What has to be done by the date of a rule.
pub fn what(rule: &TimeRule) -> String {
    let what = rule.what.clone();
    what.unwrap_or_else(|| "the meeting is held".to_owned())
}

/// "if the child is under five and a crime may have been committed"; empty where nothing is asked.
pub fn conditions(when: &[Condition], book: &RuleBook) -> String {
    let words = when.iter().map(|condition| {
        let flag = book.flag(&condition.flag);
        let said = flag.and_then(|flag| match condition.wanted {
            true => flag.yes.clone(),
            false => flag.no.clone(),
        });
        said.unwrap_or_else(|| {
            let answer = if condition.wanted { "yes" } else { "no" };
            match flag {
                Some(flag) => format!("the answer to \"{}\" is {answer}", flag.question),
                None => format!("{} is {answer}", condition.flag),
            }
        })
    });
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => String::new(),
        false => format!("if {}", listed(&words, "and")),
    }
}

/// Which meetings of the chain: "the second", "the third and later ones".
pub fn sequence(sequence: Sequence, step: Step) -> String {
    let ordinal = |number: u32| match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        4 => "fourth".to_owned(),
        number => format!("{number}th"),
    };
    match (sequence.first, sequence.last) {
        (1, None) if step == Step::Interval => "each further meeting".to_owned(),
        (1, None) => "the meeting".to_owned(),
        (first, Some(last)) if first == last => format!("the {} meeting", ordinal(first)),
        (first, Some(last)) => format!("the {} to {} meeting", ordinal(first), ordinal(last)),
        (first, None) => format!("the {} meeting and later ones", ordinal(first)),
    }
}

/// The mark behind a statement that cannot be relied on: "[local: Sussex]", "[not confirmed]", "[sources conflict]". `None` where it
/// is confirmed or adopted.
pub fn mark(grounds: &Grounds, book: &RuleBook, today: NaiveDate) -> Option<String> {
    let mark = match grounds.confidence(today) {
        Confidence::Confirmed | Confidence::Adopted => return None,
        Confidence::Local => format!("local: {}", source(grounds, book)),
        Confidence::Unconfirmed => "not confirmed".to_owned(),
        Confidence::Conflict => "sources conflict".to_owned(),
    };
    let ended = grounds.adopted.as_ref().and_then(|one| one.review);
    Some(match ended {
        Some(review) => format!("[{mark}; was adopted until {}]", date(review)),
        None => format!("[{mark}]"),
    })
}

/// The mark, or where there is none what the statement rests on: "(Working Together 2018)", "(adopted: Practice standards, 4)".
pub fn rests_on(grounds: &Grounds, book: &RuleBook, today: NaiveDate) -> String {
    mark(grounds, book, today).unwrap_or_else(|| match &grounds.adopted {
        Some(adoption) if grounds.confidence(today) == Confidence::Adopted => {
            format!("(adopted: {})", adoption.document)
        }
        _ => format!("({})", source(grounds, book)),
    })
}

/// What a statement rests on, as briefly as marks call it.
pub fn source<'b>(grounds: &'b Grounds, book: &'b RuleBook) -> &'b str {
    let source = book.source(&grounds.source);
    source.map_or(grounds.source.as_str(), |source| source.short.as_str())
}

pub fn nation(nation: Nation) -> &'static str {
    match nation {
        Nation::England => "England",
        Nation::Wales => "Wales",
        Nation::Scotland => "Scotland",
        Nation::NorthernIreland => "Northern Ireland",
    }
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::Required => "required",
        Level::Expected => "expected",
        Level::Preferred => "preferred",
        Level::Optional => "optional",
        Level::Informed => "informed",
    }
}

pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => "in person",
        Mode::Remote => "remotely",
        Mode::Report => "by a report",
    }
}

/// With a small first letter, unless the word is an abbreviation or a name that stays as it is.
pub fn small(name: &str) -> String {
    let mut letters = name.chars();
    let ordinary =
        name.chars().nth(1).is_some_and(char::is_lowercase) && !name.starts_with("Cafcass");
    match letters.next() {
        Some(first) if ordinary => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    first.map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// No type of that name.
pub fn unknown_type(text: &str, nearest: &[String]) -> String {
    format!(
        "there is no type of meeting \"{text}\"; write one of: {}, … (quorate rules shows all)",
        nearest.join(", ")
    )
}

/// A name of several types.
pub fn several_types(text: &str, choices: &[String]) -> String {
    format!(
        "\"{text}\" may mean several types of meeting; write one of: {}, or say --nation",
        choices.join(", ")
    )
}

#[cfg(test)]
mod tests;
