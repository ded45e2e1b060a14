//! Keyed 128-bit hashes of identifiers: SipHash-2-4 with 128 bits of output (Aumasson and Bernstein; the 128-bit variant of their
//! reference code). Written out because the standard library promises neither the key nor the algorithm.

use crate::model::feed::EventHash;
use crate::time::Instant;
use std::fmt;

/// Somebody whose feed is read: a keyed hash of the address, so that no address is kept while reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Owner(u128);

impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Owner(..)")
    }
}

/// The secret that identifiers are hashed with. It belongs to a workspace.
#[derive(Clone, Copy)]
pub struct HashKey(pub [u8; 16]);

impl HashKey {
    /// Stands for a UID.
    pub fn uid(&self, uid: &[u8]) -> EventHash {
        EventHash(self.hash(uid))
    }

    /// Stands for somebody's address, in whatever case it is written and with or without `mailto:`.
    pub fn owner(&self, address: &[u8]) -> Owner {
        let address = address.trim_ascii();
        let bare = match address.split_at_checked(b"mailto:".len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(b"mailto:") => rest,
            _ => address,
        };
        Owner(self.hash(&bare.trim_ascii().to_ascii_lowercase()))
    }

    /// Stands for one instance of a series: the UID's hash and the instant the instance was first planned for.
    pub(super) fn instance(&self, uid: EventHash, planned: Instant) -> EventHash {
        if uid == EventHash::ANONYMOUS {
            return uid;
        }
        let mut bytes = [0; 24];
        bytes[..16].copy_from_slice(&uid.0.to_le_bytes());
        bytes[16..].copy_from_slice(&planned.0.to_le_bytes());
        EventHash(self.hash(&bytes))
    }

    fn hash(&self, bytes: &[u8]) -> u128 {
        let (blocks, tail) = bytes.as_chunks::<8>();
        let mut state = State::new(&self.0);
        for block in blocks {
            state.absorb(u64::from_le_bytes(*block));
        }
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        last[7] = bytes.len() as u8;
        state.absorb(u64::from_le_bytes(last));
        let low = state.finish(2, 0xee);
        let high = state.finish(1, 0xdd);
        u128::from(low) | u128::from(high) << 64
    }
}

struct State([u64; 4]);

impl State {
    fn new(key: &[u8; 16]) -> State {
        let (halves, _) = key.as_chunks::<8>();
        let (k0, k1) = (u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1]));
        State([
            k0 ^ 0x736f_6d65_7073_6575,
            k1 ^ 0x646f_7261_6e64_6f6d ^ 0xee,
            k0 ^ 0x6c79_6765_6e65_7261,
            k1 ^ 0x7465_6462_7974_6573,
        ])
    }

    fn round(&mut self) {
        let [v0, v1, v2, v3] = &mut self.0;
        *v0 = v0.wrapping_add(*v1);
        *v1 = v1.rotate_left(13) ^ *v0;
        *v0 = v0.rotate_left(32);
        *v2 = v2.wrapping_add(*v3);
        *v3 = v3.rotate_left(16) ^ *v2;
        *v0 = v0.wrapping_add(*v3);
        *v3 = v3.rotate_left(21) ^ *v0;
        *v2 = v2.wrapping_add(*v1);
        *v1 = v1.rotate_left(17) ^ *v2;
        *v2 = v2.rotate_left(32);
    }

    fn absorb(&mut self, block: u64) {
        self.0[3] ^= block;
        self.round();
        self.round();
        self.0[0] ^= block;
    }

    fn finish(&mut self, word: usize, mark: u64) -> u64 {
        self.0[word] ^= mark;
        for _ in 0..4 {
            self.round();
        }
        self.0.iter().fold(0, |sum, v| sum ^ v)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first vectors of the authors' `vectors_sip128`: key 00..0f, messages of 0 and 1 bytes.
    #[test]
    fn the_published_vectors_come_out() {
        let key = HashKey(std::array::from_fn(|n| n as u8));
        let hex = |bytes: &[u8]| {
            let hash = key.uid(bytes).0.to_le_bytes();
            hash.iter().map(|b| format!("{b:02x}")).collect::<String>()
        };
        assert_eq!(hex(&[]), "a3817f04ba25a8e66df67214c7550293");
        assert_eq!(hex(&[0]), "da87c1d86b99af44347659119b22fc45");
    }
}
