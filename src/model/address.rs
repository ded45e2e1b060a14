//! Web addresses of feeds: `https://`, `http://`, `webcal://` and their kin, taken apart as far as asking and redirects need.
//!
//! An own small reader (RFC 3986 sections 3 and 5.2) because a reader of every kind of address brings tables of Unicode names
//! that no feed needs. Names with letters beyond ASCII are to be written in their `xn--` form.

use super::fetch::Secret;
use std::fmt;

/// The address of a feed. A secret: without `Display`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedAddress {
    is_https: bool,
    /// Lower case; an IPv6 address in brackets.
    host: String,
    port: u16,
    /// Path and query, beginning with `/`.
    target: String,
}

impl fmt::Debug for FeedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FeedAddress(..)")
    }
}

/// User name and password written before the host: `https://user:password@host/`.
pub type Credentials = (Secret, Secret);

impl FeedAddress {
    /// Reads an address as somebody pasted it, with the user name and password in it. `None` when it is none of ours.
    pub fn parse(text: &str) -> Option<(FeedAddress, Option<Credentials>)> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            // Calendar programs write webcal for what they fetch by https, or by http and are redirected.
            "https" | "webcal" | "webcals" | "caldav" | "caldavs" | "feed" => true,
            "http" => false,
            _ => return None,
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let (host, port) = host_and_port(host, is_https)?;
        let credentials = user.map(|user| {
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            (Secret::new(&decoded(user)), Secret::new(&decoded(password)))
        });
        let address = FeedAddress {
            is_https,
            host,
            port,
            target: target_of(target),
        };
        Some((address, credentials))
    }

    /// Where a redirect leads (RFC 3986 section 5.2). `None` when that is no web address.
    pub fn join(&self, reference: &str) -> Option<FeedAddress> {
        let reference = reference.trim();
        let scheme_end = reference.find(':').filter(|end| {
            let scheme = &reference[..*end];
            !scheme.is_empty()
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        });
        if scheme_end.is_some() {
            let scheme = &reference[..scheme_end?];
            // webcal as the target of a redirect would be a program's business, not a server's.
            let is_web =
                scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
            return is_web
                .then(|| FeedAddress::parse(reference))?
                .map(|found| found.0);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            let scheme = if self.is_https { "https" } else { "http" };
            return FeedAddress::parse(&format!("{scheme}://{rest}")).map(|found| found.0);
        }
        let path = self.target.split('?').next().unwrap_or("/");
        let target = if reference.is_empty() || reference.starts_with('#') {
            self.target.clone()
        } else if reference.starts_with('?') {
            format!("{path}{reference}")
        } else if reference.starts_with('/') {
            without_dots(reference)
        } else {
            let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
            without_dots(&format!("{folder}{reference}"))
        };
        Some(FeedAddress {
            target: target_of(&target),
            ..self.clone()
        })
    }

    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// In lower case, without brackets.
    pub fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Whether both are answered by the same server in the same way, so that what may be told to one may be told to the other.
    pub fn same_origin(&self, other: &FeedAddress) -> bool {
        (self.is_https, &self.host, self.port) == (other.is_https, &other.host, other.port)
    }

    /// The whole address, for the one place that sends it.
    pub fn expose(&self) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        format!("{scheme}://{}:{}{}", self.host, self.port, self.target)
    }

    /// Path and query: the part that is most of the secret.
    pub fn expose_target(&self) -> &str {
        &self.target
    }

    /// How a server of this shape is asked where nothing else is said: a path that ends in `/` is a collection.
    pub fn looks_like_collection(&self) -> bool {
        !self.target.contains('?') && self.target.len() > 1 && self.target.ends_with('/')
    }
}

fn host_and_port(text: &str, is_https: bool) -> Option<(String, u16)> {
    let usual = if is_https { 443 } else { 80 };
    let after_brackets = text.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match text[after_brackets..].rfind(':') {
        Some(at) => {
            let (host, port) = text.split_at(after_brackets + at);
            let port = &port[1..];
            match port.is_empty() {
                true => (host, usual),
                false => (host, port.parse().ok()?),
            }
        }
        None => (text, usual),
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?,
        None => &host,
    };
    let is_v6 = host.starts_with('[');
    let good = |b: u8| match is_v6 {
        true => b.is_ascii_hexdigit() || b == b':' || b == b'.',
        false => b.is_ascii_alphanumeric() || b"-_.".contains(&b),
    };
    (!bare.is_empty() && bare.bytes().all(good)).then(|| (host.clone(), port))
}

