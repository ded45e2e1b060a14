//! The lists for people.

use super::{ReplyList, number, words_en};
use crate::model::{Unmatched, Workspace};
use crate::report::wrap::wrapped;
use crate::time::Zone;

/// As wide as the other answers.
const WIDTH: usize = 100;

/// Of more answers only the first are listed; how many there are is always said.
const MOST_LISTED: usize = 100;

/// What became of the answers. `folder` is how the commands to type next name the workspace.
pub fn text(list: &ReplyList, folder: &str) -> String {
    let mut out = format!("{}\n", words_en::head(list));
    let zone = &list.workspace.defaults.zone;
    let zone = Zone::named(zone).unwrap_or_else(Zone::utc);
    if !list.applied.is_empty() {
        out.push('\n');
    }
    for (heard, comment) in list.applied.iter().take(MOST_LISTED) {
        let name = name_of(list.workspace, &heard.contact);
        let said = words_en::applied(heard, &name, *comment, &zone, |id| {
            name_of(list.workspace, id)
        });
        wrapped(&mut out, "  ", 4, WIDTH, &said);
    }
    let more = list.applied.len().saturating_sub(MOST_LISTED);
    if more > 0 {
        out.push_str(&format!("  {}\n", words_en::more(more)));
    }
    if !list.waiting.is_empty() {
        out.push('\n');
        add_waiting(&mut out, list.waiting, Some(list.workspace), folder);
    }
    out
}

/// What waits for a person, by itself.
pub fn waiting_text(waiting: &[Unmatched], workspace: &Workspace, folder: &str) -> String {
    if waiting.is_empty() {
        return format!("{}\n", words_en::nothing_waits());
    }
    let mut out = String::new();
    add_waiting(&mut out, waiting, Some(workspace), folder);
    out
}

fn add_waiting(
    out: &mut String,
    waiting: &[Unmatched],
    workspace: Option<&Workspace>,
    folder: &str,
) {
    out.push_str(&format!("{}\n", words_en::waiting(waiting.len())));
    for one in waiting.iter().take(MOST_LISTED) {
        let from = one.from.as_deref().map(|from| match workspace {
            Some(workspace) => name_of(workspace, from),
            None => from.to_owned(),
        });
        let head = words_en::waiting_head(one, from.as_deref());
        wrapped(out, "  ", 4, WIDTH, &head);
        if let Some(why) = crate::reply::Why::parse(&one.why) {
            wrapped(out, "    ", 4, WIDTH, &words_en::why_and_fix(why));
        }
        wrapped(
            out,
            "    ",
            4,
            WIDTH,
            &words_en::when_done(folder, &number(one.digest)),
        );
    }
    let more = waiting.len().saturating_sub(MOST_LISTED);
    if more > 0 {
        out.push_str(&format!("  {}\n", words_en::more(more)));
    }
}

/// A contact by name, with the id to type; anything else as it is.
fn name_of(workspace: &Workspace, id: &str) -> String {
    let found = workspace.contacts.iter().find(|one| one.id == id);
    match found {
        Some(contact) if contact.name != contact.id => {
            let plain = |c: char| if c.is_control() { ' ' } else { c };
            let name: String = contact.name.chars().map(plain).collect();
            format!("{name} ({id})")
        }
        _ => id.to_owned(),
    }
}
