//! `quorate answer`: appends what somebody said to the answers table, or what filled forms say.

use crate::cli::{instant, now};
use crate::edge::{Store, files};
use crate::input::{
    AnswerRow, FormAnswer, FormOptions, ReadOptions, read_forms, read_workspace, reply_word,
};
use crate::model::{Decision, Reply, Workspace};
use crate::report::words_en as words;
use crate::time::{Instant, Zone};
use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;

/// Largest form that is read: more than any mail that a person writes.
const LARGEST_FORM: usize = 4 << 20;

/// Record what somebody said when they were asked.
///
/// Examples:
///   quorate answer case --who okafor --ref CP-2041 --from "2026-12-08 10:00" --to 12:00 --can --how phone
///   quorate answer case --who j.marsh --from 8/12/2026 --cannot
///   quorate answer case --form forms/st-marks.txt
#[derive(clap::Args, Clone, Debug)]
#[command(verbatim_doc_comment)]
#[command(group = clap::ArgGroup::new("reply").required(true).args(["can", "if_need_be", "cannot", "form"]))]
pub struct AnswerArgs {
    /// The workspace, or a bare folder of feeds
    pub folder: PathBuf,
    /// Id or name of the contact, or of the room that was rung for; with --form only where the form has lost it
    #[arg(long, value_name = "ID", required_unless_present = "form")]
    pub who: Option<String>,
    /// The meeting; left out, the answer holds for every meeting
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Date, or date and time, in the contact's zone
    #[arg(long, value_name = "WHEN", required_unless_present = "form")]
    pub from: Option<String>,
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
    /// Filled forms: texts or tables that quorate poll wrote, replies, tables of a spreadsheet or poll tool; - reads what is pasted
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["from", "to"])]
    pub form: Vec<PathBuf>,
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
    /// One where it was stated by flags.
    pub rows: Vec<AnswerRow>,
    /// Times of a form that were left open, as (who, ref, from, to).
    pub blank: Vec<[String; 4]>,
    /// Whether it came by a form.
    pub by_form: bool,
    /// Warnings about the workspace and the forms.
    pub warnings: Vec<String>,
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut next = |f: &mut fmt::Formatter<'_>| match std::mem::take(&mut first) {
            true => Ok(()),
            false => f.write_str("\n"),
        };
        for row in &self.rows {
            next(f)?;
            write!(f, "{} {} {}", row.who, reply_word(row.reply), row.from)?;
            if !row.to.is_empty() {
                write!(f, " to {}", row.to)?;
            }
            match row.reference.as_str() {
                "" => f.write_str(", for every meeting")?,
                reference => write!(f, ", for {reference}")?,
            }
            write!(f, ": written to {}", self.file.display())?;
        }
        for blank in &self.blank {
            next(f)?;
            f.write_str(&words::left_blank(blank))?;
        }
        if self.rows.is_empty() {
            next(f)?;
            f.write_str(words::nothing_answered())?;
        }
        Ok(())
    }
}

impl Recorded {
    /// The same for programs.
    pub fn json(&self) -> serde_json::Value {
        let row = |row: &AnswerRow| {
            serde_json::json!({
                "who": row.who,
                "ref": row.reference,
                "from": row.from,
                "to": row.to,
                "answer": reply_word(row.reply),
                "how": row.how,
                "recorded_by": row.recorded_by,
                "recorded_at": row.recorded_at,
            })
        };
        let mut value = serde_json::json!({
            "format": "quorate-answer/1",
            "file": self.file.display().to_string(),
        });
        match self.rows.as_slice() {
            [one] if !self.by_form => {
                if let (Some(all), Some(own)) = (value.as_object_mut(), row(one).as_object()) {
                    all.extend(own.clone());
                }
            }
            rows => {
                value["format"] = serde_json::json!("quorate-answers/1");
                value["answers"] = rows.iter().map(row).collect();
                value["blank"] = self
                    .blank
                    .iter()
                    .map(|[who, reference, from, to]| {
                        serde_json::json!({"who": who, "ref": reference, "from": from, "to": to})
                    })
                    .collect();
            }
        }
        value
    }
}

