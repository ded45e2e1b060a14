//! Every fault and every warning of the tables, with its whole sentence.

use quorate::ics::read::day_ranges;
use quorate::input::{
    Files, ReadOptions, day_list_names, embedded_rules, read_actions, read_cases, read_meeting,
    read_workspace,
};
use quorate::model::{DayList, DayListFault};
use quorate::time::Nation;
use std::collections::BTreeSet;

const PEOPLE: &str = "id,name,kind,agency,roles\n\
    okafor,D Okafor,,csc,social-worker\n\
    marsh,J Marsh,,school,dsl; headteacher\n\
    words,Words,service,lay,interpreter\n";
const VENUES: &str = "id,capacity\nhall,3\nden,1\n";

/// What is said about a folder of these files, and the names of the rules that said it.
fn told(files: &[(&str, &[u8])], options: &ReadOptions) -> (Vec<String>, Vec<String>) {
    let mut folder = Files {
        folder: "case".to_owned(),
        ..Files::default()
    };
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".ics")) {
        folder.tables.insert((*path).to_owned(), bytes.to_vec());
    }
    // What `edge` does with the files of a folder.
    let day_lists = day_list_names(&folder.tables);
    let calendars = files.iter().map(|(path, _)| *path);
    let feeds = calendars.filter(|path| path.ends_with(".ics"));
    folder.feeds = feeds
        .map(str::to_owned)
        .filter(|path| !day_lists.contains(path))
        .collect();
    for name in day_lists {
        let bytes = files.iter().find(|(path, _)| *path == name);
        let list = bytes.map_or(Err(DayListFault::Missing), |(_, bytes)| {
            day_ranges(bytes, DayList::REACH).map_err(DayListFault::Refused)
        });
        folder.day_lists.insert(name, list);
    }
    let rule = |debug: String| {
        let end = debug.find(|c: char| !c.is_alphanumeric());
        debug[..end.unwrap_or(debug.len())].to_owned()
    };
    let read = read_workspace(&folder, options).and_then(|(workspace, mut warnings)| {
        let actions = read_actions(&folder.tables, Some(&workspace))?;
        warnings.extend(actions.into_iter().flat_map(|table| table.warnings));
        Ok(warnings)
    });
    match read {
        Ok(warnings) => warnings
            .iter()
            .map(|warning| (warning.to_string(), rule(format!("{:?}", warning.what))))
            .unzip(),
        Err(faults) => faults
            .iter()
            .map(|fault| (fault.to_string(), rule(format!("{:?}", fault.what))))
            .unzip(),
    }
}

/// The variants of an enum as its source lists them: a new rule without a case here is noticed.
fn variants(name: &str) -> BTreeSet<String> {
    let source = include_str!("../src/input/fault/kind.rs");
    let body = source
        .split_once(&format!("pub enum {name} {{\n"))
        .expect("the enum is there")
        .1;
    let body = body.split_once("\n}\n").expect("it has an end").0;
    body.lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| {
            let end = line.find(|c: char| !c.is_alphanumeric());
            line[..end.unwrap_or(line.len())].to_owned()
        })
        .collect()
}

struct Cases {
    seen: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Cases {
    fn bytes(&mut self, files: &[(&str, &[u8])], expected: &[&str]) {
        let (said, rules) = told(files, &ReadOptions::default());
        if said != expected {
            self.wrong
                .push(format!("said {said:#?}\nnot {expected:#?}"));
        }
        self.seen.extend(rules);
    }

    fn files(&mut self, files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
        self.bytes(&files, expected);
    }

    /// Settings beside a good people table.
    fn settings(&mut self, settings: &str, expected: &[&str]) {
        self.files(
            &[("quorate.toml", settings), ("people.csv", PEOPLE)],
            expected,
        );
    }

    /// A header and a row of people.
    fn people(&mut self, header: &str, row: &str, expected: &[&str]) {
        self.files(&[("people.csv", &format!("{header}\n{row}\n"))], expected);
    }

    /// One meeting by its cells, in a workspace that is good otherwise.
    fn meeting(&mut self, cells: &[(&str, &str)], expected: &[&str]) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut header = vec!["ref".to_owned()];
        let mut row = vec!["M-1".to_owned()];
        if !cells.iter().any(|(name, _)| *name == "duration") {
            header.push("duration".to_owned());
            row.push("60".to_owned());
        }
        for (name, text) in cells {
            header.push(quoted(name));
            row.push(quoted(text));
        }
        let table = format!("{}\n{}\n", header.join(","), row.join(","));
        self.files(
            &[
                ("people.csv", PEOPLE),
                ("venues.csv", VENUES),
                ("meetings.csv", &table),
            ],
            expected,
        );
    }

    fn answer(&mut self, row: &str, expected: &[&str]) {
        let table = format!("who,ref,from,to,answer\n{row}\n");
        self.files(&[("people.csv", PEOPLE), ("answers.csv", &table)], expected);
    }
}

/// More of the entries' own faults stand in `fetch.rs`, where the program tells them.
fn feeds_on_servers(cases: &mut Cases) {
    let people = "id,name,agency,roles,feeds\nokafor,D Okafor,csc,social-worker,okafor-work\n";
    let of = |secrets: &'static str| [("people.csv", people), ("feeds.secret.toml", secrets)];
    cases.files(
        &of("[feeds.okafor-work]\nurl = \"https://example.org/x.ics\"\n"),
        &[],
    );
    cases.files(
        &of("[feeds.okafor-home]\nurl = \"https://example.org/x.ics\"\n"),
        &["people.csv row 2, column feeds: feed \"okafor-work\" is not in feeds.secret.toml; add [feeds.okafor-work] with its url there, or write one of okafor-home"],
    );
    cases.files(
        &of("[feeds.okafor-work]\nuser = \"okafor\"\n"),
        &["feeds.secret.toml line 1, column 1: the entry has no address; add url = \"https://…\", or url_env with the name of a variable"],
    );
    cases.files(
        &[("people.csv", people)],
        &["people.csv row 2, column feeds: feed \"okafor-work\" needs an address, and there is no feeds.secret.toml here: its owner counts as unknown; write the file with [feeds.okafor-work] and its url, or ask the colleague who has it"],
    );
    let files = Files {
        folder: "case".to_owned(),
        tables: [("people.csv".to_owned(), PEOPLE.as_bytes().to_vec())].into(),
        secrets_readable: true,
        ..Files::default()
    };
    let (_, warnings) = read_workspace(&files, &ReadOptions::default()).expect("a workspace");
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "feeds.secret.toml: others on this computer can read this file, and whoever has a link has the diary; run chmod 600 on it"
        ]
    );
    cases.seen.insert("SecretsReadable".to_owned());
    let gone = ["long.gone", "", "2026-12-08", "", "can", "", "", ""].map(str::to_owned);
    let files = Files {
        folder: "case".to_owned(),
        tables: [("people.csv".to_owned(), PEOPLE.as_bytes().to_vec())].into(),
        kept: Some(quorate::input::KeptAnswers {
            rows: vec![gone],
            taken: Vec::new(),
        }),
        set_aside: vec!["arrangements.json".to_owned()],
        ..Files::default()
    };
    let (_, warnings) = read_workspace(&files, &ReadOptions::default()).expect("a workspace");
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "arrangements.json: this file is not read: what is arranged is kept in the meeting book beside it; quorate book export writes it as a file",
            "meetings.book row 2, column who: \"long.gone\" is neither in the people nor in the venues any more; the answer is kept and not used",
        ]
    );
    cases.seen.insert("KeptByBook".to_owned());
    cases.seen.insert("KeptAnswerOfNobody".to_owned());
}

