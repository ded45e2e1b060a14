//! Layer 8: arguments to verbs to reports to an exit code. The clock, the arguments and the streams are touched here only.

mod actions;
pub mod answer;
mod book;
mod cancel;
mod case;
mod check;
mod chosen;
mod diff;
mod doctor;
mod feed_list;
mod fetch;
mod find;
mod freebusy;
mod grounds;
pub mod invite;
mod kept;
mod mail_server;
mod model;
pub mod new;
mod next;
mod outbox;
mod outcome;
#[cfg(feature = "fetch")]
mod own_calendar;
mod panic;
mod pictures;
mod plan;
mod poll;
mod reduce;
mod replace;
mod replies;
mod reviews;
mod rules;
mod send;
mod series;
mod targets;
mod timeliness;
mod waive;
mod watch;
mod what_if;
mod why_not;

pub use panic::guarded;

use crate::input::{FaultKind, is_address, parse_date_time, quotable};
use crate::report::words_en as words;
use crate::time::{Instant, Zone};
use case::{Case, CaseError};
use clap::{Parser, Subcommand, ValueEnum};
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// How the program ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// An answer.
    Answer,
    /// A negative answer: no slot, a violation.
    Negative,
    /// The input or the use was wrong.
    BadInput,
    /// A fault of ours: an own check failed.
    Internal,
    /// Stopped from outside; what was found is written.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Answer => 0,
            Exit::Negative => 1,
            Exit::BadInput => 2,
            Exit::Internal => 3,
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// Finds times for meetings of people from several agencies, from the few diaries you can get and the answers you take by
/// telephone, and says whom to ring next.
#[derive(Parser)]
#[command(name = "quorate", version, about)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Ranked slots for one meeting, and whom to ring
    Find(Box<find::FindArguments>),
    /// Why one time is not offered for a meeting, and what would open it
    WhyNot(why_not::WhyNotArguments),
    /// Place all meetings that have no time yet, together, and say how good that is
    Plan(Box<plan::PlanArguments>),
    /// Write what plan would place, without names, for other solvers
    Model(model::ModelArguments),
    /// What is otherwise between two plans, and who must be told
    Diff(diff::DiffArguments),
    /// Write forms for those whose answer decides something about the best times
    Poll(poll::PollArguments),
    /// Record what somebody said when they were asked
    #[command(after_help = "\
Examples:
  quorate answer case/ --who police-unit --ref CP-2041 --from \"8/12/2026 10:00\" --to 12:00 --can --how phone
  quorate answer case/ --who j.marsh --from 8/12/2026 --cannot
  quorate answer case/ --form forms/st-marks.txt --by \"P. Lacey\"
  quorate answer case/ --form - --ref CP-2041 < pasted-table.txt")]
    Answer {
        #[command(flatten)]
        arguments: answer::AnswerArgs,
        #[command(flatten)]
        output: Output,
    },
    /// What is still to be done after meetings, by whom, and what is overdue
    Actions(actions::ActionsArguments),
    /// Take back an arranged meeting, a series or one of its dates
    Cancel(cancel::CancelArguments),
    /// Somebody else comes to an arranged meeting, at the same time and place
    Replace(replace::ReplaceArguments),
    /// Verify what is arranged, or a plan, by arithmetic of its own
    Check(check::CheckArguments),
    /// Ask the servers of feeds that are no files, and keep what is needed of their answers
    Fetch(fetch::FetchArguments),
    /// Keep what is arranged, answered, told and decided in one file: the meeting book
    #[command(subcommand)]
    Book(book::BookVerb),
    /// Write the invitations of a meeting that is arranged
    Invite(invite::InviteArgs),
    /// What would go to whom about meetings that are arranged, moved or taken back, and what was not told yet
    Outbox(outbox::OutboxArguments),
    /// Tell everybody what they do not know yet, and keep in the book what they were told
    Send(send::SendArguments),
    /// At the end of a meeting: the dates and times of those that follow it
    Next(next::NextArguments),
    /// Show the busy time of calendar feeds, to see what was read of them
    Freebusy(freebusy::FreeBusyArguments),
    /// Look over a workspace: every feed's receipt, and what is odd about feeds, people and zones
    Doctor(doctor::DoctorArguments),
    /// Read the answers to invitations: mails, calendar files, pasted lists, or typed
    Replies(Box<replies::RepliesArguments>),
    /// Make busy time of diaries, for an agency to publish in their place
    Reduce(reduce::ReduceArguments),
    /// When meetings have to be held, what is due before and after, and what follows, with the working
    Reviews(Box<reviews::ReviewsArguments>),
    /// Which of the meetings that were held were in time, in the official figures
    Timeliness(timeliness::TimelinessArguments),
    /// Whether what is arranged still stands as answers come in, whom to ring, and who could stand in
    Watch(watch::WatchArguments),
    /// Note that the chair sets the quorum of a meeting aside
    Waive(waive::WaiveArguments),
    /// Note how a meeting went
    Outcome(outcome::OutcomeArguments),
    /// Explain the types of meetings: clocks, people, quorum, papers, with sources and how sure they are
    Rules(rules::RulesArguments),
    /// Begin a workspace: a folder of tables with two example rows each
    #[command(after_help = "\
