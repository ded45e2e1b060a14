//! A meeting that comes again and again: every weekday and hour of the grid, each over all its meetings.
//!
//! Each meeting of a series is what [`find`](super::find()) finds at that start: one field over all the days is swept once, and a
//! weekday with an hour is scored by adding up what the sweep says of its starts. Beside the series stands what each week would give
//! by itself. Why a meeting cannot be, and where else in its week it could, is told of the slots that are shown only.

mod hindrance;

use super::clash;
use super::detail;
use super::field::{Field, Relaxed};
use super::find::FindOptions;
use super::fold::alike;
use super::grid;
use super::layout::Layout;
use super::rank::Ranker;
use super::sweep::{Core, Depth, Run};
use crate::model::{
    Clash, Floating, Problem, RankLevel, Score, SeriesDay, SeriesFound, SeriesOccurrence,
    SeriesScore, SeriesSlot, SeriesSpec, Slot, Stands,
};
use crate::time::Instant;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};

/// Tries every weekday with every hour of the grid.
///
/// The problem's dates reach from the first day of the series to the Sunday after its last meeting, as `prepare` sets them for a
/// meeting with a [`SeriesSpec`]. Unless everything is asked for, the list holds the best, hours of a day that answer alike in all
/// meetings being one.
pub fn find_series(problem: &Problem, spec: SeriesSpec, options: &FindOptions) -> SeriesFound {
    let layout = Layout::new(problem);
    let field = Field::new(&layout, grid::in_time(problem), &Relaxed::default());
    let runs = field.runs(Depth::Feasible);
    let mut search = Search {
        field: &field,
        runs: &runs,
        ranker: Ranker::new(&layout, false),
        spec,
    };
    let (tried, mut ranked) = search.candidates();
    ranked.sort_by(|a, b| a.score.cmp(&b.score));
    let feasible = ranked.len() as u64;
    let shown = match options.all {
        true => search.every(&ranked),
        false => search.short_list(&ranked, options.shown),
    };
    let weeks: Vec<NaiveDate> = match ranked.first() {
        Some(best) => best.regular.iter().map(NaiveDateTime::date).collect(),
        None => search.first_dates(),
    };
    let floating = weeks.iter().map(|date| search.best_of_week(*date));
    let floating = Floating {
        slots: floating.collect(),
    };
    let clash: Option<Clash> = ranked.is_empty().then(|| clash::clash(&layout, &field));
    SeriesFound {
        spec,
        slots: shown,
        tried,
        feasible,
        grid_minutes: problem.grain_minutes,
        floating,
        clash,
    }
}

/// One weekday and hour with what the sweep says of it.
struct Candidate {
    day: SeriesDay,
    /// Where the rhythm has its meetings.
    regular: Vec<NaiveDateTime>,
    /// The start of each meeting that can be quorate, as an index into the field's.
    starts: Vec<Option<usize>>,
    score: SeriesScore,
}

struct Search<'s, 'l, 'p> {
    field: &'s Field<'l, 'p>,
    runs: &'s [Run],
    ranker: Ranker<'l, 'p>,
    spec: SeriesSpec,
}

impl<'s> Search<'s, '_, '_> {
    fn problem(&self) -> &Problem {
        self.field.layout.problem
    }

