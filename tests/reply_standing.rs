//! How people stand, whatever the order in which their answers came; against a reckoning that goes another way.

mod reply_case;

use proptest::prelude::*;
use quorate::model::*;
use quorate::reply::{How, Standings, as_answers, standing};
use quorate::time::Instant;
use reply_case::*;
use std::collections::BTreeMap;

fn heard(told: &Told, date: Option<Instant>, what: HeardWhat, sequence: u32, at: &str) -> Heard {
    let dtstamp = instant(at);
    Heard {
        reference: told.reference.clone(),
        contact: told.contact.clone(),
        uid: told.uid.clone(),
        recurrence: date,
        digest: dtstamp.0.cast_unsigned() ^ u64::from(sequence) << 40,
        what,
        sequence,
        dtstamp,
        by: HeardBy::Mail,
        source: "x.eml".to_owned(),
    }
}

fn how(all: &Standings, reference: &str, date: Option<Instant>, contact: &str) -> How {
    let one = all.of(reference, date, contact).expect("told");
    one.counts().clone()
}

#[test]
fn the_answer_to_the_whole_holds_for_each_date_without_its_own() {
    let told = all_told();
    let zoe = told
        .iter()
        .find(|one| one.reference == "TEAM-7")
        .expect("told");
    let (second, third) = (
        instant("2027-03-23T14:00:00Z"),
        instant("2027-04-06T13:00:00Z"),
    );
    let all = standing(
        &told,
        &[
            heard(zoe, Some(second), declined(), 0, "2026-11-21T10:00:00Z"),
            heard(zoe, None, accepted(), 0, "2026-11-22T10:00:00Z"),
        ],
    );
    assert_eq!(how(&all, "TEAM-7", None, "zoe"), How::Accepted);
    assert_eq!(how(&all, "TEAM-7", Some(second), "zoe"), How::Declined);
    assert_eq!(how(&all, "TEAM-7", Some(third), "zoe"), How::Accepted);
    assert_eq!(all.of("TEAM-7", None, "sam"), None);
}

#[test]
fn a_date_that_was_moved_since_is_not_answered_by_the_whole() {
    let mut told = all_told();
    let second = instant("2027-03-23T14:00:00Z");
    let zoe = told
        .iter()
        .find(|one| one.reference == "TEAM-7")
        .expect("told")
        .clone();
    told.push(Told {
        recurrence: Some(second),
        sequence: 1,
        times: vec![time("2027-03-24T09:00:00Z", "2027-03-24T10:00:00Z")],
        ..zoe.clone()
    });
    let whole = heard(&zoe, None, accepted(), 0, "2026-11-22T10:00:00Z");
    let all = standing(&told, std::slice::from_ref(&whole));
    assert_eq!(how(&all, "TEAM-7", Some(second), "zoe"), How::NoAnswer);
    assert!(
        !all.of("TEAM-7", Some(second), "zoe")
            .expect("told")
            .of_current
    );
    assert_eq!(how(&all, "TEAM-7", None, "zoe"), How::Accepted);
    // Their answer to the moved date is theirs alone; an older one of the date gives way to a newer one to the whole.
    let moved = heard(&zoe, Some(second), tentative(), 1, "2026-11-23T10:00:00Z");
    let all = standing(&told, &[whole, moved]);
    assert_eq!(how(&all, "TEAM-7", Some(second), "zoe"), How::Tentative);
    let newer = heard(&zoe, None, declined(), 1, "2026-11-24T10:00:00Z");
    let old = heard(&zoe, Some(second), accepted(), 0, "2026-11-21T10:00:00Z");
    let all = standing(&told, &[newer, old]);
    assert_eq!(how(&all, "TEAM-7", Some(second), "zoe"), How::Declined);
}

