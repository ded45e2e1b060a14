//! The rules for programs.

use super::adopt::open;
use super::table::clocks;
use super::{FORMAT, RulesReport};
use crate::model::Condition;
use crate::model::rules::{
    Continuity, Counting, Grounds, MeetingType, Roll, RuleKind, SeatRule, SeatWho, Sensitivity,
    Span, TimeRule,
};
use crate::report::words_en::rules as words;
use serde_json::{Map, Value, json};

/// The list of types, each with its clocks.
pub fn json_all(report: &RulesReport) -> String {
    let types: Vec<Value> = report
        .types()
        .map(|kind| {
            let (first, then) = clocks(report, kind);
            let clock = |rule: Option<&TimeRule>| rule.map(|one| time(report, kind, one));
            json!({
                "id": kind.id,
                "name": kind.name,
                "synonyms": kind.synonyms,
                "area": kind.area,
                "nations": nations(kind),
                "first": clock(first),
                "then": clock(then),
            })
        })
        .collect();
    written(&json!({ "format": FORMAT, "types": types }))
}

/// One type, whole.
pub fn json_type(report: &RulesReport, kind: &MeetingType) -> String {
    let rules = kind.rules.iter().map(|rule| time(report, kind, rule));
    let statements = kind.statements();
    let used = |id: &str| statements.iter().any(|(_, grounds)| grounds.source == id);
    let sources = report.book.sources.iter().filter(|one| used(&one.id));
    let sources = sources.map(|source| {
        json!({
            "id": source.id,
            "short": source.short,
            "title": source.title,
            "section": source.section,
            "seen": source.seen,
        })
    });
    let spawns = kind.spawns.iter();
    let value = json!({
        "format": FORMAT,
        "type": kind.id,
        "name": kind.name,
        "synonyms": kind.synonyms,
        "area": kind.area,
        "nations": nations(kind),
        "trigger": kind.trigger,
        "chain_next": kind.chain_next,
        "spawns": spawns.map(|one| json!({ "type": one.kind, "rule": one.rule })).collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "attendees": kind.seats.iter().map(|seat| attendee(report, seat)).collect::<Vec<_>>(),
        "quorum": quorum(report, kind),
        "chair": chair(report, kind),
        "duration": duration(report, kind),
        "agenda": agenda(report, kind),
        "sensitivity": match kind.sensitivity {
            Sensitivity::Ordinary => "ordinary",
            Sensitivity::Highest => "highest",
        },
        "family_present": kind.family_present,
        "cases_per_meeting": kind.cases_per_meeting,
        "bring_forward": kind.bring_forward,
        "constraints": remarks(report, &kind.constraints),
        "exceptions": remarks(report, &kind.exceptions),
        "sources": sources.collect::<Vec<_>>(),
    });
    written(&value)
}

/// What is not firm.
pub fn json_to_adopt(report: &RulesReport, kinds: &[&MeetingType]) -> String {
    let rows: Vec<Value> = kinds
        .iter()
        .flat_map(|kind| open(report, kind))
        .map(|one| {
            let mut row = Map::new();
            row.insert("rule".to_owned(), json!(one.rule));
            row.insert("says".to_owned(), json!(one.says));
            put_grounds(report, one.grounds, &mut row);
            Value::Object(row)
        })
        .collect();
    written(&json!({ "format": FORMAT, "to_adopt": rows }))
}

fn written(value: &Value) -> String {
    format!("{value:#}\n")
}

fn nations(kind: &MeetingType) -> Vec<&'static str> {
    kind.nations.iter().map(|nation| nation.id()).collect()
}

fn time(report: &RulesReport, kind: &MeetingType, rule: &TimeRule) -> Value {
    let from = words::anchor(&rule.from, kind, report.book);
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            row.insert(key.to_owned(), value);
        }
    };
    put("id", json!(rule.id));
    put("step", json!(rule.step.id()));
    put("says", json!(words::limit(rule, &from)));
    put("what", json!(rule.what));
    put("by", json!(rule.by));
    put("from", json!(rule.from.id()));
    match rule.span {
        Span::Count { amount, unit } => {
            put("amount", json!(amount));
            put("unit", json!(unit.id()));
        }
        Span::Fixed { month, day } => put("fixed", json!(format!("{month:02}-{day:02}"))),
    }
    put(
        "kind",
        json!(match rule.kind {
            RuleKind::Latest => "latest",
            RuleKind::Earliest => "earliest",
            RuleKind::Target => "target",
            RuleKind::Before => "before",
        }),
    );
    put(
        "counting",
        json!(match rule.counting {
            Counting::Exclusive => "exclusive",
            Counting::Inclusive => "inclusive",
        }),
    );
    put("clear_days", json!(rule.clear_days));
    put("rolls", json!(rule.roll == Roll::ToWorkingDay));
    put("gives", json!(rule.gives));
    put("sequence_from", json!(rule.sequence.first));
    put("sequence_to", json!(rule.sequence.last));
    put("when", json!(when(&rule.when)));
    put("instead_of", json!(rule.instead_of));
    put(
        "valid_from",
        json!(rule.valid.from.map(|day| day.to_string())),
    );
    put("valid_to", json!(rule.valid.to.map(|day| day.to_string())));
    put_grounds(report, &rule.grounds, &mut row);
    Value::Object(row)
}

