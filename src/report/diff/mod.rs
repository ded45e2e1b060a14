//! The answer of `quorate diff`: what is otherwise in a second plan, and who must be told.
//!
//! Everything is compared by ids and instants, so that neither the tables nor a clock are wanted. Reading the plans is `input`'s.

mod json;
mod text;
mod words_en;

pub use json::json;
pub use text::text;

use crate::model::{PlanFile, PlanFileMeeting, Workspace};
use crate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// What is otherwise for one person in one meeting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// Another time or place; they come as before.
    Moved,
    /// They come anew to a meeting that others knew of already.
    Added,
    /// They need not come any more.
    Dropped,
    /// The meeting has no place any more.
    Cancelled,
    /// They are wanted for another part of a meeting that stays.
    OwnTime,
    /// The meeting is new.
    New,
}

impl Change {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Change::Moved => "moved",
            Change::Added => "added",
            Change::Dropped => "dropped",
            Change::Cancelled => "cancelled",
            Change::OwnTime => "own-time",
            Change::New => "new",
        }
    }
}

/// How one meeting stands in both plans.
#[derive(Clone, PartialEq, Debug)]
pub struct Compared<'p> {
    pub reference: &'p str,
    pub before: Option<&'p PlanFileMeeting>,
    pub after: Option<&'p PlanFileMeeting>,
    /// By contact.
    pub people: Vec<(&'p str, Change)>,
}

impl Compared<'_> {
    /// Another time or venue in both plans.
    pub fn is_moved(&self) -> bool {
        match (self.before, self.after) {
            (Some(before), Some(after)) => !stays(before, after),
            _ => false,
        }
    }

    pub fn is_gained(&self) -> bool {
        self.before.is_none()
    }

    pub fn is_lost(&self) -> bool {
        self.after.is_none()
    }
}

/// Two plans beside each other.
#[derive(Clone, PartialEq, Debug)]
pub struct Diff<'p> {
    /// Meetings of either plan that are not alike in both, in the order of their new time, then of their old one.
    pub changed: Vec<Compared<'p>>,
    pub unchanged: usize,
    /// Person × meeting in the old plan.
    pub invitations: usize,
    /// Of these, how many change: the meeting moves or is lost, or the person need not come any more. What `plan` counts as
    /// `disruption`.
    pub retold: usize,
    /// Of these, how many are for another part of a meeting that stays.
    pub own_time: usize,
    /// Person × meeting of those who are asked for the first time.
    pub new_invitations: usize,
}

/// Everything that an answer is made from.
pub struct DiffReport<'r> {
    pub diff: &'r Diff<'r>,
    /// For names and times of day.
    pub workspace: Option<&'r Workspace>,
}

/// Same time, same parts, same place.
fn stays(before: &PlanFileMeeting, after: &PlanFileMeeting) -> bool {
    before.interval == after.interval && before.venue == after.venue && before.parts == after.parts
}

/// The people of a meeting with their times.
fn people(meeting: Option<&PlanFileMeeting>) -> BTreeMap<&str, BTreeSet<Interval>> {
    let mut people: BTreeMap<&str, BTreeSet<Interval>> = BTreeMap::new();
    for one in meeting.into_iter().flat_map(|one| &one.attending) {
        let times = people.entry(&one.contact).or_default();
        times.extend(&one.present);
    }
    people
}

/// Compares two plans; references in whatever case of letters are the same. What has begun before `from` in both, or in the one that
/// has it, is left out.
pub fn diff<'p>(old: &'p PlanFile, new: &'p PlanFile, from: Option<Instant>) -> Diff<'p> {
    type Sides<'p> = (Option<&'p PlanFileMeeting>, Option<&'p PlanFileMeeting>);
    let mut meetings: BTreeMap<String, Sides<'p>> = BTreeMap::new();
    for one in &old.meetings {
        meetings.entry(one.reference.to_lowercase()).or_default().0 = Some(one);
    }
    for one in &new.meetings {
        meetings.entry(one.reference.to_lowercase()).or_default().1 = Some(one);
    }
    let mut out = Diff {
        changed: Vec::new(),
        unchanged: 0,
        invitations: 0,
        retold: 0,
        own_time: 0,
        new_invitations: 0,
    };
    for (before, after) in meetings.into_values() {
        let Some(either) = after.or(before) else {
            continue;
        };
        let latest = before.into_iter().chain(after);
        let latest = latest.map(|one| one.interval.start()).max();
        if from.is_some_and(|from| latest < Some(from)) {
            continue;
        }
        let changes = changes(before, after);
        out.invitations += people(before).len();
        for (_, change) in &changes {
            *match change {
                Change::Moved | Change::Dropped | Change::Cancelled => &mut out.retold,
                Change::OwnTime => &mut out.own_time,
                Change::Added | Change::New => &mut out.new_invitations,
            } += 1;
        }
        let compared = Compared {
            reference: &either.reference,
            before,
            after,
            people: changes,
        };
        let same = compared.people.is_empty()
            && before.is_some()
            && after.is_some()
            && !compared.is_moved();
        match same {
            true => out.unchanged += 1,
            false => out.changed.push(compared),
        }
    }
    let start = |one: Option<&PlanFileMeeting>| one.map(|one| one.interval.start());
    out.changed.sort_by(|a, b| {
        let key = |one: &Compared<'p>| (one.after.is_none(), start(one.after), start(one.before));
        (key(a), a.reference).cmp(&(key(b), b.reference))
    });
    out
}

