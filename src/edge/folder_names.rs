//! Names of folders made of texts that may hold anything: each once, and such as every file system takes.

/// Gives each text a name of its own.
#[derive(Clone, Debug, Default)]
pub struct FolderNames {
    taken: Vec<String>,
    kept: Vec<String>,
}

/// The most letters of a text that become part of a name.
const LONGEST: usize = 60;

/// Names that mean a device to Windows, with whatever ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

impl FolderNames {
    /// Names of none of which is one of `kept`, which are in lower case.
    pub fn keeping(kept: &[&str]) -> FolderNames {
        FolderNames {
            taken: Vec::new(),
            kept: kept.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// The name of a folder for `text`: letters, digits and `-_.`, no dot at either end, and no name that was given before, even in
    /// other case.
    pub fn name(&mut self, text: &str) -> String {
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let letters = text.chars().map(|c| if safe(c) { c } else { '-' });
        let short: String = letters.take(LONGEST).collect();
        let mut name = short.trim_matches('.').to_owned();
        let lower = name.to_ascii_lowercase();
        let stem = lower.split('.').next().unwrap_or_default();
        let is_kept = self.kept.contains(&lower);
        if name.is_empty() || is_kept || DEVICES.contains(&stem) || is_port(stem) {
            name = format!("ref-{name}");
        }
        let mut unique = name.clone();
        let mut number = 2;
        while self.taken.contains(&unique.to_ascii_lowercase()) {
            unique = format!("{name}-{number}");
            number += 1;
        }
        self.taken.push(unique.to_ascii_lowercase());
        unique
    }
}

/// `com1` to `lpt9`, which are devices too.
fn is_port(stem: &str) -> bool {
    let number = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    number.is_some_and(|rest| rest.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_each_given_once() {
        let mut names = FolderNames::keeping(&["mail"]);
        for (text, name) in [
            ("CP-2041", "CP-2041"),
            ("cp-2041", "cp-2041-2"),
            ("..", "ref-"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("", "ref--2"),
            ("a/b\\c:d", "a-b-c-d"),
            ("Mail", "ref-Mail"),
            ("CON.txt", "ref-CON.txt"),
            ("com1", "ref-com1"),
            ("comet", "comet"),
            ("R 1; \"x\" 😀", "R-1---x---"),
        ] {
            assert_eq!(names.name(text), name, "{text}");
        }
        assert_eq!(names.name(&"x".repeat(500)).len(), LONGEST);
    }
}
