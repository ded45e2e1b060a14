//! The English of `quorate reviews`.

use super::{Frame, LineLimit, Standing};
use crate::model::rules::{
    Confidence, Grounds, MeetingType, RuleKind, Sensitivity, Step, TimeRule,
};
use crate::report::words_en::reviews::{DateStyle, due_error, event, working};
use crate::report::words_en::{counted, date, listed, numbered, rules, thousands};
use crate::review::{Asked, Clock, DueError, Link, Missing, MissingWhy, Number, Progress};
use chrono::NaiveDate;

pub(super) fn working_days(days: u32) -> String {
    counted(u64::from(days), "working day", "working days")
}

/// The date that matters now, and what it hangs on.
pub(super) fn head(frame: &Frame, link: &Link) -> String {
    let Some(clock) = link.clocks.binding() else {
        return match link.clocks.opens() {
            Some(day) => format!("No rule sets a last day. Not before {}.", date(day)),
            None => "No limit can be given.".to_owned(),
        };
    };
    let sentence = head_of(clock, link.date, frame.today);
    // Every one of them states the day, then what that means.
    match (depends(frame, clock), sentence.split_once(": ")) {
        (Some(condition), Some((day, meaning))) => format!("{day}, {condition}: {meaning}"),
        (Some(condition), None) => format!("{sentence} That holds {condition}."),
        (None, _) => sentence,
    }
}

fn head_of(clock: &Clock, planned: Option<NaiveDate>, today: NaiveDate) -> String {
    let (limit, hold_by) = (clock.due.limit, clock.due.hold_by);
    match (clock.progress, planned) {
        (Progress::Overdue(0), _) => format!("Breached: the limit was {}.", date(limit)),
        (Progress::Overdue(days), _) => format!(
            "Breached: the limit was {}, {} ago.",
            date(limit),
            working_days(days)
        ),
        (Progress::Late(days), Some(on)) => format!(
            "Late: {} is {} after the limit, {}.",
            date(on),
            after(days),
            date(limit)
        ),
        (_, Some(on)) if on > hold_by => format!(
            "{} is still in time: the limit is {}.",
            date(on),
            date(limit)
        ),
        (Progress::InTime(0), Some(on)) => {
            format!(
                "{} is in time: it is the last working day that keeps the limit.",
                date(on)
            )
        }
        (Progress::InTime(days), Some(on)) => format!(
            "{} is in time: {} to spare before {}.",
            date(on),
            working_days(days),
            date(hold_by)
        ),
        _ if hold_by == today => format!(
            "Meet today, {}: it is the last working day that keeps the limit.",
            date(today)
        ),
        _ if hold_by < today => format!(
            "The last working day that keeps the limit was {}; the limit itself is {}.",
            date(hold_by),
            date(limit)
        ),
        (
            Progress::InHand(days)
            | Progress::InTime(days)
            | Progress::Late(days)
            | Progress::Early(days),
            _,
        ) => format!(
            "Meet by {}: {} to spare.",
            date(hold_by),
            working_days(days)
        ),
    }
}

/// "2041-A and 2041-B".
pub(super) fn subjects(ids: &[String]) -> String {
    listed(ids, "and")
}

/// "3 working days"; a limit on a Saturday has none between it and the Sunday.
fn after(days: u32) -> String {
    match days {
        0 => "a day off".to_owned(),
        days => working_days(days),
    }
}

/// How a limit came about, what it is by, and how sure that is.
pub(super) fn reason(frame: &Frame, kind: &MeetingType, clock: &Clock) -> String {
    let event = event(&clock.rule.from, kind, frame.book);
    let worked = working(
        clock.rule,
        &clock.due,
        Some(&event),
        frame.working,
        frame.zone,
        DateStyle::English,
    );
    let way = match clock.rule.kind {
        RuleKind::Earliest => "not before ",
        RuleKind::Target => "aim: ",
        RuleKind::Latest | RuleKind::Before => "",
    };
    format!("{way}{worked}{}", grounds(frame, &clock.rule.grounds))
}

/// What a date rests on, to stand behind its working: ". By Working Together 2018.", " [local: Tees]."
pub(super) fn grounds(frame: &Frame, grounds: &Grounds) -> String {
    if let Some(mark) = rules::mark(grounds, frame.book, frame.today) {
        return format!(" {mark}.");
    }
    match &grounds.adopted {
        Some(adoption) if grounds.confidence(frame.today) == Confidence::Adopted => {
            format!(". Adopted: {}.", adoption.document)
        }
        _ => format!(". By {}.", rules::source(grounds, frame.book)),
    }
}

/// The short mark behind a statement that nobody should rely on unread, as tables have room for; nothing behind others.
pub(super) fn mark(frame: &Frame, grounds: &Grounds) -> Option<&'static str> {
    mark_of(grounds.confidence(frame.today))
}

