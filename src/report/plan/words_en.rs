//! The English of plans.

use super::figures::{Figures, Grounds, PlanCall, Share, Whom};
use crate::model::{PlanLevel, Proof, Stopped, UnknownGround};
use crate::report::words_en::{counted, date, listed, thousands};
use crate::solve::batch::Progress;
use chrono::{NaiveDate, NaiveDateTime};

/// Of meetings for which no type is stated.
pub(super) const NO_TYPE: &str = "no type stated";

/// `1 meeting`, `560 meetings`.
pub(super) fn meetings(number: usize) -> String {
    counted(number as u64, "meeting", "meetings")
}

/// `97.1%`, rounded down: no more is claimed than is filled.
pub(super) fn percent(part: i64, of: i64) -> String {
    tenths(if of > 0 {
        part.max(0) * 1000 / of
    } else {
        1000
    })
}

/// The same rounded up, of what bounds something from above.
pub(super) fn percent_up(part: i64, of: i64) -> String {
    let tenths_up = if of > 0 {
        (part.max(0) * 1000 + of - 1) / of
    } else {
        1000
    };
    tenths(tenths_up.min(1000))
}

fn tenths(tenths: i64) -> String {
    match tenths % 10 {
        0 => format!("{}%", tenths / 10),
        rest => format!("{}.{rest}%", tenths / 10),
    }
}

/// The sentence that says it all.
pub(super) fn summary(figures: &Figures) -> String {
    let Figures {
        meetings: all,
        in_time,
        ..
    } = figures;
    let number = |number: usize| thousands(number as u64);
    let mut text = match all {
        0 => return "There is no meeting to plan.".to_owned(),
        1 if *in_time == 1 => "The meeting is placed in time".to_owned(),
        1 => "The meeting is not placed in time".to_owned(),
        _ if in_time == all => format!("All {} meetings placed in time", number(*all)),
        _ => format!(
            "{} of {} meetings placed in time",
            number(*in_time),
            number(*all)
        ),
    };
    let mut clauses = vec![format!("{} quorate as known", number(figures.quorate))];
    match figures.waiting {
        0 => {}
        1 => clauses.push("1 waits for an answer".to_owned()),
        more => clauses.push(format!("{} wait for an answer", number(more))),
    }
    if figures.short > 0 {
        let short = number(figures.short);
        clauses.push(format!("{short} need the chair's discretion"));
    }
    if figures.late > 0 {
        let verb = if figures.late == 1 { "is" } else { "are" };
        clauses.push(format!("{} {verb} late", number(figures.late)));
    }
    if figures.unplaced > 0 {
        let verb = if figures.unplaced == 1 { "has" } else { "have" };
        clauses.push(format!("{} {verb} no place", number(figures.unplaced)));
    }
    text.push_str(&format!(", {}.", listed(&clauses, "and")));
    if figures.required.of > 0 {
        text.push_str(&format!(" {}", coverage(&figures.required)));
    }
    text
}

/// How many required places are filled, and how many can be.
pub(super) fn coverage(required: &Share) -> String {
    let filled = percent(required.filled, required.of);
    let head = format!("{filled} of required places are filled by people who are known to come");
    match required.most {
        None => format!("{head}."),
        Some(most) if most <= required.filled => {
            format!("{head}; no plan that is as good in what comes first can fill more.")
        }
        Some(most) => format!(
            "{head}; no plan that is as good in what comes first can fill more than {}.",
            percent_up(most, required.of)
        ),
    }
}

/// How sure it is that nothing is better.
pub(super) fn proof(proof: Proof, of: Option<i64>) -> String {
    match proof {
        Proof::Optimal => "Proved: no plan is better in anything that counts.".to_owned(),
        Proof::Feasible => {
            "How much better a plan could be is not known: nothing was proved.".to_owned()
        }
        Proof::Gap { level, most } => {
            let share = of.filter(|of| *of > 0);
            let share = share.map_or(String::new(), |of| {
                let whole = match level {
                    PlanLevel::Required | PlanLevel::Wanted => of / 100,
                    _ => of,
                };
                let whole = thousands(whole.unsigned_abs());
                format!(" of {whole} ({})", percent_up(most, of))
            });
            let (name, most) = (level_name(level), amount(level, most));
            // Nothing comes before it, whatever order an authority states.
            if level == PlanLevel::InTime {
                return format!(
                    "Proved: no plan is better in \"{name}\" by more than {most}{share}."
                );
            }
            format!(
                "Proved: no plan is better in what comes before \"{name}\" in importance, nor in \"{name}\" itself by more than \
                 {most}{share}."
            )
        }
    }
}

