//! Tables of the settings that no client uses: most of the time they are misspelled.
//!
//! They are not an error, as settings may be read before their client is built, and two services of one name
//! may have different methods. But they are not ignored silently either.

use crate::endpoint::Service;
use crate::policy::settings::{ServiceSettings, Settings};

impl Settings {
    /// The names of services that are not among these, and of methods that no service of that name has.
    pub(crate) fn unmatched(&self, services: &[&Service]) -> Vec<String> {
        let tables = self.services.iter();
        let unmatched = tables.flat_map(|(name, table)| {
            let own = services.iter().copied();
            let own: Vec<_> = own.filter(|service| service.name == name).collect();
            if own.is_empty() {
                vec![name.clone()]
            } else {
                table.unmatched(name, &own)
            }
        });
        unmatched.collect()
    }

    /// The names of methods in the table of a service that the service does not have.
    pub(crate) fn unmatched_of(&self, service: &Service) -> Vec<String> {
        let table = self.services.get(service.name);
        table.map_or_else(Vec::new, |table| table.unmatched(service.name, &[service]))
    }
}

impl ServiceSettings {
    /// The methods that none of the services has. Two versions of a service may share a name, and a table.
    fn unmatched(&self, name: &str, services: &[&Service]) -> Vec<String> {
        let is_known = |method: &str| {
            let mut endpoints = services.iter().flat_map(|service| service.endpoints);
            endpoints.any(|endpoint| endpoint.name() == method)
        };
        let methods = self.methods.keys().filter(|method| !is_known(method));
        methods.map(|method| format!("{name}.{method}")).collect()
    }
}

/// Warns of names that no client uses.
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
