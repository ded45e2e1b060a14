//! Layer 6: who gets which message about an arranged meeting, and what may be in it.
//!
//! From an [`Arranged`] meeting and the [`Workspace`] comes one message a recipient: an invitation (iTIP REQUEST, RFC 5546
//! section 3.2.2), a copy for information, or a request for a report. What nobody may learn from another's message is
//! left out by construction: a message is composed from its own recipient's time and place, the organiser's address, the
//! meeting's opaque reference, what `course` allows of the type's agenda, and nothing else. There is no other contact, role
//! or part that could slip in, and nothing here has ever seen a feed.
//!
//! All messages of a meeting carry the arrangement's one UID. Each recipient keeps a copy of their own, so the copies may
//! differ in time, while updates, cancellations, answers and our own recognition of the meeting in a feed all go by that
//! UID. Only where two recipients share a mailbox, whose calendar would take the second message for a change of the first,
//! has the second a UID of its own, made from the first and the recipient's id.
//!
//! Sentences are in `words_en`; lines and zones are `ics::write`'s; writing files is left to `edge`.

mod address;
mod course;
mod diaries;
mod event;
mod follow_up;
mod guests;
mod mail;
pub mod outbox;
mod outlook;
mod places;
mod recipients;
mod series;
mod told;
mod words;
mod words_cy;
mod words_en;

pub use crate::model::Purpose;
pub use address::{Address, Organizer};
pub use diaries::{Diary, diaries};
pub use follow_up::{FollowUp, FollowUpKind, NextWindow, Urgency, follow_ups};
pub use guests::{Guests, must_hide_guests};
pub use outlook::{MERGE_COLUMNS, MergeRow, PACK_ENTRY, PACK_TEXT, Pack};
pub use series::{SeriesRound, occurrence_invitations, series_invitations};
pub use told::{Written, as_json, as_text};

use crate::model::{Arranged, Contact, ContactId, MeetingSpec, State, Workspace};
use crate::time::{Instant, Interval, Zone};
use mail::{Mail, Thread};
use outlook::Told;
use recipients::{Asked, Recipient};
use series::Repeats;
use std::collections::BTreeSet;

/// How firm the messages are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Firmness {
    /// The meeting takes place: `STATUS:CONFIRMED`.
    #[default]
    Confirmed,
    /// Keep the time free until it is settled: `STATUS:TENTATIVE`, and the subject begins with "HOLD".
    Hold,
}

/// What the sender decides.
#[derive(Clone, PartialEq, Debug)]
pub struct Sending {
    pub organizer: Organizer,
    /// Becomes DTSTAMP, which must rise from message to message.
    pub now: Instant,
    pub firmness: Firmness,
    pub guests: Guests,
    /// Where to join on line, for those who come and are kept apart from nobody.
    pub join: Option<String>,
}

/// One message for one recipient, in two forms.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// A neutral number and the contact's id; a confidential contact's id is left out.
    pub file_name: String,
    /// The calendar alone, or the text that asks for a report.
    pub bytes: Vec<u8>,
    /// The name of the whole mail: the same with `.eml`.
    pub mail_name: String,
    pub mail: Vec<u8>,
    pub contact: ContactId,
    pub address: Address,
    pub purpose: Purpose,
    /// The time that the message states, empty for a report.
    pub times: Vec<Interval>,
}

/// Somebody for whom there should be a message, but no usable address is known: what they are to be told is written as a letter.
#[derive(Clone, PartialEq, Debug)]
pub struct MissingAddress {
    pub contact: ContactId,
    /// As of [`Message::file_name`].
    pub file_name: String,
    pub letter: Vec<u8>,
    pub purpose: Purpose,
    /// What they are to be told by other means.
    pub times: Vec<Interval>,
}

