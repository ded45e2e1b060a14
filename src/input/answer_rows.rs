//! The answers table as plain texts: for keeping its rows elsewhere without understanding them, and for writing them again.

use super::append::csv_line;
use super::columns::ANSWERS;
use super::fault::{Fault, Sink};
use super::table::read_table;
use std::collections::BTreeMap;

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
        rows.push(ANSWER_COLUMNS.map(|name| row.text(name, &mut sink).unwrap_or_default()));
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
