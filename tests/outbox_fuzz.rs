//! Names, places and references that hold anything: whatever they hold, two readers that are not ours read of REQUEST and CANCEL what
//! was meant, and nothing else.

mod invite_case;

use icalendar::parser::{Component, read_calendar, unfold};
use invite_case::*;
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;
use quorate::message::outbox::{OutboxWish, outbox, with_queued};

/// Hostile pieces, put together at random, up to some 10 kB.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\nATTENDEE:mailto:evil@example.org\r\n".to_owned()),
        Just("\r\nBcc: evil@example.org\r\n\r\n".to_owned()),
        Just("\";CN=\"x\":mailto:evil@example.org".to_owned()),
        Just("END:VEVENT\nBEGIN:VEVENT\n".to_owned()),
        Just("=?utf-8?q?x?=".to_owned()),
        Just("\\n\\,\\;\\\\ ^n ^' ^^".to_owned()),
        Just("\u{202e}\u{2066}\u{feff}\u{200f}".to_owned()),
        Just("\u{2028}\u{2029}\u{85}\u{b}\u{c}\0\u{7}\u{1b}".to_owned()),
        Just("😀👨‍👩‍👧 אבג عربي é".to_owned()),
        Just("<a@b>, \"c\" (d); e:f".to_owned()),
        "[ -~]{0,40}",
        "\\PC{0,20}",
        any::<char>().prop_map(|c| c.to_string()),
        (1..300_usize).prop_map(|n| "é😀a ".repeat(n)),
    ];
    let whole = prop::collection::vec(piece, 0..8).prop_map(|all| all.concat());
    // A name is a name: it holds something that shows.
    whole.prop_map(|text| format!("A{text}").chars().take(10_000).collect())
}

/// One line of what can be shown.
fn plain(text: &str) -> String {
    let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
    let turns = |c: &char| {
        !('\u{202a}'..='\u{202e}').contains(c)
            && !('\u{2066}'..='\u{2069}').contains(c)
            && !['\u{200e}', '\u{200f}', '\u{feff}'].contains(c)
    };
    let pieces = text
        .split(breaks)
        .map(|piece| piece.chars().filter(turns).collect::<String>());
    let kept: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
    kept.join(" ")
}

/// As the parser gives them, TEXT without its escapes.
fn values(event: &Component, name: &str) -> Vec<String> {
    let properties = event.properties.iter().filter(|one| one.name == name);
    properties.map(|one| one.val.to_string()).collect()
}

fn cases() -> u32 {
    let stated = std::env::var("QUORATE_CASES").ok();
    stated.and_then(|text| text.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks_a_message(name in hostile(), place in hostile(), reference in hostile(), organizer in hostile()) {
        let mut workspace = workspace();
        workspace.contacts[CHAIR as usize].name = name.clone();
        workspace.venues[0].name = place.clone();
        workspace.venues[0].address = None;
        workspace.meetings[0].reference = reference.clone();
        workspace.arrangements[0].reference = reference.clone();
        let mut sending = sending();
        sending.organizer.name = Some(organizer.clone());
        let wish = OutboxWish::default();
        let first = outbox(&workspace, &[], &[], &sending, &wish);
        let told = with_queued(&[], first.due.iter().map(|due| &due.post.told));
        prop_assert!(outbox(&workspace, &told, &[], &sending, &wish).due.is_empty());
        let arranged = workspace.arrangements.remove(0);
        let off = outbox(&workspace, &told, &[], &sending, &wish);
        prop_assert_eq!(first.due.len(), off.due.len());
        let title = format!("Meeting ref {}", plain(&reference));
        for (due, method) in first.due.iter().map(|due| (due, "REQUEST")).chain(off.due.iter().map(|due| (due, "CANCEL"))) {
            let post = &due.post;
            let file_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            prop_assert!(post.name.chars().all(file_name) && post.name.len() < 200, "{}", post.name);
            prop_assert!(!post.name.starts_with('.'));
            if post.mail.is_empty() {
                continue;
            }
            let mail = MessageParser::default().parse(&post.mail).expect("a mail");
            let to = mail.to().and_then(|to| to.first()).expect("a recipient");
            prop_assert_eq!(to.address(), Some(post.told.address.as_str()));
            prop_assert_eq!(mail.to().map(|to| to.iter().count()), Some(1));
            prop_assert!(mail.bcc().is_none() && mail.cc().is_none());
            let subject = mail.subject().unwrap_or_default().replace("= ?", "=?");
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(squeezed(&subject).contains(&squeezed(&title.replace("= ?", "=?"))), "{subject:?} {title:?}");
            if post.calendar.is_empty() {
                continue;
            }
            let parts: Vec<_> = mail.parts.iter().filter(|part| {
                part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar") || kind.subtype() == Some("ics"))
            }).collect();
            prop_assert_eq!(parts.len(), 2);
            for part in parts {
                prop_assert_eq!(part.contents(), post.calendar.as_slice());
            }
            let text = std::str::from_utf8(&post.calendar).expect("UTF-8");
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']));
            }
            let unfolded = unfold(text);
            let calendar = read_calendar(&unfolded).map_err(TestCaseError::fail)?;
            let methods: Vec<String> = calendar.properties.iter().filter(|one| one.name == "METHOD").map(|one| one.val.to_string()).collect();
            prop_assert_eq!(methods, [method]);
            let events: Vec<_> = calendar.components.iter().filter(|one| one.name == "VEVENT").collect();
            prop_assert_eq!(events.len(), 1);
            let event = events[0];
            prop_assert_eq!(values(event, "SUMMARY")[0].clone(), title.clone());
            let attendee = format!("mailto:{}", post.told.address);
            prop_assert_eq!(values(event, "ATTENDEE"), [attendee]);
            prop_assert_eq!(values(event, "ORGANIZER"), ["mailto:sam.okafor@council.example.org"]);
            if post.told.contact == "chair" && method == "REQUEST" {
                prop_assert_eq!(values(event, "LOCATION")[0].clone(), plain(&place));
            }
            prop_assert!(!event.components.iter().any(|part| part.name == "VEVENT"));
        }
        prop_assert_eq!(arranged.reference, reference);
    }
}
