//! `#[retry(...)]`.

mod unknown;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Path, Token};

use super::arg::{Arg, Item, Known, Slot, items, set, set_flag};
use super::helper;
use crate::diag::{Diagnostics, Reported};

/// The strategies that are a word.
const STRATEGIES: [(&str, Named); 7] = [
    ("exponential", Named::Exponential),
    ("jitter", Named::Jitter),
    ("random", Named::Random),
    ("fibonacci", Named::Fibonacci),
    ("linear", Named::Linear),
    ("constant", Named::Constant),
    ("decorrelated", Named::Decorrelated),
];

/// The strategy that is a word and its waits.
const LIST: &str = "list";

const KNOWN: Known = Known {
    attribute: "retry",
    keys: &[
        "attempts",
        "statuses",
        "server_errors",
        "errors",
        "when",
        "until",
        "retry_after",
        "unprocessed_only",
        "before_attempt",
        "base",
        "factor",
        "max",
        "min",
        "jitter",
        "spread",
        "off",
    ],
};

/// The attribute, as it was written.
pub(crate) struct RetryArgs {
    /// The word `retry`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) strategy: Option<StrategyArg>,
    pub(crate) keys: KeyArgs,
    pub(crate) attempts: Slot,
    pub(crate) statuses: Slot,
    pub(crate) server_errors: Slot,
    pub(crate) errors: Slot,
    pub(crate) when: Slot,
    pub(crate) until: Slot,
    pub(crate) retry_after: Slot,
    pub(crate) before_attempt: Slot,
    pub(crate) unprocessed_only: Option<Ident>,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

/// The keys that belong to a strategy.
#[derive(Default)]
pub(crate) struct KeyArgs {
    pub(crate) base: Slot,
    pub(crate) factor: Slot,
    pub(crate) max: Slot,
    pub(crate) min: Slot,
    pub(crate) jitter: Slot,
    pub(crate) spread: Slot,
}

impl KeyArgs {
    pub(crate) fn written(&self) -> impl Iterator<Item = &Arg> {
        let Self {
            base,
            factor,
            max,
            min,
            jitter,
            spread,
        } = self;
        [base, factor, max, min, jitter, spread]
            .into_iter()
            .flatten()
    }
}

/// The strategy, as it was written.
pub(crate) enum StrategyArg {
    /// `exponential`
    Named(Named),
    /// `list(100ms, 1s)`, and the word `list`
    List(Ident, Vec<Expr>),
    /// `SLOWLY`, `crate::SLOWLY`
    Path(Path),
}

/// A strategy that is a word.
#[derive(Clone, Copy)]
pub(crate) enum Named {
    Exponential,
    Jitter,
    Random,
    Fibonacci,
    Linear,
    Constant,
    Decorrelated,
}

impl RetryArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let mut args = Self::empty(at.clone());
        match helper::arguments(attribute, diag) {
            Ok(tokens) => args.read(tokens, diag),
            Err(reported) => args.broken = Some(reported),
        }
        args
    }

    fn empty(at: Ident) -> Self {
        Self {
            at,
            off: None,
            strategy: None,
            keys: KeyArgs::default(),
            attempts: None,
            statuses: None,
            server_errors: None,
            errors: None,
            when: None,
            until: None,
            retry_after: None,
            before_attempt: None,
            unprocessed_only: None,
            broken: None,
        }
    }

    fn read(&mut self, tokens: TokenStream, diag: &mut Diagnostics) {
        for item in items(tokens, diag) {
            match item {
                Item::Pair(arg) => self.pair(arg, diag),
                Item::Word(word) => self.word(word, diag),
                Item::Path(path) => self.strategy(&path.clone(), StrategyArg::Path(path), diag),
                Item::Call(name, tokens) => self.call(name, tokens, diag),
                other => self.broken = Some(unknown::refuse_other(&other, diag)),
            }
        }
    }

    fn pair(&mut self, arg: Arg, diag: &mut Diagnostics) {
        let slot = match arg.key.to_string().as_str() {
            "base" => &mut self.keys.base,
            "factor" => &mut self.keys.factor,
            "max" => &mut self.keys.max,
            "min" => &mut self.keys.min,
            "jitter" => &mut self.keys.jitter,
            "spread" => &mut self.keys.spread,
            "attempts" => &mut self.attempts,
            "statuses" => &mut self.statuses,
            "server_errors" => &mut self.server_errors,
            "errors" => &mut self.errors,
            "when" => &mut self.when,
            "until" => &mut self.until,
            "retry_after" => &mut self.retry_after,
            "before_attempt" => &mut self.before_attempt,
            _ => return self.broken = Some(unknown::refuse_pair(arg, diag)),
        };
        set(slot, arg, diag);
    }

    fn word(&mut self, word: Ident, diag: &mut Diagnostics) {
        match word.to_string().as_str() {
            "off" => set_flag(&mut self.off, word, diag),
            "unprocessed_only" => set_flag(&mut self.unprocessed_only, word, diag),
            LIST => self.strategy(&word, StrategyArg::List(word.clone(), Vec::new()), diag),
            name => match STRATEGIES.iter().find(|(known, _)| *known == name) {
                Some((_, named)) => self.strategy(&word, StrategyArg::Named(*named), diag),
                None if is_constant(name) => {
                    self.strategy(&word, StrategyArg::Path(word.clone().into()), diag);
                }
                None => self.broken = Some(unknown::refuse_word(&word, diag)),
            },
        }
    }

    fn call(&mut self, name: Ident, tokens: TokenStream, diag: &mut Diagnostics) {
        if name != LIST {
            self.broken = Some(unknown::refuse_call(name, tokens, diag));
            return;
        }
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        match diag.check(parser.parse2(tokens)) {
            Ok(waits) => match waits.first() {
                Some(brackets @ Expr::Array(_)) if waits.len() == 1 => {
                    self.broken = Some(unknown::refuse_brackets(brackets, diag));
                }
                _ => {
                    let waits = waits.into_iter().collect();
                    self.strategy(&name.clone(), StrategyArg::List(name, waits), diag);
                }
            },
            Err(reported) => self.broken = Some(reported),
        }
    }

    fn strategy(&mut self, at: &dyn ToTokens, strategy: StrategyArg, diag: &mut Diagnostics) {
        if self.strategy.is_some() {
            self.broken = Some(diag.error(at, "this is a second strategy; remove one of them"));
        }
        self.strategy.get_or_insert(strategy);
    }
}

/// Whether a word is a constant, and not a known word in the wrong case.
fn is_constant(word: &str) -> bool {
    let mut known = names().chain(KNOWN.keys.iter().copied());
    word.contains(char::is_uppercase) && !known.any(|known| known.eq_ignore_ascii_case(word))
}

/// The names of all strategies.
fn names() -> impl Iterator<Item = &'static str> {
    STRATEGIES.iter().map(|(name, _)| *name).chain([LIST])
}
