//! Sends mails by a mail server (RFC 5321, RFC 6409): the one place that speaks to one.
//!
//! `session` is one conversation with the server, `pace` keeps it from being overrun, `words` tells what went wrong. The mail goes out
//! octet by octet as it was composed. Which mails go is left to the caller, who marks each in the book before and after; so a
//! conversation that breaks off after the last line of a mail and before the server's word for it is said to be what it is: nobody
//! knows whether that mail went.
//!
//! Nothing in here writes to a stream or a log, and no error repeats a text of the server: only its code.

mod pace;
mod session;
mod words;

pub use pace::{Clock, Pace, WallClock};
pub use session::Patience;

use super::delivery::{Courier, Delivered, Fate, NotDelivered, Repeating, Rest};
use crate::message::Address;
use crate::model::{MailLogin, MailServer, Post};
use session::{Session, Trouble, What};
use std::path::Path;

/// Hands mails to a mail server, one after another over one connection.
pub struct SmtpCourier<C: Clock = WallClock> {
    server: MailServer,
    /// The authorities of its own, as PEM.
    ca: Option<Vec<u8>>,
    from: Address,
    patience: Patience,
    pace: Pace,
    clock: C,
    session: Option<Session>,
}

impl SmtpCourier<WallClock> {
    /// For mails of one sender. `folder` is where the server's file of certificates lies.
    ///
    /// # Errors
    /// When nothing can be sent with these settings, before any server is asked.
    pub fn open(
        server: &MailServer,
        folder: &Path,
        from: Address,
    ) -> Result<SmtpCourier, NotDelivered> {
        SmtpCourier::with(
            server,
            folder,
            from,
            Patience::default(),
            WallClock::default(),
        )
    }
}

impl<C: Clock> SmtpCourier<C> {
    /// The same with another patience and another clock.
    ///
    /// # Errors
    /// As of [`SmtpCourier::open`].
    pub fn with(
        server: &MailServer,
        folder: &Path,
        from: Address,
        patience: Patience,
        clock: C,
    ) -> Result<SmtpCourier<C>, NotDelivered> {
        const LARGEST_CA: usize = 4 << 20;
        if server.login == MailLogin::PasswordNotSet {
            return Err(words::without_password());
        }
        let ca = server.ca.as_ref().map(|ca| {
            let bytes = super::files::read(&folder.join(ca), LARGEST_CA);
            bytes.map_err(|_| words::bad_certificates())
        });
        Ok(SmtpCourier {
            server: server.clone(),
            ca: ca.transpose()?,
            from,
            patience,
            pace: Pace::new(server.per_minute),
            clock,
            session: None,
        })
    }

    fn connect(&mut self) -> Result<&mut Session, Trouble> {
        let session = match self.session.take() {
            Some(session) => session,
            None => Session::begin(&self.server, self.ca.as_deref(), self.patience)?,
        };
        Ok(self.session.insert(session))
    }

    /// One mail over the connection that there is, or over a new one.
    fn attempt(&mut self, to: &str, mail: &[u8]) -> Result<(), Trouble> {
        let from = self.from.as_str().to_owned();
        let sent = self.connect()?.send(&from, to, mail);
        if self.session.as_ref().is_some_and(Session::is_over) {
            self.session = None;
        }
        sent
    }
}

impl<C: Clock> Courier for SmtpCourier<C> {
    /// Waits until the next mail may go, and connects: both take their time, in which nothing must count as half handed over.
    fn prepare(&mut self) -> Result<(), NotDelivered> {
        let wait = self.pace.next(self.clock.now());
        self.clock.wait(wait);
        match self.connect() {
            Ok(_) => Ok(()),
            Err(trouble) => Err(words::told(&self.server, trouble)),
        }
    }

    fn deliver(&mut self, post: &Post) -> Result<Delivered, NotDelivered> {
        if post.mail.is_empty() {
            return Err(words::no_mail());
        }
        let is_used = self.session.as_ref().is_some_and(Session::is_used);
        let mut sent = self.attempt(&post.told.address, &post.mail);
        if let Err(trouble) = sent
            && is_used
            && trouble.is_of_an_old_connection()
        {
            // It was closed while we waited; nothing of this mail has been said over it.
            self.session = None;
            sent = self.attempt(&post.told.address, &post.mail);
        }
        sent.map_err(|trouble| words::told(&self.server, trouble))?;
        Ok(Delivered {
            how: "smtp".to_owned(),
        })
    }

    fn repeating(&self) -> Repeating {
        Repeating::SeenByRecipient
    }
}

impl Trouble {
    /// What is known of the mail, and what it means for others.
    fn consequences(self) -> (Fate, Rest) {
        use session::Stage;
        let closes = self.what == What::Code(421);
        match (self.stage, self.what) {
            // The server's word that it does not take the mail.
            (Stage::Content, What::Code(_)) if !closes => (Fate::NotGone, Rest::GoesOn),
            (Stage::Content, What::Code(_)) => (Fate::NotGone, Rest::Stops),
            (Stage::Content, _) => (Fate::Unknown, Rest::Stops),
            // What is said of one recipient says nothing of the others.
            (Stage::Recipient | Stage::Data, What::Code(_)) if !closes => {
                (Fate::NotGone, Rest::GoesOn)
            }
            (Stage::Address, _) => (Fate::NotGone, Rest::GoesOn),
            _ => (Fate::NotGone, Rest::Stops),
        }
    }
}
