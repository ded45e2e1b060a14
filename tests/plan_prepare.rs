//! From a small folder to a batch: what shares a timeline, what follows what and by when, who takes on how much, what is published.
//!
//! Every date was worked out by hand with a calendar: in England 25 and 28 December 2026 and 1 January 2027 are holidays.

use chrono::NaiveDate;
use quorate::cycles::{Cycles, cycles};
use quorate::input::{Files, ReadOptions, read_workspace};
use quorate::model::{Arranged, EventHash, Follow, Link, Stretch, Workspace};
use quorate::prepare::{
    BatchPrepared, BatchSetting, FeedBook, MeetingFault, prepare, prepare_batch, wanted_batch,
};
use quorate::time::Instant;
use std::sync::Arc;

const SETTINGS: &str = "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n\
    [policy]\nfreeze = \"5wd\"\nload_window = \"90d\"\n\
    [[limit]]\nrole = \"cp-chair\"\nper_week = 8\n\
    [[agency]]\nid = \"st-marks\"\nkind = \"school\"\n";

const PEOPLE: &str = "id,agency,roles,kind,daily limit,weekly limit,load\n\
    chair-a,quality-assurance,cp-chair; iro,,2,5,3\n\
    chair-b,quality-assurance,cp-chair; iro,,,,\n\
    minutes,quality-assurance,conference-administrator,,,,\n\
    worker,csc,social-worker,,,,\n\
    visitor,community-health,health-visitor,,,,\n\
    school,st-marks,dsl; designated-teacher,team,,,\n\
    parent,family,parent; carer,,,,\n";

const TEAM: &str = "worker; visitor; school; parent";

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("an instant")
}

fn now() -> Instant {
    at("2026-11-23T09:00:00Z")
}

fn folder(files: &[(&str, &str)]) -> Workspace {
    let mut folder = Files {
        folder: "case".to_owned(),
        ..Files::default()
    };
    for (name, text) in files {
        folder
            .tables
            .insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    let read = read_workspace(&folder, &ReadOptions::default());
    read.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())
        .expect("a good folder")
        .0
}

/// Rows of `ref,type,subjects,trigger,number,team,after,gap,same`, with further files.
fn workspace(rows: &str, more: &[(&str, &str)]) -> Workspace {
    let table = format!("ref,type,subjects,trigger,number,team,after,gap,same\n{rows}");
    let mut files = vec![
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE),
        ("meetings.csv", &table),
    ];
    files.extend(more);
    folder(&files)
}

fn batch(workspace: &Workspace, published: Option<&[Arranged]>) -> BatchPrepared {
    let setting = BatchSetting { published };
    let meetings = &workspace.meetings;
    let hash = |_: &str| EventHash(7);
    prepare_batch(
        workspace,
        meetings,
        &FeedBook::new(),
        &hash,
        now(),
        &setting,
    )
}

fn follow(first: &str, last: &str, late_to: &str) -> Follow {
    Follow {
        first: date(first),
        last: date(last),
        late_to: date(late_to),
    }
}

/// The only link of a batch.
fn only(prepared: &BatchPrepared) -> &Link {
    let [link] = prepared.batch.links.as_slice() else {
        panic!("one link, not {}", prepared.batch.links.len());
    };
    link
}

fn row(reference: &str, kind: &str, trigger: &str, after: &str, gap: &str) -> String {
    format!("{reference},{kind},kid,{trigger},,{TEAM},{after},{gap},\n")
}

/// An arrangement of the chair and the worker.
fn arranged(reference: &str, start: &str, end: &str) -> String {
    format!(
        "{{\"ref\": \"{reference}\", \"uid\": \"{reference}\", \"start\": \"{start}\", \"end\": \"{end}\", \"attending\": [\
         {{\"seat\": \"cp-chair\", \"contact\": \"chair-a\"}}, {{\"seat\": \"social-worker\", \"contact\": \"worker\"}}]}}"
    )
}

