//! What the rules of a meeting's types say of its day: limits of every subject, days from which it may be, target days, notice.
//!
//! Relies on `review` for every date. Which of them bounds the search is `window`'s to say.

use super::clocked::Clocked;
use crate::model::rules::{Anchor, Concern, Confidence, MeetingType, RuleKind, Step, TimeRule};
use crate::model::{MeetingSpec, SeatWanted, Subject, Workspace};
use crate::review::{Due, From, Missing, MissingWhy, clocks as clocks_of, due};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A rule that says something of the meeting's day for one of its subjects.
#[derive(Clone, PartialEq, Debug)]
pub struct MeetingClock {
    /// Id of the subject, empty where the meeting has none.
    pub subject: String,
    /// Id of the type.
    pub kind: String,
    pub rule: TimeRule,
    /// The day counted from.
    pub from: NaiveDate,
    pub due: Due,
    /// How sure the rule is on the day of the search.
    pub confidence: Confidence,
    /// The day counted from has not happened, and is taken to be its own last day.
    pub projected: bool,
    /// Which meeting of the chain this is decides whether the rule applies, and nobody has said that.
    pub depends_on_number: bool,
    /// So does this flag.
    pub asks: Option<String>,
    /// It is the limit that the meeting is held to.
    pub binds: bool,
}

/// A date that is wanted from the user, because a rule of the meeting's types counts from it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MissingDate {
    pub subject: String,
    pub kind: String,
    pub anchor: Anchor,
    /// The date is there, or is not needed, but nobody has said when school terms are, or not far enough.
    pub terms: bool,
}

/// A rule about telling people beforehand.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    pub kind: String,
    pub rule: TimeRule,
    /// The first day of a meeting for which it can still be kept.
    pub first: NaiveDate,
    /// Confirmed or adopted: no earlier day is searched.
    pub is_firm: bool,
}

/// Everything that the rules say of a meeting's day.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeetingClocks {
    /// Not later than; by subject, in the order of the table and the rules. Only limits that may bind are here.
    pub limits: Vec<MeetingClock>,
    /// Not earlier than.
    pub not_before: Vec<MeetingClock>,
    /// Better not later than.
    pub targets: Vec<MeetingClock>,
    pub missing: Vec<MissingDate>,
    /// Flags that decide which rule holds, and that nobody has spoken of.
    pub questions: Vec<String>,
    /// The longest notice, of those that are firm and of those that are not.
    pub notices: Vec<Notice>,
}

impl MeetingClocks {
    /// The limit that has to be kept first.
    pub fn binding(&self) -> Option<&MeetingClock> {
        self.limits.iter().find(|clock| clock.binds)
    }

    /// The first day that no rule forbids.
    pub(super) fn opens(&self) -> Option<NaiveDate> {
        self.not_before.iter().map(|clock| clock.due.hold_by).max()
    }

    /// The last day that the target rules ask for.
    pub(super) fn target(&self) -> Option<NaiveDate> {
        self.targets.iter().map(|clock| clock.due.hold_by).min()
    }

    /// Of the notices that are firm, or of those that are not, the one that takes longest.
    pub fn longest_notice(&self, firm: bool) -> Option<&Notice> {
        let notices = self.notices.iter().filter(|notice| notice.is_firm == firm);
        notices.max_by_key(|notice| notice.first)
    }

    /// The usual notice that a meeting on `date` would not give.
    pub fn short_notice(&self, date: NaiveDate) -> Option<&Notice> {
        self.longest_notice(false)
            .filter(|notice| date < notice.first)
    }
}

