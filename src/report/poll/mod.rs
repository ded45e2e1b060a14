//! The forms of `quorate poll`, and what the coordinator is told of them.
//!
//! From the slots chosen and those whose answers decide something comes one [`Form`] a contact. A form is made from its own
//! recipient's name, time and place, the reference and the organiser's address, and nothing else: no other invitee, subject, part or
//! meeting type can slip in. The letters count its own lines only, so that no gap tells of times about which others are asked.
//! Families get date and time alone. Confidential people are not named on their own form, nor in the name of its file.
//!
//! Who is asked is `solve`'s to decide; the lines that only the program reads are handed in; writing the files is left to `edge`.

mod page;
mod sheet;
mod text;
mod told;
mod words_en;

pub use page::page;
pub use sheet::{SHEET_COLUMNS, sheet};
pub use text::text;
pub use told::{json, told};

use crate::model::{ContactId, MeetingSpec, Mode, PartVenue, Slot, State, VenueId, Workspace};
use crate::prepare::Prepared;
use crate::solve::Ask;
use crate::time::{Interval, Zone};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Name of the table in which the coordinator may gather all answers.
pub const SHEET: &str = "poll.csv";

/// Letters of the lines: none that is mistaken for a figure or for "I".
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Most times on one form.
pub const MOST_LINES: usize = LETTERS.len();

/// A poll before it is written.
pub struct Poll<'p> {
    pub workspace: &'p Workspace,
    pub meeting: &'p MeetingSpec,
    pub prepared: &'p Prepared,
    /// The times that were chosen, best first.
    pub slots: &'p [Slot],
    /// Whose answer decides something, for each slot.
    pub asks: &'p [Vec<Ask>],
    pub reply_by: Option<NaiveDate>,
    pub forms: Vec<Form>,
}

/// What one contact is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Form {
    pub contact: ContactId,
    /// The files' name without its ending.
    pub stem: String,
    /// The contact's own zone, in which all its times are written.
    pub zone: Zone,
    pub lines: Vec<Line>,
}

/// One time on a form.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// `A`, `B` …
    pub letter: String,
    /// Index into [`Poll::slots`].
    pub slot: usize,
    /// Why it is asked, and for which time.
    pub ask: Ask,
    /// `None` for families, who are told it in person.
    pub place: Option<Place>,
}

/// What a form says of the place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    At {
        name: String,
        address: Option<String>,
    },
    Remote,
    /// Confidential, or not fixed: one value, so that no form tells which.
    ToldSeparately,
}

