//! A meeting of the tables as the review of its clocks wants to see it: whose days count, and what is known of each subject.

use crate::model::rules::MeetingType;
use crate::model::{ContactId, MeetingSpec, NamedCalendar, Workspace};
use crate::review::{Calendar, CaseFacts};
use crate::time::{WorkingDays, Zone};

/// A meeting with everything that its clocks are counted in.
pub struct Clocked<'w> {
    workspace: &'w Workspace,
    meeting: &'w MeetingSpec,
    working: WorkingDays,
    zone: Zone,
    terms: Option<&'w NamedCalendar>,
}

impl<'w> Clocked<'w> {
    /// A zone that is not in the database is taken as UTC.
    pub fn new(workspace: &'w Workspace, meeting: &'w MeetingSpec) -> Clocked<'w> {
        let zone = meeting.zone.as_ref().unwrap_or(&workspace.defaults.zone);
        Clocked {
            workspace,
            meeting,
            working: workspace.working_days_in(meeting.nation),
            zone: Zone::named(zone).unwrap_or_else(Zone::utc),
            terms: terms(workspace, meeting),
        }
    }

    /// The responsible authority's working days, closures left out.
    pub fn working(&self) -> &WorkingDays {
        &self.working
    }

    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    pub fn calendar(&self) -> Calendar<'_> {
        Calendar {
            working: &self.working,
            terms: self.terms,
            zone: &self.zone,
        }
    }

    /// Id of the school terms that count.
    pub(super) fn terms_id(&self) -> Option<&str> {
        self.terms.map(|terms| terms.id.as_str())
    }

    /// The types of the meeting that the rule book knows.
    pub fn kinds(&self) -> impl Iterator<Item = &'w MeetingType> {
        let book = &self.workspace.rules;
        self.meeting.types.iter().filter_map(|id| book.kind(id))
    }

    /// What is known of each subject under the clock of `kind`, with the subject's id; one entry without dates where there are no
    /// subjects.
    pub fn facts(&self, kind: &MeetingType) -> Vec<(&'w str, CaseFacts)> {
        let blank = || CaseFacts {
            anchors: self.meeting.anchors.clone(),
            flags: self.meeting.flags.clone(),
            ..CaseFacts::default()
        };
        let subjects = self.meeting.subjects.iter();
        let of_kind = subjects.filter(|one| one.kind.as_ref().is_none_or(|own| *own == kind.id));
        let facts: Vec<(&str, CaseFacts)> = of_kind
            .map(|subject| {
                let facts = CaseFacts {
                    trigger: subject.trigger,
                    previous: subject.previous,
                    number: subject.number,
                    ..blank()
                };
                (subject.id.as_str(), facts)
            })
            .collect();
        match facts.is_empty() && self.meeting.subjects.is_empty() {
            true => vec![("", blank())],
            false => facts,
        }
    }
}

/// The terms that count: those of the people who are named for the meeting, a school's first; else the only ones there are.
fn terms<'w>(workspace: &'w Workspace, meeting: &MeetingSpec) -> Option<&'w NamedCalendar> {
    let named = meeting.seats.iter().flat_map(|seat| &seat.named);
    let mut with_terms: Vec<ContactId> = named
        .copied()
        .filter(|id| !workspace.contact(*id).calendars.is_empty())
        .collect();
    let is_school = |id: &ContactId| workspace.agency_of(*id).kind == "school";
    // A stable sort: otherwise in the order of the seats.
    with_terms.sort_by_key(|id| !is_school(id));
    match (with_terms.first(), workspace.calendars.as_slice()) {
        (Some(contact), _) => {
            let calendar = workspace.contact(*contact).calendars.first()?;
            workspace.calendars.get(calendar.index())
        }
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}
