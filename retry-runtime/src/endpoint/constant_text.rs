//! Comparisons of texts in constants, which the standard library does not have yet.

/// Tells whether two texts are equal.
pub(crate) const fn is_same(left: &str, right: &str) -> bool {
    left.len() == right.len() && starts_with(left.as_bytes(), right.as_bytes())
}

/// Tells whether a text begins with another.
pub(crate) const fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    // A loop by index: `for` and `==` of slices call traits, which constants cannot do.
    match text.split_at_checked(prefix.len()) {
        Some((start, _)) => {
            let mut at = 0;
            while at < prefix.len() {
                if start[at] != prefix[at] {
                    return false;
                }
                at += 1;
            }
            true
        }
        None => false,
    }
}