/// A value of a level in its own unit.
pub(super) fn amount(level: PlanLevel, value: i64) -> String {
    let whole = |one: &str, many: &str| {
        let sign = if value < 0 { "−" } else { "" };
        format!("{sign}{}", counted(value.unsigned_abs(), one, many))
    };
    match level {
        PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => {
            whole("meeting", "meetings")
        }
        PlanLevel::Confirmations => whole("answer", "answers"),
        PlanLevel::Required | PlanLevel::Wanted => {
            let hundredths = value.unsigned_abs() % 100;
            let text = thousands(value.unsigned_abs() / 100);
            match hundredths {
                0 => format!("{text} weighted places"),
                rest => format!("{text}.{rest:02} weighted places"),
            }
        }
        PlanLevel::Deputies => whole(
            "deputy or change of person",
            "deputies or changes of person",
        ),
        PlanLevel::Reliance => whole("point", "points"),
        PlanLevel::Fragility => whole("person", "people"),
        PlanLevel::Disruption => whole("person told anew", "people told anew"),
        PlanLevel::Load => whole("point", "points"),
        PlanLevel::Travel | PlanLevel::Avoided => whole("minute", "minutes"),
        PlanLevel::Earliness => whole("day", "days"),
    }
}

/// What a level counts.
pub(super) fn level_name(level: PlanLevel) -> &'static str {
    match level {
        PlanLevel::InTime => "meetings late or without a place",
        PlanLevel::Placed => "meetings without a place",
        PlanLevel::Quorate => "meetings not quorate as known",
        PlanLevel::Confirmations => "answers still wanted",
        PlanLevel::Margin => "meetings nearer to their limit than they should be",
        PlanLevel::Required => "required places not filled for certain",
        PlanLevel::Wanted => "expected and preferred places not filled",
        PlanLevel::Deputies => "deputies and changes of person",
        PlanLevel::Reliance => "reliance on tentative and expected people",
        PlanLevel::Fragility => "people on whom a quorum hangs",
        PlanLevel::Disruption => "people to be told anew",
        PlanLevel::Load => "unevenness of load",
        PlanLevel::Travel => "travel",
        PlanLevel::Avoided => "time at hours better avoided",
        PlanLevel::Earliness => "waiting from today to the meetings",
    }
}

/// Why the search ended.
pub(super) fn stopped(stopped: Stopped, effort: &str) -> String {
    match stopped {
        Stopped::Proved => "The search stopped because nothing can be better.".to_owned(),
        Stopped::Steps => format!("The search stopped after the steps of --effort {effort}."),
        Stopped::TimeLimit => "The search stopped at the time limit that was asked for.".to_owned(),
        Stopped::Interrupted => {
            "The search was interrupted; this is the best plan up to then.".to_owned()
        }
    }
}

pub(super) const TIMED: &str =
    "With a time limit another run may give another plan, on this computer too.";

/// What a yes of one person does.
pub(super) fn call(who: &str, phone: Option<&str>, call: &PlanCall) -> String {
    let phone = phone.map_or(String::new(), |phone| format!(", {phone}"));
    format!("{who}{phone}: {}", effect(call))
}

/// `a yes makes 12 meetings quorate, and helps with 3 more`.
pub(super) fn effect(call: &PlanCall) -> String {
    let helps = call.wanted - call.settles;
    if let Whom::Open(_) = call.whom {
        return format!(
            "somebody who can come settles or helps {}",
            meetings(call.wanted)
        );
    }
    match (call.settles, helps) {
        (0, helps) => format!("wanted, with others, for {}", meetings(helps)),
        (settles, 0) => format!("a yes makes {} quorate", meetings(settles)),
        (settles, helps) => format!(
            "a yes makes {} quorate, and with others {} more",
            meetings(settles),
            thousands(helps as u64)
        ),
    }
}

/// Somebody who is to be named, in a list of calls.
pub(super) fn open_seat(seat: &str) -> String {
    format!("name somebody for {}", seat)
}

