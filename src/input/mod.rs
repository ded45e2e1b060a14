//! Layer 2: the tables of a workspace folder, TOML or CSV, become one [`Workspace`]; or a bare folder's file names do.
//!
//! ```text
//! bytes of each table ──► csv_table | toml_table ──► rows of fields with places ──► people, venues, meetings … ──► Workspace
//! ```
//! Relies on the folder's files as values ([`Files`]); who reads them is `edge`'s business, and feeds are not opened here at
//! all. Every fault of every table is collected before anything is refused. What only shows once seats are resolved to
//! people and dates (a quorum that cannot be met, a window in the past) is left to `prepare`.

mod actions;
mod answer_rows;
mod answers;
mod append;
mod arrangements;
mod bare;
mod cases;
mod checks;
mod claimed;
mod columns;
mod csv_table;
mod dates;
mod day_lists;
mod fault;
mod forms;
mod held;
mod hidden;
mod hours;
mod kinds;
mod limits;
mod mail;
mod meetings;
mod names;
mod parts;
mod people;
mod plan_csv;
mod plan_file;
mod planning;
mod quorum;
mod quoted;
mod roles;
mod rules;
mod scalar;
mod seat;
mod seats;
mod settings;
mod sources;
mod subjects;
mod table;
mod toml_table;
mod tracking;
mod venues;
mod words;

#[cfg(test)]
mod tests;

pub use actions::{ActionTable, carried_table, find_owner, read_action_file, read_actions};
pub use answer_rows::{
    ANSWER_COLUMNS, AnswerText, BOOK_TABLE, KeptAnswers, answer_rows, answers_csv, last_day,
};
pub use answers::reply_word;
pub use append::{AnswerRow, RowText, appended, csv_line, meetings_appended};
pub use arrangements::{PLAN_FORMAT, state_word, write_arrangements};
pub use cases::{before_its_start, kind_meant, nation_for, read_case, read_cases};
pub use checks::flags_of_no_seat;
pub use claimed::{ClaimedPerson, ClaimedPlan, ClaimedRow, ClaimedWho, read_claimed_plan};
pub use dates::{date as parse_date, date_time as parse_date_time};
pub use day_lists::{DayFileFault, DayLists, day_list_names};
pub use fault::{Fault, FaultKind, Located, Place, Spot, Thing, Wanted, Warning, WarningKind};
pub use forms::{FormAnswer, FormFault, FormOptions, Shape, form_mark, read_forms};
pub use held::read_held;
pub use hidden::{is_address, quotable};
pub use hours::pattern as parse_hours;
pub use mail::{MailFault, SMTP_PASSWORD, SMTP_USER, read_mail_server};
pub use people::is_feed_path;
pub use plan_csv::is_seat;
pub use plan_file::{PlanFileFault, read_plan_file};
pub use rules::{
    RULES_FILE, RuleFault, embedded_roles, embedded_rules, nearest_types, read_quorums, read_rules,
};
pub use scalar::{
    grain as parse_grain, limit as parse_limit, minutes as parse_minutes,
    working_days as parse_working_days,
};
pub use seat::{DeputyText, SeatText, parse_seat};
pub use settings::nation as parse_nation;
pub use sources::{EntryFault, Environment, FeedSources, SECRETS_FILE, read_feed_sources};
pub use tracking::{Tracked, TrackingFault, TrackingRow, name_words, read_tracking};

use crate::model::{CountBy, MeetingSpec, Policy, VenueId, Workspace, WorkspaceKind};
use answers::References;
use fault::Sink;
use meetings::Tables;
use names::Names;
use people::FeedFiles;
use roles::Catalogue;
use std::collections::BTreeMap;
use table::{Entry, Field, Row, read_table};

/// The content of a folder.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Files {
    /// What messages call the folder.
    pub folder: String,
    /// Tables by file name: `people.csv`. Names that are not ours are passed over.
    pub tables: BTreeMap<String, Vec<u8>>,
    /// Paths of feeds relative to the folder, with `/`: those under `feeds/`, or in a bare folder
    /// `<agency>/<role>.<name>.ics` and `<role>.<name>.ics`.
    pub feeds: Vec<String>,
    /// Where passwords and addresses may be kept instead of in the folder.
    pub environment: Environment,
    /// Others than the owner can read the table of addresses.
    pub secrets_readable: bool,
    /// What the calendar files hold that [`day_list_names`] tells.
    pub day_lists: DayLists,
    /// Where a book keeps what is arranged and answered: its answers. Then the arrangements among the tables are the book's.
    pub kept: Option<KeptAnswers>,
    /// Files of the folder that are not read, because a book keeps what they hold.
    pub set_aside: Vec<String>,
}

