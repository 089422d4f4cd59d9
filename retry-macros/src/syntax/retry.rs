//! `#[retry(...)]`.

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Path, Token};

use super::arg::{Arg, Item, Known, Slot, items, set, set_flag};
use super::helper;
use crate::diag::{Diagnostics, Reported};

/// The strategies that have a name.
pub(crate) const STRATEGIES: [&str; 8] = [
    "exponential",
    "jitter",
    "random",
    "fibonacci",
    "linear",
    "constant",
    "decorrelated",
    "list",
];

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
    /// `exponential`, or a constant in scope
    Word(Ident),
    /// `list(100ms, 1s)`
    List(Ident, Vec<Expr>),
    /// `crate::SLOWLY`
    Path(Path),
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
                Item::Path(path) => self.strategy(StrategyArg::Path(path), diag),
                Item::Call(name, tokens) => self.call(name, tokens, diag),
                other => self.broken = Some(KNOWN.refuse(&other, diag)),
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
            _ => return self.broken = Some(refuse_pair(arg, diag)),
        };
        set(slot, arg, diag);
    }

    fn word(&mut self, word: Ident, diag: &mut Diagnostics) {
        match word.to_string().as_str() {
            "off" => set_flag(&mut self.off, word, diag),
            "unprocessed_only" => set_flag(&mut self.unprocessed_only, word, diag),
            name if KNOWN.keys.contains(&name) && !STRATEGIES.contains(&name) => {
                self.broken = Some(KNOWN.refuse(&Item::Word(word), diag));
            }
            _ => self.strategy(StrategyArg::Word(word), diag),
        }
    }

    fn call(&mut self, name: Ident, tokens: TokenStream, diag: &mut Diagnostics) {
        if name == "list" {
            let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
            return match diag.check(parser.parse2(tokens)) {
                Ok(waits) => {
                    self.strategy(StrategyArg::List(name, waits.into_iter().collect()), diag);
                }
                Err(reported) => self.broken = Some(reported),
            };
        }
        self.broken = Some(if STRATEGIES.iter().any(|known| name == known) {
            let way_out = format!("write `{name}, base = …`");
            diag.error(
                &name,
                format!("the keys of a strategy stand beside it; {way_out}"),
            )
        } else {
            KNOWN.refuse(&Item::Call(name, tokens), diag)
        });
    }

    fn strategy(&mut self, strategy: StrategyArg, diag: &mut Diagnostics) {
        match &self.strategy {
            None => self.strategy = Some(strategy),
            Some(_) => {
                let message = "a second strategy; remove one";
                self.broken = Some(match strategy {
                    StrategyArg::Word(word) | StrategyArg::List(word, _) => {
                        diag.error(word, message)
                    }
                    StrategyArg::Path(path) => diag.error(path, message),
                });
            }
        }
    }
}

/// An unknown key, with a word about those that live elsewhere.
fn refuse_pair(arg: Arg, diag: &mut Diagnostics) -> Reported {
    match arg.key.to_string().as_str() {
        "timeout" | "attempt_timeout" => {
            let key = &arg.key;
            let message = format!(
                "unknown `retry` option `{key}`; it bounds calls that are not retried too, \
                 so write it in `#[client(…)]` or after the path: `#[get(\"/…\", {key} = …)]`"
            );
            diag.error(key, message)
        }
        "retries" | "max_retries" | "tries" => {
            let key = &arg.key;
            let keys = "`attempts`, which counts the first send too";
            diag.error(
                key,
                format!("unknown `retry` option `{key}`; did you mean {keys}?"),
            )
        }
        _ => KNOWN.refuse(&Item::Pair(arg), diag),
    }
}