fn plan(meetings: &[String]) -> String {
    let meetings = meetings.join(",");
    format!("{{\"format\": \"quorate-plan/1\", \"meetings\": [{meetings}]}}")
}

#[test]
fn a_core_group_follows_its_conference_by_the_rules() {
    let rows =
        row("CP-1", "icpc", "2026-11-19", "", "") + &row("CG-1", "core-group", "", "CP-1", "");
    let prepared = batch(&workspace(&rows, &[]), None);
    assert_eq!(prepared.refused, []);
    // 15 working days after Thursday 19 November, and ten behind that.
    let conference = prepared.batch.problem(0);
    assert_eq!(conference.to, date("2026-12-10"));
    assert_eq!(
        conference.late.map(|late| late.to),
        Some(date("2026-12-24"))
    );
    let link = only(&prepared);
    assert_eq!(
        (link.before, link.after, link.rule.as_str()),
        (0, 1, "first")
    );
    assert_eq!(
        link.allowed[&date("2026-12-01")],
        follow("2026-12-02", "2026-12-15", "2026-12-31")
    );
    assert_eq!(
        link.allowed[&date("2026-12-24")],
        follow("2026-12-25", "2027-01-12", "2027-01-26")
    );
    let days: Vec<&NaiveDate> = link.allowed.keys().collect();
    assert_eq!(
        (*days[0], *days[days.len() - 1]),
        (date("2026-11-23"), date("2026-12-24"))
    );
    let group = prepared.batch.problem(1);
    assert_eq!(group.from, date("2026-11-24"));
    assert_eq!(group.to, date("2027-01-12"));
    assert_eq!(group.late.map(|late| late.to), Some(date("2027-01-26")));
}

#[test]
fn months_to_a_review_conference_and_its_chair() {
    let rows = row("RC-1", "rcpc", "", "CP-1", "") + &row("CP-1", "icpc", "2026-11-19", "", "");
    let prepared = batch(&workspace(&rows, &[]), None);
    let link = only(&prepared);
    // The later one stands first in the table.
    assert_eq!((link.before, link.after), (1, 0));
    assert_eq!(
        link.allowed[&date("2026-12-10")],
        follow("2026-12-11", "2027-03-10", "2027-03-24")
    );
    // Conferences are better chaired by the same person; nobody has to.
    let chairs = |index: usize| {
        let seats = &prepared.batch.problem(index).seats;
        seats
            .iter()
            .position(|seat| seat.id == "cp-chair")
            .expect("a chair") as u32
    };
    assert_eq!(link.same, []);
    let pairs: Vec<(u32, u32)> = link
        .same_preferred
        .iter()
        .map(|(a, b)| (a.0, b.0))
        .collect();
    assert_eq!(pairs, [(chairs(1), chairs(0))]);
}

#[test]
fn reviews_go_on_from_the_number_of_the_one_before_with_the_same_officer() {
    let rows = format!(
        "LAC-1,lac-review,kid,2026-11-16,1,{TEAM}; chair-a,,,\nLAC-2,lac-review,kid,,,{TEAM}; chair-a,LAC-1,,\n"
    );
    let prepared = batch(&workspace(&rows, &[]), None);
    // 20 working days after 16 November.
    assert_eq!(prepared.batch.problem(0).to, date("2026-12-14"));
    let link = only(&prepared);
    assert_eq!(link.rule, "second");
    let second = link.allowed[&date("2026-12-14")];
    assert_eq!(second.last, date("2027-03-14"));
    assert_eq!(link.same.len(), 1, "the reviewing officer stays");
    assert_eq!(link.same_preferred, []);
}

