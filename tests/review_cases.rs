//! The cases of dates that came with the domain's rules: each a rule, a day, and the dates that are right.

use chrono::NaiveDate;
use quorate::input::embedded_rules;
use quorate::model::rules::{Counting, RuleKind, Span, TimeRule};
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

/// The rule that the row names, as the embedded book has it, and whether the book says what the row says of it.
fn rule(row: &Row) -> &'static TimeRule {
    let kind = embedded_rules().kind(row["meeting_type"]).expect("a type");
    let mut rules = kind.rules.iter().filter(|rule| rule.id == row["rule"]);
    let rule = rules
        .rfind(|rule| rule.valid.holds(from(row)))
        .unwrap_or_else(|| panic!("{}: no rule {}", row["case_id"], row["rule"]));
    let Span::Count { amount, unit } = rule.span else {
        panic!("{}: a fixed date", row["case_id"]);
    };
    let counting = match rule.counting {
        Counting::Exclusive => "exclusive",
        Counting::Inclusive => "inclusive",
    };
    let kind = match rule.kind {
        RuleKind::Latest => "latest",
        RuleKind::Earliest => "earliest",
        RuleKind::Target => "target",
        RuleKind::Before => "before",
    };
    let said = (
        amount.to_string(),
        unit.id(),
        counting,
        kind,
        rule.grounds.stated.id(),
    );
    let expected = (
        row["amount"].to_owned(),
        row["unit"],
        row["counting"],
        row["kind"],
        row["confidence"],
    );
    assert_eq!(said, expected, "{}", row["case_id"]);
    rule
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
        let due = due(rule(&row), From::Date(from(&row)), &calendar).expect("a date");
        let got = (due.limit, due.hold_by);
        let expected = (date(row["limit_date"]), date(row["expected_date"]));
        assert_eq!(got, expected, "{}: {}", row["case_id"], row["reasoning"]);
    }
}
