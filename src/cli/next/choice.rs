//! Taking times of the meetings that follow: each becomes a row of the meetings table and an arrangement.

use crate::cli::case::Case;
use crate::cli::chosen::{meetings_table, new_uid, row};
use crate::cli::grounds::{Grounds, Shown};
use crate::cli::kept::Choice;
use crate::edge::write_atomically;
use crate::input::meetings_appended;
use crate::model::{State, arrangement};
use crate::report::next::{Next, Outcome};
use crate::report::words_en as words;
use crate::time::Instant;

/// `core-group=2`: type and number of a time.
pub(super) fn choices(texts: &[String]) -> Result<Vec<(String, usize)>, Vec<String>> {
    let read = |text: &String| {
        let (kind, number) = text.split_once('=')?;
        let number = number.trim().parse().ok().filter(|number| *number > 0)?;
        Some((kind.trim().to_lowercase(), number))
    };
    let wrong = |text: &String| words::bad_choice(text);
    let faults: Vec<String> = texts
        .iter()
        .filter(|text| read(text).is_none())
        .map(wrong)
        .collect();
    match faults.is_empty() {
        true => Ok(texts.iter().filter_map(read).collect()),
        false => Err(faults),
    }
}

/// Writes the times chosen, all or none; a sentence for each.
pub(super) fn choose(
    case: &Case,
    next: &Next,
    choices: &[(String, usize)],
    (seed, decider): (Option<u64>, &Choice),
    now: Instant,
) -> Result<Vec<String>, Vec<String>> {
    if choices.is_empty() {
        return Ok(Vec::new());
    }
    let mut faults = Vec::new();
    let mut arranged = case.workspace.arrangements.clone();
    let (table, mut rows) = meetings_table(&case.folder)?;
    let (mut told, mut why) = (Vec::new(), Vec::new());
    for (kind, number) in choices {
        let Some(follower) = next.followers.iter().find(|one| one.kind.id == *kind) else {
            let known = next.followers.iter().map(|one| one.kind.id.clone());
            faults.push(words::no_such_follower(kind, &known.collect::<Vec<_>>()));
            continue;
        };
        let Outcome::Searched(search) = &follower.outcome else {
            faults.push(words::cannot_be_chosen(kind));
            continue;
        };
        let Some(slot) = search.found.slots.get(number - 1) else {
            faults.push(words::no_such_slot(
                *number,
                search.found.slots.len(),
                "--times",
            ));
            continue;
        };
        if slot.state == State::Short {
            faults.push(words::short_needs_discretion(*number));
            continue;
        }
        let mut one = arrangement(&case.workspace, &search.prepared.problem, slot);
        one.uid = new_uid(seed, &follower.reference);
        one.chosen_at = Some(now);
        told.push(words::added(
            &follower.reference,
            &words::when(one.interval, &search.prepared.problem.zone),
            &table,
        ));
        if case.has_book() {
            let grounds = Grounds {
                meeting: &search.meeting,
                prepared: &search.prepared,
                feeds: &case.read_feeds(&search.meeting, now),
                shown: search.found.slots.iter().filter_map(Shown::of).collect(),
                number: *number,
            };
            let mut facts = grounds.facts(case, now);
            facts["after"] = next.reference.into();
            why.push(decider.decision("choose", &follower.reference, &facts, now));
            told.extend(decider.asked(&follower.reference, slot.score.late));
        }
        arranged.push(one);
        let known = case.workspace.meetings.iter();
        if !known
            .clone()
            .any(|known| known.reference == follower.reference)
        {
            let row = row(&follower.reference, &follower.columns);
            rows = Some(
                meetings_appended(&table, rows.as_deref(), &[row])
                    .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?,
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if let Some(rows) = rows {
        let path = case.folder.join(&table);
        write_atomically(&path, &rows)
            .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    }
    case.arrange(&arranged, &why)?;
    Ok(told)
}
