//! Settings: policies from outside the code, read by serde from a file, the environment or any other source.
//!
//! An operator must be able to slow a client down, or to stop its retries, without a release. Which requests
//! may be repeated is another matter: that rule and its reason stay with the method, in code, where a reviewer
//! sees them. So settings are data, merged over the policies of the code as a method's attribute is merged over
//! its trait's, and they can never make a request repeatable.
//!
//! Reading is split in three. `value` takes one value of any format, `keys` turns the keys of one
//! table into a policy with only those settings, and `read` walks the three levels of tables. `live` holds
//! settings that can be replaced while clients run, and `unmatched` finds the names that no client uses.
//!
//! Messages name the key and never quote a value: a secret in the wrong place must not end up in a log.

mod keys;
mod live;
#[cfg(test)]
mod properties;
pub(crate) mod read;
mod unmatched;
pub(crate) mod value;

use std::collections::BTreeMap;

pub(crate) use self::live::ClientSettings;
pub use self::live::LiveSettings;
use crate::endpoint::{Endpoint, Service};
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::guard_rules::HedgeSetting;
use crate::policy::settings::keys::Level;

/// Retry settings read at run time: for everything, for a service, for one of its methods.
///
/// Read them with serde from any format, and hand them to a builder with
/// [`settings`](crate::ClientBuilder::settings). The keys are those of `#[retry]` and of the verbs:
/// `strategy`, `base`, `factor`, `max`, `min`, `spread`, `jitter`, `delays` (of a list), `attempts`,
/// `statuses`, `server_errors`, `errors`, `retry_after`, `unprocessed_only`, `timeout`,
/// `attempt_timeout`, `idle_timeout`, `max_body`, `budget`, `rate_limit`, `concurrency`,
/// `circuit_breaker`, `hedge`. Two more are switches: with `enabled = false` there is one attempt,
/// whatever the code or the call says, and with `guards = false` no guard holds anything back.
/// A guard is written as between the parentheses of its attribute,
/// `budget = "20%, reserve = 0"`, or `"off"`. Durations are text, as in the attributes: `"250ms"`,
/// `"1.5s"`, `"1h30m"`. Numbers may be text too, as environment variables are always text.
///
/// A method's settings override its service's, and these override those for everything. All of them
/// override the code, except for what a call sets for itself.
///
/// An unknown key, a key given twice, an invalid value, or a contradiction is an error that names it,
/// `GitHub.repo.attempts`. A table whose name no service or method has is not: see
/// [`LiveSettings::unmatched`].
///
/// Settings cannot make a request repeatable. For one that may not be repeated, `statuses` and
/// `unprocessed_only` narrow what the code allows; for one that may, they replace it.
///
/// ```
/// use retry_runtime::Settings;
///
/// let settings: Settings = serde_json::from_str(
///     r#"{
///         "attempts": 2,
///         "GitHub": {
///             "timeout": "10s",
///             "repo": { "attempts": 5, "statuses": [429, "502..=504"] },
///             "open_issue": { "enabled": false }
///         }
///     }"#,
/// )?;
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Settings {
    all: Level,
    services: BTreeMap<String, ServiceSettings>,
}

#[derive(Clone, Debug, Default)]
struct ServiceSettings {
    all: Level,
    methods: BTreeMap<String, Level>,
}

/// The policy of one endpoint, with the settings merged over it.
#[derive(Clone, Copy, Debug)]
struct EffectivePolicy {
    policy: Policy,
    enabled: bool,
}

impl Settings {
    /// The settings of a service's endpoints, merged over the policies of the code.
    fn merged_over(&self, service: &Service, declared: &[Policy]) -> Box<[EffectivePolicy]> {
        let own = self.services.get(service.name);
        let endpoints = service.endpoints.iter().zip(declared);
        endpoints
            .map(|(endpoint, declared)| self.of(own, endpoint, *declared))
            .collect()
    }

    /// Does the same and checks the result: an error if settings contradict themselves or the code.
    fn checked_over(
        &self,
        service: &Service,
        declared: &[Policy],
    ) -> Result<Box<[EffectivePolicy]>, Box<Failure>> {
        let settings = self.merged_over(service, declared);
        for (endpoint, effective) in service.endpoints.iter().zip(&settings) {
            if let Some(why) = effective.policy.contradiction() {
                let (service, method) = (service.name, endpoint.name());
                return Err(Failure::build(format!(
                    "settings of `{service}.{method}`: {why}"
                )));
            }
        }
        Ok(settings)
    }

    fn of(
        &self,
        service: Option<&ServiceSettings>,
        endpoint: &Endpoint,
        declared: Policy,
    ) -> EffectivePolicy {
        let method = service.and_then(|service| service.methods.get(endpoint.name()));
        let levels = [Some(&self.all), service.map(|service| &service.all), method];
        let mut effective = EffectivePolicy {
            policy: declared,
            enabled: true,
        };
        // From the widest level to the narrowest: each is merged over the one before it.
        for level in levels.into_iter().flatten() {
            effective.policy = level.policy().merged_over(effective.policy);
            // A kill switch: no level can switch on what a wider level has switched off.
            effective.enabled &= level.enabled;
        }
        if !matches!(declared.hedge, Some(HedgeSetting::On(_))) {
            // Only the code may decide that two requests can be in flight at once.
            effective.policy.hedge = declared.hedge;
        }
        effective
    }
}
