//! `quorate rules`: a type in plain English with sources and marks, all of them in a table, and what is to be adopted.

mod common;

use common::*;
use quorate::input::embedded_rules;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-23T09:00:00Z";

fn rules(words: &[&str]) -> Ran {
    let mut all = vec!["rules"];
    all.extend(words);
    all.extend(["--now", NOW]);
    program(&std::env::temp_dir(), &all, &[])
}

/// Bad use, with all of these words in what is said of it.
#[track_caller]
fn complains(ran: Ran, words: &[&str]) {
    let told = ran.exits(2).err;
    for word in words {
        assert!(told.contains(word), "{told}");
    }
}

/// The answer as it was read and found good by people. QUORATE_WRITE=1 writes it anew, to be read again.
#[test]
fn the_initial_conference_is_explained() {
    let told = rules(&["icpc"]).exits(0).out;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules_text/icpc.txt");
    if std::env::var_os("QUORATE_WRITE").is_some() {
        fs::write(&path, &told).expect("written");
    }
    let expected = fs::read_to_string(&path).expect("the text is there");
    assert_eq!(told, expected);
}

#[test]
fn every_type_is_explained_and_fits_the_page() {
    for kind in &embedded_rules().types {
        let told = rules(&[&kind.id]).exits(0).out;
        assert!(told.starts_with(&kind.name), "{}", kind.id);
        let widest = told.lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|widest| widest <= 100), "{}", kind.id);
        assert_eq!(told.matches("This is not legal advice.").count(), 1);
        for heading in [
            "What starts the clock",
            "Who comes",
            "Quorate when there are",
            "Who chairs",
            "How long",
            "Agenda, for",
            "Sources",
        ] {
            assert!(
                told.contains(&format!("\n{heading}")),
                "{}: {heading}",
                kind.id
            );
        }
        // Ids are for programs, but for that of the type itself.
        let told = told.replace(&kind.id, "");
        for group in [
            "csc-practitioner",
            "any-police",
            "quality-assurance",
            "under5",
        ] {
            assert!(!told.contains(group), "{}: {group}", kind.id);
        }
    }
}

#[test]
fn the_table_has_all_types_or_those_of_a_nation() {
    let all = rules(&[]).exits(0).out;
    for kind in &embedded_rules().types {
        assert!(all.contains(&format!("\n{} ", kind.id)), "{}", kind.id);
    }
    assert!(all.lines().all(|line| line.chars().count() <= 100));
    let line = |id: &str| {
        let found = all.lines().find(|line| line.starts_with(&format!("{id} ")));
        let words: Vec<&str> = found.expect("there").split_whitespace().collect();
        words.join(" ")
    };
    assert!(line("icpc").starts_with("icpc E 15 wd - confirmed Initial"));
    assert!(line("lac-review").starts_with("lac-review E 20 wd 6 months confirmed"));
    assert!(line("lac-review-ni").starts_with("lac-review-ni NI 2 weeks 6 months conflict"));
    assert!(line("cppm").starts_with("cppm S 28 days - confirmed"));
    assert!(line("channel-panel").starts_with("channel-panel E W - 1 month unconfirmed"));
    let scotland = rules(&["--nation", "scotland"]).exits(0).out;
    assert!(scotland.contains("\nlac-review-scotland ") && !scotland.contains("\nlac-review "));
    assert!(scotland.contains("\nmarac "));
}

#[test]
fn a_type_is_meant_by_any_of_its_names() {
    let first = |words: &[&str]| {
        rules(words)
            .exits(0)
            .out
            .lines()
            .next()
            .expect("a line")
            .to_owned()
    };
    assert!(first(&["LAC review", "--nation", "scotland"]).contains("(lac-review-scotland)"));
    assert!(first(&["lac review", "--nation", "england"]).contains("(lac-review)"));
    assert!(first(&["ehcp review"]).contains("(ehc-annual-review)"));
    complains(
        rules(&["case conference"]),
        &["may mean several types", "icpc, cppm, cpcc-ni", "--nation"],
    );
    complains(
        rules(&["rcpq"]),
        &["there is no type of meeting \"rcpq\"", "rcpc"],
    );
    complains(
        rules(&["icpc", "--nation", "mars"]),
        &["--nation: \"mars\"", "northern-ireland"],
    );
    complains(rules(&["--file", "nowhere.toml"]), &["nowhere.toml"]);
    complains(rules(&["icpc", "--toml"]), &["--to-adopt"]);
}

#[test]
fn the_json_has_what_the_text_says() {
    let json = rules(&["icpc", "--json"]).exits(0).json();
    assert_eq!(
        (&json["format"], &json["type"]),
        (&"quorate-rules/1".into(), &"icpc".into())
    );
    let first = &json["rules"][0];
    assert_eq!(
        (&first["id"], &first["amount"], &first["unit"]),
        (&"first".into(), &15.into(), &"working-days".into())
    );
    assert_eq!(
        (&first["confidence"], &first["says"]),
        (
            &"confirmed".into(),
            &"within 15 working days of the start of the clock".into()
        )
    );
    assert_eq!(
        json["quorum"]["says"][0],
        "children's social worker or their manager"
    );
    assert_eq!(json["agenda"]["items"][2]["start_minute"], 5);
    assert!(
        json["sources"]
            .as_array()
            .is_some_and(|sources| sources.len() >= 5)
    );
    let all = rules(&["--json"]).exits(0).json();
    assert_eq!(all["types"].as_array().map(Vec::len), Some(47));
    assert_eq!(all["types"][1]["first"]["amount"], 15);
}