/// What the attendances rest on; one sentence, then one about diaries that end too early.
pub(super) fn grounds(grounds: &Grounds) -> Vec<String> {
    let all = grounds.attendances;
    if all == 0 {
        return Vec::new();
    }
    let unknown: usize = grounds.unknown.values().sum();
    let number = |number: usize| thousands(number as u64);
    let mut clauses = vec![format!("{} rest on diaries", number(grounds.feed))];
    let mut more = |count: usize, text: &str| {
        if count > 0 {
            clauses.push(format!("{} {text}", number(count)));
        }
    };
    more(grounds.answer, "on what somebody said");
    more(
        grounds.pattern,
        "on a working pattern alone, past the end of the diary",
    );
    more(grounds.tentative, "on tentative entries");
    if unknown > 0 {
        let why = grounds.unknown.iter();
        let why: Vec<String> = why
            .map(|(why, count)| format!("{} {}", number(*count), unknown_because(*why)))
            .collect();
        clauses.push(format!(
            "{} on nothing yet ({})",
            number(unknown),
            why.join(", ")
        ));
    }
    let mut out = vec![format!(
        "Of {} attendances {}.",
        number(all),
        listed(&clauses, "and")
    )];
    if grounds.beyond > 0 {
        let verb = if grounds.beyond == 1 { "has" } else { "have" };
        out.push(format!(
            "{} {verb} somebody whose diary is not open so far yet: plan again when it is.",
            meetings(grounds.beyond)
        ));
    }
    out
}

fn unknown_because(why: UnknownGround) -> &'static str {
    match why {
        UnknownGround::ToBeNamed => "to be named",
        UnknownGround::NoFeed => "without diary or answer",
        UnknownGround::Unreadable => "with a diary that cannot be read",
        UnknownGround::BeyondHorizon => "past the end of the diary",
        UnknownGround::Doubtful => "with an entry that could not be placed",
    }
}

/// `cp-chair: 12 people, 40 to 52 meetings each; most: …`.
pub(super) fn pool(seat: &str, people: usize, least: usize, most: usize, had: bool) -> String {
    let range = match least == most {
        true => thousands(most as u64),
        false => format!("{} to {}", thousands(least as u64), thousands(most as u64)),
    };
    let before = if had {
        ", those before this plan included"
    } else {
        ""
    };
    format!(
        "{}: {}, {range} meetings each{before}",
        seat,
        counted(people as u64, "person", "people"),
    )
}

/// It would fit if it were alone.
pub(super) fn crowded(starts: u64, takers: &[String]) -> String {
    let would = counted(starts, "start would do", "starts would do");
    match takers {
        [] => format!(
            "{would} if it were the only meeting; other meetings take what all of them need."
        ),
        _ => format!(
            "{would} if it were the only meeting; at all of them other meetings take {}.",
            listed(&takers[..takers.len().min(5)], "or")
        ),
    }
}

pub(super) fn moving(references: &[String], at: NaiveDateTime) -> String {
    format!(
        "If {} {} moved, it could be held on {}, {}.",
        listed(references, "and"),
        if references.len() == 1 {
            "were"
        } else {
            "were both or all"
        },
        date(at.date()),
        at.format("%H:%M")
    )
}

pub(super) fn follows(before: &str) -> String {
    format!("It follows {before}, which has no place: place that one first.")
}

pub(super) fn gap(
    before: &str,
    rule: &str,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
) -> String {
    let rule = match rule {
        "gap" => "the gap in its row".to_owned(),
        rule => format!("the rule {rule}"),
    };
    match (first, last) {
        (Some(first), Some(last)) => format!(
            "It follows {before}: by {rule} it may be held from {} to {}, and no day of that is left for it. Give it a wider \
             gap, or pin {before} to another day.",
            date(first),
            date(last)
        ),
        _ => format!(
            "It follows {before}: by {rule} there is no day for it, whenever {before} is held. Give it a wider gap, or widen \
             the days of one of them."
        ),
    }
}

pub(super) fn full(names: &[String]) -> String {
    format!(
        "{} {} as many meetings as they take on; raise a limit, or add somebody who may take the seat.",
        listed(names, "and"),
        if names.len() == 1 { "has" } else { "have" },
    )
}

