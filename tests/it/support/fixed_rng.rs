//! A random number generator that is not random.

use std::convert::Infallible;

use rand::TryRng;

/// Draws these values of the unit interval, and no more.
pub(crate) struct FixedRng(std::vec::IntoIter<f64>);

impl FixedRng {
    pub(crate) fn new(draws: impl Into<Vec<f64>>) -> Self {
        Self(draws.into().into_iter())
    }
}

impl TryRng for FixedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("a delay takes 64 bits")
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a value of the unit interval"
    )]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let drawn = self.0.next().expect("a delay takes one draw");
        Ok((drawn * 2_f64.powi(64)) as u64)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        unreachable!("a delay takes 64 bits")
    }
}
