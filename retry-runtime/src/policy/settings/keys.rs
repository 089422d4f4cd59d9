//! The keys of one level of settings, and the policy that they make.

use std::time::Duration;

use crate::error::ErrorKind;
use crate::policy::Policy;
use crate::policy::guard_rules::{
    BreakerSetting, BudgetSetting, ConcurrencySetting, HedgeSetting, Interned, RateLimits,
};
use crate::policy::settings::value::Value;
use crate::policy::strategy::{Jitter, Strategy};

/// One level of the settings: that of all services, of one service, or of one method.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// The kill switch: `false` means one attempt, whatever any other setting says.
    pub(crate) enabled: bool,
    policy: Policy,
    /// The named strategy, if there is one. It is apart from the keys, which may come before it: tables
    /// have no order.
    curve: Strategy,
    keys: Strategy,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            enabled: true,
            policy: Policy::INHERITED,
            curve: Strategy::INHERITED,
            keys: Strategy::INHERITED,
        }
    }
}

impl Level {
    /// Sets a key. The error says what would have been right.
    pub(crate) fn set(&mut self, key: &str, value: &Value) -> Result<(), String> {
        let known = KEYS.iter().find(|(name, _)| *name == key);
        let (_, set) = known.ok_or_else(unknown)?;
        set(self, value)
    }

    /// Makes the guards that were written those of a method, and rejects what a method cannot set.
    pub(crate) fn claim_for_method(&mut self, key: &str) -> Result<(), String> {
        // `set` does not know its level, and sets guards as those of a trait. Here they become the
        // method's own, in addition to the trait's.
        let written = std::mem::take(&mut self.policy.trait_guards);
        self.policy.own_guards = written.merged_over(self.policy.own_guards);
        if key == "budget" && matches!(self.policy.budget, Some(BudgetSetting::On(_))) {
            let rule = "a budget is shared by all methods of a service";
            return Err(format!("{rule}; here it can only be `off`"));
        }
        Ok(())
    }

    /// The policy that makes the settings that were written.
    pub(crate) fn policy(&self) -> Policy {
        // In this order, so that a named curve starts from its defaults and takes the keys of the
        // same table.
        let strategy = self.keys.merged_over(self.curve);
        self.policy
            .merged_over(Policy::INHERITED.strategy(strategy))
    }
}

type Set = fn(&mut Level, &Value) -> Result<(), String>;

// Macros and not functions that return closures: entries of a constant are function pointers, which cannot
// capture the setter.
/// A key whose value a setter of the policy or of its strategy takes.
macro_rules! setter {
    ($part:ident.$setter:ident($read:expr)) => {
        |level, value| {
            level.$part = level.$part.$setter($read(value)?);
            Ok(())
        }
    };
}

/// A key whose value is a field.
macro_rules! field {
    ($($field:ident).+ = $read:expr) => {
        |level, value| {
            level.$($field).+ = $read(value)?;
            Ok(())
        }
    };
}

/// Every key with the function that sets it, in the order in which messages list them. This is the only list
/// of keys in this crate.
const KEYS: [(&str, Set); 25] = [
    ("enabled", field!(enabled = Value::flag)),
    ("strategy", field!(curve = named)),
    ("base", setter!(keys.base(Value::duration))),
    ("factor", setter!(keys.factor(factor))),
    ("max", setter!(keys.max(Value::duration))),
    ("min", setter!(keys.min(Value::duration))),
    ("spread", setter!(keys.spread(Value::duration))),
    ("jitter", setter!(keys.with_jitter(jitter))),
    ("delays", field!(curve = list)),
    ("attempts", attempts),
    ("statuses", setter!(policy.statuses_set(Value::statuses))),
    ("server_errors", setter!(policy.server_errors(Value::flag))),
    ("errors", |level, value| {
        level.policy = level.policy.errors(&errors(value)?);
        Ok(())
    }),
    ("retry_after", |level, value| {
        level.policy = match value.text() {
            "ignore" => level.policy.ignore_retry_after(),
            _ => level.policy.retry_after(value.duration()?),
        };
        Ok(())
    }),
    ("unprocessed_only", unprocessed_only),
    ("timeout", setter!(policy.timeout(Value::duration))),
    (
        "attempt_timeout",
        setter!(policy.attempt_timeout(Value::duration)),
    ),
    (
        "idle_timeout",
        setter!(policy.idle_timeout(Value::duration)),
    ),
    ("max_body", setter!(policy.max_body(Value::whole))),
    ("budget", field!(policy.budget = text(BudgetSetting::read))),
    (
        "rate_limit",
        field!(policy.trait_guards.rate_limits = rate_limits),
    ),
    (
        "concurrency",
        field!(policy.trait_guards.concurrency = text(ConcurrencySetting::read)),
    ),
    (
        "circuit_breaker",
        field!(policy.trait_guards.breaker = text(BreakerSetting::read)),
    ),
    ("hedge", field!(policy.hedge = text(HedgeSetting::read))),
    ("guards", field!(policy.guarded = some(Value::flag))),
];

