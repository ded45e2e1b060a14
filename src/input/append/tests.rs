use super::*;

fn values() -> Vec<(&'static str, String)> {
    vec![
        ("ref", "CP-1/core-group-1".to_owned()),
        ("type", "core-group".to_owned()),
        ("seats", "social-worker = a; gp = b".to_owned()),
        ("trigger", String::new()),
    ]
}

fn rows_after(file: &str, bytes: &[u8]) -> Vec<Row> {
    let content = meetings_appended(file, Some(bytes), &[values()]).expect("it can be added to");
    let mut sink = Sink::default();
    let rows = match file.ends_with(".csv") {
        true => super::super::csv_table::read(file, &content, &MEETINGS, &mut sink),
        false => read_rows(file, &content, &MEETINGS, &mut sink),
    };
    assert_eq!(sink.faults, []);
    rows.expect("it is a table")
}

/// Rows that stand there stay as they are, headings that are wanting are added, whatever the delimiter and the line ends, and
/// where a heading holds a line break.
#[test]
fn a_meeting_is_added_to_any_table() {
    for (file, bytes, before) in [
        ("meetings.csv", &b""[..], 0),
        ("meetings.csv", b"\xEF\xBB\xBFRef,Type\r\nCP-1,icpc\r\n", 1),
        ("meetings.csv", b"Ref;Duration\nCP-1;90m", 1),
        (
            "meetings.csv",
            b"sep=;\r\n\r\nRef;Seats\r\n\"CP-1\";\"dsl = \xE9\"\r\n",
            1,
        ),
        (
            "meetings.csv",
            b"\"Meeting\r\nref\",Type,Seats\r\nCP-1,icpc,\"a\r\nb\"\r\n",
            1,
        ),
        ("meetings.toml", b"", 0),
        (
            "meetings.toml",
            b"format = \"quorate-meetings/1\"\n[[meeting]]\nref = \"CP-1\"\n",
            1,
        ),
    ] {
        let rows = rows_after(file, bytes);
        assert_eq!(rows.len(), before + 1, "{file} {bytes:?}");
        let last = &rows[before];
        for (name, value) in values() {
            let stands = last.text(name, &mut Sink::default()).unwrap_or_default();
            assert_eq!(stands, value, "{file} {bytes:?} {name}");
        }
        if before == 1 {
            assert_eq!(
                rows[0].text("ref", &mut Sink::default()).as_deref(),
                Some("CP-1")
            );
        }
    }
}

/// Only the heading line and the end of the file change.
#[test]
fn what_stands_in_the_table_is_not_rewritten() {
    let before = "Ref,Notes\r\nCP-1,\"=1+1, and \"\"more\"\"\"\r\n\r\n";
    let after = meetings_appended("meetings.csv", Some(before.as_bytes()), &[values()]);
    let after = String::from_utf8(after.expect("it can be added to")).expect("text");
    assert_eq!(
        after,
        "Ref,Notes,type,seats\r\nCP-1,\"=1+1, and \"\"more\"\"\"\r\n\r\n\
         CP-1/core-group-1,,core-group,\"social-worker = a; gp = b\"\r\n"
    );
}