impl Files {
    /// Without settings and people, the feeds' names say who there is.
    pub fn is_bare(&self) -> bool {
        !["quorate.toml", "people.csv", "people.toml"]
            .iter()
            .any(|name| self.tables.contains_key(*name))
    }
}

/// What flags say; they outrank the folder's own settings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadOptions {
    pub zone: Option<String>,
    pub hours: Option<String>,
    pub nation: Option<String>,
}

/// The workspace with warnings, or all its faults; both sorted by file and place.
pub fn read_workspace(
    files: &Files,
    options: &ReadOptions,
) -> Result<(Workspace, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let bare = files.is_bare();
    if bare && files.feeds.is_empty() {
        let what = if files.tables.is_empty() {
            FaultKind::NothingThere
        } else {
            FaultKind::NoFeeds
        };
        sink.fault(&Spot::file(&files.folder), what);
        return sink.finish(None);
    }
    let tables = &files.tables;
    let mut settings = settings::read(files, bare, options, &mut sink);
    let sources = sources::read(files, &mut sink);
    if files.secrets_readable {
        sink.warn(&Spot::file(SECRETS_FILE), WarningKind::SecretsReadable);
    }
    let mut feeds = FeedFiles::new(files, &sources);
    let mut people = if bare {
        bare::read(files, &mut settings.catalogue, &mut sink)
    } else {
        people::read(files, &settings, &mut feeds, &mut sink)
    };
    let venues = venues::read(files, &mut feeds, &mut sink);
    if !bare {
        feeds.warn_of_unused(&mut sink);
    }
    let catalogue = &settings.catalogue;
    let mut names = Names::new(catalogue.names(), &people.contacts, &venues.venues);
    names.people_complete = people.complete;
    names.venues_complete = venues.complete;
    let mut bases: BTreeMap<&str, Option<VenueId>> = BTreeMap::new();
    for (contact, spot, text) in &people.bases {
        let base = sink.take(spot, names.venue(text)).flatten();
        bases.insert(contact, base);
    }
    for contact in &mut people.contacts {
        if let Some(base) = bases.get(contact.id.as_str()) {
            contact.base = *base;
        }
    }
    let agency_kinds = meetings::kinds(&people.agencies);
    let rules = match tables.get(RULES_FILE) {
        None => embedded_rules().clone(),
        Some(bytes) => {
            let base = embedded_rules();
            rules::read(RULES_FILE, bytes, base, catalogue, &agency_kinds, &mut sink)
        }
    };
    let rows = read_table(tables, &columns::MEETINGS, &mut sink);
    let context = Tables {
        names: &names,
        catalogue,
        roles: &catalogue.roles,
        agencies: &people.agencies,
        kinds: agency_kinds,
        contacts: &people.contacts,
        holders: meetings::holders(&catalogue.roles, &people.contacts),
        venues: &venues.venues,
        book: &rules,
        nation: settings.defaults.nation,
        count_by: stated_count_by(&settings.policy),
        bare,
    };
    let stated_refs = rows.rows.iter().filter_map(|row| row.get("ref"));
    // Also of meetings that are at fault, so that their answers are not blamed for it.
    let mut references: References = stated_refs
        .filter_map(|field| field.as_text(&mut Sink::default()).map(by_lower_case))
        .collect();
    let meetings = meetings::read(&rows.rows, &context, &mut sink);
    references.extend(meetings.iter().map(|one| by_lower_case(&one.reference)));
    for name in &files.set_aside {
        sink.warn(&Spot::file(name), WarningKind::KeptByBook);
    }
    // What is wrong is told of where it is to be put right.
    let home = match files.kept {
        Some(_) => BOOK_TABLE,
        None => "arrangements.json",
    };
    let arrangements = tables
        .get("arrangements.json")
        .map_or_else(Vec::new, |bytes| {
            arrangements::read(home, bytes, &names, &mut sink)
        });
    for one in &arrangements {
        let (lower, reference) = by_lower_case(&one.reference);
        references.entry(lower).or_insert(reference);
    }
    planning::check_chains(&rows.rows, &references, &mut sink);
    let answers = read_table(tables, &columns::ANSWERS, &mut sink);
    let answers = match &files.kept {
        None => answers.rows,
        Some(kept) => kept.with_table(answers.rows, &names, &mut sink),
    };
    let answers = answers::read(
        &answers,
        &names,
        (&people.contacts, &venues.venues),
        &references,
        bare,
        &settings.defaults.zone,
        &mut sink,
    );
    let workspace = Workspace {
        kind: if bare {
            WorkspaceKind::Bare
        } else {
            WorkspaceKind::Tables
        },
        defaults: settings.defaults,
        policy: settings.policy,
        rules,
        roles: settings.catalogue.roles,
        role_groups: settings.catalogue.groups,
        role_limits: settings.role_limits,
        agencies: people.agencies,
        contacts: people.contacts,
        venues: venues.venues,
        calendars: settings.calendars,
        meetings,
        answers,
        arrangements,
    };
    sink.finish(Some(workspace))
}

