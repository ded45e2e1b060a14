//! Mails handed to a mail server that keeps to the standard, that refuses, that breaks off, and that is not who it should be.

#![cfg(feature = "smtp")]

mod server;

use quorate::edge::delivery::{Courier, Fate, NotDelivered, Rest};
use quorate::edge::smtp::{Clock, Patience, SmtpCourier};
use quorate::message::Address;
use quorate::model::{
    MailLogin, MailSecurity, MailServer, Post, PostKind, Purpose, Secret, Told, ToldStanding,
};
use quorate::time::Instant;
use server::smtp::{Do, Setup, SmtpServer, Taken};
use server::tls::certified;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a server says that nobody else may repeat.
const CANARY: &str = "ZEUGMAFENCE";

/// A mail whose lines would end it, were they not disguised.
const MAIL: &str =
    "From: <sam@council.example.org>\r\nSubject: x\r\n\r\n.\r\n..two\r\n.x\r\nlast\r\n";

/// Time that passes only where somebody waits.
#[derive(Clone, Default)]
struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Clock for Waits {
    fn now(&self) -> Duration {
        self.0.lock().expect("no panic").iter().sum()
    }

    fn wait(&mut self, time: Duration) {
        self.0.lock().expect("no panic").push(time);
    }
}

fn settings(port: u16) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        security: MailSecurity::Open,
        per_minute: 20,
        ca: None,
        login: MailLogin::Nobody,
    }
}

fn login(user: &str, password: &str) -> MailLogin {
    MailLogin::User {
        user: Secret::new(user),
        password: Secret::new(password),
    }
}

fn courier(settings: &MailServer) -> SmtpCourier<Waits> {
    courier_in(settings, std::path::Path::new("."))
}

fn courier_in(settings: &MailServer, folder: &std::path::Path) -> SmtpCourier<Waits> {
    let from = Address::parse("sam@council.example.org").expect("an address");
    let patience = Patience {
        command: Duration::from_secs(2),
        taking: Duration::from_millis(300),
    };
    SmtpCourier::with(settings, folder, from, patience, Waits::default()).expect("good settings")
}

fn post(to: &str, mail: &str) -> Post {
    Post {
        kind: PostKind::New,
        told: Told {
            reference: "R-1".to_owned(),
            contact: "ana".to_owned(),
            address: to.to_owned(),
            uid: "u".to_owned(),
            recurrence: None,
            sequence: 0,
            dtstamp: Instant(0),
            purpose: Purpose::Invitation,
            standing: ToldStanding::Confirmed,
            times: Vec::new(),
            zone: "Europe/London".to_owned(),
            said: 0,
            message_id: String::new(),
        },
        name: "invite-01".to_owned(),
        mail: mail.as_bytes().to_vec(),
        calendar: Vec::new(),
        letter: Vec::new(),
    }
}

fn send(courier: &mut SmtpCourier<Waits>, to: &str) -> Result<(), NotDelivered> {
    courier.prepare()?;
    courier.deliver(&post(to, MAIL)).map(|gone| {
        assert_eq!(gone.how, "smtp");
    })
}

/// The trouble with one mail to a server that says `what` when it hears something that begins with `verb`.
#[track_caller]
fn trouble(verb: &'static str, what: Do) -> (NotDelivered, usize) {
    let mind = move |_: usize, said: &str| match said.starts_with(verb)
        && verb.is_empty() == said.is_empty()
    {
        true => what,
        false => Do::Usual,
    };
    let server = SmtpServer::start(Setup::default(), mind);
    let told = send(&mut courier(&settings(server.port())), "ana@example.org");
    let told = told.expect_err("trouble");
    assert!(!told.why.contains(CANARY), "{}", told.why);
    (told, server.log().taken.len())
}

