//! What of one reference is otherwise than it was told, recipient by recipient.

use super::super::series::{Repeats, Series};
use super::super::{Address, Mailbox, Sending, zone_of};
use super::draft::{Draft, Drafts, Maker, is_alike_but_for_guests, standing};
use super::write::{Taking, Telling, Writer};
use super::{Due, Off, Outbox, Why};
use crate::model::{
    Arranged, ContactId, Heard, HeardWhat, MeetingSpec, PostKind, Purpose, Told, ToldStanding,
    Workspace,
};
use crate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// What the changes of one reference are found by.
pub(super) struct Changes<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) reference: &'a str,
    pub(super) spec: Option<&'a MeetingSpec>,
    pub(super) sending: &'a Sending,
    /// By UID and contact's id.
    pub(super) heard: &'a BTreeMap<(&'a str, &'a str), Vec<&'a Heard>>,
    pub(super) ids: &'a BTreeMap<&'a str, ContactId>,
    /// Contacts' ids whose proposal is not taken.
    pub(super) refuse: BTreeSet<&'a str>,
}

/// One entry in somebody's diary: what it should be, and what was told of it.
#[derive(Default)]
struct Entry<'a> {
    /// The meeting, or the rule of a series.
    draft: Option<Draft>,
    /// Dates of a series that lie elsewhere.
    elsewhere: BTreeMap<Instant, Draft>,
    row: Option<&'a Told>,
    /// What was told of single dates.
    dates: BTreeMap<Instant, &'a Told>,
}

/// How a date of a series stands to somebody.
enum DateTold<'a> {
    /// As the rule has it.
    Rule,
    /// As a message of its own has it.
    Alone(&'a Told),
    /// It is not in their diary.
    Absent,
}

impl Entry<'_> {
    /// The highest SEQUENCE that was used for it.
    fn top(&self) -> Option<u32> {
        let rows = self.row.iter().chain(self.dates.values());
        rows.map(|row| row.sequence).max()
    }

    fn latest(&self) -> Option<Instant> {
        let rows = self.row.iter().chain(self.dates.values());
        rows.map(|row| row.dtstamp).max()
    }

    /// What was told of a date by itself, as far as the rule was not told anew since.
    fn alone(&self, date: Instant) -> Option<&Told> {
        let row = self.dates.get(&date)?;
        let since = self.row.is_none_or(|rule| row.sequence > rule.sequence);
        since.then_some(*row)
    }

    fn told_of(&self, date: Instant, offsets: &[(i64, i64)]) -> DateTold<'_> {
        if let Some(row) = self.alone(date) {
            return match row.standing {
                ToldStanding::Cancelled => DateTold::Absent,
                _ => DateTold::Alone(row),
            };
        }
        let by_rule = self.row.is_some_and(|row| {
            let mut stretches = offsets.iter();
            is_live(row)
                && !offsets.is_empty()
                && stretches.all(|(from, to)| {
                    Interval::new(date.plus(*from), date.plus(*to))
                        .is_some_and(|time| row.times.contains(&time))
                })
        });
        match by_rule {
            true => DateTold::Rule,
            false => DateTold::Absent,
        }
    }

    /// The dates that are in the recipient's diary.
    fn dates_told(&self, offsets: &[(i64, i64)]) -> BTreeSet<Instant> {
        let Some((first, _)) = offsets.first() else {
            return BTreeSet::new();
        };
        let of_rule = self.row.iter().flat_map(|row| &row.times);
        let of_rule = of_rule.map(|time| time.start().plus(-first));
        let all = of_rule.chain(self.dates.keys().copied());
        all.filter(|date| !matches!(self.told_of(*date, offsets), DateTold::Absent))
            .collect()
    }
}

fn is_live(row: &Told) -> bool {
    row.standing != ToldStanding::Cancelled
}

/// Whether any of it is still to come.
fn is_ahead(times: &[Interval], now: Instant) -> bool {
    times.iter().any(|time| time.start() > now)
}

/// Whether a row and a draft go to one place.
fn goes_the_same_way(row: &Told, draft: &Draft) -> bool {
    match (&draft.mail, Address::parse(&row.address)) {
        (None, None) => true,
        (Some((address, _)), Some(known)) => address.same_mailbox(&known),
        _ => false,
    }
}

