//! Walking over all starts: between two changes of any row every start answers alike, so each run of starts is looked at once.

use super::assign::{Attendance, World, best, can_be_quorate, costs};
use super::confirm::{Sets, minimal_sets};
use super::exact::could_hold;
use super::layout::{Cost, Layout};
use super::matching::Seating;
use super::rows::{Kind, Row, Status, Stretches};
use crate::model::{Problem, Timeline, VenueId};
use crate::time::{Instant, Interval, IntervalSet};

/// Which hindrances are taken away, to see what they cost. Nothing is, in an ordinary search.
#[derive(Clone, Default)]
pub(super) struct Relaxed {
    /// These members are always available.
    pub members: Vec<usize>,
    /// Every venue is always available.
    pub venues: bool,
    /// The meeting may lie outside the hours stated for it.
    pub hours: bool,
}

/// How much is said of runs that cannot be quorate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Nothing.
    Feasible,
    /// As much as of the others, for when there are no others.
    Short,
}

/// How every person and venue stands at every start.
pub(super) struct Field<'l, 'p> {
    pub layout: &'l Layout<'p>,
    pub starts: Vec<Instant>,
    rows: Vec<Row>,
    /// Row of each venue choice, of each venue that a part names, and of the meeting's own hours.
    venue_rows: Vec<usize>,
    part_rows: Vec<(VenueId, usize)>,
    inside_row: Option<usize>,
    /// Row of each flat, for each choice of venue; the last entry is for no venue.
    flat_rows: Vec<Vec<usize>>,
}

/// What holds for one run of starts.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Core {
    /// Index into [`Problem::venues`].
    pub venue: Option<usize>,
    /// Venues that have to be asked.
    pub ask_venues: Vec<VenueId>,
    /// Whether the sure people are quorate, the cost of their best seating, and whom to ask where they are not.
    pub quorate: bool,
    pub cost: Cost,
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

impl<'l, 'p> Field<'l, 'p> {
    pub(super) fn new(layout: &'l Layout<'p>, starts: Vec<Instant>, relaxed: &Relaxed) -> Self {
        let problem = layout.problem;
        let whole = meeting_shape(problem, |part| part == &crate::model::PartVenue::Meeting);
        let mut rows = Vec::new();
        let mut add = |row: Row| {
            rows.push(row);
            rows.len() - 1
        };
        let always = || vec![(0, PRESENT)];
        let venue_row = |timeline: &Timeline, venue, shape: &super::layout::Shape| {
            if relaxed.venues || shape.pieces.is_empty() {
                return always();
            }
            Stretches::new(problem, timeline, Some(venue)).row(shape, &starts)
        };
        let venue_rows = problem
            .venues
            .iter()
            .map(|choice| add(venue_row(&choice.timeline, choice.venue, &whole)))
            .collect();
        let part_rows = problem
            .part_venues
            .iter()
            .map(|choice| {
                let here = crate::model::PartVenue::Named(choice.venue);
                let shape = meeting_shape(problem, |part| part == &here);
                let row = venue_row(&choice.timeline, choice.venue, &shape);
                (choice.venue, add(row))
            })
            .collect();
        let inside_row = problem
            .inside
            .as_ref()
            .filter(|_| !relaxed.hours)
            .map(|inside| {
                let outside = inside.complement_in(Interval::ALL);
                let whole = meeting_shape(problem, |_| true);
                let stretches = Stretches {
                    absent: outside,
                    unknown: IntervalSet::new(),
                    tentative: IntervalSet::new(),
                    expected: IntervalSet::new(),
                };
                add(stretches.row(&whole, &starts))
            });
        let gaps = gap_venues(problem);
        let mut flat_rows = vec![vec![usize::MAX; layout.flats.len()]; gaps.len()];
        let jobs = row_jobs(layout, &gaps);
        let made = parallel(&jobs, |job| {
            let member = &problem.members[job.member];
            if relaxed.members.contains(&job.member) {
                return always();
            }
            Stretches::new(problem, &member.timeline, job.venue)
                .row(&layout.shapes[job.shape], &starts)
        });
        for (job, row) in jobs.iter().zip(made) {
            let index = add(row);
            for (gap, flat) in &job.used_by {
                flat_rows[*gap][*flat] = index;
            }
        }
        Field {
            layout,
            rows,
            venue_rows,
            part_rows,
            inside_row,
            flat_rows,
            starts,
        }
    }

