//! Whatever is changed and sent, what recipients have in their calendars is what is arranged: random changes, the messages read
//! by a parser that is not ours and applied by a calendar program written here, the strictest that there is.

mod invite_case;

use chrono::{NaiveDateTime, TimeZone};
use icalendar::parser::{read_calendar, unfold};
use invite_case::*;
use proptest::prelude::*;
use quorate::message::outbox::{OutboxWish, Why, outbox, with_queued};
use quorate::message::{Firmness, Sending};
use quorate::model::*;
use quorate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};

const SERIES_UID: &str = "0c9d1f52-7a3b-4c1e-9d54-6b7a8c9d0e1f@quorate.invalid";

/// A change that a coordinator makes between two runs.
#[derive(Clone, Debug)]
enum Step {
    Add(usize),
    Drop(usize),
    Move(i64),
    Room,
    Hold,
    Confirm,
    Cancel,
    Back,
    Address(usize, usize),
    Remove(usize),
    MoveDate(usize, i64),
    CancelDate(usize),
    BackDate(usize),
    DropOn(usize, usize),
    AddOn(usize, usize),
    ShiftSeries(i64),
    CancelSeries,
    Wait(i64),
    Guests,
}

fn change() -> impl Strategy<Value = Step> {
    use Step::*;
    let who = 0..8_usize;
    prop_oneof![
        who.clone().prop_map(Add),
        who.clone().prop_map(Drop),
        (-5..40_i64).prop_map(Move),
        Just(Room),
        Just(Hold),
        Just(Confirm),
        Just(Cancel),
        Just(Back),
        (who.clone(), 0..4_usize).prop_map(|(one, way)| Address(one, way)),
        who.clone().prop_map(Remove),
        (0..5_usize, 1..40_i64).prop_map(|(date, far)| MoveDate(date, far)),
        (0..5_usize).prop_map(CancelDate),
        (0..5_usize).prop_map(BackDate),
        (0..5_usize, who.clone()).prop_map(|(date, one)| DropOn(date, one)),
        (0..5_usize, who).prop_map(|(date, one)| AddOn(date, one)),
        (1..30_i64).prop_map(ShiftSeries),
        Just(CancelSeries),
        (0..200_000_i64).prop_map(Wait),
        Just(Guests),
    ]
}

/// A week that the clocks change in lies between.
fn date_of_series(number: usize, shift: i64) -> NaiveDateTime {
    let first = NaiveDateTime::parse_from_str("2027-03-02T14:00:00", "%Y-%m-%dT%H:%M:%S");
    first.expect("a time")
        + chrono::Duration::days(14 * number as i64)
        + chrono::Duration::hours(shift)
}

fn in_london(local: NaiveDateTime) -> Instant {
    let zoned = chrono_tz::Europe::London.from_local_datetime(&local);
    Instant(zoned.earliest().expect("no gap").timestamp())
}

fn hour_from(start: Instant) -> Interval {
    Interval::new(start, start.plus(3600)).expect("an hour")
}

fn comes(contact: u32, interval: Interval) -> ArrangedAttendance {
    ArrangedAttendance {
        seat: "anybody".to_owned(),
        contact: ContactId(contact),
        role: As::Principal,
        mode: Mode::InPerson,
        is_known: true,
        present: vec![interval],
    }
}

/// UID, contact and date of a series.
type Key = (String, String, Option<Instant>);

struct World {
    workspace: Workspace,
    cancelled: Option<Arranged>,
    sending: Sending,
    wish: OutboxWish,
    shift: i64,
    told: Vec<Told>,
    programs: BTreeMap<String, Program>,
    /// As of the outbox: what somebody was told last.
    last: BTreeMap<Key, (u32, Instant, PostKind)>,
}

