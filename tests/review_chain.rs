//! What follows from a meeting, by the rules of the embedded book.

mod review_support;

use quorate::model::rules::{MeetingType, RuleBook};
use quorate::review::{Chain, Progress, Reach, chain};
use quorate::time::{Instant, Nation};
use review_support::{Days, book, date, facts, kind, link, listed, strand};

fn reach(meetings: usize) -> Reach {
    Reach {
        meetings,
        until: None,
    }
}

/// Asks of a type in England on 1 December 2026.
fn ask<T>(id: &str, text: &str, meetings: usize, see: impl FnOnce(&Chain) -> T) -> T {
    let days = Days::of(Nation::England);
    let facts = facts(text);
    let today = date("2026-12-01");
    see(&chain(
        book(),
        kind(id),
        &facts,
        &days.calendar(),
        today,
        reach(meetings),
    ))
}

#[test]
fn a_conference_is_followed_by_reviews_and_core_groups() {
    ask("icpc", "trigger=2026-11-23", 3, |chain| {
        assert_eq!(
            strand(chain, 0),
            [
                "icpc: 2026-12-14 first, aim 2026-12-07, InHand(9)",
                "rcpc: 2027-03-12 first, aim 2027-03-05, InHand(70)",
                "rcpc: 2027-09-10 next, aim 2027-09-03, InHand(195)",
            ]
        );
        // Ten working days from 14 December, over Christmas, then six weeks each; the target is four.
        assert_eq!(
            strand(chain, 1),
            [
                "core-group: 2026-12-30 first, aim 2026-12-21, InHand(19)",
                "core-group: 2027-02-10 next, aim 2027-01-27, InHand(48)",
                "core-group: 2027-03-24 next, aim 2027-03-10, InHand(78)",
            ]
        );
        // The review is the next of the chain and begins no second strand.
        assert_eq!(chain.strands.len(), 2);
        let begun = chain.strands[1].begun_by.expect("begun by the conference");
        assert_eq!((begun.strand, begun.meeting), (0, 0));
        let first = &chain.strands[0].meetings[0];
        assert_eq!(
            listed(&first.before),
            [
                "invite 2026-12-07 projected",
                "sw-to-parents 2026-12-09 projected",
                "sw-to-chair 2026-12-09 projected",
                "school-to-parents 2026-12-10 projected",
            ]
        );
        assert_eq!(
            listed(&first.after),
            [
                "decision-letter 2026-12-15 projected",
                "outline-plan 2026-12-21 projected",
                "record 2027-01-14 projected",
            ]
        );
        // Minutes are due two weeks before the next core group, which for the last one lies beyond what was asked for.
        let minutes: Vec<String> = chain.strands[1]
            .meetings
            .iter()
            .flat_map(|group| listed(&group.after))
            .collect();
        assert_eq!(
            minutes,
            [
                "minutes 2027-01-27 projected",
                "minutes 2027-03-10 projected",
                "minutes 2027-04-21 projected"
            ]
        );
    });
}

#[test]
fn a_stated_day_is_what_everything_counts_from() {
    ask(
        "icpc",
        "trigger=2026-11-23 meeting=2026-12-10 invite=2026-12-04 record=2027-01-05",
        2,
        |chain| {
            assert_eq!(
                strand(chain, 0),
                [
                    "icpc: 2026-12-10. first, aim 2026-12-07, InTime(2)",
                    "rcpc: 2027-03-10 first, aim 2027-03-03, InHand(68)",
                ]
            );
            let first = &chain.strands[0].meetings[0];
            assert!(
                first
                    .before
                    .iter()
                    .chain(&first.after)
                    .all(|clock| !clock.projected)
            );
            let progress = |id: &str| {
                let mut all = first.before.iter().chain(&first.after);
                all.find(|clock| clock.rule.id == id)
                    .map(|clock| clock.progress)
            };
            // Five working days before the meeting is 3 December; the record had until 12 January.
            assert_eq!(progress("invite"), Some(Progress::Late(1)));
            assert_eq!(progress("record"), Some(Progress::InTime(5)));
            assert_eq!(progress("sw-to-chair"), Some(Progress::InHand(4)));
            // What was done for this meeting was not done for the next.
            let next = &chain.strands[0].meetings[1];
            let invite = next
                .before
                .iter()
                .find(|clock| clock.rule.id == "invite")
                .expect("a notice");
            assert_eq!(invite.progress, Progress::InHand(48));
        },
    );
}

