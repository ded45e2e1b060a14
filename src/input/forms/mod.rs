//! Filled forms and pasted tables of answers become answers: all of them, or none and every fault.
//!
//! Three shapes are read: the text form that `poll` writes, filled by hand or as the reply of a mail (quoted, wrapped, with words
//! around); a table with a row for each answer, such as `poll.csv`; and a table as poll tools export it, with a row for each person
//! and a column for each time. What people write around their answers is neither kept nor repeated in a message. Blank is no answer.
//!
//! Relies on the workspace as read; writing the rows is left to `append`, reading the files to `edge`.

mod fault;
mod grid;
mod mark;
mod marks;
mod text;

#[cfg(test)]
mod tests;

pub use fault::FormFault;
pub use mark::form_mark;

use super::append::reference_of;
use super::csv_table::decode;
use super::fault::{Fault, FaultKind, Sink, Spot, Thing, Warning};
use super::names::Names;
use crate::model::{ContactId, MeetingSpec, Reply, Workspace};
use crate::time::{Interval, Zone};
use std::collections::BTreeMap;

/// What flags say where a form itself does not.
#[derive(Clone, Copy, Debug, Default)]
pub struct FormOptions<'a> {
    /// Id or name of the contact who filled the form.
    pub who: Option<&'a str>,
    /// The meeting that the answers are about.
    pub reference: Option<&'a str>,
}

/// One time of a form, with what was said of it.
#[derive(Clone, PartialEq, Debug)]
pub struct FormAnswer {
    pub who: ContactId,
    /// As the workspace spells it.
    pub reference: String,
    pub interval: Interval,
    /// `None` = left blank, which is no answer.
    pub reply: Option<Reply>,
    pub shape: Shape,
}

/// Which kind of file an answer was read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A form that `poll` wrote, as text or as CSV.
    Form,
    /// A table with a row for each person.
    Table,
}

impl Shape {
    /// What is recorded as the means by which the answer came.
    pub fn how(self) -> &'static str {
        match self {
            Shape::Form => "form",
            Shape::Table => "table",
        }
    }
}

/// Everything that the readers of the shapes need.
struct Context<'a> {
    workspace: &'a Workspace,
    names: Names,
    options: FormOptions<'a>,
}

impl Context<'_> {
    /// The contact meant by a text, or a fault at `spot`.
    fn contact(&self, text: &str, spot: &Spot, sink: &mut Sink) -> Option<ContactId> {
        sink.take(spot, self.names.contact(text)).flatten()
    }

    fn meeting(&self, reference: &str) -> Option<&MeetingSpec> {
        let mut meetings = self.workspace.meetings.iter();
        meetings.find(|meeting| meeting.reference == reference)
    }

    /// The zone in which a meeting's times are written where nobody in particular is asked.
    fn meeting_zone(&self, reference: &str) -> Zone {
        let stated = self.meeting(reference).and_then(|one| one.zone.as_deref());
        zone(stated.unwrap_or(&self.workspace.defaults.zone))
    }

    /// The zone in which a contact's form is written.
    fn zone_of(&self, who: ContactId, reference: &str) -> Zone {
        match self.workspace.contact(who).zone.as_deref() {
            Some(own) => zone(own),
            None => self.meeting_zone(reference),
        }
    }

    /// The reference in the flags, or a fault that asks for it.
    fn stated_reference(&self, spot: &Spot, sink: &mut Sink) -> Option<String> {
        match self.options.reference {
            Some(text) => reference_of(self.workspace, text, &Spot::file("--ref"), sink),
            None => {
                sink.fault(spot, FaultKind::Form(FormFault::NoReference));
                None
            }
        }
    }
}

/// Zone names were looked up when the tables were read; the stand-in cannot be met.
fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap_or_else(Zone::utc)
}

/// Reads the files together: name for messages, and content.
///
/// The answers stand in the order of the files and of what is in them, each person and time once. Of two that say the same the first
/// is kept; two that differ are a fault, as is everything that leaves open what is meant.
pub fn read_forms(
    workspace: &Workspace,
    files: &[(String, Vec<u8>)],
    options: FormOptions,
) -> Result<(Vec<FormAnswer>, Vec<Warning>), Vec<Fault>> {
    let context = Context {
        workspace,
        names: super::names_of(workspace),
        options,
    };
    let mut sink = Sink::default();
    let mut read: Vec<(FormAnswer, Spot)> = Vec::new();
    for (name, bytes) in files {
        let spot = Spot::file(name);
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            sink.fault(&spot, FaultKind::Spreadsheet);
            continue;
        }
        let content = decode(bytes).text;
        if text::is_form(&content) {
            read.extend(text::read(&content, &spot, &context, &mut sink));
        } else {
            read.extend(grid::read(&content, &spot, &context, &mut sink));
        }
    }
    let answers = each_once(&context, read, &mut sink);
    sink.finish(Some(answers))
}

/// Joins what was said of one time by one person.
fn each_once(context: &Context, read: Vec<(FormAnswer, Spot)>, sink: &mut Sink) -> Vec<FormAnswer> {
    let mut answers: Vec<FormAnswer> = Vec::new();
    let mut known: BTreeMap<(ContactId, String, Interval), usize> = BTreeMap::new();
    for (answer, spot) in read {
        let key = (answer.who, answer.reference.clone(), answer.interval);
        let Some(at) = known.get(&key) else {
            known.insert(key, answers.len());
            answers.push(answer);
            continue;
        };
        let first = &mut answers[*at];
        match (first.reply, answer.reply) {
            (_, None) => {}
            (None, reply) => first.reply = reply,
            (Some(one), Some(other)) if one == other => {}
            _ => {
                let who = context.workspace.contact(answer.who).id.clone();
                sink.fault(&spot, FaultKind::Form(FormFault::TwoAnswers { who }));
            }
        }
    }
    answers
}

/// A contact named by a flag must be the one that a form names.
fn same_contact(
    context: &Context,
    found: ContactId,
    spot: &Spot,
    sink: &mut Sink,
) -> Option<ContactId> {
    let Some(stated) = context.options.who else {
        return Some(found);
    };
    let stated = context.contact(stated, &Spot::file("--who"), sink)?;
    if stated == found {
        return Some(found);
    }
    let (thing, of) = (Thing::Contact, &context.workspace.contact(found).id);
    let form = of.clone();
    sink.fault(spot, FaultKind::Form(FormFault::Other { thing, form }));
    None
}

/// A meeting named by a flag must be the one that a form names.
fn same_reference(
    context: &Context,
    found: String,
    spot: &Spot,
    sink: &mut Sink,
) -> Option<String> {
    let Some(stated) = context.options.reference else {
        return Some(found);
    };
    if stated.to_lowercase() == found.to_lowercase() {
        return Some(found);
    }
    let thing = Thing::Meeting;
    sink.fault(
        spot,
        FaultKind::Form(FormFault::Other { thing, form: found }),
    );
    None
}