/// Tables that no authority can mean.
fn far_too_large(cases: &mut Cases) {
    let people = format!("id,name,agency,roles\n{}", "p,P P,csc,\n".repeat(100_001));
    cases.files(
        &[("people.csv", &people)],
        &["people.csv: there are 100001 rows, and 100000 at most are read; put teams or authorities that share nobody into folders of their own, and plan them apart"],
    );
}

/// Lists that are read beside a workspace, for `quorate reviews` and `quorate timeliness`.
fn lists_of_cases(cases: &mut Cases) {
    let list = b"Ref,Type,Trigger,Meeting date\nA,icpc,,\nB,icpc,02/03/2026,01/03/2026\n";
    let faults = read_cases("cases.csv", list, embedded_rules(), Nation::England)
        .expect_err("two rows are at fault");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "cases.csv row 2: the clock of icpc starts with: Strategy discussion at which the section 47 enquiry was initiated (if several, that one). When was that? Write its date, or for a later meeting of the chain the date of the previous one",
            "cases.csv row 3, column Meeting date: 01/03/2026 lies before the trigger date, 02/03/2026; correct one of them",
        ]
    );
    let list = b"Ref,Type,Trigger,Flags\nA,icpc,02/03/2026,under5; not under5\n";
    let faults = read_cases("cases.csv", list, embedded_rules(), Nation::England)
        .expect_err("a flag cannot hold and not hold");
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "cases.csv row 2, column Flags: \"under5\" is said both to hold and not to hold; take one of them out"
        ]
    );
    let list = b"Ref,Type,Trigger,Flags\nA,icpc,02/03/2026,under-5\n";
    let (_, warnings) = read_cases("cases.csv", list, embedded_rules(), Nation::England)
        .expect("a flag that nobody knows changes nothing");
    assert_eq!(
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "cases.csv row 2, column Flags: no rule and no seat depends on the flag \"under-5\"; the nearest are: under5, under16, under18, urgent, …"
        ]
    );
    for name in ["NoStart", "BeforeItsStart", "FlagBothWays", "UnknownFlag"] {
        cases.seen.insert(name.to_owned());
    }
}

#[test]
fn every_rule_has_its_sentence() {
    let mut cases = Cases {
        seen: BTreeSet::new(),
        wrong: Vec::new(),
    };
    folders_and_files(&mut cases);
    settings(&mut cases);
    people(&mut cases);
    values(&mut cases);
    venues(&mut cases);
    meetings(&mut cases);
    types(&mut cases);
    seats_and_quorum(&mut cases);
    answers_and_arrangements(&mut cases);
    warnings(&mut cases);
    actions(&mut cases);
    lists_of_days(&mut cases);
    feeds_on_servers(&mut cases);
    lists_of_cases(&mut cases);
    far_too_large(&mut cases);
    planning(&mut cases);
    assert!(cases.wrong.is_empty(), "{}", cases.wrong.join("\n\n"));
    let mut missing = variants("FaultKind");
    missing.extend(variants("WarningKind"));
    // Said of a command, not of a file: see `answers_in_a_bare_folder` in `input_verbs.rs`.
    missing.remove("AnswerToStatedMeeting");
    // Said of a filled form, not of a table: see `poll.rs`.
    missing.remove("Form");
    // Said of a rule file: see `rules_file.rs`.
    missing.remove("Rule");
    // Said of a mail server, when one is wanted: see the tests of `input::mail`.
    missing.remove("Mail");
    missing.retain(|rule| !cases.seen.contains(rule));
    assert_eq!(missing, BTreeSet::new(), "rules without a case");
}

/// Pins, chains and limits.
fn planning(cases: &mut Cases) {
    let seats = ("seats", "social-worker = okafor; dsl = marsh or words");
    cases.meeting(
        &[
            seats,
            ("pin people", "okafor; dsl = words"),
            ("room pinned", "den"),
        ],
        &[],
    );
    cases.meeting(
        &[seats, ("pin_people", "dsl = okafor")],
        &["meetings.csv row 2, column pin_people: \"okafor\" is pinned but is no candidate of that seat; name them in the seat, or give them its role"],
    );
    cases.meeting(
        &[seats, ("pin_people", "gp = okafor")],
        &["meetings.csv row 2, column pin_people: seat \"gp\" is not in the meeting's seats; add it there or write one of: dsl, social-worker"],
    );
    cases.meeting(
        &[seats, ("pin_people", "marsh; words")],
        &["meetings.csv row 2, column pin_people: more people are pinned to the seat \"dsl\" than it has places (1); pin fewer, or give it more places"],
    );
    cases.meeting(
        &[seats, ("pin_people", "marsh; dsl = marsh")],
        &["meetings.csv row 2, column pin_people: \"dsl = marsh\" is stated twice; keep one"],
    );
    cases.meeting(
        &[seats, ("pin_venue", "attic")],
        &["meetings.csv row 2, column pin_venue: venue \"attic\" is not in the venues table; add it there or write one of: den, hall"],
    );
    cases.meeting(
        &[seats, ("gap", "5wd"), ("same", "dsl")],
        &[
            "meetings.csv row 2, column gap: gap is of no meaning without `after`; write there which meeting this one follows",
            "meetings.csv row 2, column same: same is of no meaning without `after`; write there which meeting this one follows",
        ],
    );
    cases.meeting(
        &[seats, ("after", "M-0")],
        &["meetings.csv row 2, column after: meeting \"M-0\" is not in the meetings table; add it there or write one of: M-1"],
    );
    let table = |rows: &str| format!("ref,duration,seats,after,gap\n{rows}");
    let mut meetings = |rows: &str, expected: &[&str]| {
        cases.files(
            &[("people.csv", PEOPLE), ("meetings.csv", &table(rows))],
            expected,
        );
    };
    // A later row may be named before it, and case does not count.
    meetings(
        "M-1,60,social-worker = okafor,m-2,5wd-10wd\nM-2,60,social-worker = okafor,,\n",
        &[],
    );
    meetings(
        "M-1,60,social-worker = okafor,M-2,10wd-5wd\nM-2,60,social-worker = okafor,,\n",
        &[
            "meetings.csv row 2, column gap: the most of the gap \"10wd-5wd\" lies below its least; write the smaller one first, such as 5wd-10wd",
        ],
    );
    meetings(
        "M-1,60,social-worker = okafor,M-2,soon\nM-2,60,social-worker = okafor,,\n",
        &[
            "meetings.csv row 2, column gap: \"soon\" is not a gap between two meetings; write 5wd-10wd, at least 5wd, at most 3m, or 28d for exactly that",
        ],
    );
    // The fourth leads to the circle and is not on it.
    meetings(
        "M-1,60,social-worker = okafor,M-3,\nM-2,60,social-worker = okafor,M-1,\n\
         M-3,60,social-worker = okafor,M-2,\nM-0,60,social-worker = okafor,M-1,\n",
        &[
            "meetings.csv row 2, column after: meetings follow each other in a circle: M-1, M-3, M-2; leave `after` out of one of them",
        ],
    );
    meetings(
        "M-1,60,social-worker = okafor,M-1,\n",
        &[
            "meetings.csv row 2, column after: meetings follow each other in a circle: M-1; leave `after` out of one of them",
        ],
    );
    cases.people(
        "id,agency,roles,meetings a week,meetings so far",
        "lee,csc,social-worker,12,40",
        &[],
    );
    cases.people(
        "id,agency,roles,weekly_limit",
        "lee,csc,social-worker,0",
        &["people.csv row 2, column weekly_limit: 0 is out of range; write a number from 1 to 200"],
    );
    cases.settings(
        "[policy]\nfreeze = \"5wd\"\nload_window = \"90d\"\n[[limit]]\nrole = \"cp-chair\"\nper_day = 2\nper_week = 8\n",
        &[],
    );
    cases.settings(
        "[policy]\nload_window = \"90\"\n[[limit]]\nrole = \"cp-chair\"\n[[limit]]\nrole = \"CP chair\"\nper_day = 2\n",
        &[
            "quorate.toml line 2, column 15: \"90\" is not a number of days; write 90d",
            "quorate.toml line 3, column 1: there is no per_day; write one, such as 2",
            "quorate.toml line 6, column 8: \"CP chair\" is stated twice; keep one",
        ],
    );
}

