//! Syntax → model: all rules of a declaration, and all their messages.
//!
//! Every mistake of one build is reported at once, which gives each function here the same form: it
//! names all fields of its input, so that a new option does not compile before it has a rule; it
//! checks every part; and only then it uses `?`. A failed part is `Reported`, the proof that the
//! user was told, so that an error can neither be lost nor be followed by others that it has
//! caused.
//!
//! A message states the rule in plain words, then the way out, and stands at the smallest span that
//! stable Rust allows. If several mistakes have one cause, such as a misspelt placeholder and the
//! argument that it meant, they are one message.
//!
//! Rules compare spellings and literals only. Types and constants are for rustc to judge, and const
//! expressions pass through to const evaluation. Members and arguments whose `#[cfg]` does not hold
//! have been taken out before ([`conditions`](crate::syntax::conditions)). Nothing here may emit
//! code or decide how something is generated.

mod argument;
mod attributes;
mod base_url;
mod body;
mod bounds;
mod clashes;
mod deadline_header;
mod events;
mod format;
pub(crate) mod guards;
mod headers;
mod item;
mod method;
pub(crate) mod naming;
mod output;
mod own;
mod pages;
mod policy;
mod route;
mod safety;
mod same;
mod signature;
mod statuses;
mod strategy;
mod unique;
mod url;
mod values;

pub(crate) use self::item::stripped;
pub(crate) use self::output::awaited;
pub(crate) use self::signature::is_plain;

use self::bounds::Written;
use self::values::Lowered;
use crate::crate_path::CratePath;
use crate::diag::Diagnostics;
use crate::model::policy::Policy;
use crate::model::{Client, Method, docs};
use crate::syntax::api::Api;
use crate::syntax::arg::Slot;
use crate::syntax::client::ClientArgs;

