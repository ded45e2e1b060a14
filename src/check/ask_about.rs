//! Whoever is to be asked although they look free has an entry that gives reason to.

use super::view::View;
use super::violation::{Finding, Rule, Violation};

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    for member in &view.slot.ask_about {
        let Some(known) = view.problem.members.get(member.index()) else {
            found.push(Violation::of(Rule::AskAbout, Finding::NoSuch).member(*member));
            continue;
        };
        let mut days = known.timeline.ask_about.iter();
        if !days.any(|day| day.start() < view.slot.end && view.slot.start < day.end()) {
            let violation = Violation::of(Rule::AskAbout, Finding::NothingToAsk);
            found.push(violation.member(*member));
        }
    }
}