/// As rule files write them.
fn when(conditions: &[Condition]) -> Vec<String> {
    let written = conditions.iter().map(|one| match one.wanted {
        true => one.flag.clone(),
        false => format!("not {}", one.flag),
    });
    written.collect()
}

fn put_grounds(report: &RulesReport, grounds: &Grounds, row: &mut Map<String, Value>) {
    let confidence = grounds.confidence(report.today);
    row.insert("basis".to_owned(), json!(grounds.basis.id()));
    row.insert("confidence".to_owned(), json!(confidence.id()));
    row.insert("source".to_owned(), json!(grounds.source));
    if let Some(note) = &grounds.note {
        row.insert("note".to_owned(), json!(note));
    }
    if let Some(adopted) = &grounds.adopted {
        let value = json!({
            "by": adopted.by,
            "date": adopted.date.to_string(),
            "document": adopted.document,
            "review": adopted.review.map(|day| day.to_string()),
        });
        row.insert("adopted".to_owned(), value);
    }
}

fn attendee(report: &RulesReport, seat: &SeatRule) -> Value {
    let (key, id) = match &seat.who {
        SeatWho::Role(id) => ("role", id),
        SeatWho::AnyOf(id) => ("any_of", id),
    };
    json!({
        key: id,
        "name": report.names.of(id),
        "places": seat.places,
        "level": words::level(seat.level),
        "when": when(&seat.when),
        "direct": seat.direct_contact,
        "note": seat.note,
    })
}

fn quorum(report: &RulesReport, kind: &MeetingType) -> Option<Value> {
    let quorum = kind.quorum.as_ref()?;
    let read = report.quorums.get(&kind.id);
    let says = read.map(|read| words::quorum(read, report.names));
    let mut row = Map::new();
    row.insert("rule".to_owned(), json!(quorum.rule));
    row.insert("says".to_owned(), json!(says));
    row.insert(
        "chair_discretion".to_owned(),
        json!(quorum.chair_discretion),
    );
    row.insert("interim_plan".to_owned(), json!(quorum.interim_plan));
    put_grounds(report, &quorum.grounds, &mut row);
    Some(Value::Object(row))
}

fn chair(report: &RulesReport, kind: &MeetingType) -> Option<Value> {
    let chair = kind.chair.as_ref()?;
    let continuity = match chair.continuity {
        Continuity::None => "none",
        Continuity::Preferred => "preferred",
        Continuity::Same => "same",
    };
    let mut row = Map::new();
    row.insert("role".to_owned(), json!(chair.role));
    row.insert("alternative".to_owned(), json!(chair.alternative));
    row.insert("then".to_owned(), json!(chair.then));
    row.insert("continuity".to_owned(), json!(continuity));
    row.insert("independent".to_owned(), json!(chair.independent));
    put_grounds(report, &chair.grounds, &mut row);
    Some(Value::Object(row))
}

fn duration(report: &RulesReport, kind: &MeetingType) -> Option<Value> {
    let duration = kind.duration.as_ref()?;
    let mut row = Map::new();
    row.insert("typical".to_owned(), json!(duration.typical));
    row.insert("min".to_owned(), json!(duration.min));
    row.insert("max".to_owned(), json!(duration.max));
    row.insert("per_case".to_owned(), json!(duration.per_case));
    put_grounds(report, &duration.grounds, &mut row);
    Some(Value::Object(row))
}

fn agenda(report: &RulesReport, kind: &MeetingType) -> Option<Value> {
    let agenda = report.book.agenda(kind.agenda.as_ref()?)?;
    let minutes = kind.duration.as_ref().map_or(60, |one| one.typical);
    let timed = agenda.timed(minutes);
    let items = agenda.items.iter().map(|item| {
        let start = timed.iter().find(|(_, other)| std::ptr::eq(*other, item));
        json!({
            "title": item.title,
            "detail": item.detail,
            "share": item.share,
            "start_minute": start.map(|(start, _)| start),
        })
    });
    Some(json!({ "id": agenda.id, "items": items.collect::<Vec<_>>() }))
}

fn remarks(report: &RulesReport, remarks: &[crate::model::rules::Remark]) -> Vec<Value> {
    let rows = remarks.iter().map(|remark| {
        let mut row = Map::new();
        row.insert("id".to_owned(), json!(remark.id));
        row.insert("text".to_owned(), json!(remark.text));
        put_grounds(report, &remark.grounds, &mut row);
        Value::Object(row)
    });
    rows.collect()
}