#[test]
fn mails_go_octet_by_octet_over_one_connection_and_at_their_pace() {
    let server = SmtpServer::usual();
    let waits = Waits::default();
    let from = Address::parse("sam@council.example.org").expect("an address");
    let mut courier = SmtpCourier::with(
        &settings(server.port()),
        std::path::Path::new("."),
        from,
        Patience::default(),
        waits.clone(),
    )
    .expect("good settings");
    for to in ["ana@example.org", "ben@example.org", "cy@example.org"] {
        send(&mut courier, to).expect("sent");
    }
    // A mail that does not end its last line gets the end that every mail has.
    courier
        .deliver(&post("dee@example.org", "Subject: y\r\n\r\nlast"))
        .expect("sent");
    drop(courier);
    let log = server.log();
    let taken = |to: &str, mail: &str| Taken {
        from: "sam@council.example.org".to_owned(),
        to: to.to_owned(),
        mail: mail.as_bytes().to_vec(),
    };
    assert_eq!(
        log.taken,
        [
            taken("ana@example.org", MAIL),
            taken("ben@example.org", MAIL),
            taken("cy@example.org", MAIL),
            taken("dee@example.org", "Subject: y\r\n\r\nlast\r\n"),
        ]
    );
    assert_eq!(log.connections, 1);
    assert_eq!(log.lines.last().map(String::as_str), Some("QUIT"));
    let three = Duration::from_secs(3);
    assert_eq!(
        *waits.0.lock().expect("no panic"),
        [Duration::ZERO, three, three]
    );
}

#[test]
fn what_the_server_says_of_one_recipient_does_not_stop_the_others() {
    for (verb, code) in [
        ("RCPT", "550 ZEUGMAFENCE is unknown"),
        ("RCPT", "450 ZEUGMAFENCE later"),
        ("DATA", "554 ZEUGMAFENCE"),
        (".", "554 ZEUGMAFENCE"),
        (".", "452 ZEUGMAFENCE"),
    ] {
        let (told, taken) = trouble(verb, Do::Say(code));
        assert_eq!(
            (told.fate, told.rest),
            (Fate::NotGone, Rest::GoesOn),
            "{code}"
        );
        assert!(told.why.contains(&code[..3]), "{}", told.why);
        let is_for_now = told.why.contains("send again later");
        assert_eq!(is_for_now, code.starts_with('4'), "{}", told.why);
        assert_eq!(taken, 0);
    }
    // The mail after a refused one goes, to its own recipient only, over the same connection.
    let server = SmtpServer::start(Setup::default(), |_, said| match said.contains("ana@") {
        true => Do::Say("550 no"),
        false => Do::Usual,
    });
    let mut courier = courier(&settings(server.port()));
    send(&mut courier, "ana@example.org").expect_err("refused");
    send(&mut courier, "ben@example.org").expect("sent");
    let log = server.log();
    let to: Vec<&str> = log.taken.iter().map(|taken| taken.to.as_str()).collect();
    assert_eq!((to, log.connections), (vec!["ben@example.org"], 1));
}

#[test]
fn what_would_befall_all_mails_stops_them() {
    for (verb, what) in [
        ("", Do::Say("554 ZEUGMAFENCE")),
        ("", Do::Say("421 ZEUGMAFENCE")),
        ("", Do::Say("ZEUGMAFENCE, who are you?")),
        ("", Do::Drop),
        ("EHLO", Do::Say("550 ZEUGMAFENCE")),
        ("EHLO", Do::Drop),
        ("MAIL", Do::Say("550 ZEUGMAFENCE")),
        ("MAIL", Do::Say("451 ZEUGMAFENCE")),
        ("MAIL", Do::Say("530 ZEUGMAFENCE")),
        ("MAIL", Do::Drop),
        ("RCPT", Do::Drop),
        ("RCPT", Do::SayAndDrop("421 ZEUGMAFENCE")),
        ("DATA", Do::Drop),
        ("DATA", Do::Say("421 ZEUGMAFENCE")),
        // An answer too many: were it believed, the next would be taken for the word that the mail is there.
        ("DATA", Do::Say("250 ZEUGMAFENCE")),
        (".", Do::SayAndDrop("421 ZEUGMAFENCE")),
    ] {
        let (told, taken) = trouble(verb, what);
        assert_eq!(
            (told.fate, told.rest),
            (Fate::NotGone, Rest::Stops),
            "{verb} {what:?}: {}",
            told.why
        );
        assert_eq!(taken, 0);
    }
    // Nobody listens.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let told = courier(&settings(port)).prepare().expect_err("nobody");
    assert_eq!((told.fate, told.rest), (Fate::NotGone, Rest::Stops));
    assert!(told.why.contains("does not answer"), "{}", told.why);
}

