//! Each meeting as if it were alone: the starts at which it can be held and how everybody stands there. Worked out once; what the other
//! meetings take is laid over it in [`super::insertion`].

use super::super::field::{Field, Relaxed, meeting_shape};
use super::super::grid;
use super::super::layout::Layout;
use super::super::rank::Ranker;
use super::super::rows::{Kind, Status};
use super::super::sweep;
use super::core::Core;
use super::keys::Mix;
use super::levels::{Levels, Way};
use super::people::Resources;
use crate::model::{BatchMeeting, PartVenue, PlanValue, Problem, RankLevel, VenueId};
use crate::time::Instant;
use chrono::Datelike;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, OnceLock};

/// One meeting with everything about it that no other meeting changes.
pub(super) struct Ground<'a> {
    pub meeting: &'a BatchMeeting,
    pub layout: Layout<'a>,
    /// Venues (indices into the problem's) that are alike in their ways to all others; one group without any where none is needed.
    pub groups: Vec<Vec<usize>>,
    /// The resource of each member; `None` = to be named.
    pub resource: Vec<Option<u32>>,
    pub venue_resource: Vec<u32>,
    /// Of each venue that parts name, with the stretches for which it is taken.
    pub parts: Vec<(u32, Vec<(i64, i64)>)>,
    /// When the chosen venue is taken, in seconds from the start.
    pub venue_pieces: Vec<(i64, i64)>,
    /// Limits of load under which an attendance of each flat falls.
    pub flat_limits: Vec<Vec<u32>>,
    /// For each flat with a share of the time: its place among those.
    pub partial: Vec<Option<u8>>,
    pub partial_count: usize,
    pub in_time: Terrain,
    late: OnceLock<Terrain>,
    /// The best that the meeting can be worth when nothing of the batch is in its way; as unplaced where it cannot be held.
    pub alone: PlanValue,
    pub empty: PlanValue,
}

/// The starts of a meeting that are not impossible from the beginning.
#[derive(Default)]
pub(super) struct Terrain {
    pub starts: Vec<Instant>,
    /// Local day of each start, in days of the common era.
    pub days: Vec<i32>,
    pub margin: Vec<bool>,
    pub avoided: Vec<u16>,
    pub patterns: Vec<Pattern>,
    /// Of each start, for each group of venues.
    pub pattern_of: Vec<u32>,
    /// Of each start, for each venue: see [`VENUE_TAKEN`].
    pub venues: Vec<u8>,
    /// Venues named by parts that have to be asked, a bit each.
    asked_parts: Vec<u64>,
    pub is_late: bool,
}

pub(super) const VENUE_TAKEN: u8 = 0;
pub(super) const VENUE_FREE: u8 = 1;
pub(super) const VENUE_ASK: u8 = 2;

/// A way in which all candidates stand.
pub(super) struct Pattern {
    pub statuses: Vec<Status>,
    /// Flats that are not absent, a bit each.
    pub there: Box<[u64]>,
    pub core: Arc<Core>,
}

impl Pattern {
    fn new(layout: &Layout, statuses: Vec<Status>, kept: bool) -> Pattern {
        let mut there = vec![0u64; words(statuses.len())];
        for (flat, status) in statuses.iter().enumerate() {
            if status.kind != Kind::Absent {
                there[flat / 64] |= 1 << (flat % 64);
            }
        }
        let core = Core::of(layout, &statuses, kept);
        Pattern {
            statuses,
            there: there.into(),
            core: Arc::new(core),
        }
    }
}

/// Patterns by how all candidates stand.
type Known = HashMap<Vec<Status>, u32, BuildHasherDefault<Mix>>;

impl Terrain {
    /// How many venues that parts name have to be asked.
    pub fn asks(&self, start: usize) -> u32 {
        self.asked_parts[start].count_ones()
    }
}

/// The bit of one of the venues that parts name; with more than can be told apart the last ones are one question.
fn bit(part: usize) -> u64 {
    1 << part.min(63)
}

/// Words of a bit set over so many flats.
pub(super) fn words(flats: usize) -> usize {
    flats.div_ceil(64).max(1)
}

