//! What stands beside the types: policy, flags, dates by name, sources, courses of meetings, and what an authority adopts.

use super::columns::{ADOPT, AGENDA, AGENDA_ITEM, FLAG, POLICY, SOURCE};
use super::fault::RuleFault;
use super::rows::{need_prose, prose, rows, shown, shown_text, table, unknown};
use crate::input::dates::date;
use crate::input::fault::{FaultKind, Sink};
use crate::input::scalar::{id, number, working_days, yes_no};
use crate::input::table::{Field, Row, Value};
use crate::model::rules::{
    Adoption, Agenda, AgendaItem, Flag, Grounds, MeetingType, Phrase, RuleBook, Source,
};

pub(super) fn policy(field: &Field, book: &mut RuleBook, sink: &mut Sink) {
    let Some(row) = table(field, "policy", POLICY, sink) else {
        return;
    };
    if let Some(margin) = row.read("target_margin", sink, working_days) {
        book.policy.target_margin_working_days = margin;
    }
}

/// `[flags]`: a question each, or a table with what yes and no mean as well. A known name takes the new one.
pub(super) fn flags(field: &Field, book: &mut RuleBook, sink: &mut Sink) {
    for (id, field) in named(field, "flags", sink) {
        let flag = match &field.value {
            Value::Text(text) => sink
                .take(&field.spot, shown_text(text))
                .map(|question| Flag {
                    id,
                    question,
                    yes: None,
                    no: None,
                }),
            _ => table(field, "flags", FLAG, sink).and_then(|row| {
                let example = "question = \"is the child under five?\"";
                Some(Flag {
                    id,
                    question: need_prose(&row, "question", example, sink)?,
                    yes: prose(&row, "yes", sink),
                    no: prose(&row, "no", sink),
                })
            }),
        };
        let Some(flag) = flag else {
            continue;
        };
        match book.flags.iter_mut().find(|old| old.id == flag.id) {
            Some(old) => *old = flag,
            None => book.flags.push(flag),
        }
    }
}

/// `[anchors]`: names of dates with their phrases; a known name gets another phrase.
pub(super) fn anchors(field: &Field, book: &mut RuleBook, sink: &mut Sink) {
    for (id, field) in named(field, "anchors", sink) {
        let text = field.as_text(sink).map(shown_text);
        let Some(text) = text.and_then(|text| sink.take(&field.spot, text)) else {
            continue;
        };
        match book.anchors.iter_mut().find(|old| old.id == id) {
            Some(old) => old.text = text,
            None => book.anchors.push(Phrase { id, text }),
        }
    }
}

/// The values of a table by their names.
fn named<'f>(field: &'f Field, name: &'static str, sink: &mut Sink) -> Vec<(String, &'f Field)> {
    let Value::Table(entries) = &field.value else {
        let fault = RuleFault::NotTable { name };
        sink.fault(&field.spot, FaultKind::Rule(fault));
        return Vec::new();
    };
    let ids = entries.iter().filter_map(|entry| {
        let id = sink.take(&entry.field.spot, id(&entry.key))?;
        Some((id, &entry.field))
    });
    ids.collect()
}

pub(super) fn sources(field: &Field, book: &mut RuleBook, sink: &mut Sink) {
    let mut stated = Vec::new();
    for row in rows(field, "source", SOURCE, sink) {
        let Some(id) = new_id(&row, "sussex", &mut stated, sink) else {
            continue;
        };
        let Some(title) = need_prose(&row, "title", "title = \"Our procedures\"", sink) else {
            continue;
        };
        let source = Source {
            id,
            short: prose(&row, "short", sink).unwrap_or_else(|| title.clone()),
            title,
            section: prose(&row, "section", sink).unwrap_or_default(),
            // Whoever writes down a source of their own has it before them.
            seen: row.read("seen", sink, yes_no).unwrap_or(true),
        };
        match book.sources.iter_mut().find(|old| old.id == source.id) {
            Some(old) => *old = source,
            None => book.sources.push(source),
        }
    }
}

/// The id of a row, which no other row of the list has.
pub(super) fn new_id(
    row: &Row,
    example: &'static str,
    stated: &mut Vec<String>,
    sink: &mut Sink,
) -> Option<String> {
    let text = row.need("id", example, sink)?;
    let id = sink.take(row.spot_of("id"), id(&text))?;
    if stated.contains(&id) {
        sink.fault(row.spot_of("id"), FaultKind::Twice { text: id });
        return None;
    }
    stated.push(id.clone());
    Some(id)
}

