//! A month as a table: a row a week, Monday first.

use chrono::{Datelike, Days, NaiveDate};
use std::fmt::Write as _;

const WEEKDAYS: [(&str, &str); 7] = [
    ("Mo", "Monday"),
    ("Tu", "Tuesday"),
    ("We", "Wednesday"),
    ("Th", "Thursday"),
    ("Fr", "Friday"),
    ("Sa", "Saturday"),
    ("Su", "Sunday"),
];

/// The month that begins on `first`; `cell` writes the whole cell of a day of it.
pub(in crate::report) fn month(
    out: &mut String,
    first: NaiveDate,
    caption: &str,
    mut cell: impl FnMut(&mut String, NaiveDate),
) {
    let inside = |day: NaiveDate| (day.year(), day.month()) == (first.year(), first.month());
    let _ = write!(
        out,
        "<table class=\"month\"><caption>{caption}</caption><thead><tr>"
    );
    for (short, long) in WEEKDAYS {
        let _ = write!(
            out,
            "<th scope=\"col\"><abbr title=\"{long}\">{short}</abbr></th>"
        );
    }
    out.push_str("</tr></thead><tbody>\n");
    let back = Days::new(u64::from(first.weekday().num_days_from_monday()));
    let mut day = first.checked_sub_days(back).unwrap_or(first);
    while day <= first || inside(day) {
        out.push_str("<tr>");
        for _ in 0..7 {
            match inside(day) {
                true => cell(out, day),
                false => out.push_str("<td class=\"o\"></td>"),
            }
            day = day.succ_opt().unwrap_or(day);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}
