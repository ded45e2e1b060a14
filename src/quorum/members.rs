//! A set of members as bits.

/// Which members are meant; all sets of one problem have the same length.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct MemberSet {
    words: Vec<u64>,
}

impl MemberSet {
    /// No member out of `members`.
    pub fn empty(members: usize) -> MemberSet {
        MemberSet {
            words: vec![0; members.div_ceil(64).max(1)],
        }
    }

    pub fn insert(&mut self, member: usize) {
        self.words[member / 64] |= 1 << (member % 64);
    }

    pub fn remove(&mut self, member: usize) {
        self.words[member / 64] &= !(1 << (member % 64));
    }

    pub fn contains(&self, member: usize) -> bool {
        self.words[member / 64] & (1 << (member % 64)) != 0
    }

    /// How many members are in both.
    pub fn common(&self, other: &MemberSet) -> u32 {
        let words = self.words.iter().zip(&other.words);
        words.map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// The members that are in both, ascending.
    pub fn iter_common<'a>(&'a self, other: &'a MemberSet) -> impl Iterator<Item = usize> + 'a {
        let words = self.words.iter().zip(&other.words).enumerate();
        words.flat_map(|(index, (a, b))| bits(a & b).map(move |bit| index * 64 + bit))
    }

    /// The members, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter_common(self)
    }
}

fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (word != 0).then(|| {
            let bit = word.trailing_zeros() as usize;
            word &= word - 1;
            bit
        })
    })
}