/// The names of all keys.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(name, _)| *name)
}

/// Reads the text between the parentheses of an attribute.
fn text<T>(
    read: impl Fn(&str) -> Result<T, String>,
) -> impl Fn(&Value) -> Result<Option<T>, String> {
    move |value| read(value.text()).map(Some)
}

fn some<T>(
    read: impl Fn(&Value) -> Result<T, String>,
) -> impl Fn(&Value) -> Result<Option<T>, String> {
    move |value| read(value).map(Some)
}

pub(crate) fn unknown() -> String {
    format!("unknown key; expected one of {}", listed(names()))
}

fn listed(names: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Limits are written as one text or as a list of them.
fn rate_limits(value: &Value) -> Result<Option<&'static RateLimits>, String> {
    static KNOWN: Interned<RateLimits> = Interned::new();
    let limits = RateLimits::read(value.entries().iter().map(Value::text))?;
    Ok(Some(KNOWN.intern(limits)))
}

fn named(value: &Value) -> Result<Strategy, String> {
    let name = value.text();
    if name == "list" {
        return Err("write `delays = [\"100ms\", \"1s\"]` for a list".to_owned());
    }
    Strategy::named(name).ok_or_else(|| {
        let known = listed(Strategy::names());
        format!("unknown strategy; expected one of {known}")
    })
}

fn factor(value: &Value) -> Result<f64, String> {
    let factor = value.real()?;
    if factor >= 1.0 {
        Ok(factor)
    } else {
        Err("it is at least 1, or the delays would shrink".to_owned())
    }
}

fn jitter(value: &Value) -> Result<Jitter, String> {
    match value.text() {
        "full" => Ok(Jitter::Full),
        "equal" => Ok(Jitter::Equal),
        "none" => Ok(Jitter::None),
        _ => Err("expected one of `full`, `equal`, `none`".to_owned()),
    }
}

fn list(value: &Value) -> Result<Strategy, String> {
    let delays: Vec<Duration> = value
        .entries()
        .iter()
        .map(Value::duration)
        .collect::<Result<_, _>>()?;
    match delays.len() {
        1..=16 => Ok(Strategy::list(&delays)),
        _ => Err("write 1 to 16 delays; the last repeats".to_owned()),
    }
}

fn attempts(level: &mut Level, value: &Value) -> Result<(), String> {
    level.policy = match value.text() {
        "unlimited" => level.policy.unlimited(),
        _ => match value.whole()? {
            0 => {
                return Err("it counts the first try, so it must be at least 1; \
                            write `enabled = false` for no retry"
                    .to_owned());
            }
            attempts => level.policy.attempts(attempts),
        },
    };
    Ok(())
}

fn errors(value: &Value) -> Result<Vec<ErrorKind>, String> {
    const KINDS: [ErrorKind; 5] = [
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Reset,
        ErrorKind::Body,
        ErrorKind::Decode,
    ];
    let kind = |entry: &Value| {
        let known = KINDS.iter().find(|kind| kind.to_string() == entry.text());
        known.copied().ok_or_else(|| {
            "expected some of `connect`, `timeout`, `reset`, `body`, `decode`".to_owned()
        })
    };
    value.entries().iter().map(kind).collect()
}

/// The switch that settings can only turn on: the code declares what may be repeated, and settings narrow it.
fn unprocessed_only(level: &mut Level, value: &Value) -> Result<(), String> {
    if !value.flag()? {
        return Err(
            "it can only be switched on here; what may be repeated is declared in code".to_owned(),
        );
    }
    level.policy = level.policy.unprocessed_only();
    Ok(())
}
