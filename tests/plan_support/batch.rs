//! The meetings of a random batch and the people and rooms that they share.

use super::oracle::Dice;
use super::size::{choices, plans};
use super::ties;
use chrono::{Days, NaiveDate, NaiveTime, Timelike};
use quorate::model::*;
use quorate::time::{Instant, Interval, IntervalSet, Nation, WorkingDays, Zone};
use std::collections::BTreeMap;
use std::sync::Arc;

/// 2 to 6 meetings of which there are at most 100,000 plans.
pub fn random_batch(seed: u64) -> Batch {
    random_batch_of(seed, 100_000)
}

/// The same with another number of plans at most (10 or more).
pub fn random_batch_of(seed: u64, most: u64) -> Batch {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0xba7c);
    let frame = Frame::random(&mut dice);
    let count = dice.pick(&[2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6]);
    let mut problems: Vec<Problem> = (0..count)
        .map(|at| random_meeting(&mut dice, &frame, at, count))
        .collect();
    shrink(&mut dice, &mut problems, most);
    let mut batch = Batch {
        now: frame.now,
        zone: frame.zone.clone(),
        meetings: problems
            .into_iter()
            .map(|problem| BatchMeeting {
                problem,
                published: None,
                frozen: false,
                cycle_of: None,
            })
            .collect(),
        links: Vec::new(),
        limits: Vec::new(),
        history: frame.history.clone(),
        order: PlanLevel::order(&frame.policy, false),
    };
    ties::tie(&mut dice, &mut batch);
    batch
}

/// What all meetings of a batch share.
struct Frame {
    now: Instant,
    zone: Zone,
    /// The days on which anything can happen.
    first: NaiveDate,
    last: NaiveDate,
    /// Local hours in which it does.
    core: (u32, u32),
    people: Vec<Person>,
    venues: Vec<Arc<Timeline>>,
    travel: Arc<[(VenueId, VenueId, u32)]>,
    policy: Policy,
    history: BTreeMap<ContactId, u32>,
}

struct Person {
    agency: u32,
    group: u32,
    timeline: Arc<Timeline>,
}

/// What kind of diary a timeline is made like.
#[derive(Clone, Copy, PartialEq)]
enum Diary {
    /// Mostly free.
    Feed,
    Busy,
    Tentative,
    Expected,
    Unknown,
    Mixed,
}

impl Frame {
    fn random(dice: &mut Dice) -> Frame {
        let zone = dice.pick(&["Europe/London", "Europe/London", "Etc/UTC"]);
        let zone = Zone::named(zone).expect("zones of the database");
        // Ordinary days, the end of a week, and a night in which the clocks go back.
        let first = dice.pick(&["2026-12-01", "2026-12-01", "2026-12-05", "2026-10-24"]);
        let first: NaiveDate = first.parse().expect("a date");
        let last = first + Days::new(dice.between(1, 3));
        let core = dice.pick(&[(9, 11), (9, 12), (10, 12), (13, 16)]);
        let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
        let range = Interval::new(
            midnight(first - Days::new(2)),
            midnight(last + Days::new(3)),
        );
        let range = range.expect("a window of days");
        let people = (0..dice.between(3, 6))
            .map(|_| {
                let diary = dice.pick(&[
                    Diary::Feed,
                    Diary::Feed,
                    Diary::Feed,
                    Diary::Feed,
                    Diary::Busy,
                    Diary::Tentative,
                    Diary::Expected,
                    Diary::Unknown,
                    Diary::Mixed,
                ]);
                Person {
                    agency: dice.below(3) as u32,
                    group: dice.below(3) as u32,
                    timeline: random_timeline(dice, diary, range, &zone, core, None).into(),
                }
            })
            .collect::<Vec<Person>>();
        let venues = (0..3)
            .map(|id| {
                let diary = dice.pick(&[Diary::Feed, Diary::Feed, Diary::Unknown, Diary::Mixed]);
                let own = Some(VenueId(id));
                random_timeline(dice, diary, range, &zone, core, own).into()
            })
            .collect();
        let travel = (0..3)
            .flat_map(|a| (0..3).map(move |b| (a, b)))
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (VenueId(a), VenueId(b), 5 * dice.below(8) as u32))
            .collect();
        let mut history = BTreeMap::new();
        for contact in 0..people.len() as u32 {
            let before = dice.pick(&[0, 0, 1, 2, 3]);
            if before > 0 {
                history.insert(ContactId(contact), before);
            }
        }
        Frame {
            now: midnight(first - Days::new(1)).plus_minutes(60 * dice.below(30) as i64),
            zone,
            first,
            last,
            core,
            people,
            venues,
            travel,
            policy: random_policy(dice, core),
            history,
        }
    }

    fn instant(&self, date: NaiveDate, minutes: u64) -> Instant {
        let midnight = self.zone.instant(date.and_time(NaiveTime::MIN));
        midnight.plus_minutes(minutes as i64)
    }
}

