//! "Did you mean": the closest of the names that would have been right.

use strsim::osa_distance;

/// The candidate closest to `wrong`, if one is close enough to be what was meant.
pub(crate) fn closest<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // A difference in case costs nothing: `Max` is meant to be `max`.
    let wrong = wrong.to_lowercase();
    let length = wrong.chars().count();
    // One typo per three letters. A looser limit suggests names that share only their length, and a
    // wrong suggestion is worse than none.
    let limit = match length {
        0 | 1 => 0,
        2 => 1,
        length => length / 3,
    };
    let near = |name: &str| {
        let name = name.to_lowercase();
        // An abbreviation is many edits away, and clear all the same: `att` for `attempts`.
        let is_abbreviation = length >= 3 && name.starts_with(&wrong);
        let distance = osa_distance(&wrong, &name);
        (distance <= limit || is_abbreviation).then_some(distance)
    };
    candidates
        .into_iter()
        .filter_map(|name| Some((near(name)?, name)))
        // `min_by_key` takes the first of equals, so a tie goes to the earlier candidate.
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// `did you mean x?` when a candidate is close, else ``expected one of `a`, `b` ``.
pub(crate) fn hint(wrong: &str, candidates: &[&str]) -> String {
    match closest(wrong, candidates.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("expected one of {}", list(candidates)),
    }
}

/// `` `a`, `b`, `c` ``
pub(crate) fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{closest, hint};

    #[test]
    fn only_close_names_are_suggested() {
        let names = ["attempts", "base", "max"];
        assert_eq!(closest("atempts", names), Some("attempts"));
        assert_eq!(closest("Max", names), Some("max"));
        assert_eq!(closest("att", names), Some("attempts"));
        // Two swapped neighbours count as one typo.
        assert_eq!(closest("bsae", ["base"]), Some("base"));
        assert_eq!(closest("at", names), None);
        assert_eq!(closest("tries", names), None);
        assert_eq!(hint("bas", &names), "did you mean `base`?");
        assert_eq!(
            hint("tries", &names),
            "expected one of `attempts`, `base`, `max`"
        );
    }
}
