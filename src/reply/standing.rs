//! How everybody who was told stands to the meeting, from all that was heard.
//!
//! Of one person's answers to one invitation the greatest counts ([`Heard::order`]), whatever the order in which they came. An answer
//! to an earlier time is told as such and counts as none. In a series the answer to the whole holds for each date, unless that date
//! has an answer of its own.

use crate::model::{Heard, HeardBy, HeardWhat, Purpose, Response, Told, ToldStanding};
use crate::time::{Instant, Interval};
use std::cmp::Ordering;

/// What somebody said last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum How {
    #[default]
    NoAnswer,
    Accepted,
    Tentative,
    Declined,
    /// They send somebody: a contact's id, or nobody who is known to fit.
    Delegated(Option<String>),
}

impl How {
    /// The name in files.
    pub fn id(&self) -> &'static str {
        match self {
            How::NoAnswer => "no-answer",
            How::Accepted => "accepted",
            How::Tentative => "tentative",
            How::Declined => "declined",
            How::Delegated(_) => "delegated",
        }
    }
}

impl From<&Response> for How {
    fn from(response: &Response) -> How {
        match response {
            Response::Accepted => How::Accepted,
            Response::Tentative => How::Tentative,
            Response::Declined => How::Declined,
            Response::Delegated(to) => How::Delegated(to.clone()),
        }
    }
}

/// How one person stands to one meeting, or to one date of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// As of [`Told`].
    pub reference: String,
    pub recurrence: Option<Instant>,
    pub contact: String,
    pub uid: String,
    /// What they said last, also where it was to an earlier time: see [`counts`](Self::counts).
    pub how: How,
    /// It is an answer to the invitation as it stands. Where nothing was said, `true`.
    pub of_current: bool,
    /// When, by which way and from where `how` came; `None` where nothing was said.
    pub said: Option<(Instant, HeardBy, String)>,
    /// Another time that they proposed, and said nothing since.
    pub proposal: Option<Interval>,
    /// When they proposed it.
    pub proposed_at: Option<Instant>,
    /// The time that they proposed last, also to an earlier invitation, and when: then they can.
    pub offered: Option<(Instant, Interval)>,
    /// They asked to be told again, and were not since.
    pub asked_again: bool,
    /// What they were told last; `None` where they answered without having been told by us.
    pub told: Option<(Purpose, ToldStanding)>,
    /// The stretches of which they were told; see [`Told::times`].
    pub times: Vec<Interval>,
}

impl Standing {
    /// What counts: an answer to an earlier time is none.
    pub fn counts(&self) -> &How {
        match self.of_current {
            true => &self.how,
            false => &How::NoAnswer,
        }
    }
}

/// All standings, sorted by reference, contact, date and UID.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standings(Vec<Standing>);

impl Standings {
    pub fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.0.iter()
    }

    /// How a contact stands to a meeting, or to one date of a series: the row of the date, else that of the whole.
    pub fn of(
        &self,
        reference: &str,
        recurrence: Option<Instant>,
        contact: &str,
    ) -> Option<&Standing> {
        let key = |one: &Standing| {
            (one.reference.as_str(), one.contact.as_str()).cmp(&(reference, contact))
        };
        let first = self.0.partition_point(|one| key(one) == Ordering::Less);
        let rows = self.0[first..].iter();
        let rows = rows.take_while(|one| key(one) == Ordering::Equal);
        // Of several entries of one person the one that stands counts before what is called off.
        let is_off = |one: &&Standing| matches!(one.told, Some((_, ToldStanding::Cancelled)));
        let of = |date: Option<Instant>| {
            let rows = rows.clone().filter(|one| one.recurrence == date);
            rows.min_by_key(is_off)
        };
        of(recurrence).or_else(|| of(None))
    }
}

/// What belongs together: one contact's rows of one entry, all dates of it.
type Entry<'k> = (&'k str, &'k str, &'k str);

fn entry_told(told: &Told) -> Entry<'_> {
    (&told.reference, &told.contact, &told.uid)
}

fn entry_heard(heard: &Heard) -> Entry<'_> {
    (&heard.reference, &heard.contact, &heard.uid)
}

