//! The improving search: what it needs to know of a problem ([`Board`]), and the ways it walks.
//!
//! It relies on the board alone: times, people, venues and rules are the board's business, and so is what counts as good. The same
//! driver plans batches of meetings and the public instances of `benches/meeting_bench`.
//!
//! * [`construct`] fills an empty board, hardest first.
//! * [`improve`] takes a few meetings that compete with each other out and puts each back at its best place (ruin and recreate), aiming
//!   at those that hurt, and accepts what is a little worse at a temperature that falls in cycles.
//! * [`several`] runs independent searches side by side and takes the best, by number where they are equal.
//!
//! Steps are counted, chance comes from a seed and everything is an integer: the same board, seed and number of steps give the same
//! plan on any machine and any number of threads.

mod best;
mod construct;
mod improve;
mod random;
mod several;
#[cfg(test)]
mod tests;

pub use construct::construct;
pub use improve::{Found, Pace, Search, improve, steps};
pub use random::{ONE, Random};
pub use several::several;

/// A plan that is being changed, as the search sees it. Meetings go by dense numbers.
///
/// Whatever a board remembers beside the places of its meetings must follow from them: after `remove` and `put` of the same place
/// everything is as it was.
pub trait Board {
    /// What a plan is worth; smaller is better.
    type Value: Copy + Ord + std::ops::Sub<Output = Self::Value>;
    /// Where a meeting stands, complete enough to put it back exactly: start, venue, people.
    type Place: Clone;

    /// How many meetings there are, placed or not.
    fn meetings(&self) -> usize;

    /// Of the whole plan, kept up with every change.
    fn value(&self) -> Self::Value;

    /// How bad a difference of values is, as one number: positive for a change for the worse. It decides what the search dares to
    /// accept on its way, never what it keeps as the best.
    fn energy(&self, difference: Self::Value) -> i64;

    /// Where the meeting stands; `None` = nowhere.
    fn place(&self, meeting: usize) -> Option<Self::Place>;

    /// The search must leave it where it is.
    fn is_fixed(&self, meeting: usize) -> bool;

    /// Takes it out; nothing happens where it has no place.
    fn remove(&mut self, meeting: usize);

    /// Puts a meeting without a place where the whole becomes best, over all starts and venues, with ties broken by chance. False where
    /// no place is allowed or none is better than having none.
    fn insert(&mut self, meeting: usize, random: &mut Random) -> bool;

    /// Puts a meeting without a place where it stood before. The driver calls it to go back to a plan that was allowed, in any order
    /// of the meetings, so that links to others need not hold in between.
    fn put(&mut self, meeting: usize, place: &Self::Place);

    /// How hard it is to find a place, for the order in which meetings are put in: the largest first.
    fn hardness(&self, meeting: usize) -> u64;

    /// Adds up to `most` other meetings that compete with this one (near it in time, sharing people or a venue, of its chain; where it
    /// has no place, those that stand in its way), without any that is fixed, each once.
    fn related(&self, meeting: usize, most: usize, random: &mut Random, into: &mut Vec<usize>);

    /// A meeting by whose place the plan loses something, chosen by chance with the sorest most likely; `None` = nothing hurts. This
    /// is where the search aims.
    fn sore(&self, random: &mut Random) -> Option<usize>;
}
