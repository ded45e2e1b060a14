//! What the coordinator has to know or do beside sending, in sentences.

use super::purpose;
use crate::message::Notice;
use crate::model::ContactId;

/// A notice as a sentence; `names` gives the names of contacts, joined.
pub(in crate::message) fn notice(
    notice: &Notice,
    names: &dyn Fn(&[ContactId]) -> String,
) -> String {
    match notice {
        Notice::Unsettled => {
            "The meeting still waits for confirmations, and these invitations say that it takes place. To ask people to \
             keep the time free until it is settled, use --hold."
                .to_owned()
        }
        Notice::Past => "The meeting's time is past.".to_owned(),
        Notice::NotInTables => {
            "The meeting is not in the meetings table, so it is not known who is kept apart, who is optional, and who is to \
             send a report or to get a copy. Look through the files before you send them."
                .to_owned()
        }
        Notice::OrganizerAttends(contact) => format!(
            "{} is the organiser, whose calendar cannot accept its own invitation: organizer-copy.ics is for them.",
            names(&[*contact])
        ),
        Notice::PlaceToTell(contacts) => format!(
            "These do not say where, or how to join (confidential, not fixed, or from afar). Tell it yourself: {}.",
            names(contacts)
        ),
        Notice::KeptApart(contact) => format!(
            "{} is kept apart from somebody and does not come: no message was written, because it would tell when that \
             person is there. Decide yourself what to tell.",
            names(&[*contact])
        ),
        Notice::TimeNotKnown(contact) => format!(
            "{} is kept apart from somebody, and the arrangement does not say for which time they come: no message was \
             written. Add the time they are present to arrangements.json, or choose the slot again.",
            names(&[*contact])
        ),
        Notice::SharedMailbox(contacts) => format!(
            "One mailbox, one message each: {}. Each sees the other's time there.",
            names(contacts)
        ),
        Notice::ApartInOneMailbox(contacts) => format!(
            "Kept apart, and one mailbox: {}. No message was written for them, because each would read when the other \
             comes. Ask for an address of each one's own.",
            names(contacts)
        ),
        Notice::NoFamily(contacts) => format!(
            "To a meeting of this type nobody of the family is invited: no message was written for {}. Take them out of \
             arrangements.json, or choose the slot again.",
            names(contacts)
        ),
        Notice::NobodyNamed {
            seat,
            purpose: given,
        } => format!(
            "Seat {seat} gets a {}, and names nobody: several could be meant, or none is known, so no message was written. \
             Name somebody in the meeting's row.",
            purpose(*given)
        ),
        Notice::FlagUnset { seat, flag } => format!(
            "Seat {seat} depends on \"{flag}\", which nobody has answered: no message was written for it. Set the flag \
             in the meeting's row."
        ),
    }
}
