//! The text of a value: its scalar form in serde if it has one, else its `Display`.

mod refused;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use retry_client::{Call, ErrorKind, Request, Result, client};
use serde::{Serialize, Serializer};

/// Written for people by `Display` and for programs by serde, as the types of date crates are.
#[derive(Clone, Copy)]
struct Date;

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("2017-09-19 13:08:00 UTC")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str("2017-09-19T13:08:00Z")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Sort {
    NewestFirst,
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Newest first")
    }
}

#[derive(Serialize)]
struct Id(u128);

/// A struct to serde, and one text to people.
#[derive(Serialize)]
struct Point {
    x: i32,
    y: i32,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.x, self.y)
    }
}

/// A list to serde that has a text as well.
#[derive(Serialize)]
struct Tags(Vec<&'static str>);

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("+"))
    }
}

#[derive(Serialize)]
struct Since {
    since: Date,
    share: f32,
}

#[derive(Serialize)]
struct Cart {
    metadata: BTreeMap<&'static str, Option<&'static str>>,
    items: Vec<Since>,
    coupons: Vec<u8>,
    note: Option<&'static str>,
}

#[client(base_url = "https://h")]
trait Api {
    #[get("/{since}")]
    async fn date(
        &self,
        since: Date,
        #[query("since")] query: Date,
        #[header("x-since")] header: Date,
    ) -> Result<()>;

    #[get("/{sort}")]
    async fn sort(
        &self,
        sort: Sort,
        #[query("sort")] query: Sort,
        #[header("x-sort")] header: Option<Sort>,
    ) -> Result<()>;

