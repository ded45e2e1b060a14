//! Terms of an invented school year, and of calendars that are written in other ways.

use super::super::due::{Calendar, From, due};
use super::*;
use crate::model::rules::{Anchor, RuleUnit, Step};
use crate::time::{Nation, WorkingDays, Zone};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn calendar(open: &[(&str, &str)], closed: &[&str]) -> NamedCalendar {
    NamedCalendar {
        id: "school".to_owned(),
        name: "Oak School".to_owned(),
        open: open
            .iter()
            .map(|(from, to)| (date(from), date(to)))
            .collect(),
        closed: closed.iter().map(|day| date(day)).collect(),
    }
}

/// 2026/27 with half-term weeks, and training days at the beginning of the year and at the end of it.
fn year() -> NamedCalendar {
    calendar(
        &[
            ("2026-09-01", "2026-10-23"),
            ("2026-11-02", "2026-12-18"),
            ("2027-01-04", "2027-02-12"),
            ("2027-02-22", "2027-03-25"),
            ("2027-04-12", "2027-05-28"),
            ("2027-06-07", "2027-07-21"),
        ],
        &["2026-09-01", "2027-07-20", "2027-07-21"],
    )
}

fn written(terms: &[Term]) -> Vec<String> {
    terms
        .iter()
        .map(|term| format!("{} {}", term.first, term.last))
        .collect()
}

#[test]
fn stretches_around_a_half_term_are_one_term() {
    let expected = [
        "2026-09-02 2026-12-18",
        "2027-01-04 2027-03-25",
        "2027-04-12 2027-07-19",
    ];
    assert_eq!(written(&terms(&year())), expected);
}

#[test]
fn easter_and_christmas_part_terms_however_short_the_holiday() {
    let easter = calendar(
        &[("2027-01-04", "2027-03-25"), ("2027-03-30", "2027-07-21")],
        &[],
    );
    assert_eq!(terms(&easter).len(), 2);
    let christmas = calendar(
        &[("2026-09-01", "2026-12-24"), ("2026-12-28", "2027-03-25")],
        &[],
    );
    assert_eq!(terms(&christmas).len(), 2);
    // Ten closed days are no half-term week.
    let longer = calendar(
        &[("2026-09-01", "2026-10-22"), ("2026-11-02", "2026-12-18")],
        &[],
    );
    assert_eq!(terms(&longer).len(), 2);
    // In any order, overlapping, and with nothing open at all.
    let mixed = calendar(
        &[
            ("2026-11-02", "2026-12-18"),
            ("2026-09-01", "2026-11-10"),
            ("2026-08-03", "2026-08-03"),
        ],
        &["2026-08-03"],
    );
    assert_eq!(written(&terms(&mixed)), ["2026-09-01 2026-12-18"]);
}

fn counted(
    amount: u32,
    kind: RuleKind,
    counting: Counting,
    from: &str,
    terms: &NamedCalendar,
) -> Result<String, DueError> {
    let rule = TimeRule {
        step: Step::Interval,
        from: Anchor::Previous,
        counting,
        kind,
        ..TimeRule::plain("next", amount, RuleUnit::Terms)
    };
    let zone = Zone::named("Europe/London").expect("a zone of the database");
    let calendar = Calendar {
        working: &WorkingDays::of(Nation::England),
        terms: Some(terms),
        zone: &zone,
    };
    due(&rule, From::Date(date(from)), &calendar).map(|due| due.limit.to_string())
}

#[test]
fn a_term_later_is_the_end_of_the_next_term() {
    use Counting::{Exclusive, Inclusive};
    use RuleKind::{Before, Latest};
    let ok = |date: &str| Ok(date.to_owned());
    for (amount, kind, counting, from, expected) in [
        (1, Latest, Exclusive, "2026-09-02", ok("2027-03-25")),
        // In the half-term week it is still autumn.
        (1, Latest, Exclusive, "2026-10-28", ok("2027-03-25")),
        (1, Latest, Exclusive, "2026-12-18", ok("2027-03-25")),
        // In the Christmas holidays the next term is the first after.
        (1, Latest, Exclusive, "2026-12-19", ok("2027-03-25")),
        (2, Latest, Exclusive, "2026-12-01", ok("2027-07-19")),
        (1, Latest, Inclusive, "2026-12-01", ok("2026-12-18")),
        (1, Latest, Inclusive, "2026-12-25", ok("2027-03-25")),
        (0, Latest, Exclusive, "2026-12-25", ok("2026-12-25")),
        (1, Latest, Exclusive, "2026-08-10", ok("2026-12-18")),
        (1, Before, Exclusive, "2027-05-10", ok("2027-01-04")),
        (1, Before, Exclusive, "2027-04-01", ok("2027-01-04")),
        (
            1,
            Latest,
            Exclusive,
            "2027-05-10",
            Err(DueError::TermsEnd {
                last: date("2027-07-19"),
            }),
        ),
        (
            1,
            Latest,
            Exclusive,
            "2027-08-01",
            Err(DueError::TermsEnd {
                last: date("2027-07-19"),
            }),
        ),
        (
            1,
            Latest,
            Exclusive,
            "2026-05-10",
            Err(DueError::TermsBegin {
                first: date("2026-09-02"),
            }),
        ),
        (
            1,
            Before,
            Exclusive,
            "2026-11-10",
            Err(DueError::TermsBegin {
                first: date("2026-09-02"),
            }),
        ),
        (
            1,
            Before,
            Exclusive,
            "2028-05-10",
            Err(DueError::TermsEnd {
                last: date("2027-07-19"),
            }),
        ),
        (
            u32::MAX,
            Latest,
            Exclusive,
            "2026-12-01",
            Err(DueError::TermsEnd {
                last: date("2027-07-19"),
            }),
        ),
    ] {
        let got = counted(amount, kind, counting, from, &year());
        assert_eq!(got, expected, "{amount} {kind:?} {counting:?} {from}");
    }
    assert_eq!(
        counted(1, Latest, Exclusive, "2026-12-01", &calendar(&[], &[])),
        Err(DueError::NoTerms)
    );
}