/// A path with its query as it is sent: it begins with `/`, has no fragment, and what is no ASCII is escaped.
fn target_of(text: &str) -> String {
    let text = text.split('#').next().unwrap_or("");
    let mut target = String::with_capacity(text.len() + 1);
    if !text.starts_with('/') {
        target.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                target.push(char::from(byte));
            }
            _ => target.push_str(&format!("%{byte:02X}")),
        }
    }
    target
}

/// A path without `.` and `..` (RFC 3986 section 5.2.4); the query stays.
fn without_dots(text: &str) -> String {
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text, None),
    };
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (number, segment) in segments.iter().enumerate() {
        let is_last = number + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    let path = format!("/{}", kept.join("/"));
    query.map_or(path.clone(), |query| format!("{path}?{query}"))
}

/// Percent escapes undone; what is none stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = tail.get(..2).and_then(|two| {
            let two = std::str::from_utf8(two).ok()?;
            u8::from_str_radix(two, 16).ok()
        });
        match (first, escaped) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> FeedAddress {
        FeedAddress::parse(text).expect("an address").0
    }

    #[test]
    fn what_people_paste_is_read() {
        for (text, exposed) in [
            (
                "webcal://Cal.Example.org/a.ics",
                "https://cal.example.org:443/a.ics",
            ),
            ("https://example.org", "https://example.org:443/"),
            (
                "http://example.org:8080/x y?k=ä#f",
                "http://example.org:8080/x%20y?k=%C3%A4",
            ),
            ("https://[2001:DB8::1]:444/x", "https://[2001:db8::1]:444/x"),
            ("https://example.org.?a=b", "https://example.org:443/?a=b"),
        ] {
            assert_eq!(address(text).expose(), exposed, "{text}");
        }
        for text in [
            "ftp://example.org/x",
            "example.org/x",
            "https:///x",
            "https://exa mple/x",
            "https://example.org:99999/",
            "https://münchen.example/x",
            "https://[::1/x",
        ] {
            assert!(FeedAddress::parse(text).is_none(), "{text}");
        }
        let (address, credentials) =
            FeedAddress::parse("https://ana:p%40ss@example.org/x").expect("an address");
        let (user, password) = credentials.expect("credentials");
        assert_eq!((user.expose(), password.expose()), ("ana", "p@ss"));
        assert_eq!(address.expose(), "https://example.org:443/x");
        let shown = format!("{address:?} {user:?}");
        assert!(
            !shown.contains("example") && !shown.contains("ana"),
            "{shown}"
        );
    }

    /// The examples of RFC 3986 section 5.4 that are about http, with that section's base.
    #[test]
    fn references_are_resolved_as_the_standard_shows() {
        let base = address("http://a/b/c/d;p?q");
        for (reference, expected) in [
            ("g", "/b/c/g"),
            ("./g", "/b/c/g"),
            ("g/", "/b/c/g/"),
            ("/g", "/g"),
            ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"),
            ("#s", "/b/c/d;p?q"),
            ("", "/b/c/d;p?q"),
            (".", "/b/c/"),
            ("./", "/b/c/"),
            ("..", "/b/"),
            ("../", "/b/"),
            ("../g", "/b/g"),
            ("../..", "/"),
            ("../../g", "/g"),
            ("../../../g", "/g"),
            ("/./g", "/g"),
            ("/../g", "/g"),
            ("g.", "/b/c/g."),
            ("..g", "/b/c/..g"),
            ("./../g", "/b/g"),
            ("g;x=1/../y", "/b/c/y"),
        ] {
            let joined = base.join(reference).expect("an address");
            assert_eq!(
                joined.expose(),
                format!("http://a:80{expected}"),
                "{reference}"
            );
        }
        assert_eq!(
            base.join("//g").expect("an address").expose(),
            "http://g:80/"
        );
        assert_eq!(
            base.join("https://h/x").expect("an address").expose(),
            "https://h:443/x"
        );
        assert!(base.join("g:h").is_none());
        assert!(base.join("file:///etc/passwd").is_none());
    }
}
