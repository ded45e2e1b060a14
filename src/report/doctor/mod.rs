//! The answer of `quorate doctor`: every feed's receipt in one table, then what was found, the gravest first, each with a fix.
//!
//! Shows file names, counts, dates and codes, and the names and ids of the user's own tables; nothing of a feed, and no address.

mod words_en;

use crate::doctor::{Checkup, Finding, Odd, Owner, Receipt, Weight};
use crate::model::{ContactId, FeedStatus, Workspace};
use crate::report::{put_stale, words_en as words};
use crate::time::zone::tzdata_version;
use crate::time::{Instant, Zone};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Everything that an answer is made from.
pub struct DoctorReport<'r> {
    pub workspace: &'r Workspace,
    pub checkup: &'r Checkup<'r>,
    /// The zone in which days are shown.
    pub zone: &'r Zone,
    /// Release of the database that zones are compared with.
    pub witness_version: &'r str,
}

/// Widest line of the table.
const WIDTH: usize = 100;

/// The whole answer for people.
pub fn text(report: &DoctorReport) -> String {
    let mut out = String::new();
    let checkup = report.checkup;
    if checkup.receipts.is_empty() {
        out.push_str(words_en::NO_FEEDS);
        out.push('\n');
    } else {
        table(report, &mut out);
    }
    out.push('\n');
    let zones = words_en::zones(tzdata_version(), report.witness_version, &checkup.zones);
    paragraph(&mut out, "", &zones);
    out.push('\n');
    if checkup.findings.is_empty() {
        out.push_str(words_en::NOTHING_ODD);
        out.push('\n');
    }
    let mut weight = None;
    for finding in &checkup.findings {
        if weight != Some(finding.weight()) {
            if weight.is_some() {
                out.push('\n');
            }
            weight = Some(finding.weight());
            let _ = writeln!(out, "{}", words_en::weight(finding.weight()));
        }
        paragraph(&mut out, "  ", &sentence(report, finding));
    }
    out
}

/// Columns of the table behind owner and feed. The first three are words, the others counts.
const HEADINGS: [&str; 8] = [
    "status",
    "read",
    "known until",
    "kept",
    "left out",
    "odd",
    "details",
    "doubt",
];
const WORDS: usize = 3;

fn table(report: &DoctorReport, out: &mut String) {
    let receipts = &report.checkup.receipts;
    let headings = HEADINGS.map(str::to_owned);
    let figures: Vec<[String; HEADINGS.len()]> = receipts
        .iter()
        .map(|receipt| figures(report, receipt))
        .collect();
    let all = || std::iter::once(&headings).chain(&figures);
    let widths: [usize; HEADINGS.len()] = std::array::from_fn(|column| {
        let widths = all().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    });
    // Owner and feed share what the figures leave, and the blanks between.
    let left = WIDTH.saturating_sub(widths.iter().sum::<usize>() + HEADINGS.len() + 1);
    let owners = std::iter::once("owner".to_owned()).chain(
        receipts
            .iter()
            .map(|receipt| owner_name(report.workspace, receipt.owner)),
    );
    let owners: Vec<String> = owners.collect();
    let longest = owners.iter().map(|name| name.chars().count()).max();
    let owner_width = longest.unwrap_or(0).min(left * 2 / 5).max(8);
    let feeds =
        std::iter::once("feed").chain(receipts.iter().map(|receipt| receipt.feed.id.as_str()));
    let feeds: Vec<String> = feeds
        .map(|feed| end_of(feed, left.saturating_sub(owner_width).max(8)))
        .collect();
    let longest = feeds.iter().map(|feed| feed.chars().count()).max();
    let feed_width = longest.unwrap_or(0);
    for ((owner, feed), row) in owners.iter().zip(&feeds).zip(all()) {
        let owner = shortened(owner, owner_width);
        let mut line = format!("{owner:<owner_width$} {feed:<feed_width$}");
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ = match column < WORDS {
                true => write!(line, " {cell:<width$}"),
                false => write!(line, " {cell:>width$}"),
            };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let carries = |receipt: &Receipt| match &receipt.feed.status {
        FeedStatus::Read { reading, .. } => reading.excess.is_any(),
        _ => false,
    };
    if receipts.iter().any(carries) {
        let _ = writeln!(out, "{}", words_en::INITIALS);
    }
}

fn figures(report: &DoctorReport, receipt: &Receipt) -> [String; HEADINGS.len()] {
    let day = |at: Instant| report.zone.local(at).format("%Y-%m-%d").to_string();
    let read = day(receipt.feed.read_at);
    match &receipt.feed.status {
        FeedStatus::Read { reading, known } => [
            words_en::read(receipt.feed),
            read,
            known.map_or(words_en::NOTHING.to_owned(), |known| day(known.end())),
            reading.kept.to_string(),
            reading.dropped_in_all().to_string(),
            reading.warnings.len().to_string(),
            words_en::details(reading.excess),
            reading.doubts.len().to_string(),
        ],
        FeedStatus::Refused(_) => without_figures(words_en::REFUSED, read),
        FeedStatus::Missing => without_figures(words_en::MISSING, String::new()),
        FeedStatus::Unfetched(_) => without_figures(words_en::UNFETCHED, String::new()),
    }
}

fn without_figures(status: &str, read: String) -> [String; HEADINGS.len()] {
    let mut row = HEADINGS.map(|_| String::new());
    row[0] = status.to_owned();
    row[1] = read;
    row
}

/// The beginning of a name.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{}…", kept.trim_end())
}

