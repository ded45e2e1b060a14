//! What somebody should know of a meeting, as a draft: who, by which way, and the number of what it says. Nothing is written yet.

use super::super::event::{Composer, is_optional};
use super::super::recipients::{Asked, Recipient, recipients};
use super::super::series::{Repeats, Series, named};
use super::super::{
    Firmness, Identity, Listed, Notice, Round, Sending, Way, line_up, places::Place,
};
use crate::message::{Address, Mailbox};
use crate::model::{Arranged, ContactId, MeetingSpec, Purpose, ToldStanding, Workspace};
use crate::time::{Instant, Interval, Zone};
use std::collections::BTreeSet;

/// A meeting as a round of messages tells it.
pub(super) struct Stage {
    pub(super) arranged: Arranged,
    pub(super) repeats: Repeats,
}

/// What somebody should know.
#[derive(Clone)]
pub(super) struct Draft {
    /// Which stage.
    pub(super) stage: usize,
    pub(super) recipient: Recipient,
    /// `None` for a letter.
    pub(super) mail: Option<(Address, Identity)>,
    pub(super) uid: String,
    pub(super) recurrence: Option<Instant>,
    pub(super) said: u64,
    /// The dates of a series that lie where the rule has them, as the rule has them.
    pub(super) dates: Vec<Instant>,
    /// Counted from the beginning of a meeting.
    pub(super) offsets: Vec<(i64, i64)>,
}

impl Draft {
    pub(super) fn purpose(&self) -> Purpose {
        self.recipient.asked.purpose()
    }

    /// The stretches that are told: of a series those of all dates that lie where the rule has them.
    pub(super) fn times(&self) -> Vec<Interval> {
        if self.dates.is_empty() || self.purpose() == Purpose::Report {
            return self.recipient.times.clone();
        }
        let of_date = |date: &Instant| {
            let date = *date;
            self.offsets
                .iter()
                .filter_map(move |(from, to)| Interval::new(date.plus(*from), date.plus(*to)))
        };
        self.dates.iter().flat_map(of_date).collect()
    }
}

/// Everything that should be known of one reference.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) stages: Vec<Stage>,
    pub(super) all: Vec<Draft>,
    pub(super) notices: Vec<Notice>,
    /// They belong to the meeting, and get no message for a reason that the notices tell.
    pub(super) without: BTreeSet<ContactId>,
}

/// By what drafts are made.
pub(super) struct Maker<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) spec: Option<&'a MeetingSpec>,
    pub(super) sending: &'a Sending,
    pub(super) zone: &'a Zone,
}

impl<'a> Maker<'a> {
    /// The drafts of a meeting by itself.
    pub(super) fn of_meeting(&self, arranged: &Arranged, mailboxes: &mut Vec<Mailbox>) -> Drafts {
        let mut drafts = Drafts::default();
        let round = Round {
            repeats: Repeats::Once,
            only: None,
            everybody: None,
            mailboxes,
        };
        self.add(&mut drafts, arranged, round);
        drafts
    }

    /// The drafts of a series.
    pub(super) fn of_series(&self, series: &Series, mailboxes: &mut Vec<Mailbox>) -> Drafts {
        let mut drafts = Drafts::default();
        series.each_round(mailboxes, &mut |_, arranged, round| {
            self.add(&mut drafts, arranged, round);
        });
        drafts
    }

    fn add(&self, drafts: &mut Drafts, arranged: &Arranged, mut round: Round) {
        let line_up = line_up(
            self.workspace,
            arranged,
            self.spec,
            self.sending,
            &mut round,
        );
        for notice in line_up.notices {
            if let Notice::OrganizerAttends(contact) | Notice::TimeNotKnown(contact) = notice {
                drafts.without.insert(contact);
            }
            if !drafts.notices.contains(&notice) {
                drafts.notices.push(notice);
            }
        }
        if !line_up.apart.is_empty() {
            drafts.without.extend(&line_up.apart);
            drafts
                .notices
                .push(Notice::ApartInOneMailbox(line_up.apart));
        }
        let stage = drafts.stages.len();
        drafts.stages.push(Stage {
            arranged: arranged.clone(),
            repeats: round.repeats,
        });
        let composer = self.composer(&drafts.stages[stage]);
        let listed = line_up.all.into_iter();
        let made = listed.filter_map(|one| self.draft(&composer, stage, one));
        drafts.all.extend(made);
    }

    pub(super) fn composer<'b>(&'b self, stage: &'b Stage) -> Composer<'b> {
        Composer::new(
            self.workspace,
            &stage.arranged,
            self.spec,
            self.sending,
            self.zone,
            stage.repeats.clone(),
        )
    }

    fn draft(&self, composer: &Composer, stage: usize, listed: Listed) -> Option<Draft> {
        let mail = match listed.way {
            Way::Without => return None,
            Way::Letter => None,
            Way::Mail(address, identity) => Some((address, identity)),
        };
        let recipient = listed.recipient;
        let identity = mail.as_ref().map_or(Identity::Meeting, |mail| mail.1);
        let uid = match recipient.asked {
            // It is no entry of a calendar.
            Asked::Report => composer.arranged.uid.clone(),
            _ => composer.uid(&recipient, identity),
        };
        let recurrence = match &composer.repeats {
            Repeats::Instead(of) => Some(self.zone.instant(*of)),
            _ => None,
        };
        let start = composer.arranged.interval.start();
        let offsets = recipient.times.iter();
        let offsets = offsets.map(|time| (time.start().0 - start.0, time.end().0 - start.0));
        Some(Draft {
            stage,
            mail,
            uid,
            recurrence,
            said: said(composer, &recipient),
            dates: dates(composer),
            offsets: offsets.collect(),
            recipient,
        })
    }

