//! The sentence of each fault and warning, in English: the fact, then the fix.

use super::day_lists::DayFileFault;
use super::fault::{FaultKind, Wanted, WarningKind};
use std::fmt;

/// What a value should have been, with examples that can be copied.
fn wanted(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Date => "a date; write 2026-12-08, 08/12/2026 or 8 December 2026",
        Wanted::Time => "a time of day; write 10:00, 1000 or 10am",
        Wanted::TimeRange => "a stretch of a day; write 09:00-17:00",
        Wanted::DateTime => "a date with a time; write 2026-12-08 10:00 or 08/12/2026 10:00",
        Wanted::Moment => "a date or a date with a time; write 2026-12-08 or 2026-12-08 10:00",
        Wanted::Duration => "a length of time; write 90m, 1h30 or 2h",
        Wanted::WorkingDays => "a number of working days; write 3wd",
        Wanted::CalendarDays => "a number of days; write 90d",
        Wanted::Gap => {
            "a gap between two meetings; write 5wd-10wd, at least 5wd, at most 3m, or 28d for exactly that"
        }
        Wanted::Limit => "a limit; write 15wd for working days or 28d for calendar days",
        Wanted::Percent => "a share from 1% to 100%; write 60%",
        Wanted::YesNo => "yes or no; write one of the two",
        Wanted::Number => "a whole number; write one in figures, such as 3",
        Wanted::DateRange => "a date or a stretch of dates; write 2026-09-03..2026-10-23",
        Wanted::Days => "working hours; write Mon-Thu 09:00-17:00, Fri 09:00-13:00",
        Wanted::Exception => "a dated exception; write 2026-12-24 off, or 2026-12-22 09:00-12:00",
        Wanted::Offer => "an offer; write Tue 13:00-14:00, or 2026-12-08 09:00-12:00",
        Wanted::Buffer => "a buffer; write 15m, or before 15m; after 30m",
        Wanted::Part => "a part; write name 0-45, with @ venue or @ none where it has its own",
        Wanted::Apart => "a pair of contacts; write one/other",
        Wanted::Anchor => "a named day; write decision 25/11/2024",
        Wanted::Travel => "a travel time; write town-hall 20m",
        Wanted::Address => "an e-mail address; write name@example.org",
    }
}

