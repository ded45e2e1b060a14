//! How every answer for programs says that a reading is older than it is meant to be. The words for people are in `words_en`.

use crate::model::ReadFeed;
use serde_json::{Value, json};

/// Puts into what is told of a feed why there is no newer reading, and of when the one in use is. A feed that is as new as it is
/// meant to be has no such key.
pub fn put_stale(told: &mut Value, feed: &ReadFeed) {
    if let Some(stale) = feed.stale {
        told["stale"] = json!({"why": stale.why, "since": feed.read_at});
    }
}
