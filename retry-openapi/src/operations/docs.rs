//! The words above a method.

use super::reader::Reader;
use crate::text;

impl Reader<'_, '_> {
    /// Summary, description, arguments, errors.
    pub(super) fn docs(&self) -> Vec<String> {
        let node = &self.operation.node;
        let own = |key: &str| text::lines(node.text(key).unwrap_or_default());
        let (summary, description) = (own("summary"), own("description"));
        let mut docs: Vec<Vec<String>> = Vec::new();
        let starts_so = description.first().zip(summary.first());
        if !starts_so.is_some_and(|(one, other)| is_same(one, other)) {
            docs.push(full_stop(summary));
        }
        docs.push(description);
        docs.push(self.words_of_arguments());
        docs.extend(self.remarks.iter().map(|remark| text::paragraph(remark)));
        if let Some(url) = node.field("externalDocs").and_then(|it| it.text("url")) {
            docs.push(text::lines(&format!("See {url}.")));
        }
        if !self.errors.is_empty() {
            let mut errors = vec!["# Errors".to_owned(), String::new()];
            errors.extend(self.errors.clone());
            docs.push(errors);
        }
        docs.retain(|block| !block.is_empty());
        docs.join(&[String::new()][..])
    }

    fn words_of_arguments(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for argument in &self.arguments {
            if !argument.words.is_empty() {
                let name = text::code(&argument.name);
                lines.extend(text::item(&format!("{name}: {}", argument.words)));
            }
        }
        lines
    }
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches('.').to_lowercase();
    plain(one) == plain(other)
}

/// A summary as a sentence.
fn full_stop(mut lines: Vec<String>) -> Vec<String> {
    if let Some(last) = lines.last_mut()
        && last.ends_with(char::is_alphanumeric)
    {
        last.push('.');
    }
    lines
}
