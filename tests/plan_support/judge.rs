//! Whether a plan is what it says, by brute force: time in cells of five minutes, every seating tried, sums added up one by one. Shares
//! nothing with the library but plain data, zones and working days; made to be held against the checker.

use super::oracle::cells::{Cell, Painted, Status, paint, starts};
use super::oracle::enumerate::{avoided, meet, tally, there, wanted};
use super::oracle::seatings::{Seating, Table, levels, look, place, quorum};
use super::size::possible_starts;
use chrono::NaiveDate;
use quorate::model::*;
use quorate::time::Interval;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// `Err` says what is wrong first.
pub fn judge(batch: &Batch, plan: &Plan) -> Result<(), String> {
    once(batch, plan)?;
    let slots: BTreeMap<usize, &Slot> = plan.placed.iter().map(|p| (p.meeting, &p.slot)).collect();
    links(batch, &slots)?;
    limits(batch, &slots)?;
    let mut sums = [0i64; PlanLevel::COUNT];
    let mut add = |level: PlanLevel, amount: i64| {
        let at = batch.order.iter().position(|other| *other == level);
        sums[at.expect("each level stands once")] += amount;
    };
    for (meeting, spec) in batch.meetings.iter().enumerate() {
        let problem = &spec.problem;
        let published = spec.published.as_ref();
        let Some(slot) = slots.get(&meeting).copied() else {
            for level in [
                PlanLevel::InTime,
                PlanLevel::Placed,
                PlanLevel::Quorate,
                PlanLevel::Margin,
            ] {
                add(level, 1);
            }
            add(PlanLevel::Required, weight(problem, true));
            add(PlanLevel::Wanted, weight(problem, false));
            let told = published.map_or(0, |p| p.people.len() as i64 + i64::from(p.others));
            add(PlanLevel::Disruption, told);
            if spec.frozen {
                return Err(format!("{meeting} frozen and out"));
            }
            continue;
        };
        if let Some(published) = published.filter(|_| spec.frozen)
            && (published.start, published.venue) != (slot.start, slot.venue)
        {
            return Err(format!("{meeting} frozen and moved"));
        }
        one(batch, &slots, meeting).map_err(|what| format!("{meeting} {what}"))?;
        add(PlanLevel::InTime, i64::from(slot.score.late));
        add(PlanLevel::Quorate, i64::from(slot.state != State::Quorate));
        let confirmations = match slot.state {
            State::Quorate => 0,
            State::QuorateIf => slot.confirm.iter().map(Vec::len).min().unwrap_or(0) as i64,
            State::Short => i64::from(MOST_PLACES),
        };
        add(PlanLevel::Confirmations, confirmations);
        for level in RankLevel::DEFAULT_ORDER {
            let value = slot.score.levels[place(problem, level)];
            match level {
                RankLevel::Disruption | RankLevel::Load => {}
                other => add(PlanLevel::of(other), value),
            }
        }
        if let Some(published) = published {
            let told: BTreeSet<MemberId> = published.people.iter().map(|(_, m)| *m).collect();
            let now: BTreeSet<MemberId> = slot.attending.iter().map(|one| one.member).collect();
            let moved = published.start != slot.start || published.venue != slot.venue;
            let anew = told.iter().filter(|m| moved || !now.contains(m));
            add(
                PlanLevel::Disruption,
                anew.count() as i64 + i64::from(published.others),
            );
        }
        let days = (slot.start.0 - batch.now.0) / 86_400;
        add(PlanLevel::Earliness, days.max(0));
    }
    for link in &batch.links {
        for (a, b) in &link.same_preferred {
            if let (Some(x), Some(y)) = (
                sitter(batch, &slots, link.before, *a),
                sitter(batch, &slots, link.after, *b),
            ) {
                add(PlanLevel::Deputies, i64::from(x != y));
            }
        }
    }
    add(PlanLevel::Load, load(batch, &slots));
    told(batch, plan, &sums)
}

