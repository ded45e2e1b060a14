//! How a message gets to its recipient: the seam between what is queued in the book and whatever carries it.
//!
//! A [`Courier`] is handed one [`Post`] at a time and says what became of it. Marking a post in the book as being handed over before,
//! and as sent after, is left to the caller, so that every courier is safe against a crash in the same way: what a later run finds
//! half handed over goes once more where [`Courier::repeating`] says that this does no harm, and is left to a person where it might.

use crate::model::Post;

/// Carries messages.
pub trait Courier {
    /// Does what may take long before the next message is handed over: waits until it may go, connects. Called before the message
    /// is marked as being handed over, so that a run that ends in here leaves nothing uncertain. `Err` ends the run.
    fn prepare(&mut self) -> Result<(), NotDelivered> {
        Ok(())
    }

    /// Hands over one message, and comes back only when it is known what became of it.
    fn deliver(&mut self, post: &Post) -> Result<Delivered, NotDelivered>;

    /// What it would do to hand over a message a second time.
    fn repeating(&self) -> Repeating;
}

/// What a second handing over does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeating {
    /// Nothing: the same file is there with the same bytes.
    Harmless,
    /// The recipient gets it twice, so that a person must decide.
    SeenByRecipient,
}

/// A message is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivered {
    /// By which way, as the book keeps it: `written`, `smtp`. No address or text.
    pub how: String,
}

/// A message did not go, or nobody knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotDelivered {
    /// A fragment in lower case with fact and fix, for the coordinator. It repeats no text of a server.
    pub why: String,
    pub fate: Fate,
    pub rest: Rest,
}

/// What is known of a message that was not delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It did not go: it waits for the next run.
    NotGone,
    /// It may have gone.
    Unknown,
}

/// What that means for the messages after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// They may go.
    GoesOn,
    /// They would fail in the same way: nothing more is handed over in this run.
    Stops,
}
