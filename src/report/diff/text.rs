//! What is otherwise, for the coordinator: meetings first, then the list of people to tell.

use super::{Change, Compared, DiffReport, words_en};
use crate::model::PlanFileMeeting;
use crate::report::words_en as words;
use crate::report::wrap::wrapped;
use crate::time::Zone;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const WIDTH: usize = 100;

/// Names of people and venues where a workspace knows them, and its zone; else ids and UTC.
struct Naming<'r> {
    contacts: BTreeMap<&'r str, &'r str>,
    venues: BTreeMap<&'r str, &'r str>,
    zone: Zone,
}

/// The whole answer.
pub fn text(report: &DiffReport) -> String {
    let diff = report.diff;
    let workspace = report.workspace;
    let contacts = workspace.into_iter().flat_map(|one| &one.contacts);
    let venues = workspace.into_iter().flat_map(|one| &one.venues);
    let zone = workspace.and_then(|one| Zone::named(&one.defaults.zone));
    let naming = Naming {
        contacts: contacts
            .map(|one| (one.id.as_str(), one.name.as_str()))
            .collect(),
        venues: venues
            .map(|one| (one.id.as_str(), one.name.as_str()))
            .collect(),
        zone: zone.unwrap_or_else(Zone::utc),
    };
    let mut out = String::new();
    wrapped(&mut out, "", 0, WIDTH, &words_en::summary(diff));
    type Kept<'a> = &'a dyn Fn(&Compared) -> bool;
    let groups: [(&str, Kept); 4] = [
        (words_en::MOVED, &|one| one.is_moved()),
        (words_en::GAINED, &|one| one.is_gained()),
        (words_en::LOST, &|one| one.is_lost()),
        (words_en::PEOPLE, &|one| {
            !one.is_moved() && !one.is_gained() && !one.is_lost()
        }),
    ];
    for (heading, keep) in groups {
        let mut group = diff.changed.iter().filter(|one| keep(one)).peekable();
        if group.peek().is_some() {
            let _ = writeln!(out, "\n{heading}");
        }
        for one in group {
            wrapped(&mut out, "  ", 4, WIDTH, &naming.meeting(one));
        }
    }
    let told = diff.told();
    if !told.is_empty() {
        let _ = writeln!(out, "\n{}", words_en::TELL);
    }
    for (who, changes) in &told {
        let mut by_change: BTreeMap<Change, Vec<String>> = BTreeMap::new();
        for (index, change) in changes {
            let reference = diff.changed[*index].reference.to_owned();
            by_change.entry(*change).or_default().push(reference);
        }
        let changes: Vec<String> = by_change
            .iter()
            .map(|(change, references)| words_en::told(*change, references))
            .collect();
        let name = naming.contact(who);
        wrapped(
            &mut out,
            "  ",
            4,
            WIDTH,
            &format!("{name}: {}", changes.join("; ")),
        );
    }
    out
}

impl Naming<'_> {
    fn contact(&self, id: &str) -> String {
        let name = self.contacts.get(id);
        name.map_or_else(|| id.to_owned(), |name| (*name).to_owned())
    }

    /// `Tue 8 December 2026, 10:00–11:30, Room 2`.
    fn place(&self, meeting: &PlanFileMeeting) -> String {
        let when = words::when(meeting.interval, &self.zone);
        match &meeting.venue {
            Some(id) => {
                let name = self.venues.get(id.as_str()).copied().unwrap_or(id);
                format!("{when}, {name}")
            }
            None => when,
        }
    }

    fn meeting(&self, one: &Compared) -> String {
        let mut text = one.reference.to_owned();
        match (one.before, one.after) {
            (Some(before), Some(after)) if one.is_moved() => {
                text.push_str(&words_en::from_to(&self.place(before), &self.place(after)));
            }
            (Some(only), _) | (None, Some(only)) => {
                text.push_str(&format!(": {}", self.place(only)));
            }
            (None, None) => {}
        }
        for (change, words) in [
            (Change::Added, words_en::ADDED),
            (Change::Dropped, words_en::DROPPED),
            (Change::OwnTime, words_en::OWN_TIME),
        ] {
            let people = one.people.iter().filter(|(_, one)| *one == change);
            let names: Vec<String> = people.map(|(who, _)| self.contact(who)).collect();
            if !names.is_empty() {
                text.push_str(&format!("; {words} {}", words::listed(&names, "and")));
            }
        }
        text
    }
}