pub(super) fn mark_of(confidence: Confidence) -> Option<&'static str> {
    match confidence {
        Confidence::Confirmed | Confidence::Adopted => None,
        Confidence::Local => Some("[local]"),
        Confidence::Unconfirmed => Some("[not confirmed]"),
        Confidence::Conflict => Some("[sources conflict]"),
    }
}

/// What the marks mean, where any was printed.
pub(super) const MARKS: &str = "[local] is one area's procedure and [not confirmed] was not checked against its source: ask your own \
                                procedures before you rely on either. quorate rules TYPE names the sources. This is not legal advice.";

pub(super) const LAST_DAY: &str = "the last day to meet";

pub(super) const WD: &str = "wd = working days from today.";

pub(super) fn aim(day: NaiveDate) -> String {
    format!("Aim for {}.", date(day))
}

/// A meeting by its type and its place in the chain.
pub fn meeting_name(kind: &MeetingType, number: Number) -> String {
    match (number.exact, number.least) {
        (true, 0 | 1) | (false, _) => kind.name.clone(),
        (true, number) => numbered(Some(number), &kind.name),
    }
}

/// The line above a meeting's dates.
pub(super) fn title(link: &Link) -> String {
    let name = meeting_name(link.kind, link.number);
    let aim = |aim: &NaiveDate| format!(", aim for {}", date(*aim));
    match (link.date, link.clocks.binding()) {
        (Some(on), _) => format!("{name}, {}", date(on)),
        (None, Some(clock)) => {
            let target = link.target.filter(|target| *target != clock.due.hold_by);
            let target = target.as_ref().map(aim).unwrap_or_default();
            format!("{name}, by {}{target}", date(clock.due.hold_by))
        }
        (None, None) => name,
    }
}

pub(super) const NOT_HELD: &str = "What is due before and after it, and what follows, counts from the day on which it is held: give that day with --meeting as soon \
                                   as one is planned, and write down why the limit was missed.";

pub(super) const PROJECTED: &str = "Meetings without a date are taken to be held on their last day; once one is held, give its date with --held.";

/// Where a date stands in its meeting.
pub(super) fn label(clock: &Clock) -> &'static str {
    match (clock.rule.step, clock.rule.kind) {
        (Step::Notice | Step::Report, _) => "before",
        (Step::After, _) => "after",
        (_, RuleKind::Earliest) => "earliest",
        (_, RuleKind::Target) => "target",
        _ if clock.rule.what.is_some() => "task",
        _ => "limit",
    }
}

/// Working days from today.
pub(super) fn away(progress: Progress, due: NaiveDate, today: NaiveDate) -> String {
    match progress {
        _ if due == today => "today".to_owned(),
        Progress::InHand(days) => format!("{days} wd"),
        Progress::Overdue(days) => format!("{days} wd ago"),
        Progress::InTime(_) => "in time".to_owned(),
        Progress::Late(days) => format!("late {days} wd"),
        Progress::Early(days) => format!("early {days} wd"),
    }
}

/// What has to be done by the date of a rule, or may be from it on.
pub fn what(rule: &TimeRule) -> String {
    match (&rule.what, rule.kind) {
        (None, RuleKind::Earliest) => "the meeting may be held".to_owned(),
        _ => rules::what(rule),
    }
}

/// On what it depends whether a rule applies.
pub(super) fn depends(frame: &Frame, clock: &Clock) -> Option<String> {
    if clock.asks.is_some() {
        return Some(rules::conditions(&clock.rule.when, frame.book));
    }
    let sequence = clock.rule.sequence;
    clock
        .depends_on_number
        .then(|| match (sequence.first, sequence.last) {
            (first, Some(last)) if first == last => format!("if it is no. {first}"),
            (first, Some(last)) => format!("if it is no. {first} to {last}"),
            (first, None) => format!("if it is no. {first} or later"),
        })
}

pub(super) fn question(frame: &Frame, asked: &Asked) -> String {
    let question = frame.book.question(&asked.flag).unwrap_or(&asked.flag);
    let mut letters = question.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!(
        "{}{} Say --flag {} or --flag \"not {}\".",
        first.unwrap_or_default(),
        letters.as_str(),
        asked.flag,
        asked.flag
    )
}

pub(super) const NUMBER: &str = "Which meeting of the chain is this? Say --number; until then the earliest of the limits that could hold is taken.";

pub(super) fn excused(text: &str) -> String {
    format!("A late one may be excused: {text}.")
}

pub(super) fn held(name: &str, on: NaiveDate, limit: Option<&Clock>) -> String {
    let on = date(on);
    match limit.map(|clock| (clock.progress, clock.due.limit)) {
        None => format!("{name}: held {on}."),
        Some((Progress::Late(days), limit)) => format!(
            "{name}: held {on}, {} after its limit, {}. The breach stays on record; what follows counts from the day it was held.",
            after(days),
            date(limit)
        ),
        Some((_, limit)) => format!("{name}: held {on}, in time; its limit was {}.", date(limit)),
    }
}