fn folders_and_files(cases: &mut Cases) {
    cases.files(
        &[],
        &["case: there is neither a table nor a feed here; run `quorate new` on an empty folder, or put feeds in as <agency>/<role>.<name>.ics"],
    );
    cases.files(
        &[("meetings.csv", "ref,duration\nM-1,60\n")],
        &["case: there is no people table and no feed; write people.csv, or put feeds in as <agency>/<role>.<name>.ics"],
    );
    cases.files(
        &[("csc/okafor.ics", ""), ("csc/key worker.lee.ics", ""), ("lay/key worker.lee.ics", "")],
        &[
            "csc/okafor.ics: the file's name does not say which role it is; call it <role>.<name>.ics, for example social-worker.okafor.ics",
            "lay/key worker.lee.ics: role \"key-worker\" may mean several; write one of: social-worker, care-provider-manager",
        ],
    );
    cases.files(
        &[("people.csv", PEOPLE), ("people.toml", "")],
        &["people.toml: people.csv is there as well; keep one of the two"],
    );
    cases.bytes(
        &[("people.csv", b"PK\x03\x04\x14")],
        &["people.csv: this is a workbook, not text; save it as \"CSV UTF-8 (comma delimited)\""],
    );
    cases.files(
        &[("people.toml", "[[person]]\nid = okafor\n")],
        &["people.toml line 2, column 6: not TOML: string values must be quoted, expected literal string"],
    );
    cases.files(
        &[("people.toml", "person = \"okafor\"\n")],
        &["people.toml line 1, column 10: this must be a list of tables; write [[person]] above each"],
    );
    cases.files(
        &[("people.csv", "Okafor,Jo\n")],
        &["people.csv row 1: the first row does not name the columns; begin with id, name, kind, agency, …"],
    );
    cases.files(
        &[("people.csv", "id,agency\nokafor,\"csc\nlee,csc\n")],
        &["people.csv row 2: a quotation mark opens a cell and is never closed; close it"],
    );
    cases.files(
        &[("people.csv", "\n\nname,agency\nOkafor,csc\n")],
        &["people.csv row 3: there is no column id; add it"],
    );
    cases.files(
        &[("people.csv", "id,E-mail,email address,agency\n")],
        &["people.csv row 1, column email address: this column and \"E-mail\" are both read as email; keep one of them"],
    );
    cases.files(
        &[("people.csv", "id,agency,roles\n\nokafor,csc,SW,really\n")],
        &["people.csv row 3: the row has more cells than the header; add a heading or remove them"],
    );
    let deep = format!("[[person]]\nid = {}1{}\n", "[".repeat(40), "]".repeat(40));
    cases.files(
        &[("people.toml", &deep)],
        &[
            "people.toml line 1, column 1: there is no agency; write one, such as st-marks",
            "people.toml line 1, column 1: there is no agency; write one, such as st-marks",
            "people.toml line 2, column 6: one value is wanted here, not a list or table",
            "people.toml line 2, column 21: the value is nested too deep; make it flatter",
        ][1..],
    );
    // Who refers to a table that cannot be read is not at fault as well.
    cases.files(
        &[
            ("people.toml", "["),
            (
                "meetings.csv",
                "ref,duration,seats\nM-1,60,chair = okafor\n",
            ),
            ("answers.csv", "who,from,answer\nokafor,1/12/2026,yes\n"),
        ],
        &["people.toml line 1, column 2: not TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`"],
    );
}

fn settings(cases: &mut Cases) {
    cases.settings(
        "[defaults]\nzone = \"Europe/Lodnon\"\nnation = \"uk\"\ngrain = \"7m\"\nhours = \"always\"\norganizer = \"me\"\n",
        &[
            "quorate.toml line 2, column 8: \"Europe/Lodnon\" is not a known time zone; write an IANA name, such as Europe/London",
            "quorate.toml line 3, column 10: \"uk\" is not known here; write one of: england, wales, scotland, northern-ireland",
            "quorate.toml line 4, column 9: a grain of 7m does not divide the day; write 5m, 10m, 15m, 30m or 1h",
            "quorate.toml line 5, column 9: \"always\" is not working hours; write Mon-Thu 09:00-17:00, Fri 09:00-13:00",
            "quorate.toml line 6, column 13: \"me\" is not an e-mail address; write name@example.org",
        ],
    );
    cases.settings(
        "[policy]\ntentative = \"perhaps\"\norder = [\"travel\", \"cost\", \"travel\"]\navoid = [\"13:30-12:30\", \"noon\"]\ntarget_margin = \"3\"\nbuffer = \"long\"\n",
        &[
            "quorate.toml line 2, column 13: \"perhaps\" is not known here; write one of: busy, soft, free",
            "quorate.toml line 3, column 20: \"cost\" is not known here; write one of: margin, required, wanted, deputies, reliance, fragility, disruption, load, travel, avoided",
            "quorate.toml line 3, column 28: \"travel\" is stated twice; keep one",
            "quorate.toml line 4, column 10: \"13:30-12:30\" ends before it begins; turn it round, or split it at midnight",
            "quorate.toml line 4, column 25: \"noon\" is not a stretch of a day; write 09:00-17:00",
            "quorate.toml line 6, column 10: \"long\" is not a buffer; write 15m, or before 15m; after 30m",
        ],
    );
    cases.settings(
        "[[agency]]\nid = \"st-marks\"\n[[agency]]\nid = \"St-Marks\"\nkind = \"school\"\n[[agency]]\nid = \"a b\"\nkind = \"school\"\n[[calendar]]\nid = \"terms\"\nopen = [\"2026-10-23..2026-09-03\", \"2020-01-01..2026-01-01\"]\n",
        &[
            "quorate.toml line 1, column 1: there is no kind; write one, such as school",
            "quorate.toml line 4, column 6: agency \"St-Marks\" is there already (quorate.toml line 2, column 6); give each agency an id of its own",
            "quorate.toml line 7, column 6: \"a b\" cannot be an id; use letters, digits, hyphens and dots only, such as j.okafor",
            "quorate.toml line 11, column 9: \"2026-10-23..2026-09-03\" ends before it begins; turn it round, or split it at midnight",
            "quorate.toml line 11, column 35: \"2020-01-01..2026-01-01\" is longer than three years; write a shorter stretch",
        ],
    );
    cases.settings(
        "[[role]]\nid = \"reader\"\nagency = \"lay\"\ndeputies = [\"raeder\"]\nfilling = \"sometimes\"\n",
        &[
            "quorate.toml line 4, column 13: role \"raeder\" is not in the built-in roles or quorate.toml; add it there or write one of: reader, carer, lado, amhp, …",
            "quorate.toml line 5, column 11: \"sometimes\" is not known here; write one of: by-case, pool",
        ],
    );
}

