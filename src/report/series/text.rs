//! The answer as a coordinator would like to receive it: the sentence, the series with their dates, what floating would gain, calls.

use super::words_en as words;
use super::{SeriesReport, Sum, beyond_diary};
use crate::model::{
    Confirming, MemberId, SeriesHindrance, SeriesOccurrence, SeriesSlot, Slot, Stands, State,
};
use crate::report::find::{self, Names};
use crate::report::words_en::{self as common, listed};
use crate::report::wrap::wrapped;
use crate::time::Interval;

const WIDTH: usize = 100;

/// The whole answer.
pub fn text(report: &SeriesReport) -> String {
    let mut out = String::new();
    for said in head(report) {
        paragraph(&mut out, "", &said);
    }
    if report.series.clash.is_some()
        && let Some(clash) = find::clash(&report.find, Names::All)
    {
        paragraph(&mut out, "", &clash.sentence);
        for opening in &clash.openings {
            paragraph(&mut out, "  ", opening);
        }
    }
    for (number, slot) in (1..).zip(&report.series.slots) {
        series(report, number, slot, &mut out);
    }
    beside(report, &mut out);
    calls(report, &mut out);
    tail(report, &mut out);
    out
}

/// Appends a paragraph whose further lines stand under the beginning of the text behind `head`.
fn paragraph(out: &mut String, head: &str, text: &str) {
    wrapped(out, head, head.chars().count(), WIDTH, text);
}

fn head(report: &SeriesReport) -> Vec<String> {
    let found = report.series;
    let problem = &report.find.prepared.problem;
    let mut out = Vec::new();
    match found.slots.first().filter(|slot| slot.is_series()) {
        Some(best) => {
            let sum = Sum::of_series(best);
            out.push(words::best(
                &title(report, best),
                found.spec.times,
                sum.stand,
                sum.quorate,
            ));
        }
        None => out.push(words::none(found.spec, problem.from, problem.to)),
    }
    out.extend(find::questions(&report.find));
    out.extend(find::assumed(&report.find));
    out
}

/// `Tuesdays, 15:30–16:30, every 2 weeks from Tue 8 December 2026`.
pub fn title(report: &SeriesReport, slot: &SeriesSlot) -> String {
    let zone = &report.find.prepared.problem.zone;
    let first = slot.standing().next();
    let time = first.and_then(|(_, slot)| Interval::new(slot.start, slot.end));
    let time = time.map_or_else(
        || slot.time.format("%H:%M").to_string(),
        |time| common::clock(time, zone),
    );
    words::title(
        slot.day,
        &time,
        report.series.spec.every,
        slot.score.first.date(),
    )
}

fn series(report: &SeriesReport, number: usize, slot: &SeriesSlot, out: &mut String) {
    let sum = Sum::of_series(slot);
    let times = report.series.spec.times;
    out.push('\n');
    let head = format!("{number}. ");
    let said = format!(
        "{} · {}",
        title(report, slot),
        words::count(sum.stand, times)
    );
    paragraph(out, &head, &said);
    if !slot.folded.is_empty() {
        paragraph(out, "   ", &words::also(&slot.folded));
    }
    for one in &slot.occurrences {
        occurrence(report, one, out);
    }
    paragraph(out, "   ", &words::sum(sum.quorate, sum.sure));
    for said in diaries(report, slot) {
        paragraph(out, "   ", &said);
    }
}

fn occurrence(report: &SeriesReport, one: &SeriesOccurrence, out: &mut String) {
    let date = common::date(one.regular.date());
    let head = format!("   {:>2} {date:<22} ", one.number);
    let said = match &one.stands {
        Stands::Here(slot) => stands(report, one, slot),
        Stands::Not { why, instead } => {
            let instead = instead.as_ref().map(|slot| {
                let state = common::state(slot.state, slot.score.confirmations);
                (find::when(&report.find, slot), state)
            });
            words::exception(&hindrance(report, why), instead)
        }
    };
    paragraph(out, &head, &said);
}

fn stands(report: &SeriesReport, one: &SeriesOccurrence, slot: &Slot) -> String {
    let find = &report.find;
    let problem = &find.prepared.problem;
    let mut said = vec![common::state(slot.state, slot.score.confirmations)];
    said.extend(
        slot.venue
            .map(|venue| find.workspace.venue(venue).name.clone()),
    );
    let unknown = |one: &&crate::model::Attendance| one.ground == crate::model::Ground::Unknown;
    let not_known = slot.attending.iter().filter(unknown).count();
    let places: u32 = problem.seats.iter().map(|seat| seat.places).sum();
    let known = slot.attending.len() - not_known;
    said.push(common::coming(known, not_known, places));
    if slot.state == State::QuorateIf {
        let whom = slot.confirm.first().into_iter().flatten();
        let whom: Vec<String> = whom
            .map(|whom| find::confirmer(find, Names::All, *whom))
            .collect();
        said.push(words::ring(&whom));
    }
    let empty = slot.missing.iter();
    let empty: Vec<String> = empty
        .map(|missing| find::seat(find, Names::All, &problem.seat(missing.seat).id))
        .collect();
    if !empty.is_empty() {
        said.push(words::without(&empty));
    }
    said.extend(one.holiday.map(words::is_holiday).map(str::to_owned));
    said.join(" · ")
}

fn names(report: &SeriesReport, members: &[MemberId]) -> Vec<String> {
    let names = members.iter();
    names
        .map(|member| find::name(&report.find, Names::All, *member))
        .collect()
}

