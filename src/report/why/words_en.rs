//! The English of `why-not` and of what would be otherwise.

use crate::model::{Better, Cause, Rank, RankLevel, Rule, Stand, Unit};
use crate::report::words_en::{counted, listed, thousands};

pub const AT_THAT_TIME: &str = "At that time";
pub const NEAREST: &str = "Nearest times that are offered";

/// The first sentence, where the answer is yes.
pub fn offered(when: &str, rank: Rank, late: bool) -> String {
    let late = if late { ", though late" } else { "" };
    let place = match rank.place {
        1 => format!("best of {}", thousands(rank.of as u64)),
        place => format!(
            "number {} of {} in order of merit",
            thousands(place as u64),
            thousands(rank.of as u64)
        ),
    };
    let listed = match rank.listed {
        Some(number) => format!("it stands on the list of find, under {number}"),
        None => "the list of find is shorter; `find --all` shows it".to_owned(),
    };
    format!("{when} is offered{late}: {place}; {listed}.")
}

/// In what the best is better.
pub fn better(best: &str, better: Better) -> String {
    let what = match better {
        Better::Calls { best, this } => format!(
            "it needs {} to say yes, this one {}",
            calls(best),
            calls(this)
        ),
        Better::Level(level) => level_words(level).to_owned(),
        Better::Earlier => "it is earlier, and in all else as good".to_owned(),
    };
    format!("{best} ranks first: {what}.")
}

fn calls(number: u32) -> String {
    match number {
        0 => "nobody".to_owned(),
        number => counted(number.into(), "person", "people"),
    }
}

fn level_words(level: RankLevel) -> &'static str {
    match level {
        RankLevel::Margin => "it keeps more clear of the limit, the target or the usual notice",
        RankLevel::Required => "more of those who are required can come",
        RankLevel::Wanted => "more of those who are expected or preferred can come",
        RankLevel::Deputies => "fewer deputies have to stand in",
        RankLevel::Reliance => "it leans less on people who are tentative or only expected",
        RankLevel::Fragility => "fewer people are indispensable to it",
        RankLevel::Disruption => "fewer people have to be told of another time",
        RankLevel::Load => "it falls to people with fewer meetings",
        RankLevel::Travel => "there is less travel",
        RankLevel::Avoided => "less of it lies in times that are better avoided",
    }
}

pub fn to_settle(whom: &[String]) -> String {
    let all = match whom.len() {
        1 => "a yes settles it",
        2 => "if both say yes it is settled",
        _ => "if all say yes it is settled",
    };
    format!("Ring {}; {all}.", listed(whom, "and"))
}

/// Somebody with the number to ring.
pub fn with_phone(name: &str, phone: Option<&str>) -> String {
    match phone {
        Some(phone) => format!("{name} ({phone})"),
        None => name.to_owned(),
    }
}

/// The first sentence, where the answer is no.
pub fn not_offered(when: &str) -> String {
    format!("{when} is not offered.")
}

pub fn pinned(to: &str) -> String {
    format!("The meeting is pinned to {to}.")
}

pub fn past() -> &'static str {
    "That time is past."
}

pub fn notice(first: &str, written: Option<u32>) -> String {
    match written {
        Some(days) => format!(
            "It is within the notice of {} that the row asks for: the first day is {first}.",
            counted(days.into(), "working day", "working days")
        ),
        None => format!("The notice that has to be given leaves no day before {first}."),
    }
}

pub fn before_first(first: &str, written: bool) -> String {
    match written {
        true => format!("It lies before {first}, the first day that the row allows."),
        false => format!("It lies before {first}, the first day that may be."),
    }
}

pub fn after_limit(limit: &str, in_time: u64) -> String {
    let can = counted(in_time, "time", "times");
    format!("It is late: the limit is {limit}, and {can} before that can be quorate.")
}

pub fn after_last(last: &str, has_limit: bool) -> String {
    match has_limit {
        true => format!("It lies after {last}: behind the limit no further than that is looked."),
        false => {
            format!("It lies after {last}, the last day that is searched where no limit is stated.")
        }
    }
}

pub fn meeting_hours() -> &'static str {
    "It lies outside the hours stated for the meeting."
}

pub fn off_grid(minutes: u32, before: &str, after: &str) -> String {
    format!("Starts are tried every {minutes} minutes: {before}, then {after}.")
}

pub fn no_venue(venues: &[String]) -> String {
    format!("No room is to be had. {}.", venues.join("; "))
}

pub fn part_venue(venue: &str) -> String {
    format!("The room of one part is not to be had. {venue}.")
}

pub fn frame() -> &'static str {
    "Not even with everybody there could the quorum be met; one person fills one seat only."
}

pub fn kept_apart(a: &str, b: &str) -> String {
    format!("{a} and {b} are kept apart")
}

