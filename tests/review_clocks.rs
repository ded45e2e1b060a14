//! Which rules bind a meeting, on types of the embedded book and on some that are made up to be difficult.

mod review_support;

use quorate::model::Condition;
use quorate::model::rules::{
    Anchor, Concern, MeetingType, RuleKind, RuleUnit, Sequence, Span, Step, TimeRule, Validity,
};
use quorate::review::{Clocks, Progress, clocks, earliest};
use quorate::time::Nation;
use review_support::{Days, date, facts, kind, limits, listed, missing};

/// Asks of a type in England on 1 December 2026, and hands the clocks to `see`.
fn ask<T>(kind: &MeetingType, text: &str, see: impl FnOnce(&Clocks) -> T) -> T {
    let days = Days::of(Nation::England);
    let facts = facts(text);
    see(&clocks(kind, &facts, &days.calendar(), date("2026-12-01")))
}

fn limits_of(id: &str, text: &str) -> Vec<String> {
    ask(kind(id), text, limits)
}

#[test]
fn the_place_in_the_chain_decides() {
    let first = ["* first 2026-12-21"];
    assert_eq!(limits_of("lac-review", "trigger=2026-11-23"), first);
    assert_eq!(
        limits_of("lac-review", "trigger=2026-11-23 number=1"),
        first
    );
    let second = limits_of(
        "lac-review",
        "trigger=2026-11-23 previous=2026-12-21 number=2",
    );
    assert_eq!(second, ["* second 2027-03-21 hold 2027-03-19"]);
    let third = limits_of("lac-review", "previous=2026-12-21 number=3");
    assert_eq!(third, ["* next 2027-06-21"]);
    let unknown = limits_of("lac-review", "previous=2026-12-21");
    assert_eq!(
        unknown,
        [
            "* second 2027-03-21 hold 2027-03-19 by number",
            "next 2027-06-21 by number"
        ]
    );
}

#[test]
fn tasks_never_bind_the_meeting() {
    ask(kind("icpc"), "trigger=2026-11-23", |clocks| {
        assert_eq!(limits(clocks), ["* first 2026-12-14"]);
        assert_eq!(listed(&clocks.tasks), ["request 2026-11-24"]);
    });
}

#[test]
fn an_inquorate_meeting_is_held_again() {
    let again = limits_of("icpc", "trigger=2026-11-23 previous=2026-12-15 +inquorate");
    assert_eq!(again, ["* reconvene 2026-12-31", "first 2026-12-14 idle"]);
    let quorate = limits_of("rcpc", "trigger=2026-06-15 previous=2026-12-15 -inquorate");
    assert_eq!(quorate, ["* next 2027-06-15"]);
    // Held, and nobody has said how it was: the next of the type can only be the same again, and that is asked.
    ask(
        kind("icpc"),
        "trigger=2026-11-23 previous=2026-12-15",
        |clocks| {
            assert_eq!(limits(clocks), ["* reconvene 2026-12-31 if inquorate"]);
            assert_eq!(clocks.questions[0].flag, "inquorate");
        },
    );
    assert!(limits_of("icpc", "trigger=2026-11-23 previous=2026-12-15 -inquorate").is_empty());
    // A type without a rule for it goes on as usual.
    let usual = limits_of("mappa-2", "previous=2026-10-02 +inquorate");
    assert_eq!(usual, limits_of("mappa-2", "previous=2026-10-02"));
}

#[test]
fn flags_choose_and_unset_ones_are_asked() {
    // One holds without asking: the one that asks has no say.
    ask(kind("cppm-review"), "trigger=2026-11-25", |clocks| {
        assert_eq!(
            limits(clocks),
            [
                "* first 2027-05-25",
                "first-prebirth 2027-02-25 if pre-birth idle"
            ]
        );
        let asked: Vec<&str> = clocks
            .questions
            .iter()
            .map(|asked| asked.flag.as_str())
            .collect();
        assert_eq!(asked, ["pre-birth"]);
        assert_eq!(clocks.questions[0].rules[0].id, "first-prebirth");
    });
    assert_eq!(
        limits_of("cppm-review", "trigger=2026-11-25 +pre-birth"),
        ["* first-prebirth 2027-02-25"]
    );
    assert_eq!(
        limits_of("cppm-review", "trigger=2026-11-25 -pre-birth"),
        ["* first 2027-05-25"]
    );
    // None holds without asking: the earliest binds for the time being.
    assert_eq!(
        limits_of("lac-health-assessment", "previous=2026-08-31"),
        [
            "* under5 2027-02-28 hold 2027-02-26 if under5",
            "over5 2027-08-31 if under5"
        ]
    );
    assert_eq!(
        limits_of("lac-health-assessment", "previous=2026-08-31 -under5"),
        ["* over5 2027-08-31"]
    );
}

