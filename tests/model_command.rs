//! `quorate model` from the outside: what it writes says what the tables and the diaries say, and names nobody.

mod common;

use common::*;
use serde_json::{Value, json};

/// Every text in a value, keys left out.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
        Value::Object(all) => all.values().for_each(|one| texts(one, found)),
        _ => {}
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().expect("a list")
}

/// The sum of the last numbers of runs.
fn total(runs: &Value) -> u64 {
    let runs = runs.as_array().expect("runs").iter();
    let last = runs.map(|run| run.as_array().and_then(|run| run.last()?.as_u64()));
    last.map(|count| count.expect("a number")).sum()
}

#[test]
fn the_small_batch_is_written_as_it_is() {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,kind of agency,roles,feeds\nana,Ana Bell,csc,children-social-care,social worker,feeds/ana.ics\n\
         ben,Ben Cole,school,school,headteacher,feeds/ben.ics\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,from,by,hours,seats\nA-1,60m,1/12/2026,1/12/2026,Tue 09:00-10:30,social-worker = ana; headteacher = ben\n\
         A-2,30m,1/12/2026,1/12/2026,Tue 09:00-10:30,social-worker = ana\n",
    );
    // Ben is taken up to a quarter past nine; on the Tuesdays after nobody can come.
    let later = [
        ("20261208T080000Z", "20261208T180000Z"),
        ("20261215T080000Z", "20261215T180000Z"),
    ];
    case.write("feeds/ana.ics", feed(&later));
    let mut ben = later.to_vec();
    ben.insert(0, ("20261201T080000Z", "20261201T091500Z"));
    case.write("feeds/ben.ics", feed(&ben));

    let ran = case.run(&["model", "case", "--now", NOW]).exits(0);
    let model = ran.json();
    assert_eq!(model["format"], "quorate-model/1");
    assert_eq!(
        list(&model, "levels")[..3],
        ["in-time", "placed", "quorate"]
    );
    assert_eq!(
        model["people"],
        json!([{"id": "p1", "takes": 1, "had": 0}, {"id": "p2", "takes": 1, "had": 0}])
    );
    assert_eq!(
        list(&model, "links").len() + list(&model, "limits").len(),
        0
    );
    let meetings = list(&model, "meetings");
    let (first, second) = (&meetings[0], &meetings[1]);
    // The first day of the batch is the one of both meetings, day 0: an hour can begin from 9:00 to 9:30 but for Ben, half an hour
    // from 9:00 to 10:00; the grid is that of the second, every quarter of an hour.
    assert_eq!(first["starts"], json!([[555, 15, 2]]));
    assert_eq!(second["starts"], json!([[540, 15, 5]]));
    assert_eq!(first["empty"][0], 1);
    assert_eq!(first["seats"][0]["pieces"], json!([[0, 60]]));
    assert_eq!(second["seats"][0]["pieces"], json!([[0, 30]]));
    assert_eq!(
        second["seats"][0]["candidates"],
        json!([{"id": "p1", "free": [[0, 5]]}])
    );
    let kind = &first["seats"][0]["kind"];
    let same = list(first, "seats")
        .iter()
        .find(|seat| seat["kind"] == second["seats"][0]["kind"]);
    assert!(
        same.is_some(),
        "{kind} and the second meeting's are one role"
    );
}

#[test]
fn nobody_is_named_and_everything_fits_together() {
    for fixture in ["norfolk", "review-team"] {
        let case = Case::fixture(fixture);
        let shown = case.run(&["model", "case", "--now", NOW]).exits(0);
        let model = shown.json();
        let written = case.run(&["model", "case", "--now", NOW, "-o", "instance.json"]);
        written.exits(0);
        let bytes = std::fs::read(case.root().join("instance.json")).expect("it is written");
        assert_eq!(bytes, shown.out.as_bytes());
        let mut found = Vec::new();
        texts(&model, &mut found);
        assert!(found.len() > 20, "{fixture}");
        let levels = list(&model, "levels");
        for text in found {
            let numbered = text.len() > 1
                && text.starts_with(['p', 'v', 'm', 'k'])
                && text[1..].bytes().all(|byte| byte.is_ascii_digit());
            let word = ["quorate-model/1", "day", "week"].contains(&&text[..]);
            assert!(
                numbered || word || levels.contains(&json!(text)),
                "{fixture}: {text}"
            );
        }
        let people: Vec<&Value> = list(&model, "people")
            .iter()
            .map(|one| &one["id"])
            .collect();
        for meeting in list(&model, "meetings") {
            let starts = total(&meeting["starts"]);
            for level in list(meeting, "best") {
                assert_eq!(total(level), starts, "{fixture}");
            }
            for seat in list(meeting, "seats") {
                for candidate in list(seat, "candidates") {
                    assert!(people.contains(&&candidate["id"]), "{fixture}");
                    let free = list(candidate, "free");
                    assert!(free.iter().all(|run| run[1].as_u64() <= Some(starts)));
                }
            }
        }
    }
}
