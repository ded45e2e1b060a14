//! `quorate-timeliness/1`.

use super::figures::{BUCKET_ENDS, Count, Days, Share};
use super::{InitialFigures, Judged, KindFigures, Outcome, Timeliness};
use serde_json::{Value, json};

/// The whole answer for programs.
pub fn json(report: &Timeliness) -> String {
    let value = json!({
        "format": "quorate-timeliness/1",
        "types": report.kinds.iter().map(kind).collect::<Vec<Value>>(),
        "initial_conferences": report.initial.as_ref().map(initial),
        "held": report.held.iter().map(held).collect::<Vec<Value>>(),
    });
    format!("{value}\n")
}

fn kind(figures: &KindFigures) -> Value {
    let (meetings, children) = figures.in_time.of(figures.judged());
    json!({
        "type": figures.kind.id,
        "in_time": count(figures.in_time),
        "late": count(figures.late),
        "unknown": count(figures.unknown),
        "percent_in_time": {"meetings": share(meetings), "children": share(children)},
    })
}

fn initial(figures: &InitialFigures) -> Value {
    let clock = |name: &str, days: &Days| {
        let all = days.all();
        let counts = days.buckets();
        let starts = std::iter::once(0).chain(BUCKET_ENDS.map(|end| end + 1));
        let ends = BUCKET_ENDS.map(Some).into_iter().chain([None]);
        let buckets = counts
            .iter()
            .zip(starts.zip(ends))
            .map(|(held, (from, to))| {
                let (meetings, children) = held.of(all);
                json!({
                    "from": from,
                    "to": to,
                    "meetings": held.meetings,
                    "children": held.children,
                    "percent": {"meetings": share(meetings), "children": share(children)},
                })
            });
        let quartiles = |found: Option<[u32; 3]>| {
            found.map(
                |[lower, median, upper]| json!({"lower": lower, "median": median, "upper": upper}),
            )
        };
        json!({
            "clock": name,
            "meetings": all.meetings,
            "children": all.children,
            "undated": figures.all.meetings - all.meetings,
            "buckets": buckets.collect::<Vec<Value>>(),
            "quartiles": {
                "meetings": quartiles(days.quartiles(|_| 1)),
                "children": quartiles(days.quartiles(u64::from)),
            },
        })
    };
    json!({
        "meetings": figures.all.meetings,
        "children": figures.all.children,
        "clocks": [
            clock("strategy-discussion", &figures.strategy_discussion),
            clock("s47-start", &figures.s47),
        ],
    })
}

fn held(one: &Judged) -> Value {
    let mut value = json!({
        "ref": one.row.case.reference,
        "type": one.kind.id,
        "nation": one.row.case.nation.id(),
        "held": one.row.held.to_string(),
        "children": one.row.children,
    });
    let (outcome, limit) = match &one.outcome {
        Outcome::Unknown => ("unknown", None),
        Outcome::InTime { limit } => ("in-time", Some(limit)),
        Outcome::Late { limit, .. } => ("late", Some(limit)),
    };
    value["outcome"] = json!(outcome);
    if let Some(limit) = limit {
        value["rule"] = json!(limit.rule);
        value["limit"] = json!(limit.limit.to_string());
        value["confidence"] = json!(limit.confidence.id());
        value["late_by"] = json!(one.missed().map_or(0, |(_, by)| by));
    }
    if one.missed().is_some() {
        value["reason_recorded"] = json!(one.row.has_reason);
    }
    value
}

fn count(count: Count) -> Value {
    json!({"meetings": count.meetings, "children": count.children})
}

/// Per cent with one decimal.
fn share(share: Share) -> Value {
    share
        .0
        .map_or(Value::Null, |tenths| json!(f64::from(tenths) / 10.0))
}
