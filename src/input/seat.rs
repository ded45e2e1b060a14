//! Seats as text, for cells and flags. Looking up the names is left to [`seats`](super::seats).
//!
//! ```text
//! [LEVEL:] [any N of] ROLE[,ROLE…] [xN] [= CONTACT[/CONTACT…]] [or CONTACT|role ROLE|other …]
//!          [(in person)|(remote)|(report)] [if [not] FLAG] [>=60%] [part 1,2] [direct] [as ID]
//!
//! social-worker                     any 1 of health-visitor,school-nurse      2 of panel-member
//! expected: gp = gp-surgery (report)          dsl = j.marsh or k.holt         gp = to be named
//! ```
//! What stands behind the role may come in any order. LEVEL is required (if none is written), expected, preferred,
//! optional or informed. `other` is any other holder of the seat's role; `= none`, in the
//! column team, leaves out a seat of the meeting's type.

use super::columns::fold;
use super::fault::FaultKind;
use super::hours::is_none_word;
use super::people::mode;
use super::scalar::{id, one_of, percent};
use crate::model::{Condition, FlagState, Level, Mode};

/// Who may stand in, by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeputyText {
    Contact(String),
    Role(String),
    /// Any other holder of the seat's own role.
    Other,
}

/// A seat as written: names not looked up yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeatText {
    /// As written; where none is, that of the type's seat in whose place it stands, else required.
    pub level: Option<Level>,
    pub places: Option<u32>,
    pub roles: Vec<String>,
    pub named: Vec<String>,
    pub to_be_named: bool,
    /// `= none`: nobody is wanted, though the meeting's type asks for somebody.
    pub absent: bool,
    pub deputies: Vec<DeputyText>,
    pub mode: Option<Mode>,
    pub when: Vec<Condition>,
    pub partial_percent: Option<u8>,
    /// Numbers from 1, or names.
    pub parts: Vec<String>,
    pub direct_contact: bool,
    pub weight: Option<u32>,
    pub id: Option<String>,
}

impl SeatText {
    /// A contact, or the words that say that there is none yet, or none at all.
    pub(super) fn add_named(&mut self, phrase: String) {
        match fold(&phrase).as_str() {
            "tobenamed" | "tbn" | "tbc" | "namewillfollow" | "nametofollow" => {
                self.to_be_named = true;
            }
            _ if is_none_word(&phrase) => self.absent = true,
            _ => self.named.push(phrase),
        }
    }
}

/// Reads the small language above.
pub fn parse_seat(text: &str) -> Result<SeatText, FaultKind> {
    let fail = |problem| {
        Err(FaultKind::SeatSyntax {
            text: text.to_owned(),
            problem,
        })
    };
    let mut seat = SeatText::default();
    let mut rest = text;
    if let Some((head, tail)) = text.split_once(':')
        && let Ok(level) = level(head)
    {
        seat.level = Some(level);
        rest = tail;
    }
    let Some(tokens) = tokens(rest) else {
        return fail("has a bracket that is not closed");
    };
    let mut tokens = Tokens { tokens, next: 0 };
    seat.places = tokens.count();
    seat.roles = tokens.phrases(&[",", "/"]);
    if seat.roles.is_empty() {
        return fail("names no role");
    }
    while let Some(token) = tokens.take() {
        let word = token.to_lowercase();
        match word.as_str() {
            "=" => {
                for phrase in tokens.phrases(&["/", ","]) {
                    seat.add_named(phrase);
                }
                if seat.named.is_empty() && !seat.to_be_named && !seat.absent {
                    return fail("has nobody behind `=`");
                }
            }
            "or" => {
                let Some(phrase) = tokens.phrase() else {
                    return fail("has nobody behind `or`");
                };
                seat.deputies.push(deputy(&phrase));
            }
            "if" | "when" => {
                let Some(phrase) = tokens.phrase() else {
                    return fail("has no flag behind `if`");
                };
                seat.when.extend(phrase.split(" and ").map(condition));
            }
            "part" | "parts" => {
                seat.parts = tokens.phrases(&[",", "/"]);
                if seat.parts.is_empty() {
                    return fail("names no part");
                }
            }
            "as" => match tokens.phrase() {
                Some(phrase) => seat.id = Some(id(&phrase)?),
                None => return fail("has no id behind `as`"),
            },
            "direct" => {
                seat.direct_contact = true;
                tokens.skip("contact");
            }
            ">=" => match tokens.take() {
                Some(share) => seat.partial_percent = Some(percent(&share)?),
                None => return fail("has no share behind `>=`"),
            },
            _ if times(&word).is_some() => seat.places = times(&word),
            _ => match mode_in_brackets(&token) {
                Some(mode) => seat.mode = Some(mode),
                None => return fail("cannot be read to its end"),
            },
        }
    }
    match seat.places {
        Some(0) => fail("asks for nobody"),
        Some(places) if places > 1000 => fail("asks for too many"),
        _ => Ok(seat),
    }
}

