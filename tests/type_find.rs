//! Every type of meeting of the embedded rules finds a time: from its name, its clock and one person a role, without feeds.

use chrono::{Days, NaiveDate};
use quorate::check::check_slot;
use quorate::ics::read::HashKey;
use quorate::input::{Files, ReadOptions, embedded_rules, read_workspace};
use quorate::model::rules::{Anchor, MeetingType, RuleKind, SeatWho, Span};
use quorate::model::{Clause, Level, State, Workspace};
use quorate::prepare::{FeedBook, Prepared, prepare};
use quorate::solve::{FindOptions, find};
use quorate::time::Instant;

/// The day of an event that the rules count back from.
const COMES: NaiveDate = NaiveDate::from_ymd_opt(2027, 3, 15).expect("a date");
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");

fn now() -> Instant {
    Instant::parse_rfc3339("2026-11-23T09:00:00Z").expect("an instant")
}

/// What would be in the folder: tables by name.
fn folder(tables: &[(&str, String)]) -> Files {
    let tables = tables.iter();
    Files {
        folder: "case".to_owned(),
        tables: tables
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect(),
        ..Files::default()
    }
}

/// The roles of a table without meetings, to look up groups and kinds of agency.
fn catalogue() -> Workspace {
    let people = "id,agency\nnobody,csc\n".to_owned();
    let read = read_workspace(&folder(&[("people.csv", people)]), &ReadOptions::default());
    read.expect("a good table").0
}

/// One holder for each place of the type's seats, of a role that no other seat of the type asks for where there is one.
fn holders(kind: &MeetingType, catalogue: &Workspace) -> Vec<(String, String, String)> {
    let role = |id: &str| {
        let found = catalogue.roles.iter().find(|role| role.id == id);
        found.unwrap_or_else(|| panic!("{}: no role {id}", kind.id))
    };
    let asked: Vec<&str> = kind.seats.iter().map(|seat| seat.who.id()).collect();
    let mut people: Vec<(String, String, String)> = Vec::new();
    for seat in &kind.seats {
        let id = match &seat.who {
            SeatWho::Role(id) => id.clone(),
            SeatWho::AnyOf(id) => {
                let group = catalogue.role_groups.iter().find(|group| group.id == *id);
                let members = &group.unwrap_or_else(|| panic!("no group {id}")).members;
                let ids = members.iter().map(|role| &catalogue.roles[role.index()].id);
                let taken = |id: &&String| {
                    asked.contains(&id.as_str()) || people.iter().any(|(_, role, _)| role == *id)
                };
                let mut free = ids.clone().filter(|id| !taken(id));
                free.next()
                    .or_else(|| ids.clone().next())
                    .expect("a group has members")
                    .clone()
            }
        };
        for place in 0..seat.places as usize {
            let number = people.len() + 1;
            // The leads of a board come from agencies of their own.
            let agency = match id.as_str() {
                "strategic-lead" => ["csc", "icb", "police"][place],
                _ => &role(&id).kind,
            };
            people.push((format!("person-{number}"), id.clone(), agency.to_owned()));
        }
    }
    people
}

/// The tables: everybody has answered for half a year, and nothing of seats, quorum, length or limit is written.
fn tables(kind: &MeetingType, started: NaiveDate, catalogue: &Workspace) -> Files {
    let nation = kind.nations.first().expect("a type is of some nation").id();
    let settings = format!(
        "[defaults]\nnation = \"{nation}\"\nhours = \"Mon-Fri 09:00-18:00\"\n[[calendar]]\nid = \"terms\"\nopen = [\"2026-09-03..2026-12-18\", \"2027-01-05..2027-03-25\", \"2027-04-12..2027-07-21\"]\n"
    );
    let people = holders(kind, catalogue);
    let mut table = "id,name,agency,roles\n".to_owned();
    let mut answers = "who,ref,from,to,answer\n".to_owned();
    for (id, role, agency) in &people {
        table.push_str(&format!("{id},{id},{agency},{role}\n"));
        answers.push_str(&format!("{id},,2026-11-23,2027-05-31,can\n"));
    }
    let ids: Vec<&str> = people.iter().map(|(id, _, _)| id.as_str()).collect();
    // Whatever day a type counts from has been stated, and whatever flag its rules ask about is answered.
    let mut anchors: Vec<String> = Vec::new();
    let mut flags: Vec<String> = Vec::new();
    for rule in &kind.rules {
        if let Anchor::Named(name) = &rule.from
            && embedded_rules().anchor(name).is_some()
            && !anchors.iter().any(|known| known.starts_with(name.as_str()))
        {
            // What is counted back from is still to come.
            let to_come = rule.kind == RuleKind::Before || matches!(rule.span, Span::Fixed { .. });
            let day = if to_come { COMES } else { started };
            anchors.push(format!("{name} {day}"));
        }
        for condition in &rule.when {
            // In November it is too late for the review whose plan is due in February; the one for March is ahead.
            let not = if condition.flag == "post16" {
                ""
            } else {
                "not "
            };
            let flag = format!("{not}{}", condition.flag);
            if !flags.contains(&flag) {
                flags.push(flag);
            }
        }
    }
    let meeting = format!(
        "ref,type,hours,trigger,previous,anchors,flags,team\nM-1,{},Mon-Fri 09:00-18:00,{started},{},{},{},{}\n",
        kind.id,
        // A standing meeting has no event that starts its clock.
        if kind.trigger == "Standing meeting" {
            started.to_string()
        } else {
            String::new()
        },
        anchors.join("; "),
        flags.join("; "),
        ids.join("; "),
    );
    folder(&[
        ("quorate.toml", settings),
        ("people.csv", table),
        ("answers.csv", answers),
        ("meetings.csv", meeting),
    ])
}

