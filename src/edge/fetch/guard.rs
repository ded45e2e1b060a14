//! Keeps addresses from leading where a feed has no business: to this machine and into private networks.
//!
//! The check is made on the very addresses that are then connected to, so that a name server cannot answer one thing to the check
//! and another to the connection.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up, and answers only with what may be connected to.
#[derive(Debug)]
pub(super) struct Guard {
    /// The user allowed this host to be anywhere.
    pub may_be_private: bool,
}

/// All addresses of a host are private.
#[derive(Debug)]
pub(super) struct IsPrivate;

impl fmt::Display for IsPrivate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a private address")
    }
}

impl std::error::Error for IsPrivate {}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        // An agency's proxy usually lies in its own network; where it leads is its own rule.
        let is_proxy = config
            .proxy()
            .is_some_and(|proxy| uri.host() == Some(proxy.host()));
        if self.may_be_private || is_proxy {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| !is_private(address.ip())) {
            public.push(*address);
        }
        match public.is_empty() {
            true => Err(ureq::Error::Other(Box::new(IsPrivate))),
            false => Ok(public),
        }
    }
}

/// Whether a host is plainly private without looking it up; a proxy would be asked to connect to it.
pub(super) fn names_private(host: &str) -> bool {
    let is_local = host == "localhost" || host.ends_with(".localhost");
    is_local || host.parse().is_ok_and(is_private)
}

/// Addresses that are not of the public network (the registries of special-purpose addresses, RFC 6890).
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    matches!(
        (a, b, c),
        // This network, private use, carriers' translation, loopback, link-local.
        (0 | 10 | 127, ..) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _)
            | (192, 168, _)
            // Protocol assignments, benchmarks, multicast and what is reserved.
            | (192, 0, 0) | (198, 18..=19, _) | (224.., ..)
    )
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let last = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Unspecified, loopback and IPv4 in IPv6 notation.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => {
            last(high, low) || address.is_loopback() || address.is_unspecified()
        }
        // Translated (RFC 6052) and tunnelled (6to4) IPv4; local translation and Teredo hide where they lead.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => last(high, low),
        [0x2002, high, low, ..] => last(high, low),
        [0x64, 0xff9b, 1, ..] | [0x2001, 0, ..] => true,
        // Unique local, link-local, the old site-local, multicast.
        [first, ..] => matches!(first, 0xfc00..=0xfdff | 0xfe80..=0xfeff | 0xff00..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_notation() {
        for text in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
        ] {
            assert!(is_private(text.parse().expect("an address")), "{text}");
        }
        for text in [
            "1.1.1.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "100.128.0.1",
            "11.0.0.1",
            "2606:4700::1111",
            "64:ff9b::1.1.1.1",
            "::ffff:1.1.1.1",
            "2002:101:101::",
            "2001:4860::8888",
        ] {
            assert!(!is_private(text.parse().expect("an address")), "{text}");
        }
        assert!(names_private("localhost") && names_private("::1") && names_private("127.1.1.1"));
        assert!(!names_private("example.org"));
    }
}