#[test]
fn proposals_and_questions_stand_until_something_follows() {
    let told = all_told();
    let zoe = &told[1];
    let proposed = time("2026-12-10T14:00:00Z", "2026-12-10T15:30:00Z");
    let proposal = heard(
        zoe,
        None,
        HeardWhat::Proposal(proposed),
        0,
        "2026-11-21T10:00:00Z",
    );
    let beside = heard(zoe, None, declined(), 0, "2026-11-21T10:00:00Z");
    let after = heard(zoe, None, accepted(), 0, "2026-11-22T10:00:00Z");
    let stands = |all: &[Heard]| {
        standing(&told, all)
            .of("CP-2041", None, "zoe")
            .cloned()
            .expect("told")
    };
    assert_eq!(
        stands(std::slice::from_ref(&proposal)).proposal,
        Some(proposed)
    );
    let both = stands(&[proposal.clone(), beside]);
    assert_eq!((both.proposal, both.how), (Some(proposed), How::Declined));
    let since = stands(&[after, proposal.clone()]);
    assert_eq!(since.proposal, None);
    // Whatever they said since of the time that is arranged, at the proposed one they can.
    assert_eq!(since.offered.map(|(_, time)| time), Some(proposed));
    let asked = heard(zoe, None, HeardWhat::AskedAgain, 0, "2026-11-21T10:00:00Z");
    let one = stands(std::slice::from_ref(&asked));
    assert!(one.asked_again && one.how == How::NoAnswer && one.of_current);
    // They were told again since.
    let mut later = told.clone();
    later[1].dtstamp = instant("2026-11-22T10:00:00Z");
    let all = standing(&later, &[asked]);
    assert!(!all.of("CP-2041", None, "zoe").expect("told").asked_again);
}

#[test]
fn answers_count_in_later_searches_for_the_time_that_was_told() {
    let (workspace, told) = (workspace(), all_told());
    let (zoe, lin, team) = (&told[1], &told[2], &told[5]);
    let second = instant("2027-03-23T14:00:00Z");
    let send = HeardWhat::Response(Response::Delegated(Some("kim".to_owned())));
    let all = standing(
        &told,
        &[
            heard(zoe, None, accepted(), 0, "2026-11-21T10:00:00Z"),
            heard(lin, None, send, 0, "2026-11-21T11:00:00Z"),
            heard(team, None, tentative(), 0, "2026-11-21T12:00:00Z"),
            heard(team, Some(second), declined(), 0, "2026-11-21T13:00:00Z"),
            // To a time that is no more: CP-2042 was changed twice since.
            heard(&told[4], None, accepted(), 1, "2026-11-21T14:00:00Z"),
        ],
    );
    let answers = as_answers(&workspace, &workspace.arrangements, &all);
    let told_of: Vec<_> = answers
        .iter()
        .map(|one| {
            let Answerer::Contact(who) = one.who else {
                panic!("a person");
            };
            let who = workspace.contact(who).id.as_str();
            let reference = one.reference.as_deref().expect("a meeting");
            (
                reference,
                who,
                one.reply,
                one.interval.start().to_string(),
                one.recorded_at,
            )
        })
        .collect();
    let at = |text: &str| instant(text);
    assert_eq!(
        told_of,
        [
            (
                "CP-2041",
                "zoe",
                Reply::Can,
                "2026-12-08T10:00:00Z".to_owned(),
                at("2026-11-21T10:00:00Z")
            ),
            (
                "CP-2041",
                "lin",
                Reply::Cannot,
                "2026-12-08T10:00:00Z".to_owned(),
                at("2026-11-21T11:00:00Z")
            ),
            (
                "TEAM-7#1",
                "zoe",
                Reply::IfNeedBe,
                "2027-03-09T14:00:00Z".to_owned(),
                at("2026-11-21T12:00:00Z")
            ),
            (
                "TEAM-7#2",
                "zoe",
                Reply::Cannot,
                "2027-03-23T14:00:00Z".to_owned(),
                at("2026-11-21T13:00:00Z")
            ),
            (
                "TEAM-7#3",
                "zoe",
                Reply::IfNeedBe,
                "2027-04-06T13:00:00Z".to_owned(),
                at("2026-11-21T12:00:00Z")
            ),
        ]
    );
}

