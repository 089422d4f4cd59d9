//! The draws for the delays of a client under test.

use std::convert::Infallible;

use rand::TryRng;

/// A generator whose draws are known in advance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Draws {
    /// The highest draw every time, so that each delay is as long as its strategy allows.
    Highest,
    /// `SplitMix64` (Steele, Lea and Flood, 2014), written out so that no update changes what a seed gives.
    Seeded(u64),
}

impl TryRng for Draws {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|drawn| (drawn >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        // The highest draw and not the lowest or the middle: a test that compares waits then shows
        // the bound that the declaration promises.
        let Self::Seeded(state) = self else {
            return Ok(u64::MAX);
        };
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for part in bytes.chunks_mut(8) {
            let drawn = self.try_next_u64()?.to_le_bytes();
            part.copy_from_slice(&drawn[..part.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;

    #[test]
    fn a_seed_gives_the_values_of_the_reference_implementation() {
        // The first values of the reference implementation for the seed 1234567.
        let mut draws = Draws::Seeded(1_234_567);
        for known in [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ] {
            assert_eq!(draws.next_u64(), known);
        }
    }

    #[test]
    fn bytes_and_halves_come_from_the_same_draws() {
        let (mut draws, mut bytes) = (Draws::Seeded(7), [0; 11]);
        draws.clone().fill_bytes(&mut bytes);
        assert_eq!(bytes[..8], draws.clone().next_u64().to_le_bytes());
        assert_eq!(u64::from(draws.clone().next_u32()), draws.next_u64() >> 32);
        assert_eq!(Draws::Highest.next_u32(), u32::MAX);
    }
}