#[test]
fn a_written_gap_outranks_the_rules_and_is_never_late() {
    let rows = row("CP-1", "icpc", "2026-11-19", "", "")
        + &row("CG-1", "core-group", "", "CP-1", "5wd-10wd");
    let prepared = batch(&workspace(&rows, &[]), None);
    let link = only(&prepared);
    assert_eq!(link.rule, "gap");
    assert_eq!(
        link.allowed[&date("2026-12-01")],
        follow("2026-12-08", "2026-12-15", "2026-12-15")
    );
    // Five and ten working days past Christmas and New Year.
    assert_eq!(
        link.allowed[&date("2026-12-18")],
        follow("2026-12-29", "2027-01-06", "2027-01-06")
    );
    let months = row("CP-1", "icpc", "2026-11-19", "", "")
        + &row("CG-1", "core-group", "", "CP-1", "at least 1m");
    let prepared = batch(&workspace(&months, &[]), None);
    // A month on from the 24th and the last day of the rule cannot both be kept in time.
    let link = only(&prepared);
    assert_eq!(link.rule, "first");
    assert_eq!(
        link.allowed[&date("2026-12-24")],
        follow("2027-01-24", "2027-01-12", "2027-01-26")
    );
    assert_eq!(link.allowed.get(&date("2026-12-01")), None);
}

#[test]
fn a_gap_that_leaves_no_day_is_told_by_an_empty_link() {
    let rows = row("CP-1", "icpc", "2026-11-19", "", "")
        + &row("CG-1", "core-group", "", "CP-1", "at least 6m");
    let prepared = batch(&workspace(&rows, &[]), None);
    assert_eq!(prepared.batch.meetings.len(), 2);
    assert!(only(&prepared).allowed.is_empty());
}

#[test]
fn after_a_meeting_that_stands_the_window_follows_at_once() {
    let rows =
        row("CP-1", "icpc", "2026-11-02", "", "") + &row("CG-1", "core-group", "", "cp-1", "");
    let held = arranged("CP-1", "2026-11-17T10:00:00Z", "2026-11-17T12:00:00Z");
    let workspace = workspace(&rows, &[("arrangements.json", &plan(&[held]))]);
    let prepared = batch(&workspace, None);
    assert_eq!(prepared.standing, ["CP-1"]);
    assert_eq!(prepared.batch.links, []);
    let group = prepared.batch.problem(0);
    // Ten working days after Tuesday 17 November.
    assert_eq!(
        (group.from, group.to),
        (date("2026-11-23"), date("2026-12-01"))
    );
    let limit = group.limit.as_ref().expect("a limit");
    assert_eq!(limit.rule, "first");
    // The single search sees the same.
    let hash = |_: &str| EventHash(7);
    let single = prepare(
        &workspace,
        &workspace.meetings[1],
        &FeedBook::new(),
        &hash,
        now(),
    );
    let single = single.expect("no faults").problem;
    assert_eq!(
        (single.from, single.to, single.late),
        (group.from, group.to, group.late)
    );
}

#[test]
fn one_meeting_at_fault_costs_only_those_that_follow_it() {
    let rows = "BAD,icpc,kid,,,worker,,,\nCG-1,core-group,kid,,,worker; parent,BAD,,\n".to_owned()
        + &row("CP-2", "icpc", "2026-11-19", "", "");
    let mut workspace = workspace(&rows, &[]);
    workspace.meetings[0].window.limit = Some(quorate::model::LimitSpec::By(date("2026-11-02")));
    let prepared = batch(&workspace, None);
    assert_eq!(prepared.batch.meetings.len(), 1);
    assert_eq!(prepared.specs[0].reference, "CP-2");
    let references: Vec<&str> = prepared
        .refused
        .iter()
        .map(|(one, _)| one.as_str())
        .collect();
    assert_eq!(references, ["BAD", "CG-1"]);
    assert_eq!(
        prepared.refused[1].1,
        [MeetingFault::FollowsNothing {
            reference: "BAD".to_owned()
        }]
    );
}

