//! What the user wrote: spans kept, nothing judged beyond what keys and words there are.

pub(crate) mod api;
pub(crate) mod arg;
pub(crate) mod client;
pub(crate) mod header;
pub(crate) mod headers;
pub(crate) mod helper;
pub(crate) mod http;
pub(crate) mod limits;
pub(crate) mod retry;
pub(crate) mod role;
pub(crate) mod template;
pub(crate) mod unfinished;
pub(crate) mod visibility;