    /// All runs in order; together they cover every start.
    pub(super) fn runs(&self, depth: Depth) -> Vec<Run> {
        let changes = self.changes();
        /// Starts in one piece of work: fixed, so that the number of threads cannot show.
        const CHUNK: usize = 2048;
        let chunks: Vec<usize> = (0..self.starts.len()).step_by(CHUNK).collect();
        let past = |first: usize| (first + CHUNK).min(self.starts.len());
        let pieces = parallel(&chunks, |first| {
            self.chunk(*first, past(*first), &changes, depth)
        });
        pieces.into_iter().flatten().collect()
    }

    /// Whether some start is quorate or quorate-if: stops at the first.
    pub(super) fn any_feasible(&self) -> bool {
        let changes = self.changes();
        let mut statuses = self.statuses_at(0);
        let mut next = 0;
        let mut at = 0;
        while at < self.starts.len() {
            while next < changes.len() && changes[next].0 as usize <= at {
                statuses[changes[next].1 as usize] = changes[next].2;
                next += 1;
            }
            if let Some((venue, _)) = self.venue(&statuses) {
                let flats = self.flat_statuses(&statuses, venue);
                let possible = costs(self.layout, &flats, World::Possible, None);
                if can_be_quorate(self.layout, &possible) {
                    return true;
                }
            }
            at = changes
                .get(next)
                .map_or(self.starts.len(), |change| change.0 as usize);
        }
        false
    }

    /// Every change of every row behind its beginning, in the order of the starts.
    fn changes(&self) -> Vec<(u32, u32, Status)> {
        let mut changes: Vec<(u32, u32, Status)> = Vec::new();
        for (row, entries) in self.rows.iter().enumerate() {
            let behind = entries.iter().filter(|(at, _)| *at > 0);
            changes.extend(behind.map(|(at, status)| (*at, row as u32, *status)));
        }
        changes.sort_unstable_by_key(|(at, row, _)| (*at, *row));
        changes
    }

    fn chunk(
        &self,
        first: usize,
        past: usize,
        changes: &[(u32, u32, Status)],
        depth: Depth,
    ) -> Vec<Run> {
        let mut statuses = self.statuses_at(first);
        let mut next = changes.partition_point(|(at, _, _)| *at as usize <= first);
        let mut runs = Vec::new();
        let mut at = first;
        while at < past {
            let core = self.core(&statuses, depth);
            let end = changes
                .get(next)
                .map_or(past, |change| past.min(change.0 as usize));
            runs.push(Run {
                first: at,
                past: end,
                core,
            });
            while next < changes.len() && changes[next].0 as usize <= end {
                statuses[changes[next].1 as usize] = changes[next].2;
                next += 1;
            }
            at = end;
        }
        runs
    }

    /// The status of every row at one start.
    pub(super) fn statuses_at(&self, start: usize) -> Vec<Status> {
        let status = |row: &Row| {
            let behind = row.partition_point(|(at, _)| *at as usize <= start);
            row[behind - 1].1
        };
        self.rows.iter().map(status).collect()
    }

