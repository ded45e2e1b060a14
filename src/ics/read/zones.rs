//! Zones of a calendar: which zone each TZID means.
//!
//! A TZID is an IANA name, else a Windows name or display string, else the IANA name at the end of a vendor's path, else what
//! the file's VTIMEZONE describes, else an offset that is its own name (`GMT-0400`). That is the order of practice: descriptions are often stale or cut short, names are not. The
//! one exception is a bare abbreviation such as `GMT`, which people write for a zone with summer time: there the description
//! counts where it differs. Only names of known zones ever leave this module.

use super::civil;
use super::event::ZoneNames;
use super::expand::{Ended, Expansion, Steps};
use super::report::Report;
use super::rule::{Freq, Rule};
use super::values::{self, Shape};
use crate::model::feed::WarningCode;
use crate::time::{Instant, Interval, Zone};
use std::collections::BTreeMap;

/// A VTIMEZONE.
#[derive(Debug)]
pub(super) struct Description {
    line: u32,
    pub(super) name: Vec<u8>,
    pub(super) observances: Vec<Observance>,
}

/// A STANDARD or DAYLIGHT part: an offset and when it begins to hold, by the clock until then.
#[derive(Debug)]
pub(super) struct Observance {
    line: u32,
    pub(super) start: Option<i64>,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) rules: Vec<Rule>,
    pub(super) extra: Vec<i64>,
}

impl Description {
    pub(super) fn new(line: u32) -> Description {
        Description {
            line,
            name: Vec::new(),
            observances: Vec::new(),
        }
    }
}

impl Observance {
    pub(super) fn new(line: u32) -> Observance {
        Observance {
            line,
            start: None,
            from: None,
            to: None,
            rules: Vec::new(),
            extra: Vec::new(),
        }
    }

    /// The changes up to `until`: when, and the offsets before and after. `None` for a part that lacks something. Where only what
    /// holds from `since` on is asked for, older changes may be missing, never the last before it.
    fn changes(
        &self,
        since: Option<Instant>,
        until: Instant,
        steps: &mut Steps,
    ) -> Option<Vec<(Instant, i32, i32)>> {
        let (start, from, to) = (self.start?, self.from?, self.to?);
        let mut onsets = vec![start];
        onsets.extend(&self.extra);
        for rule in &self.rules {
            let last = rule.until.map_or(i64::MAX, |until| match until.shape {
                Shape::Utc => until.wall + i64::from(from),
                Shape::Local => until.wall,
                Shape::Date => until.wall + civil::DAY - 1,
            });
            // Descriptions often begin in 1601, long before clocks were changed anywhere.
            let mut from = start.max(civil::days(1900, 1, 1) * civil::DAY);
            if let Some(since) = since
                && is_every_year(rule)
            {
                from = from.max(since.0.min(last) - 2 * 366 * civil::DAY);
            }
            let expansion = Expansion {
                rule,
                start,
                is_date: false,
                from,
                to: last.min(until.0.saturating_add(civil::DAY)),
                dense: 0,
            };
            let ended = expansion.run(steps, &mut |onset| {
                onsets.push(onset.0);
                true
            });
            if ended != Ended::Complete {
                return None;
            }
        }
        let change = |onset: i64| (Instant(onset.saturating_sub(i64::from(from))), from, to);
        Some(onsets.into_iter().map(change).collect())
    }
}

/// Whether a rule has a day in every year, as the laws on summer time do: the first to fourth or the last such weekdays.
fn is_every_year(rule: &Rule) -> bool {
    let Rule {
        freq: Freq::Yearly,
        interval: 1,
        count: None,
        month_days,
        year_days,
        weeks,
        weekdays: 0,
        nth_weekdays,
        set_positions,
        ..
    } = rule
    else {
        return false;
    };
    let (days, positions) = (nth_weekdays, set_positions);
    let is_plain =
        month_days.is_empty() && year_days.is_empty() && weeks.is_empty() && positions.is_empty();
    is_plain && !days.is_empty() && days.iter().all(|(nth, _)| nth.abs() <= 4)
}

impl Description {
    /// The zone described, right from `since` (where given) until `until`; parts that cannot be read are reported and left out.
    fn zone(
        &self,
        since: Option<Instant>,
        until: Instant,
        steps: &mut Steps,
        report: &mut Report,
    ) -> Option<Zone> {
        let mut changes = Vec::new();
        for part in &self.observances {
            match part.changes(since, until, steps) {
                Some(found) => changes.extend(found),
                None => report.warn(part.line, None, WarningCode::BadZoneDescription),
            }
        }
        changes.sort_unstable();
        let (_, initial, _) = *changes.first()?;
        let transitions = changes.into_iter().map(|(at, _, after)| (at, after));
        Some(Zone::from_transitions(
            "described in the file",
            initial,
            transitions.collect(),
        ))
    }
}

/// 2100-01-01, beyond the diaries of today.
const FAR: Instant = Instant(4_102_444_800);

/// What zones cost once for a whole feed, however many calendars it has.
pub(super) struct ZoneBook {
    window: Interval,
    known: BTreeMap<Vec<u8>, Option<Zone>>,
    /// Enough for hundreds of real descriptions; a hostile one is cut off and counts as unreadable.
    steps: Steps,
}

impl ZoneBook {
    pub(super) fn new(window: Interval) -> ZoneBook {
        ZoneBook {
            window,
            known: BTreeMap::new(),
            steps: Steps(5_000_000),
        }
    }