#[test]
fn the_next_annual_review_counts_from_the_decision() {
    let days = |text: &str| ask("ehc-annual-review", text, 3, |chain| strand(chain, 0));
    // Decided on 25 November 2024, four days before the last day for it; the review after that from its projected decision.
    assert_eq!(
        days("trigger=2023-11-27 meeting=2024-11-01 decision=2024-11-25"),
        [
            "ehc-annual-review: 2024-11-01. meeting-latest, aim 2024-10-23, Late(2)",
            "ehc-annual-review: 2025-10-28 meeting-latest, aim 2025-10-21, Overdue(277)",
            "ehc-annual-review: 2026-10-28 meeting-latest, aim 2026-10-21, Overdue(24)",
        ]
        .map(str::to_owned)
    );
    ask(
        "ehc-annual-review",
        "trigger=2023-11-27 meeting=2024-10-28",
        2,
        |chain| {
            let after = listed(&chain.strands[0].meetings[0].after);
            assert_eq!(
                after,
                [
                    "report 2024-11-11",
                    "decision 2024-11-25",
                    "final-amended-plan 2025-01-20 projected",
                    "final-outer 2025-01-20",
                ]
            );
            assert_eq!(
                listed(&chain.strands[0].meetings[1].clocks.tasks),
                ["next 2025-11-25 projected"]
            );
        },
    );
    // The decision would be due on Christmas Day: it is taken to be made the day before, and a year runs from there.
    ask(
        "ehc-annual-review",
        "trigger=2026-01-05 meeting=2026-11-27",
        2,
        |chain| {
            let next = &chain.strands[0].meetings[1].clocks;
            assert_eq!(listed(&next.tasks), ["next 2027-12-24 projected"]);
        },
    );
    // A start of term is stated for one year, and asked for in the next.
    ask(
        "ehc-annual-review",
        "trigger=2026-03-02 term-start=2027-01-04",
        2,
        |chain| {
            let meetings = &chain.strands[0].meetings;
            assert!(listed(&meetings[0].before).contains(&"la-lists 2026-12-21".to_owned()));
            assert!(meetings[0].missing.is_empty());
            let missing: Vec<&str> = meetings[1]
                .missing
                .iter()
                .map(|each| each.rule.id.as_str())
                .collect();
            assert_eq!(missing, ["la-lists"]);
        },
    );
}

#[test]
fn a_late_meeting_keeps_its_breach_and_the_next_counts_from_it() {
    // Twenty working days end on 21 December; held on 12 January, after Christmas.
    ask(
        "lac-review",
        "trigger=2026-11-23 meeting=2027-01-12",
        3,
        |chain| {
            assert_eq!(
                strand(chain, 0),
                [
                    "lac-review: 2027-01-12. first, aim 2026-12-14, Late(13)",
                    "lac-review: 2027-04-12 second, aim 2027-04-05, InHand(89)",
                    "lac-review: 2027-10-12 next, aim 2027-10-05, InHand(217)",
                ]
            );
        },
    );
    // Held early: the clock runs from that day too.
    ask(
        "lac-review",
        "previous=2026-06-10 number=3 meeting=2026-09-10",
        2,
        |chain| {
            assert_eq!(
                link(&chain.strands[0].meetings[1]),
                "lac-review: 2027-03-10 next, aim 2027-03-03, InHand(68)"
            );
        },
    );
}

/// A date that is stated once binds one meeting; the rhythm goes on after it.
#[test]
fn what_binds_once_leaves_the_rhythm_alone() {
    ask(
        "channel-panel",
        "previous=2027-02-12 case-closed=2026-08-31",
        3,
        |chain| {
            assert_eq!(
                strand(chain, 0),
                [
                    "channel-panel: 2027-02-26 post-exit-1, aim 2027-02-19, InHand(60)",
                    "channel-panel: 2027-03-25 standing, aim 2027-03-18, InHand(79)",
                    "channel-panel: 2027-04-23 standing, aim 2027-04-16, InHand(98)",
                ]
            );
        },
    );
}