fn once(batch: &Batch, plan: &Plan) -> Result<(), String> {
    let placed: Vec<usize> = plan.placed.iter().map(|one| one.meeting).collect();
    let unplaced: Vec<usize> = plan.unplaced.iter().map(|one| one.meeting).collect();
    let mut all = [placed.clone(), unplaced.clone()].concat();
    all.sort_unstable();
    let expected: Vec<usize> = (0..batch.meetings.len()).collect();
    if all != expected || !placed.is_sorted() || !unplaced.is_sorted() {
        return Err("not each once".to_owned());
    }
    Ok(())
}

fn date(problem: &Problem, slot: &Slot) -> NaiveDate {
    problem.zone.local(slot.start).date()
}

/// The person in a seat for one.
fn sitter(
    batch: &Batch,
    slots: &BTreeMap<usize, &Slot>,
    meeting: usize,
    seat: SeatId,
) -> Option<ContactId> {
    let slot = slots.get(&meeting)?;
    let one = slot.attending.iter().find(|one| one.seat == seat)?;
    batch
        .problem(meeting)
        .members
        .get(one.member.index())?
        .contact
}

fn links(batch: &Batch, slots: &BTreeMap<usize, &Slot>) -> Result<(), String> {
    for link in &batch.links {
        let Some(after) = slots.get(&link.after) else {
            continue;
        };
        let Some(before) = slots.get(&link.before) else {
            return Err(format!("{} without the one before", link.after));
        };
        let day = date(batch.problem(link.before), before);
        let begins = date(batch.problem(link.after), after);
        let allowed = link.allowed.get(&day);
        if !allowed.is_some_and(|follow| follow.first <= begins && begins <= follow.late_to) {
            return Err(format!("{} outside its gap", link.after));
        }
        for (a, b) in &link.same {
            let pair = (
                sitter(batch, slots, link.before, *a),
                sitter(batch, slots, link.after, *b),
            );
            if let (Some(x), Some(y)) = pair
                && x != y
            {
                return Err(format!("{} with somebody else", link.after));
            }
        }
    }
    Ok(())
}

/// How many of the batch's meetings somebody has in the stretch of a slot, without `meeting` itself.
fn others_in_stretch(
    batch: &Batch,
    slots: &BTreeMap<usize, &Slot>,
    limit: &LoadLimit,
    meeting: usize,
) -> u32 {
    let day = |slot: &Slot| limit.per.first_day(batch.zone.local(slot.start).date());
    let own = day(slots[&meeting]);
    let others = slots.iter().filter(|(other, slot)| {
        let problem = batch.problem(**other);
        **other != meeting
            && day(slot) == own
            && slot.attending.iter().any(|one| {
                let member = problem.members.get(one.member.index());
                let seat = problem.seats.get(one.seat.index());
                member.is_some_and(|m| m.contact == Some(limit.contact))
                    && seat.is_some_and(|seat| in_limit(limit, seat))
            })
    });
    others.count() as u32 + limit.used.get(&own).copied().unwrap_or(0)
}

fn in_limit(limit: &LoadLimit, seat: &Seat) -> bool {
    limit
        .seats
        .as_ref()
        .is_none_or(|seats| seats.contains(&seat.id))
}

fn limits(batch: &Batch, slots: &BTreeMap<usize, &Slot>) -> Result<(), String> {
    for limit in &batch.limits {
        for (meeting, slot) in slots {
            let problem = batch.problem(*meeting);
            let mut attending = slot.attending.iter();
            let is_there = attending.any(|one| {
                let member = problem.members.get(one.member.index());
                let seat = problem.seats.get(one.seat.index());
                member.is_some_and(|m| m.contact == Some(limit.contact))
                    && seat.is_some_and(|seat| in_limit(limit, seat))
            });
            if is_there && others_in_stretch(batch, slots, limit, *meeting) >= limit.most {
                return Err(format!("{meeting} is one too many"));
            }
        }
    }
    Ok(())
}

