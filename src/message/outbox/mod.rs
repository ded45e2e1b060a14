//! Who must be told what, after what they were told already: the fewest messages that make it right.
//!
//! What everybody should know comes from the same recipients and words as an invitation ([`invitations`](super::invitations)), what
//! they do know from the rows of [`Told`]. Where the two are the same there is nothing to send. They are compared by a number over
//! the facts that a message states, not over its wording, so that another release of this program writes to nobody.
//!
//! - SEQUENCE rises with every change of time, place, standing, rule or anything else but the list of guests (programs on telephones
//!   pass over an update whose SEQUENCE does not rise), DTSTAMP with every message, and what comes after a CANCEL stands above it.
//! - Of a series, a date that is moved or taken out goes alone, with RECURRENCE-ID. Only where the rule itself changes, or a date is
//!   added that the recipient's entry does not have, the rule is told anew, and after it, above it in SEQUENCE, whatever lies
//!   elsewhere, for most programs forget that with the old rule.
//! - Nobody is told of a meeting that has begun.
//!
//! Keeping the rows is left to `edge`, sending to whatever carries mails.

mod compare;
mod draft;
mod shown;

mod write;

pub use shown::{Waiting, as_json, as_text, notices, post_json};

use super::{Firmness, Notice, Sending};
use crate::model::{Arranged, ContactId, Heard, MeetingSpec, Post, Told, ToldStanding, Workspace};
use crate::time::Interval;
use compare::Changes;
use std::collections::BTreeMap;

/// Which messages are wanted, beyond those that are due by themselves.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct OutboxWish {
    /// References to which it is restricted: of meetings, of series, or of one meeting of a series, which stands for the whole. Empty
    /// for all. A hold is confirmed only where its meeting is named.
    pub only: Vec<String>,
    /// Whose proposal of another time is not taken: reference and contact's id.
    pub refuse: Vec<(String, String)>,
}

/// Why something is taken back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Off {
    /// The meeting, or the date, is off.
    NotHeld,
    /// It takes place without the recipient.
    NotNeeded,
    /// The time was held, and need not be kept free any longer.
    Released,
    /// They are told of it by another message: to another mailbox, by a letter, under another UID.
    Elsewhere,
}

impl Off {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Off::NotHeld => "not-held",
            Off::NotNeeded => "not-needed",
            Off::Released => "released",
            Off::Elsewhere => "elsewhere",
        }
    }
}

/// Why a message is due.
#[derive(Clone, PartialEq, Debug)]
pub enum Why {
    /// They were never told.
    First,
    /// They had been told that they are not needed, and are again.
    Back,
    /// It is at another time than these.
    Moved { from: Vec<Interval> },
    /// It was held and takes place now.
    Settled,
    /// It was said to take place and is held now.
    Unsettled,
    /// Something else is asked of them.
    OtherPurpose,
    /// They are told in another way: by another mailbox, or by a letter.
    OtherWay,
    /// Which dates the series has, or its rhythm.
    Dates,
    /// The series was told anew, and this date of it lies elsewhere.
    WithSeries,
    /// The place, the agenda, the link or anything else that is told.
    Details,
    /// Nothing but the list of who else is asked.
    Guests,
    /// It is taken back.
    Off(Off),
    /// They asked to be told again.
    AskedAgain,
    /// They proposed another time, which is not taken.
    Refused,
}

impl Why {
    /// The name in files.
    pub fn id(&self) -> &'static str {
        match self {
            Why::First => "first",
            Why::Back => "back",
            Why::Moved { .. } => "moved",
            Why::Settled => "settled",
            Why::Unsettled => "unsettled",
            Why::OtherPurpose => "other-purpose",
            Why::OtherWay => "other-way",
            Why::Dates => "dates",
            Why::WithSeries => "with-series",
            Why::Details => "details",
            Why::Guests => "guests",
            Why::Off(off) => off.id(),
            Why::AskedAgain => "asked-again",
            Why::Refused => "refused",
        }
    }
}

/// A message and what it is for.
#[derive(Clone, PartialEq, Debug)]
pub struct Due {
    pub post: Post,
    pub why: Why,
}

/// What is to be sent.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outbox {
    /// By reference and recipient; what one recipient gets, in the order in which it must go.
    pub due: Vec<Due>,
    /// How many things that were told hold as they are.
    pub unchanged: usize,
    /// References of meetings that are held, and stay so until they are named.
    pub held: Vec<String>,
    /// What the coordinator must know or do about the meetings of which something is due, by reference.
    pub notices: Vec<(String, Notice)>,
    /// Refusals that were wished for, of proposals that are not there: reference and contact's id.
    pub no_proposal: Vec<(String, String)>,
}

impl Outbox {
    /// The messages alone, in their order.
    pub fn posts(&self) -> Vec<Post> {
        self.due.iter().map(|due| due.post.clone()).collect()
    }
}