/// Who is in the way, and what the quorum asks for in vain.
pub fn people(hindered: &[String], apart: &[String], asked: Option<&str>) -> String {
    let facts: Vec<&str> = hindered.iter().chain(apart).map(String::as_str).collect();
    let asked = match asked {
        Some(asked) => format!("The quorum asks for {asked}."),
        None => "Without them the quorum as a whole cannot be met.".to_owned(),
    };
    format!("{}. {asked}", facts.join("; "))
}

/// Nobody of these works then.
pub fn nobody_works(cause: Cause, names: &[String]) -> String {
    let names = listed(names, "and");
    match cause {
        Cause::Holiday => format!("It is a public holiday, on which {names} cannot be counted on."),
        _ => format!("It lies outside the working hours of {names}."),
    }
}

/// Why somebody is not available. Of a diary nothing is told but that.
pub fn cause(cause: Cause, reference: &str) -> String {
    match cause {
        Cause::Holiday => "public holiday".to_owned(),
        Cause::Calendar => "closed that day".to_owned(),
        Cause::Exception => "not at work, as the table says".to_owned(),
        Cause::Hours => "outside working hours".to_owned(),
        Cause::SaidNo => "said no".to_owned(),
        Cause::DailyLimit => "has as many meetings that day as they take".to_owned(),
        Cause::Arranged(_) => format!("taken by {reference}"),
        Cause::NearArranged(_) => format!("too near {reference}"),
        Cause::Diary => "not available".to_owned(),
        Cause::NearDiary => "something else is too near".to_owned(),
        Cause::Tentative => "tentative, which counts as taken here".to_owned(),
        Cause::LeadTime => "has to be booked longer ahead".to_owned(),
        Cause::NotOffered => "outside the times offered".to_owned(),
    }
}

pub fn not_looked_at() -> &'static str {
    "Who could come then was not looked at: it lies outside the days that are searched."
}

/// The same of a room.
pub fn venue_cause(cause: Cause, reference: &str) -> String {
    match cause {
        Cause::Hours | Cause::Exception | Cause::Calendar => "closed".to_owned(),
        Cause::Holiday => "closed on a public holiday".to_owned(),
        _ => self::cause(cause, reference),
    }
}

pub fn asks_seat(seat: &str, places: u32) -> String {
    match places {
        1 => seat.to_owned(),
        places => format!("{places} in the seat {seat}"),
    }
}

pub fn asks_count(need: u32, unit: Unit, names: &[String]) -> String {
    let (one, many) = match unit {
        Unit::People => ("person", "people"),
        Unit::Agencies => ("agency", "agencies"),
        Unit::Kinds => ("kind of agency", "kinds of agency"),
        Unit::Groups => ("professional group", "professional groups"),
    };
    const NAMED: usize = 8;
    let of = match names.len() {
        0 => "nobody".to_owned(),
        many if many > NAMED => format!("{many} people"),
        _ => listed(names, "and"),
    };
    format!("{} out of {of}", counted(need.into(), one, many))
}

pub fn asks_any(need: u32, of: &[String]) -> String {
    match need {
        1 => listed(of, "or"),
        need => format!("{need} of these: {}", of.join("; ")),
    }
}

pub fn several() -> &'static str {
    "several conditions"
}

/// What stands before the people who stand alike.
pub fn stand(stand: Stand) -> &'static str {
    match stand {
        Stand::Free => "Free",
        Stand::Expected => "Expected",
        Stand::Tentative => "Tentative",
        Stand::Unknown => "Not known",
        Stand::NotAvailable => "Not available",
    }
}

pub fn ways_head(pairs: bool) -> &'static str {
    match pairs {
        false => "What would open it, easiest first (each was tried)",
        true => "Nothing alone would open it; two together would, easiest first (each was tried)",
    }
}

pub fn more_ways(more: usize) -> String {
    format!("… and {more} more (`--json` has them all).")
}

pub fn no_way() -> &'static str {
    "Nothing was found that would open it: no single change and no two together."
}

/// What is to be done, and what the meeting is then.
pub fn way(done: &str, then: &str, ring: &[String], late: bool) -> String {
    let late = if late { ", though late" } else { "" };
    let ring = match ring {
        [] => String::new(),
        ring => format!(": ring {}", listed(ring, "and")),
    };
    let mut letters = done.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let done: String = first.chain(letters).collect();
    format!("{done}: then it is {then}{late}{ring}.")
}

pub fn hold_at(time: &str, minutes: i64) -> String {
    let how_far = counted(minutes.unsigned_abs(), "minute", "minutes");
    match minutes < 0 {
        true => format!("hold it at {time}, {how_far} earlier"),
        false => format!("hold it at {time}, {how_far} later"),
    }
}

