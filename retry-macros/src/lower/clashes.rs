//! Methods against each other, and against what is generated.

use std::collections::BTreeMap;

use syn::LitStr;
use syn::ext::IdentExt;

use super::cfg::exclusive;
use super::naming::constant;
use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::api::{Api, ApiMethod};
use crate::syntax::http::VerbArgs;

/// Names of the generated client besides the methods of the trait.
const RESERVED: [&str; 6] = [
    "new",
    "with_base_url",
    "builder",
    "guards",
    "endpoints",
    "clone",
];

/// Judges all methods of a trait together.
pub(crate) fn judge(api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    let reserved = refuse_reserved(&api.methods, diag);
    let names = refuse_same_names(&api.methods, diag);
    let routes = refuse_same_routes(&api.methods, diag);
    reserved.and(names).and(routes)
}

/// Refuses methods with the name of a generated one.
fn refuse_reserved(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    for ident in methods.iter().map(|method| &method.item.sig.ident) {
        if RESERVED.iter().any(|name| ident.unraw() == name) {
            let message = format!("the generated client already has `{ident}`; rename the method");
            result = Err(diag.error(ident, message));
        }
    }
    result
}

/// Each method with those before it that have the same key. Not each with each: there may be many.
fn pairs<'a, 'b, K: Ord>(
    methods: &'a [ApiMethod<'b>],
    key: impl Fn(&ApiMethod<'b>) -> Option<K>,
) -> Vec<(&'a ApiMethod<'b>, &'a ApiMethod<'b>)> {
    // A generated trait may have thousands of methods, and each with each would be millions of pairs.
    let mut seen = BTreeMap::<K, Vec<&ApiMethod<'_>>>::new();
    let mut pairs = Vec::new();
    for method in methods {
        let Some(key) = key(method) else { continue };
        let earlier = seen.entry(key).or_default();
        let both = earlier.iter().map(|earlier| (method, *earlier));
        pairs.extend(
            both.filter(|(method, earlier)| !exclusive(&method.item.attrs, &earlier.item.attrs)),
        );
        earlier.push(method);
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
fn refuse_same_routes(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    let route = |method: &ApiMethod<'_>| route(method.verbs.first()?);
    for (method, earlier) in pairs(methods, route) {
        let Some((verb, path)) = method.verbs.first().and_then(first) else {
            continue;
        };
        let template = path.value();
        let other = &earlier.item.sig.ident;
        let message = format!(
            "`{verb} {template}` is already declared as `{other}`; remove one of them, or declare it in a trait of its own"
        );
        result = Err(diag.error(path, message));
    }
    result
}

/// The identity of a route.
fn route(args: &VerbArgs) -> Option<(String, Vec<String>)> {
    let (verb, _) = first(args)?;
    Some((verb.clone(), args.paths.iter().map(LitStr::value).collect()))
}

/// The verb and the first path.
fn first(args: &VerbArgs) -> Option<(&String, &LitStr)> {
    Some((args.verb.as_ref().ok()?, args.paths.first()?))
}
