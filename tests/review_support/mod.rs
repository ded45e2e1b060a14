//! Cases in one line, and what the clocks say of them in lines that can be compared.
#![allow(dead_code, reason = "each test file uses its part")]

use chrono::NaiveDate;
use quorate::input::embedded_rules;
use quorate::model::rules::{MeetingType, RuleBook};
use quorate::model::{FlagState, NamedCalendar};
use quorate::review::{Calendar, CaseFacts, Chain, Clock, Clocks, Link, Progress};
use quorate::time::{Nation, WorkingDays, Zone};

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn book() -> &'static RuleBook {
    embedded_rules()
}

pub fn kind(id: &str) -> &'static MeetingType {
    book().kind(id).expect("a type of the embedded book")
}

/// `trigger=2026-11-23 number=2 decision=2026-12-01 +under5 -urgent`: dates and the number by name, other names are anchors,
/// signs are flags.
pub fn facts(text: &str) -> CaseFacts {
    let mut facts = CaseFacts::default();
    for word in text.split_whitespace() {
        let flag = |flag: &str, set| FlagState {
            flag: flag.to_owned(),
            set,
        };
        if let Some(name) = word.strip_prefix('+') {
            facts.flags.push(flag(name, true));
        } else if let Some(name) = word.strip_prefix('-') {
            facts.flags.push(flag(name, false));
        } else {
            let (name, value) = word.split_once('=').expect("name=value");
            match name {
                "trigger" => facts.trigger = Some(date(value)),
                "previous" => facts.previous = Some(date(value)),
                "meeting" => facts.meeting = Some(date(value)),
                "number" => facts.number = Some(value.parse().expect("a number")),
                _ => {
                    facts.anchors.insert(name.to_owned(), date(value));
                }
            }
        }
    }
    facts
}

/// What dates are counted in.
pub struct Days {
    pub working: WorkingDays,
    pub terms: Option<NamedCalendar>,
    zone: Zone,
}

impl Days {
    pub fn of(nation: Nation) -> Days {
        Days {
            working: WorkingDays::of(nation),
            terms: None,
            zone: Zone::named("Europe/London").expect("a zone of the database"),
        }
    }

    pub fn calendar(&self) -> Calendar<'_> {
        Calendar {
            working: &self.working,
            terms: self.terms.as_ref(),
            zone: &self.zone,
        }
    }
}

/// `first 2027-02-28 hold 2027-02-26`, with what is doubtful of it behind.
pub fn clock(clock: &Clock) -> String {
    let mut text = format!("{} {}", clock.rule.id, clock.due.limit);
    if clock.due.hold_by != clock.due.limit {
        text += &format!(" hold {}", clock.due.hold_by);
    }
    if clock.projected {
        text += " projected";
    }
    if clock.depends_on_number {
        text += " by number";
    }
    if let Some(flag) = &clock.asks {
        text += &format!(" if {flag}");
    }
    if !clock.binds {
        text += " idle";
    }
    text
}

pub fn listed(clocks: &[Clock]) -> Vec<String> {
    clocks.iter().map(clock).collect()
}

/// The limits, the binding one marked with a star.
pub fn limits(clocks: &Clocks) -> Vec<String> {
    let lines = clocks.limits.iter().enumerate().map(|(index, each)| {
        let star = if clocks.binding == Some(index) {
            "* "
        } else {
            ""
        };
        format!("{star}{}", clock(each))
    });
    lines.collect()
}

pub fn missing(clocks: &Clocks) -> Vec<String> {
    let lines = clocks.missing.iter();
    lines
        .map(|missing| format!("{} {:?}", missing.rule.id, missing.why))
        .collect()
}

/// `icpc: 2026-12-14 first, aim 2026-12-07, InHand(15)`; a day that is not projected has a full stop behind it.
pub fn link(link: &Link) -> String {
    let day = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
    let rule = link.clocks.binding().map_or("-", |clock| &clock.rule.id);
    let progress = link
        .progress
        .map_or("-".to_owned(), |progress: Progress| format!("{progress:?}"));
    let stop = if link.is_projected() { "" } else { "." };
    format!(
        "{}: {}{stop} {rule}, aim {}, {progress}",
        link.kind.id,
        day(link.on),
        day(link.target)
    )
}

pub fn strand(chain: &Chain, index: usize) -> Vec<String> {
    chain.strands[index].meetings.iter().map(link).collect()
}
