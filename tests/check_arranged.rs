//! Arranged meetings against each other: contacts at capacity, with buffers and travel, and venues.

mod oracle;

use oracle::Dice;
use oracle::random::instant;
use quorate::check::{ArrangedRule, check_arranged};
use quorate::model::rules::RuleBook;
use quorate::model::*;
use quorate::time::{Instant, Interval, Nation};

const NINE: &str = "2026-12-08T09:00:00Z";

fn hour(minutes: i64) -> Interval {
    let start = instant(NINE).plus_minutes(minutes);
    Interval::new(start, start.plus_minutes(60)).expect("an hour")
}

fn contact(id: &str, capacity: u32) -> Contact {
    Contact {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: ContactKind::Person,
        agency: AgencyId(0),
        roles: Vec::new(),
        email: None,
        phone: None,
        zone: None,
        pattern: None,
        calendars: Vec::new(),
        exceptions: Vec::new(),
        offers: Vec::new(),
        works_holidays: false,
        feeds: Vec::new(),
        capacity,
        daily_limit: None,
        weekly_limit: None,
        load: 0,
        buffer: Buffer::default(),
        mode: None,
        base: None,
        lead_working_days: 0,
        lengthens_minutes: 0,
        confidential: false,
    }
}

fn venue(id: &str, travel: &[(VenueId, u32)]) -> Venue {
    Venue {
        id: id.to_owned(),
        name: id.to_owned(),
        address: None,
        phone: None,
        capacity: None,
        features: Vec::new(),
        zone: None,
        pattern: None,
        exceptions: Vec::new(),
        feeds: Vec::new(),
        buffer: Buffer::default(),
        travel: travel.to_vec(),
        confidential: false,
    }
}

const WORKER: ContactId = ContactId(0);
const INBOX: ContactId = ContactId(1);
const HALL: VenueId = VenueId(0);
const CLINIC: VenueId = VenueId(1);

fn workspace(arrangements: Vec<Arranged>) -> Workspace {
    Workspace {
        kind: WorkspaceKind::Tables,
        defaults: Defaults {
            zone: "Europe/London".to_owned(),
            nation: Nation::England,
            grain_minutes: 15,
            hours: None,
            hours_assumed: false,
            language: Default::default(),
            organizer: None,
            closures: Vec::new(),
        },
        policy: Policy::default(),
        rules: RuleBook::default(),
        roles: Vec::new(),
        role_groups: Vec::new(),
        role_limits: Vec::new(),
        agencies: Vec::new(),
        contacts: vec![contact("a", 1), contact("b", 2)],
        venues: vec![venue("hall", &[(CLINIC, 30)]), venue("clinic", &[])],
        calendars: Vec::new(),
        meetings: Vec::new(),
        answers: Vec::new(),
        arrangements,
    }
}

fn meeting(minutes: i64, who: &[ContactId], venue: Option<VenueId>) -> Arranged {
    let interval = hour(minutes);
    Arranged {
        reference: format!("at-{minutes}"),
        uid: format!("uid-{minutes}"),
        sequence: 0,
        interval,
        parts: Vec::new(),
        venue,
        state: State::Quorate,
        confirm: Vec::new(),
        attending: who
            .iter()
            .map(|contact| ArrangedAttendance {
                seat: "seat".to_owned(),
                contact: *contact,
                role: As::Principal,
                mode: quorate::model::Mode::InPerson,
                is_known: true,
                present: vec![interval],
            })
            .collect(),
        buffer: Buffer::default(),
        chosen_at: None,
        series: None,
    }
}

/// What is found, as rule and meetings.
fn found(workspace: &Workspace) -> Vec<(ArrangedRule, Vec<usize>)> {
    let all = check_arranged(workspace).into_iter();
    all.map(|violation| (violation.rule, violation.meetings))
        .collect()
}

#[test]
fn back_to_back_is_no_clash_and_a_minute_less_is() {
    let who = [WORKER];
    let fits = workspace(vec![meeting(0, &who, None), meeting(60, &who, None)]);
    assert_eq!(found(&fits), []);
    let clashes = workspace(vec![meeting(59, &who, None), meeting(0, &who, None)]);
    assert_eq!(
        found(&clashes),
        [(ArrangedRule::Contact(WORKER), vec![1, 0])]
    );
}

#[test]
fn of_two_needs_that_meet_the_larger_holds() {
    let before = |minutes| Buffer {
        before_minutes: minutes,
        after_minutes: 0,
    };
    let after = |minutes| Buffer {
        before_minutes: 0,
        after_minutes: minutes,
    };
    let pair = |gap: i64, first: Buffer, second: Buffer, own: Buffer| {
        let mut workspace = workspace(vec![
            meeting(0, &[WORKER], None),
            meeting(60 + gap, &[WORKER], None),
        ]);
        workspace.arrangements[0].buffer = first;
        workspace.arrangements[1].buffer = second;
        workspace.contacts[WORKER.index()].buffer = own;
        found(&workspace).len()
    };
    let none = Buffer::default();
    assert_eq!(pair(15, after(15), before(10), none), 0);
    assert_eq!(pair(14, after(15), before(10), none), 1);
    assert_eq!(pair(14, after(10), before(15), none), 1);
    assert_eq!(pair(14, after(10), none, before(15)), 1);
    assert_eq!(pair(14, none, before(10), after(15)), 1);
    // Needs on the far sides are nobody's business here.
    assert_eq!(pair(0, before(60), after(60), none), 0);
}

