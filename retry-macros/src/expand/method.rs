//! One method: arguments in, a call out.
//!
//! ```text
//! Declared::as_client(self)
//!     .request(const { &listed(Self::REPO, Self::ENDPOINTS) }, &[("owner", "owner", &arg(&owner).segment())])
//!     .query("page", "page", &arg(&page).option().list().query())
//!     .call(<ReturnTypeOf<Result<Repo>> as Default>::default().reply().required().decoder())
//! ```
//!
//! Path arguments come first and together, as the URL is built from them in one pass; all others are
//! methods of a builder. The chain takes `&dyn` values and a decoder of function pointers, and is not
//! generic over types of the user's, so the runtime is compiled once and not for each method.
//!
//! The calls on the return type are resolved by autoref specialisation, like those on arguments: on a
//! type that they are meant for they take a wrapper off, on any other they do nothing.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericArgument, PathArguments, Type};

use super::argument::{MethodContext, method_call, segment};
use super::format::format;
use super::place::place_of;
use super::{docs, future, pages};
use crate::crate_path::CratePath;
use crate::model::{Argument, Client, Method};

/// The method of the client itself, which returns the call.
pub(crate) fn inherent(client: &Client, method: &Method) -> TokenStream {
    let rt = &client.krate;
    let Method {
        ident,
        attributes,
        receiver,
        generics,
        ..
    } = method;
    let vis = client.vis();
    let shared = &attributes.shared;
    let docs = docs::after_own(method, &format!(" {}", method.paragraph));
    let inputs = method.arguments.iter().map(input);
    let where_clause = &generics.where_clause;
    let body = body(client, method);
    let returned = returned(rt, method);
    quote! {
        #shared
        #(#docs)*
        #vis fn #ident #generics (#receiver, #(#inputs),*) -> #returned #where_clause {
            #body
        }
    }
}