pub(super) fn level(text: &str) -> Result<Level, FaultKind> {
    let levels = [
        ("required", Level::Required),
        ("expected", Level::Expected),
        ("preferred", Level::Preferred),
        ("optional", Level::Optional),
        ("informed", Level::Informed),
    ];
    one_of(&levels, "required, expected, preferred, optional, informed")(text)
}

/// `x2`.
fn times(word: &str) -> Option<u32> {
    let count = word.strip_prefix(['x', '×'])?;
    let good = !count.is_empty() && count.len() < 5 && count.bytes().all(|b| b.is_ascii_digit());
    good.then(|| count.parse().ok()).flatten()
}

fn mode_in_brackets(token: &str) -> Option<Mode> {
    let inner = token.strip_prefix('(')?.strip_suffix(')')?;
    mode(inner).ok()
}

pub(super) fn deputy(phrase: &str) -> DeputyText {
    let lower = phrase.to_lowercase();
    if matches!(lower.as_str(), "other" | "any other" | "another") {
        return DeputyText::Other;
    }
    match lower.strip_prefix("role ") {
        Some(_) => DeputyText::Role(phrase["role ".len()..].trim().to_owned()),
        None => DeputyText::Contact(phrase.to_owned()),
    }
}

/// A flag's name in the one spelling by which flags are compared.
pub(super) fn flag_name(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', '_', '-'])
        .filter(|w| !w.is_empty())
        .collect();
    words.join("-").to_lowercase()
}

pub(super) fn condition(text: &str) -> Condition {
    let text = text.trim();
    let lower = text.to_lowercase();
    match lower.strip_prefix("not ") {
        Some(flag) => Condition {
            flag: flag_name(flag),
            wanted: false,
        },
        None => Condition {
            flag: flag_name(text),
            wanted: true,
        },
    }
}

/// What the coordinator says of a flag: `interpreter`, `not under5`.
pub(super) fn flag_state(text: &str) -> FlagState {
    let Condition { flag, wanted } = condition(text);
    FlagState { flag, set: wanted }
}

/// Words, `=`, `,`, `/`, `>=` and whole brackets; `None` where a bracket stays open.
fn tokens(text: &str) -> Option<Vec<String>> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    let flush = |word: &mut String, tokens: &mut Vec<String>| {
        if !word.is_empty() {
            tokens.push(std::mem::take(word));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                flush(&mut word, &mut tokens);
                let mut inner = String::from(c);
                loop {
                    let next = chars.next()?;
                    inner.push(next);
                    if next == ')' {
                        break;
                    }
                }
                tokens.push(inner);
            }
            '>' | '≥' => {
                flush(&mut word, &mut tokens);
                if c == '>' && chars.peek() == Some(&'=') {
                    chars.next();
                }
                tokens.push(">=".to_owned());
            }
            '=' | ',' | '/' => {
                flush(&mut word, &mut tokens);
                tokens.push(c.to_string());
            }
            _ if c.is_whitespace() => flush(&mut word, &mut tokens),
            _ => word.push(c),
        }
    }
    flush(&mut word, &mut tokens);
    Some(tokens)
}

struct Tokens {
    tokens: Vec<String>,
    next: usize,
}

impl Tokens {
    fn take(&mut self) -> Option<String> {
        let token = self.tokens.get(self.next)?.clone();
        self.next += 1;
        Some(token)
    }

    fn skip(&mut self, word: &str) -> bool {
        let there = self
            .tokens
            .get(self.next)
            .is_some_and(|token| token.eq_ignore_ascii_case(word));
        self.next += usize::from(there);
        there
    }

    /// `any N of`, `N of`, `any of`.
    fn count(&mut self) -> Option<u32> {
        let start = self.next;
        let any = self.skip("any");
        let word = self.tokens.get(self.next).map(|word| word.to_lowercase());
        let count = match word.as_deref() {
            Some("one") => Some(1),
            Some("two") => Some(2),
            Some("three") => Some(3),
            Some(word) if word.len() < 5 => word.parse().ok(),
            _ => None,
        };
        self.next += usize::from(count.is_some());
        if (any || count.is_some()) && self.skip("of") {
            return Some(count.unwrap_or(1));
        }
        self.next = start;
        None
    }

    /// The words up to the next one that has a meaning of its own.
    fn phrase(&mut self) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        while let Some(token) = self.tokens.get(self.next) {
            let word = token.to_lowercase();
            let stops = matches!(
                word.as_str(),
                "=" | "," | "/" | ">=" | "or" | "if" | "when" | "part" | "parts" | "as" | "direct"
            ) || times(&word).is_some()
                || mode_in_brackets(token).is_some();
            if stops {
                break;
            }
            words.push(token.clone());
            self.next += 1;
        }
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn phrases(&mut self, separators: &[&str]) -> Vec<String> {
        let mut phrases = Vec::new();
        while let Some(phrase) = self.phrase() {
            phrases.push(phrase);
            if !separators.iter().any(|mark| self.skip(mark)) {
                break;
            }
        }
        phrases
    }
}
