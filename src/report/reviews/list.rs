//! Many cases at once: for each the meeting that comes next, sorted by the last day on which it can be held.

use super::json::{days_in_hand, late_by, state};
use super::{facts, facts_of_next, words_en};
use crate::model::rules::{Confidence, MeetingType, RuleBook};
use crate::model::{CaseRow, FlagState};
use crate::report::aligned::{Lean, aligned};
use crate::report::words_en::date;
use crate::report::wrap::wrapped;
use crate::review::{Calendar, INQUORATE, Link, Number, Progress, Reach, Strand, begun, chain};
use crate::time::Nation;
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

/// The next meeting of one case.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseLine<'r> {
    pub row: &'r CaseRow,
    pub next: NextMeeting<'r>,
    /// The meetings of the same chain that follow, as far as was asked.
    pub then: Vec<NextMeeting<'r>>,
}

/// A meeting with its limit.
#[derive(Clone, PartialEq, Debug)]
pub struct NextMeeting<'r> {
    pub kind: &'r MeetingType,
    pub number: Number,
    /// The day that is planned.
    pub date: Option<NaiveDate>,
    /// `None` where no rule gives one.
    pub limit: Option<LineLimit<'r>>,
    pub target: Option<NaiveDate>,
    /// Flags that nobody has spoken of, and `number` where that is not said and decides something.
    pub asks: Vec<String>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct LineLimit<'r> {
    /// Id of the rule in its type.
    pub rule: &'r str,
    pub limit: NaiveDate,
    pub hold_by: NaiveDate,
    pub progress: Progress,
    pub confidence: Confidence,
}

/// Into which heap a case goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// The limit has passed, and nothing was held.
    Breached,
    /// A day is planned, after the limit.
    BookedLate,
    /// To be held by the end of this week.
    ThisWeek,
    NextWeek,
    /// In the two weeks after the next.
    FourWeeks,
    Later,
    Booked,
    /// No limit can be given.
    Unknown,
}

impl Standing {
    pub const ALL: [Standing; 8] = [
        Standing::Breached,
        Standing::BookedLate,
        Standing::ThisWeek,
        Standing::NextWeek,
        Standing::FourWeeks,
        Standing::Later,
        Standing::Booked,
        Standing::Unknown,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Breached => "breached",
            Standing::BookedLate => "booked-late",
            Standing::ThisWeek => "this-week",
            Standing::NextWeek => "next-week",
            Standing::FourWeeks => "four-weeks",
            Standing::Later => "later",
            Standing::Booked => "booked",
            Standing::Unknown => "unknown",
        }
    }
}

impl CaseLine<'_> {
    pub fn standing(&self, today: NaiveDate) -> Standing {
        let Some(limit) = &self.next.limit else {
            return Standing::Unknown;
        };
        // Weeks end on Sunday.
        let sunday = u64::from(6 - today.weekday().num_days_from_monday());
        let week = |weeks: u64| today.checked_add_days(Days::new(sunday + 7 * weeks));
        let until = |weeks| week(weeks).is_none_or(|end| limit.hold_by <= end);
        match limit.progress {
            Progress::Overdue(_) => Standing::Breached,
            Progress::Late(_) | Progress::Early(_) => Standing::BookedLate,
            Progress::InTime(_) => Standing::Booked,
            Progress::InHand(_) if until(0) => Standing::ThisWeek,
            Progress::InHand(_) if until(1) => Standing::NextWeek,
            Progress::InHand(_) if until(3) => Standing::FourWeeks,
            Progress::InHand(_) => Standing::Later,
        }
    }
}

/// All cases of a list.
pub struct CaseList<'r> {
    pub today: NaiveDate,
    /// Sorted by the last day on which the meeting can be held; those without one last.
    pub lines: Vec<CaseLine<'r>>,
}

impl<'r> CaseList<'r> {
    /// Works out the next meeting of each case, and `reach` meetings of its chain in all.
    ///
    /// A meeting whose date is past was held: then the one after it is next.
    pub fn new<'c>(
        rows: &'r [CaseRow],
        book: &'r RuleBook,
        calendar: &(dyn Fn(Nation) -> Calendar<'c> + Sync),
        today: NaiveDate,
        reach: Reach,
    ) -> CaseList<'r> {
        let lines_of = |row: &'r CaseRow| lines(row, book, calendar, today, reach);
        #[cfg(feature = "parallel")]
        let lines = {
            use rayon::prelude::*;
            rows.par_iter().map(lines_of).collect::<Vec<_>>()
        };
        #[cfg(not(feature = "parallel"))]
        let lines = rows.iter().map(lines_of).collect::<Vec<_>>();
        let mut lines: Vec<CaseLine> = lines.into_iter().flatten().collect();
        lines.sort_by(|a, b| a.order().cmp(&b.order()));
        CaseList { today, lines }
    }

    /// How many cases there are of each standing.
    pub fn count(&self, standing: Standing) -> u64 {
        let of = |line: &&CaseLine| line.standing(self.today) == standing;
        self.lines.iter().filter(of).count() as u64
    }

    /// Whether a limit is missed, or will be on the day that is planned.
    pub fn is_breached(&self) -> bool {
        self.count(Standing::Breached) + self.count(Standing::BookedLate) > 0
    }
}

