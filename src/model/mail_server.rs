//! The mail server that sends what is written, and in whose name it is asked.

use super::fetch::Secret;

/// How the way to a mail server is kept from others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MailSecurity {
    /// An open connection that becomes a secure one before anything is said (RFC 3207). A server that cannot do so gets nothing.
    #[default]
    StartTls,
    /// Secure from the first byte (RFC 8314 section 3.3).
    Tls,
    /// Open: only to this very machine.
    Open,
}

impl MailSecurity {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            MailSecurity::StartTls => "starttls",
            MailSecurity::Tls => "tls",
            MailSecurity::Open => "none",
        }
    }

    /// The port where servers listen for it (RFC 6409, RFC 8314), where none is named.
    pub fn usual_port(self) -> u16 {
        match self {
            MailSecurity::StartTls => 587,
            MailSecurity::Tls => 465,
            MailSecurity::Open => 25,
        }
    }
}

/// A mail server with everything that is needed to ask it to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailServer {
    /// Lower case; an IPv6 address without brackets.
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    /// At most so many mails a minute: most servers shut out who sends many at once.
    pub per_minute: u32,
    /// A file of certificates inside the workspace; its authorities are trusted for this server, and no others.
    pub ca: Option<String>,
    pub login: MailLogin,
}

/// In whose name a mail server is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailLogin {
    /// The server sends for whoever reaches it.
    Nobody,
    User {
        user: Secret,
        password: Secret,
    },
    /// A user is named, and the environment, where the password should be, has none.
    PasswordNotSet,
}

impl MailServer {
    /// What is sent at most in a minute where nothing is stated.
    pub const PER_MINUTE: u32 = 20;

    /// `smtp.example.org:587`.
    pub fn name(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]:{}", self.host, self.port),
            false => format!("{}:{}", self.host, self.port),
        }
    }
}
