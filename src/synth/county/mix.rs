//! Which meetings fall due when: the shares of a mean authority's year, spread over the days, with the chains that lead from one
//! meeting to the next.

use super::cases::{Case, CaseKind};
use super::rows::{Row, spelt};
use super::staff::Staff;
use super::tables::in_term;
use super::teams::fill;
use super::{CountySize, Setting};
use crate::synth::diary::date;
use crate::synth::random::Random;
use crate::time::{Nation, WorkingDays};
use chrono::{Datelike, Days, Months, NaiveDate};

/// One type of meeting: whose case it is, how many there are in the week and in the year, over how many working days before its last
/// day it may be held, and whether schools must be open.
struct Share {
    kind: &'static str,
    case: CaseKind,
    week: usize,
    year: usize,
    days: u32,
    term: bool,
}

macro_rules! shares {
    ($($kind:literal $case:ident $week:literal $year:literal $days:literal $term:literal;)*) => {
        &[$(Share {
            kind: $kind,
            case: CaseKind::$case,
            week: $week,
            year: $year,
            days: $days,
            term: $term,
        }),*]
    };
}

/// Conferences, core groups and looked-after reviews of the longer sizes are made by [`Plan::chains`].
const SHARES: &[Share] = shares! {
    "strategy-discussion" Child 15 750 2 false;
    "icpc" Child 4 205 10 false;
    "icpc-prebirth" Child 1 20 10 false;
    "transfer-in-conference" Child 1 10 10 false;
    "rcpc" Child 11 565 15 false;
    "core-group" Child 35 1700 8 false;
    "cin-review" Child 40 2300 10 false;
    "taf" Child 12 600 10 true;
    "family-group-conference" Child 2 40 15 false;
    "lac-review" LookedAfter 27 1475 15 false;
    "pep" LookedAfter 22 1200 20 true;
    "lac-health-assessment" LookedAfter 4 150 15 false;
    "pathway-plan-review" Leaver 4 150 15 false;
    "adoption-review" LookedAfter 1 30 15 false;
    "ehc-needs-assessment" Pupil 3 100 20 true;
    "ehc-annual-review" Pupil 47 2979 25 true;
    "ehc-review-under5" Pupil 3 150 20 true;
    "ehc-phase-transfer" Pupil 4 150 20 true;
    "s42-planning" Adult 9 500 4 false;
    "s42-outcome" Adult 7 400 10 false;
    "s42-plan-review" Adult 5 150 15 false;
    "care-plan-review" Adult 5 60 15 false;
    "cpa-s117-review" Adult 4 40 20 false;
    "dols-authorisation" Adult 1 10 10 false;
    "chc-mdt" Adult 2 30 10 false;
    "chc-review" Adult 2 20 15 false;
    "cetr-child" Child 1 4 10 false;
    "ctr-adult" Adult 1 4 10 false;
    "discharge-mdt" Adult 5 60 2 false;
    "marac" Adult 1 26 1 false;
    "mappa-2" Adult 2 20 5 false;
    "mappa-3" Adult 1 6 5 false;
    "channel-panel" Adult 1 12 5 false;
    "referral-order-panel" Child 2 40 15 false;
    "multi-agency-meeting" Adult 3 40 15 false;
    "steering-group" Adult 1 4 5 false;
    "icpc-wales" Child 1 0 10 false;
    "rcpc-wales" Child 1 0 10 false;
    "core-group-wales" Child 1 0 10 false;
    "lac-review-wales" LookedAfter 1 0 10 false;
    "cppm" Child 1 0 10 false;
    "cppm-review" Child 1 0 10 false;
    "core-group-scotland" Child 1 0 10 false;
    "lac-review-scotland" LookedAfter 1 0 10 false;
    "cpcc-ni" Child 1 0 10 false;
    "rcpcc-ni" Child 1 0 10 false;
    "lac-review-ni" LookedAfter 1 0 10 false;
};

/// How many meetings of the chained types the quarter has: 560 rows in all.
const QUARTER: Chains = Chains {
    initial: 20,
    core: 40,
    review: 165,
    looked_after: 335,
};