/// Appends what was said. `Err` = bad input, with every message; then nothing is written.
pub fn run(args: &AnswerArgs) -> Result<Recorded, Vec<String>> {
    let mut store = Store::open(&args.folder).map_err(|error| vec![error.to_string()])?;
    let files = store.read().map_err(|error| vec![error.to_string()])?;
    let (workspace, mut warnings) =
        read_workspace(&files, &ReadOptions::default()).map_err(told)?;
    let (mut rows, mut blank) = (Vec::new(), Vec::new());
    if args.form.is_empty() {
        let (row, more) = stated(args).checked(&workspace).map_err(told)?;
        warnings.extend(more);
        rows.push(row);
    } else {
        let options = FormOptions {
            who: args.who.as_deref(),
            reference: args.reference.as_deref(),
        };
        let (answers, more) = read_forms(&workspace, &forms(args)?, options).map_err(told)?;
        warnings.extend(more);
        for answer in &answers {
            let [who, reference, from, to] = named(&workspace, answer);
            let Some(reply) = answer.reply else {
                blank.push([who, reference, from, to]);
                continue;
            };
            let how = args.how.as_deref().unwrap_or(answer.shape.how());
            rows.push(AnswerRow {
                who,
                reference,
                from,
                to,
                reply,
                how: how.to_owned(),
                ..stated(args)
            });
        }
    }
    let why: Vec<Decision> = match store.has_book() {
        true => rows.iter().map(decision).collect(),
        false => Vec::new(),
    };
    let file = store.answer(&files, &rows, &why)?;
    Ok(Recorded {
        file,
        rows,
        blank,
        by_form: !args.form.is_empty(),
        warnings: warnings.iter().map(ToString::to_string).collect(),
    })
}

fn told(faults: Vec<crate::input::Fault>) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

/// What the log of a book says of an answer.
fn decision(row: &AnswerRow) -> Decision {
    let facts = serde_json::json!({
        "who": row.who,
        "from": row.from,
        "to": row.to,
        "answer": reply_word(row.reply),
    });
    Decision {
        at: row.recorded_at,
        who: row.recorded_by.clone(),
        action: "answer".to_owned(),
        reference: row.reference.clone(),
        reason: String::new(),
        facts: facts.to_string(),
    }
}

/// The row that the flags state.
fn stated(args: &AnswerArgs) -> AnswerRow {
    AnswerRow {
        who: args.who.clone().unwrap_or_default(),
        reference: args.reference.clone().unwrap_or_default(),
        from: args.from.clone().unwrap_or_default(),
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
    }
}

/// Contact, meeting, beginning and end of a form's answer. Times are written by the contact's clock, as a coordinator would type
/// them; of an hour that the clock shows twice the instant is.
fn named(workspace: &Workspace, answer: &FormAnswer) -> [String; 4] {
    let contact = workspace.contact(answer.who);
    let zone = contact.zone.as_deref().unwrap_or(&workspace.defaults.zone);
    let zone = Zone::named(zone).unwrap_or_else(Zone::utc);
    let moment = |at: Instant| {
        let local = zone.local(at);
        match zone.instant(local) == at {
            true => local.format("%Y-%m-%dT%H:%M").to_string(),
            false => at.to_string(),
        }
    };
    [
        contact.id.clone(),
        answer.reference.clone(),
        moment(answer.interval.start()),
        moment(answer.interval.end()),
    ]
}

/// The forms with the names by which messages call them; all that cannot be read are told.
fn forms(args: &AnswerArgs) -> Result<Vec<(String, Vec<u8>)>, Vec<String>> {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for path in &args.form {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            let most = LARGEST_FORM as u64 + 1;
            match io::stdin().lock().take(most).read_to_end(&mut bytes) {
                Ok(_) if bytes.len() > LARGEST_FORM => faults.push(words::pasted_too_large()),
                Ok(_) => read.push((words::PASTED.to_owned(), bytes)),
                Err(error) => faults.push(format!("{}: {error}", words::PASTED)),
            }
            continue;
        }
        match files::read(path, LARGEST_FORM) {
            Ok(bytes) => read.push((path.display().to_string(), bytes)),
            Err(error) => faults.push(error.to_string()),
        }
    }
    match faults.is_empty() {
        true => Ok(read),
        false => Err(faults),
    }
}
