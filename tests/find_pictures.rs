//! The pictures of `find`, read as whoever gets them would read them: the drawing as XML, the page as text, the map sign by sign, each
//! held against the answer as JSON or against a case small enough to be worked out by hand.
#![cfg(all(feature = "cli", feature = "fetch"))]

mod common;

use common::*;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

const ALL: [&str; 9] = [
    "find",
    "case",
    "--heat",
    "--svg",
    "people.svg",
    "--html",
    "slots.html",
    "--ref",
    "M-1",
];

/// What a run wrote.
struct Drawn {
    ran: Ran,
    svg: String,
    html: String,
}

impl Drawn {
    /// The map: from its title to its key.
    fn map(&self) -> Vec<&str> {
        let lines = self.ran.out.lines();
        let map = lines.skip_while(|line| !line.starts_with("When it can start"));
        map.take_while(|line| !line.starts_with("Picture: "))
            .collect()
    }
}

#[track_caller]
fn drawn(case: &Case, words: &[&str], environment: &[(&str, &str)]) -> Drawn {
    let ran = case.run_with(words, environment);
    assert!(ran.code <= 1, "{words:?}: {}", ran.err);
    let files = case.everything();
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("UTF-8");
    Drawn {
        ran,
        svg: text("people.svg"),
        html: text("slots.html"),
    }
}

fn fixture(name: &str, reference: &str) -> (Case, Drawn) {
    let case = Case::fixture(name);
    let mut words = ALL;
    words[8] = reference;
    let drawn = drawn(&case, &words, &[]);
    (case, drawn)
}

/// One week, two people with diaries, one without.
fn small() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n\
         [[agency]]\nid = \"csc\"\nname = \"County Services\"\nkind = \"csc\"\n\
         [[agency]]\nid = \"school\"\nname = \"Hill School\"\nkind = \"school\"\n",
    );
    case.write(
        "people.csv",
        "Id,Name,Agency,Roles,Feeds\nana,Ana Ito,csc,social-worker,feeds/ana.ics\n\
         ben,Ben Osei,csc,cp-chair,feeds/ben.ics\nhill,Hill Office,school,headteacher,\n",
    );
    case.write(
        "meetings.csv",
        "Ref,Duration,From,By,Seats\nM-1,1h,2026-12-01,2026-12-02,social-worker = ana; cp-chair = ben; preferred: headteacher = hill\n",
    );
    case.write(
        "feeds/ana.ics",
        feed(&[("20261201T100000Z", "20261201T113000Z")]),
    );
    let tentative = event("t", "20261202T140000Z", "20261202T150000Z")
        .replace("SUMMARY", "STATUS:TENTATIVE\r\nSUMMARY");
    let busy = event("b", "20261202T090000Z", "20261202T130000Z");
    let far = event("far", "20270131T230000Z", "20270131T233000Z");
    case.write(
        "feeds/ben.ics",
        calendar(&format!("{tentative}{busy}{far}")),
    );
    case
}

fn titles(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("well-formed XML");
    let titles = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")));
    titles
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn texts<'a>(document: &'a Document) -> Vec<Node<'a, 'a>> {
    document
        .descendants()
        .filter(|node| node.tag_name().name() == "text")
        .collect()
}