#[test]
fn a_mail_without_the_servers_word_for_it_is_said_to_be_uncertain() {
    for (verb, what, is_there) in [
        ("DATA", Do::SayAndDrop("354 go ahead"), 0),
        (".", Do::Drop, 0),
        (".", Do::TakeAndDrop, 1),
        (".", Do::Say("ZEUGMAFENCE"), 0),
        (".", Do::Say("354 ZEUGMAFENCE"), 0),
        (".", Do::Silence, 0),
    ] {
        let (told, taken) = trouble(verb, what);
        assert_eq!(
            (told.fate, told.rest, taken),
            (Fate::Unknown, Rest::Stops, is_there),
            "{verb} {what:?}: {}",
            told.why
        );
        assert!(told.why.contains("may have gone"), "{}", told.why);
    }
}

/// Servers close connections over which nothing is said; between two mails that is no trouble.
#[test]
fn a_connection_that_was_closed_in_between_is_made_anew() {
    for what in [Do::Drop, Do::SayAndDrop("421 idle for too long")] {
        let mails = Arc::new(Mutex::new(0));
        let server = SmtpServer::start(Setup::default(), move |connection, said| {
            let mut mails = mails.lock().expect("no panic");
            *mails += usize::from(said.starts_with("MAIL"));
            match connection == 1 && said.starts_with("MAIL") && *mails == 2 {
                true => what,
                false => Do::Usual,
            }
        });
        let mut courier = courier(&settings(server.port()));
        for to in ["ana@example.org", "ben@example.org", "cy@example.org"] {
            send(&mut courier, to).expect("sent");
        }
        let log = server.log();
        assert_eq!((log.taken.len(), log.connections), (3, 2), "{what:?}");
    }
}

#[test]
fn a_login_is_said_to_a_secure_server_only_and_a_wrong_one_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (tls, ca) = certified("127.0.0.1", (2020, 2120));
    std::fs::write(folder.path().join("ca.pem"), ca).expect("a file");
    let secret = ("sam", "correct horse");
    for at_once in [false, true] {
        let setup = Setup {
            tls: Some(Arc::clone(&tls)),
            at_once,
            login: Some(secret),
        };
        let server = SmtpServer::start(setup, |_, _| Do::Usual);
        let mut settings = settings(server.port());
        settings.security = match at_once {
            true => MailSecurity::Tls,
            false => MailSecurity::StartTls,
        };
        settings.ca = Some("ca.pem".to_owned());
        settings.login = login(secret.0, secret.1);
        send(&mut courier_in(&settings, folder.path()), "ana@example.org").expect("sent");
        assert_eq!(server.log().taken.len(), 1);

        settings.login = login(secret.0, "guess");
        let told = send(&mut courier_in(&settings, folder.path()), "ana@example.org");
        let told = told.expect_err("a wrong password");
        assert_eq!((told.fate, told.rest), (Fate::NotGone, Rest::Stops));
        assert!(told.why.contains("(535)"), "{}", told.why);
        for secret in ["guess", "sam", CANARY] {
            assert!(!told.why.contains(secret), "{}", told.why);
        }

        settings.login = MailLogin::Nobody;
        let told = send(&mut courier_in(&settings, folder.path()), "ana@example.org");
        let told = told.expect_err("no login");
        assert!(told.why.contains("QUORATE_SMTP_USER"), "{}", told.why);
        assert_eq!(server.log().taken.len(), 1);
    }
}

