//! For every rule slots that break it and nothing else, made from good ones: each is caught, and the good ones pass.

mod oracle;

use chrono::NaiveDate;
use oracle::random::instant;
use quorate::check::{Rule, check_slot, objective};
use quorate::model::*;
use quorate::time::{Instant, Interval, IntervalSet, Nation, WorkingDays, Zone};
use std::collections::BTreeSet;

const CHAIR: SeatId = SeatId(0);
const SOCIAL_WORKER: SeatId = SeatId(1);
const POLICE: SeatId = SeatId(2);
const FATHER: SeatId = SeatId(3);
const MOTHER: SeatId = SeatId(4);
const SCHOOL: SeatId = SeatId(5);

const CHAIRS: [MemberId; 2] = [MemberId(0), MemberId(1)];
const WORKER: MemberId = MemberId(2);
const STAND_IN: MemberId = MemberId(3);
const INBOX: MemberId = MemberId(4);
const DAD: MemberId = MemberId(5);
const MUM: MemberId = MemberId(6);
const TEACHER: MemberId = MemberId(7);
const NURSE: MemberId = MemberId(8);
const STRANGER: MemberId = MemberId(9);

/// On a Tuesday in December, when London's clock is UTC: police known and present, everything settled.
const QUORATE: &str = "2026-12-08T14:00:00Z";
/// The police inbox has not answered.
const CONDITIONAL: &str = "2026-12-08T10:00:00Z";

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn between(from: &str, to: &str) -> Interval {
    Interval::new(instant(from), instant(to)).expect("not empty")
}

/// `standing` throughout, but for the exceptions, which come in order.
fn timeline(standing: Standing, exceptions: &[(&str, &str, Standing)]) -> Timeline {
    let range = between("2026-12-01T00:00:00Z", "2026-12-20T00:00:00Z");
    let mut spans = Vec::new();
    let mut at = range.start();
    let mut push = |start: Instant, end: Instant, standing| {
        spans.extend(Interval::new(start, end).map(|interval| Span { interval, standing }));
    };
    for (from, to, other) in exceptions {
        push(at, instant(from), standing);
        push(instant(from), instant(to), *other);
        at = instant(to);
    }
    push(at, range.end(), standing);
    Timeline {
        range,
        spans,
        taken: Vec::new(),
        capacity: 1,
        buffer: Buffer::default(),
        ask_about: Vec::new(),
    }
}

const FREE: Standing = Standing::Free(FreeGround::Feed);
const BUSY: Standing = Standing::Busy(BusyGround::Feed);
const SILENT: Standing = Standing::Unknown(UnknownGround::NoFeed);

