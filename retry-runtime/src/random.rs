//! Randomness: waits that differ between clients, keys and boundaries that nobody else has.

use std::cell::Cell;

use http::HeaderValue;
use rand::rngs::{SmallRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

thread_local! {
    /// Quick, and random enough for waits; seeded from the system once per thread. A `Cell` that is taken and
    /// put back, and no `RefCell`: a strategy that itself makes a call draws again while it has the generator.
    static WAITS: Cell<Option<SmallRng>> = const { Cell::new(None) };
}

/// Draws for a wait. A strategy that itself makes calls, and draws meanwhile, finds another generator.
pub(crate) fn draw<T>(with: impl FnOnce(&mut dyn Rng) -> T) -> T {
    let mut rng = WAITS.take().unwrap_or_else(seeded);
    // While `with` runs, the place is empty. A strategy that draws again in the meantime seeds a
    // second generator and puts it there; the first then takes its place back. A generator that was
    // lost to a panic is seeded anew.
    let drawn = with(&mut rng);
    WAITS.set(Some(rng));
    drawn
}

/// Without randomness of the system waits are alike on all clients, which is no reason to fail.
fn seeded() -> SmallRng {
    SmallRng::from_seed(bytes().unwrap_or_default())
}

/// Randomness of the system, which nobody can guess, if it has any.
fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).ok()?;
    Some(bytes)
}

/// A random UUID ([RFC 9562, section 5.4](https://www.rfc-editor.org/rfc/rfc9562#section-5.4)).
pub(crate) fn fresh_key() -> Option<HeaderValue> {
    let uuid = uuid::Builder::from_random_bytes(bytes()?).into_uuid();
    let mut key = HeaderValue::try_from(uuid.to_string()).ok()?;
    // Whoever knows the key of a payment could have the server drop the next one as a duplicate.
    key.set_sensitive(true);
    Some(key)
}

/// A separator of the parts of a form: random, so that no body holds it.
pub(crate) fn fresh_boundary() -> String {
    let bytes = bytes().unwrap_or_default();
    format!("{:032x}", u128::from_ne_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_boundaries_are_alike() {
        let boundaries = [fresh_boundary(), fresh_boundary()];
        assert_ne!(boundaries[0], boundaries[1]);
        for boundary in boundaries {
            assert_eq!(boundary.len(), 32);
            assert!(boundary.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }
}