/// The end of a path, which tells more than its beginning.
fn end_of(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(length + 1 - width).collect();
    format!("…{kept}")
}

fn owner_name(workspace: &Workspace, owner: Owner) -> String {
    match owner {
        Owner::Contact(contact) => workspace.contact(contact).name.clone(),
        Owner::Venue(venue) => workspace.venue(venue).name.clone(),
    }
}

/// Names with ids, where names alone do not tell two people apart.
fn names_and_ids(workspace: &Workspace, contacts: &[ContactId]) -> String {
    let names: Vec<String> = contacts
        .iter()
        .map(|id| workspace.contact(*id))
        .map(|contact| format!("{} ({})", contact.name, contact.id))
        .collect();
    words::listed(&names, "and")
}

fn sentence(report: &DoctorReport, finding: &Finding) -> String {
    let workspace = report.workspace;
    let owners = |owners: &[Owner]| -> String {
        let names: Vec<String> = owners
            .iter()
            .map(|owner| owner_name(workspace, *owner))
            .collect();
        words::listed(&names, "and")
    };
    let name = |contact: ContactId| workspace.contact(contact).name.as_str();
    match finding {
        Finding::Missing { feed, owners: of } => words_en::missing(feed, &owners(of)),
        Finding::Refused {
            feed,
            owners: of,
            refusal,
        } => words_en::refused(feed, &owners(of), *refusal),
        Finding::Unfetched {
            feed,
            owners: of,
            fault,
        } => words_en::unfetched(feed, &owners(of), *fault),
        Finding::Stale {
            feed,
            owners: of,
            read_at,
            stale,
        } => words_en::stale(feed, &owners(of), *stale, *read_at),
        Finding::Shared { feeds, owners: of } => words_en::shared(feeds, &owners(of)),
        Finding::Empty { feed, owners: of } => words_en::empty(feed, &owners(of)),
        Finding::AllFree {
            feed,
            owners: of,
            entries,
        } => words_en::all_free(feed, &owners(of), *entries),
        Finding::Expired { feed, owners: of } => words_en::expired(feed, &owners(of)),
        Finding::Doubtful {
            feed,
            owners: of,
            stretches,
            reasons,
        } => words_en::doubtful(feed, &owners(of), *stretches, reasons),
        Finding::Old {
            feed,
            owners: of,
            days,
        } => words_en::old(feed, &owners(of), *days),
        Finding::Unowned { feed } => words_en::unowned(feed),
        Finding::Unknown { contact } => words_en::unknown(name(*contact)),
        Finding::OddHours { contact, odd } => words_en::odd_hours(contact.map(name), odd),
        Finding::AlikeNames { contacts } => {
            words_en::alike_names(&names_and_ids(workspace, contacts))
        }
        Finding::OneAddress { contacts } => {
            words_en::one_address(&names_and_ids(workspace, contacts))
        }
        Finding::Unseated { contact } => words_en::unseated(name(*contact)),
        Finding::ZoneDiffers(difference) => words_en::zone_differs(difference, report.zone),
    }
}

