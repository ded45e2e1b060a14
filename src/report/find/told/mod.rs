//! What is said of an answer, in pieces: the text and the page set them each in their own way.
//!
//! The text is the coordinator's own and names everybody; pages and pictures are handed on and name no confidential person or place.

mod slot;

pub(super) use slot::{ToldSlot, slot};

use super::calls::{Effect, call_list};
use super::clocks;
use super::{FindReport, Owner};
use crate::model::{
    Clash, Confirming, ContactId, Fact, FeedStatus, MemberId, Question, ReadFeed, Slot, State,
    VenueId,
};
use crate::prepare::Note;
use crate::report::public::{public_name, public_venue, seat_name};
use crate::report::words_en as words;
use crate::time::{Instant, Interval, Zone};

/// Who is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::report) enum Names {
    /// Everybody.
    All,
    /// Nobody who is confidential.
    Public,
}

/// One telephone call in words.
pub(super) struct ToldCall {
    pub whom: String,
    pub phone: Option<String>,
    /// Index of each slot with what an answer decides.
    pub slots: Vec<(usize, String)>,
}

/// Why nothing in time fits.
pub(in crate::report) struct ToldClash {
    pub sentence: String,
    /// What one change would open, best first.
    pub openings: Vec<String>,
    pub stand_ins: Vec<String>,
    /// What the slots are that stand below all the same.
    pub below: Option<String>,
}

/// One feed's receipt.
pub(in crate::report) struct ToldFeed {
    pub whose: String,
    /// `None` where the name of the feed could tell of somebody confidential.
    pub feed: Option<String>,
    pub receipt: String,
}

/// The sentences that stand first: what to do now, what the coordinator has to say, by when.
pub(super) fn head(report: &FindReport, names: Names) -> Vec<String> {
    let problem = &report.prepared.problem;
    // Where the limit has passed, or a promise lies behind it, a late time is all that can be settled, and what is said of the limit tells so.
    let breached = problem.to < problem.from && problem.pinned.is_none();
    let only = breached || problem.pinned.is_some();
    let in_question = |slot: &Slot| !slot.score.late || only;
    let mut out = Vec::new();
    match report.found.slots.first() {
        Some(slot) if slot.state == State::Quorate && in_question(slot) => {
            let place = slot.venue.map(|venue| venue_name(report, names, venue));
            out.push(words::settled(&when(report, slot), place));
        }
        Some(slot) if slot.state == State::QuorateIf && in_question(slot) => {
            let smallest = slot.confirm.first().into_iter().flatten();
            let whom: Vec<String> = smallest
                .map(|whom| confirmer(report, names, *whom))
                .collect();
            out.push(words::ring(&whom, &when(report, slot)));
        }
        _ if breached => {}
        _ => {
            let pinned = problem.pinned.map(|pinned| problem.zone.local(pinned));
            out.push(match pinned {
                Some(pinned) => words::nothing_at_pin(pinned),
                None => words::nothing(problem.from, problem.to),
            });
        }
    }
    // The first sentence leaves out the seats that wait for an answer of the coordinator, so the question stands beside it.
    out.extend(questions(report));
    out.extend(clocks::paragraphs(report));
    out.extend(assumed(report));
    out
}

/// What only the coordinator can say.
pub(in crate::report) fn questions(report: &FindReport) -> Vec<String> {
    let questions = report.prepared.problem.questions.iter();
    let told = questions.map(|question| match question {
        Question::Flag { flag, seat } => words::question(flag, seat),
    });
    told.collect()
}

/// The hours that were assumed, where nobody stated any.
pub(in crate::report) fn assumed(report: &FindReport) -> Option<String> {
    let defaults = &report.workspace.defaults;
    let assumed = defaults.hours_assumed;
    assumed.then(|| words::assumed(&defaults.zone, defaults.nation.id()))
}

