//! Tables and keys of the settings that no client has taken up: misspelled, most of the time.
//!
//! They are no error, as settings may be read before their client is built, and two services of one name may
//! each have their own methods. They are not passed over in silence either.

use crate::endpoint::Service;
use crate::policy::settings::Settings;

impl Settings {
    /// Names of services that are not among these, and methods that none of the services of their name has.
    pub(crate) fn unmatched(&self, services: &[&Service]) -> Vec<String> {
        let mut unmatched = Vec::new();
        for (name, table) in &self.services {
            let mut own = services
                .iter()
                .filter(|service| service.name == name)
                .peekable();
            if own.peek().is_none() {
                unmatched.push(name.clone());
                continue;
            }
            let own: Vec<_> = own.collect();
            // Any of them will do: two versions of a service may share a name, and a table.
            let is_known = |method: &str| own.iter().any(|service| has(service, method));
            let methods = table.methods.keys().filter(|method| !is_known(method));
            unmatched.extend(methods.map(|method| format!("{name}.{method}")));
        }
        unmatched
    }

    /// Methods in the table of a service that it does not have.
    pub(crate) fn unmatched_of(&self, service: &Service) -> Vec<String> {
        let Some(own) = self.services.get(service.name) else {
            return Vec::new();
        };
        let methods = own.methods.keys().filter(|method| !has(service, method));
        let name = service.name;
        methods.map(|method| format!("{name}.{method}")).collect()
    }
}

fn has(service: &Service, method: &str) -> bool {
    let mut endpoints = service.endpoints.iter();
    endpoints.any(|endpoint| endpoint.name() == method)
}

/// Warns of what no client has taken up.
#[cfg(feature = "tracing")]
pub(crate) fn warn(unmatched: &[String]) {
    for name in unmatched {
        tracing::warn!(
            target: "retry_client",
            { retry.settings = name.as_str() },
            "settings that no client has taken up; check the name",
        );
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn warn(_: &[String]) {}
