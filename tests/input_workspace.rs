//! Whole folders: the same tables as CSV and as TOML, bare folders, arrangements there and back.

use quorate::input::{Fault, Files, ReadOptions, Warning, read_workspace, write_arrangements};
use quorate::model::*;
use quorate::time::Interval;

/// A folder of the given files; paths that end in a feed's ending are feeds.
fn folder(files: &[(&str, &str)]) -> Files {
    let mut folder = Files {
        folder: "case".to_owned(),
        ..Files::default()
    };
    for (path, text) in files {
        if path.ends_with(".ics") || path.ends_with(".ifb") {
            folder.feeds.push((*path).to_owned());
        } else {
            folder
                .tables
                .insert((*path).to_owned(), text.as_bytes().to_vec());
        }
    }
    folder
}

fn read(files: &[(&str, &str)]) -> Result<(Workspace, Vec<Warning>), Vec<Fault>> {
    read_workspace(&folder(files), &ReadOptions::default())
}

fn good(files: &[(&str, &str)]) -> Workspace {
    match read(files) {
        Ok((workspace, warnings)) => {
            let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
            assert_eq!(told, Vec::<String>::new());
            workspace
        }
        Err(faults) => panic!("{}", told(&faults)),
    }
}

fn told(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

const SETTINGS: &str = r#"
[defaults]
zone = "Europe/London"
nation = "england"
grain = "15m"
hours = "Mon-Fri 09:00-17:00"
organizer = "conferences@example.org"

[policy]
tentative = "busy"
expected = "required"
count_by = "groups"
order = ["travel", "margin"]
buffer = { before = "15m", after = "10m" }
target_margin = "3wd"
avoid = ["12:30-13:30"]

[[agency]]
id = "st-marks"
name = "St Mark's Primary"
kind = "school"
disclosure = "slots"
known_until = 2027-01-31
hours = "Mon-Fri 08:30-15:30"

[[calendar]]
id = "st-marks-terms"
open = ["2026-09-03..2026-10-23", "2026-11-02..2026-12-18"]
closed = [2026-11-27]

[[role]]
id = "reader"
agency = "lay"
filling = "pool"
practitioner = false
"#;

const PEOPLE_CSV: &str = "\u{FEFF}Id,Full name,Kind,Works for,Roles,E-mail,Telephone,Working hours,Terms,Leave,Offers,Feeds,Capacity,Max per day,Mode,Gap,Lead time,Adds,Works bank holidays,Confidential,Diary until,Time zone\r\n\
j.marsh,Jo Marsh,,st-marks,DSL,j.marsh@example.org,'+44 1632 960001,,st-marks-terms,24/12/2026 off; 22/12/2026 09:00-12:00; 21/12/2026..31/12/2026 off,,,,2,in person,15m,,,,,,\r\n\
,,,,,,,,,,,,,,,,,,,,,\r\n\
okafor,D Okafor,person,CSC,SW,,01632 960002,\"week 1 of 2 from 25/11/2026: Mon-Fri 09:00-17:00 | week 2: Mon-Wed 09:00-15:00\",,,,feeds\\okafor.ics; okafor-work,,,,,,,,,31/12/2026,\r\n\
police-unit,Police unit,team,police,police child protection officer,,,,,,,,4,,,,,,yes,,,\r\n\
gp,Elm Surgery,Team,GP practice,GP,,,,,,Tue 13:00-14:00; 08/12/2026 9am-10.30am,,,,report,,,,,,,Europe/Jersey\r\n\
words,Words Ltd,service,lay,interpreter,,,Mon-Fri 0800-1800,,,,,,,,before 5m; after 10m,5wd,30m,,no,,\r\n\
chair-1,A Chair,,quality-assurance,cp-chair; chair,,,,,,,,,,,,,,,,,\r\n";

const PEOPLE_TOML: &str = r#"
format = "quorate-people/1"
[[person]]
id = "okafor"
name = "D Okafor"
agency = "csc"
roles = ["social-worker"]
phone = "01632 960002"
pattern = "week 1 of 2 from 2026-11-23: Mon-Fri 09:00-17:00 | week 2: Mon-Wed 09:00-15:00"
feeds = ["feeds/okafor.ics", "okafor-work"]
known_until = 2026-12-31

[[person]]
id = "chair-1"
name = "A Chair"
agency = "quality-assurance"
roles = ["chair", "cp-chair"]

[[person]]
id = "gp"
name = "Elm Surgery"
kind = "team"
agency = "primary-care"
roles = "gp"
offers = ["Tue 13:00-14:00", "2026-12-08 09:00-10:30"]
mode = "report"
zone = "Europe/Jersey"

[[person]]
id = "words"
name = "Words Ltd"
kind = "service"
agency = "lay"
roles = ["interpreter"]
pattern = "Mon-Fri 08:00-18:00"
buffer = { before = "5m", after = 10 }
lead = 5
lengthens = "30m"
confidential = false

[[person]]
id = "police-unit"
name = "Police unit"
kind = "team"
agency = "police"
roles = ["police-child-protection"]
capacity = 4
works_holidays = true

[[person]]
id = "j.marsh"
name = "Jo Marsh"
agency = "st-marks"
roles = ["dsl"]
email = "j.marsh@example.org"
phone = "+44 1632 960001"
calendars = ["st-marks-terms"]
exceptions = ["2026-12-21..2026-12-31 off", "2026-12-22 09:00-12:00", "2026-12-24 off"]
daily_limit = 2
mode = "in-person"
buffer = "15m"
"#;

const VENUES_CSV: &str = "id;name;holds;features;travel;address;closed;confidential\r\n\
town-hall;Town Hall, room 2;12;Step free; north-clinic 35m;1 High Street;25/12/2026..28/12/2026 off;\r\n\
\r\n\
north-clinic;;6;waiting area; ;;;yes\r\n";

const VENUES_TOML: &str = r#"
[[venue]]
id = "north-clinic"
capacity = 6
features = ["waiting-area"]
confidential = true
[venue.travel]
town-hall = "35m"

[[venue]]
id = "town-hall"
name = "Town Hall, room 2"
capacity = 12
features = ["step-free"]
address = "1 High Street"
exceptions = ["2026-12-25..2026-12-28 off"]
"#;

const MEETINGS_CSV: &str = "Reference,Meeting type,Subjects,Trigger,Length,From,Within,Seats,Quorum,Min agencies,Flags,Parts,Keep apart,Room,Features,Buffer,Notice,Hours,Pin,Chair\r\n\
CP-2041,ICPC,child-1; child-2,20/11/2026,1h30,1 December 2026,15wd,\"social-worker = okafor; dsl = j.marsh or other; expected: GP = gp (report); informed: police-child-protection = police-unit; any 1 of health visitor,school nurse = to be named (remote) if under5 >=60% part 1,2 direct; interpreter if not english part mother\",\"chair and police and 2 of (school, gp)  and 3 agencies except csc,family\",3,interpreter; not under5,father 0-45; mother 45-90 @ none,okafor/gp,town-hall; north-clinic,step free,10m,5wd,Mon-Fri 09:00-17:00,08/12/2026 10:00,chair-1\r\n";

const MEETINGS_TOML: &str = r#"
[[meeting]]
ref = "CP-2041"
type = "icpc"
subjects = [{ id = "child-1", trigger = 2026-11-20 }, { id = "child-2", trigger = 2026-11-20 }]
duration = 90
from = 2026-12-01
within = "15wd"
agencies = 3
flags = ["interpreter", "not under5"]
apart = [["gp", "okafor"]]
venue = ["town-hall", "north-clinic"]
features = ["step-free"]
buffer = { before = "10m", after = "10m" }
notice = 5
hours = "Mon-Fri 09:00-17:00"
pin = 2026-12-08T10:00:00
quorum = { all = [
  { seat = "chair" },
  { min = 1, kinds = ["police"] },
  { any = 2, of = [{ min = 1, kinds = ["school"] }, "GP"] },
  { min = 3, count = "agencies", except = ["csc", "family"] },
] }
[[meeting.seat]]
role = "social-worker"
who = "okafor"
[[meeting.seat]]
role = "dsl"
who = ["j.marsh"]
deputies = ["other"]
[[meeting.seat]]
role = "gp"
level = "expected"
who = ["gp"]
mode = "report"
[[meeting.seat]]
role = "police-child-protection"
level = "informed"
who = ["police-unit"]
[[meeting.seat]]
any_of = ["health-visitor", "school-nurse"]
n = 1
who = "to be named"
mode = "remote"
when = "under5"
partial = 60
parts = [1, 2]
direct = true
[[meeting.seat]]
role = "interpreter"
when = ["not english"]
parts = ["mother"]
[[meeting.seat]]
role = "chair"
who = "chair-1"
[[meeting.part]]
name = "father"
length = "45m"
[[meeting.part]]
name = "mother"
from = 45
to = 90
venue = "none"
"#;

#[test]
fn csv_and_toml_of_the_same_tables_are_the_same_workspace() {
    let csv = good(&[
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE_CSV),
        ("venues.csv", VENUES_CSV),
        ("meetings.csv", MEETINGS_CSV),
        ("feeds/okafor.ics", ""),
        ("feeds/GP.ifb", ""),
    ]);
    let toml = good(&[
        ("quorate.toml", SETTINGS),
        ("people.toml", PEOPLE_TOML),
        ("venues.toml", VENUES_TOML),
        ("meetings.toml", MEETINGS_TOML),
        ("feeds/okafor.ics", ""),
        ("feeds/GP.ifb", ""),
    ]);
    assert_eq!(csv, toml);
}
