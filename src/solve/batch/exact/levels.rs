//! The integer program of an [`ExactProblem`](super::ExactProblem), level after level.
//!
//! A level's best is found and then held as a row while the next one is looked at. As long as the meetings' own bests can be had
//! together at a level, every meeting has to stand at its own best there, and choices that do not are dropped instead.

use super::super::milp::{Backend, Column, Holds, Kind, Program, Row, minimise};
use super::ways::{Bits, Ways, clear, get};
use super::{ExactLimits, Found, keeps_capacities, list, value};
use crate::model::PlanLevel;
use std::collections::BTreeMap;

/// Proves the best of all levels, beginning with the best that is known.
pub(super) fn solve(
    ways: &mut Ways,
    known: Found,
    backend: Backend,
    limits: &ExactLimits,
) -> Found {
    let mut state = State {
        allowed: ways.possible.clone(),
        may_be_empty: vec![true; ways.meetings()],
        held: Vec::new(),
        best: known.best,
        programs: limits.programs,
    };
    let finished =
        (0..PlanLevel::COUNT).all(|level| state.prove(ways, level, backend, limits).is_some());
    Found {
        best: state.best,
        finished,
    }
}

struct State {
    /// The choices that a plan with the best of all levels so far can have.
    allowed: Bits,
    may_be_empty: Vec<bool>,
    /// Levels whose best is held as a row, and that best.
    held: Vec<(usize, i64)>,
    best: Vec<Option<usize>>,
    programs: u32,
}

impl State {
    /// Makes the known plan as good as can be at this level, those above kept. `None` where that is not proved.
    fn prove(
        &mut self,
        ways: &mut Ways,
        level: usize,
        backend: Backend,
        limits: &ExactLimits,
    ) -> Option<()> {
        let load = level == ways.problem.load;
        if !load && self.narrow(ways, level) {
            return Some(());
        }
        if load && (0..ways.count()).all(|way| ways.choice(way).pool.is_empty()) {
            return Some(());
        }
        loop {
            self.programs = self.programs.checked_sub(1)?;
            let (program, numbers) = self.program(ways, level);
            if program.columns.len() > limits.columns.min(backend.most_columns()) {
                return None;
            }
            let known = self.known(ways, &program, &numbers);
            let answer = minimise(&program, &known, backend, limits.program_nodes)?;
            let mut chosen = vec![None; ways.meetings()];
            for column in &answer.ones {
                let (meeting, choice) = ways.chosen(numbers[*column]);
                // Two choices of one meeting: the answer breaks a row.
                if chosen[meeting].replace(choice).is_some() {
                    return None;
                }
            }
            if !keeps_capacities(ways.problem, &chosen) {
                return None;
            }
            if !ways.learn(&list(&chosen)).is_empty() {
                for way in 0..ways.count() {
                    if !get(&ways.possible, way) {
                        clear(&mut self.allowed, way);
                    }
                }
                continue;
            }
            let (new, old) = (
                value(ways.problem, &chosen),
                value(ways.problem, &self.best),
            );
            // Where the solver's best is worse than what is known, it is not to be believed.
            let better = new.0[..=level] <= old.0[..=level];
            if better {
                self.best = chosen;
            }
            if !(better && answer.optimal) {
                return None;
            }
            if load || !self.narrow(ways, level) {
                self.held.push((level, new.0[level]));
            }
            return Some(());
        }
    }

    /// Where the known plan has every meeting at its own best of this level, drops all choices that are worse there.
    fn narrow(&mut self, ways: &Ways, level: usize) -> bool {
        let problem = ways.problem;
        let mut least: Vec<Option<i64>> = (0..ways.meetings())
            .map(|m| self.may_be_empty[m].then_some(problem.empty[m].0[level]))
            .collect();
        for way in (0..ways.count()).filter(|way| get(&self.allowed, *way)) {
            let own = ways.choice(way).value.0[level];
            let least = &mut least[ways.meeting_of[way]];
            *least = Some(least.map_or(own, |least| least.min(own)));
        }
        let bound: i64 = least.iter().flatten().sum();
        if value(problem, &self.best).0[level] != bound {
            return false;
        }
        for (meeting, least) in least.iter().enumerate() {
            self.may_be_empty[meeting] &= Some(problem.empty[meeting].0[level]) == *least;
        }
        for way in 0..ways.count() {
            if Some(ways.choice(way).value.0[level]) != least[ways.meeting_of[way]] {
                clear(&mut self.allowed, way);
            }
        }
        true
    }

