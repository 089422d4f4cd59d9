//! Requests, made from arguments.
//!
//! A method encodes its arguments when it is called, not when it is awaited. The [`CallSpec`] that it
//! fills owns text and bytes and borrows nothing, so a call can be spawned, and an argument that cannot
//! be sent is known before the first attempt. Errors are recorded in the spec and returned by `.await`,
//! because the methods of a client return calls and not results.
//!
//! Each attempt then takes its request from the spec (`CallSpec::request`): attempts differ in path,
//! base URL, attempt header and body, and nothing has to be cloned for a call that succeeds at once.
//!
//! Nothing here sends, waits, or knows of retries beyond the number of an attempt. Two promises are kept
//! here and nowhere else: a value never changes the structure of a URL (`path`), and a header never
//! changes the framing of a message (`framing`).

mod accept;
mod argument;
mod base_url;
mod constant;
mod deadline;
mod fields;
mod framing;
mod header;
mod next_page;
pub(crate) use self::accept::Accept;
pub(crate) mod path;
mod reference;
mod resolved;
mod spec;
mod target;
mod text;

pub use self::argument::{Arg, AsFields, arg};
pub(crate) use self::argument::{HeaderValues, InvalidHeader, Values};
pub(crate) use self::base_url::{BaseUrl, check_target, encoded_pair, missing_pairs, with_query};
pub use self::constant::Constant;
pub(crate) use self::deadline::DeadlineHeader;
pub use self::fields::Nesting;
pub(crate) use self::fields::form_text;
pub(crate) use self::framing::{is_about_body, is_left_out, strip_framing};
pub(crate) use self::header::{bad_header_value, basic_credentials, header_pair, secret};
pub use self::path::PathArgument;
pub(crate) use self::path::push_value_encoded;
pub(crate) use self::reference::Reference;
pub(crate) use self::resolved::{Headers, ResolvedEndpoint};
pub(crate) use self::spec::CallSpec;
pub(crate) use self::target::{Destination, RequestVariant, Target, UrlOrPath, nth};
pub(crate) use self::text::{Lists, NoText};
