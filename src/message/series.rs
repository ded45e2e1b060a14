//! The invitations of a series, in the shapes that Outlook understands.
//!
//! Whoever comes to several meetings of a series gets one entry with a rule, in the zone of the meeting; the dates on which they are
//! not wanted are left out of it by EXDATE. What does not lie where the rule has it (moved, in another room, for another stretch of
//! the meeting) follows in a message of its own with RECURRENCE-ID. Rules count weeks, or a weekday of the month; there are no
//! lists of dates (RDATE), which Outlook passes over. In a zone that no mail program can be told, each meeting is an entry by itself.

use super::event::{Composer, calendar, own_uid};
use super::{Invitations, Mailbox, Round, Sending, mailing, words_cy, words_en, zone_of};
use crate::ics::write::{Property, local_stamp, utc_stamp, vtimezone};
use crate::model::{Arranged, ContactId, Every, MeetingSpec, SeriesPlace, State, Workspace};
use crate::time::{Interval, Zone};
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};

/// How an entry stands to others of its series.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) enum Repeats {
    /// It is a meeting by itself.
    #[default]
    Once,
    Rule {
        every: Every,
        /// As RFC 5545 writes it.
        day: String,
        /// From the entry's own day to the last, those left out counted.
        count: u32,
        left_out: Vec<NaiveDateTime>,
        /// Those that are told of in messages of their own.
        elsewhere: Vec<NaiveDateTime>,
        /// The days on which the recipient is wanted at the regular time.
        held: Vec<NaiveDateTime>,
    },
    /// It takes the place of what the rule has at this time.
    Instead(NaiveDateTime),
    /// One of a series that cannot be written as a rule; its number.
    Alone(u32),
}

impl Repeats {
    /// What the entry says of it, after its times.
    pub(super) fn properties(&self, zone: &Zone, is_local: bool) -> Vec<Property> {
        let time = |name: &'static str, local: NaiveDateTime| match is_local {
            true => Property::token(name, &local_stamp(local)).parameter("TZID", zone.name()),
            false => Property::token(name, &utc_stamp(zone.instant(local))),
        };
        match self {
            Repeats::Once | Repeats::Alone(_) => Vec::new(),
            Repeats::Instead(of) => vec![time("RECURRENCE-ID", *of)],
            Repeats::Rule {
                every,
                day,
                count,
                left_out,
                ..
            } => {
                let (frequency, interval) = match every {
                    Every::Weeks(weeks) => ("WEEKLY", weeks),
                    Every::Months(months) => ("MONTHLY", months),
                };
                let rule =
                    format!("FREQ={frequency};INTERVAL={interval};COUNT={count};BYDAY={day}");
                let rule = Property::token("RRULE", &rule);
                let left_out = left_out.iter().map(|local| time("EXDATE", *local));
                std::iter::once(rule).chain(left_out).collect()
            }
        }
    }

    /// For an entry that somebody opens and sends by hand: there no message of its own moves a meeting.
    pub(super) fn by_hand(&self) -> Repeats {
        match self.clone() {
            Repeats::Instead(_) => Repeats::Once,
            Repeats::Rule {
                every,
                day,
                count,
                mut left_out,
                elsewhere,
                held,
            } => {
                left_out.extend(&elsewhere);
                left_out.sort_unstable();
                Repeats::Rule {
                    every,
                    day,
                    count,
                    left_out,
                    elsewhere: Vec::new(),
                    held,
                }
            }
            other => other,
        }
    }

    /// The identifier of an entry that is not the series itself.
    pub(super) fn uid(&self, uid: &str) -> String {
        match self {
            Repeats::Alone(number) => own_uid(uid, &format!("#{number}")),
            _ => uid.to_owned(),
        }
    }

    /// The same in Welsh words.
    pub(super) fn said_in_welsh(&self) -> Option<(&'static str, String)> {
        match self {
            Repeats::Once | Repeats::Alone(_) => None,
            Repeats::Instead(of) => Some(words_cy::instead(*of)),
            Repeats::Rule {
                every,
                held,
                elsewhere,
                ..
            } => Some(words_cy::repeated(*every, held, elsewhere)),
        }
    }

    /// The same in words; `None` where it is a meeting by itself.
    pub(super) fn said(&self) -> Option<(&'static str, String)> {
        match self {
            Repeats::Once | Repeats::Alone(_) => None,
            Repeats::Instead(of) => Some(words_en::instead(*of)),
            Repeats::Rule {
                every,
                held,
                elsewhere,
                ..
            } => Some(words_en::repeated(*every, held, elsewhere)),
        }
    }
}

