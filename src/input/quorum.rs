//! The quorum, as text for cells and as a TOML tree.
//!
//! ```text
//! quorum  = term { "and" term }
//! term    = N "of" "(" quorum { "," quorum } ")"        also "any of (…)", which is 1 of
//!         | N ("agencies"|"kinds"|"groups"|"people") { who }
//!         | "required seats"
//!         | "(" quorum ")"
//!         | name                                        a seat of the meeting, a contact, a role, or a kind of agency
//! who     = "with direct contact"
//!         | "except" names | "from" names               kinds of agency
//!         | "in" names                                  roles
//!         | "among" names                               contacts
//! names   = name { "/" name }                           or "," where the clause stands in no bracket
//! ```
//! `chair and police and 2 of (school, health-visitor, gp) and 3 agencies except csc/family`

use super::columns::{Columns, QUORUM, fold};
use super::fault::{FaultKind, Sink, Spot, Thing};
use super::names::{Names, nearest};
use super::roles::Catalogue;
use super::scalar::{number, one_of, yes_no};
use super::table::{Field, Row, Value};
use crate::model::{QuorumSpec, Unit, WhoSpec};
use std::collections::BTreeSet;

/// More brackets inside each other than anybody can follow; bounds the recursion.
const DEEPEST: u32 = 8;

/// What the names of a quorum may refer to.
pub(super) struct Scope<'a> {
    pub names: &'a Names,
    pub catalogue: &'a Catalogue,
    /// Kinds of the workspace's own agencies.
    pub kinds: &'a BTreeSet<String>,
    /// Ids of the meeting's seats.
    pub seats: Vec<String>,
}

const UNITS: [(&str, Unit); 8] = [
    ("agencies", Unit::Agencies),
    ("agency", Unit::Agencies),
    ("kinds", Unit::Kinds),
    ("kind", Unit::Kinds),
    ("groups", Unit::Groups),
    ("group", Unit::Groups),
    ("people", Unit::People),
    ("person", Unit::People),
];

fn unit(text: &str) -> Result<Unit, FaultKind> {
    one_of(&UNITS, "agencies, kinds, groups, people")(text)
}