fn people(cases: &mut Cases) {
    cases.files(
        &[
            ("quorate.toml", "[[agency]]\nid = \"st-marks\"\nkind = \"school\"\n"),
            ("people.csv", "id,Agency\n\n\nmarsh,st-marcs\n"),
        ],
        &["people.csv row 4, column Agency: agency \"st-marcs\" is not in quorate.toml; add it there or write one of: st-marks, asc, cafcass, csc, …"],
    );
    cases.people(
        "id,name,agency",
        ",Lee,csc\nlee,Lee,\nLee,Other,csc",
        &[
            "people.csv row 2: there is no id; write one, such as j.okafor",
            "people.csv row 3: there is no agency; write one, such as st-marks",
            "people.csv row 4, column id: contact \"Lee\" is there already (people.csv row 3, column id); give each contact an id of its own",
        ],
    );
    cases.people(
        "id,agency,roles,kind,capacity,mode",
        "lee,csc,social wroker; key worker,human,0,car\nmay,csc,,person,2,\nkim,police,key worker; DS,,,",
        &[
            "people.csv row 2, column capacity: 0 is out of range; write a number from 1 to 1000",
            "people.csv row 2, column kind: \"human\" is not known here; write one of: person, team, service",
            "people.csv row 2, column mode: \"car\" is not known here; write one of: in-person, remote, report",
            "people.csv row 2, column roles: role \"social wroker\" is not in the built-in roles or quorate.toml; add it there or write one of: social-worker, duty-social-worker, adult-social-worker, carer, …",
            "people.csv row 3, column capacity: a person can be in one meeting only; set kind to team, or capacity to 1",
            "people.csv row 4, column roles: role \"DS\" may mean several; write one of: police-child-protection, police-decision-maker",
            "people.csv row 4, column roles: role \"key worker\" may mean several; write one of: social-worker, care-provider-manager",
        ],
    );
    cases.people(
        "id,agency,feeds,calendars,email",
        "lee,csc,https://example.org/secret-token.ics,terms,lee at example\nmay,csc,../x.ics; C:\\x.ics; two words,,",
        &[
            "people.csv row 2, column calendars: calendar \"terms\" is not in quorate.toml; add it there",
            "people.csv row 2, column email: \"lee at example\" is not an e-mail address; write name@example.org",
            "people.csv row 2, column feeds: this may be the address of a feed, which is a secret, so it is not repeated; put it into feeds.secret.toml as url under [feeds.<name>] and write <name> where feeds are named",
            "people.csv row 3, column feeds: \"two words\" cannot be an id; use letters, digits, hyphens and dots only, such as j.okafor",
            "people.csv row 3, column feeds: feed \"../x.ics\" lies outside the folder; copy it to feeds/ and write feeds/<name>.ics",
            "people.csv row 3, column feeds: feed \"C:\\x.ics\" lies outside the folder; copy it to feeds/ and write feeds/<name>.ics",
        ],
    );
}

fn values(cases: &mut Cases) {
    let bad_dates = [
        (
            "12/25/2026",
            "puts the month first; dates are read day first: write 25/12/2026",
        ),
        (
            "December 8, 2026",
            "puts the month first; dates are read day first: write 8 December 2026",
        ),
        (
            "8 December",
            "has no year; write it out, such as 8 December 2026",
        ),
        (
            "08-Dec",
            "has no year; write it out, such as 8 December 2026",
        ),
        (
            "08/12/26",
            "has a year of two digits; write all four, such as 08/12/2026",
        ),
        (
            "46364",
            "is a spreadsheet's number for a day; format the column as a date and save again",
        ),
        (
            "Mon 8 December 2026",
            "is a Tuesday; correct the weekday or the date",
        ),
        (
            "soon",
            "is not a date; write 2026-12-08, 08/12/2026 or 8 December 2026",
        ),
    ];
    for (text, problem) in bad_dates {
        let expected = format!("people.csv row 2, column known_until: \"{text}\" {problem}");
        let row = format!("lee,csc,\"{text}\"");
        cases.people("id,agency,known_until", &row, &[&expected]);
    }
    cases.people(
        "id,agency,known_until",
        "lee,csc,9999-12-31",
        &["people.csv row 2, column known_until: \"9999-12-31\" lies outside the years 1900 to 2200; correct the year"],
    );
    cases.people(
        "id,agency,known_until",
        "lee,csc,31/02/2026",
        &["people.csv row 2, column known_until: there is no such date as \"31/02/2026\"; correct the day or month"],
    );
    let bad_hours = [
        (
            "Mon-Fri 9-17:00",
            "\"9\" leaves the hour open; write 9:00, 9am or 2pm",
        ),
        (
            "Mon 17:00-09:00",
            "\"17:00-09:00\" ends before it begins; turn it round, or split it at midnight",
        ),
        (
            "Mon 25:00-26:00",
            "\"Mon 25:00-26:00\" is not working hours; write Mon-Thu 09:00-17:00, Fri 09:00-13:00",
        ),
        (
            "week 1 of 2 from 2026-11-23: Mon 09:00-10:00",
            "week 2 of 2 is not stated; add it, with `off` where nobody works",
        ),
        (
            "week 1: Mon 09:00-10:00",
            "\"week 1: Mon 09:00-10:00\" does not name its week; write week 1 of 2 from 2026-11-23: Mon-Fri 09:00-17:00 | week 2: Mon-Wed 09:00-15:00",
        ),
        (
            "week 1 of 1 from 2026-11-23: off | week 1: off",
            "\"week 1\" is stated twice; keep one",
        ),
    ];
    for (text, problem) in bad_hours {
        let expected = format!("people.csv row 2, column hours: {problem}");
        cases.people("id,agency,hours", &format!("lee,csc,{text}"), &[&expected]);
    }
    cases.people(
        "id,agency,exceptions,offers,lead,lengthens,works_holidays,daily_limit,buffer,zone",
        "lee,csc,2026-12-24; Xmas off; 24/12/2026 off; 2026-12-24 09:00-10:00,Tuesdays; 24/12/2026 off,soon,long,perhaps,many,early,Mars",
        &[
            "people.csv row 2, column buffer: \"early\" is not a buffer; write 15m, or before 15m; after 30m",
            "people.csv row 2, column daily_limit: \"many\" is not a whole number; write one in figures, such as 3",
            "people.csv row 2, column exceptions: \"2026-12-24 09:00-10:00\" is stated twice; keep one",
            "people.csv row 2, column exceptions: \"2026-12-24\" is not a dated exception; write 2026-12-24 off, or 2026-12-22 09:00-12:00",
            "people.csv row 2, column exceptions: \"xmas\" is not a date; write 2026-12-08, 08/12/2026 or 8 December 2026",
            "people.csv row 2, column lead: \"soon\" is not a number of working days; write 3wd",
            "people.csv row 2, column lengthens: \"long\" is not a length of time; write 90m, 1h30 or 2h",
            "people.csv row 2, column offers: \"24/12/2026 off\" is not an offer; write Tue 13:00-14:00, or 2026-12-08 09:00-12:00",
            "people.csv row 2, column offers: \"Tuesdays\" is not an offer; write Tue 13:00-14:00, or 2026-12-08 09:00-12:00",
            "people.csv row 2, column works_holidays: \"perhaps\" is not yes or no; write one of the two",
            "people.csv row 2, column zone: \"Mars\" is not a known time zone; write an IANA name, such as Europe/London",
        ],
    );
}

