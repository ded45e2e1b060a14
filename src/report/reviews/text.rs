//! The dates for somebody with a case in front of them: the one that matters now and why, then meeting by meeting.

use super::{OneRule, Reviews, words_en};
use crate::model::rules::RuleKind;
use crate::report::words_en::date;
use crate::report::words_en::reviews::{DateStyle, event, working};
use crate::report::wrap::wrapped;
use crate::review::{Clock, Link};

/// Widest line.
const WIDTH: usize = 98;

/// The whole answer for people.
pub fn text(reports: &[Reviews]) -> String {
    let mut out = String::new();
    for (index, report) in reports.iter().enumerate() {
        let kind = report.first().map(|link| &link.kind.id);
        let before = reports[..index].iter();
        let mut kinds = before.map(|report| report.first().map(|link| &link.kind.id));
        // One meeting has one set of papers: of a further subject only its own limit is told.
        if kinds.any(|other| other == kind) {
            continue;
        }
        if index > 0 {
            out.push('\n');
        }
        let of_kind = |other: &&Reviews| other.first().map(|link| &link.kind.id) == kind;
        let others = reports[index + 1..].iter().filter(of_kind);
        one(report, &others.collect::<Vec<_>>(), &mut out);
    }
    let links = || {
        let counted = reports.iter().filter(|report| is_counted(report));
        let strands = counted.flat_map(|report| &report.chain.strands);
        strands.flat_map(|strand| &strand.meetings)
    };
    out.push('\n');
    if links().any(Link::is_projected) && links().count() > reports.len() {
        paragraph(&mut out, words_en::PROJECTED);
    }
    if links().next().is_some() {
        paragraph(&mut out, words_en::WD);
    }
    let today = reports.first().map(|report| report.frame.today);
    let unsure = |clock: &Clock| today.is_some_and(|today| !clock.rule.grounds.is_firm(today));
    if links().any(|link| clocks(link).any(unsure)) {
        paragraph(&mut out, words_en::MARKS);
    }
    out
}

fn paragraph(out: &mut String, text: &str) {
    wrapped(out, "", 0, WIDTH, text);
}

/// All dates of a meeting.
fn clocks<'l, 'r>(link: &'l Link<'r>) -> impl Iterator<Item = &'l Clock<'r>> {
    let clocks = &link.clocks;
    clocks
        .tasks
        .iter()
        .chain(&link.before)
        .chain(&clocks.not_before)
        .chain(&clocks.targets)
        .chain(&clocks.limits)
        .chain(&link.after)
}

fn one(report: &Reviews, others: &[&Reviews], out: &mut String) {
    let frame = &report.frame;
    let mut named: Vec<String> = report.reference.iter().cloned().collect();
    if !report.subjects.is_empty() {
        named.push(words_en::subjects(&report.subjects));
    }
    if !named.is_empty() {
        paragraph(out, &format!("{}:", named.join(", ")));
    }
    for held in &report.held {
        let number = crate::review::Number {
            least: held.number,
            exact: true,
        };
        let name = words_en::meeting_name(held.kind, number);
        paragraph(out, &words_en::held(&name, held.held, held.limit.as_ref()));
    }
    let Some(first) = report.first() else { return };
    paragraph(out, &words_en::head(frame, first));
    if let Some(clock) = first.clocks.binding() {
        paragraph(out, &words_en::reason(frame, first.kind, clock));
    }
    for other in others {
        let link = other.first();
        let clock = link.and_then(|link| link.clocks.binding());
        if let Some((link, clock)) = link.zip(clock) {
            let whose = words_en::subjects(&other.subjects);
            let head = words_en::head(&other.frame, link);
            let reason = words_en::reason(&other.frame, link.kind, clock);
            paragraph(out, &format!("{whose}: {head} {reason}"));
        }
    }
    if first.date.is_none()
        && let Some(target) = first.target.filter(|target| *target > frame.today)
    {
        paragraph(out, &words_en::aim(target));
    }
    for exception in first.exceptions {
        paragraph(out, &words_en::excused(&exception.text));
    }
    questions(report, out);
    // What comes first stands first, whatever it follows from.
    let strands = report.chain.strands.iter();
    let mut links: Vec<&Link> = strands.flat_map(|strand| &strand.meetings).collect();
    links.sort_by_key(|link| (link.on.is_none(), link.on));
    if !is_counted(report) {
        paragraph(out, words_en::NOT_HELD);
        links.retain(|link| std::ptr::eq(*link, first) && link.clocks.limits.len() > 1);
    }
    for link in links {
        out.push('\n');
        meeting(report, link, out);
    }
}

