//! One URL or a list of them.

use reqwest::Url;

use crate::error::Failure;
use crate::request::UrlOrPath;

/// One URL, or one per attempt: `"https://a/x"`, `["https://a/x", "https://b/x"]`, a `Url`, a `Vec` or a slice of
/// them. A client with a base URL also takes a path: `"/x"`.
pub trait IntoUrls {
    /// The URLs or paths to which the attempts go.
    #[doc(hidden)]
    fn places(self) -> Result<Vec<UrlOrPath>, Box<Failure>>;
}

/// The error about a list without an entry.
pub(crate) fn none() -> Box<Failure> {
    Failure::build("a list of URLs or requests needs at least one entry")
}

/// One URL of a list.
pub trait OneUrl {
    /// The URL or path that it stands for.
    #[doc(hidden)]
    fn place(&self) -> Result<UrlOrPath, Box<Failure>>;
}

impl OneUrl for str {
    fn place(&self) -> Result<UrlOrPath, Box<Failure>> {
        UrlOrPath::parse(self)
    }
}

impl OneUrl for String {
    fn place(&self) -> Result<UrlOrPath, Box<Failure>> {
        UrlOrPath::parse(self)
    }
}

impl OneUrl for Url {
    fn place(&self) -> Result<UrlOrPath, Box<Failure>> {
        UrlOrPath::url(self.clone())
    }
}

impl<T: OneUrl + ?Sized> OneUrl for &T {
    fn place(&self) -> Result<UrlOrPath, Box<Failure>> {
        (**self).place()
    }
}

fn all<T: OneUrl>(urls: &[T]) -> Result<Vec<UrlOrPath>, Box<Failure>> {
    if urls.is_empty() {
        return Err(none());
    }
    urls.iter().map(OneUrl::place).collect()
}

// One by one, as an implementation for every `OneUrl` would overlap with those for lists.
macro_rules! single {
    ($($one:ty)+) => {$(
        impl IntoUrls for $one {
            fn places(self) -> Result<Vec<UrlOrPath>, Box<Failure>> {
                Ok(vec![self.place()?])
            }
        }
    )+};
}

single! { &str String &String Url &Url }

macro_rules! lists {
    ($($list:ty, [$($generics:tt)*];)+) => {$(
        impl<T: OneUrl, $($generics)*> IntoUrls for $list {
            fn places(self) -> Result<Vec<UrlOrPath>, Box<Failure>> {
                all(&self[..])
            }
        }
    )+};
}

lists! {
    [T; N], [const N: usize];
    &[T; N], [const N: usize];
    &[T], [];
    Vec<T>, [];
    &Vec<T>, [];
}
