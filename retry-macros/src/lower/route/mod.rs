//! Path templates ↔ arguments.
//!
//! ```text
//! #[get("/repos/{owner}/{name}")] fn repo(&self, owner: &str, nme: &str)
//!                                   → one error: `{name}` has no argument; did you mean `{nme}`?
//! ```
//!
//! An argument without a role belongs to the path, if the path has its name. Both sides can be wrong,
//! and a typo leaves a placeholder without an argument and an argument without a placeholder. So these
//! are compared with each other before anything is reported: what was meant to match is one mistake.
//!
//! Types are not checked here, but for those that can never be one value. Nothing here may look at
//! roles other than `path`.

mod claims;
mod presence;

use syn::LitStr;

use self::claims::{claims, claims_by_path, has_name, path_names};
use self::presence::check_presence;
use super::argument::refuse_no_segment;
use super::values::{Lowered, each};
use crate::diag::{Diagnostics, Reported};
use crate::suggest;
use crate::syntax::api::ApiArgument;
use crate::syntax::http::VerbArgs;
use crate::syntax::template::{self, Placeholder};

/// The paths of a method, and what they ask for.
pub(crate) struct Route<'a> {
    pub(crate) paths: Vec<String>,
    placeholders: Vec<(Placeholder, &'a LitStr)>,
}

