//! The meeting that follows, stated as a row of the meetings table would state it.
//!
//! Its type gives seats, quorum, length and clock. What the case gives is carried over from the meeting that was held: who
//! sits for whom, what no type knows of, the flags, the room, and who is kept apart in which part. The chair stays.

use crate::model::rules::{ChairRule, Continuity, MeetingType, SeatWho};
use crate::model::{
    Arranged, ContactId, DeputySpec, FlagState, MeetingSpec, Mode, PartSpec, PartVenueSpec, RoleId,
    SeatSpec, SeatWanted, Subject, VenueSpec, WeekPattern, Workspace,
};
use crate::review::INQUORATE;
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Columns of the meetings table with their values, and what the coordinator has to know of how they came about.
pub struct FollowOn {
    pub columns: Vec<(&'static str, String)>,
    pub chair: Option<Chair>,
    /// Left out, and the one who is kept apart from them and comes.
    pub left_out: Vec<(ContactId, ContactId)>,
}

/// Who chaired, and what becomes of it.
#[derive(Clone, Copy)]
pub struct Chair {
    pub contact: ContactId,
    pub continuity: Continuity,
}

/// What is known of the following meeting for one of its subjects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// `trigger` or `previous`: what the meeting that was held is to the one that follows.
    pub column: &'static str,
    pub date: NaiveDate,
    /// Which meeting of its chain it is; `None` = nobody has said.
    pub number: Option<u32>,
    /// It is the same meeting again, since it was not quorate.
    pub again: bool,
}

/// The following meeting's clocks, one a subject: siblings may be at different places of their chains.
#[derive(Default)]
pub struct ClockList(Vec<(String, Clock)>);

impl ClockList {
    /// Adds the clock of a subject, empty where the meeting has none. Of two that lead to the same meeting the one counts that
    /// has come less far: the limits of first meetings are the shorter ones.
    pub fn add(&mut self, subject: &str, clock: Clock) {
        match self.0.iter_mut().find(|(known, _)| known == subject) {
            Some((_, known)) if clock.number.unwrap_or(0) < known.number.unwrap_or(0) => {
                *known = clock;
            }
            Some(_) => {}
            None => self.0.push((subject.to_owned(), clock)),
        }
    }

    /// The highest number that any of them has reached.
    pub fn highest(&self) -> Option<u32> {
        self.0.iter().filter_map(|(_, clock)| clock.number).max()
    }

    /// Which meeting of its chain it is, where that is the same for all.
    pub fn number(&self) -> Option<u32> {
        let (_, first) = self.0.first()?;
        let same = self.0.iter().all(|(_, clock)| clock.number == first.number);
        first.number.filter(|_| same)
    }

    fn again(&self) -> bool {
        self.0.iter().any(|(_, clock)| clock.again)
    }

    /// The columns that state it: dates of the row where all have the same, else each subject's with its name.
    fn columns(&self) -> Vec<(&'static str, String)> {
        let Some((_, first)) = self.0.first() else {
            return Vec::new();
        };
        let number = |clock: &Clock| clock.number.map(|number| number.to_string());
        let alike = self.0.iter().all(|(_, clock)| clock == first);
        let named = self.0.iter();
        let named =
            named.filter(|(subject, _)| !["", Subject::UNNAMED].contains(&subject.as_str()));
        let subjects: Vec<String> = named
            .map(|(subject, clock)| match (alike, number(clock)) {
                (true, _) => subject.clone(),
                (false, None) => format!("{subject} ({} {})", clock.column, clock.date),
                (false, Some(number)) => {
                    let (column, date) = (clock.column, clock.date);
                    format!("{subject} ({column} {date}, number {number})")
                }
            })
            .collect();
        let mut columns = vec![("subjects", subjects.join("; "))];
        if alike {
            columns.push((first.column, first.date.to_string()));
            columns.push(("number", number(first).unwrap_or_default()));
        }
        columns
    }
}