/// Whether what surrounds and follows the meeting can be told: counted from a limit that has passed, nothing of it would be true.
fn is_counted(report: &Reviews) -> bool {
    let planned = report.first().is_some_and(|link| link.date.is_some());
    planned || !report.is_breached()
}

/// What nobody has said and what would change a date, each once.
fn questions(report: &Reviews, out: &mut String) {
    let frame = &report.frame;
    let mut lines: Vec<String> = Vec::new();
    let mut add = |line: String| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    for strand in &report.chain.strands {
        for link in &strand.meetings {
            for asked in link.clocks.questions.iter().chain(&link.questions) {
                add(words_en::question(frame, asked));
            }
            for missing in link.clocks.missing.iter().chain(&link.missing) {
                words_en::without_date(frame, link.kind, missing)
                    .into_iter()
                    .for_each(&mut add);
            }
        }
    }
    if report
        .first()
        .is_some_and(|link| clocks(link).any(|clock| clock.depends_on_number))
    {
        add(words_en::NUMBER.to_owned());
    }
    for line in lines {
        wrapped(out, "? ", 2, WIDTH, &line);
    }
}

/// One meeting's dates. Of the one asked about, day and working have been told at the top.
fn meeting(report: &Reviews, link: &Link, out: &mut String) {
    let frame = &report.frame;
    let is_first = report
        .first()
        .is_some_and(|first| std::ptr::eq(link, first));
    match is_first {
        true => paragraph(out, &words_en::meeting_name(link.kind, link.number)),
        false => paragraph(out, &words_en::title(link)),
    }
    let told = link.clocks.binding().filter(|_| is_first);
    let mut lines: Vec<&Clock> = match is_counted(report) {
        true => clocks(link).collect(),
        false => link.clocks.limits.iter().collect(),
    };
    // In the order of a diary: what comes first stands first, and the meeting's own days before what is due on the same day.
    lines.sort_by_key(|clock| clock.due.hold_by);
    for clock in lines {
        let day = date(clock.due.hold_by);
        let away = words_en::away(clock.progress, clock.due.hold_by, frame.today);
        let head = format!("  {:<9}{day:<22}{away:>10}  ", words_en::label(clock));
        let mut text = match &clock.rule.what {
            Some(what) => what.clone(),
            None if told.is_some_and(|told| std::ptr::eq(told, clock)) => {
                words_en::LAST_DAY.to_owned()
            }
            None => {
                let event = event(&clock.rule.from, link.kind, frame.book);
                working(
                    clock.rule,
                    &clock.due,
                    Some(&event),
                    frame.working,
                    frame.zone,
                    DateStyle::English,
                )
            }
        };
        if let Some(depends) = words_en::depends(frame, clock) {
            text.push_str(&format!(" ({depends})"));
        }
        if let Some(mark) = words_en::mark(frame, &clock.rule.grounds) {
            text.push(' ');
            text.push_str(mark);
        }
        let hang = head.chars().count();
        wrapped(out, &head, hang, WIDTH, &text);
    }
}

/// The answer about one rule, for people.
pub fn one_text(one: &OneRule) -> String {
    let frame = &one.frame;
    let mut out = String::new();
    let due = &one.due;
    let day = match due.at {
        Some(at) => {
            let local = frame.zone.local(at);
            format!("{}, {}", date(local.date()), local.format("%H:%M"))
        }
        None => date(due.hold_by),
    };
    let way = match one.rule.kind {
        RuleKind::Earliest => "not before",
        RuleKind::Target => "aim for",
        RuleKind::Latest | RuleKind::Before => "by",
    };
    paragraph(
        &mut out,
        &format!("{}: {way} {day}.", words_en::what(one.rule)),
    );
    let worked = working(
        one.rule,
        due,
        None,
        frame.working,
        frame.zone,
        DateStyle::English,
    );
    let grounds = words_en::grounds(frame, &one.rule.grounds);
    paragraph(&mut out, &format!("{worked}{grounds}"));
    if let Some(note) = &one.rule.grounds.note {
        paragraph(&mut out, &format!("{note}."));
    }
    if words_en::mark(frame, &one.rule.grounds).is_some() {
        paragraph(&mut out, words_en::MARKS);
    }
    out
}
