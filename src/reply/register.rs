//! What answers are held against: who was told what, the tables, and what was heard already; each found without searching.

use super::mailbox::Mailbox;
use super::references::References;
use crate::input::name_words;
use crate::model::{
    Arranged, ContactId, Heard, HeardWhat, MeetingSpec, Purpose, Response, Told, ToldStanding,
    Workspace,
};
use crate::time::{Instant, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// Whose answer is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Person<'p> {
    Mailbox(&'p Mailbox),
    /// The words of a name.
    Name(&'p [String]),
    /// A contact's id.
    Contact(&'p str),
}

/// An invitee of a meeting, told by us or, where it was sent from another program, only arranged.
#[derive(Clone, Copy, Debug)]
pub(super) enum Invitee<'a> {
    Told(&'a Told),
    Arranged(&'a Arranged, ContactId),
}

/// The tables, indexed.
pub struct Register<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) now: Instant,
    references: References,
    told_by_uid: BTreeMap<&'a str, Vec<&'a Told>>,
    told_by_reference: BTreeMap<String, Vec<&'a Told>>,
    arranged_by_uid: BTreeMap<&'a str, Vec<&'a Arranged>>,
    /// By its own reference, and by that of its series.
    arranged_by_reference: BTreeMap<String, Vec<&'a Arranged>>,
    specs: BTreeMap<String, &'a MeetingSpec>,
    contacts: BTreeMap<&'a str, ContactId>,
    names: BTreeMap<ContactId, Vec<String>>,
    boxes: BTreeMap<ContactId, Mailbox>,
    organizers: Vec<Mailbox>,
    /// What was heard: digest, UID, contact.
    known: BTreeSet<(u64, String, String)>,
    /// The answer that counts by now, by UID, date and contact.
    latest: BTreeMap<(String, Option<Instant>, String), Heard>,
    /// Whom invitees sent in their place, by UID.
    delegates: BTreeSet<(String, String)>,
}

impl<'a> Register<'a> {
    /// `organizers` are addresses from which invitations are sent beside the one that the workspace states.
    pub fn new(
        workspace: &'a Workspace,
        told: &'a [Told],
        heard: &[Heard],
        organizers: &[Mailbox],
        now: Instant,
    ) -> Register<'a> {
        let mut register = Register {
            workspace,
            now,
            references: References::default(),
            told_by_uid: BTreeMap::new(),
            told_by_reference: BTreeMap::new(),
            arranged_by_uid: BTreeMap::new(),
            arranged_by_reference: BTreeMap::new(),
            specs: BTreeMap::new(),
            contacts: BTreeMap::new(),
            names: BTreeMap::new(),
            boxes: BTreeMap::new(),
            organizers: organizers.to_vec(),
            known: BTreeSet::new(),
            latest: BTreeMap::new(),
            delegates: BTreeSet::new(),
        };
        register.add_tables(told);
        for one in heard {
            register.hear(one);
        }
        register
    }

    fn add_tables(&mut self, told: &'a [Told]) {
        let workspace = self.workspace;
        let stated = workspace.defaults.organizer.as_deref();
        self.organizers.extend(stated.and_then(Mailbox::parse));
        for one in told {
            self.told_by_uid.entry(&one.uid).or_default().push(one);
            let key = one.reference.to_lowercase();
            self.told_by_reference.entry(key).or_default().push(one);
        }
        for one in &workspace.arrangements {
            self.arranged_by_uid.entry(&one.uid).or_default().push(one);
            let series = one.series.as_ref().map(|place| &place.reference);
            for reference in [Some(&one.reference), series].into_iter().flatten() {
                let key = reference.to_lowercase();
                self.arranged_by_reference.entry(key).or_default().push(one);
            }
        }
        for spec in &workspace.meetings {
            self.specs.insert(spec.reference.to_lowercase(), spec);
        }
        for (contact, index) in workspace.contacts.iter().zip(0..) {
            let id = ContactId(index);
            self.contacts.insert(&contact.id, id);
            self.names.insert(id, name_words(&contact.name));
            if let Some(mailbox) = contact.email.as_deref().and_then(Mailbox::parse) {
                self.boxes.insert(id, mailbox);
            }
        }
        let arranged = workspace.arrangements.iter().flat_map(|one| {
            let series = one.series.as_ref().map(|place| place.reference.as_str());
            [Some(one.reference.as_str()), series].into_iter().flatten()
        });
        let told = told.iter().map(|one| one.reference.as_str());
        let rows = workspace.meetings.iter().map(|one| one.reference.as_str());
        self.references = References::new(arranged.chain(told).chain(rows));
    }

    /// All references, for the reader of mails.
    pub fn references(&self) -> &References {
        &self.references
    }

    /// Takes note of an answer that counts from here on as heard.
    pub(super) fn hear(&mut self, heard: &Heard) {
        let (uid, contact) = (heard.uid.clone(), heard.contact.clone());
        self.known
            .insert((heard.digest, uid.clone(), contact.clone()));
        if let HeardWhat::Response(Response::Delegated(Some(to))) = &heard.what {
            self.delegates.insert((uid.clone(), to.clone()));
        }
        if let HeardWhat::Response(_) = heard.what {
            let key = (uid, heard.recurrence, contact);
            let is_newer = self
                .latest
                .get(&key)
                .is_none_or(|held| held.order() < heard.order());
            if is_newer {
                self.latest.insert(key, heard.clone());
            }
        }
    }

    pub(super) fn is_known(&self, heard: &Heard) -> bool {
        let key = (heard.digest, heard.uid.clone(), heard.contact.clone());
        self.known.contains(&key)
    }

    /// The answer that counts of those that were heard to the same invitation.
    pub(super) fn latest(&self, heard: &Heard) -> Option<&Heard> {
        let key = (heard.uid.clone(), heard.recurrence, heard.contact.clone());
        self.latest.get(&key)
    }

    /// Whether a contact was sent to the meeting by an invitee.
    pub(super) fn is_delegate(&self, uid: &str, mailbox: &Mailbox) -> bool {
        self.contact_at(mailbox).is_some_and(|contact| {
            let id = &self.workspace.contact(contact).id;
            self.delegates.contains(&(uid.to_owned(), id.clone()))
        })
    }

    pub(super) fn is_organizer(&self, mailbox: &Mailbox) -> bool {
        self.organizers.iter().any(|own| own.same(mailbox))
    }

    /// Whether it is known at all from where invitations are sent.
    pub(super) fn knows_organizer(&self) -> bool {
        !self.organizers.is_empty()
    }

    /// The contact of a mailbox, where it is that of one only.
    pub(super) fn contact_at(&self, mailbox: &Mailbox) -> Option<ContactId> {
        let of = |is: &dyn Fn(&Mailbox) -> bool| -> Vec<ContactId> {
            let found = self.boxes.iter().filter(|(_, own)| is(own));
            found.map(|(id, _)| *id).collect()
        };
        let exact = of(&|own| own == mailbox);
        let found = if exact.is_empty() {
            of(&|own| own.same(mailbox))
        } else {
            exact
        };
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    pub(super) fn contact(&self, id: &str) -> Option<ContactId> {
        self.contacts.get(id).copied()
    }

    /// All who were told under a UID of ours, and the meetings that have it; `None` for foreign ones.
    pub(super) fn of_uid(&self, uid: &str) -> Option<Vec<Invitee<'a>>> {
        let told = self.told_by_uid.get(uid);
        let arranged = self.arranged_by_uid.get(uid);
        (told.is_some() || arranged.is_some()).then(|| invitees(told, arranged))
    }

    /// All who were told of a reference. That of one date of a series is that of its series, with the date.
    pub(super) fn of_reference(&self, reference: &str) -> Vec<Invitee<'a>> {
        let key = reference.to_lowercase();
        let told = self.told_by_reference.get(&key);
        invitees(told, self.arranged_by_reference.get(&key))
    }

    /// Whether there is a meeting of this reference, arranged or not.
    pub(super) fn has_reference(&self, reference: &str) -> bool {
        self.references.known(reference).is_some()
    }

    /// The reference by which people know a meeting, and which date of it is meant: of one of a series the series' and its date.
    pub fn series_of(&self, reference: &str) -> (String, Option<Instant>) {
        let key = reference.to_lowercase();
        let same = |one: &&&Arranged| one.reference.eq_ignore_ascii_case(reference);
        let arranged = self.arranged_by_reference.get(&key);
        let arranged = arranged.and_then(|all| all.iter().find(same));
        let place = arranged.and_then(|one| Some((one, one.series.as_ref()?)));
        match place {
            Some((one, place)) => (place.reference.clone(), Some(self.regular(one))),
            None => {
                let own = self.references.known(reference).unwrap_or(reference);
                (own.to_owned(), None)
            }
        }
    }

    /// When one of a series is by its rhythm: its RECURRENCE-ID. Of a meeting by itself, its start.
    pub(super) fn regular(&self, arranged: &Arranged) -> Instant {
        match &arranged.series {
            Some(place) => self.zone_of(arranged).instant(place.regular),
            None => arranged.interval.start(),
        }
    }

    fn zone_of(&self, arranged: &Arranged) -> Zone {
        let series = arranged.series.as_ref().map(|place| &place.reference);
        let row = series.unwrap_or(&arranged.reference).to_lowercase();
        let stated = self.specs.get(&row).and_then(|spec| spec.zone.as_deref());
        let name = stated.unwrap_or(&self.workspace.defaults.zone);
        Zone::named(name).unwrap_or_else(Zone::utc)
    }

    /// The row of a meeting, or of its series.
    pub(super) fn spec(&self, reference: &str) -> Option<&'a MeetingSpec> {
        let own = self.specs.get(&reference.to_lowercase());
        own.copied().or_else(|| {
            let (series, _) = self.series_of(reference);
            self.specs.get(&series.to_lowercase()).copied()
        })
    }

    /// The arranged meetings of a UID.
    pub(super) fn arranged(&self, uid: &str) -> &[&'a Arranged] {
        self.arranged_by_uid.get(uid).map_or(&[], Vec::as_slice)
    }

    /// The arranged meetings of a reference, all of a series under that of the series.
    pub(super) fn arranged_as(&self, reference: &str) -> &[&'a Arranged] {
        let found = self.arranged_by_reference.get(&reference.to_lowercase());
        found.map_or(&[], Vec::as_slice)
    }

    /// The id of the contact, where it is the person who is looked for.
    pub(super) fn is(&self, invitee: Invitee, person: Person, exact: bool) -> bool {
        let id = self.id_of(invitee);
        let contact = self.contact(id);
        match person {
            Person::Contact(wanted) => wanted == id,
            Person::Name(words) => {
                let own = contact.and_then(|contact| self.names.get(&contact));
                !words.is_empty() && own.is_some_and(|own| own == words)
            }
            Person::Mailbox(wanted) => {
                let same = |own: &Mailbox| {
                    if exact {
                        own == wanted
                    } else {
                        own.same(wanted)
                    }
                };
                let told = match invitee {
                    Invitee::Told(told) => Mailbox::parse(&told.address),
                    Invitee::Arranged(..) => None,
                };
                let own = contact.and_then(|contact| self.boxes.get(&contact));
                told.is_some_and(|told| same(&told)) || own.is_some_and(same)
            }
        }
    }

    pub(super) fn id_of<'i>(&self, invitee: Invitee<'i>) -> &'i str
    where
        'a: 'i,
    {
        match invitee {
            Invitee::Told(told) => &told.contact,
            Invitee::Arranged(_, contact) => &self.workspace.contacts[contact.index()].id,
        }
    }
}

/// Those who were told, and those who attend and were not told by us.
fn invitees<'a>(
    told: Option<&Vec<&'a Told>>,
    arranged: Option<&Vec<&'a Arranged>>,
) -> Vec<Invitee<'a>> {
    let mut told: Vec<&Told> = told.cloned().unwrap_or_default();
    // Whoever is invited answers first, then who is told for information only; what is called off comes last.
    told.sort_by_key(|one| {
        let is_off = one.standing == ToldStanding::Cancelled;
        (one.purpose != Purpose::Invitation, is_off)
    });
    let attending = arranged.into_iter().flatten().flat_map(|one| {
        let people = one.attending.iter();
        people.map(move |person| Invitee::Arranged(one, person.contact))
    });
    told.into_iter()
        .map(Invitee::Told)
        .chain(attending)
        .collect()
}