fn venues(cases: &mut Cases) {
    let table = "id,capacity,travel\nhall,0,den 10m; barn 5m; hall 3m; far\nden,x,\n";
    cases.files(
        &[("people.csv", PEOPLE), ("venues.csv", table)],
        &[
            "venues.csv row 2, column capacity: 0 is out of range; write a number from 1 to 100000",
            "venues.csv row 2, column travel: \"far\" is not a travel time; write town-hall 20m",
            "venues.csv row 2, column travel: \"hall\" is stated twice; keep one",
            "venues.csv row 2, column travel: venue \"barn\" is not in the venues table; add it there or write one of: den, hall",
            "venues.csv row 3, column capacity: \"x\" is not a whole number; write one in figures, such as 3",
        ],
    );
}

fn types(cases: &mut Cases) {
    cases.meeting(
        &[("type", "icpc conference")],
        &["meetings.csv row 2, column type: \"icpc conference\" is no type of meeting that quorate knows, so nothing is taken from it; the nearest are: cpcc-ni, cppm, icpc, icpc-prebirth"],
    );
    cases.meeting(
        &[("type", "icpc"), ("nation", "wales"), ("seats", "social-worker = okafor")],
        &["meetings.csv row 2, column type: the type icpc is not one of wales, and is used all the same; there it is icpc-wales"],
    );
    cases.meeting(
        &[("type", "MDT; marac"), ("team", "okafor"), ("number", "0")],
        &[
            "meetings.csv row 2, column number: 0 is out of range; write a number from 1 to 1000",
            "meetings.csv row 2, column type: meeting type \"MDT\" may mean several; write one of: discharge-mdt, multi-agency-meeting",
        ],
    );
    cases.meeting(
        &[("type", "strategy discussion"), ("team", "okafor; parent = to be named")],
        &["meetings.csv row 2, column team: seat \"parent\" is for the family, and nobody of the family is ever invited to a meeting of the type strategy-discussion; leave the seat out"],
    );
    cases.meeting(
        &[("type", "rcpc"), ("team", "okafor"), ("anchors", "decision 25/11/2024")],
        &["meetings.csv row 2, column anchors: no rule of the meeting's type counts from \"decision\"; its rules count from no named day"],
    );
    cases.meeting(
        &[("anchors", "decision; decision soon; draft served 31/11/2025; placed 1/12/2025; placed: 2/12/2025")],
        &[
            "meetings.csv row 2, column anchors: \"decision soon\" is not a named day; write decision 25/11/2024",
            "meetings.csv row 2, column anchors: \"decision\" is not a named day; write decision 25/11/2024",
            "meetings.csv row 2, column anchors: \"placed\" is stated twice; keep one",
            "meetings.csv row 2, column anchors: there is no such date as \"31/11/2025\"; correct the day or month",
        ],
    );
    cases.meeting(
        &[("subjects", "A (rcpc, lac-review); B (trigger 1/9/2026; C (previous soon)")],
        &[
            "meetings.csv row 2, column subjects: \"soon\" is not a date; write 2026-12-08, 08/12/2026 or 8 December 2026",
            "meetings.csv row 2, column subjects: subject \"A (rcpc, lac-review)\" names two types; the form is: child-1 (rcpc, trigger 1/9/2026, previous 3/12/2026, number 2)",
            "meetings.csv row 2, column subjects: subject \"B (trigger 1/9/2026\" has a bracket that is not closed; the form is: child-1 (rcpc, trigger 1/9/2026, previous 3/12/2026, number 2)",
        ],
    );
}

fn meetings(cases: &mut Cases) {
    cases.meeting(
        &[("duration", "25h")],
        &["meetings.csv row 2, column duration: a duration of 25h is longer than any day; write 24h at most"],
    );
    cases.meeting(
        &[("duration", "4h30"), ("hours", "Mon-Fri 09:00-13:00")],
        &["meetings.csv row 2, column duration: a duration of 4h 30m does not fit the meeting's hours, which are never longer than 4h; shorten it or widen the hours"],
    );
    cases.meeting(
        &[("parts", "father 0-45; mother 45-90; 3; x 9-5"), ("apart", "okafor/okafor; marsh; marsh/nobody")],
        &[
            "meetings.csv row 2, column apart: \"marsh\" is not a pair of contacts; write one/other",
            "meetings.csv row 2, column apart: \"okafor\" cannot be kept apart from itself; write two contacts",
            "meetings.csv row 2, column apart: contact \"nobody\" is not in the people table; add it there or write one of: words, marsh, okafor",
            "meetings.csv row 2, column parts: \"3\" is not a part; write name 0-45, with @ venue or @ none where it has its own",
            "meetings.csv row 2, column parts: \"x 9-5\" ends before it begins; turn it round, or split it at midnight",
            "meetings.csv row 2, column parts: part \"mother\" ends after 1h 30m but the meeting lasts 1h; shorten it or lengthen the meeting",
        ],
    );
    let apart = "social-worker = okafor part 1; dsl = marsh part father,mother";
    cases.meeting(
        &[("parts", "father 0-30; mother 30-60"), ("seats", apart), ("apart", "marsh/okafor")],
        &["meetings.csv row 2, column apart: \"marsh\" and \"okafor\" are kept apart but both sit in part \"father\"; give them different parts"],
    );
    cases.meeting(
        &[("Social worker", "okafor"), ("DSL", "marsh"), ("keep apart", "okafor/marsh")],
        &["meetings.csv row 2, column keep apart: \"marsh\" and \"okafor\" are kept apart but both sit in the whole meeting; give them different parts"],
    );
    let four = "social-worker = okafor; dsl = marsh; interpreter; gp = to be named; chair = to be named (remote)";
    cases.meeting(
        &[("seats", four), ("venue", "hall")],
        &["meetings.csv row 2, column venue: venue \"hall\" holds 3 but 4 come in person; choose a larger one, or let some join remotely"],
    );
    cases.meeting(
        &[("seats", four), ("venue", "any")],
        &["meetings.csv row 2, column venue: 4 come in person but the largest venue holds 3; add a larger one, or let some join remotely"],
    );
    cases.meeting(
        &[("seats", "social-worker = okafor; dsl = marsh"), ("parts", "all 0-60 @ den")],
        &["meetings.csv row 2, column parts: venue \"den\" holds 1 but 2 come in person; choose a larger one, or let some join remotely"],
    );
    cases.meeting(
        &[("from", "10/12/2026"), ("by", "8/12/2026"), ("within", "15wd"), ("venue", "halle"), ("notice", "soon"), ("agencies", "three"), ("pin", "8/12/2026")],
        &[
            "meetings.csv row 2, column agencies: \"three\" is not a whole number; write one in figures, such as 3",
            "meetings.csv row 2, column by: the last day 08/12/2026 lies before the first day 10/12/2026; correct one of them",
            "meetings.csv row 2, column notice: \"soon\" is not a number of working days; write 3wd",
            "meetings.csv row 2, column pin: \"8/12/2026\" is not a date with a time; write 2026-12-08 10:00 or 08/12/2026 10:00",
            "meetings.csv row 2, column venue: venue \"halle\" is not in the venues table; add it there or write one of: hall, den",
            "meetings.csv row 2, column within: both by and within are given; keep one of them",
        ],
    );
    cases.meeting(
        &[("within", "15")],
        &["meetings.csv row 2, column within: \"15\" is not a limit; write 15wd for working days or 28d for calendar days"],
    );
    cases.files(
        &[("people.csv", PEOPLE), ("meetings.csv", "ref,duration\nM-1,\nM-2,60\nm-2,60\n=x,5\n")],
        &[
            "meetings.csv row 2: there is no duration; write one, such as 90m",
            "meetings.csv row 4, column ref: meeting \"m-2\" is there already (meetings.csv row 3, column ref); give each meeting an id of its own",
            "meetings.csv row 5, column ref: \"=x\" cannot be an id; use letters, digits, hyphens and dots only, such as j.okafor",
        ],
    );
    cases.files(
        &[("people.csv", PEOPLE), ("meetings.toml", "[[meeting]]\nref = \"M-1\"\nduration = [60]\nparts = [[\"a\"]]\nquorum = { min = 3, count = \"heads\" }\n")],
        &[
            "meetings.toml line 3, column 12: one value is wanted here, not a list or table",
            "meetings.toml line 4, column 10: one value is wanted here, not a list or table",
            "meetings.toml line 5, column 29: \"heads\" is not known here; write one of: agencies, kinds, groups, people",
        ],
    );
}