fn one_of_series(number: usize, shift: i64) -> Arranged {
    let regular = date_of_series(number, shift);
    let interval = hour_from(in_london(regular));
    let weekday = chrono::Datelike::weekday(&regular);
    Arranged {
        reference: format!("SCH-7#{}", number + 1),
        uid: SERIES_UID.to_owned(),
        sequence: 0,
        interval,
        parts: Vec::new(),
        venue: Some(VenueId(0)),
        state: State::Quorate,
        confirm: Vec::new(),
        attending: vec![comes(0, interval), comes(2, interval), comes(6, interval)],
        buffer: Buffer::default(),
        chosen_at: None,
        series: Some(SeriesPlace {
            reference: "SCH-7".to_owned(),
            every: Every::Weeks(2),
            day: SeriesDay { weekday, nth: None },
            times: 5,
            number: number as u32 + 1,
            regular,
        }),
    }
}

impl World {
    fn new() -> World {
        let mut workspace = workspace();
        let spec = &mut workspace.meetings[0];
        spec.apart.clear();
        spec.parts.clear();
        spec.seats = vec![
            seat("anybody", Level::Required, &[]),
            seat("health", Level::Informed, &[HEALTH_VISITOR]),
        ];
        spec.seats.push(SeatSpec {
            mode: Some(Mode::Report),
            ..seat("gp", Level::Required, &[GP])
        });
        let series = MeetingSpec {
            reference: "SCH-7".to_owned(),
            seats: vec![seat("anybody", Level::Required, &[])],
            ..spec.clone()
        };
        workspace.meetings.push(series);
        let one = &mut workspace.arrangements[0];
        one.parts.clear();
        one.attending = [0, 1, 4, 5].map(|who| comes(who, whole())).to_vec();
        let dates = (0..5).map(|number| one_of_series(number, 0));
        workspace.arrangements.extend(dates);
        World {
            workspace,
            cancelled: None,
            sending: sending(),
            wish: OutboxWish::default(),
            shift: 0,
            told: Vec::new(),
            programs: BTreeMap::new(),
            last: BTreeMap::new(),
        }
    }

    fn meeting(&mut self) -> Option<&mut Arranged> {
        let mut all = self.workspace.arrangements.iter_mut();
        all.find(|one| one.series.is_none())
    }

    fn date(&mut self, number: usize) -> Option<&mut Arranged> {
        let mut all = self.workspace.arrangements.iter_mut();
        all.find(|one| {
            one.series
                .as_ref()
                .is_some_and(|place| place.number == number as u32 + 1)
        })
    }

