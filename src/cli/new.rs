//! `quorate new`: a workspace folder with two example rows a table.

use crate::cli::{instant, now};
use crate::edge::write_atomically;
use crate::input::csv_line;
use crate::time::{Instant, Nation, WorkingDays, Zone};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Write a new workspace with two example rows in every table.
///
/// Example:
///   quorate new case && quorate find case --ref EXAMPLE-1
#[derive(clap::Args, Clone, Debug)]
#[command(verbatim_doc_comment)]
pub struct NewArgs {
    /// A folder that is empty or not there yet
    pub folder: PathBuf,
    /// Take this as the present moment, for repeatable runs; the example answers lie after it
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Instant>,
}

/// What was written.
#[derive(Clone, PartialEq, Debug)]
pub struct Created {
    pub folder: PathBuf,
    pub files: Vec<String>,
}

impl fmt::Display for Created {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        writeln!(f, "{folder}: {}", self.files.join(", "))?;
        write!(
            f,
            "Replace the example rows by your own, or try: quorate find {folder} --ref EXAMPLE-1"
        )
    }
}

impl Created {
    /// The same for programs.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "format": "quorate-new/1",
            "folder": self.folder.display().to_string(),
            "files": self.files,
        })
    }
}

/// Writes the folder. `Err` = bad input; then nothing is written.
pub fn run(args: &NewArgs) -> Result<Created, Vec<String>> {
    let folder = &args.folder;
    let told = |path: &Path, error: std::io::Error| vec![format!("{}: {error}", path.display())];
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(vec![format!(
                    "{}: the folder is not empty; name a new one",
                    folder.display()
                )]);
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(told(folder, error)),
    }
    let feeds = folder.join("feeds");
    fs::create_dir_all(&feeds).map_err(|error| told(&feeds, error))?;
    let files = example(now(args.now));
    for (name, text) in &files {
        let path = folder.join(name);
        write_atomically(&path, text.as_bytes()).map_err(|error| told(&path, error))?;
    }
    Ok(Created {
        folder: folder.clone(),
        files: files.into_iter().map(|(name, _)| name.to_owned()).collect(),
    })
}

const SETTINGS: &str = r#"format = "quorate-workspace/1"

[defaults]
zone = "Europe/London"
nation = "england"               # whose bank holidays: england, wales, scotland, northern-ireland
grain = "15m"                    # starts are tried at every quarter of an hour
hours = "Mon-Fri 09:00-17:00"    # of everybody without a pattern of their own
# organizer = "conferences@example.org"
# closures = ["2026-12-24", "2026-12-29..2026-12-31", "local-holidays.ics"]   # no working days either

[policy]
tentative = "soft"               # busy, soft or free
expected = "preferred"           # are expected seats part of the quorum? preferred or required
# count_by = "agencies"          # what quorums count, those of types too: agencies, kinds or groups
buffer = "15m"                   # kept clear around every meeting
# target_margin = "3wd"          # working days that a meeting should lie before its limit, in place of the rules'

[[agency]]
id = "st-marks"
name = "St Mark's Primary School"
kind = "school"
details = "warn"                 # a feed with titles, places or names: warn or refuse (health services: refuse unless stated)

# [[calendar]]
# id = "st-marks-terms"
# open = ["2026-09-03..2026-10-23", "2026-11-02..2026-12-18"]
# closed = ["2026-11-27"]
"#;

const FEEDS: &str = "Calendar feeds lie here: <contact id>.ics, or <contact id>.ifb for free/busy only.\n\
    Of a diary quorate keeps times. A title is held against a list of words such as \"Busy\", and of places, texts and\n\
    names only their number is told.\n\
    A diary that lives on a server is not saved here. Its address is a secret: write it in feeds.secret.toml beside\n\
    people.csv, give it a name there, and write that name in the column feeds:\n\n\
    [feeds.ana-work]\n\
    url = \"https://...\"\n\n\
    quorate fetch then tells how it went.\n";

