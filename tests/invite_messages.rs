//! What stands in the messages, and what never does.

mod invite_case;

use invite_case::*;
use quorate::message::{
    Firmness, Invitations, Message, Notice, Purpose, as_json, as_text, invitations,
};
use quorate::model::*;
use quorate::time::Interval;

fn compose(workspace: &Workspace) -> Invitations {
    let spec = workspace.meetings.first();
    invitations(workspace, &workspace.arrangements[0], spec, &sending())
}

fn message(invitations: &Invitations, contact: u32) -> &Message {
    let mut all = invitations.messages.iter();
    all.find(|m| m.contact == ContactId(contact))
        .expect("a message for the contact")
}

fn text(message: &Message) -> String {
    String::from_utf8(message.bytes.clone()).expect("UTF-8")
}

fn unfolded(message: &Message) -> String {
    text(message).replace("\r\n ", "")
}

/// The value of a property as a reader sees it, unfolded and unescaped.
fn property(message: &Message, name: &str) -> String {
    let text = unfolded(message);
    let event = text.split("BEGIN:VEVENT").nth(1).expect("an event");
    let line = event
        .split("\r\n")
        .find(|line| line.starts_with(&format!("{name}:")) || line.starts_with(&format!("{name};")))
        .expect(name);
    let (_, value) = line.split_once(':').expect("a value");
    value
        .replace("\\n", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}

#[test]
fn the_whole_of_one_invitation() {
    let workspace = workspace();
    let invitations = compose(&workspace);
    let expected = "\
BEGIN:VCALENDAR
PRODID:-//quorate//quorate 1//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:5b0f2a1c-93d4-4d8e-8a56-1c2f3e4d5a6b@quorate.invalid
DTSTAMP:20261123T090000Z
SEQUENCE:0
DTSTART;TZID=Europe/London:20261208T100000
DTEND;TZID=Europe/London:20261208T104500
SUMMARY:Meeting ref CP-2041
LOCATION:Room 2\\, Civic Centre\\, 1 High Street
DESCRIPTION:You are asked to come to a multi-agency meeting.\\n\\nWhen: Tuesd
 ay 8 December 2026\\, 10:00 to 10:45 (UK time)\\nWhere: Room 2\\, Civic Centr
 e\\, 1 High Street\\nReference: CP-2041\\n\\nThis is the time for which you ar
 e needed.\\n\\nPlease answer with Accept\\, Tentative or Decline. If you see 
 no such buttons\\, write to sam.okafor@council.example.org and give the ref
 erence. If you cannot come\\, say so as early as you can.\\n\\nThis message d
 oes not show who else is asked. Please do not forward it: a forwarded invi
 tation cannot be answered.
STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:CONFIDENTIAL
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
ORGANIZER;CN=Sam Okafor:mailto:sam.okafor@council.example.org
ATTENDEE;CN=Tom Bright;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PAR
 TICIPANT;RSVP=TRUE:mailto:tom.bright@post.example.net
END:VEVENT
END:VCALENDAR
"
    .replace('\n', "\r\n");
    assert_eq!(text(message(&invitations, FATHER)), expected);
}

#[test]
fn nobody_reads_of_anybody_else() {
    let workspace = workspace();
    let invitations = compose(&workspace);
    assert_eq!(invitations.messages.len(), 7);
    for message in &invitations.messages {
        let text = text(message).replace("\r\n ", "").to_lowercase();
        for (index, other) in workspace.contacts.iter().enumerate() {
            if message.contact == ContactId(index as u32) {
                continue;
            }
            let mut secrets = vec![other.name.to_lowercase()];
            secrets.extend(other.email.as_ref().map(|email| email.to_lowercase()));
            // The ids here are words of the roles, which must not be told either.
            secrets.push(other.id.clone());
            for secret in secrets {
                assert!(!text.contains(&secret), "{secret} in {}", message.file_name);
            }
        }
        for word in [
            "father",
            "mother",
            "icpc",
            "child",
            "refuge",
            "school",
            "conference",
        ] {
            let own = message.address.as_str().contains(word);
            assert!(
                own || !text.contains(word),
                "{word} in {}",
                message.file_name
            );
        }
    }
    // Parents kept apart do not see each other's time, not even as the rest of the meeting.
    let father = unfolded(message(&invitations, FATHER));
    assert!(!father.contains("11:30") && !father.contains("113000"));
    let mother = unfolded(message(&invitations, MOTHER));
    assert!(!mother.contains("10:00") && !mother.contains("100000"));
    assert_eq!(
        property(message(&invitations, MOTHER), "DTSTART"),
        "20261208T104500"
    );
}

#[test]
fn file_names_and_purposes() {
    let workspace = workspace();
    let invitations = compose(&workspace);
    let files: Vec<(&str, Purpose)> = invitations
        .messages
        .iter()
        .map(|m| (m.file_name.as_str(), m.purpose))
        .collect();
    assert_eq!(
        files,
        [
            ("invite-01-chair.ics", Purpose::Invitation),
            ("invite-02-father.ics", Purpose::Invitation),
            ("report-03-gp.txt", Purpose::Report),
            ("copy-04-health-visitor.ics", Purpose::Information),
            ("invite-05-mother.ics", Purpose::Invitation),
            ("invite-07-police-unit.ics", Purpose::Invitation),
            ("invite-08.ics", Purpose::Invitation),
        ]
    );
    let missing: Vec<ContactId> = invitations.missing.iter().map(|m| m.contact).collect();
    assert_eq!(missing, [ContactId(OFFICE)]);
}

#[test]
fn levels_and_modes_are_told_to_their_own_people_only() {
    let workspace = workspace();
    let invitations = compose(&workspace);
    let police = text(message(&invitations, POLICE)).replace("\r\n ", "");
    assert!(police.contains(
        "ATTENDEE;CN=\"Police 'PPU'; unit, east\";CUTYPE=GROUP;PARTSTAT=NEEDS-ACTION;ROLE=OPT-PARTICIPANT;RSVP=TRUE:\
         mailto:ppu.inbox@police.example.org"
    ));
    let refuge = message(&invitations, REFUGE);
    assert_eq!(
        property(refuge, "LOCATION"),
        "by telephone or on line; the organiser will tell you how"
    );
    assert!(unfolded(refuge).contains("ROLE=REQ-PARTICIPANT"));
    let copy = message(&invitations, HEALTH_VISITOR);
    assert!(unfolded(copy).contains("ROLE=OPT-PARTICIPANT"));
    assert_eq!(property(copy, "TRANSP"), "TRANSPARENT");
    assert!(property(copy, "DESCRIPTION").starts_with(
        "For your information: a multi-agency meeting takes place. You are not expected to come."
    ));
    assert_eq!(
        text(message(&invitations, GP)),
        "Subject: Meeting ref CP-2041: please send a report\r\n\r\nA multi-agency meeting takes place on Tuesday 8 \
         December 2026. You are not expected to come.\r\n\r\nPlease send your written report so that it arrives before \
         that day, by the secure way that your agency uses, and give the reference.\r\n\r\nReference: CP-2041\r\nSend it \
         to: sam.okafor@council.example.org\r\n\r\nIf you cannot send it in time, say so as early as you can.\r\n"
    );
    assert_eq!(
        invitations.notices,
        [Notice::PlaceToTell(vec![ContactId(REFUGE)])]
    );
}

#[test]
fn a_hold_is_tentative_everywhere() {
    let workspace = workspace();
    let mut sending = sending();
    sending.firmness = Firmness::Hold;
    let invitations = invitations(
        &workspace,
        &workspace.arrangements[0],
        workspace.meetings.first(),
        &sending,
    );
    let chair = message(&invitations, CHAIR);
    assert_eq!(property(chair, "SUMMARY"), "HOLD: Meeting ref CP-2041");
    assert_eq!(property(chair, "STATUS"), "TENTATIVE");
    assert_eq!(property(chair, "X-MICROSOFT-CDO-BUSYSTATUS"), "TENTATIVE");
    assert!(property(chair, "DESCRIPTION").contains("It is not settled yet"));
    assert!(text(message(&invitations, GP)).contains("It is not settled yet."));
}

#[test]
fn an_unsettled_or_past_meeting_is_said_to_be_so() {
    let mut workspace = workspace();
    workspace.arrangements[0].state = State::QuorateIf;
    assert_eq!(compose(&workspace).notices[0], Notice::Unsettled);
    let mut late = sending();
    late.now = whole().start();
    late.firmness = Firmness::Hold;
    let arranged = &workspace.arrangements[0];
    let notices = invitations(&workspace, arranged, None, &late).notices;
    assert!(notices.contains(&Notice::Past));
}

#[test]
fn a_confidential_place_is_told_to_nobody() {
    let mut workspace = workspace();
    for part in &mut workspace.arrangements[0].parts {
        part.venue = Some(VenueId(1));
    }
    workspace.arrangements[0].venue = Some(VenueId(1));
    let invitations = compose(&workspace);
    let copy = String::from_utf8(invitations.organizer_copy.clone()).expect("UTF-8");
    let all = invitations.messages.iter().map(text).chain([copy]);
    for text in all {
        assert!(!text.replace("\r\n ", "").contains("Linden"));
        assert!(!text.replace("\r\n ", "").contains("Hidden"));
    }
    // And no message tells that there is a secret: it reads like a place that is not fixed.
    let fixed = message(&invitations, CHAIR).bytes.clone();
    for part in &mut workspace.arrangements[0].parts {
        part.venue = None;
    }
    workspace.arrangements[0].venue = None;
    assert_eq!(message(&compose(&workspace), CHAIR).bytes, fixed);
}

#[test]
fn each_stretch_and_each_room_is_named_in_one_entry() {
    let mut workspace = workspace();
    workspace.venues[1].confidential = false;
    let arranged = &mut workspace.arrangements[0];
    arranged.parts[1].venue = Some(VenueId(1));
    let break_ = interval("2026-12-08T11:00:00Z", "2026-12-08T11:15:00Z");
    arranged.attending[0].present = vec![
        Interval::new(whole().start(), break_.start()).expect("before"),
        Interval::new(break_.end(), whole().end()).expect("after"),
    ];
    let invitations = compose(&workspace);
    let chair = message(&invitations, CHAIR);
    let body = property(chair, "DESCRIPTION");
    assert!(body.contains(
        "When: Tuesday 8 December 2026, 10:00 to 11:00 and 11:15 to 11:30 (UK time)\n\
         Where: 10:00 to 10:45: Room 2, Civic Centre, 1 High Street; 10:45 to 11:30: Linden House, 9 Hidden Lane\n"
    ));
    assert_eq!(property(chair, "DTSTART"), "20261208T100000");
    assert_eq!(property(chair, "DTEND"), "20261208T113000");
    // The father's part is in one room only; of the other there is no word.
    assert!(!unfolded(message(&invitations, FATHER)).contains("Linden"));
}

#[test]
fn one_kept_apart_who_does_not_come_gets_no_message() {
    for mode in [None, Some(Mode::Report)] {
        let mut workspace = workspace();
        workspace.arrangements[0].attending.remove(1);
        let seat = &mut workspace.meetings[0].seats[1];
        seat.mode = mode;
        if mode.is_none() {
            seat.level = Level::Informed;
        }
        let invitations = compose(&workspace);
        assert!(
            invitations
                .messages
                .iter()
                .all(|m| m.contact != ContactId(FATHER))
        );
        assert!(
            invitations
                .notices
                .contains(&Notice::KeptApart(ContactId(FATHER)))
        );
    }
}

#[test]
fn one_kept_apart_whose_time_is_not_known_gets_no_message() {
    let mut workspace = workspace();
    workspace.arrangements[0].attending[2].present.clear();
    // For the chair the whole meeting is the right guess.
    workspace.arrangements[0].attending[0].present.clear();
    let invitations = compose(&workspace);
    assert!(
        invitations
            .messages
            .iter()
            .all(|m| m.contact != ContactId(MOTHER))
    );
    assert!(
        invitations
            .notices
            .contains(&Notice::TimeNotKnown(ContactId(MOTHER)))
    );
    assert_eq!(message(&invitations, CHAIR).times, [whole()]);
}

#[test]
fn one_mailbox_for_two() {
    let mut workspace = workspace();
    workspace.contacts[POLICE as usize].email = Some("Zoe.Novak@council.example.org".to_owned());
    let invitations = compose(&workspace);
    assert!(invitations.notices.contains(&Notice::SharedMailbox(vec![
        ContactId(CHAIR),
        ContactId(POLICE)
    ])));
    let (chair, police) = (message(&invitations, CHAIR), message(&invitations, POLICE));
    assert_eq!(property(chair, "UID"), UID);
    assert_ne!(property(police, "UID"), UID);
    assert!(property(police, "UID").ends_with("@quorate.invalid"));

    // Two who are kept apart would read of each other there.
    workspace.contacts[FATHER as usize].email = Some("KIT.LARCH@post.example.net".to_owned());
    let invitations = compose(&workspace);
    let apart = [ContactId(FATHER), ContactId(MOTHER)];
    assert!(
        invitations
            .messages
            .iter()
            .all(|m| !apart.contains(&m.contact))
    );
    assert!(
        invitations
            .notices
            .contains(&Notice::ApartInOneMailbox(apart.to_vec()))
    );
}

#[test]
fn the_organisers_own_address_gets_no_request() {
    let mut workspace = workspace();
    workspace.contacts[CHAIR as usize].email = Some("sam.okafor@council.example.org".to_owned());
    let invitations = compose(&workspace);
    assert!(
        invitations
            .messages
            .iter()
            .all(|m| m.contact != ContactId(CHAIR))
    );
    assert!(
        invitations
            .notices
            .contains(&Notice::OrganizerAttends(ContactId(CHAIR)))
    );
}

#[test]
fn the_organisers_copy_names_nobody_and_sends_nothing() {
    let workspace = workspace();
    let copy = String::from_utf8(compose(&workspace).organizer_copy).expect("UTF-8");
    for word in ["METHOD", "ATTENDEE", "ORGANIZER", "mailto"] {
        assert!(!copy.contains(word), "{word}");
    }
    for contact in &workspace.contacts {
        assert!(!copy.replace("\r\n ", "").contains(&contact.name));
    }
}

#[test]
fn seats_on_conditions() {
    let mut workspace = workspace();
    workspace.meetings[0].seats[7].when = vec![Condition {
        flag: "under5".to_owned(),
        wanted: true,
    }];
    let written = |workspace: &Workspace| {
        let invitations = compose(workspace);
        let any = invitations
            .messages
            .iter()
            .any(|m| m.contact == ContactId(HEALTH_VISITOR));
        let asked = invitations
            .notices
            .iter()
            .any(|n| matches!(n, Notice::FlagUnset { .. }));
        (any, asked)
    };
    assert_eq!(written(&workspace), (false, true));
    for set in [true, false] {
        workspace.meetings[0].flags = vec![FlagState {
            flag: "under5".to_owned(),
            set,
        }];
        assert_eq!(written(&workspace), (set, false));
    }
}

#[test]
fn without_the_meetings_row_everybody_arranged_is_invited() {
    let workspace = workspace();
    let invitations = invitations(&workspace, &workspace.arrangements[0], None, &sending());
    assert_eq!(invitations.messages.len(), 5);
    assert!(invitations.notices.contains(&Notice::NotInTables));
    assert!(unfolded(message(&invitations, POLICE)).contains("ROLE=REQ-PARTICIPANT"));
}

/// Whatever the tables hold, no value begins a line, and nothing but the recipient and the organiser is addressed.
#[test]
fn hostile_tables_inject_nothing() {
    let hostile =
        "x\r\nATTENDEE:mailto:evil@example.org\r\nEND:VEVENT\n;:,\\\"😀\u{2028}METHOD:CANCEL\u{0}";
    let mut workspace = workspace();
    for contact in &mut workspace.contacts {
        contact.name = hostile.to_owned();
        contact.id = format!("../{hostile}");
    }
    for venue in &mut workspace.venues {
        venue.name = hostile.to_owned();
        venue.address = Some(hostile.to_owned());
    }
    workspace.meetings[0].reference = hostile.to_owned();
    workspace.arrangements[0].reference = hostile.to_owned();
    workspace.arrangements[0].uid = hostile.to_owned();
    let mut sending = sending();
    sending.organizer.name = Some(hostile.to_owned());
    let invitations = invitations(
        &workspace,
        &workspace.arrangements[0],
        workspace.meetings.first(),
        &sending,
    );
    assert_eq!(invitations.messages.len(), 7);
    for message in &invitations.messages {
        assert!(
            message
                .file_name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
                && !message.file_name.starts_with('.'),
        );
        let text = text(message);
        if message.purpose == Purpose::Report {
            assert_eq!(text.matches("\r\nSend it to: ").count(), 1);
            continue;
        }
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "folded");
            assert!(!line.chars().any(char::is_control));
        }
        let unfolded = text.replace("\r\n ", "");
        let lines = |head: &str| {
            unfolded
                .split("\r\n")
                .filter(|l| l.starts_with(head))
                .count()
        };
        assert_eq!(
            (lines("ATTENDEE"), lines("ORGANIZER"), lines("END:VEVENT")),
            (1, 1, 1)
        );
        assert_eq!(
            (lines("METHOD"), lines("UID:"), lines("BEGIN:VEVENT")),
            (1, 1, 1)
        );
        assert!(
            !unfolded
                .split("\r\n")
                .any(|l| l.starts_with("METHOD:CANCEL"))
        );
    }
}

