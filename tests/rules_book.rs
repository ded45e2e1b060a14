//! The embedded book of rules: what it must hold whoever wrote it, and that it says what the research behind it says.

use quorate::ics::read::HashKey;
use quorate::input::{Files, ReadOptions, embedded_rules, read_workspace};
use quorate::model::rules::{Anchor, Confidence, MeetingType, RuleBook, Span, Step, TimeRule};
use quorate::model::{Level, State, Workspace};
use quorate::prepare::prepare;
use quorate::solve::{FindOptions, find};
use quorate::time::{Instant, Nation};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn book() -> &'static RuleBook {
    embedded_rules()
}

fn shared(path: &str) -> Option<String> {
    let Ok(folder) = std::env::var("QUORATE_SHARED") else {
        println!("QUORATE_SHARED is not set: nothing is compared with the research");
        return None;
    };
    let path = PathBuf::from(folder).join(path);
    Some(std::fs::read_to_string(path).expect("the file is there"))
}

#[test]
fn every_type_can_be_used() {
    assert_eq!(book().types.len(), 47);
    for kind in &book().types {
        let id = &kind.id;
        assert!(!kind.trigger.is_empty() && !kind.nations.is_empty(), "{id}");
        assert!(!kind.seats.is_empty(), "{id}");
        assert!(
            kind.seats.iter().any(|seat| seat.level == Level::Required)
                || id == "multi-agency-meeting",
            "{id}"
        );
        assert!(kind.quorum.is_some() && kind.chair.is_some(), "{id}");
        assert!(kind.duration.is_some() && kind.agenda.is_some(), "{id}");
        let clocks = kind
            .rules
            .iter()
            .filter(|rule| matches!(rule.step, Step::Deadline | Step::Interval | Step::Standing));
        assert!(clocks.count() > 0, "{id}");
        assert_eq!(book().meant(id, None), [kind]);
        assert_eq!(book().meant(&kind.name, None), [kind]);
    }
}

#[test]
fn every_statement_names_a_source_of_the_file() {
    for kind in &book().types {
        for (name, grounds) in kind.statements() {
            let source = book().source(&grounds.source);
            assert!(source.is_some(), "{}/{name}: {}", kind.id, grounds.source);
            assert_eq!(grounds.adopted, None);
        }
    }
    // What says nothing of its ground would rest on the file itself.
    let own = book()
        .sources
        .iter()
        .filter(|source| source.id.ends_with(".toml"));
    assert_eq!(own.count(), 0);
}

/// A Welsh conference is followed by a Welsh core group.
#[test]
fn what_follows_a_meeting_holds_where_the_meeting_does() {
    for kind in &book().types {
        let spawned = kind.spawns.iter().map(|spawn| &spawn.kind);
        for next in spawned.chain(&kind.chain_next) {
            let next = book().kind(next).expect("checked by the reader");
            for nation in &kind.nations {
                assert!(next.nations.contains(nation), "{} → {}", kind.id, next.id);
            }
        }
        // A meeting does not begin the chain that it belongs to.
        assert!(!kind.spawns.iter().any(|spawn| spawn.kind == kind.id));
    }
}

/// What a chair has to sit on.
#[test]
fn whoever_chairs_has_a_seat() {
    let workspace = workspace("ref,duration,by,seats\n", "id,name,agency,roles\n");
    for kind in &book().types {
        let chair = kind.chair.as_ref().expect("every type has a chair");
        let mut roles: BTreeSet<&str> = BTreeSet::new();
        for seat in &kind.seats {
            roles.extend(roles_of(&workspace, seat.who.id()));
        }
        let chairs = [Some(&chair.role), chair.alternative.as_ref()];
        let seated = chairs
            .into_iter()
            .flatten()
            .any(|role| roles.contains(role.as_str()));
        assert!(seated, "{}: {}", kind.id, chair.role);
    }
}

#[test]
fn tasks_say_what_is_to_be_done() {
    for kind in &book().types {
        for rule in &kind.rules {
            let task = matches!(rule.step, Step::Notice | Step::Report | Step::After);
            assert!(!task || rule.what.is_some(), "{}/{}", kind.id, rule.id);
        }
    }
}

/// The roles of a group, or the role itself.
fn roles_of<'w>(workspace: &'w Workspace, id: &'w str) -> Vec<&'w str> {
    let group = workspace.role_groups.iter().find(|group| group.id == id);
    match group {
        Some(group) => {
            let roles = group.members.iter().map(|role| workspace.role(*role));
            roles.map(|role| role.id.as_str()).collect()
        }
        None => vec![id],
    }
}

