//! Recurrence rules as written (RFC 5545 section 3.3.10). What a rule's dates are is `expand`'s business.

use super::values::{self, Shape};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Freq {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A set of small numbers that may be counted from the end, such as BYMONTHDAY's 1 to 31 and -31 to -1.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Positions {
    from_start: [u64; 6],
    from_end: [u64; 6],
    any: bool,
}

impl Positions {
    fn insert(&mut self, n: i64) {
        let bits = if n < 0 {
            &mut self.from_end
        } else {
            &mut self.from_start
        };
        let n = n.unsigned_abs() as usize;
        bits[n / 64] |= 1 << (n % 64);
        self.any = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Whether a number beyond `n`, counted from the start, is in the set.
    pub(super) fn has_beyond(&self, n: i64) -> bool {
        (n + 1..384).any(|n| self.from_start[n as usize / 64] >> (n % 64) & 1 == 1)
    }

    /// Whether a number beyond `n`, counted from the end, is in the set.
    fn has_beyond_from_end(&self, n: i64) -> bool {
        (n + 1..384).any(|n| self.from_end[n as usize / 64] >> (n % 64) & 1 == 1)
    }

    /// Whether something at `from_start` (1 is the first), which is also at `from_end` (-1 is the last), is in the set.
    pub(super) fn matches(&self, from_start: i64, from_end: i64) -> bool {
        let has = |bits: &[u64; 6], n: i64| {
            let n = n.unsigned_abs() as usize;
            bits.get(n / 64)
                .is_some_and(|word| word >> (n % 64) & 1 == 1)
        };
        has(&self.from_start, from_start) || has(&self.from_end, from_end)
    }
}

/// UNTIL as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Until {
    pub(super) wall: i64,
    pub(super) shape: Shape,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Rule {
    pub(super) freq: Freq,
    pub(super) interval: i64,
    pub(super) count: Option<i64>,
    pub(super) until: Option<Until>,
    /// 0 for Monday.
    pub(super) week_start: u32,
    /// Bit n for second n, and so on; 0 where the part is not given.
    pub(super) seconds: u64,
    pub(super) minutes: u64,
    pub(super) hours: u32,
    /// Bit n for month n, January being 1.
    pub(super) months: u16,
    pub(super) month_days: Positions,
    pub(super) year_days: Positions,
    pub(super) weeks: Positions,
    /// Bit n for weekday n; those without a number in front.
    pub(super) weekdays: u8,
    /// Weekdays with a number in front, such as the last (-1) Friday (4).
    pub(super) nth_weekdays: Vec<(i64, u32)>,
    pub(super) set_positions: Vec<i64>,
    pub(super) skip: Skip,
}

/// What a monthly or yearly rule does about a day that a month does not have (SKIP, RFC 7529 section 4.1).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Skip {
    /// No instance, the standard's way.
    #[default]
    Omit,
    /// The last day that the month has.
    Backward,
    /// The first day of the next month. Read only where it never comes to that.
    Forward,
}

/// What was odd about a rule that could be read.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Oddities {
    /// Something was left out or overlooked that changes nothing.
    pub(super) loose: bool,
}

/// Reads a rule; `None` where its dates could not be told with certainty.
pub(super) fn parse(text: &[u8]) -> Option<(Rule, Oddities)> {
    let mut rule = Rule::every(Freq::Daily);
    let mut freq = None;
    let mut odd = Oddities::default();
    // The last second of a minute may be a leap second, which no clock here knows.
    let list = |value: &[u8], low: i64, high: i64| -> Option<Vec<i64>> {
        value
            .split(|b| *b == b',')
            .map(|item| signed(item).filter(|n| (low..=high).contains(n)))
            .collect()
    };
    let bits = |value: &[u8], high: i64| -> Option<u64> {
        Some(list(value, 0, high)?.iter().fold(0, |sum, n| sum | 1 << n))
    };
    let positions = |value: &[u8], high: i64| -> Option<Positions> {
        let mut set = Positions::default();
        for n in list(value, -high, high)? {
            if n == 0 {
                return None;
            }
            set.insert(n);
        }
        Some(set)
    };

    for part in text.split(|b| *b == b';') {
        let trimmed = part.trim_ascii();
        odd.loose |= trimmed.len() != part.len() || trimmed.is_empty();
        if trimmed.is_empty() {
            continue;
        }
        let equals = trimmed.iter().position(|b| *b == b'=')?;
        let name = trimmed[..equals].trim_ascii().to_ascii_uppercase();
        let value = trimmed[equals + 1..].trim_ascii();
        match &name[..] {
            b"FREQ" => freq = Some(freq_of(value)?),
            b"INTERVAL" => {
                let interval = values::number(value)?;
                odd.loose |= interval == 0;
                rule.interval = interval.clamp(1, 1_000_000_000);
            }
            b"COUNT" => rule.count = Some(values::number(value).filter(|n| *n > 0)?),
            b"UNTIL" => {
                let until = values::date_time(value)?;
                odd.loose |= until.loose;
                let (wall, shape) = until.value;
                rule.until = Some(Until { wall, shape });
            }
            b"WKST" => rule.week_start = weekday(value)?,
            b"BYSECOND" => rule.seconds = bits(value, 60)?,
            b"BYMINUTE" => rule.minutes = bits(value, 59)?,
            b"BYHOUR" => rule.hours = bits(value, 23)? as u32,
            b"BYMONTH" => {
                rule.months = bits(value, 12)? as u16;
                if rule.months & 1 == 1 {
                    return None;
                }
            }
            b"BYMONTHDAY" => rule.month_days = positions(value, 31)?,
            b"BYYEARDAY" => rule.year_days = positions(value, 366)?,
            b"BYWEEKNO" => rule.weeks = positions(value, 53)?,
            b"BYDAY" => {
                for item in value.split(|b| *b == b',') {
                    let item = item.trim_ascii();
                    let (number, day) = item.split_at_checked(item.len().checked_sub(2)?)?;
                    let day = weekday(day)?;
                    match number {
                        b"" => rule.weekdays |= 1 << day,
                        _ => {
                            let n = signed(number).filter(|n| *n != 0 && n.abs() <= 53)?;
                            rule.nth_weekdays.push((n, day));
                        }
                    }
                }
            }
            b"BYSETPOS" => {
                rule.set_positions = list(value, -366, 366)?;
                if rule.set_positions.contains(&0) {
                    return None;
                }
            }
            // Another calendar gives other dates (RFC 7529).
            b"RSCALE" if value.eq_ignore_ascii_case(b"GREGORIAN") => {}
            b"RSCALE" => return None,
            b"SKIP" => rule.skip = skip_of(value)?,
            _ => odd.loose = true,
        }
    }
    rule.freq = freq?;
    rule.seconds = match rule.seconds >> 60 & 1 {
        1 => rule.seconds & !(1 << 60) | 1 << 59,
        _ => rule.seconds,
    };
    if rule.freq < Freq::Monthly || !rule.weeks.is_empty() {
        // A number has no meaning here and must not be given (3.3.10): the weekday is what is left of it.
        for (_, day) in rule.nth_weekdays.drain(..) {
            rule.weekdays |= 1 << day;
            odd.loose = true;
        }
    }
    if !rule.skip_can_be_read() {
        return None;
    }
    if rule.freq == Freq::Monthly && rule.nth_weekdays.iter().any(|nth| nth.0.abs() > 5) {
        return None;
    }
    Some((rule, odd))
}