impl<'a> Changes<'a> {
    /// Adds what is due to `out`.
    pub(super) fn find(&self, meetings: &[&Arranged], told: &[&'a Told], out: &mut Outbox) {
        let now = self.sending.now;
        let zone = zone_of(self.workspace, self.spec);
        let maker = Maker {
            workspace: self.workspace,
            spec: self.spec,
            sending: self.sending,
            zone: &zone,
        };
        let is_over = |one: &&Arranged| one.interval.start() <= now;
        if !meetings.is_empty() && meetings.iter().all(is_over) {
            return;
        }
        let mut mailboxes = self.claimed(meetings, told);
        let series = Series::of(meetings, &zone);
        let mut drafts = match meetings {
            [] => Drafts::default(),
            [one] if one.series.is_none() => maker.of_meeting(one, &mut mailboxes),
            _ => maker.of_series(&series, &mut mailboxes),
        };
        let mut entries: BTreeMap<(String, String), Entry> = BTreeMap::new();
        for draft in std::mem::take(&mut drafts.all) {
            let contact = &self.workspace.contact(draft.recipient.contact).id;
            let key = (contact.clone(), draft.uid.clone());
            let entry = entries.entry(key).or_default();
            match draft.recurrence {
                Some(date) => {
                    entry.elsewhere.insert(date, draft);
                }
                None => entry.draft = Some(draft),
            }
        }
        for row in told {
            let key = (row.contact.clone(), row.uid.clone());
            let entry = entries.entry(key).or_default();
            match row.recurrence {
                Some(date) => {
                    entry.dates.insert(date, row);
                }
                None => entry.row = Some(row),
            }
        }
        let wanted: BTreeSet<String> = entries
            .iter()
            .filter(|(_, entry)| entry.draft.is_some())
            .map(|((contact, _), _)| contact.clone())
            .collect();
        let before = out.due.len();
        for ((contact, uid), entry) in &entries {
            let mut one = One {
                changes: self,
                maker: &maker,
                series: &series,
                drafts: &mut drafts,
                contact,
                uid,
                entry,
                is_arranged: !meetings.is_empty(),
                is_wanted: wanted.contains(contact),
                told,
                out,
            };
            one.settle();
        }
        if out.due.len() > before {
            let notices = drafts.notices.into_iter();
            let of_this = notices.map(|notice| (self.reference.to_owned(), notice));
            out.notices.extend(of_this);
        }
    }

    /// The mailboxes that have the meeting's own UID from what was told, so that each keeps it.
    fn claimed(&self, meetings: &[&Arranged], told: &[&Told]) -> Vec<Mailbox> {
        let mut uids: BTreeSet<String> = BTreeSet::new();
        for one in meetings {
            uids.insert(one.uid.clone());
            let number = one.series.as_ref().map(|place| place.number);
            uids.extend(number.map(|number| Repeats::Alone(number).uid(&one.uid)));
        }
        let mut mailboxes: Vec<Mailbox> = Vec::new();
        // Somebody who is in no table any more still has the entry.
        let nobody = ContactId(u32::MAX);
        let mut claim = |row: &Told, owner: ContactId| {
            let address = Address::parse(&row.address);
            let Some(address) = address.filter(|_| row.purpose != Purpose::Report) else {
                return;
            };
            if !mailboxes.iter().any(|known| known.is(&address)) {
                mailboxes.push(Mailbox::of(address, owner));
            }
        };
        let (of_meeting, of_one): (Vec<&Told>, Vec<&Told>) =
            told.iter().partition(|row| uids.contains(&row.uid));
        for row in of_meeting {
            let owner = self.ids.get(row.contact.as_str()).copied();
            claim(row, owner.unwrap_or(nobody));
        }
        // Where somebody has a UID of their own, somebody else had the meeting's, and may have gone elsewhere since.
        of_one.iter().for_each(|row| claim(row, nobody));
        mailboxes
    }
}

/// One entry on its way to being right.
struct One<'a, 'b> {
    changes: &'b Changes<'a>,
    maker: &'b Maker<'b>,
    series: &'b Series<'b>,
    drafts: &'b mut Drafts,
    contact: &'b str,
    uid: &'b str,
    entry: &'b Entry<'a>,
    is_arranged: bool,
    /// The contact has an entry of the meeting, this one or another.
    is_wanted: bool,
    told: &'b [&'a Told],
    out: &'b mut Outbox,
}

