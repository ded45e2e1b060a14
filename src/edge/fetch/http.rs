//! One exchange with a server: redirects, credentials, time and size within bounds, and every failure as one of our own.

use super::super::exchange::{Failure, Limits};
use super::guard::{Guard, IsPrivate, names_private};
use super::{fault_of, retry_after, tls};
use crate::model::{FeedAddress, FeedSource, FetchFault, Secret};
use crate::time::Instant;
use std::io::Read;
use std::path::Path;
use std::time::Instant as Moment;
use ureq::http::{HeaderMap, Method};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Timeout};

/// Largest file of certificates.
const LARGEST_CA: usize = 4 << 20;

/// What is asked.
pub(super) struct Request<'r> {
    pub method: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<&'r str>,
}

impl Request<'_> {
    fn writes(&self) -> bool {
        matches!(self.method, "PUT" | "DELETE")
    }
}

/// What is answered; its body is not read yet.
pub(super) struct Response {
    pub status: u16,
    headers: HeaderMap,
    body: Body,
    most: usize,
}

/// One feed's way to its server.
pub(super) struct Client<'c> {
    source: &'c FeedSource,
    address: &'c FeedAddress,
    limits: &'c Limits,
    tls: TlsConfig,
    begun: Moment,
}

impl<'c> Client<'c> {
    pub fn new(
        source: &'c FeedSource,
        folder: &Path,
        limits: &'c Limits,
    ) -> Result<Client<'c>, Failure> {
        let address = source.address.as_ref().ok_or(FetchFault::NotSet)?;
        let roots = source.ca.as_ref().map(|ca| authorities(&folder.join(ca)));
        Ok(Client {
            source,
            address,
            limits,
            tls: tls_config(roots.transpose()?),
            begun: Moment::now(),
        })
    }

    /// Sends a request and follows redirects, as far as they are safe.
    pub fn send(&self, request: &Request) -> Result<Response, Failure> {
        let mut address = self.address.clone();
        for _ in 0..=self.limits.redirects {
            let response = self.send_to(&address, request)?;
            if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            let location = response.header("location").ok_or(FetchFault::BadAnswer)?;
            let next = address.join(location).ok_or(FetchFault::InsecureRedirect)?;
            if address.is_https() && !next.is_https() {
                return Err(FetchFault::InsecureRedirect.into());
            }
            // What we write is for the server that the user named, and for no other.
            if request.writes() && !next.same_origin(self.address) {
                return Err(FetchFault::InsecureRedirect.into());
            }
            address = next;
        }
        Err(FetchFault::RedirectLoop.into())
    }

    fn send_to(&self, address: &FeedAddress, request: &Request) -> Result<Response, Failure> {
        // What the user allowed, they allowed for the host that they wrote.
        let may_be_private = self.source.allow_private && address.host() == self.address.host();
        if !may_be_private && names_private(address.host()) {
            return Err(FetchFault::PrivateAddress.into());
        }
        let left = self.limits.whole.saturating_sub(self.begun.elapsed());
        if left.is_zero() {
            return Err(FetchFault::TimedOut.into());
        }
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .tls_config(self.tls.clone())
            .user_agent(concat!("quorate/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(left))
            .timeout_resolve(Some(self.limits.connect))
            .timeout_connect(Some(self.limits.connect))
            .timeout_per_read(Some(self.limits.idle))
            .timeout_per_write(Some(self.limits.idle));
        if may_be_private {
            // A server on the spot is not behind the proxy that leads out.
            config = config.proxy(None);
        }
        let guard = Guard { may_be_private };
        let agent = Agent::with_parts(config.build(), DefaultConnector::default(), guard);

        let method =
            Method::from_bytes(request.method.as_bytes()).map_err(|_| FetchFault::BadAnswer)?;
        let mut sent = ureq::http::Request::builder()
            .method(method)
            .uri(address.expose());
        for (name, value) in &request.headers {
            sent = sent.header(*name, value);
        }
        // Whoever sends us elsewhere is not told to whom we may give our password.
        if address.same_origin(self.address)
            && let Some(value) = basic(self.source.user.as_ref(), self.source.password.as_ref())
        {
            let has_password = self.source.password.is_some();
            if has_password && !address.is_https() && !self.source.allow_private {
                return Err(FetchFault::PlainPassword.into());
            }
            sent = sent.header("authorization", value);
        }
        let answer = match request.body {
            Some(body) => agent.run(sent.body(body).map_err(|_| FetchFault::NotSet)?),
            None => agent.run(sent.body(()).map_err(|_| FetchFault::NotSet)?),
        };
        let (parts, body) = answer.map_err(|error| fault(&error))?.into_parts();
        Ok(Response {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
            most: self.limits.bytes,
        })
    }
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What this status means where no calendar came with it.
    pub fn failure(&self, now: Instant) -> Failure {
        let fault = fault_of(self.status);
        let asked = self
            .header("retry-after")
            .and_then(|text| retry_after(text, now));
        Failure {
            fault,
            retry_after: asked.filter(|_| fault == FetchFault::ServerError),
        }
    }

    /// The whole body, unpacked.
    pub fn bytes(self) -> Result<Vec<u8>, Failure> {
        // The limit is ours, on what was unpacked, so that a small packed answer cannot become a large one.
        let mut reader = self.body.into_with_config().limit(u64::MAX).reader();
        let mut bytes = Vec::new();
        let beyond = u64::try_from(self.most)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        match reader.by_ref().take(beyond).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > self.most => Err(FetchFault::TooLarge.into()),
            Ok(_) => Ok(bytes),
            Err(error) => Err(match ureq::Error::from(error) {
                ureq::Error::Timeout(_) => FetchFault::TimedOut,
                ureq::Error::Protocol(_) | ureq::Error::Decompress(..) => FetchFault::BadAnswer,
                ureq::Error::Io(error)
                    if matches!(
                        error.kind(),
                        std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock
                    ) =>
                {
                    FetchFault::TimedOut
                }
                _ => FetchFault::CutOff,
            }
            .into()),
        }
    }
}

