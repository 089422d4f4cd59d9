//! The trait, with its attributes sorted into ours and others.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, FnArg, Ident, ItemTrait, LitStr, Pat, PatType, TraitItem, TraitItemFn};

use super::arg::{Item, Known, items};
use super::guards::{BreakerArgs, BudgetArgs, ConcurrencyArgs, HedgeArgs, RateLimitArgs};
use super::helper;
use super::http::VerbArgs;
use super::pages::PagesArgs;
use super::retry::RetryArgs;
use super::role::Role;
use crate::diag::{Diagnostics, Reported};
use crate::suggest;

/// A client trait, as it was written.
pub(crate) struct Api<'a> {
    pub(crate) item: &'a ItemTrait,
    pub(crate) retry: Option<RetryArgs>,
    pub(crate) budget: Option<BudgetArgs>,
    pub(crate) rate_limits: Vec<RateLimitArgs>,
    pub(crate) concurrency: Option<ConcurrencyArgs>,
    pub(crate) circuit_breaker: Option<BreakerArgs>,
    /// The methods without a body.
    pub(crate) methods: Vec<ApiMethod<'a>>,
}

/// A method without a body.
pub(crate) struct ApiMethod<'a> {
    pub(crate) item: &'a TraitItemFn,
    pub(crate) verbs: Vec<VerbArgs>,
    pub(crate) retry: Option<RetryArgs>,
    pub(crate) budget: Option<BudgetArgs>,
    pub(crate) rate_limits: Vec<RateLimitArgs>,
    pub(crate) concurrency: Option<ConcurrencyArgs>,
    pub(crate) circuit_breaker: Option<BreakerArgs>,
    pub(crate) hedge: Option<HedgeArgs>,
    pub(crate) pages: Option<PagesArgs>,
    pub(crate) idempotent: Option<Reason>,
    pub(crate) idempotency_key: Option<Reason>,
    pub(crate) arguments: Vec<ApiArgument<'a>>,
    /// An attribute could not be read, so what seems missing may be there.
    pub(crate) broken: Option<Reported>,
}

/// `#[idempotent("why")]` or `#[idempotency_key("X-Name")]`.
pub(crate) struct Reason {
    pub(crate) at: Ident,
    pub(crate) text: Option<LitStr>,
}

/// An argument and its roles; a right one has at most one.
pub(crate) struct ApiArgument<'a> {
    pub(crate) item: &'a PatType,
    pub(crate) roles: Vec<Role>,
    /// An attribute could not be read, so the role is not missing.
    pub(crate) broken: Option<Reported>,
}

impl<'a> Api<'a> {
    pub(crate) fn parse(item: &'a ItemTrait, diag: &mut Diagnostics) -> Self {
        let (mut retry, mut budget) = (None, None);
        let (mut rate_limits, mut concurrency) = (Vec::new(), None);
        let mut circuit_breaker = None;
        for attribute in &item.attrs {
            match helper::name(attribute) {
                Some(name) if name == "retry" => put_retry(&mut retry, attribute, name, diag),
                Some(name) if name == "budget" => put_budget(&mut budget, attribute, name, diag),
                Some(name) if name == "circuit_breaker" => {
                    put_breaker(&mut circuit_breaker, attribute, name, diag);
                }
                Some(name) if name == "concurrency" => {
                    put_concurrency(&mut concurrency, attribute, name, diag);
                }
                Some(name) if name == "rate_limit" => {
                    // The only attribute that may be repeated: each is one more limit.
                    rate_limits.push(RateLimitArgs::parse(attribute, name, diag));
                }
                Some(name) if helper::is_of_method(attribute) => {
                    let message = format!("`#[{name}]` belongs on a method; move it there");
                    diag.error(name, message);
                }
                Some(name) if name == "fallback" => _ = refuse_fallback(name, diag),
                Some(name) => {
                    if let Some(meant) = helper::meant_on_trait(attribute) {
                        let message =
                            format!("unknown attribute `{name}`; did you mean `{meant}`?");
                        diag.error(name, message);
                    }
                }
                None => {}
            }
        }
        let methods = item.items.iter().filter_map(|item| match item {
            TraitItem::Fn(method) if method.default.is_none() => Some(method),
            _ => None,
        });
        let methods = methods
            .map(|method| ApiMethod::parse(method, diag))
            .collect();
        Self {
            item,
            retry,
            budget,
            rate_limits,
            concurrency,
            circuit_breaker,
            methods,
        }
    }
}

