//! `quorate-slots/1`: the answer for programs. Ids only, instants in UTC.

use super::calls::{Effect, call_list};
use super::clocks_json::{clocks, confidence, short_notice};
use super::{FindReport, Owner};
use crate::model::{
    As, Confirming, Coverage, Fact, FeedStatus, Ground, Label, MissingReason, Mode, PartVenue,
    Question, Slot, State, Tally, UnknownGround, VenueId,
};
use crate::prepare::Note;
use crate::report::{put_stale, words_en};
use serde_json::{Map, Value, json};

/// The whole answer, indented, with a line end.
pub fn json(report: &FindReport) -> String {
    json_with(report, Vec::new())
}

/// The same with more keys behind it.
pub fn json_with(report: &FindReport, more: Vec<(&str, Value)>) -> String {
    let problem = &report.prepared.problem;
    let mut answer = Map::new();
    let mut put = |key: &str, value: Value| {
        answer.insert(key.to_owned(), value);
    };
    put("format", json!("quorate-slots/1"));
    put("meeting", meeting(report));
    put("feeds", feeds(report));
    let slots: Vec<Value> = report
        .found
        .slots
        .iter()
        .map(|slot| slot_json(report, slot))
        .collect();
    put("slots", Value::Array(slots));
    let searched = &report.found.searched;
    put(
        "searched",
        json!({
            "starts": searched.starts,
            "feasible": searched.feasible,
            "grid_minutes": searched.grid_minutes,
            "late_starts": searched.late_starts,
        }),
    );
    if let Some(clash) = &report.found.clash {
        let facts = clash.facts.iter().map(|fact| self::fact(report, fact));
        put("reasons", facts.collect());
        let openings = clash.openings.iter().map(|opening| {
            let mut value = self::fact(report, &opening.change);
            value["opens"] = json!(opening.starts);
            value["first"] = json!({"start": opening.first.start(), "end": opening.first.end()});
            value
        });
        put("openings", openings.collect());
    }
    if report.workspace.defaults.hours_assumed {
        put(
            "assumed",
            json!({
                "hours": words_en::ASSUMED_HOURS,
                "zone": report.workspace.defaults.zone,
                "nation": report.workspace.defaults.nation.id(),
            }),
        );
    }
    put("calls", calls(report));
    let of_seats = problem.questions.iter().map(|question| match question {
        Question::Flag { flag, seat } => json!({"code": "flag", "flag": flag, "seat": seat}),
    });
    let flags = report.prepared.clocks.questions.iter();
    let of_dates = flags.map(|flag| json!({"code": "flag", "flag": flag, "seat": null}));
    put("questions", of_seats.chain(of_dates).collect());
    put("notes", report.prepared.notes.iter().map(note).collect());
    more.into_iter().for_each(|(key, value)| put(key, value));
    let text = serde_json::to_string_pretty(&Value::Object(answer));
    text.expect("a value made of strings, numbers and lists can always be written") + "\n"
}

fn meeting(report: &FindReport) -> Value {
    let problem = &report.prepared.problem;
    json!({
        "ref": problem.reference,
        "type": report.meeting.kind,
        "duration_minutes": problem.length / 60,
        "from": problem.from,
        "to": problem.to,
        "zone": problem.zone.name(),
        "types": report.meeting.types,
        "limit": problem.limit.as_ref().map(|limit| json!({
            "rule": limit.rule, "date": limit.date, "hold_by": limit.hold_by,
            "confidence": confidence(report),
        })),
        "clocks": clocks(report),
        "target": problem.target,
        "seats": problem.seats.iter().map(|seat| json!({
            "seat": seat.id, "level": seat.level.id(), "places": seat.places,
        })).collect::<Vec<Value>>(),
    })
}

pub(in crate::report) fn feeds(report: &FindReport) -> Value {
    let receipt = |(owner, feed): &(Owner, &crate::model::ReadFeed)| {
        let mut value = match owner {
            Owner::Contact(_) => json!({"contact": report.owner_id(*owner)}),
            Owner::Venue(_) => json!({"venue": report.owner_id(*owner)}),
        };
        value["feed"] = json!(feed.id);
        value["read"] = json!(feed.read_at);
        match &feed.status {
            FeedStatus::Read { reading, known } => {
                value["kept"] = json!(reading.kept);
                value["dropped"] = json!(reading.dropped_in_all());
                value["horizon"] = json!(known.map(|known| known.end()));
                value["status"] = json!("read");
                value["dropped_why"] = reading
                    .dropped
                    .iter()
                    .map(|(reason, count)| (reason.code().to_owned(), json!(count)))
                    .collect::<Map<String, Value>>()
                    .into();
                value["warnings"] = json!(reading.warnings.len());
                value["excess"] = json!(reading.excess);
                // A feed whose agency does not put up with details is refused and never gets here.
                value["details"] = json!(if reading.excess.is_any() {
                    "noted"
                } else {
                    "none"
                });
            }
            FeedStatus::Refused(refusal) => {
                value["kept"] = json!(0);
                value["dropped"] = json!(0);
                value["horizon"] = Value::Null;
                value["status"] = json!("refused");
                value["why"] = json!(refusal.code());
            }
            FeedStatus::Missing => {
                value["kept"] = json!(0);
                value["dropped"] = json!(0);
                value["horizon"] = Value::Null;
                value["status"] = json!("missing");
            }
            FeedStatus::Unfetched(fault) => {
                value["kept"] = json!(0);
                value["dropped"] = json!(0);
                value["horizon"] = Value::Null;
                value["status"] = json!("unfetched");
                value["why"] = json!(fault);
            }
        }
        put_stale(&mut value, feed);
        value
    };
    report.receipts.iter().map(receipt).collect()
}

