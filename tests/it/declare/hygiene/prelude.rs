//! No prelude, and types of the user's own under its names.
#![no_implicit_prelude]
#![allow(dead_code, reason = "they are there to be in the way")]

struct Option;
struct Result;
struct String;
struct Vec;
struct Box;
struct Send;
struct Future;
struct Clone;
struct Debug;
struct Ok;
struct Some;
struct None;
struct Err;
struct Default;
struct Duration;
struct Policy;
struct Endpoint;

type Answer<T> = ::retry_client::Result<T>;

#[::retry_client::client(base_url = "https://h", headers("x-a" = "1"), dyn)]
#[retry(list(1ms, 2ms), statuses = [429])]
trait Bare {
    #[get("/{id}", none_on = 404)]
    async fn one(
        &self,
        id: u8,
        #[query] list: ::std::option::Option<&[u8]>,
        #[header("x-b")] b: &str,
    ) -> Answer<::std::option::Option<::std::string::String>>;

    #[post("/")]
    #[idempotency_key]
    async fn two(&self, #[json] body: &[u8]) -> Answer<()>;
}

#[::core::prelude::v1::test]
fn a_client_needs_no_prelude() {
    let api = BareClient::new().unwrap();
    let list: &[u8] = &[1, 2];
    let request = api
        .one(7, ::std::option::Option::Some(list), "b")
        .build()
        .unwrap();
    ::std::assert_eq!(request.url().as_str(), "https://h/7?list=1&list=2");
    ::std::assert_eq!(request.headers().len(), 2);
}
