//! What an invitation tells of the course of the meeting, and to whom.

mod common;

use common::*;
use std::collections::BTreeMap;

/// Every message written for a meeting, unfolded and unescaped, by the id of its recipient.
fn invited(case: &Case, reference: &str, now: &str) -> BTreeMap<String, String> {
    let words = [
        "invite", "case", "--ref", reference, "-o", "out", "--now", now,
    ];
    // A folder with messages of an earlier run is left alone by the program.
    let _ = std::fs::remove_dir_all(case.root().join("out"));
    case.run(&words).exits(0);
    // The follow-ups are for the coordinator alone.
    let written = case
        .everything()
        .into_iter()
        .filter(|(name, _)| name.starts_with("out/") && !name.ends_with("follow-ups.ics"))
        .filter(|(name, _)| !name.starts_with("out/mail/") && !name.starts_with("out/outlook/"));
    written
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let text = text
                .replace("\r\n ", "")
                .replace("\\n", "\n")
                .replace("\\,", ",");
            let file = name.trim_start_matches("out/");
            let stem = file.trim_end_matches(".ics").trim_end_matches(".txt");
            // `invite-03-d.sato`; of somebody confidential `invite-02`.
            let id = stem.splitn(3, '-').last().unwrap_or(stem);
            (id.to_owned(), text)
        })
        .collect()
}

const AGENDA: &str = "Agenda:\n\
    11:30 Introductions, purpose, confidentiality\n\
    11:35 Reports and information\n\
    12:10 Analysis: strengths, risks, unknowns\n\
    12:30 Decision and views of each agency\n\
    12:40 Outline plan, core group, actions\n\
    12:55 Dates";

#[test]
fn the_agenda_with_its_times_goes_to_all_who_are_there_throughout() {
    let case = Case::fixture("review-cycle");
    // Monday 30 November, 11:30, for an hour and a half.
    let words = "find case --ref CP-3051-RC --from 2026-11-30 --by 2026-11-30 --choose 1";
    case.run(&words.split(' ').collect::<Vec<_>>()).exits(0);
    let messages = invited(&case, "CP-3051-RC", NOW);
    for who in ["d.sato", "l.tran", "p.vance", "r.ibarra", "b.holt", "copy"] {
        let text = &messages[who];
        assert!(text.contains(AGENDA), "{who}: {text}");
        assert!(
            text.contains("SUMMARY:Meeting ref CP-3051-RC\r\n"),
            "{who}: {text}"
        );
        // Titles only: neither what stands behind them nor who is to speak.
        let (agenda, _) = text.split_once("Also asked").unwrap_or((text, ""));
        assert!(
            !text.contains("Strengthening Families") && !agenda.contains("social worker"),
            "{who}: {text}"
        );
    }
    // Five working days before is today; the school's nursery reports by the schools' rule, the chair not at all.
    let due = "Please send your report by Monday 23 November 2026, by the secure way that your agency uses.";
    for (who, asked) in [
        ("r.ibarra", true),
        ("b.holt", true),
        ("d.sato", false),
        ("l.tran", false),
        ("copy", false),
    ] {
        assert_eq!(messages[who].contains(due), asked, "{who}");
    }
    let messages = invited(&case, "CP-3051-RC", "2026-11-25T09:00:00Z");
    assert!(
        messages["r.ibarra"].contains("Your report is due already: please send it at once"),
        "{}",
        messages["r.ibarra"]
    );
}

#[test]
fn whoever_is_there_for_a_part_or_kept_apart_is_told_no_agenda() {
    let case = Case::fixture("first-conference");
    let emails = case.read("people.csv").replace(
        "Aydin,person,family,parent,,",
        "Aydin,person,family,parent,home@example.org,",
    );
    case.write(
        "people.csv",
        emails.replacen("home@example.org", "other@example.org", 1),
    );
    case.run(&["find", "case", "--ref", "CP-2041", "--choose", "1"])
        .exits(0);
    let messages = invited(&case, "CP-2041", NOW);
    let told: Vec<(&str, bool)> = messages
        .iter()
        .map(|(who, text)| (who.as_str(), text.contains("Agenda:")))
        .collect();
    let whole = |who: &str| {
        [
            "copy",
            "d.okafor",
            "hillcrest",
            "j.marsh",
            "police-unit",
            "r.whitlock",
            "st-marks",
            "t.adeyemi",
        ]
        .contains(&who)
    };
    for (who, has) in &told {
        assert_eq!(*has, whole(who), "{who} of {told:?}");
    }
    assert!(told.len() > 9, "{told:?}");
}

#[test]
fn nothing_is_told_of_meetings_that_must_not_be_known() {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\norganizer = \"unit@example.org\"\n",
    );
    let people = [
        ("officer", "police", "police-domestic-abuse"),
        ("idva", "domestic-abuse", "idva"),
        ("sw", "csc", "social-worker"),
        ("nurse", "community-health", "named-nurse"),
        ("po", "probation", "probation-officer"),
        ("ho", "housing", "housing-officer"),
        ("admin", "quality-assurance", "conference-administrator"),
    ];
    let mut table = "id,agency,roles,email\n".to_owned();
    let mut answers = "who,ref,from,to,answer\n".to_owned();
    for (id, agency, role) in people {
        table.push_str(&format!("{id},{agency},{role},{id}@example.org\n"));
        answers.push_str(&format!("{id},,2026-11-23,2026-12-31,can\n"));
    }
    case.write("people.csv", table);
    case.write("answers.csv", answers);
    case.write("meetings.csv", "ref,type,previous,hours,team\nM-1,marac,2026-11-20,Mon-Fri 09:00-17:00,officer; idva; sw; nurse; po; ho; admin\n");
    case.run(&["find", "case", "--ref", "M-1", "--choose", "1"])
        .exits(0);
    let messages = invited(&case, "M-1", NOW);
    assert_eq!(messages.len(), 8);
    for (who, text) in messages {
        assert!(
            !text.contains("Agenda") && !text.to_lowercase().contains("marac"),
            "{who}: {text}"
        );
    }
}
