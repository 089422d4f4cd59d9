//! The return type, as far as its spelling tells. An alias is left to rustc.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, ReturnType, Signature, Type, TypeParamBound};

use super::values::Lowered;
use crate::diag::Diagnostics;

/// Names that are never an alias of a `Result`.
const NO_RESULTS: [&str; 21] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize", "Box", "Option", "String", "Vec",
];

/// Lowers the return type.
pub(crate) fn output(signature: &Signature, diag: &mut Diagnostics) -> Lowered<Type> {
    let ReturnType::Type(_, output) = &signature.output else {
        let message =
            "a method returns a `Result`; write `-> Result<()>` when there is nothing to read";
        return Err(diag.error(&signature.ident, message));
    };
    // `async fn f() -> impl Future<Output = …>` would be a future of a future, which is never meant.
    if awaited(output).is_some() && signature.asyncness.is_some() {
        let message = "`async fn` makes the future itself; write the `Result<…>` alone";
        return Err(diag.error(output, message));
    }
    if is_no_result(output) {
        let message = "a method returns a `Result`, since a call can fail; \
                       write `Result<…>` around this";
        return Err(diag.error(output, message));
    }
    if let Some(borrowed) = borrowed(output) {
        let message = "a value must own its data, since the response does not outlive the call; \
                       write an owned type, such as `String` for `&str`";
        return Err(diag.error(borrowed, message));
    }
    Ok((**output).clone())
}

/// Tells whether a type is evidently not a `Result`.
pub(crate) fn is_no_result(ty: &Type) -> bool {
    match ty {
        Type::Array(_) | Type::Never(_) | Type::Reference(_) | Type::Slice(_) | Type::Tuple(_) => {
            true
        }
        Type::Group(group) => is_no_result(&group.elem),
        Type::Paren(paren) => is_no_result(&paren.elem),
        Type::Path(path) => match path.path.segments.last() {
            Some(name) if path.path.segments.len() == 1 => {
                // Only a bare name: `my::String` may be any type.
                NO_RESULTS.iter().any(|known| name.ident == known)
            }
            _ => false,
        },
        _ => false,
    }
}

/// `T` in `impl Future<Output = T>`.
pub(crate) fn awaited(ty: &Type) -> Option<&Type> {
    let Type::ImplTrait(future) = ty else {
        return None;
    };
    future.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let name = bound
            .path
            .segments
            .last()
            .filter(|name| name.ident == "Future")?;
        let PathArguments::AngleBracketed(generics) = &name.arguments else {
            return None;
        };
        generics.args.iter().find_map(|generic| match generic {
            GenericArgument::AssocType(output) => Some(&output.ty),
            _ => None,
        })
    })
}

/// The first reference or lifetime in a type.
fn borrowed(ty: &Type) -> Option<&dyn ToTokens> {
    match ty {
        Type::Reference(_) => Some(ty),
        Type::Array(array) => borrowed(&array.elem),
        Type::Group(group) => borrowed(&group.elem),
        Type::Paren(paren) => borrowed(&paren.elem),
        Type::Slice(slice) => borrowed(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(borrowed),
        Type::Path(path) => match &path.path.segments.last()?.arguments {
            PathArguments::AngleBracketed(generics) => {
                generics.args.iter().find_map(|generic| match generic {
                    GenericArgument::Type(ty) => borrowed(ty),
                    GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => {
                        Some(lifetime)
                    }
                    _ => None,
                })
            }
            _ => None,
        },
        _ => None,
    }
}
