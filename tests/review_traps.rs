//! The traps of the domain's section 9 that are about dates, by their numbers there. The others are tested where seats, quorum and
//! invitations are.

mod review_support;

use quorate::review::{Clocks, Progress, Reach, chain, clocks, earliest};
use quorate::time::{Nation, WorkingDays};
use review_support::{Days, book, date, facts, kind, limits, strand};

fn ask(id: &str, text: &str, days: &Days) -> Vec<String> {
    let facts = facts(text);
    limits(&clocks(
        kind(id),
        &facts,
        &days.calendar(),
        date("2026-12-01"),
    ))
}

fn england(id: &str, text: &str) -> Vec<String> {
    ask(id, text, &Days::of(Nation::England))
}

/// 1. Three strategy discussions: only the one that initiated the enquiry starts the fifteen working days.
#[test]
fn trap_1_only_the_initiating_discussion_starts_the_clock() {
    let alone = england("icpc", "trigger=2026-11-23");
    assert_eq!(alone, ["* first 2026-12-14"]);
    // The one before it and the one after it are known to the case and move nothing.
    let all = england(
        "icpc",
        "trigger=2026-11-23 strategy-1=2026-11-02 strategy-3=2026-11-30",
    );
    assert_eq!(all, alone);
    // Had it been one of the others, the limit would be another.
    assert_ne!(england("icpc", "trigger=2026-11-02"), alone);
    assert_ne!(england("icpc", "trigger=2026-11-30"), alone);
}

/// 3. The clock of an annual review runs on the decision, not on the meeting, and not on the last day for the decision.
#[test]
fn trap_3_the_annual_review_runs_on_the_decision() {
    let next = england(
        "ehc-annual-review",
        "previous=2024-11-01 decision=2024-11-25",
    );
    assert_eq!(next, ["* meeting-latest 2025-10-28"]);
    let from_meeting = england("ehc-annual-review", "trigger=2024-11-01");
    let from_last_day = england("ehc-annual-review", "trigger=2024-11-29");
    assert!(next != from_meeting && next != from_last_day);
}

/// 4. The second review of a looked after child comes after three months, the third after six.
#[test]
fn trap_4_second_and_third_review() {
    assert_eq!(
        england("lac-review", "previous=2026-03-10 number=2"),
        ["* second 2026-06-10"]
    );
    assert_eq!(
        england("lac-review", "previous=2026-03-10 number=3"),
        ["* next 2026-09-10"]
    );
    assert_eq!(
        england("lac-review", "previous=2026-03-10 number=9"),
        ["* next 2026-09-10"]
    );
}

/// 5. A review that was late: the next limit runs from the actual date, and the breach stays on record.
#[test]
fn trap_5_late_reviews() {
    let days = Days::of(Nation::England);
    let facts = facts("previous=2026-03-10 number=3 meeting=2026-09-24");
    let reach = Reach {
        meetings: 2,
        until: None,
    };
    let chain = chain(
        book(),
        kind("lac-review"),
        &facts,
        &days.calendar(),
        date("2026-12-01"),
        reach,
    );
    let meetings = &chain.strands[0].meetings;
    assert_eq!(meetings[0].progress, Some(Progress::Late(10)));
    assert!(meetings[0].progress.is_some_and(Progress::is_breach));
    // Not 10 March 2027, six months from the day on which it should have been.
    assert_eq!(
        meetings[1].clocks.binding().expect("a limit").due.limit,
        date("2027-03-24")
    );
}

/// 6. Siblings: one meeting for three children, each with a chain of its own, and the earliest limit rules.
/// 7. The same with two systems: a child protection review and a looked after review held as one.
#[test]
fn traps_6_and_7_several_clocks_on_one_meeting() {
    let days = Days::of(Nation::England);
    let binding = |cases: &[(&str, &str)]| {
        let facts: Vec<_> = cases.iter().map(|(_, text)| facts(text)).collect();
        let all: Vec<Clocks> = cases
            .iter()
            .zip(&facts)
            .map(|((id, _), facts)| clocks(kind(id), facts, &days.calendar(), date("2026-12-01")))
            .collect();
        let (subject, clock) = earliest(&all).expect("a limit");
        (subject, clock.due.hold_by)
    };
    let siblings = [
        ("lac-review", "previous=2026-09-14 number=4"),
        ("lac-review", "previous=2026-11-16 number=2"),
        ("lac-review", "trigger=2026-11-30"),
    ];
    assert_eq!(binding(&siblings), (2, date("2026-12-30")));
    assert_eq!(binding(&siblings[..2]), (1, date("2027-02-16")));
    let both = [
        ("rcpc", "previous=2026-08-03"),
        ("lac-review", "previous=2026-08-03 number=2"),
    ];
    assert_eq!(binding(&both), (1, date("2026-11-03")));
}

