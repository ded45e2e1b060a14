//! Whole folders: the same tables as CSV and as TOML, bare folders, arrangements there and back.

use quorate::input::{
    Fault, Files, ReadOptions, Warning, WarningKind, read_workspace, write_arrangements,
};
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
            // Which flags seats depend on, and which types there are, is remarked on elsewhere; here some are only there to be read.
            let remarked = |what: &WarningKind| {
                matches!(
                    what,
                    WarningKind::FlagOfNoSeat { .. } | WarningKind::UnknownType { .. }
                )
            };
            let others = warnings.iter().filter(|warning| !remarked(&warning.what));
            let told: Vec<String> = others.map(ToString::to_string).collect();
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

const SECRETS: &str = "[feeds.okafor-work]\nurl = \"https://example.org/x.ics\"\n";

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
CP-2041,Planning day,child-1; child-2,20/11/2026,1h30,1 December 2026,15wd,\"social-worker = okafor; dsl = j.marsh or other; expected: GP = gp (report); informed: police-child-protection = police-unit; any 1 of health visitor,school nurse = to be named (remote) if under5 >=60% part 1,2 direct; interpreter if not english part mother\",\"chair and police and 2 of (school, gp)  and 3 agencies except csc,family\",3,interpreter; not under5,father 0-45; mother 45-90 @ none,okafor/gp,town-hall; north-clinic,step free,10m,5wd,Mon-Fri 09:00-17:00,08/12/2026 10:00,chair-1\r\n";

const MEETINGS_TOML: &str = r#"
[[meeting]]
ref = "CP-2041"
type = "planning-day"
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
        ("feeds.secret.toml", SECRETS),
        ("feeds/okafor.ics", ""),
        ("feeds/GP.ifb", ""),
    ]);
    let toml = good(&[
        ("quorate.toml", SETTINGS),
        ("people.toml", PEOPLE_TOML),
        ("venues.toml", VENUES_TOML),
        ("meetings.toml", MEETINGS_TOML),
        ("feeds.secret.toml", SECRETS),
        ("feeds/okafor.ics", ""),
        ("feeds/GP.ifb", ""),
    ]);
    assert_eq!(csv, toml);
}

fn csv_workspace() -> Workspace {
    good(&[
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE_CSV),
        ("venues.csv", VENUES_CSV),
        ("meetings.csv", MEETINGS_CSV),
        ("feeds.secret.toml", SECRETS),
        ("feeds/okafor.ics", ""),
        ("feeds/GP.ifb", ""),
    ])
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().expect("an ISO date")
}

fn contact<'a>(workspace: &'a Workspace, id: &str) -> &'a Contact {
    let found = workspace.contacts.iter().find(|contact| contact.id == id);
    found.expect("the contact is in the table")
}

#[test]
fn settings_mean_what_they_say() {
    let workspace = csv_workspace();
    assert_eq!(workspace.kind, WorkspaceKind::Tables);
    assert_eq!(workspace.defaults.grain_minutes, 15);
    assert_eq!(
        workspace.defaults.organizer.as_deref(),
        Some("conferences@example.org")
    );
    assert!(!workspace.defaults.hours_assumed);
    let policy = &workspace.policy;
    assert_eq!(policy.tentative, TentativePolicy::Busy);
    assert!(policy.expected_is_required);
    assert_eq!(policy.count_by, CountBy::Groups);
    assert_eq!(
        policy.order[..4],
        [
            RankLevel::Travel,
            RankLevel::Margin,
            RankLevel::Required,
            RankLevel::Wanted
        ]
    );
    assert_eq!(policy.target_margin_working_days, 3);
    assert_eq!(policy.avoid, [LocalSpan { from: 750, to: 810 }]);
    let ids: Vec<&str> = workspace.agencies.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "csc",
            "lay",
            "police",
            "primary-care",
            "quality-assurance",
            "st-marks"
        ]
    );
    assert!(!workspace.agencies[1].counts);
    let terms = &workspace.calendars[0];
    assert!(terms.is_open(date("2026-12-18")) && !terms.is_open(date("2026-12-19")));
    assert!(!terms.is_open(date("2026-11-27")));
}

