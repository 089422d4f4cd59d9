//! The client: its structure, what it declares, and its functions.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::{endpoint, headers, lints, method, policy};
use crate::model::{BaseUrls, Client, docs};

pub(crate) fn structure(client: &Client) -> TokenStream {
    let Client {
        krate: rt,
        ident,
        cfg,
        ..
    } = client;
    let vis = client.vis();
    let docs = docs::of_client(client);
    let lints = lints::of_generated();
    quote! {
        #(#[doc = #docs])*
        #cfg
        #lints
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #vis struct #ident(#rt::Client);
    }
}

/// What the runtime asks the type of the client.
pub(crate) fn declared(client: &Client) -> TokenStream {
    let Client {
        krate: rt,
        ident,
        cfg,
        ..
    } = client;
    let policy = policy::of_trait(rt, &client.policy);
    let service = service(client);
    let lints = lints::of_generated();
    quote! {
        #cfg
        #lints
        #[automatically_derived]
        impl #rt::Declared for #ident {
            const POLICY: #rt::Policy = #policy;
            const SERVICE: #rt::Service = #service;
            fn from_client(client: #rt::Client) -> Self {
                Self(client)
            }
        }
    }
}

fn service(client: &Client) -> TokenStream {
    let Client {
        krate: rt, ident, ..
    } = client;
    let name = client.item.ident.to_string();
    let base_urls = match &client.base_urls {
        BaseUrls::Unsaid => None,
        BaseUrls::Listed(urls) => Some(quote!(.base_urls(&[#(#urls),*]))),
        BaseUrls::Const(urls) => Some(quote!(.base_urls(#urls))),
    };
    let headers = headers::setter(rt, &client.headers);
    quote!(#rt::Service::new(#name, #ident::ENDPOINTS) #base_urls #headers)
}

/// The checks of base URLs that could not be judged before const evaluation: what implements a
/// trait is not evaluated before it is used.
pub(crate) fn checks(client: &Client) -> TokenStream {
    let Client { krate, cfg, .. } = client;
    let name = client.item.ident.to_string();
    let open: Vec<(&Expr, TokenStream)> = match &client.base_urls {
        BaseUrls::Unsaid => Vec::new(),
        BaseUrls::Const(urls) => vec![(urls, quote!(#urls))],
        BaseUrls::Listed(urls) => {
            let open = urls.iter().filter(|url| !matches!(url, Expr::Lit(_)));
            open.map(|url| (url, quote!(&[#url]))).collect()
        }
    };
    open.into_iter()
        .map(|(expr, urls)| {
            let rt = krate.at(expr.span());
            let at = Span::call_site().located_at(expr.span());
            let check = quote_spanned!(at=> #rt::Service::new(#name, &[]).base_urls(#urls));
            quote! {
                #cfg
                const _: #krate::Service = #check;
            }
        })
        .collect()
}

pub(crate) fn inherent(client: &Client) -> TokenStream {
    let Client { ident, cfg, .. } = client;
    let constants = client.methods.iter().enumerate().map(|(at, method)| {
        let before = &client.methods[..at];
        endpoint::constant(client, before, method)
    });
    let endpoints = endpoint::all(client);
    let constructors = constructors(client);
    let methods = client
        .methods
        .iter()
        .map(|method| method::inherent(client, method));
    let lints = lints::of_generated();
    quote! {
        #cfg
        #lints
        #[automatically_derived]
        impl #ident {
            #(#constants)*
            #endpoints
            #constructors
            #(#methods)*
        }
    }
}

fn constructors(client: &Client) -> TokenStream {
    let Client { krate: rt, .. } = client;
    let vis = client.vis();
    let new = match client.base_urls {
        BaseUrls::Unsaid => quote! {
            /// A client for the service at `base_url`.
            ///
            /// # Errors
            ///
            /// When `base_url` is not an absolute `http` or `https` URL, or the transport
            /// cannot be set up.
            #vis fn new(
                base_url: impl #rt::IntoUrl,
            ) -> ::core::result::Result<Self, #rt::Error> {
                Self::with_base_url(base_url)
            }
        },
        BaseUrls::Listed(_) | BaseUrls::Const(_) => quote! {
            /// A client for the service at its declared base URL.
            ///
            /// # Errors
            ///
            /// When the transport cannot be set up.
            #vis fn new() -> ::core::result::Result<Self, #rt::Error> {
                Self::builder().build()
            }
        },
    };
    quote! {
        #new
        /// A client for the service at `base_url`, whatever base URL was declared.
        ///
        /// # Errors
        ///
        /// When `base_url` is not an absolute `http` or `https` URL, or the transport
        /// cannot be set up.
        #vis fn with_base_url(
            base_url: impl #rt::IntoUrl,
        ) -> ::core::result::Result<Self, #rt::Error> {
            Self::builder().base_url(base_url).build()
        }
        /// Everything about a client that can be set before it is built.
        #vis fn builder() -> #rt::ClientBuilder<Self> {
            #rt::ClientBuilder::new()
        }
    }
}

/// The trait, implemented by the methods of the same names.
pub(crate) fn implementation(client: &Client) -> TokenStream {
    let Client { ident, cfg, .. } = client;
    let item = &client.item.ident;
    let methods = client.methods.iter().map(method::implementation);
    let lints = lints::of_generated();
    quote! {
        #cfg
        #lints
        #[automatically_derived]
        impl #item for #ident {
            #(#methods)*
        }
    }
}
