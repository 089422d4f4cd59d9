//! "Did you mean": the closest of the names that would have been right.

/// The candidate closest to `wrong`, if one is close enough to be what was meant.
pub(crate) fn closest<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let length = wrong.chars().count();
    let limit = match length {
        0 | 1 => 0,
        2 => 1,
        length => length / 3,
    };
    let near = |name: &str| {
        let name = name.to_lowercase();
        // Half a word is as good as one with a slip.
        let is_begun = length >= 3 && name.starts_with(&wrong);
        let distance = distance(&wrong, &name);
        (distance <= limit || is_begun).then_some(distance)
    };
    candidates
        .into_iter()
        .filter_map(|name| Some((near(name)?, name)))
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

/// Edits between two words; two neighbours that changed places count as one.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, &a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut cost = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::{closest, distance, hint};

    #[test]
    fn counts_edits() {
        let table = [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "", 3),
            ("atempts", "attempts", 1),
            ("attmepts", "attempts", 1),
            ("tries", "attempts", 6),
            ("größe", "grösse", 2),
        ];
        for (left, right, edits) in table {
            assert_eq!(distance(left, right), edits, "{left} / {right}");
            assert_eq!(distance(right, left), edits, "{right} / {left}");
        }
    }

    #[test]
    fn suggests_only_what_is_near() {
        let names = ["attempts", "base", "max"];
        assert_eq!(closest("atempts", names), Some("attempts"));
        assert_eq!(closest("Max", names), Some("max"));
        assert_eq!(closest("att", names), Some("attempts"));
        assert_eq!(closest("at", names), None);
        assert_eq!(closest("tries", names), None);
        assert_eq!(hint("bas", &names), "did you mean `base`?");
        assert_eq!(
            hint("tries", &names),
            "expected one of `attempts`, `base`, `max`"
        );
    }
}
