//! `#[retry(...)]`, sorted into its options.
//!
//! ```text
//! #[retry(exponential, base = 50ms, attempts = 4, statuses = [429])]
//! → strategy: Curve(Exponential), keys.base: 50ms, attempts: 4, statuses: [429]
//! ```
//!
//! A strategy is a word, and its keys stand beside it and not in parentheses. So
//! `#[retry(base = 50ms)]` on a method refines the strategy of its trait without naming it again.
//! This module does not know whether the strategy takes a key: `lower` decides that by the policy
//! in force.
//!
//! Any other word is taken for a constant if it looks like one by Rust's conventions, and for a
//! mistake otherwise. `known` has the names, which come from the model's table of strategies;
//! `unknown` has the names that are used elsewhere, and says which option was meant.
//!
//! A value is an expression with a span. Nothing here may decide whether it is in bounds or whether
//! two options contradict each other; of known options only one that is given twice is refused.

mod known;
mod unknown;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Path, Token};

use self::known::{KNOWN, LIST, strategies};
use super::arg::{Arg, Item, OptionalArg, is_constant, items, set, set_flag};
use super::helper;
use crate::diag::{Diagnostics, Reported};
use crate::model::strategy::{Curve, KEYS, Keys};

/// The attribute, as it was written.
pub(crate) struct RetryArgs {
    /// The word `retry`, for errors about the whole attribute.
    pub(crate) at: Ident,
    pub(crate) off: Option<Ident>,
    pub(crate) strategy: Option<StrategyArg>,
    pub(crate) keys: KeyArgs,
    pub(crate) attempts: OptionalArg,
    pub(crate) statuses: OptionalArg,
    pub(crate) server_errors: OptionalArg,
    pub(crate) errors: OptionalArg,
    pub(crate) when: OptionalArg,
    pub(crate) until: OptionalArg,
    pub(crate) retry_after: OptionalArg,
    pub(crate) before_attempt: OptionalArg,
    pub(crate) unprocessed_only: Option<Ident>,
    /// Something in it could not be read.
    pub(crate) broken: Option<Reported>,
}

/// The keys that belong to a strategy, as they were written.
pub(crate) type KeyArgs = Keys<OptionalArg>;

impl KeyArgs {
    /// The keys that were written.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Arg> {
        let delays = [&self.base, &self.factor, &self.min, &self.max];
        let spreads = [&self.jitter, &self.spread];
        delays.into_iter().chain(spreads).flatten()
    }

    /// The field of a key, if it belongs to a strategy.
    fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        let Self {
            base,
            factor,
            min,
            max,
            jitter,
            spread,
        } = self;
        let slots = [base, factor, min, max, jitter, spread];
        let mut named = KEYS.into_iter().zip(slots);
        named.find_map(|(name, slot)| (name == key).then_some(slot))
    }
}

/// The strategy, as it was written.
pub(crate) enum StrategyArg {
    /// `exponential`
    Curve(Curve),
    /// `list(100ms, 1s)`, and the word `list`
    List(Ident, Vec<Expr>),
    /// `SLOWLY`, `crate::SLOWLY`
    Path(Path),
}

impl RetryArgs {
    pub(crate) fn parse(attribute: &Attribute, at: &Ident, diag: &mut Diagnostics) -> Self {
        let tokens = helper::arguments(attribute, diag);
        let mut args = Self {
            at: at.clone(),
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
            broken: tokens.as_ref().err().copied(),
        };
        for item in items(tokens.unwrap_or_default(), diag) {
            match item {
                Item::Pair(arg) => args.pair(arg, diag),
                Item::Word(word) => args.word(word, diag),
                Item::Path(path) => args.strategy(&path.clone(), StrategyArg::Path(path), diag),
                Item::Call(name, tokens) => args.call(name, tokens, diag),
                other => args.broken = Some(unknown::refuse_other(&other, diag)),
            }
        }
        args
    }

    /// Stores a pair.
    fn pair(&mut self, arg: Arg, diag: &mut Diagnostics) {
        let slot = match arg.key.to_string().as_str() {
            "attempts" => &mut self.attempts,
            "statuses" => &mut self.statuses,
            "server_errors" => &mut self.server_errors,
            "errors" => &mut self.errors,
            "when" => &mut self.when,
            "until" => &mut self.until,
            "retry_after" => &mut self.retry_after,
            "before_attempt" => &mut self.before_attempt,
            key => {
                // Its value is the only mistake: the retry of a POST must not be called unsafe too.
                if key == "unprocessed_only" {
                    self.unprocessed_only = Some(arg.key.clone());
                }
                match self.keys.slot(key) {
                    Some(slot) => slot,
                    None => return self.broken = Some(unknown::refuse_pair(arg, diag)),
                }
            }
        };
        set(slot, arg, diag);
    }

    /// Stores a word: a strategy, a flag, or a constant.
    fn word(&mut self, word: Ident, diag: &mut Diagnostics) {
        match word.to_string().as_str() {
            "off" => set_flag(&mut self.off, word, diag),
            "unprocessed_only" => set_flag(&mut self.unprocessed_only, word, diag),
            LIST => self.strategy(&word, StrategyArg::List(word.clone(), Vec::new()), diag),
            name => match Curve::named(name) {
                Some(curve) => self.strategy(&word, StrategyArg::Curve(curve), diag),
                // By Rust's conventions a word with an upper-case letter is a constant or a type,
                // and a user's own strategy is a constant.
                None if is_constant(name, strategies().chain(KNOWN.keys.iter().copied())) => {
                    self.strategy(&word, StrategyArg::Path(word.clone().into()), diag);
                }
                None => self.broken = Some(unknown::refuse_word(&word, diag)),
            },
        }
    }

    /// Reads `list(…)`.
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

    /// Stores a strategy, or reports that one was given before.
    fn strategy(&mut self, at: &dyn ToTokens, strategy: StrategyArg, diag: &mut Diagnostics) {
        if self.strategy.is_some() {
            self.broken =
                Some(diag.error(at, "only one strategy per `#[retry]`; remove one of them"));
        }
        // The first one stays, so that keys are checked by a strategy that was written.
        self.strategy.get_or_insert(strategy);
    }
}