Example:
  quorate new mycase && quorate find mycase --ref EXAMPLE-1")]
    New {
        #[command(flatten)]
        arguments: new::NewArgs,
        #[command(flatten)]
        output: Output,
    },
}

/// In which form an answer is wanted.
#[derive(clap::Args, Clone, Copy, Debug)]
struct Output {
    /// How the answer is written: for people, or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl Output {
    fn is_json(self) -> bool {
        self.json || self.format == Format::Json
    }
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// Runs the program with the arguments it was started with.
pub fn main() -> Exit {
    panic::guarded(run)
}

fn run() -> Exit {
    #[cfg(debug_assertions)]
    panic::on_request();
    if let Some(number) = address_among_arguments() {
        complain(words::address_as_argument(number));
        return Exit::BadInput;
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                let styled = error.render();
                let _ = write!(io::stderr(), "{}", without_addresses(&styled.to_string()));
                return Exit::BadInput;
            }
            // Help and version are answers; a stream that is closed has nobody to complain to.
            let _ = error.print();
            return Exit::Answer;
        }
    };
    match arguments.verb {
        Verb::Find(arguments) => find::run(&arguments),
        Verb::WhyNot(arguments) => why_not::run(&arguments),
        Verb::Plan(arguments) => plan::run(&arguments),
        Verb::Model(arguments) => model::run(&arguments),
        Verb::Diff(arguments) => diff::run(&arguments),
        Verb::Poll(arguments) => poll::run(&arguments),
        Verb::Answer { arguments, output } => told(
            answer::run(&arguments).map(|recorded| {
                recorded.warnings.iter().for_each(complain);
                (recorded.to_string(), recorded.json())
            }),
            output,
        ),
        Verb::Actions(arguments) => actions::run(&arguments),
        Verb::Cancel(arguments) => cancel::run(&arguments),
        Verb::Replace(arguments) => replace::run(&arguments),
        Verb::Check(arguments) => check::run(&arguments),
        Verb::Fetch(arguments) => fetch::run(&arguments),
        Verb::Book(verb) => book::run(&verb),
        Verb::Invite(arguments) => invite(&arguments),
        Verb::Outbox(arguments) => outbox::run(&arguments),
        Verb::Send(arguments) => send::run(&arguments),
        Verb::Next(arguments) => next::run(&arguments),
        Verb::Freebusy(arguments) => freebusy::run(&arguments),
        Verb::Doctor(arguments) => doctor::run(&arguments),
        Verb::Replies(arguments) => replies::run(&arguments),
        Verb::Reduce(arguments) => reduce::run(&arguments),
        Verb::Reviews(arguments) => reviews::run(&arguments),
        Verb::Timeliness(arguments) => timeliness::run(&arguments),
        Verb::Watch(arguments) => watch::run(&arguments),
        Verb::Waive(arguments) => waive::run(&arguments),
        Verb::Outcome(arguments) => outcome::run(&arguments),
        Verb::Rules(arguments) => rules::run(&arguments),
        Verb::New { arguments, output } => told(
            new::run(&arguments).map(|created| (created.to_string(), created.json())),
            output,
        ),
    }
}

