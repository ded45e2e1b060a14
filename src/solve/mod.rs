//! Layer 4: the search. [`find`] places one meeting, exhaustively.
//!
//! The way of the data: [`grid`] lists the starts; [`rows`] turns each timeline into one row that says, for every start,
//! how the person stands over the time for which they are needed; [`field`] holds all rows; [`sweep`] walks the starts and looks again only where some
//! row changes; there [`assign`] seats people and asks `quorum`, [`confirm`] finds whom to ring and
//! [`fragility`] who is indispensable; [`rank`] orders;
//! [`ask`] says whose answer decides something about one slot;
//! [`detail`] says who comes to the slots that are shown; [`fold`] joins neighbours that answer alike; [`clash`] says why
//! when nothing fits; [`gathering`] asks the same of a meeting that is arranged, by what people answered; [`find_series`] adds up over the meetings of a series; [`survey()`] tells of every start and of everybody's
//! time, for pictures; [`why_not`] says why one start is not offered, and [`ways`] what would open it. Wording is left to
//! `report`, verification to `check`.

mod ask;
mod assign;
pub mod batch;
mod clash;
mod confirm;
mod detail;
mod exact;
mod field;
mod find;
mod fold;
mod fragility;
mod gathering;
mod grid;
mod layout;
mod matching;
mod rank;
mod rows;
mod series;
mod survey;
mod sweep;
mod why;

pub use ask::{Ask, Open, asks};
pub use find::{FindOptions, find};
pub use gathering::{Comes, Gathering, Losses, MOST_LOST};
pub use series::find_series;
pub use survey::survey;
pub use why::{ways, why_not};