const SEAT_FORM: &str = "the form is [level:] [any N of] role[,role] [xN] [= contact] [or deputy] [(remote)] [if flag] [>=60%] [part 1]";
const QUORUM_FORM: &str =
    "the form is: chair and police and 2 of (school, gp) and 3 agencies except csc";

fn seats_and_quorum(cases: &mut Cases) {
    for (seat, problem) in [
        ("any 2 of = okafor", "names no role"),
        ("chair =", "has nobody behind `=`"),
        ("chair or", "has nobody behind `or`"),
        ("chair (remote", "has a bracket that is not closed"),
        ("chair if", "has no flag behind `if`"),
        ("chair part", "names no part"),
        ("chair x0", "asks for nobody"),
        ("chair = okafor = marsh , / ", "cannot be read to its end"),
    ] {
        let expected = format!(
            "meetings.csv row 2, column seats: seat \"{}\" {problem}; {SEAT_FORM}",
            seat.trim()
        );
        cases.meeting(&[("seats", seat)], &[&expected]);
    }
    cases.meeting(
        &[("seats", "chair; dsl; 2 of interpreter; 2 of interpreter = words or other; social-worker x2 = okafor; gp if under5; dsl if not baby"), ("flags", "not under5")],
        &[
            "meetings.csv row 2, column seats: nobody holds the role \"chair\"; give it to somebody among the people, or name who sits there",
            "meetings.csv row 2, column seats: role \"interpreter\" needs 2 people but only 1 holds it; give it to more, or ask for fewer",
            "meetings.csv row 2, column seats: seat \"dsl\" depends on the case and names nobody; name one, or write `= to be named`",
            "meetings.csv row 2, column seats: seat \"dsl-2\" depends on the case and names nobody; name one, or write `= to be named`",
            "meetings.csv row 2, column seats: seat \"interpreter-2\" needs 2 people but names 1; name more, or ask for fewer",
            "meetings.csv row 2, column seats: seat \"social-worker\" needs 2 people but names 1; name more, or ask for fewer",
        ],
    );
    cases.meeting(
        &[("seats", "sozial-worker = okafor; dsl = mash or kim; dsl = marsh part 2 >=101%; dsl = marsh part both; dsl = marsh as a; dsl = marsh as a")],
        &[
            "meetings.csv row 2, column seats: \"101%\" is not a share from 1% to 100%; write 60%",
            "meetings.csv row 2, column seats: contact \"kim\" is not in the people table; add it there or write one of: marsh, okafor, words",
            "meetings.csv row 2, column seats: contact \"mash\" is not in the people table; add it there or write one of: marsh, okafor, words",
            "meetings.csv row 2, column seats: part \"both\" is not in the meeting's parts; add it there",
            "meetings.csv row 2, column seats: role \"sozial-worker\" is not in the built-in roles or quorate.toml; add it there or write one of: social-worker, duty-social-worker, yot-worker, adult-social-worker, …",
            "meetings.csv row 2, column seats: seat \"a\" is there already (another seat of the meeting); give each seat an id of its own",
        ],
    );
    for (quorum, problem) in [
        ("3 of gp", "needs brackets behind `of`"),
        ("3 of (gp, dsl)", "asks for more than stand in the bracket"),
        ("(gp and dsl", "has a bracket that is not closed"),
        ("gp and", "has a clause missing"),
        (
            "3 heads",
            "has a number without agencies, groups, kinds or people behind it",
        ),
        ("3 people with care", "has `with` without `direct contact`"),
        ("3 people except", "has a name missing"),
        ("gp)", "cannot be read to its end"),
    ] {
        let expected = format!(
            "meetings.csv row 2, column quorum: quorum \"{quorum}\" {problem}; {QUORUM_FORM}"
        );
        cases.meeting(&[("quorum", quorum)], &[&expected]);
    }
    cases.meeting(
        &[("quorum", "okafor and sheriff"), ("seats", "dsl = marsh")],
        &["meetings.csv row 2, column quorum: seat \"sheriff\" is not in the meeting's seats; add it there or write one of: dsl"],
    );
    cases.meeting(
        &[("quorum", "3 agencies except polise")],
        &["meetings.csv row 2, column quorum: kind of agency \"polise\" is not in quorate.toml; add it there or write one of: police, fire, prison, provider, …"],
    );
    cases.meeting(
        &[(
            "quorum",
            &format!("{}gp{}", "(".repeat(5000), ")".repeat(5000)),
        )],
        &["meetings.csv row 2, column quorum: the value is nested too deep; make it flatter"],
    );
    cases.files(
        &[("people.csv", PEOPLE), ("meetings.toml", "[[meeting]]\nref = \"M-1\"\nduration = 60\nquorum = { any = 3, of = [{ seat = \"gp\" }, { contact = \"okafor\" }, {}] }\n[[meeting]]\nref = \"M-2\"\nduration = 60\nquorum = { any = 2, of = [\"dsl\"] }\n")],
        &[
            "meetings.toml line 4, column 36: seat \"gp\" is not in the meeting's seats; add it there",
            "meetings.toml line 4, column 68: there is no clause; write one, such as { min = 3, count = \"agencies\" }",
            "meetings.toml line 8, column 18: 2 is out of range; write a number from 0 to 1",
        ],
    );
}