/// The problem with everything taken that the other meetings take.
fn with_others(batch: &Batch, slots: &BTreeMap<usize, &Slot>, meeting: usize) -> Problem {
    let mut problem = batch.problem(meeting).clone();
    for (other, slot) in slots {
        if *other == meeting {
            continue;
        }
        let theirs = batch.problem(*other);
        for one in &slot.attending {
            let (Some(member), Some(seat)) = (
                theirs.members.get(one.member.index()),
                theirs.seats.get(one.seat.index()),
            ) else {
                continue;
            };
            let Some(contact) = member.contact else {
                continue;
            };
            let own = problem.members.iter_mut();
            for own in own.filter(|own| own.contact == Some(contact)) {
                let buffer = theirs.buffer.larger(own.timeline.buffer);
                let venue = slot.venue.filter(|_| seat.mode == Mode::InPerson);
                for interval in &one.present {
                    Arc::make_mut(&mut own.timeline).taken.push(Taken {
                        interval: *interval,
                        buffer,
                        venue,
                        arranged: *other,
                    });
                }
            }
        }
        for part in &theirs.parts {
            let venue = match part.venue {
                PartVenue::Meeting => slot.venue,
                PartVenue::None => None,
                PartVenue::Named(venue) => Some(venue),
            };
            for choice in problem.venues.iter_mut().chain(&mut problem.part_venues) {
                if Some(choice.venue) == venue {
                    let buffer = theirs.buffer.larger(choice.timeline.buffer);
                    Arc::make_mut(&mut choice.timeline).taken.push(Taken {
                        interval: part.at(slot.start),
                        buffer,
                        venue,
                        arranged: *other,
                    });
                }
            }
        }
    }
    problem
}

/// Who may not sit where because of limits and chains; those who do are told apart.
fn barred(
    batch: &Batch,
    slots: &BTreeMap<usize, &Slot>,
    meeting: usize,
    seat: usize,
    member: MemberId,
) -> bool {
    let problem = batch.problem(meeting);
    let id = SeatId(seat as u32);
    let Some(contact) = problem.member(member).contact else {
        return false;
    };
    let sits = slots[&meeting].attending.iter();
    if sits
        .clone()
        .any(|one| (one.seat, one.member) == (id, member))
    {
        return false;
    }
    let full = batch.limits.iter().any(|limit| {
        limit.contact == contact
            && in_limit(limit, &problem.seats[seat])
            && others_in_stretch(batch, slots, limit, meeting) >= limit.most
    });
    let chained = batch.links.iter().any(|link| {
        link.same.iter().any(|(a, b)| {
            let other = match (link.before == meeting, link.after == meeting) {
                (true, _) if *a == id => sitter(batch, slots, link.after, *b),
                (_, true) if *b == id => sitter(batch, slots, link.before, *a),
                _ => None,
            };
            other.is_some_and(|other| other != contact)
        })
    });
    full || chained
}

/// One slot against its problem.
fn one(batch: &Batch, slots: &BTreeMap<usize, &Slot>, meeting: usize) -> Result<(), String> {
    let fail = |what: &str| Err(what.to_owned());
    let slot = slots[&meeting];
    let frozen = batch.meetings[meeting].frozen;
    let problem = with_others(batch, slots, meeting);
    let start = slot.start;
    if !frozen && !possible_starts(&problem).contains(&start) {
        return fail("no start");
    }
    if slot.end != start.plus(problem.length) {
        return fail("end");
    }
    let asked_rooms = rooms(&problem, slot, frozen)?;
    // Everybody at every seat.
    let mut table: Table = Vec::new();
    let mut cells: Vec<Vec<Vec<Cell>>> = Vec::new();
    for (at, seat) in problem.seats.iter().enumerate() {
        let venue = slot.venue.filter(|_| seat.mode != Mode::Remote);
        let mut row = Vec::new();
        let mut row_cells = Vec::new();
        for candidate in &seat.candidates {
            let timeline = &problem.member(candidate.member).timeline;
            let painted = paint(&problem, timeline, venue);
            let own: Vec<Cell> = wanted(&problem, seat, start)
                .map(|t| painted.cell(t))
                .collect();
            let mut found = there(seat, &own);
            if barred(batch, slots, meeting, at, candidate.member) {
                found.status = Status::Absent;
                found.percent = 0;
            }
            row.push(found);
            row_cells.push(own);
        }
        table.push(row);
        cells.push(row_cells);
    }
    let seating = seated(&problem, slot, &table, &cells)?;
    told_of_people(
        batch,
        slots,
        meeting,
        &problem,
        &table,
        &seating,
        &asked_rooms,
    )
}

