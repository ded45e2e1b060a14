//! The kinds of component, by name, and where each belongs. What is made of their lines is left to `scan`.

use super::words::{Key, Table};

/// What stands between a BEGIN and its END.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Component {
    Calendar,
    Event,
    FreeBusy,
    Availability,
    /// A part of VAVAILABILITY.
    Available,
    Zone,
    Observance,
    /// Known, and of no interest where it stands.
    Known(&'static [u8]),
    /// Counted, then of no interest.
    Task(&'static [u8]),
    Unknown,
}

impl Component {
    pub(super) fn of(name: &[u8]) -> Component {
        static TABLE: Table<Component> = Table::new(&[
            (b"VEVENT", Component::Event),
            (b"VALARM", Component::Known(b"VALARM")),
            (b"VCALENDAR", Component::Calendar),
            (b"VFREEBUSY", Component::FreeBusy),
            (b"VAVAILABILITY", Component::Availability),
            (b"AVAILABLE", Component::Available),
            (b"VTIMEZONE", Component::Zone),
            (b"STANDARD", Component::Observance),
            (b"DAYLIGHT", Component::Observance),
            (b"PARTICIPANT", Component::Known(b"PARTICIPANT")),
            (b"VLOCATION", Component::Known(b"VLOCATION")),
            (b"VRESOURCE", Component::Known(b"VRESOURCE")),
            (b"VTODO", Component::Task(b"VTODO")),
            (b"VJOURNAL", Component::Task(b"VJOURNAL")),
        ]);
        TABLE.get(Key::of(name)).unwrap_or(Component::Unknown)
    }

    /// Whether this component stands directly in a calendar.
    pub(super) fn is_top_level(self) -> bool {
        matches!(
            self,
            Component::Event
                | Component::FreeBusy
                | Component::Availability
                | Component::Zone
                | Component::Task(_)
        )
    }

    /// What a part stands in; anywhere else its lines mean nothing.
    pub(super) fn parent(self) -> Option<Component> {
        match self {
            Component::Available => Some(Component::Availability),
            Component::Observance => Some(Component::Zone),
            _ => None,
        }
    }

    /// What a part is taken for that stands elsewhere. It keeps a name of its own, so that its END closes it and nothing else.
    pub(super) fn misplaced(self) -> Component {
        match self {
            Component::Available => Component::Known(b"AVAILABLE"),
            Component::Observance => Component::Known(b"STANDARD"),
            other => other,
        }
    }
}
