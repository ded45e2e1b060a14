//! The checker of plans against brute force, written apart from it: on plans as they are made, and on plans in which one thing was
//! changed at random. Whatever the checker lets pass is harmless by brute force, and whatever it objects to is not.

mod plan_support;

use plan_support::{Dice, judge, random_batch};
use quorate::check::{
    ClaimedAttendance, ClaimedMeeting, PlanRule, as_claimed, check_plan, examine_plan,
    plan_objective,
};
use quorate::model::*;
use quorate::solve::batch::{Effort, Order, PlanOptions, one_after_the_other, plan};
use quorate::time::Interval;
use std::collections::BTreeMap;

fn quick(batch: &Batch) -> Plan {
    plan(
        batch,
        &PlanOptions {
            effort: Effort::Quick,
            ..PlanOptions::default()
        },
    )
}

/// The verdict of both, which has to be one.
fn verdict(batch: &Batch, plan: &Plan, what: &str) -> bool {
    let mut found = check_plan(batch, plan);
    // Why something has no place is no part of what brute force looks at; a meeting in the way may be gone after a change.
    found.retain(|one| one.rule != PlanRule::Reason);
    let judged = judge(batch, plan);
    assert_eq!(
        found.is_empty(),
        judged.is_ok(),
        "{what}: brute force says {judged:?}, the checker {found:#?}"
    );
    found.is_empty()
}

/// Every slot told anew from who sits where and when, and the levels with it: then nothing but the hard rules can be broken.
fn retold(batch: &Batch, plan: &Plan) -> Plan {
    let claims: Vec<ClaimedMeeting> = plan
        .placed
        .iter()
        .map(|one| ClaimedMeeting {
            meeting: one.meeting,
            start: one.slot.start,
            end: None,
            venue: one.slot.venue,
            state: None,
            confirm: None,
            late: None,
            falls_if: None,
            spare_working_days: None,
            sure: None,
            attending: one
                .slot
                .attending
                .iter()
                .map(|one| ClaimedAttendance {
                    seats: vec![one.seat],
                    member: one.member,
                    role: None,
                    ground: None,
                    mode: None,
                    present: Vec::new(),
                })
                .collect(),
        })
        .collect();
    let placed = as_claimed(batch, &claims);
    let values = plan_objective(batch, &placed);
    let levels = batch.order.iter().zip(values);
    let levels = levels.map(|(level, value)| LevelValue {
        level: *level,
        value: value.unwrap_or(0),
        bound: None,
        of: None,
    });
    Plan {
        levels: levels.collect(),
        placed,
        proof: Proof::Feasible,
        stopped: Stopped::Steps,
        ..plan.clone()
    }
}

#[test]
fn plans_of_the_telephone_are_judged_alike() {
    // Links, limits and what is frozen are not looked at by it, and nobody tells it of what is taken later.
    let (mut good, mut bad) = (0, 0);
    for seed in 0..200 {
        let batch = random_batch(seed);
        for order in [Order::BestFirst, Order::FirstFit] {
            let plan = one_after_the_other(&batch, order);
            let what = format!("seed {seed}, {order:?}");
            match verdict(&batch, &plan, &what) {
                true => good += 1,
                false => bad += 1,
            }
            verdict(&batch, &retold(&batch, &plan), &format!("{what}, retold"));
        }
    }
    assert!(good > 100 && bad > 50, "{good} good, {bad} bad");
}