fn answers_and_arrangements(cases: &mut Cases) {
    cases.answer(
        "nobody,,1/12/2026,,yes\nokafor,,1/12/2026 10:00,,perhaps\nokafor,,,1/12/2026,no\nokafor,,2/12/2026,1/12/2026,no\nokafor,,yesterday,,no\nokafor,,12/31/2026 10:00,11:00,no",
        &[
            "answers.csv row 2, column who: contact \"nobody\" is not in the people table; add it there or write one of: words, marsh, okafor",
            "answers.csv row 3: there is no to; write one, such as 2026-12-08 12:00",
            "answers.csv row 3, column answer: \"perhaps\" is not known here; write one of: can, if-need-be, cannot",
            "answers.csv row 4: there is no from; write one, such as 2026-12-08 10:00",
            "answers.csv row 5, column to: \"1/12/2026\" ends before it begins; turn it round, or split it at midnight",
            "answers.csv row 6, column from: \"yesterday\" is not a date or a date with a time; write 2026-12-08 or 2026-12-08 10:00",
            "answers.csv row 7, column from: \"12/31/2026\" puts the month first; dates are read day first: write 31/12/2026",
        ],
    );
    let twins = "id,name,agency\na1,Jo Lee,csc\nb2,Jo Lee,csc\n";
    cases.files(
        &[("people.csv", twins), ("answers.csv", "who,from,answer\nJo Lee,1/12/2026,yes\n")],
        &["answers.csv row 2, column who: contact \"Jo Lee\" may mean several; write one of: a1, b2"],
    );
    let plan = |text: &str, expected: &[&str], cases: &mut Cases| {
        cases.files(
            &[("people.csv", PEOPLE), ("arrangements.json", text)],
            expected,
        );
    };
    plan(
        "{",
        &["arrangements.json: not JSON; restore the file or make it anew"],
        cases,
    );
    plan(
        "{\"meetings\":[]}",
        &[
            "arrangements.json at format: the file is not of the format quorate-plan/1; set \"format\": \"quorate-plan/1\"",
        ],
        cases,
    );
    plan(
        r#"{"format":"quorate-plan/1","meetings":[{"start":"tomorrow","end":"2026-12-08T10:00:00Z","state":"good"},
            {"ref":"A","start":"2026-12-08T10:00:00Z","end":"2026-12-08T10:00:00Z","venue":"barn"},
            {"ref":"B","start":"2026-12-08T10:00:00Z","end":"2026-12-08T11:00:00Z","attending":[{"contact":"nobody"},{}]}]}"#,
        &[
            "arrangements.json at meetings[0].ref: the value is missing or wrong; it must be a meeting's reference",
            "arrangements.json at meetings[0].start: the value is missing or wrong; it must be an instant such as 2026-12-03T10:00:00Z",
            "arrangements.json at meetings[0].state: the value is missing or wrong; it must be quorate, quorate-if or short",
            "arrangements.json at meetings[1].end: the value is missing or wrong; it must be an instant after the start",
            "arrangements.json at meetings[1].venue: venue \"barn\" is not in the venues table; add it there",
            "arrangements.json at meetings[2].attending[0].contact: contact \"nobody\" is not in the people table; add it there or write one of: words, marsh, okafor",
            "arrangements.json at meetings[2].attending[1].contact: the value is missing or wrong; it must be a contact's id",
        ],
        cases,
    );
}

fn actions(cases: &mut Cases) {
    let table =
        |rows: &str| format!("No,Meeting,Action,By whom,By when,Status,Carried,Raised\n{rows}\n");
    let with = |rows: &str, expected: &[&str], cases: &mut Cases| {
        let people = format!("{PEOPLE}pool,Duty team,team,csc,\n");
        let agencies = "[[agency]]\nid = \"st-marks\"\nname = \"St Mark's\"\nkind = \"school\"\n";
        let files = [
            ("people.csv", people.as_str()),
            ("quorate.toml", agencies),
            ("actions.csv", &table(rows)),
        ];
        cases.files(&files, expected);
    };
    with(
        "1,CP-1,Ring the school,D Okafor,8/12/2026,done,,1/12/2026\n2.,CP-1,Send the report,marsh,8/12/2026,,2,\n2,CP-2,Send it,marsh,8/12/2026,No longer possible,,",
        &[],
        cases,
    );
    with(
        "1,CP-1,Ring,pool,ongoing,perhaps,many,\n1,CP-1,Ring,st marks,ASAP,,100,\n1),cp-1,Ring,csc,8 December,,,\n4,CP-1,Ring,DSL,31/11/2026,,,\n5,CP-1,Ring,Kim Roe,tbc,,,\n6,CP-1,Ring,marsh,1/12/2026,,,2/12/2026\n7,,,,,,,",
        &[
            "actions.csv row 2, column By when: \"ongoing\" is not a day by which it is done; write the date on which the meeting may ask for it, such as 2026-12-08",
            "actions.csv row 2, column By whom: \"pool\" is not one person; name a person of the people table who answers for the action, such as j.okafor",
            "actions.csv row 2, column Carried: \"many\" is not a whole number; write one in figures, such as 3",
            "actions.csv row 2, column Status: \"perhaps\" is not known here; write one of: open, done, not possible, not done",
            "actions.csv row 3, column By when: \"ASAP\" is not a day by which it is done; write the date on which the meeting may ask for it, such as 2026-12-08",
            "actions.csv row 3, column By whom: \"st marks\" is not one person; name a person of the people table who answers for the action, such as j.okafor",
            "actions.csv row 3, column Carried: 100 is out of range; write a number from 0 to 99",
            "actions.csv row 3, column No: action \"1 of CP-1\" is there already (actions.csv row 2, column No); give each action an id of its own",
            "actions.csv row 4, column By when: \"8 December\" has no year; write it out, such as 8 December 2026",
            "actions.csv row 4, column By whom: \"csc\" is not one person; name a person of the people table who answers for the action, such as j.okafor",
            "actions.csv row 4, column No: action \"1 of cp-1\" is there already (actions.csv row 2, column No); give each action an id of its own",
            "actions.csv row 5, column By when: there is no such date as \"31/11/2026\"; correct the day or month",
            "actions.csv row 5, column By whom: \"DSL\" is not one person; name a person of the people table who answers for the action, such as j.okafor",
            "actions.csv row 6, column By when: \"tbc\" is not a day by which it is done; write the date on which the meeting may ask for it, such as 2026-12-08",
            "actions.csv row 6, column By whom: contact \"Kim Roe\" is not in the people table; add it there or write one of: marsh, okafor, pool, words",
            "actions.csv row 7, column By when: the last day 2026-12-01 lies before the first day 2026-12-02; correct one of them",
            "actions.csv row 8: there is no action; write one, such as Ring the school",
            "actions.csv row 8: there is no due; write one, such as 2026-12-08",
            "actions.csv row 8: there is no owner; write one, such as j.okafor",
            "actions.csv row 8: there is no ref; write one, such as CP-2041",
        ],
        cases,
    );
    with(
        "1,Jane Smith,The school rings,okafor,8/12/2026,,,\n2,CP-1,Okafor to ring,okafor,8/12/2026,,,",
        &[
            "actions.csv row 2, column Action: the action begins with \"The\"; begin with what is to be done, such as \"Ring the school\"",
            "actions.csv row 2, column Meeting: the reference looks like a person's name; use an opaque one, such as CP-2041",
            "actions.csv row 3, column Action: the action begins with \"Okafor\"; begin with what is to be done, such as \"Ring the school\"",
        ],
        cases,
    );
    // What may be a feed's address is neither told nor shown later; where evidence lies may be a link.
    let address = "this may be the address of a feed, which is a secret, so it is not repeated; put it into feeds.secret.toml as url under [feeds.<name>] and write <name> where feeds are named";
    let toml = "[[action]]\nnumber = 1\nref = \"CP-1\"\naction = \"Look at https://example.org/x.ics\"\nowner = \"calendar.example.org/x.ics\"\ndue = \"https://example.org/x.ics\"\nevidence = \"https://example.org/record\"\n";
    let told: Vec<String> = [(4, 10), (5, 9), (6, 7)]
        .iter()
        .map(|(line, column)| format!("actions.toml line {line}, column {column}: {address}"))
        .collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    cases.files(&[("people.csv", PEOPLE), ("actions.toml", toml)], &told);
}

