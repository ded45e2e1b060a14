//! Cases: whose child it is, who works with the family, and what the family answered by telephone.

use super::rows::Row;
use super::staff::Staff;
use super::{CountySize, Setting};
use crate::synth::random::Random;
use crate::synth::table::row;
use crate::time::{Nation, WorkingDays};
use std::collections::BTreeMap;

/// What ties a case to services.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseKind {
    /// Of a child: a plan of protection or of help.
    Child,
    /// A looked-after child with a carer.
    LookedAfter,
    /// A pupil with a plan, or about to have one.
    Pupil,
    /// An adult.
    Adult,
    /// A young person who leaves care.
    Leaver,
}

/// One case with the ids of its people.
#[derive(Clone)]
pub(super) struct Case {
    pub reference: String,
    pub children: u32,
    pub under5: bool,
    pub social_worker: String,
    pub team_manager: String,
    /// Health visitor or school nurse; not every family is known to one.
    pub health: Option<String>,
    pub school: Option<String>,
    pub nursery: Option<String>,
    pub surgery: Option<String>,
    /// In year sizes nobody of a family is in the table.
    pub parents: Vec<String>,
    pub carer: Option<String>,
    /// The adult or the young person themselves.
    pub subject: Option<String>,
    /// Officers of the unit that covers the case, with strokes between them.
    pub police: String,
    pub chair: String,
    pub interpreter: bool,
    /// Parents who must not meet.
    pub apart: bool,
    /// For whatever else is drawn for the case.
    pub draw: u64,
}

impl Case {
    pub fn new(
        staff: &mut Staff<'_>,
        setting: &Setting,
        kind: CaseKind,
        reference: String,
    ) -> Case {
        let mut random = Random::new(setting.seed, &format!("{}case {reference}", setting.prefix));
        let draw = random.next();
        let under5 = kind != CaseKind::Pupil && random.chance(30);
        // Workers near each other share families: each post is drawn from the same third of its holders.
        let area = random.below(3) as usize;
        let near = |staff: &Staff<'_>, post: &str, random: &mut Random| -> Option<String> {
            let count = staff.count(post);
            (count > 0).then(|| {
                let third = count.div_ceil(3);
                let number = area * third + random.below(third as u64) as usize;
                staff.holder(post, number).to_owned()
            })
        };
        let social_worker = near(staff, "sw", &mut random).unwrap_or_default();
        let team_manager = near(staff, "tm", &mut random).unwrap_or_default();
        let health = match under5 {
            true => near(staff, "hv", &mut random),
            false if random.chance(60) => near(staff, "sn", &mut random),
            false => None,
        };
        let school = near(staff, "school", &mut random).filter(|_| !under5);
        let nursery = near(staff, "nursery", &mut random).filter(|_| under5 && random.chance(60));
        let surgery = near(staff, "gp", &mut random).filter(|_| random.chance(70));
        let unit = random.below(3) as usize;
        let police: Vec<String> = match staff.has("po") {
            true => {
                let size = staff.count("po") / 3;
                let officers = (0..size).map(|n| staff.holder("po", unit * size + n).to_owned());
                officers.collect()
            }
            false => Vec::new(),
        };
        let chair = near(staff, "ch", &mut random).unwrap_or_default();
        let mut case = Case {
            reference,
            children: [1, 1, 1, 2, 2, 3][random.below(6) as usize],
            under5,
            social_worker,
            team_manager,
            health,
            school,
            nursery,
            surgery,
            parents: Vec::new(),
            carer: None,
            subject: None,
            police: police.join("/"),
            chair,
            interpreter: random.chance(4) && staff.has("in"),
            apart: false,
            draw,
        };
        match kind {
            CaseKind::Child | CaseKind::Pupil => {
                case.parents.extend(staff.family("parent", &mut random));
                let two = kind == CaseKind::Child && random.chance(15) && !case.parents.is_empty();
                if two {
                    let second = staff.family("parent", &mut random);
                    case.apart = second.is_some() && random.chance(50);
                    case.parents.extend(second);
                }
            }
            CaseKind::LookedAfter => {
                case.carer = staff.family("carer", &mut random);
                if random.chance(40) {
                    case.parents.extend(staff.family("parent", &mut random));
                }
            }
            CaseKind::Adult => case.subject = staff.family("adult-subject", &mut random),
            CaseKind::Leaver => case.subject = staff.family("child", &mut random),
        }
        case
    }

    /// A stream of numbers for something that is drawn once a case.
    pub fn random(&self, label: &str) -> Random {
        Random::new(self.draw, label)
    }
}

/// What families answered: those who offered no times said for their meeting on which days they can.
pub(super) fn answers(setting: &Setting, staff: &Staff<'_>, rows: &[Row]) -> Vec<Vec<String>> {
    let mut answers = Vec::new();
    if !matches!(
        setting.size,
        CountySize::Week | CountySize::Quarter | CountySize::Chair | CountySize::Team
    ) {
        return answers;
    }
    let asked: BTreeMap<&str, bool> = staff
        .people
        .iter()
        .filter(|contact| contact.agency_kind == "family")
        .map(|contact| (contact.id.as_str(), contact.offers.is_empty()))
        .collect();
    let working = WorkingDays::of(Nation::England);
    for meeting in rows.iter().filter(|row| row.after.is_empty()) {
        for item in &meeting.team {
            let who = item.rsplit("= ").next().unwrap_or(item);
            let who = who.split(' ').next().unwrap_or(who);
            if asked.get(who) != Some(&true) {
                continue;
            }
            let mut random = Random::new(setting.seed, &format!("{who} {}", meeting.reference));
            if random.chance(15) {
                continue;
            }
            let days = meeting.first.iter_days().take_while(|d| *d <= meeting.last);
            for day in days.filter(|date| working.is_working(*date)) {
                if random.chance(45) {
                    continue;
                }
                let (answer, from, to) = match random.below(10) {
                    0 => ("cannot", "09:00", "17:00"),
                    1..5 => ("can", "09:00", "17:00"),
                    5..8 => ("can", "09:30", "14:30"),
                    _ => ("if-need-be", "11:00", "17:00"),
                };
                let day = day.format("%Y-%m-%d");
                answers.push(row(&[
                    who,
                    &meeting.reference,
                    &format!("{day} {from}"),
                    &format!("{day} {to}"),
                    answer,
                    "telephone",
                    "k.norgate",
                    "2026-11-20 16:00",
                ]));
            }
        }
    }
    answers
}
