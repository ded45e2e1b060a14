//! Plans side by side.

use quorate::model::{
    Batch, LevelValue, Placed, Plan, PlanLevel, Proof, State, Stopped, Unplaced, UnplacedReason,
};
use quorate::prepare::BatchPrepared;
use quorate::solve::batch::plan_value;
use quorate::solve::{FindOptions, find};
use std::collections::BTreeMap;

/// The case for the tool: what each way of planning reaches of the same batch, and what is proved of it.
pub fn table(batch: &Batch, columns: &[(String, Plan)]) {
    let meetings = batch.meetings.len() as f64;
    let head: Vec<String> = columns
        .iter()
        .map(|(name, _)| format!("{name:>14}"))
        .collect();
    println!("\n{:<34}{}", "", head.join(""));
    let line = |name: &str, cell: &dyn Fn(&Plan) -> String| {
        let cells: Vec<String> = columns
            .iter()
            .map(|(_, plan)| format!("{:>14}", cell(plan)))
            .collect();
        println!("{name:<34}{}", cells.join(""));
    };
    let share = |count: usize| format!("{:.1} %", 100.0 * count as f64 / meetings);
    line("placed", &|plan| share(plan.placed.len()));
    line("in time", &|plan| {
        share(
            plan.placed
                .iter()
                .filter(|one| !one.slot.score.late)
                .count(),
        )
    });
    line("quorate on known answers", &|plan| {
        share(
            plan.placed
                .iter()
                .filter(|one| one.slot.state == State::Quorate)
                .count(),
        )
    });
    line("required places filled", &|plan| {
        covered(plan, PlanLevel::Required)
    });
    line("expected and preferred filled", &|plan| {
        covered(plan, PlanLevel::Wanted)
    });
    line("broken chains and limits", &|plan| {
        broken(batch, plan).to_string()
    });
    for level in batch.order {
        line(&format!("level {}", level.name()), &|plan| {
            level_value(plan, level)
        });
    }
    line("proof", &|plan| match plan.proof {
        Proof::Optimal => "optimal".to_owned(),
        Proof::Gap { level, most } => format!("{} ≤{most}", level.name()),
        Proof::Feasible => "none".to_owned(),
    });
    line("gap of required coverage", &|plan| {
        gap(plan).map_or("–".to_owned(), |gap| format!("{gap:.2} %"))
    });
}

/// The value with its bound.
fn level_value(plan: &Plan, level: PlanLevel) -> String {
    let Some(found) = plan.levels.iter().find(|one| one.level == level) else {
        return "–".to_owned();
    };
    match found.bound {
        Some(bound) if bound == found.value => format!("{} =", found.value),
        Some(bound) => format!("{} ≥{bound}", found.value),
        None => found.value.to_string(),
    }
}

fn covered(plan: &Plan, level: PlanLevel) -> String {
    let found = plan.levels.iter().find(|one| one.level == level);
    match found.and_then(|one| Some((one.value, one.of?))) {
        Some((value, of)) if of > 0 => format!("{:.2} %", 100.0 - 100.0 * value as f64 / of as f64),
        _ => "–".to_owned(),
    }
}

/// How far required coverage can be from its bound at most, in per cent of the required weight.
fn gap(plan: &Plan) -> Option<f64> {
    let level = plan
        .levels
        .iter()
        .find(|one| one.level == PlanLevel::Required)?;
    let (bound, of) = (level.bound?, level.of?);
    (of > 0).then(|| 100.0 * (level.value - bound) as f64 / of as f64)
}

/// Links whose later meeting stands outside what is allowed after the earlier one, and stretches in which somebody has more than they
/// take on: what is forgotten where everything is kept in mind.
fn broken(batch: &Batch, plan: &Plan) -> usize {
    let mut day = vec![None; batch.meetings.len()];
    for one in &plan.placed {
        day[one.meeting] = Some(batch.zone.local(one.slot.start).date());
    }
    let links = batch.links.iter().filter(|link| {
        let (Some(before), Some(after)) = (day[link.before], day[link.after]) else {
            return false;
        };
        let allowed = link.allowed.get(&before);
        !allowed.is_some_and(|follow| (follow.first..=follow.late_to).contains(&after))
    });
    let over = batch.limits.iter().map(|limit| {
        let mut used = limit.used.clone();
        for one in &plan.placed {
            let problem = batch.problem(one.meeting);
            let counts = one.slot.attending.iter().any(|attendance| {
                let seat = &problem.seat(attendance.seat).id;
                problem.member(attendance.member).contact == Some(limit.contact)
                    && limit
                        .seats
                        .as_ref()
                        .is_none_or(|seats| seats.contains(seat))
            });
            if counts {
                let date = batch.zone.local(one.slot.start).date();
                *used.entry(limit.per.first_day(date)).or_default() += 1;
            }
        }
        used.values().filter(|count| **count > limit.most).count()
    });
    links.count() + over.sum::<usize>()
}

/// Every meeting at its best time as if there were no other: no plan, but what the diaries allow.
pub fn each_alone(batch: &Batch) -> Plan {
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for meeting in 0..batch.meetings.len() {
        let options = FindOptions {
            all: false,
            shown: 1,
        };
        let found = find(batch.problem(meeting), &options);
        let slot = found
            .slots
            .into_iter()
            .find(|slot| slot.state != State::Short);
        match slot {
            Some(slot) => placed.push(Placed { meeting, slot }),
            None => unplaced.push(Unplaced {
                meeting,
                reason: UnplacedReason::Alone(found.clash.unwrap_or_default()),
            }),
        }
    }
    let value = plan_value(batch, &placed);
    let weight = |level: PlanLevel| -> Option<i64> {
        use quorate::model::Level;
        let counts = |seat: &&quorate::model::Seat| match level {
            PlanLevel::Required => seat.level == Level::Required,
            PlanLevel::Wanted => matches!(seat.level, Level::Expected | Level::Preferred),
            _ => false,
        };
        let seats = batch
            .meetings
            .iter()
            .flat_map(|m| &m.problem.seats)
            .filter(counts);
        let sum: i64 = seats
            .map(|s| 100 * i64::from(s.weight) * i64::from(s.places))
            .sum();
        (sum > 0).then_some(sum)
    };
    let levels = batch
        .order
        .iter()
        .zip(value.0)
        .map(|(level, value)| LevelValue {
            level: *level,
            value,
            bound: None,
            of: weight(*level),
        });
    Plan {
        levels: levels.collect(),
        placed,
        unplaced,
        proof: Proof::Feasible,
        stopped: Stopped::Steps,
        steps: 0,
    }
}

/// Of each type of meeting: how many are in time, placed, quorate, in each plan.
pub fn by_type(prepared: &BatchPrepared, columns: &[(String, Plan)]) {
    println!("\nof each type: meetings; in time, placed, quorate");
    let mut types: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, spec) in prepared.specs.iter().enumerate() {
        let kind = spec.types.first().map_or("", String::as_str);
        types.entry(kind).or_default().push(index);
    }
    for (kind, meetings) in types {
        let cells: Vec<String> = columns
            .iter()
            .map(|(_, plan)| {
                let own: Vec<&Placed> = plan
                    .placed
                    .iter()
                    .filter(|one| meetings.contains(&one.meeting))
                    .collect();
                let in_time = own.iter().filter(|one| !one.slot.score.late).count();
                let quorate = own
                    .iter()
                    .filter(|one| one.slot.state == State::Quorate)
                    .count();
                format!("{:>18}", format!("{in_time} {} {quorate}", own.len()))
            })
            .collect();
        println!("{kind:<26}{:>5}{}", meetings.len(), cells.join(""));
    }
}
