//! The way from page to page: where the list begins, and whether the reference to a next page may be followed.

use std::sync::Arc;

use reqwest::Url;

use crate::client::pages::paging::{Paging, PagingForm};
use crate::client::pages::parts::{Next, NextPage};
use crate::client::pages::seen::Seen;
use crate::error::{ErrorKind, Failure};
use crate::request::{CallSpec, Target, check_target, encoded_pair};

/// The way of one stream through its pages.
#[derive(Debug)]
pub(crate) struct Traversal {
    pub(crate) paging: Arc<Paging>,
    seen: Seen,
    /// The number or the offset of the page that is asked for, in a counted list.
    position: u64,
}

/// The way to a page after the first.
pub(crate) struct Step {
    to: NextPage,
    /// The cursor from which a call can be resumed.
    pub(crate) cursor: String,
    /// The reason why this step must not be taken.
    pub(crate) refusal: Option<String>,
}

impl Traversal {
    /// The traversal for a call, and the step to its first page if that is not the call itself.
    pub(crate) fn begin(
        paging: Arc<Paging>,
        spec: &CallSpec,
        resumed: Option<&str>,
    ) -> Result<(Self, Option<Step>), Box<Failure>> {
        if let Some(why) = paging.contradiction() {
            return Err(Failure::build(why));
        }
        if matches!(spec.target, Target::Requests(_)) {
            return Err(Failure::build(
                "a list of requests has no pages; make one request with `.get(…)` or `.request(…)`",
            ));
        }
        let mut traversal = Self {
            paging,
            seen: Seen::default(),
            position: 0,
        };
        let first = match resumed {
            Some(cursor) => Some(traversal.resume(spec, cursor)?),
            None => traversal.first(spec)?,
        };
        Ok((traversal, first))
    }

    /// The step to the first page of a list that is read from its beginning.
    fn first(&mut self, spec: &CallSpec) -> Result<Option<Step>, Box<Failure>> {
        let (query, start) = match &self.paging.form {
            PagingForm::Page { query, start } => (query, *start),
            PagingForm::Offset { query } => (query, 0),
            PagingForm::Cursor { query, .. } => {
                // A list that leads back to the cursor that the caller set goes in a circle, too.
                if let Some(cursor) = spec.pair(query)? {
                    self.seen.insert(&cursor);
                }
                return Ok(None);
            }
            PagingForm::Link | PagingForm::Next { .. } | PagingForm::With(_) => {
                self.seen.insert(spec.url_of(1)?.as_str());
                return Ok(None);
            }
        };
        self.position = match spec.pair(query)? {
            Some(own) => whole(&own).ok_or_else(|| {
                Failure::build(format!(
                    "query `{query}` says where to begin counting, so it is a whole number"
                ))
            })?,
            None => start,
        };
        Ok(Some(Step::counted(query, self.position)))
    }