impl Scope<'_> {
    /// A quorum in either form.
    pub fn read(&self, field: &Field, sink: &mut Sink) -> Option<QuorumSpec> {
        self.read_at(field, 0, sink)
    }

    fn read_at(&self, field: &Field, depth: u32, sink: &mut Sink) -> Option<QuorumSpec> {
        if depth > DEEPEST {
            sink.fault(&field.spot, FaultKind::TooDeep);
            return None;
        }
        match &field.value {
            Value::Text(text) => sink.take(&field.spot, self.parse(text)),
            Value::List(items) => self.read_all(items, depth, sink).map(QuorumSpec::All),
            Value::Table(entries) => {
                let row = Row::new(
                    field.spot.clone(),
                    entries.clone(),
                    &Columns::new(QUORUM),
                    sink,
                );
                row.warn_of_others(sink);
                self.read_table(&row, depth, sink)
            }
        }
    }

    fn read_all(&self, items: &[Field], depth: u32, sink: &mut Sink) -> Option<Vec<QuorumSpec>> {
        let read: Vec<Option<QuorumSpec>> = items
            .iter()
            .map(|item| self.read_at(item, depth + 1, sink))
            .collect();
        read.into_iter().collect()
    }

    fn read_table(&self, row: &Row, depth: u32, sink: &mut Sink) -> Option<QuorumSpec> {
        if let Some(all) = row.get("all") {
            return self
                .read_all(&all.items(), depth, sink)
                .map(QuorumSpec::All);
        }
        if let Some(of) = row.get("of") {
            let need = match row.get("any") {
                Some(_) => row.read("any", sink, number(0, 1000))?,
                None => 1,
            };
            let of = self.read_all(&of.items(), depth, sink)?;
            return self.any(need, of, row.spot_of("any"), sink);
        }
        if row.get("min").is_some() {
            return self.read_count(row, sink);
        }
        if let Some(seat) = row.text("seat", sink) {
            let found = self.seat(&seat).ok_or_else(|| self.unknown_seat(&seat));
            return sink.take(row.spot_of("seat"), found);
        }
        if let Some(contact) = row.text("contact", sink) {
            let found = self.names.contact(&contact);
            let contact = sink.take(row.spot_of("contact"), found).flatten()?;
            return Some(present(WhoSpec {
                contacts: vec![contact],
                ..WhoSpec::default()
            }));
        }
        let what = "clause";
        let example = "{ min = 3, count = \"agencies\" }";
        sink.fault(&row.spot, FaultKind::Missing { what, example });
        None
    }

    fn any(
        &self,
        need: u32,
        of: Vec<QuorumSpec>,
        spot: &Spot,
        sink: &mut Sink,
    ) -> Option<QuorumSpec> {
        let high = u32::try_from(of.len()).unwrap_or(u32::MAX);
        if need > high {
            let text = need.to_string();
            sink.fault(spot, FaultKind::OutOfRange { text, low: 0, high });
            return None;
        }
        Some(QuorumSpec::Any { need, of })
    }

    fn read_count(&self, row: &Row, sink: &mut Sink) -> Option<QuorumSpec> {
        let need = row.read("min", sink, number(0, 1000))?;
        let unit = match row.get("count") {
            Some(_) => row.read("count", sink, unit)?,
            None => Unit::People,
        };
        let before = sink.faults.len();
        let who = WhoSpec {
            roles: row
                .read_items("roles", sink, |text| self.names.roles.roles(text))
                .into_iter()
                .flatten()
                .collect(),
            contacts: row
                .read_items("contacts", sink, |text| self.names.contact(text))
                .into_iter()
                .flatten()
                .collect(),
            kinds: row.read_items("kinds", sink, |text| self.kind(text)),
            except_kinds: row.read_items("except", sink, |text| self.kind(text)),
            direct_contact: row.read("direct_contact", sink, yes_no).unwrap_or(false),
        };
        (sink.faults.len() == before).then_some(QuorumSpec::Count { need, unit, who })
    }

    fn seat(&self, text: &str) -> Option<QuorumSpec> {
        let found = self.seats.iter().find(|seat| fold(seat) == fold(text))?;
        Some(QuorumSpec::Seat(found.clone()))
    }

    fn unknown_seat(&self, text: &str) -> FaultKind {
        FaultKind::Unknown {
            thing: Thing::Seat,
            text: text.to_owned(),
            home: "the meeting's seats",
            choices: nearest(text, self.seats.iter().map(String::as_str)),
        }
    }

    fn kind(&self, text: &str) -> Result<String, FaultKind> {
        if let Some(kind) = self.kinds.iter().find(|kind| fold(kind) == fold(text)) {
            return Ok(kind.clone());
        }
        match self.catalogue.kind(text) {
            Some(kind) => Ok(kind.id.clone()),
            None => {
                let known = self.catalogue.kinds.iter().map(|kind| kind.id.as_str());
                Err(FaultKind::Unknown {
                    thing: Thing::AgencyKind,
                    text: text.to_owned(),
                    home: "quorate.toml",
                    choices: nearest(text, known.chain(self.kinds.iter().map(String::as_str))),
                })
            }
        }
    }

    /// A bare name: the seat of the meeting, else one person who is it, holds it or comes from there.
    fn name(&self, text: &str) -> Result<QuorumSpec, FaultKind> {
        if fold(text) == "requiredseats" {
            return Ok(QuorumSpec::RequiredSeats);
        }
        if let Some(seat) = self.seat(text) {
            return Ok(seat);
        }
        if let Some(contact) = self.names.contacts.one(text) {
            return Ok(present(WhoSpec {
                contacts: vec![contact],
                ..WhoSpec::default()
            }));
        }
        if self.names.roles.is_role(text) {
            return Ok(present(WhoSpec {
                roles: self.names.roles.roles(text)?,
                ..WhoSpec::default()
            }));
        }
        match self.kind(text) {
            Ok(kind) => Ok(present(WhoSpec {
                kinds: vec![kind],
                ..WhoSpec::default()
            })),
            Err(_) => Err(self.unknown_seat(text)),
        }
    }

    /// Reads the small language above.
    pub fn parse(&self, text: &str) -> Result<QuorumSpec, FaultKind> {
        let mut reader = Reader {
            scope: self,
            text,
            tokens: tokens(text),
            next: 0,
        };
        let quorum = reader.quorum(0)?;
        match reader.peek() {
            None => Ok(quorum),
            Some(_) => reader.fail("cannot be read to its end"),
        }
    }
}

/// At least one such person.
fn present(who: WhoSpec) -> QuorumSpec {
    QuorumSpec::Count {
        need: 1,
        unit: Unit::People,
        who,
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find(['(', ')', ',', '/']) {
            if at > 0 {
                tokens.push(rest[..at].to_owned());
            }
            tokens.push(rest[at..=at].to_owned());
            rest = &rest[at + 1..];
        }
        if !rest.is_empty() {
            tokens.push(rest.to_owned());
        }
    }
    tokens
}

