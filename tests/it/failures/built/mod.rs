//! The connections of the client that is built: which one an attempt goes over, and what it says when
//! one is lost.

mod codings;
mod company;
mod company_clients;
mod http1;
mod http2;
mod peer;
mod proxies;
mod tls;
