//! Why an answer waits for a person: the codes, and for a program their names. The words are `report`'s.

/// Declares the codes with their names.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)*) => {
        /// Why an answer cannot be applied.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Why { $($(#[$doc])* $variant,)* }

        impl Why {
            /// All codes, in the order of the documentation.
            pub const ALL: &[Why] = &[$(Why::$variant,)*];

            /// The name in files.
            pub fn id(self) -> &'static str {
                match self { $(Why::$variant => $id,)* }
            }
        }
    };
}

codes! {
    /// A mail without a calendar, in somebody's own words.
    NoCalendar = "no-calendar",
    /// Its subject says the answer, but there is no calendar in it.
    AnswerInWords = "answer-in-words",
    /// A machine wrote it: somebody is away.
    Automatic = "automatic",
    /// A mail of ours did not arrive.
    Undelivered = "undelivered",
    /// The answer is in a mail that is attached to this one.
    Forwarded = "forwarded",
    /// It is encrypted, or signed so that it has to be opened first.
    Sealed = "sealed",
    /// Outlook's own packing (winmail.dat).
    Winmail = "winmail",
    /// Outlook's own kind of file (`.msg`).
    OutlookFile = "outlook-file",
    /// What it has of a calendar cannot be read.
    BadCalendar = "bad-calendar",
    /// Larger, deeper or more than is read.
    TooMuch = "too-much",
    /// Nobody, or more than one, stands there as the sender.
    NoSender = "no-sender",
    /// The answer says neither yes nor no.
    NoAnswer = "no-answer",
    /// A word in the table's column of answers that means nothing here.
    UnknownWord = "unknown-word",
    /// No meeting of ours has this UID, and no reference stands in the subject.
    UnknownUid = "unknown-uid",
    /// Several references stand in the subject.
    SeveralMeetings = "several-meetings",
    /// Nobody was told of the meeting yet.
    NotTold = "not-told",
    /// No meeting has the reference that was stated.
    UnknownReference = "unknown-reference",
    /// Nobody of the meeting has the name that stands in the table, or several have.
    UnknownName = "unknown-name",
    /// The sender is nobody who was told of this meeting.
    WrongSender = "wrong-sender",
    /// Somebody answers who was sent by an invitee, but was told of nothing yet.
    DelegateUntold = "delegate-untold",
    /// An organiser is named who is not ours.
    ForeignOrganizer = "foreign-organizer",
    /// It answers to a change that was never sent.
    SequenceAhead = "sequence-ahead",
    /// The date of a series is none of its dates.
    UnknownDate = "unknown-date",
    /// The answer is to one date and all behind it.
    RangeOfDates = "range-of-dates",
    /// The time that it answers to is not the meeting's.
    OtherTime = "other-time",
    /// Another time is proposed for a meeting that does not take place.
    CancelledMeeting = "cancelled-meeting",
    /// A proposal without a whole time.
    NoTime = "no-time",
    /// The proposed time is past, years ahead, or longer than a day.
    FarTime = "far-time",
    /// Whom they send is nobody of the tables who may hold the seat.
    DelegateUnfit = "delegate-unfit",
    /// Somebody who is not the organiser calls off or changes a meeting of ours.
    OrganizerElsewhere = "organizer-elsewhere",
    /// The organiser called off or changed it in another program.
    OrganizerChanged = "organizer-changed",
    /// An invitation to something else, a task, or anything that answers nothing.
    NotAnAnswer = "not-an-answer",
}

impl Why {
    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<Why> {
        Why::ALL.iter().copied().find(|why| why.id() == text)
    }
}
