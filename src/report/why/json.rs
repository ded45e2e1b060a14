//! The answer as JSON: ids, codes and instants.

use super::{WhyReport, told};
use crate::model::{
    Better, Cause, Change, Clause, ContactId, Hindered, MemberId, Rank, Reason, Slot, Stand, Unit,
    VenueId, Way, Workspace,
};
use crate::report::find::{slot_json, state};
use serde_json::{Value, json};

/// The whole answer, indented, with a line end.
pub fn json(report: &WhyReport) -> String {
    let why = report.why;
    let find = report.find;
    let time = told::time(report, why.start);
    let answer = json!({
        "format": "quorate-why-not/1",
        "ref": find.prepared.problem.reference,
        "start": time.start(),
        "end": time.end(),
        "offered": why.rank.is_some(),
        "rank": why.rank.map(rank),
        "reasons": why.reasons.iter().map(|one| reason(report, one)).collect::<Vec<Value>>(),
        "people": why.people.iter().map(|one| {
            let mut value = member(report, one.member);
            value["stands"] = json!(stand(one.stand));
            value["causes"] = causes(report, &one.causes);
            value
        }).collect::<Vec<Value>>(),
        "slot": why.slot.as_ref().map(|slot| slot_json(find, slot)),
        "ways": report.ways.iter().map(|one| way(report, one)).collect::<Vec<Value>>(),
        "best": why.best.as_ref().map(|slot| short_slot(find.workspace, slot)),
        "nearest": why.nearest.iter()
            .map(|slot| short_slot(find.workspace, slot)).collect::<Vec<Value>>(),
    });
    let text = serde_json::to_string_pretty(&answer);
    text.expect("a value made of strings, numbers and lists can always be written") + "\n"
}

fn rank(rank: Rank) -> Value {
    json!({
        "place": rank.place,
        "of": rank.of,
        "listed": rank.listed,
        "best_is_better_in": rank.better.map(|better| match better {
            Better::Calls { .. } => "calls",
            Better::Level(level) => crate::report::words_en::rank_level(level),
            Better::Earlier => "earliness",
        }),
    })
}

/// A slot without its people.
pub(super) fn short_slot(workspace: &Workspace, slot: &Slot) -> Value {
    json!({
        "start": slot.start,
        "end": slot.end,
        "venue": slot.venue.map(|venue| &workspace.venue(venue).id),
        "state": state(slot.state),
        "late": slot.score.late,
    })
}

fn reason(report: &WhyReport, reason: &Reason) -> Value {
    match reason {
        Reason::Pinned { to } => json!({"code": "pinned", "to": to}),
        Reason::Past => json!({"code": "past"}),
        Reason::Notice { first } => json!({"code": "notice", "first": first}),
        Reason::BeforeFirst { first } => json!({"code": "before-first", "first": first}),
        Reason::AfterLimit { in_time } => json!({
            "code": "after-limit", "limit": report.find.prepared.problem.to, "in_time": in_time,
        }),
        Reason::AfterLast { last } => json!({"code": "after-last", "last": last}),
        Reason::MeetingHours => json!({"code": "meeting-hours"}),
        Reason::OffGrid { before, after } => json!({
            "code": "off-grid", "before": before, "after": after,
        }),
        Reason::NoVenue { venues } => json!({
            "code": "no-venue",
            "venues": venues.iter().map(|one| venue(report, one)).collect::<Vec<Value>>(),
        }),
        Reason::PartVenue { venue: one } => {
            json!({"code": "part-venue", "venues": [venue(report, one)]})
        }
        Reason::People {
            hindered,
            apart,
            clause,
        } => {
            let people = hindered.iter().map(|one| {
                let mut value = member(report, one.who);
                value["causes"] = causes(report, &one.causes);
                value
            });
            let ids = |(a, b): &(MemberId, MemberId)| json!([id(report, *a), id(report, *b)]);
            json!({
                "code": "quorum",
                "people": people.collect::<Vec<Value>>(),
                "apart": apart.iter().map(ids).collect::<Vec<Value>>(),
                "asks": clause.as_ref().map(|part| self::clause(report, part)),
            })
        }
        Reason::Frame => json!({"code": "never-quorate"}),
    }
}

fn id<'r>(report: &'r WhyReport, member: MemberId) -> &'r str {
    &report.find.prepared.problem.member(member).id
}

fn member(report: &WhyReport, member: MemberId) -> Value {
    let seats = report.find.prepared.problem.seats.iter();
    let own = seats.filter(|seat| seat.candidates.iter().any(|one| one.member == member));
    json!({
        "contact": id(report, member),
        "seats": own.map(|seat| &seat.id).collect::<Vec<&String>>(),
    })
}

