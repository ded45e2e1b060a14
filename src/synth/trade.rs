//! What people of a trade write into their diaries. All invented; commas, semicolons and accents are meant to be there.

use chrono::Weekday;

/// The words and the week of one line of work.
pub struct Trade {
    /// What a single entry says.
    pub singles: &'static [&'static str],
    pub places: &'static [&'static str],
    pub notes: &'static [&'static str],
    /// The regular week: title, days, start and length in minutes, every so many weeks.
    pub week: &'static [Regular],
    /// Lengths of single entries in minutes.
    pub lengths: &'static [i64],
}

pub struct Regular {
    pub title: &'static str,
    pub days: &'static [Weekday],
    pub start: i64,
    pub length: i64,
    pub every_weeks: u32,
}

const fn regular(
    title: &'static str,
    days: &'static [Weekday],
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

use Weekday::{Fri, Mon, Thu, Tue, Wed};

pub const SOCIAL_CARE: Trade = Trade {
    singles: &[
        "Home visit",
        "Statutory visit",
        "Core group",
        "Court report, do not move",
        "Child in need review",
        "Parenting assessment session",
        "Legal gateway meeting",
        "Placement visit",
        "Supervised contact",
        "Write-up and recording",
    ],
    places: &[
        "Locality office, room 4",
        "Family hub; ring on arrival",
        "Family home",
        "Contact centre",
        "Town Hall annexe",
    ],
    notes: &[
        "Bring the chronology and the last plan",
        "Parking behind the building\nAsk for the key at the desk",
        "Joint visit; meet at the office first",
    ],
    week: &[
        regular("Team meeting", &[Mon], 570, 90, 1),
        regular("Duty desk", &[Thu], 780, 210, 2),
        regular("Supervision", &[Wed], 840, 90, 4),
    ],
    lengths: &[90, 120, 150, 150, 180],
};

pub const CHAIRING: Trade = Trade {
    singles: &[
        "Review conference",
        "Looked-after review",
        "Reading and preparation",
        "Decision letters",
        "Consultation with family",
        "Dispute resolution, stage one",
        "Quality audit",
    ],
    places: &[
        "Committee Room 2",
        "Family centre",
        "Conference suite, second floor",
        "By video",
    ],
    notes: &[
        "Papers by Thursday noon",
        "Chair to meet the family at half past; conference follows",
    ],
    week: &[
        regular("Reviewing unit meeting", &[Wed], 570, 90, 2),
        regular("Minutes and sign-off", &[Fri], 840, 120, 1),
    ],
    lengths: &[90, 120, 120, 150],
};

pub const HEALTH: Trade = Trade {
    singles: &[
        "New birth visit",
        "Two-year review",
        "Looked-after health assessment",
        "Immunisation session",
        "Child protection peer review",
        "Antenatal contact",
        "Continence clinic, follow-up",
        "Ward round",
        "Record keeping",
        "Café for new parents",
    ],
    places: &[
        "Health centre, clinic 3",
        "Family home",
        "Children's outpatients; level 2",
        "Hub, group room",
    ],
    notes: &[
        "Scales and red book",
        "Interpreter booked, confirm the day before",
        "Share with the named nurse afterwards",
    ],
    week: &[
        regular("Well-baby clinic", &[Tue], 810, 180, 1),
        regular("Caseload allocation", &[Mon], 540, 60, 1),
        regular("Safeguarding supervision", &[Thu], 600, 90, 4),
        regular("Lunch", &[Mon, Tue, Wed, Thu, Fri], 750, 30, 1),
    ],
    lengths: &[60, 90, 120, 120, 150],
};

pub const SCHOOL: Trade = Trade {
    singles: &[
        "Parent meeting",
        "Attendance panel",
        "Year 6 assembly",
        "Annual review (education plan)",
        "Cover: 4B",
        "Staff interview panel",
        "Governors' walk",
        "Pastoral check-in",
        "Transition visit, Year 7",
    ],
    places: &[
        "Head's office",
        "Hall",
        "The Nest",
        "Room 12; up the stairs",
    ],
    notes: &[
        "Bring the letter that went home, and the attendance sheet",
        "Phone lines closed until 09:15",
    ],
    week: &[
        regular("Lessons: English", &[Mon, Wed, Fri], 560, 60, 1),
        regular("Lunch duty", &[Mon, Tue, Wed, Thu, Fri], 735, 45, 1),
        regular("Senior leaders", &[Tue], 930, 75, 1),
        regular("Gate duty", &[Thu], 900, 30, 1),
    ],
    lengths: &[30, 45, 45, 60],
};

pub const POLICE: Trade = Trade {
    singles: &[
        "Strategy discussion",
        "Achieving best evidence interview",
        "File preparation",
        "Court, on standby",
        "Case conference elsewhere",
        "Risk review",
        "Digital evidence viewing",
    ],
    places: &["Station, interview suite", "Crown Court", "Hub"],
    notes: &[
        "Officer in the case to attend, see log",
        "Warned for court; may be stood down",
    ],
    week: &[
        regular("Daily risk meeting", &[Mon, Tue, Wed, Thu, Fri], 540, 30, 1),
        regular("Unit briefing", &[Mon], 810, 60, 1),
        regular("On call for the unit", &[Wed], 600, 180, 3),
    ],
    lengths: &[90, 120, 150, 180],
};

pub const ROOM: Trade = Trade {
    singles: &[
        "Parents' course",
        "Contact session",
        "Room hire",
        "Cleaning and repairs",
        "Advice drop-in",
    ],
    places: &["Large room", "Large room and kitchen"],
    notes: &["Chairs in a circle", "Crèche booked"],
    week: &[
        regular("Stay and play", &[Mon], 570, 150, 1),
        regular("Speech and language group", &[Fri], 600, 90, 1),
    ],
    lengths: &[90, 120, 180],
};