    /// The venue to take (`None` = the meeting needs none), and the venues that have to be asked; `None` where one is wanting.
    fn venue(&self, statuses: &[Status]) -> Option<(Option<usize>, Vec<VenueId>)> {
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

    /// The status of every flat with the chosen venue.
    pub(super) fn flat_statuses(&self, statuses: &[Status], venue: Option<usize>) -> Vec<Status> {
        let gap = venue
            .unwrap_or(self.flat_rows.len() - 1)
            .min(self.flat_rows.len() - 1);
        self.flat_rows[gap]
            .iter()
            .map(|row| statuses[*row])
            .collect()
    }

    fn core(&self, statuses: &[Status], depth: Depth) -> Option<Core> {
        let (venue, ask_venues) = self.venue(statuses)?;
        let flats = self.flat_statuses(statuses, venue);
        let layout = self.layout;
        let possible = costs(layout, &flats, World::Possible, None);
        // Most runs cannot be quorate whoever comes; unless the short ones are wanted there is no more to say of them.
        if depth == Depth::Feasible && !could_hold(layout, &possible) {
            return None;
        }
        let unknown = flats.iter().any(|status| status.kind == Kind::Unknown);
        let sure_costs = match unknown {
            true => costs(layout, &flats, World::Sure, None),
            false => possible.clone(),
        };
        let sure = best(layout, &sure_costs);
        let mut core = Core {
            venue,
            ask_venues,
            quorate: sure.quorate,
            cost: layout.empty + sure.seating.cost,
            confirm: Sets::default(),
            falls_if: Vec::new(),
        };
        if sure.quorate {
            core.falls_if = falls_if(layout, &sure_costs, &sure.seating);
        } else if unknown {
            core.confirm = minimal_sets(layout, &flats);
            if core.feasible() {
                core.falls_if = falls_if(layout, &possible, &best(layout, &possible).seating);
            }
        }
        Some(core)
    }
}

const PRESENT: Status = Status {
    kind: Kind::Present,
    reliance: 0,
    percent: 100,
    possible: 100,
};

/// Members without whom no seating is quorate, given one that is. Only its own people can be among them.
fn falls_if(layout: &Layout, costs: &[Option<Cost>], quorate: &Seating) -> Vec<usize> {
    let mut attendance = Attendance::of(layout, quorate);
    let mut falls: Vec<usize> = Vec::new();
    for flat in &quorate.chosen {
        let gone = layout.flats[*flat];
        attendance.leave(layout, *flat);
        // Mostly the quorum stands, or somebody else can simply take the place; only where nobody can is everything seated anew.
        let stands = attendance.holds(layout)
            || layout.of_seat[gone.seat].clone().any(|other| {
                let member = layout.flats[other].member;
                if costs[other].is_none() || member == gone.member || attendance.has(member) {
                    return false;
                }
                if layout.apart.iter().any(|(a, b)| *a == other || *b == other) {
                    return false;
                }
                attendance.come(layout, other);
                let holds = attendance.holds(layout);
                attendance.leave(layout, other);
                holds
            });
        attendance.come(layout, *flat);
        if !stands {
            let without: Vec<Option<Cost>> = costs
                .iter()
                .zip(&layout.flats)
                .map(|(cost, flat)| cost.filter(|_| flat.member != gone.member))
                .collect();
            if !can_be_quorate(layout, &without) {
                falls.push(gone.member);
            }
        }
    }
    falls.sort_unstable();
    falls
}

/// The stretches of those parts whose venue is wanted, as one attendance.
fn meeting_shape(
    problem: &Problem,
    wanted: impl Fn(&crate::model::PartVenue) -> bool,
) -> super::layout::Shape {
    let parts = problem.parts.iter().filter(|part| wanted(&part.venue));
    let times: IntervalSet = parts.map(|part| part.at(Instant(0))).collect();
    super::layout::Shape {
        pieces: times
            .iter()
            .map(|piece| (piece.start().0, piece.end().0))
            .collect(),
        partial: None,
        in_person: true,
    }
}

/// The venues for which gaps to other meetings must be told apart, the last standing for none. Without travel times all are alike.
fn gap_venues(problem: &Problem) -> Vec<Option<VenueId>> {
    let travels = !problem.travel.is_empty()
        && problem
            .members
            .iter()
            .any(|member| !member.timeline.taken.is_empty());
    let venues = problem.venues.iter().map(|choice| Some(choice.venue));
    let mut gaps: Vec<Option<VenueId>> = if travels {
        venues.collect()
    } else {
        Vec::new()
    };
    gaps.push(None);
    gaps
}

/// One row to make and the (gap venue, flat) pairs that use it.
struct RowJob {
    member: usize,
    shape: usize,
    venue: Option<VenueId>,
    used_by: Vec<(usize, usize)>,
}

fn row_jobs(layout: &Layout, gaps: &[Option<VenueId>]) -> Vec<RowJob> {
    let mut jobs: Vec<RowJob> = Vec::new();
    let mut known = std::collections::BTreeMap::new();
    for (gap, venue) in gaps.iter().enumerate() {
        for (index, flat) in layout.flats.iter().enumerate() {
            let shape = layout.shape_of[flat.seat];
            let venue = layout.gap_venue(flat.seat, *venue);
            let job = *known.entry((flat.member, shape, venue)).or_insert_with(|| {
                jobs.push(RowJob {
                    member: flat.member,
                    shape,
                    venue,
                    used_by: Vec::new(),
                });
                jobs.len() - 1
            });
            jobs[job].used_by.push((gap, index));
        }
    }
    jobs
}

/// Maps in parallel where the build has threads; results stand in the order of the input either way.
fn parallel<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        items.par_iter().map(map).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        items.iter().map(map).collect()
    }
}
