//! A row of the meetings table before it is written.

use chrono::NaiveDate;

/// One meeting. Empty cells are left empty, and columns that nobody fills are not written.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub reference: String,
    pub kind: &'static str,
    pub nation: &'static str,
    pub subjects: String,
    pub trigger: Option<NaiveDate>,
    pub previous: Option<NaiveDate>,
    pub number: Option<u32>,
    pub anchors: String,
    pub team: Vec<String>,
    pub flags: String,
    pub duration: &'static str,
    pub parts: String,
    pub apart: String,
    pub from: Option<NaiveDate>,
    pub by: Option<NaiveDate>,
    pub hours: &'static str,
    pub venue: &'static str,
    pub features: &'static str,
    pub pin: String,
    pub pin_people: String,
    pub pin_venue: &'static str,
    pub after: String,
    pub gap: &'static str,
    /// The days between which it is to be held; not written by itself.
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Headings with how a cell is written.
type Column = (&'static str, fn(&Row) -> String);

const COLUMNS: [Column; 23] = [
    ("Ref", |row| row.reference.clone()),
    ("Type", |row| row.kind.to_owned()),
    ("Nation", |row| row.nation.to_owned()),
    ("Subjects", |row| row.subjects.clone()),
    ("Trigger date", |row| day(row.trigger)),
    ("Previous date", |row| day(row.previous)),
    ("Number", |row| {
        row.number
            .map_or(String::new(), |number| number.to_string())
    }),
    ("Anchors", |row| row.anchors.clone()),
    ("After", |row| row.after.clone()),
    ("Gap", |row| row.gap.to_owned()),
    ("Team", |row| row.team.join("; ")),
    ("Flags", |row| row.flags.clone()),
    ("Duration", |row| row.duration.to_owned()),
    ("Parts", |row| row.parts.clone()),
    ("Apart", |row| row.apart.clone()),
    ("From", |row| day(row.from)),
    ("By", |row| day(row.by)),
    ("Between hours", |row| row.hours.to_owned()),
    ("Venue", |row| row.venue.to_owned()),
    ("Features", |row| row.features.to_owned()),
    ("Pinned", |row| row.pin.clone()),
    ("Pin people", |row| row.pin_people.clone()),
    ("Pin venue", |row| row.pin_venue.to_owned()),
];

/// The table with its headings.
pub(super) fn table(rows: &[Row]) -> Vec<Vec<String>> {
    let used: Vec<&Column> = COLUMNS
        .iter()
        .filter(|(_, cell)| rows.iter().any(|row| !cell(row).is_empty()))
        .collect();
    let mut table = vec![
        used.iter()
            .map(|(heading, _)| (*heading).to_owned())
            .collect(),
    ];
    table.extend(
        rows.iter()
            .map(|row| used.iter().map(|(_, cell)| cell(row)).collect()),
    );
    table
}

fn day(date: Option<NaiveDate>) -> String {
    date.map_or(String::new(), spelt)
}

/// A date as a spreadsheet shows it.
pub(super) fn spelt(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}
