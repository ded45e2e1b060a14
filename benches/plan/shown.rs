//! Plans side by side.

use quorate::model::{Batch, Plan, PlanLevel, Proof, State};

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
