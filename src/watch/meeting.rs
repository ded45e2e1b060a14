//! One arranged meeting: its people joined with what they said, and what that comes to.

use super::chase::{Known, can_be_asked, chase};
use super::desk::Desk;
use super::person::{Said, Typed, said, silent};
use super::{Counter, History, Level, LossesOf, Party, Person, Position, Unjudged, Watched};
use crate::model::{
    Arranged, ArrangedAttendance, ContactId, MeetingSpec, Member, MemberId, Problem, SeatId,
};
use crate::prepare::Guest;
use crate::reply::fits;
use crate::solve::{Comes, Gathering};
use crate::time::IntervalSet;
use std::collections::{BTreeMap, VecDeque};

/// The people of a meeting, before it is asked whether they are enough.
pub(super) struct Company {
    /// By contact, in order.
    pub people: Vec<Person>,
    /// Who comes to a seat for which the tables do not list them.
    pub guests: Vec<Guest>,
    pub proposals: Vec<Counter>,
}

/// Everything that is said of the arrangement with that index. Its history is put in later.
pub(super) fn watched(desk: &Desk, index: usize) -> Watched {
    let arranged = &desk.casting.workspace().arrangements[index];
    let Some(row) = desk.casting.row(arranged) else {
        return unjudged(desk, index, Unjudged::NoRow);
    };
    judged(desk, index, row, company(desk, arranged, row))
}

/// The same of other people than are known of.
pub(super) fn judged(desk: &Desk, index: usize, row: &MeetingSpec, company: Company) -> Watched {
    let arranged = &desk.casting.workspace().arrangements[index];
    let there = company.people.iter().filter_map(Person::contact).collect();
    let problem = match desk.casting.seated(arranged, row, &there, &company.guests) {
        Ok(problem) => problem,
        Err(faults) => return unjudged(desk, index, Unjudged::Faults(faults)),
    };
    let mut people = company.people;
    let scene = Scene {
        problem: &problem,
        people: &people,
    };
    let gathering = Gathering::new(&problem, &|seat, member| scene.comes(seat, member));
    let kept: Vec<bool> = people
        .iter()
        .map(|person| scene.keeps_a_seat(person))
        .collect();
    for (person, kept) in people.iter_mut().zip(kept) {
        // What they can is too little for any of their seats.
        if !kept && !person.position.is_out() && !matches!(person.position, Position::Sends { .. })
        {
            person.position = Position::Declined;
        }
    }
    people.extend(to_be_named(&problem));
    let party = |member: MemberId| party_of(problem.member(member));
    let level = Level::of(gathering.state());
    let (wanting, wanting_more) = gathering.confirm();
    let wanting: Vec<Vec<Party>> = wanting
        .into_iter()
        .map(|set| set.into_iter().map(party).collect())
        .collect();
    let losses = LossesOf::of(gathering.losses(), &party);
    let member = |wanted: &Party| {
        let found = problem
            .members
            .iter()
            .position(|one| party_of(one) == *wanted);
        found.map(|index| MemberId(index as u32))
    };
    let mut chase = chase(&Known {
        gathering: &gathering,
        level: &level,
        people: &people,
        wanting: &wanting,
        wanting_more,
        losses: &losses,
        member: &member,
    });
    chase.retain(|one| {
        people
            .iter()
            .any(|person| person.party == one.party && can_be_asked(person))
    });
    let empty = gathering.empty_places().into_iter();
    let empty = empty
        .map(|(seat, places)| (problem.seat(seat).id.clone(), places))
        .collect();
    Watched {
        reference: arranged.reference.clone(),
        arranged: index,
        interval: arranged.interval,
        zone: problem.zone.clone(),
        level,
        people,
        wanting,
        wanting_more,
        losses,
        empty,
        chase,
        proposals: company.proposals,
        history: History::default(),
    }
}

fn unjudged(desk: &Desk, index: usize, why: Unjudged) -> Watched {
    let arranged = &desk.casting.workspace().arrangements[index];
    Watched {
        reference: arranged.reference.clone(),
        arranged: index,
        interval: arranged.interval,
        zone: desk.zone_of(arranged),
        level: Level::Unjudged(why),
        people: Vec::new(),
        wanting: Vec::new(),
        wanting_more: false,
        losses: LossesOf::None,
        empty: Vec::new(),
        chase: Vec::new(),
        proposals: Vec::new(),
        history: History::default(),
    }
}

fn party_of(member: &Member) -> Party {
    match member.contact {
        Some(contact) => Party::Contact(contact),
        None => Party::ToBeNamed(member.id.clone()),
    }
}

/// Places of the meeting for which nobody is named yet.
fn to_be_named(problem: &Problem) -> impl Iterator<Item = Person> + '_ {
    let members = (0..).zip(&problem.members);
    members
        .filter(|(_, member)| member.contact.is_none())
        .map(|(index, member)| {
            let here = |seat: &&crate::model::Seat| {
                let mut candidates = seat.candidates.iter();
                candidates.any(|one| one.member == MemberId(index))
            };
            Person {
                party: party_of(member),
                seats: problem
                    .seats
                    .iter()
                    .filter(here)
                    .map(|seat| seat.id.clone())
                    .collect(),
                position: Position::ToBeNamed,
                present: IntervalSet::new(),
                wanted: IntervalSet::new(),
            }
        })
}

/// Somebody who is still to be looked at.
struct Coming<'a> {
    contact: ContactId,
    /// Their places in the arrangement; none of a delegate.
    own: Vec<&'a ArrangedAttendance>,
    seats: Vec<String>,
    wanted: IntervalSet,
    of: Option<ContactId>,
}

