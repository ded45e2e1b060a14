//! What brute force and fuzzing have found wrong in reading, each as the smallest feed that showed it.

mod ics_support;

use ics_support::*;

/// Lord Howe's clocks leave out 02:00 to 02:30, so that an instance at 02:10 and one at 02:40 are one instant. Which of the two an
/// override for all future instances moved was left to chance and hung on the window; it is the earlier by the wall clock.
#[test]
fn of_two_instances_at_one_instant_the_earlier_by_the_clock_is_moved() {
    let series =
        "DTSTART;TZID=Australia/Lord_Howe:20251004T180018\nDURATION:PT1S\nRRULE:FREQ=SECONDLY";
    let later = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Australia/Lord_Howe:20251004T222820\n\
        DTSTART;TZID=Australia/Lord_Howe:20251004T212820\nDURATION:PT1S";
    let lines = event(series) + &event(later);
    let busy = |from: &str, to: &str| shown(&reading(&lines, &options(from, to, "UTC")), true);
    assert_eq!(
        busy("2025-10-04T14:00:00Z", "2025-10-04T17:00:00Z"),
        [
            "2025-10-04T14:00:00Z/2025-10-04T15:00:00Z",
            "2025-10-04T15:30:00Z/2025-10-04T17:00:00Z"
        ]
    );
    for second in [10, 38] {
        let (from, to) = (
            format!("2025-10-04T15:10:{second}Z"),
            format!("2025-10-04T15:10:{}Z", second + 1),
        );
        assert!(busy(&from, &to).is_empty(), "{from}");
    }
}
