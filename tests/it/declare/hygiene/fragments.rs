//! A client trait out of a macro, whose fragments come in groups that nobody sees.

use std::time::Duration;

use retry_client::{Outcome, Repeat, Result, Verdict, client};

macro_rules! declare {
    (
        $vis:vis $name:ident at $base:expr, $header:literal,
        $attempts:literal times after $base_delay:expr, judged by $judge:path:
        $path:literal => $method:ident($argument:ident: $segment:ty, $query:ident: $text:ty) -> $value:ty;
        $other:literal => $lifetime:lifetime, $second:ident
    ) => {
        #[client(base_url = $base, headers("x-made" = $header), dyn)]
        #[retry(constant, base = $base_delay, attempts = $attempts, when = $judge)]
        $vis trait $name {
            #[get($path, none_on = 404)]
            async fn $method(&self, $argument: $segment, #[query] $query: $text) -> Result<$value>;

            #[post($other)]
            #[idempotent($header)]
            async fn $second<$lifetime>(&$lifetime self, #[json] body: &$lifetime str) -> Result<()>;
        }
    };
}

fn judge(_: &Outcome) -> Verdict {
    Verdict::Default
}

const BASE: &str = "https://h/v1";

declare! {
    pub(in crate::declare::hygiene) Made at BASE, "macro", 2 times after Duration::from_millis(5),
    judged by self::judge:
    "/users/{id}" => user(id: u64, q: Option<&str>) -> Option<String>;
    "/users" => 'a, add
}

#[test]
fn a_client_can_come_out_of_a_macro() {
    let api = MadeClient::new().unwrap();
    let request = api.user(7, Some("x")).build().unwrap();
    assert_eq!(request.url().as_str(), "https://h/v1/users/7?q=x");
    assert_eq!(request.headers()["x-made"], "macro");
    assert_eq!(MadeClient::ADD.repeat(), Repeat::Declared("macro"));
}
