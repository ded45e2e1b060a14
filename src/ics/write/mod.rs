//! Calendar text from values: a tree of components whose lines are safe whatever the values hold.
//!
//! A [`Component`] keeps its properties in the order in which they were given, so the same tree is the same bytes. Each
//! line is escaped and quoted by the `icalendar` crate (used in this folder only) behind a sanitiser of our own, because
//! that crate writes line breaks and quotation marks in parameters as they are. [`event_times`] states a stretch of time
//! in its zone, with the description of the zone that readers such as Exchange accept, or in UTC where there is none.
//! [`fn@freebusy`] and [`blocks`] write busy time to be published in place of a diary. Which components and properties a message needs is left to
//! `message`.

mod freebusy;
mod line;
mod times;
mod vtimezone;

#[cfg(test)]
mod tests;

pub use freebusy::{blocks, freebusy};
pub use line::{Property, is_unshown};
pub use times::{EventTimes, event_times, local_stamp, utc_stamp};
pub use vtimezone::vtimezone;

/// `BEGIN:NAME` to `END:NAME` (RFC 5545 section 3.6) with its properties, then its components, each in the order given.
#[derive(Clone, PartialEq, Debug)]
pub struct Component {
    name: &'static str,
    properties: Vec<Property>,
    parts: Vec<Component>,
}

/// A calendar of ours (RFC 5545 section 3.4) that holds nothing yet.
pub fn calendar() -> Component {
    Component::new("VCALENDAR")
        .with(Property::text("PRODID", "-//quorate//quorate 1//EN"))
        .with(Property::text("VERSION", "2.0"))
        .with(Property::text("CALSCALE", "GREGORIAN"))
}

impl Component {
    pub fn new(name: &'static str) -> Component {
        Component {
            name,
            properties: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// The same with one more property at the end.
    pub fn with(mut self, property: Property) -> Component {
        self.properties.push(property);
        self
    }

    /// The same with one more component at the end.
    pub fn containing(mut self, part: Component) -> Component {
        self.parts.push(part);
        self
    }

    /// The text: UTF-8, lines of at most 75 octets that end in CRLF (RFC 5545 section 3.1).
    pub fn render(&self) -> String {
        let mut text = String::new();
        self.render_into(&mut text);
        text
    }

    /// The depth is that of trees made by our own code (calendar, zone, observance), never of input.
    fn render_into(&self, text: &mut String) {
        text.push_str(&Property::token("BEGIN", self.name).render());
        for property in &self.properties {
            text.push_str(&property.render());
        }
        for part in &self.parts {
            part.render_into(text);
        }
        text.push_str(&Property::token("END", self.name).render());
    }
}
