//! Small random problems, the same for the same seed.

use chrono::{Days, NaiveDate, NaiveTime, Timelike};
use quorate::model::*;
use quorate::time::{Instant, Interval, IntervalSet, Nation, WorkingDays, Zone};

/// splitmix64 (Steele, Lea, Flood 2014): good enough, and the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to but without `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Both ends included.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    pub fn shuffle<T>(&mut self, of: &mut [T]) {
        for last in (1..of.len()).rev() {
            of.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// What kind of diary a timeline is made like.
#[derive(Clone, Copy, PartialEq)]
enum Diary {
    Feed,
    Busy,
    Mixed,
    Unknown,
    ToBeNamed,
}

/// The hours in which most of the life of a problem happens.
#[derive(Clone, Copy)]
struct Core {
    from: u32,
    to: u32,
}

/// Ways of seating people are tried one by one, so there must not be too many.
const MOST_SEATINGS: u64 = 3_000;

pub fn random_problem(seed: u64) -> Problem {
    let mut dice = Dice(seed);
    let zone = Zone::named(dice.pick(&[
        "Europe/London",
        "Europe/London",
        "Europe/London",
        "America/St_Johns",
        "Etc/UTC",
    ]))
    .expect("zones of the database");
    // Ordinary days, a weekend on which the clocks go back, one on which they go forward and Easter is.
    let from = dice.pick(&["2026-12-01", "2026-11-12", "2026-10-23", "2027-03-26"]);
    let from: NaiveDate = from.parse().expect("a date");
    let from = from + Days::new(dice.below(2));
    let to = from + Days::new(dice.between(1, 3));
    let late = dice.percent(40).then(|| Late {
        to: to + Days::new(dice.between(1, 2)),
    });
    let last = late.map_or(to, |late| late.to);
    let core = dice.pick(&[
        Core { from: 9, to: 13 },
        Core { from: 10, to: 13 },
        Core { from: 13, to: 18 },
        Core { from: 0, to: 4 },
        Core { from: 22, to: 24 },
    ]);
    let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
    let range = Interval::new(midnight(from - Days::new(1)), midnight(last + Days::new(2)))
        .expect("a window of days");

    let (parts, length) = random_parts(&mut dice);
    let mut members = random_members(&mut dice, range, &zone, core);
    let mut seats = random_seats(&mut dice, members.len(), parts.len());
    while seatings(&seats) > MOST_SEATINGS {
        let largest = (0..seats.len()).max_by_key(|at| ways(&seats[*at]));
        let largest = largest.expect("too many ways of seating need a seat");
        seats[largest].candidates.pop();
    }
    let quorum = random_quorum(&mut dice, &seats, members.len());
    let apart = (0..if dice.percent(25) {
        dice.between(1, 2)
    } else {
        0
    })
        .map(|_| {
            (
                random_member(&mut dice, members.len()),
                random_member(&mut dice, members.len()),
            )
        })
        .filter(|(a, b)| a != b)
        .collect();
    let venue_count = dice.pick(&[0u32, 0, 1, 2, 3]);
    // What a venue is taken for happens in it.
    let venue = |dice: &mut Dice, id: u32| {
        let diary = [Diary::Feed, Diary::Mixed, Diary::Unknown][id as usize % 3];
        let mut timeline = random_timeline(dice, diary, range, &zone, core);
        for taken in &mut timeline.taken {
            taken.venue = Some(VenueId(id));
        }
        VenueChoice {
            venue: VenueId(id),
            travel_minutes: 5 * dice.below(4) as u32,
            timeline: timeline.into(),
        }
    };
    let venues: Vec<VenueChoice> = (0..venue_count).map(|id| venue(&mut dice, id)).collect();
    let part_venues = parts
        .iter()
        .filter_map(|part| match part.venue {
            PartVenue::Named(id) => Some(id.0),
            PartVenue::Meeting | PartVenue::None => None,
        })
        .collect::<std::collections::BTreeSet<u32>>()
        .into_iter()
        .map(|id| venue(&mut dice, id))
        .collect();
    let travel = (0..5)
        .flat_map(|a| (0..5).map(move |b| (a, b)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (VenueId(a), VenueId(b), 5 * dice.below(8) as u32))
        .collect();
    let start_in_window = |dice: &mut Dice| {
        let date = from + Days::new(dice.below(2));
        let minutes = 5 * dice.below(u64::from(core.to - core.from) * 12);
        midnight(date).plus_minutes(60 * i64::from(core.from) + minutes as i64)
    };
    let working_days = WorkingDays::of(Nation::England);
    let limit = dice.percent(60).then(|| Limit {
        rule: "by".to_owned(),
        date: to,
        hold_by: working_days.last_not_after(to),
    });
    let now = midnight(from - Days::new(1));
    let earliest = match dice.percent(20) {
        true => start_in_window(&mut dice),
        false => now,
    };
    let pinned = dice.percent(6).then(|| start_in_window(&mut dice));
    let inside = dice
        .percent(25)
        .then(|| random_inside(&mut dice, from, last, &zone, core));
    let arranged = dice.percent(20).then(|| {
        let told = (0..members.len() as u32).map(MemberId);
        let told = told.filter(|_| dice.percent(50)).collect();
        (start_in_window(&mut dice), told)
    });
    let policy = random_policy(&mut dice, core);
    for member in &mut members {
        member.load = dice.below(4) as u32;
    }
    // Drawn apart from the rest, so that everything else of a seed stays as it was.
    let mut apart_dice = Dice(seed ^ 0x7A46_E700);
    let target = apart_dice
        .percent(25)
        .then(|| from + Days::new(apart_dice.below(3)));
    // Now and then the limit was past when the search began.
    let to = match late.is_some() && pinned.is_none() && apart_dice.percent(6) {
        true => from - Days::new(1 + apart_dice.below(3)),
        false => to,
    };
    let notice = apart_dice
        .percent(25)
        .then(|| from + Days::new(apart_dice.below(4)));
    Problem {
        target,
        notice,
        reference: format!("seed-{seed}"),
        now,
        grain_minutes: dice.pick(&[15, 30, 30, 60]),
        from,
        to,
        late,
        earliest,
        inside,
        pinned,
        limit,
        working_days,
        length,
        parts,
        members,
        seats,
        quorum,
        apart,
        needs_venue: !venues.is_empty(),
        venues,
        part_venues,
        buffer: random_buffer(&mut dice),
        travel,
        arranged,
        policy,
        questions: Vec::new(),
        zone,
    }
}

fn random_parts(dice: &mut Dice) -> (Vec<Part>, i64) {
    let part = |dice: &mut Dice, name: &str, offset: i64, length: i64| Part {
        name: name.to_owned(),
        offset: 60 * offset,
        length: 60 * length,
        venue: match dice.below(10) {
            0 => PartVenue::None,
            1 => PartVenue::Named(VenueId(3 + dice.below(2) as u32)),
            _ => PartVenue::Meeting,
        },
    };
    let first = dice.pick(&[30, 45, 60, 90]);
    if dice.percent(70) {
        return (vec![part(dice, "whole", 0, first)], 60 * first);
    }
    // The second part follows at once, overlaps, or leaves a pause.
    let offset = first + dice.pick(&[0, 0, -15, 15]);
    let second = dice.pick(&[15, 30, 45]);
    let parts = vec![
        part(dice, "first", 0, first),
        part(dice, "second", offset, second),
    ];
    (parts, 60 * first.max(offset + second))
}

fn random_members(dice: &mut Dice, range: Interval, zone: &Zone, core: Core) -> Vec<Member> {
    let count = dice.between(3, 9);
    let mut unknown = 0;
    let to_be_named = dice.percent(10);
    (0..count)
        .map(|at| {
            let open = to_be_named && at + 1 == count;
            let diary = match dice.below(10) {
                _ if open => Diary::ToBeNamed,
                0..=2 if unknown < 4 => Diary::Unknown,
                3 | 4 if unknown < 4 => Diary::Mixed,
                5 => Diary::Busy,
                _ => Diary::Feed,
            };
            unknown += u32::from(matches!(diary, Diary::Unknown | Diary::Mixed));
            let agency = dice.below(4) as u32;
            Member {
                contact: (!open).then_some(ContactId(at as u32)),
                id: format!("m{at}"),
                agency,
                kind: agency / 2,
                group: dice.below(3) as u32,
                load: 0,
                timeline: random_timeline(dice, diary, range, zone, core).into(),
            }
        })
        .collect()
}

fn random_buffer(dice: &mut Dice) -> Buffer {
    let mut minutes = || dice.pick(&[0, 0, 0, 5, 15, 30]);
    Buffer {
        before_minutes: minutes(),
        after_minutes: minutes(),
    }
}

fn random_standing(dice: &mut Dice, diary: Diary) -> Standing {
    let feed = [
        Standing::Free(FreeGround::Feed),
        Standing::Free(FreeGround::Feed),
        Standing::Free(FreeGround::Feed),
        Standing::Free(FreeGround::Feed),
        Standing::Free(FreeGround::Feed),
        Standing::Busy(BusyGround::Feed),
        Standing::Tentative(TentativeGround::Feed),
    ];
    let rare = [
        Standing::Free(FreeGround::Answer),
        Standing::Free(FreeGround::Offer),
        Standing::Expected,
        Standing::Tentative(TentativeGround::Answer),
        Standing::Busy(BusyGround::Answer),
        Standing::Away(AwayGround::Feed),
        Standing::Away(AwayGround::Holiday),
    ];
    let unknown = [
        Standing::Unknown(UnknownGround::NoFeed),
        Standing::Unknown(UnknownGround::BeyondHorizon),
        Standing::Unknown(UnknownGround::Doubtful),
    ];
    match (diary, dice.below(10)) {
        (Diary::ToBeNamed, _) => Standing::Unknown(UnknownGround::ToBeNamed),
        (Diary::Busy, 0..=4) => Standing::Busy(BusyGround::Feed),
        (Diary::Unknown, 0..=7) => unknown[0],
        (Diary::Mixed, 0..=3) => dice.pick(&unknown),
        (_, 0..=1) => dice.pick(&rare),
        _ => dice.pick(&feed),
    }
}

/// Spans of many kinds in the core hours, mostly away outside.
fn random_timeline(
    dice: &mut Dice,
    diary: Diary,
    range: Interval,
    zone: &Zone,
    core: Core,
) -> Timeline {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = range.start();
    while at < range.end() {
        let hour = zone.local(at).hour();
        let inside = (core.from..core.to).contains(&hour);
        let (minutes, standing) = if inside || diary == Diary::ToBeNamed {
            (5 * dice.between(4, 40), random_standing(dice, diary))
        } else if dice.percent(97) {
            (60, Standing::Away(AwayGround::Hours))
        } else {
            (5 * dice.between(1, 12), random_standing(dice, diary))
        };
        let end = at.plus_minutes(minutes as i64).min(range.end());
        match spans.last_mut() {
            Some(last) if last.standing == standing => {
                last.interval = Interval::new(last.interval.start(), end).expect("it grows");
            }
            _ => spans.push(Span {
                interval: Interval::new(at, end).expect("at least five minutes"),
                standing,
            }),
        }
        at = end;
    }
    let days = (range.seconds() / 86_400) as u64;
    let count = if dice.percent(30) {
        dice.between(1, 4)
    } else {
        0
    };
    let mut taken: Vec<Taken> = (0..count)
        .map(|_| {
            let hours = u64::from(core.to - core.from);
            let day = range.start().plus(86_400 * dice.below(days) as i64);
            let start =
                day.plus_minutes(60 * i64::from(core.from) + 5 * dice.below(12 * hours) as i64);
            Taken {
                interval: Interval::new(start, start.plus_minutes(15 * dice.between(1, 6) as i64))
                    .expect("at least a quarter of an hour"),
                buffer: random_buffer(dice),
                venue: dice.percent(70).then(|| VenueId(dice.below(5) as u32)),
                arranged: 0,
            }
        })
        .collect();
    taken.sort_by_key(|taken| taken.interval);
    Timeline {
        range,
        spans,
        taken,
        capacity: dice.pick(&[1, 1, 1, 2]),
        buffer: random_buffer(dice),
        ask_about: Vec::new(),
    }
}

fn random_member(dice: &mut Dice, members: usize) -> MemberId {
    MemberId(dice.below(members as u64) as u32)
}

fn random_seats(dice: &mut Dice, members: usize, parts: usize) -> Vec<Seat> {
    (0..dice.between(1, 5))
        .map(|at| {
            let level = match dice.below(10) {
                0..=5 => Level::Required,
                6 | 7 => Level::Expected,
                8 => Level::Preferred,
                _ => Level::Optional,
            };
            let pool = dice.percent(50);
            let mut all: Vec<MemberId> = (0..members as u32).map(MemberId).collect();
            dice.shuffle(&mut all);
            all.truncate(dice.pick(&[1, 2, 2, 3, 3, 4]));
            let own = if pool {
                dice.between(1, all.len() as u64) as usize
            } else {
                1
            };
            let mut candidates: Vec<Candidate> = (0..)
                .zip(all)
                .map(|(place, member): (usize, MemberId)| Candidate {
                    member,
                    rank: (place + 1).saturating_sub(own) as u8,
                })
                .collect();
            candidates.sort_by_key(|candidate| (candidate.rank, candidate.member));
            let weight = match level {
                Level::Expected => 3,
                _ => 1,
            };
            Seat {
                id: format!("s{at}"),
                level,
                places: dice.pick(&[1, 1, 1, 2]),
                weight: weight * dice.pick(&[1, 1, 1, 2]),
                candidates,
                mode: dice.pick(&[Mode::InPerson, Mode::InPerson, Mode::InPerson, Mode::Remote]),
                parts: match dice.percent(70) {
                    true => (0..parts).collect(),
                    false => vec![dice.below(parts as u64) as usize],
                },
                partial_percent: dice.percent(12).then(|| dice.pick(&[40, 60, 75, 100])),
            }
        })
        .collect()
}

/// In how many ways a seat can be taken, places left empty included.
fn ways(seat: &Seat) -> u64 {
    let candidates = seat.candidates.len() as u64;
    match seat.places {
        1 => 1 + candidates,
        _ => 1 + candidates + candidates * candidates.saturating_sub(1) / 2,
    }
}

fn seatings(seats: &[Seat]) -> u64 {
    seats.iter().map(ways).product()
}

fn random_quorum(dice: &mut Dice, seats: &[Seat], members: usize) -> Clause {
    if dice.percent(50) {
        let required = (0u32..)
            .zip(seats)
            .filter(|(_, seat)| seat.level == Level::Required);
        let mut of: Vec<Clause> = required.map(|(at, _)| Clause::Seat(SeatId(at))).collect();
        if dice.percent(50) {
            of.push(Clause::Count {
                need: dice.between(1, 3) as u32,
                unit: Unit::Agencies,
                who: vec![true; members],
            });
        }
        return Clause::All(of);
    }
    random_clause(dice, seats.len(), members, 2)
}

fn random_clause(dice: &mut Dice, seats: usize, members: usize, depth: u32) -> Clause {
    let inner = |dice: &mut Dice, least: u64| -> Vec<Clause> {
        (0..dice.between(least, 3))
            .map(|_| random_clause(dice, seats, members, depth - 1))
            .collect()
    };
    match dice.below(10) {
        0..=2 if depth > 0 => Clause::All(inner(dice, 0)),
        3..=5 if depth > 0 => {
            let of = inner(dice, 1);
            let need = dice.below(of.len() as u64 + 1) as u32;
            Clause::Any { need, of }
        }
        0..=5 => Clause::Seat(SeatId(dice.below(seats as u64) as u32)),
        _ => Clause::Count {
            need: dice.between(1, 3) as u32,
            unit: dice.pick(&[Unit::People, Unit::Agencies, Unit::Kinds, Unit::Groups]),
            who: (0..members).map(|_| dice.percent(70)).collect(),
        },
    }
}

fn random_inside(
    dice: &mut Dice,
    from: NaiveDate,
    last: NaiveDate,
    zone: &Zone,
    core: Core,
) -> IntervalSet {
    let days = from.iter_days().take_while(|date| *date <= last);
    days.filter_map(|date| {
        let midnight = zone.instant(date.and_time(NaiveTime::MIN));
        let hour = |hour: u32| midnight.plus_minutes(60 * i64::from(hour));
        let late = 15 * dice.below(5) as i64;
        Interval::new(hour(core.from).plus_minutes(late), hour(core.to))
    })
    .collect()
}

fn random_policy(dice: &mut Dice, core: Core) -> Policy {
    let mut order = RankLevel::DEFAULT_ORDER;
    if dice.percent(15) {
        dice.shuffle(&mut order);
    }
    let avoid = (0..dice.below(3))
        .map(|_| {
            let from = 60 * core.from as u64 + 5 * dice.below(12 * u64::from(core.to - core.from));
            let to = (from + 5 * dice.between(1, 18)).min(24 * 60);
            LocalSpan {
                from: from as u16,
                to: to as u16,
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
        target_margin_working_days: dice.below(4) as u32,
        avoid,
        ..Policy::default()
    }
}

/// An instant as written, for problems that are made by hand.
pub fn instant(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("an instant")
}
