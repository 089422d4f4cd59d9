//! The pages of a list, each scripted for the request that asks for it.

use serde::Serialize;
use serde_json::{Value, json};

use crate::client::pages::Paging;
use crate::client::pages::paging::PagingForm;
use crate::testing::journal::ScriptedRoute;
use crate::testing::pattern::Pattern;
use crate::testing::route::Route;
use crate::testing::scripted_response::{self, ScriptedResponse};

/// The query parameter by which a URL in a scripted page names the next one.
const PAGE: &str = "page";

impl Route {
    /// Sets how the list of this route goes on, for [`pages`](Self::pages). Default: the `#[pages]` of the method.
    pub fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Scripts a list, page by page. Each page is the response to the request that the page before it leads to, once.
    /// A counted list also gets the empty page that ends it.
    ///
    /// ```
    /// use retry_client::testing::{Stub, status};
    /// use retry_client::{Pages, Result, client};
    ///
    /// #[client(base_url = "https://api.example.com")]
    /// #[retry(exponential)]
    /// trait Api {
    ///     #[get("/orders")]
    ///     #[pages(cursor = "meta.next", query = "cursor", items = "data")]
    ///     async fn orders(&self) -> Result<Pages<u32>>;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<()> {
    /// let stub = Stub::new();
    /// // The first attempt for the second page fails. Scripted cursors are the numbers of the pages.
    /// stub.on(ApiClient::ORDERS, ()).query("cursor", "2").answer(status(503));
    /// stub.on(ApiClient::ORDERS, ()).pages([vec![1, 2], vec![3]]);
    ///
    /// let mut orders = stub.client::<ApiClient>().orders().await?;
    /// assert_eq!(orders.collect_at_most(10).await?, [1, 2, 3]);
    /// stub.verify();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The cursor of page *n* is `n`, and its URL is `?page=n`. To let a page fail first, script a route for it before
    /// this one.
    ///
    /// # Panics
    ///
    /// If it is not known how the list goes on; if a function decides that (`with`), as only the test can make its
    /// pages; if the client has a `format`; or if an item cannot be JSON.
    #[track_caller]
    pub fn pages<P>(&self, pages: impl IntoIterator<Item = P>)
    where
        P: IntoIterator<Item: Serialize>,
    {
        let Some(paging) = &self.paging else {
            panic!("how the list goes on is not known; add `.paging(Paging::link())`");
        };
        assert!(
            paging.is_json,
            "pages are made up in JSON, and this client has another `format`; script each page with \
             `.answer(bytes(…))`, on routes narrowed by `.query(…)`"
        );
        let mut pages: Vec<Vec<Value>> = pages.into_iter().map(items).collect();
        if matches!(
            paging.form,
            PagingForm::Page { .. } | PagingForm::Offset { .. }
        ) && pages.last().is_none_or(|last| !last.is_empty())
        {
            pages.push(Vec::new());
        }
        let first = self.state.journal().routes[self.position].pattern.clone();
        let mut received = 0;
        for (index, items) in pages.iter().enumerate() {
            let response = response(
                paging,
                items,
                (index + 1 < pages.len()).then_some(index + 2),
            );
            self.script(index, &first, asked(paging, index, received), response);
            received += items.len();
        }
    }

    /// Scripts one page, for the request with a query pair if there is one.
    fn script(
        &self,
        index: usize,
        pattern: &Pattern,
        pair: Option<(String, String)>,
        response: ScriptedResponse,
    ) {
        let mut journal = self.state.journal();
        // The first page of a list that is not counted needs no route of its own. The route of any other page
        // names one more query pair, and so takes precedence.
        let Some((name, value)) = pair else {
            journal.routes[self.position].responses.push(response);
            return;
        };
        let mut pattern = pattern.clone();
        pattern.add_query(&name, &value);
        let mut route = ScriptedRoute::new(pattern);
        route.responses.push(response);
        match index {
            // The route itself becomes that of the first page.
            0 => journal.routes[self.position] = route,
            _ => journal.routes.push(route),
        }
    }
}

#[track_caller]
fn items<P>(page: P) -> Vec<Value>
where
    P: IntoIterator<Item: Serialize>,
{
    let values = page.into_iter().map(serde_json::to_value);
    match values.collect() {
        Ok(values) => values,
        Err(error) => panic!("the item cannot be JSON: {error}"),
    }
}

/// The query pair of the request for a page, in addition to those of the route.
fn asked(paging: &Paging, index: usize, received: usize) -> Option<(String, String)> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let (name, value) = match &paging.form {
        PagingForm::Page { query, start } => (query, start.saturating_add(count(index))),
        PagingForm::Offset { query } => (query, count(received)),
        _ if index == 0 => return None,
        PagingForm::Cursor { query, .. } => (query, count(index + 1)),
        PagingForm::Link | PagingForm::Next { .. } | PagingForm::With(_) => {
            return Some((PAGE.to_owned(), (index + 1).to_string()));
        }
    };
    Some((name.to_string(), value.to_string()))
}

/// A page that leads to another, if there is one.
#[track_caller]
fn response(paging: &Paging, items: &[Value], next: Option<usize>) -> ScriptedResponse {
    let mut body = json!(items);
    if let Some(path) = &paging.items {
        let list = body.take();
        put(&mut body, path, list);
    }
    // Relative, as the script does not know the base URL of the client.
    let url = next.map(|number| format!("?{PAGE}={number}"));
    match (&paging.form, url) {
        (PagingForm::Link, Some(url)) => {
            let link = format!("<{url}>; rel=\"next\"");
            return scripted_response::json(&body).header("link", link);
        }
        (PagingForm::Next { path }, url) => put(&mut body, path, json!(url)),
        (PagingForm::Cursor { path, .. }, _) => {
            put(
                &mut body,
                path,
                json!(next.map(|number| number.to_string())),
            );
        }
        (PagingForm::With(_), _) => panic!(
            "a function says how the list goes on, so only the test knows what leads to the next page; \
             script each page with `.answer(…)`, on routes narrowed by `.query(…)`"
        ),
        (PagingForm::Link | PagingForm::Page { .. } | PagingForm::Offset { .. }, _) => {}
    }
    scripted_response::json(&body)
}

/// Puts a value at a path of an object.
fn put(mut place: &mut Value, mut path: &str, value: Value) {
    // `@odata.nextLink` is one name.
    while let Some((name, rest)) = path.split_once('.').filter(|_| !path.starts_with('@')) {
        (place, path) = (&mut place[name], rest);
    }
    place[path] = value;
}
