//! Layer 4: from what came back (mails, calendar files, pasted tables) to answers that count.
//!
//! Reading files is left to `edge`, lines and times of calendars to `ics`, keeping to the book.