/// Judges a whole declaration.
pub(crate) fn client(args: &ClientArgs, api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<Client> {
    // No `..`: a new option does not compile until it has been given a rule.
    let ClientArgs {
        base_url,
        base_urls,
        name,
        limits: _, // part of the policy
        format,
        headers,
        deadline_header: _, // read together with the headers that it must not clash with
        crate_path,
        object_safe,
    } = args;

    // After that macro the methods are not those that their author wrote; rules about them would
    // speak of code that nobody has seen.
    item::refuse_async_trait(api.item, diag)?;

    // Each part is checked before any `?`, so the errors of all are shown.
    let item = item::judge(api.item, diag);
    let krate = krate(crate_path, diag);
    let service = naming::service(name, &api.item.ident, diag);
    let base_urls = base_url::base_urls(base_url, base_urls, diag);
    let format = format::format(format, diag);
    let headers = headers::headers(headers, diag);
    let deadline_header = deadline_header::deadline_header(args, api, diag);
    let policy = inherited(args, api, diag);
    let budget = guards::budget_of_trait(api.budget.as_ref(), diag);
    let timeout = policy.as_ref().ok().and_then(Policy::known_timeout);
    let rate_limits = guards::rate_limits(&api.rate_limits, timeout, diag);
    let concurrency = guards::concurrency(api.concurrency.as_ref(), timeout, None, diag);
    let attempt_timeout = policy.as_ref().ok().and_then(Policy::known_attempt_timeout);
    let breaker = api.circuit_breaker.as_ref();
    let circuit_breaker = guards::circuit_breaker(breaker, attempt_timeout, diag);
    let costs = guards::judge_costs(api, diag);
    let policy = policy.and_then(|policy| {
        Ok(Policy {
            budget: budget?,
            rate_limits: rate_limits?,
            concurrency: concurrency?,
            circuit_breaker: circuit_breaker?,
            ..policy
        })
    });
    let clashes = clashes::judge(api, diag);
    let of_trait = policy.as_ref().map_err(|reported| *reported);
    let methods: Vec<_> = api
        .methods
        .iter()
        .map(|method| method::method(method, of_trait, diag))
        .collect();
    if let Ok(policy) = &policy {
        // After the methods, as it depends on what each of them adds: one mistake of the trait
        // becomes one message, whether one method inherits it or fifty.
        refuse_endless(policy, api, &methods, diag);
        refuse_idle_budget(policy, api, &methods, diag)?;
    }

    // From here on nothing is recorded any more; every `?` only passes on a proof.
    item.and(clashes).and(costs)?;
    let policy = policy?;
    let mut methods = methods.into_iter().collect::<Lowered<Vec<_>>>()?;
    for method in &mut methods {
        method.paragraph = docs::paragraph(method, &policy);
    }
    Ok(Client {
        krate: krate?,
        item: stripped(api.item),
        ident: naming::client(&api.item.ident),
        object_safe: object_safe
            .as_ref()
            .map(|_| naming::object_safe(&api.item.ident)),
        own: own::methods(api.item, object_safe.is_some()),
        constants: own::constants(api.item),
        shared: attributes::of_trait(&api.item.attrs),
        service: service?,
        base_urls: base_urls?,
        format: format?,
        headers: headers?,
        deadline_header: deadline_header?,
        policy,
        methods,
    })
}

/// `crate = ::path`
pub(crate) fn krate(slot: &Slot, diag: &mut Diagnostics) -> Lowered<CratePath> {
    let Some(arg) = slot else {
        return Ok(CratePath::Default);
    };
    let expr = arg.value.as_ref()?;
    match expr {
        syn::Expr::Path(path) if path.qself.is_none() => Ok(CratePath::Given(path.path.clone())),
        _ => {
            let message = "`crate` is the path of `retry_client`; write `crate = ::some::path`";
            Err(diag.error(expr, message))
        }
    }
}

/// The policy of the trait.
fn inherited(args: &ClientArgs, api: &Api<'_>, diag: &mut Diagnostics) -> Lowered<Policy> {
    let limits = policy::limits(&args.limits, diag);
    let retry = api
        .retry
        .as_ref()
        .map(|args| policy::retry(args, diag))
        .transpose();
    if let Some(until) = api.retry.as_ref().and_then(|retry| retry.until.as_ref()) {
        let message = "`until` looks at the value of one method; move it there";
        diag.error(&until.key, message);
    }
    let (limits, retry) = (limits?, retry?);
    let policy = policy::of_trait(Policy {
        limits,
        ..retry.unwrap_or_default()
    });
    let keys = match &api.retry {
        Some(args) if args.off.is_none() => strategy::judge(&policy, args, diag),
        _ => Ok(()),
    };
    let written = Written {
        retry: api.retry.as_ref(),
        limits: &args.limits,
    };
    let bounds = keys.and_then(|()| bounds::judge(&policy, written, diag));
    bounds.map(|()| policy)
}

/// A budget where nothing retries.
fn refuse_idle_budget(
    policy: &Policy,
    api: &Api<'_>,
    methods: &[Lowered<Method>],
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let Some(args) = &api.budget else {
        return Ok(());
    };
    let retries = |method: &Lowered<Method>| match method {
        Ok(Method { own: Some(own), .. }) => policy.refined_by(own).may_repeat(),
        Ok(_) => policy.may_retry(),
        // What could not be read may have been a retry.
        Err(_) => true,
    };
    if policy.may_retry() || methods.iter().any(retries) {
        return Ok(());
    }
    guards::refuse_idle_budget(args, diag)
}

/// `attempts = unlimited` without a timeout: where it is written, once.
fn refuse_endless(
    policy: &Policy,
    api: &Api<'_>,
    methods: &[Lowered<Method>],
    diag: &mut Diagnostics,
) {
    // Each method that is endless by itself is told at its own `attempts`; all that inherit it are
    // one mistake, and it stands on the trait.
    let mut inherits = false;
    for (method, lowered) in api.methods.iter().zip(methods) {
        let Ok(lowered) = lowered else { continue };
        let own = lowered.own.clone().unwrap_or_default();
        if !bounds::is_endless(&policy.refined_by(&own)) {
            continue;
        }
        match method
            .retry
            .as_ref()
            .and_then(|retry| retry.attempts.as_ref())
        {
            Some(attempts) => bounds::refuse_endless(attempts, diag),
            None => inherits = true,
        }
    }
    if inherits {
        let attempts = api.retry.as_ref().and_then(|retry| retry.attempts.as_ref());
        bounds::refuse_endless(attempts, diag);
    }
}
