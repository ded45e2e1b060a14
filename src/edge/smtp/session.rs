//! One conversation with a mail server, told apart by how far it came.
//!
//! What the server says is judged by its code, and more strictly than the library does: only 354 lets the mail be said, and only 2xx
//! after it says that the mail was taken. So an answer that somebody slipped in before the connection became a secure one can
//! shift the conversation, but is never taken for the server's word that it has the mail.

use crate::model::{MailLogin, MailSecurity, MailServer};
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, SmtpConnection, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use std::error::Error as _;
use std::time::Duration;

/// How long the server may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// To connect, and to answer a command (RFC 5321 section 4.5.3.2 asks for up to five minutes; nobody waits that long).
    pub command: Duration,
    /// To take a mail once it has all of it. As long as the standard says: whoever gives up sooner does not know whether it went.
    pub taking: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            command: Duration::from_secs(60),
            taking: Duration::from_secs(600),
        }
    }
}

/// How far a conversation came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    Connection,
    Encryption,
    Login,
    /// The address cannot be said to a server at all.
    Address,
    Sender,
    Recipient,
    /// May the mail be said?
    Data,
    /// The mail itself, up to the server's word that it has it.
    Content,
}

/// What went wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// The server says no, in its code.
    Code(u16),
    /// The connection cannot be made, or broke.
    Broken,
    TimedOut,
    /// Something that is no answer, or not to this.
    Garbled,
    /// The certificate, or the encryption.
    NotTrusted,
    /// The file of certificates holds none.
    BadCertificates,
    /// The server cannot do what is needed.
    NotOffered,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Trouble {
    pub stage: Stage,
    pub what: What,
}

impl Trouble {
    /// An old connection was closed, before anything of a mail was said over it.
    pub fn is_of_an_old_connection(self) -> bool {
        self.stage == Stage::Sender
            && matches!(self.what, What::Broken | What::Garbled | What::Code(421))
    }
}

pub(super) struct Session {
    connection: SmtpConnection,
    patience: Patience,
    is_used: bool,
    is_over: bool,
}

impl Session {
    /// Connects, makes the connection secure and logs in.
    pub fn begin(
        server: &MailServer,
        ca: Option<&[u8]>,
        patience: Patience,
    ) -> Result<Session, Trouble> {
        let at = |stage: Stage| move |error: Error| trouble(stage, &error);
        let encryption = match server.security {
            MailSecurity::Open => None,
            MailSecurity::StartTls | MailSecurity::Tls => Some(encryption(server, ca)?),
        };
        let hello = ClientId::default();
        let from_the_start = encryption
            .as_ref()
            .filter(|_| server.security == MailSecurity::Tls);
        let mut connection = SmtpConnection::connect(
            (server.host.as_str(), server.port),
            Some(patience.command),
            &hello,
            from_the_start,
            None,
        )
        .map_err(at(Stage::Connection))?;
        if let (MailSecurity::StartTls, Some(encryption)) = (server.security, &encryption) {
            if !connection.can_starttls() {
                connection.abort();
                return Err(Trouble {
                    stage: Stage::Encryption,
                    what: What::NotOffered,
                });
            }
            let secured = connection.starttls(encryption, &hello);
            secured.map_err(at(Stage::Encryption))?;
        }
        if let MailLogin::User { user, password } = &server.login {
            // Nothing else is offered by servers that take a password.
            let known = [Mechanism::Plain, Mechanism::Login];
            if connection
                .server_info()
                .get_auth_mechanism(&known)
                .is_none()
            {
                connection.abort();
                return Err(Trouble {
                    stage: Stage::Login,
                    what: What::NotOffered,
                });
            }
            let login = Credentials::new(user.expose().to_owned(), password.expose().to_owned());
            connection.auth(&known, &login).map_err(at(Stage::Login))?;
        }
        Ok(Session {
            connection,
            patience,
            is_used: false,
            is_over: false,
        })
    }

    /// Whether a mail has been tried over it before.
    pub fn is_used(&self) -> bool {
        self.is_used
    }

    /// Whether nothing more can be said over it.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Says one mail. Whether it went is known in all cases but that of trouble with its content.
    pub fn send(&mut self, from: &str, to: &str, mail: &[u8]) -> Result<(), Trouble> {
        self.is_used = true;
        let sent = self.say(from, to, mail);
        if let Err(trouble) = sent {
            // What was said of this mail must not hang over the next.
            let goes_on = matches!(trouble.what, What::Code(code) if code != 421)
                && self.connection.command(Rset).is_ok();
            self.is_over = trouble.stage != Stage::Address && !goes_on;
        }
        sent
    }