impl CaseLine<'_> {
    /// Whether a mark stands behind its limit.
    fn is_unsure(&self) -> bool {
        let confidence = self.next.limit.as_ref().map(|limit| limit.confidence);
        confidence.is_some_and(|confidence| words_en::mark_of(confidence).is_some())
    }

    fn order(&self) -> (bool, Option<NaiveDate>, &str, &str) {
        let hold_by = self.next.limit.as_ref().map(|limit| limit.hold_by);
        (
            hold_by.is_none(),
            hold_by,
            &self.row.reference,
            &self.next.kind.id,
        )
    }
}

/// The next meeting of the case, and of each strand that its last meeting began.
fn lines<'r, 'c>(
    row: &'r CaseRow,
    book: &'r RuleBook,
    calendar: &(dyn Fn(Nation) -> Calendar<'c> + Sync),
    today: NaiveDate,
    reach: Reach,
) -> Vec<CaseLine<'r>> {
    let Some(kind) = book.kind(&row.kind) else {
        return Vec::new();
    };
    let (next, next_facts) = facts_of_next(book, kind, row, today);
    let calendar = calendar(row.nation);
    let mut chain = chain(book, next, &next_facts, &calendar, today, reach);
    chain.strands.truncate(1);
    let again = |flag: &FlagState| flag.set && flag.flag == INQUORATE;
    if row.meeting.is_some_and(|held| held < today) && !row.flags.iter().any(again) {
        // What the meeting began beside, such as core groups. Whether one was held whose limit has passed, nobody has said.
        let begun = begun(book, kind, &facts(row), &calendar, today, reach);
        let is_to_come = |strand: &Strand| {
            let first = strand.meetings.first().and_then(|link| link.on);
            first.is_some_and(|day| today <= day)
        };
        chain.strands.extend(begun.into_iter().filter(is_to_come));
    }
    let lines = chain.strands.iter().filter_map(|strand| {
        let mut meetings = strand.meetings.iter();
        Some(CaseLine {
            row,
            next: meeting(meetings.next()?, today),
            then: meetings.map(|link| meeting(link, today)).collect(),
        })
    });
    lines.collect()
}

fn meeting<'r>(link: &Link<'r>, today: NaiveDate) -> NextMeeting<'r> {
    let clocks = &link.clocks;
    let mut asks: Vec<String> = clocks
        .questions
        .iter()
        .map(|asked| asked.flag.clone())
        .collect();
    if clocks.limits.iter().any(|clock| clock.depends_on_number) {
        asks.push("number".to_owned());
    }
    if clocks.limits.is_empty() {
        let missing = clocks.missing.iter();
        asks.extend(missing.filter_map(words_en::wanting));
    }
    NextMeeting {
        kind: link.kind,
        number: link.number,
        date: link.date,
        limit: clocks.binding().map(|clock| LineLimit {
            rule: clock.rule.id.as_str(),
            limit: clock.due.limit,
            hold_by: clock.due.hold_by,
            progress: clock.progress,
            confidence: clock.rule.grounds.confidence(today),
        }),
        target: link.target.filter(|target| *target >= today),
        asks,
    }
}

/// Widest line of running text.
const WIDTH: usize = 98;

