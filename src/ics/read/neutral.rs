//! Whether a property tells anything beyond busy time. One bit comes out of here, never the text.
//!
//! Calendar programs that publish less put a word of their own in place of a title ("Busy"), or leave the property empty.
//! Such a property is no detail; anything else is. Relies on `lines` for the value; what follows from a detail is left to
//! the policy of the feed's agency.

use super::lines::{Name, Property};
use crate::model::feed::Excess;

/// What programs write in place of a title, in lower case: Exchange and Outlook by the levels of sharing (English, Welsh), Google,
/// Nextcloud, Apple and others for private entries. Nothing that a person would write about a case may be added here.
const WORDS: &[&str] = &[
    // English.
    "(no title)",
    "away",
    "blocked",
    "busy",
    "free",
    "no information",
    "no subject",
    "no title",
    "not available",
    "oof",
    "out of office",
    "private",
    "private appointment",
    "private event",
    "private meeting",
    "tentative",
    "unavailable",
    "working elsewhere",
    // Welsh.
    "allan o'r swyddfa",
    "apwyntiad preifat",
    "ar gael",
    "ddim ar gael",
    "digwyddiad preifat",
    "dim gwybodaeth",
    "gweithio mewn man arall",
    "gweithio yn rhywle arall",
    "i ffwrdd",
    "petrus",
    "preifat",
    "prysur",
    "rhydd",
];

/// The longest of [`WORDS`], in octets: most titles are longer, or differ in length, and need not be compared.
const LONGEST: usize = {
    let (mut longest, mut at) = (0, 0);
    while at < WORDS.len() {
        if WORDS[at].len() > longest {
            longest = WORDS[at].len();
        }
        at += 1;
    }
    longest
};

/// Counts a property in `has` if it tells something.
///
/// `has_owner` is kept per event: Google names the owner of a calendar in each entry, also where it publishes free/busy time only, as
/// an ATTENDEE without name, part or answer. One such tells nothing, a second one somebody else.
pub(super) fn count(property: &Property, has: &mut Excess, has_owner: &mut bool) {
    let tells = property.is_cut || !is_blank(property.value);
    match property.name {
        Name::Summary if property.is_cut || !is_neutral(property.value) => has.titles = 1,
        Name::Description if tells => has.descriptions = 1,
        Name::Location if tells => has.places = 1,
        Name::Attendee if has.people == 0 && !*has_owner && is_owner(property) => *has_owner = true,
        Name::Attendee | Name::Organizer if tells => has.people = 1,
        _ => {}
    }
}

/// Whether the value of SUMMARY is empty or one of [`WORDS`], in whatever case of letters.
fn is_neutral(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    if value.len() > LONGEST {
        return is_blank(value);
    }
    WORDS
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
        || is_blank(value)
}

/// Whether a value of type TEXT (RFC 5545 section 3.3.11) holds nothing but blanks and line breaks.
fn is_blank(value: &[u8]) -> bool {
    let mut rest = value.trim_ascii();
    while let Some(after) = rest.strip_prefix(b"\\n").or(rest.strip_prefix(b"\\N")) {
        rest = after.trim_ascii_start();
    }
    rest.is_empty()
}

fn is_owner(property: &Property) -> bool {
    let has = |name: &[u8]| property.param(name).is_some();
    has(b"X-NUM-GUESTS") && ![&b"CN"[..], b"PARTSTAT", b"ROLE"].into_iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_programs_tell_nothing_and_words_of_people_do() {
        for neutral in [
            "",
            " ",
            "\\n",
            " \\N \\n",
            "Busy",
            "BUSY",
            "out of office",
            " Working Elsewhere ",
            "Prysur",
            "Allan o'r Swyddfa",
        ] {
            assert!(is_neutral(neutral.as_bytes()), "{neutral:?}");
        }
        for telling in [
            "Busy with K",
            "busybody",
            "Dentist",
            "\\nx",
            "Busy\\n",
            "Private: clinic",
            "\\",
            "n",
            "Out of office at Elm Road",
        ] {
            assert!(!is_neutral(telling.as_bytes()), "{telling:?}");
        }
    }

    #[test]
    fn the_words_are_in_lower_case_sorted_and_no_longer_than_the_longest() {
        for word in WORDS {
            assert_eq!(*word, word.to_lowercase());
            assert!(word.len() <= LONGEST);
        }
        let welsh = WORDS
            .iter()
            .position(|word| *word == "allan o'r swyddfa")
            .expect("it is there");
        assert!(WORDS[..welsh].is_sorted() && WORDS[welsh..].is_sorted());
    }
}
