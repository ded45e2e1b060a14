//! Every English sentence of the messages and of the list of what was written.
//!
//! The sentences are the same for everybody of the same purpose, so that no wording tells who else is asked or for which
//! time. British spelling; dates in words, because figures are read day-first and month-first.

pub(super) mod due;
mod notices;
pub(super) mod off;
pub(super) mod pack;

pub(super) use notices::notice;

use super::course::Point;
use super::event::one_line;
use super::places::Place;
use super::{Firmness, Purpose};
use crate::model::{Every, State};
use crate::time::{Interval, Zone};
use chrono::{NaiveDate, NaiveDateTime};

/// What is said of a recipient's part.
pub(super) struct Facts<'a> {
    pub(super) reference: &'a str,
    pub(super) purpose: Purpose,
    pub(super) firmness: Firmness,
    /// The recipient's times in order, at least one.
    pub(super) times: &'a [Interval],
    /// How it is repeated, or what it takes the place of: a heading and what stands behind it.
    pub(super) repeats: Option<(&'static str, String)>,
    /// The same in Welsh.
    pub(super) repeats_in_welsh: Option<(&'static str, String)>,
    /// It tells of one date of a series. Thunderbird knows no other date of it if that is answered before the series.
    pub(super) is_one_date: bool,
    pub(super) places: &'a [(Interval, Place)],
    pub(super) zone: &'a Zone,
    /// Where answers go.
    pub(super) organizer: &'a str,
    /// Empty where none is told.
    pub(super) agenda: &'a [Point<'a>],
    /// Of the recipient's own report, if the meeting's type asks them for one.
    pub(super) report: Option<ReportDue>,
    /// Who else is asked, one line each; empty where that is not told.
    pub(super) guests: &'a [String],
    /// Where to join on line.
    pub(super) join: Option<&'a str>,
    /// Whether the recipient may have had an earlier invitation to the same meeting.
    pub(super) is_update: bool,
    /// The recipient proposed another time, which is not taken.
    pub(super) stays: bool,
    pub(super) carrier: Carrier,
}

/// What brings the words to whoever reads them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Carrier {
    /// A message to one recipient, with buttons to answer.
    Message,
    /// Paper, or the telephone.
    Letter,
    /// One invitation that the coordinator sends to several from their own calendar program.
    Joint,
}