/// The return type `Call<T, E>`, with `T` and `E` as the user wrote them, since rustdoc prints that.
fn returned(rt: &CratePath, method: &Method) -> TokenStream {
    let output = &method.output;
    let at = place_of(output);
    let rt = rt.at(at);
    let kind = method
        .pages
        .as_ref()
        .map(|_| quote_spanned!(at=> , #rt::Paged));
    let returns = quote_spanned!(at=> <#output as #rt::Returns>);
    // Only the printed type depends on the spelling. `Returns` names the same types for any other.
    match result_arguments(output)[..] {
        [value, error] => quote_spanned!(at=> #rt::Call<#value, #error #kind>),
        // An alias; only rustc knows its error.
        [value] => quote_spanned!(at=> #rt::Call<#value, #returns::Error #kind>),
        _ => quote_spanned!(at=> #rt::Call<#returns::Value, #returns::Error #kind>),
    }
}

/// The type arguments of `Result<…>`; another type has none that are known.
fn result_arguments(output: &Type) -> Vec<&Type> {
    let Type::Path(path) = output else {
        return Vec::new();
    };
    let name = path
        .path
        .segments
        .last()
        .filter(|name| name.ident == "Result");
    let Some(PathArguments::AngleBracketed(generics)) = name.map(|name| &name.arguments) else {
        return Vec::new();
    };
    let types = generics.args.iter().filter_map(|generic| match generic {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// The method of the trait, which returns the call as a future.
pub(crate) fn implementation(rt: &CratePath, method: &Method) -> TokenStream {
    let output = &method.output;
    let (passed, this) = (passed(method), &method.receiver.self_token);
    let at = place_of(output);
    let mut called = method.ident.clone();
    called.set_span(called.span().located_at(at));
    let rt = rt.at(at);
    let future = if method.pages.is_some() {
        quote_spanned!(at=> #rt::pages_future)
    } else {
        quote_spanned!(at=> #rt::future)
    };
    // `Self::repo` is the inherent method, which precedes the trait's. A type that cannot be returned
    // is refused here and in the inherent method; both are placed at the return type, so that rustc
    // prints the error once.
    let call = quote_spanned!(at=> #future::<#output>(Self::#called(#this, #passed)));
    of_trait(method, &call)
}

/// A method of the trait, as any of its implementations has it.
pub(super) fn of_trait(method: &Method, body: &TokenStream) -> TokenStream {
    let Method {
        ident,
        attributes,
        output,
        receiver,
        generics,
        ..
    } = method;
    let lints = &attributes.lints;
    let inputs = method.arguments.iter().map(input);
    let returned = future::of(output, place_of(output));
    let where_clause = &generics.where_clause;
    quote! {
        #lints
        fn #ident #generics (#receiver, #(#inputs),*) -> #returned #where_clause {
            #body
        }
    }
}

/// The arguments of a method, as another one forwards them.
pub(super) fn passed(method: &Method) -> TokenStream {
    let passed = method.arguments.iter().map(|argument| &argument.ident);
    quote!(#(#passed),*)
}

/// One argument of a signature.
fn input(argument: &Argument) -> TokenStream {
    let (ident, ty, shared) = (&argument.ident, &argument.ty, &argument.attributes.shared);
    quote!(#shared #ident: #ty)
}

/// The chain that makes the call.
fn body(client: &Client, method: &Method) -> TokenStream {
    let rt = &client.krate;
    let may_retry = method.policy_in_force(&client.policy).may_repeat();
    let context = MethodContext {
        // A list sends the same body for each page.
        may_retry: may_retry || method.pages.is_some(),
        has_body: method.arguments.iter().any(|a| a.role.is_body()),
        has_format: client.format.is_some(),
    };
    let request = start(rt, method);
    let arguments = method.arguments.iter();
    let calls = arguments.filter_map(|argument| method_call(rt, argument, &context));
    let call = call(client, method);
    quote!(#request #(#calls)* #call)
}

/// The beginning of the chain: the endpoint and the arguments of its path.
fn start(rt: &CratePath, method: &Method) -> TokenStream {
    let constant = &method.constant;
    let arguments = method.arguments.iter();
    let segments = arguments.filter_map(|argument| segment(rt, argument));
    // The user's own token: a `self` with the hygiene of a macro would be another variable.
    let this = &method.receiver.self_token;
    // The inline const makes the endpoint a `'static` that is computed once while compiling. `listed`
    // finds its place in the list there too, so a call looks nothing up by name.
    quote! {
        #rt::Declared::as_client(#this)
            .request(const { &#rt::listed(Self::#constant, Self::ENDPOINTS) }, &[#(#segments),*])
    }
}

/// The end of the chain, which decodes the response by its type.
fn call(client: &Client, method: &Method) -> TokenStream {
    let output = &method.output;
    let at = place_of(output);
    let rt = client.krate.at(at);
    let returned = quote_spanned!(at=> <#rt::ReturnTypeOf<#output> as #rt::Default>::default());
    if let Some(paging) = &method.pages {
        let decoder = pages::decoder(client, paging, at);
        let paging = pages::paging(client, paging);
        let pages = quote_spanned!(at=> #returned.reply() #decoder);
        return quote!(.pages(#pages, #paging));
    }
    // The calls take the type apart from the outside in. `Reply` may be around an `Option` or inside
    // it, hence `.reply()` on both sides. `.required()` is also a check: it refuses an `Option` that no
    // status could make `None`.
    let presence = if method.request.none_on.is_some() {
        quote_spanned!(at=> .optional().reply())
    } else {
        quote_spanned!(at=> .required())
    };
    let until = method.until.as_ref().map(|until| quote!(.until(#until)));
    // Only if `end` or `reconnect` was written: the method refuses any type but a stream of events.
    let events = (!method.request.events.is_unsaid()).then(|| quote_spanned!(at=> .events()));
    let is_hedged = method.own.as_ref().is_some_and(|own| own.hedge.is_some());
    let whole = is_hedged.then(|| quote_spanned!(at=> .whole()));
    // The last before `decoder`, since the others do not know the wrapper that it puts around the type.
    let format = client.format.as_ref().map(|_| {
        let format = format(at);
        quote_spanned!(at=> .in_format::<#format>())
    });
    let decoder =
        quote_spanned!(at=> #returned.reply() #presence #events #whole #format .decoder());
    quote!(.call(#decoder #until))
}
