//! The words of a message in the language of the workspace: English, or Welsh with the English below it.

use super::words_en::off::Taken;
use super::words_en::{self, Facts, Paragraph};
use super::{Firmness, words_cy};
use crate::model::Language;
use crate::time::{Interval, Zone};

/// The body of an invitation or copy.
pub(super) fn body(language: Language, facts: &Facts) -> Vec<Paragraph> {
    in_language(language, || words_cy::body(facts), words_en::body(facts))
}

/// The text that asks for a report.
pub(super) fn report_request(
    language: Language,
    reference: &str,
    meeting: Interval,
    zone: &Zone,
    firmness: Firmness,
    organizer: &str,
) -> Vec<Paragraph> {
    in_language(
        language,
        || words_cy::report_request(reference, meeting, zone, firmness, organizer),
        words_en::report_request(reference, meeting, zone, firmness, organizer),
    )
}

/// The text that takes something back.
pub(super) fn off(language: Language, taken: &Taken) -> Vec<Paragraph> {
    in_language(
        language,
        || words_cy::off(taken),
        words_en::off::body(taken),
    )
}

fn in_language(
    language: Language,
    welsh: impl FnOnce() -> Vec<Paragraph>,
    english: Vec<Paragraph>,
) -> Vec<Paragraph> {
    match language {
        Language::English => english,
        Language::Welsh => {
            let mut both = vec![Paragraph::Language("cy")];
            both.extend(welsh());
            both.push(Paragraph::Language("en-GB"));
            both.extend(english);
            both
        }
    }
}

/// The subject of a mail or an entry.
pub(super) fn subject(language: Language, reference: &str, firmness: Firmness) -> String {
    with_welsh(
        language,
        words_cy::subject(firmness),
        words_en::subject(reference, firmness),
    )
}

/// The subject of the message that asks for a report.
pub(super) fn report_subject(language: Language, reference: &str) -> String {
    with_welsh(
        language,
        words_cy::report_subject(),
        words_en::report_subject(reference),
    )
}

/// The subject of a message that takes something back.
pub(super) fn off_subject(language: Language, taken: &Taken) -> String {
    with_welsh(
        language,
        words_cy::off_subject(taken),
        words_en::off::subject(taken),
    )
}

fn with_welsh(language: Language, welsh: &str, english: String) -> String {
    match language {
        Language::English => english,
        Language::Welsh => format!("{welsh} / {english}"),
    }
}

/// Content-Language (RFC 3282).
pub(super) fn header(language: Language) -> &'static str {
    match language {
        Language::English => "en-GB",
        Language::Welsh => "cy, en-GB",
    }
}