impl<'a> Ground<'a> {
    pub fn new(meeting: &'a BatchMeeting, levels: &Levels, resources: &Resources) -> Ground<'a> {
        let problem = &meeting.problem;
        let layout = Layout::new(problem);
        let groups = groups(problem, meeting);
        let partial_of = |flat: usize| problem.seats[layout.flats[flat].seat].partial_percent;
        let mut partial_count = 0;
        let partial = (0..layout.flats.len())
            .map(|flat| {
                partial_of(flat)?;
                partial_count += 1;
                u8::try_from(partial_count - 1).ok()
            })
            .collect();
        let in_time = match (&meeting.published, meeting.frozen) {
            (Some(published), true) => Terrain::new(
                &layout,
                meeting,
                &groups,
                vec![published.start],
                Pass::Frozen,
            ),
            _ => {
                let starts = grid::in_time(problem);
                Terrain::new(&layout, meeting, &groups, starts, Pass::InTime)
            }
        };
        let pieces = |wanted: &dyn Fn(&PartVenue) -> bool| meeting_shape(problem, wanted).pieces;
        let empty = super::value::unplaced(levels.batch, meeting);
        let mut ground = Ground {
            groups,
            resource: problem
                .members
                .iter()
                .map(|member| member.contact.map(|contact| resources.contact(contact)))
                .collect(),
            venue_resource: problem
                .venues
                .iter()
                .map(|choice| resources.venue(choice.venue))
                .collect(),
            parts: problem
                .part_venues
                .iter()
                .map(|choice| {
                    let here = PartVenue::Named(choice.venue);
                    let pieces = pieces(&|part| *part == here);
                    (resources.venue(choice.venue), pieces)
                })
                .collect(),
            venue_pieces: pieces(&|part| *part == PartVenue::Meeting),
            flat_limits: flat_limits(&layout, resources),
            partial,
            partial_count,
            in_time,
            late: OnceLock::new(),
            alone: empty,
            empty,
            layout,
            meeting,
        };
        ground.alone = ground.best_alone(levels);
        ground
    }

    pub fn problem(&self) -> &'a Problem {
        &self.meeting.problem
    }

    /// The starts behind the limit; worked out when first asked for.
    pub fn late(&self) -> &Terrain {
        self.late.get_or_init(|| {
            let problem = self.problem();
            if self.meeting.frozen {
                return Terrain::default();
            }
            let starts = grid::late(problem);
            Terrain::new(&self.layout, self.meeting, &self.groups, starts, Pass::Late)
        })
    }

    /// Whether this is the time and the venue that people were told.
    pub fn stays(&self, start: Instant, venue: Option<usize>) -> bool {
        let venue = venue.map(|venue| self.problem().venues[venue].venue);
        let published = self.meeting.published.as_ref();
        published.is_some_and(|published| published.start == start && published.venue == venue)
    }

    /// The starts of a pass.
    pub fn terrain(&self, late: bool) -> &Terrain {
        match late {
            false => &self.in_time,
            true => self.late(),
        }
    }

    fn best_alone(&self, levels: &Levels) -> PlanValue {
        let mut best = self.empty;
        for terrain in [&self.in_time, self.late()] {
            for start in 0..terrain.starts.len() {
                for (group, venues) in self.groups.iter().enumerate() {
                    let core = &terrain.pattern(start, group, self.groups.len()).core;
                    if core.is_short() && !self.meeting.frozen {
                        continue;
                    }
                    let room = terrain.best_venue(self, start, venues, &|_| true);
                    let Some(room) = room else { continue };
                    let mut way = Way::new(self, terrain, start, core, room);
                    if levels.keeps_people() && self.stays(terrain.starts[start], room.0) {
                        let pattern = terrain.pattern(start, group, self.groups.len());
                        way.disturbed = Some(self.lost(&pattern.statuses));
                    }
                    if let Some(value) = levels.if_better(&way, Some(&best)) {
                        best = value;
                    }
                }
            }
            // A late start is never better than one in time.
            if best != self.empty {
                break;
            }
        }
        best
    }
}