fn random_policy(dice: &mut Dice, core: (u32, u32)) -> Policy {
    let mut order = RankLevel::DEFAULT_ORDER;
    let order_is_stated = dice.percent(15);
    if order_is_stated {
        dice.shuffle(&mut order);
    }
    let avoid = (0..dice.below(2))
        .map(|_| {
            let from = (60 * core.0) as u16 + 5 * dice.below(12) as u16;
            LocalSpan {
                from,
                to: from + 5 * dice.between(1, 12) as u16,
            }
        })
        .collect();
    Policy {
        tentative: dice.pick(&[
            TentativePolicy::Soft,
            TentativePolicy::Soft,
            TentativePolicy::Soft,
            TentativePolicy::Busy,
            TentativePolicy::Free,
        ]),
        order,
        order_is_stated,
        target_margin_working_days: dice.below(3) as u32,
        avoid,
        ..Policy::default()
    }
}

fn random_buffer(dice: &mut Dice) -> Buffer {
    let mut minutes = || dice.pick(&[0, 0, 0, 0, 5, 15, 30]);
    Buffer {
        before_minutes: minutes(),
        after_minutes: minutes(),
    }
}

fn random_standing(dice: &mut Dice, diary: Diary) -> Standing {
    let free = Standing::Free(FreeGround::Feed);
    let usual = match diary {
        Diary::Feed | Diary::Mixed => free,
        Diary::Busy => dice.pick(&[free, Standing::Busy(BusyGround::Feed)]),
        Diary::Tentative => dice.pick(&[free, Standing::Tentative(TentativeGround::Feed)]),
        Diary::Expected => Standing::Expected,
        Diary::Unknown => Standing::Unknown(UnknownGround::NoFeed),
    };
    let rare = [
        Standing::Free(FreeGround::Answer),
        Standing::Free(FreeGround::Offer),
        Standing::Expected,
        Standing::Tentative(TentativeGround::Answer),
        Standing::Tentative(TentativeGround::Feed),
        Standing::Busy(BusyGround::Answer),
        Standing::Busy(BusyGround::Feed),
        Standing::Unknown(UnknownGround::BeyondHorizon),
        Standing::Unknown(UnknownGround::Doubtful),
    ];
    let rarely = if diary == Diary::Mixed { 50 } else { 10 };
    match dice.percent(rarely) {
        true => dice.pick(&rare),
        false => usual,
    }
}