#[test]
fn a_server_that_does_not_encrypt_or_is_not_who_it_should_be_gets_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let secure = |security: MailSecurity, port: u16| MailServer {
        security,
        ca: Some("ca.pem".to_owned()),
        login: login("sam", "correct horse"),
        ..settings(port)
    };
    std::fs::write(folder.path().join("ca.pem"), certified("x", (2020, 2120)).1).expect("a file");
    let plain = SmtpServer::usual();
    let asked = secure(MailSecurity::StartTls, plain.port());
    let told = courier_in(&asked, folder.path())
        .prepare()
        .expect_err("open");
    assert_eq!((told.fate, told.rest), (Fate::NotGone, Rest::Stops));
    assert!(told.why.contains("does not encrypt"), "{}", told.why);
    assert!(
        !plain
            .log()
            .lines
            .iter()
            .any(|line| line.starts_with("AUTH"))
    );

    for (host, years, is_trusted) in [
        ("127.0.0.1", (2020, 2021), true),
        ("other.example", (2020, 2120), true),
        ("127.0.0.1", (2020, 2120), false),
    ] {
        let (tls, ca) = certified(host, years);
        if is_trusted {
            std::fs::write(folder.path().join("ca.pem"), ca).expect("a file");
        }
        for at_once in [false, true] {
            let setup = Setup {
                tls: Some(Arc::clone(&tls)),
                at_once,
                login: Some(("sam", "correct horse")),
            };
            let server = SmtpServer::start(setup, |_, _| Do::Usual);
            let security = match at_once {
                true => MailSecurity::Tls,
                false => MailSecurity::StartTls,
            };
            let asked = secure(security, server.port());
            let told = courier_in(&asked, folder.path()).prepare();
            let told = told.expect_err("not trusted");
            assert_eq!((told.fate, told.rest), (Fate::NotGone, Rest::Stops));
            assert!(told.why.contains("certificate"), "{}", told.why);
            assert!(
                !server
                    .log()
                    .lines
                    .iter()
                    .any(|line| line.starts_with("AUTH"))
            );
        }
    }
}

#[test]
fn what_cannot_be_sent_at_all_is_told_before_any_server_is_asked() {
    let from = || Address::parse("sam@council.example.org").expect("an address");
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |server: MailServer| {
        let found = SmtpCourier::open(&server, folder.path(), from());
        found.err().expect("refused").why
    };
    let told = refused(MailServer {
        login: MailLogin::PasswordNotSet,
        ..settings(1)
    });
    assert!(told.contains("QUORATE_SMTP_PASSWORD"), "{told}");
    let told = refused(MailServer {
        ca: Some("none.pem".to_owned()),
        ..settings(1)
    });
    assert!(told.contains("`ca`"), "{told}");
    // A file without certificates is found out before the server hears anything.
    std::fs::write(folder.path().join("ca.pem"), "nothing\n").expect("a file");
    let server = SmtpServer::usual();
    let asked = MailServer {
        ca: Some("ca.pem".to_owned()),
        security: MailSecurity::Tls,
        ..settings(server.port())
    };
    let told = courier_in(&asked, folder.path())
        .prepare()
        .expect_err("none");
    assert!(told.why.contains("`ca`"), "{}", told.why);
    assert_eq!(server.log().connections, 0);

    let mut courier = courier(&settings(server.port()));
    let told = courier.deliver(&post("", "")).expect_err("a letter");
    assert_eq!((told.fate, told.rest), (Fate::NotGone, Rest::GoesOn));
    let told = send(&mut courier, "a@b\r\nRCPT TO:<x@y>").expect_err("no address");
    assert_eq!((told.fate, told.rest), (Fate::NotGone, Rest::GoesOn));
    send(&mut courier, "ana@example.org").expect("the others go");
}
