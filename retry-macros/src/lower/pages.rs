//! `#[pages(...)]`

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::values::{Literal, Lowered, function, literal, optional, whole};
use crate::diag::{Diagnostics, Reported};
use crate::model::pages::{Form, Paging};
use crate::syntax::api::ApiMethod;
use crate::syntax::arg::Arg;
use crate::syntax::http::VerbArgs;
use crate::syntax::pages::PagesArgs;
use crate::syntax::role::RoleKind;

/// Lowers the attribute, judged together with the rest of its method.
pub(crate) fn pages(
    method: &ApiMethod<'_>,
    verb: Lowered<&VerbArgs>,
    diag: &mut Diagnostics,
) -> Lowered<Option<Paging>> {
    let Some(args) = &method.pages else {
        return Ok(None);
    };
    // Each part is checked before any `?`, so the errors of all are shown.
    let company = company(method, args, verb, diag);
    let paging = paging(args, diag);
    args.broken.map_or(Ok(()), Err)?;
    company?;
    paging.map(Some)
}

/// Lowers the attribute itself.
fn paging(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<Paging> {
    // No `..`: a new option does not compile until it has been given a rule.
    let PagesArgs {
        at: _,
        link: _, // read together by `form`
        cursor: _,
        query: _,
        next: _,
        page: _,
        start: _,
        offset: _,
        with: _,
        items,
        broken: _,
    } = args;
    let items = optional(items, diag, items_path);
    let form = form(args, diag);
    let (items, form) = (items?, form?);
    refuse_one_within_the_other(&form, args, items.as_deref(), diag)?;
    Ok(Paging { form, items })
}

/// The one form that is written.
fn form(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<Form> {
    let cursor = optional(&args.cursor, diag, path);
    let query = optional(&args.query, diag, query);
    let next = optional(&args.next, diag, path);
    let page = optional(&args.page, diag, query_of_count);
    let start = optional(&args.start, diag, whole);
    let offset = optional(&args.offset, diag, query_of_count);
    let with = optional(&args.with, diag, function);
    // One complaint after the other: with two forms, or with a key missing, the keys of either
    // would seem to be stray.
    one_form(args, diag)?;
    stray(args, diag)?;
    body_has_more(args, diag)?;
    let (query, start) = (query?, start?);
    if args.link.is_some() {
        return Ok(Form::Link);
    }
    if let Some(path) = cursor? {
        let Some(query) = query else {
            let message = "the cursor goes into a query parameter; add `query = \"cursor\"`";
            return Err(diag.error(key(args.cursor.as_ref(), args), message));
        };
        return Ok(Form::Cursor { path, query });
    }
    if let Some(path) = next? {
        return Ok(Form::Next(path));
    }
    if let Some(query) = page? {
        return Ok(Form::Page { query, start });
    }
    if let Some(query) = offset? {
        return Ok(Form::Offset(query));
    }
    match with? {
        Some(function) => Ok(Form::With(function)),
        // All that may be missing is that which could not be read.
        None => Err(args.broken.unwrap_or_else(|| refuse_no_form(args, diag))),
    }
}

fn refuse_no_form(args: &PagesArgs, diag: &mut Diagnostics) -> Reported {
    let message = "say how the list goes on; write `link`, `cursor = \"…\", query = \"…\"`, \
                   `next = \"…\"`, `page = \"page\"`, `offset = \"offset\"` or `with = …`";
    diag.error(&args.at, message)
}

/// The words that name a form, in the order in which they are told.
fn forms(args: &PagesArgs) -> Vec<(&'static str, TokenStream)> {
    let link = args.link.as_ref().map(ToTokens::to_token_stream);
    let key = |arg: &Option<Arg>| arg.as_ref().map(|arg| arg.key.to_token_stream());
    let all = [
        ("link", link),
        ("cursor", key(&args.cursor)),
        ("next", key(&args.next)),
        ("page", key(&args.page)),
        ("offset", key(&args.offset)),
        ("with", key(&args.with)),
    ];
    let given = all.into_iter();
    given.filter_map(|(name, at)| Some((name, at?))).collect()
}

fn one_form(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let forms = forms(args);
    let Some(((first, _), more)) = forms.split_first() else {
        return Ok(());
    };
    let mut result = Ok(());
    for (other, at) in more {
        let message = format!(
            "a list goes on in one way, and `{first}` is already it; remove `{other}` or `{first}`"
        );
        result = Err(diag.error(at, message));
    }
    result
}

/// Refuses keys of another form.
fn stray(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let mut result = Ok(());
    // A key that is missing may be that which could not be read.
    if let (Some(query), None) = (&args.query, &args.cursor)
        && args.broken.is_none()
    {
        let message = "`query` is where a `cursor` goes; add `cursor = \"…\"`, or name the query \
                       with the form: `page = \"…\"`, `offset = \"…\"`";
        result = Err(diag.error(&query.key, message));
    }
    if let (Some(start), None) = (&args.start, &args.page)
        && args.broken.is_none()
    {
        let message = "`start` is the number of the first `page`; add `page = \"…\"`, or remove it";
        result = Err(diag.error(&start.key, message));
    }
    result
}

/// A body with something beside the list is not the list.
fn body_has_more(args: &PagesArgs, diag: &mut Diagnostics) -> Lowered<()> {
    let beside = [("cursor", &args.cursor), ("next", &args.next)];
    for (name, slot) in beside {
        if let (Some(arg), None) = (slot, &args.items) {
            let message = format!(
                "a body with `{name}` in it is not the list itself; add `items = \"…\"`, the path \
                 of the list"
            );
            return Err(diag.error(&arg.key, message));
        }
    }
    Ok(())
}

/// A list has no names in it.
fn refuse_one_within_the_other(
    form: &Form,
    args: &PagesArgs,
    items: Option<&str>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let (Form::Cursor { path, .. } | Form::Next(path)) = form else {
        return Ok(());
    };
    // The runtime says the same of a `Paging` that is made in code.
    let Some(items) = items.filter(|items| begins(path, items) || begins(items, path)) else {
        return Ok(());
    };
    let message = format!(
        "`{path}` and `{items}` cannot both be there, as one would lie within the other; \
         correct one of the paths"
    );
    Err(diag.error(key(args.items.as_ref(), args), message))
}

/// Tells whether a path leads through another, or to it.
fn begins(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Refuses what cannot stand beside the attribute.
fn company(
    method: &ApiMethod<'_>,
    args: &PagesArgs,
    verb: Lowered<&VerbArgs>,
    diag: &mut Diagnostics,
) -> Lowered<()> {
    let mut result = Ok(());
    let mut refuse = |at: &dyn ToTokens, message: &str| result = Err(diag.error(at, message));
    if let Ok(verb) = verb {
        if verb.verb.as_ref().is_ok_and(|verb| verb == "HEAD") {
            refuse(
                &args.at,
                "the response to a HEAD has no items; use `#[get]`",
            );
        }
        if let Some(none_on) = &verb.none_on {
            let message = "`Pages` cannot be `None`, as a list that ends is not missing; remove \
                           `none_on`";
            refuse(&none_on.key, message);
        }
        for key in [&verb.end, &verb.reconnect].into_iter().flatten() {
            let message =
                "`end` and `reconnect` are for streams of events; remove them, or `#[pages]`";
            refuse(&key.key, message);
        }
    }
    let retry = method.policy.retry.as_ref();
    if let Some(until) = retry.and_then(|retry| retry.until.as_ref()) {
        let message =
            "`until` looks at one value, and `Pages` come one after another; remove `until`";
        refuse(&until.key, message);
    }
    for argument in &method.arguments {
        for role in &argument.roles {
            if let RoleKind::IdempotencyKey(_) = &role.kind {
                let message = "a key of the caller's would be that of every page, and a server that \
                               knows it sends the first one again; put `#[idempotency_key]` on the method";
                refuse(&role.at, message);
            }
        }
    }
    result
}

/// The key of an argument that is there.
fn key(arg: Option<&Arg>, args: &PagesArgs) -> TokenStream {
    let key = arg.map_or(&args.at, |arg| &arg.key);
    key.to_token_stream()
}

/// The path to the list.
fn items_path(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let expr = arg.value.as_ref()?;
    if let Literal::Text(text) = literal(expr)
        // The spellings of the whole document in jq and JSONPath.
        && matches!(text.value().as_str(), "" | "." | "$")
    {
        let message = "without `items` the body itself is the list; remove it";
        return Err(diag.error(expr, message));
    }
    path(arg, diag)
}

/// Names joined by dots.
fn path(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let (key, expr) = (&arg.key, arg.value.as_ref()?);
    let Literal::Text(text) = literal(expr) else {
        let message =
            format!("`{key}` is a path into the body, as text; write `{key} = \"meta.{key}\"`");
        return Err(diag.error(expr, message));
    };
    let path = text.value();
    // JSON Pointer (`/meta/next`) and JSONPath (`$.meta.next`) would be taken for odd names, and
    // the list would end after its first page.
    let is_blank = |name: &str| name.trim() != name || name.is_empty();
    if path.starts_with(['/', '$']) || path.contains('[') || path.split('.').any(is_blank) {
        let message =
            format!("a path into the body is names joined by dots; write `{key} = \"meta.{key}\"`");
        return Err(diag.error(expr, message));
    }
    Ok(path)
}

/// The query that a cursor goes into.
fn query(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    named_query(arg, "cursor", diag)
}

/// The query that pages or items are counted in.
fn query_of_count(arg: &Arg, diag: &mut Diagnostics) -> Lowered<String> {
    let name = arg.key.to_string();
    named_query(arg, &name, diag)
}

fn named_query(arg: &Arg, example: &str, diag: &mut Diagnostics) -> Lowered<String> {
    let (key, expr) = (&arg.key, arg.value.as_ref()?);
    match literal(expr) {
        Literal::Text(text) if !text.value().trim().is_empty() => Ok(text.value()),
        _ => {
            let message = format!("`{key}` names a query parameter; write `{key} = \"{example}\"`");
            Err(diag.error(expr, message))
        }
    }
}
