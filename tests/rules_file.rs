//! An authority's own rule file: what differs counts, what does not stays, and whatever is wrong is told with line, fact and fix.

use chrono::NaiveDate;
use quorate::input::{Fault, Place, embedded_rules, read_rules};
use quorate::model::Level;
use quorate::model::rules::{
    Basis, Confidence, MeetingType, RuleBook, RuleUnit, Span, Step, TimeRule,
};

const FILE: &str = "rules.toml";

fn read(text: &str) -> Result<RuleBook, Vec<Fault>> {
    read_rules(FILE, text.as_bytes(), embedded_rules(), None).map(|(book, _)| book)
}

#[track_caller]
fn good(text: &str) -> RuleBook {
    read(text).unwrap_or_else(|faults| panic!("{}", told(&faults).join("\n")))
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

/// The one fault of a file, without its place.
#[track_caller]
fn fault(text: &str) -> String {
    let faults = told(&read(text).expect_err("there is a fault"));
    assert_eq!(faults.len(), 1, "{}", faults.join("\n"));
    faults[0].split_once(": ").expect("a place").1.to_owned()
}

fn kind<'b>(book: &'b RuleBook, id: &str) -> &'b MeetingType {
    book.kind(id).unwrap_or_else(|| panic!("{id} is missing"))
}