/// Everybody who is to come, and everybody whom they send instead.
pub(super) fn company(desk: &Desk, arranged: &Arranged, row: &MeetingSpec) -> Company {
    let mut company = Company {
        people: Vec::new(),
        guests: Vec::new(),
        proposals: Vec::new(),
    };
    let mut own: BTreeMap<ContactId, Vec<&ArrangedAttendance>> = BTreeMap::new();
    for attendance in &arranged.attending {
        own.entry(attendance.contact).or_default().push(attendance);
    }
    let mut waiting: VecDeque<Coming> = own
        .into_iter()
        .map(|(contact, own)| Coming {
            contact,
            seats: own.iter().map(|one| one.seat.clone()).collect(),
            wanted: own
                .iter()
                .flat_map(|one| one.present.iter().copied())
                .collect(),
            own,
            of: None,
        })
        .collect();
    while let Some(coming) = waiting.pop_front() {
        let Coming {
            contact,
            own,
            seats,
            wanted,
            of,
        } = coming;
        let known = company
            .people
            .iter_mut()
            .find(|one| one.party == Party::Contact(contact));
        if let Some(person) = known {
            // Somebody who comes anyhow, or who was sent by another already, may take this place too.
            person.present = person.present.union(&wanted);
            person.wanted = person.wanted.union(&wanted);
            person.seats.extend(seats);
            continue;
        }
        let stand = desk.standing(arranged, row, contact);
        let answers: Vec<_> = desk.casting.answers(contact, row).collect();
        let typed = Typed::new(&wanted, answers.into_iter());
        let mut said = said(&wanted, &own, stand, &typed, &|id| desk.contact(id));
        if let Some(of) = of {
            let nothing_said = said.position == silent(&own, stand);
            if nothing_said {
                said.position = Position::Delegate { of };
            }
        }
        if let Some(time) = stand
            .filter(|one| one.of_current)
            .and_then(|one| one.proposal)
        {
            company.proposals.push(Counter { contact, time });
        }
        if let Some(sent) = sent(
            desk,
            row,
            &coming_seats(contact, &seats, &wanted),
            &mut said,
        ) {
            for seat in &sent.seats {
                company.guests.push(Guest {
                    seat: seat.clone(),
                    contact: sent.contact,
                });
            }
            waiting.push_back(sent);
        }
        company.people.push(Person {
            party: Party::Contact(contact),
            seats,
            position: said.position,
            present: said.present,
            wanted,
        });
    }
    company.people.sort_by(|a, b| a.party.cmp(&b.party));
    company
}

/// What somebody leaves to whomever they send.
struct Left<'a> {
    contact: ContactId,
    seats: &'a [String],
    wanted: &'a IntervalSet,
}

fn coming_seats<'a>(contact: ContactId, seats: &'a [String], wanted: &'a IntervalSet) -> Left<'a> {
    Left {
        contact,
        seats,
        wanted,
    }
}

/// Whom somebody sends, for the seats that they fit; the position of the sender says whether there are any.
fn sent<'a>(desk: &Desk, row: &MeetingSpec, left: &Left, said: &mut Said) -> Option<Coming<'a>> {
    let whom = said.sends??;
    let fitting = |id: &&String| fits(desk.casting.workspace(), row, id, whom);
    let seats: Vec<String> = left.seats.iter().filter(fitting).cloned().collect();
    if seats.is_empty() || whom == left.contact {
        return None;
    }
    said.position = Position::Sends { whom };
    Some(Coming {
        contact: whom,
        own: Vec::new(),
        seats,
        wanted: left.wanted.clone(),
        of: Some(left.contact),
    })
}

/// A meeting's seats and who said what of their time.
struct Scene<'s> {
    problem: &'s Problem,
    people: &'s [Person],
}

impl Scene<'_> {
    fn comes(&self, seat: SeatId, member: MemberId) -> Comes {
        let Some(contact) = self.problem.member(member).contact else {
            return Comes::Open(100);
        };
        let wanted = Party::Contact(contact);
        let found = self.people.binary_search_by(|one| one.party.cmp(&wanted));
        let Ok(index) = found else {
            return Comes::Not;
        };
        let person = &self.people[index];
        match self.share(seat, person) {
            Some(percent) if person.position.is_sure() => Comes::Sure(percent),
            Some(percent) if person.position.is_open() => Comes::Open(percent),
            Some(_) | None => Comes::Not,
        }
    }

    /// The share of the seat's time for which somebody would be there, where that is enough for the seat.
    fn share(&self, seat: SeatId, person: &Person) -> Option<u8> {
        let spec = self.problem.seat(seat);
        let is_own = person.seats.contains(&spec.id);
        if is_own && spec.partial_percent.is_none() && person.present == person.wanted {
            return Some(100);
        }
        let start = self.problem.earliest;
        let needed = self.problem.needed(spec, start);
        let kept = needed.intersection(&person.present).seconds();
        match spec.partial_percent {
            Some(least) => {
                let percent = u8::try_from(kept * 100 / needed.seconds().max(1)).unwrap_or(100);
                (percent >= least).then_some(percent)
            }
            None => {
                // In their own seat they are wanted for as long as they were told.
                let asked = match is_own {
                    true => needed.intersection(&person.wanted).seconds(),
                    false => needed.seconds(),
                };
                (asked > 0 && kept >= asked).then_some(100)
            }
        }
    }

    /// Whether they are there for long enough in one of the seats for which they were wanted.
    fn keeps_a_seat(&self, person: &Person) -> bool {
        if person.present == person.wanted {
            return true;
        }
        let seats = (0..).zip(&self.problem.seats);
        let mut own = seats.filter(|(_, seat)| person.seats.contains(&seat.id));
        own.any(|(index, _)| self.share(SeatId(index), person).is_some())
    }
}
