//! The form as one page to print: complete in itself, without script, and without anything that is fetched.

use super::{Form, Poll, words_en};
use crate::report::html::{self, escaped};
use std::fmt::Write as _;

/// A4, large letters, boxes that can be hit with a pen.
const STYLE: &str = "\
@page{size:A4;margin:18mm}\
body{font:12pt/1.45 Arial,Helvetica,sans-serif;color:#000;background:#fff;max-width:174mm;margin:0 auto;padding:4mm}\
h1{font-size:17pt;margin:0 0 4mm}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:1mm 6mm;margin:0 0 5mm}\
dt{font-weight:bold}dd{margin:0}\
table{border-collapse:collapse;width:100%;margin:4mm 0}\
caption{text-align:left;padding-bottom:2mm}\
th,td{border:1px solid #000;padding:3mm 2.5mm;text-align:left;vertical-align:middle}\
td.box{text-align:center;white-space:nowrap}\
tr{break-inside:avoid}\
input{width:6mm;height:6mm;vertical-align:middle}\
";

/// The whole page.
pub fn page(poll: &Poll, form: &Form) -> String {
    let reference = &poll.prepared.problem.reference;
    let title = words_en::subject(reference);
    let mut facts = String::new();
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(facts, "<dt>{name}</dt><dd>{}</dd>", escaped(value));
    };
    if let Some(name) = poll.shown_name(form) {
        fact(words_en::FOR, &name);
    }
    fact(words_en::REFERENCE, reference);
    if let Some(place) = form.common_place() {
        if let Some(minutes) = form.common_minutes() {
            fact(words_en::LENGTH, &words_en::minutes(minutes));
        }
        fact(words_en::HOW, words_en::mode(place));
        if let Some(place) = words_en::place(place) {
            fact(words_en::WHERE, &place);
        }
    }
    let mut rows = String::new();
    for line in &form.lines {
        let letter = &line.letter;
        let time = escaped(&words_en::time(line.ask.time, &form.zone));
        let place = match (&line.place, form.common_place()) {
            (Some(place), None) => {
                let place =
                    words_en::place(place).unwrap_or_else(|| words_en::mode(place).to_owned());
                format!("<br>{}", escaped(&place))
            }
            _ => String::new(),
        };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\" id=\"{letter}\">{letter}</th><td id=\"{letter}-time\">{time}{place}</td>"
        );
        for (value, word) in [
            ("yes", words_en::YES),
            ("if-need-be", words_en::IF_NEED_BE),
            ("no", words_en::NO),
        ] {
            let _ = writeln!(
                rows,
                "<td class=\"box\"><label><input type=\"radio\" name=\"{letter}\" value=\"{value}\" \
                 aria-describedby=\"{letter}-time\"> {word}</label></td>"
            );
        }
        rows.push_str("</tr>\n");
    }
    let organizer = poll.workspace.defaults.organizer.as_deref();
    let body = format!(
        "<dl>\n{facts}</dl>\n<p>{introduction}</p>\n<form autocomplete=\"off\">\n<table>\n\
         <caption>{instruction} {zone}</caption>\n\
         <thead><tr><th scope=\"col\">Letter</th><th scope=\"col\">Time</th><th scope=\"colgroup\" colspan=\"3\">Could you come?</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</form>\n<p>{otherwise}</p>\n",
        introduction = words_en::INTRODUCTION,
        instruction = escaped(&words_en::page_instruction(poll.reply_by)),
        zone = escaped(&words_en::zone(&form.zone)),
        otherwise = escaped(&words_en::otherwise(organizer)),
    );
    html::page(&title, STYLE, &body)
}