#[test]
fn a_circle_refuses_its_meetings_and_nothing_more() {
    let rows = row("CG-1", "core-group", "", "", "")
        + &row("CG-2", "core-group", "", "", "")
        + &row("CG-3", "core-group", "2026-11-19", "", "");
    let mut workspace = workspace(&rows, &[]);
    // The table refuses this; somebody who builds meetings otherwise may not.
    for (from, to) in [(0, "CG-2"), (1, "CG-1")] {
        workspace.meetings[from].after = Some(quorate::model::After {
            reference: to.to_owned(),
            least: None,
            most: None,
            same: Vec::new(),
        });
    }
    let prepared = batch(&workspace, None);
    assert_eq!(prepared.refused.len(), 2);
    assert_eq!(prepared.specs[0].reference, "CG-3");
}

#[test]
fn the_same_people_where_the_table_wants_them() {
    let rows = format!(
        "CP-1,icpc,kid,2026-11-19,,{TEAM},,,\nCG-1,core-group,kid,,,{TEAM},CP-1,,social-worker\n"
    );
    let prepared = batch(&workspace(&rows, &[]), None);
    assert_eq!(only(&prepared).same.len(), 1);
    // Two workers who cannot be the same: the later meeting is refused.
    let people = PEOPLE.to_owned() + "other,csc,social-worker,,,,\n";
    let rows = format!(
        "CP-1,icpc,kid,2026-11-19,,{TEAM},,,\nCG-1,core-group,kid,,,other; visitor; parent,CP-1,,social-worker\n"
    );
    let prepared = batch(&workspace(&rows, &[("people.csv", &people)]), None);
    assert_eq!(
        prepared.refused,
        [(
            "CG-1".to_owned(),
            vec![MeetingFault::NobodyStays {
                seat: "social-worker".to_owned()
            }]
        )]
    );
}

#[test]
fn timelines_are_shared_but_for_answers_to_one_meeting() {
    let rows =
        row("CP-1", "icpc", "2026-11-19", "", "") + &row("CP-2", "icpc", "2026-11-20", "", "");
    let answers = "who,ref,from,to,answer\nvisitor,CP-2,2026-12-01,,cannot\n";
    let workspace = workspace(&rows, &[("answers.csv", answers)]);
    let prepared = batch(&workspace, None);
    let timeline = |meeting: usize, id: &str| {
        let members = &prepared.batch.problem(meeting).members;
        let member = members
            .iter()
            .find(|member| member.id == id)
            .expect("a member");
        member.timeline.clone()
    };
    assert!(Arc::ptr_eq(&timeline(0, "worker"), &timeline(1, "worker")));
    assert!(!Arc::ptr_eq(
        &timeline(0, "visitor"),
        &timeline(1, "visitor")
    ));
    // What is shared is what a meeting by itself would see, over a longer time.
    let hash = |_: &str| EventHash(7);
    for (index, meeting) in workspace.meetings.iter().enumerate() {
        let single = prepare(&workspace, meeting, &FeedBook::new(), &hash, now());
        for member in single.expect("no faults").problem.members {
            let batch = timeline(index, &member.id);
            for span in &member.timeline.spans {
                let seen = batch.overlapping(span.interval);
                assert!(seen.iter().all(|other| other.standing == span.standing));
            }
        }
    }
    let wanted = wanted_batch(
        &workspace,
        &workspace.meetings,
        now(),
        &BatchSetting::default(),
    );
    let wanted = wanted.expect("something is wanted");
    assert_eq!(wanted.range, timeline(0, "worker").range);
}

