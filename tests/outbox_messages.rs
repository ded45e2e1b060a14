//! What is due, message by message: how few, in which form, and what they never tell.

mod invite_case;

use invite_case::*;
use mail_parser::{MessageParser, MimeHeaders};
use quorate::message::outbox::{Off, Outbox, OutboxWish, Why, outbox, with_queued};
use quorate::message::{Firmness, Guests, Sending};
use quorate::model::*;
use quorate::time::Instant;

/// What was told, and who sends.
struct Desk {
    workspace: Workspace,
    sending: Sending,
    told: Vec<Told>,
    heard: Vec<Heard>,
    wish: OutboxWish,
}

impl Desk {
    /// Everybody was told.
    fn after_sending() -> Desk {
        let mut desk = Desk {
            workspace: workspace(),
            sending: sending(),
            told: Vec::new(),
            heard: Vec::new(),
            wish: OutboxWish::default(),
        };
        assert!(!desk.send().due.is_empty());
        desk.sending.now = instant("2026-11-24T09:00:00Z");
        desk
    }

    fn due(&self) -> Outbox {
        outbox(
            &self.workspace,
            &self.told,
            &self.heard,
            &self.sending,
            &self.wish,
        )
    }

    fn send(&mut self) -> Outbox {
        let due = self.due();
        self.told = with_queued(&self.told, due.due.iter().map(|due| &due.post.told));
        assert!(self.due().due.is_empty(), "it is settled");
        due
    }

    fn meeting(&mut self) -> &mut Arranged {
        &mut self.workspace.arrangements[0]
    }

    fn row(&self, contact: &str) -> &Told {
        self.told
            .iter()
            .find(|row| row.contact == contact)
            .expect("told")
    }

    fn hear(&mut self, contact: &str, what: HeardWhat) {
        let row = self.row(contact);
        self.heard.push(Heard {
            reference: row.reference.clone(),
            contact: row.contact.clone(),
            uid: row.uid.clone(),
            recurrence: row.recurrence,
            what,
            sequence: row.sequence,
            dtstamp: row.dtstamp.plus(60),
            by: HeardBy::Mail,
            source: "a".to_owned(),
            digest: 1,
        });
    }
}

fn of<'a>(found: &'a Outbox, contact: &str) -> &'a quorate::message::outbox::Due {
    let mut due = found.due.iter();
    due.find(|due| due.post.told.contact == contact)
        .expect("something for them")
}

fn kinds(found: &Outbox) -> Vec<(&str, PostKind)> {
    let due = found.due.iter();
    due.map(|due| (due.post.told.contact.as_str(), due.post.kind))
        .collect()
}

fn calendar(post: &Post) -> String {
    String::from_utf8(post.calendar.clone())
        .expect("UTF-8")
        .replace("\r\n ", "")
}

fn line(post: &Post, name: &str) -> String {
    let text = calendar(post);
    let event = text.split("BEGIN:VEVENT").nth(1).expect("an event");
    let mut lines = event.split("\r\n");
    let found = lines.find(|line| {
        line.starts_with(&format!("{name}:")) || line.starts_with(&format!("{name};"))
    });
    found
        .unwrap_or_else(|| panic!("{name} in {text}"))
        .to_owned()
}

#[test]
fn replacing_a_person_is_a_cancellation_and_an_invitation() {
    let mut desk = Desk::after_sending();
    let one = desk.meeting();
    let chair = one
        .attending
        .iter_mut()
        .find(|who| who.contact == ContactId(CHAIR))
        .expect("a chair");
    chair.contact = ContactId(GP);
    let found = desk.send();
    // The general practitioner was to send a report, and is to come now.
    assert_eq!(
        kinds(&found),
        [("chair", PostKind::Cancellation), ("gp", PostKind::New)]
    );
    assert_eq!(of(&found, "chair").why, Why::Off(Off::NotNeeded));
    assert_eq!(of(&found, "gp").why, Why::OtherPurpose);
}

