//! Every English sentence about answers that came back.

use super::ReplyList;
use crate::input::TrackingFault;
use crate::model::{Heard, HeardBy, HeardWhat, Response, Unmatched};
use crate::reply::Why;
use crate::report::words_en::{counted, date, thousands, when};
use crate::time::Zone;

pub(super) fn head(list: &ReplyList) -> String {
    let applied = counted(
        list.applied.len() as u64,
        "answer applied",
        "answers applied",
    );
    let mut parts = vec![applied];
    if list.known > 0 {
        parts.push(format!("{} known already", thousands(list.known as u64)));
    }
    if !list.waiting.is_empty() {
        let waiting = list.waiting.len() as u64;
        parts.push(counted(waiting, "waits for a person", "wait for a person"));
    }
    if list.ours > 0 {
        let ours = list.ours as u64;
        parts.push(counted(
            ours,
            "is a message of ours",
            "are messages of ours",
        ));
    }
    if list.passed_over > 0 {
        let files = counted(list.passed_over as u64, "file", "files");
        parts.push(format!("{files} passed over that hold no answer"));
    }
    format!("{}.", parts.join(", "))
}

pub(super) fn more(number: usize) -> String {
    format!("… and {} more; --json lists all", thousands(number as u64))
}

pub(super) fn applied(
    heard: &Heard,
    name: &str,
    comment: bool,
    zone: &Zone,
    who: impl Fn(&str) -> String,
) -> String {
    let of_date = heard.recurrence.map_or(String::new(), |at| {
        format!(" on {}", date(zone.local(at).date()))
    });
    let said = match &heard.what {
        HeardWhat::Response(Response::Accepted) => "comes".to_owned(),
        HeardWhat::Response(Response::Tentative) => "comes perhaps".to_owned(),
        HeardWhat::Response(Response::Declined) => "does not come".to_owned(),
        HeardWhat::Response(Response::Delegated(Some(to))) => {
            format!("sends {} instead", who(to))
        }
        HeardWhat::Response(Response::Delegated(None)) => {
            "does not come, and sends somebody who may not hold the seat".to_owned()
        }
        HeardWhat::Proposal(time) => format!("proposes {}", when(*time, zone)),
        HeardWhat::AskedAgain => "asks to be told again".to_owned(),
    };
    let by = match heard.by {
        HeardBy::Mail => heard.source.clone(),
        HeardBy::Table => format!("list of answers, {}", heard.source),
        HeardBy::Typed => match heard.source.is_empty() {
            true => "typed".to_owned(),
            false => format!("typed: {}", heard.source),
        },
    };
    let comment = match comment {
        true => ", with a comment: read it there",
        false => "",
    };
    format!(
        "{}{of_date}: {name} {said} ({by}{comment})",
        heard.reference
    )
}

pub(super) fn waiting(number: usize) -> String {
    match number {
        1 => "One answer waits for a person:".to_owned(),
        number => format!("{} answers wait for a person:", thousands(number as u64)),
    }
}

pub(super) fn waiting_head(one: &Unmatched, from: Option<&str>) -> String {
    let reference = one.reference.as_deref().unwrap_or("(meeting not known)");
    let from = from.map_or(String::new(), |from| format!(" from {from}"));
    format!("{reference}{from}, in {}: {}", one.source, one.why)
}

pub(super) fn why_and_fix(code: Why) -> String {
    format!("{}; {}.", why(code), way_out(code))
}

pub(super) fn when_done(folder: &str, number: &str) -> String {
    format!("When it is dealt with: quorate replies {folder} --done {number}")
}

pub(super) fn nothing_waits() -> &'static str {
    "Nothing waits for a person."
}

/// Why an answer waits: the fact.
pub fn why(code: Why) -> &'static str {
    match code {
        Why::NoCalendar => "a mail in somebody's own words, without a calendar",
        Why::AnswerInWords => "the subject says the answer, but the mail has no calendar",
        Why::Automatic => "a machine answered: somebody is away",
        Why::Undelivered => "a mail of ours did not arrive",
        Why::Forwarded => "the answer is in a mail that is attached to this one",
        Why::Sealed => "the mail is encrypted, or signed so that it has to be opened first",
        Why::Winmail => "the answer is packed in Outlook's own way (winmail.dat)",
        Why::OutlookFile => "Outlook's own file (.msg) is not read",
        Why::BadCalendar => "the calendar in it cannot be read",
        Why::TooMuch => "it is larger, deeper or more than is read",
        Why::NoSender => "nobody, or more than one, stands there as the sender",
        Why::NoAnswer => "it says neither yes nor no",
        Why::UnknownWord => "the word in the column of answers means nothing here",
        Why::UnknownUid => {
            "no meeting is known by its identifier, and no reference stands in its subject"
        }
        Why::SeveralMeetings => "several references stand in its subject",
        Why::NotTold => "whoever answers was not told of the meeting",
        Why::UnknownReference => "no meeting has this reference",
        Why::UnknownName => "nobody of the meeting, or more than one, has the name in that row",
        Why::WrongSender => "the sender is nobody who was told of this meeting",
        Why::DelegateUntold => {
            "somebody answers whom an invitee sent, and who was told of nothing yet"
        }
        Why::ForeignOrganizer => "it names an organiser who is not yours",
        Why::SequenceAhead => "it answers to a change that was never sent",
        Why::UnknownDate => "the series has no such date",
        Why::RangeOfDates => "it answers to one date and all behind it",
        Why::OtherTime => "it answers to another time than the meeting's",
        Why::CancelledMeeting => "it proposes another time for a meeting that is called off",
        Why::NoTime => "it proposes no other time",
        Why::FarTime => "the proposed time is past, years ahead, or longer than a day",
        Why::DelegateUnfit => {
            "whom they send is nobody of the tables who may hold their seat; that they do not come themselves counts"
        }
        Why::OrganizerElsewhere => {
            "somebody who is not the organiser calls off or changes a meeting of yours"
        }
        Why::OrganizerChanged => "the meeting was called off or changed in another program",
        Why::NotAnAnswer => "an invitation to something else, or anything that answers nothing",
    }
}

