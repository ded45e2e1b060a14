//! The sentences of one meeting, put together from what was worked out.

use super::words_en as own;
use super::{Help, Next, Tried, WatchReport};
use crate::model::{Confirming, Contact, ContactId, Problem, Slot};
use crate::report::find::FindReport;
use crate::report::public::seat_name;
use crate::report::why::{self, WhyReport};
use crate::report::words_en::{self as words, listed, when};
use crate::time::Interval;
use crate::watch::{Deputy, Level, LossesOf, Party, Person, Position, Unjudged, Watched};

/// One meeting with what is told of it.
pub(super) struct Teller<'t> {
    pub report: &'t WatchReport<'t>,
    pub watched: &'t Watched,
    pub help: &'t Help,
}

/// Sets that are written out in a sentence.
const MOST_SETS: usize = 3;

impl Teller<'_> {
    pub(super) fn contact(&self, id: ContactId) -> &Contact {
        self.report.workspace.contact(id)
    }

    pub(super) fn name(&self, party: &Party) -> String {
        match party {
            Party::Contact(id) => self.contact(*id).name.clone(),
            Party::ToBeNamed(id) => words::to_be_named(seat_of_open(id)),
        }
    }

    pub(super) fn phone(&self, party: &Party) -> Option<&str> {
        match party {
            Party::Contact(id) => self.contact(*id).phone.as_deref(),
            Party::ToBeNamed(_) => None,
        }
    }

    pub(super) fn when(&self) -> String {
        when(self.watched.interval, &self.watched.zone)
    }

    fn set(&self, set: &[Party]) -> String {
        let names: Vec<String> = set.iter().map(|party| self.name(party)).collect();
        listed(&names, "and")
    }

    /// What a coordinator needs at five to five.
    pub(super) fn headline(&self) -> String {
        let watched = self.watched;
        let waiver = watched.history.waiver.as_ref();
        let mut said = match (&watched.level, waiver) {
            (Level::Quorate, _) => self.quorate(),
            (Level::Inquorate, Some(waiver)) => own::held_all_the_same(&waiver.by, &waiver.reason),
            (Level::Inquorate, None) => self.inquorate(),
            (Level::AtRisk, _) => self.at_risk(),
            (Level::Unjudged(Unjudged::NoRow), _) => own::no_row(),
            (Level::Unjudged(Unjudged::Faults(faults)), _) => {
                let told: Vec<String> = faults.iter().map(words::meeting_fault).collect();
                own::faults(&told)
            }
        };
        if let (Level::AtRisk | Level::Unjudged(_), Some(waiver)) = (&watched.level, waiver) {
            said.push(' ');
            said.push_str(&own::waiver(&waiver.by, &waiver.reason));
        }
        said
    }

    fn quorate(&self) -> String {
        let watched = self.watched;
        let lost = watched.has_loss();
        let mut said = match lost {
            true => own::STILL.to_owned(),
            false => own::QUORATE.to_owned(),
        };
        said.push(' ');
        let singles: Vec<String> = watched.losses.single().map(|one| self.name(one)).collect();
        match &watched.losses {
            LossesOf::Sets(_) if !singles.is_empty() => {
                said.push_str(&own::falls_if(&singles, lost));
                if let Some(deputies) = &self.help.deputies {
                    let free = deputies.iter().find(|one| is_free(one) && self.covers(one));
                    said.push_str("; ");
                    said.push_str(&match free {
                        Some(one) => {
                            let contact = self.contact(one.contact);
                            own::deputy_free(&contact.name, contact.phone.as_deref())
                        }
                        None => own::no_deputy().to_owned(),
                    });
                }
                said.push('.');
                let silent = watched.losses.single().filter(|party| {
                    let person = watched.people.iter().find(|one| one.party == **party);
                    person.is_some_and(|one| !one.position.is_said())
                });
                let silent: Vec<String> = silent.map(|party| self.name(party)).collect();
                if !silent.is_empty() {
                    said.push(' ');
                    said.push_str(&own::hangs(&silent));
                }
            }
            LossesOf::Sets(sets) => {
                let told: Vec<String> = sets
                    .iter()
                    .take(MOST_SETS)
                    .map(|set| self.set(set))
                    .collect();
                let more = sets.len().saturating_sub(MOST_SETS);
                let survived = watched.losses.survives().unwrap_or(0);
                said.push_str(&own::survives(survived, &told, more));
            }
            LossesOf::More | LossesOf::None => said.push_str(&own::survives_more()),
        }
        said
    }

    /// Whether somebody would take the place of one without whom it falls.
    fn covers(&self, deputy: &Deputy) -> bool {
        self.watched.losses.single().any(|party| {
            let person = self.watched.people.iter().find(|one| one.party == *party);
            person.is_some_and(|one| one.seats.contains(&deputy.seat))
        })
    }

    fn at_risk(&self) -> String {
        let sets = &self.watched.wanting;
        let told: Vec<String> = sets
            .iter()
            .take(MOST_SETS)
            .map(|set| self.set(set))
            .collect();
        let more = self.watched.wanting_more || sets.len() > MOST_SETS;
        let mut said = own::at_risk(&told, more);
        if let Some(first) = self.watched.chase.first() {
            said.push(' ');
            said.push_str(&own::ring_first(
                &self.name(&first.party),
                self.phone(&first.party),
            ));
        }
        said
    }

    fn inquorate(&self) -> String {
        let empty = self.watched.empty.iter();
        let empty: Vec<String> = empty
            .map(|(seat, _)| seat_name(self.report.workspace, seat))
            .collect();
        let mut said = own::inquorate(&empty);
        let best = self.help.deputies.iter().flatten().next();
        let with = best.and_then(|one| {
            let contact = self.contact(one.contact);
            own::with_deputy(
                &contact.name,
                own::free(one.free),
                one.wanting,
                contact.phone.as_deref(),
            )
        });
        if let Some(with) = with {
            said.push(' ');
            said.push_str(&with);
        }
        said
    }

    /// What is odd about it beside its answers.
    pub(super) fn flags(&self) -> Vec<String> {
        let history = &self.watched.history;
        let mut flags = Vec::new();
        if let Some((reference, start)) = &history.last_inquorate {
            let zone = &self.watched.zone;
            let day = words::date(zone.local(*start).date());
            match self.watched.is_second_inquorate() {
                true => flags.push(own::second_in_a_row(reference, &day)),
                false if self.watched.level != Level::Quorate => {
                    flags.push(own::last_was_inquorate(reference, &day));
                }
                false => {}
            }
        }
        if let Some(reference) = &history.after_fallen {
            flags.push(own::after_fallen(reference));
        }
        flags
    }

    /// A person with their seats and what they said.
    pub(super) fn person(&self, person: &Person) -> String {
        let other = match person.position {
            Position::Delegate { of } => Some(of),
            Position::Sends { whom } => Some(whom),
            Position::SendsUnfit { whom } => whom,
            _ => None,
        };
        let other = other.map(|id| self.contact(id).name.clone());
        let told = self.report.watch.knows_invitations;
        let position = own::position(person.position, told, other.as_deref());
        let seats = person.seats.iter();
        let seats: Vec<String> = seats
            .map(|seat| seat_name(self.report.workspace, seat))
            .collect();
        match (&person.party, seats.is_empty()) {
            (Party::ToBeNamed(_), _) => self.name(&person.party),
            (_, true) => format!("{} ({position})", self.name(&person.party)),
            (_, false) => {
                let seats = listed(&seats, "and");
                format!("{} ({seats}; {position})", self.name(&person.party))
            }
        }
    }

    pub(super) fn deputy(&self, one: &Deputy) -> String {
        let contact = self.contact(one.contact);
        let phone = contact.phone.as_deref().map(|phone| format!(", {phone}"));
        format!(
            "{} for {}{}: {}; {}",
            contact.name,
            seat_name(self.report.workspace, &one.seat),
            phone.unwrap_or_default(),
            own::free(one.free),
            own::deputy_does(one.wanting, self.watched.level == Level::Quorate)
        )
    }

    pub(super) fn tried(&self, tried: &Tried) -> Vec<String> {
        let zone = &self.watched.zone;
        let name = &self.contact(tried.counter.contact).name;
        let at = when(tried.counter.time, zone);
        let start = match &tried.outcome {
            Ok(start) => start,
            Err(why) => return vec![own::proposal(name, &at, &own::cannot_be_tried(why))],
        };
        let what = match &start.why.slot {
            Some(slot) if start.why.rank.is_some() || start.why.reasons.is_empty() => {
                own::tried(slot.state, &self.asked(&start.prepared.problem, slot))
            }
            Some(slot) if slot.state == crate::model::State::Short => own::tried(slot.state, &[]),
            _ => own::not_to_be_had().to_owned(),
        };
        let mut told = vec![own::proposal(name, &at, &what)];
        let report = WhyReport {
            find: &FindReport {
                workspace: self.report.workspace,
                meeting: &start.meeting,
                prepared: &start.prepared,
                found: &start.found,
                receipts: Vec::new(),
            },
            why: &start.why,
            ways: &[],
        };
        told.extend(why::reasons(&report));
        told
    }

    fn asked(&self, problem: &Problem, slot: &Slot) -> Vec<String> {
        let name = |whom: &Confirming| match whom {
            Confirming::Venue(venue) => words::venue(&self.report.workspace.venue(*venue).name),
            Confirming::Member(id) => match problem.member(*id).contact {
                Some(contact) => self.contact(contact).name.clone(),
                None => words::to_be_named(seat_of_open(&problem.member(*id).id)),
            },
        };
        let sets = slot.confirm.iter().take(MOST_SETS);
        sets.map(|set| listed(&set.iter().map(name).collect::<Vec<_>>(), "and"))
            .collect()
    }

    pub(super) fn next(&self) -> Option<String> {
        let (prepared, found) = match self.help.next.as_ref()? {
            Next::Refused(why) => return Some(own::next_refused(why)),
            Next::Searched(prepared, found) => (prepared, found),
        };
        let offered = found
            .slots
            .iter()
            .find(|slot| slot.state != crate::model::State::Short);
        let Some(slot) = offered else {
            return Some(own::nothing_next());
        };
        let time = Interval::new(slot.start, slot.end)?;
        let place = slot
            .venue
            .map(|venue| &self.report.workspace.venue(venue).name);
        Some(own::if_it_falls(
            &when(time, &prepared.problem.zone),
            place.map(String::as_str),
            &words::state(slot.state, slot.score.confirmations),
        ))
    }
}

/// Whether it is known that they can.
fn is_free(deputy: &Deputy) -> bool {
    matches!(
        deputy.free,
        crate::model::Stand::Free | crate::model::Stand::Expected
    )
}

/// The seat of somebody to be named, from the id that they have here.
pub(super) fn seat_of_open(id: &str) -> &str {
    id.trim_end_matches(|c: char| c == '?' || c.is_ascii_digit())
}
