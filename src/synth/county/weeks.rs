//! Working weeks and standing offers as people state them, and the regular blocks that fill diaries.

use crate::synth::trade::Regular;
use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

/// Of people who do not work the whole week.
pub(super) const PART_TIME: &[&str] = &[
    "Mon-Thu 09:00-17:00",
    "Tue-Fri 08:30-16:30",
    "Mon-Wed 09:00-17:00, Thu 09:00-13:00",
    "Wed-Fri 09:00-17:00",
    "Mon 09:00-17:00, Tue 09:00-17:00, Thu 09:00-17:00, Fri 09:00-13:00",
    "Mon-Fri 09:15-14:45",
    "week 1 of 2 from 2026-11-16: Mon-Fri 09:00-17:00 | week 2: Mon-Thu 09:00-17:00",
];

/// When schools without a diary of their own are free: after lessons, and in one period of somebody who does not teach then.
pub(super) const AFTER_LESSONS: &[&str] = &[
    "Mon-Thu 15:30-17:00; Tue 09:15-11:30",
    "Mon 15:30-17:00; Wed-Thu 15:30-17:00; Thu 09:30-12:15",
    "Mon-Tue 15:15-17:00; Thu 15:15-17:00; Mon 09:00-11:15",
    "Tue-Thu 15:30-17:00; Fri 09:15-12:15",
    "Mon-Thu 15:15-16:45; Wed 13:15-16:45",
];

/// When surgeries spare somebody: about midday.
pub(super) const ABOUT_MIDDAY: &[&str] = &[
    "Tue 12:30-14:00; Thu 12:30-14:00; Fri 12:00-14:30",
    "Mon-Fri 12:30-14:00",
    "Wed 12:30-15:00; Thu 12:30-14:00",
    "Mon 12:30-14:00; Wed 12:30-14:00; Fri 12:30-14:00",
];

/// When families are free, as they said when they were asked for days that suit them always.
pub(super) const FAMILY_OFFERS: &[&str] = &[
    "Mon-Fri 09:15-14:45",
    "Mon-Wed 09:30-17:00",
    "Tue 09:00-17:00; Thu-Fri 09:00-17:00",
    "Mon-Thu 12:30-17:00",
    "Mon-Fri 15:30-17:00; Wed 09:00-17:00; Fri 09:00-13:00",
    "Mon 09:30-16:30; Wed-Thu 09:30-16:30",
];

/// Hours of families without offers, inside which they have to be asked.
pub(super) const FAMILY_HOURS: &[&str] = &["Mon-Fri 09:15-14:45", "Mon-Fri 09:00-17:00"];

const fn block(
    title: &'static str,
    days: &'static [chrono::Weekday],
    start: i64,
    length: i64,
    every_weeks: u32,
) -> Regular {
    Regular {
        title,
        days,
        start,
        length,
        every_weeks,
    }
}

/// What recurs in a working week besides the trade's own.
pub(super) const BLOCKS: &[Regular] = &[
    block("Visits", &[Mon, Thu], 555, 135, 1),
    block("Clinic", &[Tue], 555, 165, 1),
    block("Clinic", &[Wed], 795, 165, 1),
    block("Panel", &[Fri], 585, 120, 2),
    block("Casework", &[Tue, Thu], 840, 120, 1),
    block("Recording", &[Fri], 795, 150, 1),
    block("Training", &[Wed], 555, 180, 4),
    block("Court", &[Mon], 600, 240, 2),
    block("Group session", &[Thu], 780, 150, 1),
    block("Duty", &[Tue], 555, 210, 2),
    block("Supervision of staff", &[Mon], 810, 120, 2),
    block("Visits", &[Wed, Fri], 615, 105, 1),
    block("Surgery", &[Mon, Wed], 885, 90, 1),
    block("Liaison", &[Tue, Fri], 540, 60, 1),
];
