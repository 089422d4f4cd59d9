//! Methods as they were meant, which is how the rest of the program uses them.

use proc_macro2::Ident;
use quote::{ToTokens, format_ident};
use syn::{FnArg, ItemTrait, Pat, ReceiverKind, ReturnType, Signature, TraitItem, parse_quote};

use crate::lower::{self, naming};
use crate::syntax::idents::contains;

/// Completes signatures, and drops all but one of several methods of the same name.
pub(super) fn complete(item: &mut ItemTrait) {
    drop_repeated(item);
    for member in &mut item.items {
        if let TraitItem::Fn(method) = member
            && method.default.is_none()
        {
            complete_signature(&mut method.sig);
        }
    }
}

/// Completes a signature, so that it can be declared and implemented.
fn complete_signature(signature: &mut Signature) {
    signature.constness = None;
    // `async fn f() -> impl Future<Output = T>`: callers expect a `T`.
    if let ReturnType::Type(_, output) = &mut signature.output
        && let Some(awaited) = lower::awaited(output).cloned()
    {
        **output = awaited;
    }
    // A method that `#[async_trait]` has rewritten returns a future already.
    if signature.asyncness.is_none() && !returns_future(&signature.output) {
        signature.asyncness = Some(parse_quote!(async));
    }
    match signature.inputs.first_mut() {
        // A typed one names a type that the user has imported, which must not become unused.
        Some(FnArg::Receiver(receiver)) if matches!(receiver.kind, ReceiverKind::Typed(..)) => {}
        // `&mut self` would require `let mut` of callers, and `self` would move the client.
        Some(receiver @ FnArg::Receiver(_)) => *receiver = parse_quote!(&self),
        _ => signature.inputs.insert(0, parse_quote!(&self)),
    }
    let mut seen: Vec<Ident> = Vec::new();
    // Patterns and repeated names have been reported already; here they only become different names.
    for (at, input) in signature.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(argument) = input {
            let mut name = name(&argument.pat, at);
            if seen.contains(&name) {
                name = format_ident!("argument{at}");
            }
            seen.push(name.clone());
            *argument.pat = parse_quote!(#name);
        }
    }
}

/// Tells whether a future is spelt out, as `impl Future<…>` or as `#[async_trait]` does.
fn returns_future(output: &ReturnType) -> bool {
    contains(output.to_token_stream(), |word| {
        word == "impl" || word == "dyn"
    })
}

/// A plain name for an argument.
fn name(pattern: &Pat, at: usize) -> Ident {
    match pattern {
        Pat::Ident(pattern) => pattern.ident.clone(),
        _ => format_ident!("argument{at}"),
    }
}

/// Drops all but one of several methods with the same name or constant.
fn drop_repeated(item: &mut ItemTrait) {
    let mut seen: Vec<Ident> = Vec::new();
    item.items.retain(|member| {
        let TraitItem::Fn(method) = member else {
            return true;
        };
        let constant = naming::constant(&method.sig.ident);
        let is_new = !seen.contains(&constant);
        seen.push(constant);
        is_new
    });
}
