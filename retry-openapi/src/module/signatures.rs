//! Signatures of methods, broken where a person breaks them.
//!
//! The printer puts each attribute of an argument on a line of its own; by hand one writes `#[query] page: Option<u32>`.

/// Columns of a line.
const WIDTH: usize = 100;

/// Puts the signatures within traits on one line, or one argument on each.
pub(super) fn joined(source: &str) -> String {
    let mut joined = String::with_capacity(source.len());
    let mut in_trait = false;
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        // Only in traits: elsewhere a line of this look belongs to code that the printer has laid out well.
        in_trait = (in_trait || line.starts_with("pub trait ")) && line != "}";
        if in_trait && line.starts_with("    async fn ") && line.ends_with('(') {
            let signature = Signature::read(&mut lines);
            push(&mut joined, line, &signature.arguments, &signature.end);
        } else {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    joined
}

/// A signature as the printer broke it.
#[derive(Default)]
struct Signature {
    arguments: Vec<String>,
    end: String,
}

impl Signature {
    fn read<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Self {
        let mut signature = Self::default();
        let mut attribute = String::new();
        for line in lines {
            let text = line.trim();
            let begins = line.len() - text.len() == 8 && !text.starts_with(['>', ')']);
            if !signature.end.is_empty() || line.starts_with("    )") {
                append(&mut signature.end, text);
                if signature.end.ends_with(';') {
                    break;
                }
            } else if text.starts_with("#[") && text.ends_with(']') {
                attribute.push_str(text);
                attribute.push(' ');
            } else if begins {
                signature.arguments.push(format!("{attribute}{text}"));
                attribute.clear();
            } else if let Some(last) = signature.arguments.last_mut() {
                append(last, text);
            }
        }
        for argument in &mut signature.arguments {
            argument.truncate(argument.trim_end_matches(',').len());
        }
        signature
    }
}

/// Goes on with a type that was broken.
fn append(text: &mut String, next: &str) {
    if next.starts_with(['>', ')']) {
        text.truncate(text.trim_end_matches(',').len());
    } else if text.ends_with(',') {
        text.push(' ');
    }
    text.push_str(next);
}

fn push(joined: &mut String, begin: &str, arguments: &[String], end: &str) {
    let short = format!("{begin}{}{end}\n", arguments.join(", "));
    if short.len() <= WIDTH + 1 {
        joined.push_str(&short);
        return;
    }
    joined.push_str(begin);
    joined.push('\n');
    for argument in arguments {
        joined.extend([format!("        {argument},\n")]);
    }
    joined.extend([format!("    {end}\n")]);
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn attributes_stand_before_their_arguments() {
        let source = "pub trait A {\n    async fn a(\n        &self,\n        #[query]\n        b: u8,\n    ) -> Result<()>;\n}\n";
        let expected = "pub trait A {\n    async fn a(&self, #[query] b: u8) -> Result<()>;\n}\n";
        assert_eq!(joined(source), expected);
    }

    #[test]
    fn what_is_too_long_has_a_line_for_each_argument() {
        let name = "a".repeat(80);
        let source = format!(
            "pub trait A {{\n    async fn {name}(\n        &self,\n        #[query]\n        b: u8,\n    ) -> Result<()>;\n}}\n"
        );
        let expected = format!(
            "pub trait A {{\n    async fn {name}(\n        &self,\n        #[query] b: u8,\n    ) -> Result<()>;\n}}\n"
        );
        assert_eq!(joined(&source), expected);
        let long = "pub trait A {\n    async fn a(\n        #[query]\n        b: Option<\n            &B,\n        >,\n    ) -> Result<\n        C,\n    >;\n}\n";
        let expected = "pub trait A {\n    async fn a(#[query] b: Option<&B>) -> Result<C>;\n}\n";
        assert_eq!(joined(long), expected);
        let other = "impl A {\n    async fn a(\n        #[query]\n        b: u8,\n    ) {}\n}\n";
        assert_eq!(joined(other), other);
    }
}
