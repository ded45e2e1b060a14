//! The words of what is taken back. They give no reason and name nobody: why a meeting is off, or somebody is not needed, is for the
//! coordinator to tell.

use super::{Paragraph, date, times};
use crate::message::outbox::Off;
use crate::time::{Interval, Zone};
use chrono::NaiveDateTime;

/// What is taken back.
pub(in crate::message) struct Taken<'a> {
    pub(in crate::message) reference: &'a str,
    pub(in crate::message) off: Off,
    /// The stretches that were told; empty for a report.
    pub(in crate::message) times: &'a [Interval],
    pub(in crate::message) zone: &'a Zone,
    pub(in crate::message) span: Span,
    /// Where questions go.
    pub(in crate::message) organizer: &'a str,
}

/// How much of what was told is taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::message) enum Span {
    Meeting,
    /// A series, with all of its dates.
    Series,
    /// The date that the series has at this time.
    Date(NaiveDateTime),
    /// A report was asked for.
    Report,
}

/// The subject of the mail.
pub(in crate::message) fn subject(taken: &Taken) -> String {
    let reference = taken.reference;
    match (taken.span, taken.off) {
        (Span::Report, _) => format!("Meeting ref {reference}: no report needed"),
        (_, Off::NotHeld) => format!("Cancelled: Meeting ref {reference}"),
        (_, Off::NotNeeded) => format!("No longer needed: Meeting ref {reference}"),
        (_, Off::Released) => format!("Released: Meeting ref {reference}"),
        (_, Off::Elsewhere) => format!("Withdrawn: Meeting ref {reference}"),
    }
}

/// The whole text.
pub(in crate::message) fn body(taken: &Taken) -> Vec<Paragraph> {
    let text = |text: &str| Paragraph::Text(text.to_owned());
    let reference = ("Reference", taken.reference.to_owned());
    let questions = Paragraph::Text(format!("Questions: write to {}.", taken.organizer));
    if taken.span == Span::Report {
        return vec![
            text(
                "You were asked for a report for a multi-agency meeting. It is no longer needed. If you have sent it, there is \
                 nothing that you need to do.",
            ),
            Paragraph::Facts(vec![reference]),
            questions,
        ];
    }
    let mut lines = Vec::new();
    if !taken.times.is_empty() {
        let when = match taken.span {
            Span::Series => format!("all dates from {}", times(taken.times, taken.zone)),
            _ => times(taken.times, taken.zone),
        };
        lines.push(("When", when));
    }
    if let Span::Date(of) = taken.span {
        let said = format!(
            "on {} at {}; its other dates stay as they are",
            date(of.date()),
            of.format("%H:%M")
        );
        lines.push(("Of the series", said));
    }
    lines.push(reference);
    vec![
        text(sentence(taken.span, taken.off)),
        Paragraph::Facts(lines),
        text("There is nothing to answer. If it is still in your diary, please take it out."),
        questions,
    ]
}

fn sentence(span: Span, off: Off) -> &'static str {
    match (off, span) {
        (Off::NotHeld, Span::Series) => "This series of multi-agency meetings does not take place.",
        (Off::NotHeld, Span::Date(_)) => {
            "This multi-agency meeting of a series does not take place on this date."
        }
        (Off::NotHeld, _) => "This multi-agency meeting does not take place.",
        (Off::NotNeeded, Span::Series) => {
            "You are no longer needed at this series of multi-agency meetings."
        }
        (Off::NotNeeded, Span::Date(_)) => {
            "You are not needed on this date of a series of multi-agency meetings."
        }
        (Off::NotNeeded, _) => "You are no longer needed at this multi-agency meeting.",
        (Off::Released, _) => {
            "You were asked to keep this time free for a multi-agency meeting. You need not keep it free any longer."
        }
        (Off::Elsewhere, _) => {
            "This entry is withdrawn: what is to be told of this multi-agency meeting is told in another way."
        }
    }
}
