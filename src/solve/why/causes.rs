//! What makes somebody not available: the stretches of absence of a row, taken apart by what they come from.

use super::super::rows::{Seen, Stretches, held, taken};
use crate::model::{
    AwayGround, BusyGround, Cause, Problem, Standing, TentativePolicy, Timeline, VenueId,
};
use crate::time::IntervalSet;
use std::collections::BTreeSet;

/// The causes that lie in `needed`, each once, in order. Empty exactly where nothing of it is absence.
pub(super) fn causes(
    problem: &Problem,
    timeline: &Timeline,
    venue: Option<VenueId>,
    needed: &IntervalSet,
) -> Vec<Cause> {
    let all = all_causes(problem, timeline, venue);
    debug_assert_eq!(
        all.iter()
            .fold(IntervalSet::new(), |sum, (_, set)| sum.union(set)),
        Stretches::new(problem, timeline, venue).absent,
        "what is told is what decides"
    );
    let touches = |set: &IntervalSet| needed.iter().any(|piece| set.overlaps(piece));
    let mut found: BTreeSet<Cause> = BTreeSet::new();
    found.extend(
        all.iter()
            .filter(|(_, set)| touches(set))
            .map(|(cause, _)| *cause),
    );
    // Where an entry or a meeting itself is in the way, that something else lies near tells nothing more.
    if found.contains(&Cause::Diary) {
        found.remove(&Cause::NearDiary);
    }
    let meets = |cause: &Cause| matches!(cause, Cause::Arranged(_));
    if found.iter().any(meets) {
        found.retain(|cause| !matches!(cause, Cause::NearArranged(_)));
    }
    found.into_iter().collect()
}

/// Every stretch of absence with its cause. They overlap; together they are [`Stretches::absent`].
fn all_causes(
    problem: &Problem,
    timeline: &Timeline,
    venue: Option<VenueId>,
) -> Vec<(Cause, IntervalSet)> {
    let seen = Seen::new(problem, timeline);
    let is = |wanted: Standing| seen.of(&|standing| standing == wanted);
    let away = |ground| is(Standing::Away(ground));
    let busy = is(Standing::Busy(BusyGround::Feed));
    let mut all = vec![
        (Cause::Holiday, away(AwayGround::Holiday)),
        (Cause::Calendar, away(AwayGround::Calendar)),
        (Cause::Exception, away(AwayGround::Exception)),
        (Cause::Hours, away(AwayGround::Hours)),
        (Cause::SaidNo, is(Standing::Busy(BusyGround::Answer))),
        (Cause::DailyLimit, away(AwayGround::DailyLimit)),
        (Cause::Diary, busy.union(&away(AwayGround::Feed))),
        (
            Cause::NearDiary,
            seen.kept_clear(&|s| s == Standing::Busy(BusyGround::Feed)),
        ),
        (Cause::LeadTime, away(AwayGround::LeadTime)),
        (Cause::NotOffered, away(AwayGround::NotOffered)),
    ];
    if problem.policy.tentative == TentativePolicy::Busy {
        let unknown = seen.of(&Standing::is_unknown);
        all.push((Cause::Tentative, seen.pencilled().difference(&unknown)));
    }
    // A team may take several of our meetings at once: only where it can take no more are they in the way.
    let full = taken(problem, timeline, venue);
    for other in &timeline.taken {
        let own = IntervalSet::from(other.interval).intersection(&full);
        let whole = held(problem, timeline, venue, other);
        let near = IntervalSet::from(whole).intersection(&full);
        all.push((Cause::Arranged(other.arranged), own));
        all.push((Cause::NearArranged(other.arranged), near));
    }
    all
}
