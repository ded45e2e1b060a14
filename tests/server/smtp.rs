//! A mail server on this machine that keeps to RFC 5321, except where a test tells it otherwise, and remembers what it took.
//!
//! It knows nothing of the program: lines are read octet by octet, dots are undone as section 4.5.2 says.

use super::Stream;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What it does where it has its own mind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Do {
    Usual,
    /// This answer instead; a mail whose end is answered so is not taken.
    Say(&'static str),
    /// The connection ends without an answer, and nothing is taken.
    Drop,
    /// The answer, and then the connection ends.
    SayAndDrop(&'static str),
    /// The mail is taken, and then the connection ends before it is said.
    TakeAndDrop,
    /// Nothing is said any more, and the connection stays.
    Silence,
}

/// A mail that was taken.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Taken {
    pub from: String,
    pub to: String,
    pub mail: Vec<u8>,
}

#[derive(Clone, Default, Debug)]
pub struct Log {
    pub connections: usize,
    /// Every line that was said to it, mails left out.
    pub lines: Vec<String>,
    pub taken: Vec<Taken>,
}

/// How it is set up.
#[derive(Clone, Default)]
pub struct Setup {
    /// With a certificate.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Secure from the first octet.
    pub at_once: bool,
    /// User and password that it wants.
    pub login: Option<(&'static str, &'static str)>,
}

pub struct SmtpServer {
    port: u16,
    log: Arc<Mutex<Log>>,
}

impl SmtpServer {
    /// `mind` is asked before every answer: of which connection (from 1), and what was said (`""` at the beginning, `"."` at the end of a
    /// mail).
    pub fn start(
        setup: Setup,
        mind: impl Fn(usize, &str) -> Do + Send + Sync + 'static,
    ) -> SmtpServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let log = Arc::new(Mutex::new(Log::default()));
        let (shared, mind) = (Arc::clone(&log), Arc::new(mind));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = {
                    let mut log = shared.lock().expect("no panic");
                    log.connections += 1;
                    log.connections
                };
                let (log, mind, setup) = (Arc::clone(&shared), Arc::clone(&mind), setup.clone());
                std::thread::spawn(move || {
                    let mind = move |said: &str| mind(number, said);
                    // Whoever speaks may go at any moment; that is what some tests are about.
                    let _ = converse(stream, &setup, &mind, &log);
                });
            }
        });
        SmtpServer { port, log }
    }

    /// One that does as it should.
    pub fn usual() -> SmtpServer {
        SmtpServer::start(Setup::default(), |_, _| Do::Usual)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn log(&self) -> Log {
        self.log.lock().expect("no panic").clone()
    }
}

