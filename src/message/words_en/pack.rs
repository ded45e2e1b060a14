//! The words of the Outlook pack. Only the coordinator reads them, so they name people; what is to be copied stands between lines.

use super::{ReportDue, date, purpose, times};
use crate::message::Purpose;
use crate::time::{Interval, Zone};

/// With whom a recipient may be put into one invitation, in the order in which the text lists them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::message) enum Group {
    /// With all others of this group.
    Together,
    /// With nobody.
    Alone,
    /// With nobody: of the family.
    Family,
    Information,
    Report,
    /// No address to write to.
    Letter,
}

const GROUPS: [Group; 6] = [
    Group::Together,
    Group::Alone,
    Group::Family,
    Group::Information,
    Group::Report,
    Group::Letter,
];

/// One recipient.
pub(in crate::message) struct Line {
    pub(in crate::message) name: String,
    pub(in crate::message) address: Option<String>,
    pub(in crate::message) phone: Option<String>,
    pub(in crate::message) purpose: Purpose,
    /// Where they are not those of the whole meeting.
    pub(in crate::message) times: Vec<Interval>,
    pub(in crate::message) report: Option<ReportDue>,
    /// The file with the words to be told, of somebody without an address.
    pub(in crate::message) letter: String,
}

/// What the text is made of.
pub(in crate::message) struct Sheet<'a> {
    pub(in crate::message) reference: &'a str,
    pub(in crate::message) subject: &'a str,
    pub(in crate::message) interval: Interval,
    pub(in crate::message) zone: &'a Zone,
    pub(in crate::message) location: &'a str,
    /// For all who are there from beginning to end.
    pub(in crate::message) body: &'a str,
    /// Nobody may be put into one invitation with anybody else.
    pub(in crate::message) one_each: bool,
    /// By group.
    pub(in crate::message) lines: &'a [(Group, Line)],
}

const RULE: &str = "------------------------------------------------------------------------";

/// How something reaches a recipient, for the mail merge.
pub(in crate::message) fn send_by(has_address: bool) -> &'static str {
    match has_address {
        true => "e-mail",
        false => "letter or call",
    }
}

/// By when a report is due.
pub(in crate::message) fn due(report: ReportDue) -> String {
    match report {
        ReportDue::By(day) => date(day),
        ReportDue::Overdue => "due already".to_owned(),
    }
}

/// The whole text.
pub(in crate::message) fn text(sheet: &Sheet) -> String {
    let mut out = format!(
        "To send this meeting from Outlook by hand: meeting ref {}\n\nThis page is for you alone. It holds everybody's \
         address; do not pass it on.\n\n1. Open meeting.ics, or make a new meeting:\n\n{}\n2. Copy the text between the \
         lines into it. It names nobody.\n\n{RULE}\n{}\n{RULE}\n\n3. Add the people.\n",
        sheet.reference,
        fields(sheet),
        sheet.body
    );
    for group in GROUPS {
        let lines: Vec<&Line> = sheet
            .lines
            .iter()
            .filter(|(of, _)| *of == group)
            .map(|(_, line)| line)
            .collect();
        if lines.is_empty() {
            continue;
        }
        out.push('\n');
        out.push_str(heading(group, sheet.one_each));
        out.push('\n');
        if group == Group::Together {
            let addresses = lines.iter().filter_map(|line| line.address.as_deref());
            out.push_str(&format!("\n{}\n", addresses.collect::<Vec<_>>().join("; ")));
        }
        out.push('\n');
        for line in lines {
            out.push_str(&format!(
                "  {}\n",
                cells(line, group, sheet.zone).join("  |  ")
            ));
        }
    }
    let mut reports = sheet.lines.iter().filter_map(|(_, line)| {
        let report = line.report?;
        Some(format!("  {}: {}\n", line.name, due(report)))
    });
    if let Some(first) = reports.next() {
        out.push_str("\nReports are due from:\n\n");
        out.push_str(&first);
        out.extend(reports);
    }
    out
}

/// What Outlook's window asks for.
fn fields(sheet: &Sheet) -> String {
    let (start, end) = (
        sheet.zone.local(sheet.interval.start()),
        sheet.zone.local(sheet.interval.end()),
    );
    let clock = |at: chrono::NaiveDateTime| format!("{}, {}", date(at.date()), at.format("%H:%M"));
    format!(
        "Subject:   {}\nStart:     {}\nEnd:       {}\nTime zone: {}\nLocation:  {}\n",
        sheet.subject,
        clock(start),
        clock(end),
        super::zone_text(sheet.zone),
        sheet.location
    )
}

fn heading(group: Group, one_each: bool) -> &'static str {
    match (group, one_each) {
        (Group::Together, _) => {
            "Professionals, there from beginning to end. Whoever gets one invitation with several addresses sees all of \
             them; if that must not be, send the mails in the folder \"mail\" instead."
        }
        (Group::Alone, true) => {
            "One invitation each, never two people in one: nobody may see who else is asked to a meeting of this kind. Not in \
             a shared calendar."
        }
        (Group::Alone, false) => {
            "One invitation each, never together with others (confidential, kept apart from somebody, or there for a part \
             only). The mails in the folder \"mail\" have their own times."
        }
        (Group::Family, _) => "Family: one invitation each, apart from the professionals.",
        (Group::Information, _) => "Not expected to come, told for information: one message each.",
        (Group::Report, _) => "Not expected to come, asked for a report: one message each.",
        (Group::Letter, _) => {
            "No e-mail address, so a letter or a call. The files have the words to be told."
        }
    }
}

fn cells(line: &Line, group: Group, zone: &Zone) -> Vec<String> {
    let mut cells = vec![line.name.clone()];
    match (&line.address, group) {
        (Some(address), _) => cells.push(address.clone()),
        (None, _) => {
            let phone = line.phone.clone();
            cells.push(phone.unwrap_or_else(|| "no telephone number either".to_owned()));
            if line.purpose != Purpose::Invitation {
                cells.push(purpose(line.purpose).to_owned());
            }
        }
    }
    if !line.times.is_empty() {
        cells.push(times(&line.times, zone));
    }
    if group == Group::Letter {
        cells.push(line.letter.clone());
    }
    cells
}
