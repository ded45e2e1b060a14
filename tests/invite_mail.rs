//! The mails as a reader that is not ours finds them, whatever the tables hold.

mod invite_case;

use invite_case::*;
use mail_parser::{Message as Parsed, MessageParser, MimeHeaders, PartType};
use proptest::prelude::*;
use quorate::message::{Firmness, Invitations, Message, Purpose, Sending, invitations};
use quorate::model::{ContactId, VenueId, Workspace};

fn compose(workspace: &Workspace, sending: &Sending) -> Invitations {
    let spec = workspace.meetings.first();
    invitations(workspace, &workspace.arrangements[0], spec, sending)
}

fn parsed(mail: &[u8]) -> Parsed<'_> {
    MessageParser::default().parse(mail).expect("a mail")
}

fn kind(mail: &Parsed<'_>, part: u32) -> String {
    let kind = mail.parts[part as usize].content_type().expect("a type");
    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())
}

fn children(mail: &Parsed<'_>, part: u32) -> Vec<u32> {
    match &mail.parts[part as usize].body {
        PartType::Multipart(children) => children.clone(),
        _ => Vec::new(),
    }
}

fn contents(mail: &Parsed<'_>, part: u32) -> Vec<u8> {
    mail.parts[part as usize].contents().to_vec()
}

/// A property of a calendar as a plain reader sees it.
fn property(calendar: &[u8], name: &str) -> String {
    let text = String::from_utf8(calendar.to_vec()).expect("UTF-8");
    let text = text.replace("\r\n ", "");
    let event = text.split("BEGIN:VEVENT").nth(1).expect("an event");
    let line = event
        .split("\r\n")
        .find(|line| line.starts_with(&format!("{name}:")) || line.starts_with(&format!("{name};")))
        .expect(name);
    line.to_owned()
}

fn only_address<'a>(list: Option<&'a mail_parser::Address<'a>>) -> (Option<&'a str>, &'a str) {
    let list = list.expect("a header");
    let all: Vec<_> = list.iter().collect();
    assert_eq!(all.len(), 1, "{all:?}");
    (all[0].name(), all[0].address().expect("an address"))
}

/// Everything that makes programs show an invitation with buttons; the parts' numbers are those of `mail-parser`.
#[track_caller]
fn is_an_invitation(message: &Message) {
    let mail = parsed(&message.mail);
    assert_eq!(kind(&mail, 0), "multipart/mixed");
    let [alternative, attached] = children(&mail, 0)[..] else {
        panic!("two parts: {:?}", children(&mail, 0));
    };
    assert_eq!(kind(&mail, alternative), "multipart/alternative");
    let [plain, page, calendar] = children(&mail, alternative)[..] else {
        panic!("three alternatives");
    };
    assert_eq!(
        [plain, page, calendar, attached].map(|part| kind(&mail, part)),
        [
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics"
        ]
    );
    let inline = &mail.parts[calendar as usize];
    let of_type = |name| inline.content_type().expect("a type").attribute(name);
    assert_eq!(of_type("method"), Some("REQUEST"));
    assert_eq!(of_type("charset"), Some("UTF-8"));
    assert!(inline.content_disposition().is_none());
    let file = &mail.parts[attached as usize];
    let disposition = file.content_disposition().expect("an attachment");
    assert_eq!(disposition.ctype(), "attachment");
    assert_eq!(disposition.attribute("filename"), Some("invite.ics"));

    // The same octets three times: beside the mail, in it, and attached.
    assert_eq!(contents(&mail, calendar), message.bytes);
    assert_eq!(contents(&mail, attached), message.bytes);

    let (_, to) = only_address(mail.to());
    assert_eq!(to, message.address.as_str());
    assert!(property(&message.bytes, "ATTENDEE").ends_with(&format!(":mailto:{to}")));
    let (_, from) = only_address(mail.from());
    assert!(property(&message.bytes, "ORGANIZER").ends_with(&format!(":mailto:{from}")));
    assert!(mail.cc().is_none() && mail.bcc().is_none());

    // The plain text is what the calendar describes.
    let described = property(&message.bytes, "DESCRIPTION");
    let described = described.strip_prefix("DESCRIPTION:").expect("text");
    let text = String::from_utf8(contents(&mail, plain)).expect("UTF-8");
    let escaped = text
        .trim_end()
        .replace("\r\n", "\n")
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n");
    assert_eq!(escaped.trim_end(), described.trim_end());
}

