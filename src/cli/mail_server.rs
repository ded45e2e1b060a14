//! `quorate send --smtp`: by which mail server mails go, and that nothing goes by it unless that is said twice.

use super::outbox::{Wish, sending_of};
use crate::edge::delivery::Courier;
use crate::edge::read_folder;
use crate::input::{Files, SMTP_USER, read_mail_server};
use crate::model::{MailLogin, MailServer, Workspace};
use clap::Args;
use std::path::Path;

/// How mails go.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct BySmtp {
    /// Send the mails by the mail server of [mail] in quorate.toml; shows only what would be sent, unless --really is there
    #[arg(long)]
    pub(super) smtp: bool,
    /// With --smtp: do send them
    #[arg(long, requires = "smtp")]
    pub(super) really: bool,
}

/// The mail server of a workspace.
///
/// # Errors
/// When there is none, or its settings are at fault.
pub(super) fn server_of(folder: &Path) -> Result<MailServer, Vec<String>> {
    let files: Files = read_folder(folder).map_err(|error| vec![error.to_string()])?;
    let found = read_mail_server(&files);
    let (server, _) =
        found.map_err(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    server.ok_or_else(|| {
        vec!["quorate.toml names no mail server; write [mail] and below it server = \"smtp.example.org:587\"".to_owned()]
    })
}

/// What is said where mails would go and do not.
pub(super) fn dry(server: &MailServer) -> String {
    let login = match server.login {
        MailLogin::Nobody => format!("without a login (set {SMTP_USER} where it wants one)"),
        MailLogin::User { .. } => "with the login that is set".to_owned(),
        MailLogin::PasswordNotSet => "with a user, and no password is set yet".to_owned(),
    };
    format!(
        "Nothing was sent or kept: with --really the mails go by {} ({}) {login}, {} a minute at most.",
        server.name(),
        match server.security.id() {
            "none" => "not encrypted, on this machine",
            other => other,
        },
        server.per_minute
    )
}

/// What hands mails to the server, and writes letters into `out`, where that is stated.
///
/// # Errors
/// When nothing can be sent with these settings.
#[cfg(feature = "smtp")]
pub(super) fn courier(
    server: &MailServer,
    wish: &Wish,
    workspace: &Workspace,
    out: Option<&Path>,
) -> Result<Box<dyn Courier>, Vec<String>> {
    use crate::edge::smtp::SmtpCourier;
    let from = sending_of(wish, workspace)?.organizer.address;
    let courier = SmtpCourier::open(server, &wish.folder, from);
    let courier = courier.map_err(|refused| vec![refused.why])?;
    Ok(match out {
        Some(out) => Box::new(courier.with_letters(out)),
        None => Box::new(courier),
    })
}

/// As above, in a program that was built without it.
#[cfg(not(feature = "smtp"))]
pub(super) fn courier(
    _: &MailServer,
    wish: &Wish,
    workspace: &Workspace,
    _: Option<&Path>,
) -> Result<Box<dyn Courier>, Vec<String>> {
    sending_of(wish, workspace)?;
    Err(vec![
        "this program was built without sending by a mail server; build it with --features smtp, or write the mails with -o DIR"
            .to_owned(),
    ])
}
