//! Mailboxes as they are compared: case of letters is nobody's, and what stands behind a plus sign is a matter of its owner.

use std::fmt;

/// A mail address in lower case, of letters that can be shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mailbox(String);

/// A longer one is none (RFC 5321 section 4.5.3.1).
const LONGEST: usize = 320;

impl Mailbox {
    /// Reads an address, with or without `mailto:` and angle brackets; `None` where it is none, or one that cannot be shown safely.
    pub fn parse(text: &str) -> Option<Mailbox> {
        let text = text.trim().trim_matches(['<', '>', '"', '\'']).trim();
        let bare = match text.split_at_checked(7) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => rest,
            _ => text,
        };
        let (user, host) = bare.rsplit_once('@')?;
        let is_shown = |c: char| c.is_alphanumeric() || "!#$%&'*+-./=?^_`{|}~".contains(c);
        let fits = !user.is_empty()
            && !host.is_empty()
            && bare.len() <= LONGEST
            && user.chars().all(is_shown)
            && host
                .chars()
                .all(|c| c.is_alphanumeric() || "-.".contains(c));
        fits.then(|| Mailbox(bare.to_lowercase()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address without what stands behind a plus sign, which mail hosts leave to the owner of the mailbox (RFC 5233).
    pub fn without_tag(&self) -> Mailbox {
        let untagged = self.0.rsplit_once('@').and_then(|(user, host)| {
            let (user, _) = user.split_once('+')?;
            (!user.is_empty()).then(|| Mailbox(format!("{user}@{host}")))
        });
        untagged.unwrap_or_else(|| self.clone())
    }

    /// Whether mail to both goes to one mailbox, as far as addresses tell.
    pub fn same(&self, other: &Mailbox) -> bool {
        self == other || self.without_tag() == other.without_tag()
    }

    /// What stands behind the last `@`.
    pub fn host(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }

    /// Whether nobody reads what is sent there, so that the answer is somebody else's who is named beside it.
    pub fn is_no_reply(&self) -> bool {
        let user = self.0.split('@').next().unwrap_or_default();
        let letters: String = user.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.contains("noreply") || letters.contains("donotreply") || letters == "invitations"
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(text: &str) -> Mailbox {
        Mailbox::parse(text).expect("a mailbox")
    }

    #[test]
    fn spellings_of_one_mailbox_are_one() {
        let plain = mailbox("zoe.novak@health.example.net");
        for text in [
            "mailto:zoe.novak@health.example.net",
            "MAILTO:Zoe.Novak@Health.Example.NET",
            " <zoe.novak@health.example.net> ",
            "zoe.novak+meetings@health.example.net",
        ] {
            assert!(mailbox(text).same(&plain), "{text}");
        }
        assert!(!mailbox("zoe@health.example.net").same(&plain));
        assert!(!mailbox("+a@x.example").same(&mailbox("+b@x.example")));
        // The same tag at another mailbox is another mailbox.
        assert!(!mailbox("z+m@x.example").same(&mailbox("zoe+m@x.example")));
    }

    #[test]
    fn what_cannot_be_shown_is_no_mailbox() {
        for text in [
            "",
            "@",
            "a@",
            "@b",
            "no address",
            "a b@c",
            "a\r\nb@c",
            "\u{202E}a@b",
            "a@b\u{200B}",
            "a@b@c d",
        ] {
            assert_eq!(Mailbox::parse(text), None, "{text:?}");
        }
        assert_eq!(Mailbox::parse(&format!("{}@b", "a".repeat(400))), None);
    }

    #[test]
    fn machines_are_known_by_their_names() {
        assert!(mailbox("invitations-noreply@cloud.example.org").is_no_reply());
        assert!(mailbox("Do-Not-Reply@school.example.edu").is_no_reply());
        assert!(!mailbox("norma.eply@school.example.edu").is_no_reply());
    }
}