/// The meetings came from cycles and have no row.
pub(super) fn from_cycles(number: usize) -> String {
    let verb = if number == 1 { "comes" } else { "come" };
    format!(
        "{} of them {verb} from the cycles of others and {} no row of {} own yet.",
        thousands(number as u64),
        if number == 1 { "has" } else { "have" },
        if number == 1 { "its" } else { "their" },
    )
}

/// What `--adopt` did.
pub fn adopted(meetings: usize, rows: usize, path: &str) -> String {
    let rows = match rows {
        0 => String::new(),
        rows => format!(
            ", and {} added to the meetings table for what follows from the cycles",
            counted(rows as u64, "row", "rows")
        ),
    };
    format!(
        "{} adopted: recorded in {path}{rows}. Their people and venues are taken in every later search.",
        self::meetings(meetings)
    )
}

/// What the bar on a terminal shows.
pub fn progress(progress: &Progress) -> String {
    let gap = match progress.gap {
        Some((level, most)) => format!(
            ", {}: at most {} less",
            level_name(level),
            amount(level, most)
        ),
        None => String::new(),
    };
    format!(
        "{} of {} placed, {} of required places{gap}",
        thousands(progress.placed as u64),
        meetings(progress.meetings),
        percent(progress.filled, progress.weight),
    )
}

/// An old plan knows people whom the tables do not know any more.
pub fn unknown_people(file: &str, people: usize) -> String {
    format!(
        "{file}: {} of the old plan {} not in the tables any more and left out",
        counted(people as u64, "person or venue", "people or venues"),
        if people == 1 { "is" } else { "are" },
    )
}

/// Which outputs were written.
pub fn written(what: &str, path: &str) -> String {
    format!("{what}: {path}")
}

/// More of a list than is shown.
pub(super) fn more(number: usize) -> String {
    format!("and {} more, see the plan file", thousands(number as u64))
}

pub(super) const CALLS: &str = "Whom to ring first";
pub(super) const UNPLACED: &str = "Without a place";
pub(super) const LATE: &str = "After their limit";
pub(super) const RESTS: &str = "What it rests on";
pub(super) const LOAD: &str = "Load of those we choose among";

/// `, most with Ana Bell`.
pub(super) fn most_of_pool(name: &str) -> String {
    format!("; most with {name}")
}

/// How many have to be told something new, of all invitations of the plan before.
pub(super) fn told_anew(value: i64, told: usize) -> String {
    format!(
        "Against the plan before, {} of {} ({}) change.",
        thousands(value.unsigned_abs()),
        counted(told as u64, "invitation", "invitations"),
        percent(value, told as i64),
    )
}

pub(super) const NOT_PLACED: &str = "not placed";

pub(super) fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Nothing is there to be planned.
pub const NO_MEETINGS: &str = "there is no meeting to plan; add rows to the meetings table";

/// A meeting that could not be made ready, as a sentence.
pub(super) fn refused(faults: &[String]) -> String {
    let text = faults.join("; ");
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// `A-1, A-2, A-3 and 12 more`.
pub(super) fn references(references: &[String]) -> String {
    const NAMED: usize = 4;
    match references.len() {
        ..=NAMED => listed(references, "and"),
        all => format!(
            "{} and {} more",
            references[..NAMED].join(", "),
            all - NAMED
        ),
    }
}

/// The plan does not hold by the program's own check.
pub fn own_check_failed(rule: &str, reference: Option<&str>) -> String {
    let whose = reference.map_or(String::new(), |reference| format!(" of {reference}"));
    format!(
        "internal error: the plan{whose} fails its own check ({rule}); nothing is shown or written, please report this"
    )
}

/// A folder of calendars, and what else lies in it.
pub fn calendars(path: &str, files: usize, others: &[String]) -> String {
    let text = format!("{path}, {}", counted(files as u64, "file", "files"));
    match others {
        [] => text,
        others => format!(
            "{text}; also there, not from this plan: {}",
            listed(&others[..others.len().min(5)], "and")
        ),
    }
}

/// A meeting that follows by the rules cannot be stated.
pub fn cycle_refused(reference: &str, faults: &str) -> String {
    format!("{reference}, which would follow by the rules, is not planned: {faults}")
}

/// A cycle goes on for too long.
pub fn cycle_cut(reference: &str) -> String {
    format!(
        "the cycle of {reference} goes on for more meetings than are planned at once; name an earlier day with --until"
    )
}
