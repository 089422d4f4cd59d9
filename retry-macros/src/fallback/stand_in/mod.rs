//! A trait and a client that compile, for a declaration that does not.
//!
//! ```text
//! #[client]                        compile_error!("`repo` needs a verb; …");
//! trait GitHub {             →     trait GitHub { fn repo(&self) -> impl Future<Output = Result<Repo>> + Send; }
//!     async fn repo(&self)         struct GitHubClient(Client);
//!         -> Result<Repo>;         impl GitHubClient { const REPO; fn new(…); fn repo(&self) -> Call<…> { unreachable!() } }
//! }                                impl GitHub for GitHubClient { … }
//! ```
//!
//! Names, arguments and types are those of the user's text. Everything that may cause another error is
//! left out: policies, paths, headers, checks. A body is `unreachable!()`, as the crate is not going to
//! be linked. Nothing here may report an error.

mod implemented;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{GenericParam, Ident, ItemTrait, ReturnType, Signature, TraitItem, TraitItemFn};

use super::meant;
use crate::crate_path::CratePath;
use crate::expand::{self, future, lints};
use crate::lower::{self, naming};
use crate::suggest;
use crate::syntax::client::{ClientArgs, KEYS};
use crate::syntax::idents::contains;

/// The trait and a client that compile, after the errors, if any is ours to report. `tokens` are the
/// arguments of `#[client]`, some of which may not be in `args`.
pub(crate) fn expand(
    krate: CratePath,
    args: &ClientArgs,
    tokens: TokenStream,
    api: &ItemTrait,
    error: &TokenStream,
) -> TokenStream {
    let mut item = lower::stripped(api);
    meant::complete(&mut item);
    let twin = args.object_safe.as_ref();
    let fallback = Fallback {
        krate,
        item,
        ident: naming::client(&api.ident),
        // A wrong number of arguments at `new` would be another error, so a misspelt `base_ulr`
        // counts as a base URL too.
        has_base_url: mentions_base_url(tokens),
        twin: twin.map(|_| naming::object_safe(&api.ident)),
    };
    let item = fallback.item();
    let structure = fallback.structure();
    let twin = fallback.twin();
    let items = [
        fallback.declared(),
        fallback.inherent(),
        fallback.implementations(),
    ];
    let block = expand::block(&fallback.krate, &TokenStream::new(), &items);
    quote! {
        #error
        #item
        #structure
        #twin
        #block
    }
}

struct Fallback {
    krate: CratePath,
    item: ItemTrait,
    ident: Ident,
    has_base_url: bool,
    /// The object-safe twin, where one was asked for.
    twin: Option<Ident>,
}

