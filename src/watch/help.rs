//! What would help a meeting that does not stand: who could stand in at its time, and the meeting as it is searched for again, with
//! what people said of its time counted.
//!
//! Whose diaries have to be read, and for which meeting, is said here; reading them and searching is done by whoever has them.

use super::desk::Desk;
use super::meeting::{company, judged};
use super::{Level, Party, Person, Position, Watched};
use crate::model::{
    Answer, Answerer, Arranged, ContactId, Level as SeatLevel, LimitSpec, LocalSpan, MeetingSpec,
    PartSpec, PartVenueSpec, Presence, Problem, Reply, SeatSpec, Stand as Free, VenueSpec,
    WeekPattern, WindowSpec, Workspace,
};
use crate::time::IntervalSet;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Most people whose diaries are opened for one seat.
pub const MOST_ASKED: usize = 12;

/// Somebody who could come to a seat in place of one who does not, or who may not.
#[derive(Clone, PartialEq, Debug)]
pub struct Deputy {
    pub seat: String,
    pub contact: ContactId,
    /// What is known of their time: free or not available, no more.
    pub free: Free,
    /// How the meeting would stand with them.
    pub level: Level,
    /// How many more would have to say yes then, 0 where it is quorate.
    pub wanting: Option<usize>,
}

impl Desk<'_> {
    /// Whether somebody should be looked for who stands in: a place is lost, or what there is does not suffice, or hangs on one who has
    /// not answered.
    pub fn wants_deputies(&self, watched: &Watched) -> bool {
        Desk::is_judged(watched)
            && watched.history.waiver.is_none()
            && (watched.level != Level::Quorate || watched.has_loss() || watched.hangs_on_silence())
    }

    /// The seats for which somebody is looked for, each with those who may take it and are not there yet, the seat's own first.
    pub fn stand_ins(&self, watched: &Watched) -> Vec<(String, Vec<ContactId>)> {
        let arranged = self.arranged_of(watched);
        let Some(row) = self.casting.row(arranged) else {
            return Vec::new();
        };
        let pivotal = |person: &Person| {
            person.position.is_out()
                || watched.losses.single().any(|party| *party == person.party)
                || (person.position.is_open()
                    && !watched.wanting.is_empty()
                    && watched
                        .wanting
                        .iter()
                        .all(|set| set.contains(&person.party)))
        };
        let people = watched.people.iter().filter(|person| pivotal(person));
        let mut seats: BTreeSet<&str> = people
            .flat_map(|person| person.seats.iter().map(String::as_str))
            .collect();
        if watched.level == Level::Inquorate {
            seats.extend(watched.empty.iter().map(|(seat, _)| seat.as_str()));
        }
        let is_there = |contact: &ContactId| {
            let mut people = watched.people.iter();
            people.any(|person| person.party == Party::Contact(*contact))
        };
        let specs = row
            .seats
            .iter()
            .filter(|seat| seats.contains(seat.id.as_str()));
        specs
            .map(|seat| {
                let mut all = self.casting.candidates(seat);
                all.extend(self.casting.stand_ins(seat));
                let mut seen = BTreeSet::new();
                all.retain(|contact| !is_there(contact) && seen.insert(*contact));
                all.truncate(MOST_ASKED);
                (seat.id.clone(), all)
            })
            .filter(|(_, contacts)| !contacts.is_empty())
            .collect()
    }

    /// A meeting of nobody but `stand_ins`, at the very time of the arranged one: prepared, it tells who of them is free. Each has a
    /// seat of their own.
    pub fn free_then(
        &self,
        watched: &Watched,
        stand_ins: &[(String, Vec<ContactId>)],
    ) -> Option<MeetingSpec> {
        let arranged = self.arranged_of(watched);
        let row = self.casting.row(arranged)?;
        let start = arranged.interval.start();
        let local = self.casting.zone(row).local(start);
        let minutes = |seconds: i64| u32::try_from(seconds / 60).unwrap_or(0);
        // A booked service makes no meeting longer that stands.
        let parts = arranged.parts.iter().map(|part| PartSpec {
            name: String::new(),
            offset_minutes: minutes(part.interval.start().0 - start.0),
            length_minutes: minutes(part.interval.seconds()),
            venue: PartVenueSpec::None,
        });
        let mut seats = Vec::new();
        for (seat, contacts) in stand_ins {
            let spec = row.seats.iter().find(|one| one.id == *seat)?;
            for contact in contacts {
                let id = &self.casting.workspace().contact(*contact).id;
                seats.push(SeatSpec {
                    id: seat_of(seat, id),
                    places: 1,
                    level: SeatLevel::Optional,
                    named: vec![*contact],
                    to_be_named: false,
                    deputies: Vec::new(),
                    mode: Some(spec.mode.unwrap_or_default()),
                    when: Vec::new(),
                    partial_percent: None,
                    parts: spec
                        .parts
                        .iter()
                        .copied()
                        .filter(|part| *part < arranged.parts.len())
                        .collect(),
                    ..spec.clone()
                });
            }
        }
        if seats.is_empty() {
            return None;
        }
        Some(MeetingSpec {
            reference: arranged.reference.clone(),
            of_series: arranged.series.as_ref().map(|_| row.reference.clone()),
            duration_minutes: minutes(arranged.interval.seconds()),
            window: WindowSpec {
                from: Some(local.date()),
                limit: Some(LimitSpec::By(local.date())),
            },
            seats,
            parts: parts.collect(),
            venue: VenueSpec::None,
            buffer: row.buffer,
            // They come at any hour that their own day has.
            hours: Some(all_day(local.date())),
            zone: row.zone.clone(),
            pinned_start: Some(local),
            ..MeetingSpec::default()
        })
    }

    /// Of those who were looked at with [`free_then`](Self::free_then), who can come, and what their coming would make of the meeting:
    /// the best first.
    pub fn deputies(
        &self,
        watched: &Watched,
        stand_ins: &[(String, Vec<ContactId>)],
        problem: &Problem,
        presences: &[Presence],
    ) -> Vec<Deputy> {
        let free: BTreeMap<ContactId, Free> = presences
            .iter()
            .filter_map(|one| Some((problem.member(one.member).contact?, one.stand)))
            .collect();
        let mut all: Vec<Deputy> = Vec::new();
        for (seat, contacts) in stand_ins {
            let here = contacts.iter().filter_map(|contact| {
                let free = *free.get(contact)?;
                (free != Free::NotAvailable).then_some((*contact, free))
            });
            all.extend(here.map(|(contact, free)| {
                let with = self.with_deputy(watched, seat, contact);
                Deputy {
                    seat: seat.clone(),
                    contact,
                    free,
                    wanting: match with.level {
                        Level::Quorate => Some(0),
                        _ => with.wanting.first().map(Vec::len),
                    },
                    level: with.level,
                }
            }));
        }
        // A stable sort: otherwise in the order in which they stand in for the seat.
        all.sort_by_key(|one| (one.wanting.unwrap_or(usize::MAX), one.free));
        all
    }

    /// The meeting as it would stand if `contact` came to that seat too.
    pub fn with_deputy(&self, watched: &Watched, seat: &str, contact: ContactId) -> Watched {
        let arranged = self.arranged_of(watched);
        let Some(row) = self.casting.row(arranged) else {
            return watched.clone();
        };
        let mut company = company(self, arranged, row);
        let wanted = wanted(arranged, row, seat);
        company
            .people
            .retain(|person| person.party != Party::Contact(contact));
        company.people.push(Person {
            party: Party::Contact(contact),
            seats: vec![seat.to_owned()],
            position: Position::Accepted,
            present: wanted.clone(),
            wanted,
        });
        company.people.sort_by(|a, b| a.party.cmp(&b.party));
        company.guests.push(crate::prepare::Guest {
            seat: seat.to_owned(),
            contact,
        });
        judged(self, watched.arranged, row, company)
    }

    /// The meeting as it is searched for again: its row, without a time that it is pinned to.
    pub fn again(&self, watched: &Watched) -> Option<MeetingSpec> {
        let arranged = self.arranged_of(watched);
        let workspace = self.casting.workspace();
        let row = match &arranged.series {
            Some(_) => workspace.of_series(arranged)?,
            None => self.casting.row(arranged)?.clone(),
        };
        Some(MeetingSpec {
            pinned_start: None,
            ..row
        })
    }

    /// The tables with what was said of the times of these meetings as answers: who does not come cannot then, and who proposes another
    /// time can.
    pub fn counted<'m>(&self, meetings: impl IntoIterator<Item = &'m Watched>) -> Workspace {
        let mut workspace = self.casting.workspace().clone();
        let now = self.sources().now;
        for watched in meetings {
            let arranged = self.arranged_of(watched);
            let Some(row) = self.casting.row(arranged) else {
                continue;
            };
            let answer = |contact, interval, reply| Answer {
                who: Answerer::Contact(contact),
                reference: Some(row.answered_as().to_owned()),
                interval,
                reply,
                how: String::new(),
                recorded_by: String::new(),
                recorded_at: now,
            };
            for person in &watched.people {
                let reply = match person.position {
                    position if position.is_out() => Reply::Cannot,
                    Position::Sends { .. } => Reply::Cannot,
                    Position::Tentative | Position::Proposes => Reply::IfNeedBe,
                    _ => continue,
                };
                let Some(contact) = person.contact() else {
                    continue;
                };
                workspace
                    .answers
                    .push(answer(contact, watched.interval, reply));
            }
            for counter in &watched.proposals {
                workspace
                    .answers
                    .push(answer(counter.contact, counter.time, Reply::Can));
            }
        }
        workspace
    }

    fn arranged_of(&self, watched: &Watched) -> &Arranged {
        &self.casting.workspace().arrangements[watched.arranged]
    }
}

/// Hours that leave nothing out.
fn all_day(anchor: NaiveDate) -> WeekPattern {
    let day = LocalSpan { from: 0, to: 1440 };
    WeekPattern {
        anchor,
        weeks: vec![std::array::from_fn(|_| vec![day])],
    }
}

/// A seat of one stand-in.
fn seat_of(seat: &str, contact: &str) -> String {
    format!("{seat}={contact}")
}

/// When the seat is wanted in the arranged meeting.
fn wanted(arranged: &Arranged, row: &MeetingSpec, seat: &str) -> IntervalSet {
    let spec = row.seats.iter().find(|one| one.id == seat);
    let parts = spec.map_or(&[][..], |spec| spec.parts.as_slice());
    let of_seat = parts.iter().filter_map(|part| arranged.parts.get(*part));
    let times: IntervalSet = of_seat.map(|part| part.interval).collect();
    match times.is_empty() {
        false => times,
        true if arranged.parts.is_empty() => std::iter::once(arranged.interval).collect(),
        true => arranged.parts.iter().map(|part| part.interval).collect(),
    }
}
