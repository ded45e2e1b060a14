//! Travel before an event, as Apple's calendars write it: `X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M`.
//!
//! The property has no standard. In the wild it stands with and without `VALUE=DURATION`, and its length is time before the
//! start in which its owner is on the way.

use super::lines::Property;
use super::report::Report;
use super::values::{self, Loose};
use crate::model::feed::WarningCode;

/// A longer way than this is a slip of the hand, not a journey to a meeting.
const LONGEST_SECONDS: i64 = 86_400;

/// Seconds of travel; `None` where the value is unreadable, negative or absurd, which is reported.
pub(super) fn seconds(property: Property, report: &mut Report) -> Option<i64> {
    let read = values::duration(property.value);
    let length = read.map(|Loose { value, .. }| value.days * 86_400 + value.seconds);
    let sound = length.filter(|seconds| (0..=LONGEST_SECONDS).contains(seconds));
    if sound.is_none() {
        let (line, name) = (property.line, property.name.text());
        report.warn(line, name, WarningCode::BadTravelTime);
    }
    sound
}
