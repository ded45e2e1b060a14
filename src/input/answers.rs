//! The answers table: what people said when they were asked.

use super::dates::Moment;
use super::fault::{FaultKind, Sink, WarningKind};
use super::names::Names;
use super::scalar::one_of;
use super::table::Row;
use crate::model::{Answer, Answerer, Contact, Reply, Venue};
use crate::time::{Instant, Interval, Zone};
use std::collections::BTreeMap;

/// What people say, in the words that coordinators type.
pub(super) fn reply(text: &str) -> Result<Reply, FaultKind> {
    let choices = [
        ("can", Reply::Can),
        ("yes", Reply::Can),
        ("y", Reply::Can),
        ("free", Reply::Can),
        ("available", Reply::Can),
        ("ok", Reply::Can),
        ("if-need-be", Reply::IfNeedBe),
        ("if necessary", Reply::IfNeedBe),
        ("maybe", Reply::IfNeedBe),
        ("possibly", Reply::IfNeedBe),
        ("tentative", Reply::IfNeedBe),
        ("cannot", Reply::Cannot),
        ("can not", Reply::Cannot),
        ("can't", Reply::Cannot),
        ("no", Reply::Cannot),
        ("n", Reply::Cannot),
        ("busy", Reply::Cannot),
        ("not available", Reply::Cannot),
        ("unavailable", Reply::Cannot),
        ("away", Reply::Cannot),
    ];
    one_of(&choices, "can, if-need-be, cannot")(text)
}

/// The word that is written for a reply.
pub fn reply_word(reply: Reply) -> &'static str {
    match reply {
        Reply::Can => "can",
        Reply::IfNeedBe => "if-need-be",
        Reply::Cannot => "cannot",
    }
}

/// The meetings that there are, by their references in lower case.
pub(super) type References = BTreeMap<String, String>;

/// Reads the rows, in their order. References come out as the meetings spell them; in a bare folder there is no table of
/// meetings, and whichever `find` is given counts.
pub(super) fn read(
    rows: &[Row],
    names: &Names,
    (contacts, venues): (&[Contact], &[Venue]),
    references: &References,
    bare: bool,
    zone: &str,
    sink: &mut Sink,
) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut newest = Instant::MIN;
    // Making a zone reads its whole table of changes, and most answers are in one.
    let mut zones: BTreeMap<&str, Zone> = BTreeMap::new();
    for row in rows {
        row.warn_of_others(sink);
        let who = row.need("who", "j.okafor", sink);
        let who = who.and_then(|who| sink.take(row.spot_of("who"), names.asked(&who)).flatten());
        let zone = who
            .and_then(|who| match who {
                Answerer::Contact(contact) => contacts[contact.index()].zone.as_deref(),
                Answerer::Venue(venue) => venues[venue.index()].zone.as_deref(),
            })
            .unwrap_or(zone);
        // Zone names have been looked up before; the stand-in is for a default that is at fault itself.
        let zone = zones
            .entry(zone)
            .or_insert_with(|| Zone::named(zone).unwrap_or_else(Zone::utc))
            .clone();
        let interval = read_interval(row, &zone, sink);
        if row.get("answer").is_none() {
            row.need("answer", "can", sink);
        }
        let reply = row.read("answer", sink, reply);
        let recorded_at = row.read("recorded_at", sink, Moment::parse);
        let reference = row.text("ref", sink).map(|text| {
            let known = references.get(&text.to_lowercase());
            if known.is_none() && !bare {
                let reference = text.clone();
                let what = WarningKind::AnswerToUnknownMeeting { reference };
                sink.warn(row.spot_of("ref"), what);
            }
            known.cloned().unwrap_or(text)
        });
        let how = row.text("how", sink).unwrap_or_default();
        let recorded_by = row.text("recorded_by", sink).unwrap_or_default();
        if let (Some(who), Some(interval), Some(reply)) = (who, interval, reply) {
            answers.push(Answer {
                who,
                reference,
                interval,
                reply,
                how,
                recorded_by,
                recorded_at: newest_or(&mut newest, recorded_at.map(|moment| moment.start(&zone))),
            });
        }
    }
    answers
}

/// When an answer was recorded. Rows are added at the end, so one without a date is no older than any above it; if it were taken as the
/// oldest, a "cannot" typed below a dated "can" would be lost without a word.
fn newest_or(newest: &mut Instant, stated: Option<Instant>) -> Instant {
    let recorded = stated.unwrap_or(*newest);
    *newest = recorded.max(*newest);
    recorded
}

/// From `from` to `to`; a date alone is the whole day, and without `to` so is the day of `from`.
fn read_interval(row: &Row, zone: &Zone, sink: &mut Sink) -> Option<Interval> {
    row.need("from", "2026-12-08 10:00", sink)?;
    let from = row.read("from", sink, Moment::parse)?;
    let to = match (row.get("to"), from) {
        (Some(_), _) => row.read("to", sink, |text| Moment::parse_end(text, from))?,
        (None, Moment::Day(_)) => from,
        (None, _) => {
            row.need("to", "2026-12-08 12:00", sink)?;
            return None;
        }
    };
    let interval = Interval::new(from.start(zone), to.end(zone));
    if interval.is_none() {
        let text = row.text("to", sink).unwrap_or_default();
        sink.fault(row.spot_of("to"), FaultKind::EndsBeforeItBegins { text });
    }
    interval
}
