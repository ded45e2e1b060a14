//! Eight bytes at a time: where the next byte of interest is, what a name is, what digits say.
//!
//! Plain arithmetic on words of eight bytes, the first byte lowest. On lines as short as a calendar's that is as fast as vector
//! instructions, and it is the same on every machine. What the bytes mean is left to `lines` and `values`.

/// A byte repeated eight times.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Sets the top bit of bytes that are below `limit`, which is at most 128. A byte after such a one may be marked by mistake.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(all(limit)) & !word & all(0x80)
}

/// The first control character that is no tab: a CR or LF, nearly always.
pub(super) fn control(text: &[u8]) -> Option<usize> {
    let marks = |word| below(word, 32);
    // Whether there is one in a block is asked without branches, which compilers make vector instructions of.
    let (blocks, _) = text.as_chunks::<16>();
    let has_one = |block: &&[u8; 16]| block.iter().fold(false, |any, byte| any | (*byte < 32));
    let before = 16 * blocks.iter().take_while(|block| !has_one(block)).count();
    let found = position(&text[before..], marks, |byte| byte < 32 && byte != b'\t');
    found.map(|at| before + at)
}

/// The first CR or LF, whatever stands before it.
pub(super) fn line_end(text: &[u8]) -> Option<usize> {
    let marks = |word| below(word, 14);
    position(text, marks, |byte| byte == b'\n' || byte == b'\r')
}

/// The first colon or semicolon.
pub(super) fn name_end(text: &[u8]) -> Option<usize> {
    // They are neighbours: without the lowest bit both are 0x3A.
    let marks = |word| below(word & all(0xFE) ^ all(0x3A), 1);
    position(text, marks, |byte| byte == b':' || byte == b';')
}

/// The first colon or quotation mark.
pub(super) fn colon_or_quote(text: &[u8]) -> Option<usize> {
    let marks = |word| below(word ^ all(b':'), 1) | below(word ^ all(b'"'), 1);
    position(text, marks, |byte| byte == b':' || byte == b'"')
}

/// The first quotation mark.
pub(super) fn quote(text: &[u8]) -> Option<usize> {
    let marks = |word| below(word ^ all(b'"'), 1);
    position(text, marks, |byte| byte == b'"')
}

/// The first semicolon or quotation mark.
pub(super) fn semicolon_or_quote(text: &[u8]) -> Option<usize> {
    let marks = |word| below(word ^ all(b';'), 1) | below(word ^ all(b'"'), 1);
    position(text, marks, |byte| byte == b';' || byte == b'"')
}

/// The first byte that `is` wanted; `marks` sets the top bit of all such bytes in a word, and perhaps of others.
#[inline(always)]
fn position(text: &[u8], marks: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) -> Option<usize> {
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let mut marked = marks(u64::from_le_bytes(*word));
        while marked != 0 {
            let at = (marked.trailing_zeros() / 8) as usize;
            if is(word[at]) {
                return Some(index * 8 + at);
            }
            marked &= marked - 1;
        }
    }
    let found = rest.iter().position(|byte| is(*byte));
    found.map(|at| words.len() * 8 + at)
}

/// A name by its first and its last eight bytes, whatever the case of its letters, and its length. Of names of up to sixteen bytes
/// each has a key of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    head: u64,
    tail: u64,
    len: usize,
}

impl Key {
    pub(super) const fn of(name: &[u8]) -> Key {
        Key::of_first(name, name.len())
    }

    /// The key of the first `len` bytes of a text, which has at least so many. What stands behind them saves some work.
    pub(super) const fn of_first(text: &[u8], len: usize) -> Key {
        // Without the bit that makes a letter small. No two bytes that stand in names differ in that bit otherwise.
        const CAPITALS: u64 = all(0xDF);
        let head = match text.first_chunk::<8>() {
            Some(head) => u64::from_le_bytes(*head),
            None => short(text),
        };
        let (head, tail) = match text.split_at(len).0.last_chunk::<8>() {
            Some(tail) => (head, u64::from_le_bytes(*tail)),
            None => (head & ((1 << (len * 8)) - 1), 0),
        };
        Key {
            head: head & CAPITALS,
            tail: tail & CAPITALS,
            len,
        }
    }

    /// A slot of 512 that depends on all of the key.
    const fn slot(self, factor: u64) -> usize {
        let mixed = self.head ^ self.tail.rotate_left(29) ^ (self.len as u64) << 17;
        (mixed.wrapping_mul(factor) >> 55) as usize
    }
}

/// Up to seven bytes as a word.
const fn short(bytes: &[u8]) -> u64 {
    let mut word = 0;
    let mut index = bytes.len();
    while index > 0 {
        index -= 1;
        word = word << 8 | bytes[index] as u64;
    }
    word
}