fn conference() -> Problem {
    let member = |id: u32, agency: u32, timeline: Timeline| Member {
        contact: Some(ContactId(id)),
        id: format!("m{id}"),
        agency,
        kind: agency,
        group: agency,
        load: if id < 2 { id } else { 0 },
        timeline: timeline.into(),
    };
    let yes = Standing::Free(FreeGround::Answer);
    let seat =
        |id: &str, level, places, weight, candidates: &[(MemberId, u8)], parts: &[usize]| Seat {
            id: id.to_owned(),
            level,
            places,
            weight,
            candidates: candidates
                .iter()
                .map(|(member, rank)| Candidate {
                    member: *member,
                    rank: *rank,
                })
                .collect(),
            mode: Mode::InPerson,
            parts: parts.to_vec(),
            partial_percent: None,
        };
    let part = |name: &str, offset: i64| Part {
        name: name.to_owned(),
        offset: 60 * offset,
        length: 60 * 30,
        venue: PartVenue::Meeting,
    };
    let room = |id: u32, travel_minutes: u32, timeline: Timeline| VenueChoice {
        venue: VenueId(id),
        travel_minutes,
        timeline: timeline.into(),
    };
    Problem {
        reference: "conference".to_owned(),
        now: instant("2026-12-04T09:00:00Z"),
        zone: Zone::named("Europe/London").expect("a zone of the database"),
        grain_minutes: 30,
        from: date("2026-12-07"),
        to: date("2026-12-09"),
        late: None,
        earliest: instant("2026-12-04T09:00:00Z"),
        inside: None,
        pinned: None,
        target: None,
        notice: None,
        limit: Some(Limit {
            rule: "by".to_owned(),
            date: date("2026-12-09"),
            hold_by: date("2026-12-09"),
        }),
        working_days: WorkingDays::of(Nation::England),
        length: 3600,
        parts: vec![part("father", 0), part("mother", 30)],
        members: vec![
            member(0, 0, timeline(FREE, &[])),
            member(1, 0, timeline(FREE, &[])),
            member(2, 1, timeline(FREE, &[])),
            member(3, 1, timeline(Standing::Expected, &[])),
            member(
                4,
                2,
                timeline(
                    SILENT,
                    &[("2026-12-08T12:00:00Z", "2026-12-08T18:00:00Z", yes)],
                ),
            ),
            member(5, 3, timeline(yes, &[])),
            member(6, 3, timeline(yes, &[])),
            member(7, 4, timeline(FREE, &[])),
            member(
                8,
                4,
                timeline(
                    FREE,
                    &[("2026-12-08T13:00:00Z", "2026-12-08T15:00:00Z", BUSY)],
                ),
            ),
            member(9, 5, timeline(FREE, &[])),
        ],
        seats: vec![
            seat(
                "chair",
                Level::Required,
                1,
                1,
                &[(CHAIRS[0], 0), (CHAIRS[1], 0)],
                &[0, 1],
            ),
            seat(
                "social-worker",
                Level::Required,
                1,
                1,
                &[(WORKER, 0), (STAND_IN, 1)],
                &[0, 1],
            ),
            seat("police", Level::Required, 1, 1, &[(INBOX, 0)], &[0, 1]),
            seat("father", Level::Preferred, 1, 1, &[(DAD, 0)], &[0]),
            seat("mother", Level::Preferred, 1, 1, &[(MUM, 0)], &[1]),
            seat(
                "school",
                Level::Optional,
                2,
                1,
                &[(TEACHER, 0), (NURSE, 0), (WORKER, 0)],
                &[0, 1],
            ),
        ],
        quorum: Clause::All(vec![
            Clause::Seat(CHAIR),
            Clause::Seat(SOCIAL_WORKER),
            Clause::Seat(POLICE),
            Clause::Count {
                need: 3,
                unit: Unit::Agencies,
                who: vec![true; 10],
            },
        ]),
        apart: vec![(DAD, MUM)],
        venues: vec![
            room(0, 0, timeline(FREE, &[])),
            room(1, 0, timeline(SILENT, &[])),
            room(2, 0, timeline(BUSY, &[])),
        ],
        needs_venue: true,
        part_venues: Vec::new(),
        buffer: Buffer {
            before_minutes: 15,
            after_minutes: 10,
        },
        travel: vec![(VenueId(0), VenueId(5), 40), (VenueId(5), VenueId(0), 20)].into(),
        arranged: None,
        policy: Policy {
            target_margin_working_days: 1,
            avoid: vec![LocalSpan { from: 720, to: 780 }],
            ..Policy::default()
        },
        questions: Vec::new(),
    }
}

/// A good slot of the conference, as enumeration has it, with the optional places filled by whoever is free.
fn good(problem: &Problem, start: &str) -> Slot {
    let all = oracle::enumerate_all(problem).slots;
    let mut here = all
        .into_iter()
        .filter(|found| found.slot.start == instant(start));
    let slot = here.next().expect("a slot at this start").slot;
    assert_eq!(check_slot(problem, &slot), [], "{start}");
    slot
}

