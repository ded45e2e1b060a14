//! Tests of what is hard to reach through a workspace.

use super::names::{id_key, name_key};
use super::zones::differing;
use crate::time::{Instant, Interval, Zone};

#[test]
fn keys_are_blind_to_case_spacing_accents_and_order() {
    for other in [
        "zoe lambert",
        "LAMBERT, Zoë",
        "Zoë  Lambert",
        "Zoe\u{308} Lambert",
        "Zoë-Lambert ",
    ] {
        let same =
            name_key(other) == name_key("Zoë Lambert") || id_key(other) == id_key("Zoë Lambert");
        assert!(same, "{other}");
    }
    assert_eq!(id_key("Ł.Ørsted-Ægir"), "lorstedaegir");
    assert_ne!(name_key("Ana Maria Lopez"), name_key("Ana Mario Lopez"));
    assert_eq!(name_key(" , "), "");
}

#[test]
fn a_difference_is_found_at_its_first_instant_and_agreement_is_none() {
    let london = Zone::named("Europe/London").expect("a zone");
    let from = Instant::parse_rfc3339("2026-11-23T09:00:00Z").expect("an instant");
    let window = Interval::new(from, from.plus(200 * 86_400)).expect("some time");
    let zones = ["Europe/London".to_owned()];
    assert_eq!(
        differing(&zones, window, &|_, at| Some(london.offset_at(at))),
        []
    );
    // A database that knows no summer time differs from the change of the clocks on.
    let found = differing(&zones, window, &|_, _| Some(0));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].first.to_string(), "2027-03-28T01:00:00Z");
    assert_eq!((found[0].ours, found[0].theirs), (3600, Some(0)));
    let unknown = differing(&zones, window, &|_, _| None);
    assert_eq!((unknown[0].first, unknown[0].theirs), (from, None));
}
