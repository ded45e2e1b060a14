//! The catalogue of roles, groups of roles and kinds of agency: the embedded rules, then what the workspace adds.

use super::columns::{KIND, ROLE, ROLE_GROUP};
use super::fault::{FaultKind, Sink, Spot, Thing};
use super::names::{Index, RoleNames};
use super::scalar::{details, id, one_of, yes_no};
use super::table::Row;
use super::toml_table::{read_document, rows_of};
use crate::model::{Details, Filling, Role, RoleGroup, RoleId};

const RULES: &str = include_str!("../../rules/roles.toml");

/// A kind of agency that is known without being declared.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub id: String,
    pub name: String,
    /// What the rules say of feeds with details of such agencies.
    pub details: Details,
}

#[derive(Clone, Debug)]
pub(super) struct Catalogue {
    pub roles: Vec<Role>,
    /// Sorted by id.
    pub groups: Vec<RoleGroup>,
    pub kinds: Vec<Kind>,
    pub kind_names: Index<u32>,
    /// What the workspace's policy says of feeds with details, in place of what the rules say by kind.
    pub details: Option<Details>,
}

impl Catalogue {
    /// The embedded rules.
    pub fn embedded(sink: &mut Sink) -> Catalogue {
        let mut catalogue = Catalogue {
            roles: Vec::new(),
            groups: Vec::new(),
            kinds: Vec::new(),
            kind_names: Index::new(),
            details: None,
        };
        let (mut roles, mut groups) = (Vec::new(), Vec::new());
        let document = read_document("rules/roles.toml", RULES.as_bytes(), sink);
        for entry in document.unwrap_or_default() {
            match entry.key.as_str() {
                "agency" => {
                    for row in rows_of(&entry.field, "agency", KIND, sink) {
                        catalogue.add_kind(&row, sink);
                    }
                }
                "role" => roles = rows_of(&entry.field, "role", ROLE, sink),
                "any_of" => groups = rows_of(&entry.field, "any_of", ROLE_GROUP, sink),
                _ => {}
            }
        }
        catalogue.add(&roles, &groups, sink);
        catalogue
    }

    fn add_kind(&mut self, row: &Row, sink: &mut Sink) {
        let Some(id) = row.text("id", sink) else {
            return;
        };
        let name = row.text("name", sink).unwrap_or_else(|| id.clone());
        let synonyms = row.texts("synonyms", sink);
        let others = synonyms.iter().map(|(_, text)| text.as_str());
        let number = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.kind_names
            .add(&id, others.chain([name.as_str()]), number);
        let details = row.read("details", sink, details).unwrap_or_default();
        self.kinds.push(Kind { id, name, details });
    }

    /// The kind that is written `text`, by id, name or synonym.
    pub fn kind(&self, text: &str) -> Option<&Kind> {
        self.kind_names
            .one(text)
            .map(|number| &self.kinds[number as usize])
    }

    /// The id of the kind. Kinds that are not known are accepted: an authority may have its own.
    pub fn kind_id(&self, text: &str) -> Result<String, FaultKind> {
        match self.kind(text) {
            Some(kind) => Ok(kind.id.clone()),
            None => id(text),
        }
    }

    /// What holds of feeds with details where an agency of this kind says nothing itself. Kinds of one's own are not known to be health,
    /// so that such feeds are used.
    pub fn details_of(&self, kind: &str) -> Details {
        self.details.unwrap_or_else(|| {
            let known = self.kinds.iter().find(|known| known.id == kind);
            known.map_or(Details::Warn, |known| known.details)
        })
    }

