//! The signature of a method: `async fn name(&self, …) -> Result<…>;`.

use std::collections::HashSet;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{
    FnArg, GenericParam, Generics, Ident, Pat, PatType, Receiver, ReceiverKind, ReturnType, Safety,
    Signature, Type, TypeReference, WherePredicate,
};

use super::output::{is_no_result, output};
use super::values::Lowered;
use crate::diag::Diagnostics;
use crate::syntax::api::{ApiArgument, plain_name};
use crate::syntax::idents::contains;

/// Lowers the receiver and the return type, and checks everything else but the arguments.
pub(crate) fn ends(signature: &Signature, diag: &mut Diagnostics) -> Lowered<(Receiver, Type)> {
    let qualifiers = refuse_qualifiers(signature, diag);
    let receiver = receiver(signature, diag);
    let generics = check_generics(&signature.generics, diag);
    let output = output(signature, diag);
    qualifiers.and(generics)?;
    Ok((receiver?, output?))
}

/// Refuses everything before `fn` but `async`.
fn refuse_qualifiers(signature: &Signature, diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    let mut refuse = |at: &dyn ToTokens, what: &str| {
        let message = format!("a method cannot be `{what}`; write a plain `async fn`");
        result = Err(diag.error(at, message));
    };
    if let Some(constness) = &signature.constness {
        refuse(constness, "const");
    }
    match &signature.safety {
        Safety::Unsafe(unsafety) => refuse(unsafety, "unsafe"),
        Safety::Safe(safe) => refuse(safe, "safe"),
        Safety::Default => {}
    }
    if let Some(abi) = &signature.abi {
        refuse(abi, "extern");
    }
    if signature.asyncness.is_none() && signature.constness.is_none() {
        let message = "a method waits for the response; write `async fn`, \
                       or give it a body if it is your own";
        result = Err(diag.error(signature.fn_token, message));
    }
    result
}

/// Lowers `&self`.
fn receiver(signature: &Signature, diag: &mut Diagnostics) -> Lowered<Receiver> {
    let message = "a method borrows its client; write `&self` first";
    match signature.receiver() {
        Some(receiver) if is_shared(receiver) => Ok(receiver.clone()),
        Some(receiver) => Err(diag.error(receiver, message)),
        None => Err(diag.error(&signature.ident, message)),
    }
}

/// Tells whether a receiver is `&self`.
pub(crate) fn is_shared(receiver: &Receiver) -> bool {
    // A typed `self` may be an `Arc<Self>`, which a reference to the client could not forward.
    matches!(receiver.kind, ReceiverKind::Reference(_, _, None)) && receiver.mutability.is_none()
}

/// Refuses generics that are not lifetimes.
fn check_generics(generics: &Generics, diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    for param in &generics.params {
        let name = match param {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(param) => &param.ident,
            GenericParam::Const(param) => &param.ident,
        };
        let message = format!(
            "a method can only be generic over lifetimes; write the type that `{name}` stands for"
        );
        result = Err(diag.error(param, message));
    }
    let bounds = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    for bound in bounds.filter(|bound| !matches!(bound, WherePredicate::Lifetime(_))) {
        let message = "a method can only be generic over lifetimes; remove this bound";
        result = Err(diag.error(bound, message));
    }
    result
}

/// Lowers the name of an argument, and checks that its type can be forwarded.
pub(crate) fn argument(argument: &PatType, diag: &mut Diagnostics) -> Lowered<Ident> {
    let ident = argument_name(&argument.pat, diag);
    let ty = refuse_unnameable(&argument.ty, diag);
    ty.and(ident)
}

/// Lowers the name of an argument.
fn argument_name(pattern: &Pat, diag: &mut Diagnostics) -> Lowered<Ident> {
    match plain_name(pattern) {
        Some(ident) => Ok(ident.clone()),
        None => Err(diag.error(
            pattern,
            "an argument needs a plain name; write `name: Type`",
        )),
    }
}

/// Refuses two arguments of one name, of which a placeholder could mean either.
pub(crate) fn refuse_same_names(
    arguments: &[ApiArgument<'_>],
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let mut seen = HashSet::new();
    let named = arguments
        .iter()
        .filter_map(|argument| plain_name(&argument.item.pat));
    let again = named.filter(|ident| !seen.insert(ident.unraw()));
    diag.errors(again, |ident| {
        let name = ident.unraw();
        format!("`{name}` is already an argument; rename one of them")
    })
}

/// Refuses types that cannot be forwarded.
fn refuse_unnameable(ty: &Type, diag: &mut Diagnostics) -> Lowered<()> {
    if let Type::Reference(TypeReference {
        mutability: Some(_),
        ..
    }) = ty
    {
        return Err(diag.error(ty, "an argument is only read; write `&` instead of `&mut`"));
    }
    if names_impl(ty) {
        let message = "an argument needs a named type; write it instead of `impl …`";
        return Err(diag.error(ty, message));
    }
    Ok(())
}

/// Tells whether there is an `impl` in a type.
pub(crate) fn names_impl(ty: &Type) -> bool {
    contains(ty.to_token_stream(), |word| word == "impl")
}

/// Tells whether an invalid method can be emitted as an inherent one.
pub(crate) fn is_plain(signature: &Signature) -> bool {
    // This only rules out signatures that would cause further errors in an inherent method.
    let is_lifetime = |param: &GenericParam| matches!(param, GenericParam::Lifetime(_));
    let is_plain_argument = |input: &FnArg| match input {
        FnArg::Receiver(receiver) => is_shared(receiver),
        FnArg::Typed(argument) => plain_name(&argument.pat).is_some() && !names_impl(&argument.ty),
    };
    signature.asyncness.is_some()
        && signature.receiver().is_some()
        && matches!(&signature.output, ReturnType::Type(_, output) if !is_no_result(output))
        && matches!(signature.safety, Safety::Default)
        && signature.generics.params.iter().all(is_lifetime)
        && signature.inputs.iter().all(is_plain_argument)
}