struct Reader<'a> {
    scope: &'a Scope<'a>,
    text: &'a str,
    tokens: Vec<String>,
    next: usize,
}

impl Reader<'_> {
    fn fail<T>(&self, problem: &'static str) -> Result<T, FaultKind> {
        Err(FaultKind::QuorumSyntax {
            text: self.text.to_owned(),
            problem,
        })
    }

    fn peek(&self) -> Option<String> {
        self.tokens.get(self.next).map(|token| token.to_lowercase())
    }

    fn skip(&mut self, word: &str) -> bool {
        let there = self.peek().as_deref() == Some(word);
        self.next += usize::from(there);
        there
    }

    fn quorum(&mut self, depth: u32) -> Result<QuorumSpec, FaultKind> {
        let mut terms = vec![self.term(depth)?];
        while self.skip("and") {
            terms.push(self.term(depth)?);
        }
        Ok(match terms.len() {
            1 => terms.remove(0),
            _ => QuorumSpec::All(terms),
        })
    }

    fn term(&mut self, depth: u32) -> Result<QuorumSpec, FaultKind> {
        if depth > DEEPEST {
            return Err(FaultKind::TooDeep);
        }
        if self.skip("(") {
            let inner = self.quorum(depth + 1)?;
            return if self.skip(")") {
                Ok(inner)
            } else {
                self.fail("has a bracket that is not closed")
            };
        }
        let start = self.next;
        let any = self.skip("any");
        let need = self.number();
        if (any || need.is_some()) && self.skip("of") {
            return self.any_of(need.unwrap_or(1), depth);
        }
        if let (Some(need), false) = (need, any) {
            let Some(unit) = self.peek().and_then(|word| unit(&word).ok()) else {
                return self
                    .fail("has a number without agencies, groups, kinds or people behind it");
            };
            self.next += 1;
            let who = self.who(depth)?;
            return Ok(QuorumSpec::Count { need, unit, who });
        }
        self.next = start;
        match self.phrase() {
            Some(name) => self.scope.name(&name),
            None => self.fail("has a clause missing"),
        }
    }

    fn number(&mut self) -> Option<u32> {
        let number = self.peek().filter(|word| word.len() < 5)?.parse().ok()?;
        self.next += 1;
        Some(number)
    }

    fn any_of(&mut self, need: u32, depth: u32) -> Result<QuorumSpec, FaultKind> {
        if !self.skip("(") {
            return self.fail("needs brackets behind `of`");
        }
        let mut of = vec![self.quorum(depth + 1)?];
        while self.skip(",") {
            of.push(self.quorum(depth + 1)?);
        }
        if !self.skip(")") {
            return self.fail("has a bracket that is not closed");
        }
        if need as usize > of.len() {
            return self.fail("asks for more than stand in the bracket");
        }
        Ok(QuorumSpec::Any { need, of })
    }

    fn who(&mut self, depth: u32) -> Result<WhoSpec, FaultKind> {
        let mut who = WhoSpec::default();
        loop {
            if self.skip("with") {
                if !(self.skip("direct") && self.skip("contact")) {
                    return self.fail("has `with` without `direct contact`");
                }
                who.direct_contact = true;
            } else if self.skip("except") {
                for name in self.list(depth)? {
                    who.except_kinds.push(self.scope.kind(&name)?);
                }
            } else if self.skip("from") {
                for name in self.list(depth)? {
                    who.kinds.push(self.scope.kind(&name)?);
                }
            } else if self.skip("in") {
                for name in self.list(depth)? {
                    who.roles.extend(self.scope.names.roles.roles(&name)?);
                }
            } else if self.skip("among") {
                for name in self.list(depth)? {
                    who.contacts.extend(self.scope.names.contact(&name)?);
                }
            } else {
                return Ok(who);
            }
        }
    }

    /// At least one name. Inside brackets a comma ends the alternative, so that only `/` goes on with the list.
    fn list(&mut self, depth: u32) -> Result<Vec<String>, FaultKind> {
        let mut names = Vec::new();
        loop {
            match self.phrase() {
                Some(name) => names.push(name),
                None => return self.fail("has a name missing"),
            }
            let goes_on = self.skip("/") || (depth == 0 && self.skip(","));
            if !goes_on {
                return Ok(names);
            }
        }
    }

    fn phrase(&mut self) -> Option<String> {
        const STOPS: [&str; 10] = [
            "and", "(", ")", ",", "/", "with", "except", "from", "in", "among",
        ];
        let mut words = Vec::new();
        while let Some(word) = self.peek().filter(|word| !STOPS.contains(&word.as_str())) {
            words.push(word);
            self.next += 1;
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}