fn workspace(meetings: &str, people: &str) -> Workspace {
    let who = people
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    let can = who.map(|id| {
        format!("{id},,2026-11-24 09:00,2026-11-24 17:00,can,phone,me,2026-11-23 08:00\n")
    });
    let answers = "who,ref,from,to,answer,how,recorded_by,recorded_at\n".to_owned()
        + &can.collect::<String>();
    let files = Files {
        folder: "case".to_owned(),
        tables: [
            (
                "quorate.toml",
                "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n",
            ),
            ("people.csv", people),
            ("meetings.csv", meetings),
            ("answers.csv", &answers),
        ]
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .into(),
        ..Files::default()
    };
    let (workspace, _) = read_workspace(&files, &ReadOptions::default()).expect("no faults");
    workspace
}

/// One person a place, from an agency of the role's own kind, who is free as far as anybody knows; then the quorum of the type
/// must be within reach of those who are asked to come.
#[test]
fn every_quorum_can_be_met_by_the_seats_of_its_type() {
    let empty = workspace("ref,duration,by,seats\n", "id,name,agency,roles\n");
    for kind in &book().types {
        let (people, seats) = invented(kind, &empty);
        let quorum = &kind.quorum.as_ref().expect("every type has one").rule;
        let meetings = format!(
            "ref,duration,by,seats,quorum\nX-1,60m,2026-11-27,\"{}\",\"{quorum}\"\n",
            seats.join("; ")
        );
        let workspace = workspace(&meetings, &people);
        let now = Instant::parse_rfc3339("2026-11-23T09:00:00Z").expect("an instant");
        let key = HashKey([7; 16]);
        let hash = |uid: &str| key.uid(uid.as_bytes());
        let prepared = prepare(
            &workspace,
            &workspace.meetings[0],
            &BTreeMap::new(),
            &hash,
            now,
        );
        let prepared = prepared.unwrap_or_else(|faults| panic!("{}: {faults:?}", kind.id));
        let found = find(&prepared.problem, &FindOptions::default());
        let best = found
            .slots
            .first()
            .unwrap_or_else(|| panic!("{}: no slot", kind.id));
        assert_eq!(best.state, State::Quorate, "{}: {quorum}", kind.id);
    }
}

/// People and seats of a type: everybody who is more than optional and informed.
fn invented(kind: &MeetingType, workspace: &Workspace) -> (String, Vec<String>) {
    let mut people = "id,name,agency,roles,hours\n".to_owned();
    let mut seats = Vec::new();
    for (number, seat) in kind.seats.iter().enumerate() {
        if !matches!(
            seat.level,
            Level::Required | Level::Expected | Level::Preferred
        ) {
            continue;
        }
        let role = roles_of(workspace, seat.who.id())[0];
        let role = workspace
            .roles
            .iter()
            .find(|one| one.id == role)
            .expect("known");
        let mut named = Vec::new();
        for place in 0..seat.places {
            // A board has members of several authorities; elsewhere one agency of a kind stands for all.
            let kinds = ["csc", "icb", "police"];
            let agency = match kind.id.as_str() {
                "steering-group" => kinds[place as usize % 3],
                _ => &role.kind,
            };
            people += &format!(
                "p{number}-{place},Ann Other{number}{place},{agency},{},Mon-Fri 09:00-17:00\n",
                role.id
            );
            named.push(format!("p{number}-{place}"));
        }
        let direct = if seat.direct_contact { " direct" } else { "" };
        let who = seat.who.id();
        let (n, named) = (seat.places, named.join("/"));
        seats.push(format!(
            "required: {who} x{n} = {named}{direct} as s{number}"
        ));
    }
    (people, seats)
}