#[test]
fn the_whole_of_one_cancellation() {
    let mut desk = Desk::after_sending();
    desk.workspace.arrangements.clear();
    let found = desk.send();
    assert!(
        found
            .due
            .iter()
            .all(|due| due.why == Why::Off(Off::NotHeld))
    );
    assert_eq!(found.due.len(), 8);
    let expected = "\
BEGIN:VEVENT
UID:5b0f2a1c-93d4-4d8e-8a56-1c2f3e4d5a6b@quorate.invalid
DTSTAMP:20261124T090000Z
SEQUENCE:1
DTSTART;TZID=Europe/London:20261208T100000
DTEND;TZID=Europe/London:20261208T104500
SUMMARY:Meeting ref CP-2041
DESCRIPTION:This multi-agency meeting does not take place.\\n\\nWhen: Tuesday 8 December 2026\\, 10:00 to 10:45 (UK time)\\nReference: CP-2041\\n\\nThere is nothing to answer. If it is still in your diary\\, please take it out.\\n\\nQuestions: write to sam.okafor@council.example.org.
STATUS:CANCELLED
TRANSP:TRANSPARENT
CLASS:CONFIDENTIAL
X-MICROSOFT-CDO-BUSYSTATUS:FREE
ORGANIZER;CN=Sam Okafor:mailto:sam.okafor@council.example.org
ATTENDEE;CN=Tom Bright;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:tom.bright@post.example.net
END:VEVENT
END:VCALENDAR
"
    .replace('\n', "\r\n");
    let post = &of(&found, "father").post;
    let text = calendar(post);
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nPRODID:-//quorate//quorate 1//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:CANCEL\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"));
    assert!(text.ends_with(&expected), "{text}");
    let mail = MessageParser::default().parse(&post.mail).expect("a mail");
    assert_eq!(mail.subject(), Some("Cancelled: Meeting ref CP-2041"));
    let part = mail.parts.iter().find(|part| {
        part.content_type()
            .is_some_and(|kind| kind.subtype() == Some("calendar"))
    });
    let part = part.expect("a calendar");
    assert_eq!(
        part.content_type()
            .and_then(|kind| kind.attribute("method")),
        Some("CANCEL")
    );
    assert_eq!(part.contents(), post.calendar.as_slice());
    // Who was asked for a report has no entry: words alone.
    let report = &of(&found, "gp").post;
    assert!(report.calendar.is_empty());
    let mail = MessageParser::default()
        .parse(&report.mail)
        .expect("a mail");
    assert_eq!(
        mail.subject(),
        Some("Meeting ref CP-2041: no report needed")
    );
    // Who has no address is told by a letter again.
    let letter = String::from_utf8(of(&found, "office").post.letter.clone()).expect("UTF-8");
    assert!(
        letter.starts_with("For St Mark's office\r\n\r\nCancelled: Meeting ref CP-2041\r\n"),
        "{letter}"
    );
}

#[test]
fn a_mail_follows_the_one_before_it_in_the_thread() {
    let mut desk = Desk::after_sending();
    let first = desk.row("chair").message_id.clone();
    desk.meeting().venue = None;
    desk.meeting().parts.clear();
    let found = desk.send();
    let post = &of(&found, "chair").post;
    assert_eq!(of(&found, "chair").why, Why::Details);
    assert_eq!(post.told.sequence, 1);
    let mail = MessageParser::default().parse(&post.mail).expect("a mail");
    assert_eq!(mail.in_reply_to().as_text(), Some(first.as_str()));
    let thread = first.splitn(3, '.').nth(2).expect("a thread");
    let references: Vec<&str> = mail
        .references()
        .as_text_list()
        .expect("several")
        .iter()
        .map(AsRef::as_ref)
        .collect();
    assert_eq!(references, [thread, first.as_str()]);
    assert_ne!(mail.message_id(), Some(first.as_str()));
    assert!(mail.message_id().expect("one").ends_with(thread));
}