    /// The zone of a name that people agree on.
    fn known(&mut self, name: &[u8]) -> Option<Zone> {
        if let Some(found) = self.known.get(name) {
            return found.clone();
        }
        let found = known(name);
        self.known.insert(name.to_vec(), found.clone());
        found
    }

    /// The zone of a name, with the description that the file has for it.
    fn resolve(
        &mut self,
        name: &[u8],
        description: Option<&Description>,
        report: &mut Report,
    ) -> Option<Zone> {
        let window = self.window;
        let known = self.known(name);
        let Some(description) = description else {
            return known.or_else(|| offset_zone(name));
        };
        let is_abbreviation = !name.contains(&b'/') && name.len() <= 4;
        // A zone that is known is only held against its description in the window.
        let since = (known.is_some() && !is_abbreviation).then(|| window.start());
        let until = window.end().plus(366 * civil::DAY);
        // What lies behind the window needs its zone too: the feed reaches as far whichever window is asked about.
        let until = since.map_or(until.max(FAR), |_| until);
        let described = description.zone(since, until, &mut self.steps, report);
        let (Some(zone), Some(described)) = (&known, &described) else {
            return known.or(described).or_else(|| offset_zone(name));
        };
        let agree = zone.offset_at(window.start()) == described.offset_at(window.start())
            && zone.transitions_in(window) == described.transitions_in(window);
        if agree {
            return known;
        }
        report.warn(description.line, None, WarningCode::ZoneDescriptionDiffers);
        Some(if is_abbreviation { described } else { zone }.clone())
    }
}

/// The zones of one calendar.
pub(super) struct Zones {
    /// For dates and floating times.
    pub(super) default: Zone,
    utc: Zone,
    /// By index of the name; `None` where nobody knows the zone.
    named: Vec<Option<Zone>>,
}

impl Zones {
    /// Resolves the names that the calendar uses. `stated` is X-WR-TIMEZONE, `fallback` what floating times mean without it.
    pub(super) fn new(
        names: &ZoneNames,
        descriptions: &[Description],
        stated: Option<&(Vec<u8>, u32)>,
        fallback: &Zone,
        book: &mut ZoneBook,
        report: &mut Report,
    ) -> Zones {
        let default = stated.and_then(|(name, line)| {
            let zone = book.known(name);
            if zone.is_none() {
                let property = Some("X-WR-TIMEZONE");
                report.warn(*line, property, WarningCode::UnknownCalendarZone);
            }
            zone
        });
        // Of two descriptions of one name the last counts, as with the other readers.
        let mut exact = BTreeMap::new();
        let mut similar = BTreeMap::new();
        for description in descriptions {
            exact.insert(&description.name[..], description);
            if similar
                .insert(trimmed(&description.name), description)
                .is_some()
            {
                report.warn(
                    description.line,
                    None,
                    WarningCode::DuplicateZoneDescription,
                );
            }
        }
        let mut resolve = |(name, line): (&[u8], u32)| {
            let description = exact.get(name).or_else(|| similar.get(&trimmed(name)));
            let zone = book.resolve(name, description.copied(), report);
            if zone.is_none() {
                report.warn(line, None, WarningCode::UnknownTzid);
            }
            zone
        };
        let named = names.iter().map(&mut resolve).collect();
        Zones {
            default: default.unwrap_or_else(|| fallback.clone()),
            utc: Zone::utc(),
            named,
        }
    }

    pub(super) fn utc(&self) -> &Zone {
        &self.utc
    }

    /// The zone of a name, or `None` where nobody knows it.
    pub(super) fn of_name(&self, index: u32) -> Option<&Zone> {
        self.named.get(index as usize)?.as_ref()
    }
}

/// The zone of a name that people agree on.
fn known(name: &[u8]) -> Option<Zone> {
    let text = std::str::from_utf8(name).ok()?;
    let text = text.trim().trim_matches('"').trim();
    let bare = text.trim_matches('/');
    if let Some(zone) = Zone::named(bare).or_else(|| Zone::windows(text)) {
        return Some(zone);
    }
    // A vendor's path: "/softwarestudio.org/Olson_20011030_5/Europe/London". One part alone ("…/London") says too little.
    let parts = bare.match_indices('/').map(|(at, _)| &bare[at + 1..]);
    parts
        .filter(|tail| tail.contains('/'))
        .find_map(Zone::named)
}

/// The zone of a name that is an offset and no more, such as `GMT-0400`. A description in the file outranks it, since it may know
/// of summer time. Fewer than four digits could be POSIX's, which count the other way round.
fn offset_zone(name: &[u8]) -> Option<Zone> {
    let text = std::str::from_utf8(name).ok()?.trim().trim_matches('"');
    let (scheme, offset) = text.split_at_checked(3)?;
    let digits = offset.replacen(':', "", 1);
    let is_scheme = scheme.eq_ignore_ascii_case("GMT") || scheme.eq_ignore_ascii_case("UTC");
    let seconds = values::utc_offset(digits.as_bytes())?;
    (is_scheme && digits.len() == 5).then(|| Zone::fixed(seconds))
}

/// A TZID as compared: exporters add blanks, slashes, quotes, and escape commas in one place and not in the other.
fn trimmed(name: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(name).replace('\\', "");
    let text = text.trim().trim_matches('"').trim_matches('/').trim();
    text.as_bytes().to_vec()
}