/// What somebody is to be asked, by what is most in their way.
pub fn ask(who: &str, cause: Option<Cause>) -> String {
    match cause {
        Some(Cause::Tentative) => format!("ask {who} to release a tentative entry"),
        Some(Cause::NotOffered) => format!("ask {who} whether this time can be offered too"),
        Some(Cause::LeadTime) => format!("ask {who} whether so short a booking can be taken"),
        Some(Cause::NearDiary) => {
            format!("ask {who} to do with less time clear before or after")
        }
        Some(Cause::SaidNo) => format!("ask {who} once more, who said no"),
        Some(Cause::Hours) => format!("ask {who} to come outside working hours"),
        Some(Cause::Holiday | Cause::Calendar | Cause::Exception) => {
            format!("ask {who} to come on a day off")
        }
        _ => format!("ask {who} to make the time free"),
    }
}

pub fn hold_shorter(minutes: u32) -> String {
    format!("hold it in {minutes} minutes")
}

pub fn hold_in(venue: &str) -> String {
    format!("hold it in {venue}")
}

pub fn let_stand_in(who: &str, seat: &str, id: &str) -> String {
    format!("let {who} stand in for {seat} (write `or {id}` in the seat)")
}

pub fn move_other(reference: &str) -> String {
    format!("move {reference} to another time")
}

pub fn relax(rule: Rule) -> String {
    match rule {
        Rule::Notice => "do without the notice that the row asks for",
        Rule::First => "do without the first day that the row states",
        Rule::Limit => "do without the limit that the row states",
        Rule::Hours => "do without the hours stated for the meeting",
        Rule::Buffer => "keep no time clear around the meeting",
        Rule::Agencies => "do without the number of agencies asked for on top of the quorum",
        Rule::Tentative => "let tentative people count (tentative = \"soft\")",
        Rule::Pin => "take the pin away",
    }
    .to_owned()
}

pub fn finer_grid(minutes: u32) -> String {
    format!("try starts every {minutes} minutes (`--grain {minutes}m`)")
}

pub fn discretion() -> &'static str {
    "let the chair agree to hold it short of the quorum (`find --choose N --discretion`)"
}

pub fn without(what: &str) -> String {
    format!("without {what}")
}

/// A rule that is none of those that may be left out.
pub fn unknown_rule(text: &str) -> String {
    let all: Vec<String> = Rule::ALL.iter().map(|rule| rule.id().to_owned()).collect();
    format!(
        "--relax: \"{text}\" is no rule that can be left out; there are {}. The quorum, people kept apart and what the law says are not among them",
        listed(&all, "and")
    )
}

/// The rule is not stated where it could be left out.
pub fn cannot_relax(rule: Rule) -> String {
    let where_from = match rule {
        Rule::Notice | Rule::First | Rule::Limit => {
            "the row of the meeting states none; what the rules of its type say cannot be left out"
        }
        Rule::Hours | Rule::Agencies | Rule::Pin => "the row of the meeting states none",
        Rule::Buffer => "no time is kept clear around the meeting",
        Rule::Tentative => "tentative entries do not count as taken here",
    };
    format!("--relax {}: {where_from}; leave the flag out", rule.id())
}

/// Neither a person nor a seat of the meeting.
pub fn no_such_part(text: &str, seats: &[String]) -> String {
    format!(
        "--without: \"{text}\" is neither a person of the tables nor a seat of the meeting; its seats are {}",
        listed(seats, "and")
    )
}

/// What stands above the table of `find`.
pub const WHAT_IF: &str = "What if";
pub const AS_IT_STANDS: &str = "as it stands";
pub const ALL_TOGETHER: &str = "all together";
pub const NOTHING: &str = "–";

/// The labels of the table's rows.
pub const WHAT_IF_ROWS: [&str; 8] = [
    "",
    "Best time",
    "State",
    "Times",
    "Coming",
    "To ring",
    "Missing",
    "Where",
];

pub fn no_time() -> &'static str {
    "no time at all"
}

pub fn times(feasible: u64, starts: u64) -> String {
    format!("{} of {}", thousands(feasible), thousands(starts))
}

pub fn with_late(state: &str, late: bool) -> String {
    match late {
        true => format!("late, {state}"),
        false => state.to_owned(),
    }
}

/// A column's head.
pub fn without_rule(rule: Rule) -> String {
    match rule {
        Rule::Notice => "without the notice",
        Rule::First => "without the first day",
        Rule::Limit => "without the row's limit",
        Rule::Hours => "without the meeting's hours",
        Rule::Buffer => "without time kept clear",
        Rule::Agencies => "without the number of agencies",
        Rule::Tentative => "with tentative people",
        Rule::Pin => "without the pin",
    }
    .to_owned()
}