/// Why an answer waits: what to do.
pub fn way_out(code: Why) -> &'static str {
    match code {
        Why::NoCalendar | Why::AnswerInWords => {
            "read it and type the answer: --who ID --ref REF --accept, --tentative or --decline"
        }
        Why::Automatic => "ring, or ask whoever stands in, and type the answer",
        Why::Undelivered => "correct the address in the table of people and send again, or ring",
        Why::Forwarded => "save the attached mail as a file by itself and read that",
        Why::Sealed => {
            "open it in the mail program and type the answer, or save the calendar in it as .ics"
        }
        Why::Winmail => "open it in Outlook and paste its list of answers, or type the answer",
        Why::OutlookFile => {
            "in Outlook drag the mail into a folder of another mail program or save it as .ics or .eml, paste the list of answers \
             (Tracking, Copy Status to Clipboard), or type the answer"
        }
        Why::BadCalendar => "open it in the mail program and type the answer",
        Why::TooMuch => "split the file, or open the mail and type the answer",
        Why::NoSender => "look whose it is and type the answer",
        Why::NoAnswer => "ask them",
        Why::UnknownWord => "look at the row and type the answer",
        Why::UnknownUid => "look which meeting is meant and type the answer with --ref REF",
        Why::SeveralMeetings => "type the answer for each meeting that is meant",
        Why::NotTold => "invite them first, or look whether another meeting is meant",
        Why::UnknownReference => "look how the reference is written in the table of meetings",
        Why::UnknownName => {
            "type that row's answer with --who ID, or write the address beside the name"
        }
        Why::WrongSender => {
            "ask the invitee; where it is an address of theirs, type the answer and put the address into the table of people"
        }
        Why::DelegateUntold => "invite them in the invitee's place, then their answer counts",
        Why::ForeignOrganizer => {
            "look whether it is about your meeting; where invitations go out from that address too, say --organizer ADDRESS"
        }
        Why::SequenceAhead => "look whether the book is the newest copy; else ask the sender",
        Why::UnknownDate => "ask which date is meant and type the answer",
        Why::RangeOfDates => "type the answer for each of the dates",
        Why::OtherTime => {
            "look whether the other program has the time that you arranged, then ask them"
        }
        Why::CancelledMeeting => "tell them that it is off",
        Why::NoTime => "read it: something else than the time may be meant",
        Why::FarTime => "ask which time is meant and type it with --propose FROM TO",
        Why::DelegateUnfit => {
            "put the delegate into the table of people with their role, or ask for somebody else, then type --delegate ID"
        }
        Why::OrganizerElsewhere => "ask the sender; nothing was changed",
        Why::OrganizerChanged => "do the same here, so that everybody is told alike",
        Why::NotAnAnswer => "deal with it in the mail program",
    }
}

/// There is nothing to write answers to.
pub fn no_book(path: &str, folder: &str) -> String {
    format!(
        "{path}: there is no book that could keep the answers; begin one: quorate book begin {folder}"
    )
}

pub fn nothing_to_read() -> &'static str {
    "nothing is said to be read; name a mail, a calendar file, a folder or - for what is pasted, or type an answer with --who and --ref"
}

pub fn both_typed_and_read() -> &'static str {
    "files are read in one run and answers typed in another; leave out the files or --who"
}

pub fn typed_needs(what: &str) -> String {
    format!("a typed answer needs {what}; such as --who ID --ref REF --accept")
}

/// A pasted list says nothing of its meeting.
pub fn table_needs_ref(name: &str) -> String {
    format!("{name}: a list of answers does not say which meeting it is about; add --ref REF")
}

pub fn table_fault(name: &str, fault: TrackingFault) -> String {
    let (fact, fix) = match fault {
        TrackingFault::NoHeading => (
            "no row names the columns",
            "copy the list with its first row: Name and Response",
        ),
        TrackingFault::OpenQuote => (
            "a quotation mark is not closed",
            "copy the list again, whole",
        ),
        TrackingFault::TooLong => (
            "more rows than any meeting has people",
            "copy the list of one meeting",
        ),
    };
    format!("{name}: {fact}; {fix}")
}

pub fn unknown_contact(flag: &str, id: &str) -> String {
    format!("{flag} `{id}` is nobody in the table of people; write the id that stands there")
}

/// A typed answer cannot be taken.
pub fn not_told(code: Why) -> String {
    format!("{}; {}", why(code), way_out(code))
}

pub fn bad_number(text: &str) -> String {
    format!(
        "--done `{text}` is no number of an answer; copy the 16 letters and digits that --list shows"
    )
}

pub fn no_such_number(number: &str) -> String {
    format!("nothing that waits has the number {number}; --list shows what waits")
}

pub fn settled(count: usize) -> String {
    match count {
        1 => "Noted: it waits no more.".to_owned(),
        count => format!("Noted: {count} answers wait no more."),
    }
}

/// What messages call what is pasted.
pub const PASTED: &str = "pasted";

pub fn pasted_is_nothing() -> &'static str {
    "what is pasted is neither a mail nor a calendar nor a list of answers; copy the list with its first row: Name and Response"
}

pub fn bad_organizer() -> String {
    "--organizer is no mail address; write it like sam@council.example.org".to_owned()
}

pub fn ends_before(from: &str, to: &str) -> String {
    format!("--propose `{from}` `{to}` ends before it begins; write FROM first")
}
