//! A school's management system: floating times, the zone named once for the whole calendar, few properties, no stamps
//! on events, days without an end.

use super::{Dialect, day, local, weekdays};
use crate::synth::CANARY;
use crate::synth::diary::{Component, Diary, Show, When};
use crate::synth::lines::Lines;

pub(super) struct School;

impl Dialect for School {
    fn takes_out_cancelled(&self) -> bool {
        true
    }

    fn head(&self, lines: &mut Lines, diary: &Diary) {
        lines.raw("VERSION:2.0");
        lines.raw("PRODID:-//Invented School Systems//Timetable Feed 4.2//EN");
        lines.text("X-WR-CALNAME", &diary.owner.name);
        lines.text("X-WR-CALDESC", "Timetable and school diary");
        lines.raw("X-WR-TIMEZONE:Europe/London");
        lines.raw("X-PUBLISHED-TTL:PT12H");
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT12H");
    }

    fn event(&self, lines: &mut Lines, _: &Diary, component: &Component) {
        let entry = component.entry;
        lines.raw(&format!("UID:sims-{}-{CANARY}", entry.number));
        match component.when {
            When::Timed(start, end) => {
                lines.raw(&format!("DTSTART:{}", local(start)));
                lines.raw(&format!("DTEND:{}", local(end)));
            }
            When::Days(first, after) => {
                lines.raw(&format!("DTSTART;VALUE=DATE:{}", day(first)));
                if first.succ_opt() != Some(after) {
                    lines.raw(&format!("DTEND;VALUE=DATE:{}", day(after)));
                }
            }
        }
        if let Some(start) = component.replaces {
            lines.raw(&format!("RECURRENCE-ID:{}", local(start)));
        }
        if let Some(series) = component.series {
            let until = series.until.map_or(String::new(), |until| {
                let last = until.and_time(component.when.span().0.time());
                format!(";UNTIL={}", local(last))
            });
            let interval = match series.every_weeks {
                1 => String::new(),
                weeks => format!(";INTERVAL={weeks}"),
            };
            lines.raw(&format!(
                "RRULE:FREQ=WEEKLY{interval}{until};BYDAY={}",
                weekdays(&series.days)
            ));
            let out: Vec<String> = self.taken_out(component).into_iter().map(local).collect();
            if !out.is_empty() {
                lines.raw(&format!("EXDATE:{}", out.join(",")));
            }
        }
        lines.text("SUMMARY", &entry.words.title);
        if let Some(place) = &entry.words.place {
            lines.text("LOCATION", place);
        }
        if let Some(note) = &entry.words.note {
            lines.text("DESCRIPTION", note);
        }
        match (component.cancelled, entry.show) {
            (true, _) => lines.raw("STATUS:CANCELLED"),
            (false, Show::Tentative) => lines.raw("STATUS:TENTATIVE"),
            (false, Show::Free) => lines.raw("TRANSP:TRANSPARENT"),
            (false, Show::Busy | Show::Away) => {}
        }
    }
}
