//! `quorate replace`: somebody of an arranged meeting cannot come, and somebody else does, at the same time and place.
//!
//! The search is that of `find`, for this one start and room: first with everybody else kept in their seats, then, where that is not
//! possible, with others exchanged too. What is recorded passes the same checks as any slot.

use super::case::Case;
use super::find::verified;
use super::kept::{Choice, keep};
use super::{Exit, Output, answer, ended, instant, now};
use crate::model::{
    Arranged, ArrangedAttendance, Change, ContactId, DeputySpec, MeetingSpec, SeatSpec, State,
    Workspace, arrangement,
};
use crate::prepare::{Prepared, changed};
use crate::report::words_en as words;
use crate::solve::{FindOptions, find};
use crate::time::{Instant, Zone};
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate replace case/ --ref CP-2041 --who r.whitlock
  quorate replace case/ --ref CP-2041 --who r.whitlock --with h.price --by \"P. Lacey\" --reason \"on leave\"

Time and room stay. Without --with the best is taken who may hold the seat and is free. Nothing is sent: quorate outbox shows
who is to be told.")]
pub(super) struct ReplaceArguments {
    /// The workspace
    folder: PathBuf,
    /// The meeting
    #[arg(long = "ref", value_name = "REF")]
    reference: String,
    /// Id or name of the one who does not come
    #[arg(long, value_name = "ID")]
    who: String,
    /// Id or name of the one who comes instead
    #[arg(long, value_name = "ID")]
    with: Option<String>,
    /// Record it although the meeting is short of its quorum then, because the chair agrees
    #[arg(long)]
    discretion: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    output: Output,
    /// Ask no server: what is kept of feeds must do
    #[arg(long)]
    offline: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &ReplaceArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &ReplaceArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let case = Case::open_to_decide(&arguments.folder, arguments.offline)?;
    let workspace = &case.workspace;
    let Some(known) = workspace.arranged(&arguments.reference) else {
        let all = workspace.arrangements.iter();
        let all: Vec<String> = all.map(|one| one.reference.clone()).collect();
        return Err(vec![words::not_arranged(&arguments.reference, &all)]);
    };
    if known.interval.start() <= now {
        return Err(vec![words::past_to_change(&known.reference)]);
    }
    let Some(spec) = case.meeting(Some(&known.reference), false)? else {
        return Err(vec![words::no_row(&known.reference)]);
    };
    let swap = Swap {
        who: person(workspace, &arguments.who, "--who")?,
        with: match &arguments.with {
            Some(text) => Some(person(workspace, text, "--with")?),
            None => None,
        },
        known,
        zone: case.zone_of(known),
    };
    swap.checked(workspace, &spec)?;
    let name = |who: ContactId| workspace.contact(who).name.clone();
    let mut best = None;
    for others in [Others::Stay, Others::MayChange] {
        let (tables, meeting) = swap.meeting(workspace, &spec, others);
        let feeds = case.read_feeds(&meeting, now);
        let prepared = case.prepare_in(&tables, &meeting, &feeds, now)?;
        if let Some(arranged) = swap.arranged(&tables, &prepared)? {
            let is_better = |before: &Arranged| arranged.state < before.state;
            if best.as_ref().is_none_or(is_better) {
                best = Some(arranged);
            }
        }
        if best
            .as_ref()
            .is_some_and(|one: &Arranged| one.state == State::Quorate)
        {
            break;
        }
    }
    let mut arranged = match best {
        Some(one) if one.state != State::Short || arguments.discretion => one,
        Some(_) => {
            return Err(vec![words::replaced_short(
                &known.reference,
                &name(swap.who),
                swap.with.map(&name).as_deref(),
            )]);
        }
        None => return Err(vec![swap.nobody(workspace)]),
    };
    arranged.chosen_at = Some(now);
    let all: Vec<Arranged> = workspace
        .arrangements
        .iter()
        .map(|one| match one.reference == known.reference {
            true => arranged.clone(),
            false => one.clone(),
        })
        .collect();
    let told = Told::of(workspace, known, &arranged);
    let facts = told.json(&arranged);
    keep(
        &case,
        &all,
        "replace",
        &known.reference,
        &arguments.choice,
        facts.clone(),
        now,
    )?;
    Ok(answer(&match arguments.output.is_json() {
        true => format!("{facts}\n"),
        false => {
            let when = words::when(arranged.interval, &swap.zone);
            let waits = waits(workspace, &arranged);
            let names = |ids: &[ContactId]| -> Vec<String> {
                let names = ids.iter().map(|id| workspace.contact(*id).name.clone());
                names.collect()
            };
            let text = words::replaced(
                &known.reference,
                &when,
                &names(&told.gone),
                &names(&told.anew),
                arranged.state,
                &waits,
            );
            format!("{text}\n")
        }
    }))
}

