//! What an agency publishes that gives no details: free/busy time (RFC 5545 section 3.6.4), or bare blocks of it.
//!
//! Both say from when to when they speak. Written from the diary's own blocks, not with the writer of the program, which is held
//! against them.

use super::{Spelling, to_utc, word, zulu};
use crate::synth::CANARY;
use crate::synth::diary::{Diary, Show, midnight};
use crate::synth::lines::Lines;
use chrono::{Days, NaiveDate, NaiveDateTime};

pub(super) fn spell(diary: &Diary, spelling: Spelling) -> Vec<u8> {
    let (first, last) = spoken_of(diary);
    let (from, to) = (midnight(first), midnight(last + Days::new(1)));
    let blocks: Vec<(NaiveDateTime, NaiveDateTime, Show)> = diary
        .blocks(first, last)
        .into_iter()
        .map(|(start, end, show)| (start.max(from), end.min(to), show))
        .collect();
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.raw("PRODID:-//example.org//Availability export//EN");
    lines.raw("BEGIN:VFREEBUSY");
    lines.raw(&format!("UID:{CANARY}-availability"));
    lines.raw(&format!("DTSTAMP:{}", zulu(diary.stamp)));
    lines.raw(&format!("DTSTART:{}", zulu(to_utc(from))));
    lines.raw(&format!("DTEND:{}", zulu(to_utc(to))));
    if spelling == Spelling::FreeBusy {
        for (start, end, show) in &blocks {
            let kind = match show {
                Show::Tentative => "BUSY-TENTATIVE",
                Show::Away => "BUSY-UNAVAILABLE",
                Show::Busy | Show::Free => "BUSY",
            };
            let (start, end) = (zulu(to_utc(*start)), zulu(to_utc(*end)));
            lines.raw(&format!("FREEBUSY;FBTYPE={kind}:{start}/{end}"));
        }
    }
    lines.raw("END:VFREEBUSY");
    if spelling == Spelling::Blocks {
        for (number, (start, end, show)) in blocks.iter().enumerate() {
            let kind = match show {
                Show::Tentative => "TENTATIVE",
                Show::Away => "OOF",
                Show::Busy | Show::Free => "BUSY",
            };
            lines.raw("BEGIN:VEVENT");
            lines.raw(&format!("UID:{CANARY}-{number}"));
            lines.raw(&format!("DTSTAMP:{}", zulu(diary.stamp)));
            lines.raw(&format!("DTSTART:{}", zulu(to_utc(*start))));
            lines.raw(&format!("DTEND:{}", zulu(to_utc(*end))));
            lines.raw(&format!("SUMMARY:{}", word(*show)));
            lines.raw("TRANSP:OPAQUE");
            lines.raw(&format!("X-MICROSOFT-CDO-BUSYSTATUS:{kind}"));
            lines.raw("END:VEVENT");
        }
    }
    lines.raw("END:VCALENDAR");
    lines.finish()
}

/// The dates of which the diary speaks: from the day on which it is written to that of its last single entry.
fn spoken_of(diary: &Diary) -> (NaiveDate, NaiveDate) {
    let first = diary.stamp.date();
    let single = diary.entries.iter().filter(|entry| entry.series.is_none());
    // An entry that ends at midnight does not speak of the day that begins then.
    let last = single.map(|entry| (entry.when.span().1 - chrono::Duration::seconds(1)).date());
    (first, last.max().unwrap_or(first).max(first))
}
