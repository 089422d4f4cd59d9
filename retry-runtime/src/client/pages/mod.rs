//! Lists that go on over several responses.
//!
//! The `.await` of a paged call fetches the first page, and the stream that it returns fetches the others, one
//! at a time and only when an item of theirs is asked for. Each page is a call of its own: the call as its
//! method made it, with its overrides, is kept as a template that is never sent, and every page sends a
//! copy of it. So nothing that happens to one page (a redirect that turns it into a GET, an idempotency key)
//! reaches another, and a page that failed can be asked for again.
//!
//! What a page says of the next one ([`Next`]) is read together with its items (`read`), resolved and judged
//! when it has arrived (`traversal`), and kept beside the items until they have been handed out. A page that
//! would lead in a circle or away is therefore known to, and told only after all items before it.
//!
//! Reading a page stands in one place, `read`; the function that reads the body is its format's. `link`, `seen` and
//! `traversal` are pure. Nothing here sleeps or decides about retries: that is the engine's, page by page.

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