/// The meeting of `kind` that follows `held`.
pub fn follow_on(
    workspace: &Workspace,
    held: &MeetingSpec,
    arranged: Option<&Arranged>,
    kind: &MeetingType,
    clocks: &ClockList,
) -> FollowOn {
    let carrier = Carrier {
        workspace,
        kind,
        held: held
            .types
            .iter()
            .filter_map(|id| workspace.rules.kind(id))
            .collect(),
        chairs: chair_roles(workspace, kind.chair.as_ref(), clocks.number()),
    };
    let chair = carrier.chair(held, arranged);
    let mut columns = vec![("type", kind.id.clone())];
    columns.extend(clocks.columns());
    let nation = held.nation.map_or("", Nation::id);
    columns.push(("nation", nation.to_owned()));
    let counted_from = |name: &str| {
        let mut rules = kind.rules.iter();
        rules.any(|rule| rule.from.id() == name || rule.id == name)
    };
    let anchors: Vec<String> = held
        .anchors
        .iter()
        .filter(|(name, _)| counted_from(name))
        .map(|(name, date)| format!("{name} {date}"))
        .collect();
    columns.push(("anchors", anchors.join("; ")));
    let (kept, left_out) = carrier.people(held);
    columns.extend(kept.into_iter().map(|seat| ("team", seat)));
    if let Some(chair) = chair {
        columns.push(("team", carrier.chair_seat(chair)));
    }
    for flag in carrier.flags(held) {
        let not = if flag.set { "" } else { "not " };
        columns.push(("flags", format!("{not}{}", flag.flag)));
    }
    if clocks.again() {
        columns.push(("flags", INQUORATE.to_owned()));
    }
    columns.push(("venue", venue(workspace, &held.venue)));
    columns.push(("features", held.features.join("; ")));
    columns.push(("zone", held.zone.clone().unwrap_or_default()));
    let hours = held.hours.as_ref().map(hours).unwrap_or_default();
    columns.push(("hours", hours));
    columns.push(("apart", apart(workspace, held, &left_out)));
    if let Some(duration) = kind.duration.as_ref().map(|duration| duration.typical) {
        columns.push(("parts", parts(workspace, held, duration)));
    }
    columns.retain(|(_, value)| !value.is_empty());
    FollowOn {
        columns,
        chair,
        left_out,
    }
}

/// The roles that may chair the meeting of this number.
pub(in crate::prepare) fn chair_roles(
    workspace: &Workspace,
    rule: Option<&ChairRule>,
    number: Option<u32>,
) -> Vec<RoleId> {
    let Some(rule) = rule else {
        return Vec::new();
    };
    let first = match &rule.then {
        Some(then) if number != Some(1) => then,
        _ => &rule.role,
    };
    let names = std::iter::once(first).chain(&rule.alternative);
    names.flat_map(|name| roles_of(workspace, name)).collect()
}

/// The roles that an id of the catalogue means: itself, or the members of a group.
fn roles_of(workspace: &Workspace, id: &str) -> Vec<RoleId> {
    if let Some(group) = workspace.role_groups.iter().find(|group| group.id == id) {
        return group.members.clone();
    }
    let found = workspace.roles.iter().position(|role| role.id == id);
    let number = found.and_then(|index| u32::try_from(index).ok());
    number.map(RoleId).into_iter().collect()
}

struct Carrier<'a> {
    workspace: &'a Workspace,
    kind: &'a MeetingType,
    /// The types of the meeting that was held.
    held: Vec<&'a MeetingType>,
    chairs: Vec<RoleId>,
}

