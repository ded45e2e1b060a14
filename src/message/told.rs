//! What was written, for the coordinator: a table to read, or JSON.
//!
//! Only the coordinator sees it, so it names people; the JSON gives ids.

use super::words_en;
use super::{
    FOLLOW_UPS, Invitations, MAILS, MERGE, Notice, ORGANIZER_COPY, PACK_ENTRY, PACK_TEXT, PACKS,
};
use crate::model::{ContactId, Workspace};
use crate::time::Interval;
use serde_json::{Value, json};

/// Where the files of a meeting were written.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The folder of the whole run, as the user named it.
    pub folder: &'a str,
    /// What stands before the names of the meeting's files there: nothing, or a folder and `/`.
    pub prefix: &'a str,
    /// The folder of the meeting's pack, in [`PACKS`].
    pub pack: &'a str,
    /// A file of what is due before and after the meeting was written too.
    pub follow_ups: bool,
}

/// The list as text, ending in a line break.
pub fn as_text(workspace: &Workspace, written: &Invitations, place: &Written) -> String {
    let letters = match written.missing.len() {
        0 => String::new(),
        n => format!(" and {}", counted(n, "letter")),
    };
    let folder = match place.prefix.trim_end_matches('/') {
        "" => place.folder.to_owned(),
        own => format!("{}/{own}", place.folder.trim_end_matches('/')),
    };
    let mut text = format!(
        "Meeting ref {}, {}: {}{letters} in {folder}\n\n",
        written.reference,
        words_en::times(&[written.interval], &written.zone),
        counted(written.messages.len(), "invitation"),
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
    if !written.organizer_copy.is_empty() {
        rows.push([
            ORGANIZER_COPY.to_owned(),
            "(your own diary)".to_owned(),
            String::new(),
            "plain entry, not an invitation".to_owned(),
        ]);
    }
    if place.follow_ups {
        rows.push([
            FOLLOW_UPS.to_owned(),
            "(your own tasks)".to_owned(),
            String::new(),
            "what is due before and after, and what follows".to_owned(),
        ]);
    }
    push_table(&mut text, &rows);
    if !written.messages.is_empty() {
        text.push_str(&format!(
            "\nEach is also a whole mail, ready to be sent: {}{MAILS}/*.eml\n",
            place.prefix
        ));
    }
    text.push_str(&format!(
        "By hand from Outlook: {PACKS}/{0}/{PACK_TEXT} and {PACKS}/{0}/{PACK_ENTRY}; for a mail merge: {PACKS}/{MERGE}\n",
        place.pack
    ));
    if !written.missing.is_empty() {
        let who = match written.missing.len() {
            1 => "1 person has".to_owned(),
            n => format!("{n} people have"),
        };
        text.push_str(&format!(
            "\n{who} no usable e-mail address: a letter or a call. The words are in\n"
        ));
        let rows: Vec<[String; 4]> = written
            .missing
            .iter()
            .map(|missing| {
                let contact = workspace.contact(missing.contact);
                let phone = contact.phone.clone();
                [
                    missing.file_name.clone(),
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
pub fn as_json(workspace: &Workspace, written: &Invitations, place: &Written) -> Value {
    let id = |contact: ContactId| workspace.contact(contact).id.clone();
    let here = |name: &str| format!("{}{name}", place.prefix);
    let pack = |name: &str| format!("{PACKS}/{}/{name}", place.pack);
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
            json!({"file": here(&m.file_name), "mail": here(&format!("{MAILS}/{}", m.mail_name)), "contact": id(m.contact), "address": m.address.as_str(),
                   "purpose": m.purpose.id(), "times": times(&m.times)})
        })
        .collect();
    let missing: Vec<Value> = written
        .missing
        .iter()
        .map(|m| {
            json!({"contact": id(m.contact), "purpose": m.purpose.id(), "times": times(&m.times),
                   "letter": here(&m.file_name)})
        })
        .collect();
    let notices = written.notices.iter();
    let notices: Vec<Value> = notices
        .map(|notice| notice_json(workspace, notice))
        .collect();
    json!({
        "format": "quorate-invitations/1",
        "ref": written.reference,
        "start": written.interval.start(),
        "end": written.interval.end(),
        "files": files,
        "organizer_copy": (!written.organizer_copy.is_empty()).then(|| here(ORGANIZER_COPY)),
        "follow_ups": place.follow_ups.then(|| here(FOLLOW_UPS)),
        "outlook": {"text": pack(PACK_TEXT), "entry": pack(PACK_ENTRY)},
        "merge": format!("{PACKS}/{MERGE}"),
        "missing_addresses": missing,
        "notices": notices,
    })
}

/// A notice by its code.
pub(super) fn notice_json(workspace: &Workspace, notice: &Notice) -> Value {
    let id = |contact: ContactId| workspace.contact(contact).id.clone();
    let ids = |contacts: &[ContactId]| contacts.iter().map(|c| id(*c)).collect::<Vec<_>>();
    match notice {
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
        Notice::NoFamily(cs) => json!({"code": "no-family", "contacts": ids(cs)}),
        Notice::NobodyNamed { seat, purpose } => {
            json!({"code": "nobody-named", "seat": seat, "purpose": purpose.id()})
        }
        Notice::FlagUnset { seat, flag } => {
            json!({"code": "flag-unset", "seat": seat, "flag": flag})
        }
    }
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
pub(super) fn push_table<const N: usize>(text: &mut String, rows: &[[String; N]]) {
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
