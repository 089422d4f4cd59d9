//! Declarations: what a trait turns into, and where its arguments go.

mod arguments;
mod bad_input;
mod declarations;
mod framing;
mod generated;
mod headers;
mod hygiene;
mod mocked;
mod paths;
mod refused_before_sending;
mod shared;
mod sharing;
mod urls;
mod values;
