//! What went wrong with a mail, for the coordinator: fact and fix. Of the server only its code is repeated.

use super::session::{Stage, Trouble, What};
use crate::edge::delivery::{Fate, NotDelivered, Rest};
use crate::input::{SMTP_PASSWORD, SMTP_USER};
use crate::model::MailServer;

/// What is told of `trouble`, with what it means for this mail and for the others.
pub(super) fn told(server: &MailServer, trouble: Trouble) -> NotDelivered {
    let (fate, rest) = trouble.consequences();
    let name = server.name();
    let why = match (trouble.stage, trouble.what) {
        (_, What::BadCertificates) => bad_certificates().why,
        (_, What::NotTrusted) => format!(
            "no secure connection to {name} could be made: its certificate is out of date, another host's or signed by nobody who \
             is trusted here; where the agency has an authority of its own, save its certificate in the folder and name it \
             with `ca` below [mail]"
        ),
        (Stage::Encryption, What::NotOffered) => format!(
            "{name} does not encrypt (no STARTTLS), so nothing was sent; ask those who run it for the right port, and write \
             security = \"tls\" where that is 465"
        ),
        (Stage::Login, What::NotOffered) => format!(
            "{name} takes no user name and password in a way that is known here; ask those who run it how programs send by it"
        ),
        (Stage::Login, What::Code(code @ 500..)) => format!(
            "{name} did not accept the user name and password ({code}); correct {SMTP_USER} and {SMTP_PASSWORD}"
        ),
        (Stage::Address, _) => {
            "the address is none that a mail server takes; correct it in the tables".to_owned()
        }
        (_, What::Code(530)) => format!(
            "{name} sends for nobody who has not logged in (530); set {SMTP_USER} and {SMTP_PASSWORD}"
        ),
        (Stage::Sender, What::Code(code @ 500..)) => format!(
            "{name} does not send for the organiser's address ({code}); name one that the login may use, or ask those who run it"
        ),
        (Stage::Recipient, What::Code(code @ 500..)) => format!(
            "the server refuses the recipient's address ({code}); check it in the tables, or tell them by another way"
        ),
        (Stage::Data | Stage::Content, What::Code(code @ 500..)) => format!(
            "the server refuses the mail ({code}); tell them by another way, and ask those who run it why"
        ),
        (Stage::Recipient | Stage::Data | Stage::Content, What::Code(code)) => {
            format!("the server does not take the mail now ({code}); send again later")
        }
        (_, What::Code(code)) => format!(
            "{name} does not send now ({code}); send again later, and with fewer mails a minute where that comes again"
        ),
        (Stage::Content, _) => format!(
            "the connection to {name} broke after the mail was handed over and before the server said that it has it, so it may \
             have gone; ask the recipient or look among the sent mails"
        ),
        (Stage::Connection, What::TimedOut | What::Broken) => format!(
            "{name} does not answer; check the network, and server, port and security below [mail]"
        ),
        (_, What::TimedOut) => format!("{name} stopped answering; send again later"),
        (_, What::Broken) => format!("the connection to {name} broke; send again"),
        (_, What::Garbled | What::NotOffered) => {
            format!(
                "what {name} answers is not what a mail server says; check server and port below [mail]"
            )
        }
    };
    NotDelivered { why, fate, rest }
}

/// A letter has no business here.
pub(super) fn no_mail() -> NotDelivered {
    NotDelivered {
        why: "this is a letter and no mail; write it into a folder with -o".to_owned(),
        fate: Fate::NotGone,
        rest: Rest::GoesOn,
    }
}

pub(super) fn without_password() -> NotDelivered {
    NotDelivered {
        why: format!("there is a user for the mail server and no password; set {SMTP_PASSWORD}"),
        fate: Fate::NotGone,
        rest: Rest::Stops,
    }
}

pub(super) fn bad_certificates() -> NotDelivered {
    NotDelivered {
        why: "the file of certificates that `ca` below [mail] names cannot be read or holds none; put the authority's certificate \
              there as PEM, or take `ca` out"
            .to_owned(),
        fate: Fate::NotGone,
        rest: Rest::Stops,
    }
}
