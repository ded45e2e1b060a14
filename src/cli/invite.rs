//! `quorate invite`: one file a recipient of an arranged meeting.
//!
//! Reading the workspace, the clock, printing and the exit code are left to the caller: [`run`] takes the workspace as
//! read and `now`, and answers with the text for standard output.

use super::Format;
use super::reviews::dates_of_arranged;
use crate::edge::files::{self, FileError};
use crate::edge::folder_names::FolderNames;
use crate::edge::outbox::{Existing, OutboxError, write_folder};
use crate::input::csv_line;
use crate::message::{
    self, FOLLOW_UPS, Firmness, Guests, Invitations, MAILS, MERGE, MERGE_COLUMNS, ORGANIZER_COPY,
    Organizer, PACK_ENTRY, PACK_TEXT, PACKS, Sending, Written, as_json, as_text, invitations,
    occurrence_invitations, series_invitations,
};
use crate::model::{Arranged, MeetingSpec, Workspace};
use crate::time::Instant;
use std::fmt;
use std::path::{Path, PathBuf};

/// Write an invitation for every recipient of an arranged meeting: the calendar alone (.ics) and a whole mail (.eml).
///
/// Nobody's shows the address of anybody else. Who has no address gets a letter. The folder also gets a plain entry for
/// the organiser's own diary, and what is needed to send from Outlook by hand: a text to copy, an entry to open, and
/// rows for a mail merge. Nothing is sent.
///
/// Examples:
///   quorate invite case/ --organizer sam@council.example.org -o out/
///   quorate invite case/ --all -o out/
///   quorate invite case/ --ref CP-2041 --hold -o holds/
#[derive(clap::Args, Clone, Debug)]
#[command(verbatim_doc_comment)]
pub struct InviteArgs {
    /// The workspace.
    pub folder: PathBuf,
    /// Which meeting; needed where several are arranged.
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// All meetings that are arranged and still to come, in a folder each.
    #[arg(long, conflicts_with = "reference")]
    pub all: bool,
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
    /// What professionals are told of who else is asked. Without it, what the meeting's type allows: roles and agencies,
    /// or nothing. The family, and meetings of the highest sensitivity, are never told.
    #[arg(long, value_enum)]
    pub guests: Option<GuestsWanted>,
    /// A text file that holds the link by which to join on line.
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub join: Option<PathBuf>,
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

/// A list of guests that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum GuestsWanted {
    /// Nobody is told of anybody.
    Hidden,
    /// Roles and agencies.
    Roles,
    /// Names, roles and agencies.
    Full,
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
    /// A list of guests is asked for, and the meeting is of a type of which nobody is told.
    GuestsOfSensitive(String),
    /// The file of the link cannot be read.
    JoinFile(FileError),
    /// What the file holds is no link.
    NoLink(PathBuf),
    /// All that is arranged is past.
    AllPast,
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
                "several meetings are arranged; add --all, or --ref with one of: {}",
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
            InviteError::GuestsOfSensitive(reference) => write!(
                f,
                "meeting \"{reference}\" is of the highest sensitivity, and nobody may be told who else is asked to it; leave \
                 out --guests"
            ),
            InviteError::JoinFile(error) => error.fmt(f),
            InviteError::NoLink(path) => write!(
                f,
                "{}: its first line is no link; write the whole of it, from https:// on, without spaces",
                path.display()
            ),
            InviteError::AllPast => f.write_str(
                "every meeting that is arranged is past; name one with --ref if you mean it all the same",
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

/// One meeting's files on their way to the folder.
struct Parcel {
    composed: Invitations,
    /// The meeting's own folder and `/`, where several are written.
    prefix: String,
    /// The folder of its pack.
    pack: String,
    follow_ups: Option<String>,
}

/// Writes the files and answers with the list of them.
pub fn run(args: &InviteArgs, workspace: &Workspace, now: Instant) -> Result<String, InviteError> {
    let now = args.now.unwrap_or(now);
    let meetings = meant(args, workspace, now)?;
    let mut all = meetings.iter().flat_map(Meant::all);
    if let Some(without) = all.find(|one| one.uid.trim().is_empty()) {
        return Err(InviteError::NoUid(without.reference.clone()));
    }
    let sender = Sender {
        organizer: args.organizer.as_deref(),
        hold: args.hold,
        guests: args.guests,
        join: args.join.as_deref(),
    };
    let sending = sending(&sender, workspace, now)?;
    let mut folders = FolderNames::keeping(&[MAILS, PACKS]);
    let mut parcels = Vec::with_capacity(meetings.len());
    for one in meetings {
        let reference = one.reference();
        let spec = spec_of(workspace, reference);
        let asks = !matches!(args.guests, None | Some(GuestsWanted::Hidden));
        if asks && message::must_hide_guests(workspace, spec) {
            return Err(InviteError::GuestsOfSensitive(reference.to_owned()));
        }
        let folder = folders.name(reference);
        let own = match args.all {
            true => format!("{folder}/"),
            false => String::new(),
        };
        let (rounds, follow_ups) = match &one {
            Meant::One(arranged) if arranged.series.is_some() => {
                let composed = occurrence_invitations(workspace, arranged, spec, &sending);
                (vec![(None, composed)], None)
            }
            Meant::One(arranged) => {
                let composed = invitations(workspace, arranged, spec, &sending);
                let dates = spec.and_then(|spec| dates_of_arranged(workspace, spec, sending.now));
                (vec![(None, composed)], dates)
            }
            Meant::Series(all) => {
                let rounds = series_invitations(workspace, all, spec, &sending).into_iter();
                let rounds = rounds.map(|round| (round.label, round.invitations));
                (rounds.collect(), None)
            }
        };
        for (label, composed) in rounds {
            let (prefix, pack) = match &label {
                Some(label) => {
                    let pack = folders.name(&format!("{folder}-{label}"));
                    (format!("{own}{label}/"), pack)
                }
                None => (own.clone(), folder.clone()),
            };
            parcels.push(Parcel {
                composed,
                prefix,
                pack,
                follow_ups: follow_ups.clone(),
            });
        }
    }

    let merge = merge_table(parcels.iter().map(|parcel| &parcel.composed));
    let mut files: Vec<(String, &[u8])> = parcels.iter().flat_map(Parcel::files).collect();
    files.push((format!("{PACKS}/{MERGE}"), merge.as_bytes()));
    let existing = match args.force {
        true => Existing::Replace,
        false => Existing::Refuse,
    };
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    let left_over = write_folder(&args.out, &files, existing).map_err(InviteError::Outbox)?;
    Ok(told(args, workspace, &parcels, &left_over))
}

/// What was written, in the form that is wanted.
fn told(
    args: &InviteArgs,
    workspace: &Workspace,
    parcels: &[Parcel],
    left_over: &[String],
) -> String {
    let folder = args.out.display().to_string();
    let place = |parcel: &'_ Parcel| -> (String, String, bool) {
        let follow_ups = parcel.follow_ups.is_some();
        (parcel.prefix.clone(), parcel.pack.clone(), follow_ups)
    };
    let places: Vec<(String, String, bool)> = parcels.iter().map(place).collect();
    let written = |number: usize| Written {
        folder: &folder,
        prefix: &places[number].0,
        pack: &places[number].1,
        follow_ups: places[number].2,
    };
    let numbered = || parcels.iter().enumerate();
    if args.json || args.format == Format::Json {
        let mut lists = numbered()
            .map(|(number, parcel)| as_json(workspace, &parcel.composed, &written(number)));
        let mut list = match args.all || parcels.len() > 1 {
            true => serde_json::json!({
                "format": "quorate-outbox/1",
                "meetings": lists.collect::<Vec<_>>(),
            }),
            false => lists.next().unwrap_or_default(),
        };
        list["left_over"] = left_over.into();
        return format!("{list:#}\n");
    }
    let texts =
        numbered().map(|(number, parcel)| as_text(workspace, &parcel.composed, &written(number)));
    let mut text = texts.collect::<Vec<_>>().join("\n");
    if !left_over.is_empty() {
        text.push_str(&format!(
            "\nAlso in the folder, not from this run; do not send: {}\n",
            left_over.join(", ")
        ));
    }
    text
}

impl Parcel {
    /// The files by their names in the folder of the run.
    fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let own = |name: &str| format!("{}{name}", self.prefix);
        let pack = |name: &str| format!("{PACKS}/{}/{name}", self.pack);
        let mut files: Vec<(String, &[u8])> = Vec::new();
        for message in &self.composed.messages {
            files.push((own(&message.file_name), &message.bytes));
            files.push((
                own(&format!("{MAILS}/{}", message.mail_name)),
                &message.mail,
            ));
        }
        for missing in &self.composed.missing {
            files.push((own(&missing.file_name), &missing.letter));
        }
        // A series has one for all of its rounds.
        if !self.composed.organizer_copy.is_empty() {
            files.push((own(ORGANIZER_COPY), &self.composed.organizer_copy));
        }
        if let Some(calendar) = &self.follow_ups {
            files.push((own(FOLLOW_UPS), calendar.as_bytes()));
        }
        files.push((pack(PACK_TEXT), &self.composed.pack.text));
        files.push((pack(PACK_ENTRY), &self.composed.pack.entry));
        files.into_iter()
    }
}

