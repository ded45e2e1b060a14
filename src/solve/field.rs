//! How every person and venue stands at every start, as rows, and which row each candidate has.

use super::layout::{Layout, Shape};
use super::rows::{Kind, Row, Status, Stretches};
use crate::model::{PartVenue, Problem, Timeline, VenueId};
pub(super) use crate::parallel::parallel;
use crate::time::{Instant, Interval, IntervalSet};

/// Which hindrances are taken away, to see what they cost. Nothing is, in an ordinary search.
#[derive(Clone, Default)]
pub(super) struct Relaxed {
    /// These members are always available, in the hours that they work.
    pub members: Vec<usize>,
    /// And outside those hours too.
    pub any_hour: bool,
    /// Every venue is always available.
    pub venues: bool,
    /// The meeting may lie outside the hours stated for it.
    pub hours: bool,
}

/// How every person and venue stands at every start.
pub(super) struct Field<'l, 'p> {
    pub layout: &'l Layout<'p>,
    pub starts: Vec<Instant>,
    rows: Vec<Row>,
    /// Row of each venue choice, of each venue that a part names, and of the meeting's own hours.
    pub venue_rows: Vec<usize>,
    pub part_rows: Vec<(VenueId, usize)>,
    pub inside_row: Option<usize>,
    /// Row of each flat, for each choice of venue; the last entry is for no venue.
    flat_rows: Vec<Vec<usize>>,
    /// For each choice of venue, the flats of each row.
    row_flats: Vec<Vec<Vec<usize>>>,
}

/// From the start with index `at` on, a row has another status.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub at: u32,
    pub row: u32,
    pub status: Status,
}

impl<'l, 'p> Field<'l, 'p> {
    pub(super) fn new(layout: &'l Layout<'p>, starts: Vec<Instant>, relaxed: &Relaxed) -> Self {
        let problem = layout.problem;
        let whole = meeting_shape(problem, |part| part == &PartVenue::Meeting);
        let mut rows = Vec::new();
        let mut add = |row: Row| {
            rows.push(row);
            rows.len() - 1
        };
        let always = || vec![(0, PRESENT)];
        let window = window(problem, &starts);
        let venue_row = |timeline: &Timeline, venue, shape: &Shape| {
            if relaxed.venues || shape.pieces.is_empty() {
                return always();
            }
            Stretches::near(problem, timeline, Some(venue), window).row(shape, &starts)
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
                let here = PartVenue::Named(choice.venue);
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
                return match relaxed.any_hour {
                    true => always(),
                    false => Stretches::of_hours(&member.timeline)
                        .row(&layout.shapes[job.shape], &starts),
                };
            }
            Stretches::near(problem, &member.timeline, job.venue, window)
                .row(&layout.shapes[job.shape], &starts)
        });
        for (job, row) in jobs.iter().zip(made) {
            let index = add(row);
            for (gap, flat) in &job.used_by {
                flat_rows[*gap][*flat] = index;
            }
        }
        let row_flats = flat_rows
            .iter()
            .map(|flats| {
                let mut of_row = vec![Vec::new(); rows.len()];
                for (flat, row) in flats.iter().enumerate() {
                    of_row[*row].push(flat);
                }
                of_row
            })
            .collect();
        Field {
            layout,
            row_flats,
            rows,
            venue_rows,
            part_rows,
            inside_row,
            flat_rows,
            starts,
        }
    }

    /// Every change of every row behind its beginning, in the order of the starts.
    pub(super) fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for (row, entries) in self.rows.iter().enumerate() {
            let behind = entries.iter().filter(|(at, _)| *at > 0);
            changes.extend(behind.map(|(at, status)| Change {
                at: *at,
                row: row as u32,
                status: *status,
            }));
        }
        changes.sort_unstable_by_key(|change| (change.at, change.row));
        changes
    }

    /// Which of the choices of venue that need telling apart a chosen venue is.
    pub(super) fn gap(&self, venue: Option<usize>) -> usize {
        let last = self.flat_rows.len() - 1;
        venue.unwrap_or(last).min(last)
    }

    pub(super) fn row_of_flat(&self, flat: usize, gap: usize) -> usize {
        self.flat_rows[gap][flat]
    }

    pub(super) fn flats_of_row(&self, row: usize, gap: usize) -> &[usize] {
        &self.row_flats[gap][row]
    }

    /// The status of every row at one start.
    pub(super) fn statuses_at(&self, start: usize) -> Vec<Status> {
        let status = |row: &Row| {
            let behind = row.partition_point(|(at, _)| *at as usize <= start);
            row[behind - 1].1
        };
        self.rows.iter().map(status).collect()
    }

    /// The status of every flat with the chosen venue.
    pub(super) fn flat_statuses(&self, statuses: &[Status], venue: Option<usize>) -> Vec<Status> {
        self.flat_rows[self.gap(venue)]
            .iter()
            .map(|row| statuses[*row])
            .collect()
    }
}

pub(super) const PRESENT: Status = Status {
    kind: Kind::Present,
    reliance: 0,
    percent: 100,
    possible: 100,
};

/// The time that meetings at these starts take, from the first to the last; `None` = there is no start.
fn window(problem: &Problem, starts: &[Instant]) -> Option<Interval> {
    let (first, last) = (starts.first()?, starts.last()?);
    Interval::new(*first, last.plus(problem.length))
}

/// The stretches of those parts whose venue is wanted, as one attendance.
pub(super) fn meeting_shape(problem: &Problem, wanted: impl Fn(&PartVenue) -> bool) -> Shape {
    let parts = problem.parts.iter().filter(|part| wanted(&part.venue));
    let times: IntervalSet = parts.map(|part| part.at(Instant(0))).collect();
    Shape {
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

/// Sorts by an order without ties, in parallel where the build has threads.
pub(super) fn sort_in_parallel<T: Send>(
    items: &mut [T],
    order: impl Fn(&T, &T) -> std::cmp::Ordering + Sync,
) {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        items.par_sort_unstable_by(order);
    }
    #[cfg(not(feature = "parallel"))]
    items.sort_unstable_by(order);
}