#[test]
fn people_mean_what_they_say() {
    let workspace = csv_workspace();
    let marsh = contact(&workspace, "j.marsh");
    // The agency's hours and horizon hold where the row states none.
    let pattern = marsh.pattern.as_ref().expect("the agency's hours");
    assert_eq!(
        pattern.on(date("2026-12-07")),
        &[LocalSpan { from: 510, to: 930 }]
    );
    assert_eq!(marsh.phone.as_deref(), Some("+44 1632 960001"));
    assert_eq!(marsh.exceptions.len(), 11);
    let hours = |day: &str| {
        let found = marsh.exceptions.iter().find(|e| e.date == date(day));
        found.expect("an exception").hours.clone()
    };
    // The single day is the exception to the stretch around it, whichever is written first.
    assert_eq!(hours("2026-12-22"), [LocalSpan { from: 540, to: 720 }]);
    assert_eq!(hours("2026-12-23"), []);
    assert_eq!(marsh.buffer.before_minutes, 15);
    assert_eq!(marsh.buffer.after_minutes, 15);

    let okafor = contact(&workspace, "okafor");
    let feeds: Vec<&str> = okafor.feeds.iter().map(|feed| feed.id.as_str()).collect();
    assert_eq!(feeds, ["feeds/okafor.ics", "okafor-work"]);
    assert_eq!(okafor.feeds[0].known_until, Some(date("2026-12-31")));
    let pattern = okafor.pattern.as_ref().expect("its own pattern");
    assert_eq!(pattern.anchor, date("2026-11-23"));
    // The second week: Thursday is free of work. The third is like the first.
    assert_eq!(pattern.on(date("2026-12-03")), &[]);
    assert_eq!(
        pattern.on(date("2026-12-10")),
        &[LocalSpan {
            from: 540,
            to: 1020
        }]
    );

    let gp = contact(&workspace, "gp");
    assert_eq!(gp.feeds[0].id, "feeds/GP.ifb");
    assert_eq!(gp.kind, ContactKind::Team);
    assert_eq!(gp.mode, Some(Mode::Report));
    assert_eq!(
        gp.offers,
        [
            Offer::Weekly {
                day: chrono::Weekday::Tue,
                hours: LocalSpan { from: 780, to: 840 },
            },
            Offer::Dated {
                date: date("2026-12-08"),
                hours: LocalSpan { from: 540, to: 630 },
            },
        ]
    );
    let words = contact(&workspace, "words");
    assert_eq!((words.lead_working_days, words.lengthens_minutes), (5, 30));
    assert_eq!(words.buffer.after_minutes, 10);
    assert_eq!(contact(&workspace, "police-unit").capacity, 4);
    assert!(contact(&workspace, "police-unit").works_holidays);
}

#[test]
fn venues_mean_what_they_say() {
    let workspace = csv_workspace();
    let [clinic, hall] = workspace.venues.as_slice() else {
        panic!("two venues");
    };
    assert_eq!(
        (clinic.id.as_str(), clinic.name.as_str()),
        ("north-clinic", "north-clinic")
    );
    assert_eq!(clinic.travel, [(VenueId(1), 35)]);
    assert_eq!(hall.travel, [(VenueId(0), 35)]);
    assert!(clinic.confidential && !hall.confidential);
    assert_eq!(hall.name, "Town Hall, room 2");
    assert_eq!(hall.features, ["step-free"]);
    assert_eq!(hall.exceptions.len(), 4);
}