/// The head of a mail: each header once, in lines that every server passes on, of plain letters only.
#[track_caller]
fn has_a_plain_head(mail: &[u8]) {
    let end = mail.windows(4).position(|four| four == b"\r\n\r\n");
    let head = std::str::from_utf8(&mail[..end.expect("a head")]).expect("ASCII");
    assert!(head.is_ascii(), "{head}");
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let names: Vec<&str> = unfolded
        .split("\r\n")
        .map(|line| line.split_once(':').expect("name: value").0)
        .collect();
    assert_eq!(
        names,
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "References",
            "Content-Language",
            "MIME-Version",
            "Content-Type"
        ]
    );
    let text = String::from_utf8_lossy(mail);
    for line in text.split("\r\n") {
        assert!(!line.contains(['\r', '\n']), "a bare line end in {line:?}");
        assert!(line.len() <= 998, "{} octets", line.len());
    }
}

#[test]
fn every_invitation_is_a_mail_with_buttons() {
    let invitations = compose(&workspace(), &sending());
    for message in &invitations.messages {
        has_a_plain_head(&message.mail);
        match message.purpose {
            Purpose::Invitation | Purpose::Information => is_an_invitation(message),
            Purpose::Report => {
                let mail = parsed(&message.mail);
                assert_eq!(kind(&mail, 0), "multipart/alternative");
                let parts = children(&mail, 0);
                assert_eq!(parts.len(), 2);
                assert_eq!(
                    mail.subject(),
                    Some("Meeting ref CP-2041: please send a report")
                );
                // The same words as the file beside it.
                let text = String::from_utf8(contents(&mail, parts[0])).expect("UTF-8");
                let file = String::from_utf8(message.bytes.clone()).expect("UTF-8");
                assert!(
                    file.ends_with(text.trim_end_matches("\r\n")) || file.contains(text.trim_end())
                );
            }
        }
    }
    let files: Vec<&str> = invitations
        .messages
        .iter()
        .map(|message| message.mail_name.as_str())
        .collect();
    assert_eq!(files[0], "invite-01-chair.eml");
    assert_eq!(files[6], "invite-08.eml");
}

#[test]
fn the_head_of_a_mail() {
    let invitations = compose(&workspace(), &sending());
    let chair = &invitations.messages[0];
    let mail = parsed(&chair.mail);
    assert_eq!(mail.subject(), Some("Meeting ref CP-2041"));
    assert_eq!(
        only_address(mail.from()),
        (Some("Sam Okafor"), "sam.okafor@council.example.org")
    );
    assert_eq!(
        only_address(mail.to()),
        (Some("Zoë Novák"), "zoe.novak@council.example.org")
    );
    let date = mail.date().expect("a date").to_rfc3339();
    assert_eq!(date, "2026-11-23T09:00:00Z");
    assert!(
        mail.message_id()
            .is_some_and(|id| id.ends_with("@council.example.org"))
    );
}

#[test]
fn a_mail_is_known_by_what_it_says() {
    let mut case = workspace();
    let id = |invitations: &Invitations, number: usize| {
        let mail = parsed(&invitations.messages[number].mail);
        let thread = mail.references().as_text().expect("one").to_owned();
        (mail.message_id().expect("an id").to_owned(), thread)
    };
    let first = compose(&case, &sending());
    assert_eq!(compose(&case, &sending()), first);
    let mut ids: Vec<String> = (0..first.messages.len())
        .map(|number| id(&first, number).0)
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), first.messages.len(), "each has its own");

    // Written anew a day later, it is the same mail: whoever gets both is shown one.
    let mut later = sending();
    later.now = instant("2026-11-24T09:00:00Z");
    let again = compose(&case, &later);
    assert_ne!(again.messages[0].mail, first.messages[0].mail);
    assert_eq!(id(&again, 0), id(&first, 0));
    // A hold, a change, and another place say something else, in the same thread.
    let mut hold = sending();
    hold.firmness = Firmness::Hold;
    let others = [
        compose(&case, &hold),
        {
            case.arrangements[0].sequence = 1;
            compose(&case, &sending())
        },
        {
            case.arrangements[0].sequence = 0;
            case.venues[0].name = "Room 3".to_owned();
            compose(&case, &sending())
        },
    ];
    for other in &others {
        assert_ne!(id(other, 0).0, id(&first, 0).0);
        assert_eq!(id(other, 0).1, id(&first, 0).1);
    }
    let changed = String::from_utf8(others[1].messages[0].bytes.clone()).expect("UTF-8");
    let sentence = "If you had an earlier invitation to this meeting\\, this one replaces it.";
    assert!(changed.replace("\r\n ", "").contains(sentence));
}

