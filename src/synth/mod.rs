//! Makes the fixtures' feeds and the benches' authorities: invented people, seeded, the same bytes every time.
//!
//! A [`Diary`] is written in the spelling of a vendor by [`spell`]; what it means is computed from its entries
//! ([`Diary::blocks`]), so that a reader can be held against something that shares none of its assumptions. Relies on
//! the time layer for the offset of London only. Writing to a folder is left to `examples/synth.rs`.

mod authority;
mod contexts;
mod county;
mod diary;
mod first_conference;
mod life;
mod lines;
mod norfolk;
mod random;
mod spelling;
mod table;
mod trade;

pub use authority::{Authority, authority};
pub use county::{COUNTY_NOW, County, CountySize, county};
pub use diary::{Change, Diary, Entry, Series, Show, When, Words};
pub use life::busy_percent;
pub use lines::Person;
pub use spelling::{Spelling, spell};

/// Stands in every text of every generated feed. Wherever it turns up outside, something of a feed has leaked.
pub const CANARY: &str = "ZEUGMAFENCE";

/// One generated file: path inside the folder that is written, and its bytes.
pub type File = (String, Vec<u8>);

/// A feed with the diary that it was written from.
pub struct Feed {
    /// Path inside `fixtures/`.
    pub path: String,
    pub diary: Diary,
    pub spelling: Spelling,
}

impl Feed {
    pub fn bytes(&self) -> Vec<u8> {
        spell(&self.diary, self.spelling)
    }
}

/// Every feed under `fixtures/`, in the order of their paths.
pub fn feeds() -> Vec<Feed> {
    let mut feeds = first_conference::feeds();
    feeds.extend(contexts::feeds());
    feeds.extend(norfolk::feeds());
    feeds.extend(county::team_feeds());
    feeds.sort_by(|a, b| a.path.cmp(&b.path));
    feeds
}

/// Everything under `fixtures/` that is generated; the rest there is written by hand.
pub fn fixtures() -> Vec<File> {
    let mut files = norfolk::tables();
    files.extend(county::team_tables());
    for feed in feeds() {
        let bytes = feed.bytes();
        files.push((feed.path, bytes));
    }
    files.sort();
    files
}
