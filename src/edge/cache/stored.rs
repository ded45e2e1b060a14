//! The file that is kept of a feed, as JSON: what is written, and what of it is believed when it is read again.

use super::{Entry, Kept, Refused, hex, unhex};
use crate::ics::read::property_name;
use crate::model::{
    BusyKind, BusyPeriod, Doubt, DoubtReason, DropReason, EventHash, Excess, FeedHorizon,
    FeedReading, FeedWarning, FetchFault, WarningCode,
};
use crate::time::{Instant, Interval};
use serde_json::{Map, Value, json};

const FORMAT: &str = "quorate-cache/1";

pub(super) fn encode(entry: &Entry, mark: &str) -> Value {
    json!({
        "format": FORMAT,
        "made_of": mark,
        "pause": entry.pause.map(|(until, why)| json!([until, why])),
        "refused": entry.refused.map(|Refused { read_at, refresh }| json!([read_at, refresh])),
        "kept": entry.kept.as_ref().map(|kept| json!({
            "read_at": kept.read_at,
            "window": encode_interval(kept.window),
            "refresh": kept.refresh,
            "etag": kept.etag,
            "last_modified": kept.last_modified,
            "reading": encode_reading(&kept.reading),
        })),
    })
}

/// `None` for whatever is not exactly what we write.
pub(super) fn decode(value: &Value, mark: &str) -> Option<Entry> {
    let is_ours = value.get("format")? == FORMAT && value.get("made_of")? == mark;
    if !is_ours {
        return None;
    }
    let pause = optional(value.get("pause")?, |pause| {
        let why = FetchFault::ALL;
        Some((
            instant(pause.get(0)?)?,
            code(why, FetchFault::code, pause.get(1)?)?,
        ))
    })?;
    let refused = optional(value.get("refused")?, |refused| {
        Some(Refused {
            read_at: instant(refused.get(0)?)?,
            refresh: optional(refused.get(1)?, Value::as_i64)?,
        })
    })?;
    let kept = optional(value.get("kept")?, |kept| {
        Some(Kept {
            reading: decode_reading(kept.get("reading")?)?,
            window: interval(kept.get("window")?)?,
            read_at: instant(kept.get("read_at")?)?,
            refresh: optional(kept.get("refresh")?, Value::as_i64)?,
            etag: optional(kept.get("etag")?, |etag| Some(etag.as_str()?.to_owned()))?,
            last_modified: optional(kept.get("last_modified")?, instant)?,
        })
    })?;
    Some(Entry {
        kept,
        refused,
        pause,
    })
}

fn encode_reading(reading: &FeedReading) -> Value {
    // Taken apart whole, so that nothing which a reading comes to hold is forgotten here.
    let FeedReading {
        periods,
        horizon,
        doubts,
        free_days,
        hours_stated,
        available,
        warnings,
        kept,
        dropped,
        excess,
    } = reading;
    let FeedHorizon {
        freebusy_start,
        freebusy_end,
        last_fixed,
    } = horizon;
    let Excess {
        titles,
        descriptions,
        places,
        people,
    } = excess;
    let period = |period: &BusyPeriod| {
        let BusyPeriod {
            interval,
            kind,
            event,
            uid,
        } = period;
        json!([
            interval.start().0,
            interval.end().0,
            kind,
            hex(event.0),
            hex(uid.0)
        ])
    };
    let doubt = |doubt: &Doubt| {
        json!([
            doubt.interval.start().0,
            doubt.interval.end().0,
            doubt.reason
        ])
    };
    let warning = |warning: &FeedWarning| json!([warning.line, warning.property, warning.code]);
    let dropped: Map<String, Value> = dropped
        .iter()
        .map(|(reason, count)| (reason.code().to_owned(), json!(count)))
        .collect();
    json!({
        "periods": periods.iter().map(period).collect::<Vec<_>>(),
        "horizon": [freebusy_start, freebusy_end, last_fixed],
        "doubts": doubts.iter().map(doubt).collect::<Vec<_>>(),
        "free_days": encode_intervals(free_days),
        "hours_stated": encode_intervals(hours_stated),
        "available": encode_intervals(available),
        "warnings": warnings.iter().map(warning).collect::<Vec<_>>(),
        "kept": kept,
        "dropped": dropped,
        "excess": [titles, descriptions, places, people],
    })
}

fn decode_reading(value: &Value) -> Option<FeedReading> {
    let horizon = value.get("horizon")?;
    let moment = |at: usize| optional(horizon.get(at)?, instant);
    let excess = value.get("excess")?;
    let count = |at: usize| small(excess.get(at)?);
    let dropped = value.get("dropped")?.as_object()?;
    Some(FeedReading {
        periods: list(value.get("periods")?, |period| {
            Some(BusyPeriod {
                interval: interval(period)?,
                kind: code(BusyKind::ALL, BusyKind::code, period.get(2)?)?,
                event: EventHash(unhex(period.get(3)?.as_str()?)?),
                uid: EventHash(unhex(period.get(4)?.as_str()?)?),
            })
        })?,
        horizon: FeedHorizon {
            freebusy_start: moment(0)?,
            freebusy_end: moment(1)?,
            last_fixed: moment(2)?,
        },
        doubts: list(value.get("doubts")?, |doubt| {
            Some(Doubt {
                interval: interval(doubt)?,
                reason: code(DoubtReason::ALL, DoubtReason::code, doubt.get(2)?)?,
            })
        })?,
        free_days: list(value.get("free_days")?, interval)?,
        hours_stated: list(value.get("hours_stated")?, interval)?,
        available: list(value.get("available")?, interval)?,
        warnings: list(value.get("warnings")?, |warning| {
            let name = warning.get(1)?.as_str();
            Some(FeedWarning {
                line: small(warning.get(0)?)?,
                property: name.and_then(property_name),
                code: code(WarningCode::ALL, WarningCode::code, warning.get(2)?)?,
            })
        })?,
        kept: small(value.get("kept")?)?,
        dropped: dropped
            .iter()
            .map(|(reason, count)| {
                let reason = DropReason::ALL.iter().find(|one| one.code() == reason)?;
                Some((*reason, small(count)?))
            })
            .collect::<Option<_>>()?,
        excess: Excess {
            titles: count(0)?,
            descriptions: count(1)?,
            places: count(2)?,
            people: count(3)?,
        },
    })
}

fn encode_intervals(intervals: &[Interval]) -> Vec<Value> {
    intervals.iter().copied().map(encode_interval).collect()
}

fn encode_interval(interval: Interval) -> Value {
    json!([interval.start().0, interval.end().0])
}

/// The first two of a list, in seconds.
fn interval(value: &Value) -> Option<Interval> {
    let seconds = |at: usize| {
        let seconds = value.get(at)?.as_i64()?;
        let range = Instant::MIN.0..=Instant::MAX.0;
        range.contains(&seconds).then_some(Instant(seconds))
    };
    Interval::new(seconds(0)?, seconds(1)?)
}

fn instant(value: &Value) -> Option<Instant> {
    Instant::parse_rfc3339(value.as_str()?)
}

fn small(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

/// The outer `None` is a value that is wrong, the inner one a null.
fn optional<T>(value: &Value, read: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        value => read(value).map(Some),
    }
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(read).collect()
}

fn code<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, value: &Value) -> Option<T> {
    let wanted = value.as_str()?;
    all.iter().copied().find(|one| name(*one) == wanted)
}