    fn make(&mut self, change: &Step) {
        match change.clone() {
            Step::Add(who) => {
                if let Some(one) = self.meeting()
                    && !one
                        .attending
                        .iter()
                        .any(|known| known.contact.0 == who as u32)
                {
                    let interval = one.interval;
                    one.attending.push(comes(who as u32, interval));
                }
            }
            Step::Drop(who) => {
                if let Some(one) = self.meeting() {
                    one.attending.retain(|known| known.contact.0 != who as u32);
                }
            }
            Step::Move(hours) => {
                if let Some(one) = self.meeting() {
                    one.sequence += 1;
                    move_by(one, hours);
                }
            }
            Step::Room => {
                if let Some(one) = self.meeting() {
                    one.venue = match one.venue {
                        Some(_) => None,
                        None => Some(VenueId(0)),
                    };
                }
            }
            Step::Hold => self.sending.firmness = Firmness::Hold,
            Step::Confirm => {
                self.sending.firmness = Firmness::Confirmed;
                self.wish.only = vec![
                    "CP-2041".to_owned(),
                    "SCH-7#1".to_owned(),
                    "SCH-7".to_owned(),
                ];
            }
            Step::Cancel => {
                let gone = self
                    .workspace
                    .arrangements
                    .iter()
                    .position(|one| one.series.is_none());
                if let Some(at) = gone {
                    self.cancelled = Some(self.workspace.arrangements.remove(at));
                }
            }
            Step::Back => {
                if let Some(one) = self.cancelled.take() {
                    self.workspace.arrangements.insert(0, one);
                }
            }
            Step::Address(who, way) => {
                let other = self.workspace.contacts[(who + way) % 8].email.clone();
                let contact = &mut self.workspace.contacts[who];
                contact.email = match way {
                    0 => None,
                    1 => Some(format!("{}@new.example.org", contact.id)),
                    2 => Some(format!("{}@old.example.org", contact.id)),
                    _ => other.or(Some(format!("{}@old.example.org", contact.id))),
                };
            }
            // Somebody who is left in no meeting; the tables themselves keep their order.
            Step::Remove(who) => {
                for one in &mut self.workspace.arrangements {
                    one.attending.retain(|known| known.contact.0 != who as u32);
                }
            }
            Step::MoveDate(number, hours) => {
                if let Some(one) = self.date(number) {
                    one.sequence += 1;
                    move_by(one, hours);
                }
            }
            Step::CancelDate(number) => {
                self.workspace.arrangements.retain(|one| {
                    one.series
                        .as_ref()
                        .is_none_or(|place| place.number != number as u32 + 1)
                });
            }
            Step::BackDate(number) => {
                if self.date(number).is_none() {
                    let one = one_of_series(number, self.shift);
                    self.workspace.arrangements.push(one);
                }
            }
            Step::DropOn(number, who) => {
                if let Some(one) = self.date(number) {
                    one.attending.retain(|known| known.contact.0 != who as u32);
                }
            }
            Step::AddOn(number, who) => {
                if let Some(one) = self.date(number)
                    && !one
                        .attending
                        .iter()
                        .any(|known| known.contact.0 == who as u32)
                {
                    let interval = one.interval;
                    one.attending.push(comes(who as u32, interval));
                }
            }
            Step::ShiftSeries(hours) => {
                self.shift = hours;
                for number in 0..5 {
                    let shifted = one_of_series(number, hours);
                    if let Some(one) = self.date(number) {
                        let attending = one.attending.clone();
                        let sequence = one.sequence + 1;
                        *one = shifted;
                        one.sequence = sequence;
                        one.attending = attending;
                        let interval = one.interval;
                        one.attending
                            .iter_mut()
                            .for_each(|who| who.present = vec![interval]);
                    }
                }
            }
            Step::CancelSeries => self
                .workspace
                .arrangements
                .retain(|one| one.series.is_none()),
            Step::Wait(seconds) => self.sending.now = self.sending.now.plus(seconds),
            Step::Guests => {
                self.sending.guests = match self.sending.guests {
                    quorate::message::Guests::Full => quorate::message::Guests::Hidden,
                    _ => quorate::message::Guests::Full,
                };
            }
        }
    }

    /// Sends what is due, has it taken in, and looks.
    fn send(&mut self) -> Result<(), TestCaseError> {
        let found = outbox(&self.workspace, &self.told, &[], &self.sending, &self.wish);
        let mut names = BTreeSet::new();
        for due in &found.due {
            let post = &due.post;
            prop_assert!(names.insert(post.name.clone()), "{} twice", post.name);
            let told = &post.told;
            let key = (told.uid.clone(), told.contact.clone(), told.recurrence);
            if let Some((sequence, dtstamp, kind)) = self.last.get(&key) {
                prop_assert!(told.dtstamp > *dtstamp, "DTSTAMP must rise: {key:?}");
                prop_assert!(told.sequence >= *sequence, "SEQUENCE fell: {key:?}");
                let minor = due.why == Why::Guests || post.kind == PostKind::Again;
                prop_assert!(
                    minor || told.sequence > *sequence || due.why == Why::WithSeries,
                    "{:?}",
                    due.why
                );
                prop_assert!(*kind != PostKind::Cancellation || told.sequence > *sequence);
            }
            self.last
                .insert(key, (told.sequence, told.dtstamp, post.kind));
            prop_assert_eq!(told.address.is_empty(), !post.letter.is_empty());
            prop_assert_eq!(told.address.is_empty(), post.mail.is_empty());
            if !post.calendar.is_empty() {
                let mailbox = told.address.to_lowercase();
                let program = self.programs.entry(mailbox).or_default();
                let text = String::from_utf8(post.calendar.clone()).expect("UTF-8");
                if let Err(fault) = program.take(&text) {
                    return Err(TestCaseError::fail(format!(
                        "{fault}: {:?}\n{text}",
                        due.why
                    )));
                }
            }
        }
        self.told = with_queued(&self.told, found.due.iter().map(|due| &due.post.told));
        let again = outbox(&self.workspace, &self.told, &[], &self.sending, &self.wish);
        prop_assert!(
            again.due.is_empty(),
            "again: {:?}",
            again
                .due
                .iter()
                .map(|due| (&due.why, &due.post.told))
                .collect::<Vec<_>>()
        );
        self.look()
    }

