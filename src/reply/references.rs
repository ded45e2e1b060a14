//! References in running text: which of those that are known stand there as whole words.
//!
//! The text itself goes no further than this.

use std::collections::BTreeMap;

/// All references that are known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct References {
    /// In lower case, with the spelling of the tables.
    known: BTreeMap<String, String>,
    longest: usize,
}

/// More of a text is not looked at: subjects and titles are lines.
const LONGEST_TEXT: usize = 1_000;

impl References {
    pub fn new<'r>(references: impl IntoIterator<Item = &'r str>) -> References {
        let mut all = References::default();
        for reference in references {
            let reference = reference.trim();
            if !reference.is_empty() {
                let key = reference.to_lowercase();
                all.longest = all.longest.max(key.chars().count());
                all.known.entry(key).or_insert_with(|| reference.to_owned());
            }
        }
        all
    }

    /// The reference in the spelling of the tables, whatever its case of letters.
    pub fn known(&self, reference: &str) -> Option<&str> {
        let found = self.known.get(&reference.trim().to_lowercase());
        found.map(String::as_str)
    }

    /// Those that stand in a text as whole words, each once, in order. `CP-204` does not stand in `CP-2041` nor in `CP-204-B`.
    pub fn within(&self, text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().take(LONGEST_TEXT).collect();
        // A mark joins two words only where there is a word on both sides: `CP-2041.` ends a sentence.
        let is_word = |at: Option<usize>| {
            let letter = at.and_then(|at| letters.get(at));
            letter.is_some_and(|c| c.is_alphanumeric())
        };
        let joins = |at: usize| {
            let mark = letters.get(at).is_some_and(|c| "-_#/.".contains(*c));
            mark && is_word(at.checked_sub(1)) && is_word(Some(at + 1))
        };
        let is_start = |at: usize| {
            let before = at.checked_sub(1);
            !letters[at].is_whitespace() && !is_word(before) && !before.is_some_and(joins)
        };
        let is_end = |at: usize| !is_word(Some(at)) && !joins(at);
        let mut found = Vec::new();
        let starts = (0..letters.len()).filter(|at| is_start(*at));
        for start in starts {
            // Of what begins here the longest counts.
            let most = (start + self.longest).min(letters.len());
            let ends = (start + 1..=most).rev().filter(|end| is_end(*end));
            let hit = ends
                .map(|end| letters[start..end].iter().collect::<String>())
                .find_map(|word| self.known.get(&word.to_lowercase()));
            found.extend(hit.cloned());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_references() {
        let all = References::new(["CP-2041", "CP-2041#2", "EHC 7", "LAC/19", "A"]);
        for (text, found) in [
            ("Accepted: Meeting CP-2041", &["CP-2041"][..]),
            ("Derbyniwyd: cp-2041.", &["CP-2041"]),
            ("Re: [CP-2041] moved?", &["CP-2041"]),
            ("CP-2041#2: third Tuesday", &["CP-2041#2"]),
            ("CP-20411 and CP-2041-B and XCP-2041", &[]),
            ("about ehc 7, please", &["EHC 7"]),
            ("LAC/19 and CP-2041", &["CP-2041", "LAC/19"]),
            ("LAC/19/2", &[]),
            ("a meeting", &["A"]),
            ("", &[]),
        ] {
            assert_eq!(all.within(text), found, "{text}");
        }
    }

    #[test]
    fn no_text_takes_long() {
        let all = References::new(["CP-2041"]);
        assert!(all.within(&"- ".repeat(1_000_000)).is_empty());
    }
}