/// What is told anew of a good plan is what it says.
#[test]
fn a_good_plan_told_anew_is_good() {
    let mut count = 0;
    for seed in 0..150 {
        let batch = random_batch(seed);
        let plan = quick(&batch);
        let checked = examine_plan(&batch, &plan);
        if !checked.violations.is_empty() {
            continue;
        }
        let again = retold(&batch, &plan);
        assert!(verdict(&batch, &again, &format!("seed {seed}")));
        for (told, value) in plan.levels.iter().zip(checked.objective) {
            assert_eq!(value, Some(told.value), "seed {seed}: {:?}", told.level);
        }
        for (one, other) in plan.placed.iter().zip(&again.placed) {
            let (one, other) = (&one.slot, &other.slot);
            assert_eq!(one.state, other.state, "seed {seed}");
            assert_eq!(one.score.levels, other.score.levels, "seed {seed}");
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

/// Changes that leave everything else as it was told: most show at once.
#[test]
fn one_thing_changed_is_found_or_harmless() {
    let mut seen: BTreeMap<&'static str, [u32; 2]> = BTreeMap::new();
    for seed in 0..120 {
        let batch = random_batch(seed);
        let plan = retold(&batch, &quick(&batch));
        let what = format!("seed {seed}, told anew");
        if !verdict(&batch, &plan, &what) || plan.placed.is_empty() {
            continue;
        }
        let mut dice = Dice(seed ^ 0x5eed);
        for _ in 0..40 {
            let mut changed = plan.clone();
            let what = change(&mut dice, &batch, &mut changed);
            if changed == plan {
                continue;
            }
            let good = verdict(&batch, &changed, &format!("seed {seed}, {what}"));
            seen.entry(what).or_default()[usize::from(good)] += 1;
        }
    }
    println!("{seen:#?}");
    let caught: u32 = seen.values().map(|[caught, _]| caught).sum();
    assert!(caught > 1_000, "{seen:?}");
    for (what, [caught, harmless]) in &seen {
        assert!(*caught > 5, "{what}: {caught} caught, {harmless} harmless");
    }
}

/// Changes of time, room and people, with all that follows from them told as it is: only the hard rules are left to object.
#[test]
fn a_changed_plan_that_says_so_is_found_or_harmless() {
    let (mut caught, mut harmless) = (0, 0);
    for seed in 0..120 {
        let batch = random_batch(seed);
        let plan = retold(&batch, &quick(&batch));
        let what = format!("seed {seed}, told anew");
        if !verdict(&batch, &plan, &what) || plan.placed.is_empty() {
            continue;
        }
        let mut dice = Dice(seed ^ 0xc0ffee);
        for _ in 0..25 {
            let mut changed = plan.clone();
            let what = match dice.below(4) {
                0 => moved(&mut dice, &batch, &mut changed),
                1 => other_venue(&mut dice, &batch, &mut changed),
                2 => other_person(&mut dice, &batch, &mut changed),
                _ => taken_out(&mut dice, &mut changed),
            };
            let changed = retold(&batch, &changed);
            match verdict(&batch, &changed, &format!("seed {seed}, {what}, retold")) {
                true => harmless += 1,
                false => caught += 1,
            }
        }
    }
    assert!(
        caught > 300 && harmless > 100,
        "{caught} caught, {harmless} harmless"
    );
}

fn some<'p>(dice: &mut Dice, plan: &'p mut Plan) -> &'p mut Placed {
    let at = dice.below(plan.placed.len() as u64) as usize;
    &mut plan.placed[at]
}

fn shift(slot: &mut Slot, seconds: i64) {
    slot.start = slot.start.plus(seconds);
    slot.end = slot.end.plus(seconds);
    slot.score.start = slot.start;
    for one in &mut slot.attending {
        for interval in &mut one.present {
            let (from, to) = (interval.start().plus(seconds), interval.end().plus(seconds));
            *interval = Interval::new(from, to).expect("as long as before");
        }
    }
}

fn moved(dice: &mut Dice, batch: &Batch, plan: &mut Plan) -> &'static str {
    let one = some(dice, plan);
    let grain = 60 * i64::from(batch.problem(one.meeting).grain_minutes);
    let by = dice.pick(&[-grain, grain, 2 * grain, 300, 86_400, -86_400]);
    shift(&mut one.slot, by);
    "moved"
}

fn other_venue(dice: &mut Dice, batch: &Batch, plan: &mut Plan) -> &'static str {
    let one = some(dice, plan);
    let venues = &batch.problem(one.meeting).venues;
    one.slot.venue = match dice.below(4) {
        0 => None,
        1 => Some(VenueId(dice.below(4) as u32)),
        _ if venues.is_empty() => Some(VenueId(0)),
        _ => Some(venues[dice.below(venues.len() as u64) as usize].venue),
    };
    "another room"
}

fn other_person(dice: &mut Dice, batch: &Batch, plan: &mut Plan) -> &'static str {
    let one = some(dice, plan);
    let problem = batch.problem(one.meeting);
    if one.slot.attending.is_empty() {
        return "nobody to change";
    }
    let at = dice.below(one.slot.attending.len() as u64) as usize;
    let seat = problem.seat(one.slot.attending[at].seat);
    one.slot.attending[at].member = match dice.percent(70) {
        true => seat.candidates[dice.below(seat.candidates.len() as u64) as usize].member,
        false => MemberId(dice.below(problem.members.len() as u64) as u32),
    };
    "another person"
}

fn taken_out(dice: &mut Dice, plan: &mut Plan) -> &'static str {
    let at = dice.below(plan.placed.len() as u64) as usize;
    if dice.percent(50) && !plan.placed[at].slot.attending.is_empty() {
        let all = &mut plan.placed[at].slot.attending;
        all.remove(dice.below(all.len() as u64) as usize);
        return "somebody left out";
    }
    let one = plan.placed.remove(at);
    plan.unplaced.push(Unplaced {
        meeting: one.meeting,
        reason: UnplacedReason::Alone(Clash::default()),
    });
    plan.unplaced.sort_by_key(|one| one.meeting);
    "without a place"
}

