//! Mail addresses as invitations need them: the very address that the mail goes to, safe in a `mailto:`.

/// A bare address such as `zoe.novak@health.example.net`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Address(String);

impl Address {
    /// Reads `user@host`, with or without `mailto:` in front.
    ///
    /// `None` for anything else, and for the few letters that a mail address may have but a `mailto:` (RFC 6068) would
    /// have to disguise: calendar programs compare addresses as written, so a disguised one gets no answer buttons.
    pub fn parse(text: &str) -> Option<Address> {
        let text = text.trim();
        let bare = match text.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
            _ => text,
        };
        let (user, host) = bare.split_once('@')?;
        let user_ok = !user.is_empty()
            && user
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!$'*+-._~".contains(c));
        let host_ok = host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
        (user_ok && host_ok).then(|| Address(bare.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether mail to both goes to one mailbox. Case is ignored in the whole address, as all known hosts do.
    pub fn same_mailbox(&self, other: &Address) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }

    pub(super) fn uri(&self) -> String {
        format!("mailto:{}", self.0)
    }
}

/// From whom the invitations come and to whom the answers go.
#[derive(Clone, PartialEq, Debug)]
pub struct Organizer {
    pub address: Address,
    pub name: Option<String>,
}

impl Organizer {
    /// Reads `user@host` or `Name <user@host>`; `None` where there is no usable address.
    pub fn parse(text: &str) -> Option<Organizer> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            return Some(Organizer {
                address: Address::parse(text)?,
                name: None,
            });
        };
        let name = name.trim().trim_matches('"').trim();
        Some(Organizer {
            address: Address::parse(rest.strip_suffix('>')?)?,
            name: (!name.is_empty()).then(|| name.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for good in [
            "a@b",
            " K.O'Hara+ref@sub.example.org ",
            "MAILTO:a@b.example",
        ] {
            assert!(Address::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b\r\nATTENDEE:mailto:c@d",
            "a@b;c@d",
            "a%0a@b",
            "a@-b",
            "a@b.",
            "\"a\"@b",
            "é@b",
            "😀@b",
        ] {
            assert_eq!(Address::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_organizer_may_have_a_name() {
        let named = Organizer::parse("\"Okafor, Sam\" <sam@council.example.org>").expect("named");
        assert_eq!(named.name.as_deref(), Some("Okafor, Sam"));
        assert_eq!(named.address.as_str(), "sam@council.example.org");
        assert_eq!(
            Organizer::parse("sam@council.example.org")
                .expect("bare")
                .name,
            None
        );
        assert_eq!(Organizer::parse("Sam <sam@council.example.org"), None);
    }
}
