//! What is due, for the coordinator: a table to read, or JSON. Only the coordinator sees it, so it names people; the JSON gives ids.

use super::super::told::{notice_json, push_table};
use super::super::words_en::{self, due as words};
use super::{Due, Outbox, Why};
use crate::model::{Post, PostKind, PostState, Workspace};
use crate::time::Zone;
use serde_json::{Value, json};

/// A message that an earlier run queued and that is not known to have gone.
#[derive(Clone, PartialEq, Debug)]
pub struct Waiting {
    /// Its number in the book.
    pub id: i64,
    pub state: PostState,
    pub post: Post,
}

/// What is due and what waits, as a table; ends in a line break.
pub fn as_text(workspace: &Workspace, outbox: &Outbox, waiting: &[Waiting]) -> String {
    let mut text = String::new();
    if !waiting.is_empty() {
        text.push_str("Queued by an earlier run\n");
        let rows: Vec<[String; 4]> = waiting
            .iter()
            .map(|one| {
                let [who, to, what, _] = row(workspace, &one.post, "");
                let state = match one.state {
                    PostState::Sending => words::uncertain(one.id),
                    _ => words::QUEUED.to_owned(),
                };
                [
                    format!("{}: {who}", one.post.told.reference),
                    to,
                    what,
                    state,
                ]
            })
            .collect();
        push_table(&mut text, &rows);
        text.push('\n');
    }
    let mut rest = outbox.due.as_slice();
    while let Some(first) = rest.first() {
        let reference = &first.post.told.reference;
        let count = rest
            .iter()
            .take_while(|due| due.post.told.reference == *reference)
            .count();
        let (of_this, after) = rest.split_at(count);
        text.push_str(&format!("Meeting ref {reference}\n"));
        let rows: Vec<[String; 4]> = of_this
            .iter()
            .map(|due| {
                let zone = zone_of(&due.post);
                row(workspace, &due.post, &words::why(&due.why, &zone))
            })
            .collect();
        push_table(&mut text, &rows);
        text.push('\n');
        rest = after;
    }
    let letters = outbox.due.iter().filter(|due| due.post.mail.is_empty());
    let sum = words::sum(&counts(&outbox.due), letters.count(), outbox.unchanged);
    text.push_str(&format!("{sum}\n"));
    if !outbox.held.is_empty() {
        text.push_str(&format!("{}\n", words::held(&outbox.held)));
    }
    for line in notices(workspace, outbox) {
        text.push_str(&format!("* {line}\n"));
    }
    text
}

/// What the coordinator must know or do, a sentence each.
pub fn notices(workspace: &Workspace, outbox: &Outbox) -> Vec<String> {
    let names = |contacts: &[crate::model::ContactId]| -> String {
        let names = contacts
            .iter()
            .map(|id| workspace.contact(*id).name.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    let all = outbox.notices.iter();
    all.map(|(reference, notice)| format!("{reference}: {}", words_en::notice(notice, &names)))
        .collect()
}

/// The same as JSON, `quorate-due/1`.
pub fn as_json(workspace: &Workspace, outbox: &Outbox, waiting: &[Waiting]) -> Value {
    let due: Vec<Value> = outbox
        .due
        .iter()
        .map(|due| {
            let mut value = post_json(&due.post);
            value["why"] = due.why.id().into();
            if let Why::Moved { from } = &due.why {
                let from = from.iter().map(|time| json!([time.start(), time.end()]));
                value["from"] = from.collect();
            }
            value
        })
        .collect();
    let waiting: Vec<Value> = waiting
        .iter()
        .map(|one| {
            let mut value = post_json(&one.post);
            value["id"] = one.id.into();
            value["state"] = match one.state {
                PostState::Sending => "uncertain",
                state => state.id(),
            }
            .into();
            value
        })
        .collect();
    let notices: Vec<Value> = outbox
        .notices
        .iter()
        .map(|(reference, notice)| {
            let mut value = notice_json(workspace, notice);
            value["ref"] = reference.as_str().into();
            value
        })
        .collect();
    json!({
        "format": "quorate-due/1",
        "due": due,
        "waiting": waiting,
        "unchanged": outbox.unchanged,
        "held": outbox.held,
        "notices": notices,
    })
}

/// One message as JSON: who, what, when, never its text.
pub fn post_json(post: &Post) -> Value {
    let told = &post.told;
    let times = told
        .times
        .iter()
        .map(|time| json!([time.start(), time.end()]));
    json!({
        "ref": told.reference,
        "contact": told.contact,
        "address": (!told.address.is_empty()).then_some(&told.address),
        "way": if post.mail.is_empty() { "letter" } else { "mail" },
        "kind": post.kind.id(),
        "purpose": told.purpose.id(),
        "standing": told.standing.id(),
        "date": told.recurrence,
        "sequence": told.sequence,
        "dtstamp": told.dtstamp,
        "times": times.collect::<Vec<_>>(),
        "name": post.name,
    })
}

/// Who, to which address, what and when, why.
fn row(workspace: &Workspace, post: &Post, why: &str) -> [String; 4] {
    let told = &post.told;
    let zone = zone_of(post);
    let mut contacts = workspace.contacts.iter();
    let known = contacts.find(|contact| contact.id == told.contact);
    let who = known.map_or(&told.contact, |contact| &contact.name);
    let to = match post.mail.is_empty() {
        true => "letter".to_owned(),
        false => told.address.clone(),
    };
    let mut what = words::kind(post.kind, told.purpose);
    if let Some(date) = told.recurrence {
        what.push_str(&format!(", {}", words::of_date(zone.local(date))));
    }
    let when = words::when(&told.times, &zone);
    if !when.is_empty() {
        what.push_str(&format!(", {when}"));
    }
    [who.clone(), to, what, why.to_owned()]
}

fn zone_of(post: &Post) -> Zone {
    Zone::named(&post.told.zone).unwrap_or_else(Zone::utc)
}

fn counts(due: &[Due]) -> [(PostKind, usize); 4] {
    let all = [
        PostKind::New,
        PostKind::Update,
        PostKind::Cancellation,
        PostKind::Again,
    ];
    all.map(|kind| {
        let of_it = due.iter().filter(|due| due.post.kind == kind);
        (kind, of_it.count())
    })
}