    /// The step to the page of a cursor.
    fn resume(&mut self, spec: &CallSpec, cursor: &str) -> Result<Step, Box<Failure>> {
        let invalid = |what: &str| {
            let rule = format!("`resume_from` takes {what}, as `.cursor()` gave it");
            Failure::build(rule)
        };
        let pair = |name: &str, value: &str| NextPage::Query {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let to = match &self.paging.form {
            PagingForm::Page { query, .. } | PagingForm::Offset { query } => {
                self.position = whole(cursor).ok_or_else(|| invalid("a whole number"))?;
                return Ok(Step::counted(query, self.position));
            }
            PagingForm::Cursor { query, .. } if !cursor.is_empty() => pair(query, cursor),
            PagingForm::With(_) if cursor.starts_with('?') => {
                // The cursor of such a step is a pair as it stands in a URL, `?name=value`: the
                // function may name another query for each page. A URL is the way to decode it.
                let url = Url::parse("http://query").and_then(|url| url.join(cursor));
                let url = url.map_err(|_| invalid("a query pair or a URL"))?;
                let first = url.query_pairs().next();
                let (name, value) = first.ok_or_else(|| invalid("a query pair or a URL"))?;
                pair(&name, &value)
            }
            _ if cursor.is_empty() => return Err(invalid("the cursor of a page")),
            _ => NextPage::Url(cursor.to_owned()),
        };
        let step = Step::new(to, &spec.url_of(1)?, spec, &self.paging);
        self.seen.insert(&step.cursor);
        Ok(step)
    }

    /// The step after a page of `items` items that came from `url`.
    pub(crate) fn next(
        &mut self,
        said: Option<Next>,
        items: usize,
        url: &Url,
        spec: &CallSpec,
    ) -> Option<Step> {
        let by = match &self.paging.form {
            PagingForm::Page { .. } => 1,
            PagingForm::Offset { .. } => u64::try_from(items).unwrap_or(u64::MAX),
            PagingForm::Link
            | PagingForm::Cursor { .. }
            | PagingForm::Next { .. }
            | PagingForm::With(_) => {
                // Under the URL that it came from, to which a redirect may have led.
                self.seen.insert(without_fragment(url.clone()).as_str());
                let mut step = Step::new(said?.0, url, spec, &self.paging);
                if step.refusal.is_none() && self.seen.has(&step.cursor) {
                    let rule = "the next page is one that was there before";
                    step.refusal = Some(format!("{rule}, so the list would never end"));
                }
                return Some(step);
            }
        };
        // Only a page without items marks the end of a counted list: the last full page looks like any
        // other.
        self.position = self.position.checked_add(by).filter(|_| items > 0)?;
        match &self.paging.form {
            PagingForm::Page { query, .. } | PagingForm::Offset { query } => {
                Some(Step::counted(query, self.position))
            }
            _ => None,
        }
    }

    /// Notes that a step has been taken. Numbers only grow, so a counted list needs no notes.
    pub(crate) fn passed(&mut self, step: &Step) {
        if !self.is_counted() {
            self.seen.insert(&step.cursor);
        }
    }

    /// Tells whether pages are counted, so that an empty one is the end.
    pub(crate) fn is_counted(&self) -> bool {
        matches!(
            self.paging.form,
            PagingForm::Page { .. } | PagingForm::Offset { .. }
        )
    }
}

impl Step {
    fn counted(query: &str, position: u64) -> Self {
        Self {
            to: NextPage::Query {
                name: query.to_owned(),
                value: position.to_string(),
            },
            cursor: position.to_string(),
            refusal: None,
        }
    }

    /// The step that a page from `from` asks for, or a cursor of the caller's.
    fn new(to: NextPage, from: &Url, spec: &CallSpec, paging: &Paging) -> Self {
        let (to, cursor, refusal) = match to {
            NextPage::Query { name, value } => {
                let cursor = match &paging.form {
                    // The function may name another query each time.
                    PagingForm::With(_) => encoded_pair(&name, &value)
                        .map_or_else(|_| value.clone(), |pair| ["?", &pair].concat()),
                    _ => value.clone(),
                };
                (NextPage::Query { name, value }, cursor, None)
            }
            NextPage::Url(text) => {
                let (text, refusal) = resolve(text, from, spec);
                (NextPage::Url(text.clone()), text, refusal)
            }
        };
        Self {
            to,
            cursor,
            refusal,
        }
    }

    /// Makes a call ask for this page.
    pub(crate) fn apply(&self, spec: &mut CallSpec) -> Result<(), Box<Failure>> {
        if let Some(why) = &self.refusal {
            let failure = Failure::new(ErrorKind::Rejected).because(why.clone());
            return Err(failure.unsent());
        }
        let applied = match &self.to {
            NextPage::Query { name, value } => spec.set_pair(name, value),
            NextPage::Url(text) => match Url::parse(text) {
                Ok(url) => {
                    spec.go_to(url);
                    Ok(())
                }
                Err(error) => Err(error.into()),
            },
        };
        applied
            .map_err(|error| Failure::build("the next page cannot be asked for").caused_by(error))
    }
}

/// The absolute URL that a page from `from` names, and the reason why it is not followed, if there is one.
fn resolve(text: String, from: &Url, spec: &CallSpec) -> (String, Option<String>) {
    let Ok(url) = from.join(&text).map(without_fragment) else {
        return (text, Some("the URL of the next page is not one".to_owned()));
    };
    let refusal = refusal(&url, spec);
    (url.into(), refusal)
}

/// The reason why a URL is not followed, if there is one.
fn refusal(url: &Url, spec: &CallSpec) -> Option<String> {
    // Checked now, and reported when the page is asked for, after all items before it.
    if let Err(failure) = check_target(url) {
        return Some(format!("the next page cannot be asked for: {failure}"));
    }
    // A server chooses the URL in its response. The headers of the call go with the request, secrets
    // among them, so it must not choose who receives them.
    if spec.is_of_known_origin(url) {
        return None;
    }
    let origin = url.origin().ascii_serialization();
    Some(format!(
        "the next page is at another origin, `{origin}`, which is not asked; \
         if it is the same service, make that its base URL"
    ))
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

fn whole(text: &str) -> Option<u64> {
    text.parse().ok()
}