/// One slot.
pub fn slot_json(report: &FindReport, slot: &Slot) -> Value {
    let problem = &report.prepared.problem;
    let venue = |venue: Option<VenueId>| venue.map(|id| &report.workspace.venue(id).id);
    let parts: Vec<Value> = problem
        .parts
        .iter()
        .map(|part| {
            let at = part.at(slot.start);
            let place = match part.venue {
                PartVenue::Meeting => slot.venue,
                PartVenue::None => None,
                PartVenue::Named(named) => Some(named),
            };
            json!({"name": part.name, "start": at.start(), "end": at.end(), "venue": venue(place)})
        })
        .collect();
    let attending: Vec<Value> = slot
        .attending
        .iter()
        .map(|attendance| {
            let contact = problem.member(attendance.member).contact;
            let agency = contact.map(|contact| &report.workspace.agency_of(contact).id);
            json!({
                "seat": problem.seat(attendance.seat).id,
                "contact": report.member_id(attendance.member),
                "agency": agency,
                "mode": mode(attendance.mode),
                "as": match attendance.role { As::Principal => "principal", As::Deputy => "deputy" },
                "ground": ground(attendance.ground),
                "unknown_because": report.unknown_ground(attendance).map(unknown),
                "percent": attendance.percent,
                "present": attendance.present.iter()
                    .map(|interval| json!([interval.start(), interval.end()])).collect::<Vec<Value>>(),
            })
        })
        .collect();
    let missing: Vec<Value> = slot
        .missing
        .iter()
        .map(|missing| {
            let seat = problem.seat(missing.seat);
            json!({
                "seat": seat.id,
                "reason": match missing.reason {
                    MissingReason::NotAvailable => "not-available",
                    MissingReason::NeededElsewhere => "needed-elsewhere",
                    MissingReason::KeptApart => "kept-apart",
                },
                "level": seat.level.id(),
                "places": missing.places,
            })
        })
        .collect();
    let confirm: Vec<Vec<&str>> = slot
        .confirm
        .iter()
        .map(|set| {
            set.iter()
                .map(|whom| confirming_id(report, *whom))
                .collect()
        })
        .collect();
    let ids = |members: &[crate::model::MemberId]| -> Vec<String> {
        members
            .iter()
            .map(|member| report.member_id(*member).to_owned())
            .collect()
    };
    json!({
        "start": slot.start,
        "end": slot.end,
        "venue": venue(slot.venue),
        "state": state(slot.state),
        "confirm": confirm,
        "coverage": tally(&slot.sure),
        "sure": tally(&slot.sure),
        "possible": tally(&slot.possible),
        "attending": attending,
        "missing": missing,
        "limit": problem.limit.as_ref().map(|limit| json!({
            "rule": limit.rule,
            "date": limit.date,
            "spare_working_days": slot.spare_working_days,
            "hold_by": limit.hold_by,
        })),
        "falls_if": ids(&slot.falls_if),
        "parts": parts,
        "late": slot.score.late,
        "short_notice": short_notice(report, slot),
        "confirm_more": slot.confirm_more,
        "ask_about": ids(&slot.ask_about),
        "labels": slot.labels.iter().map(|label| match label {
            Label::Fullest => "fullest",
            Label::Earliest => "earliest",
            Label::Safest => "safest",
            Label::FewestCalls => "fewest-calls",
        }).collect::<Vec<&str>>(),
        "also": slot.folded,
    })
}

fn confirming_id<'r>(report: &'r FindReport, whom: Confirming) -> &'r str {
    match whom {
        Confirming::Member(member) => report.member_id(member),
        Confirming::Venue(venue) => &report.workspace.venue(venue).id,
    }
}