/// By what a message to be sent follows those before it.
struct Following {
    /// SEQUENCE must be at least this.
    least: u32,
    at: Instant,
}

impl One<'_, '_> {
    fn settle(&mut self) {
        match &self.entry.draft {
            None => self.take_back(),
            Some(draft) => match self.entry.row.filter(|row| is_live(row)) {
                None => self.tell(draft, None),
                Some(row) => self.compare(draft, row),
            },
        }
    }

    /// They have an entry, or were asked for a report, and should have none.
    fn take_back(&mut self) {
        if let Some(contact) = self.changes.ids.get(self.contact)
            && self.drafts.without.contains(contact)
        {
            return;
        }
        let mut rows: Vec<&Told> = Vec::new();
        match self.entry.row.filter(|row| is_live(row)) {
            Some(row) => rows.push(row),
            None => {
                let dates = self.entry.dates.keys();
                let alone = dates.filter_map(|date| self.entry.alone(*date));
                rows.extend(alone.filter(|row| is_live(row)));
            }
        }
        for row in rows {
            // Of a meeting that is not in the tables it is not known who gets copies or is asked for reports.
            let unknown = self.is_arranged && self.changes.spec.is_none();
            if unknown && row.purpose != Purpose::Invitation || !self.is_row_ahead(row) {
                continue;
            }
            let off = match (row.standing, self.is_wanted, self.is_arranged) {
                (_, true, _) => Off::Elsewhere,
                (ToldStanding::Held, false, _) => Off::Released,
                (_, false, true) => Off::NotNeeded,
                (_, false, false) => Off::NotHeld,
            };
            self.cancel(row, off);
        }
    }

    fn is_row_ahead(&self, row: &Told) -> bool {
        let now = self.changes.sending.now;
        if row.purpose != Purpose::Report {
            let of_dates = self.entry.dates.values();
            let mut of_dates = of_dates.filter(|date| is_live(date));
            return is_ahead(&row.times, now) || of_dates.any(|date| is_ahead(&date.times, now));
        }
        // It has no time of its own; the meeting's is told by those of the others.
        let mut others = self.told.iter();
        self.is_arranged || others.any(|other| is_ahead(&other.times, now))
    }

    /// They were told, and should know `draft`.
    fn compare(&mut self, draft: &Draft, row: &Told) {
        let was_entry = row.purpose != Purpose::Report;
        let is_entry = draft.purpose() != Purpose::Report;
        if !self.is_draft_ahead(draft) {
            return;
        }
        if !goes_the_same_way(row, draft) || was_entry != is_entry {
            let mut follows = None;
            if was_entry && !row.address.is_empty() {
                let off = match is_entry {
                    true => Off::Elsewhere,
                    false => Off::NotNeeded,
                };
                let taken = self.cancel(row, off);
                follows = Some((taken.sequence, taken.dtstamp));
            }
            let why = match was_entry == is_entry {
                true => Why::OtherWay,
                false => Why::OtherPurpose,
            };
            self.tell_after(draft, Some(why), follows);
            return;
        }
        let alike = is_alike_but_for_guests(draft.said, row.said);
        if !alike || !self.has_all_dates(draft) {
            let why = match alike {
                true => Why::Dates,
                false => self.why(draft, row),
            };
            self.tell_anew(draft, row, PostKind::Update, why, 1);
            return;
        }
        if let Some((kind, why, rise)) = self.asked(draft, row) {
            self.tell_anew(draft, row, kind, why, rise);
        } else if draft.said != row.said {
            self.tell_anew(draft, row, PostKind::Update, Why::Guests, 0);
        } else {
            self.out.unchanged += 1;
            self.compare_dates(draft, row);
        }
    }

