//! Recurrence rules against a table of our own: the examples of RFC 5545 section 3.8.5.3 and known traps.

mod ics_support;

use ics_support::{calendar, event, options, read_text};
use serde_json::Value;

fn cases() -> Vec<Value> {
    let text = include_str!("data/rrule_cases.json");
    let table: Value = serde_json::from_str(text).expect("JSON");
    table["cases"].as_array().expect("cases").clone()
}

fn rfc3339(stamp: &str) -> String {
    let time: chrono::NaiveDateTime =
        chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%S").expect("a stamp");
    time.and_utc()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn starts(case: &Value, from: &str, to: &str) -> Vec<String> {
    let (start, rule) = (
        case["dtstart"].as_str().expect("start"),
        case["rule"].as_str().expect("rule"),
    );
    let lines = format!("DTSTART:{start}\nDURATION:PT1S\nRRULE:{rule}");
    let reading =
        read_text(&calendar(&event(&lines)), &options(from, to, "UTC")).expect("a calendar");
    reading
        .periods
        .iter()
        .map(|period| period.interval.start().to_string())
        .collect()
}

fn expected(case: &Value) -> Vec<String> {
    let instances = case["instances"].as_array().expect("instances").iter();
    instances
        .map(|instance| rfc3339(instance.as_str().expect("a stamp")))
        .collect()
}

#[test]
fn every_rule_gives_its_instances() {
    for case in cases() {
        let (from, to) = (
            case["dtstart"].as_str().expect("from"),
            case["until"].as_str().expect("to"),
        );
        assert_eq!(
            starts(&case, &rfc3339(from), &rfc3339(to)),
            expected(&case),
            "{}",
            case["rule"]
        );
    }
}

/// Jumping into the middle of a series must give what walking there gives.
#[test]
fn a_window_in_the_middle_gives_the_instances_in_the_middle() {
    for case in cases() {
        let all = expected(&case);
        let to = rfc3339(case["until"].as_str().expect("to"));
        for from in all.iter().step_by(3) {
            let rest: Vec<&String> = all.iter().filter(|instance| *instance >= from).collect();
            assert_eq!(
                starts(&case, from, &to).iter().collect::<Vec<_>>(),
                rest,
                "{} from {from}",
                case["rule"]
            );
        }
    }
}