fn hindrance(report: &SeriesReport, why: &SeriesHindrance) -> Vec<String> {
    let mut said = Vec::new();
    if why.no_such_hour {
        said.push(words::no_such_hour().to_owned());
    }
    said.extend(why.holiday.map(words::holiday).map(str::to_owned));
    if !why.closed.is_empty() {
        said.push(words::closed(&names(report, &why.closed)));
    }
    if !why.not_available.is_empty() {
        said.push(words::not_available(&names(report, &why.not_available)));
    }
    if why.venues {
        said.push(words::no_venue().to_owned());
    }
    if why.hours {
        said.push(words::outside_hours().to_owned());
    }
    said
}

/// Whose diary ends before the series does, and from which meeting on.
fn diaries(report: &SeriesReport, slot: &SeriesSlot) -> Vec<String> {
    let mut groups: Vec<(Vec<u32>, Vec<MemberId>)> = Vec::new();
    let mut of_member: Vec<(MemberId, Vec<u32>)> = Vec::new();
    for (number, slot) in slot.standing() {
        for member in beyond_diary(&report.find, slot) {
            match of_member.iter_mut().find(|(known, _)| *known == member) {
                Some((_, numbers)) if numbers.last() != Some(&number) => numbers.push(number),
                Some(_) => {}
                None => of_member.push((member, vec![number])),
            }
        }
    }
    for (member, numbers) in of_member {
        match groups.iter_mut().find(|(known, _)| *known == numbers) {
            Some((_, members)) => members.push(member),
            None => groups.push((numbers, vec![member])),
        }
    }
    let told = groups.iter();
    told.map(|(numbers, members)| words::diaries(&names(report, members), numbers))
        .collect()
}

/// The same hour every time beside each meeting at its own best time.
fn beside(report: &SeriesReport, out: &mut String) {
    let found = report.series;
    let Some(best) = found.slots.first() else {
        return;
    };
    let (same, floating) = (Sum::of_series(best), Sum::floating(found));
    let times = found.spec.times;
    out.push('\n');
    paragraph(out, "", words::beside());
    let exceptions = best.score.exceptions;
    let same_told = words::same(same.stand, times, exceptions, same.quorate, same.sure);
    paragraph(out, "  Same slot  ", &same_told);
    let gain = words::gain(
        (same.stand, same.quorate, same.sure),
        (floating.stand, floating.quorate, floating.sure),
    );
    let told = words::floating(floating.stand, times, floating.quorate, floating.sure);
    paragraph(out, "  Floating   ", &format!("{told} {gain}"));
    for (one, slot) in best.occurrences.iter().zip(&found.floating.slots) {
        let told = match (slot, &one.stands) {
            (Some(slot), Stands::Here(same)) if slot.start == same.start => words::as_it_is(),
            (Some(slot), _) => format!(
                "{} · {}",
                find::when(&report.find, slot),
                common::state(slot.state, slot.score.confirmations)
            ),
            (None, _) => words::nothing_that_week(one.regular.date()),
        };
        paragraph(out, &format!("   {:>2} ", one.number), &told);
    }
}

/// Whom to ring about the best series, and about which meetings.
fn calls(report: &SeriesReport, out: &mut String) {
    let Some(best) = report.series.slots.first() else {
        return;
    };
    let mut calls: Vec<(Confirming, Vec<u32>)> = Vec::new();
    for (number, slot) in best.standing() {
        for whom in slot.confirm.first().into_iter().flatten() {
            match calls.iter_mut().find(|(known, _)| known == whom) {
                Some((_, numbers)) => numbers.push(number),
                None => calls.push((*whom, vec![number])),
            }
        }
    }
    if calls.is_empty() {
        return;
    }
    out.push('\n');
    paragraph(out, "", words::calls());
    let find = &report.find;
    for (whom, numbers) in &calls {
        let phone = match whom {
            Confirming::Member(member) => {
                let contact = find.prepared.problem.member(*member).contact;
                contact.and_then(|contact| find.workspace.contact(contact).phone.clone())
            }
            Confirming::Venue(venue) => find.workspace.venue(*venue).phone.clone(),
        };
        let phone = phone.map_or(String::new(), |phone| format!(", {phone}"));
        let dates = best.occurrences.iter();
        let dates = dates.filter(|one| numbers.contains(&one.number));
        let dates: Vec<String> = dates
            .map(|one| one.regular.format("%a %-d %b").to_string())
            .collect();
        let whom = find::confirmer(find, Names::All, *whom);
        paragraph(
            out,
            "  ",
            &format!("{whom}{phone}: {}", listed(&dates, "and")),
        );
    }
}

fn tail(report: &SeriesReport, out: &mut String) {
    let found = report.series;
    out.push('\n');
    paragraph(
        out,
        "",
        &words::searched(
            found.tried,
            found.grid_minutes,
            found.feasible,
            found.spec.times,
        ),
    );
    for note in find::notes(&report.find, Names::All) {
        paragraph(out, "", &note);
    }
    let feeds = find::told_feeds(&report.find, Names::All);
    if !feeds.is_empty() {
        out.push_str("\nFeeds\n");
    }
    for told in &feeds {
        let feed = told.feed.as_ref();
        let feed = feed.map_or(String::new(), |feed| format!(" ({feed})"));
        paragraph(out, "  ", &format!("{}{feed}", told.whose));
        paragraph(out, "    ", &told.receipt);
    }
}