/// The standings of everybody who was told or answered.
pub fn standing(told: &[Told], heard: &[Heard]) -> Standings {
    let mut told: Vec<&Told> = told.iter().collect();
    told.sort_by(|one, other| entry_told(one).cmp(&entry_told(other)));
    let mut heard: Vec<&Heard> = heard.iter().collect();
    heard.sort_by(|one, other| {
        let order = entry_heard(one).cmp(&entry_heard(other));
        let key = |heard: &Heard| (heard.recurrence, heard.order());
        order.then_with(|| key(one).cmp(&key(other)))
    });
    let mut all = Vec::with_capacity(told.len());
    let (mut told, mut heard) = (told.as_slice(), heard.as_slice());
    loop {
        let next_told = told.first().map(|one| entry_told(one));
        let next_heard = heard.first().map(|one| entry_heard(one));
        let next = match (next_told, next_heard) {
            (Some(one), Some(other)) => one.min(other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => break,
        };
        let of_told = told
            .iter()
            .take_while(|one| entry_told(one) == next)
            .count();
        let of_heard = heard
            .iter()
            .take_while(|one| entry_heard(one) == next)
            .count();
        let (own_told, rest_told) = told.split_at(of_told);
        let (own_heard, rest_heard) = heard.split_at(of_heard);
        add_entry(own_told, own_heard, &mut all);
        (told, heard) = (rest_told, rest_heard);
    }
    all.sort_by(|one: &Standing, other: &Standing| {
        let names = (&one.reference, &one.contact).cmp(&(&other.reference, &other.contact));
        names.then_with(|| (one.recurrence, &one.uid).cmp(&(other.recurrence, &other.uid)))
    });
    Standings(all)
}

/// Adds a row for each date of one entry that was told of or answered to, and for the whole.
fn add_entry(told: &[&Told], heard: &[&Heard], all: &mut Vec<Standing>) {
    let mut dates: Vec<Option<Instant>> = told
        .iter()
        .map(|one| one.recurrence)
        .chain(heard.iter().map(|one| one.recurrence))
        .collect();
    dates.sort_unstable();
    dates.dedup();
    let told_of = |date: Option<Instant>| told.iter().find(|one| one.recurrence == date).copied();
    let heard_of = |date: Option<Instant>| {
        let first = heard.partition_point(|one| one.recurrence < date);
        let after = heard.partition_point(|one| one.recurrence <= date);
        &heard[first..after]
    };
    let whole_told = told_of(None);
    for date in dates {
        let own_told = told_of(date);
        let row = own_told.or(whole_told);
        // A date is told of by the whole, too: what is newer of the two is what stands.
        let sequence = [own_told, whole_told].into_iter().flatten();
        let sequence = sequence.map(|one| one.sequence).max().unwrap_or(0);
        let told_at = [own_told, whole_told].into_iter().flatten();
        let told_at = told_at.map(|one| one.dtstamp).max();
        let own = Said::of(heard_of(date), sequence, told_at);
        let whole = match date {
            Some(_) => Said::of(heard_of(None), sequence, told_at),
            None => Said::default(),
        };
        // An own answer that is out of date gives way to one to the whole that is not.
        let last = match (own.last, whole.last) {
            (Some(own), Some(whole)) if own.sequence < sequence && whole.sequence >= sequence => {
                Some(whole)
            }
            (own, whole) => own.or(whole),
        };
        let Some(names) = row
            .map(|one| (&one.reference, &one.contact, &one.uid))
            .or_else(|| {
                heard
                    .first()
                    .map(|one| (&one.reference, &one.contact, &one.uid))
            })
        else {
            continue;
        };
        all.push(Standing {
            reference: names.0.clone(),
            recurrence: date,
            contact: names.1.clone(),
            uid: names.2.clone(),
            how: last.and_then(response).map_or(How::NoAnswer, How::from),
            of_current: last.is_none_or(|one| one.sequence >= sequence),
            said: last.map(|one| (one.dtstamp, one.by, one.source.clone())),
            proposal: own.proposal.or(whole.proposal).map(|(_, time)| time),
            proposed_at: own.proposal.or(whole.proposal).map(|(at, _)| at),
            offered: own.offered.or(whole.offered),
            asked_again: own.asked_again || whole.asked_again,
            told: row.map(|one| (one.purpose, one.standing)),
            times: own_told.map_or_else(Vec::new, |one| one.times.clone()),
        });
    }
}

/// What one person said to the whole, or to one date.
#[derive(Clone, Copy, Default)]
struct Said<'h> {
    last: Option<&'h Heard>,
    proposal: Option<(Instant, Interval)>,
    offered: Option<(Instant, Interval)>,
    asked_again: bool,
}

fn response(heard: &Heard) -> Option<&Response> {
    match &heard.what {
        HeardWhat::Response(response) => Some(response),
        HeardWhat::Proposal(_) | HeardWhat::AskedAgain => None,
    }
}

impl<'h> Said<'h> {
    /// `heard` in rising order; `sequence` is that of the invitation as it stands.
    fn of(heard: &[&'h Heard], sequence: u32, told_at: Option<Instant>) -> Said<'h> {
        let mut said = Said::default();
        let since = |one: &Heard| (one.sequence, one.dtstamp);
        for one in heard {
            match &one.what {
                HeardWhat::Response(_) => said.last = Some(one),
                HeardWhat::Proposal(_) => {}
                HeardWhat::AskedAgain => {
                    said.asked_again |= told_at.is_none_or(|told| one.dtstamp > told);
                }
            }
        }
        let mut proposals = heard.iter().filter_map(|one| match one.what {
            HeardWhat::Proposal(time) => Some((since(one), time)),
            HeardWhat::Response(_) | HeardWhat::AskedAgain => None,
        });
        let last = proposals.next_back();
        said.offered = last.map(|((_, at), time)| (at, time));
        said.proposal = last.and_then(|(at, time)| {
            // A proposal that comes with an answer stands beside it.
            let is_open = said.last.is_none_or(|last| at >= since(last));
            (is_open && at.0 >= sequence).then_some((at.1, time))
        });
        said
    }
}
