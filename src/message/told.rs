//! What was written, for the coordinator: a table to read, or JSON.
//!
//! Only the coordinator sees it, so it names people; the JSON gives ids.

use super::words_en;
use super::{FOLLOW_UPS, Invitations, Notice, ORGANIZER_COPY};
use crate::model::{ContactId, Workspace};
use crate::time::Interval;
use serde_json::{Value, json};

/// The list as text, ending in a line break.
///
/// `follow_ups`: a file of what is due before and after the meeting was written too.
pub fn as_text(
    workspace: &Workspace,
    written: &Invitations,
    folder: &str,
    follow_ups: bool,
) -> String {
    let mut text = format!(
        "Meeting ref {}, {}: {} for {} in {folder}\n\n",
        written.reference,
        words_en::times(&[written.interval], &written.zone),
        counted(written.messages.len(), "file"),
        counted(written.messages.len(), "recipient"),
    );
    let mut rows: Vec<[String; 4]> = written
        .messages
        .iter()
        .map(|message| {
            [
                message.file_name.clone(),
                workspace.contact(message.contact).name.clone(),
                message.address.as_str().to_owned(),
                what(message.purpose, &message.times, written),
            ]
        })
        .collect();
    rows.push([
        ORGANIZER_COPY.to_owned(),
        "(your own diary)".to_owned(),
        String::new(),
        "plain entry, not an invitation".to_owned(),
    ]);
    if follow_ups {
        rows.push([
            FOLLOW_UPS.to_owned(),
            "(your own tasks)".to_owned(),
            String::new(),
            "what is due before and after, and what follows".to_owned(),
        ]);
    }
    push_table(&mut text, &rows);
    if !written.missing.is_empty() {
        text.push_str("\nNo usable e-mail address, so no file; tell them yourself:\n");
        let rows: Vec<[String; 3]> = written
            .missing
            .iter()
            .map(|missing| {
                let contact = workspace.contact(missing.contact);
                let phone = contact.phone.clone();
                [
                    contact.name.clone(),
                    phone.unwrap_or_else(|| "no telephone number either".to_owned()),
                    what(missing.purpose, &missing.times, written),
                ]
            })
            .collect();
        push_table(&mut text, &rows);
    }
    if !written.notices.is_empty() {
        text.push('\n');
    }
    let names = |contacts: &[ContactId]| -> String {
        let names = contacts
            .iter()
            .map(|id| workspace.contact(*id).name.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    for notice in &written.notices {
        text.push_str(&format!("* {}\n", words_en::notice(notice, &names)));
    }
    text
}

/// The list as JSON, `quorate-invitations/1`.
pub fn as_json(workspace: &Workspace, written: &Invitations) -> Value {
    let id = |contact: ContactId| workspace.contact(contact).id.clone();
    let ids = |contacts: &[ContactId]| contacts.iter().map(|c| id(*c)).collect::<Vec<_>>();
    let times = |times: &[Interval]| -> Value {
        times
            .iter()
            .map(|time| json!([time.start(), time.end()]))
            .collect()
    };
    let files: Vec<Value> = written
        .messages
        .iter()
        .map(|m| {
            json!({"file": m.file_name, "contact": id(m.contact), "address": m.address.as_str(),
                   "purpose": m.purpose.id(), "times": times(&m.times)})
        })
        .collect();
    let missing: Vec<Value> = written
        .missing
        .iter()
        .map(|m| {
            json!({"contact": id(m.contact), "purpose": m.purpose.id(), "times": times(&m.times)})
        })
        .collect();
    let notices: Vec<Value> = written
        .notices
        .iter()
        .map(|notice| match notice {
            Notice::Unsettled => json!({"code": "unsettled"}),
            Notice::Past => json!({"code": "past"}),
            Notice::NotInTables => json!({"code": "not-in-tables"}),
            Notice::OrganizerAttends(c) => {
                json!({"code": "organizer-attends", "contacts": ids(&[*c])})
            }
            Notice::PlaceToTell(cs) => json!({"code": "place-to-tell", "contacts": ids(cs)}),
            Notice::KeptApart(c) => json!({"code": "kept-apart", "contacts": ids(&[*c])}),
            Notice::TimeNotKnown(c) => json!({"code": "time-not-known", "contacts": ids(&[*c])}),
            Notice::SharedMailbox(cs) => json!({"code": "shared-mailbox", "contacts": ids(cs)}),
            Notice::ApartInOneMailbox(cs) => {
                json!({"code": "apart-in-one-mailbox", "contacts": ids(cs)})
            }
            Notice::FlagUnset { seat, flag } => {
                json!({"code": "flag-unset", "seat": seat, "flag": flag})
            }
        })
        .collect();
    json!({
        "format": "quorate-invitations/1",
        "ref": written.reference,
        "start": written.interval.start(),
        "end": written.interval.end(),
        "files": files,
        "organizer_copy": ORGANIZER_COPY,
        "missing_addresses": missing,
        "notices": notices,
    })
}

fn what(purpose: super::Purpose, times: &[Interval], written: &Invitations) -> String {
    let purpose = words_en::purpose(purpose);
    match times {
        [] => purpose.to_owned(),
        [whole] if *whole == written.interval => purpose.to_owned(),
        own => format!("{purpose}, {}", words_en::times(own, &written.zone)),
    }
}

fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// Columns as wide as their widest cell.
fn push_table<const N: usize>(text: &mut String, rows: &[[String; N]]) {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    });
    for row in rows {
        let mut line = String::from(" ");
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!(" {cell:<width$} "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}
