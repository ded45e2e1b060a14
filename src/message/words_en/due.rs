//! What is said to the coordinator of messages that are due.

use super::{date, times};
use crate::message::outbox::{Off, Why};
use crate::model::{PostKind, Purpose};
use crate::time::{Interval, Zone};
use chrono::NaiveDateTime;

/// What a message is.
pub(in crate::message) fn kind(kind: PostKind, purpose: Purpose) -> String {
    let what = super::purpose(purpose);
    match kind {
        PostKind::New => what.to_owned(),
        PostKind::Update => format!("update of the {what}"),
        PostKind::Cancellation => "cancellation".to_owned(),
        PostKind::Again => format!("the {what} once more"),
    }
}

/// Why it is due.
pub(in crate::message) fn why(why: &Why, zone: &Zone) -> String {
    match why {
        Why::First => "never told yet".to_owned(),
        Why::Back => "needed again".to_owned(),
        Why::Moved { from } => format!("moved from {}", times(first_week(from), zone)),
        Why::Settled => "was held, takes place now".to_owned(),
        Why::Unsettled => "was to take place, is held now".to_owned(),
        Why::OtherPurpose => "something else is asked of them".to_owned(),
        Why::OtherWay => "by another address or way".to_owned(),
        Why::Dates => "the dates of the series".to_owned(),
        Why::WithSeries => "a date that is not where the series has it".to_owned(),
        Why::Details => "place, agenda or other details".to_owned(),
        Why::Guests => "only the list of who is asked".to_owned(),
        Why::Off(Off::NotHeld) => "does not take place".to_owned(),
        Why::Off(Off::NotNeeded) => "no longer needed".to_owned(),
        Why::Off(Off::Released) => "was held, is released".to_owned(),
        Why::Off(Off::Elsewhere) => "told in another way".to_owned(),
        Why::AskedAgain => "they asked for it again".to_owned(),
        Why::Refused => "their proposal is not taken".to_owned(),
    }
}

fn first_week(all: &[Interval]) -> &[Interval] {
    const DAYS: i64 = 6 * 86_400;
    let first = all.first().map_or(0, |time| time.start().0);
    let count = all.iter().take_while(|time| time.start().0 - first < DAYS);
    &all[..count.count()]
}

/// Which date of a series it is about.
pub(in crate::message) fn of_date(of: NaiveDateTime) -> String {
    format!("its date on {}", date(of.date()))
}

/// The time that a message is about.
pub(in crate::message) fn when(all: &[Interval], zone: &Zone) -> String {
    let first = first_week(all);
    match (first.len(), all.len()) {
        (0, _) => String::new(),
        (some, whole) if some == whole => times(all, zone),
        _ => format!("from {} on", times(first, zone)),
    }
}

/// The last line.
pub(in crate::message) fn sum(
    counts: &[(PostKind, usize)],
    letters: usize,
    unchanged: usize,
) -> String {
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let mut text = match all {
        0 => "Nothing is to be sent".to_owned(),
        1 => "1 message is to be sent".to_owned(),
        n => format!("{n} messages are to be sent"),
    };
    let named = |kind: &PostKind, count: usize| match kind {
        PostKind::New => format!("{count} new"),
        PostKind::Update => plural(count, "update"),
        PostKind::Cancellation => plural(count, "cancellation"),
        PostKind::Again => format!("{count} once more"),
    };
    let parts = counts.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(kind, count)| named(kind, *count)).collect();
    if !parts.is_empty() {
        text.push_str(&format!(" ({})", parts.join(", ")));
    }
    if letters > 0 {
        text.push_str(&format!("; of them {} by letter or telephone", letters));
    }
    if unchanged > 0 {
        let holds = if unchanged == 1 { "holds" } else { "hold" };
        text.push_str(&format!("; {unchanged} that were told {holds} as they are"));
    }
    text.push('.');
    text
}

fn plural(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// Meetings that are held and not named.
pub(in crate::message) fn held(references: &[String]) -> String {
    format!(
        "Held till settled: {}. To say that a meeting takes place, name it with --ref.",
        references.join(", ")
    )
}

/// A message that is queued.
pub(in crate::message) const QUEUED: &str = "waits to be handed over";

/// A message of which nobody knows whether it went.
pub(in crate::message) fn uncertain(id: i64) -> String {
    format!(
        "may have gone or not, the run that sent it was broken off: ask, or look at what your mail server sent; then send with \
         --was-sent {id} or --again {id}"
    )
}