fn venue(report: &WhyReport, one: &Hindered<VenueId>) -> Value {
    json!({
        "venue": report.find.workspace.venue(one.who).id,
        "causes": causes(report, &one.causes),
    })
}

fn causes(report: &WhyReport, causes: &[Cause]) -> Value {
    let arrangements = &report.find.workspace.arrangements;
    let causes = causes.iter().map(|cause| {
        let code = match cause {
            Cause::Holiday => "holiday",
            Cause::Calendar => "calendar",
            Cause::Exception => "exception",
            Cause::Hours => "hours",
            Cause::SaidNo => "said-no",
            Cause::DailyLimit => "daily-limit",
            Cause::Arranged(_) => "arranged",
            Cause::NearArranged(_) => "near-arranged",
            Cause::Diary => "not-available",
            Cause::NearDiary => "near-something",
            Cause::Tentative => "tentative",
            Cause::LeadTime => "lead-time",
            Cause::NotOffered => "not-offered",
        };
        let mut value = json!({"code": code});
        if let Cause::Arranged(index) | Cause::NearArranged(index) = cause {
            value["ref"] = json!(arrangements.get(*index).map(|one| &one.reference));
        }
        value
    });
    causes.collect()
}

fn stand(stand: Stand) -> &'static str {
    match stand {
        Stand::Free => "free",
        Stand::Expected => "expected",
        Stand::Tentative => "tentative",
        Stand::Unknown => "unknown",
        Stand::NotAvailable => "not-available",
    }
}

/// A part of the quorum. Depth: that of the quorum as written.
fn clause(report: &WhyReport, part: &Clause) -> Value {
    let all = |of: &[Clause]| -> Vec<Value> { of.iter().map(|one| clause(report, one)).collect() };
    match part {
        Clause::Seat(seat) => json!({"seat": report.find.prepared.problem.seat(*seat).id}),
        Clause::All(of) => json!({"all": all(of)}),
        Clause::Any { need, of } => json!({"any": need, "of": all(of)}),
        Clause::Count { need, unit, who } => {
            let counted = (0u32..).zip(who).filter(|(_, counted)| **counted);
            json!({
                "count": need,
                "unit": match unit {
                    Unit::People => "people",
                    Unit::Agencies => "agencies",
                    Unit::Kinds => "kinds",
                    Unit::Groups => "groups",
                },
                "of": counted.map(|(one, _)| id(report, MemberId(one))).collect::<Vec<&str>>(),
            })
        }
    }
}

fn way(report: &WhyReport, way: &Way) -> Value {
    let workspace = report.find.workspace;
    let confirm: Vec<Vec<&str>> = way
        .slot
        .confirm
        .iter()
        .map(|set| {
            set.iter()
                .map(|whom| match whom {
                    crate::model::Confirming::Member(id) => way.problem.member(*id).id.as_str(),
                    crate::model::Confirming::Venue(venue) => workspace.venue(*venue).id.as_str(),
                })
                .collect()
        })
        .collect();
    let mut slot = short_slot(workspace, &way.slot);
    slot["confirm"] = json!(confirm);
    json!({
        "changes": way.changes.iter().map(|one| change(workspace, one)).collect::<Vec<Value>>(),
        "cost": way.cost,
        "slot": slot,
    })
}

/// A change by its code and what it is about.
pub(super) fn change(workspace: &Workspace, change: &Change) -> Value {
    let contact = |id: ContactId| &workspace.contact(id).id;
    match change {
        Change::Start(start) => json!({"code": "start", "start": start}),
        Change::Yes(who) => json!({"code": "yes", "contact": contact(*who)}),
        Change::Duration(minutes) => json!({"code": "duration", "minutes": minutes}),
        Change::Room(venue) => json!({"code": "room", "venue": workspace.venue(*venue).id}),
        Change::Deputy { seat, contact: who } => {
            json!({"code": "deputy", "seat": seat, "contact": contact(*who)})
        }
        Change::Moved { reference } => json!({"code": "move", "ref": reference}),
        Change::Relax(rule) => json!({"code": "relax", "rule": rule.id()}),
        Change::Grid(minutes) => json!({"code": "grid", "minutes": minutes}),
        Change::Discretion => json!({"code": "discretion"}),
        Change::Without(who) => json!({"code": "without", "contact": contact(*who)}),
        Change::WithoutSeat(seat) => json!({"code": "without", "seat": seat}),
    }
}
