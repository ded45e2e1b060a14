//! The slip: the next dates on paper, for people who are about to leave the room. It names nobody and no kind of meeting that
//! must not be known: reference, days, times and boxes.

use super::{Follower, Next, Outcome};
use crate::model::rules::Sensitivity;
use crate::report::find::when;
use crate::report::html;
use crate::report::words_en as words;
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

/// Narrow enough for half a sheet of paper.
const WIDTH: usize = 64;

/// What stands on the slip of one meeting.
struct Entry {
    title: String,
    by: Option<String>,
    /// Settled, or still to choose from.
    settled: bool,
    times: Vec<String>,
}

fn entry(next: &Next, follower: &Follower) -> Entry {
    // Whoever finds the slip learns no more than that there are meetings.
    let named = follower.kind.sensitivity == Sensitivity::Ordinary && follower.kind.family_present;
    let search = follower.search();
    let limit = search.and_then(|search| search.prepared.problem.limit.as_ref());
    let (settled, times) = match &follower.outcome {
        Outcome::Searched(search) => {
            let report = next.report(search);
            let slots = search.found.slots.iter();
            (false, slots.map(|slot| when(&report, slot)).collect())
        }
        Outcome::Arranged { arranged, search } => {
            let zone = &search.prepared.problem.zone;
            (true, vec![words::when(arranged.interval, zone)])
        }
        Outcome::Faulty(_) => (false, Vec::new()),
    };
    Entry {
        title: match named {
            true => follower.title(),
            false => words::a_meeting().to_owned(),
        },
        by: limit.map(|limit| words::to_be_held_by(limit.hold_by)),
        settled,
        times,
    }
}

/// The slip as plain text.
pub fn slip(next: &Next) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", 0, WIDTH, &words::slip_title(next.reference));
    for follower in &next.followers {
        let entry = entry(next, follower);
        out.push('\n');
        wrapped(&mut out, "", 0, WIDTH, &entry.title);
        if let Some(by) = &entry.by {
            wrapped(&mut out, "", 0, WIDTH, by);
        }
        for time in &entry.times {
            let mark = if entry.settled { "  " } else { "  [ ] " };
            let _ = writeln!(out, "{mark}{time}");
        }
        if !entry.settled {
            let _ = writeln!(out, "  [ ] {}", words::another_time());
        }
    }
    let _ = write!(out, "\n{}\n", words::slip_foot());
    out
}

/// A5, large letters, boxes that can be hit with a pen.
const STYLE: &str = "\
@page{size:A5;margin:12mm}\
body{font:12pt/1.45 Arial,Helvetica,sans-serif;color:#000;background:#fff;max-width:126mm;margin:0 auto;padding:4mm}\
h1{font-size:16pt;margin:0 0 4mm}h2{font-size:13pt;margin:5mm 0 1mm}p{margin:0 0 2mm}\
ul{list-style:none;margin:0;padding:0}li{padding:1.2mm 0;break-inside:avoid}\
section{break-inside:avoid}\
.box{display:inline-block;width:4.5mm;height:4.5mm;border:.4mm solid #000;margin-right:3mm;vertical-align:-.8mm}\
";

/// The slip as one page to print: complete in itself, without script, and without anything that is fetched.
pub fn page(next: &Next) -> String {
    let mut body = String::new();
    for follower in &next.followers {
        let entry = entry(next, follower);
        let _ = writeln!(body, "<section>\n<h2>{}</h2>", html::escaped(&entry.title));
        if let Some(by) = &entry.by {
            let _ = writeln!(body, "<p>{}</p>", html::escaped(by));
        }
        body.push_str("<ul>\n");
        let boxes = match entry.settled {
            true => "",
            false => "<span class=\"box\" aria-hidden=\"true\"></span>",
        };
        let mut times: Vec<&str> = entry.times.iter().map(String::as_str).collect();
        if !entry.settled {
            times.push(words::another_time());
        }
        for time in times {
            let _ = writeln!(body, "<li>{boxes}{}</li>", html::escaped(time));
        }
        body.push_str("</ul>\n</section>\n");
    }
    let title = words::slip_title(next.reference);
    let foot = html::escaped(words::slip_foot());
    html::page(&title, STYLE, &format!("{body}<p>{foot}</p>\n"))
}
