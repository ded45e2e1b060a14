//! The body of a mail as a page: the same words as the plain text, nothing that is fetched, no script, and no style that a mail
//! program could drop to the harm of the words.

use crate::message::words_cy;
use crate::message::words_en::{AGENDA, JOIN, Paragraph, language_line};
use crate::report::html::escaped;

const STYLE: &str =
    "font-family:Arial,Helvetica,sans-serif;font-size:11pt;line-height:1.4;max-width:40em";
const CELL: &str = "text-align:left;vertical-align:top;padding:0 1em 0.2em 0";

/// The whole page.
pub(super) fn page(subject: &str, body: &[Paragraph]) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\r\n<html lang=\"en-GB\">\r\n<head>\r\n<meta charset=\"utf-8\">\r\n<title>{}</title>\r\n</head>\r\n\
         <body style=\"{STYLE}\">\r\n",
        escaped(subject)
    );
    let mut is_open = false;
    for paragraph in body {
        if let Paragraph::Language(language) = paragraph {
            if std::mem::replace(&mut is_open, true) {
                out.push_str("</div>\r\n<hr>\r\n");
            }
            out.push_str(&format!(
                "<div lang=\"{language}\">\r\n<p lang=\"en-GB\">{}</p>\r\n",
                language_line(language)
            ));
        }
        out.push_str(&markup(paragraph));
    }
    if is_open {
        out.push_str("</div>\r\n");
    }
    out.push_str("</body>\r\n</html>\r\n");
    out
}

fn markup(paragraph: &Paragraph) -> String {
    match paragraph {
        Paragraph::Language(_) => String::new(),
        Paragraph::Text(text) => format!("<p>{}</p>\r\n", escaped(text)),
        Paragraph::Facts(facts) => table(facts.iter().map(|(name, value)| {
            let value = match *name {
                JOIN | words_cy::JOIN => format!("<a href=\"{0}\">{0}</a>", escaped(value)),
                _ => escaped(value),
            };
            (*name, value)
        })),
        Paragraph::Agenda(points) => {
            let rows = points
                .iter()
                .map(|(time, title)| (time.as_str(), escaped(title)));
            format!("<p>{AGENDA}</p>\r\n{}", table(rows))
        }
        Paragraph::Guests(heading, who) => {
            let items = who
                .iter()
                .map(|one| format!("<li>{}</li>\r\n", escaped(one)));
            format!(
                "<p>{heading}</p>\r\n<ul>\r\n{}</ul>\r\n",
                items.collect::<String>()
            )
        }
    }
}

/// Two columns, the first one the heads of the rows. The second is markup already.
fn table<'a>(rows: impl Iterator<Item = (&'a str, String)>) -> String {
    let rows = rows.map(|(head, cell)| {
        format!(
            "<tr><th scope=\"row\" style=\"{CELL}\">{}</th><td style=\"{CELL}\">{cell}</td></tr>\r\n",
            escaped(head)
        )
    });
    format!(
        "<table style=\"border-collapse:collapse\">\r\n{}</table>\r\n",
        rows.collect::<String>()
    )
}