#[test]
fn the_link_goes_to_those_who_may_meet_there() {
    const LINK: &str = "https://meet.example.org/j/8842?pwd=aB-c_d";
    let mut with = sending();
    with.join = Some(LINK.to_owned());
    let case = workspace();
    let invitations = compose(&case, &with);
    for message in &invitations.messages {
        let calendar = String::from_utf8_lossy(&message.bytes).replace("\r\n ", "");
        // Not the parents, who are kept apart; not those who do not come.
        let told = [CHAIR, POLICE, REFUGE].contains(&message.contact.0);
        assert_eq!(calendar.contains(LINK), told, "{}", message.file_name);
        let mail = parsed(&message.mail);
        let page = mail.body_html(0).expect("a page");
        let shown = format!("<a href=\"{LINK}\">{LINK}</a>");
        assert_eq!(page.contains(&shown), told);
        if message.contact == ContactId(REFUGE) {
            // From afar, it is the place.
            assert_eq!(
                property(&message.bytes, "LOCATION"),
                format!("LOCATION:{LINK}")
            );
        }
    }
    // Without a room, the meeting is there.
    let mut nowhere = workspace();
    nowhere.arrangements[0].venue = None;
    for part in &mut nowhere.arrangements[0].parts {
        part.venue = None;
    }
    let chair = &compose(&nowhere, &with).messages[0];
    assert_eq!(
        property(&chair.bytes, "LOCATION"),
        format!("LOCATION:{LINK}")
    );
}

/// What people put into cells, and what others put there for a reason.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\r\nBcc: evil@example.org",
        "\r\n\r\n<script>",
        "\nTo: evil@example.org",
        "\r",
        "\u{0}",
        "\u{b}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}gpj",
        "\u{200f}",
        "\u{feff}",
        "\"",
        "\\",
        "<evil@example.org>",
        ", evil@example.org",
        ";",
        ":",
        "(c)",
        "=?utf-8?q?=0D=0ABcc:_evil@example.org?=",
        "--=_m_",
        "😀👩‍👩‍👧",
        "e\u{301}",
        "א ב",
        " ",
        "\t",
        "O'Hara",
        "Ωmega",
        "<b>&amp;",
        ".\r\n",
        "From ",
    ]);
    let short = prop::collection::vec(pieces, 0..8).prop_map(|all| all.concat());
    prop_oneof![
        4 => short.clone(),
        1 => ".*",
        1 => short.prop_map(|text| {
            let times = 10_240 / text.len().max(1) + 1;
            if text.is_empty() { "long ".repeat(2048) } else { text.repeat(times) }
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_in_a_table_breaks_a_mail(
        name in hostile(),
        organizer in hostile(),
        reference in hostile(),
        room in hostile(),
        address in hostile(),
    ) {
        let mut case = workspace();
        for contact in &mut case.contacts {
            contact.name = name.clone();
        }
        case.venues[0].name = room;
        case.venues[0].address = Some(address);
        case.arrangements[0].reference = reference.clone();
        case.arrangements[0].venue = Some(VenueId(0));
        case.meetings[0].reference = reference;
        let mut sending = sending();
        sending.organizer.name = Some(organizer);
        let invitations = compose(&case, &sending);
        prop_assert_eq!(invitations.messages.len(), 7);
        for message in &invitations.messages {
            has_a_plain_head(&message.mail);
            if message.purpose != Purpose::Report {
                is_an_invitation(message);
            }
            let mail = parsed(&message.mail);
            let page = mail.body_html(0).expect("a page");
            prop_assert!(!page.contains("<script") && !page.contains("<b>"));
            let (shown, _) = only_address(mail.to());
            let shown = shown.unwrap_or_default();
            assert!(!shown.contains(['\r', '\n', '\u{202e}', '\u{200f}']));
            prop_assert!(shown.chars().count() <= 120);
        }
    }
}