impl<'a> ApiMethod<'a> {
    fn parse(item: &'a TraitItemFn, diag: &mut Diagnostics) -> Self {
        let mut method = Self {
            item,
            verbs: Vec::new(),
            retry: None,
            budget: None,
            rate_limits: Vec::new(),
            concurrency: None,
            circuit_breaker: None,
            hedge: None,
            pages: None,
            idempotent: None,
            idempotency_key: None,
            arguments: Vec::new(),
            broken: None,
        };
        for attribute in &item.attrs {
            method.attribute(attribute, diag);
        }
        for input in &item.sig.inputs {
            if let FnArg::Typed(argument) = input {
                method.arguments.push(ApiArgument::parse(argument, diag));
            }
        }
        method
    }

    /// Sorts one attribute of a method.
    fn attribute(&mut self, attribute: &Attribute, diag: &mut Diagnostics) {
        let Some(name) = helper::name(attribute) else {
            return;
        };
        match name.to_string().as_str() {
            "retry" => put_retry(&mut self.retry, attribute, name, diag),
            "budget" => put_budget(&mut self.budget, attribute, name, diag),
            "circuit_breaker" => put_breaker(&mut self.circuit_breaker, attribute, name, diag),
            "concurrency" => put_concurrency(&mut self.concurrency, attribute, name, diag),
            "rate_limit" => {
                self.rate_limits
                    .push(RateLimitArgs::parse(attribute, name, diag));
            }
            "hedge" => put_hedge(&mut self.hedge, attribute, name, diag),
            "pages" => put_pages(&mut self.pages, attribute, name, diag),
            "idempotent" => put_reason(&mut self.idempotent, attribute, name, diag),
            "idempotency_key" => put_reason(&mut self.idempotency_key, attribute, name, diag),
            // Those of methods that are no verb have an arm each above.
            _ if helper::is_of_method(attribute) => {
                self.verbs.push(VerbArgs::parse(attribute, name, diag));
            }
            // Marks the method as broken: the verb that seems to be missing is in the `cfg_attr`.
            "cfg_attr" => self.broken = refuse_late(attribute, diag).or(self.broken),
            _ if helper::is_foreign(attribute) => {}
            _ => self.broken = Some(unknown_on_method(name, diag)),
        }
    }
}

impl<'a> ApiArgument<'a> {
    /// The name without `r#`, if it is a plain one.
    pub(crate) fn name(&self) -> Option<String> {
        plain_name(&self.item.pat).map(|ident| ident.unraw().to_string())
    }

    /// Tells whether an argument that could not be read may have this name.
    pub(crate) fn may_be(&self, name: &str) -> bool {
        let is_readable = self.broken.is_none() && self.name().is_some();
        !is_readable && names(self.item.pat.to_token_stream(), name)
    }

    fn parse(item: &'a PatType, diag: &mut Diagnostics) -> Self {
        let mut argument = Self {
            item,
            roles: Vec::new(),
            broken: None,
        };
        for attribute in &item.attrs {
            let Some(name) = helper::name(attribute) else {
                continue;
            };
            let role = if helper::is_role(attribute) {
                Role::parse(attribute, name, diag)
            } else if let Some(reported) = refuse_late(attribute, diag) {
                Err(reported)
            } else if helper::is_foreign(attribute) {
                continue;
            } else {
                Err(unknown_on_argument(name, diag))
            };
            match role {
                Ok(role) => argument.roles.push(role),
                Err(reported) => argument.broken = Some(reported),
            }
        }
        argument
    }
}

/// Tells whether `name` occurs among tokens.
fn names(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.unraw() == name,
        TokenTree::Group(group) => names(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The name in a pattern that is nothing else.
pub(crate) fn plain_name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(pattern)
            if pattern.by_ref.is_none()
                && pattern.mutability.is_none()
                && pattern.subpat.is_none() =>
        {
            Some(&pattern.ident)
        }
        _ => None,
    }
}

/// Puts a `#[retry]` into its place, unless there is one already.
///
/// The second is read all the same, and dropped: its own mistakes are told too.
fn put_retry(
    slot: &mut Option<RetryArgs>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = RetryArgs::parse(attribute, name, diag);
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(args),
    }
}