impl Carrier<'_> {
    /// The one who chaired: who sat there, or who alone could.
    fn chair(&self, held: &MeetingSpec, arranged: Option<&Arranged>) -> Option<Chair> {
        let continuity = self.kind.chair.as_ref()?.continuity;
        let seat = held.seats.iter().find(|seat| self.is_chair(seat))?;
        let sat = arranged.and_then(|arranged| {
            let there = arranged.attending.iter().find(|one| one.seat == seat.id)?;
            Some(there.contact)
        });
        let contact = sat.or(match seat.named.as_slice() {
            [only] => Some(*only),
            _ => None,
        })?;
        (continuity != Continuity::None).then_some(Chair {
            contact,
            continuity,
        })
    }

    fn is_chair(&self, seat: &SeatSpec) -> bool {
        seat.roles.iter().any(|role| self.chairs.contains(role))
    }

    fn chair_seat(&self, chair: Chair) -> String {
        let held = &self.workspace.contact(chair.contact).roles;
        let role = self.chairs.iter().find(|role| held.contains(role));
        let role = role
            .or(self.chairs.first())
            .map_or("", |role| self.workspace.role(*role).id.as_str());
        let contact = &self.workspace.contact(chair.contact).id;
        match chair.continuity {
            Continuity::Same => format!("{role} = {contact}"),
            Continuity::Preferred | Continuity::None => format!("{role} = {contact} or other"),
        }
    }

    /// The seats of the held meeting that the following one takes over, as they are written, and who has to stay away.
    fn people(&self, held: &MeetingSpec) -> (Vec<String>, Vec<(ContactId, ContactId)>) {
        let mut seats = Vec::new();
        let mut coming: Vec<ContactId> = Vec::new();
        let mut left_out = Vec::new();
        for seat in &held.seats {
            if !self.is_carried(held, seat) {
                continue;
            }
            let rival = seat.named.iter().find_map(|one| {
                let pair = held.apart.iter().find_map(|(first, second)| {
                    match (first == one, second == one) {
                        (true, _) => Some(*second),
                        (_, true) => Some(*first),
                        _ => None,
                    }
                })?;
                coming.contains(&pair).then_some((*one, pair))
            });
            // A meeting in one part has room for one of the two only.
            if let Some(pair) = rival.filter(|_| held.parts.is_empty()) {
                left_out.push(pair);
                continue;
            }
            coming.extend(&seat.named);
            seats.push(self.seat_text(held, seat, self.asks_for(self.kind, seat)));
        }
        (seats, left_out)
    }

    /// The flags on which the following meeting depends: its type's, and those of the seats that it takes over.
    fn flags<'h>(&self, held: &'h MeetingSpec) -> Vec<&'h FlagState> {
        let of_seats = self.kind.seats.iter().flat_map(|seat| &seat.when);
        let of_rules = self.kind.rules.iter().flat_map(|rule| &rule.when);
        let carried = held.seats.iter().filter(|seat| self.is_carried(held, seat));
        let conditions = of_seats
            .chain(of_rules)
            .chain(carried.flat_map(|seat| &seat.when));
        let known: BTreeSet<&str> = conditions.map(|one| one.flag.as_str()).collect();
        let flags = held.flags.iter();
        flags
            .filter(|flag| known.contains(flag.flag.as_str()))
            .collect()
    }

    /// Whether the following meeting takes the seat over, if nobody has to be kept apart from its people.
    fn is_carried(&self, held: &MeetingSpec, seat: &SeatSpec) -> bool {
        let of_type = self.asks_for(self.kind, seat);
        // Whom the one type asks for and the other does not, such as the police in a core group, has done their part.
        let of_held_only = !of_type && self.held.iter().any(|kind| self.asks_for(kind, seat));
        let chair_stays = self.is_chair(seat) && self.kind.chair.is_some();
        let unnamed = seat.named.is_empty();
        seat.wanted(&held.flags) != SeatWanted::No
            && !of_held_only
            && !(chair_stays && self.is_pool(seat))
            && !(unnamed && (of_type || seat.to_be_named))
    }

    /// Whether the type asks for one of the seat's roles itself.
    fn asks_for(&self, kind: &MeetingType, seat: &SeatSpec) -> bool {
        kind.seats.iter().any(|rule| {
            let (SeatWho::Role(id) | SeatWho::AnyOf(id)) = &rule.who;
            let roles = roles_of(self.workspace, id);
            seat.roles.iter().any(|role| roles.contains(role))
        })
    }

    fn is_pool(&self, seat: &SeatSpec) -> bool {
        let filling = |role: &RoleId| self.workspace.role(*role).filling;
        let pool = crate::model::Filling::Pool;
        seat.roles.iter().any(|role| filling(role) == pool)
    }

    /// The seat in the small language of the seats column. Its level is the type's, where the type knows it.
    fn seat_text(&self, held: &MeetingSpec, seat: &SeatSpec, of_type: bool) -> String {
        let id = |contact: &ContactId| self.workspace.contact(*contact).id.as_str();
        let roles: Vec<&str> = seat
            .roles
            .iter()
            .map(|role| self.workspace.role(*role).id.as_str())
            .collect();
        let mut text = match of_type {
            true => String::new(),
            false => format!("{}: ", seat.level.id()),
        };
        if seat.places != 1 || roles.len() > 1 || seat.named.len() > 1 {
            text.push_str(&format!("any {} of ", seat.places));
        }
        text.push_str(&roles.join(","));
        if !seat.named.is_empty() {
            let named: Vec<&str> = seat.named.iter().map(id).collect();
            text.push_str(&format!(" = {}", named.join("/")));
        }
        for deputy in &seat.deputies {
            let who = match deputy {
                DeputySpec::Contact(contact) => id(contact).to_owned(),
                DeputySpec::Role(role) => format!("role {}", self.workspace.role(*role).id),
            };
            text.push_str(&format!(" or {who}"));
        }
        match seat.mode {
            Some(Mode::Remote) => text.push_str(" (remote)"),
            Some(Mode::Report) => text.push_str(" (report)"),
            Some(Mode::InPerson) | None => {}
        }
        for condition in &seat.when {
            let not = if condition.wanted { "" } else { "not " };
            text.push_str(&format!(" if {not}{}", condition.flag));
        }
        if let Some(percent) = seat.partial_percent {
            text.push_str(&format!(" >={percent}%"));
        }
        if seat.direct_contact {
            text.push_str(" direct");
        }
        let parts = seat.parts.iter().filter_map(|index| held.parts.get(*index));
        let parts: Vec<&str> = parts.map(|part| part.name.as_str()).collect();
        if !parts.is_empty() {
            text.push_str(&format!(" part {}", parts.join(",")));
            text.push_str(&format!(" as {}", seat.id));
        }
        text
    }
}