#[test]
fn feeds_answers_and_telephone_numbers_leave_no_trace() {
    let canary = "CANARY-7Q";
    let mut workspace = workspace();
    for contact in &mut workspace.contacts {
        contact.phone = Some(canary.to_owned());
        contact.feeds = vec![FeedRef {
            id: format!("feeds/{canary}.ics"),
            known_until: None,
        }];
    }
    for agency in &mut workspace.agencies {
        agency.name = canary.to_owned();
    }
    for role in &mut workspace.roles {
        role.name = canary.to_owned();
    }
    workspace.answers = vec![Answer {
        who: Answerer::Contact(ContactId(0)),
        reference: None,
        interval: whole(),
        reply: Reply::Can,
        how: canary.to_owned(),
        recorded_by: canary.to_owned(),
        recorded_at: whole().start(),
    }];
    let meeting = &mut workspace.meetings[0];
    meeting.kind = Some(canary.to_owned());
    meeting.subjects = vec![Subject {
        id: canary.to_owned(),
        ..Subject::default()
    }];
    for part in &mut meeting.parts {
        part.name = canary.to_owned();
    }
    let spec = workspace.meetings.first();
    let invitations = invitations(&workspace, &workspace.arrangements[0], spec, &sending());
    let copy = String::from_utf8(invitations.organizer_copy.clone()).expect("UTF-8");
    for text in invitations.messages.iter().map(text).chain([copy]) {
        assert!(!text.replace("\r\n ", "").contains(canary));
    }
    assert!(
        !as_json(&workspace, &invitations, &PLACE)
            .to_string()
            .contains(canary)
    );
}

