//! Walking over all starts: between two changes of any row every start answers alike, so each run of starts is looked at once.

use super::assign::{World, best, can_be_quorate, cost_of};
use super::confirm::{Sets, minimal_sets};
use super::exact::could_hold;
use super::field::{Change, Field, parallel};
use super::fragility::falls_if;
use super::layout::Cost;
use super::rows::{Kind, Status};
use crate::model::VenueId;
use std::collections::HashMap;

/// How much is said of runs that cannot be quorate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Nothing.
    Feasible,
    /// As much as of the others, for when there are no others.
    Short,
}

/// What holds for one run of starts.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Core {
    /// Index into [`Problem::venues`](crate::model::Problem::venues).
    pub venue: Option<usize>,
    /// Venues that have to be asked.
    pub ask_venues: Vec<VenueId>,
    /// Whether the sure people are quorate, the cost of their best seating, and whom to ask where they are not.
    pub quorate: bool,
    pub cost: Cost,
    /// Somebody comes, or is not known not to.
    pub anybody: bool,
    pub confirm: Sets,
    /// Members without whom the quorum ends.
    pub falls_if: Vec<usize>,
}

impl Core {
    /// Quorate or quorate-if.
    pub(super) fn feasible(&self) -> bool {
        self.quorate || !self.confirm.sets.is_empty()
    }

    /// 0 when everything is known to suffice, `u32::MAX` when short.
    pub(super) fn confirmations(&self) -> u32 {
        let asked = self.ask_venues.len() as u32;
        match (self.quorate, self.confirm.sets.first()) {
            (true, _) => asked,
            (false, Some(smallest)) => smallest.len() as u32 + asked,
            (false, None) => u32::MAX,
        }
    }
}

/// Starts from `first` up to `past`; no core where the meeting cannot be at all, or where nothing was to be said.
pub(super) struct Run {
    pub first: usize,
    pub past: usize,
    pub core: Option<Core>,
}

impl Field<'_, '_> {
    /// All runs in order; together they cover every start.
    pub(super) fn runs(&self, depth: Depth) -> Vec<Run> {
        let changes = self.changes();
        /// Starts in one piece of work: fixed, so that the number of threads cannot show.
        const CHUNK: usize = 2048;
        let chunks: Vec<usize> = (0..self.starts.len()).step_by(CHUNK).collect();
        let past = |first: usize| (first + CHUNK).min(self.starts.len());
        let pieces = parallel(&chunks, |first| {
            let mut runs = Vec::new();
            self.walk(*first, past(*first), &changes, |first, past, lens| {
                let core = self.core(lens, depth);
                runs.push(Run { first, past, core });
                true
            });
            runs
        });
        pieces.into_iter().flatten().collect()
    }

    /// Whether some start is quorate or quorate-if: stops at the first.
    pub(super) fn any_feasible(&self) -> bool {
        let mut found = false;
        self.walk(0, self.starts.len(), &self.changes(), |_, _, lens| {
            if self.venue(&lens.statuses).is_some_and(|(venue, _)| {
                lens.turn_to(self, venue);
                can_be_quorate(self.layout, &lens.possible)
            }) {
                found = true;
            }
            !found
        });
        found
    }

    /// Shows `look` each run between two changes with first start, end, and how everybody stands; it says whether to go on.
    fn walk(
        &self,
        first: usize,
        past: usize,
        changes: &[Change],
        mut look: impl FnMut(usize, usize, &mut Lens) -> bool,
    ) {
        let mut lens = Lens::new(self, first);
        let mut next = changes.partition_point(|change| change.at as usize <= first);
        let mut at = first;
        while at < past {
            let end = changes
                .get(next)
                .map_or(past, |change| past.min(change.at as usize));
            if !look(at, end, &mut lens) {
                return;
            }
            while next < changes.len() && changes[next].at as usize <= end {
                lens.set(self, changes[next].row as usize, changes[next].status);
                next += 1;
            }
            at = end;
        }
    }

    /// The venue to take (`None` = the meeting needs none), and the venues that have to be asked; `None` where one is wanting.
    pub(super) fn venue(&self, statuses: &[Status]) -> Option<(Option<usize>, Vec<VenueId>)> {
        let problem = self.layout.problem;
        if self
            .inside_row
            .is_some_and(|row| statuses[row].kind == Kind::Absent)
        {
            return None;
        }
        let mut ask = Vec::new();
        let venue = if problem.needs_venue {
            let there = |(index, row): (usize, &usize)| {
                let status = statuses[*row];
                let travel = problem.venues[index].travel_minutes;
                (status.kind != Kind::Absent).then_some((
                    status.kind,
                    status.reliance,
                    travel,
                    index,
                ))
            };
            let (kind, _, _, index) = self.venue_rows.iter().enumerate().filter_map(there).min()?;
            ask.extend((kind == Kind::Unknown).then(|| problem.venues[index].venue));
            Some(index)
        } else {
            None
        };
        for (venue, row) in &self.part_rows {
            match statuses[*row].kind {
                Kind::Absent => return None,
                Kind::Unknown if !ask.contains(venue) => ask.push(*venue),
                Kind::Unknown | Kind::Present => {}
            }
        }
        Some((venue, ask))
    }