const TEAM: Chains = Chains {
    initial: 3,
    core: 6,
    review: 13,
    looked_after: 18,
};

struct Chains {
    initial: usize,
    core: usize,
    review: usize,
    looked_after: usize,
}

/// The day on which everything is planned.
fn today() -> NaiveDate {
    date(2026, 11, 23)
}

/// The meetings table in the making.
struct Plan<'s, 'a> {
    setting: &'s Setting,
    staff: &'s mut Staff<'a>,
    working: WorkingDays,
    rows: Vec<Row>,
    /// How many cases there are by now: their references are counted through.
    cases: usize,
}

/// All meetings of an authority, in the order in which they are expected.
pub(super) fn meetings(setting: &Setting, staff: &mut Staff<'_>) -> Vec<Row> {
    let mut plan = Plan {
        setting,
        staff,
        working: WorkingDays::of(Nation::England),
        rows: Vec::new(),
        cases: 0,
    };
    match setting.size {
        CountySize::Week => plan.week(),
        CountySize::Quarter => plan.chains(&QUARTER),
        CountySize::Team => plan.chains(&TEAM),
        CountySize::Chair => plan.looked_after(180, 65),
        CountySize::Year | CountySize::Counties(_) => plan.year(1, 1),
        CountySize::Large => plan.year(12, 5),
    }
    let mut rows = plan.rows;
    rows.sort_by(|a, b| (a.last, &a.reference).cmp(&(b.last, &b.reference)));
    pins(setting, &mut rows);
    rows
}

/// A few meetings whose chair or room is agreed already.
fn pins(setting: &Setting, rows: &mut [Row]) {
    if !matches!(
        setting.size,
        CountySize::Week | CountySize::Quarter | CountySize::Team
    ) {
        return;
    }
    let reviews = rows.iter_mut().filter(|row| row.kind == "rcpc");
    for (number, row) in reviews.enumerate() {
        match number % 10 {
            // A family that cannot travel, or needs the room with the loop.
            3 => row.pin_venue = "civic-1",
            // The chair promised the family to be there.
            7 => {
                let seat = row
                    .team
                    .iter_mut()
                    .find(|item| item.starts_with("cp-chair = "));
                let chair = seat
                    .and_then(|item| item.strip_prefix("cp-chair = ")?.strip_suffix(" or other"));
                row.pin_people = chair.map_or(String::new(), |chair| format!("cp-chair = {chair}"));
            }
            _ => {}
        }
    }
}

impl Plan<'_, '_> {
    fn case(&mut self, kind: CaseKind) -> Case {
        self.cases += 1;
        let letters = match kind {
            CaseKind::Child => "CP",
            CaseKind::LookedAfter | CaseKind::Leaver => "LAC",
            CaseKind::Pupil => "EHC",
            CaseKind::Adult => "ASC",
        };
        let prefix = self.setting.prefix.to_uppercase();
        let reference = format!("{prefix}{letters}-{:04}", self.cases);
        Case::new(self.staff, self.setting, kind, reference)
    }

    /// A row for the meeting of a case, to be held from the first to the last day.
    fn add(
        &mut self,
        case: &Case,
        kind: &'static str,
        suffix: &str,
        days: (NaiveDate, NaiveDate),
    ) -> &mut Row {
        let mut row = Row {
            reference: format!("{}{suffix}", case.reference),
            kind,
            nation: nation(kind),
            first: days.0,
            last: days.1,
            ..Row::default()
        };
        if case.children > 1 && matches!(kind, "icpc" | "rcpc" | "lac-review" | "core-group") {
            let children = (0..case.children).map(|n| {
                let letter = char::from(b'A' + n as u8);
                format!("{}-{letter}", case.reference)
            });
            row.subjects = children.collect::<Vec<_>>().join("; ");
        }
        fill(&mut row, case, self.staff);
        self.rows.push(row);
        self.rows.last_mut().expect("it has just been put there")
    }

