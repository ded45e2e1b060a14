//! `quorate-plan/1`: the plan for programs, and for the next plan. Ids only, instants in UTC; a meeting stands on a line of its own,
//! so that two plans can be compared line by line.

use super::figures::{AgencyShare, Figures, Whom};
use super::{PlanReport, reasons};
use crate::model::{
    Arranged, As, Attendance, LevelValue, MissingReason, Placed, Proof, State, VenueId,
};
use crate::report::find::{ground, mode, state, tally, unknown, unknown_ground};
use crate::report::words_en as words;
use crate::time::Instant;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A meeting that has a place. The first keys are those of the arrangements, so that either is read as the other.
#[derive(Serialize)]
struct PlacedOut<'a> {
    #[serde(rename = "ref")]
    reference: &'a str,
    uid: &'a str,
    sequence: u32,
    chosen_at: Option<Instant>,
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    start: Instant,
    end: Instant,
    parts: Vec<PartOut<'a>>,
    venue: Option<&'a str>,
    state: &'static str,
    confirm: &'a [Vec<String>],
    confirm_more: bool,
    attending: Vec<AttendingOut<'a>>,
    missing: Vec<MissingOut<'a>>,
    coverage: Value,
    limit: Option<LimitOut<'a>>,
    late: bool,
    falls_if: Vec<&'a str>,
    ask_about: Vec<&'a str>,
    buffer: BufferOut,
    /// The meeting from whose cycle it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    cycle_of: Option<&'a str>,
    /// It stays as it was published, because it is near.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    frozen: bool,
}

#[derive(Serialize)]
struct PartOut<'a> {
    start: Instant,
    end: Instant,
    venue: Option<&'a str>,
}

#[derive(Serialize)]
struct AttendingOut<'a> {
    seat: &'a str,
    contact: &'a str,
    agency: Option<&'a str>,
    mode: &'static str,
    #[serde(rename = "as")]
    role: &'static str,
    ground: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown_because: Option<&'static str>,
    percent: u8,
    present: Vec<(Instant, Instant)>,
}

#[derive(Serialize)]
struct MissingOut<'a> {
    seat: &'a str,
    places: u32,
    level: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
struct LimitOut<'a> {
    rule: &'a str,
    date: NaiveDate,
    hold_by: NaiveDate,
    spare_working_days: Option<i32>,
}

#[derive(Serialize)]
struct BufferOut {
    before: u32,
    after: u32,
}

/// The whole plan, with a line end.
pub fn json(report: &PlanReport, figures: &Figures) -> String {
    let plan = report.plan;
    let placed = plan.placed.iter().zip(report.arranged);
    let placed = placed.map(|(placed, arranged)| line(&meeting(report, placed, arranged)));
    let mut out = String::from("{\n");
    let mut put = |key: &str, value: &str, last: bool| {
        let comma = if last { "" } else { "," };
        out.push_str(&format!("\"{key}\": {value}{comma}\n"));
    };
    put("format", "\"quorate-plan/1\"", false);
    put("made_at", &line(&report.batch.now), false);
    let objective = plan.levels.iter().map(|level| line(&level_json(level)));
    put("objective", &list(objective), false);
    put("gap", &line(&gap(report)), false);
    put("proof", &line(&proof(report)), false);
    put("stopped", &line(&plan.stopped.name()), false);
    put("effort", &line(&report.effort), false);
    put("seed", &line(&report.seed), false);
    put("repeatable", &line(&!report.timed), false);
    put("summary", &line(&summary(report, figures)), false);
    put("meetings", &list(placed), false);
    put("unplaced", &list(unplaced(report).iter().map(line)), false);
    put("input", &line(&json!({"hash": report.input_hash})), true);
    out.push_str("}\n");
    out
}

fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value);
    text.expect("a value made of texts, numbers and lists can always be written")
}

/// One element a line.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.is_empty() {
        true => "[]".to_owned(),
        false => format!("[\n  {}\n]", items.join(",\n  ")),
    }
}