/// The rooms that have to be rung.
fn rooms(problem: &Problem, slot: &Slot, frozen: bool) -> Result<Vec<VenueId>, String> {
    let status = |choice: &VenueChoice, part_venue: &PartVenue| -> Status {
        let painted: Painted = paint(problem, &choice.timeline, None);
        let parts = problem
            .parts
            .iter()
            .filter(|part| part.venue == *part_venue);
        let all = parts.flat_map(|part| starts(part.at(slot.start)));
        let all = all.map(|at| painted.cell(at).status);
        all.min().unwrap_or(Status::Free)
    };
    let mut asked = Vec::new();
    match (slot.venue, problem.needs_venue) {
        (None, false) => {}
        (None, true) | (Some(_), false) => return Err("a room or none".to_owned()),
        (Some(venue), true) => {
            let choice = problem.venues.iter().find(|choice| choice.venue == venue);
            match choice.map(|choice| status(choice, &PartVenue::Meeting)) {
                None | Some(Status::Absent) if frozen => {}
                None | Some(Status::Absent) => return Err("no such room".to_owned()),
                Some(Status::Unknown) => asked.push(venue),
                Some(_) => {}
            }
        }
    }
    for part in &problem.parts {
        if let PartVenue::Named(venue) = part.venue {
            let choice = problem
                .part_venues
                .iter()
                .find(|choice| choice.venue == venue);
            match choice.map(|choice| status(choice, &part.venue)) {
                None | Some(Status::Absent) if frozen => {}
                None | Some(Status::Absent) => return Err("part's room".to_owned()),
                Some(Status::Unknown) if !asked.contains(&venue) => asked.push(venue),
                Some(_) => {}
            }
        }
    }
    Ok(asked)
}

/// The people of the slot as a seating, if each may sit there and is there as it says.
fn seated(
    problem: &Problem,
    slot: &Slot,
    table: &Table,
    cells: &[Vec<Vec<Cell>>],
) -> Result<Seating, String> {
    let mut seating: Seating = Vec::new();
    let mut seen = BTreeSet::new();
    for one in &slot.attending {
        let seat = one.seat.index();
        let Some(spec) = problem.seats.get(seat) else {
            return Err("no such seat".to_owned());
        };
        let at = spec.candidates.iter().position(|c| c.member == one.member);
        let Some(at) = at else {
            return Err("no candidate".to_owned());
        };
        if !seen.insert(one.member) {
            return Err("two seats".to_owned());
        }
        let role = match spec.candidates[at].rank {
            0 => As::Principal,
            _ => As::Deputy,
        };
        if (one.role, one.mode) != (role, spec.mode) {
            return Err("role or mode".to_owned());
        }
        let there = table[seat][at];
        if there.status == Status::Absent || one.percent != there.percent {
            return Err("not there, or not as long".to_owned());
        }
        let least = match (spec.partial_percent, there.status) {
            (None, status) => status,
            (Some(_), Status::Unknown) => Status::Unknown,
            (Some(_), _) => Status::Tentative,
        };
        let times = wanted(problem, spec, slot.start).zip(&cells[seat][at]);
        let mut present: Vec<Interval> = Vec::new();
        for (time, _) in times.filter(|(_, cell)| cell.status >= least) {
            let cell = Interval::new(time, time.plus(300)).expect("a cell");
            match present.last_mut() {
                Some(last) if last.end() == time => {
                    *last = Interval::new(last.start(), cell.end()).expect("it grows");
                }
                _ => present.push(cell),
            }
        }
        if present != one.present {
            return Err("not at these times".to_owned());
        }
        let grounds: Vec<Ground> = cells[seat][at]
            .iter()
            .filter(|cell| cell.status == there.status)
            .map(|cell| cell.ground)
            .collect();
        let free = problem.policy.tentative == TentativePolicy::Free;
        let as_free = free && grounds.contains(&Ground::Tentative) && one.ground < Ground::Pattern;
        if !grounds.contains(&one.ground) && !as_free {
            return Err("ground".to_owned());
        }
        seating.push((seat, at));
    }
    for (seat, spec) in problem.seats.iter().enumerate() {
        let here = seating.iter().filter(|(other, _)| *other == seat).count() as u32;
        let missing = slot.missing.iter().filter(|one| one.seat.index() == seat);
        let listed: u32 = missing.map(|one| one.places).sum();
        if here > spec.places || spec.places - here != listed {
            return Err("places".to_owned());
        }
    }
    let apart = seating.iter().enumerate().all(|(at, one)| {
        seating[..at]
            .iter()
            .all(|other| !meet(problem, *other, *one))
    });
    if !apart || !slot.ask_about.is_empty() {
        return Err("apart, or asked about nothing".to_owned());
    }
    Ok(seating)
}