    #[get("/{id}")]
    async fn newtype(&self, id: &Id, #[header("x-id")] header: Id) -> Result<()>;

    #[get("/{at}")]
    async fn point(&self, at: Point, #[query] to: Point, #[header("x-p")] p: &Point) -> Result<()>;

    #[get("/{tags}")]
    async fn tags(
        &self,
        tags: &Tags,
        #[query("tag")] query: &Tags,
        #[header("x-tags")] header: &Tags,
    ) -> Result<()>;

    #[get("/q")]
    async fn numbers(&self, #[query] a: f32, #[query] b: u128, #[query] c: f64) -> Result<()>;

    #[get("/{x}")]
    async fn path_number(&self, x: f64) -> Result<()>;

    #[get("/h")]
    async fn header_number(&self, #[header("x-x")] x: f32) -> Result<()>;

    #[get("/set")]
    async fn hash_set(&self, #[query("id")] ids: &HashSet<u32>) -> Result<()>;

    #[get("/lists")]
    async fn lists(
        &self,
        #[query("id")] ids: BTreeSet<u32>,
        #[query(csv)] csv: BTreeSet<u8>,
        #[query] pair: (u8, &str),
        #[query] maybe: Option<BTreeSet<u8>>,
        #[query] cow: Cow<'_, str>,
    ) -> Result<()>;

    #[get("/flat")]
    async fn flat(&self, #[query(flatten)] filter: &Since) -> Result<()>;

    #[get("/nested")]
    async fn nested_query(&self, #[query(flatten, nested)] cart: &Cart) -> Result<()>;

    #[get("/too-deep")]
    async fn too_deep(&self, #[query(flatten)] cart: &Cart) -> Result<()>;

    #[post("/nested")]
    async fn nested_form(&self, #[form(nested)] cart: &Cart) -> Result<()>;

    #[post("/too-deep")]
    async fn too_deep_form(&self, #[form] cart: &Cart) -> Result<()>;

    #[get("/compound")]
    async fn compound(&self, #[query] filter: &Since) -> Result<()>;

    #[get("/{filter}")]
    async fn compound_in_path(&self, filter: &Since) -> Result<()>;

    #[get("/compound-header")]
    async fn compound_in_header(&self, #[header("x-f")] filter: &Since) -> Result<()>;
}

fn api() -> ApiClient {
    ApiClient::new().unwrap()
}

fn built(call: Call<()>) -> Request {
    call.build().unwrap()
}

fn query(call: Call<()>) -> String {
    let built = built(call);
    let query = built.url().query().unwrap_or_default();
    query.replace("%3A", ":")
}

/// The path without its slash, the query and the only header of a request.
fn three(call: Call<()>, header: &str) -> [String; 3] {
    let request = built(call);
    let header = request.headers()[header].to_str().unwrap().to_owned();
    let path = request.url().path()[1..].replace("%3A", ":");
    let query = request
        .url()
        .query()
        .unwrap_or_default()
        .replace("%3A", ":");
    [path, query, header]
}

fn refusal(call: Call<()>) -> String {
    let error = call.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    error.to_string()
}

fn cart() -> Cart {
    Cart {
        metadata: BTreeMap::from([("key", Some("a b")), ("none", None)]),
        items: vec![Since {
            since: Date,
            share: 0.1,
        }],
        coupons: Vec::new(),
        note: None,
    }
}

#[test]
fn serde_comes_before_display_in_path_query_and_header() {
    let date = "2017-09-19T13:08:00Z";
    assert_eq!(
        three(api().date(Date, Date, Date), "x-since"),
        [date.to_owned(), format!("since={date}"), date.to_owned()]
    );
    assert_eq!(
        three(
            api().sort(
                Sort::NewestFirst,
                Sort::NewestFirst,
                Some(Sort::NewestFirst)
            ),
            "x-sort"
        ),
        ["newest-first", "sort=newest-first", "newest-first"]
    );
    let id = u128::MAX.to_string();
    assert_eq!(
        three(api().newtype(&Id(u128::MAX), Id(u128::MAX)), "x-id"),
        [id.clone(), String::new(), id]
    );
}

#[test]
fn display_is_used_where_serde_has_no_scalar() {
    let at = || Point { x: 1, y: -2 };
    assert_eq!(
        three(api().point(at(), at(), &at()), "x-p"),
        ["1%2C-2", "to=1%2C-2", "1,-2"]
    );
}

#[test]
fn a_list_of_serde_is_repeated_in_a_query_and_displayed_elsewhere() {
    let tags = Tags(vec!["a", "b"]);
    assert_eq!(
        three(api().tags(&tags, &tags, &tags), "x-tags"),
        ["a%2Bb", "tag=a&tag=b", "a+b"]
    );
    assert_eq!(query(api().hash_set(&HashSet::from([7]))), "id=7");
    let ids = BTreeSet::from([7, 8]);
    let csv = BTreeSet::from([1, 2]);
    assert_eq!(
        query(api().lists(ids, csv, (1, "x"), Some(BTreeSet::from([9])), "c".into())),
        "id=7&id=8&csv=1,2&pair=1&pair=x&maybe=9&cow=c"
    );
}

#[test]
fn numbers_are_exact_and_finite() {
    assert_eq!(
        query(api().numbers(0.1, u128::MAX, 1.5)),
        format!("a=0.1&b={}&c=1.5", u128::MAX)
    );
    assert_eq!(
        query(api().flat(&Since {
            since: Date,
            share: 0.1
        })),
        "since=2017-09-19T13:08:00Z&share=0.1"
    );
    let table = [
        (api().numbers(f32::NAN, 1, 1.0), "a"),
        (api().numbers(1.0, 1, f64::INFINITY), "c"),
        (api().path_number(f64::NEG_INFINITY), "x"),
        (api().header_number(f32::NAN), "x"),
        (
            api().flat(&Since {
                since: Date,
                share: f32::NAN,
            }),
            "filter",
        ),
    ];
    for (call, argument) in table {
        let error = refusal(call);
        assert!(
            error.contains(&format!("argument `{argument}` ")),
            "{error}"
        );
        assert!(error.contains("finite"), "{error}");
    }
}
