//! How often a calendar wants to be fetched: REFRESH-INTERVAL (RFC 7986 section 5.7), else X-PUBLISHED-TTL, which Exchange and
//! sabre write (MS-OXCICAL 2.1.3.1.1.15).

use super::civil::DAY;
use super::values::duration;

/// How much of a calendar is looked through: these properties stand before the first event.
const HEAD: usize = 64 << 10;

/// The least time between two fetches that a calendar asks for, in seconds. `None` when it says nothing of it.
pub fn refresh_interval(bytes: &[u8]) -> Option<i64> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mut published = None;
    for line in head.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let name_end = line
            .iter()
            .position(|byte| matches!(byte, b':' | b';'))
            .unwrap_or(line.len());
        let name = line[..name_end].trim_ascii().to_ascii_uppercase();
        let value = || {
            let colon = line.iter().rposition(|byte| *byte == b':')?;
            let length = duration(&line[colon + 1..])?.value;
            let seconds = length.days.checked_mul(DAY)?.checked_add(length.seconds)?;
            (seconds > 0).then_some(seconds)
        };
        match &name[..] {
            b"BEGIN" if line.to_ascii_uppercase().ends_with(b"VEVENT") => break,
            b"REFRESH-INTERVAL" => match value() {
                Some(seconds) => return Some(seconds),
                None => continue,
            },
            b"X-PUBLISHED-TTL" => published = published.or_else(value),
            _ => {}
        }
    }
    published
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_property_outranks_the_older_one() {
        let calendar = |lines: &str| {
            refresh_interval(
                format!("BEGIN:VCALENDAR\r\n{lines}BEGIN:VEVENT\r\nX-PUBLISHED-TTL:PT1M\r\n")
                    .as_bytes(),
            )
        };
        assert_eq!(calendar(""), None);
        assert_eq!(calendar("X-PUBLISHED-TTL:PT4H\r\n"), Some(14_400));
        assert_eq!(
            calendar("X-PUBLISHED-TTL:PT4H\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"),
            Some(3600)
        );
        assert_eq!(
            calendar("refresh-interval;value=duration:P1D\r\n"),
            Some(86_400)
        );
        for bad in ["soon", "-PT1H", "PT0S", ""] {
            assert_eq!(
                calendar(&format!("REFRESH-INTERVAL:{bad}\r\n")),
                None,
                "{bad}"
            );
        }
    }
}