fn put_breaker(
    slot: &mut Option<BreakerArgs>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = BreakerArgs::parse(attribute, diag);
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(args),
    }
}

fn put_concurrency(
    slot: &mut Option<ConcurrencyArgs>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = ConcurrencyArgs::parse(attribute, name, diag);
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(args),
    }
}

fn put_hedge(
    slot: &mut Option<HedgeArgs>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = HedgeArgs::parse(attribute, name, diag);
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(args),
    }
}

fn put_pages(
    slot: &mut Option<PagesArgs>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = PagesArgs::parse(attribute, name, diag);
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(args),
    }
}

fn put_budget(
    slot: &mut Option<BudgetArgs>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let args = BudgetArgs::parse(attribute, name, diag);
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(args),
    }
}

/// Puts an attribute with a reason into its place, unless there is one already.
fn put_reason(
    slot: &mut Option<Reason>,
    attribute: &Attribute,
    name: &Ident,
    diag: &mut Diagnostics,
) {
    let mut reason = Reason {
        at: name.clone(),
        text: None,
    };
    if let Ok(tokens) = helper::arguments(attribute, diag) {
        for item in items(tokens, diag) {
            match item {
                Item::Text(text) if reason.text.is_none() => reason.text = Some(text),
                other => _ = known_reason(name).refuse(&other, diag),
            }
        }
    }
    match slot {
        Some(_) => _ = twice(name, diag),
        None => *slot = Some(reason),
    }
}

fn known_reason(name: &Ident) -> Known {
    if name == "idempotent" {
        Known {
            attribute: "idempotent",
            keys: &["\"why\""],
        }
    } else {
        Known {
            attribute: "idempotency_key",
            keys: &["\"X-Name\""],
        }
    }
}

/// Refuses the second of two attributes.
fn twice(name: &Ident, diag: &mut Diagnostics) -> Reported {
    diag.error(
        name,
        format!("`#[{name}]` is given twice; merge them into one"),
    )
}

/// `#[cfg_attr(…, get("/x"))]`
fn refuse_late(attribute: &Attribute, diag: &mut Diagnostics) -> Option<Reported> {
    let name = helper::in_cfg_attr(attribute)?;
    let message =
        format!("`cfg_attr` cannot add `#[{name}]`; write it twice, each time with its `#[cfg]`");
    Some(diag.error(name, message))
}

/// Refuses an attribute that does not belong on a method, and says where it belongs.
fn unknown_on_method(name: &Ident, diag: &mut Diagnostics) -> Reported {
    if name == "headers" || name == "header" {
        let message = format!(
            "`#[{name}]` belongs on an argument; what is always sent is written after the path: \
             `headers(\"name\" = \"value\")`"
        );
        return diag.error(name, message);
    }
    if helper::ROLES.iter().any(|role| name == role) {
        let message = format!("`#[{name}]` belongs on an argument; move it there");
        return diag.error(name, message);
    }
    if name == "fallback" {
        return refuse_fallback(name, diag);
    }
    let known: Vec<&str> = helper::VERBS.into_iter().chain(helper::OTHERS).collect();
    unknown(name, &known, diag)
}

/// Refuses a fallback: what may stand in for a response is the caller's to know.
fn refuse_fallback(name: &Ident, diag: &mut Diagnostics) -> Reported {
    let rule =
        "there is no fallback here, as only the caller knows what may stand in for a response";
    let message = format!("{rule}; write `.or_else(|error| …)` behind the call's `.await`");
    diag.error(name, message)
}

/// Refuses an attribute that does not belong on an argument, and says where it belongs.
fn unknown_on_argument(name: &Ident, diag: &mut Diagnostics) -> Reported {
    if helper::VERBS
        .iter()
        .chain(&helper::OTHERS)
        .any(|known| name == known)
    {
        let message = format!("`#[{name}]` belongs on the method; move it there");
        return diag.error(name, message);
    }
    unknown(name, &helper::ROLES, diag)
}

fn unknown(name: &Ident, known: &[&str], diag: &mut Diagnostics) -> Reported {
    let hint = suggest::hint(&name.to_string(), known);
    diag.error(name, format!("unknown attribute `{name}`; {hint}"))
}