#[test]
fn limits_and_load_with_what_stands_outside() {
    let rows = row("CP-1", "icpc", "2026-11-19", "", "");
    let outside = plan(&[
        arranged("OLD-1", "2026-12-01T10:00:00Z", "2026-12-01T12:00:00Z"),
        arranged("OLD-2", "2026-12-03T10:00:00Z", "2026-12-03T12:00:00Z"),
        // 84 days before; and one that is too long ago to count.
        arranged("OLD-3", "2026-08-31T10:00:00Z", "2026-08-31T12:00:00Z"),
        arranged("OLD-4", "2026-08-03T10:00:00Z", "2026-08-03T12:00:00Z"),
    ]);
    let workspace = workspace(&rows, &[("arrangements.json", &outside)]);
    let prepared = batch(&workspace, None);
    let id = |name: &str| {
        let found = workspace.contacts.iter().position(|one| one.id == name);
        quorate::model::ContactId(found.expect("a contact") as u32)
    };
    let of = |name: &str| -> Vec<_> {
        let limits = prepared.batch.limits.iter();
        let own = limits.filter(|limit| limit.contact == id(name));
        own.map(|limit| {
            let used: Vec<(NaiveDate, u32)> = limit.used.clone().into_iter().collect();
            let to_come = used
                .into_iter()
                .filter(|(day, _)| *day > date("2026-11-01"));
            (
                limit.per,
                limit.most,
                limit.seats.clone(),
                to_come.collect::<Vec<_>>(),
            )
        })
        .collect()
    };
    let days = vec![(date("2026-12-01"), 1), (date("2026-12-03"), 1)];
    let week = vec![(date("2026-11-30"), 2)];
    let chair = Some(vec!["cp-chair".to_owned()]);
    assert_eq!(
        of("chair-a"),
        [
            (Stretch::Day, 2, None, days),
            (Stretch::Week, 5, None, week.clone()),
            (Stretch::Week, 8, chair.clone(), week),
        ]
    );
    assert_eq!(of("chair-b"), [(Stretch::Week, 8, chair, Vec::new())]);
    assert_eq!(of("worker"), []);
    // Three that the table tells of, and three of the last 90 days and those to come.
    assert_eq!(prepared.batch.history[&id("chair-a")], 6);
    assert_eq!(prepared.batch.history[&id("worker")], 3);
    assert_eq!(prepared.batch.history.get(&id("chair-b")), None);
    let members = &prepared.batch.problem(0).members;
    let chair = members.iter().find(|member| member.id == "chair-a");
    assert_eq!(chair.map(|member| member.load), Some(6));
}

#[test]
fn a_published_plan_is_placed_anew_but_for_what_is_frozen_or_held() {
    let rows = ["CP-1", "CP-2", "CP-3", "CP-4"].map(|one| row(one, "icpc", "2026-11-19", "", ""));
    let old = plan(&[
        arranged("CP-1", "2026-11-30T10:00:00Z", "2026-11-30T12:00:00Z"),
        arranged("CP-2", "2026-12-01T10:00:00Z", "2026-12-01T12:00:00Z"),
        arranged("CP-3", "2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z"),
    ]);
    let workspace = workspace(&rows.concat(), &[("arrangements.json", &old)]);
    let told = workspace.arrangements.clone();
    let without = batch(&workspace, None);
    assert_eq!(without.standing, ["CP-1", "CP-2", "CP-3"]);
    assert_eq!(without.batch.meetings.len(), 1);
    let taken = |prepared: &BatchPrepared| {
        let members = &prepared.batch.problem(0).members;
        let worker = members.iter().find(|member| member.id == "worker");
        worker.expect("a worker").timeline.taken.len()
    };
    assert_eq!(taken(&without), 3);
    let prepared = batch(&workspace, Some(&told));
    assert_eq!(prepared.standing, ["CP-3"], "it was held");
    assert_eq!(taken(&prepared), 1);
    // Five working days from Monday 23 November end on Monday 30 November.
    let frozen: Vec<bool> = prepared
        .batch
        .meetings
        .iter()
        .map(|one| one.frozen)
        .collect();
    assert_eq!(frozen, [true, false, false]);
    let published = prepared.batch.meetings[0]
        .published
        .as_ref()
        .expect("published");
    assert_eq!(published.start, at("2026-11-30T10:00:00Z"));
    assert_eq!((published.people.len(), published.others), (2, 0));
    assert_eq!(prepared.batch.meetings[2].published, None);
    let told = prepared.batch.problem(0).arranged.as_ref();
    assert_eq!(
        told.map(|(start, people)| (*start, people.len())),
        Some((published.start, 2))
    );
    // Nobody is told anew for less than a place, or one in time.
    assert_eq!(
        prepared.batch.order[2],
        quorate::model::PlanLevel::Disruption
    );
}

