//! Who is asked to which meeting: the people of the case as the column *team* names them, and the circumstances.

use super::cases::Case;
use super::rows::Row;
use super::staff::Staff;
use crate::synth::random::Random;

/// Fills in the people, circumstances and place of a meeting of this type.
pub(super) fn fill(row: &mut Row, case: &Case, staff: &Staff<'_>) {
    let mut team = Team {
        case,
        staff,
        random: case.random(row.kind),
        items: Vec::new(),
        flags: Vec::new(),
    };
    row.venue = "none";
    team.ask(row.kind);
    let in_a_room = matches!(
        row.kind,
        "icpc" | "icpc-prebirth" | "transfer-in-conference" | "rcpc" | "lac-review"
    ) || (row.nation.is_empty() && row.kind == "lac-review-wales");
    if in_a_room {
        row.venue = "any";
        if row.kind == "icpc" {
            row.features = "waiting-area";
        }
    }
    if matches!(row.kind, "icpc" | "rcpc") && case.interpreter {
        let service = staff.holder("in", case.draw as usize);
        team.items
            .push(format!("required: interpreter = {service}"));
    } else if matches!(row.kind, "icpc" | "rcpc") && case.apart {
        let (first, second) = (&case.parents[0], &case.parents[1]);
        row.apart = format!("{first}/{second}");
        row.parts = "mother 0-50; father 50-90".to_owned();
        for (parent, part) in [(first, "mother"), (second, "father")] {
            team.items.retain(|item| item != parent);
            let seat = format!("expected: parent = {parent} part {part} as {part}");
            team.items.push(seat);
        }
    }
    row.team = team.items;
    row.flags = team.flags.join("; ");
    match row.kind {
        "cetr-child" | "ctr-adult" => row.duration = "6h",
        "icpc" => row.duration = "90m",
        _ => {}
    }
}

struct Team<'a> {
    case: &'a Case,
    staff: &'a Staff<'a>,
    random: Random,
    items: Vec<String>,
    flags: Vec<&'static str>,
}

