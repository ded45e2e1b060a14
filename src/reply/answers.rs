//! Answers to invitations as answers to questions: whoever accepted can come then, whoever declined cannot, in every later search too.

use super::standing::{How, Standing, Standings};
use crate::model::{Answer, Answerer, Arranged, HeardBy, Purpose, Reply, ToldStanding, Workspace};
use crate::time::{Instant, Interval, Zone};

/// What people answered about the meetings that are arranged, each for its own reference and for the time of which they were told. Who
/// sends somebody else does not come. Who proposed a time can come then. Answers to an earlier time say nothing, nor do those of people who are
/// told for information only.
pub fn as_answers(
    workspace: &Workspace,
    arrangements: &[Arranged],
    standings: &Standings,
) -> Vec<Answer> {
    let mut answers = Vec::new();
    for arranged in arrangements {
        let (reference, date) = known_as(workspace, arranged);
        for person in &arranged.attending {
            let id = &workspace.contact(person.contact).id;
            let Some(standing) = standings.of(reference, date, id) else {
                continue;
            };
            if let Some((at, interval)) = standing.offered {
                answers.push(Answer {
                    who: Answerer::Contact(person.contact),
                    reference: Some(arranged.reference.clone()),
                    interval,
                    reply: Reply::Can,
                    how: PROPOSED.to_owned(),
                    recorded_by: String::new(),
                    recorded_at: at,
                });
            }
            let Some((reply, at, by)) = said(standing) else {
                continue;
            };
            for interval in times(arranged, date, standing, &person.present) {
                answers.push(Answer {
                    who: Answerer::Contact(person.contact),
                    reference: Some(arranged.reference.clone()),
                    interval,
                    reply,
                    how: by.id().to_owned(),
                    recorded_by: String::new(),
                    recorded_at: at,
                });
            }
        }
    }
    answers
}

/// How the answer came that a proposal is.
const PROPOSED: &str = "proposal";

/// The reference by which people know it, and which date of a series it is.
fn known_as<'a>(workspace: &Workspace, arranged: &'a Arranged) -> (&'a str, Option<Instant>) {
    let Some(place) = &arranged.series else {
        return (&arranged.reference, None);
    };
    let mut rows = workspace.meetings.iter();
    let row = rows.find(|row| row.reference.eq_ignore_ascii_case(&place.reference));
    let stated = row.and_then(|row| row.zone.as_deref());
    let zone = Zone::named(stated.unwrap_or(&workspace.defaults.zone));
    let zone = zone.unwrap_or_else(Zone::utc);
    (&place.reference, Some(zone.instant(place.regular)))
}

fn said(standing: &Standing) -> Option<(Reply, Instant, HeardBy)> {
    let reply = match standing.counts() {
        How::Accepted => Reply::Can,
        How::Tentative => Reply::IfNeedBe,
        How::Declined | How::Delegated(_) => Reply::Cannot,
        How::NoAnswer => return None,
    };
    let counts = standing.told.is_none_or(|(purpose, told)| {
        purpose == Purpose::Invitation && told != ToldStanding::Cancelled
    });
    let (at, by, _) = standing.said.as_ref().filter(|_| counts)?;
    Some((reply, *at, *by))
}

/// The time of which they were told. Of a series that is its first date's, so each date has its own as it is arranged; where that was
/// moved and they were not told of it by itself, they answered to another time.
fn times(
    arranged: &Arranged,
    date: Option<Instant>,
    standing: &Standing,
    present: &[Interval],
) -> Vec<Interval> {
    let own = standing.recurrence == date && !standing.times.is_empty();
    if own {
        return standing.times.clone();
    }
    let is_moved = date.is_some_and(|date| date != arranged.interval.start());
    match (is_moved, present) {
        (true, _) => Vec::new(),
        (false, []) => vec![arranged.interval],
        (false, present) => present.to_vec(),
    }
}
