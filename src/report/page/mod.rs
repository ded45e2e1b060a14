//! What pages of several parts have in common: the look, the parts with their list, wide tables, months.
//!
//! What a page is as a file is `html`'s; what stands in its parts is left to whoever makes the page.

mod month;
mod style;

pub(super) use month::month;
pub(super) use style::STYLE;

use super::html::{self, escaped};
use std::fmt::Write as _;

/// A part of a page: the anchor, the heading, the markup.
pub(super) struct Section {
    pub id: &'static str,
    pub title: &'static str,
    pub body: String,
}

pub(super) fn section(id: &'static str, title: &'static str, body: String) -> Section {
    Section { id, title, body }
}

/// The words around the parts.
pub(super) struct Frame<'w> {
    pub title: &'w str,
    /// On the link that skips to the content.
    pub skip: &'w str,
    /// What the list of the parts is called.
    pub contents: &'w str,
    pub foot: &'w str,
    /// What the page adds to the common look.
    pub style: &'w str,
}

/// The whole page: what comes first (markup with an element of the id `content`), a list of the parts, the parts that hold
/// something.
pub(super) fn sections(frame: &Frame, first: &str, sections: &[Section]) -> String {
    let filled = || sections.iter().filter(|section| !section.body.is_empty());
    let mut body = first.to_owned();
    let _ = write!(body, "<nav aria-label=\"{}\"><ul>", frame.contents);
    for Section { id, title, .. } in filled() {
        let _ = write!(body, "<li><a href=\"#{id}\">{title}</a></li>");
    }
    body.push_str("</ul></nav>\n");
    for Section {
        id,
        title,
        body: inner,
    } in filled()
    {
        let _ = write!(
            body,
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{inner}</section>\n"
        );
    }
    let _ = writeln!(body, "<footer><p>{}</p></footer>", frame.foot);
    let skip = format!("<a class=\"skip\" href=\"#content\">{}</a>\n", frame.skip);
    let style = format!("{STYLE}{}", frame.style);
    html::page_with(frame.title, &style, &skip, &body)
}

/// The beginning of a table that may be wider than the screen; columns from `numbers` on are numbers where their heading is short.
pub(super) fn table(caption: &str, headings: &[&str], numbers: usize) -> String {
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr>",
        caption = escaped(caption)
    );
    for (index, heading) in headings.iter().enumerate() {
        let class = match numbers > 0 && index >= numbers && !heading.is_empty() {
            true => " class=\"num\"",
            false => "",
        };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(heading));
    }
    out.push_str("</tr></thead><tbody>\n");
    out
}
