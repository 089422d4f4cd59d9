//! Methods against each other, and against what is generated.

use syn::ext::IdentExt;

use super::method::{constant, exclusive};
use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::api::{Api, ApiMethod};
use crate::syntax::http::VerbArgs;

/// What the generated client has besides the methods of the trait.
const RESERVED: [&str; 5] = ["new", "with_base_url", "builder", "endpoints", "clone"];

pub(crate) fn judge(api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<()> {
    let reserved = refuse_reserved(&api.methods, diag);
    let names = refuse_same_names(&api.methods, diag);
    let routes = refuse_same_routes(&api.methods, diag);
    reserved.and(names).and(routes)
}

fn refuse_reserved(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    for ident in methods.iter().map(|method| &method.item.sig.ident) {
        if RESERVED.iter().any(|name| ident.unraw() == name) {
            let message = format!("the generated client has a `{ident}` itself; rename the method");
            result = Err(diag.error(ident, message));
        }
    }
    result
}

/// Each method with those before it.
fn pairs<'a, 'b>(
    methods: &'a [ApiMethod<'b>],
) -> impl Iterator<Item = (&'a ApiMethod<'b>, &'a ApiMethod<'b>)> {
    let with_earlier = |(at, method): (usize, &'a ApiMethod<'b>)| {
        let earlier = methods[..at].iter().map(move |earlier| (method, earlier));
        earlier.filter(|(method, earlier)| !exclusive(&method.item.attrs, &earlier.item.attrs))
    };
    methods.iter().enumerate().flat_map(with_earlier)
}

fn refuse_same_names(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    for (method, earlier) in pairs(methods) {
        let (ident, other) = (&method.item.sig.ident, &earlier.item.sig.ident);
        if constant(ident) != constant(other) {
            continue;
        }
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

fn refuse_same_routes(methods: &[ApiMethod<'_>], diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    for (method, earlier) in pairs(methods) {
        let (Some(args), Some(other)) = (method.verbs.first(), earlier.verbs.first()) else {
            continue;
        };
        let (Ok(verb), Some(path)) = (&args.verb, args.paths.first()) else {
            continue;
        };
        if !same_route(args, other) {
            continue;
        }
        let template = path.value();
        let other = &earlier.item.sig.ident;
        let message = format!("`{verb} {template}` is `{other}` already; remove one of them");
        result = Err(diag.error(path, message));
    }
    result
}

fn same_route(left: &VerbArgs, right: &VerbArgs) -> bool {
    let paths = |args: &VerbArgs| {
        args.paths
            .iter()
            .map(syn::LitStr::value)
            .collect::<Vec<_>>()
    };
    match (&left.verb, &right.verb) {
        (Ok(verb), Ok(other)) => verb == other && paths(left) == paths(right),
        _ => false,
    }
}