#[test]
fn meetings_mean_what_they_say() {
    let workspace = csv_workspace();
    let meeting = &workspace.meetings[0];
    let role = |id: &str| {
        let found = workspace.roles.iter().position(|role| role.id == id);
        RoleId(found.expect("a role") as u32)
    };
    let who = |id: &str| {
        let found = workspace.contacts.iter().position(|one| one.id == id);
        ContactId(found.expect("a contact") as u32)
    };
    assert_eq!(meeting.reference, "CP-2041");
    // It is no type that the rules know, so that nothing but what is written can be in the meeting.
    assert_eq!(meeting.kind.as_deref(), Some("planning-day"));
    assert_eq!(meeting.subjects[1].id, "child-2");
    assert_eq!(meeting.subjects[1].trigger, Some(date("2026-11-20")));
    assert_eq!(meeting.duration_minutes, 90);
    assert_eq!(meeting.window.from, Some(date("2026-12-01")));
    assert_eq!(meeting.window.limit, Some(LimitSpec::WithinWorkingDays(15)));
    let ids: Vec<&str> = meeting.seats.iter().map(|seat| seat.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "social-worker",
            "dsl",
            "gp",
            "police-child-protection",
            "health-visitor+school-nurse",
            "interpreter",
            "chair"
        ]
    );
    let seat = |n: usize| &meeting.seats[n];
    assert_eq!(seat(0).named, [who("okafor")]);
    assert_eq!(seat(1).deputies, [DeputySpec::Role(role("dsl"))]);
    assert_eq!(
        (seat(2).level, seat(2).mode),
        (Level::Expected, Some(Mode::Report))
    );
    assert_eq!(seat(3).level, Level::Informed);
    let health = seat(4);
    assert_eq!(health.roles, [role("health-visitor"), role("school-nurse")]);
    assert!(health.to_be_named && health.direct_contact && health.named.is_empty());
    assert_eq!(health.places, 1);
    assert_eq!(health.partial_percent, Some(60));
    assert_eq!(health.parts, [0, 1]);
    assert_eq!(health.when[0].flag, "under5");
    assert!(health.when[0].wanted);
    assert!(!seat(5).when[0].wanted);
    assert_eq!(seat(5).parts, [1]);
    assert_eq!(
        meeting.quorum,
        Some(QuorumSpec::All(vec![
            QuorumSpec::Seat("chair".to_owned()),
            QuorumSpec::Count {
                need: 1,
                unit: Unit::People,
                who: WhoSpec {
                    kinds: vec!["police".to_owned()],
                    ..WhoSpec::default()
                },
            },
            QuorumSpec::Any {
                need: 2,
                of: vec![
                    QuorumSpec::Count {
                        need: 1,
                        unit: Unit::People,
                        who: WhoSpec {
                            kinds: vec!["school".to_owned()],
                            ..WhoSpec::default()
                        },
                    },
                    QuorumSpec::Seat("gp".to_owned()),
                ],
            },
            QuorumSpec::Count {
                need: 3,
                unit: Unit::Agencies,
                who: WhoSpec {
                    except_kinds: vec!["csc".to_owned(), "family".to_owned()],
                    ..WhoSpec::default()
                },
            },
        ]))
    );
    assert_eq!(meeting.flags.len(), 2);
    assert!(meeting.flags[0].set && !meeting.flags[1].set);
    assert_eq!(meeting.parts[1].offset_minutes, 45);
    assert_eq!(meeting.parts[1].length_minutes, 45);
    assert_eq!(meeting.parts[1].venue, PartVenueSpec::None);
    assert_eq!(meeting.parts[0].venue, PartVenueSpec::Meeting);
    assert_eq!(meeting.apart, [(who("gp"), who("okafor"))]);
    assert_eq!(
        meeting.venue,
        VenueSpec::Named(vec![VenueId(1), VenueId(0)])
    );
    assert_eq!(meeting.notice_working_days, Some(5));
    assert_eq!(
        meeting.pinned_start,
        date("2026-12-08").and_hms_opt(10, 0, 0)
    );
}

const SMALL_PEOPLE: &str =
    "id,agency,roles,zone\nokafor,csc,SW,\nfar,police,police-prevent,Europe/Paris\n";

#[test]
fn answers_are_local_unless_they_say_otherwise() {
    let answers = "Who;Ref;From;To;Answer;How;Recorded by;Recorded at\n\
        okafor;cp-1;08/12/2026 10:00;12:00;yes;phone;AB;23/11/2026 09:05\n\
        far;;08/12/2026;;no;;;\n\
        far;;8 December 2026 2pm;9 December 2026;if need be;;;2026-11-23T09:06:00Z\n\
        okafor;;2026-07-01T10:00:00+01:00;2026-07-01T11:00:00Z;can;;;\n";
    let workspace = good(&[
        ("people.csv", SMALL_PEOPLE),
        (
            "meetings.csv",
            "ref,duration,seats\nCP-1,60,social-worker = okafor\n",
        ),
        ("answers.csv", answers),
    ]);
    let found: Vec<(u32, String, String, Reply, String)> = workspace
        .answers
        .iter()
        .map(|a| {
            let (from, to) = (a.interval.start(), a.interval.end());
            let at = a.recorded_at.to_string();
            let Answerer::Contact(who) = a.who else {
                panic!("no room was asked");
            };
            (who.0, from.to_string(), to.to_string(), a.reply, at)
        })
        .collect();
    let at = |text: &str| text.to_owned();
    assert_eq!(
        found,
        [
            (
                1,
                at("2026-12-08T10:00:00Z"),
                at("2026-12-08T12:00:00Z"),
                Reply::Can,
                at("2026-11-23T09:05:00Z")
            ),
            (
                0,
                at("2026-12-07T23:00:00Z"),
                at("2026-12-08T23:00:00Z"),
                Reply::Cannot,
                at("2026-11-23T09:05:00Z")
            ),
            (
                0,
                at("2026-12-08T13:00:00Z"),
                at("2026-12-09T23:00:00Z"),
                Reply::IfNeedBe,
                at("2026-11-23T09:06:00Z")
            ),
            (
                1,
                at("2026-07-01T09:00:00Z"),
                at("2026-07-01T11:00:00Z"),
                Reply::Can,
                at("2026-11-23T09:06:00Z")
            ),
        ]
    );
    assert_eq!(workspace.answers[0].reference.as_deref(), Some("CP-1"));
    assert_eq!(workspace.answers[0].how, "phone");
}