/// 8. A child moves across the border: holidays and rules are those of the new authority, from the same actual date.
#[test]
fn trap_8_across_the_border() {
    // Six months from 29 September 2026 is Easter Monday, a holiday in England only.
    let previous = "previous=2026-09-29";
    assert_eq!(
        england("rcpc", previous),
        ["* next 2027-03-29 hold 2027-03-25"]
    );
    assert_eq!(
        ask("cppm-review", previous, &Days::of(Nation::Scotland)),
        ["* next 2027-03-29"]
    );
    // The chain goes on in the new country: a looked after review counts six weeks there, not twenty working days.
    let lac = book()
        .counterpart(kind("lac-review"), Nation::Scotland)
        .expect("a Scottish type");
    assert_eq!(
        ask(
            &lac.id,
            "trigger=2026-10-19 -short-term",
            &Days::of(Nation::Scotland)
        ),
        ["* first 2026-11-30 hold 2026-11-27"]
    );
}

/// The plan of a child who changes school has to be amended by 15 February: a review held on that day would be too late, and the
/// day for the plan is not kept by holding the review.
#[test]
fn the_review_before_a_transfer_leaves_time_for_the_plan() {
    let stated = "trigger=2026-06-01 transfer=2027-09-01 -post16 -post16-move";
    assert_eq!(
        ask("ehc-phase-transfer", stated, &Days::of(Nation::England)),
        ["* meeting-latest 2026-11-23"]
    );
    let held = facts(&format!("{stated} meeting=2026-11-30"));
    let days = Days::of(Nation::England);
    let clocks = clocks(
        kind("ehc-phase-transfer"),
        &held,
        &days.calendar(),
        date("2026-12-01"),
    );
    let plan = clocks
        .tasks
        .iter()
        .find(|one| one.rule.id == "amended-by-feb");
    let plan = plan.expect("it is due");
    assert_eq!(plan.due.hold_by, date("2027-02-15"));
    assert!(matches!(
        plan.progress,
        quorate::review::Progress::InHand(_)
    ));
}

/// 9. Scotland works on Easter Monday, and not on 15 June 2026.
#[test]
fn trap_9_scottish_days() {
    let scotland = WorkingDays::of(Nation::Scotland);
    assert!(scotland.is_working(date("2026-04-06")));
    assert!(!scotland.is_working(date("2026-06-15")));
    assert!(WorkingDays::of(Nation::England).is_working(date("2026-06-15")));
    assert_eq!(scotland.after(date("2026-06-05"), 10), date("2026-06-22"));
}

/// 10. Twelve months from a leap day end on 28 February, and the year after counts from there.
#[test]
fn trap_10_leap_days() {
    assert_eq!(
        england("lac-health-assessment", "previous=2024-02-29 -under5"),
        ["* over5 2025-02-28"]
    );
    assert_eq!(
        england("lac-health-assessment", "previous=2025-02-28 -under5"),
        ["* over5 2026-02-28 hold 2026-02-27"]
    );
    assert_eq!(
        england("care-plan-review", "previous=2027-02-28"),
        ["* next 2028-02-28"]
    );
}

/// 11. A limit inside a long school closure: it stands, and what may excuse lateness is told beside it.
#[test]
fn trap_11_school_closures_excuse_and_never_move() {
    let days = Days::of(Nation::England);
    let facts = facts("trigger=2026-03-16");
    let reach = Reach {
        meetings: 1,
        until: None,
    };
    let chain = chain(
        book(),
        kind("ehc-needs-assessment"),
        &facts,
        &days.calendar(),
        date("2026-04-01"),
        reach,
    );
    let meeting = &chain.strands[0].meetings[0];
    let plan = meeting
        .clocks
        .tasks
        .iter()
        .find(|clock| clock.rule.id == "final-plan")
        .expect("a task");
    assert_eq!(plan.due.limit, date("2026-08-03"));
    let excuses: Vec<&str> = meeting
        .exceptions
        .iter()
        .map(|remark| remark.id.as_str())
        .collect();
    assert_eq!(excuses, ["long-closure"]);
}

/// 15. A holiday is announced after booking: the day to hold it by moves back, a count of working days moves on.
#[test]
fn trap_15_a_new_holiday() {
    let before = Days::of(Nation::England);
    let mut after = Days::of(Nation::England);
    after.working = after.working.with_closures([date("2027-06-14")]);
    let review = "previous=2026-12-14";
    assert_eq!(ask("rcpc", review, &before), ["* next 2027-06-14"]);
    assert_eq!(
        ask("rcpc", review, &after),
        ["* next 2027-06-14 hold 2027-06-11"]
    );
    let conference = "trigger=2027-06-01";
    assert_eq!(ask("icpc", conference, &before), ["* first 2027-06-22"]);
    assert_eq!(ask("icpc", conference, &after), ["* first 2027-06-23"]);
    // The meeting that was booked for that day is still inside its limit, with no working day to spare.
    let facts = facts("previous=2026-12-14 meeting=2027-06-14");
    let reach = Reach {
        meetings: 1,
        until: None,
    };
    let chain = chain(
        book(),
        kind("rcpc"),
        &facts,
        &after.calendar(),
        date("2027-02-01"),
        reach,
    );
    assert_eq!(
        strand(&chain, 0),
        ["rcpc: 2027-06-14. next, aim 2027-06-04, InTime(0)"]
    );
    assert!(
        !after
            .working
            .is_working(chain.strands[0].meetings[0].on.expect("a day"))
    );
}
