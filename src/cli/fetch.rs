//! `quorate fetch`: asks the servers of a workspace's feeds, keeps what they say, and tells of each how it went.

use super::{Case, CaseError, Exit, Output, answer, complain, ended, instant, now};
use crate::edge::{FeedJob, How, Limits, Receipt};
use crate::model::FeedStatus;
use crate::report::{put_stale, words_en as words};
use crate::time::{Instant, Interval, Zone};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate fetch case/
  quorate fetch case/ --feed ana-work --timeout 5
  quorate fetch case/ --json

Where feeds live stands in feeds.secret.toml; docs/feeds.md tells how to get the links.
Exit code: 0 all is well, 1 a feed could not be fetched, 2 bad input.")]
pub(super) struct FetchArguments {
    /// The workspace
    folder: PathBuf,
    /// Only this feed, by its name in feeds.secret.toml; may be given several times
    #[arg(long = "feed", value_name = "ID")]
    feeds: Vec<String>,
    /// Seconds that one feed may take in all
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=3600))]
    timeout: u16,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &FetchArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &FetchArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let mut case =
        Case::open(&arguments.folder, &Default::default()).map_err(CaseError::messages)?;
    case.warnings.iter().for_each(complain);
    let limits = Limits::default().within(Duration::from_secs(arguments.timeout.into()));
    case.ask_again(limits);

    let known = case.addresses();
    let unknown = arguments.feeds.iter().filter(|id| !known.contains(id));
    let unknown: Vec<String> = unknown.map(|id| words::unknown_feed(id, &known)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let ids = known
        .iter()
        .filter(|id| arguments.feeds.is_empty() || arguments.feeds.contains(id));
    let jobs: Vec<FeedJob> = ids.map(|id| case.job(id)).collect();
    // Any window will do: what is kept is wider.
    let window = Interval::day_from(now);
    let receipts = case.desk().receipts(&jobs, window, now);
    let all: Vec<&str> = known.iter().map(String::as_str).collect();
    case.desk().forget_others(&all);

    let text = match arguments.output.is_json() {
        true => json_of(&receipts, now),
        false => text_of(&receipts, &case.default_zone()),
    };
    let is_well = |Receipt { feed, how }: &Receipt| {
        !matches!(how, How::Failed | How::Emptied) && matches!(feed.status, FeedStatus::Read { .. })
    };
    let is_well = receipts.iter().all(is_well);
    Ok(match answer(&text) {
        Exit::Answer if !is_well => Exit::Negative,
        exit => exit,
    })
}

fn text_of(receipts: &[Receipt], zone: &Zone) -> String {
    let mut text = String::new();
    if receipts.is_empty() {
        let _ = writeln!(text, "{}", words::no_feeds_to_fetch());
    }
    for Receipt { feed, how } in receipts {
        let read_at = feed.read_at;
        let first = match (how, feed.stale, &feed.status) {
            (_, _, FeedStatus::Unfetched(fault)) => words::unfetched(*fault),
            (_, _, FeedStatus::Refused(refusal)) => words::refused(*refusal),
            (_, _, FeedStatus::Missing) => words::feed_missing().to_owned(),
            (_, Some(stale), _) => words::stale(stale, read_at, zone),
            (How::Emptied, ..) => words::fetched_emptied(read_at, zone),
            (How::Unchanged, ..) => words::fetched_same(read_at, zone) + ".",
            (How::Kept(due), ..) => words::not_due(read_at, *due, zone) + ".",
            _ => words::fetched_new(read_at, zone) + ".",
        };
        let _ = writeln!(text, "{}: {first}", feed.id);
        if let FeedStatus::Read { reading, known } = &feed.status {
            let known = known.map(|known| zone.local(known.end()).date());
            let _ = writeln!(
                text,
                "  {}",
                words::receipt(reading, zone.local(read_at).date(), known)
            );
        }
    }
    text
}

fn json_of(receipts: &[Receipt], now: Instant) -> String {
    let feeds: Vec<Value> = receipts.iter().map(receipt_json).collect();
    json!({"format": "quorate-fetch/1", "now": now, "feeds": feeds}).to_string() + "\n"
}

fn receipt_json(Receipt { feed, how }: &Receipt) -> Value {
    let outcome = match (how, &feed.status) {
        (_, FeedStatus::Refused(_)) => "refused",
        (How::New | How::File, _) => "fetched",
        (How::Emptied, _) => "emptied",
        (How::Unchanged, _) => "unchanged",
        (How::Kept(_), _) => "not-due",
        (How::Failed, _) => "failed",
    };
    let mut value = json!({"feed": feed.id, "outcome": outcome});
    match &feed.status {
        FeedStatus::Read { reading, known } => {
            value["read"] = json!(feed.read_at);
            value["kept"] = json!(reading.kept);
            value["dropped"] = json!(reading.dropped_in_all());
            value["horizon"] = json!(known.map(|known| known.end()));
            value["warnings"] = json!(reading.warnings.len());
            value["doubtful"] = json!(!reading.doubts.is_empty());
        }
        FeedStatus::Refused(refusal) => value["why"] = json!(refusal),
        FeedStatus::Unfetched(fault) => value["why"] = json!(fault),
        FeedStatus::Missing => {}
    }
    if let Some(stale) = feed.stale {
        value["why"] = json!(stale.why);
    }
    put_stale(&mut value, feed);
    if let How::Kept(due) = how {
        value["due"] = json!(due);
    }
    value
}
