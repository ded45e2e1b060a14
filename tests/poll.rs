//! `quorate poll` and `quorate answer --form`: who is asked, what they see, and that what they say arrives as if it had been typed.

mod common;

use common::*;
use proptest::prelude::*;
use quorate::edge::{FeedDesk, FeedJob, read_folder};
use quorate::input::{ReadOptions, read_workspace};
use quorate::model::{
    Answer, Answerer, BusyGround, ContactId, FreeGround, MeetingSpec, Reply, Slot, Standing, State,
    TentativeGround, Workspace,
};
use quorate::prepare::{FeedBook, prepare, wanted};
use quorate::solve::{FindOptions, asks, find};
use quorate::time::{Instant, Interval, IntervalSet, Zone};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

const POLL: [&str; 6] = ["poll", "case", "--ref", "CP-2041", "-o", "forms"];

fn polled(case: &Case, more: &[&str]) -> Ran {
    let mut words = POLL.to_vec();
    words.extend(more);
    case.run(&words)
}

fn form(case: &Case, name: &str) -> String {
    let bytes = case.everything().remove(&format!("forms/{name}"));
    let bytes = bytes.unwrap_or_else(|| panic!("a form {name}"));
    String::from_utf8(bytes).expect("UTF-8")
}

fn answers(case: &Case) -> Vec<u8> {
    case.everything()
        .remove("case/answers.csv")
        .expect("answers")
}

/// Writes a form beside the case and reads it back.
fn read_back(case: &Case, name: &str, content: &str, more: &[&str]) -> Ran {
    std::fs::write(case.root().join(name), content).expect("written");
    let mut words = vec!["answer", "case", "--form", name];
    words.extend(more);
    case.run(&words)
}

// ---------------------------------------------------------------- who is asked

/// A case read once, to be searched under many answers.
struct Known {
    workspace: Workspace,
    meeting: MeetingSpec,
    feeds: FeedBook,
    now: Instant,
}

fn known(case: &Case) -> Known {
    let now = Instant::parse_rfc3339(NOW).expect("an instant");
    let files = read_folder(&case.folder()).expect("a folder");
    let (workspace, _) = read_workspace(&files, &ReadOptions::default()).expect("no fault");
    let meeting = workspace.meetings.iter().find(|m| m.reference == "CP-2041");
    let meeting = meeting.expect("the meeting").clone();
    let wanted = wanted(&workspace, &meeting, now);
    let zone = Zone::named("Europe/London").expect("a zone");
    let contacts = wanted
        .contacts
        .iter()
        .flat_map(|id| &workspace.contact(*id).feeds);
    let venues = wanted
        .venues
        .iter()
        .flat_map(|id| &workspace.venue(*id).feeds);
    let jobs: Vec<FeedJob> = contacts
        .chain(venues)
        .map(|feed| FeedJob {
            feed: feed.clone(),
            zone: zone.clone(),
            owner: None,
            details: Default::default(),
        })
        .collect();
    let desk = FeedDesk::open(&case.folder(), Default::default());
    let feeds = desk.read(&jobs, wanted.range, now);
    Known {
        feeds: feeds
            .into_iter()
            .map(|feed| (feed.id.clone(), feed))
            .collect(),
        workspace,
        meeting,
        now,
    }
}

/// What a start comes to when these answers are added: calls still needed, and required places filled on what is known.
fn outcome(
    known: &Known,
    start: Instant,
    said: Option<(ContactId, Interval, Reply)>,
) -> (u32, u32) {
    let mut workspace = known.workspace.clone();
    workspace
        .answers
        .extend(said.map(|(who, interval, reply)| Answer {
            who: Answerer::Contact(who),
            reference: Some("CP-2041".to_owned()),
            interval,
            reply,
            how: String::new(),
            recorded_by: String::new(),
            recorded_at: known.now,
        }));
    let mut meeting = known.meeting.clone();
    let zone = Zone::named("Europe/London").expect("a zone");
    meeting.pinned_start = Some(zone.local(start));
    let hash = |_: &str| quorate::model::EventHash::ANONYMOUS;
    let prepared = prepare(&workspace, &meeting, &known.feeds, &hash, known.now);
    let found = find(
        &prepared.expect("no fault").problem,
        &FindOptions::default(),
    );
    let slot = found.slots.first().filter(|slot| slot.start == start);
    slot.map_or((u32::MAX, 0), |slot| {
        (slot.score.confirmations, slot.sure.required.filled)
    })
}

/// Answerer are exactly those of whom yes and no make a difference, where their time is open: found by searching the whole again with
/// either answer, and by looking at their time.
fn asked_by_trying(known: &Known, slot: &Slot) -> BTreeSet<ContactId> {
    let hash = |_: &str| quorate::model::EventHash::ANONYMOUS;
    let prepared = prepare(
        &known.workspace,
        &known.meeting,
        &known.feeds,
        &hash,
        known.now,
    );
    let problem = prepared.expect("no fault").problem;
    let mut asked = BTreeSet::new();
    for member in &problem.members {
        let Some(contact) = member.contact else {
            continue;
        };
        let mut needed = IntervalSet::new();
        for seat in &problem.seats {
            let sits = seat
                .candidates
                .iter()
                .any(|c| problem.member(c.member).contact == Some(contact));
            if sits {
                needed = needed.union(&problem.needed(seat, slot.start));
            }
        }
        let (Some(first), Some(last)) = (needed.iter().next(), needed.iter().last()) else {
            continue;
        };
        let whole = Interval::new(first.start(), last.end()).expect("some time");
        let spans = member.timeline.overlapping(whole);
        let shut = spans
            .iter()
            .any(|span| matches!(span.standing, Standing::Busy(_) | Standing::Away(_)));
        let open = spans.iter().any(|span| {
            matches!(
                span.standing,
                Standing::Unknown(_) | Standing::Tentative(TentativeGround::Feed)
            )
        });
        if shut || !open {
            continue;
        }
        let yes = outcome(known, slot.start, Some((contact, whole, Reply::Can)));
        let no = outcome(known, slot.start, Some((contact, whole, Reply::Cannot)));
        let in_a_set = slot.confirm.iter().flatten().any(|whom| match whom {
            quorate::model::Confirming::Member(m) => problem.member(*m).contact == Some(contact),
            quorate::model::Confirming::Venue(_) => false,
        });
        if in_a_set || yes.0 < no.0 || yes.1 > no.1 {
            asked.insert(contact);
        }
    }
    asked
}