    /// The program of a level, and which choice each column is; columns of load come behind them.
    fn program(&self, ways: &Ways, level: usize) -> (Program, Vec<usize>) {
        let numbers: Vec<usize> = (0..ways.count())
            .filter(|way| get(&self.allowed, *way))
            .collect();
        let mut column_of = vec![usize::MAX; ways.count()];
        for (column, way) in numbers.iter().enumerate() {
            column_of[*way] = column;
        }
        let problem = ways.problem;
        let gain = |way: usize, level: usize| {
            ways.choice(way).value.0[level] - problem.empty[ways.meeting_of[way]].0[level]
        };
        let load = problem.load;
        let mut program = Program::default();
        for way in &numbers {
            let cost = if level == load { 0 } else { gain(*way, level) };
            let kind = Kind::Choice;
            program.columns.push(Column { kind, cost });
        }
        one_each(&mut program, ways, &column_of, &self.may_be_empty);
        capacities(&mut program, ways, &numbers);
        clashes(&mut program, ways, &column_of);
        let loads = match level == load || self.held.iter().any(|(held, _)| *held == load) {
            true => even_load(&mut program, ways, &numbers, level == load),
            false => Vec::new(),
        };
        // What is held: the sum of what the choices add to the empty plan, at most the best.
        for (held, best) in &self.held {
            let row = if *held == load {
                Row {
                    terms: loads.clone(),
                    holds: Holds::AtMost,
                    most: *best,
                }
            } else {
                let terms = numbers.iter().enumerate();
                let terms = terms.map(|(column, way)| (column, gain(*way, *held)));
                Row {
                    terms: terms.filter(|(_, gain)| *gain != 0).collect(),
                    holds: Holds::AtMost,
                    most: best - problem.empty.iter().map(|e| e.0[*held]).sum::<i64>(),
                }
            };
            program.rows.push(row);
        }
        (program, numbers)
    }

    /// The known plan as a number for each column.
    fn known(&self, ways: &Ways, program: &Program, numbers: &[usize]) -> Vec<i64> {
        let mut known = vec![0; program.columns.len()];
        for chosen in list(&self.best) {
            if let Ok(column) = numbers.binary_search(&ways.number(chosen)) {
                known[column] = 1;
            }
        }
        // The shares of a person stand in order, the cheap ones first: as many are 1 as they have meetings.
        for row in &program.rows {
            let mut meetings = 0;
            for (column, factor) in &row.terms {
                match (program.columns[*column].kind, factor) {
                    (Kind::Choice, 1) => meetings += known[*column],
                    (Kind::Share, -1) if meetings > 0 => {
                        known[*column] = 1;
                        meetings -= 1;
                    }
                    _ => {}
                }
            }
        }
        known
    }
}

/// One choice a meeting at most; exactly one where it has to have a place.
fn one_each(program: &mut Program, ways: &Ways, column_of: &[usize], may_be_empty: &[bool]) {
    for (meeting, may_be_empty) in may_be_empty.iter().enumerate() {
        let columns = column_of[ways.first[meeting]..ways.first[meeting + 1]].iter();
        let columns = columns.filter(|column| **column != usize::MAX);
        program.rows.push(Row {
            terms: columns.map(|column| (*column, 1)).collect(),
            holds: if *may_be_empty {
                Holds::AtMost
            } else {
                Holds::Exactly
            },
            most: 1,
        });
    }
}