#[test]
fn a_workspaces_own_rules_are_told_and_their_faults_as_well() {
    let case = Case::fixture("first-conference");
    let told = |case: &Case| case.run(&["rules", "core-group", "--case", "case", "--now", NOW]);
    assert!(
        told(&case)
            .exits(0)
            .out
            .contains("within 6 weeks of the previous one [local: Tees]")
    );
    case.write(
        "rules.toml",
        "[[meeting_type]]\nid = \"core-group\"\ninterval = [{ id = \"next\", amount = 4 }]\n\
         [[adopt]]\nrule = [\"core-group/next\", \"core-group/duration\"]\nby = \"Director\"\ndate = 2026-09-01\n\
         document = \"Standards, 4\"\nreview = 2027-09-01\n",
    );
    let now = told(&case).exits(0).out;
    assert!(
        now.contains("within 4 weeks of the previous one (adopted: Standards, 4)"),
        "{now}"
    );
    assert!(
        now.contains("60 minutes, from 45 to 90 (adopted: Standards, 4)"),
        "{now}"
    );
    // After its review the mark is back.
    let later = case.run(&[
        "rules",
        "core-group",
        "--case",
        "case",
        "--now",
        "2027-09-02T09:00:00Z",
    ]);
    assert!(
        later
            .exits(0)
            .flat()
            .contains("[local: own rules; was adopted until Wed 1 September 2027]")
    );
    // Whatever else is asked of the workspace, a rule file at fault is told.
    case.write(
        "rules.toml",
        "[[meeting_type]]\nid = \"core-group\"\ninterval = [{ id = \"next\", amout = 4 }]\n",
    );
    let message = "rules.toml line 3, column 36: \"amout\" has no meaning here; write one of: amount, drop, from, note, …";
    told(&case).refuses(&[message]);
    case.run(&["find", "case", "--ref", "CP-2041"])
        .refuses(&[message]);
}

#[test]
fn roles_that_the_workspace_adds_can_be_named_in_its_rules() {
    let case = Case::fixture("first-conference");
    let settings = case.read("quorate.toml");
    case.write(
        "quorate.toml",
        settings + "\n[[role]]\nid = \"family-coach\"\nname = \"Family coach\"\nagency = \"csc\"\n",
    );
    case.write(
        "rules.toml",
        "[[meeting_type]]\nid = \"core-group\"\nattendee = [{ role = \"family-coach\", level = \"expected\" }]\n\
         quorum = { rule = \"family-coach and 2 people\" }\n",
    );
    let told = case
        .run(&["rules", "core-group", "--case", "case", "--now", NOW])
        .exits(0)
        .out;
    assert!(
        told.contains("Quorate when there are [local: own rules]\n  Family coach\n"),
        "{told}"
    );
    assert!(told.contains("             Family coach\n"), "{told}");
}

#[test]
fn what_is_to_be_adopted_can_be_signed_filled_in_and_read_back() {
    let sheet = rules(&["rcpc", "--to-adopt"]).exits(0).out;
    assert!(sheet.contains("rcpc/record  [not confirmed]") && sheet.contains("Adopted by ____"));
    assert!(!sheet.contains("rcpc/first "), "{sheet}");
    let json = rules(&["rcpc", "--to-adopt", "--json"]).exits(0).json();
    let open = json["to_adopt"].as_array().expect("a list");
    assert!(
        open.iter()
            .any(|row| row["rule"] == "rcpc/record" && row["confidence"] == "unconfirmed")
    );
    assert_eq!(sheet.matches("Adopted by ____").count(), open.len());

    let rows = rules(&["rcpc", "--to-adopt", "--toml"]).exits(0).out;
    let case = Case::fixture("first-conference");
    // As it comes it changes nothing.
    case.write("rules.toml", &rows);
    let left = |case: &Case| {
        let ran = case.run(&[
            "rules",
            "rcpc",
            "--to-adopt",
            "--json",
            "--case",
            "case",
            "--now",
            NOW,
        ]);
        ran.exits(0).json()["to_adopt"].as_array().map(Vec::len)
    };
    assert_eq!(left(&case), Some(open.len()));
    // Filled in, nothing is left to adopt.
    let filled: Vec<String> = rows
        .lines()
        .map(|line| match line {
            "# [[adopt]]" => "[[adopt]]".to_owned(),
            "# by = \"\"" => "by = \"Director\"".to_owned(),
            "# date = " => "date = 2026-11-01".to_owned(),
            "# document = \"\"" => "document = \"Standards\"".to_owned(),
            "# review = " => "review = 2027-11-01".to_owned(),
            line if line.starts_with("# rule = ") => line[2..].to_owned(),
            line => line.to_owned(),
        })
        .collect();
    case.write("rules.toml", filled.join("\n"));
    assert_eq!(left(&case), Some(0));
    let told = case.run(&[
        "rules",
        "rcpc",
        "--to-adopt",
        "--case",
        "case",
        "--now",
        NOW,
    ]);
    assert!(told.exits(0).out.contains("nothing to sign"));
}
