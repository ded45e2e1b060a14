//! What left an agency and what stayed behind: `quorate reduce` as text and as JSON. Counts only.

use super::words_en;
use crate::model::{Excess, Published};
use crate::time::Zone;
use serde_json::{Value, json};

/// One diary made into busy time.
pub struct Reduced {
    /// The diary, by the name the user gave it.
    pub from: String,
    /// Where the busy time was written.
    pub to: String,
    pub published: Published,
    /// What was in the diary and is not in the busy time.
    pub left: Excess,
}

impl Reduced {
    /// For people: three lines.
    pub fn text(&self, zone: &Zone) -> String {
        let Published {
            known,
            busy,
            away,
            tentative,
            ..
        } = &self.published;
        format!(
            "{} → {}\n  {}\n  {}\n",
            self.from,
            self.to,
            words_en::left_the_agency(
                busy.len() + away.len(),
                tentative.len(),
                zone.local(known.start()),
                zone.local(known.end()),
            ),
            words_en::stayed_behind(self.left),
        )
    }

    fn json(&self) -> Value {
        let published = &self.published;
        json!({
            "in": self.from,
            "out": self.to,
            "known": [published.known.start(), published.known.end()],
            "busy": published.busy.len(),
            "away": published.away.len(),
            "tentative": published.tentative.len(),
            "doubtful": published.doubtful.len(),
            "free_days": published.free_days,
            "unreadable": published.unreadable,
            "left_behind": self.left,
        })
    }
}

/// One JSON object on one line about all that was written.
pub fn reduced_json(form: &str, files: &[Reduced]) -> String {
    let files: Vec<Value> = files.iter().map(Reduced::json).collect();
    json!({"format": "quorate-reduce/1", "form": form, "files": files}).to_string()
}