/// "1h 30m", "45m", "2h".
pub(super) fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use FaultKind::*;
        match self {
            NothingThere => f.write_str(
                "there is neither a table nor a feed here; run `quorate new` on an empty folder, or put feeds in as <agency>/<role>.<name>.ics",
            ),
            NoFeeds => f.write_str(
                "there is no people table and no feed; write people.csv, or put feeds in as <agency>/<role>.<name>.ics",
            ),
            NoRoleInFileName => f.write_str(
                "the file's name does not say which role it is; call it <role>.<name>.ics, for example social-worker.okafor.ics",
            ),
            BothFormats { other } => write!(f, "{other} is there as well; keep one of the two"),
            Spreadsheet => f.write_str(
                "this is a workbook, not text; save it as \"CSV UTF-8 (comma delimited)\"",
            ),
            TomlSyntax { message } => write!(f, "not TOML: {message}"),
            JsonSyntax => f.write_str("not JSON; restore the file or make it anew"),
            JsonValue { wanted } => write!(f, "the value is missing or wrong; it must be {wanted}"),
            Format { expected } => {
                write!(f, "the file is not of the format {expected}; set \"format\": \"{expected}\"")
            }
            NoHeader { columns } => {
                write!(f, "the first row does not name the columns; begin with {columns}")
            }
            TooManyRows { rows, most } => write!(
                f,
                "there are {rows} rows, and {most} at most are read; put teams or authorities that share nobody into folders of their own, and plan them apart"
            ),
            OpenQuote => f.write_str("a quotation mark opens a cell and is never closed; close it"),
            MissingColumn { column } => write!(f, "there is no column {column}; add it"),
            SameColumnTwice { column, first } => write!(
                f,
                "this column and {first} are both read as {column}; keep one of them"
            ),
            ExtraCells => f.write_str("the row has more cells than the header; add a heading or remove them"),
            NotRows { name } => write!(f, "this must be a list of tables; write [[{name}]] above each"),
            TooDeep => f.write_str("the value is nested too deep; make it flatter"),
            Missing { what, example } => write!(f, "there is no {what}; write one, such as {example}"),
            NotText => f.write_str("one value is wanted here, not a list or table"),
            NotId { text } => write!(
                f,
                "\"{text}\" cannot be an id; use letters, digits, hyphens and dots only, such as j.okafor"
            ),
            Not { wanted: kind, text } => write!(f, "\"{text}\" is not {}", wanted(*kind)),
            MonthFirst { text, day_first } => write!(
                f,
                "\"{text}\" puts the month first; dates are read day first: write {day_first}"
            ),
            NoYear { text } => write!(f, "\"{text}\" has no year; write it out, such as 8 December 2026"),
            ShortYear { text } => {
                write!(f, "\"{text}\" has a year of two digits; write all four, such as 08/12/2026")
            }
            DayNumber { text } => write!(
                f,
                "\"{text}\" is a spreadsheet's number for a day; format the column as a date and save again"
            ),
            YearOutside { text } => {
                write!(f, "\"{text}\" lies outside the years 1900 to 2200; correct the year")
            }
            NoSuchDate { text } => write!(f, "there is no such date as \"{text}\"; correct the day or month"),
            WrongWeekday { text, weekday } => {
                write!(f, "\"{text}\" is a {weekday}; correct the weekday or the date")
            }
            HourAlone { text } => {
                write!(f, "\"{text}\" leaves the hour open; write 9:00, 9am or 2pm")
            }
            EndsBeforeItBegins { text } => write!(
                f,
                "\"{text}\" ends before it begins; turn it round, or split it at midnight"
            ),
            TooManyDays { text } => {
                write!(f, "\"{text}\" is longer than three years; write a shorter stretch")
            }
            OutOfRange { text, low, high } => {
                write!(f, "{text} is out of range; write a number from {low} to {high}")
            }
            NotOneOf { text, choices } => {
                write!(f, "\"{text}\" is not known here; write one of: {choices}")
            }
            Twice { text } => write!(f, "\"{text}\" is stated twice; keep one"),
            WeekNotStated { week, of } => write!(
                f,
                "week {week} of {of} is not stated; add it, with `off` where nobody works"
            ),
            BadWeeks { text } => write!(
                f,
                "\"{text}\" does not name its week; write week 1 of 2 from 2026-11-23: Mon-Fri 09:00-17:00 | week 2: Mon-Wed 09:00-15:00"
            ),
            BadGrain { text } => write!(
                f,
                "a grain of {text} does not divide the day; write 5m, 10m, 15m, 30m or 1h"
            ),
            FeedAddress => f.write_str(
                "this may be the address of a feed, which is a secret, so it is not repeated; put it into feeds.secret.toml as url under [feeds.<name>] and write <name> where feeds are named",
            ),
            FeedOutside { text } => write!(
                f,
                "feed \"{text}\" lies outside the folder; copy it to feeds/ and write feeds/<name>.ics"
            ),
            DayFile { text, what } => {
                write!(f, "\"{text}\"")?;
                match what {
                    DayFileFault::Outside => f.write_str(
                        " lies outside the folder; copy it into the folder and write its name",
                    ),
                    DayFileFault::Missing => f.write_str(
                        " is not in the folder; copy it there, or write the dates themselves",
                    ),
                    DayFileFault::Refused(why) => write!(f, ": {}", why.advice()),
                    DayFileFault::Unreadable { line } => {
                        match line {
                            0 => f.write_str(": something in it")?,
                            line => write!(f, ": something at its line {line}")?,
                        }
                        f.write_str(
                            " cannot be read, so that a day may be missing; export the file anew, or write the dates themselves",
                        )
                    }
                    DayFileFault::NoDays => f.write_str(
                        " has no entry for whole days; export it with all-day entries, or write the dates themselves",
                    ),
                }
            }
            FeedEntry(what) => write!(f, "{what}"),
            Mail(what) => write!(f, "{what}"),
            UnknownFeed { id, choices } => {
                write!(f, "feed \"{id}\" is not in feeds.secret.toml; ")?;
                match choices.is_empty() {
                    true => write!(f, "add [feeds.{id}] with its url there"),
                    false => write!(f, "add [feeds.{id}] with its url there, or write one of {choices}"),
                }
            }
            DuplicateId { thing, id, first } => write!(
                f,
                "{} \"{id}\" is there already ({first}); give each {} an id of its own",
                thing.word(),
                thing.word()
            ),
            Unknown { thing, text, home, choices } => {
                write!(f, "{} \"{text}\" is not in {home}; ", thing.word())?;
                if choices.is_empty() {
                    f.write_str("add it there")
                } else {
                    write!(f, "add it there or write one of: {choices}")
                }
            }
            UnknownZone { text } => write!(
                f,
                "\"{text}\" is not a known time zone; write an IANA name, such as Europe/London"
            ),
            Ambiguous {
                thing,
                text,
                choices,
            } => write!(
                f,
                "{} \"{text}\" may mean several; write one of: {choices}",
                thing.word()
            ),
            SeatSyntax { text, problem } => write!(
                f,
                "seat \"{text}\" {problem}; the form is [level:] [any N of] role[,role] [xN] [= contact] [or deputy] [(remote)] [if flag] [>=60%] [part 1]"
            ),
            QuorumSyntax { text, problem } => write!(
                f,
                "quorum \"{text}\" {problem}; the form is: chair and police and 2 of (school, gp) and 3 agencies except csc"
            ),
            NobodyHolds { role } => write!(
                f,
                "nobody holds the role \"{role}\"; give it to somebody among the people, or name who sits there"
            ),
            NotEnoughHolders { role, need, have } => {
                let hold = if *have == 1 { "holds" } else { "hold" };
                write!(
                    f,
                    "role \"{role}\" needs {need} people but only {have} {hold} it; give it to more, or ask for fewer"
                )
            }
            NotNamed { seat } => write!(
                f,
                "seat \"{seat}\" depends on the case and names nobody; name one, or write `= to be named`"
            ),
            NotEnoughNamed { seat, need, have } => write!(
                f,
                "seat \"{seat}\" needs {need} people but names {have}; name more, or ask for fewer"
            ),
            NoFamily { seat, kind } => write!(
                f,
                "seat \"{seat}\" is for the family, and nobody of the family is ever invited to a meeting of the type {kind}; leave the seat out"
            ),
            SubjectSyntax { text, problem } => write!(
                f,
                "subject \"{text}\" {problem}; the form is: child-1 (rcpc, trigger 1/9/2026, previous 3/12/2026, number 2)"
            ),
            CapacityOfPerson => f.write_str(
                "a person can be in one meeting only; set kind to team, or capacity to 1",
            ),
            DurationTooLong { minutes } => write!(
                f,
                "a duration of {} is longer than any day; write 24h at most",
                duration(*minutes)
            ),
            DurationOverHours { minutes, longest } => write!(
                f,
                "a duration of {} does not fit the meeting's hours, which are never longer than {}; shorten it or widen the hours",
                duration(*minutes),
                duration(*longest)
            ),
            PartOutside { part, end, duration: whole } => write!(
                f,
                "part \"{part}\" ends after {} but the meeting lasts {}; shorten it or lengthen the meeting",
                duration(*end),
                duration(*whole)
            ),
            NotOwnPair { contact } => {
                write!(f, "\"{contact}\" cannot be kept apart from itself; write two contacts")
            }
            ApartTogether { first, second, part } => write!(
                f,
                "\"{first}\" and \"{second}\" are kept apart but both sit in {part}; give them different parts"
            ),
            VenueTooSmall { venue, capacity, people } => write!(
                f,
                "venue \"{venue}\" holds {capacity} but {people} come in person; choose a larger one, or let some join remotely"
            ),
            VenuesTooSmall { largest, people } => write!(
                f,
                "{people} come in person but the largest venue holds {largest}; add a larger one, or let some join remotely"
            ),
            ByBeforeFrom { by, from } => {
                write!(f, "the last day {by} lies before the first day {from}; correct one of them")
            }
            OwnerNotPerson { text } => write!(
                f,
                "\"{text}\" is not one person; name a person of the people table who answers for the action, such as j.okafor"
            ),
            OpenEnded { text } => write!(
                f,
                "\"{text}\" is not a day by which it is done; write the date on which the meeting may ask for it, such as 2026-12-08"
            ),
            MayNotSit { contact } => write!(
                f,
                "\"{contact}\" is pinned but is no candidate of that seat; name them in the seat, or give them its role"
            ),
            TooManyPinned { seat, places } => write!(
                f,
                "more people are pinned to the seat \"{seat}\" than it has places ({places}); pin fewer, or give it more places"
            ),
            GapBackwards { text } => write!(
                f,
                "the most of the gap \"{text}\" lies below its least; write the smaller one first, such as 5wd-10wd"
            ),
            AfterInCircle { meetings } => write!(
                f,
                "meetings follow each other in a circle: {meetings}; leave `after` out of one of them"
            ),
            TwoLimits => f.write_str("both by and within are given; keep one of them"),
            NoStart { kind, trigger } => write!(
                f,
                "the clock of {kind} starts with: {trigger}. When was that? Write its date, or for a later meeting of the chain the date of the previous one"
            ),
            BeforeItsStart { meeting, start, date } => {
                let shown = |date: &chrono::NaiveDate| date.format("%d/%m/%Y").to_string();
                let (meeting, date) = (shown(meeting), shown(date));
                write!(f, "{meeting} lies before the {start} date, {date}; correct one of them")
            }
            FlagBothWays { flag } => {
                write!(f, "\"{flag}\" is said both to hold and not to hold; take one of them out")
            }
            Form(fault) => fault.fmt(f),
            Rule(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use WarningKind::*;
        match self {
            UnknownColumn { column } => write!(f, "\"{column}\" is not a known name and is not read"),
            LooksLikeName => f.write_str(
                "the reference looks like a person's name; use an opaque one, such as CP-2041",
            ),
            UnknownRole { role } => write!(
                f,
                "role \"{role}\" is not known and is taken as a role of its own"
            ),
            NoFeedAddresses { id } => write!(
                f,
                "feed \"{id}\" needs an address, and there is no feeds.secret.toml here: its owner counts as unknown; \
                 write the file with [feeds.{id}] and its url, or ask the colleague who has it"
            ),
            SecretsReadable => f.write_str(
                "others on this computer can read this file, and whoever has a link has the diary; run chmod 600 on it",
            ),
            NobodysFeed => f.write_str(
                "this feed belongs to nobody and is not read; call it <contact id>.ics or write it in the feeds of its owner",
            ),
            ConfidentialFamily => f.write_str(
                "a member of the family is marked confidential: the others will not be told that they come",
            ),
            NotHolder { contact, role } => write!(
                f,
                "contact \"{contact}\" is named for \"{role}\" but does not hold that role"
            ),
            PhoneChanged => f.write_str(
                "the telephone number looks as if the spreadsheet turned it into a figure; format the column as text",
            ),
            AnswerToUnknownMeeting { reference } => write!(
                f,
                "meeting \"{reference}\" is neither in the meetings nor arranged; the answer is not used"
            ),
            KeptAnswerOfNobody { who } => write!(
                f,
                "\"{who}\" is neither in the people nor in the venues any more; the answer is kept and not used"
            ),
            KeptByBook => f.write_str(
                "this file is not read: what is arranged is kept in the meeting book beside it; quorate book export writes it as a file",
            ),
            AnswerToStatedMeeting { reference } => write!(
                f,
                "meeting \"{reference}\" stands in no table; the answer counts where find is run with --ref \"{reference}\""
            ),
            UnknownType { text, choices } => write!(
                f,
                "\"{text}\" is no type of meeting that quorate knows, so nothing is taken from it; the nearest are: {choices}"
            ),
            TypeOfAnotherNation { kind, nation, counterpart } => {
                write!(f, "the type {kind} is not one of {nation}, and is used all the same; ")?;
                match counterpart {
                    Some(other) => write!(f, "there it is {other}"),
                    None => f.write_str("there is none like it there"),
                }
            }
            UnknownFlag { flag, choices } => write!(
                f,
                "no rule and no seat depends on the flag \"{flag}\"; the nearest are: {choices}"
            ),
            AnchorOfNoRule { anchor, known } => {
                write!(f, "no rule of the meeting's type counts from \"{anchor}\"; ")?;
                match known.as_str() {
                    "" => f.write_str("its rules count from no named day"),
                    known => write!(f, "they count from: {known}"),
                }
            }
            TimedEntries { text, count } => {
                let (entries, are) = match count {
                    1 => ("entry", "is"),
                    _ => ("entries", "are"),
                };
                write!(
                    f,
                    "\"{text}\": {count} {entries} with a time of day {are} not read, since only whole days count here"
                )
            }
            NoVerb { first } => write!(
                f,
                "the action begins with \"{first}\"; begin with what is to be done, such as \"Ring the school\""
            ),
            FlagOfNoSeat { flag, known } => {
                write!(f, "no seat depends on the flag \"{flag}\"; ")?;
                match known.as_str() {
                    "" => f.write_str("write `if <flag>` behind a seat, or leave the flag out"),
                    known => write!(f, "the seats depend on: {known}"),
                }
            }
            OnlyWithAfter { column } => write!(
                f,
                "{column} is of no meaning without `after`; write there which meeting this one follows"
            ),
            ServiceOnly { column } => {
                write!(f, "{column} is meant for a booked service; set kind to service")
            }
        }
    }
}