fn calls(report: &FindReport) -> Value {
    let calls = call_list(report.found);
    let call = |call: &super::Call| {
        let slots: Vec<Value> = call
            .slots
            .iter()
            .map(|entry| {
                let with: Vec<&str> = match &entry.yes {
                    Effect::Settles => Vec::new(),
                    Effect::SettlesWith(others) => others
                        .iter()
                        .map(|whom| confirming_id(report, *whom))
                        .collect(),
                };
                json!({
                    "slot": entry.slot + 1,
                    "start": report.found.slots[entry.slot].start,
                    "settles_with": with,
                    "no_ends_it": entry.no_ends_it,
                })
            })
            .collect();
        let mut value = match call.whom {
            Confirming::Member(_) => json!({"contact": confirming_id(report, call.whom)}),
            Confirming::Venue(_) => json!({"venue": confirming_id(report, call.whom)}),
        };
        value["slots"] = Value::Array(slots);
        value
    };
    calls.iter().map(call).collect()
}

fn fact(report: &FindReport, fact: &Fact) -> Value {
    match fact {
        Fact::Member(member) => {
            let seats = report.prepared.problem.seats.iter().filter(|seat| {
                seat.candidates
                    .iter()
                    .any(|candidate| candidate.member == *member)
            });
            let seats: Vec<&String> = seats.map(|seat| &seat.id).collect();
            let deputies: Vec<Value> = report
                .stand_ins(*member)
                .iter()
                .map(|one| {
                    let ids = one
                        .contacts
                        .iter()
                        .map(|who| &report.workspace.contact(*who).id);
                    json!({"seat": one.seat, "contacts": ids.collect::<Vec<&String>>()})
                })
                .collect();
            json!({
                "code": "not-available",
                "contact": report.member_id(*member),
                "seats": seats,
                "deputies": deputies,
            })
        }
        Fact::Venues => json!({"code": "venues-not-available"}),
        Fact::MeetingHours => json!({"code": "meeting-hours"}),
    }
}

pub(in crate::report) fn note(note: &Note) -> Value {
    match note {
        Note::AssumedHours => json!({"code": "assumed-hours"}),
        Note::NoHoursFor { contact } => json!({"code": "no-hours", "contact": contact}),
        Note::OwnMeetings { feed, count, moved } => {
            json!({"code": "own-meetings", "feed": feed, "count": count, "moved": moved})
        }
        Note::Lengthened { minutes } => json!({"code": "lengthened", "minutes": minutes}),
        Note::PartsNotLengthened { contact, minutes } => {
            json!({"code": "parts-not-lengthened", "contact": contact, "minutes": minutes})
        }
        Note::NoLimit => json!({"code": "no-limit"}),
        Note::MissingDate(missing) => json!({
            "code": if missing.terms { "missing-terms" } else { "missing-date" },
            "subject": missing.subject,
            "type": missing.kind,
            "anchor": missing.anchor.id(),
        }),
        Note::AnotherMissingDate(missing) => json!({
            "code": if missing.terms { "missing-terms" } else { "missing-date" },
            "subject": missing.subject,
            "type": missing.kind,
            "anchor": missing.anchor.id(),
            "beside_the_limit": true,
        }),
        Note::TypeNotInForce { kind } => json!({"code": "type-not-in-force", "type": kind}),
        Note::LaterThanRule {
            hold_by,
            rule_hold_by,
        } => json!({"code": "later-than-rule", "hold_by": hold_by, "rule_hold_by": rule_hold_by}),
        Note::PinBeforeFirst { first } => json!({"code": "pin-before-first", "first": first}),
        Note::EarlierThanRule { opens } => json!({"code": "earlier-than-rule", "opens": opens}),
    }
}

pub(in crate::report) fn tally(tally: &Tally) -> Value {
    let pair = |coverage: Coverage| json!([coverage.filled, coverage.places]);
    json!({
        "required": pair(tally.required),
        "expected": pair(tally.expected),
        "preferred": pair(tally.preferred),
        "optional": pair(tally.optional),
    })
}

/// The state's name in files.
pub fn state(state: State) -> &'static str {
    match state {
        State::Quorate => "quorate",
        State::QuorateIf => "quorate-if",
        State::Short => "short",
    }
}

pub(in crate::report) fn unknown(ground: UnknownGround) -> &'static str {
    match ground {
        UnknownGround::ToBeNamed => "to-be-named",
        UnknownGround::NoFeed => "no-feed",
        UnknownGround::Unreadable => "unreadable",
        UnknownGround::BeyondHorizon => "beyond-horizon",
        UnknownGround::Doubtful => "doubtful",
    }
}

pub(in crate::report) fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => "in-person",
        Mode::Remote => "remote",
        Mode::Report => "report",
    }
}

pub(in crate::report) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Feed => "feed",
        Ground::Answer => "answer",
        Ground::Pattern => "pattern",
        Ground::Tentative => "tentative",
        Ground::Unknown => "unknown",
    }
}