impl Fallback {
    /// The trait as it was meant.
    fn item(&self) -> TokenStream {
        let mut item = self.item.clone();
        for member in &mut item.items {
            if let TraitItem::Fn(method) = member
                && method.default.is_none()
            {
                future::spell_out(&mut method.sig);
            }
        }
        let lints = lints::of_trait();
        quote!(#lints #item)
    }

    /// The client, by its usual name.
    fn structure(&self) -> TokenStream {
        let ident = &self.ident;
        let (vis, rt, lints) = (&self.item.vis, self.krate.in_full(), lints::of_type());
        quote! {
            /// Stands for the client until the errors are corrected.
            #lints
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            #vis struct #ident(#rt::Client);
        }
    }

    /// The twin, without methods: it implements the trait, whose methods are enough.
    fn twin(&self) -> TokenStream {
        let item = &self.item;
        let Some(twin) = &self.twin else {
            return TokenStream::new();
        };
        let (vis, lints) = (&item.vis, lints::of_trait());
        quote! {
            /// Stands for the object-safe twin until the errors are corrected.
            #lints
            #vis trait #twin: ::core::marker::Send + ::core::marker::Sync {}
        }
    }

    /// The implementation that `builder` needs.
    fn declared(&self) -> TokenStream {
        let (rt, ident) = (&self.krate, &self.ident);
        let name = self.item.ident.to_string();
        quote! {
            #[automatically_derived]
            impl #rt::Declared for #ident {
                const POLICY: #rt::Policy = #rt::Policy::off();
                const SERVICE: #rt::Service = #rt::Service::new(#name, #ident::ENDPOINTS);
                fn from_client(client: #rt::Client) -> Self {
                    Self(client)
                }
                fn as_client(&self) -> &#rt::Client {
                    &self.0
                }
            }
        }
    }

    /// The methods without a body.
    fn methods(&self) -> impl Iterator<Item = &TraitItemFn> {
        self.item.items.iter().filter_map(|member| match member {
            TraitItem::Fn(method) if method.default.is_none() => Some(method),
            _ => None,
        })
    }

    /// Constructors, and the methods that can be inherent ones.
    fn inherent(&self) -> TokenStream {
        let Self {
            krate: rt,
            item,
            ident,
            has_base_url,
            ..
        } = self;
        let vis = &item.vis;
        let new = has_base_url
            .then(TokenStream::new)
            .unwrap_or_else(|| quote!(base_url: impl #rt::IntoUrl));
        let methods = self.methods().filter(|method| self.is_usable(&method.sig));
        let methods = methods.map(|method| self.inherent_method(method));
        quote! {
            // The bodies do not use the arguments, and rustc would warn about each.
            #[allow(unused_variables)]
            #[automatically_derived]
            impl #ident {
                /// Every endpoint.
                #vis const ENDPOINTS: &'static [&'static #rt::Endpoint] = &[];
                /// Stands for the constructor.
                #vis fn new(#new) -> ::core::result::Result<Self, #rt::Error> {
                    Self::builder().build()
                }
                /// Stands for the constructor.
                #vis fn with_base_url(
                    base_url: impl #rt::IntoUrl,
                ) -> ::core::result::Result<Self, #rt::Error> {
                    Self::builder().base_url(base_url).build()
                }
                /// Stands for the view of the guards.
                #vis fn guards(&self) -> #rt::Guards {
                    self.0.guards()
                }
                /// Stands for the builder.
                #vis fn builder() -> #rt::ClientBuilder<Self> {
                    #rt::ClientBuilder::new()
                }
                #(#methods)*
            }
        }
    }

    /// Tells whether the client can have the method as an inherent one.
    fn is_usable(&self, signature: &Signature) -> bool {
        // A second inherent `new` would be an error of rustc's, in addition to ours about the name.
        let is_taken = FUNCTIONS.iter().any(|name| signature.ident.unraw() == name);
        let params = &self.item.generics.params;
        let is_param = |word: &Ident| {
            params.iter().any(|param| match param {
                GenericParam::Lifetime(param) => *word == param.lifetime.ident,
                GenericParam::Type(param) => *word == param.ident,
                GenericParam::Const(param) => *word == param.ident,
            })
        };
        // The client has no types of its own, so `Self::Id` would be a second error.
        let mut members = self.item.items.iter();
        let has_types = members.any(|member| matches!(member, TraitItem::Type(_)));
        let depends = |word: &Ident| is_param(word) || has_types && word == "Self";
        let depends = contains(signature.to_token_stream(), depends);
        lower::is_plain(signature) && !is_taken && !depends
    }

    /// A method with its endpoint. Its body is for the type checker alone.
    fn inherent_method(&self, method: &TraitItemFn) -> TokenStream {
        let rt = &self.krate;
        let (vis, service) = (&self.item.vis, self.item.ident.to_string());
        let constant = naming::constant(&method.sig.ident);
        let name = method.sig.ident.unraw().to_string();
        let mut signature = method.sig.clone();
        signature.asyncness = None;
        if let ReturnType::Type(_, output) = &method.sig.output {
            // An alias may hide `Pages`, but that is rare.
            let is_paged = contains(output.to_token_stream(), |word| word == "Pages");
            signature.output = if is_paged {
                syn::parse_quote!(-> #rt::PagesCallOf<#output>)
            } else {
                syn::parse_quote!(-> #rt::CallOf<#output>)
            };
        }
        // `ENDPOINTS` is the list of all, and a method may have the name of its constant.
        let endpoint = (constant != "ENDPOINTS" && constant != name).then(|| {
            quote! {
                /// Stands for the endpoint.
                #vis const #constant: #rt::Endpoint =
                    #rt::EndpointDeclaration {
                        service: #service,
                        name: #name,
                        ..#rt::EndpointDeclaration::NEW
                    }
                    .endpoint();
            }
        });
        quote! {
            #endpoint
            /// Stands for the method.
            #vis #signature {
                ::core::unreachable!()
            }
        }
    }
}

/// The functions that the client has in any case.
const FUNCTIONS: [&str; 4] = ["new", "with_base_url", "builder", "guards"];

/// Tells whether a base URL was meant to be declared, so that `new` takes no argument.
fn mentions_base_url(args: TokenStream) -> bool {
    args.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            let meant = suggest::closest(&ident.to_string(), KEYS.iter().copied());
            matches!(meant, Some("base_url" | "base_urls"))
        }
        _ => false,
    })
}