fn lists_of_days(cases: &mut Cases) {
    let day = |lines: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let whole = day("DTSTART;VALUE=DATE:20261224");
    let timed = day("DTSTART:20261224T090000Z\r\nDTEND:20261224T100000Z");
    let both = format!("{whole}{timed}");
    let settings = |lines: &str| format!("[defaults]\n{lines}\n");
    for (lines, calendars, told) in [
        (
            "closures = [\"2026-12-24..2026-12-31\", \"days/local.ICS\"]",
            vec![("days/local.ICS", "")],
            vec![],
        ),
        (
            "closures = \"none.ics\"",
            vec![],
            vec![
                "quorate.toml line 2, column 12: \"none.ics\" is not in the folder; copy it there, or write the dates themselves",
            ],
        ),
        (
            "closures = [\"../local.ics\", \"/local.ics\", \"C:\\\\local.ics\"]",
            vec![],
            vec![
                "quorate.toml line 2, column 13: \"../local.ics\" lies outside the folder; copy it into the folder and write its name",
                "quorate.toml line 2, column 29: \"/local.ics\" lies outside the folder; copy it into the folder and write its name",
                "quorate.toml line 2, column 43: \"C:\\local.ics\" lies outside the folder; copy it into the folder and write its name",
            ],
        ),
        (
            "closures = \"a.ics\"",
            vec![("a.ics", "<html>")],
            vec![
                "quorate.toml line 2, column 12: \"a.ics\": this is a web page, perhaps a log-in or error page; check the link and copy the one that ends in .ics",
            ],
        ),
        (
            "closures = \"a.ics\"",
            vec![("a.ics", timed.as_str())],
            vec![
                "quorate.toml line 2, column 12: \"a.ics\" has no entry for whole days; export it with all-day entries, or write the dates themselves",
            ],
        ),
        (
            "closures = \"a.ics\"",
            vec![("a.ics", both.as_str())],
            vec![
                "quorate.toml line 2, column 12: \"a.ics\": 1 entry with a time of day is not read, since only whole days count here",
            ],
        ),
        (
            "closures = [\"a.ics\", \"soon\"]",
            vec![(
                "a.ics",
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261324\nEND:VEVENT\nEND:VCALENDAR\n",
            )],
            vec![
                "quorate.toml line 2, column 13: \"a.ics\": something at its line 3 cannot be read, so that a day may be missing; export the file anew, or write the dates themselves",
                "quorate.toml line 2, column 22: \"soon\" is not a date; write 2026-12-08, 08/12/2026 or 8 December 2026",
            ],
        ),
        (
            "[[calendar]]\nid = \"terms\"\nopen = [\"terms.ics\"]\nclosed = [\"inset.ics\"]",
            vec![("terms.ics", whole.as_str())],
            vec![
                "quorate.toml line 5, column 11: \"inset.ics\" is not in the folder; copy it there, or write the dates themselves",
            ],
        ),
        (
            "closures = \"calendar.example.org/x.ics\"",
            vec![],
            vec![
                "quorate.toml line 2, column 12: this may be the address of a feed, which is a secret, so it is not repeated; put it into feeds.secret.toml as url under [feeds.<name>] and write <name> where feeds are named",
            ],
        ),
    ] {
        let settings = settings(lines);
        let mut files = vec![("quorate.toml", settings.as_str()), ("people.csv", PEOPLE)];
        files.extend(calendars.iter().map(|(name, text)| match *name {
            "days/local.ICS" => ("days/local.ICS", whole.as_str()),
            _ => (*name, *text),
        }));
        cases.files(&files, &told);
    }
}

fn warnings(cases: &mut Cases) {
    cases.files(
        &[
            ("people.csv", "id,agency,roles,confidential,phone,lead,lengthens,Notes,feeds\nmum,family,parent,yes,4.41632E+11,3wd,,asks for mornings,\nlee,csc,SW,,,,,,feeds/lee.ics\n"),
            ("meetings.csv", "ref,duration,subjects,seats,flags,mood\nJane Smith,60,lee; CP-2041; Tom-Brown,dsl = lee if under5,undr5,good\n"),
            ("answers.csv", "who,ref,from,answer\nlee,CP-9,1/12/2026,yes\n"),
            ("feeds/lee.ics", ""),
            ("feeds/old.ics", ""),
        ],
        &[
            "answers.csv row 2, column ref: meeting \"CP-9\" is neither in the meetings nor arranged; the answer is not used",
            "feeds/old.ics: this feed belongs to nobody and is not read; call it <contact id>.ics or write it in the feeds of its owner",
            "meetings.csv row 2, column flags: no seat depends on the flag \"undr5\"; the seats depend on: under5",
            "meetings.csv row 2, column mood: \"mood\" is not a known name and is not read",
            "meetings.csv row 2, column ref: the reference looks like a person's name; use an opaque one, such as CP-2041",
            "meetings.csv row 2, column seats: contact \"lee\" is named for \"dsl\" but does not hold that role",
            "meetings.csv row 2, column subjects: the reference looks like a person's name; use an opaque one, such as CP-2041",
            "people.csv row 2, column Notes: \"Notes\" is not a known name and is not read",
            "people.csv row 2, column confidential: a member of the family is marked confidential: the others will not be told that they come",
            "people.csv row 2, column lead: lead is meant for a booked service; set kind to service",
            "people.csv row 2, column phone: the telephone number looks as if the spreadsheet turned it into a figure; format the column as text",
        ],
    );
    cases.files(
        &[("dog-handler.rex.ics", "")],
        &["dog-handler.rex.ics: role \"dog-handler\" is not known and is taken as a role of its own"],
    );
}

#[test]
fn flags_are_read_like_cells() {
    let options = ReadOptions {
        zone: Some("Mars".to_owned()),
        hours: Some("always".to_owned()),
        nation: Some("Kent".to_owned()),
    };
    assert_eq!(
        told(&[("dsl.marsh.ics", b"")], &options).0,
        [
            "--hours: \"always\" is not working hours; write Mon-Thu 09:00-17:00, Fri 09:00-13:00",
            "--nation: \"Kent\" is not known here; write one of: england, wales, scotland, northern-ireland",
            "--tz: \"Mars\" is not a known time zone; write an IANA name, such as Europe/London",
        ]
    );
    let files = Files {
        folder: "feeds".to_owned(),
        feeds: vec!["csc/social-worker.lee.ics".to_owned()],
        ..Files::default()
    };
    let (workspace, _) = read_workspace(&files, &ReadOptions::default()).expect("no fault");
    let flags = [
        ("duration", "90m"),
        ("from", "2026-12-01"),
        ("by", "2026-12-18"),
        ("seats", "social-worker"),
        ("seats", "optional: social-worker or other"),
        ("agencies", "3"),
    ];
    let (meeting, warnings) = read_meeting(&workspace, "find", &flags).expect("no fault");
    assert_eq!(warnings, []);
    assert_eq!(meeting.seats.len(), 2);
    assert_eq!(meeting.agencies, Some(3));
    let faults = read_meeting(
        &workspace,
        "find",
        &[
            ("seats", "social-worker"),
            ("seats", "gp"),
            ("from", "12/13/2026"),
        ],
    );
    let faults: Vec<String> = faults
        .expect_err("three faults")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            "--duration: there is no duration; write one, such as 90m",
            "--from: \"12/13/2026\" puts the month first; dates are read day first: write 13/12/2026",
            "--seat: nobody holds the role \"gp\"; give it to somebody among the people, or name who sits there",
        ]
    );
}
