//! The secret address of a Google calendar: single events in UTC, series in their zone, overrides named in UTC.

use super::{
    Dialect, Year, day, local, london, start_and_end, status, to_utc, transparency, weekdays, zulu,
};
use crate::synth::CANARY;
use crate::synth::diary::{Component, Diary, When};
use crate::synth::lines::Lines;

pub(super) struct Google;

const ZONE: &str = ";TZID=Europe/London";

impl Dialect for Google {
    fn takes_out_cancelled(&self) -> bool {
        false
    }

    fn head(&self, lines: &mut Lines, diary: &Diary) {
        lines.raw("PRODID:-//Google Inc//Google Calendar 70.9054//EN");
        lines.raw("VERSION:2.0");
        lines.raw("CALSCALE:GREGORIAN");
        lines.raw("METHOD:PUBLISH");
        lines.text("X-WR-CALNAME", &diary.owner.address);
        lines.raw("X-WR-TIMEZONE:Europe/London");
        let year = Year {
            spring: "19700329T010000",
            autumn: "19701025T020000",
        };
        london(lines, "Europe/London", true, year);
    }

    fn event(&self, lines: &mut Lines, diary: &Diary, component: &Component) {
        let entry = component.entry;
        match (component.when, component.series) {
            (When::Timed(start, end), None) => {
                lines.raw(&format!("DTSTART:{}", zulu(to_utc(start))));
                lines.raw(&format!("DTEND:{}", zulu(to_utc(end))));
            }
            (when, _) => start_and_end(lines, when, ZONE),
        }
        if let Some(series) = component.series {
            let until = series.until.map_or(String::new(), |until| {
                match component.when {
                    When::Days(..) => format!(";UNTIL={}", day(until)),
                    // The last second of the day, as the web page writes it.
                    When::Timed(..) => {
                        let last = until.and_hms_opt(23, 59, 59).expect("every day has it");
                        format!(";UNTIL={}", zulu(to_utc(last)))
                    }
                }
            });
            let interval = match series.every_weeks {
                1 => String::new(),
                weeks => format!(";INTERVAL={weeks}"),
            };
            lines.raw(&format!(
                "RRULE:FREQ=WEEKLY;WKST=MO{until}{interval};BYDAY={}",
                weekdays(&series.days)
            ));
            for out in self.taken_out(component) {
                lines.raw(&format!("EXDATE{ZONE}:{}", local(out)));
            }
        }
        lines.raw(&format!("DTSTAMP:{}", zulu(diary.stamp)));
        if let Some((organiser, guests)) = entry.words.people.split_first() {
            lines.person("ORGANIZER", organiser);
            for guest in guests {
                let property = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;X-NUM-GUESTS=0";
                lines.person(property, guest);
            }
        }
        lines.raw(&format!("UID:{:013x}{CANARY}@google.com", entry.number));
        if let Some(start) = component.replaces {
            lines.raw(&format!("RECURRENCE-ID:{}", zulu(to_utc(start))));
        }
        lines.raw("CREATED:20260901T081500Z");
        if let Some(note) = &entry.words.note {
            lines.text("DESCRIPTION", note);
            lines.raw(&format!(
                "ATTACH;FILENAME={CANARY}.docx:https://drive.example.org/{CANARY}"
            ));
            lines.raw(&format!(
                "X-GOOGLE-CONFERENCE:https://meet.example.org/{CANARY}"
            ));
        }
        lines.raw("LAST-MODIFIED:20261120T161200Z");
        if let Some(place) = &entry.words.place {
            lines.text("LOCATION", place);
        }
        let sequence = u8::from(component.replaces.is_some());
        lines.raw(&format!("SEQUENCE:{sequence}"));
        lines.raw(&format!("STATUS:{}", status(component)));
        lines.text("SUMMARY", &entry.words.title);
        lines.raw(&format!("TRANSP:{}", transparency(component)));
    }
}