/// A piece of a body, so that a text and a page of the same words can be made of it.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Paragraph {
    Text(String),
    /// What it is and what it says, a line each.
    Facts(Vec<(&'static str, String)>),
    /// The time and title of each point.
    Agenda(Vec<(String, String)>),
    /// Who else is asked, after a heading.
    Guests(&'static str, Vec<String>),
    /// From here on the words are in this language (RFC 5646).
    Language(&'static str),
}

/// The heading of an agenda.
pub(super) const AGENDA: &str = "Agenda:";

/// The fact under which the address stands that is to be followed.
pub(super) const JOIN: &str = "Join on line";

/// The paragraphs as plain text, a blank line between them.
pub(super) fn as_text(paragraphs: &[Paragraph]) -> String {
    let text = |paragraph: &Paragraph| -> String {
        match paragraph {
            Paragraph::Text(text) => text.clone(),
            Paragraph::Facts(facts) => {
                let lines = facts.iter().map(|(name, value)| format!("{name}: {value}"));
                lines.collect::<Vec<_>>().join("\n")
            }
            Paragraph::Agenda(points) => {
                let lines = points
                    .iter()
                    .map(|(time, title)| format!("\n{time} {title}"));
                format!("{AGENDA}{}", lines.collect::<String>())
            }
            Paragraph::Guests(heading, who) => {
                let lines = who.iter().map(|one| format!("\n- {one}"));
                format!("{heading}{}", lines.collect::<String>())
            }
            Paragraph::Language(language) => language_line(language).to_owned(),
        }
    };
    paragraphs.iter().map(text).collect::<Vec<_>>().join("\n\n")
}

/// What stands above the words of a language, where there are two: where the other is, and what this is.
pub(super) fn language_line(language: &str) -> &'static str {
    match language {
        "cy" => "(English below)",
        _ => "English",
    }
}

/// When a report is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ReportDue {
    By(NaiveDate),
    /// The day is past.
    Overdue,
}

/// The subject: it shows in shared diaries and on locked telephones, so it says the least that identifies the meeting.
pub(super) fn subject(reference: &str, firmness: Firmness) -> String {
    match firmness {
        Firmness::Confirmed => format!("Meeting ref {reference}"),
        Firmness::Hold => format!("HOLD: Meeting ref {reference}"),
    }
}

/// The subject of an entry in a calendar of a whole plan.
pub(super) fn diary_subject(reference: &str) -> String {
    subject(reference, Firmness::Confirmed)
}

/// The body of such an entry.
pub(super) fn diary_body(
    reference: &str,
    own: &[Interval],
    zone: &Zone,
    state: State,
    place_to_tell: bool,
) -> String {
    let mut text = format!("Multi-agency meeting, reference {reference}.");
    if own.len() > 1 {
        text.push_str(&format!(" Needed {}.", times(own, zone)));
    }
    if state != State::Quorate {
        text.push_str(" It is planned and not settled yet.");
    }
    if place_to_tell {
        text.push_str(" Ask the organiser for the place.");
    }
    text.push_str(" This entry names nobody, so it may stand in a shared diary.");
    text
}

/// The body of an invitation or copy.
pub(super) fn body(facts: &Facts) -> Vec<Paragraph> {
    let text = |text: &str| Paragraph::Text(text.to_owned());
    let mut paragraphs = vec![text(opening(facts.purpose, facts.firmness))];
    if facts.stays {
        paragraphs.push(text(
            "You proposed another time. It could not be taken: the meeting stays at the time below.",
        ));
    }
    if facts.is_update {
        paragraphs.push(text(
            "If you had an earlier invitation to this meeting, this one replaces it.",
        ));
    }
    let mut lines = vec![
        ("When", times(facts.times, facts.zone)),
        ("Where", where_(facts.places, facts.zone, facts.join)),
    ];
    if let Some((heading, said)) = &facts.repeats {
        lines.insert(1, (*heading, said.clone()));
    }
    if let Some(join) = facts.join {
        lines.push((JOIN, join.to_owned()));
    }
    lines.push(("Reference", facts.reference.to_owned()));
    paragraphs.push(Paragraph::Facts(lines));
    if facts.purpose != Purpose::Invitation {
        paragraphs.push(Paragraph::Text(format!(
            "Questions: write to {}.",
            facts.organizer
        )));
    } else {
        paragraphs.push(text("This is the time for which you are needed."));
        if !facts.agenda.is_empty() {
            paragraphs.push(agenda(facts.agenda, facts.zone));
        }
        if !facts.guests.is_empty() {
            paragraphs.push(Paragraph::Guests(ALSO_ASKED, facts.guests.to_vec()));
        }
        if let Some(due) = facts.report {
            paragraphs.push(Paragraph::Text(report_due(due, facts.carrier)));
        }
        paragraphs.push(Paragraph::Text(please_answer(
            facts.carrier,
            facts.is_one_date,
            facts.organizer,
        )));
    }
    paragraphs.extend(last_words(facts).map(text));
    paragraphs
}

/// How a meeting is repeated.
pub(super) fn repeated(
    every: Every,
    held: &[NaiveDateTime],
    elsewhere: &[NaiveDateTime],
) -> (&'static str, String) {
    let rhythm = match every {
        Every::Weeks(1) => "every week".to_owned(),
        Every::Weeks(weeks) => format!("every {weeks} weeks"),
        Every::Months(1) => "every month".to_owned(),
        Every::Months(months) => format!("every {months} months"),
    };
    let days = |times: &[NaiveDateTime]| -> String {
        let days = times.iter().map(|time| date(time.date()));
        days.collect::<Vec<_>>().join("; ")
    };
    let mut said = format!("{rhythm}: {}", days(held));
    if !elsewhere.is_empty() {
        said.push_str(&format!(
            ". At another time or place, told in a message of its own: {}",
            days(elsewhere)
        ));
    }
    ("Again", said)
}

/// What one meeting of a series takes the place of.
pub(super) fn instead(of: NaiveDateTime) -> (&'static str, String) {
    let said = format!(
        "the meeting of the series on {} at {}",
        date(of.date()),
        of.format("%H:%M")
    );
    ("Instead of", said)
}

/// The list is said to be open for everybody, so that no message tells whether somebody was left out of it.
const ALSO_ASKED: &str = "Also asked to come (this list need not be complete):";

fn please_answer(carrier: Carrier, is_one_date: bool, organizer: &str) -> String {
    let how = match carrier {
        Carrier::Message | Carrier::Joint => format!(
            "Please answer with Accept, Tentative or Decline. If you see no such buttons, write to {organizer} and give \
             the reference."
        ),
        Carrier::Letter => format!(
            "Please say whether you can come: tell whoever gave you this, or write to {organizer} and give the reference."
        ),
    };
    let first = match (carrier, is_one_date) {
        (Carrier::Message, true) => " Answer the invitation to the whole series before this one.",
        _ => "",
    };
    format!("{how}{first} If you cannot come, say so as early as you can.")
}

fn last_words(facts: &Facts) -> Option<&'static str> {
    match (facts.carrier, facts.guests) {
        (Carrier::Message, []) => Some(
            "This message does not show who else is asked. Please do not forward it: a forwarded invitation cannot be \
             answered.",
        ),
        (Carrier::Message | Carrier::Joint, _) => {
            Some("Please do not forward this: a forwarded invitation cannot be answered.")
        }
        (Carrier::Letter, _) => None,
    }
}