/// Somebody's time, or a venue's (`own`): away outside the core hours, of one kind or another inside.
fn random_timeline(
    dice: &mut Dice,
    diary: Diary,
    range: Interval,
    zone: &Zone,
    core: (u32, u32),
    own: Option<VenueId>,
) -> Timeline {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = range.start();
    while at < range.end() {
        let inside = (core.0..core.1).contains(&zone.local(at).hour());
        let (minutes, standing) = match inside {
            true => (15 * dice.between(2, 12), random_standing(dice, diary)),
            false => (60, Standing::Away(AwayGround::Hours)),
        };
        let end = at.plus_minutes(minutes as i64).min(range.end());
        match spans.last_mut() {
            Some(last) if last.standing == standing => {
                last.interval = Interval::new(last.interval.start(), end).expect("it grows");
            }
            _ => spans.push(Span {
                interval: Interval::new(at, end).expect("at least a quarter of an hour"),
                standing,
            }),
        }
        at = end;
    }
    // What is arranged outside the batch.
    let days = (range.seconds() / 86_400) as u64;
    let count = dice.pick(&[0, 0, 0, 1, 2]);
    let mut taken: Vec<Taken> = (0..count)
        .map(|at| {
            let day = range.start().plus(86_400 * dice.below(days) as i64);
            let minutes = 60 * u64::from(core.0) + 15 * dice.below(4 * u64::from(core.1 - core.0));
            let start = day.plus_minutes(minutes as i64);
            let end = start.plus_minutes(15 * dice.between(1, 4) as i64);
            Taken {
                interval: Interval::new(start, end).expect("at least a quarter of an hour"),
                buffer: random_buffer(dice),
                venue: own.or_else(|| dice.percent(70).then(|| VenueId(dice.below(3) as u32))),
                arranged: at,
            }
        })
        .collect();
    taken.sort_by_key(|taken| taken.interval);
    Timeline {
        range,
        spans,
        taken,
        capacity: match own {
            Some(_) => 1,
            None => dice.pick(&[1, 1, 1, 1, 2]),
        },
        buffer: random_buffer(dice),
        ask_about: Vec::new(),
    }
}

fn random_meeting(dice: &mut Dice, frame: &Frame, at: usize, count: usize) -> Problem {
    let (parts, length) = random_parts(dice);
    let mut people: Vec<u32> = (0..frame.people.len() as u32).collect();
    dice.shuffle(&mut people);
    people.truncate(if count < 4 { 4 } else { 3 });
    people.sort_unstable();
    let mut members: Vec<Member> = people
        .iter()
        .map(|id| {
            let person = &frame.people[*id as usize];
            Member {
                contact: Some(ContactId(*id)),
                id: format!("p{id}"),
                agency: person.agency,
                kind: person.agency / 2,
                group: person.group,
                load: frame.history.get(&ContactId(*id)).copied().unwrap_or(0),
                timeline: Arc::clone(&person.timeline),
            }
        })
        .collect();
    let mut seats = random_seats(dice, members.len(), parts.len(), count);
    if dice.percent(10) {
        // Whoever takes the last seat is still to be named, or is one of those who were going to.
        let last = seats.last_mut().expect("a meeting has seats");
        let member = MemberId(members.len() as u32);
        let rank = u8::from(!last.candidates.is_empty() && dice.percent(50));
        last.candidates.push(Candidate { member, rank });
        last.candidates.sort_by_key(|one| (one.rank, one.member));
        let all = frame.people[0].timeline.range;
        members.push(Member {
            contact: None,
            id: format!("{}?", last.id),
            agency: 9,
            kind: 9,
            group: 9,
            load: 0,
            timeline: Arc::new(Timeline {
                range: all,
                spans: vec![Span {
                    interval: all,
                    standing: Standing::Unknown(UnknownGround::ToBeNamed),
                }],
                taken: Vec::new(),
                capacity: 1,
                buffer: Buffer::default(),
                ask_about: Vec::new(),
            }),
        });
    }
    let quorum = random_quorum(dice, &seats, members.len());
    let apart = match dice.percent(12) {
        true => vec![(MemberId(0), MemberId(1))],
        false => Vec::new(),
    };
    let meets = parts.iter().any(|part| part.venue == PartVenue::Meeting);
    let needs_venue = meets && dice.percent(60);
    let mut rooms: Vec<u32> = vec![0, 1, 2];
    dice.shuffle(&mut rooms);
    rooms.truncate(match (needs_venue, count) {
        (false, _) => 0,
        (true, 2 | 3) => dice.between(1, 2) as usize,
        (true, _) => 1,
    });
    rooms.sort_unstable();
    let choice = |dice: &mut Dice, id: u32| VenueChoice {
        venue: VenueId(id),
        travel_minutes: 5 * dice.below(4) as u32,
        timeline: Arc::clone(&frame.venues[id as usize]),
    };
    let venues: Vec<VenueChoice> = rooms.iter().map(|id| choice(dice, *id)).collect();
    let part_venues = parts
        .iter()
        .filter_map(|part| match part.venue {
            PartVenue::Named(id) => Some(choice(dice, id.0)),
            PartVenue::Meeting | PartVenue::None => None,
        })
        .collect();
    let days = frame.last.signed_duration_since(frame.first).num_days() as u64;
    let from = frame.first + Days::new(dice.below(days));
    let to = (from + Days::new(dice.below(2))).min(frame.last);
    let late = (to < frame.last && dice.percent(40)).then(|| Late {
        to: to + Days::new(1),
    });
    let last = late.map_or(to, |late| late.to);
    let working_days = WorkingDays::of(Nation::England);
    let limit = (late.is_some() || dice.percent(60)).then(|| Limit {
        rule: "by".to_owned(),
        date: to,
        hold_by: working_days.last_not_after(to),
    });
    let grain_minutes = dice.pick(&[15, 30, 30, 60, 60]);
    let core = (60 * u64::from(frame.core.0), 60 * u64::from(frame.core.1));
    let hours = super::size::days(from, last)
        .filter_map(|date| Interval::new(frame.instant(date, core.0), frame.instant(date, core.1)))
        .collect::<IntervalSet>();
    let slack = (core.1 - core.0).saturating_sub(length as u64 / 60) / 5;
    let earliest = match dice.percent(10) {
        true => frame.instant(from, core.0 + 5 * dice.below(slack + 1)),
        false => frame.now,
    };
    let pinned = dice
        .percent(6)
        .then(|| frame.instant(from, core.0 + 5 * dice.below(slack + 1)));
    Problem {
        reference: format!("M{at}"),
        now: frame.now,
        zone: frame.zone.clone(),
        grain_minutes,
        from,
        to,
        late,
        earliest: earliest.max(frame.now),
        inside: Some(hours),
        pinned,
        limit,
        target: dice.percent(15).then(|| from + Days::new(dice.below(2))),
        notice: dice.percent(15).then(|| from + Days::new(dice.below(2))),
        working_days,
        length,
        parts,
        members,
        seats,
        quorum,
        apart,
        venues,
        needs_venue,
        part_venues,
        buffer: random_buffer(dice),
        travel: Arc::clone(&frame.travel),
        arranged: None,
        policy: frame.policy.clone(),
        questions: Vec::new(),
    }
}