    /// What is to come in every mailbox's calendar is what is arranged.
    fn look(&self) -> Result<(), TestCaseError> {
        let now = self.sending.now;
        let mut wanted: BTreeMap<String, Vec<Interval>> = BTreeMap::new();
        for one in &self.workspace.arrangements {
            let mut people: BTreeSet<u32> = one.attending.iter().map(|who| who.contact.0).collect();
            if one.series.is_none() {
                people.insert(HEALTH_VISITOR);
            }
            for who in people {
                let Some(contact) = self.workspace.contacts.get(who as usize) else {
                    continue;
                };
                if let Some(email) = &contact.email {
                    let mailbox = wanted.entry(email.to_lowercase()).or_default();
                    mailbox.push(one.interval);
                }
            }
        }
        let mailboxes: BTreeSet<String> =
            wanted.keys().chain(self.programs.keys()).cloned().collect();
        for mailbox in mailboxes {
            let ahead = |all: Vec<Interval>| -> Vec<Interval> {
                let mut all: Vec<Interval> =
                    all.into_iter().filter(|one| one.start() > now).collect();
                all.sort_unstable();
                all
            };
            let has = self
                .programs
                .get(&mailbox)
                .map(Program::all)
                .unwrap_or_default();
            let should = ahead(wanted.get(&mailbox).cloned().unwrap_or_default());
            // Of a series that has begun to move nothing is sent about what is past, but what is ahead is right.
            prop_assert_eq!(ahead(has), should, "{} at {}", mailbox, now);
        }
        Ok(())
    }
}

fn move_by(one: &mut Arranged, hours: i64) {
    let from = one.interval.start().plus(hours * 3600);
    let seconds = one.interval.seconds();
    one.interval = Interval::new(from, from.plus(seconds)).expect("not empty");
    let interval = one.interval;
    one.attending
        .iter_mut()
        .for_each(|who| who.present = vec![interval]);
}

/// A calendar program that takes in what the standard allows and forgets what is moved when the rule is told anew.
#[derive(Default)]
struct Program {
    entries: BTreeMap<String, Known>,
}

#[derive(Default)]
struct Known {
    sequence: i64,
    stamp: String,
    rule: Option<BTreeMap<Instant, Interval>>,
    /// SEQUENCE of what took the place of a date; no interval where it was taken out.
    instead: BTreeMap<Instant, (i64, Option<Interval>)>,
}

impl Program {
    fn all(&self) -> Vec<Interval> {
        let mut all = Vec::new();
        for known in self.entries.values() {
            let rule = known.rule.iter().flatten();
            let kept = rule.filter(|(date, _)| !known.instead.contains_key(date));
            all.extend(kept.map(|(_, time)| *time));
            all.extend(known.instead.values().filter_map(|(_, time)| *time));
        }
        all
    }