#[test]
fn a_hold_is_confirmed_where_it_is_named_and_released_by_a_cancellation() {
    let mut desk = Desk::after_sending();
    desk.told.clear();
    desk.sending.firmness = Firmness::Hold;
    let found = desk.send();
    assert!(line(&of(&found, "chair").post, "STATUS").ends_with("TENTATIVE"));
    desk.sending.firmness = Firmness::Confirmed;
    let found = desk.due();
    assert_eq!(
        (found.due.len(), found.held.as_slice()),
        (0, &["CP-2041".to_owned()][..])
    );
    desk.wish.only = vec!["cp-2041".to_owned()];
    let found = desk.due();
    assert!(
        found
            .due
            .iter()
            .all(|due| due.post.kind == PostKind::Update)
    );
    assert_eq!(of(&found, "chair").why, Why::Settled);
    assert_eq!(of(&found, "chair").post.told.sequence, 1);
    desk.meeting()
        .attending
        .retain(|who| who.contact != ContactId(CHAIR));
    desk.wish.only.clear();
    let found = desk.send();
    assert_eq!(kinds(&found), [("chair", PostKind::Cancellation)]);
    assert_eq!(found.due[0].why, Why::Off(Off::Released));
    // What was confirmed is not made a hold again.
    desk.wish.only = vec!["CP-2041".to_owned()];
    desk.send();
    desk.sending.firmness = Firmness::Hold;
    assert!(desk.due().due.is_empty());
}

#[test]
fn who_asks_again_is_told_again_and_who_proposes_in_vain_too() {
    let mut desk = Desk::after_sending();
    desk.hear("chair", HeardWhat::AskedAgain);
    let found = desk.send();
    assert_eq!(kinds(&found), [("chair", PostKind::Again)]);
    assert_eq!(found.due[0].post.told.sequence, 0);
    assert_eq!(found.due[0].why, Why::AskedAgain);

    let proposal = HeardWhat::Proposal(interval("2026-12-09T10:00:00Z", "2026-12-09T11:30:00Z"));
    desk.hear("police-unit", proposal);
    assert!(desk.due().due.is_empty(), "nobody has decided yet");
    let refused = ("CP-2041".to_owned(), "police-unit".to_owned());
    desk.wish.refuse = vec![refused.clone()];
    let found = desk.due();
    assert_eq!(kinds(&found), [("police-unit", PostKind::Again)]);
    let post = &found.due[0].post;
    assert_eq!(post.told.sequence, 1);
    assert!(line(post, "DESCRIPTION").contains("the meeting stays at the time below"));
    assert!(calendar(post).contains("METHOD:REQUEST"));
    desk.told = with_queued(&desk.told, [&post.told]);
    let again = desk.due();
    assert_eq!((again.due.len(), again.no_proposal), (0, vec![refused]));
}

#[test]
fn where_only_the_list_changes_sequence_stays() {
    let mut desk = Desk::after_sending();
    desk.sending.guests = Guests::Full;
    desk.workspace.meetings[0].apart.clear();
    let whole = whole();
    desk.meeting().parts.clear();
    desk.meeting()
        .attending
        .iter_mut()
        .for_each(|who| who.present = vec![whole]);
    desk.send();
    let before = desk.row("police-unit").clone();
    desk.sending.now = instant("2026-11-25T09:00:00Z");
    desk.meeting()
        .attending
        .retain(|who| who.contact != ContactId(CHAIR));
    let found = desk.send();
    let due = of(&found, "police-unit");
    assert_eq!((&due.why, due.post.kind), (&Why::Guests, PostKind::Update));
    assert_eq!(due.post.told.sequence, before.sequence);
    assert!(due.post.told.dtstamp > before.dtstamp);
    // The family read no list, and nothing is new to them.
    assert!(
        !kinds(&found)
            .iter()
            .any(|(who, _)| ["father", "mother"].contains(who))
    );
}