/// A page without its markup: elements as blanks, references as letters.
fn visible(html: &str) -> String {
    let body = html.split("<body>").nth(1).expect("a body");
    let mut out = String::new();
    for (index, piece) in body.split('<').enumerate() {
        let text = match (index, piece.split_once('>')) {
            (0, _) => piece,
            (_, Some((_, text))) => text,
            (_, None) => "",
        };
        out.push(' ');
        out.push_str(text);
    }
    let out = out.replace("&#39;", "'").replace("&quot;", "\"");
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    out.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[test]
fn every_stretch_of_a_small_case_is_drawn_as_it_is() {
    let drawn = drawn(&small(), &ALL, &[]);
    let stretches: Vec<String> = titles(&drawn.svg)
        .into_iter()
        .filter(|title| title.contains(": ") && title.contains('–') && !title.starts_with("slot"))
        .collect();
    assert_eq!(
        stretches,
        [
            "Tue 1 Dec 09:00–10:00: free",
            "Tue 1 Dec 10:00–11:30: not available",
            "Tue 1 Dec 11:30–17:00: free",
            "Wed 2 Dec 09:00–17:00: free",
            "Tue 1 Dec 09:00–17:00: free",
            "Wed 2 Dec 09:00–13:00: not available",
            "Wed 2 Dec 13:00–14:00: free",
            "Wed 2 Dec 14:00–15:00: tentative",
            "Wed 2 Dec 15:00–17:00: free",
            "Tue 1 Dec 09:00–17:00: unknown",
            "Wed 2 Dec 09:00–17:00: unknown",
        ]
    );
    // By agency, in the order of the seats.
    let document = Document::parse(&drawn.svg).expect("well-formed XML");
    let labels: Vec<&str> = texts(&document)
        .into_iter()
        .filter(|node| node.attribute("x") == Some("0") || node.attribute("x") == Some("10"))
        .filter_map(|node| node.text())
        .map(str::trim)
        .collect();
    assert_eq!(
        labels[..7],
        [
            "M-1: who can come when",
            "Starts",
            "County Services",
            "Ana Ito",
            "Ben Osei",
            "Hill School",
            "Hill Office"
        ]
    );
}

#[test]
fn the_map_of_a_small_case_is_as_worked_out_by_hand() {
    let drawn = drawn(&small(), &ALL, &[]);
    let map = drawn.map();
    assert_eq!(map[1], "            9   10  11  12  13  14  15  16");
    // Tuesday: 9:00 fits before ten; then from half past eleven to four. Wednesday: from one to four, all of it known to be enough.
    let free = |line: &str| -> String {
        let signs = line.chars().skip(12);
        let sign = |c: char| if c == '·' { '·' } else { 'x' };
        signs.map(sign).collect()
    };
    assert!(map[2].starts_with("Tue  1 Dec  "), "{map:?}");
    assert_eq!(free(map[2]), "x·········xxxxxxxxxxxxxxxxxxx···");
    assert!(map[3].starts_with("Wed  2 Dec  "), "{map:?}");
    assert_eq!(free(map[3]), "················xxxxxxxxxxxxx···");
    assert_eq!(map[4], "── limit: Wed 2 December 2026 ──");
    assert!(
        map[5].starts_with("█ quorate as known; · not quorate; 1–"),
        "{map:?}"
    );
}

/// Starts by local day and hour, with how many have to say yes, of the answer that lists them all.
fn all_starts(case: &Case, words: &[&str]) -> BTreeMap<String, usize> {
    let mut all = vec!["--all"];
    all.extend(words);
    let found = case.find(&all);
    let slots = found.slots().iter().filter(|slot| slot["state"] != "short");
    slots
        .map(|slot| {
            let sets = slot["confirm"].as_array();
            let calls = sets
                .and_then(|sets| sets.first())
                .and_then(|set| set.as_array());
            (minute(&slot["start"]), calls.map_or(0, Vec::len))
        })
        .collect()
}

#[test]
fn the_map_and_the_page_count_the_starts_of_the_whole_answer() {
    for (name, reference, code) in [
        ("first-conference", "CP-2041", 0),
        ("norfolk", "CP-2054", 0),
    ] {
        let (case, drawn) = fixture(name, reference);
        assert_eq!(drawn.ran.code, code);
        let expected = all_starts(&case, &["--ref", reference]);
        let mut shown: BTreeMap<String, char> = BTreeMap::new();
        for line in drawn.map() {
            let day = line.get(..10).and_then(|day| {
                chrono::NaiveDate::parse_from_str(&format!("{} 2026", day.trim()), "%a %e %b %Y")
                    .ok()
            });
            let Some(day) = day.filter(|_| !line.contains(": none")) else {
                continue;
            };
            for (column, sign) in line.chars().skip(12).take(32).enumerate() {
                let minute = 9 * 60 + 15 * column;
                if sign != '·' {
                    let at = format!("{day}T{:02}:{:02}", minute / 60, minute % 60);
                    shown.insert(at, sign);
                }
            }
        }
        assert_eq!(
            shown.keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>(),
            "{name} {reference}"
        );
        for (at, sign) in &shown {
            let wanted = ['█', '▓', '▒', '░'][expected[at].min(3)];
            assert!(*sign == wanted || sign.is_ascii_digit(), "{at}: {sign}");
        }
        // The months add up to the same.
        let page = visible(&drawn.html);
        let counted = page.split("2026: ").filter_map(|rest| {
            let (number, rest) = rest.split_once(' ')?;
            rest.starts_with("start")
                .then(|| number.parse::<usize>().ok())?
        });
        assert_eq!(counted.sum::<usize>(), expected.len(), "{name} {reference}");
    }
}

#[test]
fn slots_are_framed_and_everything_is_said_in_words() {
    for (name, reference) in [("first-conference", "CP-2041"), ("norfolk", "CP-2052")] {
        let (case, drawn) = fixture(name, reference);
        let found = case.find(&["--ref", reference]);
        let told = titles(&drawn.svg);
        let page = visible(&drawn.html);
        for (index, slot) in found.slots().iter().enumerate() {
            let start = minute(&slot["start"]);
            let (day, from) = start.split_once('T').expect("a day and a time");
            let day: chrono::NaiveDate = day.parse().expect("a day");
            let end = minute(&slot["end"]);
            let to = end.split_once('T').expect("a day and a time").1;
            let when = format!("{}, {from}–{to}", day.format("%a %-d %B %Y"));
            let frame = format!("slot {}, {when}, ", index + 1);
            assert_eq!(
                told.iter()
                    .filter(|title| title.starts_with(&frame))
                    .count(),
                1,
                "{frame}"
            );
            assert!(page.contains(&format!("{}. {when}", index + 1)), "{when}");
        }
        for word in [
            "free",
            "tentative",
            "expected",
            "unknown",
            "not available",
            "limit",
        ] {
            assert!(drawn.svg.contains(word), "{word}");
            assert!(page.contains(word), "{word}");
        }
        for line in drawn.ran.out.lines().take(2) {
            assert!(page.contains(line), "{line}");
        }
        assert_eq!(
            drawn
                .ran
                .out
                .matches("\nPicture: people.svg\nPage: slots.html\n")
                .count(),
            1
        );
    }
}

/// A small page is right where a checker of accessibility would look first.
#[test]
fn the_page_stands_alone_and_its_tables_have_heads() {
    let (_, drawn) = fixture("first-conference", "CP-2041");
    for text in [&drawn.svg, &drawn.html] {
        let outside = text.replace("http://www.w3.org/2000/svg", "");
        for bad in [
            "http:", "https:", "//", "<script", "src=", "@import", "<link", "<iframe", "onload",
            "onclick",
        ] {
            assert!(!outside.contains(bad), "{bad}");
        }
        for reference in outside.split("url(").skip(1) {
            assert!(reference.starts_with('#'), "{reference:.20}");
        }
    }
    let html = &drawn.html;
    assert!(html.contains("<html lang=\"en-GB\">") && html.contains("default-src 'none'"));
    for table in html.split("<table").skip(1) {
        let table = table.split("</table>").next().expect("an end");
        assert!(table.contains("<caption"), "{table:.80}");
        assert!(table.contains("scope=\"col\""), "{table:.80}");
    }
    // Every anchor that is linked to is there once.
    for link in html.split("href=\"#").skip(1) {
        let anchor = link.split('"').next().expect("a value");
        assert_eq!(
            html.matches(&format!("id=\"{anchor}\"")).count(),
            1,
            "{anchor}"
        );
    }
    let levels: Vec<char> = html
        .split("<h")
        .skip(1)
        .filter_map(|rest| rest.chars().next())
        .filter(char::is_ascii_digit)
        .collect();
    assert_eq!(levels.first(), Some(&'1'));
    assert!(
        levels
            .windows(2)
            .all(|pair| pair[1] as u8 <= pair[0] as u8 + 1),
        "{levels:?}"
    );
}

#[test]
fn hostile_names_stay_text() {
    let case = small();
    case.edit(
        "people.csv",
        "Ana Ito",
        "\"<script>x</script>]]>&amp;\u{1}\"\"'\"",
    );
    case.edit("quorate.toml", "Hill School", "</title><b onload=x>");
    let drawn = drawn(&case, &ALL, &[]);
    let document = Document::parse(&drawn.svg).expect("well-formed XML");
    assert!(
        !document
            .descendants()
            .any(|node| ["script", "b"].contains(&node.tag_name().name()))
    );
    assert!(drawn.svg.contains("&lt;script&gt;x&lt;/script&gt;"));
    assert!(!drawn.html.contains("<script") && !drawn.html.contains("<b onload"));
    assert!(visible(&drawn.html).contains("<script>x</script>]]>&amp;\u{fffd}\"'"));
    assert!(!drawn.svg.contains('\u{1}') && !drawn.html.contains('\u{1}'));
}

#[test]
fn nobody_confidential_is_named_and_slots_are_all_that_some_agencies_tell() {
    let (case, drawn) = fixture("first-conference", "CP-2041");
    // Confidential, and of an agency that tells of slots only: no name, agency, role, address or number.
    for word in ["Haven", "haven", "idva", "omestic", "960170"] {
        assert!(
            !drawn.svg.contains(word) && !drawn.html.contains(word),
            "{word}"
        );
        assert!(!drawn.map().join("\n").contains(word), "{word}");
    }
    assert!(visible(&drawn.html).contains("a confidential person (as they said, remote)"));
    assert!(drawn.svg.contains(">1 person, times not shown"));
    assert!(titles(&drawn.svg).contains(&"slot 1: 1 of 1 can".to_owned()));

    // Of another agency that tells of slots only, whoever they are: counts, and no line of times.
    let rows = |svg: &str| {
        let document = Document::parse(svg).expect("well-formed XML");
        let rows = texts(&document);
        rows.iter()
            .filter(|node| node.attribute("x") == Some("10"))
            .count()
    };
    let before = rows(&drawn.svg);
    case.edit(
        "quorate.toml",
        "kind = \"community-health\"",
        "kind = \"community-health\"\ndisclosure = \"slots\"",
    );
    let mut words = ALL;
    words[8] = "CP-2041";
    let fewer = self::drawn(&case, &words, &[]);
    // Two lines became one, in each of three weeks.
    assert_eq!(before - rows(&fewer.svg), 3);
    for name in ["Joanne Marsh", "Tola Adeyemi"] {
        assert!(drawn.svg.contains(name) && !fewer.svg.contains(name));
        // Their state for a slot is theirs to tell, so the cards name them; the days do not.
        let (cards, days) = fewer.html.split_once("id=\"days\"").expect("days");
        assert!(
            cards.contains(name)
                && !days
                    .split("id=\"read\"")
                    .next()
                    .expect("days")
                    .contains(name)
        );
    }
    assert!(titles(&fewer.svg).contains(&"slot 1: 2 of 2 can".to_owned()));
    assert!(fewer.svg.contains(">2 people, times not shown"));

    // A confidential room and a confidential person with times.
    case.edit(
        "people.csv",
        "feeds/r.whitlock.ics,,,,,,",
        "feeds/r.whitlock.ics,,,,,,yes",
    );
    let police = "01632 960130,,,,,,3,,,,,";
    case.edit("people.csv", police, &format!("{police}yes"));
    let hidden = self::drawn(&case, &words, &[]);
    for word in [
        "Whitlock",
        "r.whitlock",
        "ocial worker",
        "Harbour Division",
        "960130",
    ] {
        assert!(drawn.html.contains(word), "{word}");
        assert!(
            !hidden.svg.contains(word) && !hidden.html.contains(word),
            "{word}"
        );
    }
    assert!(hidden.svg.contains(">a confidential person"));
}

#[test]
fn bytes_are_the_same_on_one_and_two_threads() {
    for (name, reference) in [("first-conference", "CP-2041"), ("norfolk", "CP-2053")] {
        let case = Case::fixture(name);
        let mut words = ALL;
        words[8] = reference;
        let one = drawn(&case, &words, &[("RAYON_NUM_THREADS", "1")]);
        let two = drawn(&case, &words, &[("RAYON_NUM_THREADS", "2")]);
        assert_eq!(one.ran, two.ran);
        assert!(one.svg == two.svg && one.html == two.html, "{name}");
    }
}

#[test]
fn narrow_terminals_get_narrow_maps_and_pipes_no_colour() {
    let case = Case::fixture("norfolk");
    let mut words = ALL;
    words[8] = "CP-2051";
    let mut cells = BTreeSet::new();
    for columns in ["120", "46", "40", "30", "20", "1", "x", ""] {
        let drawn = drawn(&case, &words, &[("COLUMNS", columns)]);
        assert!(!drawn.ran.out.contains('\u{1b}'));
        let map = drawn.map();
        if let Ok(columns) = columns.parse::<usize>()
            && columns >= 20
        {
            let days = map
                .iter()
                .filter(|line| line.contains('·') && !line.contains("quorate"));
            for line in days {
                assert!(line.chars().count() <= columns, "{columns}: {line}");
            }
        }
        let title = map[..map.len().min(20)].join(" ");
        let cell = title
            .split("every ")
            .nth(1)
            .expect("a cell")
            .split(' ')
            .next();
        cells.insert((columns, cell.expect("minutes").to_owned()));
    }
    for (columns, cell) in [
        ("120", "15"),
        ("46", "15"),
        ("40", "30"),
        ("30", "30"),
        ("20", "60"),
        ("x", "15"),
    ] {
        assert!(
            cells.contains(&(columns, cell.to_owned())),
            "{columns}: {cells:?}"
        );
    }
}

#[test]
fn late_slots_and_no_slots_are_drawn_too() {
    let case = Case::fixture("first-conference");
    let mut words: Vec<&str> = ALL.to_vec();
    words[8] = "CP-2041";
    words.extend(["--from", "2026-12-05", "--by", "2026-12-06"]);
    let late = drawn(&case, &words, &[]);
    assert_eq!(late.ran.code, 1);
    assert!(
        titles(&late.svg)
            .iter()
            .any(|title| title.starts_with("slot 1") && title.ends_with(", late"))
    );
    assert!(late.map().iter().any(|line| line.ends_with(" late")));
    assert!(visible(&late.html).contains("Why nothing in time fits"));

    let case = small();
    case.edit(
        "meetings.csv",
        "M-1,1h,2026-12-01,2026-12-02",
        "M-1,1h,2026-12-05,2026-12-05",
    );
    case.edit("quorate.toml", "hours = ", "grain = \"30m\"\nhours = ");
    case.write(
        "answers.csv",
        "Who,Ref,From,To,Answer\nana,,2026-12-05,2027-01-31,cannot\n",
    );
    let none = drawn(&case, &ALL, &[]);
    assert_eq!(none.ran.code, 1);
    Document::parse(&none.svg).expect("well-formed XML");
}

#[test]
fn what_cannot_be_written_is_refused_before_the_search() {
    let case = small();
    let find = |more: &[&str]| {
        let mut words = vec!["find", "case"];
        words.extend(more);
        case.run(&words)
    };
    find(&["--svg", "case", "--html", "none/slots.html"]).refuses(&[
        "case: this is a folder; name a file in it",
        "none/slots.html: there is no such folder; make it first",
    ]);
    let fault = "--heat is for people; leave out --json, or take the slots from --all --json";
    find(&["--heat", "--json"]).refuses(&[fault]);
    find(&["--heat", "--format", "json"]).refuses(&[fault]);
    // With JSON, what was written is told beside it.
    let ran = find(&["--svg", "people.svg", "--json"]).exits(0);
    assert_eq!(ran.err, "quorate: Picture: people.svg\n");
    ran.json();
}

/// The drawings in the documentation are what the commands beside them write; `QUORATE_WRITE_DOCS` brings them up to date.
#[test]
fn the_drawings_in_the_documentation_are_those_of_the_program() {
    let mut differing = Vec::new();
    for (name, reference) in [("first-conference", "CP-2041"), ("norfolk", "CP-2051")] {
        let (_, drawn) = fixture(name, reference);
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs")
            .join(format!("{name}.svg"));
        let shown = std::fs::read_to_string(&path).unwrap_or_default();
        if shown == drawn.svg {
            continue;
        }
        differing.push(name);
        if std::env::var_os("QUORATE_WRITE_DOCS").is_some() {
            std::fs::write(&path, &drawn.svg).expect("the drawing");
        }
    }
    assert!(differing.is_empty(), "{differing:?}");
}