fn random_parts(dice: &mut Dice) -> (Vec<Part>, i64) {
    let first = dice.pick(&[30, 30, 45, 60, 60, 90]);
    let part = |name: &str, offset: i64, length: i64, venue| Part {
        name: name.to_owned(),
        offset: 60 * offset,
        length: 60 * length,
        venue,
    };
    if dice.percent(85) {
        let venue = match dice.below(12) {
            0 => PartVenue::None,
            _ => PartVenue::Meeting,
        };
        return (vec![part("whole", 0, first, venue)], 60 * first);
    }
    let second = dice.pick(&[15, 30]);
    let own = match dice.below(3) {
        0 => PartVenue::Named(VenueId(dice.below(3) as u32)),
        1 => PartVenue::None,
        _ => PartVenue::Meeting,
    };
    let parts = vec![
        part("first", 0, first, PartVenue::Meeting),
        part("second", first, second, own),
    ];
    (parts, 60 * (first + second))
}

fn random_seats(dice: &mut Dice, members: usize, parts: usize, meetings: usize) -> Vec<Seat> {
    let most = match meetings {
        2 | 3 => 3,
        4 => 2,
        _ => dice.between(1, 2),
    };
    (0..dice.between(1, most))
        .map(|at| {
            let level = match dice.below(10) {
                _ if at == 0 => Level::Required,
                0..=4 => Level::Required,
                5 | 6 => Level::Expected,
                7 | 8 => Level::Preferred,
                _ => Level::Optional,
            };
            let mut all: Vec<MemberId> = (0..members as u32).map(MemberId).collect();
            dice.shuffle(&mut all);
            all.truncate(dice.pick(&[1, 2, 2, 3]));
            // A pool, one own person with deputies, or one person alone.
            let own = match dice.percent(50) {
                true => all.len(),
                false => 1,
            };
            let mut candidates: Vec<Candidate> = (0..)
                .zip(all)
                .map(|(place, member): (usize, MemberId)| Candidate {
                    member,
                    rank: (place + 1).saturating_sub(own) as u8,
                })
                .collect();
            candidates.sort_by_key(|one| (one.rank, one.member));
            let factor = match level {
                Level::Expected => 3,
                _ => 1,
            };
            Seat {
                id: ["chair", "worker", "school"][at as usize].to_owned(),
                level,
                places: match candidates.len() > 2 && dice.percent(20) {
                    true => 2,
                    false => 1,
                },
                weight: factor * dice.pick(&[1, 1, 1, 2]),
                candidates,
                mode: dice.pick(&[Mode::InPerson, Mode::InPerson, Mode::InPerson, Mode::Remote]),
                parts: match dice.percent(70) {
                    true => (0..parts).collect(),
                    false => vec![dice.below(parts as u64) as usize],
                },
                partial_percent: dice.percent(12).then(|| dice.pick(&[40, 60, 75])),
            }
        })
        .collect()
}