#[test]
fn pins_bind_the_search_of_one_meeting_too() {
    let table = "ref,type,trigger,team,venue,pin people,room pinned\n\
        CP-1,icpc,2026-11-19,worker; visitor; school; parent,any,cp-chair = chair-b,den\n";
    let workspace = folder(&[
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE),
        ("venues.csv", "id,capacity\nden,30\nhall,40\n"),
        ("meetings.csv", table),
    ]);
    let hash = |_: &str| EventHash(7);
    let meeting = &workspace.meetings[0];
    let prepared = prepare(&workspace, meeting, &FeedBook::new(), &hash, now());
    let problem = prepared.expect("no faults").problem;
    assert_eq!(problem.venues.len(), 1);
    assert_eq!(workspace.venue(problem.venues[0].venue).id, "den");
    let seat = problem
        .seats
        .iter()
        .find(|seat| seat.id == "cp-chair")
        .expect("a chair");
    let chairs: Vec<&str> = seat
        .candidates
        .iter()
        .map(|one| problem.member(one.member).id.as_str())
        .collect();
    assert_eq!(chairs, ["chair-b"]);
    let found = quorate::solve::find(&problem, &quorate::solve::FindOptions::default());
    let first = &found.slots[0];
    let chair = seat.candidates[0].member;
    assert!(
        first.attending.iter().any(|one| one.member == chair)
            || first
                .confirm
                .iter()
                .all(|set| { set.contains(&quorate::model::Confirming::Member(chair)) })
    );
}

#[test]
fn nobody_s_time_is_worked_out_for_centuries() {
    let rows =
        row("CP-1", "icpc", "2026-11-19", "", "") + &row("CP-2", "icpc", "2026-11-19", "", "");
    let mut workspace = workspace(&rows, &[]);
    workspace.meetings[1].window.limit = Some(quorate::model::LimitSpec::By(date("2199-12-01")));
    let prepared = batch(&workspace, None);
    assert_eq!(prepared.batch.meetings.len(), 1);
    let (reference, faults) = &prepared.refused[0];
    assert_eq!(reference, "CP-2");
    assert!(matches!(
        faults[..],
        [MeetingFault::TooFarAhead { years: 5, .. }]
    ));
}

#[test]
fn nothing_at_all_is_a_batch_without_meetings() {
    let workspace = workspace("", &[]);
    let prepared = batch(&workspace, None);
    assert_eq!(prepared.batch.meetings.len(), 0);
    assert_eq!(
        wanted_batch(&workspace, &[], now(), &BatchSetting::default()),
        None
    );
}

fn cycles_until(workspace: &Workspace, until: Option<&str>) -> Cycles {
    let setting = BatchSetting::default();
    let meetings = &workspace.meetings;
    cycles(workspace, meetings, until.map(date), now(), &setting).expect("not too many")
}

