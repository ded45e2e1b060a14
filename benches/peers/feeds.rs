//! Feeds for the benches: the mix of shared/ics-oracle/gen.py (nine ways of spelling, one event in a hundred a series), with
//! invented texts. Line ends are of one kind in a file, so that the peers can do the same work.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::fmt::Write as _;

/// Splitmix64: the same numbers on every machine.
pub struct Random(pub u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// How a program writes times, zones and what an event means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    Google,
    Outlook,
    Apple,
    /// Zone names without descriptions.
    Bare,
    /// Zones of the user's own making.
    Custom,
    /// A vendor's path before the name of the zone.
    Prefixed,
    Utc,
    Floating,
    Mixed,
}

pub const STYLES: [Style; 9] = [
    Style::Google,
    Style::Outlook,
    Style::Apple,
    Style::Bare,
    Style::Custom,
    Style::Prefixed,
    Style::Utc,
    Style::Floating,
    Style::Mixed,
];

/// How an event's times are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Zoned,
    Utc,
    Date,
    Floating,
}

const TEXTS: [&str; 7] = [
    "Team meeting",
    "Zahnarzt – Prüfung",
    "会議 with the board",
    "Fallbesprechung\\, Raum 3\\; bitte pünktlich",
    "Line one\\nline two: bring the forms",
    "She said \\\"hi\\\": ok",
    "Réunion d'équipe",
];

/// Whether series end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rules {
    AllEnd,
    /// One in four goes on for ever.
    SomeEndless,
}

/// A feed of `events` events, one in a hundred of them a series.
pub fn feed(style: Style, events: usize, rules: Rules, random: &mut Random) -> String {
    let eol = if random.chance(70) { "\r\n" } else { "\n" };
    let width = *random.pick(&[&75, &75, &75, &usize::MAX, &33]);
    let mut lines = Lines {
        text: String::new(),
        eol,
        width,
    };
    lines.push("BEGIN:VCALENDAR");
    lines.push("VERSION:2.0");
    lines.push(&format!("PRODID:-//{style:?}//quorate bench//EN"));
    lines.push("METHOD:PUBLISH");
    lines.push("X-WR-CALNAME:Kalender – Praxis");
    if random.chance(40) {
        lines.push("X-WR-TIMEZONE:Europe/London");
    }
    let zone = match style {
        Style::Outlook => "GMT Standard Time",
        Style::Custom => "Büro Zeit London",
        Style::Prefixed => "/freeassociation.sourceforge.net/Europe/London",
        _ => "Europe/London",
    };
    if style != Style::Bare {
        describe(&mut lines, zone, style);
    }
    for number in 0..events {
        event(&mut lines, style, zone, rules, number, random);
    }
    lines.push("END:VCALENDAR");
    lines.text
}

struct Lines {
    text: String,
    eol: &'static str,
    width: usize,
}

impl Lines {
    /// Adds a content line, folded between characters.
    fn push(&mut self, line: &str) {
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > self.width {
                self.text.push_str(self.eol);
                self.text.push(' ');
                used = 1;
            }
            self.text.push(character);
            used += character.len_utf8();
        }
        self.text.push_str(self.eol);
    }
}

/// London as the program describes it.
fn describe(lines: &mut Lines, zone: &str, style: Style) {
    let (spring, autumn) = match style {
        Style::Outlook => ("16010101", "16010101"),
        Style::Google => ("19700329", "19701025"),
        _ => ("20100328", "20101031"),
    };
    lines.push("BEGIN:VTIMEZONE");
    lines.push(&format!("TZID:{zone}"));
    for (part, from, to, onset, hour, month) in [
        ("DAYLIGHT", "+0000", "+0100", spring, 1, 3),
        ("STANDARD", "+0100", "+0000", autumn, 2, 10),
    ] {
        lines.push(&format!("BEGIN:{part}"));
        lines.push(&format!("DTSTART:{onset}T{hour:02}0000"));
        lines.push(&format!("TZOFFSETFROM:{from}"));
        lines.push(&format!("TZOFFSETTO:{to}"));
        lines.push(&format!("RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"));
        lines.push(&format!("END:{part}"));
    }
    lines.push("END:VTIMEZONE");
}