fn random_quorum(dice: &mut Dice, seats: &[Seat], members: usize) -> Clause {
    let seat = |at: usize| Clause::Seat(SeatId(at as u32));
    let who = vec![true; members];
    match dice.below(10) {
        // Every required seat, as where nobody says anything else.
        0..=4 => {
            let all = 0..seats.len();
            let required = all.filter(|at| seats[*at].level == Level::Required);
            Clause::All(required.map(seat).collect())
        }
        5 | 6 => Clause::All(vec![
            seat(0),
            Clause::Count {
                need: dice.between(1, 2) as u32,
                unit: dice.pick(&[Unit::People, Unit::Agencies, Unit::Kinds, Unit::Groups]),
                who,
            },
        ]),
        7 | 8 => Clause::Any {
            need: 1,
            of: (0..seats.len()).map(seat).collect(),
        },
        _ => Clause::Count {
            need: 1,
            unit: Unit::People,
            who,
        },
    }
}

/// Takes away starts, rooms and candidates, or else a meeting, until there are few enough plans.
fn shrink(dice: &mut Dice, problems: &mut Vec<Problem>, most: u64) {
    loop {
        let sizes: Vec<u64> = problems.iter().map(|one| 1 + choices(one)).collect();
        let product = sizes.iter().copied().fold(1, u64::saturating_mul);
        if product <= most {
            return;
        }
        let largest = (0..sizes.len()).max_by_key(|at| sizes[*at]);
        let largest = largest.expect("too many plans need a meeting");
        if !smaller(dice, &mut problems[largest]) {
            problems.remove(largest);
        }
    }
}

/// Takes one thing away; false where nothing is left that could be spared.
fn smaller(dice: &mut Dice, problem: &mut Problem) -> bool {
    let seat = (0..problem.seats.len()).max_by_key(|at| problem.seats[*at].candidates.len());
    let seat = seat.expect("a meeting has seats");
    for way in [dice.below(4), 0, 1, 2, 3] {
        match way {
            0 | 1 if problem.grain_minutes < 60 => problem.grain_minutes *= 2,
            2 if problem.seats[seat].candidates.len() > 1 => {
                problem.seats[seat].candidates.pop();
                problem.seats[seat].places = 1;
            }
            3 if problem.venues.len() > 1 => {
                problem.venues.pop();
            }
            0 | 1 if fewer_hours(problem) => {}
            _ => continue,
        }
        return true;
    }
    false
}

/// Takes the last grain off the hours of each day, as long as the meeting still fits.
fn fewer_hours(problem: &mut Problem) -> bool {
    let grain = 60 * i64::from(problem.grain_minutes);
    let Some(hours) = &problem.inside else {
        return false;
    };
    if hours
        .iter()
        .any(|day| day.seconds() - grain < problem.length)
    {
        return false;
    }
    let less = hours
        .iter()
        .filter_map(|day| Interval::new(day.start(), day.end().plus(-grain)));
    problem.inside = Some(less.collect());
    true
}