fn rules(problem: &Problem, slot: &Slot) -> BTreeSet<Rule> {
    check_slot(problem, slot)
        .iter()
        .map(|violation| violation.rule)
        .collect()
}

fn attending(slot: &mut Slot, member: MemberId) -> &mut Attendance {
    let mut all = slot.attending.iter_mut();
    all.find(|attendance| attendance.member == member)
        .expect("attends")
}

fn level(problem: &Problem, slot: &mut Slot, level: RankLevel, by: i64) {
    let at = oracle::seatings::place(problem, level);
    slot.score.levels[at] += by;
}

type Change = fn(&mut Problem, &mut Slot);

/// A name, the rule that is broken, the good slot, and what is changed in it.
const BROKEN: &[(&str, Rule, &str, Change)] = &[
    (
        "a day before the window",
        Rule::Window,
        QUORATE,
        |problem, _| problem.from = date("2026-12-09"),
    ),
    (
        "between two starts of the grid",
        Rule::Grid,
        "2026-12-08T14:30:00Z",
        |problem, _| problem.grain_minutes = 60,
    ),
    ("pinned elsewhere", Rule::Pin, QUORATE, |problem, _| {
        problem.pinned = Some(instant("2026-12-08T14:15:00Z"))
    }),
    (
        "before the notice is over",
        Rule::Notice,
        QUORATE,
        |problem, _| problem.earliest = instant("2026-12-08T14:00:01Z"),
    ),
    (
        "over the end of the hours",
        Rule::Hours,
        QUORATE,
        |problem, _| {
            problem.inside = Some(IntervalSet::from(between(
                "2026-12-08T09:00:00Z",
                "2026-12-08T14:59:59Z",
            )));
        },
    ),
    ("too short", Rule::Length, QUORATE, |_, slot| {
        slot.end = slot.end.plus(-1)
    }),
    (
        "busy for the last second",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            let busy = ("2026-12-08T14:59:59Z", "2026-12-08T16:00:00Z", BUSY);
            problem.members[TEACHER.index()].timeline = timeline(FREE, &[busy]).into();
        },
    ),
    (
        "busy a second too near before",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            let busy = ("2026-12-08T13:00:00Z", "2026-12-08T13:45:01Z", BUSY);
            problem.members[TEACHER.index()].timeline = timeline(FREE, &[busy]).into();
        },
    ),
    (
        "busy a second too near behind",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            let busy = ("2026-12-08T15:09:59Z", "2026-12-08T16:00:00Z", BUSY);
            problem.members[TEACHER.index()].timeline = timeline(FREE, &[busy]).into();
        },
    ),
    (
        "needs more room before than the meeting",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            let busy = ("2026-12-08T13:00:00Z", "2026-12-08T13:40:01Z", BUSY);
            problem.members[TEACHER.index()].timeline = timeline(FREE, &[busy]).into();
            std::sync::Arc::make_mut(&mut problem.members[TEACHER.index()].timeline)
                .buffer
                .before_minutes = 20;
        },
    ),
    (
        "on the way from another meeting of ours",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            std::sync::Arc::make_mut(&mut problem.members[TEACHER.index()].timeline).taken =
                vec![taken("2026-12-08T13:40:01Z")];
        },
    ),
    (
        "in as many meetings of ours as a team can take",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            let timeline = std::sync::Arc::make_mut(&mut problem.members[TEACHER.index()].timeline);
            timeline.capacity = 2;
            timeline.taken = vec![taken("2026-12-08T13:40:01Z"), taken("2026-12-08T14:30:00Z")];
        },
    ),
    ("said no", Rule::Availability, QUORATE, |problem, _| {
        let no = (
            "2026-12-08T14:00:00Z",
            "2026-12-08T14:00:01Z",
            Standing::Busy(BusyGround::Answer),
        );
        problem.members[TEACHER.index()].timeline = timeline(FREE, &[no]).into();
    }),
    (
        "does not work then",
        Rule::Availability,
        QUORATE,
        |problem, _| {
            let away = (
                "2026-12-08T14:30:00Z",
                "2026-12-08T23:00:00Z",
                Standing::Away(AwayGround::Hours),
            );
            problem.members[TEACHER.index()].timeline = timeline(FREE, &[away]).into();
        },
    ),
    (
        "there for less than is said",
        Rule::Availability,
        QUORATE,
        |_, slot| {
            let half = between("2026-12-08T14:00:00Z", "2026-12-08T14:30:00Z");
            attending(slot, TEACHER).present = vec![half];
        },
    ),
    (
        "a share that nobody has",
        Rule::Availability,
        QUORATE,
        |_, slot| attending(slot, TEACHER).percent = 99,
    ),
    (
        "known by answer, not by feed",
        Rule::Ground,
        QUORATE,
        |_, slot| attending(slot, TEACHER).ground = Ground::Answer,
    ),
    ("in two seats", Rule::OneSeat, QUORATE, |_, slot| {
        attending(slot, TEACHER).member = WORKER
    }),
    (
        "in a seat that is not theirs",
        Rule::Candidate,
        QUORATE,
        |_, slot| attending(slot, TEACHER).member = STRANGER,
    ),
    (
        "a deputy called principal",
        Rule::Candidate,
        QUORATE,
        |_, slot| attending(slot, WORKER).role = As::Deputy,
    ),
    (
        "remote where one has to come",
        Rule::Candidate,
        QUORATE,
        |_, slot| attending(slot, TEACHER).mode = Mode::Remote,
    ),
    (
        "a seat that does not exist",
        Rule::Candidate,
        QUORATE,
        |_, slot| {
            let mut ghost = attending(slot, TEACHER).clone();
            (ghost.seat, ghost.member) = (SeatId(99), STRANGER);
            slot.attending.push(ghost);
        },
    ),
    (
        "three on two chairs",
        Rule::Places,
        QUORATE,
        |problem, slot| {
            let quiet = [NURSE, STRANGER];
            for member in quiet {
                problem.members[member.index()].timeline = timeline(SILENT, &[]).into();
                problem.seats[SCHOOL.index()]
                    .candidates
                    .push(Candidate { member, rank: 0 });
                let mut more = attending(slot, TEACHER).clone();
                (more.member, more.ground) = (member, Ground::Unknown);
                slot.attending.push(more);
            }
            slot.missing.clear();
        },
    ),
    (
        "kept apart and together",
        Rule::Apart,
        QUORATE,
        |problem, _| problem.apart.push((TEACHER, DAD)),
    ),
    ("the room is taken", Rule::Venue, QUORATE, |problem, _| {
        problem.venues[1].timeline = timeline(BUSY, &[]).into();
        let busy = ("2026-12-08T15:09:00Z", "2026-12-08T16:00:00Z", BUSY);
        problem.venues[0].timeline = timeline(FREE, &[busy]).into();
    }),
    (
        "another room is nearer",
        Rule::Venue,
        QUORATE,
        |problem, slot| {
            problem.venues[0].travel_minutes = 5;
            level(problem, slot, RankLevel::Travel, 5);
            problem.venues[1].timeline = timeline(FREE, &[]).into();
        },
    ),
    (
        "a room that nobody asked for",
        Rule::Venue,
        QUORATE,
        |problem, _| problem.needs_venue = false,
    ),
    ("no room", Rule::Venue, QUORATE, |_, slot| slot.venue = None),
    (
        "a room that does not fit",
        Rule::Venue,
        QUORATE,
        |_, slot| slot.venue = Some(VenueId(7)),
    ),
    (
        "the room of a part is taken",
        Rule::Venue,
        QUORATE,
        |problem, _| {
            problem.parts[1].venue = PartVenue::Named(VenueId(6));
            problem.part_venues = vec![VenueChoice {
                venue: VenueId(6),
                travel_minutes: 0,
                timeline: timeline(
                    FREE,
                    &[("2026-12-08T14:59:00Z", "2026-12-08T15:00:00Z", BUSY)],
                )
                .into(),
            }];
        },
    ),
    (
        "called quorate with the police unasked",
        Rule::State,
        CONDITIONAL,
        |problem, slot| {
            slot.state = State::Quorate;
            slot.confirm.clear();
            slot.score.confirmations = 0;
            level(
                problem,
                slot,
                RankLevel::Fragility,
                -(slot.falls_if.len() as i64),
            );
            slot.falls_if.clear();
        },
    ),
    (
        "called conditional with everything settled",
        Rule::State,
        QUORATE,
        |_, slot| {
            slot.state = State::QuorateIf;
            slot.confirm = vec![vec![Confirming::Member(INBOX)]];
            slot.score.confirmations = 1;
        },
    ),
    (
        "quorate with other people than those named",
        Rule::State,
        QUORATE,
        |problem, _| {
            let mut who = vec![false; problem.members.len()];
            who[STAND_IN.index()] = true;
            let stand_in = Clause::Count {
                need: 1,
                unit: Unit::People,
                who,
            };
            problem.quorum = Clause::All(vec![problem.quorum.clone(), stand_in]);
        },
    ),
    (
        "somebody asked for nothing",
        Rule::Confirm,
        CONDITIONAL,
        |problem, slot| {
            problem.members[NURSE.index()].timeline = timeline(SILENT, &[]).into();
            attending(slot, NURSE).ground = Ground::Unknown;
            slot.sure.optional.filled = 1;
            slot.confirm[0].push(Confirming::Member(NURSE));
            slot.score.confirmations = 2;
        },
    ),
    (
        "somebody asked who is known",
        Rule::Confirm,
        CONDITIONAL,
        |_, slot| {
            slot.confirm
                .push(vec![Confirming::Member(INBOX), Confirming::Member(TEACHER)]);
        },
    ),
    (
        "the room not asked for",
        Rule::Confirm,
        CONDITIONAL,
        |problem, _| {
            problem.venues[0].timeline = timeline(SILENT, &[]).into();
        },
    ),
    ("a set twice", Rule::Confirm, CONDITIONAL, |_, slot| {
        let again = slot.confirm[0].clone();
        slot.confirm.push(again);
    }),
    ("no set", Rule::Confirm, CONDITIONAL, |_, slot| {
        slot.confirm.clear();
        slot.score.confirmations = 0;
    }),
    (
        "one without whom it falls left out",
        Rule::FallsIf,
        QUORATE,
        |problem, slot| {
            slot.falls_if.pop();
            level(problem, slot, RankLevel::Fragility, -1);
        },
    ),
    (
        "one named without whom it stands",
        Rule::FallsIf,
        QUORATE,
        |problem, slot| {
            slot.falls_if.push(TEACHER);
            level(problem, slot, RankLevel::Fragility, 1);
        },
    ),
    (
        "a place counted that is empty",
        Rule::Coverage,
        QUORATE,
        |_, slot| slot.sure.optional.filled += 1,
    ),
    (
        "a place that there is not",
        Rule::Coverage,
        QUORATE,
        |_, slot| slot.possible.preferred.places += 1,
    ),
    (
        "more filled than there are",
        Rule::Coverage,
        QUORATE,
        |_, slot| slot.possible.preferred.filled += 1,
    ),
    (
        "a required place counted that is empty",
        Rule::Coverage,
        CONDITIONAL,
        |_, slot| slot.sure.required.filled += 1,
    ),
    (
        "an empty place not listed",
        Rule::Missing,
        QUORATE,
        |_, slot| slot.missing.clear(),
    ),
    (
        "an empty place for another reason",
        Rule::Missing,
        QUORATE,
        |_, slot| {
            slot.missing[0].reason = MissingReason::KeptApart;
        },
    ),
    (
        "a day too many to spare",
        Rule::Limit,
        QUORATE,
        |_, slot| {
            slot.spare_working_days = slot.spare_working_days.map(|days| days + 1);
        },
    ),
    (
        "days to spare without a limit",
        Rule::Limit,
        QUORATE,
        |problem, _| problem.limit = None,
    ),
    (
        "to be asked about nothing",
        Rule::AskAbout,
        QUORATE,
        |_, slot| slot.ask_about.push(TEACHER),
    ),
    ("called late", Rule::Objective, QUORATE, |_, slot| {
        slot.score.late = true
    }),
    (
        "fewer calls than there are",
        Rule::Objective,
        CONDITIONAL,
        |_, slot| slot.score.confirmations = 0,
    ),
    (
        "another start in the score",
        Rule::Objective,
        QUORATE,
        |_, slot| slot.score.start = slot.start.plus(1),
    ),
    (
        "another venue in the score",
        Rule::Objective,
        QUORATE,
        |_, slot| slot.score.venue = 1,
    ),
    (
        "a deputy although the principal is free",
        Rule::Objective,
        QUORATE,
        |problem, slot| {
            let worker = attending(slot, WORKER);
            (worker.member, worker.role, worker.ground) = (STAND_IN, As::Deputy, Ground::Pattern);
            level(problem, slot, RankLevel::Deputies, 1);
            level(problem, slot, RankLevel::Reliance, 1);
        },
    ),
    (
        "somebody free left out of an optional seat",
        Rule::Objective,
        QUORATE,
        |_, slot| {
            slot.attending
                .retain(|attendance| attendance.member != TEACHER);
            slot.sure.optional.filled -= 1;
            slot.missing[0].places += 1;
        },
    ),
    (
        "the chair who had more meetings",
        Rule::Objective,
        QUORATE,
        |problem, slot| {
            attending(slot, CHAIRS[0]).member = CHAIRS[1];
            level(problem, slot, RankLevel::Load, 1);
        },
    ),
];

