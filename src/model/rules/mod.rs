//! What law, guidance and local procedure say of each type of meeting: plain data, as it stands in `rules/` and in an
//! authority's own file.
//!
//! Nothing here is worked out: dates come from `review`, seats and quorum of a meeting from `input`, sentences from `report`.

mod grounds;
mod kind;
mod time_rule;

pub use grounds::{Adoption, Basis, Confidence, Flag, Grounds, Phrase, Source, Validity};
pub use kind::{
    Agenda, AgendaItem, ChairRule, Continuity, DurationRule, MeetingType, QuorumRule, Remark,
    SeatRule, SeatWho, Sensitivity, Spawn,
};
pub use time_rule::{
    Anchor, Concern, Counting, Roll, RuleKind, RuleUnit, Sequence, Span, Step, TimeRule,
};

use crate::time::Nation;

/// All rules that hold in a workspace: the embedded ones with what the authority says instead.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RuleBook {
    /// In the order of the files; ids are unique.
    pub types: Vec<MeetingType>,
    pub agendas: Vec<Agenda>,
    pub sources: Vec<Source>,
    /// The circumstances that rows of types may depend on.
    pub flags: Vec<Flag>,
    /// The dates beside the trigger and the meetings that somebody has to state.
    pub anchors: Vec<Phrase>,
    pub policy: RulePolicy,
}

/// The flag that says that the previous meeting was not quorate and has to be held again.
pub const INQUORATE: &str = "inquorate";

/// What holds of all types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RulePolicy {
    /// Working days that should lie between a meeting and its limit where nothing else is said.
    pub target_margin_working_days: u32,
}

impl Default for RulePolicy {
    fn default() -> RulePolicy {
        RulePolicy {
            target_margin_working_days: 5,
        }
    }
}

impl RuleBook {
    /// The type of exactly this id.
    pub fn kind(&self, id: &str) -> Option<&MeetingType> {
        self.types.iter().find(|kind| kind.id == id)
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    pub fn agenda(&self, id: &str) -> Option<&Agenda> {
        self.agendas.iter().find(|agenda| agenda.id == id)
    }

    pub fn flag(&self, id: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| flag.id == id)
    }

    /// The question of a flag: "is the child under five?".
    pub fn question(&self, flag: &str) -> Option<&str> {
        self.flag(flag).map(|flag| flag.question.as_str())
    }

    /// A stated date in words: "the date on which the draft plan was served".
    pub fn anchor(&self, name: &str) -> Option<&str> {
        let found = self.anchors.iter().find(|phrase| phrase.id == name);
        found.map(|phrase| phrase.text.as_str())
    }

    /// The types that `text` may mean: the one of exactly this id; else by id, name or synonym in whatever letters, where those of
    /// `nation` outrank the others ("LAC review" is another type in Scotland, and `lac-review` is not). Exactly one: it is meant.
    /// None or several: the caller asks.
    pub fn meant(&self, text: &str, nation: Option<Nation>) -> Vec<&MeetingType> {
        let text = text.trim();
        if let Some(kind) = self.kind(text) {
            return vec![kind];
        }
        let wanted = folded(text);
        let fits = |kind: &&MeetingType| {
            folded(&kind.id) == wanted
                || folded(&kind.name) == wanted
                || kind.synonyms.iter().any(|name| folded(name) == wanted)
        };
        let all: Vec<&MeetingType> = self.types.iter().filter(fits).collect();
        if let Some(nation) = nation {
            let here = |kind: &&MeetingType| kind.nations.contains(&nation);
            let local: Vec<&MeetingType> = all.iter().copied().filter(here).collect();
            if !local.is_empty() {
                return local;
            }
        }
        match all.iter().find(|kind| folded(&kind.id) == wanted) {
            Some(kind) => vec![kind],
            None => all,
        }
    }

    /// What a type of another nation is called in `nation`: a type there that shares the beginning of its id or a synonym, or that
    /// follows in its chain on the counterpart of one that this type follows on (the review of a planning meeting).
    pub fn counterpart(&self, kind: &MeetingType, nation: Nation) -> Option<&MeetingType> {
        self.namesake(kind, nation).or_else(|| {
            let before = self.types.iter().filter(|before| before.leads_to(kind));
            let there = before.filter_map(|before| self.namesake(before, nation));
            let next = there.filter_map(|there| self.kind(there.chain_next.as_deref()?));
            next.into_iter()
                .find(|next| next.area == kind.area && next.nations.contains(&nation))
        })
    }

    /// The type of `nation` that is called like this one, or like its namesake in any other nation.
    fn namesake(&self, kind: &MeetingType, nation: Nation) -> Option<&MeetingType> {
        let root = |kind: &MeetingType| {
            let ending = ["-wales", "-scotland", "-ni"];
            let cut = ending.iter().find_map(|end| kind.id.strip_suffix(end));
            cut.unwrap_or(&kind.id).to_owned()
        };
        let own = root(kind);
        let alike = self.types.iter().filter(|other| other.area == kind.area);
        let there = alike
            .clone()
            .filter(|other| other.nations.contains(&nation));
        if let Some(found) = there.clone().find(|other| root(other) == own) {
            return Some(found);
        }
        let names = alike.filter(|other| root(other) == own);
        let names: Vec<String> = names
            .flat_map(|other| &other.synonyms)
            .map(|name| folded(name))
            .collect();
        let called = |other: &&MeetingType| {
            let mut synonyms = other.synonyms.iter();
            synonyms.any(|name| names.contains(&folded(name)))
        };
        there.into_iter().find(called)
    }
}

/// Letters and digits only, in small letters: "EHC review" is "ehc-review".
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