/// One line a point: "10:00 Introductions".
fn agenda(points: &[Point], zone: &Zone) -> Paragraph {
    let line = |(start, title): &Point| {
        let time = zone.local(*start).format("%H:%M").to_string();
        (time, one_line(title))
    };
    Paragraph::Agenda(points.iter().map(line).collect())
}

fn report_due(due: ReportDue, carrier: Carrier) -> String {
    match (due, carrier) {
        (ReportDue::By(day), Carrier::Message | Carrier::Letter) => format!(
            "Please send your report by {}, by the secure way that your agency uses.",
            date(day)
        ),
        (ReportDue::Overdue, Carrier::Message | Carrier::Letter) => {
            "Your report is due already: please send it at once, by the secure way that your agency uses."
                .to_owned()
        }
        (ReportDue::By(day), Carrier::Joint) => format!(
            "If you are asked for a report, please send it by {}, by the secure way that your agency uses.",
            date(day)
        ),
        (ReportDue::Overdue, Carrier::Joint) => {
            "If you are asked for a report, it is due already: please send it at once, by the secure way that your \
             agency uses."
                .to_owned()
        }
    }
}

/// `Tuesday 8 December 2026`.
pub(super) fn date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

fn opening(purpose: Purpose, firmness: Firmness) -> &'static str {
    match (purpose, firmness) {
        (Purpose::Invitation, Firmness::Confirmed) => {
            "You are asked to come to a multi-agency meeting."
        }
        (Purpose::Invitation, Firmness::Hold) => {
            "Please keep this time free for a multi-agency meeting. It is not settled yet: it will be confirmed or \
             released."
        }
        (Purpose::Information | Purpose::Report, Firmness::Confirmed) => {
            "For your information: a multi-agency meeting takes place. You are not expected to come."
        }
        (Purpose::Information | Purpose::Report, Firmness::Hold) => {
            "For your information: a multi-agency meeting is planned and not settled yet. You are not expected to come."
        }
    }
}

/// The subject of the message that asks for a report.
pub(super) fn report_subject(reference: &str) -> String {
    format!("Meeting ref {reference}: please send a report")
}

/// The text that asks for a report. It gives the day only: somebody who does not come needs neither time nor place.
pub(super) fn report_request(
    reference: &str,
    meeting: Interval,
    zone: &Zone,
    firmness: Firmness,
    organizer: &str,
) -> Vec<Paragraph> {
    let day = day(meeting, zone);
    let sentence = match firmness {
        Firmness::Confirmed => format!("A multi-agency meeting takes place on {day}."),
        Firmness::Hold => {
            format!("A multi-agency meeting is planned for {day}. It is not settled yet.")
        }
    };
    let text = |text: &str| Paragraph::Text(text.to_owned());
    vec![
        Paragraph::Text(format!("{sentence} You are not expected to come.")),
        text(
            "Please send your written report so that it arrives before that day, by the secure way that your agency \
             uses, and give the reference.",
        ),
        Paragraph::Facts(vec![
            ("Reference", reference.to_owned()),
            ("Send it to", organizer.to_owned()),
        ]),
        text("If you cannot send it in time, say so as early as you can."),
    ]
}

