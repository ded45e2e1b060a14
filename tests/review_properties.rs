//! What holds of every rule, every day and every set of holidays.

mod review_support;

use chrono::{Days as Count, NaiveDate};
use proptest::prelude::*;
use quorate::model::rules::{Counting, Roll, RuleKind, RuleUnit, Span, TimeRule};
use quorate::review::{Due, From, due};
use quorate::time::{Nation, WorkingDays};
use review_support::{Days, date, kind};

fn a_rule(units: &'static [RuleUnit], amounts: u32) -> impl Strategy<Value = TimeRule> {
    const KINDS: [RuleKind; 4] = [
        RuleKind::Latest,
        RuleKind::Earliest,
        RuleKind::Target,
        RuleKind::Before,
    ];
    (
        0..=amounts,
        proptest::sample::select(units),
        proptest::sample::select(&KINDS[..]),
        any::<(bool, bool)>(),
    )
        .prop_map(
            |(amount, unit, kind_of, (inclusive, clear_days))| TimeRule {
                span: Span::Count { amount, unit },
                kind: kind_of,
                counting: if inclusive {
                    Counting::Inclusive
                } else {
                    Counting::Exclusive
                },
                clear_days,
                roll: Roll::ToWorkingDay,
                ..kind("icpc").rules[0].clone()
            },
        )
}

const UNITS: [RuleUnit; 5] = [
    RuleUnit::WorkingDays,
    RuleUnit::CalendarDays,
    RuleUnit::Weeks,
    RuleUnit::Months,
    RuleUnit::Hours,
];

fn a_day(years: std::ops::Range<u64>) -> impl Strategy<Value = NaiveDate> {
    (years.start * 365..years.end * 365).prop_map(|days| date("0001-01-01") + Count::new(days))
}

fn a_nation() -> impl Strategy<Value = Nation> {
    proptest::sample::select(&Nation::ALL[..])
}

fn counted(rule: &TimeRule, from: NaiveDate, working: &WorkingDays) -> Due {
    let mut days = Days::of(working.nation());
    days.working = working.clone();
    due(rule, From::Date(from), &days.calendar()).expect("inside the calendar")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The limit lies on its side of the day counted from, and the day to hold it by on its side of the limit.
    #[test]
    fn dates_lie_on_their_sides(
        rule in a_rule(&UNITS, 400),
        from in a_day(1950..2150),
        nation in a_nation(),
    ) {
        let working = WorkingDays::of(nation);
        let due = counted(&rule, from, &working);
        match rule.kind {
            RuleKind::Before => prop_assert!(due.limit <= from),
            _ => prop_assert!(due.limit >= from),
        }
        match (rule.kind, rule.counting) {
            (RuleKind::Earliest, Counting::Inclusive) => prop_assert_eq!(due.hold_by, due.limit),
            (RuleKind::Earliest, Counting::Exclusive) => prop_assert!(due.hold_by >= due.limit),
            _ => prop_assert!(due.hold_by <= due.limit),
        }
        let stands = rule.kind == RuleKind::Earliest && rule.counting == Counting::Inclusive;
        prop_assert!(stands || working.is_working(due.hold_by));
        // Nothing but days off was rolled over, and all of it is told.
        let between = (due.limit - due.hold_by).num_days().unsigned_abs();
        prop_assert_eq!(due.working.rolled_over.len() as u64, between);
        prop_assert!(due.working.rolled_over.iter().all(|day| !working.is_working(*day)));
    }

    /// A further holiday never makes a limit earlier, nor a day that has to lie before something later; and it never gives
    /// more time: the day to hold it by moves on only together with the limit.
    #[test]
    fn a_further_holiday_moves_limits_outwards(
        rule in a_rule(&UNITS, 60),
        from in a_day(2000..2040),
        nation in a_nation(),
        closures in proptest::collection::vec(0_u64..200, 1..8),
    ) {
        let start = from - Count::new(100);
        let working = WorkingDays::of(nation);
        let closed = working.clone().with_closures(closures.iter().map(|days| start + Count::new(*days)));
        let (without, with) = (counted(&rule, from, &working), counted(&rule, from, &closed));
        match rule.kind {
            RuleKind::Before => prop_assert!(with.limit <= without.limit),
            _ => prop_assert!(with.limit >= without.limit),
        }
        let in_working_days = matches!(rule.span, Span::Count { unit: RuleUnit::WorkingDays, .. });
        if !in_working_days {
            prop_assert_eq!(with.limit, without.limit);
        }
        if with.limit == without.limit {
            match rule.kind {
                RuleKind::Earliest => prop_assert!(with.hold_by >= without.hold_by),
                _ => prop_assert!(with.hold_by <= without.hold_by),
            }
        }
    }

    /// Working days are so many on both sides of the count: what was passed over is no working day, and the rest add up.
    #[test]
    fn a_count_of_working_days_adds_up(
        rule in a_rule(&[RuleUnit::WorkingDays], 90),
        from in a_day(1990..2060),
        nation in a_nation(),
    ) {
        let working = WorkingDays::of(nation);
        let due = counted(&rule, from, &working);
        let Span::Count { amount, .. } = rule.span else { unreachable!("a count") };
        let wanted = if amount == 0 { 0 } else { amount + u32::from(rule.clear_days) };
        let (first, last) = (from.min(due.limit), from.max(due.limit));
        let inside = first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| *day != from || (rule.counting == Counting::Inclusive && amount > 0))
            .filter(|day| working.is_working(*day))
            .count();
        prop_assert_eq!(inside, wanted as usize);
        prop_assert!(due.working.skipped.iter().all(|day| working.is_holiday(*day)));
    }

    /// Any amount from any day gives a date or says that there is none.
    #[test]
    fn no_amount_is_too_much(
        rule in a_rule(&UNITS, u32::MAX),
        small in any::<bool>(),
        from in a_day(1900..9999),
        nation in a_nation(),
    ) {
        let mut rule = rule;
        if let (Span::Count { amount, unit }, true) = (rule.span, small) {
            rule.span = Span::Count { amount: amount % 5_000, unit };
        }
        let days = Days::of(nation);
        if let Ok(due) = due(&rule, From::Date(from), &days.calendar()) {
            prop_assert!(due.limit >= date("0001-01-01") && due.hold_by <= date("9999-12-31"));
        }
    }
}

/// Beginning with a day is counting from the day before: a law of its own for plain days and working days.
#[test]
fn inclusive_is_exclusive_from_the_day_before() {
    let working = WorkingDays::of(Nation::NorthernIreland);
    for unit in [
        RuleUnit::WorkingDays,
        RuleUnit::CalendarDays,
        RuleUnit::Weeks,
    ] {
        for amount in [1, 2, 10, 28] {
            for offset in 0..800 {
                let from = date("2026-01-01") + Count::new(offset);
                let rule = |counting| TimeRule {
                    span: Span::Count { amount, unit },
                    counting,
                    ..kind("icpc").rules[0].clone()
                };
                let inclusive = counted(&rule(Counting::Inclusive), from, &working);
                let exclusive = counted(&rule(Counting::Exclusive), from - Count::new(1), &working);
                assert_eq!(inclusive.limit, exclusive.limit, "{amount} {unit:?} {from}");
            }
        }
    }
}
