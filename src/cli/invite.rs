//! `quorate invite`: one file a recipient of an arranged meeting.
//!
//! Reading the workspace, the clock, printing and the exit code are left to the caller: [`run`] takes the workspace as
//! read and `now`, and answers with the text for standard output.

use super::Format;
use super::reviews::dates_of_arranged;
use crate::edge::outbox::{Existing, OutboxError, write_folder};
use crate::message::{
    FOLLOW_UPS, Firmness, ORGANIZER_COPY, Organizer, Sending, as_json, as_text, invitations,
};
use crate::model::{Arranged, Workspace};
use crate::time::Instant;
use std::fmt;
use std::path::PathBuf;

/// Write an invitation for every recipient of an arranged meeting, ready to be attached to a mail of its own.
///
/// Nobody sees from it who else is asked. People without an address are listed. The folder also gets a plain entry
/// for the organiser's own diary.
///
/// Examples:
///   quorate invite case/ --organizer sam@council.example.org -o out/
///   quorate invite case/ --ref CP-2041 --hold -o holds/
#[derive(clap::Args, Clone, Debug)]
#[command(verbatim_doc_comment)]
pub struct InviteArgs {
    /// The workspace.
    pub folder: PathBuf,
    /// Which meeting; needed where several are arranged.
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Who invites: ADDRESS or `Name <ADDRESS>`, the address from which the mails are sent. Without it, the organizer
    /// in quorate.toml.
    #[arg(long, value_name = "ADDRESS")]
    pub organizer: Option<String>,
    /// Folder for the files; made if it is missing.
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// Take this as the present moment, for repeatable runs: 2026-11-23T09:00:00Z.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Instant>,
    /// Ask people to keep the time free, instead of saying that the meeting takes place.
    #[arg(long)]
    pub hold: bool,
    /// Replace the files of an earlier run.
    #[arg(long)]
    pub force: bool,
    /// How the list of what was written is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Short for --format json.
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

fn instant(text: &str) -> Result<Instant, &'static str> {
    Instant::parse_rfc3339(text).ok_or("write an instant such as 2026-11-23T09:00:00Z")
}

/// Why no invitation was written; each is bad input (exit code 2).
#[derive(Debug)]
pub enum InviteError {
    NothingArranged,
    /// Several meetings are arranged and none is named; their references.
    WhichMeeting(Vec<String>),
    /// The named meeting is not arranged; the references of those that are.
    NotArranged {
        reference: String,
        arranged: Vec<String>,
    },
    NoOrganizer,
    /// The organiser's address is none.
    BadOrganizer,
    /// The arrangement has no UID, so answers and updates could not be told to belong to it.
    NoUid(String),
    Outbox(OutboxError),
}

impl fmt::Display for InviteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InviteError::NothingArranged => f.write_str(
                "no meeting is arranged yet; choose a slot first: quorate find FOLDER --ref REF --choose N",
            ),
            InviteError::WhichMeeting(arranged) => write!(
                f,
                "several meetings are arranged; add --ref with one of: {}",
                arranged.join(", ")
            ),
            InviteError::NotArranged {
                reference,
                arranged,
            } => write!(
                f,
                "meeting \"{reference}\" is not arranged; choose a slot for it first (quorate find FOLDER --ref {reference} \
                 --choose N), or write one of: {}",
                arranged.join(", ")
            ),
            InviteError::NoOrganizer => f.write_str(
                "nobody is named who invites; add --organizer ADDRESS, or organizer = \"ADDRESS\" under [defaults] in \
                 quorate.toml",
            ),
            InviteError::BadOrganizer => f.write_str(
                "the organizer is no mail address that calendars can answer to; write it like sam@council.example.org or \
                 \"Sam Okafor <sam@council.example.org>\"",
            ),
            InviteError::NoUid(reference) => write!(
                f,
                "meeting \"{reference}\" has no uid in arrangements.json, so answers to it could not be recognised; choose \
                 its slot again: quorate find FOLDER --ref {reference} --choose N"
            ),
            InviteError::Outbox(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for InviteError {}

/// Writes the files and answers with the list of them.
pub fn run(args: &InviteArgs, workspace: &Workspace, now: Instant) -> Result<String, InviteError> {
    let arranged = chosen(args, workspace)?;
    if arranged.uid.trim().is_empty() {
        return Err(InviteError::NoUid(arranged.reference.clone()));
    }
    let organizer = args
        .organizer
        .as_deref()
        .or(workspace.defaults.organizer.as_deref())
        .ok_or(InviteError::NoOrganizer)?;
    let sending = Sending {
        organizer: Organizer::parse(organizer).ok_or(InviteError::BadOrganizer)?,
        now: args.now.unwrap_or(now),
        firmness: match args.hold {
            true => Firmness::Hold,
            false => Firmness::Confirmed,
        },
    };
    let spec = workspace
        .meetings
        .iter()
        .find(|meeting| meeting.reference == arranged.reference);
    let composed = invitations(workspace, arranged, spec, &sending);

    let mut files: Vec<(&str, &[u8])> = composed
        .messages
        .iter()
        .map(|message| (message.file_name.as_str(), message.bytes.as_slice()))
        .collect();
    files.push((ORGANIZER_COPY, &composed.organizer_copy));
    let follow_ups = spec.and_then(|spec| dates_of_arranged(workspace, spec, sending.now));
    if let Some(calendar) = &follow_ups {
        files.push((FOLLOW_UPS, calendar.as_bytes()));
    }
    let existing = match args.force {
        true => Existing::Replace,
        false => Existing::Refuse,
    };
    let left_over = write_folder(&args.out, &files, existing).map_err(InviteError::Outbox)?;

    if args.json || args.format == Format::Json {
        let mut list = as_json(workspace, &composed);
        list["left_over"] = left_over.into();
        list["follow_ups"] = follow_ups.map(|_| FOLLOW_UPS).into();
        return Ok(format!("{list:#}\n"));
    }
    let mut text = as_text(
        workspace,
        &composed,
        &args.out.display().to_string(),
        follow_ups.is_some(),
    );
    if !left_over.is_empty() {
        text.push_str(&format!(
            "\nAlso in the folder, not from this run; do not send: {}\n",
            left_over.join(", ")
        ));
    }
    Ok(text)
}

/// The meeting that is meant.
fn chosen<'a>(args: &InviteArgs, workspace: &'a Workspace) -> Result<&'a Arranged, InviteError> {
    let references = || -> Vec<String> {
        let all = workspace.arrangements.iter();
        all.map(|a| a.reference.clone()).collect()
    };
    match (&args.reference, workspace.arrangements.as_slice()) {
        (_, []) => Err(InviteError::NothingArranged),
        (None, [only]) => Ok(only),
        (None, _) => Err(InviteError::WhichMeeting(references())),
        (Some(reference), _) => {
            workspace
                .arranged(reference)
                .ok_or_else(|| InviteError::NotArranged {
                    reference: reference.clone(),
                    arranged: references(),
                })
        }
    }
}