fn event(
    lines: &mut Lines,
    style: Style,
    zone: &str,
    rules: Rules,
    number: usize,
    random: &mut Random,
) {
    let kind = match (style, random.below(100)) {
        (Style::Utc, 0..80) => Kind::Utc,
        (Style::Floating, 0..70) => Kind::Floating,
        (Style::Utc | Style::Floating, _) => Kind::Date,
        (_, 0..62) => Kind::Zoned,
        (_, 62..77) => Kind::Utc,
        (_, 77..92) => Kind::Date,
        _ => Kind::Floating,
    };
    let first = NaiveDate::from_ymd_opt(2025, 9, 1).expect("a date");
    let day = first + Days::new(random.below(640));
    let start = day.and_hms_opt(8, 0, 0).expect("a time")
        + TimeDelta::minutes(15 * random.below(40) as i64);
    let mut body: Vec<String> = Vec::new();
    let written = |name: &str, at: NaiveDateTime| match kind {
        Kind::Zoned if zone.contains(' ') && zone.contains('/') => {
            format!("{name};TZID=\"{zone}\":{}", at.format("%Y%m%dT%H%M%S"))
        }
        Kind::Zoned => format!("{name};TZID={zone}:{}", at.format("%Y%m%dT%H%M%S")),
        Kind::Utc => format!("{name}:{}", at.format("%Y%m%dT%H%M%SZ")),
        Kind::Floating => format!("{name}:{}", at.format("%Y%m%dT%H%M%S")),
        Kind::Date => format!("{name};VALUE=DATE:{}", at.format("%Y%m%d")),
    };
    body.push(written("DTSTART", start));
    let minutes = *random.pick(&[&15, &30, &30, &45, &60, &60, &60, &90, &120, &240]);
    match (kind, random.chance(70)) {
        (Kind::Date, _) => body.push(written("DTEND", start + TimeDelta::days(1))),
        (_, true) => body.push(written("DTEND", start + TimeDelta::minutes(minutes))),
        (_, false) => body.push(format!("DURATION:PT{minutes}M")),
    }
    if number % 100 == 7 {
        let rule = match number / 100 % 4 {
            0 => "FREQ=WEEKLY;COUNT=40".to_owned(),
            1 => "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=30".to_owned(),
            2 => "FREQ=MONTHLY;COUNT=12".to_owned(),
            _ if rules == Rules::SomeEndless => "FREQ=WEEKLY;INTERVAL=2".to_owned(),
            _ => {
                let until = (start + TimeDelta::days(300)).format("%Y%m%d");
                match kind {
                    Kind::Date => format!("FREQ=WEEKLY;INTERVAL=2;UNTIL={until}"),
                    Kind::Floating => format!("FREQ=WEEKLY;INTERVAL=2;UNTIL={until}T235959"),
                    _ => format!("FREQ=WEEKLY;INTERVAL=2;UNTIL={until}T235959Z"),
                }
            }
        };
        body.push(format!("RRULE:{rule}"));
    }
    match style {
        Style::Outlook => {
            let (busy, transp) = *random.pick(&[
                &("BUSY", "OPAQUE"),
                &("BUSY", "OPAQUE"),
                &("BUSY", "OPAQUE"),
                &("TENTATIVE", "OPAQUE"),
                &("FREE", "TRANSPARENT"),
                &("OOF", "OPAQUE"),
            ]);
            body.push(format!("X-MICROSOFT-CDO-BUSYSTATUS:{busy}"));
            body.push("X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY".to_owned());
            body.push("X-MICROSOFT-CDO-IMPORTANCE:1".to_owned());
            body.push(format!("TRANSP:{transp}"));
            let status = if busy == "TENTATIVE" {
                busy
            } else {
                "CONFIRMED"
            };
            body.push(format!("STATUS:{status}"));
        }
        _ => match random.below(100) {
            0..50 => {}
            50..65 => body.push("TRANSP:OPAQUE".to_owned()),
            65..75 => body.push("TRANSP:TRANSPARENT".to_owned()),
            75..87 => body.push("STATUS:TENTATIVE".to_owned()),
            87..92 => body.push("STATUS:CANCELLED".to_owned()),
            _ => body.extend(["STATUS:CONFIRMED".to_owned(), "TRANSP:OPAQUE".to_owned()]),
        },
    }
    body.push(format!(
        "UID:{number}-{:010x}@agency.example",
        random.below(1 << 40)
    ));
    body.push("DTSTAMP:20250901T120000Z".to_owned());
    if random.chance(66) {
        body.push(format!("SEQUENCE:{}", random.below(4)));
    }
    if random.chance(80) {
        body.push(format!("SUMMARY:{}", random.pick(&TEXTS)));
    }
    if random.chance(30) {
        let times = *random.pick(&[&1, &3, &40]);
        body.push(format!("DESCRIPTION:{}", random.pick(&TEXTS).repeat(times)));
    }
    if random.chance(20) {
        body.push(
            "ATTENDEE;CN=\"Dr. Müller, Anna; MD\";PARTSTAT=ACCEPTED:mailto:a@example.com"
                .to_owned(),
        );
    }
    // The order of properties is free, and no two programs agree on it.
    for index in (1..body.len()).rev() {
        body.swap(index, random.below(index as u64 + 1) as usize);
    }
    lines.push("BEGIN:VEVENT");
    for line in &body {
        lines.push(line);
    }
    if random.chance(25) {
        for line in [
            "BEGIN:VALARM",
            "TRIGGER:-PT15M",
            "ACTION:DISPLAY",
            "DESCRIPTION:x",
            "END:VALARM",
        ] {
            lines.push(line);
        }
    }
    lines.push("END:VEVENT");
}

/// One weekly series that began on `first` (a Monday, written `YYYYMMDD`) and never ends.
pub fn weekly_since(first: &str) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//weekly//quorate bench//EN\r\nBEGIN:VEVENT\r\nUID:weekly@agency.example\r\n\
         DTSTAMP:20250901T120000Z\r\nDTSTART;TZID=Europe/London:{first}T100000\r\nDTEND;TZID=Europe/London:{first}T110000\r\n\
         RRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    text
}