/// Whether everybody else keeps their seats.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Stay,
    MayChange,
}

/// The exchange that is wanted.
struct Swap<'a> {
    who: ContactId,
    with: Option<ContactId>,
    known: &'a Arranged,
    zone: Zone,
}

impl Swap<'_> {
    fn checked(&self, workspace: &Workspace, spec: &MeetingSpec) -> Result<(), Vec<String>> {
        let comes = |who: ContactId| self.known.attending.iter().any(|one| one.contact == who);
        let name = |who: ContactId| workspace.contact(who).name.as_str();
        let mut faults = Vec::new();
        if !comes(self.who) {
            let people = self.known.attending.iter();
            let people: Vec<String> = people
                .map(|one| workspace.contact(one.contact).id.clone())
                .collect();
            faults.push(words::does_not_come(
                name(self.who),
                &self.known.reference,
                &people,
            ));
        }
        if let Some(with) = self.with.filter(|with| comes(*with)) {
            faults.push(words::comes_already(name(with), &self.known.reference));
        }
        if let Some(with) = self
            .with
            .filter(|with| !self.may_sit(workspace, spec, *with))
        {
            faults.push(words::is_not_asked(
                name(with),
                name(self.who),
                &workspace.contact(with).id,
            ));
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(faults),
        }
    }

    /// Whether somebody holds a role of the seat that becomes free, or stands in for it.
    fn may_sit(&self, workspace: &Workspace, spec: &MeetingSpec, with: ContactId) -> bool {
        let own = self
            .known
            .attending
            .iter()
            .filter(|one| one.contact == self.who);
        let seats: Vec<&SeatSpec> = own
            .filter_map(|one| spec.seats.iter().find(|seat| seat.id == one.seat))
            .collect();
        let held = &workspace.contact(with).roles;
        seats.is_empty()
            || seats.iter().any(|seat| {
                let stands_in = seat.deputies.iter().any(|deputy| match deputy {
                    DeputySpec::Contact(contact) => *contact == with,
                    DeputySpec::Role(role) => held.contains(role),
                });
                stands_in
                    || match seat.named.is_empty() {
                        true => seat.roles.iter().any(|role| held.contains(role)),
                        false => seat.named.contains(&with),
                    }
            })
    }

    /// The tables and the meeting in which only this exchange is open.
    fn meeting(
        &self,
        workspace: &Workspace,
        spec: &MeetingSpec,
        others: Others,
    ) -> (Workspace, MeetingSpec) {
        let interval = self.known.interval;
        let gone = [Change::Without(self.who)];
        let (tables, mut meeting) = changed(workspace, spec, interval, &gone);
        meeting.pinned_start = Some(self.zone.local(interval.start()));
        meeting.pinned_venue = self.known.venue.or(meeting.pinned_venue);
        // It is arranged already: neither notice nor a first day is asked of it again.
        meeting.notice_working_days = None;
        meeting.window.from = None;
        meeting
            .pinned_people
            .retain(|(_, contact)| *contact != self.who);
        for one in &self.known.attending {
            let of_it = |seat: &&mut SeatSpec| seat.id == one.seat;
            let Some(seat) = meeting.seats.iter_mut().find(of_it) else {
                continue;
            };
            if one.contact == self.who {
                if let Some(with) = self.with {
                    let stay = self.known.attending.iter();
                    let stay =
                        stay.filter(|other| other.seat == one.seat && other.contact != self.who);
                    seat.named = stay.map(|other| other.contact).chain([with]).collect();
                    seat.to_be_named = false;
                }
            } else if others == Others::Stay && !self.sits_with(one) {
                let there = self.known.attending.iter();
                let there = there.filter(|other| other.seat == one.seat);
                seat.named = there.map(|other| other.contact).collect();
                seat.deputies = Vec::new();
            }
        }
        (tables, meeting)
    }

    /// Whether somebody sits in the same seat as the one who does not come.
    fn sits_with(&self, one: &ArrangedAttendance) -> bool {
        let mut attending = self.known.attending.iter();
        attending.any(|other| other.contact == self.who && other.seat == one.seat)
    }

    /// What the search offers at this start; nothing where it offers nothing.
    fn arranged(
        &self,
        workspace: &Workspace,
        prepared: &Prepared,
    ) -> Result<Option<Arranged>, Vec<String>> {
        let options = FindOptions {
            all: false,
            shown: 1,
        };
        let found = find(&prepared.problem, &options);
        if !verified(prepared, &found) {
            return Err(vec![words::own_check_failed().to_owned()]);
        }
        let at_it = |slot: &&crate::model::Slot| slot.start == self.known.interval.start();
        let slot = found.slots.iter().find(at_it);
        Ok(slot.map(|slot| Arranged {
            uid: self.known.uid.clone(),
            sequence: self.known.sequence.saturating_add(1),
            series: self.known.series.clone(),
            ..arrangement(workspace, &prepared.problem, slot)
        }))
    }

    fn nobody(&self, workspace: &Workspace) -> String {
        let name = |who: ContactId| workspace.contact(who).name.as_str();
        words::nobody_instead(name(self.who), self.with.map(name), &self.known.reference)
    }
}