/// Compares what is arranged with what was told.
///
/// `told` must hold what is queued already, as if it were sent: see [`with_queued`]. The firmness of `sending` is for those meetings
/// of which nobody was told that they take place: those stay as they were told.
pub fn outbox(
    workspace: &Workspace,
    told: &[Told],
    heard: &[Heard],
    sending: &Sending,
    wish: &OutboxWish,
) -> Outbox {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    let mut by_uid: BTreeMap<&str, String> = BTreeMap::new();
    for one in &workspace.arrangements {
        // Without an identifier nothing can be told; the caller says so.
        if one.uid.trim().is_empty() {
            continue;
        }
        let reference = public_reference(one).to_owned();
        by_uid.insert(&one.uid, reference.clone());
        cases.entry(reference).or_default().meetings.push(one);
    }
    for row in told {
        let reference = bases(&row.uid).find_map(|uid| by_uid.get(uid.as_str()));
        let reference = reference.unwrap_or(&row.reference).clone();
        cases.entry(reference).or_default().told.push(row);
    }
    let specs: BTreeMap<&str, &MeetingSpec> = workspace
        .meetings
        .iter()
        .map(|spec| (spec.reference.as_str(), spec))
        .collect();
    let ids: BTreeMap<&str, ContactId> = (0..)
        .map(ContactId)
        .zip(&workspace.contacts)
        .map(|(id, contact)| (contact.id.as_str(), id))
        .collect();
    let mut of: BTreeMap<(&str, &str), Vec<&Heard>> = BTreeMap::new();
    for one in heard {
        of.entry((&one.uid, &one.contact)).or_default().push(one);
    }
    let mut out = Outbox::default();
    for (reference, mut case) in cases {
        let is_named = wish
            .only
            .iter()
            .any(|named| case.is_called(&reference, named));
        if !wish.only.is_empty() && !is_named {
            continue;
        }
        case.meetings
            .sort_by_key(|one| one.series.as_ref().map(|place| place.number));
        let firmness = case.firmness(sending.firmness, is_named, sending.now);
        if firmness == Firmness::Hold && case.is_held() {
            out.held.push(reference.clone());
        }
        let sending = Sending {
            firmness,
            ..sending.clone()
        };
        let changes = Changes {
            workspace,
            reference: &reference,
            spec: specs.get(reference.as_str()).copied(),
            sending: &sending,
            heard: &of,
            ids: &ids,
            refuse: wish
                .refuse
                .iter()
                .filter(|(known_as, _)| case.is_called(&reference, known_as))
                .map(|(_, contact)| contact.as_str())
                .collect(),
        };
        changes.find(&case.meetings, &case.told, &mut out);
    }
    out.no_proposal = wish
        .refuse
        .iter()
        .filter(|(_, contact)| {
            let refused = |due: &Due| due.why == Why::Refused && due.post.told.contact == *contact;
            !out.due.iter().any(refused)
        })
        .cloned()
        .collect();
    out
}

/// What is told once everything that is queued has gone: `told` with the rows of `queued`, in their order, in the place of those
/// about the same.
pub fn with_queued<'a>(told: &[Told], queued: impl IntoIterator<Item = &'a Told>) -> Vec<Told> {
    type Key = (String, String, Option<crate::time::Instant>);
    let key = |row: &Told| -> Key { (row.uid.clone(), row.contact.clone(), row.recurrence) };
    let mut all: BTreeMap<Key, Told> = told.iter().map(|row| (key(row), row.clone())).collect();
    for row in queued {
        all.insert(key(row), row.clone());
    }
    all.into_values().collect()
}

/// A reference with what is arranged under it, and what was told of it.
#[derive(Default)]
struct Case<'a> {
    meetings: Vec<&'a Arranged>,
    told: Vec<&'a Told>,
}

impl Case<'_> {
    fn is_called(&self, reference: &str, named: &str) -> bool {
        let mut own = self.meetings.iter();
        reference.eq_ignore_ascii_case(named)
            || own.any(|one| one.reference.eq_ignore_ascii_case(named))
    }

    fn is_held(&self) -> bool {
        let mut told = self.told.iter();
        told.any(|row| row.standing == ToldStanding::Held)
    }

    /// What was confirmed stays so; what is held stays so until somebody names it.
    fn firmness(&self, wanted: Firmness, is_named: bool, now: crate::time::Instant) -> Firmness {
        let ahead = |row: &&&Told| {
            let mut times = row.times.iter();
            times.any(|time| time.start() > now)
        };
        let mut told = self.told.iter().filter(ahead);
        let confirmed = told.any(|row| row.standing == ToldStanding::Confirmed);
        match (confirmed, wanted) {
            (true, _) => Firmness::Confirmed,
            (_, Firmness::Hold) => Firmness::Hold,
            (_, Firmness::Confirmed) if self.is_held() && !is_named => Firmness::Hold,
            (_, Firmness::Confirmed) => Firmness::Confirmed,
        }
    }
}

/// The reference that people know a meeting by: of a series that of the series.
fn public_reference(one: &Arranged) -> &str {
    one.series
        .as_ref()
        .map_or(&one.reference, |place| &place.reference)
}

/// A UID, and those of which it may have been made for one recipient, or for one meeting of a series, or both.
fn bases(uid: &str) -> impl Iterator<Item = String> {
    let shorter = |uid: &str| -> Option<String> {
        let (local, host) = match uid.split_once('@') {
            Some((local, host)) => (local, Some(host)),
            None => (uid, None),
        };
        let (base, hash) = local.rsplit_once('-')?;
        let is_ours = hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit());
        is_ours.then(|| match host {
            Some(host) => format!("{base}@{host}"),
            None => base.to_owned(),
        })
    };
    let first = shorter(uid);
    let second = first.as_deref().and_then(shorter);
    [Some(uid.to_owned()), first, second].into_iter().flatten()
}
