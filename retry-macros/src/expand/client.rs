//! The client: its structure, what it declares, and its functions.
//!
//! ```text
//! pub struct GitHubClient(Client);                       ← structure, in the user's module
//! impl Declared for GitHubClient { POLICY, SERVICE, … }  ← declared
//! impl GitHubClient { REPO, …, ENDPOINTS, new, …, repo } ← inherent
//! impl GitHub for GitHubClient { repo, … }               ← implementation
//! ```
//!
//! Each method exists twice. The inherent one returns a call, which takes overrides before it is
//! awaited (`api.repo(…).attempts(2)`); that of the trait returns a future, so that a mock can
//! implement it. Method lookup prefers the inherent one if both are in scope.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::place::place_of;
use super::{endpoint, headers, lints, method, policy};
use crate::model::{BaseUrls, Client, docs};

/// The client itself. Its only field is private, so rustdoc does not show it.
pub(crate) fn structure(client: &Client) -> TokenStream {
    let Client { ident, shared, .. } = client;
    let (vis, rt) = (client.vis(), client.krate.in_full());
    let docs = docs::of_client(client);
    let lints = lints::of_type();
    // At the name of the trait, where rustc should report that the client's name is taken.
    let at = place_of(&client.item.ident);
    let structure = quote_spanned!(at=> #vis struct #ident(#rt::Client););
    quote! {
        #(#[doc = #docs])*
        #shared
        #lints
        #structure
    }
}

/// The implementations that tell the runtime about the client, and let it be cloned and printed.
pub(crate) fn declared(client: &Client) -> TokenStream {
    let (rt, ident) = (&client.krate, &client.ident);
    let policy = policy::of_trait(rt, &client.policy);
    let (service, parts) = (service(client), parts(client));
    let name = docs::plain_name(ident);
    quote! {
        #[automatically_derived]
        impl #rt::Declared for #ident {
            const POLICY: #rt::Policy = #policy;
            const SERVICE: #rt::Service = #service;
            fn from_client(client: #rt::Client) -> Self {
                #parts
                (&parts).__wrap(client)
            }
            fn as_client(&self) -> &#rt::Client {
                #parts
                (&parts).__open(self)
            }
        }
        #[automatically_derived]
        impl ::core::clone::Clone for #ident {
            fn clone(&self) -> Self {
                #rt::Declared::from_client(#rt::Declared::as_client(self).clone())
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(#name).field(#rt::Declared::as_client(self)).finish()
            }
        }
    }
}

