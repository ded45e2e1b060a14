//! Whether an answer counts: whose it is, to which invitation, and whether they may give it.
//!
//! Nothing is taken on its own word. A UID has to be one of ours, the sender somebody who was told under it (the mailbox that was
//! written to, the one of the tables, or one of the same house that says SENT-BY), the organiser ours where one is named, SEQUENCE one
//! that was sent. A meeting that was sent from another program has a UID that we do not know: it is found by the reference in the
//! subject, and by its time. Anything else waits for a person and changes nothing.
//!
//! Whose mail it is, is taken from its `From`, as mail servers let it through: whether that is forged is theirs to check.

use super::fits::fits;
use super::mailbox::Mailbox;
use super::read::{AsRead, Says, Sender};
use super::register::{Invitee, Person, Register};
use super::why::Why;
use crate::ics::read::{ItipRecurrence, Method};
use crate::model::{ContactId, Heard, HeardBy, HeardWhat, Response, Told, ToldStanding, Unmatched};
use crate::time::{Instant, Interval, Zone};
use std::collections::BTreeSet;

/// What becomes of one answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It counts.
    Applied(Heard),
    /// It was heard already.
    Known,
    /// It is an invitation of ours that lies among the answers.
    Ours,
    /// A person has to look at it. Where an invitee sends somebody who does not fit, that they will not come themselves counts all
    /// the same.
    Waits(Unmatched, Option<Heard>),
}

/// What became of many.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Judged {
    /// New answers that count, each with whether something is written beside it that is worth reading.
    pub applied: Vec<(Heard, bool)>,
    /// How many were heard already.
    pub known: usize,
    /// How many were invitations of ours.
    pub ours: usize,
    /// What waits for a person.
    pub waiting: Vec<Unmatched>,
}

/// Judges answers in the order in which they were read. Which answer of one person holds does not depend on that order.
pub fn judge_all(register: &mut Register, answers: &[AsRead]) -> Judged {
    let mut all = Judged::default();
    let mut waiting = BTreeSet::new();
    for read in answers {
        match judge(register, read) {
            Verdict::Applied(heard) => all.applied.push((heard, read.has_comment)),
            Verdict::Known => all.known += 1,
            Verdict::Ours => all.ours += 1,
            Verdict::Waits(unmatched, heard) => {
                all.applied
                    .extend(heard.map(|heard| (heard, read.has_comment)));
                if waiting.insert(unmatched.digest) {
                    all.waiting.push(unmatched);
                } else {
                    all.known += 1;
                }
            }
        }
    }
    all
}

/// More than this ahead of the clock, no clock is only wrong.
const FAR_CLOCK: i64 = 24 * 3600;

/// Proposals further ahead are mistyped.
const FAR_AHEAD: i64 = 3 * 366 * 24 * 3600;

/// The longest meeting that is proposed.
const LONGEST: i64 = 24 * 3600;

/// Judges one answer, and takes note of it where it counts.
pub(super) fn judge(register: &mut Register, read: &AsRead) -> Verdict {
    let verdict = Judge { register, read }.verdict();
    let heard = match &verdict {
        Verdict::Applied(heard) => Some(heard),
        Verdict::Waits(_, heard) => heard.as_ref(),
        Verdict::Known | Verdict::Ours => None,
    };
    if let Some(heard) = heard {
        register.hear(heard);
    }
    verdict
}

struct Judge<'j, 'a> {
    register: &'j Register<'a>,
    read: &'j AsRead,
}

/// The invitation that is answered to.
struct Matched<'a> {
    reference: String,
    uid: String,
    /// All rows of the one who answers.
    rows: Vec<Invitee<'a>>,
    contact: String,
    /// The UID is not ours: SEQUENCE says nothing.
    is_foreign: bool,
    recurrence: Option<Instant>,
}

