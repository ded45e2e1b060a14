//! The days of the week, and how calendars write them.

use chrono::Weekday;

/// All seven, from Monday on.
pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// As RFC 5545 writes it (section 3.3.10, `weekday`): `MO`.
pub fn weekday_id(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_on_monday_and_no_day_is_left_out() {
        let ids: Vec<&str> = WEEK.into_iter().map(weekday_id).collect();
        assert_eq!(ids, ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
        for (place, weekday) in WEEK.into_iter().enumerate() {
            assert_eq!(weekday.num_days_from_monday() as usize, place);
        }
    }
}