fn prepared(
    kind: &MeetingType,
    started: NaiveDate,
    catalogue: &Workspace,
) -> (Workspace, Prepared) {
    let files = tables(kind, started, catalogue);
    let read = read_workspace(&files, &ReadOptions::default());
    let (workspace, warnings) = read.unwrap_or_else(|faults| {
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}: {}", kind.id, told.join("\n"))
    });
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told, Vec::<String>::new(), "{}", kind.id);
    let key = HashKey([7; 16]);
    let hash = |uid: &str| key.uid(uid.as_bytes());
    let meeting = &workspace.meetings[0];
    let prepared = prepare(&workspace, meeting, &FeedBook::new(), &hash, now());
    let prepared = prepared.unwrap_or_else(|faults| panic!("{}: {faults:?}", kind.id));
    (workspace, prepared)
}

#[test]
fn every_type_finds_a_time_inside_its_limit() {
    let catalogue = catalogue();
    let book = embedded_rules();
    assert_eq!(book.types.len(), 47);
    for kind in &book.types {
        // A clock that started long enough ago for the limit to be near, so that the search is short.
        let ago = [0, 7, 30, 60, 80, 150, 170, 320, 355];
        let days = ago.map(|days| TODAY - Days::new(days));
        let near = days
            .into_iter()
            .map(|day| (day, prepared(kind, day, &catalogue)))
            .find(|(_, (_, made))| {
                made.problem.limit.as_ref().is_none_or(|limit| {
                    let ahead = limit.hold_by.signed_duration_since(TODAY).num_days();
                    (0..=90).contains(&ahead)
                })
            });
        let (started, (workspace, made)) =
            near.unwrap_or_else(|| panic!("{}: no near limit", kind.id));
        let meeting = &workspace.meetings[0];
        let problem = &made.problem;
        assert_eq!(meeting.types.join(" "), kind.id);
        assert_eq!(meeting.agenda, kind.agenda, "{}", kind.id);

        let limit = problem
            .limit
            .as_ref()
            .unwrap_or_else(|| panic!("{} from {started}: no limit", kind.id));
        assert!(
            kind.rules.iter().any(|rule| rule.id == limit.rule),
            "{}: {}",
            kind.id,
            limit.rule
        );
        let typical = kind.duration.as_ref().expect("a length").typical;
        assert_eq!(problem.length, i64::from(typical) * 60, "{}", kind.id);
        // Somebody sits in every seat of the type that is to be filled.
        let places: u32 = kind.seats.iter().map(|seat| seat.places).sum();
        let named: usize = meeting.seats.iter().map(|seat| seat.named.len()).sum();
        assert_eq!(named as u32, places, "{}: {:#?}", kind.id, meeting.seats);
        assert!(
            meeting.seats.iter().all(|seat| !seat.to_be_named),
            "{}",
            kind.id
        );
        for seat in kind
            .seats
            .iter()
            .filter(|seat| seat.level == Level::Required)
        {
            let there = problem
                .seats
                .iter()
                .filter(|other| other.level == Level::Required);
            let holds = |other: &&quorate::model::Seat| {
                let spec = meeting.seats.iter().find(|spec| spec.id == other.id);
                spec.is_some_and(|spec| {
                    let wanted = workspace
                        .roles
                        .iter()
                        .position(|role| role.id == seat.who.id());
                    wanted.is_none_or(|wanted| spec.roles.iter().any(|role| role.index() == wanted))
                })
            };
            assert!(
                there.clone().any(|other| holds(&other)),
                "{}: {}",
                kind.id,
                seat.who.id()
            );
        }
        if kind.quorum.is_some() {
            assert!(meeting.quorum.is_some(), "{}", kind.id);
            assert_ne!(problem.quorum, Clause::All(Vec::new()), "{}", kind.id);
        }

        let found = find(problem, &FindOptions::default());
        let best = found
            .slots
            .first()
            .unwrap_or_else(|| panic!("{}: no slot", kind.id));
        assert_eq!(best.state, State::Quorate, "{}", kind.id);
        assert!(!best.score.late, "{}", kind.id);
        let day = problem.zone.local(best.start).date();
        assert!(TODAY <= day && day <= limit.date, "{}: {day}", kind.id);
        assert!(
            best.spare_working_days.is_some_and(|days| days >= 0),
            "{}",
            kind.id
        );
        for slot in &found.slots {
            assert_eq!(check_slot(problem, slot), [], "{}", kind.id);
        }
    }
}
