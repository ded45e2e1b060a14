//! The picture of a search: how everybody stands on every day, where the slots lie, and how good every start is.
//!
//! [`Picture`] is the only place where this is put together; the drawing ([`svg()`]), the map for the terminal ([`heat()`]) and the
//! page of `find` set it each in their own way. It relies on what the search itself saw ([`Survey`](crate::model::Survey)). Pictures are handed on:
//! nobody confidential is named in them, with neither seat nor agency, and of people whose agency discloses nothing but
//! whether a slot suits there are counts in place of times. Files and terminals are left to `cli`.

mod gather;
mod heat;
mod svg;
mod words_en;

pub use gather::picture;
pub use heat::{Colour, HeatLook, heat};
pub use svg::svg;
pub(in crate::report) use words_en::{count, stand};

use crate::model::{Stand, State};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// Slots that are marked: more cannot be told apart.
pub(in crate::report) const MOST_MARKS: usize = 9;

/// Everything that is drawn. Minutes are those of the local day, from 0 to 1,440.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    pub(in crate::report) reference: String,
    /// When this was true, on the local clock.
    pub(in crate::report) as_of: NaiveDateTime,
    /// Every day on which a start was tried, in order.
    pub(in crate::report) days: Vec<Day>,
    /// The hours that are worth showing: the first, and the end of the last.
    pub(in crate::report) hours: (u32, u32),
    /// Minutes between two starts.
    pub(in crate::report) grain: u32,
    pub(in crate::report) groups: Vec<Group>,
    /// In the order of their numbers, from 1.
    pub(in crate::report) marks: Vec<Mark>,
    /// The last day that is in time.
    pub(in crate::report) limit: Option<NaiveDate>,
    /// People who could take a seat and for whom there was no room.
    pub(in crate::report) left_out: usize,
}

/// One day with the starts at which the meeting can be quorate.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::report) struct Day {
    pub date: NaiveDate,
    pub chances: Vec<DayChance>,
}

/// One start: the fewer people have to say yes, the better.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::report) struct DayChance {
    pub minute: u32,
    pub late: bool,
    pub confirmations: u32,
}

/// An agency, or the rooms.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::report) struct Group {
    pub name: String,
    pub rows: Vec<Row>,
}

/// One contact or venue, or several people of whom only counts are shown.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::report) struct Row {
    pub name: String,
    /// What they are to the meeting; empty where that is not to be told.
    pub seat: String,
    pub time: RowTime,
}

#[derive(Clone, PartialEq, Debug)]
pub(in crate::report) enum RowTime {
    Times {
        /// By index of the day, in order, without overlap.
        days: Vec<Vec<Piece>>,
        /// By index of the mark: how the whole of the slot, or of their part in it, suits.
        at_marks: Vec<Stand>,
    },
    /// By index of the mark.
    Counts(Vec<Count>),
}

/// A stretch of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::report) struct Piece {
    pub from: u32,
    pub to: u32,
    pub stand: Stand,
}

/// How many of some people a slot suits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::report) struct Count {
    pub can: u32,
    pub unknown: u32,
    pub of: u32,
}

/// A slot in the picture.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::report) struct Mark {
    /// As in the list of slots, from 1.
    pub number: usize,
    /// Index of the day.
    pub day: usize,
    pub from: u32,
    pub to: u32,
    pub state: State,
    pub confirmations: u32,
    pub late: bool,
}

impl Day {
    /// The fewest who must say yes at a start of this day; `None` = no start can be quorate.
    pub fn best(&self) -> Option<u32> {
        self.chances.iter().map(|one| one.confirmations).min()
    }

    pub fn is_late(&self) -> bool {
        self.chances.iter().any(|one| one.late)
    }
}

impl Picture {
    /// The days of each week that has any, by index: Monday to Friday, and a day of the weekend if something may be held on it.
    pub(in crate::report) fn weeks(&self) -> Vec<Vec<usize>> {
        let mut weeks: Vec<Vec<usize>> = Vec::new();
        let mut last = None;
        for (index, day) in self.days.iter().enumerate() {
            let is_weekend = day.date.weekday().num_days_from_monday() > 4;
            let is_marked = self.marks.iter().any(|mark| mark.day == index);
            if is_weekend && day.chances.is_empty() && !is_marked {
                continue;
            }
            let week = day.date.iso_week();
            match weeks.last_mut().filter(|_| last == Some(week)) {
                Some(days) => days.push(index),
                None => weeks.push(vec![index]),
            }
            last = Some(week);
        }
        weeks
    }

    /// The marks of one day.
    pub(in crate::report) fn marks_on(&self, day: usize) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.day == day)
    }
}

/// `10:05`.
pub(in crate::report) fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `10:00–11:30`.
pub(in crate::report) fn span(from: u32, to: u32) -> String {
    format!("{}–{}", clock(from), clock(to))
}

#[cfg(test)]
mod tests;