/// Types that begin each other do so once.
#[test]
fn strands_do_not_begin_each_other_for_ever() {
    let mut book = book().clone();
    let begins_again = kind("icpc").spawns.clone();
    for kind in &mut book.types {
        if kind.id == "core-group" {
            kind.spawns = begins_again.clone();
            kind.spawns[0].kind = "icpc".to_owned();
        }
    }
    let days = Days::of(Nation::England);
    let case = facts("trigger=2026-11-23");
    let kind = book.kind("icpc").expect("a type");
    let chain = chain(
        &book,
        kind,
        &case,
        &days.calendar(),
        date("2026-12-01"),
        reach(2),
    );
    let kinds: Vec<&str> = chain
        .strands
        .iter()
        .map(|strand| strand.meetings[0].kind.id.as_str())
        .collect();
    assert_eq!(kinds, ["icpc", "core-group", "rcpc"]);
}

/// The day to aim at lies before the limit, but after the day counted from and not before it may be.
#[test]
fn the_target_stays_between_its_bounds() {
    let first = |id: &str, text: &str| ask(id, text, 1, |chain| strand(chain, 0));
    assert_eq!(
        first("strategy-discussion", "trigger=2026-12-01"),
        ["strategy-discussion: 2026-12-02 first, aim 2026-12-02, InHand(1)"]
    );
    assert_eq!(
        first("s42-planning", "trigger=2026-12-01 -urgent"),
        ["s42-planning: 2026-12-08 first, aim 2026-12-02, InHand(5)"]
    );
    // Six to eight weeks from 2 November, with a holiday's rest in between: not before 14 December.
    assert_eq!(
        first("care-plan-review", "trigger=2026-11-02"),
        ["care-plan-review: 2026-12-24 first, aim 2026-12-17, InHand(17)"]
    );
}

#[test]
fn the_reach_ends_each_strand() {
    let until = |meetings, until: &str| {
        let days = Days::of(Nation::England);
        let facts = facts("trigger=2026-11-23");
        let reach = Reach {
            meetings,
            until: Some(date(until)),
        };
        let chain = chain(
            book(),
            kind("icpc"),
            &facts,
            &days.calendar(),
            date("2026-12-01"),
            reach,
        );
        chain
            .strands
            .iter()
            .map(|strand| strand.meetings.len())
            .collect::<Vec<_>>()
    };
    assert_eq!(until(usize::MAX, "2027-09-10"), [3, 7]);
    assert_eq!(until(usize::MAX, "2027-09-09"), [2, 7]);
    assert_eq!(until(2, "2030-01-01"), [2, 2]);
    // What was asked about is always there.
    assert_eq!(until(0, "2020-01-01"), [1, 1]);
    // Without a number of meetings the day alone ends it.
    assert_eq!(until(usize::MAX, "2046-12-01")[0], 41);
}

#[test]
fn chains_end_where_nothing_is_known_of_the_next() {
    // Terms that nobody gave: the second meeting says what is missing, and nothing follows it.
    ask("pep", "trigger=2026-11-23", 5, |chain| {
        let meetings = &chain.strands[0].meetings;
        assert_eq!(meetings.len(), 2);
        assert_eq!(
            (meetings[1].on, meetings[1].clocks.missing.len()),
            (None, 1)
        );
    });
    // A date that is stated once binds once.
    ask(
        "dols-authorisation",
        "authorisation-start=2026-03-01",
        5,
        |chain| {
            let meetings = &chain.strands[0].meetings;
            assert_eq!(
                link(&meetings[0]),
                "dols-authorisation: 2027-02-26 expiry, aim 2027-02-19, InHand(60)"
            );
            assert_eq!(meetings.len(), 1);
        },
    );
    ask("icpc", "", 5, |chain| {
        assert_eq!(strand(chain, 0), ["icpc: - -, aim -, -"]);
        assert_eq!(chain.strands.len(), 1);
    });
}

