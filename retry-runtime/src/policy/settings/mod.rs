//! Settings: policies from outside the code, out of a file, the environment, whatever serde reads.
//!
//! An operator has to be able to slow a client down, or to stop its retries, without a release. What
//! may be repeated is another matter: the rule and its reason stay with the method, in code, where a reviewer
//! sees them. So the settings are data, merged over the policies of the code as a method's attribute is merged
//! over its trait's, and nothing in them can make a request repeatable.
//!
//! Reading is split in three. `value` takes one value of any format, `keys` turns the keys of one
//! table into a policy that names only what was written, `read` walks the three levels of tables. `live` holds
//! what can be replaced while clients run, and `unmatched` tells which names nobody has taken up.
//!
//! Messages name the key, and never quote a value: a secret that was put in the wrong place must not end up in a log.

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
/// `circuit_breaker`, `hedge`; and `enabled`, whose `false` means one attempt,
/// whatever the code or the call says, and `guards`, whose `false` lets everything through that a guard
/// would hold back. A guard is written as between the parentheses of its attribute,
/// `budget = "20%, reserve = 0"`, or `"off"`. Durations are text, as in the attributes: `"250ms"`,
/// `"1.5s"`, `"2m"`. Numbers may be text too, as environment variables have nothing else.
///
/// A method's settings go before its service's, and these before those for everything. All go
/// before what the code says, but for what one call says of itself.
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

/// The policy of one endpoint under the settings.
#[derive(Clone, Copy, Debug)]
struct Setting {
    policy: Policy,
    enabled: bool,
}

impl Settings {
    /// The settings of a service's endpoints, merged over what the code says.
    fn merged_over(&self, service: &Service, declared: &[Policy]) -> Box<[Setting]> {
        let own = self.services.get(service.name);
        let endpoints = service.endpoints.iter().zip(declared);
        endpoints
            .map(|(endpoint, declared)| self.of(own, endpoint, *declared))
            .collect()
    }

    /// The same, checked: an error if they contradict themselves or the code.
    fn checked_over(
        &self,
        service: &Service,
        declared: &[Policy],
    ) -> Result<Box<[Setting]>, Box<Failure>> {
        let settings = self.merged_over(service, declared);
        for (endpoint, setting) in service.endpoints.iter().zip(&settings) {
            if let Some(why) = setting.policy.contradiction() {
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
    ) -> Setting {
        let method = service.and_then(|service| service.methods.get(endpoint.name()));
        let levels = [Some(&self.all), service.map(|service| &service.all), method];
        let mut setting = Setting {
            policy: declared,
            enabled: true,
        };
        // From the widest level to the narrowest: what is nearer to the method is merged over what
        // is farther.
        for level in levels.into_iter().flatten() {
            setting.policy = level.policy().merged_over(setting.policy);
            // A kill switch: no level can switch on what a wider one has switched off.
            setting.enabled &= level.enabled;
        }
        if !matches!(declared.hedge, Some(HedgeSetting::On(_))) {
            // That two requests may be in flight at once is for the code to say.
            setting.policy.hedge = declared.hedge;
        }
        setting
    }
}