    /// What somebody should know of one date of a series by itself, told in the way of `like`; `None` where they do not come to it.
    pub(super) fn of_date(
        &self,
        drafts: &mut Drafts,
        series: &Series,
        date: Instant,
        like: &Draft,
    ) -> Option<Draft> {
        let of_date = |(place, _): &&(&_, &Arranged)| {
            let place: &crate::model::SeriesPlace = place;
            self.zone.instant(place.regular) == date
        };
        let (place, one) = series.meetings.iter().find(of_date)?;
        let stage = Stage {
            arranged: named(one),
            repeats: Repeats::Instead(place.regular),
        };
        let (all, _) = recipients(self.workspace, &stage.arranged, self.spec);
        let recipient = all
            .into_iter()
            .find(|known| known.contact == like.recipient.contact)?;
        let way = match like.mail.clone() {
            Some((address, identity)) => Way::Mail(address, identity),
            None => Way::Letter,
        };
        let number = drafts.stages.len();
        let draft = self.draft(&self.composer(&stage), number, Listed { recipient, way });
        drafts.stages.push(stage);
        draft
    }
}

/// How a meeting stands to whoever is told of it so.
pub(super) fn standing(firmness: Firmness) -> ToldStanding {
    match firmness {
        Firmness::Confirmed => ToldStanding::Confirmed,
        Firmness::Hold => ToldStanding::Held,
    }
}

/// The dates on which the rule holds for the recipients of a round; empty where there is no rule.
fn dates(composer: &Composer) -> Vec<Instant> {
    match &composer.repeats {
        Repeats::Rule { held, .. } => {
            let held = held.iter().map(|local| composer.zone.instant(*local));
            held.collect()
        }
        Repeats::Once if is_of_a_rule(composer) => vec![composer.arranged.interval.start()],
        _ => Vec::new(),
    }
}

/// Whether an entry without a rule is the only one left of a series, and lies where the rule has it: then it says the same.
fn is_of_a_rule(composer: &Composer) -> bool {
    let place = composer.arranged.series.as_ref();
    place.is_some_and(|place| {
        composer.arranged.interval.start() == composer.zone.instant(place.regular)
    })
}

/// Whether two of the numbers of [`said`] differ in nothing but the list of guests.
pub(super) fn is_alike_but_for_guests(one: u64, other: u64) -> bool {
    one >> 32 == other >> 32
}

/// What a message states, as a number: in its upper half all but the list of guests, in its lower half everything.
///
/// These are facts and no words. The names of recipient and organiser are not among them: a corrected spelling is nothing to be told
/// again. Of a series the facts are counted from a meeting's beginning, and its dates are no part of them, for they are told one by
/// one.
fn said(composer: &Composer, recipient: &Recipient) -> u64 {
    let mut facts = Facts::default();
    let start = composer.arranged.interval.start();
    let local = composer.zone.local(start);
    facts.add("ref", &composer.arranged.reference);
    facts.add("what", recipient.asked.purpose().id());
    let standing = standing(composer.sending.firmness);
    facts.add("standing", standing.id());
    let organizer = composer.sending.organizer.address.as_str();
    facts.add("organizer", &organizer.to_ascii_lowercase());
    if recipient.asked == Asked::Report {
        facts.add("day", &local.date().to_string());
        return facts.number(&[]);
    }
    facts.add("zone", composer.zone.name());
    let optional = is_optional(recipient.asked);
    facts.add("level", if optional { "optional" } else { "needed" });
    let place = composer.arranged.series.as_ref();
    let rhythm = match (&composer.repeats, place) {
        (Repeats::Rule { every, day, .. }, _) => Some((every.id(), day.clone())),
        (Repeats::Once, Some(place)) if is_of_a_rule(composer) => {
            Some((place.every.id(), place.day.id()))
        }
        _ => None,
    };
    let base = match rhythm {
        Some((every, day)) => {
            facts.add("every", &every);
            facts.add("on", &day);
            facts.add("at", &local.time().to_string());
            start.0
        }
        None => 0,
    };
    if let Repeats::Instead(of) = &composer.repeats {
        facts.add("instead", &of.to_string());
    }
    let stretch = |time: &Interval| format!("{}/{}", time.start().0 - base, time.end().0 - base);
    for time in &recipient.times {
        facts.add("time", &stretch(time));
    }
    let known = composer.known(recipient);
    for (time, place) in &known.places {
        facts.add("from", &stretch(time));
        match place {
            Place::At { name, address } => {
                facts.add("room", name);
                facts.add("address", address.as_deref().unwrap_or_default());
            }
            Place::Remote => facts.add("room", "\0remote"),
            Place::ToldSeparately => facts.add("room", "\0told"),
        }
    }
    facts.add("join", known.join.unwrap_or_default());
    for (at, title) in &known.agenda {
        facts.add("point", &format!("{} {title}", at.0 - base));
    }
    if let Some(day) = composer.report_day(recipient) {
        let due = match base {
            0 => day.to_string(),
            // Of a series, how long before.
            _ => (local.date() - day).num_days().to_string(),
        };
        facts.add("report", &due);
    }
    facts.number(&known.guests)
}

/// Names and values, one after the other, such that no two lists look alike.
#[derive(Default)]
struct Facts(String);

impl Facts {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push_str(&format!("{name}={}:{value};", value.len()));
    }

    fn number(mut self, guests: &[String]) -> u64 {
        let half = |text: &str| {
            let hash = super::super::event::fnv(text);
            (hash >> 32) ^ (hash & 0xffff_ffff)
        };
        let upper = half(&self.0);
        for guest in guests {
            self.add("guest", guest);
        }
        (upper << 32) | half(&self.0)
    }
}
