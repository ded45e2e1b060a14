//! `quorate-series/1`: the answer for programs. Ids only, instants in UTC; regular times are local and carry no zone.

use super::{SeriesReport, Sum, beyond_diary};
use crate::model::{
    Holiday, MemberId, SeriesHindrance, SeriesOccurrence, SeriesSlot, Slot, Stands,
};
use crate::report::find::{feeds, note, slot_json, state, tally};
use chrono::{NaiveDateTime, NaiveTime};
use serde_json::{Value, json};

/// The whole answer, indented, with a line end.
pub fn json(report: &SeriesReport) -> String {
    let find = &report.find;
    let problem = &find.prepared.problem;
    let found = report.series;
    let series = found.slots.iter().map(|slot| series_json(report, slot));
    let floating = found.floating.slots.iter();
    let floating: Vec<Value> = floating
        .map(|slot| optional(report, slot.as_ref()))
        .collect();
    let blocked = found.clash.as_ref().map(|clash| {
        let facts = clash.facts.iter();
        let facts = facts.map(|fact| match fact {
            crate::model::Fact::Member(member) => json!({
                "code": "not-available", "contact": find.prepared.problem.member(*member).id,
            }),
            crate::model::Fact::Venues => json!({"code": "venues-not-available"}),
            crate::model::Fact::MeetingHours => json!({"code": "meeting-hours"}),
        });
        facts.collect::<Vec<Value>>()
    });
    let answer = json!({
        "format": "quorate-series/1",
        "meeting": {
            "ref": problem.reference,
            "type": find.meeting.kind,
            "duration_minutes": problem.length / 60,
            "from": problem.from,
            "to": problem.to,
            "zone": problem.zone.name(),
        },
        "every": found.spec.every.id(),
        "times": found.spec.times,
        "series": series.collect::<Vec<Value>>(),
        "floating": {
            "sum": sum(Sum::floating(found)),
            "slots": floating,
        },
        "searched": {
            "series": found.tried,
            "feasible": found.feasible,
            "grid_minutes": found.grid_minutes,
        },
        "reasons": blocked,
        "feeds": feeds(find),
        "notes": find.prepared.notes.iter().map(note).collect::<Vec<Value>>(),
    });
    let text = serde_json::to_string_pretty(&answer);
    text.expect("a value made of strings, numbers and lists can always be written") + "\n"
}

fn series_json(report: &SeriesReport, slot: &SeriesSlot) -> Value {
    let also: Vec<String> = slot.folded.iter().map(clock).collect();
    let occurrences = slot.occurrences.iter();
    let occurrences = occurrences.map(|one| occurrence(report, one));
    json!({
        "day": slot.day.id(),
        "time": clock(&slot.time),
        "also": also,
        "exceptions": slot.score.exceptions,
        "is_series": slot.is_series(),
        "sum": sum(Sum::of_series(slot)),
        "confirmations": slot.score.confirmations,
        "occurrences": occurrences.collect::<Vec<Value>>(),
    })
}

fn clock(time: &NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn local(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

fn sum(sum: Sum) -> Value {
    json!({"possible": sum.stand, "quorate": sum.quorate, "coverage": tally(&sum.sure)})
}

fn optional(report: &SeriesReport, slot: Option<&Slot>) -> Value {
    slot.map_or(Value::Null, |slot| slot_json(&report.find, slot))
}

fn ids<'r>(report: &'r SeriesReport, members: &[MemberId]) -> Vec<&'r str> {
    let problem = &report.find.prepared.problem;
    let ids = members.iter().map(|one| problem.member(*one).id.as_str());
    ids.collect()
}

fn occurrence(report: &SeriesReport, one: &SeriesOccurrence) -> Value {
    let mut value = json!({
        "number": one.number,
        "regular": local(one.regular),
        "holiday": one.holiday.map(holiday),
    });
    match &one.stands {
        Stands::Here(slot) => {
            value["state"] = json!(state(slot.state));
            value["beyond_diary"] = json!(ids(report, &beyond_diary(&report.find, slot)));
            value["slot"] = slot_json(&report.find, slot);
        }
        Stands::Not { why, instead } => {
            value["state"] = json!("exception");
            value["why"] = hindrance(report, why);
            value["instead"] = optional(report, instead.as_deref());
        }
    }
    value
}

fn holiday(holiday: Holiday) -> &'static str {
    match holiday {
        Holiday::Public => "public-holiday",
        Holiday::Closure => "closure",
    }
}

fn hindrance(report: &SeriesReport, why: &SeriesHindrance) -> Value {
    let mut codes = Vec::new();
    if why.no_such_hour {
        codes.push(json!({"code": "no-such-hour"}));
    }
    codes.extend(why.holiday.map(|day| json!({"code": holiday(day)})));
    let people = [
        ("calendar-closed", &why.closed),
        ("not-available", &why.not_available),
    ];
    for (code, members) in people {
        let ids = ids(report, members).into_iter();
        codes.extend(ids.map(|id| json!({"code": code, "contact": id})));
    }
    if why.venues {
        codes.push(json!({"code": "venues-not-available"}));
    }
    if why.hours {
        codes.push(json!({"code": "meeting-hours"}));
    }
    Value::Array(codes)
}