fn taken(until: &str) -> Taken {
    let end = instant(until);
    Taken {
        interval: Interval::new(end.plus(-3600), end).expect("an hour"),
        buffer: Buffer::default(),
        venue: Some(VenueId(5)),
        arranged: 0,
    }
}

#[test]
fn a_slot_that_breaks_one_rule_is_caught_for_just_that() {
    for (name, rule, start, change) in BROKEN {
        let mut problem = conference();
        let mut slot = good(&problem, start);
        change(&mut problem, &mut slot);
        let found = check_slot(&problem, &slot);
        assert_eq!(
            rules(&problem, &slot),
            BTreeSet::from([*rule]),
            "{name}: {found:#?}"
        );
    }
}

#[test]
fn every_rule_is_broken_once() {
    let broken: BTreeSet<Rule> = BROKEN.iter().map(|(_, rule, _, _)| *rule).collect();
    assert_eq!(broken, Rule::ALL.into_iter().collect());
    let names: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), Rule::ALL.len(), "each has a name of its own");
}

#[test]
fn every_level_of_the_score_is_held_to_its_value() {
    let problem = conference();
    for start in [QUORATE, CONDITIONAL] {
        for at in 0..RankLevel::COUNT {
            let mut slot = good(&problem, start);
            slot.score.levels[at] += 1;
            assert_eq!(
                rules(&problem, &slot),
                BTreeSet::from([Rule::Objective]),
                "level {at}"
            );
        }
        let slot = good(&problem, start);
        let again = objective(&problem, &slot);
        assert_eq!(
            again.levels.map(|level| level.expect("small enough")),
            slot.score.levels
        );
    }
}