    fn is_draft_ahead(&self, draft: &Draft) -> bool {
        let now = self.changes.sending.now;
        let stage = &self.drafts.stages[draft.stage];
        let mut elsewhere = self.entry.elsewhere.values();
        is_ahead(&draft.times(), now)
            || elsewhere.any(|date| is_ahead(&date.times(), now))
            || (draft.dates.is_empty() && stage.arranged.interval.start() > now)
    }

    /// Whether the recipient's entry has all dates that it should have, wherever they lie.
    fn has_all_dates(&self, draft: &Draft) -> bool {
        let now = self.changes.sending.now;
        let elsewhere = self.entry.elsewhere.iter();
        let elsewhere = elsewhere.filter(|(_, date)| is_ahead(&date.times(), now));
        let mut dates = draft.dates.iter().filter(|date| **date > now);
        let has =
            |date: &Instant| !matches!(self.entry.told_of(*date, &draft.offsets), DateTold::Absent);
        dates.all(has) && { elsewhere }.all(|(date, _)| has(date))
    }

    /// What they asked for, or what they have to be told again, and how far SEQUENCE rises with it.
    fn asked(&self, draft: &Draft, row: &Told) -> Option<(PostKind, Why, u32)> {
        if draft.purpose() == Purpose::Report || draft.mail.is_none() {
            return None;
        }
        let key = (self.uid, self.contact);
        let heard = self.changes.heard.get(&key)?;
        let of_this = || heard.iter().filter(|one| one.recurrence == row.recurrence);
        let is_refused = self.changes.refuse.contains(self.contact);
        let proposes = |one: &&&Heard| {
            matches!(one.what, HeardWhat::Proposal(_)) && one.sequence >= row.sequence
        };
        if is_refused && of_this().any(|one| proposes(&one)) {
            return Some((PostKind::Again, Why::Refused, 1));
        }
        let asks =
            of_this().any(|one| one.what == HeardWhat::AskedAgain && one.dtstamp > row.dtstamp);
        asks.then_some((PostKind::Again, Why::AskedAgain, 0))
    }

    /// What is otherwise, as far as the rows tell.
    fn why(&self, draft: &Draft, row: &Told) -> Why {
        let standing = standing(self.changes.sending.firmness);
        let times = draft.times();
        match (row.standing, standing) {
            _ if row.purpose != draft.purpose() => Why::OtherPurpose,
            _ if times != row.times && draft.dates.is_empty() => Why::Moved {
                from: row.times.clone(),
            },
            (ToldStanding::Held, ToldStanding::Confirmed) => Why::Settled,
            (ToldStanding::Confirmed, ToldStanding::Held) => Why::Unsettled,
            _ if times != row.times => Why::Dates,
            _ => Why::Details,
        }
    }

    /// The dates of a series whose rule holds as it was told.
    fn compare_dates(&mut self, draft: &Draft, row: &Told) {
        if draft.dates.is_empty() && self.entry.elsewhere.is_empty() {
            return;
        }
        let now = self.changes.sending.now;
        let mut all = self.entry.dates_told(&draft.offsets);
        all.extend(&draft.dates);
        all.extend(self.entry.elsewhere.keys());
        for date in all {
            let elsewhere = self.entry.elsewhere.get(&date).cloned();
            let at_rule = draft.dates.contains(&date);
            let told = self.entry.told_of(date, &draft.offsets);
            let ahead = date > now || elsewhere.iter().any(|one| is_ahead(&one.times(), now));
            if !ahead {
                continue;
            }
            match (elsewhere, at_rule, told) {
                (None, true, DateTold::Rule) | (None, false, DateTold::Absent) => {}
                (None, false, DateTold::Rule) => self.cancel_date(date, draft, row, None),
                (None, false, DateTold::Alone(alone)) => {
                    self.cancel_date(date, draft, row, Some(alone));
                }
                (Some(wanted), _, told) => self.tell_date(&wanted, row, told, draft),
                (None, true, told @ (DateTold::Alone(_) | DateTold::Absent)) => {
                    let wanted = self.maker.of_date(self.drafts, self.series, date, draft);
                    if let Some(wanted) = wanted {
                        self.tell_date(&wanted, row, told, draft);
                    }
                }
            }
        }
    }

