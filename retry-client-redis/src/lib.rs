#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod failure;
mod keys;
mod link;
mod script;
mod server;
mod state;

pub use self::state::RedisState;