fn paragraph(out: &mut String, head: &str, text: &str) {
    let indent = head.chars().count();
    let mut column = indent;
    out.push_str(head);
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > WIDTH {
            // What belongs to one finding stands further in.
            let _ = write!(out, "\n{:indent$}", "", indent = indent * 2);
            column = indent * 2;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

/// `quorate-doctor/1`.
pub fn json(report: &DoctorReport) -> String {
    let checkup = report.checkup;
    let feeds: Vec<Value> = checkup
        .receipts
        .iter()
        .map(|receipt| receipt_json(report.workspace, receipt))
        .collect();
    let findings: Vec<Value> = checkup
        .findings
        .iter()
        .map(|finding| finding_json(report, finding))
        .collect();
    let answer = json!({
        "format": "quorate-doctor/1",
        "ok": !checkup.matters(),
        "tzdata": {
            "version": tzdata_version(),
            "rule": words_en::RULE,
            "compared_with": report.witness_version,
            "zones": checkup.zones,
        },
        "feeds": feeds,
        "findings": findings,
    });
    let text = serde_json::to_string_pretty(&answer);
    text.expect("a value made of strings, numbers and lists can always be written") + "\n"
}

fn owner_json(workspace: &Workspace, owner: Owner) -> Value {
    match owner {
        Owner::Contact(contact) => json!({"contact": workspace.contact(contact).id}),
        Owner::Venue(venue) => json!({"venue": workspace.venue(venue).id}),
    }
}

fn receipt_json(workspace: &Workspace, receipt: &Receipt) -> Value {
    let mut value = owner_json(workspace, receipt.owner);
    value["feed"] = json!(receipt.feed.id);
    put_stale(&mut value, receipt.feed);
    match &receipt.feed.status {
        FeedStatus::Read { reading, known } => {
            value["status"] = json!("read");
            value["read"] = json!(receipt.feed.read_at);
            value["known_until"] = json!(known.map(|known| known.end()));
            value["kept"] = json!(reading.kept);
            value["dropped"] = reading
                .dropped
                .iter()
                .map(|(reason, count)| (reason.code().to_owned(), json!(count)))
                .collect::<Map<String, Value>>()
                .into();
            let mut warnings: Map<String, Value> = Map::new();
            for warning in &reading.warnings {
                let count = warnings.get(warning.code.code()).and_then(Value::as_u64);
                let count = count.unwrap_or(0) + 1;
                warnings.insert(warning.code.code().to_owned(), json!(count));
            }
            value["warnings"] = warnings.into();
            value["excess"] = json!(reading.excess);
            value["doubts"] = json!(reading.doubts.len());
        }
        FeedStatus::Refused(refusal) => {
            value["status"] = json!("refused");
            value["read"] = json!(receipt.feed.read_at);
            value["why"] = json!(refusal.code());
        }
        FeedStatus::Missing => value["status"] = json!("missing"),
        FeedStatus::Unfetched(fault) => {
            value["status"] = json!("unfetched");
            value["why"] = json!(fault.code());
        }
    }
    value
}

fn finding_json(report: &DoctorReport, finding: &Finding) -> Value {
    let workspace = report.workspace;
    let owners = |owners: &[Owner]| -> Value {
        owners
            .iter()
            .map(|owner| owner_json(workspace, *owner))
            .collect()
    };
    let id = |contact: &ContactId| workspace.contact(*contact).id.clone();
    let ids = |contacts: &[ContactId]| contacts.iter().map(id).collect::<Vec<String>>();
    let mut value = json!({
        "code": finding.code(),
        "weight": match finding.weight() {
            Weight::Grave => "grave",
            Weight::Matters => "matters",
            Weight::Note => "note",
        },
    });
    let more = match finding {
        Finding::Missing { feed, owners: of }
        | Finding::Empty { feed, owners: of }
        | Finding::Expired { feed, owners: of } => json!({"feed": feed, "owners": owners(of)}),
        Finding::Refused {
            feed,
            owners: of,
            refusal,
        } => json!({"feed": feed, "owners": owners(of), "why": refusal.code()}),
        Finding::Unfetched {
            feed,
            owners: of,
            fault,
        } => json!({"feed": feed, "owners": owners(of), "why": fault.code()}),
        Finding::Stale {
            feed,
            owners: of,
            read_at,
            stale,
        } => json!({"feed": feed, "owners": owners(of), "why": stale.why, "since": read_at}),
        Finding::Shared { feeds, owners: of } => json!({"feeds": feeds, "owners": owners(of)}),
        Finding::AllFree {
            feed,
            owners: of,
            entries,
        } => json!({"feed": feed, "owners": owners(of), "entries": entries}),
        Finding::Doubtful {
            feed,
            owners: of,
            stretches,
            reasons,
        } => {
            json!({"feed": feed, "owners": owners(of), "stretches": stretches, "reasons": reasons})
        }
        Finding::Old {
            feed,
            owners: of,
            days,
        } => json!({"feed": feed, "owners": owners(of), "days": days}),
        Finding::Unowned { feed } => json!({"feed": feed}),
        Finding::Unknown { contact } | Finding::Unseated { contact } => {
            json!({"contact": id(contact)})
        }
        Finding::OddHours { contact, odd } => json!({
            "contact": contact.as_ref().map(id),
            "odd": odd.iter().map(|odd: &Odd| odd.code()).collect::<Vec<_>>(),
        }),
        Finding::AlikeNames { contacts } | Finding::OneAddress { contacts } => {
            json!({"contacts": ids(contacts)})
        }
        Finding::ZoneDiffers(difference) => json!({
            "zone": difference.zone,
            "first": difference.first,
            "offset_seconds": difference.ours,
            "other_offset_seconds": difference.theirs,
        }),
    };
    if let (Some(value), Some(more)) = (value.as_object_mut(), more.as_object()) {
        value.extend(more.clone());
    }
    value
}