    /// The week: each meeting of a case of its own, some limits inside it, most beyond.
    fn week(&mut self) {
        let (monday, friday) = self.setting.size.days();
        let mut random = Random::new(self.setting.seed, "the week");
        for share in SHARES {
            for _ in 0..share.week {
                let case = self.case(share.case);
                let limit = monday + Days::new(random.between(2, 11) as u64);
                let limit = self.working.last_not_after(limit);
                let working = self.working.clone();
                let (first, last) = match share.kind {
                    "marac" => (date(2026, 12, 10), date(2026, 12, 10)),
                    "steering-group" => (date(2026, 12, 9), date(2026, 12, 9)),
                    "mappa-3" | "channel-panel" => (monday, friday),
                    _ if share.days <= 2 => {
                        let last = monday + Days::new(random.between(1, 4) as u64);
                        (working.before(last, share.days - 1), last)
                    }
                    _ => (monday, limit.min(friday)),
                };
                let row = self.add(&case, share.kind, "", (first, last));
                row.from = Some(first);
                let ruled = limit == last && clock(row, &case, last, &working);
                row.by = (!ruled).then_some(last);
                standing(row);
            }
        }
    }

    fn year(&mut self, times: usize, of: usize) {
        let scaled = |count: usize| count * times / of;
        let of_kind = |kind: &str| {
            let share = SHARES.iter().find(|share| share.kind == kind);
            scaled(share.expect("it is in the list").year)
        };
        self.chains(&Chains {
            initial: of_kind("icpc"),
            core: of_kind("core-group"),
            review: of_kind("rcpc"),
            looked_after: of_kind("lac-review"),
        });
        let chained = ["icpc", "core-group", "rcpc", "lac-review"];
        for share in SHARES.iter().filter(|share| !chained.contains(&share.kind)) {
            for number in 0..scaled(share.year) {
                let case = self.case(share.case);
                let mut last = self.spread(number, scaled(share.year), case.draw);
                if share.term {
                    last = self.in_term(last);
                }
                let working = self.working.clone();
                // Reviews of plans for pupils are announced two weeks before.
                let notice = if share.case == CaseKind::Pupil { 15 } else { 2 };
                let first = working
                    .before(last, share.days - 1)
                    .max(today() + Days::new(notice));
                let last = last.max(working.after(first, share.days.min(3)));
                let row = self.add(&case, share.kind, "", (first, last));
                row.from = Some(first);
                let ruled = !standing(row) && clock(row, &case, last, &working);
                row.by = (!ruled).then_some(row.last);
            }
        }
    }

    /// The day of one of so many that are spread over the whole time.
    fn spread(&self, number: usize, count: usize, draw: u64) -> NaiveDate {
        let (first, last) = self.setting.size.days();
        let days = (last - first).num_days() as u64 + 1;
        let even = number as u64 * days / count as u64;
        let day = first + Days::new((even + draw % 7).min(days - 1));
        self.working.last_not_after(day).max(first)
    }

    /// The day itself, or the last before it on which schools are open.
    fn in_term(&self, day: NaiveDate) -> NaiveDate {
        let mut days = std::iter::successors(Some(day), |day| day.pred_opt());
        let open = days.find(|day| in_term(*day) && self.working.is_working(*day));
        open.unwrap_or(day)
    }