#[test]
fn a_rule_takes_the_place_of_another() {
    assert_eq!(
        limits_of("s42-planning", "trigger=2026-11-23 +urgent"),
        ["* urgent 2026-11-24"]
    );
    assert_eq!(
        limits_of("s42-planning", "trigger=2026-11-23 -urgent"),
        ["* first 2026-11-30"]
    );
}

#[test]
fn earliest_and_target_days_are_no_limits() {
    ask(kind("care-plan-review"), "trigger=2026-11-02", |clocks| {
        assert_eq!(limits(clocks), ["* first 2026-12-28 hold 2026-12-24"]);
        assert_eq!(listed(&clocks.not_before), ["first-earliest 2026-12-14"]);
        assert_eq!(clocks.opens(), Some(date("2026-12-14")));
    });
    ask(kind("core-group"), "previous=2026-11-30", |clocks| {
        assert_eq!(limits(clocks), ["* next 2027-01-11"]);
        assert_eq!(
            listed(&clocks.targets),
            ["target 2026-12-28 hold 2026-12-24"]
        );
    });
}

/// The clock of an annual review is the decision's: the meeting has to leave four weeks for it.
#[test]
fn the_annual_review_counts_back_from_the_day_on_which_it_has_to_be_complete() {
    ask(kind("ehc-annual-review"), "trigger=2024-02-29", |clocks| {
        assert_eq!(limits(clocks), ["* meeting-latest 2025-01-31"]);
        assert_eq!(listed(&clocks.tasks), ["review-complete 2025-02-28"]);
    });
    // The decision was notified on 25 November: a year from there, whether the meeting before is known or not.
    for known in [
        "previous=2024-11-01 decision=2024-11-25",
        "decision=2024-11-25",
        // A decision after the start of the clock closed that cycle, whatever day its meeting had.
        "trigger=2023-11-27 decision=2024-11-25",
    ] {
        ask(kind("ehc-annual-review"), known, |clocks| {
            assert_eq!(limits(clocks), ["* meeting-latest 2025-10-28"], "{known}");
            assert_eq!(listed(&clocks.tasks), ["next 2025-11-25"], "{known}");
        });
    }
    // Nobody has said when it was decided: on the last day for it.
    ask(kind("ehc-annual-review"), "previous=2024-11-01", |clocks| {
        assert_eq!(
            limits(clocks),
            ["* meeting-latest 2025-11-01 hold 2025-10-31 projected"]
        );
        assert_eq!(
            listed(&clocks.tasks),
            ["next 2025-11-29 hold 2025-11-28 projected"]
        );
    });
    // A decision from before the last meeting says nothing of it.
    ask(
        kind("ehc-annual-review"),
        "previous=2024-11-01 decision=2023-11-20",
        |clocks| {
            assert_eq!(
                limits(clocks),
                ["* meeting-latest 2025-11-01 hold 2025-10-31 projected"]
            );
        },
    );
    // Nor does the decision that started the clock close anything: the day is that of the first rule.
    ask(
        kind("ehc-annual-review"),
        "trigger=2024-11-25 decision=2024-11-25",
        |clocks| {
            assert_eq!(limits(clocks), ["* meeting-latest 2025-10-28"]);
            assert_eq!(listed(&clocks.tasks), ["review-complete 2025-11-25"]);
        },
    );
    // Nor does this meeting's own decision move the day by which it had to be.
    ask(
        kind("ehc-annual-review"),
        "previous=2023-11-01 meeting=2024-11-01 decision=2024-11-25",
        |clocks| {
            assert_eq!(limits(clocks), ["* meeting-latest 2024-11-01 projected"]);
        },
    );
}

#[test]
fn stated_dates_bind_and_unstated_ones_are_named() {
    ask(kind("icpc-prebirth"), "trigger=2026-11-23", |clocks| {
        assert_eq!(limits(clocks), ["* first 2026-12-14"]);
        assert_eq!(missing(clocks), ["before-due-date NotStated"]);
    });
    assert_eq!(
        limits_of(
            "icpc-prebirth",
            "trigger=2026-11-23 estimated-delivery=2027-02-15"
        ),
        ["first 2026-12-14", "* before-due-date 2026-12-07"]
    );
    ask(kind("icpc"), "", |clocks| {
        assert_eq!(missing(clocks), ["first NotStated", "request NotStated"]);
        assert_eq!(clocks.binding, None);
    });
    // A transfer to come binds a later meeting too; one that a meeting has followed does not.
    let transfer = |previous: &str| {
        limits_of(
            "ehc-phase-transfer",
            &format!("previous={previous} transfer=2027-09-01 +post16 -post16-move"),
        )
    };
    assert_eq!(transfer("2026-10-01"), ["* meeting-latest 2027-01-06"]);
    assert!(transfer("2027-09-20").is_empty());
    ask(kind("pep"), "previous=2026-12-01", |clocks| {
        assert_eq!(missing(clocks), ["next Due(NoTerms)"]);
    });
}

