//! Compares a declared client with one written by hand: the lines of each, counted in the source of an example.

/// The lines of code of a module, without empty ones and comments.
fn lines(source: &str, module: &str) -> usize {
    let opening = format!("mod {module} {{");
    let inside = source
        .lines()
        .skip_while(|line| *line != opening)
        .skip(1)
        .take_while(|line| *line != "}");
    code(inside)
}

fn code<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
    lines.filter(is_code).count()
}

/// Prints how long both are, and checks that the declared one is shorter. The other one includes the retry loop that it
/// uses. Returns the lines of the declared one.
pub(crate) fn print(source: &str, retry_loop: &str) -> usize {
    let declared = lines(source, "declared");
    let by_hand = lines(source, "by_hand") + code(retry_loop.lines());
    println!("declared: {declared} lines; over reqwest, by hand: {by_hand} lines");
    assert!(declared > 0 && declared < by_hand);
    declared
}