/// Something the coordinator has to know or do beside sending the files.
#[derive(Clone, PartialEq, Debug)]
pub enum Notice {
    /// The meeting still waits for confirmations, and the invitations say that it takes place.
    Unsettled,
    /// The meeting's time is past.
    Past,
    /// The meeting is not in the tables, so levels, reports, copies and who is kept apart are not known.
    NotInTables,
    /// The recipient's address is the organiser's own, where a REQUEST cannot be accepted: the organiser's copy is theirs.
    OrganizerAttends(ContactId),
    /// The place is confidential or not fixed, or they take part from afar: these people must be told where or how.
    PlaceToTell(Vec<ContactId>),
    /// Kept apart from somebody and not coming: any message would tell them when and where that somebody is.
    KeptApart(ContactId),
    /// Kept apart from somebody, and the arrangement does not say for which part they come: no message is written.
    TimeNotKnown(ContactId),
    /// These people have one mailbox: it gets a message for each.
    SharedMailbox(Vec<ContactId>),
    /// Kept apart from somebody with the same mailbox: no message is written for either, because each would read when and
    /// where the other comes.
    ApartInOneMailbox(Vec<ContactId>),
    /// Nobody has said whether the case has the flag on which this seat's report or copy depends, so none was written.
    FlagUnset { seat: String, flag: String },
    /// The meeting's type has no family present, and these are of the family.
    NoFamily(Vec<ContactId>),
    /// A seat gets a copy or is asked for a report, and it is not said who that is.
    NobodyNamed { seat: String, purpose: Purpose },
}

/// Everything to be sent for one meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Invitations {
    pub reference: String,
    /// The whole meeting.
    pub interval: Interval,
    pub zone: Zone,
    /// In the order of the contacts' ids.
    pub messages: Vec<Message>,
    pub missing: Vec<MissingAddress>,
    pub notices: Vec<Notice>,
    /// For the organiser's own diary: no METHOD, nobody in it.
    pub organizer_copy: Vec<u8>,
    /// For whoever sends from Outlook by hand.
    pub pack: Pack,
    /// A row each for messages and letters, in the order of the contacts' ids.
    pub merge: Vec<MergeRow>,
}

/// The file name of [`Invitations::organizer_copy`].
pub const ORGANIZER_COPY: &str = "organizer-copy.ics";

/// The folder of the mails, beside the other files.
pub const MAILS: &str = "mail";

/// The folder of the packs, and in it the file name of the mail merge.
pub const PACKS: &str = "outlook";
pub const MERGE: &str = "merge.csv";

/// The file name of what is due before and after the meeting, for the organiser's own tasks.
pub const FOLLOW_UPS: &str = "follow-ups.ics";

/// Composes the messages of `arranged`.
///
/// `spec` is the meeting as it stands in the workspace; without it everybody's level is required, and copies and requests
/// for reports are not known. A zone that is not in the database is taken as UTC.
pub fn invitations(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: Option<&MeetingSpec>,
    sending: &Sending,
) -> Invitations {
    let round = Round {
        repeats: Repeats::Once,
        only: None,
        everybody: None,
        mailboxes: &mut Vec::new(),
    };
    mailing(workspace, arranged, spec, sending, round)
}

/// What a round of messages has beside its meeting, where it is one of several about a series.
struct Round<'a> {
    repeats: Repeats,
    /// Who gets a message; `None` = everybody.
    only: Option<&'a dyn Fn(ContactId) -> bool>,
    /// Who comes to any meeting of the series; `None` = who comes to this one.
    everybody: Option<&'a BTreeSet<ContactId>>,
    /// The mailboxes that have got a message already, in any round.
    mailboxes: &'a mut Vec<Mailbox>,
}

/// Somebody for whom a round has something, and how it reaches them.
struct Listed {
    recipient: Recipient,
    way: Way,
}

enum Way {
    Letter,
    Mail(Address, Identity),
    /// They read it elsewhere, or may not read it: nothing is written for them.
    Without,
}

/// Everybody of a round, in the order of the contacts' ids.
struct LineUp {
    all: Vec<Listed>,
    notices: Vec<Notice>,
    /// They share a mailbox with somebody from whom they are kept apart.
    apart: Vec<ContactId>,
}

/// The zone in which a meeting's times are told. One that is not in the database is taken as UTC.
fn zone_of(workspace: &Workspace, spec: Option<&MeetingSpec>) -> Zone {
    let name = spec.and_then(|spec| spec.zone.as_deref());
    Zone::named(name.unwrap_or(&workspace.defaults.zone)).unwrap_or(Zone::utc())
}

