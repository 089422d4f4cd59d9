//! Documented errors, in words.

use super::media::Media;
use super::reader::Reader;
use super::responses::Response;
use crate::text::{self, code};
use crate::types::{Direction, Type};

impl<'d> Reader<'_, 'd> {
    /// Errors by status, with their types.
    pub(super) fn errors(&mut self, responses: &[Response<'d>]) {
        let is_error = |it: &&Response<'d>| {
            matches!(it.status.chars().next(), Some('4' | '5')) || it.status == "default"
        };
        let is_only = !responses.iter().any(|it| it.is('2') || it.is('3'));
        let mut said: Vec<(Vec<String>, String)> = Vec::new();
        for response in responses.iter().filter(is_error) {
            if is_only && response.status == "default" {
                continue;
            }
            let status = match response.status {
                "default" => "any other".to_owned(),
                status => status.to_owned(),
            };
            let words = self.words_of_error(response);
            // Twenty statuses with the same words are one line: what differs is what a reader looks for.
            match said.iter_mut().find(|(_, known)| *known == words) {
                Some((statuses, _)) => statuses.push(status),
                None => said.push((vec![status], words)),
            }
        }
        for (statuses, words) in said {
            let statuses = statuses.join(", ");
            let line = match words.as_str() {
                "" => statuses,
                words => format!("{statuses}: {words}"),
            };
            self.errors.extend(text::item(&line));
        }
    }

    fn words_of_error(&mut self, response: &Response<'d>) -> String {
        let description = response.node.text("description").unwrap_or_default();
        let paragraph = description.trim().split("\n\n").next().unwrap_or_default();
        let words = text::clause(paragraph);
        let content = response.content();
        let mut json = content
            .iter()
            .filter(|(media, _)| Media::of(media).is_json());
        let schema = json.next().and_then(|(_, node)| node.get("schema"));
        let Some(schema) = schema else { return words };
        let of = self
            .schemas
            .type_of(&schema, &format!("{}Error", self.hint), Direction::RECEIVED);
        let of = of.without_null();
        if matches!(of, Type::Value | Type::String) {
            return words;
        }
        self.of_errors.push(of.clone());
        let of = self.schemas.types.print(of).to_string().replace(' ', "");
        let call = code(&format!("error.json::<{of}>()"));
        if words.is_empty() {
            call
        } else {
            format!("{words}; {call}")
        }
    }
}
