//! Helpers of the tests: servers, scripts, clients and what else several subjects share.

pub(crate) mod ad_hoc;
pub(crate) mod broken_client;
pub(crate) mod closed_port;
pub(crate) mod fixed_rng;
pub(crate) mod held_clock;
pub(crate) mod http2_frame;
pub(crate) mod isolated;
pub(crate) mod memory;
pub(crate) mod mirror;
pub(crate) mod range_server;
pub(crate) mod raw_http;
pub(crate) mod runtimes;
pub(crate) mod script;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod temp_dir;
pub(crate) mod upload_server;