#[test]
fn a_room_s_keeper_may_have_answered_and_people_come_first() {
    let workspace = good(&[
        ("people.csv", SMALL_PEOPLE),
        (
            "meetings.csv",
            "ref,duration,seats\nCP-1,60,social-worker = okafor\n",
        ),
        (
            "venues.csv",
            "id,name,zone\nhall,Long Hall,America/New_York\nokafor,Okafor Room,\n",
        ),
        (
            "answers.csv",
            "who,from,to,answer\nHALL,08/12/2026 10:00,12:00,yes\nlong hall,08/12/2026,,no\nokafor,08/12/2026,,no\nOkafor Room,09/12/2026,,no\n",
        ),
    ]);
    let who: Vec<Answerer> = workspace.answers.iter().map(|a| a.who).collect();
    let hall = Answerer::Venue(VenueId(0));
    let person = Answerer::Contact(ContactId(1));
    assert_eq!(who, [hall, hall, person, Answerer::Venue(VenueId(1))]);
    // By the room's own clock.
    let first = workspace.answers[0].interval.start();
    assert_eq!(first.to_string(), "2026-12-08T15:00:00Z");
}

#[test]
fn arrangements_go_out_and_in_unchanged() {
    let tables = [
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE_CSV),
        ("venues.csv", VENUES_CSV),
        ("meetings.csv", MEETINGS_CSV),
        ("feeds.secret.toml", SECRETS),
        ("feeds/okafor.ics", ""),
        ("feeds/GP.ifb", ""),
    ];
    let workspace = good(&tables);
    let at = |text: &str| quorate::time::Instant::parse_rfc3339(text).expect("an instant");
    let between = |from: &str, to: &str| Interval::new(at(from), at(to)).expect("not empty");
    let arranged = vec![Arranged {
        reference: "CP-2037".to_owned(),
        uid: "a1b2@example.org".to_owned(),
        sequence: 2,
        interval: between("2026-12-08T10:00:00Z", "2026-12-08T11:30:00Z"),
        parts: vec![ArrangedPart {
            interval: between("2026-12-08T10:00:00Z", "2026-12-08T10:45:00Z"),
            venue: Some(VenueId(0)),
        }],
        venue: Some(VenueId(1)),
        state: State::QuorateIf,
        confirm: vec![vec!["gp".to_owned(), "town-hall".to_owned()], vec![]],
        attending: vec![ArrangedAttendance {
            seat: "dsl".to_owned(),
            contact: ContactId(2),
            role: As::Deputy,
            mode: Mode::Remote,
            is_known: true,
            present: vec![between("2026-12-08T10:00:00Z", "2026-12-08T10:45:00Z")],
        }],
        buffer: Buffer {
            before_minutes: 5,
            after_minutes: 10,
        },
        chosen_at: Some(at("2026-11-23T08:00:00Z")),
        series: None,
    }];
    let text = write_arrangements(&workspace, &arranged);
    let mut with: Vec<(&str, &str)> = tables.to_vec();
    with.push(("arrangements.json", &text));
    assert_eq!(good(&with).arrangements, arranged);
}

#[test]
fn arrangements_of_other_programs_need_the_plan_s_own_keys_only() {
    let plan = r#"{"format":"quorate-plan/1","objective":[],"meetings":[{"ref":"X-1","start":"2026-12-08T10:00:00Z",
        "end":"2026-12-08T11:00:00+00:00","state":"quorate","attending":[{"seat":"sw","contact":"okafor","as":"principal"},
        {"seat":"gp","contact":"gp?"}],"comment":"by hand"}],"unplaced":[]}"#;
    let workspace = good(&[("people.csv", SMALL_PEOPLE), ("arrangements.json", plan)]);
    let one = &workspace.arrangements[0];
    assert_eq!(one.attending.len(), 1);
    assert_eq!(one.attending[0].present, [one.interval]);
    assert_eq!((one.uid.as_str(), one.chosen_at), ("", None));
}