impl Team<'_> {
    fn add(&mut self, item: &str) {
        if !item.is_empty() {
            self.items.push(item.to_owned());
        }
    }

    /// Somebody who holds a post, or nothing where the size has none.
    fn any(&mut self, post: &str) {
        if self.staff.has(post) {
            let number = self.random.below(1 << 20) as usize;
            let who = self.staff.holder(post, number).to_owned();
            self.items.push(who);
        }
    }

    /// A seat that may be left out, with whoever is known.
    fn or_none(&mut self, who: Option<&String>, seat: &str) {
        match who {
            Some(who) => self.add(&who.clone()),
            None => self.items.push(format!("{seat} = none")),
        }
    }

    fn social_worker(&mut self) {
        let Case {
            social_worker,
            team_manager,
            ..
        } = self.case;
        // In every third case the manager may stand in.
        match self.case.draw.is_multiple_of(3) {
            true => self
                .items
                .push(format!("social-worker = {social_worker} or {team_manager}")),
            false => self.add(&social_worker.clone()),
        }
    }

    fn parents(&mut self) {
        if self.case.parents.is_empty() {
            self.add("parent = none");
        }
        self.items.extend(self.case.parents.clone());
    }

    /// Where a parent has to be there, the seat stays to be named while nobody is in the table.
    fn parents_who_must_come(&mut self) {
        self.items.extend(self.case.parents.iter().take(1).cloned());
    }

    fn carer(&mut self) {
        self.or_none(self.case.carer.as_ref(), "carer");
    }

    fn health(&mut self, seat: &str) {
        self.or_none(self.case.health.as_ref(), seat);
    }

    fn school(&mut self) {
        let who = self.case.school.as_ref().or(self.case.nursery.as_ref());
        self.or_none(who, "school-representative");
    }

    /// Health, school, and others who know the child: the quorum of a conference asks for two services beside social care.
    fn who_know_the_child(&mut self) {
        let (post, role) = match self.case.under5 {
            true => ("hv", "health-visitor"),
            false => ("sn", "school-nurse"),
        };
        let number = (self.case.draw >> 8) as usize;
        let nurse = self.case.health.clone();
        let nurse = nurse.unwrap_or_else(|| self.staff.holder(post, number).to_owned());
        // Every other nurse has a colleague to stand in.
        let deputy = match self.case.draw.is_multiple_of(2) {
            true => " or other",
            false => "",
        };
        self.items
            .push(format!("{role} = {nurse}{deputy} >=60% direct"));
        let school = match (&self.case.school, &self.case.nursery) {
            (Some(school), _) => format!("expected: dsl = {school} >=60% direct"),
            (None, Some(nursery)) => format!("expected: nursery-manager = {nursery} >=60% direct"),
            (None, None) => {
                self.add("school-representative = none");
                self.other_worker()
            }
        };
        self.items.push(school);
        match &self.case.surgery {
            Some(gp) if self.random.chance(60) => {
                self.items.push(format!("gp = {gp} (remote) >=50%"));
            }
            _ => self.add("gp = none"),
        }
    }

    /// Somebody of another service who knows a child that goes to no school.
    fn other_worker(&mut self) -> String {
        let (post, role) = match self.random.below(3) {
            0 => ("vo", "voluntary-worker"),
            1 => ("su", "substance-misuse-worker"),
            _ => ("id", "idva"),
        };
        let number = (self.case.draw >> 16) as usize;
        let who = self.staff.holder(post, number);
        format!("expected: {role} = {who} direct")
    }

    fn police(&mut self) {
        let police = &self.case.police;
        match police.is_empty() {
            true => self.add("police-child-protection = none"),
            false => self
                .items
                .push(format!("police-child-protection = {police}")),
        }
    }

    fn surgery(&mut self) {
        match &self.case.surgery {
            Some(gp) => self.items.push(format!("gp = {gp} (remote) >=50%")),
            None => self.add("gp = none"),
        }
    }

    fn chair_again(&mut self) {
        self.items
            .push(format!("cp-chair = {} or other", self.case.chair));
    }

    fn ask(&mut self, kind: &str) {
        match kind {
            "strategy-discussion" => {
                self.social_worker();
                self.police();
                match self.case.health {
                    Some(_) => self.health("any-health"),
                    None => self.any("nn"),
                }
                self.school();
                self.add(&self.case.team_manager.clone());
                self.flags.push("not medical");
            }
            "icpc" => {
                self.social_worker();
                self.add(&self.case.team_manager.clone());
                self.parents();
                self.police();
                match self.case.under5 {
                    true => {
                        self.flags.extend(["under5", "not school-age"]);
                        self.who_know_the_child();
                    }
                    false => {
                        self.flags.extend(["not under5", "school-age"]);
                        self.who_know_the_child();
                    }
                }
            }
            "icpc-prebirth" => {
                self.social_worker();
                self.any("mw");
                self.any("hv");
                self.surgery();
                self.police();
                self.parents();
            }
            "transfer-in-conference" | "icpc-wales" | "rcpc-wales" | "rcpcc-ni" => {
                self.social_worker();
                self.who_know_the_child();
                self.parents();
                if kind == "icpc-wales" {
                    self.police();
                }
            }
            "rcpc" => {
                self.chair_again();
                self.social_worker();
                self.parents();
                self.who_know_the_child();
            }
            "core-group" | "core-group-wales" | "core-group-scotland" => {
                self.social_worker();
                self.parents();
                self.school();
                self.health("any-health");
                match self.random.below(100) {
                    0..35 if kind == "core-group" => self.any("fs"),
                    35..45 if kind == "core-group" => self.any("su"),
                    _ => {}
                }
            }
            "cin-review" => {
                self.social_worker();
                if self.random.chance(30) {
                    self.add(&self.case.team_manager.clone());
                } else {
                    self.add("team-manager-csc = none");
                }
                self.parents_who_must_come();
                self.school();
                self.health("any-health");
                if self.random.chance(25) {
                    self.any("fs");
                }
            }
            "taf" => {
                self.any("eh");
                self.parents_who_must_come();
                self.school();
                if self.random.chance(25) {
                    self.any("vo");
                }
            }
            "family-group-conference" => {
                self.any("vo");
                self.parents_who_must_come();
                self.social_worker();
            }
            "lac-review" | "lac-review-wales" => {
                self.add(&self.case.chair.clone());
                self.social_worker();
                self.add("child = none");
                self.carer();
                self.parents();
                if kind == "lac-review" {
                    self.or_none(self.case.school.as_ref(), "designated-teacher");
                    if self.random.chance(45) {
                        self.any("ln");
                    }
                    if self.random.chance(40) {
                        self.any("fo");
                    }
                    self.flags.push("not care-proceedings");
                }
            }
            "pep" => {
                self.social_worker();
                match &self.case.school {
                    Some(school) => self.add(&school.clone()),
                    None => self.any("school"),
                }
                self.carer();
                self.add("child = none");
                self.any("vs");
            }
            "lac-health-assessment" => {
                self.any("pd");
                self.any("ln");
                self.add("child = none");
                self.items.extend(self.case.carer.clone());
            }
            "pathway-plan-review" => {
                self.any("pe");
                self.items.extend(self.case.subject.clone());
                self.flags.push("under18");
                self.social_worker();
                if self.random.chance(30) {
                    self.any("ho");
                }
            }
            "adoption-review" => {
                self.flags.push("not placed");
                self.add(&format!("iro = {}", self.case.chair));
                self.social_worker();
                self.carer();
            }
            _ => self.ask_further(kind),
        }
    }

    /// Plans for pupils, adults, public protection, other nations.
    fn ask_further(&mut self, kind: &str) {
        match kind {
            "ehc-needs-assessment" | "ehc-annual-review" | "ehc-phase-transfer" => {
                self.parents_who_must_come();
                match &self.case.school {
                    Some(school) => self.add(&school.clone()),
                    None => self.any("school"),
                }
                match self.random.below(100) {
                    0..55 => self.any("se"),
                    55..70 => self.any("ep"),
                    _ if kind == "ehc-needs-assessment" => self.any("se"),
                    _ => self.add("la-sen-officer = none"),
                }
                if kind == "ehc-needs-assessment" {
                    self.add("educational-psychologist = none");
                }
                if kind == "ehc-annual-review" {
                    self.add("child = none");
                }
                if kind != "ehc-phase-transfer" {
                    match self.random.below(100) {
                        0..30 => self.any("th"),
                        30..45 => self.any("ca"),
                        _ => self.add("send-health = none"),
                    }
                    match self.random.below(100) {
                        0..12 => {
                            self.add(&format!("la-social-services = {}", self.case.social_worker))
                        }
                        _ => self.add("la-social-services = none"),
                    }
                } else {
                    self.flags.extend(["not post16", "not post16-move"]);
                }
            }
            "ehc-review-under5" => {
                self.parents_who_must_come();
                self.any("nursery");
                self.any("th");
                if self.random.chance(50) {
                    self.any("se");
                }
            }
            "s42-planning" | "s42-outcome" | "s42-plan-review" => {
                self.any("ta");
                self.any("as");
                match self.random.below(3) {
                    0 => self.any("dn"),
                    1 => self.any("cp"),
                    _ => self.any("gp"),
                }
                if kind == "s42-planning" {
                    self.flags
                        .extend(["not substantial-difficulty", "not urgent"]);
                    match self.random.chance(40) {
                        true => {
                            self.flags.push("possible-crime");
                            self.any("pm");
                        }
                        false => self.flags.push("not possible-crime"),
                    }
                } else {
                    self.or_none(self.case.subject.as_ref(), "adult-subject");
                }
                if self.random.chance(40) {
                    self.any("pv");
                }
            }
            "care-plan-review" => {
                self.items.extend(self.case.subject.clone());
                self.any("as");
                self.add("carer = none");
                if self.random.chance(40) {
                    self.any("ot");
                }
            }
            "cpa-s117-review" => {
                self.any("cp");
                self.any("py");
                self.items.extend(self.case.subject.clone());
                self.any("as");
            }
            "dols-authorisation" => {
                self.any("bi");
                self.any("py");
                self.items.extend(self.case.subject.clone());
                self.add("advocate = none");
                self.any("pv");
            }
            "chc-mdt" => {
                self.any("cc");
                self.any("as");
                self.any("dn");
                self.or_none(self.case.subject.as_ref(), "adult-subject");
            }
            "chc-review" => {
                self.any("cc");
                self.any("pv");
                self.or_none(self.case.subject.as_ref(), "adult-subject");
            }
            "cetr-child" => {
                self.any("ic");
                self.any("ce");
                self.any("ee");
                self.add("child = none");
                self.parents();
                self.social_worker();
                self.add("school-representative = none");
            }
            "ctr-adult" => {
                self.any("ic");
                self.any("ce");
                self.any("ee");
                self.items.extend(self.case.subject.clone());
                self.any("as");
                self.flags.push("not secure");
            }
            "discharge-mdt" => {
                self.any("hc");
                self.any("as");
                self.any("th");
                self.add("adult-subject = none");
                self.add("carer = none");
            }
            "marac" => {
                for post in ["pa", "id", "tm", "nn", "pr", "ho", "cp", "as", "su"] {
                    self.any(post);
                }
            }
            "mappa-2" => {
                for post in ["pb", "pm", "mc", "ho", "cp", "tm"] {
                    self.any(post);
                }
                self.flags.push("not in-custody");
            }
            "mappa-3" => {
                for post in ["pb", "pm", "sl", "mc"] {
                    self.any(post);
                }
            }
            "channel-panel" => {
                for post in ["pl", "pp", "tm", "nn"] {
                    self.any(post);
                }
                self.add("school-representative = none");
            }
            "referral-order-panel" => {
                self.any("yo");
                self.add("child = none");
                self.flags.push("under16");
                self.parents_who_must_come();
            }
            "multi-agency-meeting" => {
                for post in ["ta", "gp", "as", "dn", "ot", "ho", "vo"] {
                    self.any(post);
                }
            }
            "steering-group" => {
                for number in 0..3 {
                    let lead = self.staff.holder("sl", number).to_owned();
                    self.items.push(lead);
                }
            }
            "cppm" | "cppm-review" => {
                self.social_worker();
                self.police();
                match self.case.health {
                    Some(_) => self.health("any-health"),
                    None => self.any("nn"),
                }
                self.school();
                self.parents();
            }
            "lac-review-scotland" => {
                self.add(&self.case.chair.clone());
                self.social_worker();
                self.add("child = none");
                self.carer();
                self.parents();
                self.school();
                self.flags.push("not short-term");
            }
            "cpcc-ni" => {
                self.add(&self.case.team_manager.clone());
                self.social_worker();
                self.any("hv");
                self.police();
                self.school();
                self.surgery();
                self.parents();
            }
            "lac-review-ni" => {
                self.add(&self.case.team_manager.clone());
                self.social_worker();
                self.add("child = none");
                self.carer();
                self.parents();
            }
            other => unreachable!("{other} is in no list of who is asked"),
        }
    }
}
