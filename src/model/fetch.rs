//! Feeds that live on a server: where they are, in whose name they are asked for, and why that may fail.
//!
//! An address is a secret: whoever has the link has the diary. So neither it nor a password can be shown by accident: nothing
//! here has `Display`, and `Debug` hides what it holds. Reading the table of addresses is left to `input`, asking to `edge`.

use super::address::FeedAddress;
use super::feed::codes;
use chrono::NaiveDate;
use std::fmt;

/// A text that must not be shown. Deliberately without `Display` and `Serialize`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    /// The text itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// How a server is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SourceKind {
    /// A calendar file to download.
    Ics,
    /// A calendar collection to ask for busy time (RFC 4791).
    CalDav,
}

/// Where one feed lives, with everything that is needed to ask for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedSource {
    /// `None` where the environment should hold the address or the password and does not.
    pub address: Option<FeedAddress>,
    pub kind: SourceKind,
    pub user: Option<Secret>,
    pub password: Option<Secret>,
    /// A file of certificates inside the workspace; its authorities are trusted for this feed, and no others.
    pub ca: Option<String>,
    /// The server may lie in a private network or on this machine.
    pub allow_private: bool,
    /// The owner or the agency vouches that the feed is complete up to and including this date.
    pub known_until: Option<NaiveDate>,
}

codes! {
    /// Why a feed was not fetched.
    pub enum FetchFault {
        /// A password would travel unencrypted, and that was not allowed.
        PlainPassword = "plain-password",
        /// The table of addresses has no entry of this id.
        NoAddress = "no-address",
        /// The environment should hold the address or the password and does not, or it holds no address.
        NotSet = "not-set",
        /// The file of certificates is not readable or holds none.
        BadCertificates = "bad-certificates",
        /// 401 or 403.
        WrongPassword = "wrong-password",
        /// 404 or 410.
        NotFound = "not-found",
        /// The certificate's time is over, or has not begun.
        CertificateExpired = "certificate-expired",
        /// The certificate is signed by nobody who is trusted.
        CertificateUnknown = "certificate-unknown",
        /// The certificate is another host's.
        CertificateWrongHost = "certificate-wrong-host",
        /// Any other failure of TLS.
        Tls = "tls",
        /// More redirects than are followed.
        RedirectLoop = "redirect-loop",
        /// From https to http, or to what is no web address.
        InsecureRedirect = "insecure-redirect",
        /// The address leads to this machine or into a private network, and that was not allowed.
        PrivateAddress = "private-address",
        /// Larger than any diary.
        TooLarge = "too-large",
        /// The server stopped sending, or sent too slowly.
        TimedOut = "timed-out",
        /// No such host, nobody listening, or the connection broke before an answer came.
        NoAnswer = "no-answer",
        /// 5xx, or 429: the server is out of order or asks for patience.
        ServerError = "server-error",
        /// The connection ended before the whole answer was there.
        CutOff = "cut-off",
        /// An answer that is not HTTP, not the XML that was asked for, or of a status that means nothing here.
        BadAnswer = "bad-answer",
        /// A CalDAV server that neither tells busy time nor lists events here.
        NotACalendar = "not-a-caldav-calendar",
        /// The diary has nothing ahead in it, and what is kept of it has several entries.
        Emptied = "emptied",
        /// No server was asked, because none should be.
        Offline = "offline",
    }
}

impl FetchFault {
    /// The fact alone, as a lower-case clause.
    pub const fn fact(self) -> &'static str {
        match self {
            FetchFault::PlainPassword => {
                "the address begins with http, so the password would travel unencrypted"
            }
            FetchFault::NoAddress => "feeds.secret.toml has no entry of this name",
            FetchFault::NotSet => {
                "its address or password should come from the environment, which does not hold it"
            }
            FetchFault::BadCertificates => {
                "the file of certificates that its entry names cannot be read or holds none"
            }
            FetchFault::WrongPassword => "the server did not accept the user name and password",
            FetchFault::NotFound => "the server has no such calendar",
            FetchFault::CertificateExpired => "the server's certificate has expired",
            FetchFault::CertificateUnknown => {
                "the server's certificate is signed by nobody who is trusted here"
            }
            FetchFault::CertificateWrongHost => "the server's certificate belongs to another host",
            FetchFault::Tls => "no secure connection could be made",
            FetchFault::RedirectLoop => "the server redirects again and again",
            FetchFault::InsecureRedirect => {
                "the server redirects to where nothing would be encrypted"
            }
            FetchFault::PrivateAddress => {
                "the address leads into a private network or to this machine"
            }
            FetchFault::TooLarge => "the answer is larger than any diary",
            FetchFault::TimedOut => "the server stopped answering",
            FetchFault::NoAnswer => "the server did not answer",
            FetchFault::ServerError => "the server is out of order or asks for patience",
            FetchFault::CutOff => "the connection ended in the middle of the calendar",
            FetchFault::BadAnswer => "the answer cannot be made sense of",
            FetchFault::NotACalendar => "the server neither tells busy time nor lists events there",
            FetchFault::Emptied => "the server now sends a diary with nothing in it",
            FetchFault::Offline => "no server was asked",
        }
    }

    /// What to do about it, as a lower-case clause.
    pub const fn fix(self) -> &'static str {
        match self {
            FetchFault::PlainPassword => {
                "take the link that begins with https, or write allow_private = true for a server on the spot"
            }
            FetchFault::NoAddress => "add [feeds.<name>] with its url there, or correct the name",
            FetchFault::NotSet => "set the variable that the entry names, with a web address",
            FetchFault::BadCertificates => {
                "put the authority's certificate there as PEM, or take `ca` out"
            }
            FetchFault::WrongPassword => {
                "ask the owner for the present link or password and put it into feeds.secret.toml"
            }
            FetchFault::NotFound => {
                "the link may have been withdrawn: ask the owner to share the calendar again"
            }
            FetchFault::CertificateExpired => {
                "check this computer's clock, then tell those who run the server"
            }
            FetchFault::CertificateUnknown => {
                "where the agency has an authority of its own, save its certificate in the folder and name it with `ca`"
            }
            FetchFault::CertificateWrongHost => {
                "check the host in the link, and ask those who run the server"
            }
            FetchFault::Tls => "check the link, and ask those who run the server",
            FetchFault::RedirectLoop => {
                "open the link in a browser and take the address it ends at"
            }
            FetchFault::InsecureRedirect => "ask for a link that begins with https and stays there",
            FetchFault::PrivateAddress => {
                "where that is meant, write allow_private = true in its entry"
            }
            FetchFault::TooLarge => "check that the link is that of one person's calendar",
            FetchFault::TimedOut => "try again later, or with a longer --timeout",
            FetchFault::NoAnswer => "check the network and the host in the link, and try again",
            FetchFault::ServerError => "try again later",
            FetchFault::CutOff => "fetch it again",
            FetchFault::BadAnswer => "check the link, and whether its kind is ics or caldav",
            FetchFault::NotACalendar => {
                "give the address of the calendar itself, not of the account or the address book"
            }
            FetchFault::Emptied => {
                "ask the owner whether that is meant; then quorate fetch takes it as it is"
            }
            FetchFault::Offline => "run it again without --offline",
        }
    }
}
