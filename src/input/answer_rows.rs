//! The answers table as plain texts: for keeping its rows elsewhere without understanding them, and for writing them again.

use super::append::csv_line;
use super::columns::ANSWERS;
use super::csv_table;
use super::dates::Moment;
use super::fault::{Fault, FaultKind, Sink, WarningKind};
use super::names::Names;
use super::table::{Row, read_table};
use crate::time::Zone;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How messages call the tables that a book keeps.
pub const BOOK_TABLE: &str = "meetings.book";

/// The columns of an answer, in their order in [`AnswerText`].
pub const ANSWER_COLUMNS: [&str; 8] = [
    "who",
    "ref",
    "from",
    "to",
    "answer",
    "how",
    "recorded_by",
    "recorded_at",
];

/// One row of the answers table as it was written, without blanks around its cells; empty where nothing stands.
pub type AnswerText = [String; 8];

/// The rows of an answers table `file` (`answers.csv` or `answers.toml`), in their order. What stands under other headings is left out.
///
/// # Errors
/// What is no table, and cells that are no text, all at once. What the cells say is not looked at.
pub fn answer_rows(file: &str, bytes: &[u8]) -> Result<Vec<AnswerText>, Vec<Fault>> {
    let mut sink = Sink::default();
    let tables = BTreeMap::from([(file.to_owned(), bytes.to_vec())]);
    let table = read_table(&tables, &ANSWERS, &mut sink);
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        rows.push(cells(row, &mut sink));
    }
    sink.finish(Some(rows)).map(|(rows, _)| rows)
}

/// The content of an `answers.csv` with these rows: read again, it gives the same.
pub fn answers_csv(rows: &[AnswerText]) -> Vec<u8> {
    let mut text = String::from("\u{FEFF}");
    text.push_str(&csv_line(ANSWER_COLUMNS.into_iter(), ','));
    for row in rows {
        text.push_str(&csv_line(row.iter().map(String::as_str), ','));
    }
    text.into_bytes()
}

/// The answers that a book keeps.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeptAnswers {
    /// All of them, oldest first.
    pub rows: Vec<AnswerText>,
    /// Those of them that were taken over from the answers table that still lies in the folder.
    pub taken: Vec<AnswerText>,
}

impl KeptAnswers {
    /// Those rows of an answers table that were not taken over from it yet. Of rows that are alike as many count as there are more of them.
    pub fn new_of(&self, table: Vec<AnswerText>) -> Vec<AnswerText> {
        self.untaken(table, Clone::clone)
    }

    fn untaken<T>(&self, mut table: Vec<T>, mut cells: impl FnMut(&T) -> AnswerText) -> Vec<T> {
        let mut taken: BTreeMap<&AnswerText, usize> = BTreeMap::new();
        for row in &self.taken {
            *taken.entry(row).or_default() += 1;
        }
        table.retain(|row| match taken.get_mut(&cells(row)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        table
    }

    /// The rows of the book, without those of people who are in no table any more, and behind them what is new in the table.
    pub(super) fn with_table(&self, table: Vec<Row>, names: &Names, sink: &mut Sink) -> Vec<Row> {
        let kept = csv_table::read(BOOK_TABLE, &answers_csv(&self.rows), &ANSWERS, sink);
        let mut rows = kept.unwrap_or_default();
        rows.retain(|row| {
            let who = row.text("who", &mut Sink::default()).unwrap_or_default();
            let is_gone = matches!(names.asked(&who), Err(FaultKind::Unknown { .. }));
            if is_gone {
                sink.warn(row.spot_of("who"), WarningKind::KeptAnswerOfNobody { who });
            }
            !is_gone
        });
        // Cells that are no text are told of when the row is read.
        rows.extend(self.untaken(table, |row| cells(row, &mut Sink::default())));
        rows
    }
}

/// The last day that an answer is about, by whichever clock it was written; `None` where that cannot be read.
pub fn last_day(cells: &AnswerText) -> Option<NaiveDate> {
    let [_, _, from, to, ..] = cells;
    let from = Moment::parse(from).ok()?;
    let last = match to.as_str() {
        "" => from,
        to => Moment::parse_end(to, from).ok()?,
    };
    let last = last.end(&Zone::utc()).plus(-1);
    Some(last.utc().date())
}

/// The texts of a row.
fn cells(row: &Row, sink: &mut Sink) -> AnswerText {
    ANSWER_COLUMNS.map(|name| row.text(name, sink).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_whatever_is_in_them() {
        let row = |who: &str, how: &str| -> AnswerText {
            ["x", "", "8/12/2026", "", "can", "", "", ""]
                .map(str::to_owned)
                .map(|cell| if cell == "x" { who.to_owned() } else { cell })
                .map(|cell| if cell == "can" { how.to_owned() } else { cell })
        };
        let rows = vec![
            row("j.marsh", "can"),
            row("=1+1", "said \"yes\", then;\nno"),
            row("-x", "@home"),
        ];
        assert_eq!(answer_rows("answers.csv", &answers_csv(&rows)), Ok(rows));
        assert_eq!(
            answer_rows("answers.csv", &answers_csv(&[])),
            Ok(Vec::new())
        );
    }

    #[test]
    fn headings_of_their_own_and_toml_give_the_same_rows() {
        let csv = "Person;Day;Says;Colour\r\nj.marsh;8/12/2026;no;blue\r\n";
        let toml = "format = \"quorate-answers/1\"\n[[answer]]\nwho = \"j.marsh\"\nfrom = \"8/12/2026\"\nanswer = \"no\"\n";
        let expected = vec![["j.marsh", "", "8/12/2026", "", "no", "", "", ""].map(str::to_owned)];
        assert_eq!(
            answer_rows("answers.csv", csv.as_bytes()),
            Ok(expected.clone())
        );
        assert_eq!(answer_rows("answers.toml", toml.as_bytes()), Ok(expected));
        assert!(answer_rows("answers.csv", b"PK\x03\x04").is_err());
    }
}