/// Exactly as near as the needs allow, on both sides: back to back with the buffers.
#[test]
fn as_near_as_may_be_is_no_violation() {
    let mut problem = conference();
    let slot = good(&problem, QUORATE);
    let busy = [
        ("2026-12-08T13:00:00Z", "2026-12-08T13:45:00Z", BUSY),
        ("2026-12-08T15:10:00Z", "2026-12-08T16:00:00Z", BUSY),
    ];
    let teacher = &mut problem.members[TEACHER.index()].timeline;
    *teacher = timeline(FREE, &busy).into();
    // From there it takes 20 minutes, back 40.
    std::sync::Arc::make_mut(teacher).taken =
        vec![taken("2026-12-08T13:40:00Z"), taken("2026-12-08T16:40:00Z")];
    assert_eq!(check_slot(&problem, &slot), []);
}

/// An answer overrides buffers, not our own meetings.
#[test]
fn an_answer_overrides_what_must_be_kept_clear_but_no_meeting_of_ours() {
    let mut problem = conference();
    let mut slot = good(&problem, QUORATE);
    let yes = Standing::Free(FreeGround::Answer);
    problem.members[TEACHER.index()].timeline = timeline(
        FREE,
        &[
            ("2026-12-08T13:00:00Z", "2026-12-08T14:00:00Z", BUSY),
            ("2026-12-08T14:00:00Z", "2026-12-08T15:00:00Z", yes),
            ("2026-12-08T15:00:00Z", "2026-12-08T16:00:00Z", BUSY),
        ],
    )
    .into();
    attending(&mut slot, TEACHER).ground = Ground::Answer;
    assert_eq!(check_slot(&problem, &slot), []);
    std::sync::Arc::make_mut(&mut problem.members[TEACHER.index()].timeline).taken =
        vec![taken("2026-12-08T13:40:01Z")];
    assert_eq!(rules(&problem, &slot), BTreeSet::from([Rule::Availability]));
}

