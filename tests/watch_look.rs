//! `watch` against the search and the check that made the arrangements: meetings of the fixtures with random answers, chosen from what
//! `find` lists and held by `check`, must stand as their slots said; and what single answers make of them.

mod oracle;

use oracle::Dice;
use quorate::check::check_slot;
use quorate::edge::read_folder;
use quorate::input::{ReadOptions, read_workspace};
use quorate::model::{
    Answer, Answerer, Arranged, Confirming, ContactId, EventHash, Heard, HeardBy, HeardWhat,
    MemberId, Outcome, Problem, Purpose, Reply, Response, Slot, State, Told, ToldStanding, Waiver,
    Went, Workspace, arrangement,
};
use quorate::prepare::{FeedBook, prepare};
use quorate::reply::{Standings, standing};
use quorate::solve::{FindOptions, find};
use quorate::time::{Instant, Interval};
use quorate::watch::{Desk, Level, LossesOf, Party, Position, Sources, Watched};
use std::collections::BTreeSet;
use std::path::Path;

fn now() -> Instant {
    Instant::parse_rfc3339("2026-11-23T09:00:00Z").expect("an instant")
}

fn fixture(name: &str) -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let files = read_folder(&folder.join(name)).expect("a folder");
    let (mut workspace, _) =
        read_workspace(&files, &ReadOptions::default()).expect("a fixture is without fault");
    workspace.arrangements.clear();
    workspace.answers.clear();
    workspace
}

/// Random people say for all the time what they can; the others are unknown, for no feed is read.
fn answer(workspace: &mut Workspace, dice: &mut Dice) {
    workspace.answers.clear();
    let can = dice.between(20, 95);
    for index in 0..workspace.contacts.len() as u32 {
        let reply = match dice.below(100) {
            die if die < can => Reply::Can,
            die if die < can + 6 => Reply::Cannot,
            _ => continue,
        };
        workspace.answers.push(Answer {
            who: Answerer::Contact(ContactId(index)),
            reference: None,
            interval: Interval::new(now(), now().plus(400 * 86_400)).expect("a year"),
            reply,
            how: String::new(),
            recorded_by: String::new(),
            recorded_at: now(),
        });
    }
    for index in 0..workspace.venues.len() as u32 {
        workspace.answers.push(Answer {
            who: Answerer::Venue(quorate::model::VenueId(index)),
            reference: None,
            interval: Interval::new(now(), now().plus(400 * 86_400)).expect("a year"),
            reply: Reply::Can,
            how: String::new(),
            recorded_by: String::new(),
            recorded_at: now(),
        });
    }
}

fn look(workspace: &Workspace, standings: Option<&Standings>) -> Watched {
    let desk = Desk::new(Sources {
        workspace,
        standings,
        waivers: &[],
        outcomes: &[],
        now: now(),
    });
    let mut watch = desk.look();
    assert_eq!(watch.meetings.len(), 1);
    watch.meetings.remove(0)
}

fn told(workspace: &Workspace, arranged: &Arranged, contact: ContactId) -> Told {
    let id = workspace.contact(contact).id.clone();
    Told {
        reference: arranged.reference.clone(),
        address: format!("{id}@example.org"),
        uid: "u-1".to_owned(),
        recurrence: None,
        sequence: 0,
        dtstamp: now(),
        purpose: Purpose::Invitation,
        standing: ToldStanding::Confirmed,
        times: vec![arranged.interval],
        zone: "Europe/London".to_owned(),
        said: 1,
        message_id: String::new(),
        contact: id,
    }
}

fn heard(told: &Told, what: HeardWhat, seconds: i64) -> Heard {
    Heard {
        reference: told.reference.clone(),
        contact: told.contact.clone(),
        uid: told.uid.clone(),
        recurrence: None,
        what,
        sequence: told.sequence,
        dtstamp: now().plus(seconds),
        by: HeardBy::Mail,
        source: "m".to_owned(),
        digest: seconds as u64,
    }
}

/// Everybody of the arrangement is told, and says what `says` says of them.
fn said(workspace: &Workspace, says: &dyn Fn(ContactId) -> Option<Response>) -> Standings {
    let arranged = &workspace.arrangements[0];
    let people: BTreeSet<ContactId> = arranged.attending.iter().map(|one| one.contact).collect();
    let (mut all_told, mut all_heard) = (Vec::new(), Vec::new());
    for contact in people {
        let told = told(workspace, arranged, contact);
        if let Some(response) = says(contact) {
            all_heard.push(heard(&told, HeardWhat::Response(response), 60));
        }
        all_told.push(told);
    }
    standing(&all_told, &all_heard)
}

