//! What must not be quoted: the address of a feed is a secret, however it was pasted.
//!
//! Everything that repeats what somebody typed asks here first. Better one path too many hidden than one address told.

/// Whether faults, warnings and errors may repeat `text`.
///
/// Nothing in it may be an address ([`is_address`]), nor a path that begins like the name of a host
/// (`calendar.example.org/…`), which is what a browser leaves of an address when it is copied.
pub fn quotable(text: &str) -> bool {
    !is_address(text) && !words(&text.replace('\\', "/")).any(begins_with_host)
}

/// Whether something in `text` can only be an address: with a scheme (`https://…`, `https:/…`, `https:…`, `//…`), or with
/// a query (`…?key=…`).
pub fn is_address(text: &str) -> bool {
    let text = text.replace('\\', "/");
    text.contains("://") || words(&text).any(is_address_word)
}

/// What stands between blanks and the marks that separate values in our tables.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let separates = |c: char| c.is_whitespace() || ";,|()[]<>\"'".contains(c);
    text.split(separates).filter(|word| !word.is_empty())
}

fn is_address_word(word: &str) -> bool {
    const SCHEMES: [&str; 7] = [
        "http", "https", "webcal", "webcals", "ftp", "caldav", "feed",
    ];
    let has_query = word
        .split_once('?')
        .is_some_and(|(_, query)| query.contains('='));
    let part_is_one = |part: &str| {
        let scheme = part.split_once(':').is_some_and(|(scheme, rest)| {
            let known = SCHEMES
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            // One letter is a drive: `C:/…`.
            let is_name = scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric());
            known || (is_name && rest.starts_with('/'))
        });
        let www = part
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("www."));
        scheme || www || part.starts_with("//")
    };
    // `chair=https:…`, `@https:…`
    has_query || word.split(['=', '@']).any(part_is_one)
}

fn begins_with_host(word: &str) -> bool {
    word.split_once('/')
        .is_some_and(|(first, _)| first.split(['=', '@', ':']).any(is_host))
}

/// `calendar.example.org` or `192.0.2.1`, and not `..`, `No.` or `8.12.2026`.
fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let made_of = |label: &&str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || "-_".contains(c))
    };
    let numeric = labels
        .iter()
        .all(|label| label.bytes().all(|b| b.is_ascii_digit()));
    let top = labels.last().is_some_and(|label| {
        label.chars().count() > 1 && !label.bytes().all(|b| b.is_ascii_digit())
    });
    labels.len() > 1 && labels.iter().all(made_of) && (top || (numeric && labels.len() == 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_not_quoted_however_they_were_pasted() {
        for text in [
            "https://example.org/cal.ics",
            "see WEBCAL://example.org/x",
            "https:/example.org/cal.ics",
            "https:example.org/cal.ics",
            "https:\\\\example.org\\cal.ics",
            "//example.org/cal.ics",
            "www.example.org",
            "cal?key=secret",
            "chair=https:/example.org",
            "outlook:/secret",
        ] {
            assert!(is_address(text), "{text}");
            assert!(!quotable(text), "{text}");
        }
        for text in [
            "calendar.example.org/ical/private-1/basic.ics",
            "chair=calendar.example.org/x",
            "gp = calendar.example.org/x",
            "me@calendar.example.org/x",
            "example.org:8443/x",
            "192.0.2.1/x",
        ] {
            assert!(!quotable(text), "{text}");
        }
    }

    #[test]
    fn what_coordinators_write_is_quoted() {
        for text in [
            "../x.ics",
            "./feeds/ana.ics",
            "feeds/ana.okafor.ics",
            "C:\\x.ics",
            "C:/x.ics",
            "/data/ana/x.ics",
            "j.okafor",
            "25.12.2026",
            "8.12.2026/9.12.2026",
            "12/25/2026",
            "mon-fri 9:00-17:00/18:00",
            "No./Ref",
            "week 1 of 2: off",
            "any 1 of gp,hv >=60% if interpreter = to be named",
            "why? a=b",
            "ana@example.org",
        ] {
            assert!(quotable(text), "{text}");
        }
    }
}
