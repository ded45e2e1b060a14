//! The search's own generator of numbers: fast, seeded, the same on every machine and without floats, so that a plan depends on its
//! seed alone.
//!
//! It relies on nothing. Draws stay integers; what elsewhere would be a real number is counted in parts of 65,536.

/// Parts of one whole.
pub const ONE: u32 = 1 << 16;

/// A multiplicative congruential generator of 128 bits of which the upper 64 are used.
#[derive(Clone, Debug)]
pub struct Random(u128);

/// The multiplier that L'Ecuyer (1999), "Tables of linear congruential generators of different sizes and good lattice structure",
/// lists for modulus 2^128.
const MULTIPLIER: u128 = 0x0fc9_4e3b_f4e9_ab32_8664_58cd_56f5_e605;

impl Random {
    /// The stream of a seed. Neighbouring seeds give streams that have nothing to do with each other.
    pub fn new(seed: u64) -> Random {
        // The state must be odd. A few rounds carry the seed, which stands in the middle, to the upper bits.
        let mut random =
            Random((u128::from(seed) << 32) ^ 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        for _ in 0..8 {
            random.draw();
        }
        random
    }

    /// A stream for a part of the work, by its number.
    pub fn fork(&mut self, part: u64) -> Random {
        Random::new(self.draw() ^ part.wrapping_mul(0xd605_1bd8_5d1e_2e2b))
    }

    /// 64 bits.
    #[inline]
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(MULTIPLIER);
        (self.0 >> 64) as u64
    }

    /// A number below `bound`; 0 where `bound` is 0.
    #[inline]
    pub fn below(&mut self, bound: usize) -> usize {
        // The upper half of the product: no division, and a bias far below what a search could notice.
        ((u128::from(self.draw()) * bound as u128) >> 64) as usize
    }

    /// True `of` times in [`ONE`].
    #[inline]
    pub fn chance(&mut self, of: u32) -> bool {
        (self.draw() >> 48) < u64::from(of)
    }

    /// Puts the items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }

    /// How much worse a change may be at this temperature: exponentially distributed with mean `temperature`, which makes "worse by no
    /// more than this" the rule of Metropolis.
    #[inline]
    pub fn patience(&mut self, temperature: i64) -> i64 {
        // -log2 of a number in (0, 1]: its leading zeros, and of the rest the chord instead of the curve, which is off by less than
        // a tenth.
        let draw = self.draw() | 1;
        let zeros = draw.leading_zeros();
        let rest = (draw << zeros) >> 47 & 0xffff;
        let halvings = (i128::from(zeros + 1) << 16) - i128::from(rest);
        // ln 2 = 45,426 / 65,536.
        ((i128::from(temperature) * halvings * 45_426) >> 32) as i64
    }
}

/// A value between `first` and `last`, both at least 1, on the curve that falls by equal shares in equal times; `done` counts in
/// parts of [`ONE`].
pub(super) fn geometric(first: i64, last: i64, done: u32) -> i64 {
    let (first, last) = (logarithm(first), logarithm(last));
    power(first + (((last - first) * i64::from(done.min(ONE))) >> 16))
}

/// The binary logarithm in parts of [`ONE`], with chords instead of the curve.
fn logarithm(value: i64) -> i64 {
    let value = value.max(1) as u64;
    let whole = 63 - value.leading_zeros();
    let rest = (value << (63 - whole)) >> 47 & 0xffff;
    i64::from(whole) << 16 | rest as i64
}

/// The inverse of [`logarithm`].
fn power(logarithm: i64) -> i64 {
    let (whole, rest) = (logarithm >> 16, logarithm & 0xffff);
    (((i128::from(rest) + (1 << 16)) << whole) >> 16) as i64
}