/// Who comes no longer, and who comes anew.
struct Told {
    gone: Vec<ContactId>,
    anew: Vec<ContactId>,
    ids: [Vec<String>; 2],
}

impl Told {
    fn of(workspace: &Workspace, before: &Arranged, after: &Arranged) -> Told {
        let only_in = |one: &Arranged, other: &Arranged| -> Vec<ContactId> {
            let mut people: Vec<ContactId> = one.attending.iter().map(|who| who.contact).collect();
            people.sort_unstable();
            people.dedup();
            people.retain(|who| other.attending.iter().all(|there| there.contact != *who));
            people
        };
        let (gone, anew) = (only_in(before, after), only_in(after, before));
        let ids = [&gone, &anew].map(|people| {
            let ids = people.iter().map(|who| workspace.contact(*who).id.clone());
            ids.collect()
        });
        Told { gone, anew, ids }
    }

    fn json(&self, arranged: &Arranged) -> Value {
        json!({
            "format": "quorate-replaced/1",
            "ref": arranged.reference,
            "start": arranged.interval.start(),
            "end": arranged.interval.end(),
            "state": crate::input::state_word(arranged.state),
            "confirm": arranged.confirm,
            "gone": self.ids[0],
            "anew": self.ids[1],
        })
    }
}

/// The names of those of the first set whose yes is wanted.
fn waits(workspace: &Workspace, arranged: &Arranged) -> Vec<String> {
    let first = arranged.confirm.first();
    let name = |id: &String| {
        let contact = workspace.contacts.iter().find(|one| one.id == *id);
        let venue = workspace.venues.iter().find(|one| one.id == *id);
        let name = contact.map(|one| &one.name).or(venue.map(|one| &one.name));
        name.unwrap_or(id).clone()
    };
    first.into_iter().flatten().map(name).collect()
}

/// Somebody of the tables, by id or name.
fn person(workspace: &Workspace, text: &str, flag: &str) -> Result<ContactId, Vec<String>> {
    crate::input::contact_named(workspace, text).map_err(|fault| vec![format!("{flag}: {fault}")])
}
