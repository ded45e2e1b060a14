//! The mail server: `[mail]` of `quorate.toml`, and in whose name it is asked.
//!
//! ```toml
//! [mail]
//! server = "smtp.example.org:587"
//! security = "starttls"
//! per_minute = 20
//! ```
//! User and password come from the environment (`QUORATE_SMTP_USER`, `QUORATE_SMTP_PASSWORD`) or from `[mail]` of the table of secrets,
//! of which no fault quotes anything. Asking the server is left to `edge`.

use super::columns::{Column, Columns};
use super::fault::{FaultKind, Sink, Spot, WarningKind};
use super::scalar::one_of;
use super::sources::{EntryFault, inside, value};
use super::table::{Entry, Field, Row, Value};
use super::toml_table::read_document;
use super::{Fault, Files, SECRETS_FILE, Warning};
use crate::model::{MailLogin, MailSecurity, MailServer, Secret};
use core::net::{IpAddr, Ipv6Addr};
use std::fmt;

/// The variables that name the user and the password.
pub const SMTP_USER: &str = "QUORATE_SMTP_USER";
pub const SMTP_PASSWORD: &str = "QUORATE_SMTP_PASSWORD";

/// More a minute is no restraint any more.
const MOST_PER_MINUTE: u32 = 6_000;

const COLUMNS: &[Column] = &[
    column("server", &["host", "smtp"]),
    column("security", &["encryption"]),
    column("per_minute", &["a minute", "rate"]),
    column("ca", &["certificate"]),
];

const LOGIN: &[Column] = &[
    column("user", &["username", "login"]),
    column("password", &["pass"]),
    column("password_env", &[]),
];

const fn column(name: &'static str, synonyms: &'static [&'static str]) -> Column {
    Column { name, synonyms }
}

/// What is wrong with the mail server's settings. The variants hold no text out of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailFault {
    NotATable,
    NoServer,
    NotAServer,
    NotEncrypted,
    CaOutside,
    NoUser,
}

impl fmt::Display for MailFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MailFault::NotATable => {
                "these are no settings of a mail server; write [mail] and below it server = \"smtp.example.org:587\""
            }
            MailFault::NoServer => "there is no mail server; write server = \"smtp.example.org:587\" below [mail]",
            MailFault::NotAServer => {
                "this is no mail server; write its name and port, such as server = \"smtp.example.org:587\", and nothing else: \
                 the user belongs into the environment"
            }
            MailFault::NotEncrypted => {
                "mails would travel unencrypted, which is allowed to this very machine only; write security = \"starttls\" or \"tls\""
            }
            MailFault::CaOutside => "ca must name a file inside this folder; copy the certificate here",
            MailFault::NoUser => {
                "there is a password for the mail server and no user; set QUORATE_SMTP_USER, or add user"
            }
        })
    }
}

/// The mail server of a workspace; `None` where its settings name none.
///
/// # Errors
/// Everything that is wrong with the settings and with the login.
pub fn read_mail_server(files: &Files) -> Result<(Option<MailServer>, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let document = files
        .tables
        .get("quorate.toml")
        .and_then(|bytes| read_document("quorate.toml", bytes, &mut sink))
        .unwrap_or_default();
    let section = document.iter().find(|entry| entry.key == "mail");
    let mut server = section.and_then(|entry| check(&entry.field, &mut sink));
    if let Some(server) = &mut server
        && let Some(login) = login(files, &mut sink)
    {
        server.login = login;
    }
    sink.finish(Some(server))
}

/// Reads the settings without the login, for whoever reads the whole file.
pub(super) fn check(section: &Field, sink: &mut Sink) -> Option<MailServer> {
    let before = sink.faults.len();
    let Value::Table(entries) = &section.value else {
        sink.fault(&section.spot, FaultKind::Mail(MailFault::NotATable));
        return None;
    };
    let row = Row::new(
        section.spot.clone(),
        entries.clone(),
        &Columns::new(COLUMNS),
        sink,
    );
    row.warn_of_others(sink);
    let choices = [
        ("starttls", MailSecurity::StartTls),
        ("tls", MailSecurity::Tls),
        ("none", MailSecurity::Open),
    ];
    let security = row.read("security", sink, one_of(&choices, "starttls, tls, none"));
    let security = security.unwrap_or_default();
    if row.get("server").is_none() {
        let spot = row.spot.wanting("server");
        sink.fault(&spot, FaultKind::Mail(MailFault::NoServer));
    }
    let server = row.read("server", sink, |text| {
        let (host, port) = host_and_port(text).ok_or(FaultKind::Mail(MailFault::NotAServer))?;
        Ok((host, port.unwrap_or(security.usual_port())))
    });
    let per_minute = row.read("per_minute", sink, rate);
    let ca = row.read("ca", sink, |text| {
        inside(text).ok_or(FaultKind::Mail(MailFault::CaOutside))
    });
    if let Some((host, _)) = &server
        && security == MailSecurity::Open
        && !is_this_machine(host)
    {
        sink.fault(
            row.spot_of("security"),
            FaultKind::Mail(MailFault::NotEncrypted),
        );
    }
    let (host, port) = server?;
    (sink.faults.len() == before).then_some(MailServer {
        host,
        port,
        security,
        per_minute: per_minute.unwrap_or(MailServer::PER_MINUTE),
        ca,
        login: MailLogin::Nobody,
    })
}

