//! The keys of one policy, from their values to a policy that names only what was written.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::error::ErrorKind;
use crate::policy::Policy;
use crate::policy::guard_rules::{
    BreakerSetting, BudgetSetting, ConcurrencySetting, HedgeSetting, Kept, RateLimits,
};
use crate::policy::settings::value::Value;
use crate::policy::strategy::{Jitter, Strategy};

/// Every key, in the order in which messages list them.
pub(crate) const KEYS: [&str; 25] = [
    "enabled",
    "strategy",
    "base",
    "factor",
    "max",
    "min",
    "spread",
    "jitter",
    "delays",
    "attempts",
    "statuses",
    "server_errors",
    "errors",
    "retry_after",
    "unprocessed_only",
    "timeout",
    "attempt_timeout",
    "idle_timeout",
    "max_body",
    "budget",
    "rate_limit",
    "concurrency",
    "circuit_breaker",
    "hedge",
    "guards",
];

/// One level of the settings: for all services, for one, or for one method.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    /// The kill switch: `false` means one attempt, whatever else says more.
    pub(crate) enabled: bool,
    policy: Policy,
    /// The strategy that is named, if one is, and the keys, which may stand before it: tables have
    /// no order.
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
    /// Takes the value of a key. An error says what would have been right.
    pub(crate) fn set(&mut self, key: &str, value: &Value) -> Result<(), String> {
        let (policy, keys) = (self.policy, self.keys);
        match key {
            "enabled" => self.enabled = value.flag()?,
            "strategy" => self.curve = named(value.text())?,
            "base" => self.keys = keys.base(value.duration()?),
            "factor" => self.keys = keys.factor(factor(value)?),
            "max" => self.keys = keys.max(value.duration()?),
            "min" => self.keys = keys.min(value.duration()?),
            "spread" => self.keys = keys.spread(value.duration()?),
            "jitter" => self.keys = keys.with_jitter(jitter(value.text())?),
            "delays" => self.curve = Strategy::list(&delays(value)?),
            "attempts" => self.policy = attempts(policy, value)?,
            "statuses" => self.policy = policy.statuses_set(value.statuses()?),
            "server_errors" => self.policy = policy.server_errors(value.flag()?),
            "errors" => self.policy = policy.errors(&errors(value)?),
            "retry_after" if value.text() == "ignore" => self.policy = policy.ignore_retry_after(),
            "retry_after" => self.policy = policy.retry_after(value.duration()?),
            "unprocessed_only" => self.policy = unprocessed_only(policy, value)?,
            "timeout" => self.policy = policy.timeout(value.duration()?),
            "attempt_timeout" => self.policy = policy.attempt_timeout(value.duration()?),
            "idle_timeout" => self.policy = policy.idle_timeout(value.duration()?),
            "max_body" => self.policy = policy.max_body(value.whole()?),
            "budget" => self.policy.budget = Some(BudgetSetting::read(value.text())?),
            "rate_limit" => self.policy.trait_guards.rate_limits = Some(rate_limits(value)?),
            "concurrency" => {
                let setting = ConcurrencySetting::read(value.text())?;
                self.policy.trait_guards.concurrency = Some(setting);
            }
            "circuit_breaker" => {
                let setting = BreakerSetting::read(value.text())?;
                self.policy.trait_guards.breaker = Some(setting);
            }
            "hedge" => self.policy.hedge = Some(HedgeSetting::read(value.text())?),
            "guards" => self.policy.guarded = Some(value.flag()?),
            _ => return Err(unknown()),
        }
        Ok(())
    }

    /// Makes what was written the word of a method, and refuses what a method cannot say for itself.
    pub(crate) fn of_method(&mut self, key: &str) -> Result<(), String> {
        // `set` does not know on which level it is, and writes guards as those of a trait. Here
        // they become the method's own, beside the trait's and not in place of them.
        let written = std::mem::take(&mut self.policy.trait_guards);
        self.policy.own_guards = written.merged_over(self.policy.own_guards);
        if key == "budget" && matches!(self.policy.budget, Some(BudgetSetting::On(_))) {
            let rule = "a budget is shared by all methods of a service";
            return Err(format!("{rule}; here it can only be `off`"));
        }
        Ok(())
    }

    /// A policy that names what was written.
    pub(crate) fn policy(&self) -> Policy {
        // In this order, so that a named curve starts from its defaults and takes the keys of the
        // same table.
        let strategy = self.keys.merged_over(self.curve);
        self.policy
            .merged_over(Policy::INHERITED.strategy(strategy))
    }
}

pub(crate) fn unknown() -> String {
    let known: Vec<String> = KEYS.iter().map(|key| format!("`{key}`")).collect();
    format!("unknown key; expected one of {}", known.join(", "))
}

/// Limits are written as one text or as a list of them.
fn rate_limits(value: &Value) -> Result<&'static RateLimits, String> {
    static KNOWN: Kept<RateLimits> = Kept::new();
    let limits = RateLimits::read(value.entries().iter().map(Value::text))?;
    Ok(KNOWN.keep(limits))
}

fn named(name: &str) -> Result<Strategy, String> {
    Ok(match name {
        "exponential" => Strategy::exponential(),
        "jitter" => Strategy::jitter(),
        "random" => Strategy::random(),
        "fibonacci" => Strategy::fibonacci(),
        "linear" => Strategy::linear(),
        // The default of the key `base`, which the attribute prints for itself.
        "constant" => Strategy::constant(Duration::from_secs(1)),
        "decorrelated" => Strategy::decorrelated(),
        "list" => return Err("write `delays = [\"100ms\", \"1s\"]` for a list".to_owned()),
        _ => {
            return Err(
                "unknown strategy; expected one of `exponential`, `jitter`, `random`, \
                        `fibonacci`, `linear`, `constant`, `decorrelated`"
                    .to_owned(),
            );
        }
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

fn jitter(name: &str) -> Result<Jitter, String> {
    match name {
        "full" => Ok(Jitter::Full),
        "equal" => Ok(Jitter::Equal),
        "none" => Ok(Jitter::None),
        _ => Err("expected one of `full`, `equal`, `none`".to_owned()),
    }
}

fn delays(value: &Value) -> Result<Vec<Duration>, String> {
    let delays: Vec<Duration> = value
        .entries()
        .iter()
        .map(Value::duration)
        .collect::<Result<_, _>>()?;
    match delays.len() {
        1..=16 => Ok(delays),
        _ => Err("write 1 to 16 delays; the last repeats".to_owned()),
    }
}

fn attempts(policy: Policy, value: &Value) -> Result<Policy, String> {
    if value.text() == "unlimited" {
        return Ok(policy.unlimited());
    }
    match NonZeroU32::new(value.whole()?) {
        Some(attempts) => Ok(policy.attempts(attempts.get())),
        None => Err(
            "it counts the first try, so it must be at least 1; write `enabled = false` for no retry"
                .to_owned(),
        ),
    }
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

/// Settings can only narrow the rule by which a request may be repeated, which is declared in code.
fn unprocessed_only(policy: Policy, value: &Value) -> Result<Policy, String> {
    if value.flag()? {
        Ok(policy.unprocessed_only())
    } else {
        Err("it can only be switched on here; what may be repeated is declared in code".to_owned())
    }
}