/// Who gets something in a round, and in which way.
fn line_up(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: Option<&MeetingSpec>,
    sending: &Sending,
    round: &mut Round,
) -> LineUp {
    let (mut recipients, mut notices) = recipients::recipients(workspace, arranged, spec);
    let mut known: BTreeSet<ContactId> = recipients.iter().map(|one| one.contact).collect();
    known.extend(round.everybody.into_iter().flatten());
    recipients.retain(|one| round.only.is_none_or(|only| only(one.contact)));
    if sending.firmness == Firmness::Confirmed && arranged.state != State::Quorate {
        notices.push(Notice::Unsettled);
    }
    if spec.is_none() {
        notices.push(Notice::NotInTables);
    }
    if arranged.interval.start() <= sending.now {
        notices.push(Notice::Past);
    }
    let apart = apart_in_one_mailbox(workspace, &known, spec);
    let all = recipients.into_iter().map(|recipient| {
        let contact = recipient.contact;
        let email = workspace.contact(contact).email.as_deref();
        let way = match email.and_then(Address::parse) {
            None => Way::Letter,
            Some(_) if apart.contains(&contact) => Way::Without,
            Some(address) if address.same_mailbox(&sending.organizer.address) => {
                notices.push(Notice::OrganizerAttends(contact));
                Way::Without
            }
            Some(address) => {
                let identity = share_mailbox(round.mailboxes, &address, &recipient);
                Way::Mail(address, identity)
            }
        };
        Listed { recipient, way }
    });
    LineUp {
        all: all.collect(),
        notices,
        apart,
    }
}

/// The messages of one round.
fn mailing(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: Option<&MeetingSpec>,
    sending: &Sending,
    mut round: Round,
) -> Invitations {
    let zone = zone_of(workspace, spec);
    let line_up = line_up(workspace, arranged, spec, sending, &mut round);
    let mut notices = line_up.notices;
    let composer = event::Composer::new(workspace, arranged, spec, sending, &zone, round.repeats);
    let stamp = composer.stamp();
    let mut messages: Vec<Message> = Vec::new();
    let mut composed_for: Vec<(&Recipient, event::Composed, Option<Address>, String)> = Vec::new();
    let mut missing = Vec::new();
    let mut without_place = Vec::new();
    let width = line_up.all.len().to_string().len().max(2);
    for (index, Listed { recipient, way }) in line_up.all.iter().enumerate() {
        let purpose = recipient.asked.purpose();
        let contact = workspace.contact(recipient.contact);
        let (address, identity) = match way {
            Way::Without => continue,
            Way::Mail(address, identity) => (address, *identity),
            Way::Letter => {
                let composed = composer.compose(recipient, None, Identity::Meeting, &stamp);
                let file_name = file_name(workspace, recipient, Form::Letter, index + 1, width);
                missing.push(MissingAddress {
                    contact: recipient.contact,
                    file_name: file_name.clone(),
                    letter: letter(&contact.name, &composed.subject, &composed.body),
                    purpose,
                    times: recipient.times.clone(),
                });
                composed_for.push((recipient, composed, None, file_name));
                continue;
            }
        };
        let composed = composer.compose(recipient, Some(address), identity, &stamp);
        if composed.place_to_tell {
            without_place.push(recipient.contact);
        }
        let name = |form| file_name(workspace, recipient, form, index + 1, width);
        let mail = Mail {
            organizer: &sending.organizer,
            to: address,
            name: &contact.name,
            subject: &composed.subject,
            body: &composed.body,
            calendar: composed.calendar.as_deref(),
            language: words::header(workspace.defaults.language),
            method: "REQUEST",
            thread: Thread::About(&thread_of(arranged, contact)),
            sequence: stamp.sequence,
            now: stamp.at,
            is_repeated: false,
        };
        let bytes = match &composed.calendar {
            Some(calendar) => calendar.clone(),
            None => words_en::with_subject(&composed.subject, &composed.body).replace('\n', "\r\n"),
        };
        messages.push(Message {
            file_name: name(Form::Own),
            bytes: bytes.into_bytes(),
            mail_name: name(Form::Mail),
            mail: mail.render().bytes,
            contact: recipient.contact,
            address: address.clone(),
            purpose,
            times: recipient.times.clone(),
        });
        composed_for.push((recipient, composed, Some(address.clone()), String::new()));
    }
    let told: Vec<Told> = composed_for
        .iter()
        .map(|(recipient, composed, address, file_name)| Told {
            recipient,
            composed,
            address: address.as_ref(),
            file_name,
        })
        .collect();
    if !without_place.is_empty() {
        notices.push(Notice::PlaceToTell(without_place));
    }
    if !line_up.apart.is_empty() {
        notices.push(Notice::ApartInOneMailbox(line_up.apart));
    }
    let here = |box_: &&Mailbox| {
        let mut messages = messages.iter();
        messages.any(|message| box_.owners.contains(&message.contact))
    };
    let shared = round.mailboxes.iter().filter(|box_| box_.owners.len() > 1);
    let shared = shared.filter(here).map(|box_| box_.owners.clone());
    notices.extend(shared.map(Notice::SharedMailbox));
    Invitations {
        reference: arranged.reference.clone(),
        interval: arranged.interval,
        organizer_copy: composer.organizer_copy().into_bytes(),
        pack: outlook::pack(&composer, spec, &told),
        merge: told
            .iter()
            .map(|told| outlook::merge_row(&composer, told))
            .collect(),
        zone: zone.clone(),
        messages,
        missing,
        notices,
    }
}