fn changes<'p>(
    before: Option<&'p PlanFileMeeting>,
    after: Option<&'p PlanFileMeeting>,
) -> Vec<(&'p str, Change)> {
    let (were, are) = (people(before), people(after));
    let moved = match (before, after) {
        (Some(before), Some(after)) => !stays(before, after),
        _ => false,
    };
    let all: BTreeSet<&str> = were.keys().chain(are.keys()).copied().collect();
    let change = |who: &str| match (were.get(who), are.get(who)) {
        (_, Some(_)) if before.is_none() => Some(Change::New),
        (Some(_), _) if after.is_none() => Some(Change::Cancelled),
        (None, Some(_)) => Some(Change::Added),
        (Some(_), None) => Some(Change::Dropped),
        (Some(_), Some(_)) if moved => Some(Change::Moved),
        (Some(was), Some(is)) if was != is => Some(Change::OwnTime),
        _ => None,
    };
    all.into_iter()
        .filter_map(|who| Some((who, change(who)?)))
        .collect()
}

impl Diff<'_> {
    /// Who must be told, by contact, with their meetings (places in [`changed`](Self::changed)).
    pub fn told(&self) -> BTreeMap<&str, Vec<(usize, Change)>> {
        let mut told: BTreeMap<&str, Vec<(usize, Change)>> = BTreeMap::new();
        for (index, one) in self.changed.iter().enumerate() {
            for (who, change) in &one.people {
                told.entry(who).or_default().push((index, *change));
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{As, Buffer, Mode, PlanFileAttendance, State};

    fn meeting(reference: &str, hour: i64, people: &[&str]) -> PlanFileMeeting {
        let start = Instant(hour * 3600);
        let interval = Interval::new(start, start.plus(3600)).expect("an hour");
        let attending = people.iter().map(|who| PlanFileAttendance {
            seat: "seat".to_owned(),
            contact: (*who).to_owned(),
            role: As::Principal,
            mode: Mode::InPerson,
            present: vec![interval],
        });
        PlanFileMeeting {
            reference: reference.to_owned(),
            uid: String::new(),
            sequence: 0,
            interval,
            parts: Vec::new(),
            venue: None,
            state: State::Quorate,
            confirm: Vec::new(),
            attending: attending.collect(),
            buffer: Buffer::default(),
            chosen_at: None,
        }
    }

    fn plan(meetings: Vec<PlanFileMeeting>) -> PlanFile {
        PlanFile {
            meetings,
            unplaced: Vec::new(),
        }
    }

    #[test]
    fn each_change_is_told_to_those_whom_it_concerns() {
        let old = plan(vec![
            meeting("A", 10, &["ana", "ben"]),
            meeting("B", 11, &["ana"]),
            meeting("C", 12, &["ben", "cy"]),
            meeting("D", 13, &["cy"]),
        ]);
        let new = plan(vec![
            meeting("a", 10, &["ana", "ben"]),
            meeting("B", 15, &["ana", "di"]),
            meeting("C", 12, &["ben", "di"]),
            meeting("E", 9, &["ana"]),
        ]);
        let diff = diff(&old, &new, None);
        let order: Vec<&str> = diff.changed.iter().map(|one| one.reference).collect();
        assert_eq!(order, ["E", "C", "B", "D"]);
        assert_eq!((diff.unchanged, diff.invitations), (1, 6));
        // B: ana; C: cy no more; D: cy. Anew: di twice, and ana in E.
        assert_eq!((diff.retold, diff.new_invitations), (3, 3));
        let told = diff.told();
        assert_eq!(told["ana"], [(0, Change::New), (2, Change::Moved)]);
        assert_eq!(told["cy"], [(1, Change::Dropped), (3, Change::Cancelled)]);
        assert_eq!(told["di"], [(1, Change::Added), (2, Change::Added)]);
        assert!(!told.contains_key("ben"));
        // A and C were over; D's time is still to come, and so is B's new one.
        let later = super::diff(&old, &new, Some(Instant(13 * 3600)));
        let left: Vec<&str> = later.changed.iter().map(|one| one.reference).collect();
        assert_eq!((left, later.invitations), (vec!["B", "D"], 2));
    }

    #[test]
    fn a_plan_is_like_itself() {
        let plan = plan(vec![meeting("A", 10, &["ana"])]);
        let diff = diff(&plan, &plan, None);
        assert!(diff.changed.is_empty() && diff.retold == 0 && diff.unchanged == 1);
    }
}
