//! What is wrong with a filled form, and the sentence for each: the fact, then the fix.
//!
//! Of what people wrote into a form nothing is repeated: a line's letter, a contact's id and a reference are ours.

use super::super::fault::Thing;
use std::fmt;

/// One rule of forms each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormFault {
    /// Neither lines of a form nor a table of answers.
    NotAForm,
    /// Lines that name two people or two meetings.
    TwoForms,
    /// The lines for the program are gone, and nobody says whose form it is.
    NoContact,
    /// Nobody says which meeting the answers are about.
    NoReference,
    /// The form is somebody else's, or about another meeting, than the flag says.
    Other { thing: Thing, form: String },
    /// Several boxes of one line are ticked.
    SeveralTicks { line: String },
    /// Something in a box, or beside it, that is no tick.
    UnclearMark { line: String },
    /// A tick without the word that it belongs to.
    TickWithoutWord { line: String },
    /// A bracket that is not closed.
    OpenBox { line: String },
    /// The date or the time of the line is not the one that was asked about.
    LineChanged { line: String },
    /// Which time the line is about cannot be read.
    UnreadableLine { line: String },
    /// A line that the form did not have.
    NoSuchLine { line: String },
    /// A cell that is neither yes, if need be, no nor blank.
    UnclearCell,
    /// A time without an end, of a meeting of which no length is known.
    NoEnd,
    /// The table has no column of times that can be read.
    NoTimes,
    /// One person says two things about one time.
    TwoAnswers { who: String },
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use FormFault::*;
        match self {
            NotAForm => f.write_str(
                "there are neither the lines of a form nor a table of answers here; give the text that came back, or a table whose first row names the columns: who, from, to, answer",
            ),
            TwoForms => f.write_str(
                "two forms are in one text; save each answer as a file of its own",
            ),
            NoContact => f.write_str(
                "the line that says whose form this is is missing or damaged; add --who ID and --ref REF",
            ),
            NoReference => f.write_str(
                "which meeting the answers are about is not said here; add --ref REF",
            ),
            Other { thing, form } => write!(
                f,
                "this form is about {} \"{form}\", not the one that was named; leave the flag out, or give the other form",
                thing.word()
            ),
            SeveralTicks { line } => write!(
                f,
                "line {line} has more than one box ticked; ask which is meant and leave one x"
            ),
            UnclearMark { line } => write!(
                f,
                "line {line} has a mark that may mean either; write an x into one box and clear the others"
            ),
            TickWithoutWord { line } => write!(
                f,
                "line {line} has a ticked box without yes, if need be or no behind it; write the word behind the box"
            ),
            OpenBox { line } => write!(
                f,
                "line {line} has a box that is not closed; write it as [x] or [ ]"
            ),
            LineChanged { line } => write!(
                f,
                "the date or time of line {line} is not the one that was asked about; record what they say with quorate answer --who ID --ref REF --from WHEN --to WHEN"
            ),
            UnreadableLine { line } => write!(
                f,
                "which time line {line} is about cannot be read; write it as in Tuesday 8 December 2026, 10:00 to 11:30"
            ),
            NoSuchLine { line } => write!(
                f,
                "the form has no line {line}; correct the letter"
            ),
            UnclearCell => f.write_str(
                "this is neither yes, if need be nor no; write one of the three, or clear the cell",
            ),
            NoEnd => f.write_str(
                "this time has no end and the length of the meeting is not known; write it as in 08/12/2026 10:00-11:30",
            ),
            NoTimes => f.write_str(
                "no column is headed by a date and a time; head each as in 08/12/2026 10:00-11:30",
            ),
            TwoAnswers { who } => write!(
                f,
                "{who} says two things about one time; ask which is meant and keep one"
            ),
        }
    }
}