    fn say(&mut self, from: &str, to: &str, mail: &[u8]) -> Result<(), Trouble> {
        let address = |text: &str| {
            text.parse::<Address>().map_err(|_| Trouble {
                stage: Stage::Address,
                what: What::NotOffered,
            })
        };
        let (from, to) = (address(from)?, address(to)?);
        let mut options = Vec::new();
        // Ours are in ASCII throughout; what another version has queued need not be.
        if !mail.is_ascii() && self.offers(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        self.command(Mail::new(Some(from), options), Stage::Sender, 250)?;
        self.command(Rcpt::new(to, Vec::new()), Stage::Recipient, 250)?;
        self.command(Data, Stage::Data, 354)?;

        let stage = Stage::Content;
        let connection = &mut self.connection;
        // Without the longer patience the shorter one holds, and the mail's fate may not be known: no reason to stop.
        let _ = connection.set_timeout(Some(self.patience.taking));
        // The library ends the last line itself.
        let lines = mail.strip_suffix(b"\r\n").unwrap_or(mail);
        let answer = connection.message(lines);
        let _ = connection.set_timeout(Some(self.patience.command));
        let answer = answer.map_err(|error| trouble(stage, &error))?;
        match code_of(&answer) {
            200..=299 => Ok(()),
            _ => Err(Trouble {
                stage,
                what: What::Garbled,
            }),
        }
    }

    fn offers(&self, extension: Extension) -> bool {
        self.connection.server_info().supports_feature(extension)
    }

    /// A command whose answer must be of the hundred of `wanted`, and be 354 where that is wanted.
    fn command(
        &mut self,
        command: impl std::fmt::Display,
        stage: Stage,
        wanted: u16,
    ) -> Result<(), Trouble> {
        let answer = self.connection.command(command);
        let code = code_of(&answer.map_err(|error| trouble(stage, &error))?);
        match code / 100 == wanted / 100 && (wanted != 354 || code == 354) {
            true => Ok(()),
            false => Err(Trouble {
                stage,
                what: What::Garbled,
            }),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Politeness, which must not make anybody wait.
        const PARTING: Duration = Duration::from_secs(2);
        if !self.is_over && self.connection.set_timeout(Some(PARTING)).is_ok() {
            let _ = self.connection.quit();
        }
    }
}

fn code_of(answer: &Response) -> u16 {
    answer.code().into()
}

/// Certificates are judged by the authorities that browsers trust, or by the agency's own and no others.
fn encryption(server: &MailServer, ca: Option<&[u8]>) -> Result<TlsParameters, Trouble> {
    let bad = |_: Error| Trouble {
        stage: Stage::Encryption,
        what: What::BadCertificates,
    };
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(ca) = ca {
        let begins = b"-----BEGIN CERTIFICATE-----";
        if !ca.windows(begins.len()).any(|window| window == begins) {
            return Err(Trouble {
                stage: Stage::Encryption,
                what: What::BadCertificates,
            });
        }
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(ca).map_err(bad)?);
    }
    builder.build().map_err(bad)
}

fn trouble(stage: Stage, error: &Error) -> Trouble {
    let what = match error.status() {
        Some(code) => What::Code(code.into()),
        None if error.is_timeout() => What::TimedOut,
        None if error.is_tls() || is_of_encryption(error) => What::NotTrusted,
        None if error.is_response() => answerless(error),
        None => What::Broken,
    };
    let stage = match (stage, what) {
        (Stage::Connection, What::NotTrusted) => Stage::Encryption,
        (stage, _) => stage,
    };
    Trouble { stage, what }
}

/// A connection that ends where an answer should begin comes as a bad answer.
fn answerless(error: &Error) -> What {
    let is_end = error
        .source()
        .is_some_and(|source| source.to_string() == "incomplete response");
    match is_end {
        true => What::Broken,
        false => What::Garbled,
    }
}

/// The encryption tells its own errors as data that cannot be right.
fn is_of_encryption(error: &Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<std::io::Error>()
            && error.kind() == std::io::ErrorKind::InvalidData
        {
            return true;
        }
        next = error.source();
    }
    false
}