impl<'a> Route<'a> {
    /// Reads the paths, and the placeholders even of an invalid one.
    pub(crate) fn parse(
        verb: &'a VerbArgs,
        arguments: &[ApiArgument<'_>],
        diag: &mut Diagnostics,
    ) -> Lowered<Self> {
        // `?` at once, unlike elsewhere: without a path, every argument would be reported as not in it.
        check_presence(verb, arguments, diag)?;
        let mut route = Self {
            paths: Vec::new(),
            placeholders: Vec::new(),
        };
        let mut broken = None;
        let mut is_readable = true;
        for path in &verb.paths {
            let text = path.value();
            let placeholders = template::parse(&text).or_else(|message| {
                broken = Some(diag.error(path, message));
                template::placeholders_of(&text)
            });
            match placeholders {
                Ok(placeholders) => route.add(path, placeholders),
                Err(_) => is_readable = false,
            }
        }
        let Some(reported) = broken else {
            return Ok(route);
        };
        // Arguments are checked too, if the names of the placeholders could be read.
        if is_readable {
            route.check(arguments, diag)?;
        }
        Err(reported)
    }

    fn add(&mut self, path: &'a LitStr, placeholders: Vec<Placeholder>) {
        self.paths.push(path.value());
        for placeholder in placeholders {
            if !self.has(&placeholder.name) {
                self.placeholders.push((placeholder, path));
            }
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.placeholders
            .iter()
            .any(|(placeholder, _)| placeholder.name == name)
    }

    /// Refuses placeholders and arguments without a counterpart. Two that were meant for each other
    /// are one mistake.
    pub(crate) fn check(
        &self,
        arguments: &[ApiArgument<'_>],
        diag: &mut Diagnostics,
    ) -> Lowered<()> {
        let twice = self.refuse_twice(arguments, diag);
        let types = self.refuse_types(arguments, diag);
        let (meant_by_strays, strays) = self.refuse_unknown_names(arguments, diag);
        // Placeholders without an argument and arguments without a role are matched first: `{usr}`
        // beside `user` is one typo, and two messages would hide that.
        let mut missing: Vec<_> = self.placeholders.iter().collect();
        missing.retain(|(placeholder, _)| !arguments.iter().any(|a| claims(a, &placeholder.name)));
        let mut idle: Vec<_> = arguments
            .iter()
            .filter(|argument| self.is_idle(argument))
            .collect();

        let mut result = twice.and(types).and(strays);
        missing.retain(|(placeholder, _)| !meant_by_strays.contains(&placeholder.name));
        for (placeholder, path) in &missing {
            let meant = take_meant(&placeholder.name, missing.len(), &mut idle);
            result = Err(refuse_missing(placeholder, path, meant, arguments, diag));
        }
        for argument in idle {
            result = Err(self.refuse_idle(argument, diag));
        }
        result
    }

    /// Tells whether an argument has neither a role nor a placeholder.
    fn is_idle(&self, argument: &ApiArgument<'_>) -> bool {
        argument.roles.is_empty()
            && argument.broken.is_none()
            && argument.name().is_some_and(|name| !self.has(&name))
    }

    /// Refuses an argument without a role.
    fn refuse_idle(&self, argument: &ApiArgument<'_>, diag: &mut Diagnostics) -> Reported {
        let name = argument.name().unwrap_or_default();
        let colon = format!("/:{name}");
        let in_path = match self.paths.first() {
            Some(path) if path.contains(&colon) => {
                format!(", or write `{{{name}}}` in the path instead of `:{name}`")
            }
            Some(_) => format!(", or write `{{{name}}}` in the path"),
            None => String::new(),
        };
        let message = format!(
            "`{name}` needs a role; say where it goes, such as `#[query]`, `#[header(\"name\")]` \
             or `#[json]`{in_path}"
        );
        diag.error(&argument.item.pat, message)
    }

    /// Refuses `#[path("name")]` where no path has `{name}`, and returns the placeholders that were
    /// meant.
    fn refuse_unknown_names(
        &self,
        arguments: &[ApiArgument<'_>],
        diag: &mut Diagnostics,
    ) -> (Vec<String>, Lowered<()>) {
        let (mut all_meant, mut result) = (Vec::new(), Ok(()));
        for (name, literal) in arguments.iter().flat_map(path_names) {
            if self.has(&name) {
                continue;
            }
            let names = self
                .placeholders
                .iter()
                .map(|(placeholder, _)| placeholder.name.as_str());
            let hint = match suggest::closest(&name, names) {
                Some(meant) => {
                    all_meant.push(meant.to_owned());
                    format!("did you mean `{{{meant}}}`?")
                }
                None => format!("write `{{{name}}}` in it, or give the argument another role"),
            };
            let message = format!("the path does not contain `{{{name}}}`; {hint}");
            result = Err(diag.error(literal, message));
        }
        (all_meant, result)
    }

    /// Refuses types that are not a single value, on arguments that the path takes.
    fn refuse_types(&self, arguments: &[ApiArgument<'_>], diag: &mut Diagnostics) -> Lowered<()> {
        let is_segment = |argument: &&ApiArgument<'_>| {
            argument.broken.is_none()
                && self
                    .placeholders
                    .iter()
                    .any(|(placeholder, _)| claims_by_path(argument, &placeholder.name))
        };
        let segments = arguments.iter().filter(is_segment);
        each(segments.map(|argument| refuse_no_segment(&argument.item.ty, diag)))?;
        Ok(())
    }

    /// Refuses the second argument of one placeholder.
    fn refuse_twice(&self, arguments: &[ApiArgument<'_>], diag: &mut Diagnostics) -> Lowered<()> {
        let mut result = Ok(());
        for (placeholder, _) in &self.placeholders {
            let arguments = arguments.iter();
            let mut claimants = arguments.filter(|a| claims_by_path(a, &placeholder.name));
            let Some(first) = claimants.next() else {
                continue;
            };
            // Two of the same name are another mistake.
            let others = claimants.filter(|other| other.name() != first.name());
            let again = diag.errors(others.map(|other| &other.item.pat), |_| {
                format!("`{placeholder}` already has an argument; remove one")
            });
            result = result.and(again);
        }
        result
    }
}

/// The argument that a placeholder was meant for: one of a similar name, or the only one left.
fn take_meant<'a>(
    name: &str,
    missing: usize,
    idle: &mut Vec<&'a ApiArgument<'a>>,
) -> Option<String> {
    let names: Vec<String> = idle.iter().filter_map(|argument| argument.name()).collect();
    let similar = suggest::closest(name, names.iter().map(String::as_str));
    // If one placeholder and one argument are left, they belong together.
    let only = names.first().filter(|_| missing == 1 && names.len() == 1);
    let meant = similar.or(only.map(String::as_str))?.to_owned();
    idle.retain(|argument| !has_name(argument, &meant));
    Some(meant)
}

/// Refuses a placeholder without an argument.
fn refuse_missing(
    placeholder: &Placeholder,
    path: &LitStr,
    meant: Option<String>,
    arguments: &[ApiArgument<'_>],
    diag: &mut Diagnostics,
) -> Reported {
    let name = &placeholder.name;
    let taken = arguments.iter().any(|argument| has_name(argument, name));
    let hint = match meant {
        Some(meant) => {
            format!("did you mean `{{{meant}}}`? Else mark the argument `#[path(\"{name}\")]`")
        }
        None if taken => format!("`{name}` has another role; remove that, or the placeholder"),
        // No argument can have such a name.
        None if name.contains('-') => {
            format!("mark an argument `#[path(\"{name}\")]`, or remove it from the path")
        }
        None => format!("add `{name}: …` to the method, or remove it from the path"),
    };
    diag.error(
        path,
        format!("`{placeholder}` in the path has no argument; {hint}"),
    )
}
