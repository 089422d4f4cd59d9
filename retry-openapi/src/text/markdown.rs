//! Markdown, read and written again.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::escape::{self, code, plain, words};
use super::html;
use super::wrap::wrap;

pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let text = plain(text);
    let mut writer = Writer {
        width,
        ..Writer::default()
    };
    let events = TextMergeStream::new(Parser::new_ext(text.trim(), Options::ENABLE_TABLES));
    for event in events {
        writer.event(event);
    }
    writer.end_block();
    let mut lines = writer.lines;
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The text that was written so far.
#[derive(Default)]
struct Writer {
    width: usize,
    lines: Vec<String>,
    /// Words of the block that is being read.
    words: String,
    containers: Vec<Container>,
    /// Destinations of the links around, `None` for one that is left out.
    links: Vec<Option<String>>,
    code: Option<String>,
    html: String,
    cells: Vec<String>,
}

/// A list, one of its items, or a quotation.
enum Container {
    List(Option<u64>),
    Item { mark: String, is_begun: bool },
    Quote,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.words.push_str(&words(&text, !self.links.is_empty())),
            },
            Event::Code(text) => self.words.push_str(&code(&text)),
            Event::InlineHtml(text) => match html::tag(&text) {
                html::Tag::Break => self.words.push('\n'),
                html::Tag::Look => {}
                html::Tag::Word => self.words.push_str(&words(&text, false)),
            },
            Event::Html(text) => self.html.push_str(&text),
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => self.end_block(),
            Tag::BlockQuote(_) => {
                self.end_block();
                self.containers.push(Container::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.end_block();
                self.begin_code(&kind);
            }
            Tag::List(first) => {
                self.end_block();
                if !self.in_item() {
                    self.gap();
                }
                self.containers.push(Container::List(first));
            }
            Tag::Item => {
                self.end_block();
                self.begin_item();
            }
            Tag::Table(_) => {
                self.end_block();
                self.gap();
            }
            Tag::TableCell => self.words.clear(),
            Tag::Strong => self.words.push_str("**"),
            Tag::Emphasis => self.words.push('*'),
            Tag::Link { dest_url, .. } => {
                let url = link(&dest_url);
                if url.is_some() {
                    self.words.push('[');
                }
                self.links.push(url);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Item => {
                self.end_block();
                if tag == TagEnd::Item {
                    self.containers.pop();
                }
            }
            TagEnd::Heading(_) => {
                let words = self.words.trim().replace("**", "");
                if !words.is_empty() {
                    self.words = format!("**{words}**");
                }
                self.end_block();
            }
            TagEnd::HtmlBlock => {
                let text = html::text(&std::mem::take(&mut self.html));
                self.words = words(text.trim(), false);
                self.end_block();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) => {
                self.end_block();
                self.containers.pop();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.words);
                self.cells.push(
                    cell.replace('\n', " ")
                        .replace('|', "\\|")
                        .trim()
                        .to_owned(),
                );
            }
            TagEnd::TableHead => {
                let marks = vec!["---".to_owned(); self.cells.len()];
                self.end_row();
                self.cells = marks;
                self.end_row();
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::Strong => self.words.push_str("**"),
            TagEnd::Emphasis => self.words.push('*'),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn end_link(&mut self) {
        let Some(url) = self.links.pop().flatten() else {
            return;
        };
        // The words were escaped when they were read, and a URL is never shortened: if they are the URL itself, the
        // short form is enough.
        let begin = self.words.rfind('[').unwrap_or(0);
        if self.words[begin..].trim_start_matches('[') == url {
            self.words.truncate(begin);
            self.words.extend([format!("<{url}>")]);
        } else if self.words.ends_with('[') {
            // A link without words, such as one around an image.
            self.words.pop();
        } else {
            self.words.extend([format!("]({url})")]);
        }
    }

    fn begin_item(&mut self) {
        let mark = match self.containers.last_mut() {
            Some(Container::List(Some(number))) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            _ => "- ".to_owned(),
        };
        self.containers.push(Container::Item {
            mark,
            is_begun: false,
        });
    }

    fn in_item(&self) -> bool {
        self.containers
            .iter()
            .any(|it| matches!(it, Container::Item { .. }))
    }

    /// A blank line, unless there is one.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Marks of the containers for the next line, and for those behind it.
    fn prefixes(&mut self) -> (String, String) {
        let (mut first, mut next) = (String::new(), String::new());
        for container in &mut self.containers {
            match container {
                Container::List(_) => {}
                Container::Quote => {
                    first.push_str("> ");
                    next.push_str("> ");
                }
                Container::Item { mark, is_begun } => {
                    let indent = " ".repeat(mark.len());
                    first.push_str(if *is_begun { &indent } else { mark });
                    next.push_str(&indent);
                    *is_begun = true;
                }
            }
        }
        (first, next)
    }

    /// Tells whether the next block is the first of an item, which stands behind its mark.
    fn begins_item(&self) -> bool {
        let last = self.containers.last();
        matches!(
            last,
            Some(Container::Item {
                is_begun: false,
                ..
            })
        )
    }

    fn end_block(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        if !self.begins_item() {
            self.gap();
        }
        let (first, next) = self.prefixes();
        let lines = wrap(words.trim(), &first, &next, self.width);
        self.lines.extend(lines);
    }

    fn begin_code(&mut self, kind: &CodeBlockKind<'_>) {
        // rustdoc runs blocks without a language as Rust, so each gets one; a name that it does not know is `text`.
        let named = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let language = named.to_ascii_lowercase();
        let known = [
            "json", "yaml", "xml", "html", "http", "sh", "bash", "sql", "js",
        ];
        let language = known.iter().find(|known| **known == language);
        self.code = Some(format!("{}\n", language.unwrap_or(&"text")));
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let (language, body) = code.split_once('\n').unwrap_or(("text", &code));
        let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        if !self.begins_item() {
            self.gap();
        }
        let (first, next) = self.prefixes();
        self.lines.push(format!("{first}{fence}{language}"));
        for line in body.trim_end().lines() {
            let line = format!("{next}{}", line.replace('\t', "    "));
            self.lines.push(line.trim_end().to_owned());
        }
        self.lines.push(format!("{next}{fence}"));
    }

    fn end_row(&mut self) {
        let (first, _) = self.prefixes();
        let cells = std::mem::take(&mut self.cells).join(" | ");
        let row = format!("{first}| {cells} |");
        self.lines.push(row.replace(escape::FIXED_SPACE, " "));
    }
}

/// Destination that means the same wherever it stands.
fn link(url: &str) -> Option<String> {
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = !url.contains(|c: char| c.is_whitespace() || "<>()\\`".contains(c));
    (is_absolute && is_plain).then(|| url.to_owned())
}
