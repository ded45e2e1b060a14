//! What a slot that was chosen needs beside its arrangement: an identifier of its own, and a row of the meetings table.

use crate::ics::read::HashKey;
use crate::input::RowText;
use std::path::Path;

/// A random identifier in the shape of a version 4 UUID (RFC 9562 section 5.4); with a seed, always the same one for a reference.
pub(super) fn new_uid(seed: Option<u64>, reference: &str) -> String {
    let key = match seed {
        Some(seed) => {
            let mut key = [0; 16];
            key[..8].copy_from_slice(&seed.to_le_bytes());
            HashKey(key)
        }
        None => crate::edge::fresh_key(),
    };
    uid_by(key, reference)
}

/// The identifier that a key gives to a reference.
pub(super) fn uid_by(key: HashKey, reference: &str) -> String {
    let random = key.uid(reference.as_bytes()).0;
    let version = (random & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{version:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// The name of the folder's meetings table and what stands in it.
pub(super) fn meetings_table(folder: &Path) -> Result<(String, Option<Vec<u8>>), Vec<String>> {
    for name in ["meetings.toml", "meetings.csv"] {
        let path = folder.join(name);
        match std::fs::read(&path) {
            Ok(bytes) => return Ok((name.to_owned(), Some(bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(vec![format!("{}: {error}", path.display())]),
        }
    }
    Ok(("meetings.csv".to_owned(), None))
}

/// One value a column, as a row has it.
pub(super) fn row(reference: &str, columns: &[(&'static str, String)]) -> RowText {
    let mut row = vec![("ref", reference.to_owned())];
    for (name, value) in columns {
        match row.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => {
                values.push_str("; ");
                values.push_str(value);
            }
            None => row.push((name, value.clone())),
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_identifier_is_a_uuid_and_stays_the_same() {
        let uid = new_uid(Some(7), "CP-1");
        assert_eq!(uid, new_uid(Some(7), "CP-1"));
        assert_ne!(uid, new_uid(Some(8), "CP-1"));
        assert_ne!(uid, new_uid(Some(7), "CP-2"));
        assert_ne!(new_uid(None, "CP-1"), new_uid(None, "CP-1"));
        assert_eq!(uid.len(), 36);
        assert_eq!(&uid[14..15], "4");
        assert!("89ab".contains(&uid[19..20]));
    }
}