impl<'p> Poll<'p> {
    /// Makes the forms: one for each contact who is asked about any slot, in the order of their ids.
    pub fn new(
        workspace: &'p Workspace,
        meeting: &'p MeetingSpec,
        prepared: &'p Prepared,
        slots: &'p [Slot],
        asks: &'p [Vec<Ask>],
        reply_by: Option<NaiveDate>,
    ) -> Poll<'p> {
        let mut poll = Poll {
            workspace,
            meeting,
            prepared,
            slots,
            asks,
            reply_by,
            forms: Vec::new(),
        };
        let problem = &prepared.problem;
        let all = asks.iter().flatten();
        let contacts: BTreeSet<ContactId> = all
            .filter_map(|ask| problem.member(ask.member).contact)
            .collect();
        let mut taken = BTreeSet::new();
        for (contact, number) in contacts.into_iter().zip(1..) {
            let form = poll.form(contact, stem(workspace, contact, number, &mut taken));
            poll.forms.push(form);
        }
        poll
    }

    fn form(&self, contact: ContactId, stem: String) -> Form {
        let problem = &self.prepared.problem;
        let own = self.workspace.contact(contact).zone.as_deref();
        let asked = self.asks.iter().enumerate().flat_map(|(slot, asks)| {
            let own = asks
                .iter()
                .filter(|ask| problem.member(ask.member).contact == Some(contact));
            own.map(move |ask| (slot, ask))
        });
        // On a form the times stand in their own order, whichever suits others best.
        let mut asked: Vec<(usize, &Ask)> = asked.collect();
        asked.sort_by_key(|(_, ask)| ask.time);
        let lines = asked
            .into_iter()
            .zip(LETTERS)
            .map(|((slot, ask), letter)| Line {
                letter: char::from(*letter).to_string(),
                slot,
                ask: ask.clone(),
                place: self.place(contact, slot, ask),
            });
        Form {
            contact,
            stem,
            zone: own
                .and_then(Zone::named)
                .unwrap_or_else(|| problem.zone.clone()),
            lines: lines.collect(),
        }
    }

    /// Where the contact would go; a form has room for one place a time.
    fn place(&self, contact: ContactId, slot: usize, ask: &Ask) -> Option<Place> {
        const FAMILY: &str = "family";
        if self.workspace.agency_of(contact).kind == FAMILY {
            return None;
        }
        if ask.mode == Mode::Remote {
            return Some(Place::Remote);
        }
        let problem = &self.prepared.problem;
        let parts = ask.seats.iter().flat_map(|seat| &problem.seat(*seat).parts);
        let venues: BTreeSet<Option<VenueId>> = parts
            .map(|part| match problem.parts[*part].venue {
                PartVenue::Meeting => self.slots[slot].venue,
                PartVenue::None => None,
                PartVenue::Named(venue) => Some(venue),
            })
            .collect();
        let only = venues.first().copied().flatten();
        Some(match only.map(|venue| self.workspace.venue(venue)) {
            Some(venue) if venues.len() == 1 && !venue.confidential => Place::At {
                name: one_line(&venue.name),
                address: venue.address.as_deref().map(one_line),
            },
            _ => Place::ToldSeparately,
        })
    }

    /// Whether one of the slots chosen can still be held in time.
    pub fn in_time(&self) -> bool {
        let mut slots = self.slots.iter();
        slots.any(|slot| slot.state != State::Short && !slot.score.late)
    }

    /// The name on the form, unless the contact is confidential.
    fn shown_name(&self, form: &Form) -> Option<String> {
        let contact = self.workspace.contact(form.contact);
        (!contact.confidential).then(|| one_line(&contact.name))
    }
}

impl Form {
    /// Letters and times, as the lines for the program hold them.
    pub fn marked(&self) -> Vec<(String, Interval)> {
        let lines = self.lines.iter();
        lines
            .map(|line| (line.letter.clone(), line.ask.time))
            .collect()
    }

    /// The place of all lines, where they have one in common.
    fn common_place(&self) -> Option<&Place> {
        let first = self.lines.first()?.place.as_ref()?;
        let same = self
            .lines
            .iter()
            .all(|line| line.place.as_ref() == Some(first));
        same.then_some(first)
    }

    /// Minutes for which they are needed, where that is the same at all times.
    fn common_minutes(&self) -> Option<i64> {
        let first = self.lines.first()?.ask.time.seconds();
        let same = self
            .lines
            .iter()
            .all(|line| line.ask.time.seconds() == first);
        same.then_some(first / 60)
    }
}

/// Any file system takes it, no two are alike, and it names no confidential contact.
fn stem(
    workspace: &Workspace,
    contact: ContactId,
    number: usize,
    taken: &mut BTreeSet<String>,
) -> String {
    let numbered = format!("form-{number:02}");
    let contact = workspace.contact(contact);
    let plain = contact.id_for_files();
    let mut stem = match contact.confidential {
        true => numbered.clone(),
        false if is_reserved(&plain) => format!("{numbered}-{plain}"),
        false => plain,
    };
    while !taken.insert(stem.to_lowercase()) {
        stem = format!("{numbered}-{stem}");
    }
    stem
}

/// Names that Windows keeps for devices, whatever ending they have.
fn is_reserved(stem: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let first = stem.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        let rest = first.strip_prefix(port);
        rest.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    });
    DEVICES.contains(&first.as_str()) || numbered
}

/// Without line ends, which would begin a line of their own in a form.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