/// Courses of meetings. One of a known id takes its place whole, since shares only make sense together.
pub(super) fn agendas(field: &Field, book: &mut RuleBook, sink: &mut Sink) {
    let mut stated = Vec::new();
    for row in rows(field, "agenda", AGENDA, sink) {
        let Some(id) = new_id(&row, "conference", &mut stated, sink) else {
            continue;
        };
        let known = || book.sources.iter().map(|source| source.id.as_str());
        let source = row.read("source", sink, |text| match known().any(|id| id == text) {
            true => Ok(text.to_owned()),
            false => Err(unknown("source", text, known())),
        });
        let Some(field) = row.get("items") else {
            row.need("items", "items = [{ title = \"…\", share = 100 }]", sink);
            continue;
        };
        let items: Vec<AgendaItem> = rows(field, "items", AGENDA_ITEM, sink)
            .iter()
            .filter_map(|row| {
                let title = need_prose(row, "title", "title = \"Dates\"", sink);
                if row.get("share").is_none() {
                    row.need("share", "share = 10", sink);
                }
                Some(AgendaItem {
                    share: row.read("share", sink, number(0, 100))?,
                    title: title?,
                    detail: prose(row, "detail", sink).unwrap_or_default(),
                })
            })
            .collect();
        let sum: u32 = items.iter().map(|item| item.share).sum();
        if sum != 100 {
            let fault = RuleFault::Shares { sum };
            sink.fault(&field.spot, FaultKind::Rule(fault));
        }
        let agenda = Agenda {
            id,
            items,
            source: source.unwrap_or_default(),
        };
        match book.agendas.iter_mut().find(|old| old.id == agenda.id) {
            Some(old) => *old = agenda,
            None => book.agendas.push(agenda),
        }
    }
}

/// `[[adopt]]`: rows that an authority has made its own, by whom and where that is written down.
pub(super) fn adopt(field: &Field, book: &mut RuleBook, sink: &mut Sink) {
    for row in rows(field, "adopt", ADOPT, sink) {
        let adoption = adoption(&row, sink);
        if row.get("rule").is_none() {
            row.need("rule", "rule = \"icpc/first\"", sink);
        }
        for (spot, text) in row.texts("rule", sink) {
            match adopted(book, &text) {
                Err(fault) => sink.fault(&spot, fault),
                Ok(several) => {
                    for grounds in several {
                        grounds.adopted.clone_from(&adoption);
                    }
                }
            }
        }
    }
}

fn adoption(row: &Row, sink: &mut Sink) -> Option<Adoption> {
    let by = need_prose(row, "by", "by = \"Head of safeguarding\"", sink);
    if row.get("date").is_none() {
        row.need("date", "date = \"2026-11-23\"", sink);
    }
    let day = row.read("date", sink, date);
    let example = "document = \"Practice standards, section 4\"";
    let document = need_prose(row, "document", example, sink);
    let review = row.read("review", sink, date);
    if let (Some(day), Some(review)) = (day, review)
        && review <= day
    {
        let (review, date) = (shown(review), shown(day));
        let fault = RuleFault::ReviewBeforeAdoption { review, date };
        sink.fault(row.spot_of("review"), FaultKind::Rule(fault));
    }
    Some(Adoption {
        by: by?,
        date: day?,
        document: document?,
        review,
    })
}

/// The statements that `icpc/first`, `icpc/quorum`, `icpc/*` or `*/duration` means; at least one.
fn adopted<'b>(book: &'b mut RuleBook, text: &str) -> Result<Vec<&'b mut Grounds>, FaultKind> {
    let (kind, part) = text.split_once('/').unwrap_or((text, ""));
    let (kind, part) = (kind.trim(), part.trim());
    let all = kind == "*";
    if !all && !book.types.iter().any(|known| known.id == kind) {
        let ids = book.types.iter().map(|known| known.id.as_str());
        return Err(unknown("type", kind, ids));
    }
    let mut names: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for known in &mut book.types {
        if all || known.id == kind {
            for (name, grounds) in known.statements_mut() {
                if part == "*" || part == name {
                    found.push(grounds);
                } else {
                    names.push(format!("{kind}/{name}"));
                }
            }
        }
    }
    if found.is_empty() {
        let part = format!("{kind}/{part}");
        return Err(unknown("rule", &part, names.iter().map(String::as_str)));
    }
    Ok(found)
}

/// Whether something of a type rests on `source`.
pub(super) fn rests_on(kind: &MeetingType, source: &str) -> bool {
    let mut statements = kind.statements().into_iter();
    statements.any(|(_, grounds)| grounds.source == source)
}