/// Opens the workspace for an invitation and writes it.
fn invite(arguments: &invite::InviteArgs) -> Exit {
    let case = match Case::open(&arguments.folder, &Default::default()) {
        Ok(case) => case,
        Err(error) => {
            CaseError::messages(error).iter().for_each(complain);
            return Exit::BadInput;
        }
    };
    case.warnings.iter().for_each(complain);
    match invite::run(arguments, &case.workspace, now(arguments.now)) {
        Ok(list) => {
            outbox::say_that_a_book_is_kept(&arguments.folder);
            answer(&list)
        }
        Err(error) => {
            complain(error);
            Exit::BadInput
        }
    }
}

/// Ends a verb: its own exit, or its complaints.
fn ended(result: Result<Exit, Vec<String>>) -> Exit {
    result.unwrap_or_else(|messages| {
        messages.iter().for_each(complain);
        Exit::BadInput
    })
}

/// Ends a verb that answers with one sentence, as text or as JSON.
fn told(result: Result<(String, serde_json::Value), Vec<String>>, output: Output) -> Exit {
    match result {
        Ok((_, json)) if output.is_json() => answer(&format!("{json}\n")),
        Ok((text, _)) => answer(&format!("{text}\n")),
        Err(messages) => {
            messages.iter().for_each(complain);
            Exit::BadInput
        }
    }
}

/// The instant of `--now`, else that of the clock.
pub fn now(stated: Option<Instant>) -> Instant {
    stated.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = since.map_or(0, |since| since.as_secs());
        Instant(i64::try_from(seconds).unwrap_or(i64::MAX))
    })
}

/// Reads an instant that may be written as a local date and time of `zone`.
fn moment(text: &str, zone: &Zone) -> Result<Instant, FaultKind> {
    match Instant::parse_rfc3339(text) {
        Some(at) => Ok(at),
        None => parse_date_time(text).map(|local| zone.instant(local)),
    }
}

/// Reads an instant argument.
pub fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse_rfc3339(text)
        .ok_or_else(|| "write an instant such as 2026-11-23T09:00:00Z".to_owned())
}

/// Writes an answer to standard output. Nobody reading it any more is no error.
fn answer(text: &str) -> Exit {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(format_args!("the answer could not be written: {error}"));
            Exit::BadInput
        }
        _ => Exit::Answer,
    }
}

/// Writes a message to standard error, where there is somebody to read it.
fn complain(message: impl Display) {
    let message = without_addresses(&message.to_string());
    let _ = writeln!(io::stderr(), "quorate: {message}");
}

/// The arguments, and the values of those that are written `--name=value`; what is there as a file is a name, whatever it looks
/// like.
fn values_of_arguments() -> impl Iterator<Item = (usize, String)> {
    let arguments = std::env::args_os().enumerate().skip(1);
    let texts = arguments.map(|(number, text)| (number, text.to_string_lossy().into_owned()));
    let values = texts.map(|(number, text)| match text.split_once('=') {
        Some((name, value)) if name.starts_with('-') => (number, value.to_owned()),
        _ => (number, text),
    });
    values.filter(|(_, value)| !Path::new(value).exists())
}

/// The number of an argument that can only be the address of a feed. Nothing is done with one, so that nothing can tell it.
fn address_among_arguments() -> Option<usize> {
    let found = values_of_arguments().find(|(_, value)| is_address(value));
    found.map(|(number, _)| number)
}

/// A message without those arguments that may be an address pasted without its scheme.
fn without_addresses(message: &str) -> String {
    let hidden = values_of_arguments().filter(|(_, value)| !quotable(value));
    hidden.fold(message.to_owned(), |message, (_, value)| {
        message.replace(&value, words::AN_ADDRESS)
    })
}