fn venue(workspace: &Workspace, venue: &VenueSpec) -> String {
    match venue {
        VenueSpec::None => String::new(),
        VenueSpec::AnyFitting => "any".to_owned(),
        VenueSpec::Named(venues) => {
            let ids = venues.iter().map(|id| workspace.venue(*id).id.as_str());
            ids.collect::<Vec<_>>().join("; ")
        }
    }
}

/// Hours of one week as they are written; those that change from week to week are not carried over.
fn hours(pattern: &WeekPattern) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let [week] = pattern.weeks.as_slice() else {
        return String::new();
    };
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let days = DAYS.iter().zip(week).flat_map(|(day, hours)| {
        let spans = hours.iter();
        spans.map(move |span| format!("{day} {}-{}", clock(span.from), clock(span.to)))
    });
    days.collect::<Vec<_>>().join("; ")
}

/// The parts of the meeting that was held, in the same proportion over `minutes`, in whole fives: who had to be kept apart
/// then has to be now.
fn parts(workspace: &Workspace, held: &MeetingSpec, minutes: u32) -> String {
    let whole = held
        .parts
        .iter()
        .map(|part| part.offset_minutes + part.length_minutes);
    let whole = whole.max().unwrap_or(0).max(1);
    let at = |offset: u32| {
        let exact = u64::from(offset) * u64::from(minutes) / u64::from(whole);
        let fives = u32::try_from(exact).unwrap_or(minutes) / 5 * 5;
        if offset == whole { minutes } else { fives }
    };
    let one = |part: &PartSpec| {
        let (from, to) = (
            part.offset_minutes,
            part.offset_minutes + part.length_minutes,
        );
        let venue = match part.venue {
            PartVenueSpec::Meeting => String::new(),
            PartVenueSpec::None => " @none".to_owned(),
            PartVenueSpec::Named(venue) => format!(" @{}", workspace.venue(venue).id),
        };
        format!(
            "{} {}-{}{venue}",
            part.name,
            at(from),
            at(to).max(at(from) + 5)
        )
    };
    let texts: Vec<String> = held.parts.iter().map(one).collect();
    texts.join("; ")
}

/// The pairs to be kept apart of whom both still come.
fn apart(workspace: &Workspace, held: &MeetingSpec, left_out: &[(ContactId, ContactId)]) -> String {
    let away = |one: &ContactId| left_out.iter().any(|(who, _)| who == one);
    let pairs = held
        .apart
        .iter()
        .filter(|(first, second)| !away(first) && !away(second));
    let id = |contact: ContactId| workspace.contact(contact).id.as_str();
    let texts = pairs.map(|(first, second)| format!("{}/{}", id(*first), id(*second)));
    texts.collect::<Vec<_>>().join("; ")
}
