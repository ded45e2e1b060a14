//! Finds times for meetings of people from several agencies, from the few diaries one can get and the answers one takes by telephone.
//!
//! # The data flow is the architecture
//!
//! ```text
//! tables, filled forms ──► input ──► model ──► prepare ──┬──► solve ──► check ──► report
//!                                                 ▲      └──► doctor ───────────► report
//! feeds as files ────────────┬─► ics ─► busy time ┴► availability        message (invitations)
//! servers ──► edge::fetch ───┘              ▲▼
//!                                   .quorate/ (edge::cache)
//! rule files ──► input ──► model::rules ──► review (limits, chains) ──► prepare, report
//! ```
//!
//! Each stage is a function from values to a new value. Nothing below [`edge`] reads a file or a clock: bytes and `now` are
//! arguments. [`ics`] keeps of a feed only when somebody is taken; [`availability`] merges it with answers, hours and offers into
//! timelines, each stretch with its ground; [`review`] counts the limits of a case and what follows from them; [`prepare`]
//! resolves one meeting's seats to people; [`solve`] tries every start; [`check`] verifies each slot by arithmetic of its own;
//! [`doctor`] looks the workspace over; [`report`] and [`message`] put into words.
//!
//! # From tables and a feed to a slot
//!
//! ```
//! use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
//! use quorate::{availability, check, input, model, prepare, solve};
//! use quorate::time::{Instant, Zone};
//!
//! // Monday, nine o'clock. The social worker has a feed; the school has said yes on the telephone.
//! let now = Instant::parse_rfc3339("2026-11-23T09:00:00Z").expect("an instant");
//! let files = input::Files {
//!     folder: "case".to_owned(),
//!     tables: [
//!         ("quorate.toml", "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n"),
//!         ("people.csv", "id,name,agency,roles,feeds\n\
//!             a.lane,Ada Lane,csc,social-worker,feeds/a.lane.ics\n\
//!             oak-school,Oak School,school,dsl,\n"),
//!         ("meetings.csv", "ref,duration,by,seats\n\
//!             CP-1,60m,2026-11-27,social-worker = a.lane; dsl = oak-school\n"),
//!         ("answers.csv", "who,ref,from,to,answer,how,recorded_by,recorded_at\n\
//!             oak-school,CP-1,2026-11-24 09:00,2026-11-24 12:00,can,phone,me,2026-11-23 08:55\n"),
//!     ]
//!     .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
//!     .into(),
//!     feeds: vec!["feeds/a.lane.ics".to_owned()],
//!     ..input::Files::default()
//! };
//! let (workspace, _) = input::read_workspace(&files, &input::ReadOptions::default()).expect("no faults");
//! let meeting = &workspace.meetings[0];
//!
//! let feed = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n\
//!     DTSTART:20261124T090000Z\r\nDTEND:20261124T101500Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
//! let zone = Zone::named("Europe/London").expect("a zone of the database");
//! let key = HashKey([7; 16]);
//! let window = prepare::wanted(&workspace, meeting, now).range;
//! let options = ReadOptions { zone: zone.clone(), window, key, owners: Vec::new(), budget: Budget::default() };
//! let reading = read(feed, &options).expect("a calendar");
//! let status = model::FeedStatus::Read {
//!     known: availability::known(&reading, None, now, &zone),
//!     reading: Box::new(reading),
//! };
//! let id = "feeds/a.lane.ics".to_owned();
//! let feeds = [(id.clone(), model::ReadFeed { id, read_at: now, status, stale: None })].into();
//!
//! let hash = |uid: &str| key.uid(uid.as_bytes());
//! let prepared = prepare::prepare(&workspace, meeting, &feeds, &hash, now).expect("a meeting without faults");
//! let found = solve::find(&prepared.problem, &solve::FindOptions::default());
//!
//! let first = &found.slots[0];
//! assert_eq!(first.state, model::State::Quorate);
//! assert_eq!(Some(first.start), Instant::parse_rfc3339("2026-11-24T10:15:00Z"));
//! assert!(check::check_slot(&prepared.problem, first).is_empty());
//! ```
// Module pages name the files behind them; those links lead somewhere in `cargo doc --document-private-items`.
#![allow(
    rustdoc::private_intra_doc_links,
    reason = "the map of a module is for those who read its source"
)]

pub mod availability;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod cycles;
pub mod doctor;
#[cfg(feature = "edge")]
pub mod edge;
pub mod ics;
pub mod input;
pub mod message;
pub mod model;
mod parallel;
pub mod prepare;
pub mod quorum;
pub mod reply;
pub mod report;
pub mod review;
pub mod solve;
#[cfg(feature = "synth")]
pub mod synth;
pub mod time;
pub mod watch;