    /// Adds rows; a role or group with the id of an older one takes its place.
    pub fn add(&mut self, roles: &[Row], groups: &[Row], sink: &mut Sink) {
        // Deputies may come later in the file than the roles that name them: ids first, references after.
        let mut added = Vec::new();
        for row in roles {
            if let Some(role) = self.role(row, sink) {
                let known = self.roles.iter().position(|other| other.id == role.id);
                let number = known.unwrap_or(self.roles.len());
                match known {
                    Some(number) => self.roles[number] = role,
                    None => self.roles.push(role),
                }
                added.push((number, row));
            }
        }
        let names = RoleNames::new(&self.roles, &[]);
        for (number, row) in added {
            self.roles[number].deputies = resolve(&names, &row.texts("deputies", sink), sink);
        }
        for row in groups {
            let Some(text) = row.need("id", "school-representative", sink) else {
                continue;
            };
            let Some(id) = sink.take(row.spot_of("id"), id(&text)) else {
                continue;
            };
            let members = resolve(&names, &row.texts("members", sink), sink);
            self.groups.retain(|group| group.id != id);
            let name = row.text("name", sink);
            let name = name.unwrap_or_else(|| id.replace('-', " "));
            self.groups.push(RoleGroup { id, name, members });
            row.warn_of_others(sink);
        }
        self.groups.sort_by(|a, b| a.id.cmp(&b.id));
    }

    fn role(&self, row: &Row, sink: &mut Sink) -> Option<Role> {
        row.warn_of_others(sink);
        let text = row.need("id", "chair", sink)?;
        let id = sink.take(row.spot_of("id"), id(&text))?;
        let old = self.roles.iter().find(|role| role.id == id);
        let kind = match row.read("agency", sink, |text| self.kind_id(text)) {
            Some(kind) => kind,
            None => match old {
                Some(old) => old.kind.clone(),
                None => row.need("agency", "school", sink)?,
            },
        };
        let synonyms = row.texts("synonyms", sink);
        let filling = one_of(
            &[("by-case", Filling::ByCase), ("pool", Filling::Pool)],
            "by-case, pool",
        );
        let of_old = |part: fn(&Role) -> &str, other: &str| {
            old.map_or_else(|| other.to_owned(), |role| part(role).to_owned())
        };
        Some(Role {
            name: row
                .text("name", sink)
                .unwrap_or_else(|| of_old(|role| &role.name, &id)),
            synonyms: match old {
                Some(old) if synonyms.is_empty() => old.synonyms.clone(),
                _ => synonyms.into_iter().map(|(_, text)| text).collect(),
            },
            kind,
            group: row
                .text("quorum_group", sink)
                .unwrap_or_else(|| of_old(|role| &role.group, &id)),
            deputies: Vec::new(),
            practitioner: row
                .read("practitioner", sink, yes_no)
                .unwrap_or(old.is_none_or(|role| role.practitioner)),
            filling: row
                .read("filling", sink, filling)
                .unwrap_or(old.map_or(Filling::ByCase, |role| role.filling)),
            id,
        })
    }

    pub fn names(&self) -> RoleNames {
        RoleNames::new(&self.roles, &self.groups)
    }

    /// A role that nobody has described: its own group, given by the case.
    pub fn add_unknown(&mut self, id: &str, kind: &str) -> RoleId {
        self.roles.push(Role {
            id: id.to_owned(),
            name: id.to_owned(),
            synonyms: Vec::new(),
            kind: kind.to_owned(),
            group: id.to_owned(),
            deputies: Vec::new(),
            practitioner: true,
            filling: Filling::ByCase,
        });
        RoleId(u32::try_from(self.roles.len() - 1).unwrap_or(u32::MAX))
    }
}

fn resolve(names: &RoleNames, texts: &[(Spot, String)], sink: &mut Sink) -> Vec<RoleId> {
    texts
        .iter()
        .filter_map(|(spot, text)| sink.take(spot, names.role(text, None)))
        .collect()
}

/// Kinds whose people count towards a quorum only where a clause names them.
pub(super) fn counts_by_default(kind: &str) -> bool {
    !matches!(kind, "family" | "lay")
}

/// "agency "x" is not in quorate.toml".
pub(super) fn unknown_agency(text: &str, declared: &[String], kinds: &[Kind]) -> FaultKind {
    let ids = declared.iter().map(String::as_str);
    let kinds = kinds.iter().map(|kind| kind.id.as_str());
    FaultKind::Unknown {
        thing: Thing::Agency,
        text: text.to_owned(),
        home: "quorate.toml",
        choices: super::names::nearest(text, ids.chain(kinds)),
    }
}