/// One change at random, and what it is.
fn change(dice: &mut Dice, batch: &Batch, plan: &mut Plan) -> &'static str {
    match dice.below(21) {
        0 => moved(dice, batch, plan),
        1 => {
            let one = some(dice, plan);
            one.slot.start = one.slot.start.plus(900);
            "start alone"
        }
        2 => other_venue(dice, batch, plan),
        3 => other_person(dice, batch, plan),
        4 => taken_out(dice, plan),
        5 => {
            let states = [State::Quorate, State::QuorateIf, State::Short];
            some(dice, plan).slot.state = dice.pick(&states);
            "state"
        }
        6 => confirmations(dice, batch, plan),
        7 => {
            let one = some(dice, plan);
            let members = batch.problem(one.meeting).members.len() as u64;
            let member = MemberId(dice.below(members) as u32);
            match one.slot.falls_if.iter().position(|other| *other == member) {
                Some(at) => {
                    one.slot.falls_if.remove(at);
                }
                None => one.slot.falls_if.push(member),
            }
            "falls if"
        }
        8 => {
            let at = dice.below(plan.levels.len() as u64) as usize;
            plan.levels[at].value += dice.pick(&[-1, 1, 100]);
            "value"
        }
        9 => {
            let at = dice.below(plan.levels.len() as u64) as usize;
            plan.levels[at].bound = Some(plan.levels[at].value + dice.pick(&[-1, 0, 1]));
            "bound"
        }
        10 => proof(dice, plan),
        11 => {
            let at = dice.below(plan.placed.len() as u64) as usize;
            match dice.percent(50) {
                true => {
                    plan.placed.remove(at);
                }
                false => plan.placed.insert(at, plan.placed[at].clone()),
            }
            "gone or twice"
        }
        12 => {
            let score = &mut some(dice, plan).slot.score;
            score.late = !score.late;
            "late"
        }
        13 => {
            let slot = &mut some(dice, plan).slot;
            slot.spare_working_days = slot
                .spare_working_days
                .map_or(Some(0), |days| Some(days + 1));
            "spare"
        }
        14 => {
            let at = dice.below(RankLevel::COUNT as u64) as usize;
            some(dice, plan).slot.score.levels[at] += 1;
            "score"
        }
        15 => {
            let slot = &mut some(dice, plan).slot;
            slot.missing.pop();
            "missing"
        }
        16 | 17 => attendance(dice, plan),
        18 => {
            let slot = &mut some(dice, plan).slot;
            // Of a frozen meeting that is short it is the largest there is.
            slot.score.confirmations = slot.score.confirmations.wrapping_add(1);
            "confirmations"
        }
        19 => {
            plan.placed.reverse();
            plan.levels.swap(0, 1);
            "order"
        }
        _ => {
            let slot = &mut some(dice, plan).slot;
            slot.end = slot.end.plus(dice.pick(&[-900, 900]));
            "end"
        }
    }
}

fn confirmations(dice: &mut Dice, batch: &Batch, plan: &mut Plan) -> &'static str {
    let one = some(dice, plan);
    let members = batch.problem(one.meeting).members.len() as u64;
    let member = Confirming::Member(MemberId(dice.below(members) as u32));
    let sets = &mut one.slot.confirm;
    match (dice.below(3), sets.last_mut()) {
        (0, Some(set)) => {
            set.pop();
        }
        (1, Some(set)) => set.push(member),
        _ => sets.push(vec![member]),
    }
    "confirm"
}

fn proof(dice: &mut Dice, plan: &mut Plan) -> &'static str {
    match dice.below(3) {
        0 => plan.proof = Proof::Optimal,
        1 => {
            let level = plan.levels[dice.below(3) as usize].level;
            let most = dice.below(2) as i64;
            plan.proof = Proof::Gap { level, most };
        }
        _ => {
            plan.stopped = Stopped::Proved;
            let proved = dice.percent(50);
            for level in plan.levels.iter_mut().filter(|_| proved) {
                level.bound = Some(level.value);
            }
            if proved {
                plan.proof = Proof::Optimal;
            }
        }
    }
    "proof"
}

fn attendance(dice: &mut Dice, plan: &mut Plan) -> &'static str {
    let all = &mut some(dice, plan).slot.attending;
    if all.is_empty() {
        return "nobody to change";
    }
    let at = dice.below(all.len() as u64) as usize;
    let one = &mut all[at];
    match dice.below(6) {
        0 => {
            one.percent = 101 - one.percent;
            "share"
        }
        1 => {
            let whole = one.present[0];
            let longer = Interval::new(whole.start(), whole.end().plus(900));
            one.present[0] = longer.expect("it grows");
            "presence"
        }
        2 => {
            one.role = match one.role {
                As::Principal => As::Deputy,
                As::Deputy => As::Principal,
            };
            "role"
        }
        3 => {
            one.mode = match one.mode {
                Mode::InPerson => Mode::Remote,
                _ => Mode::InPerson,
            };
            "mode"
        }
        4 => {
            let grounds = [
                Ground::Feed,
                Ground::Pattern,
                Ground::Tentative,
                Ground::Unknown,
            ];
            one.ground = dice.pick(&grounds);
            "ground"
        }
        _ => {
            let twice = one.clone();
            all.push(twice);
            "sits twice"
        }
    }
}
