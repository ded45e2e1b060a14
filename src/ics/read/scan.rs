//! Structure: from content lines to calendars with their events, zone descriptions and free/busy components.
//!
//! Goes through the lines once with a stack of open components, so that nesting costs neither recursion nor trust. Which there
//! are is `component`'s to say, what their lines hold is theirs. What a component lacks (an END, a BEGIN) is put right where there is one way to do so, and reported.

use super::ReadOptions;
use super::availability::Availability;
use super::component::Component;
use super::decode;
use super::event::{Event, Events, ZoneNames};
use super::freebusy::FreeBusy;
use super::lines::{Lines, Name, Property};
use super::report::Report;
use super::rule;
use super::values;
use super::zones::{Description, Observance};
use crate::model::feed::{FeedRefusal, WarningCode};

/// A VCALENDAR.
#[derive(Default)]
pub(super) struct Calendar {
    pub(super) names: ZoneNames,
    pub(super) events: Events,
    pub(super) freebusy: Vec<FreeBusy>,
    pub(super) descriptions: Vec<Description>,
    pub(super) availability: Vec<Availability>,
    /// X-WR-TIMEZONE and its line.
    pub(super) zone: Option<(Vec<u8>, u32)>,
    /// METHOD:CANCEL.
    pub(super) cancels: bool,
    /// METHOD:REQUEST, which for VFREEBUSY means a question.
    pub(super) requests: bool,
    /// Tasks and journal entries.
    pub(super) others: u32,
    pub(super) line: u32,
    has_version: bool,
    has_product: bool,
}

/// Calendars and whether the text ended before they did.
pub(super) struct Scanned {
    pub(super) calendars: Vec<Calendar>,
    pub(super) is_cut_off: bool,
    /// Components deeper than the budget allows were left out.
    pub(super) is_too_deep: bool,
}

/// Reads the structure of a text, within the budget.
pub(super) fn scan(
    text: &[u8],
    options: &ReadOptions,
    report: &mut Report,
) -> Result<Scanned, FeedRefusal> {
    let people = !options.owners.is_empty();
    let mut lines = Lines::new(text, people);
    let mut scan = Scan {
        options,
        report: Report::default(),
        open: Vec::new(),
        too_deep: 0,
        is_too_deep: false,
        items: 0,
        rules: 0,
        calendars: Vec::new(),
    };
    while let Some(property) = lines.next(report) {
        let is_read = !property.name.is_only_counted(people);
        if is_read && property.value.len() > options.budget.line {
            return Err(FeedRefusal::LineTooLong);
        }
        scan.items += weight(property);
        if scan.items > options.budget.items {
            return Err(FeedRefusal::TooLarge);
        }
        scan.rules += usize::from(matches!(property.name, Name::RRule | Name::ExRule));
        if scan.rules > options.budget.rules {
            return Err(FeedRefusal::TooManyRules);
        }
        let is_edge = matches!(property.name, Name::Begin | Name::End);
        scan.take(property);
        if is_edge {
            // Inside a component a property without meaning means nothing, outside it stands in the wrong place.
            lines.pass_over(!scan.open.is_empty());
        }
    }
    let last_line = lines.line().saturating_sub(1);
    decode::report_control(text, lines.control(), report);
    report.append(std::mem::take(&mut scan.report));
    scan.finish(last_line, report)
}

/// How many items a line can give: a component, or dates of at least so many letters each.
fn weight(property: Property) -> usize {
    match property.name {
        Name::Begin => 1,
        Name::ExDate | Name::RDate | Name::FreeBusy => property.value.len().div_ceil(16),
        _ => 0,
    }
}

struct Scan<'o> {
    options: &'o ReadOptions,
    /// Of its own, since a line in hand keeps the caller's with the reader of lines.
    report: Report,
    open: Vec<Component>,
    /// How many components are open beyond the depth of the budget.
    too_deep: usize,
    is_too_deep: bool,
    /// What was met so far that takes memory.
    items: usize,
    rules: usize,
    calendars: Vec<Calendar>,
}