#[test]
fn those_who_come_in_person_need_the_way() {
    let both = |gap: i64| {
        workspace(vec![
            meeting(0, &[WORKER], Some(HALL)),
            meeting(60 + gap, &[WORKER], Some(CLINIC)),
        ])
    };
    assert_eq!(found(&both(30)), []);
    assert_eq!(
        found(&both(29)),
        [(ArrangedRule::Contact(WORKER), vec![0, 1])]
    );
    let mut remote = both(0);
    remote.contacts[WORKER.index()].mode = Some(Mode::Remote);
    assert_eq!(found(&remote), []);
}

#[test]
fn a_team_takes_as_many_as_it_has_people_for() {
    let who = [INBOX];
    let two = workspace(vec![meeting(0, &who, None), meeting(30, &who, None)]);
    assert_eq!(found(&two), []);
    let chain = workspace(vec![
        meeting(0, &who, None),
        meeting(30, &who, None),
        meeting(60, &who, None),
        meeting(90, &who, None),
    ]);
    assert_eq!(found(&chain), [], "never more than two at once");
    let three = workspace(vec![
        meeting(0, &who, None),
        meeting(30, &who, None),
        meeting(59, &who, None),
    ]);
    assert_eq!(
        found(&three),
        [(ArrangedRule::Contact(INBOX), vec![0, 1, 2])]
    );
}

#[test]
fn a_venue_holds_one_meeting_at_once() {
    let rooms = |gap: i64, venues: [Option<VenueId>; 2]| {
        workspace(vec![
            meeting(0, &[], venues[0]),
            meeting(60 + gap, &[], venues[1]),
        ])
    };
    assert_eq!(found(&rooms(0, [Some(HALL); 2])), []);
    assert_eq!(
        found(&rooms(-1, [Some(HALL); 2])),
        [(ArrangedRule::Venue(HALL), vec![0, 1])]
    );
    assert_eq!(found(&rooms(-1, [Some(HALL), Some(CLINIC)])), []);
    let mut aired = rooms(9, [Some(HALL); 2]);
    aired.venues[HALL.index()].buffer.after_minutes = 10;
    assert_eq!(found(&aired), [(ArrangedRule::Venue(HALL), vec![0, 1])]);
    // By telephone first: the room is needed for the second half only.
    let mut halves = rooms(-30, [Some(HALL); 2]);
    let middle = hour(30).start().plus_minutes(30);
    let part = |start: Instant, end: Instant, venue| ArrangedPart {
        interval: Interval::new(start, end).expect("half an hour"),
        venue,
    };
    let second = halves.arrangements[1].interval;
    halves.arrangements[1].parts = vec![
        part(second.start(), middle, None),
        part(middle, second.end(), Some(HALL)),
    ];
    assert_eq!(found(&halves), []);
}

/// For somebody who takes one meeting at a time, every two that are too near are a clash: pair by pair, minute by minute.
#[test]
fn one_at_a_time_means_no_two_at_any_minute() {
    let mut dice = Dice(5);
    let (mut clean, mut clashing) = (0, 0);
    for _ in 0..300 {
        let count = dice.between(1, 4);
        let meetings: Vec<Arranged> = (0..count)
            .map(|_| {
                let venue = dice.pick(&[None, Some(HALL), Some(CLINIC)]);
                let mut one = meeting(10 * dice.below(60) as i64, &[WORKER], venue);
                one.buffer.before_minutes = dice.pick(&[0, 0, 20]);
                one.buffer.after_minutes = dice.pick(&[0, 0, 20]);
                one
            })
            .collect();
        let clear = |first: &Arranged, second: &Arranged| {
            let far =
                first.venue.is_some() && second.venue.is_some() && first.venue != second.venue;
            let way = if far { 30 } else { 0 };
            let need = first
                .buffer
                .after_minutes
                .max(second.buffer.before_minutes)
                .max(way);
            first.interval.end().plus_minutes(i64::from(need)) <= second.interval.start()
        };
        let expected = meetings.iter().enumerate().any(|(at, one)| {
            let mut others = meetings[at + 1..].iter();
            others.any(|other| !clear(one, other) && !clear(other, one))
        });
        let workspace = workspace(meetings);
        let all = found(&workspace);
        let worker = all
            .iter()
            .any(|(rule, _)| *rule == ArrangedRule::Contact(WORKER));
        assert_eq!(worker, expected, "{:?}", workspace.arrangements);
        *(if expected { &mut clashing } else { &mut clean }) += 1;
    }
    assert!(clean > 50 && clashing > 50, "{clean} {clashing}");
}