    fn core(&self, lens: &mut Lens, depth: Depth) -> Option<Core> {
        let (venue, ask_venues) = self.venue(&lens.statuses)?;
        lens.turn_to(self, venue);
        let layout = self.layout;
        let sure = best(layout, &lens.sure);
        // Of runs that cannot be quorate whoever comes there is no more to say, unless the short ones are wanted.
        let hopeless = !sure.quorate && (lens.unknown == 0 || !could_hold(layout, &lens.possible));
        if hopeless && depth == Depth::Feasible {
            return None;
        }
        let mut core = Core {
            venue,
            ask_venues,
            quorate: sure.quorate,
            cost: layout.empty + sure.seating.cost,
            anybody: lens.possible.iter().any(Option::is_some),
            confirm: Sets::default(),
            falls_if: Vec::new(),
        };
        if sure.quorate {
            core.falls_if = falls_if(layout, &lens.sure, &sure.seating);
        } else if !hopeless {
            (core.confirm, core.falls_if) = lens.whom_to_ring(self);
        }
        Some(core)
    }
}

/// Everybody's standing at one run, kept up to date from change to change.
struct Lens {
    /// Of each row.
    statuses: Vec<Status>,
    /// The choice of venue for which the flats stand.
    gap: usize,
    /// Of each flat: its status, and its cost as far as is sure and with all the unknown.
    flats: Vec<Status>,
    sure: Vec<Option<Cost>>,
    possible: Vec<Option<Cost>>,
    /// How many flats are unknown.
    unknown: usize,
    /// Whom to ring and who is indispensable, by the statuses of the flats: without diaries one day is like the next.
    rung: HashMap<Vec<Status>, (Sets, Vec<usize>)>,
}

impl Lens {
    fn new(field: &Field, start: usize) -> Lens {
        let mut lens = Lens {
            statuses: field.statuses_at(start),
            gap: field.gap(None),
            flats: vec![Status::ABSENT; field.layout.flats.len()],
            sure: vec![None; field.layout.flats.len()],
            possible: vec![None; field.layout.flats.len()],
            unknown: 0,
            rung: HashMap::new(),
        };
        lens.look_again(field);
        lens
    }

    /// The sets of confirmations that suffice, and without whom nothing does.
    fn whom_to_ring(&mut self, field: &Field) -> (Sets, Vec<usize>) {
        if let Some(known) = self.rung.get(&self.flats) {
            return known.clone();
        }
        let layout = field.layout;
        let sets = minimal_sets(layout, &self.flats);
        let mut falls = Vec::new();
        if !sets.sets.is_empty() {
            let all = best(layout, &self.possible);
            falls = falls_if(layout, &self.possible, &all.seating);
        }
        self.rung
            .insert(self.flats.clone(), (sets.clone(), falls.clone()));
        (sets, falls)
    }

    /// A row changes.
    fn set(&mut self, field: &Field, row: usize, status: Status) {
        self.statuses[row] = status;
        for flat in field.flats_of_row(row, self.gap) {
            self.set_flat(field, *flat, status);
        }
    }

    /// Another venue may mean other gaps to people's other meetings.
    fn turn_to(&mut self, field: &Field, venue: Option<usize>) {
        let gap = field.gap(venue);
        if gap != self.gap {
            self.gap = gap;
            self.look_again(field);
        }
    }

    fn look_again(&mut self, field: &Field) {
        for flat in 0..self.flats.len() {
            let status = self.statuses[field.row_of_flat(flat, self.gap)];
            self.set_flat(field, flat, status);
        }
    }

    fn set_flat(&mut self, field: &Field, flat: usize, status: Status) {
        self.unknown -= usize::from(self.flats[flat].kind == Kind::Unknown);
        self.unknown += usize::from(status.kind == Kind::Unknown);
        self.flats[flat] = status;
        self.sure[flat] = cost_of(field.layout, flat, &status, World::Sure);
        self.possible[flat] = cost_of(field.layout, flat, &status, World::Possible);
    }
}
