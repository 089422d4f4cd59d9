//! Lists that go on over several responses.
//!
//! The `.await` of a paged call fetches the first page, and the stream that it returns fetches the others, one
//! at a time and only when one of their items is asked for. Each page is a call of its own: the call that the
//! method made, with its overrides, is kept as a template that is never sent, and every page sends a copy of it.
//! So nothing that happens to one page (a redirect that turns it into a GET, an idempotency key) affects another,
//! and a page that failed can be asked for again.
//!
//! The reference from a page to the next one ([`Next`]) is read together with the items (`read`), and resolved
//! and checked as soon as the page has arrived (`traversal`). If it leads in a circle or to another origin, that
//! is known early, but reported only after all items before it have been handed out.
//!
//! Pages are read in one place, `read`, by a function of their format. `link`, `seen` and `traversal` are pure.
//! Nothing in here sleeps or decides about retries: the engine does both, page by page.

mod call;
mod link;
mod page;
pub(crate) mod paging;
mod parts;
mod read;
mod return_type;
mod seen;
mod source;
mod stream;
mod traversal;

pub use self::call::Paged;
pub use self::page::Page;
pub use self::paging::Paging;
pub use self::parts::{Next, PageParts};
pub use self::return_type::PagesDecoder;
pub use self::stream::Pages;
