//! Clashes of methods with each other, and with generated names.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use quote::ToTokens;
use syn::Ident;
use syn::ext::IdentExt;

use super::naming::constant;
use super::same;
use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::api::{Api, ApiMethod};

/// Names of the generated client besides the methods of the trait.
const RESERVED: [&str; 6] = [
    "new",
    "with_base_url",
    "builder",
    "guards",
    // Its constant would be `ENDPOINTS`, the list of all. `clone` is the derived one.
    "endpoints",
    "clone",
];

/// Checks all methods of a trait together.
pub(crate) fn check(api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    let reserved = refuse_reserved(&api.methods, diag);
    let names = refuse_same_names(&api.methods, diag);
    let requests = refuse_same_requests(&api.methods, diag);
    reserved.and(names).and(requests)
}

/// Refuses methods with the name of a generated one.
fn refuse_reserved(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let idents = methods.iter().map(|method| &method.item.sig.ident);
    let is_reserved = |ident: &Ident| RESERVED.iter().any(|name| ident.unraw() == name);
    // Names without a lower-case letter, such as `FOO`, `__` and `名前`, are those of their constants.
    let taken = idents.filter(|ident| is_reserved(ident) || constant(ident) == ident.unraw());
    diag.errors(taken, |ident| {
        if is_reserved(ident) {
            return format!("the generated client already has `{ident}`; rename the method");
        }
        format!(
            "the generated client already has the constant `{ident}`; begin the name of the method \
             with a lower-case letter"
        )
    })
}

/// Each method with the first before it that has the same key.
fn pairs<'a, 'b, K: Ord>(
    methods: &'a [ApiMethod<'b>],
    key: impl Fn(&ApiMethod<'b>) -> Option<K>,
) -> Vec<(&'a ApiMethod<'b>, &'a ApiMethod<'b>)> {
    // A generated trait may have thousands of methods; comparing each with each would take millions
    // of steps.
    let mut seen = BTreeMap::<K, &ApiMethod<'_>>::new();
    let mut pairs = Vec::new();
    for method in methods {
        let Some(key) = key(method) else { continue };
        match seen.entry(key) {
            // The first stays, so that each of its repetitions is compared with it.
            Entry::Occupied(first) => pairs.push((method, *first.get())),
            Entry::Vacant(place) => _ = place.insert(method),
        }
    }
    pairs
}

/// Refuses methods that would share a name or a constant.
fn refuse_same_names(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    let name = |method: &ApiMethod<'_>| Some(constant(&method.item.sig.ident));
    for (method, earlier) in pairs(methods, name) {
        let (ident, other) = (&method.item.sig.ident, &earlier.item.sig.ident);
        let message = if ident == other {
            format!("`{ident}` is declared twice; rename one of them")
        } else {
            let constant = constant(ident);
            format!("`{ident}` and `{other}` share the constant `{constant}`; rename one of them")
        };
        result = Err(diag.error(ident, message));
    }
    result
}

/// Refuses methods that would send the same request.
fn refuse_same_requests(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    for (method, earlier) in pairs(methods, same::request) {
        let Some((args, verb)) = method.verbs.first().zip(same::verb(method)) else {
            continue;
        };
        let (at, what): (&dyn ToTokens, _) = match args.paths.first() {
            Some(path) => (path, format!("`{verb} {}`", path.value())),
            None => (&args.at, format!("`{verb}` of an `#[url]`")),
        };
        let other = &earlier.item.sig.ident;
        let message = format!(
            "{what} is already declared as `{other}`, with the same headers, arguments \
             and return type; remove one of them"
        );
        result = Err(diag.error(at, message));
    }
    result
}