/// What the authority wrote that quorums count by.
fn stated_count_by(policy: &Policy) -> Option<CountBy> {
    policy.count_by_is_stated.then_some(policy.count_by)
}

/// Those ids that look most like `text`, nearest first, for "write one of".
pub fn nearest_ids<'a>(text: &str, ids: impl Iterator<Item = &'a str>) -> String {
    names::nearest(text, ids)
}

fn by_lower_case(reference: &str) -> (String, String) {
    (reference.to_lowercase(), reference.to_owned())
}

/// The names that are in use in a workspace that has been read.
fn names_of(workspace: &Workspace) -> Names {
    let roles = names::RoleNames::new(&workspace.roles, &workspace.role_groups);
    Names::new(roles, &workspace.contacts, &workspace.venues)
}

/// The contact that an id or a name means.
///
/// # Errors
/// Nobody, or several, are called so.
pub fn contact_named(
    workspace: &Workspace,
    text: &str,
) -> Result<crate::model::ContactId, FaultKind> {
    let found = names_of(workspace).contact(text.trim())?;
    // Names of a workspace that was read are complete.
    found.ok_or_else(|| FaultKind::Unknown {
        thing: Thing::Contact,
        text: text.to_owned(),
        choices: String::new(),
        home: "the people table",
    })
}

/// Reads meetings that stand in no table: columns of the meetings table with their values, such as `("seats", "social-worker")`, which may
/// be given several times. Faults are located at `--<column>`.
pub struct MeetingReader<'w> {
    workspace: &'w Workspace,
    names: Names,
    catalogue: Catalogue,
}

impl<'w> MeetingReader<'w> {
    pub fn new(workspace: &'w Workspace) -> MeetingReader<'w> {
        MeetingReader {
            workspace,
            names: names_of(workspace),
            // What is wrong with the embedded roles is told wherever a folder is read.
            catalogue: Catalogue::embedded(&mut Sink::default()),
        }
    }

    /// # Errors
    /// All faults of the columns at once.
    pub fn read(
        &self,
        reference: &str,
        columns: &[(&str, &str)],
    ) -> Result<(MeetingSpec, Vec<Warning>), Vec<Fault>> {
        let mut sink = Sink::default();
        let mut lists: BTreeMap<&str, Vec<Field>> = BTreeMap::new();
        for (name, text) in columns {
            if !text.trim().is_empty() {
                let flag = match *name {
                    "seats" => "seat",
                    "flags" => "flag",
                    "anchors" => "anchor",
                    other => other,
                };
                let field = Field::text(&Spot::file(&format!("--{flag}")), text.trim());
                lists.entry(name).or_default().push(field);
            }
        }
        let entries = lists.into_iter().map(|(name, mut fields)| {
            let field = if fields.len() == 1 {
                fields.remove(0)
            } else {
                Field {
                    spot: fields[0].spot.clone(),
                    value: table::Value::List(fields),
                }
            };
            let key = name.to_owned();
            Entry { key, field }
        });
        let entries = entries.collect();
        let columns = columns::Columns::new(columns::MEETINGS.columns);
        let row = Row::new(Spot::flags(), entries, &columns, &mut sink);
        let workspace = self.workspace;
        let context = Tables {
            names: &self.names,
            catalogue: &self.catalogue,
            roles: &workspace.roles,
            agencies: &workspace.agencies,
            kinds: meetings::kinds(&workspace.agencies),
            contacts: &workspace.contacts,
            holders: meetings::holders(&workspace.roles, &workspace.contacts),
            venues: &workspace.venues,
            book: &workspace.rules,
            nation: workspace.defaults.nation,
            count_by: stated_count_by(&workspace.policy),
            bare: workspace.kind == WorkspaceKind::Bare,
        };
        let meeting = meetings::read_one(reference.to_owned(), &row, &context, &mut sink);
        sink.finish(meeting)
    }
}

/// One meeting that is stated on the command line, see [`MeetingReader`].
///
/// # Errors
/// All faults of the columns at once.
pub fn read_meeting(
    workspace: &Workspace,
    reference: &str,
    columns: &[(&str, &str)],
) -> Result<(MeetingSpec, Vec<Warning>), Vec<Fault>> {
    MeetingReader::new(workspace).read(reference, columns)
}