fn rule<'b>(kind: &'b MeetingType, id: &str) -> &'b TimeRule {
    let found = kind.rules.iter().rfind(|rule| rule.id == id);
    found.unwrap_or_else(|| panic!("{id} is missing"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn working_days(amount: u32) -> Span {
    let unit = RuleUnit::WorkingDays;
    Span::Count { amount, unit }
}

#[test]
fn an_empty_file_changes_nothing() {
    assert_eq!(&good(""), embedded_rules());
}

#[test]
fn a_figure_that_differs_rests_on_the_file_and_the_rest_stays() {
    let book = good(
        "[[meeting_type]]\nid = \"icpc\"\n\
         deadline = [{ id = \"first\", amount = 10 }]\n",
    );
    let (icpc, old) = (kind(&book, "icpc"), kind(embedded_rules(), "icpc"));
    let first = rule(icpc, "first");
    assert_eq!(first.span, working_days(10));
    // What was confirmed of fifteen days says nothing of ten.
    assert_eq!(first.grounds.stated, Confidence::Local);
    assert_eq!(first.grounds.basis, Basis::Local);
    assert_eq!(first.grounds.source, FILE);
    assert!(book.source(FILE).is_some());
    assert_eq!(rule(icpc, "request"), rule(old, "request"));
    assert_eq!(
        (&icpc.seats, &icpc.quorum, &icpc.name),
        (&old.seats, &old.quorum, &old.name)
    );
    for other in &embedded_rules().types {
        if other.id != "icpc" {
            assert_eq!(kind(&book, &other.id), other);
        }
    }
}

#[test]
fn a_ground_may_be_stated_with_the_figure_or_alone() {
    let book = good(
        "[[source]]\nid = \"ours\"\ntitle = \"Practice standards 2026\"\nsection = \"4\"\n\
         [[meeting_type]]\nid = \"icpc\"\n\
         deadline = [{ id = \"request\", source = \"ours\", confidence = \"confirmed\" }]\n\
         duration = { typical = 150, source = \"ours\" }\n",
    );
    let icpc = kind(&book, "icpc");
    let request = rule(icpc, "request");
    assert_eq!(
        (request.span, request.grounds.stated),
        (working_days(1), Confidence::Confirmed)
    );
    assert_eq!(request.grounds.source, "ours");
    let duration = icpc.duration.as_ref().expect("there");
    assert_eq!(
        (duration.min, duration.typical, duration.max),
        (90, 150, 180)
    );
    assert_eq!(duration.grounds.source, "ours");
    assert_eq!(
        book.source("ours").map(|source| source.short.as_str()),
        Some("Practice standards 2026")
    );
    assert!(book.source(FILE).is_none());
}

#[test]
fn rows_and_seats_are_added_changed_and_taken_out() {
    let book = good(
        "[[meeting_type]]\nid = \"icpc\"\n\
         report = [{ id = \"sw-to-chair\", drop = true }, { id = \"police-report\", from = \"meeting\", kind = \"before\", amount = 2, \
         unit = \"working-days\", what = \"the police report is in\", by = \"any-police\" }]\n\
         attendee = [{ role = \"gp\", level = \"optional\" }, { any_of = \"child-health-under5\", drop = true }, \
         { role = \"named-nurse\", level = \"expected\", direct = true }]\n",
    );
    let (icpc, old) = (kind(&book, "icpc"), kind(embedded_rules(), "icpc"));
    let reports: Vec<&str> = icpc
        .rules
        .iter()
        .filter(|rule| rule.step == Step::Report)
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(
        reports,
        ["sw-to-parents", "school-to-parents", "police-report"]
    );
    assert_eq!(
        rule(icpc, "police-report").by.as_deref(),
        Some("any-police")
    );
    let seat = |id: &str| icpc.seats.iter().find(|seat| seat.who.id() == id);
    let gp = seat("gp").expect("there");
    assert_eq!((gp.level, gp.direct_contact), (Level::Optional, true));
    assert_eq!(seat("child-health-under5"), None);
    assert_eq!(
        seat("named-nurse").map(|seat| seat.level),
        Some(Level::Expected)
    );
    assert_eq!(icpc.seats.len(), old.seats.len());
}

#[test]
fn a_row_with_days_is_a_version_beside_the_others() {
    let book = good(
        "[[meeting_type]]\nid = \"icpc\"\n\
         deadline = [{ id = \"first\", amount = 12, valid_from = 2027-01-01, valid_to = \"31/12/2027\" }]\n",
    );
    let icpc = kind(&book, "icpc");
    let on = |text: &str| {
        let holding = icpc
            .rules
            .iter()
            .filter(|rule| rule.id == "first" && rule.valid.holds(day(text)));
        holding.map(|rule| rule.span).collect::<Vec<_>>()
    };
    // The last one that holds wins; outside its days the older one goes on.
    assert_eq!(on("2026-12-31"), [working_days(15)]);
    assert_eq!(on("2027-01-01"), [working_days(15), working_days(12)]);
    assert_eq!(on("2027-12-31"), [working_days(15), working_days(12)]);
    assert_eq!(on("2028-01-01"), [working_days(15)]);
}

#[test]
fn a_correction_goes_to_the_version_that_is_last() {
    let book =
        good("[[meeting_type]]\nid = \"cppm\"\ndeadline = [{ id = \"first\", amount = 20 }]\n");
    let cppm = kind(&book, "cppm");
    let first: Vec<_> = cppm
        .rules
        .iter()
        .filter(|rule| rule.id == "first")
        .collect();
    let amounts: Vec<Span> = first.iter().map(|rule| rule.span).collect();
    let days = |amount| {
        let unit = RuleUnit::CalendarDays;
        Span::Count { amount, unit }
    };
    assert_eq!(amounts, [days(21), days(20)]);
    assert_eq!(first[1].valid.from, Some(day("2021-09-02")));
}

#[test]
fn a_new_type_stands_alone_or_extends_another() {
    let book = good(
        "[flags]\nout-of-hours = \"is it out of hours?\"\n\
         [[meeting_type]]\nid = \"b-panel\"\nname = \"Panel\"\nnations = \"england\"\nextends = \"a-panel\"\n\
         interval = [{ id = \"next\", from = \"previous\", amount = 8, unit = \"weeks\" }]\n\
         [[meeting_type]]\nid = \"a-panel\"\nname = \"Panel of the county\"\nsynonyms = [\"county panel\"]\narea = \"panels\"\n\
         nations = [\"england\", \"wales\"]\ntrigger = \"Referral accepted\"\nchain_next = \"a-panel\"\n\
         deadline = [{ id = \"first\", from = \"trigger\", amount = 3, unit = \"weeks\", when = \"not out-of-hours\" }]\n\
         interval = [{ id = \"next\", from = \"previous\", amount = 6, unit = \"weeks\" }, \
         { id = \"target\", from = \"previous\", amount = 4, unit = \"weeks\", kind = \"target\" }]\n\
         attendee = [{ role = \"chair\", level = \"required\" }]\n\
         quorum = { rule = \"3 agencies except family\" }\nduration = { typical = 90 }\nagenda = \"five-part\"\n",
    );
    let (a, b) = (kind(&book, "a-panel"), kind(&book, "b-panel"));
    assert_eq!(rule(a, "first").when[0].flag, "out-of-hours");
    // Whole lists take the place of those of the parent; what is absent comes from there, its other names excepted.
    let ids: Vec<&str> = b.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["first", "next"]);
    assert_eq!(
        (&b.trigger, &b.seats, &b.quorum),
        (&a.trigger, &a.seats, &a.quorum)
    );
    assert_eq!((b.synonyms.len(), b.nations.len()), (0, 1));
    // As in the file, behind those that come with the program.
    let last: Vec<&str> = book
        .types
        .iter()
        .rev()
        .take(2)
        .map(|kind| kind.id.as_str())
        .collect();
    assert_eq!(last, ["a-panel", "b-panel"]);
    assert_eq!(book.question("out-of-hours"), Some("is it out of hours?"));
}

#[test]
fn policy_and_agenda_can_be_the_authoritys_own() {
    let book = good(
        "[policy]\ntarget_margin = \"3wd\"\n\
         [[agenda]]\nid = \"conference\"\nitems = [{ title = \"All\", share = 90 }, { title = \"Dates\", share = 10 }]\n",
    );
    assert_eq!(book.policy.target_margin_working_days, 3);
    assert_eq!(
        book.agenda("conference").map(|agenda| agenda.items.len()),
        Some(2)
    );
}

const ADOPT: &str = "by = \"Director\"\ndate = 2026-09-01\ndocument = \"Standards, 4\"\n";

#[test]
fn what_is_adopted_is_firm_until_its_review() {
    let book = good(&format!(
        "[[adopt]]\nrule = [\"core-group/next\", \"icpc/quorum\", \"rcpc/*\", \"*/duration\"]\n{ADOPT}review = 2027-09-01\n"
    ));
    let confidence = |id: &str, part: &str, on: &str| {
        let statements = kind(&book, id).statements();
        let found = statements.iter().find(|(name, _)| *name == part);
        found.expect("there").1.confidence(day(on))
    };
    for (id, part) in [
        ("core-group", "next"),
        ("icpc", "quorum"),
        ("icpc", "duration"),
        ("rcpc", "record"),
        ("rcpc", "chair"),
    ] {
        assert_eq!(
            confidence(id, part, "2027-09-01"),
            Confidence::Adopted,
            "{id}/{part}"
        );
        assert_ne!(
            confidence(id, part, "2027-09-02"),
            Confidence::Adopted,
            "{id}/{part}"
        );
    }
    assert_eq!(
        confidence("icpc", "record", "2026-11-23"),
        Confidence::Unconfirmed
    );
    assert_eq!(
        confidence("core-group", "target", "2026-11-23"),
        Confidence::Unconfirmed
    );
}

#[test]
fn a_figure_that_changes_later_is_no_longer_the_one_that_was_adopted() {
    let adopted = good(&format!("[[adopt]]\nrule = \"core-group/next\"\n{ADOPT}"));
    let text =
        "[[meeting_type]]\nid = \"core-group\"\ninterval = [{ id = \"next\", amount = 4 }]\n";
    let (book, _) = read_rules("second.toml", text.as_bytes(), &adopted, None).expect("no fault");
    assert_eq!(
        rule(kind(&book, "core-group"), "next").grounds.adopted,
        None
    );
    let text = "[[meeting_type]]\nid = \"core-group\"\nname = \"Core group meeting\"\n";
    let (book, _) = read_rules("second.toml", text.as_bytes(), &adopted, None).expect("no fault");
    assert!(
        rule(kind(&book, "core-group"), "next")
            .grounds
            .adopted
            .is_some()
    );
}

/// Acceptance 6: each fault by itself in one file, and each told with its line, the fact and the fix.
#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let text = "\
[policy]
target_margn = 5

[[agenda]]
id = \"short\"
items = [{ title = \"Talk\", share = 60 }, { title = \"Dates\", share = 30 }]

[[meeting_type]]
id = \"icpc\"
chain_next = \"rcpcc\"
deadline = [
  { id = \"first\", amount = 9999 },
  { id = \"request\", unit = \"fortnights\" },
  { id = \"visit\", from = \"birthday\", amount = 2, unit = \"weeks\" },
]
report = [
  { id = \"a\", from = \"b\", amount = 1, unit = \"weeks\" },
  { id = \"b\", from = \"a\", amount = 1, unit = \"weeks\" },
]
attendee = [{ role = \"soshul-worker\", level = \"required\" }]
quorum = { rule = \"chair and 3 agencies except\" }
duration = { typical = 60, min = 90 }

[[meeting_type]]
id = \"core-group\"
interval = [{ id = \"next\", amount = 4, source = \"tess\" }]

[[adopt]]
rule = \"icpc/frist\"
by = \"Director\"
date = 2026-09-01
document = \"Standards, 4\"

[[adopt]]
rule = \"icpc/first\"
by = \"Director\"
date = 2026-09-01
";
    let faults = read(text).expect_err("many faults");
    let expected = [
        (
            2,
            "\"target_margn\" has no meaning here; write one of: target_margin",
        ),
        (6, "the shares of the points are 90 together; make them 100"),
        (
            10,
            "there is no type \"rcpcc\"; add it, or write one of: rcpc,",
        ),
        (12, "9999 is out of range; write a number from 0 to 3660"),
        (
            13,
            "\"fortnights\" is not known here; write one of: working-days, calendar-days, weeks, months, hours, terms",
        ),
        (
            14,
            "nothing says what date \"birthday\" is; write trigger, previous, meeting, next-meeting, the id of another row",
        ),
        (
            17,
            "the date is counted from itself (a from b from a); count one of these rows from another date",
        ),
        (
            20,
            "role \"soshul-worker\" is not in the built-in roles or quorate.toml; add it there or write one of: social-worker",
        ),
        (
            21,
            "quorum \"chair and 3 agencies except\" has a name missing; the form is",
        ),
        (
            22,
            "min 90, typical 60 and max 180 do not rise; correct the minutes",
        ),
        (
            26,
            "there is no source \"tess\"; add it, or write one of: tees,",
        ),
        (
            29,
            "there is no rule \"icpc/frist\"; add it, or write one of: icpc/first,",
        ),
        (
            34,
            "there is no document; write one, such as document = \"Practice standards, section 4\"",
        ),
    ];
    let lines: Vec<String> = told(&faults);
    assert_eq!(faults.len(), expected.len(), "{}", lines.join("\n"));
    for (fault, (line, message)) in faults.iter().zip(expected) {
        let Place::Line { line: at, .. } = fault.place else {
            panic!("{fault}");
        };
        assert_eq!(at, line, "{fault}");
        assert!(
            fault.what.to_string().starts_with(message),
            "{}\n{message}",
            fault.what
        );
        assert!(fault.to_string().starts_with("rules.toml line "), "{fault}");
    }
}

/// The other rules of rule files, one by one.
#[test]
fn each_fault_by_itself() {
    let icpc = |rows: &str| fault(&format!("[[meeting_type]]\nid = \"icpc\"\n{rows}\n"));
    let row = |keys: &str| {
        icpc(&format!(
            "deadline = [{{ id = \"x\", from = \"trigger\", {keys} }}]"
        ))
    };
    let cases = [
        (
            fault("[[meting_type]]\nid = \"x\"\n"),
            "\"meting_type\" has no meaning here; write one of: meeting_type",
        ),
        (
            fault(
                "[[meeting_type]]\nid = \"x\"\nextends = \"icpcs\"\nname = \"X\"\nnations = \"wales\"\ntrigger = \"T\"\n",
            ),
            "there is no type \"icpcs\"; add it, or write one of: icpc",
        ),
        (icpc("extends = \"rcpc\""), "type \"icpc\" is known already"),
        (
            icpc("deadline = \"15wd\""),
            "deadline must be a list of tables",
        ),
        (icpc("quorum = \"3 agencies\""), "quorum must be a table"),
        (
            icpc("nations = [\"england\", \"cornwall\"]"),
            "\"cornwall\" is not known here; write one of: england, wales",
        ),
        (
            icpc("agenda = \"confrence\""),
            "there is no agenda \"confrence\"; add it, or write one of: conference",
        ),
        (
            icpc("quorum = { rule = \"chair and polise\" }"),
            "there is no role or kind of agency \"polise\"; add it, or write one of: ",
        ),
        (
            icpc("spawns = [{ type = \"core-group\", rule = \"frist\" }]"),
            "there is no row \"frist\"; add it, or write one of: first",
        ),
        (
            icpc("attendee = [{ role = \"gp\", any_of = \"any-health\" }]"),
            "both role and any_of are given",
        ),
        (
            icpc("attendee = [{ any_of = \"any-helth\", level = \"expected\" }]"),
            "there is no group of roles \"any-helth\"; add it, or write one of: any-health",
        ),
        (
            icpc("attendee = [{ role = \"gp\", when = \"under-5\" }]"),
            "there is no flag \"under-5\"; add it, or write one of: under5",
        ),
        (
            icpc("attendee = [{ role = \"midwife\" }]"),
            "there is no level; write one, such as level = \"expected\"",
        ),
        (
            icpc("attendee = [{ role = \"midwife\", drop = true }]"),
            "there is no seat \"midwife\"",
        ),
        (
            icpc("deadline = [{ id = \"frist\", drop = true }]"),
            "there is no row \"frist\"; add it, or write one of: first",
        ),
        (
            icpc(
                "interval = [{ id = \"first\", from = \"previous\", amount = 1, unit = \"weeks\" }]",
            ),
            "\"first\" stands under deadline already",
        ),
        (
            icpc("deadline = [{ id = \"first\", amount = 1 }, { id = \"first\", amount = 2 }]"),
            "two rows \"first\" hold at the same time",
        ),
        (
            icpc("deadline = [{ id = \"first\", confidence = \"adopted\" }]"),
            "a rule becomes adopted by an [[adopt]] row",
        ),
        (
            icpc("deadline = [{ id = \"first\", valid_from = 2027-01-01, valid_to = 2026-01-01 }]"),
            "the last day 2026-01-01 lies before the first day 2027-01-01",
        ),
        (
            icpc("deadline = [{ id = \"first\", instead_of = \"first\" }]"),
            "there is no row \"first\"",
        ),
        (
            row("amount = 1"),
            "there is no unit; write one, such as unit = \"working-days\"",
        ),
        (
            row("unit = \"weeks\""),
            "there is no amount; write one, such as amount = 15",
        ),
        (
            row("amount = 1, unit = \"weeks\", fixed = \"02-15\""),
            "both fixed and amount are given",
        ),
        (
            row("fixed = \"02-30\""),
            "\"02-30\" is no day of the year; write month and day",
        ),
        (row("fixed = \"02-29\""), "\"02-29\" is no day of the year"),
        (
            row("amount = 24, unit = \"hours\", counting = \"inclusive\""),
            "counting has no meaning for a count of hours",
        ),
        (
            row("amount = 1, unit = \"terms\", kind = \"before\""),
            "kind has no meaning for a count of terms",
        ),
        (
            row("amount = 1, unit = \"weeks\", counting = \"both\""),
            "\"both\" is not known here; write one of: exclusive, inclusive",
        ),
        (
            row("amount = 1, unit = \"weeks\", kind = \"soonest\""),
            "\"soonest\" is not known here; write one of: latest, earliest, target, before",
        ),
        (
            row("amount = 1, unit = \"weeks\", sequence = 2, sequence_from = 3"),
            "both sequence and sequence_from are given",
        ),
        (
            row("amount = 1, unit = \"weeks\", sequence = 0"),
            "0 is out of range; write a number from 1 to 99",
        ),
        (
            row("amount = 1, unit = \"weeks\", valid_from = \"31/02/2026\""),
            "there is no such date as",
        ),
        (
            row("amount = 1, unit = \"weeks\", form = \"x\""),
            "\"form\" has no meaning here; write one of: from",
        ),
        (
            row("amount = 1, unit = \"weeks\", by = \"nobody\""),
            "role \"nobody\" is not in the built-in roles",
        ),
        (
            fault(&format!("[[adopt]]\nrule = \"icpx/first\"\n{ADOPT}")),
            "there is no type \"icpx\"; add it, or write one of: icpc",
        ),
        (
            fault(&format!(
                "[[adopt]]\nrule = \"icpc/first\"\n{ADOPT}review = 2026-09-01\n"
            )),
            "the review on 2026-09-01 does not lie after the adoption",
        ),
        (
            fault("[[meeting_type]]\nid = \"icpc\"\n[[meeting_type]]\nid = \"icpc\"\n"),
            "\"icpc\" is stated twice; keep one",
        ),
        (fault("not toml"), "not TOML: "),
    ];
    for (told, message) in cases {
        assert!(told.starts_with(message), "{told}\n{message}");
    }
}

#[test]
fn types_that_extend_each_other_are_refused_and_both_named() {
    let text = "[[meeting_type]]\nid = \"b\"\nname = \"B\"\nnations = \"wales\"\ntrigger = \"T\"\nextends = \"a\"\n\
                [[meeting_type]]\nid = \"a\"\nname = \"A\"\nnations = \"wales\"\ntrigger = \"T\"\nextends = \"b\"\n";
    assert_eq!(
        fault(text),
        "the type extends itself (a extends b extends a); take one of these `extends` out"
    );
}

#[test]
fn dropping_what_another_type_counts_from_is_told() {
    let text =
        "[[meeting_type]]\nid = \"core-group\"\ndeadline = [{ id = \"first\", drop = true }]\n";
    let faults = told(&read(text).expect_err("others count from it"));
    assert!(
        faults.iter().any(|fault| fault
            .contains("\"core-group/first\" is not there any more, and what follows \"icpc\"")),
        "{faults:?}"
    );
}

#[test]
fn an_address_is_neither_taken_nor_told() {
    for line in [
        "document = \"https://example.org/private-TOKEN9f3\"",
        "document = \"example.org/private-TOKEN9f3/x\"",
    ] {
        let text = format!(
            "[[adopt]]\nrule = \"icpc/first\"\nby = \"Director\"\ndate = 2026-09-01\n{line}\n"
        );
        assert!(!fault(&text).contains("TOKEN9f3"));
    }
    for text in [
        "[[meeting_type]]\nid = \"icpc\"\ndeadline = [{ id = \"first\", from = \"https://example.org/TOKEN9f3\" }]\n",
        "[[meeting_type]]\nid = \"icpc\"\nchain_next = \"https://example.org/TOKEN9f3\"\n",
        "[[adopt]]\nrule = \"https://example.org/TOKEN9f3\"\nby = \"D\"\ndate = 2026-09-01\ndocument = \"D\"\n",
        "[flags]\nx = \"https://example.org/TOKEN9f3\"\n",
        "[\"https://example.org/TOKEN9f3\"]\nx = 1\n",
        "[[meeting_type]]\nid = \"icpc\"\nquorum = { rule = \"https://example.org/TOKEN9f3\" }\n",
    ] {
        for told in told(&read(text).expect_err("refused")) {
            assert!(!told.contains("TOKEN9f3"), "{told}");
        }
    }
}

/// Nothing that stands in a file may make the reader fall over.
#[test]
fn no_file_makes_reading_panic() {
    let whole = include_str!("../rules/meeting-types.toml");
    // Lines taken out, halved and doubled: many of these are no TOML, many are, and each must be answered.
    let lines: Vec<&str> = whole.lines().collect();
    for (number, line) in lines.iter().enumerate().step_by(61) {
        let half = &line[..line
            .char_indices()
            .nth(line.chars().count() / 2)
            .map_or(0, |(at, _)| at)];
        let twice = format!("{line}\n{line}");
        for other in ["", half, twice.as_str()] {
            let mut changed = lines.clone();
            changed[number] = other;
            let _ = read_rules(
                "x.toml",
                changed[number.saturating_sub(40)..].join("\n").as_bytes(),
                embedded_rules(),
                None,
            );
        }
    }
}
