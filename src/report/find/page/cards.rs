//! The slots, a card each.

use super::words_en as words;
use crate::model::State;
use crate::report::find::FindReport;
use crate::report::find::told::{self, Names, ToldSlot};
use crate::report::html::escaped;
use std::fmt::Write as _;

/// Cards; a longer list is for programs.
const MOST_CARDS: usize = 20;

pub(super) fn slots(report: &FindReport) -> String {
    let slots = &report.found.slots;
    if slots.is_empty() {
        return String::new();
    }
    let mut out = String::from("<ol class=\"cards\">\n");
    for (index, slot) in slots.iter().take(MOST_CARDS).enumerate() {
        let told = told::slot(report, Names::Public, slot);
        card(&mut out, index + 1, &told, slot.state, slot.score.late);
    }
    out.push_str("</ol>\n");
    if slots.len() > MOST_CARDS {
        let _ = writeln!(out, "<p>{}</p>", words::more(slots.len() - MOST_CARDS));
    }
    out
}

fn card(out: &mut String, number: usize, told: &ToldSlot, state: State, late: bool) {
    // The sign is filled as far as the slot is settled; the words beside it say the same.
    let (class, sign) = match state {
        State::Quorate => ("q", "●"),
        State::QuorateIf => ("w", "◐"),
        State::Short => ("n", "○"),
    };
    let late = match late {
        true => format!(" · {}", words::LATE),
        false => String::new(),
    };
    let _ = write!(
        out,
        "<li class=\"card {class}\" id=\"slot-{number}\">\n<h3>{number}. {}</h3>\n\
         <p class=\"state\"><span aria-hidden=\"true\">{sign}</span> {}{late}</p>\n",
        escaped(&told.when),
        escaped(&told.state)
    );
    let facts = told.place.iter().chain(&told.remarks);
    let facts: Vec<String> = facts.map(|fact| escaped(fact)).collect();
    if !facts.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", facts.join(" · "));
    }
    list(out, &told.parts);
    let _ = writeln!(out, "<p><strong>{}</strong></p>", escaped(&told.count));
    let groups = [
        (words::TO_RING, &told.to_ring),
        (words::COMING, &told.coming),
        (words::NOT_KNOWN, &told.not_known),
        (words::MISSING, &told.missing),
    ];
    for (heading, people) in groups {
        if !people.is_empty() {
            let _ = writeln!(out, "<h4>{heading}</h4>");
            list(out, people);
        }
    }
    let short_notice = told.short_notice.map(str::to_owned);
    let ends = [&told.spare, &short_notice, &told.falls_if, &told.ask_about];
    for said in ends.into_iter().flatten() {
        let _ = writeln!(out, "<p>{}</p>", escaped(said));
    }
    out.push_str("</li>\n");
}

fn list(out: &mut String, items: &[String]) {
    if items.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(out, "<li>{}</li>", escaped(item));
    }
    out.push_str("</ul>\n");
}