/// Why nothing in time fits; `None` where something does.
pub(in crate::report) fn clash(report: &FindReport, names: Names) -> Option<ToldClash> {
    let clash: &Clash = report.found.clash.as_ref()?;
    let people = clash.facts.iter().filter_map(|fact| match fact {
        Fact::Member(member) => Some(name(report, names, *member)),
        Fact::Venues | Fact::MeetingHours => None,
    });
    let sentence = words::clash(
        &people.collect::<Vec<String>>(),
        clash.facts.contains(&Fact::Venues),
        clash.facts.contains(&Fact::MeetingHours),
    );
    let openings = clash.openings.iter().take(3).map(|opening| {
        let change = match &opening.change {
            Fact::Member(member) => words::could_come(&name(report, names, *member)),
            Fact::Venues => words::venue_could_be_had(),
            Fact::MeetingHours => words::other_hours(),
        };
        let when = words::when(opening.first, &report.prepared.problem.zone);
        words::opening(&change, &when, opening.starts)
    });
    let members = clash.facts.iter().filter_map(|fact| match fact {
        Fact::Member(member) => Some(*member),
        Fact::Venues | Fact::MeetingHours => None,
    });
    let stand_ins = members
        .filter(|member| !is_hidden(report, names, *member))
        .flat_map(|member| deputies(report, names, member));
    let below = match report.found.slots.first() {
        Some(slot) if slot.score.late => {
            let limit = report.prepared.problem.limit.as_ref();
            let limit = limit.filter(|limit| report.prepared.problem.from <= limit.date);
            limit.map(|limit| words::late_only(limit.date))
        }
        Some(_) => Some(words::short_only().to_owned()),
        None => None,
    };
    Some(ToldClash {
        sentence,
        openings: openings.collect(),
        stand_ins: stand_ins.collect(),
        below,
    })
}

/// Who may stand in for somebody, and how that is written.
fn deputies(report: &FindReport, names: Names, member: MemberId) -> Vec<String> {
    let workspace = report.workspace;
    let told = report.stand_ins(member).into_iter().filter_map(|one| {
        let named = one.contacts.iter().copied();
        let named = named
            .filter(|who| names == Names::All || !workspace.contact(*who).confidential)
            .take(3);
        let named: Vec<ContactId> = named.collect();
        let first = named.first()?;
        let who: Vec<String> = named
            .iter()
            .map(|who| workspace.contact(*who).name.clone())
            .collect();
        let id = &workspace.contact(*first).id;
        Some(words::stand_ins(
            &one.seat,
            &who,
            report.member_id(member),
            id,
        ))
    });
    told.collect()
}

/// Whom to ring, and what each answer decides.
pub(super) fn calls(report: &FindReport, names: Names) -> Vec<ToldCall> {
    let calls = call_list(report.found);
    let told = calls.iter().map(|call| {
        let workspace = report.workspace;
        let phone = match call.whom {
            Confirming::Member(member) => {
                let contact = report.prepared.problem.member(member).contact;
                let hidden = is_hidden(report, names, member);
                let contact = contact.filter(|_| !hidden);
                contact.and_then(|contact| workspace.contact(contact).phone.clone())
            }
            Confirming::Venue(venue) => {
                let venue = workspace.venue(venue);
                let shown = names == Names::All || !venue.confidential;
                venue.phone.clone().filter(|_| shown)
            }
        };
        let slots = call.slots.iter().map(|entry| {
            let with: Vec<String> = match &entry.yes {
                Effect::Settles => Vec::new(),
                Effect::SettlesWith(others) => others
                    .iter()
                    .map(|whom| confirmer(report, names, *whom))
                    .collect(),
            };
            (entry.slot, words::effect(&with, entry.no_ends_it))
        });
        ToldCall {
            whom: confirmer(report, names, call.whom),
            phone,
            slots: slots.collect(),
        }
    });
    told.collect()
}

/// How wide was searched, and what was noticed.
pub(super) fn searched(report: &FindReport, names: Names) -> Vec<String> {
    let searched = &report.found.searched;
    let tried = words::searched(
        searched.starts,
        searched.grid_minutes,
        searched.feasible,
        searched.late_starts,
    );
    std::iter::once(tried).chain(notes(report, names)).collect()
}

/// What was noticed.
pub(in crate::report) fn notes(report: &FindReport, names: Names) -> Vec<String> {
    let notes = report.prepared.notes.iter();
    let notes = notes.filter(|note| names == Names::All || !tells_of_hidden(report, note));
    notes.filter_map(words::note).collect()
}

