//! Responses → what a call returns.

use super::media::{Media, essence};
use super::method::{Options, Output};
use super::reader::Reader;
use super::responses::{Response, responses};
use crate::document::Node;
use crate::text::{self, code};
use crate::types::{Direction, Type};

/// The outputs of the successful responses, put together.
#[derive(Default)]
struct Outputs<'d> {
    /// Different outputs, in the document's order, each with the media type object that it was read from.
    whole: Vec<(Output, Node<'d>)>,
    streams: Vec<Output>,
    /// Media type of the lines: the client does not ask for them by itself.
    lines: Option<String>,
    /// Statuses without a body.
    empty: Vec<u16>,
    /// Media types of the bodies that are read whole.
    accepted: Vec<&'d str>,
    /// Media types that are documented and not asked for.
    also: Vec<&'d str>,
}

impl Outputs<'_> {
    /// The media types to ask for by name. Where plain JSON is among them, what the client asks for by itself fits all.
    fn accept(&self) -> Option<String> {
        let is_named = |media: &&str| matches!(Media::of(media), Media::NamedJson);
        let all: Vec<String> = self.accepted.iter().map(|media| essence(media)).collect();
        (!all.is_empty() && self.accepted.iter().all(is_named)).then(|| all.join(", "))
    }
}

impl<'d> Reader<'_, 'd> {
    /// Outputs of the operation's methods, one or two, and the options of each.
    pub(super) fn outputs(&mut self) -> Vec<(Output, Options)> {
        self.refuse_dangling();
        let responses = responses(&self.operation.node);
        self.errors(&responses);
        let good = good(&responses);
        if self.operation.verb == "head" {
            return vec![(Output::Nothing, self.options.clone())];
        }
        if good.is_empty() {
            return vec![(self.without_success(&responses), self.options.clone())];
        }
        let mut outputs = Outputs::default();
        for response in &good {
            self.read_response(response, &mut outputs);
        }
        self.remark_media(&outputs);
        self.options.end = self.end_of_events(&outputs);
        self.options.accept = outputs.accept();
        let mut all = Vec::new();
        if let Some(whole) = self.whole(&outputs) {
            all.push((whole, &outputs.empty[..]));
        }
        // A service that offers both has two methods: what a call returns is known when it is compiled, not when the
        // response arrives.
        if let Some(stream) = outputs.streams.first() {
            all.push((stream.clone(), &[][..]));
        }
        if all.is_empty() {
            all.push((Output::Nothing, &[]));
        }
        let all = all
            .into_iter()
            .map(|(output, empty)| self.with_options(output, empty, outputs.lines.as_ref()));
        all.collect()
    }

    fn refuse_dangling(&mut self) {
        for (_, node) in self.operation.node.map("responses") {
            if let Err(why) = node.resolve() {
                self.note(&node, format!("{why}; the response is left out"));
            }
        }
    }

    fn without_success(&mut self, responses: &[Response<'d>]) -> Output {
        if responses.iter().any(|it| it.is('3')) {
            self.note_here("only redirects are documented; the method returns the response itself");
            return Output::Response;
        }
        self.note_here("no successful response is documented; its body is not read");
        Output::Nothing
    }

    fn read_response(&mut self, response: &Response<'d>, outputs: &mut Outputs<'d>) {
        let content = response.content();
        let of = |wanted: &[Media]| {
            let mut content = content.iter();
            content
                .find(|(media, _)| wanted.contains(&Media::of(media)))
                .cloned()
        };
        let events = of(&[Media::Events, Media::Lines]);
        // What has a type goes before what is text or bytes, whatever the order of the document: a service that offers
        // JSON and XML is asked for JSON.
        let whole = of(&[Media::Json])
            .or_else(|| of(&[Media::NamedJson]))
            .or_else(|| of(&[Media::Text]))
            .or_else(|| of(&[Media::Xml]))
            .or_else(|| of(&[Media::Binary, Media::Form, Media::Multipart, Media::Other]));
        let used = [&events, &whole];
        let is_used = |media: &str| {
            used.iter()
                .any(|it| it.as_ref().is_some_and(|it| it.0 == media))
        };
        let also = content.iter().map(|(media, _)| *media);
        outputs.also.extend(also.filter(|media| !is_used(media)));
        if content.is_empty() {
            let status = response.status.parse().unwrap_or(204);
            if !outputs.empty.contains(&status) {
                outputs.empty.push(status);
            }
        }
        if let Some((media, node)) = whole {
            if !outputs.accepted.contains(&media) {
                outputs.accepted.push(media);
            }
            let output = self.whole_of(media, &node, response.status);
            if !outputs.whole.iter().any(|(known, _)| *known == output) {
                outputs.whole.push((output, node));
            }
        }
        if let Some((media, node)) = events {
            if Media::of(media) == Media::Lines {
                outputs.lines = Some(essence(media));
            }
            let output = self.stream_of(media, &node);
            outputs.streams.push(output);
        }
    }

    fn whole_of(&mut self, media: &str, node: &Node<'d>, status: &str) -> Output {
        let schema = node.get("schema");
        match Media::of(media) {
            Media::Json | Media::NamedJson => {
                if schema.is_none() && essence(media).contains('*') {
                    return Output::Stream;
                }
                let of = self.decoded_type(schema.as_ref(), "Response");
                // Bytes under a media type of JSON: the document means a file.
                if matches!(of.without_null(), Type::Binary) {
                    return Output::Stream;
                }
                if status != "default" {
                    self.decoded.push((node.clone(), of.clone()));
                }
                Output::Value(of)
            }
            Media::Text => Output::Text,
            Media::Xml => {
                self.note(node, "XML is not typed; the method returns its text");
                Output::Text
            }
            _ => Output::Stream,
        }
    }

    fn stream_of(&mut self, media: &str, node: &Node<'d>) -> Output {
        let schema = node.get("itemSchema").or_else(|| node.get("schema"));
        if Media::of(media) == Media::Lines {
            return Output::Lines(self.decoded_type(schema.as_ref(), "Line"));
        }
        // Some documents describe the event, others what is in its `data`.
        let resolved = schema.as_ref().and_then(|schema| schema.resolve().ok());
        let data = resolved.as_ref().and_then(|schema| data_of(schema));
        match data.or(schema) {
            Some(schema) => Output::Events(self.decoded_type(Some(&schema), "Event")),
            None => Output::Events(Type::String),
        }
    }

    fn decoded_type(&mut self, schema: Option<&Node<'d>>, suffix: &str) -> Type {
        let hint = format!("{}{suffix}", self.hint);
        schema.map_or(Type::Value, |schema| {
            self.schemas.type_of(schema, &hint, Direction::RECEIVED)
        })
    }

    /// The one output of all bodies that come whole.
    fn whole(&mut self, outputs: &Outputs<'d>) -> Option<Output> {
        let (first, _) = outputs.whole.first()?;
        if outputs.whole.len() == 1 {
            return Some(first.clone());
        }
        let types: Option<Vec<Type>> = outputs
            .whole
            .iter()
            .map(|(output, _)| match output {
                Output::Value(of) => Some(of.clone()),
                _ => None,
            })
            .collect();
        let Some(types) = types else {
            self.note_here(
                "the successful responses have different media types; the first one is read",
            );
            return Some(first.clone());
        };
        self.note_here(
            "the successful responses have different types; the method returns any of them",
        );
        let name = format!("{}Response", self.hint);
        let docs = text::paragraph(&format!(
            "Any of the successful responses of {}.",
            code(&self.hint)
        ));
        Some(Output::Value(self.schemas.any_of(&types, &name, docs)))
    }

    fn with_options(
        &self,
        output: Output,
        empty: &[u16],
        lines: Option<&String>,
    ) -> (Output, Options) {
        let mut options = self.options.clone();
        let is_whole = !matches!(output, Output::Nothing | Output::Response);
        if is_whole {
            options.none_on = empty.to_vec();
        }
        if let Output::Value(of) = &output {
            let seen_through = self.schemas.types.seen_through(of);
            let is_nullable = matches!(seen_through, Type::Nullable(_));
            // The macro wants to know when an `Option` is `None`. A body of `null` is always one, and 204 is the status
            // that says so without a body.
            if is_nullable && options.none_on.is_empty() {
                options.none_on = vec![204];
            }
        }
        if !matches!(output, Output::Events(_)) {
            options.end = None;
        }
        match output {
            Output::Value(_) => {}
            Output::Lines(_) => options.accept = lines.cloned(),
            _ => options.accept = None,
        }
        (output, options)
    }

    /// `[DONE]`, if the document says so.
    fn end_of_events(&self, outputs: &Outputs<'d>) -> Option<&'static str> {
        let node = &self.operation.node;
        let body = node.field("requestBody");
        let bodies = body.iter().flat_map(|body| body.map("content"));
        let mut bodies = bodies.filter_map(|(_, media)| media.field("schema"));
        let is_said = |node: &Node<'_>| node.value().to_string().contains("[DONE]");
        let is_said = is_said(node) || bodies.any(|schema| is_said(&schema));
        (is_said && !outputs.streams.is_empty()).then_some("[DONE]")
    }

    fn remark_media(&mut self, outputs: &Outputs<'d>) {
        let mut also: Vec<String> = Vec::new();
        for media in &outputs.also {
            let media = code(media);
            if !also.contains(&media) {
                also.push(media);
            }
        }
        if !also.is_empty() {
            let text = format!(
                "The service also offers {}, which is not asked for.",
                also.join(", ")
            );
            self.remarks.push(text);
        }
    }
}

/// Schema of an event's `data`, if this describes an event.
fn data_of<'d>(schema: &Node<'d>) -> Option<Node<'d>> {
    let properties = schema.get("properties")?;
    let is_event = |name: &str| matches!(name, "data" | "event" | "id" | "retry");
    let is_all = properties.entries().iter().all(|(name, _)| is_event(name));
    properties.get("data").filter(|_| is_all)
}

/// Successful responses; `default`, if there is nothing else that could be one.
fn good<'x, 'd>(responses: &'x [Response<'d>]) -> Vec<&'x Response<'d>> {
    let of = |class: char| responses.iter().filter(move |it| it.is(class));
    let good: Vec<_> = of('2').collect();
    if !good.is_empty() || of('3').next().is_some() {
        return good;
    }
    responses
        .iter()
        .filter(|it| it.status == "default")
        .collect()
}