#[test]
fn types_are_found_by_the_words_of_each_nation() {
    let id = |text: &str, nation| -> Vec<&str> {
        book()
            .meant(text, Some(nation))
            .iter()
            .map(|kind| kind.id.as_str())
            .collect()
    };
    assert_eq!(id("LAC review", Nation::England), ["lac-review"]);
    assert_eq!(id("LAC review", Nation::Scotland), ["lac-review-scotland"]);
    assert_eq!(id("lac REVIEW", Nation::NorthernIreland), ["lac-review-ni"]);
    assert_eq!(id("lac-review", Nation::Scotland), ["lac-review"]);
    assert_eq!(id("ICPC", Nation::Wales), ["icpc-wales"]);
    assert_eq!(id("Icpc", Nation::England), ["icpc"]);
    assert_eq!(id("case conference", Nation::Scotland), ["cppm"]);
    assert_eq!(
        id("MDT", Nation::England),
        ["discharge-mdt", "multi-agency-meeting"]
    );
    let icpc = book().kind("icpc").expect("there");
    let counterpart = |nation| {
        book()
            .counterpart(icpc, nation)
            .map(|kind| kind.id.as_str())
    };
    assert_eq!(counterpart(Nation::Wales), Some("icpc-wales"));
    assert_eq!(counterpart(Nation::Scotland), Some("cppm"));
    assert_eq!(counterpart(Nation::NorthernIreland), Some("cpcc-ni"));
}

/// A review conference is called nothing alike in Scotland: what follows there on the counterpart of what it follows on.
#[test]
fn the_counterpart_of_a_review_is_found_by_way_of_the_chain() {
    let there = |id: &str, nation| {
        let kind = book().kind(id).expect("there");
        let other = book().counterpart(kind, nation);
        other.map(|other| other.id.as_str())
    };
    assert_eq!(there("rcpc", Nation::Scotland), Some("cppm-review"));
    assert_eq!(there("rcpc", Nation::Wales), Some("rcpc-wales"));
    assert_eq!(there("rcpc", Nation::NorthernIreland), Some("rcpcc-ni"));
    assert_eq!(there("cppm-review", Nation::England), Some("rcpc"));
    assert_eq!(there("rcpc-wales", Nation::Scotland), Some("cppm-review"));
    // A first meeting is never the counterpart of a review, nor what has none of one elsewhere.
    assert_eq!(there("ehc-annual-review", Nation::Wales), None);
    assert_eq!(there("s42-plan-review", Nation::Scotland), None);
}

#[test]
fn the_first_conference_in_scotland_has_two_versions() {
    let cppm = book().kind("cppm").expect("there");
    let first: Vec<&TimeRule> = cppm
        .rules
        .iter()
        .filter(|rule| rule.id == "first")
        .collect();
    let on = |year, month, day| {
        let date = chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let holding = first.iter().filter(|rule| rule.valid.holds(date));
        holding.map(|rule| rule.span).collect::<Vec<_>>()
    };
    let days = |amount| {
        let unit = quorate::model::rules::RuleUnit::CalendarDays;
        [Span::Count { amount, unit }]
    };
    assert_eq!(on(2021, 9, 1), days(21));
    assert_eq!(on(2021, 9, 2), days(28));
    assert_eq!(on(2026, 11, 23), days(28));
}

/// Of the research: the value of a key of a type, inherited as its own header says.
fn inherited<'t>(
    types: &'t [toml::Table],
    kind: &'t toml::Table,
    key: &str,
) -> Option<&'t toml::Value> {
    let mut kind = kind;
    loop {
        if let Some(value) = kind.get(key) {
            return Some(value);
        }
        let parent = kind.get("extends")?.as_str()?;
        kind = types
            .iter()
            .find(|other| other["id"].as_str() == Some(parent))?;
    }
}

#[test]
fn every_figure_is_that_of_the_research() {
    let Some(text) = shared("domain/meeting-types.toml") else {
        return;
    };
    let research: toml::Table = text.parse().expect("TOML");
    let types: Vec<toml::Table> = research["meeting_type"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|kind| kind.as_table().expect("a table").clone())
        .collect();
    assert_eq!(types.len(), book().types.len());
    let mut compared = 0;
    for theirs in &types {
        let id = theirs["id"].as_str().expect("an id");
        let ours = book().kind(id).unwrap_or_else(|| panic!("{id} is missing"));
        for step in ["deadline", "interval", "notice", "report", "after"] {
            let Some(rows) = inherited(&types, theirs, step) else {
                continue;
            };
            for row in rows.as_array().expect("a list") {
                // The research says itself that regulation 20 does not apply to these.
                if id == "ehc-review-under5" && ["notice", "report"].contains(&step) {
                    continue;
                }
                same_rule(ours, row, step);
                compared += 1;
            }
        }
        let inquorate = inherited(&types, theirs, "inquorate");
        let reconvene = inquorate.and_then(|table| table.get("reconvene"));
        let our_reconvene = ours.rules.iter().find(|rule| rule.step == Step::Reconvene);
        assert_eq!(reconvene.is_some(), our_reconvene.is_some(), "{id}");
        if let (Some(theirs), Some(ours)) = (reconvene, our_reconvene) {
            assert_eq!(figure(ours), stated(theirs), "{id}/reconvene");
        }
        let minutes = inherited(&types, theirs, "duration_minutes").expect("every type has one");
        let duration = ours.duration.as_ref().expect("every type has one");
        let of = |key: &str| minutes[key].as_integer().expect("minutes");
        assert_eq!(i64::from(duration.typical), of("typical"), "{id}");
        assert_eq!(i64::from(duration.min), of("min"), "{id}");
        assert_eq!(i64::from(duration.max), of("max"), "{id}");
    }
    assert!(compared > 150, "{compared}");
}