    /// One date by itself, where it is otherwise than told.
    fn tell_date(&mut self, wanted: &Draft, rule: &Told, told: DateTold, draft: &Draft) {
        let (last, from) = match told {
            DateTold::Alone(row) if row.said == wanted.said => {
                let Some((kind, why, rise)) = self.asked(wanted, row) else {
                    self.out.unchanged += 1;
                    return;
                };
                let following = self.following(Some(row), row.sequence.saturating_add(rise));
                self.push(wanted, &following, kind, why, Some(row));
                return;
            }
            DateTold::Alone(row) => (Some(row), Some(row.times.clone())),
            DateTold::Rule => (None, wanted.recurrence.map(|date| at(date, draft))),
            DateTold::Absent => (None, None),
        };
        let why = match from {
            Some(from) if from != wanted.times() => Why::Moved { from },
            Some(_) => Why::Details,
            None => Why::First,
        };
        let kind = match why {
            Why::First => PostKind::New,
            _ => PostKind::Update,
        };
        let above = last.map_or(rule.sequence, |last| last.sequence.max(rule.sequence));
        // Though the rule was told anew since, its DTSTAMP counts.
        let before = wanted
            .recurrence
            .and_then(|date| self.entry.dates.get(&date));
        let following = self.following(before.copied(), above.saturating_add(1));
        self.push(wanted, &following, kind, why, last.or(Some(rule)));
    }

    fn cancel_date(&mut self, date: Instant, draft: &Draft, rule: &Told, alone: Option<&Told>) {
        let is_arranged = self
            .series
            .meetings
            .iter()
            .any(|(place, _)| self.maker.zone.instant(place.regular) == date);
        let off = match (rule.standing, is_arranged) {
            (ToldStanding::Held, _) => Off::Released,
            (_, true) => Off::NotNeeded,
            (_, false) => Off::NotHeld,
        };
        let row = match alone {
            Some(alone) => alone.clone(),
            None => Told {
                recurrence: Some(date),
                times: at(date, draft),
                ..rule.clone()
            },
        };
        self.cancel(&row, off);
    }

    /// Tells somebody who has no entry now.
    fn tell(&mut self, draft: &Draft, why: Option<Why>) {
        if self.is_draft_ahead(draft) {
            self.tell_after(draft, why, None);
        }
    }

    /// The same after a message that this run has written already, of which SEQUENCE and DTSTAMP are given.
    fn tell_after(&mut self, draft: &Draft, why: Option<Why>, after: Option<(u32, Instant)>) {
        let why = why.unwrap_or(match self.entry.row {
            Some(_) => Why::Back,
            None => Why::First,
        });
        let top = after.map(|(sequence, _)| sequence).max(self.entry.top());
        let top = top.max(self.above_others(draft));
        let mut following = self.following(None, top.map_or(0, |top| top.saturating_add(1)));
        let latest = after.map(|(_, at)| at).max(self.entry.latest());
        following.at = latest.map_or(following.at, |latest| following.at.max(latest.plus(1)));
        let sequence = self.push(
            draft,
            &following,
            PostKind::New,
            why.clone(),
            self.entry.row,
        );
        self.tell_elsewhere(PostKind::New, why, sequence);
    }

    /// The highest SEQUENCE that others had under the same UID, where it is above the meeting's: one of them may have had the
    /// mailbox, and its calendar passes over what is below what it knows.
    fn above_others(&self, draft: &Draft) -> Option<u32> {
        let others = self.told.iter();
        let others = others.filter(|row| row.uid == self.uid && row.contact != self.contact);
        let highest = others.map(|row| row.sequence).max()?;
        let stage = &self.drafts.stages[draft.stage];
        let own = self.maker.composer(stage).sequence();
        (draft.mail.is_some() && highest > own).then_some(highest)
    }

    /// Tells the entry again, and what lies elsewhere after it. SEQUENCE stays above what was told by `rise`.
    fn tell_anew(&mut self, draft: &Draft, row: &Told, kind: PostKind, why: Why, rise: u32) {
        // What was told of single dates may be forgotten with it, so it must stand above them all, whatever is said.
        let least = match self.entry.top().filter(|_| !self.entry.dates.is_empty()) {
            Some(top) => top.saturating_add(rise.max(1)),
            None => row.sequence.saturating_add(rise),
        };
        let following = self.following(Some(row), least);
        let sequence = self.push(draft, &following, kind, why, Some(row));
        self.tell_elsewhere(PostKind::Update, Why::WithSeries, sequence);
    }