    /// Conferences with what follows them, and reviews of looked-after children.
    fn chains(&mut self, wanted: &Chains) {
        let (first, end) = self.setting.size.days();
        let (mut core, mut review) = (0, 0);
        let months = match self.setting.size {
            CountySize::Quarter | CountySize::Team => 1,
            _ => 12,
        };
        for number in 0..wanted.initial {
            let case = self.case(CaseKind::Child);
            let mut last = self.spread(number, wanted.initial, case.draw);
            if months == 1 {
                // Further ahead than three weeks nobody knows which enquiries will lead to a conference.
                let ahead = 5 + number as u32 * 10 / wanted.initial as u32;
                last = self.working.after(first, ahead);
            }
            let working = self.working.clone();
            let opens = working.before(last, 9).max(today() + Days::new(2));
            let row = self.add(&case, "icpc", "", (opens, last));
            row.from = Some(opens);
            let ruled = clock(row, &case, last, &working);
            row.by = (!ruled).then_some(last);
            let held = working.before(last, 2);
            if core < wanted.core {
                core += self.core_groups(&case, held, 2.min(wanted.core - core), end);
            }
            if review < wanted.review && held + Months::new(3) <= end + Months::new(1) {
                self.follow(&case, "rcpc", "-R1", ("", held), "2m-3m");
                review += 1;
                if held + Months::new(9) <= end && review < wanted.review {
                    let second = held + Months::new(3);
                    self.follow(&case, "rcpc", "-R2", ("-R1", second), "4m-6m");
                    review += 1;
                }
            }
        }
        // Plans that began before: the next review and, in the year, the core groups until then.
        let left = wanted.review - review;
        let mut number = 0;
        while review < wanted.review {
            let case = self.case(CaseKind::Child);
            let last = self.spread(number, left, case.draw);
            number += 1;
            self.due(&case, "rcpc", "-R1", last, 15);
            review += 1;
            if months > 1 && core < wanted.core {
                let count = (wanted.core - core).min(5 + (case.draw % 3) as usize);
                let begin = self
                    .spread(number % 40, 40, case.draw)
                    .min(first + Days::new(42));
                self.due(&case, "core-group", "-C1", begin, 8);
                core += 1;
                for step in 1..count {
                    let held = begin + Days::new(38 * step as u64 - 38);
                    let (own, before) = (format!("-C{}", step + 1), format!("-C{step}"));
                    self.follow(&case, "core-group", &own, (&before, held), "15wd-30wd");
                    core += 1;
                }
            }
        }
        let entrants = match months {
            1 => wanted.looked_after / 10,
            _ => 0,
        };
        self.entrants(entrants);
        let left = wanted.looked_after - 2 * entrants;
        let cases = if months == 1 { left } else { left * 10 / 24 };
        self.looked_after(left, cases);
        let missing = wanted.core.saturating_sub(core);
        for number in 0..missing {
            let case = self.case(CaseKind::Child);
            let last = self.spread(number, missing, case.draw);
            self.due(&case, "core-group", "-C1", last, 8);
        }
    }

    /// The core groups after a conference; how many there are.
    fn core_groups(
        &mut self,
        case: &Case,
        conference: NaiveDate,
        most: usize,
        end: NaiveDate,
    ) -> usize {
        let mut held = conference;
        let mut count = 0;
        while count < most && held < end {
            let before = match count {
                0 => String::new(),
                _ => format!("-C{count}"),
            };
            let own = format!("-C{}", count + 1);
            let gap = if count == 0 { "3wd-10wd" } else { "15wd-30wd" };
            self.follow(case, "core-group", &own, (&before, held), gap);
            held = held + Days::new(if count == 0 { 12 } else { 38 });
            count += 1;
        }
        count
    }

    /// Reviews of children who became looked after these days: the first, and the second within three months of it.
    fn entrants(&mut self, count: usize) {
        let (first, _) = self.setting.size.days();
        for number in 0..count {
            let case = self.case(CaseKind::LookedAfter);
            let last = self.working.after(first, 4 + (number * 10 / count) as u32);
            let began = self.working.before(last, 20);
            let row = self.due(&case, "lac-review", "-1", last, 10);
            row.number = Some(1);
            row.previous = None;
            row.trigger = (began <= today()).then_some(began);
            row.by = row.trigger.is_none().then_some(last);
            self.follow(
                &case,
                "lac-review",
                "-2",
                ("-1", last - Days::new(5)),
                "2m-3m",
            );
        }
    }