/// Access to the field of the client, which compiles for any other item of the client's name too.
// If the name is taken, rustc reports that once. All other generated code uses these parts instead of
// the field, so that it does not cause further errors, as a `derive` would.
fn parts(client: &Client) -> TokenStream {
    let (rt, ident) = (&client.krate, &client.ident);
    quote! {
        use #rt::{Constructs as _, ConstructsNothing as _, Foreign as _, Own as _};
        let parts = (&#rt::Constructor(#ident)).__parts(|this| &this.0);
        let parts = #rt::PartsOf::<_, Self>::new(parts);
    }
}

/// The constant that describes the trait.
fn service(client: &Client) -> TokenStream {
    let (rt, ident) = (&client.krate, &client.ident);
    let name = &client.service;
    let base_urls = match &client.base_urls {
        BaseUrls::Unsaid => None,
        BaseUrls::Listed(urls) if urls.iter().all(is_known) => {
            Some(quote!(.base_urls(&[#(#urls),*])))
        }
        // By name: as the value of two constants, the expression would cause each error twice.
        BaseUrls::Listed(_) | BaseUrls::Const(_) => Some(quote!(.base_urls(#ident::__BASE_URLS))),
    };
    let headers = headers::list(rt, &client.headers).map(|headers| quote!(.headers(#headers)));
    let deadline_header = client.deadline_header.iter();
    let deadline_header = deadline_header.map(|name| quote!(.deadline_header(#name)));
    quote!(#rt::Service::new(#name, #ident::ENDPOINTS) #base_urls #headers #(#deadline_header)*)
}

/// Tells whether a URL is a literal, which `lower` has checked.
fn is_known(url: &Expr) -> bool {
    matches!(url, Expr::Lit(_))
}

/// The constant for base URLs that only const evaluation knows, so that their errors are reported once.
fn open_base_urls(client: &Client) -> Option<TokenStream> {
    let urls = match &client.base_urls {
        BaseUrls::Unsaid => return None,
        BaseUrls::Listed(urls) if urls.iter().all(is_known) => return None,
        BaseUrls::Listed(urls) => quote!(&[#(#urls),*]),
        BaseUrls::Const(urls) => quote!(#urls),
    };
    Some(quote!(const __BASE_URLS: &'static [&'static str] = #urls;))
}

/// The checks of base URLs that only const evaluation knows.
pub(crate) fn checks(client: &Client) -> TokenStream {
    let Client { krate, ident, .. } = client;
    // Associated constants are evaluated only if they are used, so an unused client would hide a wrong
    // URL. A free constant is always evaluated.
    let check = |url: &Expr, checked: TokenStream| {
        let rt = krate.at(url.span());
        let at = place_of(url);
        let check = quote_spanned!(at=> #rt::check_base_url(#checked));
        quote!(const _: () = #check;)
    };
    match &client.base_urls {
        BaseUrls::Unsaid => TokenStream::new(),
        BaseUrls::Const(urls) => {
            let at = place_of(urls);
            let check = quote_spanned!(at=> .base_urls(#ident::__BASE_URLS));
            quote! {
                const _: #krate::Service = #krate::Service::new("", &[]) #check;
            }
        }
        BaseUrls::Listed(urls) => {
            let open = urls.iter().enumerate().filter(|(_, url)| !is_known(url));
            // By index, so that each URL is reported at its own place only.
            open.map(|(at, url)| check(url, quote!(#ident::__BASE_URLS[#at])))
                .collect()
        }
    }
}

/// Constants, constructors and methods of the client.
pub(crate) fn inherent(client: &Client) -> TokenStream {
    let ident = &client.ident;
    let constants = client.methods.iter();
    let constants = constants.map(|method| endpoint::constant(client, method));
    let endpoints = endpoint::all(client);
    let base_urls = open_base_urls(client);
    let constructors = constructors(client);
    let methods = client.methods.iter();
    let methods = methods.map(|method| method::inherent(client, method));
    quote! {
        #[automatically_derived]
        impl #ident {
            #base_urls
            #(#constants)*
            #endpoints
            #constructors
            #(#methods)*
        }
    }
}

/// `new`, which takes a base URL only if none was declared.
fn new(client: &Client) -> TokenStream {
    let (rt, vis) = (&client.krate, client.vis());
    match client.base_urls {
        BaseUrls::Unsaid => quote! {
            /// A client for the service at `base_url`.
            ///
            /// # Errors
            ///
            /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
            /// cannot be set up.
            #vis fn new(
                base_url: impl #rt::IntoUrl,
            ) -> #rt::Result<Self> {
                Self::with_base_url(base_url)
            }
        },
        BaseUrls::Listed(_) | BaseUrls::Const(_) => quote! {
            /// A client for the service at its declared base URL.
            ///
            /// # Errors
            ///
            /// If the HTTP client cannot be set up.
            #vis fn new() -> #rt::Result<Self> {
                Self::builder().build()
            }
        },
    }
}

/// The constructors, the builder, and the view of the guards.
fn constructors(client: &Client) -> TokenStream {
    let (rt, vis, new) = (&client.krate, client.vis(), new(client));
    quote! {
        #new
        /// A client for the service at `base_url`, in place of any declared base URL.
        ///
        /// # Errors
        ///
        /// If `base_url` is not an absolute `http` or `https` URL, or the HTTP client
        /// cannot be set up.
        #vis fn with_base_url(
            base_url: impl #rt::IntoUrl,
        ) -> #rt::Result<Self> {
            Self::builder().base_url(base_url).build()
        }
        /// The guards that the calls of this client and its clones share.
        #[must_use]
        #vis fn guards(&self) -> #rt::Guards {
            #rt::Declared::as_client(self).guards()
        }
        /// A builder, for everything that is set before a client is built.
        #vis fn builder() -> #rt::ClientBuilder<Self> {
            #rt::ClientBuilder::new()
        }
    }
}

/// The trait, implemented by the methods of the same names.
pub(crate) fn implementation(client: &Client) -> TokenStream {
    let (ident, item) = (&client.ident, &client.item.ident);
    let methods = client.methods.iter();
    let methods = methods.map(|method| method::implementation(&client.krate, method));
    quote! {
        #[automatically_derived]
        impl #item for #ident {
            #(#methods)*
        }
    }
}