fn level_json(level: &LevelValue) -> Value {
    json!({
        "level": level.level.name(),
        "value": level.value,
        "sense": "min",
        "bound": level.bound,
        "of": level.of,
    })
}

/// Of the first level that is not proved equal to its bound; `null` as its value = nothing is known, no level = all are proved.
fn gap(report: &PlanReport) -> Value {
    let levels = &report.plan.levels;
    let (level, most) = match report.plan.proof {
        Proof::Optimal => return json!({"level": null, "value": 0, "of": null}),
        Proof::Gap { level, most } => (Some(level), Some(most)),
        Proof::Feasible => {
            let open = levels.iter().find(|one| one.bound != Some(one.value));
            (open.map(|one| one.level), None)
        }
    };
    let of = levels.iter().find(|one| Some(one.level) == level);
    json!({
        "level": level.map(|level| level.name()),
        "value": most,
        "of": of.and_then(|one| one.of),
    })
}

fn proof(report: &PlanReport) -> &'static str {
    match report.plan.proof {
        Proof::Optimal if report.plan.placed.is_empty() && !report.batch.meetings.is_empty() => {
            "infeasible"
        }
        Proof::Optimal => "optimal",
        Proof::Gap { .. } | Proof::Feasible => "feasible",
    }
}

fn meeting<'a>(
    report: &'a PlanReport,
    placed: &'a Placed,
    arranged: &'a Arranged,
) -> PlacedOut<'a> {
    let (index, slot) = (placed.meeting, &placed.slot);
    let one = &report.batch.meetings[index];
    let problem = &one.problem;
    let venue = |venue: Option<VenueId>| venue.map(|id| report.workspace.venue(id).id.as_str());
    let ids = |members: &'a [crate::model::MemberId]| -> Vec<&'a str> {
        let ids = members
            .iter()
            .map(|member| problem.member(*member).id.as_str());
        ids.collect()
    };
    PlacedOut {
        reference: &arranged.reference,
        uid: &arranged.uid,
        sequence: arranged.sequence,
        chosen_at: arranged.chosen_at,
        kind: report.specs[index].kind.as_deref(),
        start: slot.start,
        end: slot.end,
        parts: arranged
            .parts
            .iter()
            .map(|part| PartOut {
                start: part.interval.start(),
                end: part.interval.end(),
                venue: venue(part.venue),
            })
            .collect(),
        venue: venue(slot.venue),
        state: state(slot.state),
        confirm: match slot.state {
            State::QuorateIf => &arranged.confirm,
            State::Quorate | State::Short => &[],
        },
        confirm_more: slot.confirm_more,
        attending: slot
            .attending
            .iter()
            .map(|attendance| attending(report, index, attendance))
            .collect(),
        missing: slot
            .missing
            .iter()
            .map(|missing| {
                let seat = problem.seat(missing.seat);
                MissingOut {
                    seat: &seat.id,
                    places: missing.places,
                    level: seat.level.id(),
                    reason: match missing.reason {
                        MissingReason::NotAvailable => "not-available",
                        MissingReason::NeededElsewhere => "needed-elsewhere",
                        MissingReason::KeptApart => "kept-apart",
                    },
                }
            })
            .collect(),
        coverage: tally(&slot.sure),
        limit: problem.limit.as_ref().map(|limit| LimitOut {
            rule: &limit.rule,
            date: limit.date,
            hold_by: limit.hold_by,
            spare_working_days: slot.spare_working_days,
        }),
        late: slot.score.late,
        falls_if: ids(&slot.falls_if),
        ask_about: ids(&slot.ask_about),
        buffer: BufferOut {
            before: arranged.buffer.before_minutes,
            after: arranged.buffer.after_minutes,
        },
        cycle_of: one
            .cycle_of
            .map(|index| report.problem(index).reference.as_str()),
        frozen: one.frozen,
    }
}