/// The first smallest set of people whom the slot waits for, without rooms.
fn people_of(problem: &Problem, slot: &Slot) -> Option<BTreeSet<Party>> {
    let party = |member: MemberId| match problem.member(member).contact {
        Some(contact) => Party::Contact(contact),
        None => Party::ToBeNamed(problem.member(member).id.clone()),
    };
    let set = slot.confirm.first()?.iter().filter_map(|one| match one {
        Confirming::Member(member) => Some(party(*member)),
        Confirming::Venue(_) => None,
    });
    Some(set.collect())
}

#[test]
fn an_arranged_meeting_stands_as_its_slot_said() {
    let mut seen = [0; 3];
    let mut fell = 0;
    for name in [
        "first-conference",
        "review-team",
        "five-contexts/school",
        "five-contexts/hospital",
        "five-contexts/marac",
    ] {
        let mut workspace = fixture(name);
        for (number, spec) in workspace.meetings.clone().iter().enumerate() {
            for round in 0..4 {
                let mut dice = Dice((number as u64) << 8 | round);
                workspace.arrangements.clear();
                answer(&mut workspace, &mut dice);
                let hash = |_: &str| EventHash(0);
                let feeds = FeedBook::new();
                let Ok(prepared) = prepare(&workspace, spec, &feeds, &hash, now()) else {
                    continue;
                };
                let problem = &prepared.problem;
                let found = find(problem, &FindOptions::default());
                for slot in found.slots.iter().take(2) {
                    assert!(check_slot(problem, slot).is_empty());
                    workspace.arrangements = vec![arrangement(&workspace, problem, slot)];
                    stands_as(&workspace, problem, slot, &mut seen, &mut fell);
                }
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 10), "{seen:?}");
    assert!(fell > 10, "{fell}");
}

fn stands_as(
    workspace: &Workspace,
    problem: &Problem,
    slot: &Slot,
    seen: &mut [usize; 3],
    fell: &mut usize,
) {
    let reference = &problem.reference;
    let watched = look(workspace, None);
    let waiting = people_of(problem, slot);
    let expected = match (slot.state, &waiting) {
        (State::Quorate, _) => Level::Quorate,
        (State::QuorateIf, Some(set)) if set.is_empty() => Level::Quorate,
        (State::QuorateIf, _) => Level::AtRisk,
        (State::Short, _) => Level::Inquorate,
    };
    assert_eq!(watched.level, expected, "{reference} at {}", slot.start);
    seen[slot.state as usize] += 1;
    if let (Level::AtRisk, Some(set)) = (&watched.level, &waiting) {
        let sets = watched.wanting.iter();
        let mut sets = sets.map(|set| set.iter().cloned().collect::<BTreeSet<Party>>());
        assert!(sets.any(|one| one == *set), "{reference}: {set:?}");
    }
    if slot.state == State::Quorate {
        // Others whom nobody has invited may stand in; those who were told have nobody but each other.
        let single: BTreeSet<Party> = watched.losses.single().cloned().collect();
        for member in &slot.falls_if {
            let contact = problem.member(*member).contact.expect("somebody known");
            assert!(single.contains(&Party::Contact(contact)), "{reference}");
        }
    }
    // Everybody says yes: it holds exactly where the search says that it could.
    let all = said(workspace, &|_| Some(Response::Accepted));
    let watched = look(workspace, Some(&all));
    let open = watched
        .people
        .iter()
        .any(|one| one.position == Position::ToBeNamed);
    if !open {
        assert_eq!(
            watched.level == Level::Quorate,
            slot.state != State::Short,
            "{reference} at {} with everybody",
            slot.start
        );
    }
    // Everybody says yes but one whom it falls without, and those who say no are gone.
    let single: Vec<Party> = watched.losses.single().cloned().collect();
    for person in &watched.people {
        let Some(contact) = person.contact() else {
            continue;
        };
        let without = said(workspace, &|who| {
            Some(if who == contact {
                Response::Declined
            } else {
                Response::Accepted
            })
        });
        let less = look(workspace, Some(&without));
        let ends = single.contains(&person.party);
        if watched.level == Level::Quorate {
            assert_eq!(
                less.level == Level::Quorate,
                !ends,
                "{reference}, {contact:?}"
            );
            *fell += usize::from(ends);
        }
        assert!(less.level != Level::Quorate || watched.level == Level::Quorate);
    }
    // A smallest loss of two ends it, and neither alone does.
    if let LossesOf::Sets(sets) = &watched.losses
        && let Some(pair) = sets.iter().find(|set| set.len() == 2)
    {
        let gone = said(workspace, &|who| {
            Some(match pair.contains(&Party::Contact(who)) {
                true => Response::Declined,
                false => Response::Accepted,
            })
        });
        assert_ne!(look(workspace, Some(&gone)).level, Level::Quorate);
    }
}

/// The first conference, chosen by the search with everybody able to come.
fn conference() -> Workspace {
    let mut workspace = fixture("first-conference");
    for index in 0..workspace.contacts.len() as u32 {
        workspace.answers.push(Answer {
            who: Answerer::Contact(ContactId(index)),
            reference: None,
            interval: Interval::new(now(), now().plus(60 * 86_400)).expect("two months"),
            reply: Reply::Can,
            how: String::new(),
            recorded_by: String::new(),
            recorded_at: now().plus(-86_400),
        });
    }
    let hash = |_: &str| EventHash(0);
    let spec = workspace.meetings[0].clone();
    let prepared = prepare(&workspace, &spec, &FeedBook::new(), &hash, now()).expect("no fault");
    let found = find(&prepared.problem, &FindOptions::default());
    let one = arrangement(&workspace, &prepared.problem, &found.slots[0]);
    workspace.arrangements = vec![one];
    workspace
}

fn id(workspace: &Workspace, id: &str) -> ContactId {
    let at = workspace.contacts.iter().position(|one| one.id == id);
    ContactId(at.expect("a contact of the fixture") as u32)
}

fn position(workspace: &Workspace, watched: &Watched, who: &str) -> Option<Position> {
    let wanted = Party::Contact(id(workspace, who));
    let person = watched.people.iter().find(|one| one.party == wanted);
    person.map(|one| one.position)
}

#[test]
fn a_delegate_counts_only_where_they_fit() {
    let mut workspace = conference();
    let send = |workspace: &Workspace, whom: Option<&str>| {
        let police = id(workspace, "police-unit");
        let whom = whom.map(str::to_owned);
        let standings = said(workspace, &|who| {
            (who == police).then(|| Response::Delegated(whom.clone()))
        });
        look(workspace, Some(&standings))
    };
    assert_eq!(look(&workspace, None).level, Level::Quorate);
    // A nurse is no police officer, and somebody unknown is nobody.
    for whom in [Some("s.mensah"), None, Some("nobody")] {
        let watched = send(&workspace, whom);
        assert_eq!(watched.level, Level::Inquorate, "{whom:?}");
        let sends = position(&workspace, &watched, "police-unit").expect("invited");
        assert!(matches!(sends, Position::SendsUnfit { .. }));
    }
    // A colleague with the same role, of whom the row does not speak.
    let mut colleague = workspace.contact(id(&workspace, "police-unit")).clone();
    colleague.id = "zz-officer".to_owned();
    workspace.contacts.push(colleague);
    let watched = send(&workspace, Some("zz-officer"));
    assert_eq!(watched.level, Level::Quorate);
    let own = position(&workspace, &watched, "zz-officer").expect("comes");
    assert!(matches!(own, Position::Delegate { .. }));
    let sends = position(&workspace, &watched, "police-unit").expect("invited");
    assert!(matches!(sends, Position::Sends { .. }) && !watched.has_loss());
    // The same of another agency does not count.
    let school = workspace.contact(id(&workspace, "st-marks")).agency;
    let last = workspace.contacts.len() - 1;
    workspace.contacts[last].agency = school;
    assert_eq!(send(&workspace, Some("zz-officer")).level, Level::Inquorate);
}

#[test]
fn of_a_reply_and_a_typed_answer_the_newer_counts() {
    let mut workspace = conference();
    let nurse = id(&workspace, "police-unit");
    let interval = workspace.arrangements[0].interval;
    let accepted = said(&workspace, &|_| Some(Response::Accepted));
    let mut typed = Answer {
        who: Answerer::Contact(nurse),
        reference: Some("CP-2041".to_owned()),
        interval,
        reply: Reply::Cannot,
        how: "phone".to_owned(),
        recorded_by: String::new(),
        recorded_at: now().plus(30),
    };
    workspace.answers.push(typed.clone());
    let watched = look(&workspace, Some(&accepted));
    assert_eq!(
        position(&workspace, &watched, "police-unit"),
        Some(Position::Accepted)
    );
    typed.recorded_at = now().plus(90);
    workspace.answers.push(typed.clone());
    let watched = look(&workspace, Some(&accepted));
    assert_eq!(
        position(&workspace, &watched, "police-unit"),
        Some(Position::Declined)
    );
    assert_eq!(watched.level, Level::Inquorate);
    // "If need be" is open, and they are to be rung.
    typed.reply = Reply::IfNeedBe;
    typed.recorded_at = now().plus(120);
    workspace.answers.push(typed.clone());
    let watched = look(&workspace, Some(&accepted));
    assert_eq!(watched.level, Level::AtRisk);
    assert_eq!(watched.chase[0].party, Party::Contact(nurse));
    assert_eq!(
        (watched.chase[0].if_yes, watched.chase[0].if_no),
        (Some(0), None)
    );
    // An answer for another day says nothing.
    typed.reply = Reply::Cannot;
    typed.interval =
        Interval::new(interval.end().plus(86_400), interval.end().plus(90_000)).expect("an hour");
    typed.recorded_at = now().plus(150);
    workspace.answers.push(typed);
    assert_eq!(look(&workspace, Some(&accepted)).level, Level::AtRisk);
}

#[test]
fn an_answer_to_an_earlier_time_is_none() {
    let workspace = conference();
    let arranged = &workspace.arrangements[0];
    let police = id(&workspace, "police-unit");
    let mut told = told(&workspace, arranged, police);
    let declined = heard(&told, HeardWhat::Response(Response::Declined), 60);
    told.sequence = 1;
    let standings = standing(&[told], &[declined]);
    let watched = look(&workspace, Some(&standings));
    assert_eq!(
        position(&workspace, &watched, "police-unit"),
        Some(Position::Expected)
    );
}

#[test]
fn a_waiver_holds_for_its_time_and_a_second_in_a_row_is_told() {
    let workspace = conference();
    let arranged = workspace.arrangements[0].clone();
    let police = id(&workspace, "police-unit");
    let standings = said(&workspace, &|who| {
        (who == police).then_some(Response::Declined)
    });
    let start = arranged.interval.start();
    let waiver = |start: Instant| Waiver {
        reference: "cp-2041".to_owned(),
        start,
        by: "the chair".to_owned(),
        reason: "it cannot wait".to_owned(),
        at: now(),
    };
    let outcome = |days: i64, went: Went| Outcome {
        reference: "CP-2041".to_owned(),
        start: now().plus(-days * 86_400),
        went,
        at: now(),
        by: String::new(),
    };
    let look = |waivers: &[Waiver], outcomes: &[Outcome]| {
        let desk = Desk::new(Sources {
            workspace: &workspace,
            standings: Some(&standings),
            waivers,
            outcomes,
            now: now(),
        });
        desk.look()
    };
    let plain = look(&[], &[]).meetings.remove(0);
    assert_eq!(plain.level, Level::Inquorate);
    assert!(!plain.is_settled() && !plain.is_second_inquorate());
    let waived = look(&[waiver(start)], &[]).meetings.remove(0);
    // It is told as waived and never as quorate.
    assert_eq!(waived.level, Level::Inquorate);
    assert!(waived.is_settled());
    let moved = look(&[waiver(start.plus(3_600))], &[]).meetings.remove(0);
    assert!(!moved.is_settled());
    let second = look(
        &[],
        &[outcome(20, Went::Held), outcome(10, Went::Inquorate)],
    );
    assert!(second.meetings[0].is_second_inquorate());
    let recovered = look(
        &[],
        &[outcome(20, Went::Inquorate), outcome(10, Went::Held)],
    );
    assert!(!recovered.meetings[0].is_second_inquorate());
    // One that was not held was not inquorate, and does not come between.
    let between = look(
        &[],
        &[outcome(20, Went::Inquorate), outcome(10, Went::NotHeld)],
    );
    assert!(between.meetings[0].is_second_inquorate());
    // Of which the outcome is known is not ahead any more.
    let mut done = outcome(0, Went::Held);
    done.start = start;
    assert!(look(&[], &[done]).meetings.is_empty());
}
