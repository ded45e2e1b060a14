//! What a choice from a list rests on, for the log of a meeting book; where a folder has no book nothing of this is gathered.
//!
//! The grounds are ids, codes, instants, numbers and hashes: no name, no title, no text of a feed.

use super::case::Case;
use super::plan::hash;
use crate::input::{reply_word, state_word};
use crate::model::{Answer, Answerer, MeetingSpec, Problem, Slot, State};
use crate::prepare::{FeedBook, Prepared, wanted};
use crate::time::{Instant, Interval};
use serde_json::{Map, Value, json};

/// Options of a list that a decision tells at most.
const MOST_SHOWN: usize = 20;

/// One option of a list.
pub(super) struct Shown {
    pub time: Interval,
    pub state: State,
    pub late: bool,
}

impl Shown {
    /// A slot of a list; `None` where it has no length, which no slot is without.
    pub(super) fn of(slot: &Slot) -> Option<Shown> {
        Some(Shown {
            time: Interval::new(slot.start, slot.end)?,
            state: slot.state,
            late: slot.score.late,
        })
    }
}

/// What a choice from a list rests on.
pub(super) struct Grounds<'a> {
    pub meeting: &'a MeetingSpec,
    pub prepared: &'a Prepared,
    pub feeds: &'a FeedBook,
    /// What was shown, in its order.
    pub shown: Vec<Shown>,
    /// The number in the list, from 1.
    pub number: usize,
}

impl Grounds<'_> {
    /// The grounds, as the log keeps them.
    pub(super) fn facts(&self, case: &Case, now: Instant) -> Value {
        let chosen = self.number.checked_sub(1);
        let chosen = chosen.and_then(|index| self.shown.get(index));
        let searched = wanted(&case.workspace, self.meeting, now);
        let contacts = searched.contacts.iter();
        let venues = searched.venues.iter();
        let problem = &self.prepared.problem;
        let limit = limit_facts(problem, chosen.is_some_and(|one| one.late));
        let shown = self.shown.iter().take(MOST_SHOWN).map(|one| {
            json!({"start": one.time.start(), "end": one.time.end(), "state": state_word(one.state)})
        });
        let spans = self.shown.iter().map(|one| one.time);
        let span = spans.reduce(|all, one| {
            let start = all.start().min(one.start());
            Interval::new(start, all.end().max(one.end())).unwrap_or(all)
        });
        let used = |answer: &&Answer| {
            let is_asked = match answer.who {
                Answerer::Contact(id) => searched.contacts.contains(&id),
                Answerer::Venue(id) => searched.venues.contains(&id),
            };
            let reference = answer.reference.as_deref();
            let is_for = reference.is_none_or(|one| one.eq_ignore_ascii_case(&problem.reference));
            is_asked && is_for && span.is_some_and(|span| span.overlaps(answer.interval))
        };
        let answers = case.workspace.answers.iter().filter(used).map(|answer| {
            let who = match answer.who {
                Answerer::Contact(id) => &case.workspace.contact(id).id,
                Answerer::Venue(id) => &case.workspace.venue(id).id,
            };
            let (from, to) = (answer.interval.start(), answer.interval.end());
            json!({"who": who, "from": from, "to": to, "answer": reply_word(answer.reply)})
        });
        json!({
            "program": env!("CARGO_PKG_VERSION"),
            "input": {"tables": case.table_hashes, "feeds": feed_hashes(self.feeds)},
            "searched": contacts.map(|id| &case.workspace.contact(*id).id).collect::<Vec<_>>(),
            "venues": venues.map(|id| &case.workspace.venue(*id).id).collect::<Vec<_>>(),
            "answers": answers.collect::<Vec<_>>(),
            "shown": shown.collect::<Vec<_>>(),
            "chosen": self.number,
            "start": chosen.map(|one| one.time.start()),
            "end": chosen.map(|one| one.time.end()),
            "limit": limit,
        })
    }
}

/// The limit of a meeting, and whether what was chosen misses it; null where there is none.
pub(super) fn limit_facts(problem: &Problem, is_missed: bool) -> Value {
    let limit = problem.limit.as_ref().map(|limit| {
        json!({
            "rule": limit.rule,
            "date": limit.date.to_string(),
            "hold_by": limit.hold_by.to_string(),
            "missed": is_missed,
        })
    });
    limit.unwrap_or(Value::Null)
}

fn feed_hashes(feeds: &FeedBook) -> Map<String, Value> {
    let hashes = feeds.iter();
    hashes
        .map(|(id, feed)| (id.clone(), json!(hash::of_feed(feed))))
        .collect()
}
