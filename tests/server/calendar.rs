//! A calendar on this machine that is written to (RFC 4791 section 5.3.2), with the manners that were seen of real servers.

use super::{Answer, Server, response};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// How it differs from the standard's idea.
#[derive(Clone, Copy, Default)]
pub struct Manners {
    /// It overwrites what is there although it is asked not to, as SOGo does.
    pub ignores_none_match: bool,
    /// It writes entries in its own way, and does not say the version of what it was given.
    pub rewrites: bool,
    /// It names another version each time that it is asked about an entry, as after a server was restored.
    pub renames: bool,
    pub read_only: bool,
}

/// Entries by their address: the version, and the text.
pub type Entries = BTreeMap<String, (u64, String)>;

pub struct Calendar {
    pub server: Server,
    entries: Arc<Mutex<Entries>>,
}

impl Calendar {
    pub fn start(manners: Manners) -> Calendar {
        let entries: Arc<Mutex<Entries>> = Arc::default();
        let shared = Arc::clone(&entries);
        let versions = Mutex::new(0);
        let next = move || {
            let mut last = versions.lock().expect("no panic");
            *last += 1;
            *last
        };
        let server = Server::start(move |request| {
            let mut entries = shared.lock().expect("no panic");
            answer(request, manners, &mut entries, &next)
        });
        Calendar { server, entries }
    }

    pub fn entries(&self) -> Entries {
        self.entries.lock().expect("no panic").clone()
    }

    /// Somebody else opens an entry and writes it.
    pub fn edit(&self, path: &str, change: impl FnOnce(&str) -> String) {
        let mut entries = self.entries.lock().expect("no panic");
        let (version, text) = entries.get(path).expect("an entry").clone();
        let new = change(&text);
        assert_ne!(text, new, "nothing was changed");
        entries.insert(path.to_owned(), (version + 1_000, new));
    }

    /// Somebody else takes an entry out.
    pub fn take_out(&self, path: &str) {
        let taken = self.entries.lock().expect("no panic").remove(path);
        assert!(taken.is_some(), "an entry");
    }
}

fn answer(
    request: &str,
    manners: Manners,
    entries: &mut Entries,
    next: &dyn Fn() -> u64,
) -> Answer {
    let (head, body) = request.split_once("\r\n\r\n").expect("a request");
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    };
    let there = entries
        .get(path)
        .map(|(version, _)| format!("\"{version}\""));
    let is_refused = header("if-match").is_some_and(|wanted| Some(wanted) != there)
        || header("if-none-match").is_some() && there.is_some() && !manners.ignores_none_match;
    match method {
        "GET" => match entries.get_mut(path) {
            None => response("404 Not Found", &[], ""),
            Some((version, text)) => {
                if manners.renames {
                    *version = next();
                }
                let etag = format!("ETag: \"{version}\"");
                response("200 OK", &["Content-Type: text/calendar", &etag], text)
            }
        },
        "PUT" | "DELETE" if manners.read_only => response("403 Forbidden", &[], ""),
        "PUT" | "DELETE" if is_refused => response("412 Precondition Failed", &[], ""),
        "PUT" => {
            let version = next();
            let text = match manners.rewrites {
                true => rewritten(body),
                false => body.to_owned(),
            };
            let is_new = entries.insert(path.to_owned(), (version, text)).is_none();
            let status = if is_new {
                "201 Created"
            } else {
                "204 No Content"
            };
            let etag = format!("ETag: \"{version}\"");
            match manners.rewrites {
                true => response(status, &[], ""),
                false => response(status, &[&etag], ""),
            }
        }
        "DELETE" => match entries.remove(path) {
            Some(_) => response("204 No Content", &[], ""),
            None => response("404 Not Found", &[], ""),
        },
        _ => response("405 Method Not Allowed", &[], ""),
    }
}

/// The same in other words, and a little less: no text keeps its length under such servers.
fn rewritten(text: &str) -> String {
    let text = text.replace("\r\n ", "");
    let text = text.replace("PRODID:", "PRODID:-//server");
    let (head, tail) = text.split_once("BEGIN:VEVENT\r\n").expect("an event");
    format!("{head}BEGIN:VEVENT\r\nX-SERVER:1\r\nPRIORITY:5\r\n{tail}")
}