#[test]
fn asked_are_exactly_those_whose_answer_makes_a_difference() {
    // With the answers of the fixture, without any, and with those who are pencilled in.
    let full = Case::fixture("first-conference");
    let bare = Case::fixture("first-conference");
    bare.remove("answers.csv");
    let strict = Case::fixture("first-conference");
    strict.edit(
        "quorate.toml",
        "tentative = \"soft\"",
        "tentative = \"busy\"",
    );
    let wide = Case::fixture("first-conference");
    wide.edit(
        "quorate.toml",
        "tentative = \"soft\"",
        "tentative = \"soft\"\nexpected = \"required\"",
    );
    let mut seen = 0;
    for case in [full, bare, strict, wide] {
        let known = known(&case);
        let hash = |_: &str| quorate::model::EventHash::ANONYMOUS;
        let prepared = prepare(
            &known.workspace,
            &known.meeting,
            &known.feeds,
            &hash,
            known.now,
        );
        let problem = prepared.expect("no fault").problem;
        let found = find(
            &problem,
            &FindOptions {
                all: false,
                shown: 6,
            },
        );
        for slot in found.slots.iter().filter(|slot| slot.state != State::Short) {
            let asked: BTreeSet<ContactId> = asks(&problem, slot)
                .iter()
                .filter_map(|ask| problem.member(ask.member).contact)
                .collect();
            let expected_required = known.workspace.policy.expected_is_required;
            let tried = asked_by_trying(&known, slot);
            if expected_required {
                // The oracle counts required seats only; expected ones that belong to the quorum come on top.
                assert!(asked.is_superset(&tried), "{}", slot.start);
            } else {
                assert_eq!(asked, tried, "{}", slot.start);
            }
            seen += asked.len();
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn nobody_is_asked_who_is_busy_or_has_answered() {
    for without_answers in [false, true] {
        let case = Case::fixture("first-conference");
        if without_answers {
            case.remove("answers.csv");
        }
        let known = known(&case);
        let hash = |_: &str| quorate::model::EventHash::ANONYMOUS;
        let prepared = prepare(
            &known.workspace,
            &known.meeting,
            &known.feeds,
            &hash,
            known.now,
        );
        let problem = prepared.expect("no fault").problem;
        for slot in &find(
            &problem,
            &FindOptions {
                all: true,
                shown: 5,
            },
        )
        .slots
        {
            for ask in asks(&problem, slot) {
                let spans = problem.member(ask.member).timeline.overlapping(ask.time);
                assert!(!spans.iter().any(|span| matches!(
                    span.standing,
                    Standing::Busy(BusyGround::Feed | BusyGround::Answer)
                )));
                let answered = |span: &quorate::model::Span| {
                    matches!(
                        span.standing,
                        Standing::Free(FreeGround::Answer)
                            | Standing::Tentative(TentativeGround::Answer)
                    )
                };
                assert!(!spans.iter().all(answered));
            }
        }
    }
}

#[test]
fn the_answer_names_who_is_asked_about_what_and_why() {
    let case = Case::fixture("first-conference");
    let list = polled(&case, &["--json"]).exits(0).json();
    assert_eq!(list["format"], "quorate-poll/1");
    let asked: Vec<&str> = list["asked"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| text(&one["contact"]))
        .collect();
    assert_eq!(asked, ["hillcrest", "police-unit", "st-marks", "t.adeyemi"]);
    let police = &list["asked"][1];
    assert_eq!(police["lines"][1]["start"], "2026-12-08T10:00:00Z");
    assert_eq!(
        police["lines"][1]["settles_with"],
        serde_json::json!(["st-marks"])
    );
    // Tola Adeyemi has said yes to the first two; only the third is open.
    assert_eq!(
        list["asked"][3]["lines"].as_array().expect("lines").len(),
        1
    );
    let told = polled(&case, &[]).exits(0);
    assert!(
        told.flat().contains(
            "B. Tue 8 December 2026, 10:00–11:30: yes settles it if St Mark's says yes too"
        )
    );
}

#[test]
fn named_times_are_asked_about_and_others_refused() {
    let case = Case::fixture("first-conference");
    let list = polled(&case, &["--slot", "2026-12-08T10:00:00Z", "--json"])
        .exits(0)
        .json();
    assert_eq!(list["slots"].as_array().expect("slots").len(), 1);
    assert_eq!(list["slots"][0]["start"], "2026-12-08T10:00:00Z");
    let other = Case::fixture("first-conference");
    let words = ["--slot", "5/12/2026 10:00", "--slot", "5/12/2026 11:00"];
    let refused = polled(&other, &words);
    assert_eq!(refused.code, 2);
    assert_eq!(refused.err.lines().count(), 2, "{}", refused.err);
    assert!(
        refused
            .err
            .contains("is not among the starts that can be quorate")
    );
    assert!(!other.root().join("forms").exists());
}

#[test]
fn nobody_needs_to_be_asked_and_nobody_can_help() {
    let case = Case::fixture("first-conference");
    for who in ["st-marks", "police-unit", "hillcrest"] {
        let words = [
            "answer",
            "case",
            "--who",
            who,
            "--ref",
            "CP-2041",
            "--from",
            "2026-12-08",
            "--can",
        ];
        case.run(&words).exits(0);
    }
    let settled = polled(&case, &["--slots", "1"]).exits(0);
    assert!(
        settled.out.contains("Nobody needs to be asked"),
        "{}",
        settled.out
    );
    assert!(!case.root().join("forms").exists());
    let json = polled(&case, &["--slots", "1", "--json"]).exits(0).json();
    assert_eq!(json["settled"], true);

    let never = Case::fixture("first-conference");
    never.write(
        "answers.csv",
        "Who,Ref,From,To,Answer\r\nr.whitlock,CP-2041,2026-11-01,2027-03-01,no\r\n",
    );
    let none = polled(&never, &[]).exits(1);
    assert!(none.out.contains("No time can be quorate"), "{}", none.out);
    assert!(!never.root().join("forms").exists());
}

// ---------------------------------------------------------------- what they see

#[test]
fn a_form_names_its_own_recipient_and_nobody_else() {
    let case = Case::fixture("first-conference");
    // Everybody has to be asked, the confidential worker and the family too.
    case.remove("answers.csv");
    case.edit(
        "meetings.csv",
        "\"cp-chair and social-worker",
        "\"idva and mother and father and cp-chair and social-worker",
    );
    let list = polled(&case, &["--json"]).exits(0).json();
    let (workspace, _) = {
        let files = read_folder(&case.folder()).expect("a folder");
        read_workspace(&files, &ReadOptions::default()).expect("no fault")
    };
    let asked = list["asked"].as_array().expect("a list");
    let ids: Vec<&str> = asked.iter().map(|one| text(&one["contact"])).collect();
    assert!(
        ids.contains(&"haven-worker") && ids.contains(&"parent-1"),
        "{ids:?}"
    );
    for one in asked {
        let id = text(&one["contact"]);
        for kind in ["text", "page"] {
            let content = form(&case, text(&one[kind]));
            for contact in workspace.contacts.iter().filter(|contact| contact.id != id) {
                let forbidden = [
                    Some(&contact.id),
                    Some(&contact.name),
                    contact.phone.as_ref(),
                    contact.email.as_ref(),
                ];
                for word in forbidden.into_iter().flatten() {
                    // A school's library is a place with the school's name.
                    let is_place = workspace
                        .venues
                        .iter()
                        .any(|venue| venue.name.contains(word.as_str()));
                    assert!(is_place || !content.contains(word.as_str()), "{id}: {word}");
                }
            }
            let own = workspace
                .contacts
                .iter()
                .find(|contact| contact.id == id)
                .expect("known");
            for agency in &workspace.agencies {
                let may = agency.name == own.name
                    || workspace
                        .venues
                        .iter()
                        .any(|venue| venue.name.contains(&agency.name));
                assert!(
                    may || !content.contains(&agency.name),
                    "{id}: {}",
                    agency.name
                );
            }
            for word in [
                "2041-A",
                "2041-B",
                "icpc",
                "Turkish",
                "interpreter",
                "quorum",
                "quorate if",
                CANARY,
            ] {
                assert!(
                    own.name.contains(word) || !content.contains(word),
                    "{id}: {word}"
                );
            }
            let is_family = id.starts_with("parent");
            assert_eq!(
                content.contains("Quayside") || content.contains("in person"),
                !is_family && !["haven-worker", "elm-road-gp"].contains(&id),
                "{id}"
            );
        }
        let confidential = id == "haven-worker";
        assert_eq!(text(&one["text"]).contains(id), !confidential, "{id}");
    }
    let haven = asked
        .iter()
        .find(|one| one["contact"] == "haven-worker")
        .expect("asked");
    assert!(text(&haven["text"]).starts_with("form-"));
    assert!(!form(&case, text(&haven["page"])).contains("Haven"));
    // She is needed for one part only, and learns of no other.
    let haven = form(&case, text(&haven["text"]));
    assert!(!haven.contains("2026, 10:00 to 11:30"), "{haven}");
    let sheet = form(&case, "poll.csv");
    assert!(!sheet.contains("Haven Project worker"), "{sheet}");
}

#[test]
fn a_confidential_venue_is_on_no_form() {
    let case = Case::fixture("first-conference");
    case.edit(
        "venues.csv",
        "feeds/family-centre.ics,town-hall 20m; st-marks-library 10m,",
        "feeds/family-centre.ics,town-hall 20m; st-marks-library 10m,yes",
    );
    polled(&case, &[]).exits(0);
    for (name, bytes) in case.everything() {
        if name.starts_with("forms/") {
            assert!(
                !String::from_utf8_lossy(&bytes).contains("Quayside"),
                "{name}"
            );
        }
    }
    assert!(form(&case, "st-marks.txt").contains("you will be told the place"));
}

#[test]
fn the_page_is_whole_and_plain() {
    let case = Case::fixture("first-conference");
    polled(&case, &["--reply-by", "27/11/2026"]).exits(0);
    let page = form(&case, "st-marks.html");
    for absent in [
        "<script", "http://", "https://", "src=", "url(", "<img", "@import",
    ] {
        assert!(!page.contains(absent), "{absent}");
    }
    for present in [
        "<!DOCTYPE html>",
        "lang=\"en-GB\"",
        "<caption>",
        "scope=\"row\"",
        "scope=\"col\"",
        "@page{size:A4",
        "by Friday 27 November 2026",
        "St Mark&#39;s",
    ] {
        assert!(page.contains(present), "{present}");
    }
    // Every box has a label of its own and says which time it is for.
    assert_eq!(page.matches("<input type=\"radio\"").count(), 9);
    assert_eq!(page.matches("<label><input").count(), 9);
    assert_eq!(page.matches("aria-describedby=\"").count(), 9);
    // Every element that is opened is closed, in order.
    let mut open: Vec<String> = Vec::new();
    for piece in page.split('<').skip(1) {
        let tag = piece.split('>').next().expect("a tag");
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '!')
            .collect();
        if ["!DOCTYPE", "meta", "input", "br"].contains(&name.as_str()) {
            continue;
        }
        match tag.starts_with('/') {
            true => assert_eq!(open.pop(), Some(name)),
            false => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn times_are_written_by_the_clock_of_whoever_is_asked() {
    let case = Case::fixture("first-conference");
    case.edit("people.csv", ",Confidential", ",Confidential,Zone");
    let row = "Mon-Fri 08:30-16:30,county-terms,,,,,,,,,";
    case.edit("people.csv", row, &format!("{row},Europe/Paris"));
    polled(&case, &["--slot", "2026-12-08T10:00:00Z"]).exits(0);
    let paris = form(&case, "st-marks.txt");
    assert!(
        paris.contains("A. Tuesday 8 December 2026, 11:00 to 12:30"),
        "{paris}"
    );
    assert!(paris.contains("All times are those of Europe/Paris."));
    let filled = paris.replacen("[ ] yes", "[x] yes", 1);
    read_back(&case, "a.txt", &filled, &[]).exits(0);
    let added = String::from_utf8(answers(&case)).expect("UTF-8");
    assert!(
        added.ends_with(
            "st-marks,CP-2041,2026-12-08T11:00,2026-12-08T12:30,can,form,,2026-11-23T09:00:00Z\r\n"
        ),
        "{added}"
    );
    // And means the same instant to the search, also where the lines for the program are lost.
    let known = known(&case);
    assert_eq!(
        known
            .workspace
            .answers
            .last()
            .expect("an answer")
            .interval
            .start()
            .to_string(),
        "2026-12-08T10:00:00Z"
    );
    let lost: String = filled
        .lines()
        .take_while(|line| !line.starts_with("[quorate"))
        .map(|line| format!("{line}\n"))
        .collect();
    let again = read_back(
        &case,
        "b.txt",
        &lost,
        &["--who", "st-marks", "--ref", "CP-2041"],
    )
    .exits(0);
    assert!(
        again.out.contains("2026-12-08T11:00 to 2026-12-08T12:30"),
        "{}",
        again.out
    );
}

#[test]
fn forms_that_may_have_been_sent_are_not_replaced_by_chance() {
    let case = Case::fixture("first-conference");
    polled(&case, &[]).exits(0);
    polled(&case, &[]).exits(0);
    let refused = polled(&case, &["--reply-by", "27/11/2026"]);
    assert_eq!(refused.code, 2);
    assert!(!form(&case, "st-marks.txt").contains("by Friday"));
    polled(&case, &["--reply-by", "27/11/2026", "--force"]).exits(0);
    let past = polled(&case, &["--reply-by", "22/11/2026"]);
    assert!(
        past.err.contains("Sun 22 November 2026 is past"),
        "{}",
        past.err
    );
}

// ---------------------------------------------------------------- what they say

/// The form of St Mark's as it comes back in a mail.
fn reply(case: &Case, ticks: [Option<usize>; 3]) -> String {
    let mut text = String::new();
    let mut line = 0;
    for one in form(case, "st-marks.txt").lines() {
        if one.trim_start().starts_with("[ ]") {
            let mut boxes: Vec<String> = one.split("[ ]").map(str::to_owned).collect();
            let head = boxes.remove(0);
            text.push_str(&head);
            for (at, word) in boxes.iter().enumerate() {
                text.push_str(if ticks[line] == Some(at) {
                    "[x]"
                } else {
                    "[ ]"
                });
                text.push_str(word);
            }
            line += 1;
        } else {
            text.push_str(one);
        }
        text.push('\n');
    }
    text
}

#[test]
fn two_forms_settle_the_meeting_as_two_calls_would() {
    let case = Case::fixture("first-conference");
    polled(&case, &[]).exits(0);
    let found = case.find(&["--ref", "CP-2041"]);
    assert_eq!(found.slots()[0]["state"], "quorate-if");
    let ran = read_back(
        &case,
        "reply.txt",
        &reply(&case, [Some(2), Some(0), None]),
        &["--by", "P. Lacey"],
    )
    .exits(0);
    assert_eq!(
        ran.out,
        "st-marks cannot 2026-12-03T09:00 to 2026-12-03T10:30, for CP-2041: written to case/answers.csv\n\
         st-marks can 2026-12-08T10:00 to 2026-12-08T11:30, for CP-2041: written to case/answers.csv\n\
         st-marks left 2026-12-10T11:15 to 2026-12-10T12:45 blank, for CP-2041: no answer\n"
    );
    let sheet = form(&case, "poll.csv");
    let row = "police-unit,the police unit,CP-2041,B,Tue 8 December 2026 10:00,Tue 8 December 2026 11:30,";
    let filled = sheet.replace(row, &format!("{row}Yes"));
    assert_ne!(sheet, filled);
    let ran = read_back(&case, "filled.csv", &filled, &["--json"])
        .exits(0)
        .json();
    assert_eq!(ran["format"], "quorate-answers/1");
    assert_eq!(ran["answers"].as_array().expect("answers").len(), 1);
    assert_eq!(ran["blank"].as_array().expect("blank").len(), 9);
    let found = case.find(&["--ref", "CP-2041"]);
    assert_eq!(found.slots()[0]["state"], "quorate");
    assert_eq!(minute(&found.slots()[0]["start"]), "2026-12-08T10:00");
    // The slot that the school has ruled out is gone.
    assert!(!found.starts().contains(&"2026-12-03T09:00".to_owned()));
}

/// How mail programs and people treat a form.
#[derive(Clone, Debug)]
struct Treatment {
    replies: Vec<Option<usize>>,
    quotes: usize,
    width: usize,
    tick: &'static str,
    words: bool,
    crlf: bool,
    lost: bool,
    twice: bool,
}

fn treatment() -> impl Strategy<Value = Treatment> {
    let ticks = prop::sample::select(vec!["x", "X", " x ", "✓", "✔", "word"]);
    (
        prop::collection::vec(prop::option::of(0usize..3), 3),
        0usize..4,
        40usize..90,
        ticks,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(replies, quotes, width, tick, words, crlf, lost, twice)| Treatment {
                replies,
                quotes,
                width,
                tick,
                words,
                crlf,
                lost,
                twice,
            },
        )
}

fn treated(blank: &str, how: &Treatment) -> String {
    const WORDS: [&str; 3] = ["yes", "if need be", "no"];
    let mut line = 0;
    let mut filled = Vec::new();
    for one in blank.lines() {
        if how.lost && one.starts_with("[quorate") {
            break;
        }
        if one.trim_start().starts_with("[ ]") {
            let boxes: Vec<String> = (0..3)
                .map(|at| {
                    let tick = match (how.replies[line] == Some(at), how.tick) {
                        (false, _) => " ",
                        (true, "word") => WORDS[at],
                        (true, tick) => tick,
                    };
                    format!("[{tick}] {}", WORDS[at])
                })
                .collect();
            filled.push(format!("   {}", boxes.join("   ")));
            line += 1;
        } else {
            filled.push(one.to_owned());
        }
    }
    let mut out: Vec<String> = Vec::new();
    if how.words {
        out.extend(
            [
                "Hello Sam,",
                "",
                "I can do some of these. No problem if not. A. Lane",
                "On Mon, 23 Nov 2026 at 09:10, Sam wrote:",
            ]
            .map(str::to_owned),
        );
    }
    let copies = if how.twice {
        vec![filled.clone(), blank.lines().map(str::to_owned).collect()]
    } else {
        vec![filled]
    };
    let copies = copies.into_iter().map(|copy| match how.lost {
        true => copy
            .into_iter()
            .take_while(|line| !line.starts_with("[quorate"))
            .collect::<Vec<_>>(),
        false => copy,
    });
    for (copy, more) in copies.zip(0..) {
        let mark = "> ".repeat(how.quotes + more);
        for one in copy {
            // Wrapped as mail programs wrap: at blanks, each piece quoted.
            let mut piece = String::new();
            for word in one.split(' ') {
                if !piece.is_empty() && piece.chars().count() + word.chars().count() > how.width {
                    out.push(format!("{mark}{piece}"));
                    piece.clear();
                }
                if !piece.is_empty() {
                    piece.push(' ');
                }
                piece.push_str(word);
            }
            out.push(format!("{mark}{piece}"));
        }
    }
    if how.words {
        out.extend(["", "Best wishes, Jo x", "Sent from a telephone"].map(str::to_owned));
    }
    out.join(if how.crlf { "\r\n" } else { "\n" }) + "\n"
}

/// Runs the verb in this process: the same code that the program runs.
fn say(
    folder: &std::path::Path,
    words: &[&str],
) -> Result<quorate::cli::answer::Recorded, Vec<String>> {
    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: quorate::cli::answer::AnswerArgs,
    }
    let folder = folder.to_str().expect("a Unicode path");
    let line = ["answer", folder, "--now", NOW]
        .into_iter()
        .chain(words.iter().copied());
    let parsed =
        <Line as clap::Parser>::try_parse_from(line).map_err(|error| vec![error.to_string()])?;
    quorate::cli::answer::run(&parsed.args)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_form_however_it_comes_back_writes_what_would_have_been_typed(how in treatment()) {
        const TIMES: [(&str, &str); 3] = [
            ("2026-12-03T09:00", "2026-12-03T10:30"),
            ("2026-12-08T10:00", "2026-12-08T11:30"),
            ("2026-12-10T11:15", "2026-12-10T12:45"),
        ];
        let blank = BLANK.with(Clone::clone);
        let (by_form, by_hand) = (Case::new(), Case::new());
        for case in [&by_form, &by_hand] {
            case.write("people.csv", "id,name,agency\r\nst-marks,St Mark's,school\r\n");
            case.write("meetings.csv", "ref,duration,by,seats\r\nCP-2041,90m,2026-12-14,headteacher = st-marks\r\n");
            case.write("answers.csv", "who,ref,from,to,answer,how,recorded_by,recorded_at\r\n");
        }
        let path = by_form.root().join("reply.txt");
        std::fs::write(&path, treated(&blank, &how)).expect("written");
        let mut words = vec!["--form", path.to_str().expect("Unicode"), "--by", "P. Lacey"];
        if how.lost {
            words.extend(["--who", "st-marks", "--ref", "CP-2041"]);
        }
        let recorded = say(&by_form.folder(), &words).expect("read");
        prop_assert_eq!(recorded.rows.len() + recorded.blank.len(), 3);
        for (reply, (from, to)) in how.replies.iter().zip(TIMES) {
            let Some(reply) = reply else { continue };
            let flag = ["--can", "--if-need-be", "--cannot"][*reply];
            let words = ["--who", "st-marks", "--ref", "CP-2041", "--from", from, "--to", to, flag, "--how", "form", "--by", "P. Lacey"];
            say(&by_hand.folder(), &words).expect("typed");
        }
        prop_assert_eq!(answers(&by_form), answers(&by_hand));
    }
}

thread_local! {
    /// The form of St Mark's as the program writes it, made once.
    static BLANK: String = {
        let case = Case::fixture("first-conference");
        polled(&case, &[]).exits(0);
        form(&case, "st-marks.txt")
    };
}

#[test]
fn what_is_unclear_is_refused_whole_and_told_by_line() {
    let case = Case::fixture("first-conference");
    polled(&case, &[]).exits(0);
    let good = reply(&case, [Some(0), Some(0), Some(0)]);
    let before = answers(&case);
    let refused = |name: &str, content: &str, more: &[&str], told: &[&str]| {
        let ran = read_back(&case, name, content, more);
        assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
        for text in told {
            assert!(ran.err.contains(text), "{name}: {}", ran.err);
        }
        assert_eq!(ran.out, "", "{name}");
        assert_eq!(answers(&case), before, "{name}");
    };
    let line = |letter: &str| {
        let at = good
            .lines()
            .position(|line| line.starts_with(letter))
            .expect("a line");
        format!("line {}, column 1: ", at + 1)
    };
    let two = good.replacen("[ ] if need be", "[x] if need be", 2);
    refused(
        "two.txt",
        &two,
        &[],
        &[
            &format!("two.txt {}line A has more than one box ticked", line("A. ")),
            &format!("two.txt {}line B has more than one box ticked", line("B. ")),
        ],
    );
    for (name, mark, instead, fault) in [
        (
            "odd.txt",
            "[x] yes",
            "[maybe ZEBRA] yes",
            "line A has a mark that may mean either",
        ),
        (
            "against.txt",
            "[x] yes",
            "[no] yes",
            "line A has a mark that may mean either",
        ),
        (
            "beside.txt",
            "[x] yes   [ ]",
            "[ ] yes x [ ]",
            "line A has a mark that may mean either",
        ),
        (
            "open.txt",
            "[x] yes",
            "[x yes",
            "line A has a box that is not closed",
        ),
        (
            "word.txt",
            "[x] yes",
            "[x] fine",
            "line A has a ticked box without",
        ),
    ] {
        refused(name, &good.replacen(mark, instead, 1), &[], &[fault]);
    }
    refused(
        "shifted.txt",
        &good.replace("Tuesday 8 December 2026", "Tuesday 9 December 2026"),
        &[],
        &["the date or time of line B is not the one that was asked about"],
    );
    refused(
        "moved.txt",
        &good.replace(
            "8 December 2026, 10:00 to 11:30",
            "8 December 2026, 14:00 to 15:30",
        ),
        &[],
        &["the date or time of line B is not the one that was asked about"],
    );
    refused(
        "more.txt",
        &good.replace(
            "Send your answer",
            "Q. Tuesday 8 December 2026, 14:00 to 15:30\n [x] yes\n\nSend your answer",
        ),
        &[],
        &["the form has no line Q"],
    );
    refused(
        "whose.txt",
        &good,
        &["--who", "hillcrest"],
        &["this form is about contact \"st-marks\", not the one that was named"],
    );
    refused(
        "which.txt",
        &good,
        &["--ref", "CP-2037"],
        &["this form is about meeting \"CP-2041\", not the one that was named"],
    );
    refused(
        "damaged.txt",
        &good.replacen("B=2026-12-08T10", "B=2026-12-08T11", 1),
        &[],
        &["missing or damaged; add --who ID and --ref REF"],
    );
    refused(
        "none.txt",
        "Dear Sam,\nyes to all of it, ZEBRA.\n",
        &[],
        &["neither the lines of a form nor a table"],
    );
    let other = form(&case, "hillcrest.txt");
    refused(
        "both.txt",
        &format!("{good}\n{other}"),
        &[],
        &["two forms are in one text"],
    );
    // Two files that contradict each other.
    std::fs::write(case.root().join("one.txt"), &good).expect("written");
    let no = reply(&case, [Some(2), None, None]);
    std::fs::write(case.root().join("two.txt"), &no).expect("written");
    let ran = case.run(&["answer", "case", "--form", "one.txt", "two.txt"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("st-marks says two things about one time"),
        "{}",
        ran.err
    );
    assert_eq!(answers(&case), before);
    // What people wrote is in none of it.
    for name in ["odd.txt", "none.txt"] {
        let ran = case.run(&["answer", "case", "--form", name]);
        assert!(!ran.err.contains("ZEBRA"), "{}", ran.err);
    }
}

#[test]
fn without_the_lines_for_the_program_the_words_must_say_all() {
    let case = Case::fixture("first-conference");
    polled(&case, &[]).exits(0);
    let lost: String = reply(&case, [Some(0), None, None])
        .lines()
        .take_while(|line| !line.starts_with("[quorate"))
        .map(|line| format!("{line}\n"))
        .collect();
    let flags = ["--who", "st-marks", "--ref", "CP-2041"];
    let ran = read_back(&case, "lost.txt", &lost, &flags).exits(0);
    assert!(
        ran.out
            .starts_with("st-marks can 2026-12-03T09:00 to 2026-12-03T10:30"),
        "{}",
        ran.out
    );
    let before = answers(&case);
    let smudged = lost.replace("09:00 to 10:30", "some time in the morning");
    let ran = read_back(&case, "smudged.txt", &smudged, &flags);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("which time line A is about cannot be read"),
        "{}",
        ran.err
    );
    let ran = read_back(&case, "lost.txt", &lost, &flags[..2]);
    assert!(ran.err.contains("add --ref REF"), "{}", ran.err);
    assert_eq!(answers(&case), before);
    // In a folder of feeds no meeting has a length, so a time needs its end.
    let bare = Case::fixture("norfolk");
    std::fs::write(
        bare.root().join("t.csv"),
        "Name,08/12/2026 10:00\nalison brightwell,yes\n",
    )
    .expect("written");
    let ran = bare.run(&["answer", "case/team-1", "--form", "t.csv", "--ref", "NEW-1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("this time has no end"), "{}", ran.err);
}

#[test]
fn words_around_the_answers_are_neither_kept_nor_told() {
    let case = Case::fixture("first-conference");
    polled(&case, &[]).exits(0);
    let mut text =
        reply(&case, [Some(0), None, None]).replacen("[x] yes", "[x] yes, but ZEBRA must know", 1);
    text.insert_str(0, "ZEBRA told me in confidence\n");
    text.push_str("C: no\nKind regards, ZEBRA\n");
    let ran = read_back(&case, "reply.txt", &text, &[]).exits(0);
    assert!(
        ran.out.contains("st-marks cannot 2026-12-10T11:15"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("ZEBRA") && !ran.err.contains("ZEBRA"));
    assert!(!String::from_utf8_lossy(&answers(&case)).contains("ZEBRA"));
    let blank = read_back(&case, "blank.txt", &reply(&case, [None, None, None]), &[]).exits(0);
    assert!(
        blank
            .out
            .ends_with("Nothing was answered, so nothing was written.\n")
    );
}

#[test]
fn replies_without_boxes_and_saved_mails_are_read() {
    let case = Case::fixture("first-conference");
    polled(&case, &[]).exits(0);
    // The boxes were written over.
    let over: String = reply(&case, [None, None, None])
        .lines()
        .map(|line| match line.trim_start().starts_with("[ ]") {
            true => "   if need be\n".to_owned(),
            false => format!("{line}\n"),
        })
        .collect();
    let ran = read_back(&case, "over.txt", &over, &[]).exits(0);
    assert_eq!(ran.out.matches("if-need-be").count(), 3, "{}", ran.out);
    // Ticks of another alphabet, in a mail as it is saved.
    let symbols = reply(&case, [None, Some(0), None])
        .replace("[ ]", "☐")
        .replace("[x]", "☑");
    let mail = symbols
        .replace('=', "=3D")
        .replace('☐', "=E2=98=90")
        .replace('☑', "=E2=\n=98=91");
    let mail =
        format!("From: x@example.org\nContent-Transfer-Encoding: quoted-printable\n\n{mail}");
    for (name, content) in [("symbols.txt", symbols), ("saved.eml", mail)] {
        let ran = read_back(&case, name, &content, &[]).exits(0);
        assert!(
            ran.out.contains("st-marks can 2026-12-08T10:00"),
            "{name}: {}",
            ran.out
        );
        assert_eq!(ran.out.matches("blank").count(), 2, "{name}: {}", ran.out);
    }
}

// ---------------------------------------------------------------- tables

#[test]
fn a_pasted_table_becomes_answers() {
    let case = Case::fixture("first-conference");
    let table = "Name\tE-mail\tTue 8 December 2026 10:00–11:30\t10/12/2026 11:15-12:45\t3 December 2026 9am\n\
                 St Mark's\tx@example.org\tYES\tno\t✓\n\
                 the police unit\t\tOK\tifneedbe\t-\n\
                 Hillcrest School\t\t(yes)\t\t❌\n";
    let ran = read_back(&case, "table.tsv", table, &["--ref", "CP-2041", "--json"]).exits(0);
    assert!(ran.err.contains("E-mail"), "{}", ran.err);
    let json = ran.json();
    let said: Vec<String> = json["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                text(&one["who"]),
                text(&one["from"]),
                text(&one["answer"]),
                text(&one["how"])
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "st-marks 2026-12-08T10:00 can table",
            "st-marks 2026-12-10T11:15 cannot table",
            "st-marks 2026-12-03T09:00 can table",
            "police-unit 2026-12-08T10:00 can table",
            "police-unit 2026-12-10T11:15 if-need-be table",
            "hillcrest 2026-12-08T10:00 if-need-be table",
            "hillcrest 2026-12-03T09:00 cannot table",
        ]
    );
    assert_eq!(json["blank"].as_array().expect("blank").len(), 2);
    // Without an end the meeting's own length counts.
    assert_eq!(json["answers"][2]["to"], "2026-12-03T10:30");
}

#[test]
fn a_table_as_poll_tools_export_it_is_read() {
    let case = Case::fixture("first-conference");
    let table = ",December 2026,,\r\n,Tue 8,,Thu 10\r\n,10:00 – 11:30,14:00 – 15:30,11:15 – 12:45\r\n\
                 st-marks,OK,(OK),\r\npolice-unit,yes,no,no\r\n";
    let ran = read_back(&case, "export.csv", table, &["--ref", "CP-2041"]).exits(0);
    assert_eq!(
        ran.out
            .lines()
            .map(|line| line.split(", for").next().unwrap_or_default())
            .collect::<Vec<_>>(),
        [
            "st-marks can 2026-12-08T10:00 to 2026-12-08T11:30",
            "st-marks if-need-be 2026-12-08T14:00 to 2026-12-08T15:30",
            "police-unit can 2026-12-08T10:00 to 2026-12-08T11:30",
            "police-unit cannot 2026-12-08T14:00 to 2026-12-08T15:30",
            "police-unit cannot 2026-12-10T11:15 to 2026-12-10T12:45",
            "st-marks left 2026-12-10T11:15 to 2026-12-10T12:45 blank",
        ]
    );
}

#[test]
fn faults_of_a_table_are_told_by_row_and_column_all_at_once() {
    let case = Case::fixture("first-conference");
    let before = answers(&case);
    let table = "Name,08/12/2026 10:00-11:30,10/12/2026 11:15-12:45\n\
                 St Mark's,x,perhaps ZEBRA\nNobody Known,yes,no\n";
    let ran = read_back(&case, "bad.csv", table, &["--ref", "CP-2041"]);
    assert_eq!(ran.code, 2);
    for told in [
        "bad.csv row 2, column 08/12/2026 10:00-11:30: this is neither yes, if need be nor no",
        "bad.csv row 2, column 10/12/2026 11:15-12:45: this is neither yes, if need be nor no",
        "bad.csv row 3, column Name: contact \"Nobody Known\" is not in the people table",
    ] {
        assert!(ran.err.contains(told), "{told}\n{}", ran.err);
    }
    assert!(!ran.err.contains("ZEBRA"));
    assert_eq!(answers(&case), before);
    for (table, told) in [
        (
            "Name,12/25/2026 10:00-11:30\nSt Mark's,yes\n",
            "puts the month first",
        ),
        (
            "Name,8 December 10:00-11:30\nSt Mark's,yes\n",
            "has no year",
        ),
        (
            "Name,Monday\nSt Mark's,yes\n",
            "no column is headed by a date and a time",
        ),
        (
            "who,from,to,answer\nst-marks,2026-12-08 10:00,09:00,yes\n",
            "ends before it begins",
        ),
    ] {
        let ran = read_back(&case, "bad.csv", table, &["--ref", "CP-2041"]);
        assert_eq!(ran.code, 2, "{table}");
        assert!(ran.err.contains(told), "{table}: {}", ran.err);
    }
    let nowhere = read_back(
        &case,
        "bad.csv",
        "Name,08/12/2026 10:00-11:30\nSt Mark's,yes\n",
        &[],
    );
    assert!(nowhere.err.contains("add --ref REF"), "{}", nowhere.err);
    assert_eq!(answers(&case), before);
}

#[test]
fn what_is_pasted_is_read_from_standard_input() {
    let case = Case::fixture("first-conference");
    let mut child = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .args([
            "answer", "case", "--form", "-", "--ref", "CP-2041", "--now", NOW, "--json",
        ])
        .current_dir(case.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input
        .write_all(b"Person\tSlot\tAnswer\nst-marks\t08/12/2026 10:00 to 11:30\tyes\n")
        .expect("written");
    drop(input);
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["answers"][0]["from"], "2026-12-08T10:00");
    assert_eq!(json["answers"][0]["answer"], "can");
}

#[test]
fn nothing_of_a_feed_is_told_by_polls() {
    for (fixture, reference) in [("first-conference", "CP-2041"), ("norfolk", "CP-2051")] {
        let case = Case::fixture(fixture);
        for more in [
            &["--json"][..],
            &[],
            &["--slots", "8", "--force"],
            &["--slot", "x"],
            &["--reply-by", "12/25/2026"],
        ] {
            let mut words = vec!["poll", "case", "--ref", reference, "-o", "forms"];
            words.extend(more);
            let ran = case.run(&words);
            assert_ne!(ran.code, 3);
            assert!(
                !ran.out.contains(CANARY) && !ran.err.contains(CANARY),
                "{words:?}"
            );
        }
        for (name, bytes) in case.everything() {
            let own = name.ends_with(".ics") || name.ends_with("README.md");
            assert!(
                own || !String::from_utf8_lossy(&bytes).contains(CANARY),
                "{name}"
            );
        }
    }
}

// ---------------------------------------------------------------- those who mean ill

/// Texts within the limit of size that cost a naive reader hours are answered at once.
#[test]
fn costly_answers_are_read_at_once() {
    let case = Case::fixture("first-conference");
    for text in [
        "[quorate-form/1".repeat(270_000),
        "[quorate-form/1 ".repeat(260_000),
        format!(
            "who,ref,slot,answer\nhillcrest,CP-2041,{},yes\n",
            "-".repeat(4_000_000)
        ),
        format!("name,{}\nhillcrest,yes\n", "8 to ".repeat(800_000)),
    ] {
        let begun = std::time::Instant::now();
        read_back(&case, "reply.txt", &text, &["--ref", "CP-2041"]).exits(2);
        assert!(begun.elapsed().as_secs() < 10, "{}", &text[..40]);
    }
}