#[test]
fn what_follows_a_conference_up_to_a_day() {
    let workspace = workspace(&row("CP-1", "icpc", "2026-11-19", "", ""), &[]);
    // On their last days: conference 10 December, core groups 24 December, 4 February, 18 March; review 10 March.
    let until = cycles_until(&workspace, Some("2027-03-17"));
    let named = |cycles: &Cycles| -> Vec<(String, String)> {
        let all = cycles.meetings.iter();
        all.map(|one| {
            let after = one.after.as_ref().expect("it follows");
            (one.reference.clone(), after.reference.clone())
        })
        .collect()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let mut found = named(&until);
    found.sort();
    assert_eq!(
        found,
        [
            pair("CP-1/core-group-1", "CP-1"),
            pair("CP-1/core-group-2", "CP-1/core-group-1"),
            pair("CP-1/rcpc-1", "CP-1"),
        ]
    );
    assert_eq!(
        named(&cycles_until(&workspace, Some("2027-03-18"))).len(),
        4
    );
    // Without a day nothing is looked at behind the last limit of the table.
    let none = cycles_until(&workspace, None);
    assert_eq!(none.meetings, []);
    assert_eq!(none.until, Some(date("2026-12-10")));

    let mut meetings = workspace.meetings.clone();
    meetings.extend(until.meetings);
    let hash = |_: &str| EventHash(7);
    let setting = BatchSetting::default();
    let prepared = prepare_batch(
        &workspace,
        &meetings,
        &FeedBook::new(),
        &hash,
        now(),
        &setting,
    );
    assert_eq!(prepared.refused, []);
    let rows: Vec<Option<usize>> = prepared
        .batch
        .meetings
        .iter()
        .map(|one| one.cycle_of)
        .collect();
    assert_eq!(rows, [None, Some(0), Some(0), Some(0)]);
    let second = prepared
        .specs
        .iter()
        .position(|one| one.reference == "CP-1/core-group-2");
    let link = prepared
        .batch
        .links
        .iter()
        .find(|link| Some(link.after) == second);
    // Four weeks on from 24 December are aimed at, and no more than 15 working days before is looked at.
    assert_eq!(
        link.expect("a link").allowed[&date("2026-12-24")],
        follow("2026-12-30", "2027-02-04", "2027-02-18")
    );
    // The chair is still any of them, and better the same one.
    let review = prepared
        .specs
        .iter()
        .position(|one| one.reference == "CP-1/rcpc-1");
    let seats = &prepared.batch.problem(review.expect("a review")).seats;
    let chair = seats
        .iter()
        .find(|seat| seat.id == "cp-chair")
        .expect("a chair");
    assert_eq!(chair.candidates.len(), 2);
    let link = prepared
        .batch
        .links
        .iter()
        .find(|link| Some(link.after) == review);
    assert_eq!(link.expect("a link").same_preferred.len(), 1);
}

#[test]
fn followers_of_the_table_are_not_made_twice_and_go_on_themselves() {
    let rows =
        row("CP-1", "icpc", "2026-11-19", "", "") + &row("CG-1", "core-group", "", "CP-1", "");
    let workspace = workspace(&rows, &[]);
    let found = cycles_until(&workspace, Some("2027-03-09"));
    let references: Vec<&str> = found
        .meetings
        .iter()
        .map(|one| one.reference.as_str())
        .collect();
    assert_eq!(references, ["CG-1/core-group-2"]);
    assert_eq!(found.meetings[0].cycle_of.as_deref(), Some("CG-1"));
}

#[test]
fn a_cycle_without_an_end_is_cut() {
    let workspace = workspace(&row("CP-1", "icpc", "2026-11-19", "", ""), &[]);
    let found = cycles_until(&workspace, Some("2140-01-01"));
    assert_eq!(found.cut, ["CP-1"]);
    assert!(found.meetings.len() <= quorate::cycles::MOST_OF_A_MEETING);
}

#[test]
fn what_is_arranged_has_no_cycle_but_what_is_published_anew_has() {
    let held = arranged("CP-1", "2026-11-30T10:00:00Z", "2026-11-30T12:00:00Z");
    let rows = row("CP-1", "icpc", "2026-11-19", "", "");
    let workspace = workspace(&rows, &[("arrangements.json", &plan(&[held]))]);
    assert_eq!(cycles_until(&workspace, Some("2027-03-17")).meetings, []);
    let setting = BatchSetting {
        published: Some(&workspace.arrangements),
    };
    let until = Some(date("2027-03-17"));
    let found = cycles(&workspace, &workspace.meetings, until, now(), &setting);
    assert_eq!(found.expect("not too many").meetings.len(), 3);
}
