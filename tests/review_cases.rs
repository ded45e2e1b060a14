//! The cases of dates that came with the domain's rules: each a rule, a day, and the dates that are right.

use chrono::NaiveDate;
use quorate::model::rules::{
    Anchor, Concern, Counting, Grounds, Roll, RuleKind, RuleUnit, Sequence, Span, Step, TimeRule,
    Validity,
};
use quorate::review::{Calendar, From, due};
use quorate::time::{Nation, WorkingDays, Zone};
use std::collections::BTreeMap;

/// One row, by the names of its columns.
type Row = BTreeMap<&'static str, &'static str>;

fn rows() -> Vec<Row> {
    let mut lines = include_str!("data/review-date-cases.tsv").lines();
    let names: Vec<&str> = lines.next().expect("a head").split('\t').collect();
    lines
        .filter(|line| !line.is_empty())
        .map(|line| names.iter().copied().zip(line.split('\t')).collect())
        .collect()
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The day that a row counts from.
fn from(row: &Row) -> NaiveDate {
    date(if row["trigger_date"].is_empty() {
        row["previous_date"]
    } else {
        row["trigger_date"]
    })
}

fn rule(row: &Row) -> TimeRule {
    TimeRule {
        id: row["rule"].to_owned(),
        step: Step::Deadline,
        from: Anchor::Trigger,
        span: Span::Count {
            amount: row["amount"].parse().expect("a number"),
            unit: match row["unit"] {
                "working-days" => RuleUnit::WorkingDays,
                "calendar-days" => RuleUnit::CalendarDays,
                "weeks" => RuleUnit::Weeks,
                "months" => RuleUnit::Months,
                other => unreachable!("no case is in {other}"),
            },
        },
        counting: match row["counting"] {
            "exclusive" => Counting::Exclusive,
            "inclusive" => Counting::Inclusive,
            other => unreachable!("no case counts {other}"),
        },
        kind: match row["kind"] {
            "latest" => RuleKind::Latest,
            "earliest" => RuleKind::Earliest,
            "target" => RuleKind::Target,
            "before" => RuleKind::Before,
            other => unreachable!("no case is {other}"),
        },
        clear_days: false,
        roll: Roll::ToWorkingDay,
        concerns: Concern::Meeting,
        gives: None,
        what: None,
        by: None,
        sequence: Sequence::ALL,
        when: Vec::new(),
        instead_of: None,
        grounds: Grounds::default(),
        valid: Validity::default(),
    }
}

#[test]
fn every_case_gives_its_dates() {
    let zone = Zone::named("Europe/London").expect("a zone of the database");
    let rows = rows();
    assert_eq!(rows.len(), 142);
    for row in rows {
        let nation = Nation::parse(row["nation"]).expect("a nation");
        let calendar = Calendar {
            working: &WorkingDays::of(nation),
            terms: None,
            zone: &zone,
        };
        let due = due(&rule(&row), From::Date(from(&row)), &calendar).expect("a date");
        let got = (due.limit, due.hold_by);
        let expected = (date(row["limit_date"]), date(row["expected_date"]));
        assert_eq!(got, expected, "{}: {}", row["case_id"], row["reasoning"]);
    }
}