impl Terrain {
    pub fn pattern(&self, start: usize, group: usize, groups: usize) -> &Pattern {
        &self.patterns[self.pattern_of[start * groups + group] as usize]
    }

    /// The venue to take among those of a group and how many venues have to be asked; `None` = none is to be had.
    pub fn best_venue(
        &self,
        ground: &Ground,
        start: usize,
        venues: &[usize],
        free: &dyn Fn(usize) -> bool,
    ) -> Option<(Option<usize>, u32)> {
        let asked = self.asked_parts[start];
        let asks = asked.count_ones();
        if !ground.problem().needs_venue {
            return Some((None, asks));
        }
        let all = ground.problem().venues.len();
        let choices = venues.iter().filter_map(|venue| {
            let code = self.venues[start * all + venue];
            let travel = ground.problem().venues[*venue].travel_minutes;
            // One question serves for the meeting and for its parts.
            let here = ground.venue_resource[*venue];
            let mut parts = ground.parts.iter().enumerate();
            let known = parts.any(|(at, (part, _))| *part == here && asked & bit(at) != 0);
            let ask = code == VENUE_ASK && !known;
            (code != VENUE_TAKEN && free(*venue)).then_some((ask, travel, *venue))
        });
        let (ask, _, venue) = choices.min()?;
        Some((Some(venue), asks + u32::from(ask)))
    }

    fn new(
        layout: &Layout,
        meeting: &BatchMeeting,
        groups: &[Vec<usize>],
        starts: Vec<Instant>,
        pass: Pass,
    ) -> Terrain {
        let kept = pass == Pass::Frozen;
        let mut terrain = Terrain {
            is_late: match pass {
                Pass::InTime => false,
                Pass::Late => true,
                // What stays may have become late, by a limit that moved.
                Pass::Frozen => starts.iter().any(|at| grid::is_late(layout.problem, *at)),
            },
            ..Terrain::default()
        };
        if starts.is_empty() {
            return terrain;
        }
        let field = Field::new(layout, starts, &Relaxed::default());
        let changes = field.changes();
        let mut statuses = field.statuses_at(0);
        let mut known = Known::default();
        let mut ranker = Ranker::new(layout, terrain.is_late);
        let (mut at, mut next) = (0, 0);
        while next < changes.len() && changes[next].at == 0 {
            statuses[changes[next].row as usize] = changes[next].status;
            next += 1;
        }
        while at < field.starts.len() {
            let past = changes
                .get(next)
                .map_or(field.starts.len(), |change| change.at as usize);
            terrain.run(
                &field,
                meeting,
                groups,
                &statuses,
                (at, past),
                &mut known,
                &mut ranker,
                kept,
            );
            while next < changes.len() && changes[next].at as usize == past {
                statuses[changes[next].row as usize] = changes[next].status;
                next += 1;
            }
            at = past;
        }
        terrain
    }

