//! Why something is written into a meeting book: who decided, with which reason, and on what it rests. Where a folder has no book nothing
//! of this is gathered.
//!
//! The grounds are ids, codes, instants, numbers and hashes: no name, no title, no text of a feed.

use super::case::Case;
use super::plan::hash;
use crate::input::{reply_word, state_word};
use crate::model::{Answer, Answerer, Decision, MeetingSpec, Problem, Slot, State};
use crate::prepare::{FeedBook, Prepared, wanted};
use crate::report::words_en as words;
use crate::time::{Instant, Interval};
use serde_json::{Map, Value, json};

/// Options of a list that a decision tells at most.
const MOST_SHOWN: usize = 20;

/// Who decides and why.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct DeciderArguments {
    /// Who decides: noted in the meeting book
    #[arg(long, value_name = "NAME")]
    pub decided_by: Option<String>,
    /// Why, above all where a limit is missed: noted in the meeting book
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

impl DeciderArguments {
    /// Refuses what would be noted nowhere, because nothing is decided.
    pub(super) fn checked(&self, decides: Decides, flag: &str) -> Result<(), Vec<String>> {
        let given = [
            ("--decided-by", &self.decided_by),
            ("--reason", &self.reason),
        ];
        let idle = given.iter().filter(|(_, value)| value.is_some());
        match decides {
            Decides::Something => Ok(()),
            Decides::Nothing => {
                let told: Vec<String> = idle
                    .map(|(name, _)| words::nothing_to_note(name, flag))
                    .collect();
                match told.is_empty() {
                    true => Ok(()),
                    false => Err(told),
                }
            }
        }
    }

    /// A line of the log.
    pub(super) fn decision(
        &self,
        action: &str,
        reference: &str,
        facts: &Value,
        at: Instant,
    ) -> Decision {
        Decision {
            at,
            who: self.decided_by.clone().unwrap_or_default(),
            action: action.to_owned(),
            reference: reference.to_owned(),
            reason: self.reason.clone().unwrap_or_default(),
            facts: facts.to_string(),
        }
    }

    /// A sentence that asks for the reason where a meeting was recorded after its limit without one.
    pub(super) fn asked(&self, reference: &str, is_late: bool) -> Option<String> {
        let is_wanting = self
            .reason
            .as_ref()
            .is_none_or(|text| text.trim().is_empty());
        (is_late && is_wanting).then(|| words::late_without_reason(reference))
    }
}

/// Whether a run decides something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decides {
    Something,
    Nothing,
}

impl From<bool> for Decides {
    fn from(decides: bool) -> Decides {
        match decides {
            true => Decides::Something,
            false => Decides::Nothing,
        }
    }
}

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
pub(super) struct Choice<'a> {
    pub meeting: &'a MeetingSpec,
    pub prepared: &'a Prepared,
    pub feeds: &'a FeedBook,
    /// What was shown, in its order.
    pub shown: Vec<Shown>,
    /// The number in the list, from 1.
    pub number: usize,
}

impl Choice<'_> {
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