fn attending<'a>(
    report: &'a PlanReport,
    meeting: usize,
    attendance: &'a Attendance,
) -> AttendingOut<'a> {
    let problem = report.problem(meeting);
    let member = problem.member(attendance.member);
    let agency = member
        .contact
        .map(|contact| report.workspace.agency_of(contact).id.as_str());
    AttendingOut {
        seat: &problem.seat(attendance.seat).id,
        contact: &member.id,
        agency,
        mode: mode(attendance.mode),
        role: match attendance.role {
            As::Principal => "principal",
            As::Deputy => "deputy",
        },
        ground: ground(attendance.ground),
        unknown_because: unknown_ground(problem, attendance).map(unknown),
        percent: attendance.percent,
        present: attendance
            .present
            .iter()
            .map(|interval| (interval.start(), interval.end()))
            .collect(),
    }
}

/// What could not even be made ready stands first.
fn unplaced(report: &PlanReport) -> Vec<Value> {
    let refused = report.refused.iter().map(|one| {
        let faults: Vec<String> = one.faults.iter().map(words::meeting_fault).collect();
        json!({
            "ref": one.reference,
            "reason": {"code": "not-ready", "facts": {"faults": faults}},
            "sentence": faults.join("; "),
        })
    });
    let id = |contact| report.workspace.contact(contact).id.clone();
    let planned = report.plan.unplaced.iter().map(|one| {
        let sentences = reasons::sentences(report, one.meeting, &one.reason, &id);
        json!({
            "ref": report.problem(one.meeting).reference,
            "reason": {
                "code": one.reason.code(),
                "facts": reasons::facts(report, one.meeting, &one.reason),
            },
            "sentence": sentences.join(" "),
        })
    });
    refused.chain(planned).collect()
}

/// The counts that the text and the page are made from.
fn summary(report: &PlanReport, figures: &Figures) -> Value {
    let workspace = report.workspace;
    let calls = figures.calls.iter().map(|call| {
        let mut value = match &call.whom {
            Whom::Contact(contact) => json!({"contact": workspace.contact(*contact).id}),
            Whom::Venue(venue) => json!({"venue": workspace.venue(*venue).id}),
            Whom::Open(seat) => json!({"seat": seat}),
        };
        value["settles"] = json!(call.settles);
        value["wanted"] = json!(call.wanted);
        value["meetings"] = json!(call.meetings);
        value
    });
    let grounds = &figures.grounds;
    let because: Map<String, Value> = grounds
        .unknown
        .iter()
        .map(|(why, count)| (unknown(*why).to_owned(), json!(count)))
        .collect();
    let load = figures.pools.iter().map(|pool| {
        let people = pool.people.iter().map(|(contact, had, here)| {
            json!({"contact": workspace.contact(*contact).id, "before": had, "planned": here})
        });
        json!({"seat": pool.seat, "people": people.collect::<Vec<_>>()})
    });
    let agencies = figures.agencies.iter().map(|(agency, share)| {
        let counts = |share: &AgencyShare| {
            json!({"coming": share.coming, "waiting": share.waiting, "empty": share.empty})
        };
        json!({
            "agency": agency.map(|id| &workspace.agency(id).id),
            "required": counts(&share.required),
            "wanted": counts(&share.wanted),
        })
    });
    json!({
        "meetings": figures.meetings,
        "placed": figures.placed,
        "in_time": figures.in_time,
        "late": figures.late,
        "quorate": figures.quorate,
        "quorate_if": figures.waiting,
        "short": figures.short,
        "unplaced": figures.unplaced,
        "required": {
            "filled": figures.required.filled,
            "of": figures.required.of,
            "most": figures.required.most,
        },
        "rests_on": {
            "attendances": grounds.attendances,
            "feed": grounds.feed,
            "answer": grounds.answer,
            "pattern": grounds.pattern,
            "tentative": grounds.tentative,
            "unknown": because,
            "meetings_beyond_a_diary": grounds.beyond,
        },
        "calls": calls.collect::<Vec<_>>(),
        "load": load.collect::<Vec<_>>(),
        "agencies": agencies.collect::<Vec<_>>(),
    })
}