    /// Adds the starts from `at` up to `past`, at which nobody's standing changes, if the meeting can be held at them.
    #[allow(clippy::too_many_arguments)]
    fn run(
        &mut self,
        field: &Field,
        meeting: &BatchMeeting,
        groups: &[Vec<usize>],
        statuses: &[Status],
        (at, past): (usize, usize),
        known: &mut Known,
        ranker: &mut Ranker,
        kept: bool,
    ) {
        let layout = field.layout;
        let outside = field
            .inside_row
            .is_some_and(|row| statuses[row].kind == Kind::Absent);
        let gone = |row: usize| statuses[row].kind == Kind::Absent;
        let shut = field.part_rows.iter().any(|(_, row)| gone(*row));
        if (outside || shut) && !kept {
            return;
        }
        let code = |row: &usize| match statuses[*row].kind {
            Kind::Absent => VENUE_TAKEN,
            Kind::Present => VENUE_FREE,
            Kind::Unknown => VENUE_ASK,
        };
        let venues: Vec<u8> = field.venue_rows.iter().map(code).collect();
        let wanted = |venue: &usize| venues[*venue] != VENUE_TAKEN;
        let needs = layout.problem.needs_venue;
        let mut patterns = Vec::with_capacity(groups.len());
        let mut possible = false;
        for group in groups {
            let flats = field.flat_statuses(statuses, group.first().copied());
            let pattern = match known.get(&flats) {
                Some(pattern) => *pattern,
                None => {
                    let pattern = self.patterns.len() as u32;
                    self.patterns
                        .push(Pattern::new(layout, flats.clone(), kept));
                    known.insert(flats, pattern);
                    pattern
                }
            };
            let core = &self.patterns[pattern as usize].core;
            possible |= !core.is_short() && (!needs || group.iter().any(wanted));
            patterns.push(pattern);
        }
        if !possible && !kept {
            return;
        }
        let asked_parts = field.part_rows.iter().enumerate();
        let asked_parts = asked_parts
            .filter(|(_, (_, row))| statuses[*row].kind == Kind::Unknown)
            .fold(0, |asked, (at, _)| asked | bit(at));
        let frozen_venue = meeting.published.as_ref().and_then(|p| p.venue);
        for start in at..past {
            let instant = field.starts[start];
            let score = ranker.score(instant, &blank());
            let order = &layout.problem.policy.order;
            let level = |level: RankLevel| {
                let place = order.iter().position(|other| *other == level);
                place.map_or(0, |place| score.levels[place])
            };
            self.starts.push(instant);
            self.days
                .push(layout.problem.zone.local(instant).date().num_days_from_ce());
            self.margin.push(level(RankLevel::Margin) > 0);
            self.avoided
                .push(level(RankLevel::Avoided).min(u16::MAX.into()) as u16);
            self.pattern_of.extend(&patterns);
            if kept {
                // It stays in its room, whatever the room's diary says by now; where it says nothing, the room is to be asked.
                let choices = layout.problem.venues.iter().zip(&venues);
                self.venues.extend(choices.map(|(choice, code)| {
                    match (Some(choice.venue) == frozen_venue, *code) {
                        (false, _) => VENUE_TAKEN,
                        (true, VENUE_ASK) => VENUE_ASK,
                        (true, _) => VENUE_FREE,
                    }
                }));
            } else {
                self.venues.extend(&venues);
            }
            self.asked_parts.push(asked_parts);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    InTime,
    Late,
    Frozen,
}

/// A core of which only what depends on the hour is asked.
fn blank() -> sweep::Core {
    sweep::Core {
        venue: None,
        ask_venues: Vec::new(),
        quorate: true,
        cost: 0,
        anybody: true,
        confirm: Default::default(),
        falls_if: Vec::new(),
    }
}

/// Ways to and from a venue, which itself is nameless in them.
type Ways = Vec<(VenueId, VenueId, u32)>;

/// Venues from which it is as far to everywhere, seen from this meeting, form one group.
fn groups(problem: &Problem, meeting: &BatchMeeting) -> Vec<Vec<usize>> {
    let frozen = meeting.frozen && meeting.published.is_some();
    if !problem.needs_venue || (frozen && problem.venues.is_empty()) {
        return vec![Vec::new()];
    }
    let ways = |venue: VenueId| -> Ways {
        let table = problem.travel.iter().copied();
        let mut ways: Vec<_> = table
            .filter(|(from, to, _)| *from == venue || *to == venue)
            .map(|(from, to, minutes)| match from == venue {
                true => (VenueId(u32::MAX), to, minutes),
                false => (from, VenueId(u32::MAX), minutes),
            })
            .collect();
        ways.sort_unstable();
        ways
    };
    let mut groups: Vec<(Ways, Vec<usize>)> = Vec::new();
    for (index, choice) in problem.venues.iter().enumerate() {
        let own = ways(choice.venue);
        match groups.iter_mut().find(|(ways, _)| *ways == own) {
            Some((_, members)) => members.push(index),
            None => groups.push((own, vec![index])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

fn flat_limits(layout: &Layout, resources: &Resources) -> Vec<Vec<u32>> {
    let flats = layout.flats.iter();
    flats
        .map(|flat| {
            let problem = layout.problem;
            match problem.members[flat.member].contact {
                Some(contact) => resources.limits_of(contact, &problem.seats[flat.seat].id),
                None => Vec::new(),
            }
        })
        .collect()
}