#[test]
fn nobody_is_told_of_what_has_begun() {
    let mut desk = Desk::after_sending();
    desk.sending.now = whole().start();
    desk.meeting().attending.pop();
    desk.meeting().venue = None;
    assert!(desk.due().due.is_empty());
    desk.workspace.arrangements.clear();
    desk.sending.now = whole().end();
    assert!(desk.due().due.is_empty());
    desk.sending.now = whole().start().plus(-60);
    assert!(!desk.due().due.is_empty());
}

#[test]
fn time_alone_and_other_names_are_nothing_to_be_told() {
    let mut desk = Desk::after_sending();
    desk.workspace.contacts[0].name = "Zoe Novak".to_owned();
    desk.sending.organizer.name = None;
    desk.sending.now = whole().start().plus(-60);
    assert!(desk.due().due.is_empty());
}

#[test]
fn a_meeting_arranged_anew_takes_the_place_of_the_old_entry() {
    let mut desk = Desk::after_sending();
    desk.meeting().uid = "9f9f9f9f-93d4-4d8e-8a56-1c2f3e4d5a6b".to_owned();
    let found = desk.send();
    let mut father = found
        .due
        .iter()
        .filter(|due| due.post.told.contact == "father");
    let both = [father.next().expect("one"), father.next().expect("another")];
    let whys = both.map(|due| due.why.clone());
    assert!(
        whys.contains(&Why::Off(Off::Elsewhere)) && whys.contains(&Why::First),
        "{whys:?}"
    );
}

/// What others must not read, in every kind of message.
#[test]
fn no_kind_of_message_tells_of_anybody_else() {
    let mut desk = Desk::after_sending();
    desk.told.clear();
    let mut rounds = vec![desk.send()];
    desk.hear("chair", HeardWhat::AskedAgain);
    desk.sending.now = Instant(desk.sending.now.0 + 3 * 3600);
    rounds.push(desk.send());
    desk.meeting().sequence += 1;
    desk.meeting().venue = Some(VenueId(1));
    desk.meeting()
        .parts
        .iter_mut()
        .for_each(|part| part.venue = Some(VenueId(1)));
    rounds.push(desk.send());
    desk.meeting()
        .attending
        .retain(|who| who.contact != ContactId(FATHER));
    rounds.push(desk.send());
    desk.workspace.arrangements.clear();
    rounds.push(desk.send());
    let posts = rounds
        .iter()
        .flat_map(|found| &found.due)
        .map(|due| &due.post);
    let mut seen = std::collections::BTreeSet::new();
    for post in posts {
        seen.insert(post.kind);
        let mut text = calendar(post);
        text.push_str(&String::from_utf8_lossy(&post.letter));
        if let Some(mail) = MessageParser::default().parse(&post.mail) {
            text.push_str(&String::from_utf8_lossy(&post.mail));
            for part in &mail.parts {
                text.push_str(&String::from_utf8_lossy(part.contents()).replace("\r\n ", ""));
            }
        }
        let text = text.to_lowercase();
        assert!(!text.contains("linden") && !text.contains("hidden lane"));
        for other in desk
            .workspace
            .contacts
            .iter()
            .filter(|other| other.id != post.told.contact)
        {
            let mut secrets = vec![other.name.to_lowercase(), other.id.clone()];
            secrets.extend(other.email.iter().map(|email| email.to_lowercase()));
            for secret in secrets {
                // Ids are common words here; that of the chair is in no message at all.
                assert!(!text.contains(&secret), "{secret} in {}", post.name);
            }
        }
        // Parents kept apart read nothing of each other's time.
        match post.told.contact.as_str() {
            "father" => assert!(!text.contains("11:30"), "{}", post.name),
            "mother" => assert!(!text.contains("10:00"), "{}", post.name),
            _ => {}
        }
        assert!(!post.name.contains("refuge"), "{}", post.name);
    }
    assert_eq!(seen.len(), 4, "every kind was seen: {seen:?}");
}