/// Names to find values by, without a comparison beyond the one with the name that the key's slot leads to.
pub(super) struct Table<T: 'static> {
    entries: [Option<(Key, T)>; MOST_NAMES],
    /// Where among the entries the one for a slot stands; the last entry is always empty.
    slots: [u8; 512],
    factor: u64,
}

const MOST_NAMES: usize = 64;

impl<T: Copy> Table<T> {
    /// A table of fewer than 64 names in which each has a slot to itself. Made while compiling.
    pub(super) const fn new(names: &[(&'static [u8], T)]) -> Table<T> {
        const EMPTY: u8 = MOST_NAMES as u8 - 1;
        assert!(names.len() < MOST_NAMES);
        let mut entries = [const { None }; MOST_NAMES];
        let mut keys = [Key::of(b""); MOST_NAMES];
        let mut index = 0;
        while index < names.len() {
            let (name, value) = names[index];
            keys[index] = Key::of(name);
            entries[index] = Some((keys[index], value));
            index += 1;
        }
        // One of a few factors will do; which, is tried out.
        let mut factor = 0x9E37_79B9_7F4A_7C15_u64;
        let mut tries = 0;
        'factors: loop {
            tries += 1;
            assert!(tries < 500, "a name stands twice");
            let mut slots = [EMPTY; 512];
            let mut index = 0;
            while index < names.len() {
                let slot = keys[index].slot(factor);
                if slots[slot] != EMPTY {
                    factor = factor.wrapping_mul(0xD129_0FB8_7F3B_1C65);
                    continue 'factors;
                }
                slots[slot] = index as u8;
                index += 1;
            }
            return Table {
                entries,
                slots,
                factor,
            };
        }
    }

    /// What was given for the name of this key.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<T> {
        let entry = self.slots[key.slot(self.factor)];
        match self.entries[usize::from(entry) % MOST_NAMES] {
            Some((known, value)) if known == key => Some(value),
            _ => None,
        }
    }
}

/// The four numbers of two digits each that eight digits make; `None` where one is no digit.
pub(super) fn pairs(digits: [u8; 8]) -> Option<[u32; 4]> {
    let values = u64::from_le_bytes(digits) ^ all(b'0');
    // A digit's value is at most 9, and 10 + 0x76 sets the top bit.
    if (values | ((values & all(0x7F)) + all(0x76))) & all(0x80) != 0 {
        return None;
    }
    // No sum is above 99, so no byte runs over into the next.
    let pairs = values * 10 + (values >> 8);
    let [a, _, b, _, c, _, d, _] = pairs.to_le_bytes();
    Some([a.into(), b.into(), c.into(), d.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every byte value at every place, against the plain search.
        #[test]
        fn bytes_are_found_where_they_are(text in proptest::collection::vec(any::<u8>(), 0..40)) {
            let plain = |wanted: &[u8]| text.iter().position(|byte| wanted.contains(byte));
            prop_assert_eq!(line_end(&text), plain(b"\r\n"));
            let is_control = |byte: &u8| *byte < 32 && *byte != b'\t';
            prop_assert_eq!(control(&text), text.iter().position(is_control));
            prop_assert_eq!(semicolon_or_quote(&text), plain(b";\""));
            prop_assert_eq!(name_end(&text), plain(b":;"));
            prop_assert_eq!(colon_or_quote(&text), plain(b":\""));
            prop_assert_eq!(quote(&text), plain(b"\""));
        }

        #[test]
        fn digits_make_pairs(number in 0_u32..100_000_000) {
            let text = format!("{number:08}");
            let digits = *text.as_bytes().first_chunk().expect("eight digits");
            let expected = [number / 1_000_000, number / 10_000 % 100, number / 100 % 100, number % 100];
            prop_assert_eq!(pairs(digits), Some(expected));
        }

        #[test]
        fn eight_bytes_are_pairs_only_if_all_are_digits(digits in any::<[u8; 8]>(), at in 0_usize..8, other: u8) {
            prop_assert_eq!(pairs(digits).is_some(), digits.iter().all(u8::is_ascii_digit));
            let mut nearly = *b"20260105";
            nearly[at] = other;
            prop_assert_eq!(pairs(nearly).is_some(), other.is_ascii_digit());
        }

        #[test]
        fn keys_do_not_mind_capitals_and_nothing_else(name in "[A-Z-]{0,16}", other in "[A-Za-z0-9_.-]{0,16}") {
            let key = Key::of(name.as_bytes());
            prop_assert!(key == Key::of(name.to_lowercase().as_bytes()));
            prop_assert_eq!(key == Key::of(other.as_bytes()), name.eq_ignore_ascii_case(&other));
        }
    }
}