#[test]
fn hours_count_from_the_start_of_the_meeting() {
    let days = Days::of(Nation::England);
    let mut facts = facts("trigger=2026-12-01 meeting=2026-12-10");
    let papers = |facts: &quorate::review::CaseFacts| {
        let chain = chain(
            book(),
            kind("cetr-child"),
            facts,
            &days.calendar(),
            date("2026-12-01"),
            reach(1),
        );
        let clock = &chain.strands[0].meetings[0].before[0];
        (clock.rule.id.clone(), clock.due.at.map(|at| at.to_string()))
    };
    assert_eq!(
        papers(&facts),
        ("papers".to_owned(), Some("2026-12-09T00:00:00Z".to_owned()))
    );
    facts.starts = Instant::parse_rfc3339("2026-12-10T10:30:00Z");
    assert_eq!(
        papers(&facts),
        ("papers".to_owned(), Some("2026-12-09T10:30:00Z".to_owned()))
    );
}

/// A first conference in another nation is followed by that nation's own meetings.
#[test]
fn types_of_another_nation_give_way() {
    let followed = |id: &str, nation: Nation| {
        let days = Days::of(nation);
        let facts = facts("trigger=2026-11-23");
        let chain = chain(
            book(),
            kind(id),
            &facts,
            &days.calendar(),
            date("2026-12-01"),
            reach(2),
        );
        let kinds = |strand: &quorate::review::Strand| -> Vec<String> {
            strand
                .meetings
                .iter()
                .map(|each| each.kind.id.clone())
                .collect()
        };
        chain.strands.iter().map(kinds).collect::<Vec<_>>()
    };
    assert_eq!(
        followed("icpc-wales", Nation::Wales),
        [
            ["icpc-wales", "rcpc-wales"],
            ["core-group-wales", "core-group-wales"]
        ]
    );
    assert_eq!(
        followed("cppm", Nation::Scotland),
        [
            ["cppm", "cppm-review"],
            ["core-group-scotland", "core-group-scotland"]
        ]
    );
}

/// After a transfer review the annual reviews count from the decision on it. The amended plan is due by 31 March, so the review
/// is held twelve weeks before.
#[test]
fn a_transfer_review_is_one_of_the_cycle() {
    ask(
        "ehc-phase-transfer",
        "trigger=2026-09-01 transfer=2027-09-01 +post16 -post16-move",
        2,
        |chain| {
            assert_eq!(
                strand(chain, 0),
                [
                    "ehc-phase-transfer: 2027-01-06 meeting-latest, aim 2026-12-29, InHand(23)",
                    "ehc-annual-review: 2028-01-06 meeting-latest, aim 2027-12-29, InHand(276)",
                ]
            );
        },
    );
}

/// Acceptance 5: every type gives a chain from the dates that it may ask for, and all with a rhythm go on.
#[test]
fn every_type_gives_a_chain() {
    let RuleBook { types, anchors, .. } = book();
    let stated: String = anchors
        .iter()
        .map(|anchor| match anchor.id.as_str() {
            // Of this one the plan has to be ready months before, and the meeting held months before that.
            "transfer" => "transfer=2028-06-01 ".to_owned(),
            id => format!("{id}=2027-06-01 "),
        })
        .collect();
    for kind in types {
        let MeetingType { id, nations, .. } = kind;
        let days = Days::of(nations[0]);
        let facts = facts(&format!("trigger=2026-12-01 {stated}"));
        let today = date("2026-12-01");
        let chain = chain(book(), kind, &facts, &days.calendar(), today, reach(3));
        let meetings = &chain.strands[0].meetings;
        let first = &meetings[0];
        let expected = match id.as_str() {
            // Nothing is said of a next meeting.
            "strategy-discussion" | "ehc-needs-assessment" | "s42-planning" | "discharge-mdt" => 1,
            // The next authorisation begins on a date that is not stated yet.
            "dols-authorisation" => 1,
            // The second one says that the terms are missing.
            "pep" => 2,
            _ => 3,
        };
        assert_eq!(meetings.len(), expected, "{id}");
        assert!(first.on.is_some_and(|on| on >= today), "{id}");
        let dates: Vec<_> = meetings.iter().filter_map(|link| link.on).collect();
        assert!(dates.is_sorted_by(|a, b| a < b), "{id}: {dates:?}");
        for link in meetings.iter().filter(|link| link.on.is_some()) {
            let (on, aim) = (link.on.expect("seen"), link.target.expect("aimed at"));
            assert!(
                aim <= on && days.working.is_working(aim),
                "{id}: {aim} {on}"
            );
        }
    }
}