/// Nobody has to travel to a screen.
#[test]
fn remote_people_need_no_way() {
    let mut problem = conference();
    problem.seats[SCHOOL.index()].mode = Mode::Remote;
    std::sync::Arc::make_mut(&mut problem.members[TEACHER.index()].timeline).taken =
        vec![taken("2026-12-08T13:45:00Z")];
    let slot = good(&problem, QUORATE);
    assert!(
        slot.attending
            .iter()
            .any(|attendance| attendance.member == TEACHER)
    );
    problem.seats[SCHOOL.index()].mode = Mode::InPerson;
    assert!(rules(&problem, &slot).contains(&Rule::Availability));
}

#[test]
fn a_share_of_the_meeting_is_counted_to_the_second() {
    let mut problem = conference();
    problem.seats[SCHOOL.index()].partial_percent = Some(50);
    let busy = (
        "2026-12-08T14:30:00Z",
        "2026-12-08T16:00:00Z",
        Standing::Away(AwayGround::Hours),
    );
    problem.members[TEACHER.index()].timeline = timeline(FREE, &[busy]).into();
    let slot = good(&problem, QUORATE);
    let teacher = slot
        .attending
        .iter()
        .find(|attendance| attendance.member == TEACHER);
    assert_eq!(teacher.map(|teacher| teacher.percent), Some(50));
    let busy = (
        "2026-12-08T14:29:59Z",
        "2026-12-08T16:00:00Z",
        Standing::Away(AwayGround::Hours),
    );
    problem.members[TEACHER.index()].timeline = timeline(FREE, &[busy]).into();
    assert_eq!(rules(&problem, &slot), BTreeSet::from([Rule::Availability]));
}

/// The parts of the father and the mother are different ones, so both may come although they are kept apart.
#[test]
fn those_kept_apart_may_come_to_different_parts() {
    let slot = good(&conference(), QUORATE);
    for (seat, member) in [(FATHER, DAD), (MOTHER, MUM)] {
        let mut all = slot.attending.iter();
        assert!(all.any(|attendance| (attendance.seat, attendance.member) == (seat, member)));
    }
}