    /// Whatever lies elsewhere than the rule has it, above a rule of which `sequence` is given.
    fn tell_elsewhere(&mut self, kind: PostKind, why: Why, sequence: u32) {
        let now = self.changes.sending.now;
        for (date, wanted) in &self.entry.elsewhere {
            if *date <= now && !is_ahead(&wanted.times(), now) {
                continue;
            }
            let last = self.entry.dates.get(date).copied();
            let above = last.map_or(sequence, |last| last.sequence.max(sequence));
            let following = self.following(last, above.saturating_add(1));
            let last = last.or(self.entry.row);
            self.push(wanted, &following, kind, why.clone(), last);
        }
    }

    fn following(&self, last: Option<&Told>, least: u32) -> Following {
        let heard = self.changes.heard.get(&(self.uid, self.contact));
        let asked = heard.into_iter().flatten();
        let asked = asked.filter(|one| one.what == HeardWhat::AskedAgain);
        let asked = asked.map(|one| one.dtstamp).max();
        let now = self.changes.sending.now;
        let after = last.map_or(now, |last| last.dtstamp.plus(1));
        Following {
            least,
            at: now.max(after).max(asked.unwrap_or(now)),
        }
    }

    /// Writes a message, and gives its SEQUENCE.
    fn push(
        &mut self,
        draft: &Draft,
        following: &Following,
        kind: PostKind,
        why: Why,
        last: Option<&Told>,
    ) -> u32 {
        let stage = &self.drafts.stages[draft.stage];
        let composer = self.maker.composer(stage);
        let writer = self.writer();
        let telling = Telling {
            least: following.least,
            at: following.at,
            kind,
            why: &why,
            last,
        };
        let post = writer.request(&composer, draft, &telling);
        let sequence = post.told.sequence;
        self.out.due.push(Due { post, why });
        sequence
    }

    fn writer(&self) -> Writer<'_> {
        Writer {
            workspace: self.changes.workspace,
            reference: self.changes.reference,
            sending: self.changes.sending,
            zone: self.maker.zone,
            contact: self.changes.ids.get(self.contact).copied(),
        }
    }

    /// Takes back what `row` tells, and gives what holds then.
    fn cancel(&mut self, row: &Told, off: Off) -> Told {
        let rule = self.entry.row.map_or(0, |rule| rule.sequence);
        let above = match row.recurrence {
            Some(_) => row.sequence.max(rule),
            // What was told of its dates is taken back with it.
            None => self.entry.top().unwrap_or(row.sequence),
        };
        let latest = match row.recurrence {
            Some(date) => {
                let before = self.entry.dates.get(&date);
                before.map_or(row.dtstamp, |before| before.dtstamp.max(row.dtstamp))
            }
            None => self.entry.latest().unwrap_or(row.dtstamp),
        };
        let now = self.changes.sending.now;
        let is_series = row.recurrence.is_none() && self.is_series(row);
        let taking = Taking {
            off,
            sequence: above.saturating_add(1),
            at: now.max(latest.plus(1)),
            is_series,
        };
        let post = self.writer().cancellation(row, &taking);
        let told = post.told.clone();
        let why = Why::Off(off);
        self.out.due.push(Due { post, why });
        told
    }

    /// Whether a row is about several dates: they lie weeks apart.
    fn is_series(&self, row: &Told) -> bool {
        const DAYS: i64 = 6 * 86_400;
        let first = row.times.first().map(|time| time.start());
        let last = row.times.last().map(|time| time.start());
        !self.entry.dates.is_empty()
            || matches!((first, last), (Some(first), Some(last)) if last.0 - first.0 >= DAYS)
    }
}

/// The stretches of a date that lies where the rule has it.
fn at(date: Instant, draft: &Draft) -> Vec<Interval> {
    let stretches = draft.offsets.iter();
    stretches
        .filter_map(|(from, to)| Interval::new(date.plus(*from), date.plus(*to)))
        .collect()
}