#[test]
fn a_type_without_deadlines_counts_from_its_trigger() {
    assert_eq!(
        limits_of("cpa-s117-review", "trigger=2026-05-31"),
        ["* next 2027-05-31 hold 2027-05-28"]
    );
    assert_eq!(
        limits_of("marac", "trigger=2026-11-12"),
        ["* standing 2026-11-26"]
    );
}

/// A type that says of itself what the test needs.
fn made_up(rules: &[TimeRule]) -> MeetingType {
    MeetingType {
        rules: rules.to_vec(),
        ..kind("rcpc").clone()
    }
}

fn rule(id: &str, step: Step, from: Anchor, amount: u32, unit: RuleUnit) -> TimeRule {
    let like = &kind("rcpc").rules[0];
    TimeRule {
        id: id.to_owned(),
        step,
        from,
        span: Span::Count { amount, unit },
        ..like.clone()
    }
}

fn named(name: &str) -> Anchor {
    Anchor::Named(name.to_owned())
}

#[test]
fn rules_that_wait_for_each_other_are_told() {
    let (weeks, deadline) = (RuleUnit::Weeks, Step::Deadline);
    let circle = made_up(&[
        rule("a", deadline, named("c"), 1, weeks),
        rule("b", deadline, named("a"), 1, weeks),
        rule("c", deadline, named("b"), 1, weeks),
        rule("self", deadline, named("self"), 1, weeks),
        rule("hanging", deadline, named("lost"), 1, weeks),
        rule("lost", deadline, named("nobody-said"), 1, weeks),
        // In the order in which they cannot be worked out.
        rule("three", deadline, named("two"), 1, weeks),
        rule("two", deadline, named("one"), 1, weeks),
        rule("one", deadline, Anchor::Trigger, 1, weeks),
    ]);
    ask(&circle, "trigger=2026-11-23", |clocks| {
        assert_eq!(
            missing(clocks),
            [
                "a Circular",
                "b Circular",
                "c Circular",
                "self Circular",
                "hanging Waits",
                "lost NotStated"
            ]
        );
        assert_eq!(
            limits(clocks),
            ["three 2026-12-14", "two 2026-12-07", "* one 2026-11-30"]
        );
    });
}

#[test]
fn of_versions_the_one_in_force_on_the_day_counted_from_holds() {
    let version = |days, from: Option<&str>, to: Option<&str>| TimeRule {
        valid: Validity {
            from: from.map(date),
            to: to.map(date),
        },
        ..rule(
            "first",
            Step::Deadline,
            Anchor::Trigger,
            days,
            RuleUnit::CalendarDays,
        )
    };
    let versions = made_up(&[
        version(21, None, Some("2026-08-31")),
        version(28, Some("2026-09-01"), None),
        version(14, Some("2026-11-01"), Some("2026-11-30")),
    ]);
    for (trigger, expected) in [
        ("2026-08-31", "* first 2026-09-21"),
        ("2026-09-01", "* first 2026-09-29"),
        ("2026-11-03", "* first 2026-11-17"),
        ("2026-12-01", "* first 2026-12-29"),
    ] {
        let got = ask(&versions, &format!("trigger={trigger}"), limits);
        assert_eq!(got, [expected], "{trigger}");
    }
    let ended = made_up(&[version(21, None, Some("2026-08-31"))]);
    ask(&ended, "trigger=2026-09-01", |clocks| {
        assert!(clocks.limits.is_empty() && clocks.missing.is_empty());
    });
    // Scotland's 21 days until the guidance of September 2021 are real.
    assert_eq!(
        limits_of("cppm", "trigger=2021-08-02"),
        ["* first 2021-08-23"]
    );
    assert_eq!(
        limits_of("cppm", "trigger=2021-10-04"),
        ["* first 2021-11-01"]
    );
}

/// A replacement that is not in force, or that may not apply, replaces nothing.
#[test]
fn only_what_surely_applies_takes_a_place() {
    let instead = |valid: Validity, sequence: Sequence| TimeRule {
        instead_of: Some("next".to_owned()),
        valid,
        sequence,
        ..rule(
            "stricter",
            Step::Interval,
            Anchor::Previous,
            3,
            RuleUnit::Months,
        )
    };
    let next = rule(
        "next",
        Step::Interval,
        Anchor::Previous,
        6,
        RuleUnit::Months,
    );
    let ended = Validity {
        from: None,
        to: Some(date("2026-01-01")),
    };
    let third = Sequence {
        first: 3,
        last: Some(3),
    };
    let limits_with = |other: TimeRule| {
        ask(
            &made_up(&[next.clone(), other]),
            "previous=2026-06-01",
            limits,
        )
    };
    assert_eq!(
        limits_with(instead(Validity::default(), Sequence::ALL)),
        ["* stricter 2026-09-01"]
    );
    assert_eq!(
        limits_with(instead(ended, Sequence::ALL)),
        ["* next 2026-12-01"]
    );
    assert_eq!(
        limits_with(instead(Validity::default(), third)),
        ["next 2026-12-01", "* stricter 2026-09-01 by number"]
    );
}