/// State, confirmations, who ends it, coverage and score.
fn told_of_people(
    batch: &Batch,
    slots: &BTreeMap<usize, &Slot>,
    meeting: usize,
    problem: &Problem,
    table: &Table,
    seating: &Seating,
    asked_rooms: &[VenueId],
) -> Result<(), String> {
    let slot = slots[&meeting];
    let people = look(problem, table);
    let state = match (people.state, asked_rooms.is_empty()) {
        (State::Quorate, false) => State::QuorateIf,
        (state, _) => state,
    };
    if slot.state != state {
        return Err(format!("state {:?} is {state:?}", slot.state));
    }
    let whole: Vec<Vec<Confirming>> = people
        .confirm
        .iter()
        .map(|set| {
            let members = set.iter().map(|member| Confirming::Member(*member));
            let rooms = asked_rooms.iter().map(|room| Confirming::Venue(*room));
            members.chain(rooms).collect()
        })
        .collect();
    let places: Vec<Option<usize>> = slot
        .confirm
        .iter()
        .map(|set| whole.iter().position(|other| other == set))
        .collect();
    let in_order = places.is_sorted() && places.windows(2).all(|pair| pair[0] != pair[1]);
    if (state == State::QuorateIf) == slot.confirm.is_empty() || places.contains(&None) || !in_order
    {
        return Err("confirmations".to_owned());
    }
    let known = |one: &&(usize, usize)| table[one.0][one.1].status != Status::Unknown;
    let member = |one: &(usize, usize)| problem.seats[one.0].candidates[one.1].member;
    let asked = slot.confirm.first().map_or(&[][..], Vec::as_slice);
    let counted = seating
        .iter()
        .filter(|one| known(one) || asked.contains(&Confirming::Member(member(one))));
    if state != State::Short && !quorum(problem, &counted.copied().collect()) {
        return Err("the attending make no quorum".to_owned());
    }
    let falls_if: BTreeSet<MemberId> = match people.state {
        State::Quorate => people.falls_if_known.iter().copied().collect(),
        State::QuorateIf => people.falls_if_possible.iter().copied().collect(),
        State::Short => BTreeSet::new(),
    };
    if slot.falls_if.iter().copied().collect::<BTreeSet<_>>() != falls_if {
        return Err(format!("falls if {:?} is {falls_if:?}", slot.falls_if));
    }
    let suffices = people.state == State::Quorate;
    let of_known: Seating = match suffices {
        true => seating.iter().filter(known).copied().collect(),
        false => people.best_known[0].clone(),
    };
    let sure = tally(problem, &of_known);
    if suffices && slot.sure != sure {
        return Err("coverage".to_owned());
    }
    let spare = problem.limit.as_ref().map(|limit| {
        let working = &problem.working_days;
        working.between(date(problem, slot), limit.hold_by)
    });
    if slot.spare_working_days != spare {
        return Err("spare".to_owned());
    }
    score(
        batch,
        slots,
        meeting,
        problem,
        &levels(problem, table, &of_known),
        spare,
    )
}