/// What a text of ours looks like as a file: its subject, and its words.
pub(super) fn with_subject(subject: &str, paragraphs: &[Paragraph]) -> String {
    format!("Subject: {subject}\n\n{}\n", as_text(paragraphs))
}

/// A text to be handed over. Two of one meeting may differ in their times, so it says whose it is.
pub(super) fn letter(name: &str, subject: &str, paragraphs: &[Paragraph]) -> String {
    format!("For {name}\n\n{subject}\n\n{}\n", as_text(paragraphs))
}

/// The body of the organiser's copy.
pub(super) fn organizer_body(reference: &str, points: &[Point], zone: &Zone) -> String {
    let mut text = format!(
        "Multi-agency meeting, reference {reference}. The workspace says who comes; this entry names nobody, so it may \
         stand in a shared diary."
    );
    if !points.is_empty() {
        text.push_str("\n\n");
        text.push_str(&as_text(&[agenda(points, zone)]));
    }
    text
}

/// LOCATION of an event. Whoever takes part from afar finds there where to join, if that is told.
pub(super) fn location(places: &[(Interval, Place)], join: Option<&str>) -> String {
    let mut texts: Vec<String> = Vec::new();
    for (_, place) in places {
        let text = match (place, join) {
            (Place::Remote, Some(join)) => join.to_owned(),
            _ => place_text(place, join),
        };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

fn where_(places: &[(Interval, Place)], zone: &Zone, join: Option<&str>) -> String {
    match places {
        [(_, place)] => place_text(place, join),
        several => several
            .iter()
            .map(|(time, place)| format!("{}: {}", clock(*time, zone), place_text(place, join)))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn place_text(place: &Place, join: Option<&str>) -> String {
    match place {
        Place::At {
            name,
            address: Some(address),
        } => format!("{name}, {address}"),
        Place::At {
            name,
            address: None,
        } => name.clone(),
        Place::Remote if join.is_some() => "on line".to_owned(),
        Place::Remote => "by telephone or on line; the organiser will tell you how".to_owned(),
        Place::ToldSeparately => "the organiser will tell you the place".to_owned(),
    }
}

/// `Tuesday 8 December 2026, 10:00 to 10:45 and 11:15 to 11:30 (UK time)`. Stretches of another day carry their own date.
pub(super) fn times(times: &[Interval], zone: &Zone) -> String {
    let mut text = String::new();
    let mut last_day = String::new();
    for time in times {
        let day = day(*time, zone);
        if !text.is_empty() {
            text.push_str(" and ");
        }
        if day != last_day {
            text.push_str(&day);
            text.push_str(", ");
            last_day = day;
        }
        text.push_str(&clock(*time, zone));
    }
    format!("{text} ({})", zone_text(zone))
}

/// The local day on which it begins: `Tuesday 8 December 2026`.
fn day(time: Interval, zone: &Zone) -> String {
    date(zone.local(time.start()).date())
}

/// `10:00 to 11:30`, with the day where it ends on another one.
fn clock(time: Interval, zone: &Zone) -> String {
    let (start, end) = (zone.local(time.start()), zone.local(time.end()));
    let format = match start.date() == end.date() {
        true => "%H:%M",
        false => "%H:%M on %A %-d %B %Y",
    };
    format!("{} to {}", start.format("%H:%M"), end.format(format))
}

fn zone_text(zone: &Zone) -> String {
    match zone.name() {
        "Europe/London" | "GB" => "UK time".to_owned(),
        "UTC" => "UTC".to_owned(),
        name => format!("time in {name}"),
    }
}

/// What a message is, in the list of what was written.
pub(super) fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Invitation => "invitation",
        Purpose::Information => "copy for information",
        Purpose::Report => "request for a report",
    }
}
