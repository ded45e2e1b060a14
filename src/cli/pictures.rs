//! The pictures of `find`: the map for the terminal, and the files that are asked for. All are made before any is written.

use crate::edge::write_atomically;
use crate::model::Survey;
use crate::report::find::{FindReport, page};
use crate::report::picture::{Colour, HeatLook, Picture, heat, picture, svg};
use crate::report::plan::written;
use crate::solve::survey;
use clap::Args;
use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct PictureArguments {
    /// Draw everybody's time, with the slots: SVG, for printing and for documents
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// The answer as one page: slots, days, everybody's day, calls, what was read
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// A map of the days below the slots: when it can start, and how well
    #[arg(long)]
    heat: bool,
}

/// What is ready to be written, and what is shown.
#[derive(Default)]
pub(super) struct Pictures<'a> {
    pub heat: Option<String>,
    files: Vec<(&'static str, &'a Path, String)>,
}

impl PictureArguments {
    /// The first picture that is asked for.
    pub(super) fn first(&self) -> Option<&'static str> {
        let asked = [
            (self.heat, "--heat"),
            (self.svg.is_some(), "--svg"),
            (self.html.is_some(), "--html"),
        ];
        asked.iter().find(|(is, _)| *is).map(|(_, flag)| *flag)
    }

    /// Refuses what can be seen to go wrong before anything is searched.
    pub(super) fn checked(&self, is_json: bool) -> Result<(), Vec<String>> {
        if self.heat && is_json {
            let fault =
                "--heat is for people; leave out --json, or take the slots from --all --json";
            return Err(vec![fault.to_owned()]);
        }
        super::targets::can_be_written([&self.svg, &self.html].into_iter().flatten())
    }

    /// Everything that is asked for.
    pub(super) fn made(&self, report: &FindReport) -> Pictures<'_> {
        if self.svg.is_none() && self.html.is_none() && !self.heat {
            return Pictures::default();
        }
        let survey: Survey = survey(&report.prepared.problem, report.found);
        let picture: Picture = picture(report, &survey);
        let mut files = Vec::new();
        if let Some(path) = &self.svg {
            files.push(("Picture", path.as_path(), svg(&picture)));
        }
        if let Some(path) = &self.html {
            files.push(("Page", path.as_path(), page(report, &picture)));
        }
        Pictures {
            heat: self.heat.then(|| heat(&picture, look())),
            files,
        }
    }
}

impl Pictures<'_> {
    /// Writes the files, and tells what and where.
    pub(super) fn write(&self) -> Result<Vec<String>, Vec<String>> {
        let written = self.files.iter().map(|(what, path, content)| {
            let told = path.display().to_string();
            write_atomically(path, content.as_bytes())
                .map_err(|error| vec![format!("{told}: {error}")])?;
            Ok(written(what, &told))
        });
        written.collect()
    }
}

/// What the terminal can show: as many columns as it says, and colours unless it is none or they are not wanted
/// (<https://no-color.org>).
fn look() -> HeatLook {
    const USUAL: usize = 80;
    /// No narrower: words have to stand somewhere.
    const LEAST: usize = 20;
    let columns = env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.trim().parse().ok());
    let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
    let colour = match io::stdout().is_terminal() && !unwanted && !dumb {
        true => Colour::With,
        false => Colour::Without,
    };
    HeatLook {
        width: columns
            .filter(|columns| *columns > 0)
            .map_or(USUAL, |columns: usize| columns.max(LEAST)),
        colour,
    }
}