impl Scan<'_> {
    fn take(&mut self, property: Property) {
        match property.name {
            Name::Begin => self.begin(property),
            Name::End => self.end(property),
            _ if self.too_deep > 0 => {}
            _ => self.take_value(property),
        }
    }

    fn begin(&mut self, property: Property) {
        let (line, name) = (property.line, property.name.text());
        let component = Component::of(property.value.trim_ascii());
        if self.too_deep > 0 || self.open.len() >= self.options.budget.depth {
            self.is_too_deep = true;
            if self.too_deep == 0 {
                self.report.warn(line, name, WarningCode::TooDeep);
            }
            self.too_deep += 1;
            return;
        }
        if component == Component::Calendar || component.is_top_level() {
            // These never stand inside one another: what is open has lost its END.
            let keep = usize::from(component != Component::Calendar);
            while self.open.len() > keep {
                self.report.warn(line, name, WarningCode::MissingEnd);
                self.open.pop();
            }
            if keep == 1 && self.open.is_empty() {
                self.report
                    .warn_once(line, name, WarningCode::OutsideCalendar);
                self.open_calendar(line);
            }
        }
        let parent = component.parent();
        if parent.is_some() && self.open.last() == Some(&component) {
            self.report.warn(line, name, WarningCode::MissingEnd);
            self.open.pop();
        }
        let is_misplaced = parent.is_some() && self.open.last() != parent.as_ref();
        let component = match is_misplaced {
            true => component.misplaced(),
            false => component,
        };
        let is_foreign = is_misplaced || component == Component::Unknown;
        match component {
            Component::Calendar => return self.open_calendar(line),
            _ if is_foreign && self.open.contains(&Component::Event) => {
                self.report.warn(line, name, WarningCode::UnknownComponent);
            }
            _ if is_foreign && self.open.is_empty() => {
                self.report.warn(line, name, WarningCode::OutsideCalendar);
            }
            _ => {}
        }
        if let Some(calendar) = self.calendars.last_mut() {
            match component {
                Component::Event => {
                    let is_misnamed = property.value.len() != b"VEVENT".len();
                    if is_misnamed {
                        self.report.warn(line, name, WarningCode::LooseValue);
                    }
                    calendar.events.begin(Event::new(line, is_misnamed));
                }
                Component::FreeBusy => calendar.freebusy.push(FreeBusy {
                    line,
                    ..FreeBusy::default()
                }),
                Component::Availability => calendar.availability.push(Availability::new(line)),
                Component::Available => {
                    if let Some(whole) = calendar.availability.last_mut() {
                        whole.parts.begin(Event::new(line, false));
                    }
                }
                Component::Zone => calendar.descriptions.push(Description::new(line)),
                Component::Observance => {
                    if let Some(zone) = calendar.descriptions.last_mut() {
                        zone.observances.push(Observance::new(line));
                    }
                }
                Component::Task(_) => calendar.others += 1,
                _ => {}
            }
        }
        self.open.push(component);
    }

    fn open_calendar(&mut self, line: u32) {
        self.open.push(Component::Calendar);
        self.calendars.push(Calendar {
            line,
            ..Calendar::default()
        });
    }

    fn end(&mut self, property: Property) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let (line, name) = (property.line, property.name.text());
        let component = Component::of(property.value.trim_ascii());
        let is_it = |open: &Component| *open == component || *open == component.misplaced();
        let Some(at) = self.open.iter().rposition(is_it) else {
            return self.report.warn(line, name, WarningCode::StrayEnd);
        };
        if at + 1 < self.open.len() {
            self.report.warn(line, name, WarningCode::MissingEnd);
        }
        self.open.truncate(at);
    }

    fn take_value(&mut self, property: Property) {
        let Some(calendar) = self.calendars.last_mut() else {
            let (line, name) = (property.line, property.name.text());
            return self
                .report
                .warn_once(line, name, WarningCode::OutsideCalendar);
        };
        let (report, names) = (&mut self.report, &mut calendar.names);
        let ReadOptions { key, owners, .. } = self.options;
        match self.open.last() {
            Some(Component::Event) => {
                if let Some(event) = calendar.events.last_mut() {
                    event.take(property, names, key, owners, report);
                }
            }
            Some(Component::Calendar) => calendar.take(property),
            Some(Component::FreeBusy) => {
                if let Some(freebusy) = calendar.freebusy.last_mut() {
                    freebusy.take(property, names, report);
                }
            }
            Some(Component::Availability) => {
                if let Some(whole) = calendar.availability.last_mut() {
                    whole.take(property, names, self.options, report);
                }
            }
            Some(Component::Available) => {
                let whole = calendar.availability.last_mut();
                if let Some(part) = whole.and_then(|whole| whole.parts.last_mut()) {
                    part.take(property, names, key, &[], report);
                }
            }
            Some(Component::Zone) => {
                if let (Name::TzId, Some(zone)) = (property.name, calendar.descriptions.last_mut())
                {
                    zone.name = property.value.to_vec();
                }
            }
            Some(Component::Observance) => {
                let zone = calendar.descriptions.last_mut();
                if let Some(observance) = zone.and_then(|zone| zone.observances.last_mut()) {
                    observance.take(property, report);
                }
            }
            None => {
                let (line, name) = (property.line, property.name.text());
                report.warn_once(line, name, WarningCode::OutsideCalendar);
            }
            _ => {}
        }
    }

    fn finish(mut self, end: u32, report: &mut Report) -> Result<Scanned, FeedRefusal> {
        if self.calendars.is_empty() {
            return Err(FeedRefusal::NotACalendar);
        }
        let is_cut_off = !self.open.is_empty();
        if self.open.len() > 1 {
            return Err(FeedRefusal::Truncated);
        }
        if is_cut_off {
            report.warn(end, None, WarningCode::CutOff);
        }
        for calendar in &mut self.calendars {
            calendar.finish();
            if !(calendar.has_version && calendar.has_product) {
                report.warn(calendar.line, None, WarningCode::MissingHeader);
            }
        }
        Ok(Scanned {
            calendars: self.calendars,
            is_cut_off,
            is_too_deep: self.is_too_deep,
        })
    }
}