    /// How many weekdays with hours there are, and those with a meeting that can be quorate, in the order of days and hours.
    fn candidates(&mut self) -> (u64, Vec<Candidate>) {
        let grain = self.problem().grain_minutes.max(1);
        let mut tried = 0;
        let mut found = Vec::new();
        let every = self.spec.every;
        let all = every.days().into_iter();
        let all = all.flat_map(|day| (0..every.beginnings()).map(move |after| (day, after)));
        for (day, after) in all {
            let Some(dates) = self.dates(day, after) else {
                continue;
            };
            for minute in (0..1440).step_by(grain as usize) {
                tried += 1;
                let regular: Vec<NaiveDateTime> = dates
                    .iter()
                    .map(|date| date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute))
                    .collect();
                found.extend(self.candidate(day, regular));
            }
        }
        (tried, found)
    }

    /// The dates of a weekday that begins so many weeks, or months, after the first that there is.
    fn dates(&self, day: SeriesDay, after: u32) -> Option<Vec<NaiveDate>> {
        let first = day.first(self.spec.every, self.problem().from, after)?;
        let date = |index| day.date(self.spec.every, first, index);
        (0..self.spec.times).map(date).collect()
    }

    /// The dates of the first weekday: some date of each stretch in which a meeting would lie.
    fn first_dates(&self) -> Vec<NaiveDate> {
        let mut dates = self.spec.every.days().into_iter();
        let dates = dates.find_map(|day| self.dates(day, 0));
        dates.unwrap_or_default()
    }

    /// `None` where no meeting can be quorate.
    fn candidate(&mut self, day: SeriesDay, regular: Vec<NaiveDateTime>) -> Option<Candidate> {
        let starts: Vec<Option<usize>> = regular
            .iter()
            .map(|local| {
                let index = self.index_of(self.instant(*local)?)?;
                self.core(index).map(|_| index)
            })
            .collect();
        let mut score = SeriesScore {
            exceptions: 0,
            open: 0,
            confirmations: 0,
            levels: [0; RankLevel::COUNT],
            first: *regular.first()?,
        };
        for start in &starts {
            let Some(one) = start.and_then(|index| self.score(index)) else {
                score.exceptions += 1;
                continue;
            };
            score.open += u32::from(one.confirmations > 0);
            score.confirmations += u64::from(one.confirmations);
            for (sum, level) in score.levels.iter_mut().zip(one.levels) {
                *sum += level;
            }
        }
        (score.exceptions < self.spec.times).then_some(Candidate {
            day,
            regular,
            starts,
            score,
        })
    }

    /// The instant of a wall-clock time; `None` where the clock is put forward over it. Of a time that comes twice, the first.
    fn instant(&self, local: NaiveDateTime) -> Option<Instant> {
        let zone = &self.problem().zone;
        let at = zone.instant(local);
        (zone.local(at) == local).then_some(at)
    }

    fn index_of(&self, start: Instant) -> Option<usize> {
        self.field.starts.binary_search(&start).ok()
    }

    /// The run of a start.
    fn run(&self, index: usize) -> usize {
        self.runs.partition_point(|run| run.past <= index)
    }

    /// What holds at a start that can be quorate.
    fn core(&self, index: usize) -> Option<&'s Core> {
        let core = self.runs.get(self.run(index))?.core.as_ref();
        core.filter(|core| core.feasible())
    }

    fn score(&mut self, index: usize) -> Option<Score> {
        let core = self.core(index)?;
        Some(self.ranker.score(self.field.starts[index], core))
    }

    fn slot(&mut self, index: usize) -> Option<Slot> {
        let core = self.core(index)?;
        let score = self.score(index)?;
        let spare = self.ranker.spare(self.field.starts[index]);
        Some(detail::slot(self.field, index, core, score, spare))
    }

    /// Every candidate that deserves to be called a series.
    fn every(&mut self, ranked: &[Candidate]) -> Vec<SeriesSlot> {
        let shown = ranked.iter().map(|one| self.shown(one));
        let shown: Vec<SeriesSlot> = shown.collect();
        shown.into_iter().filter(SeriesSlot::is_series).collect()
    }

    fn short_list(&mut self, ranked: &[Candidate], length: usize) -> Vec<SeriesSlot> {
        let mut shown: Vec<(&Candidate, SeriesSlot)> = Vec::new();
        for one in ranked {
            let like = shown
                .iter()
                .position(|(other, slot)| self.answers_alike(one, other, slot));
            match like {
                Some(place) => {
                    let time = one.score.first.time();
                    shown[place].1.folded.push(time);
                }
                None if shown.len() < length => {
                    let slot = self.shown(one);
                    shown.push((one, slot));
                }
                None => {}
            }
        }
        let mut slots: Vec<SeriesSlot> = shown.into_iter().map(|(_, slot)| slot).collect();
        for slot in &mut slots {
            slot.folded.sort_unstable();
        }
        slots
    }

    /// Whether two hours of one day have the same people at every meeting, and the same meetings.
    fn answers_alike(&self, one: &Candidate, other: &Candidate, slot: &SeriesSlot) -> bool {
        let worth = |score: &SeriesScore| {
            (
                score.exceptions,
                score.open,
                score.confirmations,
                score.levels,
            )
        };
        if one.day != other.day || worth(&one.score) != worth(&other.score) {
            return false;
        }
        let mut pairs = one.starts.iter().zip(&other.starts).zip(&slot.occurrences);
        pairs.all(
            |((one, other), occurrence)| match (one, other, &occurrence.stands) {
                (None, None, _) => true,
                (Some(one), Some(other), Stands::Here(slot)) => {
                    // Between two changes every start answers alike.
                    self.run(*one) == self.run(*other) || self.is_like(*one, slot)
                }
                _ => false,
            },
        )
    }

    fn is_like(&self, index: usize, slot: &Slot) -> bool {
        let Some(core) = self.core(index) else {
            return false;
        };
        let new = detail::slot(self.field, index, core, slot.score.clone(), None);
        alike(slot, &new)
    }

    /// Everything that is said of a candidate.
    fn shown(&mut self, one: &Candidate) -> SeriesSlot {
        let mut occurrences = Vec::with_capacity(one.regular.len());
        for ((number, regular), start) in (1..).zip(&one.regular).zip(&one.starts) {
            let stands = match start.and_then(|index| self.slot(index)) {
                Some(slot) => Stands::Here(Box::new(slot)),
                None => Stands::Not {
                    why: hindrance::why(self.field, *regular, self.instant(*regular)),
                    instead: self.instead(*regular).map(Box::new),
                },
            };
            occurrences.push(SeriesOccurrence {
                number,
                regular: *regular,
                holiday: hindrance::holiday(self.problem(), regular.date()),
                stands,
            });
        }
        SeriesSlot {
            day: one.day,
            time: one.score.first.time(),
            score: one.score.clone(),
            occurrences,
            folded: Vec::new(),
        }
    }

    /// The starts of the week of a date, Monday to Sunday, as far as the field has them.
    fn week(&self, date: NaiveDate) -> std::ops::Range<usize> {
        let zone = &self.problem().zone;
        let ahead = u64::from(date.weekday().num_days_from_monday());
        let monday = date.checked_sub_days(Days::new(ahead)).unwrap_or(date);
        let sunday = date.checked_add_days(Days::new(6 - ahead)).unwrap_or(date);
        let (first, past) = (zone.day(monday).start(), zone.day(sunday).end());
        let index = |at: Instant| self.field.starts.partition_point(|start| *start < at);
        index(first)..index(past)
    }

    /// The start nearest to a regular time in its week, those first at which nobody has to be asked; of two that are as near, the
    /// earlier.
    fn instead(&mut self, regular: NaiveDateTime) -> Option<Slot> {
        let wanted = self.problem().zone.instant(regular);
        let week = self.week(regular.date());
        let feasible = week.filter_map(|index| Some((index, self.core(index)?)));
        let nearest = feasible.min_by_key(|(index, core)| {
            let far = (self.field.starts[*index].0 - wanted.0).abs();
            (core.confirmations() > 0, far, *index)
        });
        let (index, _) = nearest?;
        self.slot(index)
    }

    /// What `find` would put first in the week of a date.
    fn best_of_week(&mut self, date: NaiveDate) -> Option<Slot> {
        let scored = self
            .week(date)
            .filter_map(|index| Some((self.score(index)?, index)));
        let best = scored.collect::<Vec<_>>().into_iter().min()?;
        self.slot(best.1)
    }
}
