//! The fault suite: everything that can go wrong with a request does, over real sockets, to a GET, to
//! a POST and to a POST with an idempotency key.
//!
//! Each fault happens once and is followed by a good answer, so that a request which is repeated is
//! told from one which is not by its result as well as by what arrives at the server.

mod door;
mod frames;
mod row;
mod rows;
mod stage;

use row::check;

#[tokio::test]
async fn before_anything_is_sent() {
    check(rows::connecting()).await;
}

#[tokio::test]
async fn between_the_request_and_the_end_of_the_head() {
    check(rows::answering()).await;
}

#[tokio::test]
async fn after_the_head() {
    check(rows::reading()).await;
}

#[tokio::test]
async fn when_it_takes_too_long() {
    check(rows::slow()).await;
}

#[tokio::test]
async fn over_http_2() {
    check(rows::framed()).await;
}