/// The rows of all meetings, as spreadsheets open them: with a BOM, and no cell that could be taken for a formula.
pub(super) fn merge_table<'a>(all: impl Iterator<Item = &'a Invitations>) -> String {
    let rows = all.flat_map(|one| &one.merge);
    let lines = rows.map(|row| csv_line(row.iter().map(String::as_str), ','));
    let head = csv_line(MERGE_COLUMNS.into_iter(), ',');
    format!("\u{feff}{head}{}", lines.collect::<String>())
}

/// What the sender decides, as arguments have it.
pub(super) struct Sender<'a> {
    pub(super) organizer: Option<&'a str>,
    pub(super) hold: bool,
    pub(super) guests: Option<GuestsWanted>,
    pub(super) join: Option<&'a Path>,
}

/// What the sender decides, from the arguments and the workspace.
pub(super) fn sending(
    args: &Sender,
    workspace: &Workspace,
    now: Instant,
) -> Result<Sending, InviteError> {
    let organizer = args
        .organizer
        .or(workspace.defaults.organizer.as_deref())
        .ok_or(InviteError::NoOrganizer)?;
    Ok(Sending {
        organizer: Organizer::parse(organizer).ok_or(InviteError::BadOrganizer)?,
        now,
        firmness: match args.hold {
            true => Firmness::Hold,
            false => Firmness::Confirmed,
        },
        guests: match args.guests {
            None => Guests::ByType,
            Some(GuestsWanted::Hidden) => Guests::Hidden,
            Some(GuestsWanted::Roles) => Guests::Roles,
            Some(GuestsWanted::Full) => Guests::Full,
        },
        join: args.join.map(link_in).transpose()?,
    })
}