/// What all mails to somebody about a meeting have in common.
fn thread_of(arranged: &Arranged, contact: &Contact) -> String {
    format!("{}\0{}", arranged.uid, contact.id)
}

/// The bytes of what is to be handed over or told.
fn letter(name: &str, subject: &str, body: &[words_en::Paragraph]) -> Vec<u8> {
    let name = event::one_line(name);
    let letter = words_en::letter(&name, subject, body);
    letter.replace('\n', "\r\n").into_bytes()
}

/// Recipients who are kept apart from another recipient with the same address, in their order.
fn apart_in_one_mailbox(
    workspace: &Workspace,
    known: &BTreeSet<ContactId>,
    spec: Option<&MeetingSpec>,
) -> Vec<ContactId> {
    let address_of = |contact: ContactId| {
        let email = workspace.contact(contact).email.as_deref();
        email
            .filter(|_| known.contains(&contact))
            .and_then(Address::parse)
    };
    let pairs = spec.map_or(&[][..], |spec| &spec.apart);
    let mut found: Vec<ContactId> = pairs
        .iter()
        .filter(
            |(one, other)| match (address_of(*one), address_of(*other)) {
                (Some(first), Some(second)) => first.same_mailbox(&second),
                _ => false,
            },
        )
        .flat_map(|(one, other)| [*one, *other])
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A mailbox and the recipients who read it.
struct Mailbox {
    address: Address,
    owners: Vec<ContactId>,
}

impl Mailbox {
    fn of(address: Address, owner: ContactId) -> Mailbox {
        Mailbox {
            address,
            owners: vec![owner],
        }
    }

    fn is(&self, address: &Address) -> bool {
        self.address.same_mailbox(address)
    }
}

/// Whose UID an invitation carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Identity {
    /// The arrangement's.
    Meeting,
    /// The recipient's own, because the mailbox has got the arrangement's already.
    Own,
}

/// Notes that the recipient reads the mailbox, and says whether the meeting's UID is still free there. A report's text is
/// no calendar entry and takes none.
fn share_mailbox(
    mailboxes: &mut Vec<Mailbox>,
    address: &Address,
    recipient: &Recipient,
) -> Identity {
    if recipient.asked == Asked::Report {
        return Identity::Meeting;
    }
    match mailboxes
        .iter_mut()
        .find(|known| known.address.same_mailbox(address))
    {
        // What else they get about a series goes by the same identifier.
        Some(known) if known.owners.first() == Some(&recipient.contact) => Identity::Meeting,
        Some(known) => {
            if !known.owners.contains(&recipient.contact) {
                known.owners.push(recipient.contact);
            }
            Identity::Own
        }
        None => {
            mailboxes.push(Mailbox {
                address: address.clone(),
                owners: vec![recipient.contact],
            });
            Identity::Meeting
        }
    }
}

/// In which form a message is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A calendar, or a text.
    Own,
    Mail,
    /// For somebody without an address.
    Letter,
}

/// `invite-03-gp-surgery.ics`: any file system takes it, and it names no confidential contact.
fn file_name(
    workspace: &Workspace,
    recipient: &Recipient,
    form: Form,
    number: usize,
    width: usize,
) -> String {
    let (stem, own) = match recipient.asked.purpose() {
        Purpose::Invitation => ("invite", "ics"),
        Purpose::Information => ("copy", "ics"),
        Purpose::Report => ("report", "txt"),
    };
    let (stem, extension) = match form {
        Form::Own => (stem, own),
        Form::Mail => (stem, "eml"),
        Form::Letter => ("letter", "txt"),
    };
    let contact = workspace.contact(recipient.contact);
    if contact.confidential {
        return format!("{stem}-{number:0width$}.{extension}");
    }
    let id = contact.id_for_files();
    format!("{stem}-{number:0width$}-{id}.{extension}")
}
