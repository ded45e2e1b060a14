//! `quorate answer`: appends what somebody said to the answers table.

use crate::cli::{instant, now};
use crate::edge::{read_folder, write_atomically};
use crate::input::{AnswerRow, ReadOptions, appended, read_workspace, reply_word};
use crate::model::Reply;
use crate::time::Instant;
use std::fmt;
use std::path::PathBuf;

/// Record what somebody said when they were asked.
///
/// Examples:
///   quorate answer case --who okafor --ref CP-2041 --from "2026-12-08 10:00" --to 12:00 --can --how phone
///   quorate answer case --who j.marsh --from 8/12/2026 --cannot
#[derive(clap::Args, Clone, Debug)]
#[command(verbatim_doc_comment)]
#[command(group = clap::ArgGroup::new("reply").required(true).args(["can", "if_need_be", "cannot"]))]
pub struct AnswerArgs {
    /// The workspace, or a bare folder of feeds
    pub folder: PathBuf,
    /// Id or name of the contact
    #[arg(long, value_name = "ID")]
    pub who: String,
    /// The meeting; left out, the answer holds for every meeting
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Date, or date and time, in the contact's zone
    #[arg(long, value_name = "WHEN")]
    pub from: String,
    /// Date (inclusive), date and time, or time of the same day; left out, the whole day of --from
    #[arg(long, value_name = "WHEN")]
    pub to: Option<String>,
    /// They can
    #[arg(long)]
    pub can: bool,
    /// They can if need be
    #[arg(long)]
    pub if_need_be: bool,
    /// They cannot
    #[arg(long)]
    pub cannot: bool,
    /// By which means it was said: phone, mail
    #[arg(long, value_name = "MEANS")]
    pub how: Option<String>,
    /// Who took the answer
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub now: Option<Instant>,
}

/// What was written.
#[derive(Clone, PartialEq, Debug)]
pub struct Recorded {
    pub file: PathBuf,
    pub row: AnswerRow,
    /// Warnings about the workspace.
    pub warnings: Vec<String>,
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = &self.row;
        write!(f, "{} {} {}", row.who, reply_word(row.reply), row.from)?;
        if !row.to.is_empty() {
            write!(f, " to {}", row.to)?;
        }
        match row.reference.as_str() {
            "" => f.write_str(", for every meeting")?,
            reference => write!(f, ", for {reference}")?,
        }
        write!(f, ": written to {}", self.file.display())
    }
}

impl Recorded {
    /// The same for programs.
    pub fn json(&self) -> serde_json::Value {
        let row = &self.row;
        serde_json::json!({
            "format": "quorate-answer/1",
            "file": self.file.display().to_string(),
            "who": row.who,
            "ref": row.reference,
            "from": row.from,
            "to": row.to,
            "answer": reply_word(row.reply),
            "how": row.how,
            "recorded_by": row.recorded_by,
            "recorded_at": row.recorded_at,
        })
    }
}

/// Appends the row. `Err` = bad input, with every message; then nothing is written.
pub fn run(args: &AnswerArgs) -> Result<Recorded, Vec<String>> {
    let files = read_folder(&args.folder).map_err(|error| vec![error.to_string()])?;
    let told = |faults: Vec<crate::input::Fault>| -> Vec<String> {
        faults.iter().map(ToString::to_string).collect()
    };
    let (workspace, warnings) = read_workspace(&files, &ReadOptions::default()).map_err(told)?;
    let row = AnswerRow {
        who: args.who.clone(),
        reference: args.reference.clone().unwrap_or_default(),
        from: args.from.clone(),
        to: args.to.clone().unwrap_or_default(),
        reply: if args.can {
            Reply::Can
        } else if args.if_need_be {
            Reply::IfNeedBe
        } else {
            Reply::Cannot
        },
        how: args.how.clone().unwrap_or_default(),
        recorded_by: args.by.clone().unwrap_or_default(),
        recorded_at: now(args.now),
    };
    let (row, more) = row.checked(&workspace).map_err(told)?;
    let name = if files.tables.contains_key("answers.toml") {
        "answers.toml"
    } else {
        "answers.csv"
    };
    let old = files.tables.get(name).map(Vec::as_slice);
    let bytes = appended(name, old, &row).map_err(told)?;
    let file = args.folder.join(name);
    write_atomically(&file, &bytes)
        .map_err(|error| vec![format!("{}: {error}", file.display())])?;
    Ok(Recorded {
        file,
        row,
        warnings: warnings
            .iter()
            .chain(&more)
            .map(ToString::to_string)
            .collect(),
    })
}