/// A storm of answers to meetings of several people, some of which were changed.
fn storm(seed: u64, meetings: usize, people: usize, answers: usize) -> (Vec<Told>, Vec<Heard>) {
    let mut state = seed;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut all = Vec::new();
    for meeting in 0..meetings {
        let sequence = draw(4) as u32;
        for person in 0..people {
            let reference = format!("CP-{meeting}");
            let uid = format!("uid-{meeting}");
            all.push(Told {
                sequence,
                ..told(
                    &reference,
                    &format!("p{person}"),
                    &format!("p{person}@x.example"),
                    &uid,
                    first(),
                )
            });
        }
    }
    let answers = (0..answers).map(|number| {
        let to = &all[draw(all.len() as u64) as usize];
        let what = match draw(8) {
            0..3 => accepted(),
            3..5 => declined(),
            5 => tentative(),
            6 => HeardWhat::Proposal(first()),
            _ => HeardWhat::AskedAgain,
        };
        Heard {
            reference: to.reference.clone(),
            contact: to.contact.clone(),
            uid: to.uid.clone(),
            recurrence: None,
            what,
            sequence: draw(u64::from(to.sequence) + 1) as u32,
            // Few seconds, so that many answers are of one second.
            dtstamp: Instant(1_795_000_000 + draw(1_000) as i64),
            by: HeardBy::Mail,
            source: "x.mbox".to_owned(),
            digest: number as u64,
        }
    });
    let answers = answers.collect();
    (all, answers)
}

/// The last answer of each, reckoned by replacing: the greatest of all is looked for anew each time.
fn expected(told: &[Told], heard: &[Heard]) -> BTreeMap<(String, String), How> {
    let mut all = BTreeMap::new();
    for one in told {
        let of_them =
            |heard: &&Heard| (&heard.reference, &heard.contact) == (&one.reference, &one.contact);
        let mut how = How::NoAnswer;
        let mut best = None;
        for answer in heard
            .iter()
            .filter(of_them)
            .filter(|answer| answer.sequence == one.sequence)
        {
            let HeardWhat::Response(response) = &answer.what else {
                continue;
            };
            if best.is_none_or(|best| (answer.dtstamp, answer.digest) > best) {
                best = Some((answer.dtstamp, answer.digest));
                how = How::from(response);
            }
        }
        all.insert((one.reference.clone(), one.contact.clone()), how);
    }
    all
}

fn counted(all: &Standings) -> BTreeMap<(String, String), How> {
    let rows = all.iter();
    rows.map(|one| {
        (
            (one.reference.clone(), one.contact.clone()),
            one.counts().clone(),
        )
    })
    .collect()
}

#[test]
fn a_storm_in_any_order_gives_the_state_of_one_in_order() {
    let (told, heard) = storm(7, 300, 8, 10_000);
    let mut in_order = heard.clone();
    in_order.sort_by_key(|one| (one.dtstamp, one.digest));
    let state = standing(&told, &in_order);
    let mut mixed = heard.clone();
    // Duplicates, and an order that has nothing to do with any other.
    mixed.extend(heard.iter().step_by(3).cloned());
    mixed.sort_by_key(|one| {
        one.digest
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(17)
    });
    assert_eq!(standing(&told, &mixed), state);
    mixed.reverse();
    assert_eq!(standing(&told, &mixed), state);
    let (few_told, few) = storm(11, 12, 4, 600);
    assert_eq!(
        counted(&standing(&few_told, &few)),
        expected(&few_told, &few)
    );
}

/// 14,000 meetings of eight people; the time is for somebody to see, and only the absurd fails.
#[test]
fn many_meetings_are_no_matter_of_time() {
    let (told, heard) = storm(3, 14_000, 8, 60_000);
    let begun = std::time::Instant::now();
    let all = standing(&told, &heard);
    let took = begun.elapsed();
    assert_eq!(all.iter().count(), 112_000);
    println!("standing of 112,000 told: {took:?}");
    assert!(took.as_secs() < 20, "{took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn order_and_duplicates_change_nothing(
        seed: u64,
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 0..200),
    ) {
        let (told, heard) = storm(seed, 6, 3, 60);
        let state = standing(&told, &heard);
        prop_assert_eq!(counted(&state), expected(&told, &heard));
        let mut mixed = heard;
        for (at, other) in order.iter().enumerate() {
            let (at, other) = (at % mixed.len(), other.index(mixed.len()));
            mixed.swap(at, other);
            if at % 5 == 0 {
                mixed.push(mixed[other].clone());
            }
        }
        prop_assert_eq!(standing(&told, &mixed), state);
    }
}
