//! An export of Nextcloud, whose calendar pages write through sabre/vobject.

use super::{
    Dialect, Year, local, london, start_and_end, status, to_utc, transparency, weekdays, zulu,
};
use crate::synth::CANARY;
use crate::synth::diary::{Component, Diary};
use crate::synth::lines::Lines;

pub(super) struct Nextcloud;

const ZONE: &str = ";TZID=Europe/London";

impl Dialect for Nextcloud {
    fn takes_out_cancelled(&self) -> bool {
        false
    }

    fn head(&self, lines: &mut Lines, diary: &Diary) {
        lines.raw("VERSION:2.0");
        lines.raw("PRODID:-//SabreDAV//SabreDAV//EN");
        lines.raw("CALSCALE:GREGORIAN");
        lines.text("X-WR-CALNAME", &diary.owner.name);
        lines.raw("X-APPLE-CALENDAR-COLOR:#0082c9");
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT4H");
        lines.raw("X-PUBLISHED-TTL:PT4H");
        let year = Year {
            spring: "19810329T010000",
            autumn: "19961027T020000",
        };
        london(lines, "Europe/London", false, year);
    }

    fn event(&self, lines: &mut Lines, diary: &Diary, component: &Component) {
        let entry = component.entry;
        lines.raw("CREATED:20260903T070000Z");
        lines.raw(&format!("DTSTAMP:{}", zulu(diary.stamp)));
        lines.raw("LAST-MODIFIED:20261120T150000Z");
        lines.raw(&format!("SEQUENCE:{}", 2 + entry.number % 3));
        lines.raw(&format!("UID:{:08x}-7c1f-4a52-8b0d-{CANARY}", entry.number));
        start_and_end(lines, component.when, ZONE);
        lines.raw(&format!("STATUS:{}", status(component)));
        lines.text("SUMMARY", &entry.words.title);
        if let Some(category) = &entry.words.category {
            lines.text("CATEGORIES", category);
        }
        if let Some(place) = &entry.words.place {
            lines.text("LOCATION", place);
        }
        if let Some(note) = &entry.words.note {
            lines.text("DESCRIPTION", note);
            lines.text("COMMENT", "Agreed by telephone");
        }
        if let Some((organiser, guests)) = entry.words.people.split_first() {
            lines.person("ORGANIZER", organiser);
            for guest in guests {
                let property = "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE";
                lines.person(property, guest);
            }
        }
        if component.entry.show == crate::synth::diary::Show::Free {
            lines.raw(&format!("TRANSP:{}", transparency(component)));
        }
        if let Some(start) = component.replaces {
            lines.raw(&format!("RECURRENCE-ID{ZONE}:{}", local(start)));
        }
        if let Some(series) = component.series {
            let until = series.until.map_or(String::new(), |until| {
                let last = until.and_time(component.when.span().0.time());
                format!(";UNTIL={}", zulu(to_utc(last)))
            });
            let interval = match series.every_weeks {
                1 => String::new(),
                weeks => format!(";INTERVAL={weeks}"),
            };
            lines.raw(&format!(
                "RRULE:FREQ=WEEKLY;BYDAY={}{interval}{until}",
                weekdays(&series.days)
            ));
            for out in self.taken_out(component) {
                lines.raw(&format!("EXDATE{ZONE}:{}", local(out)));
            }
        }
        if entry.number.is_multiple_of(4) {
            lines.raw("BEGIN:VALARM");
            lines.raw("ACTION:DISPLAY");
            lines.raw("TRIGGER;RELATED=START:-PT15M");
            lines.text("DESCRIPTION", "Reminder");
            lines.raw("END:VALARM");
        }
    }
}