/// Whether a note names somebody confidential, or their feed.
fn tells_of_hidden(report: &FindReport, note: &Note) -> bool {
    let workspace = report.workspace;
    let mut hidden = workspace.contacts.iter().filter(|one| one.confidential);
    let mut places = workspace.venues.iter().filter(|one| one.confidential);
    match note {
        Note::NoHoursFor { contact } | Note::PartsNotLengthened { contact, .. } => {
            hidden.any(|one| one.id == *contact || one.name == *contact)
        }
        Note::OwnMeetings { feed, .. } => {
            hidden.any(|one| one.feeds.iter().any(|of| of.id == *feed))
                || places.any(|one| one.feeds.iter().any(|of| of.id == *feed))
        }
        Note::AssumedHours
        | Note::Lengthened { .. }
        | Note::NoLimit
        | Note::MissingDate(_)
        | Note::AnotherMissingDate(_)
        | Note::TypeNotInForce { .. }
        | Note::LaterThanRule { .. }
        | Note::EarlierThanRule { .. }
        | Note::PinBeforeFirst { .. } => false,
    }
}

/// A receipt for every feed of somebody who matters here.
pub(in crate::report) fn feeds(report: &FindReport, names: Names) -> Vec<ToldFeed> {
    let workspace = report.workspace;
    let told = report.receipts.iter().map(|(owner, feed)| {
        let (whose, confidential) = match owner {
            Owner::Contact(contact) => (
                contact_name(report, names, *contact),
                workspace.contact(*contact).confidential,
            ),
            Owner::Venue(venue) => (
                venue_name(report, names, *venue),
                workspace.venue(*venue).confidential,
            ),
        };
        let shown = names == Names::All || !confidential;
        ToldFeed {
            whose: whose.to_owned(),
            feed: shown.then(|| feed.id.clone()),
            receipt: receipt(report, feed),
        }
    });
    told.collect()
}

fn receipt(report: &FindReport, feed: &ReadFeed) -> String {
    let zone = &report.prepared.problem.zone;
    let read_at = feed.read_at;
    let stale = feed
        .stale
        .map(|stale| words::stale(stale, read_at, zone) + " ");
    stale.unwrap_or_default() + &reading_receipt(&feed.status, read_at, zone)
}

fn reading_receipt(status: &FeedStatus, read_at: Instant, zone: &Zone) -> String {
    match status {
        FeedStatus::Unfetched(fault) => words::unfetched(*fault),
        FeedStatus::Refused(refusal) => words::refused(*refusal),
        FeedStatus::Missing => words::feed_missing().to_owned(),
        FeedStatus::Read { reading, known } => {
            let known = known.map(|known| zone.local(known.end()).date());
            words::receipt(reading, zone.local(read_at).date(), known)
        }
    }
}

pub(in crate::report) fn when(report: &FindReport, slot: &Slot) -> String {
    let whole = Interval::new(slot.start, slot.end);
    let whole = whole.expect("a meeting is longer than nothing");
    words::when(whole, &report.prepared.problem.zone)
}

pub(in crate::report) fn confirmer(report: &FindReport, names: Names, whom: Confirming) -> String {
    match whom {
        Confirming::Member(member) => name(report, names, member),
        Confirming::Venue(venue) => venue_name(report, names, venue).to_owned(),
    }
}

/// The contact's name; for somebody to be named, their seat.
pub(in crate::report) fn name(report: &FindReport, names: Names, member: MemberId) -> String {
    let member = report.prepared.problem.member(member);
    match member.contact {
        Some(contact) => contact_name(report, names, contact).to_owned(),
        None => words::to_be_named(
            member
                .id
                .trim_end_matches(|c: char| c == '?' || c.is_ascii_digit()),
        ),
    }
}

/// What a seat is called: in the coordinator's own answer as the tables write it.
pub(in crate::report) fn seat(report: &FindReport, names: Names, id: &str) -> String {
    match names {
        Names::All => words::seat(id),
        Names::Public => seat_name(report.workspace, id),
    }
}

fn contact_name<'r>(report: &FindReport<'r>, names: Names, contact: ContactId) -> &'r str {
    match names {
        Names::All => &report.workspace.contact(contact).name,
        Names::Public => public_name(report.workspace, contact),
    }
}

fn venue_name<'r>(report: &FindReport<'r>, names: Names, venue: VenueId) -> &'r str {
    match names {
        Names::All => &report.workspace.venue(venue).name,
        Names::Public => public_venue(report.workspace, venue),
    }
}

/// Whether somebody may not be named.
pub(in crate::report) fn is_hidden(report: &FindReport, names: Names, member: MemberId) -> bool {
    let contact = report.prepared.problem.member(member).contact;
    names == Names::Public
        && contact.is_some_and(|contact| report.workspace.contact(contact).confidential)
}