/// What would give a rule its date, in a word or two.
pub(super) fn wanting(missing: &Missing) -> Option<String> {
    match missing.why {
        MissingWhy::NotStated => Some(missing.rule.from.id().to_owned()),
        MissingWhy::Due(DueError::NoTerms) => Some("term dates".to_owned()),
        MissingWhy::Due(DueError::TermsBegin { .. } | DueError::TermsEnd { .. }) => {
            Some("more term dates".to_owned())
        }
        MissingWhy::Due(DueError::OutOfRange) | MissingWhy::Waits | MissingWhy::Circular => None,
    }
}

/// Why a rule has no date, and what to do. `None` where nothing can be done about it.
pub(super) fn without_date(frame: &Frame, kind: &MeetingType, missing: &Missing) -> Option<String> {
    let rule = missing.rule;
    let what = what(rule);
    let text = match missing.why {
        MissingWhy::NotStated => {
            let anchor = rule.from.id();
            match &rule.from {
                crate::model::rules::Anchor::Named(name) => format!(
                    "{} ({}) counts from {}: add --anchor {name}=DATE.",
                    what,
                    rule.id,
                    frame.book.anchor(name).unwrap_or(name)
                ),
                crate::model::rules::Anchor::Trigger => format!(
                    "When was it: {}? Add --trigger DATE.",
                    event(&rule.from, kind, frame.book)
                ),
                _ => format!(
                    "{what} ({}) counts from {anchor}: add --{anchor} DATE.",
                    rule.id
                ),
            }
        }
        MissingWhy::Waits => return None,
        MissingWhy::Circular => format!("{what} ({}): the rules count in a circle.", rule.id),
        MissingWhy::Due(error) => format!("{what} ({}): {}.", rule.id, due_error(error)),
    };
    Some(text)
}

/// How many cases there are of each standing.
pub(super) fn list_head(all: u64, counts: &[(Standing, u64)]) -> String {
    let some = counts.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = some
        .map(|(standing, count)| {
            let count = thousands(*count);
            match standing {
                Standing::Breached => format!("{count} breached"),
                Standing::BookedLate => format!("{count} booked too late"),
                Standing::ThisWeek => format!("{count} due this week"),
                Standing::NextWeek => format!("{count} due next week"),
                Standing::FourWeeks => format!("{count} due in the two weeks after"),
                Standing::Later => format!("{count} due later"),
                Standing::Booked => format!("{count} booked in time"),
                Standing::Unknown => format!("{count} without a limit"),
            }
        })
        .collect();
    match parts.is_empty() {
        true => "The list has no case.".to_owned(),
        false => format!(
            "{}: {}.",
            counted(all, "case", "cases"),
            listed(&parts, "and")
        ),
    }
}

/// Headings of the list.
pub(super) const LIST: [&str; 5] = ["meet by", "", "ref", "meeting", ""];
pub(super) const NO_LIMIT: &str = "no limit";

pub(super) fn short_name(kind: &str, number: Number) -> String {
    match (number.exact, number.least) {
        (true, 0 | 1) | (false, _) => kind.to_owned(),
        (true, number) => format!("{kind} no. {number}"),
    }
}

/// What there is to say of a case beside its last day.
pub(super) fn list_note(
    limit: &LineLimit,
    booked: Option<NaiveDate>,
    target: Option<NaiveDate>,
    asks: &[String],
) -> String {
    let mut notes = Vec::new();
    match (booked, target) {
        (Some(day), _) => notes.push(format!("booked {}", date(day))),
        (None, Some(day)) if day != limit.hold_by => notes.push(format!("aim {}", date(day))),
        _ => {}
    }
    notes.extend(mark_of(limit.confidence).map(str::to_owned));
    if !asks.is_empty() {
        notes.push(to_ask(asks));
    }
    notes.join(" ")
}

pub(super) fn to_ask(asks: &[String]) -> String {
    match asks {
        [] => String::new(),
        asks => format!("ask: {}", asks.join(", ")),
    }
}

/// The title of an entry in the coordinator's calendar, behind the reference.
pub fn entry_title(rule: &TimeRule) -> String {
    what(rule)
}

/// What an entry in the coordinator's calendar says: which meeting, how the date came about, and by what.
pub fn entry_description(frame: &Frame, link: &Link, clock: &Clock) -> String {
    let meeting = match link.kind.sensitivity {
        Sensitivity::Ordinary => format!("{}\n", meeting_name(link.kind, link.number)),
        Sensitivity::Highest => String::new(),
    };
    let event = event(&clock.rule.from, link.kind, frame.book);
    let event = match link.kind.sensitivity {
        Sensitivity::Ordinary => Some(event.as_str()),
        Sensitivity::Highest => None,
    };
    let worked = working(
        clock.rule,
        &clock.due,
        event,
        frame.working,
        frame.zone,
        DateStyle::English,
    );
    let projected = match clock.projected {
        true => {
            "\nThe day that it counts from is the last one possible; write this file anew once it is known."
        }
        false => "",
    };
    format!(
        "{meeting}{worked}{}{projected}",
        grounds(frame, &clock.rule.grounds)
    )
}