/// `None` when the connection is over.
fn converse(
    stream: TcpStream,
    setup: &Setup,
    mind: &dyn Fn(&str) -> Do,
    log: &Mutex<Log>,
) -> Option<()> {
    let secure = |stream: TcpStream| -> Option<Box<dyn Stream>> {
        let config = Arc::clone(setup.tls.as_ref()?);
        let connection = rustls::ServerConnection::new(config).ok()?;
        Some(Box::new(rustls::StreamOwned::new(connection, stream)))
    };
    let raw = stream.try_clone().ok()?;
    let mut is_secure = setup.at_once;
    let mut wire: Box<dyn Stream> = match setup.at_once {
        true => secure(stream)?,
        false => Box::new(stream),
    };
    say(&mut *wire, mind(""), "220 mail.example.org ESMTP")?;
    let (mut from, mut to) = (String::new(), Vec::new());
    let mut is_logged_in = setup.login.is_none();
    loop {
        let line = read_line(&mut *wire)?;
        log.lock().expect("no panic").lines.push(line.clone());
        let verb = line.split([' ', ':']).next().unwrap_or("");
        let verb = verb.to_ascii_uppercase();
        let what = mind(&line);
        let usual = match verb.as_str() {
            "EHLO" => {
                let mut answer = "250-mail.example.org\r\n".to_owned();
                if setup.tls.is_some() && !is_secure {
                    answer.push_str("250-STARTTLS\r\n");
                }
                if setup.login.is_some() && (is_secure || setup.tls.is_none()) {
                    answer.push_str("250-AUTH PLAIN LOGIN\r\n");
                }
                answer + "250 8BITMIME"
            }
            "STARTTLS" if setup.tls.is_some() => {
                say(&mut *wire, what, "220 go ahead")?;
                wire = secure(raw.try_clone().ok()?)?;
                is_secure = true;
                continue;
            }
            "AUTH" => {
                let (user, password) = setup.login?;
                let wanted = base64(format!("\0{user}\0{password}").as_bytes());
                is_logged_in = line == format!("AUTH PLAIN {wanted}");
                match is_logged_in {
                    true => "235 welcome".to_owned(),
                    false => "535 ZEUGMAFENCE is not known here".to_owned(),
                }
            }
            "MAIL" if !is_logged_in => "530 log in first".to_owned(),
            "MAIL" => {
                from = between(&line).to_owned();
                to.clear();
                "250 ok".to_owned()
            }
            "RCPT" => {
                if what == Do::Usual {
                    to.push(between(&line).to_owned());
                }
                "250 ok".to_owned()
            }
            "DATA" if to.is_empty() => "503 no recipient".to_owned(),
            "DATA" => {
                say(&mut *wire, what, "354 go ahead")?;
                if what != Do::Usual {
                    continue;
                }
                let mail = read_mail(&mut *wire)?;
                let what = mind(".");
                if matches!(what, Do::Usual | Do::TakeAndDrop) {
                    let taken = to.iter().map(|to| Taken {
                        from: from.clone(),
                        to: to.clone(),
                        mail: mail.clone(),
                    });
                    log.lock().expect("no panic").taken.extend(taken);
                }
                to.clear();
                say(&mut *wire, what, "250 taken")?;
                continue;
            }
            "RSET" => {
                to.clear();
                "250 ok".to_owned()
            }
            "QUIT" => {
                say(&mut *wire, what, "221 bye")?;
                return None;
            }
            _ => "500 what?".to_owned(),
        };
        say(&mut *wire, what, &usual)?;
    }
}

fn say(wire: &mut dyn Stream, what: Do, usual: &str) -> Option<()> {
    let text = match what {
        Do::Usual => usual,
        Do::Say(text) | Do::SayAndDrop(text) => text,
        Do::Drop | Do::TakeAndDrop => return None,
        Do::Silence => {
            std::thread::sleep(std::time::Duration::from_secs(600));
            return None;
        }
    };
    wire.write_all(format!("{text}\r\n").as_bytes()).ok()?;
    wire.flush().ok()?;
    (!matches!(what, Do::SayAndDrop(_))).then_some(())
}

fn between(line: &str) -> &str {
    let inner = line.split_once('<').map_or("", |(_, rest)| rest);
    inner.split_once('>').map_or("", |(inner, _)| inner)
}

fn read_line(wire: &mut dyn Stream) -> Option<String> {
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        line.push(read_octet(wire)?);
    }
    line.truncate(line.len() - 2);
    Some(String::from_utf8_lossy(&line).into_owned())
}

/// A mail up to the line with nothing but a dot, which is none of it.
fn read_mail(wire: &mut dyn Stream) -> Option<Vec<u8>> {
    let mut mail = Vec::new();
    let mut line = Vec::new();
    loop {
        line.push(read_octet(wire)?);
        if line.ends_with(b"\r\n") {
            if line == b".\r\n" {
                return Some(mail);
            }
            mail.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            line.clear();
        }
    }
}

fn read_octet(wire: &mut dyn Stream) -> Option<u8> {
    let mut octet = [0];
    match wire.read(&mut octet) {
        Ok(1) => Some(octet[0]),
        _ => None,
    }
}

/// RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let mut text: String = bits
        .chunks(6)
        .map(|six| {
            let value = (0..6).fold(0, |sum, at| sum << 1 | six.get(at).copied().unwrap_or(0));
            char::from(LETTERS[usize::from(value)])
        })
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}