/// One round of messages of a series: a folder of its own.
pub struct SeriesRound {
    /// `None` for the first; else what the folder is called: `meeting-4`, `series-2`.
    pub label: Option<String>,
    pub invitations: Invitations,
}

/// Composes the messages of the arranged meetings of one series, in their order.
pub fn series_invitations(
    workspace: &Workspace,
    meetings: &[&Arranged],
    spec: Option<&MeetingSpec>,
    sending: &Sending,
) -> Vec<SeriesRound> {
    let zone = zone_of(workspace, spec);
    let series = Series::of(meetings, &zone);
    let mut mailboxes: Vec<Mailbox> = Vec::new();
    let mut rounds: Vec<SeriesRound> = Vec::new();
    series.each_round(&mut mailboxes, &mut |label, arranged, round| {
        rounds.push(SeriesRound {
            label,
            invitations: mailing(workspace, arranged, spec, sending, round),
        });
    });
    for round in &mut rounds {
        round.invitations.organizer_copy.clear();
    }
    if let Some(first) = rounds.first_mut() {
        first.invitations.organizer_copy =
            series.organizer_copy(workspace, spec, sending).into_bytes();
    }
    rounds
}

/// Composes the messages about one meeting of a series, as a change of what people were told of the series.
pub fn occurrence_invitations(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: Option<&MeetingSpec>,
    sending: &Sending,
) -> Invitations {
    let instead = arranged.series.as_ref();
    let round = Round {
        repeats: instead.map_or(Repeats::Once, |place| Repeats::Instead(place.regular)),
        only: None,
        everybody: None,
        mailboxes: &mut Vec::new(),
    };
    mailing(workspace, &named(arranged), spec, sending, round)
}

/// A meeting of a series under the name of the series, which is what people know.
pub(super) fn named(arranged: &Arranged) -> Arranged {
    let mut one = arranged.clone();
    if let Some(place) = &arranged.series {
        one.reference.clone_from(&place.reference);
    }
    one
}

/// The arranged meetings of one series.
pub(super) struct Series<'a> {
    pub(super) meetings: Vec<(&'a SeriesPlace, &'a Arranged)>,
    zone: &'a Zone,
}

/// Takes a round: what its folder is called, the meeting that it tells of, and for whom it is.
pub(super) type TakeRound<'a> = dyn FnMut(Option<String>, &Arranged, Round) + 'a;

/// People who come to the same meetings, each in the same way.
struct Group {
    contacts: Vec<ContactId>,
    /// The meetings, as indices, to which they come.
    all: Vec<usize>,
    /// Those of them that do not lie where the rule has them.
    elsewhere: Vec<usize>,
}

impl<'a> Series<'a> {
    pub(super) fn of(meetings: &[&'a Arranged], zone: &'a Zone) -> Series<'a> {
        let placed = meetings
            .iter()
            .filter_map(|one| Some((one.series.as_ref()?, *one)));
        Series {
            meetings: placed.collect(),
            zone,
        }
    }

    /// Hands on the rounds in their order: the rules, and then what does not lie where they have it.
    pub(super) fn each_round(&self, mailboxes: &mut Vec<Mailbox>, take: &mut TakeRound) {
        let everybody = self.everybody();
        let is_rule = self.can_be_a_rule();
        let mut is_first = true;
        let mut hand_on = |label: Option<String>,
                           arranged: &Arranged,
                           repeats: Repeats,
                           contacts: &[ContactId]| {
            // Copies and requests for reports go out once, with the first.
            let with_copies = std::mem::take(&mut is_first);
            let only = |contact: ContactId| {
                contacts.contains(&contact) || with_copies && !everybody.contains(&contact)
            };
            let round = Round {
                repeats,
                only: Some(&only),
                everybody: Some(&everybody),
                mailboxes: &mut *mailboxes,
            };
            take(label, arranged, round);
        };
        let mut moved: BTreeMap<usize, Vec<ContactId>> = BTreeMap::new();
        for (number, group) in (1..).zip(self.groups()) {
            if is_rule {
                let (first, repeats) = self.rule(&group);
                let label = (number > 1).then(|| format!("series-{number}"));
                hand_on(label, &first, repeats, &group.contacts);
            }
            for index in &group.elsewhere {
                moved.entry(*index).or_default().extend(&group.contacts);
            }
        }
        for (index, contacts) in moved {
            let (place, one) = self.meetings[index];
            let repeats = match is_rule {
                true => Repeats::Instead(place.regular),
                false => Repeats::Alone(place.number),
            };
            let label = Some(format!("meeting-{}", place.number));
            hand_on(label, &named(one), repeats, &contacts);
        }
    }

