//! One type in plain English, in the order in which a coordinator asks.

use super::{NOT_LEGAL_ADVICE, RulesReport, WIDTH};
use crate::model::Level;
use crate::model::rules::{
    Anchor, ChairRule, Concern, Continuity, Grounds, MeetingType, RuleKind, SeatRule, Sensitivity,
    Step, TimeRule,
};
use crate::report::words_en::rules as words;
use crate::report::words_en::{date, listed};
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

/// The whole answer for people.
pub fn explained(report: &RulesReport, kind: &MeetingType) -> String {
    let mut page = Page {
        report,
        kind,
        out: String::new(),
    };
    page.head();
    page.clock();
    page.people();
    page.around();
    page.course();
    page.sources();
    page.out
}

/// A blank at which no line is broken.
const GLUE: &str = "\u{a0}";
const LONGEST_MARK: usize = 50;

struct Page<'r> {
    report: &'r RulesReport<'r>,
    kind: &'r MeetingType,
    out: String,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{text}");
    }

    /// A statement with its ground behind it, and then what has to be said of it.
    fn line(&mut self, text: &str, grounds: Option<&Grounds>) {
        let mut text = words::capital(text);
        if let Some(grounds) = grounds {
            let rests = words::rests_on(grounds, self.report.book, self.report.today);
            // A mark is not broken at the end of a line.
            let whole = rests.chars().count() <= LONGEST_MARK;
            let rests = if whole {
                rests.replace(' ', GLUE)
            } else {
                rests
            };
            let _ = write!(text, " {rests}");
            if let Some(note) = &grounds.note {
                let _ = write!(text, ". {}", words::capital(note));
            }
        }
        let mut lines = String::new();
        wrapped(&mut lines, "  ", 4, WIDTH, &text);
        self.out.push_str(&lines.replace(GLUE, " "));
    }

    fn head(&mut self) {
        let kind = self.kind;
        let nations = kind.nations.iter().map(|nation| words::nation(*nation));
        let nations: Vec<String> = nations.map(str::to_owned).collect();
        let title = format!("{} ({}), {}", kind.name, kind.id, listed(&nations, "and"));
        wrapped(&mut self.out, "", 0, WIDTH, &title);
        if !kind.synonyms.is_empty() {
            let also = format!("Also called {}", listed(&kind.synonyms, "or"));
            wrapped(&mut self.out, "", 2, WIDTH, &also);
        }
    }

    /// What starts the clock, and by when the meetings of the chain are held.
    fn clock(&mut self) {
        self.heading("What starts the clock");
        self.line(&self.kind.trigger, None);
        let rules = self.report.rules(self.kind);
        let of = |step: Step, concerns: Concern| {
            let rules = rules.iter().copied();
            rules.filter(move |rule| rule.step == step && rule.concerns == concerns)
        };
        let deadlines: Vec<&TimeRule> = of(Step::Deadline, Concern::Meeting).collect();
        let intervals: Vec<&TimeRule> = of(Step::Interval, Concern::Meeting).collect();
        if !deadlines.is_empty() {
            self.heading("Held by");
            for rule in deadlines {
                self.limit(rule, "");
            }
        }
        let standing: Vec<&TimeRule> = of(Step::Standing, Concern::Meeting).collect();
        if !standing.is_empty() {
            self.heading("How often");
            for rule in standing {
                self.line(&words::every(rule), Some(&rule.grounds));
            }
            if let Some(cases) = self.kind.cases_per_meeting {
                self.line(&format!("about {cases} cases a meeting"), None);
            }
        }
        if !intervals.is_empty() {
            self.heading("Then");
            for rule in intervals {
                let which = match rule.from {
                    Anchor::Previous => words::sequence(rule.sequence, rule.step) + ": ",
                    _ => String::new(),
                };
                self.limit(rule, &which);
            }
        }
        let tasks = of(Step::Deadline, Concern::Task).chain(of(Step::Interval, Concern::Task));
        let tasks: Vec<&TimeRule> = tasks.collect();
        if !tasks.is_empty() {
            self.heading("Other dates on the way");
            for rule in tasks {
                self.limit(rule, "");
            }
        }
        let again: Vec<&TimeRule> = of(Step::Reconvene, Concern::Meeting).collect();
        if !again.is_empty() {
            self.heading("If it was not quorate");
            for rule in again {
                let text = format!("held again {}", words::limit(rule, "that meeting"));
                self.line(&text, Some(&rule.grounds));
            }
        }
        if !self.kind.bring_forward.is_empty() {
            self.heading("Brought forward when");
            for reason in &self.kind.bring_forward {
                self.line(reason, None);
            }
        }
    }

    /// "Each further meeting: within 6 months of the previous one, if …".
    fn limit(&mut self, rule: &TimeRule, which: &str) {
        let mut text = which.to_owned();
        if let Some(what) = &rule.what {
            let _ = write!(text, "{what}: ");
        }
        let from = match (&rule.from, rule.step) {
            // The event stands right above.
            (Anchor::Trigger, Step::Deadline) if rule.concerns == Concern::Meeting => {
                "that".to_owned()
            }
            _ => words::anchor(&rule.from, self.kind, self.report.book),
        };
        text.push_str(&words::limit(rule, &from));
        let conditions = words::conditions(&rule.when, self.report.book);
        if !conditions.is_empty() {
            let _ = write!(text, ", {conditions}");
        }
        let rules = self.report.rules(self.kind);
        let other = rules
            .iter()
            .find(|one| Some(&one.id) == rule.instead_of.as_ref());
        if let Some(other) = other {
            let _ = write!(text, " (in place of {})", words::amount(other.span));
        }
        self.line(&text, Some(&rule.grounds));
        for other in self.report.other_versions(self.kind, rule) {
            let text = words::limit(other, &from);
            let when = match (other.valid.from, other.valid.to) {
                (Some(from), Some(to)) => format!("from {} to {}", date(from), date(to)),
                (Some(from), None) => format!("from {}", date(from)),
                (None, Some(to)) => format!("until {}", date(to)),
                (None, None) => "at other times".to_owned(),
            };
            self.line(&format!("{when}: {text}"), Some(&other.grounds));
        }
    }

    fn people(&mut self) {
        self.heading("Who comes (levels are usual practice where no note says more)");
        let levels = [
            Level::Required,
            Level::Expected,
            Level::Preferred,
            Level::Optional,
            Level::Informed,
        ];
        for level in levels {
            let seats = self.kind.seats.iter().filter(|seat| seat.level == level);
            for (index, seat) in seats.enumerate() {
                let name = if index == 0 { words::level(level) } else { "" };
                let head = format!("  {name:<10} ");
                let text = self.seat(seat);
                wrapped(&mut self.out, &head, 13, WIDTH, &text);
            }
        }
        if !self.kind.family_present {
            self.line("no member of the family is invited", None);
        }
        if let Some(rule) = &self.kind.quorum {
            let (book, today) = (self.report.book, self.report.today);
            let rests = words::rests_on(&rule.grounds, book, today);
            self.heading(&format!("Quorate when there are {rests}"));
            let clauses = match self.report.quorums.get(&self.kind.id) {
                Some(quorum) => words::quorum(quorum, self.report.names),
                None => vec![rule.rule.clone()],
            };
            for clause in &clauses {
                self.line(clause, None);
            }
            if rule.chair_discretion {
                self.line(
                    "otherwise the chair may decide to hold it all the same",
                    None,
                );
            }
            if rule.interim_plan {
                self.line(
                    "a meeting that was not quorate agrees an interim plan until it is held again",
                    None,
                );
            }
            if let Some(note) = &rule.grounds.note {
                self.line(&format!("note: {note}"), None);
            }
        }
        if let Some(chair) = &self.kind.chair {
            self.heading("Who chairs");
            self.line(&self.chair(chair), Some(&chair.grounds));
        }
    }

    fn seat(&self, seat: &SeatRule) -> String {
        let mut text = self.report.names.of(seat.who.id());
        if seat.places > 1 {
            let _ = write!(text, " ({} of them)", seat.places);
        }
        if let Some(mode) = seat.mode {
            let _ = write!(text, ", {}", words::mode(mode));
        }
        let conditions = words::conditions(&seat.when, self.report.book);
        if !conditions.is_empty() {
            let _ = write!(text, ", {conditions}");
        }
        if let Some(note) = &seat.note {
            let _ = write!(text, " ({note})");
        }
        text
    }

    fn chair(&self, chair: &ChairRule) -> String {
        let names = self.report.names;
        let mut text = names.of(&chair.role);
        if let Some(then) = &chair.then {
            let _ = write!(text, " the first time, then {}", names.small(then));
        }
        if let Some(other) = &chair.alternative {
            let _ = write!(text, ", or {}", names.small(other));
        }
        if chair.independent {
            text.push_str(", who has no responsibility for the case");
        }
        text.push_str(match chair.continuity {
            Continuity::None => "",
            Continuity::Preferred => "; the same one throughout if possible",
            Continuity::Same => "; the same one throughout",
        });
        text
    }

    /// Notice and papers before, records after, what follows.
    fn around(&mut self) {
        for (heading, steps) in [
            ("Before the meeting", [Step::Notice, Step::Report]),
            ("After the meeting", [Step::After, Step::After]),
        ] {
            let rules = self.report.rules(self.kind);
            let rules: Vec<&TimeRule> = rules
                .into_iter()
                .filter(|rule| steps.contains(&rule.step))
                .collect();
            if !rules.is_empty() {
                self.heading(heading);
            }
            for rule in rules {
                self.limit(rule, "");
            }
        }
        let kind = self.kind;
        let next = kind.chain_next.as_ref().filter(|next| **next != kind.id);
        // What is spawned may be the next of the chain as well.
        let spawned = |id: &&String| kind.spawns.iter().any(|spawn| spawn.kind == **id);
        let next = next.filter(|next| !spawned(next));
        if next.is_none() && kind.spawns.is_empty() {
            return;
        }
        self.heading("What follows");
        for spawn in &kind.spawns {
            self.following(&spawn.kind, &spawn.rule);
        }
        if let Some(next) = next {
            self.following(next, "first");
        }
    }

    /// The first meeting of another chain, counted from this one.
    fn following(&mut self, id: &str, rule: &str) {
        let Some(kind) = self.report.book.kind(id) else {
            return;
        };
        let rules = self.report.rules(kind);
        let name = format!("{} ({})", kind.name, kind.id);
        match rules.iter().find(|one| one.id == rule) {
            Some(rule) => {
                let text = format!("{name}: {}", words::limit(rule, "this meeting"));
                self.line(&text, Some(&rule.grounds));
            }
            None => self.line(&name, None),
        }
    }

    /// Length, agenda, what else holds, and when a date may be missed.
    fn course(&mut self) {
        let kind = self.kind;
        if let Some(length) = &kind.duration {
            self.heading("How long");
            let (typical, min, max) = (length.typical, length.min, length.max);
            let mut text = match min == max {
                true => format!("{typical} minutes"),
                false => format!("{typical} minutes, from {min} to {max}"),
            };
            if let Some(case) = length.per_case {
                let _ = write!(text, "; about {case} a case");
            }
            self.line(&text, Some(&length.grounds));
        }
        self.agenda();
        let mut rest: Vec<(String, Option<&Grounds>)> = Vec::new();
        if kind.sensitivity == Sensitivity::Highest {
            let text = "of the highest sensitivity: not even the agenda stands in invitations";
            rest.push((text.to_owned(), None));
        }
        let constraints = kind.constraints.iter();
        rest.extend(constraints.map(|one| (one.text.clone(), Some(&one.grounds))));
        if !rest.is_empty() {
            self.heading("What else to know");
        }
        for (text, grounds) in rest {
            self.line(&text, grounds);
        }
        if !kind.exceptions.is_empty() {
            self.heading("When a date may be missed (this excuses, and moves no date)");
            for one in &kind.exceptions {
                self.line(&one.text, Some(&one.grounds));
            }
        }
    }

    fn agenda(&mut self) {
        let book = self.report.book;
        let agenda = self.kind.agenda.as_ref().and_then(|id| book.agenda(id));
        let Some(agenda) = agenda else {
            return;
        };
        let minutes = self.kind.duration.as_ref().map_or(60, |one| one.typical);
        self.heading(&format!("Agenda, for {minutes} minutes"));
        for item in agenda.items.iter().filter(|item| item.share == 0) {
            wrapped(&mut self.out, "  before  ", 10, WIDTH, &item.title);
        }
        for (start, item) in agenda.timed(minutes) {
            let clock = format!("{}:{:02}", start / 60, start % 60);
            let mut text = item.title.clone();
            if !item.detail.is_empty() {
                let _ = write!(text, ": {}", item.detail);
            }
            wrapped(&mut self.out, &format!("  {clock:>6}  "), 10, WIDTH, &text);
        }
    }

    fn sources(&mut self) {
        self.heading("Sources");
        let book = self.report.book;
        let statements = self.kind.statements();
        let used = |id: &str| statements.iter().any(|(_, grounds)| grounds.source == id);
        let mut unknown = false;
        for source in book.sources.iter().filter(|source| used(&source.id)) {
            if source.section.is_empty() && !source.seen {
                unknown = true;
                continue;
            }
            let mut text = format!("{}: {}", source.short, source.title);
            if !source.section.is_empty() {
                let _ = write!(text, ". {}", words::capital(&source.section));
            }
            if !source.seen {
                text.push_str(" (not read)");
            }
            self.line(&text, None);
        }
        if unknown {
            let text =
                "what is not confirmed and names no source is general knowledge or an estimate";
            self.line(text, None);
        }
        self.out.push('\n');
        let legend = format!(
            "In brackets: (source) the text itself or an official summary of it was read; [local: …] seen in one area only; [not \
             confirmed] nobody should rely on it unread; [sources conflict] they contradict each other. {NOT_LEGAL_ADVICE}"
        );
        wrapped(&mut self.out, "", 0, WIDTH, &legend);
        let open = statements
            .iter()
            .filter(|(_, one)| !self.report.is_firm(one));
        let open = open.count();
        if open > 0 {
            let text = format!(
                "{open} of {} statements are not firm: quorate rules {} --to-adopt makes the sheet by which an authority makes them \
                 its own.",
                statements.len(),
                self.kind.id
            );
            wrapped(&mut self.out, "", 0, WIDTH, &text);
        }
    }
}

/// Whether the date of a rule is one that is only aimed at.
pub(super) fn is_target(rule: &TimeRule) -> bool {
    rule.kind == RuleKind::Target
}
