//! Cases and held meetings as lists say them: what is needed to know which clock a meeting has, and nothing else.

use super::meeting::FlagState;
use crate::time::{Instant, Nation};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a list says of the clock of one meeting of one case.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseRow {
    /// As the user numbers the case; opaque.
    pub reference: String,
    /// Id of the type of meeting.
    pub kind: String,
    pub nation: Nation,
    pub trigger: Option<NaiveDate>,
    pub previous: Option<NaiveDate>,
    /// Which meeting of the chain it is, from 1.
    pub number: Option<u32>,
    /// When it is held, or was.
    pub meeting: Option<NaiveDate>,
    /// When it starts on that day, if that is known.
    pub starts: Option<Instant>,
    pub flags: Vec<FlagState>,
    /// Dates by name from which the type's rules count.
    pub anchors: BTreeMap<String, NaiveDate>,
}

/// One meeting that was held.
#[derive(Clone, PartialEq, Debug)]
pub struct HeldRow {
    /// Its clock; `meeting` is the day on which it was held.
    pub case: CaseRow,
    pub held: NaiveDate,
    /// The start of the section 47 enquiry, from which the official statistics count.
    pub s47: Option<NaiveDate>,
    /// A reason for delay is on record.
    pub has_reason: bool,
    /// How many children it was about.
    pub children: u32,
}
