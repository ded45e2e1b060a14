//! Small servers on this machine that answer as they are told to, and remember what they were asked.

#![allow(
    dead_code,
    reason = "every test program uses a part of this, and each is compiled on its own"
)]

pub mod calendar;
pub mod smtp;
pub mod tls;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a request is answered.
pub enum Answer {
    Whole(Vec<u8>),
    /// These bytes, and then nothing for so long.
    Stall(Vec<u8>, Duration),
    /// These bytes, and then one letter at a time with a pause after each.
    Drip(Vec<u8>, Duration),
}

/// A server that runs until the tests end.
pub struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each request with what `handler` makes of its text (line, headers and body).
    pub fn start(handler: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Server {
        Server::start_over(|stream| Some(Box::new(stream)), handler)
    }

    /// The same over connections that are first wrapped, in TLS for instance.
    pub fn start_over(
        wrap: impl Fn(TcpStream) -> Option<Box<dyn Stream>> + Send + Sync + 'static,
        handler: impl Fn(&str) -> Answer + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let shared = Arc::new((wrap, handler));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, shared) = (Arc::clone(&log), Arc::clone(&shared));
                std::thread::spawn(move || {
                    let Some(mut stream) = (shared.0)(stream) else {
                        return;
                    };
                    let Some(request) = read_request(&mut *stream) else {
                        return;
                    };
                    log.lock().expect("no panic").push(request.clone());
                    answer(&mut *stream, (shared.1)(&request));
                });
            }
        });
        Server { port, asked }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The texts of all requests so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }
}

pub trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

fn read_request(stream: &mut dyn Stream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

fn answer(stream: &mut dyn Stream, answer: Answer) {
    // Whoever asked may have gone; that is what some tests are about.
    match answer {
        Answer::Whole(bytes) => {
            let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
        }
        Answer::Stall(bytes, pause) => {
            let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
            std::thread::sleep(pause);
        }
        Answer::Drip(bytes, pause) => {
            let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
            while stream.write_all(b"x").and_then(|()| stream.flush()).is_ok() {
                std::thread::sleep(pause);
            }
        }
    }
}

/// A response with a body and headers such as `ETag: "1"`.
pub fn response(status: &str, headers: &[&str], body: &str) -> Answer {
    let mut text = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    Answer::Whole(text.into_bytes())
}

/// 200 with a calendar.
pub fn calendar(body: &str) -> Answer {
    response("200 OK", &["Content-Type: text/calendar"], body)
}