/// The list for people: how many of which standing, then one line a case. `with_lines` = false leaves the lines to a file.
pub fn list_text(list: &CaseList, with_lines: bool) -> String {
    let mut out = String::new();
    let counts = Standing::ALL.map(|standing| (standing, list.count(standing)));
    let head = words_en::list_head(list.lines.len() as u64, &counts);
    wrapped(&mut out, "", 0, WIDTH, &head);
    if list.lines.is_empty() || !with_lines {
        return out;
    }
    out.push('\n');
    let mut rows = vec![words_en::LIST.map(str::to_owned).to_vec()];
    for line in &list.lines {
        let next = &line.next;
        let name = words_en::short_name(&next.kind.id, next.number);
        let Some(limit) = &next.limit else {
            rows.push(vec![
                words_en::NO_LIMIT.to_owned(),
                String::new(),
                line.row.reference.clone(),
                name,
                words_en::to_ask(&next.asks),
            ]);
            continue;
        };
        let target = next.target.filter(|target| *target > list.today);
        rows.push(vec![
            date(limit.hold_by),
            words_en::away(limit.progress, limit.hold_by, list.today),
            line.row.reference.clone(),
            name,
            words_en::list_note(limit, next.date, target, &next.asks),
        ]);
    }
    let leans = [Lean::Left, Lean::Right, Lean::Left, Lean::Left, Lean::Left];
    aligned(&mut out, 0, &leans, &rows);
    out.push('\n');
    wrapped(&mut out, "", 0, WIDTH, words_en::WD);
    if list.lines.iter().any(CaseLine::is_unsure) {
        wrapped(&mut out, "", 0, WIDTH, words_en::MARKS);
    }
    out
}

/// Headings of [`sheet`]'s rows.
pub const SHEET_COLUMNS: [&str; 14] = [
    "Meet by",
    "Ref",
    "Type",
    "Number",
    "Standing",
    "Days in hand",
    "Late by",
    "Limit",
    "Rule",
    "Aim for",
    "Booked for",
    "Confidence",
    "Nation",
    "To ask",
];

/// One row a case, for a spreadsheet. Dates are written so that it takes them for dates.
pub fn sheet(list: &CaseList) -> Vec<[String; SHEET_COLUMNS.len()]> {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let days = |days: Option<u32>| days.map_or_else(String::new, |days| days.to_string());
    let row = |line: &CaseLine| {
        let next = &line.next;
        let limit = next.limit.as_ref();
        let progress = limit.map(|limit| limit.progress);
        [
            day(limit.map(|limit| limit.hold_by)),
            line.row.reference.clone(),
            next.kind.id.clone(),
            match next.number.exact {
                true => next.number.least.to_string(),
                false => String::new(),
            },
            line.standing(list.today).id().to_owned(),
            days(progress.and_then(days_in_hand)),
            days(progress.and_then(late_by)),
            day(limit.map(|limit| limit.limit)),
            limit.map_or_else(String::new, |limit| limit.rule.to_owned()),
            day(next.target),
            day(next.date),
            limit.map_or_else(String::new, |limit| limit.confidence.id().to_owned()),
            line.row.nation.id().to_owned(),
            next.asks.join("; "),
        ]
    };
    list.lines.iter().map(row).collect()
}

/// The list for programs.
pub fn list_json(list: &CaseList, warnings: &[String]) -> String {
    let summary =
        Standing::ALL.map(|standing| (standing.id().to_owned(), json!(list.count(standing))));
    let case = |line: &CaseLine| {
        let mut next = next_json(&line.next);
        let mut case = json!({
            "ref": line.row.reference,
            "nation": line.row.nation.id(),
            "standing": line.standing(list.today).id(),
        });
        if let (Some(case), Some(next)) = (case.as_object_mut(), next.as_object_mut()) {
            case.append(next);
            case.insert("then".to_owned(), line.then.iter().map(next_json).collect());
        }
        case
    };
    let summary: serde_json::Map<String, Value> = summary.into_iter().collect();
    let head = json!({
        "format": "quorate-review-list/1",
        "today": list.today.to_string(),
        "summary": summary,
        "warnings": warnings,
    });
    // Case by case: thousands of them as one value would be many times as large as their text.
    let mut text = head.to_string();
    text.truncate(text.len() - 1);
    text.push_str(",\"cases\":[");
    for (index, line) in list.lines.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&case(line).to_string());
    }
    text.push_str("]}\n");
    text
}

fn next_json(next: &NextMeeting) -> Value {
    let limit = next.limit.as_ref();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    json!({
        "type": next.kind.id,
        "meeting": next.number.least,
        "meeting_known": next.number.exact,
        "rule": limit.map(|limit| limit.rule),
        "limit": day(limit.map(|limit| limit.limit)),
        "hold_by": day(limit.map(|limit| limit.hold_by)),
        "target": day(next.target),
        "date": day(next.date),
        "state": limit.map(|limit| state(limit.progress)),
        "days_in_hand": limit.and_then(|limit| days_in_hand(limit.progress)),
        "late_by": limit.and_then(|limit| late_by(limit.progress)),
        "confidence": limit.map(|limit| limit.confidence.id()),
        "depends_on": next.asks,
    })
}