const IGNORED: &str = "# Addresses of feeds are secrets, and feeds hold people's diaries.\n\
    feeds.secret.toml\n.quorate/\nfeeds/*.ics\nfeeds/*.ifb\n";

/// Every file with its text. The answers lie a week ahead, so that a search finds something at once.
fn example(now: Instant) -> Vec<(&'static str, String)> {
    let zone = Zone::named("Europe/London").unwrap_or_else(Zone::utc);
    let today = zone.local(now).date();
    let day = WorkingDays::of(Nation::England).after(today, 5);
    let at = |time: &str| format!("{} {time}", day.format("%d/%m/%Y"));
    let recorded = zone.local(now).format("%d/%m/%Y %H:%M").to_string();
    let people = table(&[
        "id,name,kind,agency,roles,email,phone,pattern,feeds,capacity,mode,confidential",
        "okafor,D Okafor,person,csc,social-worker,d.okafor@example.org,01632 960001,,,,,no",
        "j.marsh,J Marsh,person,st-marks,dsl,j.marsh@example.org,01632 960002,Mon-Fri 08:30-15:30,,,in-person,no",
    ]);
    let venues = table(&[
        "id,name,address,phone,capacity,features,pattern,travel,confidential",
        "town-hall,\"Town Hall, room 2\",1 High Street,01632 960010,12,step-free; hearing-loop,Mon-Fri 08:00-18:00,north-clinic 20m,no",
        "north-clinic,North Clinic meeting room,5 Mill Lane,01632 960011,6,step-free,Mon-Fri 09:00-17:00,,no",
    ]);
    // The type gives everything that the row does not say.
    let typed = format!(
        "EXAMPLE-2,core-group,child-1,{},okafor; j.marsh,,,,,,,,,",
        today.format("%d/%m/%Y")
    );
    let meetings = table(&[
        "ref,type,subjects,trigger,team,duration,from,by,within,seats,quorum,agencies,flags,venue",
        "EXAMPLE-1,,child-1,,,60m,,,15wd,social-worker = okafor; dsl = j.marsh,required seats,2,,",
        &typed,
    ]);
    let mut answers = table(&["who,ref,from,to,answer,how,recorded_by,recorded_at"]);
    for (who, from, to) in [("okafor", "09:00", "12:30"), ("j.marsh", "10:00", "15:00")] {
        let (from, to) = (at(from), at(to));
        let row = [
            who,
            "EXAMPLE-1",
            &from,
            &to,
            "can",
            "phone",
            "me",
            &recorded,
        ];
        answers.push_str(&csv_line(row.into_iter(), ','));
    }
    let due = WorkingDays::of(Nation::England).after(today, 10);
    let due = due.format("%d/%m/%Y").to_string();
    let mut actions =
        table(&["number,ref,action,owner,due,outcome,status,evidence,carried,raised"]);
    for (number, action, owner) in [
        ("1", "Ring the school about the timetable", "okafor"),
        ("2", "Send the attendance record", "j.marsh"),
    ] {
        let row = [
            number,
            "EXAMPLE-1",
            action,
            owner,
            &due,
            "",
            "open",
            "",
            "0",
            "",
        ];
        actions.push_str(&csv_line(row.into_iter(), ','));
    }
    vec![
        ("quorate.toml", SETTINGS.to_owned()),
        ("people.csv", people),
        ("venues.csv", venues),
        ("meetings.csv", meetings),
        ("answers.csv", answers),
        ("actions.csv", actions),
        ("feeds/README.txt", FEEDS.to_owned()),
        (".gitignore", IGNORED.to_owned()),
    ]
}

/// Lines as a spreadsheet wants them: a byte order mark in front, CRLF behind each.
fn table(lines: &[&str]) -> String {
    let mut text = String::from("\u{FEFF}");
    for line in lines {
        text.push_str(line);
        text.push_str("\r\n");
    }
    text
}