impl Calendar {
    /// To be called when no more lines come.
    fn finish(&mut self) {
        self.events.finish();
        for whole in &mut self.availability {
            whole.parts.finish();
        }
    }

    fn take(&mut self, property: Property) {
        let value = property.value.trim_ascii();
        match property.name {
            Name::Version => self.has_version = true,
            Name::ProdId => self.has_product = true,
            Name::Method => {
                self.cancels = value.eq_ignore_ascii_case(b"CANCEL");
                self.requests = value.eq_ignore_ascii_case(b"REQUEST");
            }
            Name::CalendarZone if self.zone.is_none() && !value.is_empty() => {
                self.zone = Some((value.to_vec(), property.line));
            }
            _ => {}
        }
    }
}

impl Observance {
    fn take(&mut self, property: Property, report: &mut Report) {
        let (line, name) = (property.line, property.name.text());
        let mut warn = || report.warn(line, name, WarningCode::BadZoneDescription);
        let wall = |text: &[u8]| values::date_time(text).map(|read| read.value.0);
        match property.name {
            Name::DtStart => {
                // A zone cannot be described in terms of a zone.
                if property.param(b"TZID").is_some() {
                    warn();
                }
                self.start = wall(property.value);
            }
            Name::TzOffsetFrom => self.from = values::utc_offset(property.value),
            Name::TzOffsetTo => self.to = values::utc_offset(property.value),
            Name::RDate => {
                for item in property.value.split(|b| *b == b',') {
                    let start = item.split(|b| *b == b'/').next().unwrap_or_default();
                    match wall(start) {
                        Some(wall) => self.extra.push(wall),
                        None => warn(),
                    }
                }
            }
            Name::RRule => match rule::parse(property.value) {
                // No law changes clocks more often than once a day.
                Some((rule, _)) if rule.freq >= rule::Freq::Daily => self.rules.push(rule),
                _ => warn(),
            },
            _ => {}
        }
    }
}
