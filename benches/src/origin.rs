//! Which crate a function belongs to, by its name.

/// Functions of the C library that keep the heap.
const HEAP: &[&str] = &[
    "malloc",
    "calloc",
    "realloc",
    "free",
    "cfree",
    "posix_memalign",
    "aligned_alloc",
    "unlink_chunk",
    "_int_malloc",
    "_int_free",
    "_int_realloc",
    "_int_memalign",
    "_mid_memalign",
    "malloc_consolidate",
    "checked_request2size",
    "tcache_get",
    "tcache_put",
    "systrim",
    "sysmalloc",
];

/// The crate, or what stands for it: `heap`, `memory` (copying and comparing), `libc`.
#[must_use]
pub fn of(function: &str) -> String {
    let name = function.split(['.', '@']).next().unwrap_or(function);
    if HEAP.contains(&name) || function.contains("__rust_alloc") || function.contains("__rdl_") {
        return "heap".to_owned();
    }
    if ["memcpy", "memmove", "memset", "memcmp", "bcmp", "strlen"]
        .iter()
        .any(|part| function.contains(part))
    {
        return "memory".to_owned();
    }
    if !function.contains("::") {
        return "libc".to_owned();
    }
    // What is dropped says more than who drops it.
    let dropped = function.strip_prefix("core::ptr::drop_in_place");
    let path = dropped.unwrap_or(function).trim_start_matches("::");
    first_crate(path).unwrap_or("core").to_owned()
}

/// The first name of a path that is a crate's, past `<`, `&`, `dyn` and the containers of the
/// standard library.
fn first_crate(path: &str) -> Option<&str> {
    let mut standard = None;
    let mut words =
        path.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':'));
    words
        .find_map(|word| {
            let (name, _) = word.split_once("::")?;
            if name.is_empty() {
                return None;
            }
            if matches!(name, "core" | "alloc" | "std" | "hashbrown") {
                standard.get_or_insert(name);
                return None;
            }
            Some(name)
        })
        .or(standard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_that_it_is_about() {
        let table = [
            ("reqwest::async_impl::client::Client::execute", "reqwest"),
            ("<http::uri::Uri as core::clone::Clone>::clone", "http"),
            ("<&mut hyper::Io as core::future::Future>::poll", "hyper"),
            ("core::ptr::drop_in_place<url::Url>", "url"),
            (
                "core::ptr::drop_in_place<alloc::boxed::Box<dyn tower::Service>>",
                "tower",
            ),
            ("alloc::raw_vec::finish_grow", "alloc"),
            ("_int_malloc", "heap"),
            ("__memcpy_avx_unaligned_erms", "memory"),
            ("__rustc::__rdl_alloc", "heap"),
            ("epoll_wait", "libc"),
        ];
        for (function, expected) in table {
            assert_eq!(of(function), expected, "{function}");
        }
    }
}