#[test]
fn a_bare_folder_is_this_case_s_team() {
    let files = folder(&[
        ("csc/social-worker.okafor.ics", ""),
        ("st-marks/dsl.j-marsh.ics", ""),
        ("hillcrest/dsl.j-marsh.ics", ""),
        ("hillcrest/dsl.j-marsh.ifb", ""),
        ("Community Health/hv.lee.ics", ""),
        ("dog-handler.rex.ics", ""),
    ]);
    let (workspace, warnings) = read_workspace(&files, &ReadOptions::default()).expect("no fault");
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "dog-handler.rex.ics: role \"dog-handler\" is not known and is taken as a role of its own"
        ]
    );
    let contacts: Vec<(&str, &str, &str, &str, usize)> = workspace
        .contacts
        .iter()
        .map(|one| {
            let agency = workspace.agency(one.agency);
            let role = workspace.role(one.roles[0]);
            let (id, agency, kind) = (one.id.as_str(), agency.id.as_str(), agency.kind.as_str());
            (id, agency, kind, role.id.as_str(), one.feeds.len())
        })
        .collect();
    assert_eq!(
        contacts,
        [
            (
                "dog-handler.rex",
                "dog-handler",
                "dog-handler",
                "dog-handler",
                1
            ),
            ("hillcrest.dsl.j-marsh", "hillcrest", "school", "dsl", 2),
            (
                "hv.lee",
                "community-health",
                "community-health",
                "health-visitor",
                1
            ),
            ("social-worker.okafor", "csc", "csc", "social-worker", 1),
            ("st-marks.dsl.j-marsh", "st-marks", "school", "dsl", 1),
        ]
    );
    assert_eq!(workspace.contacts[3].name, "Okafor");
    assert_eq!(workspace.kind, WorkspaceKind::Bare);
    assert!(workspace.defaults.hours_assumed);
    let hours = workspace.defaults.hours.expect("assumed");
    assert_eq!(
        hours.on(date("2026-12-08")),
        &[LocalSpan {
            from: 540,
            to: 1020
        }]
    );
    assert_eq!(hours.on(date("2026-12-12")), &[]);
}

#[test]
fn flags_outrank_what_is_assumed() {
    let files = folder(&[("social-worker.okafor.ics", "")]);
    let options = ReadOptions {
        zone: Some("GMT Standard Time".to_owned()),
        hours: Some("Mon-Sat 8am to 6pm".to_owned()),
        nation: Some("Northern Ireland".to_owned()),
    };
    let (workspace, _) = read_workspace(&files, &options).expect("no fault");
    assert_eq!(workspace.defaults.zone, "Europe/London");
    assert_eq!(workspace.defaults.nation.id(), "northern-ireland");
    assert!(!workspace.defaults.hours_assumed);
    assert_eq!(
        workspace
            .defaults
            .hours
            .expect("stated")
            .on(date("2026-12-12")),
        &[LocalSpan {
            from: 480,
            to: 1080
        }]
    );
    assert_eq!(workspace.agencies[0].id, "csc");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut lines: Vec<&str> = PEOPLE_CSV.split_inclusive("\r\n").collect();
    lines[1..].reverse();
    let turned = lines.concat();
    let read = |people: &str| {
        good(&[
            ("quorate.toml", SETTINGS),
            ("people.csv", people),
            ("venues.csv", VENUES_CSV),
            ("meetings.csv", MEETINGS_CSV),
            ("feeds.secret.toml", SECRETS),
            ("feeds/okafor.ics", ""),
        ])
    };
    assert_eq!(read(PEOPLE_CSV), read(&turned));
}

#[test]
fn a_contact_may_state_the_venue_that_they_set_out_from() {
    let read = |people: &str| {
        let files = quorate::input::Files {
            folder: "case".to_owned(),
            tables: [
                ("people.csv", people),
                (
                    "venues.csv",
                    "id,name\nclinic,North Clinic\ntown-hall,Town Hall\n",
                ),
            ]
            .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
            .into(),
            feeds: Vec::new(),
            ..quorate::input::Files::default()
        };
        quorate::input::read_workspace(&files, &quorate::input::ReadOptions::default())
    };
    let (workspace, _) =
        read("id,agency,roles,sets out from\na.lane,csc,social-worker,Town Hall\n")
            .expect("no fault");
    let base = workspace.contacts[0].base.expect("stated");
    assert_eq!(workspace.venue(base).id, "town-hall");
    let faults =
        read("id,agency,roles,base\na.lane,csc,social-worker,moon\n").expect_err("unknown");
    assert!(faults[0].to_string().contains("moon"), "{}", faults[0]);
}
