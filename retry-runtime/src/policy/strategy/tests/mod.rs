//! Strategies as arithmetic: at the floor, the middle and the ceiling of what is drawn.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "draws of a generator"
)]

mod curves;
mod keys;

use std::convert::Infallible;

use rand::TryRng;

use super::*;

/// Draws the same value for ever.
pub(crate) struct Fixed(pub(crate) u64);

const FLOOR: Fixed = Fixed(0);
const MIDDLE: Fixed = Fixed(1 << 63);
const CEILING: Fixed = Fixed(u64::MAX);

/// Draws the values of a list, given in the unit interval.
struct Scripted(std::vec::IntoIter<f64>);

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0 >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0 as u8);
        Ok(())
    }
}

impl TryRng for Scripted {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("delays draw 64 bits")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok((self.0.next().unwrap() * 2_f64.powi(64)) as u64)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        unreachable!("delays draw 64 bits")
    }
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn delay(strategy: Strategy, retry: u32, mut rng: Fixed) -> Duration {
    strategy.delay(
        &BackoffContext {
            retry,
            ..BackoffContext::default()
        },
        &mut rng,
    )
}

fn delays<const N: usize>(strategy: Strategy, retries: [u32; N]) -> [Duration; N] {
    retries.map(|retry| delay(strategy, retry, MIDDLE))
}

const CURVES: [Strategy; 7] = [
    Strategy::exponential(),
    Strategy::jitter(),
    Strategy::random(),
    Strategy::fibonacci(),
    Strategy::linear(),
    Strategy::decorrelated(),
    Strategy::list(&[Duration::from_millis(100), Duration::from_secs(30)]),
];