fn score(
    batch: &Batch,
    slots: &BTreeMap<usize, &Slot>,
    meeting: usize,
    problem: &Problem,
    of_people: &[i64; RankLevel::COUNT],
    spare: Option<i32>,
) -> Result<(), String> {
    let slot = slots[&meeting];
    let day = date(problem, slot);
    let late_in_chain = batch.links.iter().any(|link| {
        link.after == meeting
            && slots.get(&link.before).is_some_and(|before| {
                let follow = link.allowed.get(&date(batch.problem(link.before), before));
                follow.is_some_and(|follow| follow.last < day)
            })
    });
    // A pinned meeting is late only through its chain; what it says of itself stands.
    let late = match problem.pinned {
        Some(_) => late_in_chain || slot.score.late,
        None => late_in_chain || day > problem.to,
    };
    if slot.score.late != late {
        return Err("late".to_owned());
    }
    let confirmations = match slot.state {
        State::Quorate => 0,
        State::QuorateIf => slot.confirm.iter().map(Vec::len).min().unwrap_or(0) as u32,
        State::Short => u32::MAX,
    };
    let venue = problem
        .venues
        .iter()
        .position(|choice| Some(choice.venue) == slot.venue);
    let travel = venue.map_or(0, |at| i64::from(problem.venues[at].travel_minutes));
    let near = i64::from(problem.policy.target_margin_working_days);
    let margin = spare.is_some_and(|spare| i64::from(spare) < near)
        || problem.target.is_some_and(|target| day > target)
        || problem.notice.is_some_and(|notice| day < notice);
    let moved = problem
        .arranged
        .as_ref()
        .filter(|(start, _)| *start != slot.start);
    let mut expected = *of_people;
    let mut set = |level, value| expected[place(problem, level)] = value;
    set(RankLevel::Margin, i64::from(margin));
    set(RankLevel::Fragility, slot.falls_if.len() as i64);
    set(
        RankLevel::Disruption,
        moved.map_or(0, |(_, told)| told.len() as i64),
    );
    set(RankLevel::Travel, travel);
    set(RankLevel::Avoided, avoided(problem, slot.start));
    let score = &slot.score;
    if (
        score.confirmations,
        score.start,
        score.levels,
        score.venue as usize,
    ) != (confirmations, slot.start, expected, venue.unwrap_or(0))
    {
        return Err(format!("score {score:?} is {expected:?}"));
    }
    Ok(())
}

fn weight(problem: &Problem, required: bool) -> i64 {
    let seats = problem.seats.iter().filter(|seat| match seat.level {
        Level::Required => required,
        Level::Expected | Level::Preferred => !required,
        Level::Optional | Level::Informed => false,
    });
    seats
        .map(|seat| 100 * i64::from(seat.weight * seat.places))
        .sum()
}

fn load(batch: &Batch, slots: &BTreeMap<usize, &Slot>) -> i64 {
    let mut meetings: BTreeMap<ContactId, BTreeSet<usize>> = BTreeMap::new();
    for (meeting, slot) in slots {
        let problem = batch.problem(*meeting);
        for one in &slot.attending {
            let seat = problem.seat(one.seat);
            let own = seat.candidates.iter().filter(|c| c.rank == 0).count();
            if let Some(contact) = problem.member(one.member).contact
                && own > seat.places as usize
            {
                meetings.entry(contact).or_default().insert(*meeting);
            }
        }
    }
    let square = |n: i64| n * n;
    let each = meetings.into_iter().map(|(contact, own)| {
        let had = i64::from(batch.history.get(&contact).copied().unwrap_or(0));
        square(had + own.len() as i64) - square(had)
    });
    each.sum()
}

/// What the plan tells of its levels.
fn told(batch: &Batch, plan: &Plan, sums: &[i64; PlanLevel::COUNT]) -> Result<(), String> {
    if plan.levels.len() != PlanLevel::COUNT {
        return Err("levels".to_owned());
    }
    for (at, told) in plan.levels.iter().enumerate() {
        if told.level != batch.order[at] || told.value != sums[at] {
            return Err(format!("level {:?} is {}", told, sums[at]));
        }
        if told.bound.is_some_and(|bound| bound > told.value) {
            return Err("bound".to_owned());
        }
    }
    let open = plan.levels.iter().find(|one| one.bound != Some(one.value));
    let proved = open.is_none();
    match plan.proof {
        Proof::Optimal if !proved => return Err("not proved".to_owned()),
        Proof::Gap { level, most } => {
            let own = open.filter(|one| one.level == level);
            let gap = own.and_then(|one| Some(one.value - one.bound?));
            if gap != Some(most) {
                return Err("gap".to_owned());
            }
        }
        Proof::Optimal | Proof::Feasible => {}
    }
    match plan.stopped == Stopped::Proved && plan.proof != Proof::Optimal {
        true => Err("stopped".to_owned()),
        false => Ok(()),
    }
}
