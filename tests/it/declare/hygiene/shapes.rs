//! Lifetimes, where clauses, supertraits, `cfg`, and traits in odd places.

use std::borrow::Cow;
use std::fmt::Debug;

use retry_client::{Result, client};

/// Lifetimes, a supertrait, a where clause.
#[client(base_url = "https://h", dyn)]
trait Shapes: Debug + Send + Sync {
    #[get("/{a}/{b}")]
    async fn lifetimes<'a, 'b>(
        &'a self,
        a: &'a str,
        b: Cow<'b, str>,
        #[query] c: &str,
    ) -> Result<()>
    where
        'b: 'a;

    #[cfg(any())]
    #[get("/never/{missing}")]
    async fn never(&self, missing: NoSuchType) -> Result<()>;

    #[cfg(not(windows))]
    #[get("/same")]
    async fn route(
        &self,
        #[cfg(any())]
        #[query]
        never: NoSuchType,
        #[query] b: u8,
    ) -> Result<()>;

    #[cfg(windows)]
    #[get("/same")]
    async fn route(&self) -> Result<()>;

    #[get("/last")]
    async fn last(&self) -> Result<()>;

    /// The user's own.
    async fn twice(&self) -> Result<()> {
        self.last().await?;
        self.last().await
    }
}

/// A second trait in the module, with methods of the same names.
#[client(base_url = "https://i")]
trait Other {
    #[get("/last")]
    async fn last(&self) -> Result<()>;
}

#[test]
fn methods_removed_by_cfg_leave_the_rest_in_place() {
    let api = ShapesClient::new().unwrap();
    let names: Vec<_> = ShapesClient::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.name())
        .collect();
    assert_eq!(names, ["lifetimes", "route", "last"]);
    let url = |built: Result<retry_client::Request>| built.unwrap().url().to_string();
    assert_eq!(
        url(api.lifetimes("x", "y".into(), "z").build()),
        "https://h/x/y?c=z"
    );
    assert_eq!(url(api.route(1).build()), "https://h/same?b=1");
    assert_eq!(url(api.last().build()), "https://h/last");
    assert_eq!(
        url(OtherClient::new().unwrap().last().build()),
        "https://i/last"
    );
}

#[test]
fn a_client_can_be_declared_inside_a_function() {
    #[client(base_url = "https://local")]
    trait Local {
        #[get("/a")]
        async fn a(&self) -> Result<()>;
    }
    let request = LocalClient::new().unwrap().a().build().unwrap();
    assert_eq!(request.url().as_str(), "https://local/a");
}

#[tokio::test]
async fn every_implementation_has_the_dyn_compatible_trait() {
    #[derive(Debug)]
    struct Fake;

    impl Shapes for Fake {
        async fn lifetimes<'a, 'b>(&'a self, _: &'a str, _: Cow<'b, str>, _: &str) -> Result<()>
        where
            'b: 'a,
        {
            Ok(())
        }

        async fn route(&self, _: u8) -> Result<()> {
            Ok(())
        }

        async fn last(&self) -> Result<()> {
            Ok(())
        }
    }

    let both: [Box<dyn DynShapes + Send + Sync>; 2] = [
        Box::new(Fake),
        Box::new(ShapesClient::with_base_url("http://127.0.0.1:1").unwrap()),
    ];
    let mut outcomes = Vec::new();
    for api in both {
        let call = async move {
            let text = String::from("x");
            api.lifetimes(&text, Cow::Borrowed(&text), &text).await
        };
        outcomes.push(tokio::spawn(call).await.unwrap().is_ok());
    }
    assert_eq!(outcomes, [true, false]);
}
