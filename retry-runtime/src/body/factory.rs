//! Functions that make a new body for each attempt.

use std::fmt;
use std::sync::Arc;

use reqwest::Body;

/// A function that makes a new body for each attempt.
///
/// ```
/// use retry_runtime::{Body, BodyFactory};
///
/// let numbers = vec![1, 2, 3];
/// let factory = BodyFactory::new(move || Body::from(format!("{numbers:?}")));
/// ```
#[derive(Clone)]
// `Fn` and not `FnMut`: attempts of two calls that share a factory may overlap.
pub struct BodyFactory(Arc<dyn Fn() -> Body + Send + Sync>);

impl BodyFactory {
    /// A factory that calls `make` for each attempt.
    pub fn new(make: impl Fn() -> Body + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }

    pub(crate) fn make(&self) -> Body {
        (self.0)()
    }
}

impl fmt::Debug for BodyFactory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyFactory")
    }
}
