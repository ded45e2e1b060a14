//! The table in which the coordinator gathers answers: a row for each contact and time.

use super::Poll;
use crate::time::{Instant, Zone};

/// Headings of [`sheet`]'s rows.
pub const SHEET_COLUMNS: [&str; 7] = ["Who", "Name", "Ref", "Line", "From", "To", "Answer"];

/// The rows, with the answers open. Times are written with their weekday, which spreadsheets leave as they are.
pub fn sheet(poll: &Poll) -> Vec<[String; 7]> {
    let mut rows = Vec::new();
    for form in &poll.forms {
        for line in &form.lines {
            rows.push([
                poll.workspace.contact(form.contact).id.clone(),
                poll.shown_name(form).unwrap_or_default(),
                poll.prepared.problem.reference.clone(),
                line.letter.clone(),
                moment(line.ask.time.start(), &form.zone),
                moment(line.ask.time.end(), &form.zone),
                String::new(),
            ]);
        }
    }
    rows
}

/// `Tue 8 December 2026 10:00` by the contact's clock; of an hour that the clock shows twice the instant itself.
fn moment(at: Instant, zone: &Zone) -> String {
    let local = zone.local(at);
    match zone.instant(local) == at {
        true => local.format("%a %-d %B %Y %H:%M").to_string(),
        false => at.to_string(),
    }
}
