//! Published busy time: VFREEBUSY (RFC 5545 section 3.6.4) and its periods. What they add up to is left to `gather`.

use super::event::{self, PeriodEnd, ZoneNames};
use super::lines::{Name, Property};
use super::report::Report;
use super::values::Stamp;
use crate::model::feed::{BusyKind, WarningCode};

/// A VFREEBUSY component.
#[derive(Default)]
pub(super) struct FreeBusy {
    pub(super) line: u32,
    pub(super) start: Option<Stamp>,
    pub(super) end: Option<Stamp>,
    pub(super) periods: Vec<FreeBusyPeriod>,
}

/// A value of FREEBUSY; `kind` is `None` for time stated to be free.
pub(super) struct FreeBusyPeriod {
    pub(super) line: u32,
    pub(super) start: Stamp,
    pub(super) end: PeriodEnd,
    pub(super) kind: Option<BusyKind>,
}

impl FreeBusy {
    /// Takes a property of the component.
    pub(super) fn take(&mut self, property: Property, names: &mut ZoneNames, report: &mut Report) {
        match property.name {
            Name::DtStart if self.start.is_none() => {
                self.start = event::stamp(property, property.value, names, report);
            }
            Name::DtEnd if self.end.is_none() => {
                self.end = event::stamp(property, property.value, names, report);
            }
            Name::FreeBusy => {
                let kind = kind_of_freebusy(property.param(b"FBTYPE").unwrap_or(b"BUSY"));
                for item in property.value.split(|b| *b == b',') {
                    let slash = item.iter().position(|b| *b == b'/');
                    let read =
                        slash.and_then(|at| event::period(property, item, at, names, report));
                    match read {
                        Some((start, end)) => self.periods.push(FreeBusyPeriod {
                            line: property.line,
                            start,
                            end,
                            kind,
                        }),
                        None => {
                            report.warn(property.line, property.name.text(), WarningCode::BadValue)
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// FBTYPE (RFC 5545 section 3.2.9): a type that is not known means busy.
fn kind_of_freebusy(kind: &[u8]) -> Option<BusyKind> {
    match &kind.to_ascii_uppercase()[..] {
        b"FREE" => None,
        b"BUSY-TENTATIVE" => Some(BusyKind::Tentative),
        b"BUSY-UNAVAILABLE" => Some(BusyKind::Away),
        _ => Some(BusyKind::Busy),
    }
}