/// The clocks of `meeting` as they stand on `today`.
pub(super) fn meeting_clocks(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    today: NaiveDate,
) -> MeetingClocks {
    let clocked = Clocked::new(workspace, meeting);
    let calendar = clocked.calendar();
    let mut all = MeetingClocks::default();
    let mut questions = BTreeSet::new();
    let mut missing = BTreeSet::new();
    for kind in clocked.kinds() {
        for (subject, mut facts) in clocked.facts(kind) {
            facts.meeting = meeting.pinned_start.map(|local| local.date());
            let clocks = clocks_of(kind, &facts, &calendar, today);
            let owned = |clock: &crate::review::Clock| MeetingClock {
                subject: subject.to_owned(),
                kind: kind.id.clone(),
                rule: clock.rule.clone(),
                from: clock.from,
                due: clock.due.clone(),
                confidence: clock.rule.grounds.confidence(today),
                projected: clock.projected,
                depends_on_number: clock.depends_on_number,
                asks: clock.asks.clone(),
                binds: false,
            };
            let binding = |list: &[crate::review::Clock]| -> Vec<MeetingClock> {
                let binding = list.iter().filter(|clock| clock.binds);
                binding.map(owned).collect()
            };
            all.limits.extend(binding(&clocks.limits));
            all.not_before.extend(binding(&clocks.not_before));
            all.targets.extend(binding(&clocks.targets));
            let of_meeting = |rule: &&TimeRule| rule.concerns == Concern::Meeting;
            // A task's flag matters to the meeting whose limit counts from what the task gives.
            let gives_limit = |rule: &&TimeRule| {
                let mut limits = clocks.limits.iter().filter(|clock| clock.binds);
                limits.any(|clock| match &clock.rule.from {
                    Anchor::Named(name) => rule.answers(name),
                    _ => false,
                })
            };
            for asked in &clocks.questions {
                let matters = |rule| of_meeting(rule) || gives_limit(rule);
                if asked.rules.iter().any(matters) {
                    questions.insert(asked.flag.clone());
                }
            }
            let is_limit = |one: &&Missing| {
                of_meeting(&one.rule)
                    && !matches!(one.rule.kind, RuleKind::Target | RuleKind::Earliest)
            };
            if clocks.binding.is_none() {
                // A limit may wait for the date of a task, which then is the one that is wanted.
                let waits = |one: &Missing| is_limit(&one) && one.why == MissingWhy::Waits;
                let some_wait = clocks.missing.iter().any(waits);
                let limits = clocks
                    .missing
                    .iter()
                    .filter(|one| some_wait || is_limit(one));
                missing.extend(limits.filter_map(|one| missing_date(subject, kind, one)));
            } else {
                // One limit more, which may be the earlier one: how long before the birth.
                let of_event = |one: &&Missing| {
                    one.rule.step == Step::Deadline && matches!(one.rule.from, Anchor::Named(_))
                };
                let more = clocks
                    .missing
                    .iter()
                    .filter(|one| is_limit(one) && of_event(one));
                missing.extend(more.filter_map(|one| missing_date(subject, kind, one)));
            }
        }
        all.notices.extend(notices(kind, &clocked, meeting, today));
    }
    // The earliest limit of all subjects and types is the one to keep.
    let first = all.limits.iter().enumerate();
    let first = first.min_by_key(|(_, clock)| (clock.due.hold_by, clock.due.limit));
    if let Some(first) = first.map(|(index, _)| index) {
        all.limits[first].binds = true;
    }
    all.missing = missing.into_iter().collect();
    all.questions = questions.into_iter().collect();
    all
}

fn missing_date(subject: &str, kind: &MeetingType, missing: &Missing) -> Option<MissingDate> {
    let terms = match missing.why {
        MissingWhy::NotStated => false,
        MissingWhy::Due(_) => true,
        // The rule that it waits for is told of itself.
        MissingWhy::Waits | MissingWhy::Circular => return None,
    };
    let subject = match subject {
        Subject::UNNAMED => "",
        subject => subject,
    };
    Some(MissingDate {
        subject: subject.to_owned(),
        kind: kind.id.clone(),
        anchor: missing.rule.from.clone(),
        terms,
    })
}

/// The id that rules about sending invitations have.
const INVITE: &str = "invite";
/// No notice is looked for further ahead.
const LONGEST_NOTICE_DAYS: usize = 400;

/// The rules about inviting people so long before a meeting of this type.
fn notices(
    kind: &MeetingType,
    clocked: &Clocked,
    meeting: &MeetingSpec,
    today: NaiveDate,
) -> Vec<Notice> {
    let rules = kind.rules.iter().filter(|rule| {
        rule.step == Step::Notice && rule.from == Anchor::Meeting && rule.id == INVITE
    });
    let calendar = clocked.calendar();
    let in_force = |rule: &&TimeRule| {
        let all = crate::model::Condition::all(&rule.when, &meeting.flags);
        all == SeatWanted::Yes && rule.valid.holds(today)
    };
    let notice = |rule: &TimeRule| {
        let kept = |day: &NaiveDate| {
            due(rule, From::Date(*day), &calendar).is_ok_and(|due| due.hold_by >= today)
        };
        let first = today.iter_days().take(LONGEST_NOTICE_DAYS).find(kept)?;
        Some(Notice {
            kind: kind.id.clone(),
            rule: rule.clone(),
            first,
            is_firm: rule.grounds.is_firm(today),
        })
    };
    rules.filter(in_force).filter_map(notice).collect()
}
