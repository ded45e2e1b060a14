//! The answer for people: first the sentence, then whom to ring, who comes, who could stand in, and what else could be done.

use super::mails::first_mail;
use super::told::Teller;
use super::words_en as own;
use super::{WatchReport, nothing_ahead};
use crate::report::wrap::wrapped;
use crate::watch::{Level, Person, Position, Watched};

const WIDTH: usize = 100;

/// Meetings that are told of by themselves before the rest is counted.
const MOST_TOLD: usize = 30;

/// The whole answer.
pub fn text(report: &WatchReport) -> String {
    let mut out = String::new();
    let meetings = report.by_urgency();
    if meetings.is_empty() {
        paragraph(&mut out, "", &nothing_ahead(report.days));
    }
    let tell = |index: usize| {
        let (watched, help) = meetings[index];
        Teller {
            report,
            watched,
            help,
        }
    };
    if report.is_one || meetings.len() == 1 {
        for index in 0..meetings.len() {
            one(&tell(index), &mut out);
        }
    } else if !meetings.is_empty() {
        several(report, &tell, &mut out);
    }
    if !report.watch.knows_invitations {
        paragraph(&mut out, "", &own::no_invitations());
    }
    if let (Some((first, _)), false) = (report.watch.unreported.first(), report.is_one) {
        let said = own::unreported(report.watch.unreported.len(), first);
        paragraph(&mut out, "", &said);
    }
    out
}

/// Appends a paragraph whose further lines stand under the beginning of the text behind `head`.
fn paragraph(out: &mut String, head: &str, text: &str) {
    wrapped(out, head, head.chars().count(), WIDTH, text);
}

fn one(teller: &Teller, out: &mut String) {
    // The sentence stands on one line: it is read out, and cut out by scripts.
    out.push_str(&teller.headline());
    out.push('\n');
    paragraph(
        out,
        "",
        &format!("{}, {}.", teller.watched.reference, teller.when()),
    );
    for flag in teller.flags() {
        paragraph(out, "", &flag);
    }
    chase(teller, out);
    let people = |wanted: &dyn Fn(Position) -> bool| -> Vec<String> {
        let people = teller.watched.people.iter();
        let wanted = people.filter(|person: &&Person| wanted(person.position));
        wanted.map(|person| teller.person(person)).collect()
    };
    for (heading, names) in [
        (own::COMING, people(&Position::is_sure)),
        (own::OPEN, people(&Position::is_open)),
        (
            own::NOT_COMING,
            people(&|position| !position.is_sure() && !position.is_open()),
        ),
    ] {
        if !names.is_empty() {
            paragraph(out, &format!("  {heading:<15}"), &names.join("; "));
        }
    }
    stand_ins(teller, out);
    for tried in &teller.help.tried {
        let told = teller.tried(tried);
        for (index, said) in told.iter().enumerate() {
            paragraph(out, if index == 0 { "" } else { "  " }, said);
        }
    }
    if let Some(next) = teller.next() {
        paragraph(out, "", &next);
    }
    if let Some(mail) = first_mail(teller) {
        out.push('\n');
        paragraph(out, "", own::READY_MAIL);
        for line in mail.lines() {
            paragraph(out, "  ", line);
        }
    }
}

fn chase(teller: &Teller, out: &mut String) {
    let is_quorate = teller.watched.level == Level::Quorate;
    for (index, one) in teller.watched.chase.iter().enumerate() {
        let head = if index == 0 { own::RING_FIRST } else { "" };
        let phone = teller.phone(&one.party).map(|phone| format!(", {phone}"));
        let said = format!(
            "{}{}: {}",
            teller.name(&one.party),
            phone.unwrap_or_default(),
            own::effect(one, is_quorate)
        );
        paragraph(out, &format!("  {head:<15}"), &said);
    }
}

fn stand_ins(teller: &Teller, out: &mut String) {
    let deputies = teller.help.deputies.iter().flatten();
    for (index, deputy) in deputies.enumerate() {
        let head = if index == 0 { own::STAND_INS } else { "" };
        paragraph(out, &format!("  {head:<15}"), &teller.deputy(deputy));
    }
}

fn several<'t>(report: &WatchReport, tell: &dyn Fn(usize) -> Teller<'t>, out: &mut String) {
    let meetings = &report.watch.meetings;
    let count =
        |wanted: &dyn Fn(&Watched) -> bool| meetings.iter().filter(|one| wanted(one)).count();
    let waived = |one: &Watched| one.level != Level::Quorate && one.history.waiver.is_some();
    let counts = own::Counts {
        all: meetings.len(),
        quorate: count(&|one| one.level == Level::Quorate),
        waived: count(&waived),
        at_risk: count(&|one| one.level == Level::AtRisk && !waived(one)),
        inquorate: count(&|one| one.level == Level::Inquorate && !waived(one)),
        unjudged: count(&|one| matches!(one.level, Level::Unjudged(_)) && !waived(one)),
    };
    out.push_str(&own::counts(&counts, report.days));
    out.push('\n');
    let wants_attention = |one: &Watched| {
        !one.is_settled() || one.hangs_on_silence() || one.history.after_fallen.is_some()
    };
    let wanted = (0..meetings.len()).filter(|index| wants_attention(tell(*index).watched));
    let wanted: Vec<usize> = wanted.collect();
    for index in wanted.iter().take(MOST_TOLD) {
        let teller = tell(*index);
        out.push('\n');
        let head = format!("{}, {}. ", teller.watched.reference, teller.when());
        wrapped(out, "", 2, WIDTH, &format!("{head}{}", teller.headline()));
        for flag in teller.flags() {
            paragraph(out, "  ", &flag);
        }
        chase(&teller, out);
        stand_ins(&teller, out);
        for tried in &teller.help.tried {
            for said in teller.tried(tried) {
                paragraph(out, "  ", &said);
            }
        }
        if let Some(next) = teller.next() {
            paragraph(out, "  ", &next);
        }
    }
    let more = wanted.len().saturating_sub(MOST_TOLD);
    out.push('\n');
    if more > 0 {
        paragraph(out, "", &own::more_like_these(more));
    }
    let rest = meetings.len() - wanted.len();
    if rest > 0 {
        paragraph(out, "", &own::rest(rest));
    }
}