impl<'a> Judge<'_, 'a> {
    fn verdict(&self) -> Verdict {
        let done = match &self.read.says {
            Says::Nothing(why) => Err(*why),
            Says::Organizes(method) => self.organizes(*method),
            Says::Response(_) | Says::Proposal(_) | Says::AskedAgain => self.answer(),
        };
        done.unwrap_or_else(|why| Verdict::Waits(self.waits(why), None))
    }

    fn waits(&self, why: Why) -> Unmatched {
        let read = self.read;
        let of_uid = read.uid.as_deref().and_then(|uid| {
            let first = self.register.of_uid(uid)?.into_iter().next()?;
            Some(self.reference_of(first))
        });
        let stated = match read.references.as_slice() {
            [one] => Some(self.register.series_of(one).0),
            _ => None,
        };
        let from = match &read.sender {
            Sender::Mailbox(mailbox) => match self.register.contact_at(mailbox) {
                Some(contact) => Some(self.register.workspace.contact(contact).id.clone()),
                None => Some(mailbox.to_string()),
            },
            Sender::Contact(id) => Some(id.clone()),
            // The name in a table is somebody's text; the row tells where it stands.
            Sender::Name(_) | Sender::Nobody => None,
        };
        Unmatched {
            source: read.source.clone(),
            digest: read.digest,
            why: why.id().to_owned(),
            reference: of_uid.or(stated),
            from,
            at: self.register.now,
        }
    }

    fn reference_of(&self, invitee: Invitee) -> String {
        match invitee {
            Invitee::Told(told) => told.reference.clone(),
            Invitee::Arranged(arranged, _) => match &arranged.series {
                Some(place) => place.reference.clone(),
                None => arranged.reference.clone(),
            },
        }
    }

    /// What an organiser says of a meeting: our own, found again, or somebody else's.
    fn organizes(&self, method: Method) -> Result<Verdict, Why> {
        let read = self.read;
        let uid = read.uid.as_deref().ok_or(Why::NotAnAnswer)?;
        let Some(invitees) = self.register.of_uid(uid) else {
            return Err(Why::NotAnAnswer);
        };
        if method == Method::DeclineCounter {
            return Err(Why::NotAnAnswer);
        }
        let is_ours = match &read.sender {
            Sender::Mailbox(mailbox) => self.register.is_organizer(mailbox),
            // A calendar file without a mail: what it says of its organiser is all there is.
            _ => read
                .organizer
                .iter()
                .any(|one| self.register.is_organizer(one)),
        };
        let sent = self.highest_sequence(&invitees);
        let told = |standing: ToldStanding| {
            let mut rows = invitees.iter();
            rows.any(|one| matches!(one, Invitee::Told(told) if told.standing == standing))
        };
        let is_told = read.sequence.unwrap_or(0) <= sent
            && match method {
                Method::Cancel => told(ToldStanding::Cancelled),
                _ => true,
            };
        match (is_ours, is_told) {
            (true, true) => Ok(Verdict::Ours),
            (true, false) => Err(Why::OrganizerChanged),
            (false, _) => Err(Why::OrganizerElsewhere),
        }
    }

    fn highest_sequence(&self, invitees: &[Invitee]) -> u64 {
        let each = invitees.iter().map(|one| match one {
            Invitee::Told(told) => u64::from(told.sequence),
            Invitee::Arranged(arranged, _) => u64::from(arranged.sequence),
        });
        each.max().unwrap_or(0)
    }

    fn answer(&self) -> Result<Verdict, Why> {
        let read = self.read;
        let matched = self.matched()?;
        if self.register.knows_organizer()
            && !read.organizer.is_empty()
            && !read
                .organizer
                .iter()
                .any(|one| self.register.is_organizer(one))
        {
            return Err(Why::ForeignOrganizer);
        }
        let highest = self.highest_sequence(&matched.rows);
        // Of what is told by a table, by word of mouth or from another program, it is the invitation as it stands that is answered.
        let by_word = matched.is_foreign || read.uid.is_none();
        let sequence = match by_word {
            true => self.current_sequence(&matched),
            // RFC 5546 section 3.2.3: left out, it is that of the first invitation.
            false => read.sequence.unwrap_or(0),
        };
        if sequence > highest {
            return Err(Why::SequenceAhead);
        }
        if by_word && read.by == HeardBy::Mail {
            self.check_time(&matched)?;
        }
        let told = self.row(&matched);
        let (what, unfit) = match &read.says {
            Says::Response(Response::Delegated(to)) => {
                let delegate = self.delegate(&matched, to.as_deref());
                let is_unfit = delegate.is_none();
                (HeardWhat::Response(Response::Delegated(delegate)), is_unfit)
            }
            Says::Response(response) => (HeardWhat::Response(response.clone()), false),
            Says::Proposal(interval) => {
                let is_off = told.is_some_and(|told| told.standing == ToldStanding::Cancelled);
                if is_off {
                    return Err(Why::CancelledMeeting);
                }
                (
                    HeardWhat::Proposal(self.proposed(*interval, &matched)?),
                    false,
                )
            }
            Says::AskedAgain => (HeardWhat::AskedAgain, false),
            Says::Organizes(_) | Says::Nothing(_) => return Err(Why::NotAnAnswer),
        };
        let heard = Heard {
            reference: matched.reference.clone(),
            contact: matched.contact.clone(),
            uid: matched.uid.clone(),
            recurrence: matched.recurrence,
            what,
            sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
            dtstamp: self.said_at(told),
            by: read.by,
            source: read.source.clone(),
            digest: read.digest,
        };
        let is_repeated = read.by != HeardBy::Mail
            && self
                .register
                .latest(&heard)
                .is_some_and(|held| (&held.what, held.sequence) == (&heard.what, heard.sequence));
        if is_repeated || self.register.is_known(&heard) {
            return Ok(Verdict::Known);
        }
        Ok(match unfit {
            true => {
                // Two things are kept of one answer, so they have two numbers.
                let mut waits = self.waits(Why::DelegateUnfit);
                waits.digest = !heard.digest;
                Verdict::Waits(waits, Some(heard))
            }
            false => Verdict::Applied(heard),
        })
    }

    /// The invitation, and the invitee whose answer it is.
    fn matched(&self) -> Result<Matched<'a>, Why> {
        let read = self.read;
        let own = read
            .uid
            .as_deref()
            .and_then(|uid| self.register.of_uid(uid));
        let is_foreign = own.is_none();
        let (invitees, stated) = match own {
            Some(invitees) => (invitees, None),
            None => {
                let (reference, date) = self.stated()?;
                (self.register.of_reference(&reference), date)
            }
        };
        if invitees.is_empty() {
            return Err(Why::NotTold);
        }
        let rows = self.who(&invitees)?;
        let first = rows[0];
        let uid = match first {
            Invitee::Told(told) => told.uid.clone(),
            Invitee::Arranged(arranged, _) => arranged.uid.clone(),
        };
        let mut matched = Matched {
            reference: self.reference_of(first),
            uid,
            contact: self.register.id_of(first).to_owned(),
            rows,
            is_foreign,
            recurrence: None,
        };
        matched.recurrence = self.date(&matched, stated)?;
        // Entries that stand by themselves (a series that no rule can say) have UIDs of their own.
        if let (true, Some(date)) = (is_foreign, matched.recurrence)
            && let Some(told) = told_rows(&matched.rows).find(|told| told.recurrence == Some(date))
        {
            matched.uid.clone_from(&told.uid);
        }
        Ok(matched)
    }

    /// The one meeting whose reference is stated, and which date of it.
    fn stated(&self) -> Result<(String, Option<Instant>), Why> {
        let read = self.read;
        let mut named: Vec<(String, Option<Instant>)> = read
            .references
            .iter()
            .map(|reference| self.register.series_of(reference))
            .collect();
        // A series and one of its dates: the date is meant.
        let dated: BTreeSet<String> = named
            .iter()
            .filter(|(_, date)| date.is_some())
            .map(|(reference, _)| reference.clone())
            .collect();
        named.retain(|(reference, date)| date.is_some() || !dated.contains(reference));
        match named.as_slice() {
            [] if read.by == HeardBy::Mail => Err(Why::UnknownUid),
            [] => Err(Why::UnknownReference),
            [(reference, _)] if !self.register.has_reference(reference) => {
                Err(Why::UnknownReference)
            }
            [one] => Ok(one.clone()),
            _ => Err(Why::SeveralMeetings),
        }
    }

    /// The rows of the one who answers.
    fn who(&self, invitees: &[Invitee<'a>]) -> Result<Vec<Invitee<'a>>, Why> {
        let read = self.read;
        let (person, nobody) = match (&read.sender, &read.on_behalf) {
            (Sender::Mailbox(sender), Some(invitee)) => {
                // Somebody of another house does not speak for them, whatever SENT-BY says.
                if sender.host() != invitee.host() {
                    return Err(Why::WrongSender);
                }
                (Person::Mailbox(invitee), Why::WrongSender)
            }
            (Sender::Mailbox(sender), None) => (Person::Mailbox(sender), Why::WrongSender),
            (Sender::Name(words), _) => (Person::Name(words), Why::UnknownName),
            (Sender::Contact(id), _) => (Person::Contact(id), Why::NotTold),
            (Sender::Nobody, _) => return Err(Why::NoSender),
        };
        let of = |exact: bool| -> Vec<Invitee<'a>> {
            let rows = invitees.iter().copied();
            rows.filter(|one| self.register.is(*one, person, exact))
                .collect()
        };
        let mut rows = of(true);
        if rows.is_empty() {
            rows = of(false);
        }
        let ids: BTreeSet<&str> = rows.iter().map(|one| self.register.id_of(*one)).collect();
        match ids.len() {
            1 => Ok(rows),
            0 => Err(match &read.sender {
                Sender::Mailbox(mailbox) if self.sent_by_invitee(mailbox) => Why::DelegateUntold,
                _ => nobody,
            }),
            _ => Err(nobody),
        }
    }

    fn sent_by_invitee(&self, mailbox: &Mailbox) -> bool {
        let uid = self.read.uid.as_deref();
        uid.is_some_and(|uid| self.register.is_delegate(uid, mailbox))
    }

    /// Which date of a series is meant; `None` for all of it, or for a meeting by itself.
    fn date(&self, matched: &Matched, stated: Option<Instant>) -> Result<Option<Instant>, Why> {
        let asked = match (self.read.recurrence, stated) {
            (Some(None), _) => return Err(Why::UnknownDate),
            (Some(Some(asked)), _) => asked,
            (None, Some(at)) => ItipRecurrence {
                at,
                day: None,
                and_future: false,
            },
            (None, None) => {
                // Where they were told of one date only, that is the one they answer to.
                let mut dates = told_rows(&matched.rows).map(|told| told.recurrence);
                return Ok(match (dates.next(), dates.next()) {
                    (Some(only), None) => only,
                    _ => None,
                });
            }
        };
        if asked.and_future {
            return Err(Why::RangeOfDates);
        }
        let zone = told_rows(&matched.rows).find_map(|told| Zone::named(&told.zone));
        let zone = zone.unwrap_or_else(Zone::utc);
        let is_it = |date: &Instant| match asked.day {
            Some(day) => zone.local(*date).date() == day,
            None => *date == asked.at,
        };
        let series = self.register.arranged_as(&matched.reference).iter();
        let same = self.register.arranged(&matched.uid).iter();
        let regular = series
            .chain(same)
            .filter(|one| one.series.is_some())
            .map(|one| self.register.regular(one));
        let told = told_rows(&matched.rows).filter_map(|told| told.recurrence);
        if let Some(date) = told.chain(regular).find(is_it) {
            return Ok(Some(date));
        }
        // Some programs write the start of a single meeting there.
        let start = |told: &Told| told.times.first().map(|time| time.start());
        let starts = told_rows(&matched.rows).filter_map(start);
        match starts.into_iter().any(|start| is_it(&start)) {
            true => Ok(None),
            false => Err(Why::UnknownDate),
        }
    }

    /// What they were told last of the date, or of the whole.
    fn row(&self, matched: &Matched<'a>) -> Option<&'a Told> {
        let of = |recurrence| {
            let mut rows = told_rows(&matched.rows).filter(|told| told.uid == matched.uid);
            rows.find(|told| told.recurrence == recurrence)
        };
        of(matched.recurrence).or_else(|| of(None))
    }

    fn current_sequence(&self, matched: &Matched<'a>) -> u64 {
        let of_uid = matched.rows.iter().copied().filter(|one| match one {
            Invitee::Told(told) => {
                told.uid == matched.uid
                    && (told.recurrence.is_none() || told.recurrence == matched.recurrence)
            }
            Invitee::Arranged(..) => told_rows(&matched.rows).next().is_none(),
        });
        self.highest_sequence(&of_uid.collect::<Vec<_>>())
    }

    /// An answer to an invitation from another program counts where that has the meeting's time.
    fn check_time(&self, matched: &Matched<'a>) -> Result<(), Why> {
        let Some(start) = self.read.start else {
            return Ok(());
        };
        match self.starts(matched).contains(&start) {
            true => Ok(()),
            false => Err(Why::OtherTime),
        }
    }

    /// When the meeting begins for them, as they were told and as it is arranged.
    fn starts(&self, matched: &Matched<'a>) -> Vec<Instant> {
        let mut starts = Vec::new();
        for row in &matched.rows {
            match row {
                Invitee::Told(told) if told.standing != ToldStanding::Cancelled => {
                    starts.extend(told.times.first().map(|time| time.start()));
                }
                Invitee::Told(_) => {}
                Invitee::Arranged(arranged, contact) => {
                    starts.push(arranged.interval.start());
                    let own = arranged.attending.iter();
                    let own = own.filter(|person| person.contact == *contact);
                    starts.extend(own.filter_map(|one| one.present.first().map(|t| t.start())));
                }
            }
        }
        starts
    }

    fn proposed(&self, time: Option<Interval>, matched: &Matched<'a>) -> Result<Interval, Why> {
        let time = time.ok_or(Why::NoTime)?;
        let told = self.row(matched).and_then(|told| told.times.first());
        if told == Some(&time) {
            return Err(Why::NoTime);
        }
        let now = self.register.now;
        let is_far = time.start() < now
            || time.start() > now.plus(FAR_AHEAD)
            || time.end() > time.start().plus(LONGEST);
        if is_far { Err(Why::FarTime) } else { Ok(time) }
    }

    /// The id of the one they send, where it is one of the tables who may hold their seat.
    fn delegate(&self, matched: &Matched<'a>, stated: Option<&str>) -> Option<String> {
        let register = self.register;
        let contact = match (stated, self.read.delegates.as_slice()) {
            (Some(id), _) => register.contact(id)?,
            (None, [one]) => register.contact_at(one)?,
            _ => return None,
        };
        let own = register.contact(&matched.contact)?;
        if contact == own {
            return None;
        }
        let spec = register.spec(&matched.reference)?;
        let arranged = register.arranged_as(&matched.reference).iter();
        let seats = arranged
            .flat_map(|one| one.attending.iter())
            .filter(|person: &&_| person.contact == own)
            .map(|person| person.seat.as_str());
        let may_hold =
            |contact: ContactId, seat: &str| fits(register.workspace, spec, seat, contact);
        let mut seats: Vec<&str> = seats.collect();
        seats.sort_unstable();
        seats.dedup();
        let is_fit = !seats.is_empty() && seats.iter().all(|seat| may_hold(contact, seat));
        is_fit.then(|| register.workspace.contact(contact).id.clone())
    }

    /// When it was said. A clock far ahead would outrank everything that is said later, so the time of reading counts instead. Programs
    /// that repeat the invitation's own time tell nothing by it, so the mail's counts instead.
    fn said_at(&self, told: Option<&Told>) -> Instant {
        let read = self.read;
        let now = self.register.now;
        let said = read.dtstamp.or(read.mailed).unwrap_or(now);
        let is_echo = told.is_some_and(|told| said <= told.dtstamp);
        let said = match read.mailed {
            Some(mailed) if is_echo && mailed > said => mailed,
            _ => said,
        };
        if said > now.plus(FAR_CLOCK) {
            now
        } else {
            said
        }
    }
}

fn told_rows<'r, 'a: 'r>(rows: &'r [Invitee<'a>]) -> impl Iterator<Item = &'a Told> + 'r {
    rows.iter().filter_map(|one| match one {
        Invitee::Told(told) => Some(*told),
        Invitee::Arranged(..) => None,
    })
}
