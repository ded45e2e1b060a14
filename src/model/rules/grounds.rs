//! What a rule rests on, how sure that is, and when it holds.

use chrono::NaiveDate;

/// What kind of text a rule comes from, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Basis {
    Statute,
    StatutoryGuidance,
    NationalGuidance,
    /// One area's procedure.
    Local,
    #[default]
    Convention,
}

impl Basis {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Statute => "statute",
            Basis::StatutoryGuidance => "statutory-guidance",
            Basis::NationalGuidance => "national-guidance",
            Basis::Local => "local",
            Basis::Convention => "convention",
        }
    }
}

/// How sure a rule is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Confidence {
    /// The text, or a summary of it by an official or advice body, was seen.
    Confirmed,
    /// The authority has made it its own (see [`Grounds::adopted`]).
    Adopted,
    /// Seen in one area only: a default to override.
    Local,
    /// General knowledge or an estimate.
    #[default]
    Unconfirmed,
    /// Sources contradict each other.
    Conflict,
}

impl Confidence {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Confidence::Confirmed => "confirmed",
            Confidence::Adopted => "adopted",
            Confidence::Local => "local",
            Confidence::Unconfirmed => "unconfirmed",
            Confidence::Conflict => "conflict",
        }
    }
}

/// Who made a rule the authority's own, and where that is written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adoption {
    pub by: String,
    pub date: NaiveDate,
    pub document: String,
    /// After this day the adoption has to be looked at again, and the rule prints its mark until then.
    pub review: Option<NaiveDate>,
}

/// What a statement of the rules rests on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grounds {
    pub basis: Basis,
    /// How sure the rule was before anybody adopted it.
    pub stated: Confidence,
    /// Id of a [`Source`].
    pub source: String,
    pub note: Option<String>,
    pub adopted: Option<Adoption>,
}

impl Grounds {
    /// How sure the statement is on `today`: adopted, while the adoption does not wait for its review.
    pub fn confidence(&self, today: NaiveDate) -> Confidence {
        let current = |adoption: &Adoption| adoption.review.is_none_or(|review| today <= review);
        match &self.adopted {
            Some(adoption) if current(adoption) => Confidence::Adopted,
            _ => self.stated,
        }
    }

    /// Whether it can be relied on without a mark.
    pub fn is_firm(&self, today: NaiveDate) -> bool {
        matches!(
            self.confidence(today),
            Confidence::Confirmed | Confidence::Adopted
        )
    }
}

/// A text that rules come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub id: String,
    /// What marks behind figures call it: "Sussex".
    pub short: String,
    pub title: String,
    /// Where in it, and what stands there; may be empty.
    pub section: String,
    /// The text itself, or an official summary, was read.
    pub seen: bool,
}

/// A circumstance of a case on which rows depend. Unset means ask, not false.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flag {
    pub id: String,
    /// "is the child under five?"
    pub question: String,
    /// What it says where it is set and where it is not, to stand behind "if": "the child is under five", "the child is five or
    /// older".
    pub yes: Option<String>,
    pub no: Option<String>,
}

/// The name of a date and what it means, in words: "the date on which the draft plan was served".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phrase {
    pub id: String,
    pub text: String,
}

/// The days on which a rule holds, both ends inclusive; a rule that is not bounded has always held.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Validity {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Validity {
    pub fn holds(self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}
