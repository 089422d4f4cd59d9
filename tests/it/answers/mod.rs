//! Responses: values, streams, events and downloads.

mod asked_for;
mod broken_responses;
mod decoding;
mod downloads;
mod events;
mod formats;
mod judged_streams;
mod limits;
mod nested;
mod parts;
mod reconnecting;
mod resumed;
mod return_types;
mod streams;