/// What an error before the first byte of a body means.
fn fault(error: &ureq::Error) -> FetchFault {
    if let Some(fault) = tls::fault(error) {
        return fault;
    }
    match error {
        ureq::Error::Other(inner) if inner.is::<IsPrivate>() => FetchFault::PrivateAddress,
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => FetchFault::NoAnswer,
        ureq::Error::Timeout(_) => FetchFault::TimedOut,
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => FetchFault::BadAnswer,
        ureq::Error::Http(_) | ureq::Error::BadUri(_) => FetchFault::NotSet,
        _ => FetchFault::NoAnswer,
    }
}

/// The header of RFC 7617.
fn basic(user: Option<&Secret>, password: Option<&Secret>) -> Option<String> {
    let password = password.map_or("", Secret::expose);
    let pair = format!("{}:{password}", user?.expose());
    Some(format!("Basic {}", base64(pair.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, at| {
            word << 8 | u32::from(three.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * at)) as usize & 63];
            text.push(match at <= three.len() {
                true => char::from(letter),
                false => '=',
            });
        }
    }
    text
}

/// The authorities of a PEM file.
fn authorities(path: &Path) -> Result<Vec<Certificate<'static>>, FetchFault> {
    let bytes =
        crate::edge::files::read(path, LARGEST_CA).map_err(|_| FetchFault::BadCertificates)?;
    let found: Vec<Certificate> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    match found.is_empty() {
        true => Err(FetchFault::BadCertificates),
        false => Ok(found),
    }
}

#[cfg(not(windows))]
fn tls_config(roots: Option<Vec<Certificate<'static>>>) -> TlsConfig {
    let roots = roots.map_or(RootCerts::WebPki, |roots| RootCerts::new_with_certs(&roots));
    TlsConfig::builder().root_certs(roots).build()
}

/// What the agency's computers trust, its own authorities included.
#[cfg(windows)]
fn tls_config(roots: Option<Vec<Certificate<'static>>>) -> TlsConfig {
    let roots = roots.map_or(RootCerts::PlatformVerifier, |roots| {
        RootCerts::new_with_certs(&roots)
    });
    TlsConfig::builder()
        .provider(ureq::tls::TlsProvider::NativeTls)
        .root_certs(roots)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648 section 10, and the example of RFC 7617 section 2.
    #[test]
    fn credentials_are_written_as_the_standard_shows() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        let (user, password) = (Secret::new("Aladdin"), Secret::new("open sesame"));
        assert_eq!(
            basic(Some(&user), Some(&password)).expect("credentials"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert_eq!(basic(None, Some(&password)), None);
    }
}