    fn everybody(&self) -> BTreeSet<ContactId> {
        let attending = self.meetings.iter().flat_map(|(_, one)| &one.attending);
        attending.map(|one| one.contact).collect()
    }

    /// Everybody, in groups: the one that comes to most meetings first.
    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for contact in self.everybody() {
            let (all, elsewhere) = self.of_contact(contact);
            let alike = |group: &&mut Group| group.all == all && group.elsewhere == elsewhere;
            match groups.iter_mut().find(alike) {
                Some(group) => group.contacts.push(contact),
                None => groups.push(Group {
                    contacts: vec![contact],
                    all,
                    elsewhere,
                }),
            }
        }
        groups.sort_by_key(|group| (usize::MAX - group.all.len(), group.contacts.clone()));
        groups
    }

    /// To which meetings somebody comes, and which of them are not like the first that lies where the rule has it.
    fn of_contact(&self, contact: ContactId) -> (Vec<usize>, Vec<usize>) {
        let comes = |one: &Arranged| one.attending.iter().any(|who| who.contact == contact);
        let numbered = self.meetings.iter().enumerate();
        let all: Vec<usize> = numbered
            .filter(|(_, (_, one))| comes(one))
            .map(|(index, _)| index)
            .collect();
        if !self.can_be_a_rule() {
            return (all.clone(), all);
        }
        let usual = self.usual(&all, &|index| self.way(index, contact));
        let like = |index: &&usize| {
            let way = self.way(**index, contact);
            self.is_regular(**index) && usual.as_ref() == Some(&way)
        };
        let elsewhere = all.iter().filter(|index| !like(index)).copied();
        let elsewhere = match all.as_slice() {
            // Of a single meeting there is no rule from which it could differ.
            [_] => Vec::new(),
            _ => elsewhere.collect(),
        };
        (all, elsewhere)
    }

    /// What holds of most of the meetings that lie where the rule has them; of as many the first.
    fn usual<W: PartialEq>(&self, all: &[usize], way: &dyn Fn(usize) -> W) -> Option<W> {
        let regular = all.iter().filter(|index| self.is_regular(**index));
        let mut ways: Vec<(W, u32)> = Vec::new();
        for index in regular {
            let way = way(*index);
            match ways.iter_mut().find(|(known, _)| *known == way) {
                Some((_, count)) => *count += 1,
                None => ways.push((way, 1)),
            }
        }
        let most = ways.iter().map(|(_, count)| *count).max()?;
        let found = ways.into_iter().find(|(_, count)| *count == most);
        found.map(|(way, _)| way)
    }

    fn is_regular(&self, index: usize) -> bool {
        let (place, one) = self.meetings[index];
        one.interval.start() == self.zone.instant(place.regular)
    }

    /// Where and when within the meeting somebody is.
    fn way(&self, index: usize, contact: ContactId) -> Vec<(i64, i64, Option<u32>)> {
        let (_, one) = self.meetings[index];
        let start = one.interval.start().0;
        let own = one.attending.iter().filter(|who| who.contact == contact);
        let present = own.flat_map(|who| &who.present);
        let present = present.map(|time| (time.start().0 - start, time.end().0 - start, None));
        present.chain(self.rooms(index)).collect()
    }

    /// Where the parts of a meeting are, counted from its beginning.
    fn rooms(&self, index: usize) -> Vec<(i64, i64, Option<u32>)> {
        let (_, one) = self.meetings[index];
        let start = one.interval.start().0;
        let rooms = one.parts.iter().map(|part| {
            let (from, to) = (part.interval.start().0, part.interval.end().0);
            (from - start, to - start, part.venue.map(|venue| venue.0))
        });
        rooms.collect()
    }

    /// Whether the zone can be told to mail programs for the whole of the series.
    pub(super) fn can_be_a_rule(&self) -> bool {
        let first = self.meetings.first().map(|(_, one)| one.interval);
        let described = first
            .and_then(|first| vtimezone(self.zone, first))
            .is_some();
        described || *self.zone == Zone::utc()
    }

    /// The first meeting of a group at its regular time, and how it is repeated.
    fn rule(&self, group: &Group) -> (Arranged, Repeats) {
        let is_held = |index: &&usize| !group.elsewhere.contains(index);
        let pattern = group.all.iter().find(is_held).or(group.all.first());
        let (place, one) = self.meetings[pattern.copied().unwrap_or_default()];
        let worst = group.all.iter().map(|index| self.meetings[*index].1.state);
        let mut first = named(one);
        first.state = worst.max().unwrap_or(State::Quorate);
        let (Some(from), Some(to)) = (group.all.first(), group.all.last()) else {
            return (first, Repeats::Once);
        };
        if group.all.len() == 1 {
            return (first, Repeats::Once);
        }
        let (from, to) = (self.meetings[*from].0, self.meetings[*to].0);
        shift(&mut first, self.zone, from.regular);
        let regular = |number: u32| {
            let date = place
                .day
                .date(place.every, from.regular.date(), number - from.number);
            date.map(|date| date.and_time(place.regular.time()))
        };
        let number_of = |index: &usize| self.meetings[*index].0.number;
        let come: Vec<u32> = group.all.iter().map(number_of).collect();
        let away: Vec<u32> = group.elsewhere.iter().map(number_of).collect();
        let numbers = || from.number..=to.number;
        let times = |wanted: &dyn Fn(&u32) -> bool| -> Vec<NaiveDateTime> {
            numbers().filter(wanted).filter_map(regular).collect()
        };
        let repeats = Repeats::Rule {
            every: place.every,
            day: place.day.id(),
            count: to.number - from.number + 1,
            left_out: times(&|number| !come.contains(number)),
            elsewhere: times(&|number| away.contains(number)),
            held: times(&|number| come.contains(number) && !away.contains(number)),
        };
        (first, repeats)
    }

    /// The whole series in one file: the rule, and what lies elsewhere.
    fn organizer_copy(
        &self,
        workspace: &Workspace,
        spec: Option<&MeetingSpec>,
        sending: &Sending,
    ) -> String {
        let all: Vec<usize> = (0..self.meetings.len()).collect();
        let rooms = |index: usize| self.rooms(index);
        let usual = self.usual(&all, &rooms);
        let like = |index: usize| self.is_regular(index) && usual == Some(rooms(index));
        let elsewhere = all.iter().copied().filter(|index| !like(*index));
        let group = Group {
            contacts: Vec::new(),
            elsewhere: match all.len() {
                1 => Vec::new(),
                _ => elsewhere.collect(),
            },
            all,
        };
        let mut entries: Vec<(Arranged, Repeats)> = Vec::new();
        if self.can_be_a_rule() {
            entries.push(self.rule(&group));
            entries.extend(group.elsewhere.iter().map(|index| {
                let (place, one) = self.meetings[*index];
                (named(one), Repeats::Instead(place.regular))
            }));
        } else {
            let alone = self.meetings.iter();
            entries.extend(alone.map(|(place, one)| (named(one), Repeats::Alone(place.number))));
        }
        let mut zone = None;
        let mut components = Vec::new();
        for (arranged, repeats) in &entries {
            let composer = Composer::new(
                workspace,
                arranged,
                spec,
                sending,
                self.zone,
                repeats.clone(),
            );
            let (event, of_event) = composer.organizer_event();
            zone = zone.or(of_event);
            components.push(event);
        }
        let whole = calendar(None, zone);
        components
            .into_iter()
            .fold(whole, |whole, event| whole.containing(event))
            .render()
    }
}

/// Puts a meeting to another wall-clock time, with all that belongs to it.
fn shift(arranged: &mut Arranged, zone: &Zone, to: NaiveDateTime) {
    let far = zone.instant(to).0 - arranged.interval.start().0;
    let move_ = |time: &mut Interval| {
        let moved = Interval::new(time.start().plus(far), time.end().plus(far));
        *time = moved.unwrap_or(*time);
    };
    move_(&mut arranged.interval);
    arranged
        .parts
        .iter_mut()
        .for_each(|part| move_(&mut part.interval));
    for one in &mut arranged.attending {
        one.present.iter_mut().for_each(move_);
    }
}
