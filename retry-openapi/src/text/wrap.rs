//! Paragraphs in lines.

use super::escape::FIXED_SPACE;

/// Columns of a doc comment's text: with the indent of a method and the marks of the comment, a hundred.
pub(super) const WIDTH: usize = 92;

/// Breaks words between spaces, the first line behind `first`, the others behind `next`. A newline is a break.
pub(super) fn wrap(words: &str, first: &str, next: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let prefix = |lines: &Vec<String>| if lines.is_empty() { first } else { next };
    let end = |lines: &mut Vec<String>, line: &mut String| {
        if !line.is_empty() {
            let full = format!("{}{}", prefix(lines), std::mem::take(line));
            lines.push(full.replace(FIXED_SPACE, " "));
        }
    };
    for part in words.split('\n') {
        for word in part.split([' ', '\t']).filter(|word| !word.is_empty()) {
            // Characters, not bytes: descriptions in other scripts would have lines of a third of the width.
            let used = prefix(&lines).len() + line.chars().count();
            if used.saturating_add(1 + word.chars().count()) > width {
                end(&mut lines, &mut line);
            }
            if line.is_empty() {
                line = beginning(word);
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        end(&mut lines, &mut line);
    }
    lines
}

/// Word at the beginning of a line, where some characters begin a block.
fn beginning(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let after = &word[digits..];
    if (1..=9).contains(&digits) && (after == "." || after == ")") {
        return format!("{}\\{after}", &word[..digits]);
    }
    let is_marker = matches!(word, "-" | "+" | "*")
        || word.starts_with(['#', '|', '='])
        || word.starts_with("--")
        || word.starts_with("~~~");
    if is_marker {
        return format!("\\{word}");
    }
    word.to_owned()
}