#[test]
fn a_giver_that_asks_gives_way_to_one_that_does_not() {
    let gives = |id: &str, months: u32, when: Option<&str>| TimeRule {
        gives: Some("complete".to_owned()),
        concerns: Concern::Task,
        when: when
            .map(|flag| Condition {
                flag: flag.to_owned(),
                wanted: true,
            })
            .into_iter()
            .collect(),
        ..rule(
            id,
            Step::Deadline,
            Anchor::Trigger,
            months,
            RuleUnit::Months,
        )
    };
    let back = TimeRule {
        kind: RuleKind::Before,
        ..rule(
            "meeting-latest",
            Step::Deadline,
            named("complete"),
            4,
            RuleUnit::Weeks,
        )
    };
    let both = made_up(&[
        back,
        gives("plain", 12, None),
        gives("quick", 6, Some("urgent")),
    ]);
    assert_eq!(
        ask(&both, "trigger=2026-01-12", limits),
        ["* meeting-latest 2026-12-15"]
    );
    assert_eq!(
        ask(&both, "trigger=2026-01-12 +urgent", limits),
        ["* meeting-latest 2026-06-14 hold 2026-06-12"]
    );
}

/// A task that asks is not put aside by another task that does not: they are different things to do.
#[test]
fn tasks_do_not_stand_for_each_other() {
    let task = |id: &str, flag: Option<&str>| TimeRule {
        concerns: Concern::Task,
        when: flag
            .map(|flag| Condition {
                flag: flag.to_owned(),
                wanted: true,
            })
            .into_iter()
            .collect(),
        ..rule(id, Step::Deadline, Anchor::Trigger, 1, RuleUnit::Weeks)
    };
    let both = made_up(&[
        task("request", None),
        task("interpreter", Some("interpreter")),
    ]);
    ask(&both, "trigger=2026-11-23", |clocks| {
        let expected = [
            "request 2026-11-30",
            "interpreter 2026-11-30 if interpreter",
        ];
        assert_eq!(listed(&clocks.tasks), expected);
    });
}

/// Siblings: one meeting, three clocks, and the earliest is the one to keep.
#[test]
fn of_several_subjects_the_earliest_binds() {
    let days = Days::of(Nation::England);
    let cases = [
        ("rcpc", "previous=2026-09-14"),
        ("lac-review", "previous=2026-10-20 number=2"),
        ("lac-review", "previous=2026-10-20 number=3"),
        ("icpc", ""),
    ];
    let facts = cases.map(|(_, text)| facts(text));
    let all: Vec<Clocks> = cases
        .iter()
        .zip(&facts)
        .map(|((id, _), facts)| clocks(kind(id), facts, &days.calendar(), date("2026-12-01")))
        .collect();
    let (subject, clock) = earliest(&all).expect("a limit");
    assert_eq!(
        (subject, clock.rule.id.as_str(), clock.due.limit),
        (1, "second", date("2027-01-20"))
    );
    assert!(earliest(&all[3..]).is_none());
}

/// A conference that was not quorate is held again by its own rule. That its fifteen days end before that, or have ended, is told
/// beside it and moves nothing.
#[test]
fn the_first_clock_of_a_conference_held_again_is_told_beside() {
    let days = Days::of(Nation::England);
    let stated = facts("trigger=2026-11-02 previous=2026-11-20 +inquorate");
    let found = clocks(kind("icpc"), &stated, &days.calendar(), date("2026-11-24"));
    let binding = found.binding().expect("it binds");
    assert_eq!(
        (binding.rule.id.as_str(), binding.due.hold_by),
        ("reconvene", date("2026-12-04"))
    );
    let first = found
        .limits
        .iter()
        .find(|clock| clock.rule.id == "first")
        .expect("it is told");
    assert_eq!((first.due.limit, first.binds), (date("2026-11-23"), false));
    assert_eq!(first.progress, Progress::Overdue(1));
    // Of a review that is held again the first clock of its chain says nothing.
    let stated = facts("trigger=2026-01-15 previous=2026-11-20 +inquorate");
    let found = clocks(kind("rcpc"), &stated, &days.calendar(), date("2026-11-24"));
    let ids: Vec<&str> = found
        .limits
        .iter()
        .map(|clock| clock.rule.id.as_str())
        .collect();
    assert_eq!(ids, ["reconvene"]);
}