    fn take(&mut self, text: &str) -> Result<(), String> {
        let unfolded = unfold(text);
        let calendar = read_calendar(&unfolded)?;
        let method = calendar.properties.iter().find(|one| one.name == "METHOD");
        let method = method.ok_or("no METHOD")?.val.to_string();
        let events: Vec<_> = calendar
            .components
            .iter()
            .filter(|one| one.name == "VEVENT")
            .collect();
        let [event] = events.as_slice() else {
            return Err("one event a message".to_owned());
        };
        let all = |name: &str| {
            event
                .properties
                .iter()
                .filter(move |one| one.name == name)
                .collect::<Vec<_>>()
        };
        let one = |name: &str| -> Result<String, String> {
            match all(name).as_slice() {
                [one] => Ok(one.val.to_string()),
                other => Err(format!("{} times {name}", other.len())),
            }
        };
        let time = |property: &icalendar::parser::Property| -> Instant {
            let value = property.val.to_string();
            let local = NaiveDateTime::parse_from_str(value.trim_end_matches('Z'), "%Y%m%dT%H%M%S")
                .expect("a time");
            match value.ends_with('Z') {
                true => Instant::from_utc(local),
                false => {
                    assert!(property.params.iter().any(|one| one.key == "TZID"));
                    in_london(local)
                }
            }
        };
        let start = time(all("DTSTART").first().ok_or("no start")?);
        let end = time(all("DTEND").first().ok_or("no end")?);
        let interval = Interval::new(start, end).ok_or("an empty time")?;
        let sequence: i64 = one("SEQUENCE")?.parse().map_err(|_| "no number")?;
        let stamp = one("DTSTAMP")?;
        let uid = one("UID")?;
        let _ = (
            one("ORGANIZER")?,
            one("ATTENDEE")?,
            one("SUMMARY")?,
            one("STATUS")?,
        );
        let of_date = all("RECURRENCE-ID").first().map(|one| time(one));
        let entry = self.entries.entry(uid).or_default();
        match (method.as_str(), of_date) {
            ("REQUEST", None) => {
                if stamp <= entry.stamp || sequence < entry.sequence {
                    return Err(format!(
                        "passed over: {stamp} {sequence} after {} {}",
                        entry.stamp, entry.sequence
                    ));
                }
                let mut dates = BTreeMap::from([(start, interval)]);
                if let Some(rule) = all("RRULE").first() {
                    dates = expanded(rule.val.as_ref(), interval);
                    for left_out in all("EXDATE") {
                        dates.remove(&time(left_out)).ok_or("EXDATE of no date")?;
                    }
                }
                entry.rule = Some(dates);
                entry.instead.clear();
                (entry.sequence, entry.stamp) = (sequence, stamp);
            }
            ("CANCEL", None) => {
                if entry.rule.is_none() || sequence <= entry.sequence {
                    return Err("nothing to cancel, or an old one".to_owned());
                }
                entry.rule = None;
                entry.instead.clear();
                (entry.sequence, entry.stamp) = (sequence, stamp);
            }
            (method, Some(date)) => {
                let rule = entry.rule.as_ref().ok_or("a date of no series")?;
                if !rule.contains_key(&date) {
                    return Err("a date that the rule does not have".to_owned());
                }
                let before = entry.instead.get(&date);
                if sequence <= entry.sequence || before.is_some_and(|known| sequence <= known.0) {
                    return Err("a date below its series".to_owned());
                }
                if before.is_some_and(|known| known.1.is_none()) {
                    return Err("a date that was taken out".to_owned());
                }
                let time = (method == "REQUEST").then_some(interval);
                entry.instead.insert(date, (sequence, time));
            }
            (other, _) => return Err(format!("METHOD {other}")),
        }
        Ok(())
    }
}

/// Every second week, by the wall clock.
fn expanded(rule: &str, first: Interval) -> BTreeMap<Instant, Interval> {
    let part = |name: &str| {
        let mut parts = rule.split(';').filter_map(|part| part.split_once('='));
        parts
            .find(|(key, _)| *key == name)
            .expect("the part")
            .1
            .to_owned()
    };
    assert_eq!(
        (part("FREQ"), part("INTERVAL")),
        ("WEEKLY".to_owned(), "2".to_owned())
    );
    let count: i64 = part("COUNT").parse().expect("a number");
    let zone = chrono_tz::Europe::London;
    let local = zone.from_utc_datetime(&first.start().utc()).naive_local();
    let dates = (0..count).map(|number| {
        let start = in_london(local + chrono::Duration::days(14 * number));
        let time = Interval::new(start, start.plus(first.seconds())).expect("not empty");
        (start, time)
    });
    dates.collect()
}

fn cases() -> u32 {
    let stated = std::env::var("QUORATE_CASES").ok();
    stated.and_then(|text| text.parse().ok()).unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn calendars_hold_what_is_arranged(rounds in prop::collection::vec(prop::collection::vec(change(), 0..4), 1..8)) {
        let mut world = World::new();
        world.send()?;
        for changes in &rounds {
            world.wish = OutboxWish::default();
            for change in changes {
                world.make(change);
            }
            world.send()?;
        }
    }
}