/// What uses a resource at one instant, at most its capacity. Only instants at which nobody is about to join need a row.
fn capacities(program: &mut Program, ways: &Ways, numbers: &[usize]) {
    let mut events: BTreeMap<u32, Vec<(i64, bool, usize)>> = BTreeMap::new();
    for (column, way) in numbers.iter().enumerate() {
        for one in &ways.choice(*way).uses {
            let events = events.entry(one.resource).or_default();
            events.push((one.interval.start().0, true, column));
            events.push((one.interval.end().0, false, column));
        }
    }
    for (resource, mut events) in events {
        events.sort_unstable();
        let most = i64::from(ways.problem.capacity[resource as usize]);
        let mut there: BTreeMap<usize, i64> = BTreeMap::new();
        let mut joined = false;
        for (_, begins, column) in events {
            if begins {
                *there.entry(column).or_default() += 1;
                joined = true;
                continue;
            }
            if std::mem::take(&mut joined) {
                let mut meetings: BTreeMap<usize, i64> = BTreeMap::new();
                for (column, uses) in &there {
                    let most = meetings
                        .entry(ways.meeting_of[numbers[*column]])
                        .or_default();
                    *most = (*most).max(*uses);
                }
                if meetings.values().sum::<i64>() > most {
                    program.rows.push(Row {
                        terms: there
                            .iter()
                            .map(|(column, uses)| (*column, *uses))
                            .collect(),
                        holds: Holds::AtMost,
                        most,
                    });
                }
            }
            if let Some(uses) = there.get_mut(&column) {
                *uses -= 1;
                if *uses == 0 {
                    there.remove(&column);
                }
            }
        }
    }
}

/// What was learned: a choice beside those of another meeting that clash with it, and larger sets.
fn clashes(program: &mut Program, ways: &Ways, column_of: &[usize]) {
    let kept = |way: &usize| column_of[*way] != usize::MAX;
    for (way, meeting) in &ways.asked {
        let others = ways.first[*meeting]..ways.first[*meeting + 1];
        let others = others.filter(|other| get(&ways.conflicts[*way], *other) && kept(other));
        let mut terms: Vec<(usize, i64)> = others.map(|other| (column_of[other], 1)).collect();
        if kept(way) && !terms.is_empty() {
            terms.push((column_of[*way], 1));
            program.rows.push(Row {
                terms,
                holds: Holds::AtMost,
                most: 1,
            });
        }
    }
    for set in ways.sets.iter().filter(|set| set.iter().all(kept)) {
        program.rows.push(Row {
            terms: set.iter().map(|way| (column_of[*way], 1)).collect(),
            holds: Holds::AtMost,
            most: set.len() as i64 - 1,
        });
    }
}

/// Adds a share for each meeting that a person of a pool can get, which counts what this one adds to the load: the first of somebody
/// with `h` before adds `2h + 1`, each further one 2 more. Returns them with what they count.
fn even_load(
    program: &mut Program,
    ways: &Ways,
    numbers: &[usize],
    counts: bool,
) -> Vec<(usize, i64)> {
    let mut of_person: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (column, way) in numbers.iter().enumerate() {
        for person in &ways.choice(*way).pool {
            of_person.entry(*person).or_default().push(column);
        }
    }
    let mut shares = Vec::new();
    for (person, columns) in of_person {
        let mut meetings: Vec<usize> = columns
            .iter()
            .map(|column| ways.meeting_of[numbers[*column]])
            .collect();
        meetings.dedup();
        // Meetings with this person = shares.
        let mut terms: Vec<(usize, i64)> = columns.iter().map(|column| (*column, 1)).collect();
        let had = i64::from(ways.problem.history[person as usize]);
        for more in 0..meetings.len() as i64 {
            let cost = 2 * (had + more) + 1;
            terms.push((program.columns.len(), -1));
            shares.push((program.columns.len(), cost));
            program.columns.push(Column {
                kind: Kind::Share,
                cost: if counts { cost } else { 0 },
            });
        }
        program.rows.push(Row {
            terms,
            holds: Holds::Exactly,
            most: 0,
        });
    }
    shares
}
