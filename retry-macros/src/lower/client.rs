//! The whole declaration.

use super::values::Lowered;
use super::{
    attributes, base_url, clashes, crate_path, deadline_header, format, guards, headers, inherited,
    item, method, naming, own,
};
use crate::diag::Diagnostics;
use crate::model::policy::Policy;
use crate::model::{Client, Method, docs};
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;

/// Checks a whole declaration.
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

    // That macro has rewritten the methods, so other errors would be about code that the author has
    // not written.
    item::refuse_async_trait(api.item, diag)?;

    // Each part is checked before any `?`, so the errors of all are shown.
    let item = item::check(api.item, diag);
    let krate = crate_path::krate(crate_path, diag);
    let service = naming::service(name, &api.item.ident, diag);
    let base_urls = base_url::base_urls(base_url, base_urls, diag);
    let format = format::format(format, diag);
    let headers = headers::headers(headers, diag);
    let deadline_header = deadline_header::deadline_header(args, api, diag);
    let policy = inherited::policy(args, api, diag);
    let costs = guards::check_costs(api, diag);
    let clashes = clashes::check(api, diag);
    let methods = methods(api, policy.as_ref().map_err(|reported| *reported), diag);

    // No more errors are recorded from here on; every `?` only passes on a proof.
    item.and(clashes).and(costs)?;
    Ok(Client {
        krate: krate?,
        item: item::stripped(api.item),
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
        policy: policy?,
        methods: methods?,
    })
}

/// Lowers the methods, and checks the policy of the trait against all of them together.
fn methods(
    api: &Api<'_>,
    policy: Lowered<&Policy>,
    diag: &mut Diagnostics,
) -> Lowered<Vec<Method>> {
    let methods: Vec<_> = api
        .methods
        .iter()
        .map(|method| method::method(method, policy, diag))
        .collect();
    let policy = policy?;
    // After the methods, as it depends on each of them: one mistake of the trait is one message,
    // however many methods inherit it.
    inherited::refuse_endless(policy, api, &methods, diag);
    inherited::refuse_idle_budget(policy, api, &methods, diag)?;
    let mut methods = methods.into_iter().collect::<Lowered<Vec<_>>>()?;
    for method in &mut methods {
        method.paragraph = docs::paragraph(method, policy);
    }
    Ok(methods)
}