    /// Reviews of looked-after children: so many cases, and as many reviews in all; later ones follow the first of their chain.
    fn looked_after(&mut self, wanted: usize, cases: usize) {
        let (_, end) = self.setting.size.days();
        let mut rows = 0;
        let mut number = 0;
        while rows < wanted {
            let case = self.case(CaseKind::LookedAfter);
            let first_half = (number * 2) % cases.max(1);
            let last = self.spread(first_half.min(cases - 1), cases, case.draw);
            number += 1;
            self.due(&case, "lac-review", "-1", last, 15);
            rows += 1;
            let mut held = last - Days::new(7);
            for step in 2..=3 {
                let next = held + Months::new(6);
                let keep = wanted - rows > cases.saturating_sub(number);
                if !keep || next > end + Months::new(2) {
                    break;
                }
                let (own, before) = (format!("-{step}"), format!("-{}", step - 1));
                self.follow(&case, "lac-review", &own, (&before, held), "4m-6m");
                rows += 1;
                held = next;
            }
        }
    }

    /// A meeting whose clock was started by one that was held before.
    fn due(
        &mut self,
        case: &Case,
        kind: &'static str,
        suffix: &str,
        last: NaiveDate,
        days: u32,
    ) -> &mut Row {
        let working = self.working.clone();
        let first = working.before(last, days - 1).max(today() + Days::new(2));
        let last = last.max(working.after(first, 4));
        let row = self.add(case, kind, suffix, (first, last));
        row.from = Some(first);
        let ruled = clock(row, case, last, &working);
        row.by = (!ruled).then_some(last);
        row
    }

    /// A meeting that follows another of its case, which is expected on the day given.
    fn follow(
        &mut self,
        case: &Case,
        kind: &'static str,
        suffix: &str,
        (before, held): (&str, NaiveDate),
        gap: &'static str,
    ) {
        let (least, most) = gap
            .split_once('-')
            .expect("gaps here have a least and a most");
        let working = self.working.clone();
        let after = |amount: &str| {
            let number: u32 = amount
                .trim_end_matches(char::is_alphabetic)
                .parse()
                .expect("an amount");
            match amount.ends_with('m') {
                true => held + Months::new(number),
                false => working.after(held, number),
            }
        };
        let days = (after(least), working.last_not_after(after(most)));
        let row = self.add(case, kind, suffix, days);
        row.after = format!("{}{before}", case.reference);
        row.gap = gap;
    }
}

/// Writes the dates from which the rules reckon the last day; false where they cannot be known today.
fn clock(row: &mut Row, case: &Case, last: NaiveDate, working: &WorkingDays) -> bool {
    let months_before = |months| last - Months::new(months);
    let previous = match row.kind {
        "rcpc" => {
            row.number = Some(2 + (case.draw % 3) as u32);
            months_before(6)
        }
        "lac-review" => {
            row.number = Some(3 + (case.draw % 5) as u32);
            months_before(6)
        }
        "core-group" | "taf" => last - Days::new(42),
        "pathway-plan-review" => months_before(6),
        "icpc" | "icpc-prebirth" => {
            let trigger = working.before(last, 15);
            row.trigger = (trigger <= today()).then_some(trigger);
            return row.trigger.is_some();
        }
        "ehc-annual-review" => {
            let decision = last + Days::new(28) - Months::new(12);
            row.anchors = format!("decision {}", spelt(decision));
            return decision <= today();
        }
        _ => return false,
    };
    if previous > today() {
        row.number = None;
        return false;
    }
    row.previous = Some(previous);
    true
}

/// Meetings that stand in the calendar for the whole year: on one day, in the hours that all keep clear.
fn standing(row: &mut Row) -> bool {
    let weekday = match row.kind {
        "marac" => 3,
        "steering-group" => 2,
        _ => return false,
    };
    let back = (row.last.weekday().num_days_from_monday() + 7 - weekday) % 7;
    let day = row.last - Days::new(u64::from(back));
    let day = if day < row.first {
        day + Days::new(7)
    } else {
        day
    };
    (row.first, row.last) = (day, day);
    (row.from, row.by) = (Some(day), Some(day));
    true
}

/// Whose rules the type belongs to, where not England's.
fn nation(kind: &str) -> &'static str {
    match kind {
        "cppm" | "cppm-review" => "scotland",
        _ if kind.ends_with("-wales") => "wales",
        _ if kind.ends_with("-scotland") => "scotland",
        _ if kind.ends_with("-ni") => "northern-ireland",
        _ => "",
    }
}
