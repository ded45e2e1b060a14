//! The answer for programs: ids, codes, instants and numbers; no name and no telephone number.

use super::{Help, Next, Tried, WatchReport};
use crate::model::{Confirming, Problem, Slot, Stand, State, Workspace};
use crate::report::find::state as slot_state;
use crate::watch::{Chase, Deputy, Level, LossesOf, Party, Person, Position, Unjudged, Watched};
use serde_json::{Value, json};

/// The format of the answer.
const FORMAT: &str = "quorate-watch/1";

/// The whole answer, indented, with a line end.
pub fn json(report: &WatchReport) -> String {
    let meetings = report.by_urgency().into_iter();
    let meetings: Vec<Value> = meetings
        .map(|(watched, help)| meeting(report.workspace, watched, help))
        .collect();
    let unreported = report.watch.unreported.iter();
    let unreported: Vec<Value> = unreported
        .map(|(reference, start)| json!({ "ref": reference, "start": start }))
        .collect();
    let all = json!({
        "format": FORMAT,
        "settled": report.is_settled(),
        "knows_invitations": report.watch.knows_invitations,
        "meetings": meetings,
        "unreported": unreported,
    });
    format!("{all:#}\n")
}

fn meeting(workspace: &Workspace, watched: &Watched, help: &Help) -> Value {
    let history = &watched.history;
    let party = |one: &Party| party(workspace, one);
    let sets = |sets: &[Vec<Party>]| -> Vec<Value> {
        let sets = sets.iter();
        sets.map(|set| set.iter().map(party).collect()).collect()
    };
    let falls = match &watched.losses {
        LossesOf::Sets(all) => sets(all),
        LossesOf::None | LossesOf::More => Vec::new(),
    };
    let people: Vec<Value> = watched
        .people
        .iter()
        .map(|one| person(workspace, one))
        .collect();
    let empty = watched.empty.iter();
    let empty: Vec<Value> = empty
        .map(|(seat, places)| json!({ "seat": seat, "places": places }))
        .collect();
    let chase: Vec<Value> = watched
        .chase
        .iter()
        .map(|one| asked(workspace, one))
        .collect();
    let mut value = json!({
        "ref": watched.reference,
        "start": watched.interval.start(),
        "end": watched.interval.end(),
        "level": watched.level.id(),
        "settled": watched.is_settled(),
        "survives": watched.losses.survives(),
        "survives_more": watched.losses == LossesOf::More,
        "falls_if": falls,
        "wanting": sets(&watched.wanting),
        "wanting_more": watched.wanting_more,
        "empty": empty,
        "people": people,
        "chase": chase,
        "waived_by": history.waiver.as_ref().map(|waiver| &waiver.by),
        "last_inquorate": history.last_inquorate.as_ref().map(|(reference, start)| {
            json!({ "ref": reference, "start": start })
        }),
        "second_in_a_row": watched.is_second_inquorate(),
        "after_fallen": history.after_fallen,
        "deputies": help.deputies.as_ref().map(|all| -> Vec<Value> {
            all.iter().map(|one| deputy(workspace, one)).collect()
        }),
        "proposals": help.tried.iter().map(|one| tried(workspace, one)).collect::<Vec<Value>>(),
        "next": help.next.as_ref().map(|one| next(workspace, one)),
    });
    if let Level::Unjudged(why) = &watched.level {
        value["why"] = match why {
            Unjudged::NoRow => json!("no-row"),
            Unjudged::Faults(_) => json!("faults"),
        };
    }
    value
}

fn party(workspace: &Workspace, party: &Party) -> Value {
    match party {
        Party::Contact(id) => json!(workspace.contact(*id).id),
        Party::ToBeNamed(id) => json!(id),
    }
}

fn person(workspace: &Workspace, person: &Person) -> Value {
    let other = match person.position {
        Position::Delegate { of } => Some(of),
        Position::Sends { whom } => Some(whom),
        Position::SendsUnfit { whom } => whom,
        _ => None,
    };
    json!({
        "who": party(workspace, &person.party),
        "seats": person.seats,
        "position": person.position.id(),
        "counts": match person.position {
            position if position.is_sure() => "sure",
            position if position.is_open() => "open",
            _ => "out",
        },
        "other": other.map(|id| &workspace.contact(id).id),
    })
}

fn asked(workspace: &Workspace, one: &Chase) -> Value {
    json!({
        "who": party(workspace, &one.party),
        "if_yes": one.if_yes,
        "if_no": one.if_no,
    })
}

fn deputy(workspace: &Workspace, one: &Deputy) -> Value {
    json!({
        "who": workspace.contact(one.contact).id,
        "seat": one.seat,
        "free": match one.free {
            Stand::Free => "free",
            Stand::Expected => "expected",
            Stand::Tentative => "tentative",
            Stand::Unknown => "unknown",
            Stand::NotAvailable => "not-available",
        },
        "level": one.level.id(),
        "wanting": one.wanting,
    })
}

fn tried(workspace: &Workspace, one: &Tried) -> Value {
    let by = &workspace.contact(one.counter.contact).id;
    let (start, end) = (one.counter.time.start(), one.counter.time.end());
    let mut value = json!({ "by": by, "start": start, "end": end });
    match &one.outcome {
        Ok(found) => {
            let slot = found.why.slot.as_ref();
            value["offered"] = json!(found.why.rank.is_some());
            value["state"] = json!(slot.map(|slot| slot_state(slot.state)));
            value["confirm"] =
                json!(slot.map(|slot| { confirm(workspace, &found.prepared.problem, slot) }));
        }
        Err(_) => value["offered"] = json!(false),
    }
    value
}

fn confirm(workspace: &Workspace, problem: &Problem, slot: &Slot) -> Vec<Vec<String>> {
    let id = |whom: &Confirming| match whom {
        Confirming::Member(member) => problem.member(*member).id.clone(),
        Confirming::Venue(venue) => workspace.venue(*venue).id.clone(),
    };
    let sets = slot.confirm.iter();
    sets.map(|set| set.iter().map(id).collect()).collect()
}

fn next(workspace: &Workspace, next: &Next) -> Value {
    let Next::Searched(prepared, found) = next else {
        return json!({ "searched": false });
    };
    let mut slots = found.slots.iter();
    let slot = slots.find(|slot| slot.state != State::Short);
    json!({
        "searched": true,
        "slot": slot.map(|slot| json!({
            "start": slot.start,
            "end": slot.end,
            "venue": slot.venue.map(|venue| &workspace.venue(venue).id),
            "state": slot_state(slot.state),
            "confirm": confirm(workspace, &prepared.problem, slot),
        })),
    })
}
