//! Tests of the pieces: marks of the program and marks of people.

use super::mark::{form_mark, marks};
use super::marks::{cell, is_tick, word};
use crate::model::Reply;
use crate::time::{Instant, Interval};

fn lines(count: usize) -> Vec<(String, Interval)> {
    let first = Instant::parse_rfc3339("2026-12-08T10:00:00Z").expect("an instant");
    let at = |n: usize| first.plus(n as i64 * 86_400);
    (0..count)
        .map(|n| {
            let letter = char::from(b'A' + n as u8).to_string();
            (
                letter,
                Interval::new(at(n), at(n).plus(5400)).expect("some time"),
            )
        })
        .collect()
}

#[test]
fn a_mark_comes_back_however_it_is_wrapped() {
    for (who, reference) in [
        ("st-marks", "CP-2041"),
        ("zoë.q", "CP 20/41 ] = %"),
        ("a", "[x] yes"),
    ] {
        let text = form_mark(who, reference, &lines(5));
        assert!(
            text.lines()
                .all(|line| line.chars().count() <= 72 || reference.len() > 30),
            "{text}"
        );
        for glue in ["\n", " ", "\r\n ", "   \n\n"] {
            let wrapped = text.split_whitespace().collect::<Vec<_>>().join(glue);
            let found = marks(&format!("before {wrapped} behind"));
            // The two words of the opening stay together: no program wraps inside a word.
            assert_eq!(found.len(), 1, "{wrapped}");
            assert_eq!(
                (found[0].who.as_str(), found[0].reference.as_str()),
                (who, reference)
            );
            assert_eq!(found[0].lines, lines(5));
        }
    }
}

#[test]
fn no_single_changed_letter_goes_unseen() {
    let text = form_mark("st-marks", "CP-2041", &lines(2));
    let whole = marks(&text);
    for (at, old) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        for new in ['0', '7', 'A', 'x', '='] {
            if new == old {
                continue;
            }
            let mut changed = text.clone();
            changed.replace_range(at..at + 1, &new.to_string());
            let found = marks(&changed);
            // Either it is lost, or what it says is the same (a sum in capitals).
            assert!(found.is_empty() || found == whole, "{changed}");
        }
    }
    for cut in 0..text.len() - 2 {
        assert!(marks(&text[..cut]).is_empty(), "{cut}");
    }
}

#[test]
fn what_people_write_means_what_they_mean() {
    for text in ["x", "X", "✓", "✔\u{FE0F}", " x ", "☑"] {
        assert!(is_tick(text), "{text}");
    }
    for text in ["", " ", "no", "o", "?"] {
        assert!(!is_tick(text), "{text}");
    }
    for (text, reply) in [
        ("Yes", Reply::Can),
        ("ok", Reply::Can),
        ("IF NEED BE.", Reply::IfNeedBe),
        ("if-need-be", Reply::IfNeedBe),
        ("ifneedbe", Reply::IfNeedBe),
        ("can't", Reply::Cannot),
        ("No!", Reply::Cannot),
    ] {
        assert_eq!(word(text), Some(reply), "{text}");
    }
    for text in [
        "",
        "...",
        "not sure",
        "yes if the chair agrees",
        "no problem",
    ] {
        assert_eq!(word(text), None, "{text}");
    }
    assert_eq!(cell("✓"), Ok(Some(Reply::Can)));
    assert_eq!(cell("(OK)"), Ok(Some(Reply::IfNeedBe)));
    assert_eq!(cell("❌"), Ok(Some(Reply::Cannot)));
    for blank in ["", "  ", "-", "—", "…"] {
        assert_eq!(cell(blank), Ok(None), "{blank}");
    }
    for unclear in ["x", "?", "yes no", "1"] {
        assert_eq!(cell(unclear), Err(()), "{unclear}");
    }
}

/// Nobody is asked about more than a day at once: such a mark would write somebody off for years with a word.
#[test]
fn a_mark_of_years_is_none() {
    let from = Instant::parse_rfc3339("2026-01-01T00:00:00Z").expect("an instant");
    let for_days = |days: i64| {
        let interval = Interval::new(from, from.plus(days * 86_400)).expect("some time");
        marks(&form_mark(
            "st-marks",
            "CP-2041",
            &[("A".to_owned(), interval)],
        ))
        .len()
    };
    assert_eq!((for_days(1), for_days(2)), (1, 0));
}