/// The most bytes that a file with a link has, and the most letters of a link.
const LINK_FILE: usize = 1 << 16;
const LONGEST_LINK: usize = 2000;

/// The link on the first line of a file. A file, because whoever has the link gets in, and what is typed as an argument is seen by
/// others and kept.
fn link_in(path: &Path) -> Result<String, InviteError> {
    let bytes = files::read(path, LINK_FILE).map_err(InviteError::JoinFile)?;
    let text = String::from_utf8_lossy(&bytes);
    let first = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let link = first.into_iter().find(|line| !line.is_empty());
    let is_link = |link: &&str| {
        let rest = link
            .get(..8)
            .filter(|scheme| scheme.eq_ignore_ascii_case("https://"));
        let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
        rest.is_some() && link.len() > 8 && link.len() <= LONGEST_LINK && link.chars().all(plain)
    };
    let link = link.filter(is_link);
    link.map(str::to_owned)
        .ok_or_else(|| InviteError::NoLink(path.to_owned()))
}

pub(super) fn spec_of<'a>(workspace: &'a Workspace, reference: &str) -> Option<&'a MeetingSpec> {
    let mut meetings = workspace.meetings.iter();
    meetings.find(|meeting| meeting.reference == reference)
}

/// What is to be told of.
enum Meant<'a> {
    One(&'a Arranged),
    /// The meetings of one series, in their order.
    Series(Vec<&'a Arranged>),
}

impl<'a> Meant<'a> {
    fn all(&self) -> &[&'a Arranged] {
        match self {
            Meant::One(one) => std::slice::from_ref(one),
            Meant::Series(all) => all,
        }
    }

    /// The reference that people know it by.
    fn reference(&self) -> &'a str {
        let first = self.all().first();
        first.map_or("", |one| match &one.series {
            Some(place) => &place.reference,
            None => &one.reference,
        })
    }
}

/// The meetings that are meant, at least one.
fn meant<'a>(
    args: &InviteArgs,
    workspace: &'a Workspace,
    now: Instant,
) -> Result<Vec<Meant<'a>>, InviteError> {
    if !args.all || workspace.arrangements.is_empty() {
        return chosen(args, workspace).map(|one| vec![one]);
    }
    let ahead = |one: &&Arranged| one.interval.start() > now;
    let mut found: Vec<Meant> = Vec::new();
    for one in workspace.arrangements.iter().filter(ahead) {
        match &one.series {
            None => found.push(Meant::One(one)),
            Some(place)
                if found
                    .iter()
                    .any(|known| known.reference() == place.reference) => {}
            Some(place) => {
                let all = workspace.series(&place.reference).into_iter();
                found.push(Meant::Series(all.filter(ahead).collect()));
            }
        }
    }
    match found.is_empty() {
        true => Err(InviteError::AllPast),
        false => Ok(found),
    }
}

/// The one meeting, or the one series, that is meant.
fn chosen<'a>(args: &InviteArgs, workspace: &'a Workspace) -> Result<Meant<'a>, InviteError> {
    let references = || -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for one in &workspace.arrangements {
            let place = one.series.as_ref();
            let known_as = place.map_or(&one.reference, |place| &place.reference);
            if !all.contains(known_as) {
                all.push(known_as.clone());
            }
        }
        all
    };
    let named = |reference: &str| {
        let one = workspace.arranged(reference).map(Meant::One);
        let series = workspace.series(reference);
        one.or((!series.is_empty()).then_some(Meant::Series(series)))
    };
    let (reference, known) = match (&args.reference, references().as_slice()) {
        (_, []) => return Err(InviteError::NothingArranged),
        (None, [only]) => (only.clone(), references()),
        (None, several) => return Err(InviteError::WhichMeeting(several.to_vec())),
        (Some(reference), known) => (reference.clone(), known.to_vec()),
    };
    named(&reference).ok_or(InviteError::NotArranged {
        reference,
        arranged: known,
    })
}