/// Amount and unit as the research writes them.
fn stated(row: &toml::Value) -> (i64, String) {
    let amount = row["amount"].as_integer().expect("an amount");
    (amount, row["unit"].as_str().expect("a unit").to_owned())
}

fn figure(rule: &TimeRule) -> (i64, String) {
    match rule.span {
        Span::Count { amount, unit } => (i64::from(amount), unit.id().to_owned()),
        Span::Fixed { month, day } => (0, format!("{month:02}-{day:02}")),
    }
}

fn same_rule(kind: &MeetingType, row: &toml::Value, step: &str) {
    let id = row["id"].as_str().expect("an id");
    let name = format!("{}/{id}", kind.id);
    // The version that holds today is the last one.
    let ours = kind.rules.iter().rfind(|rule| rule.id == id);
    let ours = ours.unwrap_or_else(|| panic!("{name} is missing"));
    assert_eq!(ours.step.id(), step, "{name}");
    match row.get("fixed") {
        Some(day) => {
            assert_eq!(figure(ours).1, day.as_str().expect("a day"), "{name}");
            assert_eq!(ours.from, Anchor::Named("transfer".to_owned()));
        }
        None => {
            assert_eq!(figure(ours), stated(row), "{name}");
            assert_eq!(
                ours.from.id(),
                row["from"].as_str().expect("an anchor"),
                "{name}"
            );
        }
    }
    let text = |key: &str, usual: &str| {
        let value = row.get(key).and_then(toml::Value::as_str);
        value.unwrap_or(usual).to_owned()
    };
    assert_eq!(
        format!("{:?}", ours.kind).to_lowercase(),
        text("kind", "latest"),
        "{name}"
    );
    assert_eq!(
        format!("{:?}", ours.counting).to_lowercase(),
        text("counting", "exclusive"),
        "{name}"
    );
    assert_eq!(ours.grounds.stated.id(), text("confidence", ""), "{name}");
    // The one source that goes by another id here.
    let source = text("source", "").replace("seed-mam", "what-are-mam");
    assert_eq!(ours.grounds.source, source, "{name}");
    assert_eq!(ours.when.is_empty(), row.get("when").is_none(), "{name}");
    let sequence = row.get("sequence").and_then(toml::Value::as_integer);
    let from = row.get("sequence_from").and_then(toml::Value::as_integer);
    assert_eq!(
        i64::from(ours.sequence.first),
        sequence.or(from).unwrap_or(1),
        "{name}"
    );
    assert_eq!(ours.sequence.last.is_some(), sequence.is_some(), "{name}");
}

#[test]
fn sources_conflict_in_one_place_only() {
    let mut conflicts = Vec::new();
    for kind in &book().types {
        for (name, grounds) in kind.statements() {
            if grounds.stated == Confidence::Conflict {
                conflicts.push(format!("{}/{name}", kind.id));
            }
        }
    }
    assert_eq!(conflicts, ["lac-review-ni/first"]);
}

/// Readers know nothing of how the rules were put together.
#[test]
fn no_text_speaks_of_the_making_of_the_rules() {
    let texts = [
        include_str!("../rules/meeting-types.toml"),
        include_str!("../rules/roles.toml"),
    ];
    for word in [
        "corpus",
        "studylib",
        "stored text",
        "from memory",
        "seed",
        "recollect",
    ] {
        for text in texts {
            let found = text.lines().find(|line| line.to_lowercase().contains(word));
            assert_eq!(found, None, "{word}");
        }
    }
}
