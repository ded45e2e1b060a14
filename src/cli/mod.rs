//! Layer 8: arguments to verbs to reports to an exit code. The clock, the arguments and the streams are touched here only.

mod freebusy;
pub mod invite;

use clap::{Parser, Subcommand, ValueEnum};
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

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

/// Finds slots for multi-agency meetings from a few calendar feeds and a few phone calls.
#[derive(Parser)]
#[command(name = "quorate", version, about)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Show the busy time of calendar feeds, to see what was read of them
    Freebusy(freebusy::FreeBusyArguments),
}

/// How an answer is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// Runs the program with the arguments it was started with.
pub fn main() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; a stream that is closed has nobody to complain to.
            let _ = error.print();
            return match error.use_stderr() {
                true => Exit::BadInput,
                false => Exit::Answer,
            };
        }
    };
    match arguments.verb {
        Verb::Freebusy(arguments) => freebusy::run(&arguments),
    }
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
    let _ = writeln!(io::stderr(), "quorate: {message}");
}
