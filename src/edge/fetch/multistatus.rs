//! The XML in which calendar servers answer (RFC 4918 section 13, RFC 4791 section 9.6).

use super::xml_bounds::is_cheap;
use roxmltree::{Document, Node, ParsingOptions};

const DAV: &str = "DAV:";
const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";

/// More elements than any calendar's answer has.
const MOST_NODES: u32 = 2_000_000;

/// What an answer holds.
#[derive(PartialEq, Eq, Debug, Default)]
pub(super) struct Multistatus {
    /// The texts of the calendar objects.
    pub calendars: Vec<String>,
    /// How many resources were answered for.
    pub responses: usize,
    /// A part was refused or left out: what it held is not known.
    pub is_incomplete: bool,
    /// A resource says that it is a calendar.
    pub is_calendar: bool,
}

/// `None` when it is no multistatus.
pub(super) fn read(bytes: &[u8]) -> Option<Multistatus> {
    let text = std::str::from_utf8(bytes).ok()?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !is_cheap(text) {
        return None;
    }
    let document = Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    if !root.has_tag_name((DAV, "multistatus")) {
        return None;
    }
    let mut found = Multistatus::default();
    for response in children(root, "response") {
        found.responses += 1;
        found.is_incomplete |= children(response, "status").any(|status| !is_success(status));
        for propstat in children(response, "propstat") {
            let is_good = children(propstat, "status").all(is_success);
            let values = children(propstat, "prop").flat_map(|prop| prop.children());
            for value in values.filter(Node::is_element) {
                if value.has_tag_name((CALDAV, "calendar-data")) {
                    let calendar = text_of(value);
                    match is_good && is_whole(&calendar) {
                        true => found.calendars.push(calendar),
                        false => found.is_incomplete = true,
                    }
                } else if is_good && value.has_tag_name((DAV, "resourcetype")) {
                    let mut types = value.children();
                    found.is_calendar |= types.any(|one| one.has_tag_name((CALDAV, "calendar")));
                }
            }
        }
    }
    Some(found)
}

fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.has_tag_name((DAV, name)))
}

/// All of an element's text; entities and CDATA cut it into several nodes.
fn text_of(node: Node) -> String {
    let texts = node.children().filter(Node::is_text);
    texts.filter_map(|text| text.text()).collect()
}

/// Whether a text begins and ends as a calendar does. One that is empty or breaks off would read as a diary with nothing in it.
fn is_whole(calendar: &str) -> bool {
    let calendar = calendar.trim().as_bytes();
    let (first, last) = (b"BEGIN:VCALENDAR", b"END:VCALENDAR");
    let begins = calendar.get(..first.len());
    let ends = calendar.len().checked_sub(last.len());
    let ends = ends.map(|at| &calendar[at..]);
    begins.is_some_and(|begins| begins.eq_ignore_ascii_case(first))
        && ends.is_some_and(|ends| ends.eq_ignore_ascii_case(last))
}

/// `HTTP/1.1 200 OK`.
fn is_success(status: Node) -> bool {
    let text = status.text().unwrap_or("");
    let code = text.split_ascii_whitespace().nth(1).unwrap_or("");
    code.len() == 3 && code.starts_with('2')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendars_and_failures_are_told_apart() {
        let text = r#"<?xml version="1.0"?>
            <multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
            <response><href>/a/1.ics</href><propstat><prop><getetag>"1"</getetag>
              <c:calendar-data>BEGIN:VCALENDAR&#13;
A&amp;B<![CDATA[<C>
END:VCALENDAR]]></c:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat></response>
            </multistatus>"#;
        let found = read(text.as_bytes()).expect("a multistatus");
        assert_eq!(
            found.calendars,
            ["BEGIN:VCALENDAR\r\nA&B<C>\nEND:VCALENDAR"]
        );
        assert_eq!((found.responses, found.is_incomplete), (1, false));

        for part in [
            "<href>/a/2.ics</href><status>HTTP/1.1 403 Forbidden</status>",
            "<href>/a/</href><status>HTTP/1.1 507 Insufficient Storage</status>",
            "<href>/a/3.ics</href><propstat><prop><c:calendar-data/></prop><status>HTTP/1.1 404 Not Found</status></propstat>",
        ] {
            let text = format!(
                r#"<multistatus xmlns="DAV:" xmlns:c="{CALDAV}"><response>{part}</response></multistatus>"#
            );
            let found = read(text.as_bytes()).expect("a multistatus");
            assert!(found.is_incomplete && found.calendars.is_empty(), "{part}");
        }
    }

    #[test]
    fn what_is_no_multistatus_is_none() {
        for text in [
            "",
            "<html/>",
            "BEGIN:VCALENDAR",
            "<multistatus/>",
            "<a><b></a>",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        let bomb =
            r#"<!DOCTYPE m [<!ENTITY a "aaaa">]><multistatus xmlns="DAV:">&a;</multistatus>"#;
        assert_eq!(read(bomb.as_bytes()), None);
    }

    /// No stack is spent on depth: a server cannot end the program with a deep answer.
    #[test]
    fn deep_answers_do_not_end_the_program() {
        let depth = 200_000;
        let text = format!(
            r#"<multistatus xmlns="DAV:">{}{}</multistatus>"#,
            "<a>".repeat(depth),
            "</a>".repeat(depth)
        );
        let small = std::thread::Builder::new().stack_size(256 << 10);
        let read = small.spawn(move || read(text.as_bytes()).map(|found| found.responses));
        assert!(matches!(read.expect("a thread").join(), Ok(None | Some(0))));
    }
}
