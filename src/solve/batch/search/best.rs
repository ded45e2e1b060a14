//! The best plan seen so far, and the way back to it.
//!
//! Only what has changed since is copied, so that keeping a plan of 100,000 meetings costs no more than the last few moves.

use super::Board;

pub(super) struct Best<B: Board> {
    value: B::Value,
    places: Vec<Option<B::Place>>,
    /// Meetings whose place may differ from the one kept, each once.
    changed: Vec<usize>,
    is_changed: Vec<bool>,
}

impl<B: Board> Best<B> {
    pub(super) fn of(board: &B) -> Self {
        Best {
            value: board.value(),
            places: (0..board.meetings()).map(|m| board.place(m)).collect(),
            changed: Vec::new(),
            is_changed: vec![false; board.meetings()],
        }
    }

    pub(super) fn value(&self) -> B::Value {
        self.value
    }

    /// The meeting has been moved on the board.
    pub(super) fn changed(&mut self, meeting: usize) {
        if !std::mem::replace(&mut self.is_changed[meeting], true) {
            self.changed.push(meeting);
        }
    }

    /// Keeps the board's plan where it is better. Tells whether it was.
    pub(super) fn keep_if_better(&mut self, board: &B) -> bool {
        if board.value() >= self.value {
            return false;
        }
        self.value = board.value();
        for meeting in self.changed.drain(..) {
            self.places[meeting] = board.place(meeting);
            self.is_changed[meeting] = false;
        }
        true
    }

    /// Brings the board back to the plan kept.
    pub(super) fn restore(&mut self, board: &mut B) {
        for meeting in &self.changed {
            board.remove(*meeting);
        }
        for meeting in self.changed.drain(..) {
            self.is_changed[meeting] = false;
            if let Some(place) = &self.places[meeting] {
                board.put(meeting, place);
            }
        }
    }
}
