//! A calendar published from Apple's Calendar.

use super::{
    Dialect, Year, local, london, start_and_end, status, to_utc, transparency, weekdays, zulu,
};
use crate::synth::CANARY;
use crate::synth::diary::{Component, Diary};
use crate::synth::lines::Lines;

pub(super) struct Apple;

const ZONE: &str = ";TZID=Europe/London";

impl Dialect for Apple {
    fn takes_out_cancelled(&self) -> bool {
        true
    }

    fn head(&self, lines: &mut Lines, diary: &Diary) {
        lines.raw("CALSCALE:GREGORIAN");
        lines.raw("METHOD:PUBLISH");
        lines.raw("PRODID:-//Apple Inc.//macOS 15.6//EN");
        lines.raw("VERSION:2.0");
        lines.raw("X-APPLE-CALENDAR-COLOR:#1BADF8");
        lines.text("X-WR-CALNAME", &diary.owner.name);
        lines.raw("X-WR-TIMEZONE:Europe/London");
        let year = Year {
            spring: "19960331T010000",
            autumn: "19961027T020000",
        };
        london(lines, "Europe/London", false, year);
    }

    fn event(&self, lines: &mut Lines, diary: &Diary, component: &Component) {
        let entry = component.entry;
        lines.raw("CREATED:20260907T091022Z");
        if let Some(note) = &entry.words.note {
            lines.text("DESCRIPTION", note);
            lines.text("CONTACT", &diary.owner.name);
            lines.raw(&format!("URL;VALUE=URI:https://notes.example.org/{CANARY}"));
        }
        start_and_end(lines, component.when, ZONE);
        lines.raw(&format!("DTSTAMP:{}", zulu(diary.stamp)));
        for out in self.taken_out(component) {
            lines.raw(&format!("EXDATE{ZONE}:{}", local(out)));
        }
        lines.raw("LAST-MODIFIED:20261119T174502Z");
        if let Some(place) = &entry.words.place {
            lines.text("LOCATION", place);
            lines.raw(&format!(
                "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE={CANARY}:geo:52.62,1.29"
            ));
        }
        if let Some((organiser, guests)) = entry.words.people.split_first() {
            lines.person("ORGANIZER", organiser);
            for guest in guests {
                lines.person("ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED", guest);
            }
        }
        if let Some(start) = component.replaces {
            lines.raw(&format!("RECURRENCE-ID{ZONE}:{}", local(start)));
        }
        if let Some(series) = component.series {
            let until = series.until.map_or(String::new(), |until| {
                let last = until.and_time(component.when.span().0.time());
                format!(";UNTIL={}", zulu(to_utc(last)))
            });
            lines.raw(&format!(
                "RRULE:FREQ=WEEKLY;INTERVAL={}{until};BYDAY={}",
                series.every_weeks,
                weekdays(&series.days)
            ));
        }
        lines.raw("SEQUENCE:0");
        lines.raw(&format!("STATUS:{}", status(component)));
        lines.text("SUMMARY", &entry.words.title);
        lines.raw(&format!("TRANSP:{}", transparency(component)));
        lines.raw(&format!("UID:{:08X}-51D7-4E0B-9A63-{CANARY}", entry.number));
    }
}