fn rate(text: &str) -> Result<u32, FaultKind> {
    let number = text.trim().parse().ok();
    number
        .filter(|number| (1..=MOST_PER_MINUTE).contains(number))
        .ok_or_else(|| FaultKind::OutOfRange {
            text: text.to_owned(),
            low: 1,
            high: MOST_PER_MINUTE,
        })
}

/// `smtp.example.org:587`, `smtp.example.org`, `192.0.2.1:25`, `[2001:db8::1]:25`.
fn host_and_port(text: &str) -> Option<(String, Option<u16>)> {
    let text = text.trim().to_ascii_lowercase();
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            let port = match after {
                "" => None,
                after => Some(after.strip_prefix(':')?),
            };
            (host.to_owned(), port)
        }
        None => {
            let (host, port) = match text.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (text.as_str(), None),
            };
            let is_label = |label: &str| {
                let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
                !label.is_empty() && label.bytes().all(good)
            };
            if !host.split('.').all(is_label) {
                return None;
            }
            (host.to_owned(), port)
        }
    };
    let port = port.map(|port| port.parse().ok().filter(|port: &u16| *port != 0));
    match port {
        Some(None) => None,
        Some(Some(port)) => Some((host, Some(port))),
        None => Some((host, None)),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Who asks. What the environment says comes before the file. `None` where it is at fault.
fn login(files: &Files, sink: &mut Sink) -> Option<MailLogin> {
    let variable = |name: &str| files.environment.0.get(name).cloned();
    let before = sink.faults.len();
    let stated = stated_login(files, sink);
    let (user, password, password_env) = stated.unwrap_or_default();
    let user = variable(SMTP_USER).or(user);
    let named = password_env.map(|name| variable(name.expose()));
    let is_missing = named == Some(None);
    let password = variable(SMTP_PASSWORD)
        .or_else(|| named.flatten())
        .or(password);
    if sink.faults.len() > before {
        return None;
    }
    match (user, password) {
        (Some(user), Some(password)) => Some(MailLogin::User { user, password }),
        (Some(_), None) => Some(MailLogin::PasswordNotSet),
        (None, None) if !is_missing => Some(MailLogin::Nobody),
        (None, _) => {
            let spot = Spot::file(SECRETS_FILE);
            sink.fault(&spot, FaultKind::Mail(MailFault::NoUser));
            None
        }
    }
}

type StatedLogin = (Option<Secret>, Option<Secret>, Option<Secret>);

/// User, password and the variable that has the password, as the table of secrets has them.
fn stated_login(files: &Files, sink: &mut Sink) -> Option<StatedLogin> {
    let bytes = files.tables.get(SECRETS_FILE)?;
    // That it is no TOML is told by whoever reads the feeds; what the reader of TOML says may quote it.
    let document = read_document(SECRETS_FILE, bytes, &mut Sink::default())?;
    let Entry { field, .. } = document.into_iter().find(|entry| entry.key == "mail")?;
    let Value::Table(entries) = field.value else {
        sink.fault(&field.spot, FaultKind::FeedEntry(EntryFault::NotATable));
        return None;
    };
    let row = Row::new(field.spot, entries, &Columns::new(LOGIN), sink);
    for other in &row.others {
        let column = "…".to_owned();
        sink.warn(&other.field.spot, WarningKind::UnknownColumn { column });
    }
    if row.get("password").is_some() && row.get("password_env").is_some() {
        let what = FaultKind::FeedEntry(EntryFault::TwoPasswords);
        sink.fault(row.spot_of("password_env"), what);
    }
    let mut text = |key| {
        value(&row, key, EntryFault::NoText, sink, |text| {
            Some(Secret::new(text))
        })
    };
    Some((text("user"), text("password"), text("password_env")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Environment;

    fn files(settings: &str, secrets: &str, variables: &[(&str, &str)]) -> Files {
        let mut files = Files::default();
        let tables = [("quorate.toml", settings), (SECRETS_FILE, secrets)];
        for (name, text) in tables.into_iter().filter(|(_, text)| !text.is_empty()) {
            files.tables.insert(name.to_owned(), text.into());
        }
        let variables = variables.iter();
        let variables = variables.map(|(name, text)| ((*name).to_owned(), Secret::new(text)));
        files.environment = Environment(variables.collect());
        files
    }

    fn server(settings: &str, secrets: &str, variables: &[(&str, &str)]) -> MailServer {
        let found = read_mail_server(&files(settings, secrets, variables));
        found.expect("good settings").0.expect("a server")
    }

    fn faults(settings: &str, secrets: &str, variables: &[(&str, &str)]) -> String {
        let found = read_mail_server(&files(settings, secrets, variables));
        let faults = found.expect_err("faults").into_iter();
        let faults: Vec<String> = faults.map(|fault| fault.to_string()).collect();
        faults.join("\n")
    }

    #[test]
    fn what_is_not_stated_is_careful() {
        let usual = server("[mail]\nserver = \"SMTP.example.org\"", "", &[]);
        assert_eq!(usual.name(), "smtp.example.org:587");
        assert_eq!(
            (usual.security, usual.per_minute),
            (MailSecurity::StartTls, 20)
        );
        assert_eq!(usual.login, MailLogin::Nobody);
        let tls = server(
            "[mail]\nserver = \"192.0.2.1\"\nsecurity = \"tls\"\nper_minute = 3",
            "",
            &[],
        );
        assert_eq!((tls.name().as_str(), tls.per_minute), ("192.0.2.1:465", 3));
        let here = server(
            "[mail]\nserver = \"[::1]:2525\"\nsecurity = \"none\"",
            "",
            &[],
        );
        assert_eq!(
            (here.host.as_str(), here.name().as_str()),
            ("::1", "[::1]:2525")
        );
        let none = read_mail_server(&files("[defaults]\n", "", &[]));
        assert_eq!(none.expect("good settings").0, None);
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once() {
        let told = faults(
            "[mail]\nserver = \"smtp.example.org\"\nsecurity = \"none\"\nper_minute = 0\nca = \"../x\"",
            "",
            &[],
        );
        for part in ["travel unencrypted", "from 1 to 6000", "inside this folder"] {
            assert!(told.contains(part), "{told}");
        }
        for wrong in [
            "ana:hunter2@smtp.example.org",
            "smtp.example.org:0",
            "smtp.example.org:99999",
            "[::1",
            "smtp example",
        ] {
            let told = faults(&format!("[mail]\nserver = \"{wrong}\""), "", &[]);
            assert!(told.contains("this is no mail server"), "{told}");
            assert!(!told.contains("hunter2"), "{told}");
        }
        assert!(faults("[mail]\n", "", &[]).contains("there is no mail server"));
        assert!(faults("mail = 3\n", "", &[]).contains("no settings of a mail server"));
    }

    #[test]
    fn the_login_comes_from_the_environment_or_the_table_of_secrets_and_is_never_quoted() {
        let settings = "[mail]\nserver = \"smtp.example.org\"";
        let user = |user: &str, password: &str| MailLogin::User {
            user: Secret::new(user),
            password: Secret::new(password),
        };
        let secrets = "[mail]\nuser = \"sam\"\npassword = \"hunter2\"";
        assert_eq!(server(settings, secrets, &[]).login, user("sam", "hunter2"));
        let variables = [(SMTP_USER, "ana"), (SMTP_PASSWORD, "other")];
        let both = server(settings, secrets, &variables);
        assert_eq!(both.login, user("ana", "other"));
        let shown = format!("{both:?}");
        assert!(
            !shown.contains("other") && !shown.contains("ana"),
            "{shown}"
        );
        let named = "[mail]\nuser = \"sam\"\npassword_env = \"MAILPASS\"";
        let set = server(settings, named, &[("MAILPASS", "third")]);
        assert_eq!(set.login, user("sam", "third"));
        assert_eq!(
            server(settings, named, &[]).login,
            MailLogin::PasswordNotSet
        );
        assert_eq!(
            server(settings, "", &[(SMTP_USER, "ana")]).login,
            MailLogin::PasswordNotSet
        );
        for (secrets, fact) in [
            ("[mail]\npassword = \"hunter2\"", "no user"),
            ("mail = \"hunter2\"", "not an entry"),
            (
                "[mail]\nuser = 1\npassword = [\"hunter2\"]",
                "must be a text",
            ),
            (
                "[mail]\nuser = \"a\"\npassword = \"hunter2\"\npassword_env = \"X\"",
                "keep one of the two",
            ),
        ] {
            let told = faults(settings, secrets, &[]);
            assert!(told.contains(fact) && !told.contains("hunter2"), "{told}");
        }
    }
}