#[test]
fn a_time_that_the_clock_shows_twice_is_in_utc() {
    let mut workspace = workspace();
    let twice = interval("2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z");
    let arranged = &mut workspace.arrangements[0];
    arranged.interval = twice;
    arranged.parts.clear();
    arranged.attending.truncate(1);
    arranged.attending[0].present = vec![twice];
    let invitations = compose(&workspace);
    let chair = message(&invitations, CHAIR);
    assert_eq!(property(chair, "DTSTART"), "20261025T011500Z");
    assert!(!text(chair).contains("VTIMEZONE"));
}

#[test]
fn the_list_for_the_coordinator() {
    let workspace = workspace();
    let invitations = compose(&workspace);
    let expected = "\
Meeting ref CP-2041, Tuesday 8 December 2026, 10:00 to 11:30 (UK time): 7 invitations and 1 letter in out

  invite-01-chair.ics         Zoë Novák                 zoe.novak@council.example.org  invitation
  invite-02-father.ics        Tom Bright                tom.bright@post.example.net    invitation, Tuesday 8 December 2026, 10:00 to 10:45 (UK time)
  report-03-gp.txt            Dr Ada Quill              a.quill@surgery.example.org    request for a report
  copy-04-health-visitor.ics  Ines Marlow               i.marlow@health.example.org    copy for information
  invite-05-mother.ics        Kit Larch                 kit.larch@post.example.net     invitation, Tuesday 8 December 2026, 10:45 to 11:30 (UK time)
  invite-07-police-unit.ics   Police \"PPU\"; unit, east  ppu.inbox@police.example.org   invitation
  invite-08.ics               Wren Ashdown              w.ashdown@refuge.example.org   invitation, Tuesday 8 December 2026, 10:45 to 11:30 (UK time)
  organizer-copy.ics          (your own diary)                                         plain entry, not an invitation

Each is also a whole mail, ready to be sent: mail/*.eml
By hand from Outlook: outlook/CP-2041/meeting.txt and outlook/CP-2041/meeting.ics; for a mail merge: outlook/merge.csv

1 person has no usable e-mail address: a letter or a call. The words are in
  letter-06-office.txt  St Mark's office  01632 960100  invitation

* These do not say where, or how to join (confidential, not fixed, or from afar). Tell it yourself: Wren Ashdown.
";
    assert_eq!(as_text(&workspace, &invitations, &PLACE), expected);
    let list = as_json(&workspace, &invitations, &PLACE);
    assert_eq!(list["format"], "quorate-invitations/1");
    assert_eq!(list["missing_addresses"][0]["contact"], "office");
    assert_eq!(list["files"][1]["times"][0][1], "2026-12-08T10:45:00Z");
    assert_eq!(list["notices"][0]["code"], "place-to-tell");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let workspace = workspace();
    assert_eq!(compose(&workspace), compose(&workspace));
}

/// Every notice has its sentence, and the sentence names whom it is about.
#[test]
fn notices_in_words() {
    let workspace = workspace();
    let mut invitations = compose(&workspace);
    invitations.messages.clear();
    invitations.missing.clear();
    let (father, mother) = (ContactId(FATHER), ContactId(MOTHER));
    invitations.notices = vec![
        Notice::Unsettled,
        Notice::Past,
        Notice::NotInTables,
        Notice::OrganizerAttends(father),
        Notice::PlaceToTell(vec![father, mother]),
        Notice::KeptApart(father),
        Notice::TimeNotKnown(mother),
        Notice::SharedMailbox(vec![father, mother]),
        Notice::ApartInOneMailbox(vec![father, mother]),
        Notice::FlagUnset {
            seat: "health".to_owned(),
            flag: "under5".to_owned(),
        },
        Notice::NoFamily(vec![father]),
        Notice::NobodyNamed {
            seat: "gp".to_owned(),
            purpose: Purpose::Information,
        },
    ];
    let text = as_text(&workspace, &invitations, &PLACE);
    let (_, notices) = text.split_once("merge.csv\n\n").expect("a list");
    let expected = "\
* The meeting still waits for confirmations, and these invitations say that it takes place. To ask people to keep the time free until it is settled, use --hold.
* The meeting's time is past.
* The meeting is not in the meetings table, so it is not known who is kept apart, who is optional, and who is to send a report or to get a copy. Look through the files before you send them.
* Tom Bright is the organiser, whose calendar cannot accept its own invitation: organizer-copy.ics is for them.
* These do not say where, or how to join (confidential, not fixed, or from afar). Tell it yourself: Tom Bright, Kit Larch.
* Tom Bright is kept apart from somebody and does not come: no message was written, because it would tell when that person is there. Decide yourself what to tell.
* Kit Larch is kept apart from somebody, and the arrangement does not say for which time they come: no message was written. Add the time they are present to arrangements.json, or choose the slot again.
* One mailbox, one message each: Tom Bright, Kit Larch. Each sees the other's time there.
* Kept apart, and one mailbox: Tom Bright, Kit Larch. No message was written for them, because each would read when the other comes. Ask for an address of each one's own.
* Seat health depends on \"under5\", which nobody has answered: no message was written for it. Set the flag in the meeting's row.
* To a meeting of this type nobody of the family is invited: no message was written for Tom Bright. Take them out of arrangements.json, or choose the slot again.
* Seat gp gets a copy for information, and names nobody: several could be meant, or none is known, so no message was written. Name somebody in the meeting's row.
";
    assert_eq!(notices, expected);
    let codes = as_json(&workspace, &invitations, &PLACE)["notices"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|notice| notice["code"].as_str().expect("a code").to_owned())
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(codes.len(), invitations.notices.len(), "a code each");
}
