//! Randomness: waits that differ between clients, and unique keys and boundaries.

use std::cell::Cell;

use http::HeaderValue;
use rand::rngs::{SmallRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

thread_local! {
    /// A fast generator, which is random enough for waits, and seeded from the system once per thread. In a `Cell` and
    /// not a `RefCell`, as a strategy that makes a call itself draws again while it has the generator.
    static WAITS: Cell<Option<SmallRng>> = const { Cell::new(None) };
}

/// Draws for a wait. A strategy that makes a call itself, and so draws in the meantime, gets another generator.
pub(crate) fn draw<T>(with: impl FnOnce(&mut dyn Rng) -> T) -> T {
    let mut rng = WAITS.take().unwrap_or_else(seeded);
    // The cell is empty while `with` runs. A strategy that draws again in the meantime seeds a second
    // generator and leaves it in the cell, where the first then replaces it. After a panic the next draw seeds
    // a new one.
    let drawn = with(&mut rng);
    WAITS.set(Some(rng));
    drawn
}

/// A new generator. If the system has no randomness, all clients have the same waits, and calls do not fail.
fn seeded() -> SmallRng {
    SmallRng::from_seed(bytes().unwrap_or_default())
}

/// Unpredictable bytes of the system, if it has any.
fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).ok()?;
    Some(bytes)
}

/// A random UUID ([RFC 9562, section 5.4](https://www.rfc-editor.org/rfc/rfc9562#section-5.4)).
pub(crate) fn fresh_key() -> Option<HeaderValue> {
    let uuid = uuid::Builder::from_random_bytes(bytes()?).into_uuid();
    let mut key = HeaderValue::try_from(uuid.to_string()).ok()?;
    // With the key of a payment, somebody could have the server drop the next one as a duplicate.
    key.set_sensitive(true);
    Some(key)
}

/// A random separator for the parts of a form, which no body contains.
pub(crate) fn fresh_boundary() -> String {
    let bytes = bytes().unwrap_or_default();
    format!("{:032x}", u128::from_ne_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_random_and_hexadecimal() {
        let boundaries = [fresh_boundary(), fresh_boundary()];
        assert_ne!(boundaries[0], boundaries[1]);
        for boundary in boundaries {
            assert_eq!(boundary.len(), 32);
            assert!(boundary.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }
}
