//! Mails to those whose answer is wanted: a subject and a text that tell nobody more than they were told already, their own time and the
//! reference.

use super::WatchReport;
use super::told::Teller;
use super::words_en as own;
use crate::report::words_en::{listed, when};
use crate::watch::{Chase, Party, Position};

/// A mail ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChaseMail {
    /// The file's name without ending; it names nobody.
    pub name: String,
    pub to: String,
    pub subject: String,
    pub body: String,
}

impl ChaseMail {
    /// As a file that a person reads and copies from.
    pub fn text(&self) -> String {
        format!(
            "To: {}\nSubject: {}\n\n{}",
            self.to, self.subject, self.body
        )
    }
}

/// One mail to each person of the meetings in view who is to be rung and has a mailbox, the most urgent meetings first.
pub fn chase_mails(report: &WatchReport) -> Vec<ChaseMail> {
    let mut mails = Vec::new();
    for (watched, help) in report.by_urgency() {
        let teller = Teller {
            report,
            watched,
            help,
        };
        let own = watched.chase.iter().filter_map(|one| mail(&teller, one));
        for (number, one) in (1..).zip(own) {
            let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
            let name: String = watched.reference.chars().map(safe).take(80).collect();
            mails.push(ChaseMail {
                name: format!("{name}-{number}"),
                ..one
            });
        }
    }
    mails
}

/// The mail to whoever is to be rung first, as it is shown below the answer.
pub(super) fn first_mail(teller: &Teller) -> Option<String> {
    let mut chase = teller.watched.chase.iter();
    chase
        .find_map(|one| mail(teller, one))
        .map(|mail| mail.text())
}

fn mail(teller: &Teller, one: &Chase) -> Option<ChaseMail> {
    let Party::Contact(id) = one.party else {
        return None;
    };
    let to = teller.contact(id).email.clone()?;
    let mut people = teller.watched.people.iter();
    let person = people.find(|person| person.party == one.party)?;
    let zone = &teller.watched.zone;
    // Of the times of others, who may be kept apart from them, they learn nothing.
    let times: Vec<String> = person
        .wanted()
        .iter()
        .map(|time| when(time, zone))
        .collect();
    let reference = &teller.watched.reference;
    let organizer = teller.report.workspace.defaults.organizer.as_deref();
    Some(ChaseMail {
        name: String::new(),
        to,
        subject: own::mail_subject(reference),
        body: own::mail_body(
            reference,
            &listed(&times, "and"),
            organizer,
            person.position == Position::Proposes,
        ),
    })
}