impl Rule {
    /// The rule with nothing but a frequency.
    pub(super) fn every(freq: Freq) -> Rule {
        Rule {
            freq,
            interval: 1,
            count: None,
            until: None,
            week_start: 0,
            seconds: 0,
            minutes: 0,
            hours: 0,
            months: 0,
            month_days: Positions::default(),
            year_days: Positions::default(),
            weeks: Positions::default(),
            weekdays: 0,
            nth_weekdays: Vec::new(),
            set_positions: Vec::new(),
            skip: Skip::Omit,
        }
    }

    /// Whether SKIP is read exactly: where no day is ever missing it means nothing, and going back to the last day of the month
    /// is done. What would go into another month, week or year is not.
    fn skip_can_be_read(&self) -> bool {
        if self.skip == Skip::Omit || self.freq < Freq::Monthly {
            return true;
        }
        if !self.weeks.is_empty() || !self.year_days.is_empty() {
            return false;
        }
        if self.month_days.has_beyond_from_end(28) {
            return false;
        }
        let from_start = self.month_days.is_empty() && !self.has_weekdays();
        self.skip == Skip::Backward || !from_start && !self.month_days.has_beyond(28)
    }

    /// Whether BYDAY is given.
    pub(super) fn has_weekdays(&self) -> bool {
        self.weekdays != 0 || !self.nth_weekdays.is_empty()
    }

    /// Whether any part restricts the days, other than by FREQ and INTERVAL.
    pub(super) fn restricts_days(&self) -> bool {
        self.months != 0
            || !self.month_days.is_empty()
            || !self.year_days.is_empty()
            || !self.weeks.is_empty()
            || self.has_weekdays()
    }
}

/// Whether a rule counts in another calendar than the Gregorian one, or moves missing days in a way that is not read here.
pub(super) fn is_of_another_calendar(text: &[u8]) -> bool {
    text.split(|b| *b == b';').any(|part| {
        let name = part.split(|b| *b == b'=').next().unwrap_or_default();
        let value = part.get(name.len() + 1..).unwrap_or_default().trim_ascii();
        match &name.trim_ascii().to_ascii_uppercase()[..] {
            b"RSCALE" => !value.eq_ignore_ascii_case(b"GREGORIAN"),
            b"SKIP" => skip_of(value) != Some(Skip::Omit),
            _ => false,
        }
    })
}

fn skip_of(value: &[u8]) -> Option<Skip> {
    Some(match &value.to_ascii_uppercase()[..] {
        b"OMIT" => Skip::Omit,
        b"BACKWARD" => Skip::Backward,
        b"FORWARD" => Skip::Forward,
        _ => return None,
    })
}

fn freq_of(value: &[u8]) -> Option<Freq> {
    Some(match &value.to_ascii_uppercase()[..] {
        b"SECONDLY" => Freq::Secondly,
        b"MINUTELY" => Freq::Minutely,
        b"HOURLY" => Freq::Hourly,
        b"DAILY" => Freq::Daily,
        b"WEEKLY" => Freq::Weekly,
        b"MONTHLY" => Freq::Monthly,
        b"YEARLY" => Freq::Yearly,
        _ => return None,
    })
}

fn weekday(value: &[u8]) -> Option<u32> {
    let names: [&[u8]; 7] = [b"MO", b"TU", b"WE", b"TH", b"FR", b"SA", b"SU"];
    let found = names
        .iter()
        .position(|name| value.eq_ignore_ascii_case(name))?;
    u32::try_from(found).ok()
}

fn signed(text: &[u8]) -> Option<i64> {
    match text.trim_ascii().split_first()? {
        (b'-', digits) => values::number(digits).map(|n| -n),
        (b'+', digits) => values::number(digits),
        _ => values::number(text.trim_ascii()),
    }
}
