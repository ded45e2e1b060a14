//! Which texts each fault and warning would quote, so that none of them is told where it may be an address.
//!
//! Every rule stands here by name: a new one cannot be left out. What may be quoted is `hidden`'s to say.

use super::fault::{FaultKind, WarningKind};

impl FaultKind {
    /// The texts in it that somebody typed, as they would be quoted.
    pub(super) fn quoted(&self) -> Vec<&str> {
        use FaultKind::*;
        match self {
            NothingThere
            | NoFeeds
            | NoRoleInFileName
            | Spreadsheet
            | JsonSyntax
            | OpenQuote
            | TooManyRows { .. }
            | ExtraCells
            | TooDeep
            | NotText
            | FeedAddress
            | FeedEntry(_)
            | Mail(_)
            | CapacityOfPerson
            | TwoLimits
            | Form(_)
            | BothFormats { .. }
            | JsonValue { .. }
            | Format { .. }
            | NoHeader { .. }
            | MissingColumn { .. }
            | NotRows { .. }
            | Missing { .. }
            | WeekNotStated { .. }
            | DurationTooLong { .. }
            | DurationOverHours { .. }
            | VenuesTooSmall { .. }
            | NoStart { .. }
            | BeforeItsStart { .. }
            | ByBeforeFrom { .. } => Vec::new(),
            Rule(fault) => fault.quoted(),
            TomlSyntax { message } => vec![message],
            SameColumnTwice { first, .. } => vec![first],
            NotId { text }
            | Not { text, .. }
            | NoYear { text }
            | ShortYear { text }
            | DayNumber { text }
            | NoSuchDate { text }
            | YearOutside { text }
            | WrongWeekday { text, .. }
            | HourAlone { text }
            | EndsBeforeItBegins { text }
            | TooManyDays { text }
            | OutOfRange { text, .. }
            | NotOneOf { text, .. }
            | Twice { text }
            | BadWeeks { text }
            | BadGrain { text }
            | FeedOutside { text }
            | DayFile { text, .. }
            | OwnerNotPerson { text }
            | OpenEnded { text }
            | GapBackwards { text }
            | MayNotSit { contact: text }
            | TooManyPinned { seat: text, .. }
            | AfterInCircle { meetings: text }
            | FlagBothWays { flag: text }
            | Unknown { text, .. }
            | UnknownZone { text }
            | Ambiguous { text, .. }
            | SeatSyntax { text, .. }
            | QuorumSyntax { text, .. } => vec![text],
            MonthFirst { text, day_first } => vec![text, day_first],
            UnknownFeed { id, choices } => vec![id, choices],
            DuplicateId { id, first, .. } => vec![id, first],
            NobodyHolds { role } | NotEnoughHolders { role, .. } => vec![role],
            NoFamily { seat, .. } => vec![seat],
            SubjectSyntax { text, .. } => vec![text],
            NotNamed { seat } | NotEnoughNamed { seat, .. } => vec![seat],
            PartOutside { part, .. } => vec![part],
            NotOwnPair { contact } => vec![contact],
            ApartTogether {
                first,
                second,
                part,
            } => vec![first, second, part],
            VenueTooSmall { venue, .. } => vec![venue],
        }
    }
}

impl WarningKind {
    /// The texts in it that somebody typed.
    pub(super) fn quoted(&mut self) -> Vec<&mut String> {
        use WarningKind::*;
        match self {
            LooksLikeName
            | NobodysFeed
            | SecretsReadable
            | KeptByBook
            | ConfidentialFamily
            | PhoneChanged
            | OnlyWithAfter { .. }
            | ServiceOnly { .. } => Vec::new(),
            UnknownColumn { column } => vec![column],
            TimedEntries { text, .. } => vec![text],
            NoVerb { first } => vec![first],
            NoFeedAddresses { id } => vec![id],
            UnknownRole { role } => vec![role],
            KeptAnswerOfNobody { who } => vec![who],
            NotHolder { contact, role } => vec![contact, role],
            AnswerToUnknownMeeting { reference } | AnswerToStatedMeeting { reference } => {
                vec![reference]
            }
            FlagOfNoSeat { flag, known } => vec![flag, known],
            UnknownType { text, .. } => vec![text],
            TypeOfAnotherNation { .. } => Vec::new(),
            UnknownFlag { flag, .. } => vec![flag],
            AnchorOfNoRule { anchor, .. } => vec![anchor],
        }
    }
}
