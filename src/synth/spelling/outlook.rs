//! A calendar published from Outlook by Exchange.

use super::{Dialect, day, local, status, transparency, weekdays, word, zulu};
use crate::synth::CANARY;
use crate::synth::diary::{Component, Diary, Show, When};
use crate::synth::lines::Lines;

pub(super) struct Outlook {
    zone: Zone,
    detail: Detail,
}

enum Zone {
    Windows,
    /// A zone of the user's own making. Its name is free text, so it holds the canary too.
    Custom,
}

/// The level of detail that its owner chose when publishing.
enum Detail {
    Full,
    AvailabilityOnly,
}

impl Outlook {
    pub(super) const FULL: Outlook = Outlook {
        zone: Zone::Windows,
        detail: Detail::Full,
    };
    pub(super) const AVAILABILITY: Outlook = Outlook {
        zone: Zone::Windows,
        detail: Detail::AvailabilityOnly,
    };
    pub(super) const CUSTOM_ZONE: Outlook = Outlook {
        zone: Zone::Custom,
        detail: Detail::Full,
    };

    fn zone(&self) -> String {
        match self.zone {
            Zone::Windows => "GMT Standard Time".to_owned(),
            Zone::Custom => format!("Customized Time Zone {CANARY}"),
        }
    }
}

impl Dialect for Outlook {
    fn takes_out_cancelled(&self) -> bool {
        true
    }

    fn head(&self, lines: &mut Lines, _: &Diary) {
        lines.raw("METHOD:PUBLISH");
        lines.raw("PRODID:Microsoft Exchange Server 2010");
        lines.raw("VERSION:2.0");
        lines.text("X-WR-CALNAME", "Calendar");
        lines.raw("BEGIN:VTIMEZONE");
        lines.raw(&format!("TZID:{}", self.zone()));
        for (kind, hour, from, to, month) in [
            ("STANDARD", "02", "+0100", "+0000", 10),
            ("DAYLIGHT", "01", "+0000", "+0100", 3),
        ] {
            lines.raw(&format!("BEGIN:{kind}"));
            lines.raw(&format!("DTSTART:16010101T{hour}0000"));
            lines.raw(&format!("TZOFFSETFROM:{from}"));
            lines.raw(&format!("TZOFFSETTO:{to}"));
            lines.raw(&format!(
                "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH={month}"
            ));
            lines.raw(&format!("END:{kind}"));
        }
        lines.raw("END:VTIMEZONE");
    }

    fn event(&self, lines: &mut Lines, diary: &Diary, component: &Component) {
        let entry = component.entry;
        let zone = format!(";TZID={}", self.zone());
        let busy = match entry.show {
            Show::Busy => "BUSY",
            Show::Tentative => "TENTATIVE",
            Show::Away => "OOF",
            Show::Free => "FREE",
        };
        if let Some(series) = component.series {
            let until = series.until.map_or(String::new(), |until| {
                let last = until.and_time(component.when.span().0.time());
                format!(";UNTIL={}", zulu(super::to_utc(last)))
            });
            lines.raw(&format!(
                "RRULE:FREQ=WEEKLY{until};INTERVAL={};BYDAY={};WKST=MO",
                series.every_weeks,
                weekdays(&series.days)
            ));
            let out: Vec<String> = self.taken_out(component).into_iter().map(local).collect();
            if !out.is_empty() {
                lines.raw(&format!("EXDATE{zone}:{}", out.join(",")));
            }
        }
        lines.raw(&format!(
            "UID:040000008200E00074C5B7101A82E008{:016X}{CANARY}",
            entry.number
        ));
        if let Some(start) = component.replaces {
            lines.raw(&format!("RECURRENCE-ID{zone}:{}", local(start)));
        }
        match self.detail {
            Detail::AvailabilityOnly => {
                // Exchange's own word, so that no canary belongs beside it.
                lines.raw(&format!("SUMMARY:{}", word(entry.show)));
            }
            Detail::Full => {
                if let Some(note) = &entry.words.note {
                    lines.text("DESCRIPTION", note);
                }
                lines.text("SUMMARY", &entry.words.title);
            }
        }
        match component.when {
            When::Timed(start, end) => {
                lines.raw(&format!("DTSTART{zone}:{}", local(start)));
                lines.raw(&format!("DTEND{zone}:{}", local(end)));
            }
            When::Days(first, after) => {
                lines.raw(&format!("DTSTART;VALUE=DATE:{}", day(first)));
                lines.raw(&format!("DTEND;VALUE=DATE:{}", day(after)));
            }
        }
        lines.raw("CLASS:PUBLIC");
        lines.raw("PRIORITY:5");
        lines.raw(&format!("DTSTAMP:{}", zulu(diary.stamp)));
        lines.raw(&format!("TRANSP:{}", transparency(component)));
        // Exchange says "confirmed" of tentative entries too: only its own property tells them apart.
        let status = match status(component) {
            "TENTATIVE" => "CONFIRMED",
            other => other,
        };
        lines.raw(&format!("STATUS:{status}"));
        lines.raw("SEQUENCE:0");
        if let (Detail::Full, Some(note)) = (&self.detail, &entry.words.note) {
            lines.text("X-ALT-DESC;FMTTYPE=text/html", &format!("<p>{note}</p>"));
        }
        if let (Detail::Full, Some(place)) = (&self.detail, &entry.words.place) {
            lines.text("LOCATION", place);
        }
        lines.raw(&format!("X-MICROSOFT-CDO-BUSYSTATUS:{busy}"));
        lines.raw("X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY");
        let all_day = matches!(component.when, When::Days(..));
        let all_day = if all_day { "TRUE" } else { "FALSE" };
        lines.raw(&format!("X-MICROSOFT-CDO-ALLDAYEVENT:{all_day}"));
        let kind = match (component.series, component.replaces) {
            (Some(_), _) => 1,
            (None, Some(_)) => 3,
            (None, None) => 0,
        };
        lines.raw(&format!("X-MICROSOFT-CDO-INSTTYPE:{kind}"));
    }
}
