//! Policies from outside the code: a file, the environment, whatever serde reads.
//!
//! What is written here is data, so nothing in it can make a request repeatable that the code does
//! not declare to be: rule and reason stay with the method.

mod keys;
mod live;
#[cfg(test)]
mod properties;
pub(crate) mod read;
mod value;

use std::collections::BTreeMap;

pub(crate) use self::live::ClientSettings;
pub use self::live::LiveSettings;
use crate::endpoint::{Endpoint, Service};
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::settings::keys::Level;

/// Retry settings read at run time: for everything, for a service, for one of its methods.
///
/// Read them with serde from any format, and hand them to a builder with
/// [`settings`](crate::ClientBuilder::settings). The keys are those of `#[retry]` and of the verbs:
/// `strategy`, `base`, `factor`, `max`, `min`, `spread`, `jitter`, `delays` (of a list), `attempts`,
/// `statuses`, `server_errors`, `errors`, `retry_after`, `unprocessed_only`, `timeout`,
/// `attempt_timeout`, `idle_timeout`, `max_body`; and `enabled`, whose `false` means one attempt,
/// whatever the code or the call says. Durations are text, as in the attributes: `"250ms"`,
/// `"1.5s"`, `"2m"`. Numbers may be text too, as environment variables have nothing else.
///
/// A method's settings go before its service's, and these before those for everything. All go
/// before what the code says, but for what one call says of itself.
///
/// A key that is unknown, a value that is none of its key, or a contradiction is an error that
/// names it, `GitHub.repo.attempts`.
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
    services: BTreeMap<String, OfService>,
}

#[derive(Clone, Debug, Default)]
struct OfService {
    all: Level,
    methods: BTreeMap<String, Level>,
}

/// What settings make of one endpoint's policy.
#[derive(Clone, Copy, Debug)]
struct Setting {
    policy: Policy,
    enabled: bool,
}

impl Settings {
    /// The settings of a service's endpoints, laid over what the code says.
    fn over(&self, service: &Service, declared: &[Policy]) -> Box<[Setting]> {
        let own = self.services.get(service.name);
        let endpoints = service.endpoints.iter().zip(declared);
        endpoints
            .map(|(endpoint, declared)| self.of(own, endpoint, *declared))
            .collect()
    }

    /// As `over`, if they fit the service and do not contradict themselves or the code.
    fn checked_over(
        &self,
        service: &Service,
        declared: &[Policy],
    ) -> Result<Box<[Setting]>, Box<Failure>> {
        let own = self.services.get(service.name);
        if let Some(stranger) = own.and_then(|own| stranger(own, service)) {
            return Err(stranger);
        }
        let settings = self.over(service, declared);
        let reject = service.endpoints.iter().zip(&settings);
        let mut flaws = reject.filter_map(|(endpoint, setting)| {
            let (service, method, flaw) = (service.name, endpoint.name(), setting.policy.flaw()?);
            Some(format!("settings of `{service}.{method}`: {flaw}"))
        });
        match flaws.next() {
            None => Ok(settings),
            Some(flaw) => Err(Failure::build(flaw)),
        }
    }

    fn of(&self, service: Option<&OfService>, endpoint: &Endpoint, declared: Policy) -> Setting {
        let method = service.and_then(|service| service.methods.get(endpoint.name()));
        let levels = [Some(&self.all), service.map(|service| &service.all), method];
        let mut setting = Setting {
            policy: declared,
            enabled: true,
        };
        for level in levels.into_iter().flatten() {
            setting.policy = level.policy().over(setting.policy);
            setting.enabled &= level.enabled;
        }
        setting
    }
}

/// A method that the service does not have.
fn stranger(own: &OfService, service: &Service) -> Option<Box<Failure>> {
    let is_known = |name: &str| {
        let mut endpoints = service.endpoints.iter();
        endpoints.any(|endpoint| endpoint.name() == name)
    };
    let name = own.methods.keys().find(|name| !is_known(name))?;
    let known: Vec<String> = service
        .endpoints
        .iter()
        .map(|endpoint| format!("`{}`", endpoint.name()))
        .collect();
    Some(Failure::build(format!(
        "settings of `{}.{name}`: there is no such method; expected one of {}",
        service.name,
        known.join(", ")
    )))
}
