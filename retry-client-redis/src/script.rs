//! A script that the server caches. It is sent in full only if the server does not have it.

use std::sync::Arc;

use redis::{Cmd, ErrorKind, ServerErrorKind, Value, cmd};

use crate::failure::Failure;
use crate::link::{Error, Link};

/// A script, with the hash by which the server knows it.
pub(crate) struct Script {
    source: &'static str,
    hash: String,
}

impl Script {
    pub(crate) fn new(source: &'static str) -> Self {
        let hash = redis::Script::new(source).get_hash().to_owned();
        Self { source, hash }
    }

    /// Runs the script. `EVAL` makes the server cache it, so the next use is short again.
    pub(crate) async fn run(
        &self,
        link: &Arc<Link>,
        keys: &[String],
        arguments: &[String],
    ) -> Result<Value, Failure> {
        let command = |name: &str, script: &str| -> Cmd {
            let mut command = cmd(name);
            command.arg(script).arg(keys.len()).arg(keys).arg(arguments);
            command
        };
        let result = match link.send(&command("EVALSHA", &self.hash)).await {
            Err(Error::Redis(error))
                if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) =>
            {
                link.send(&command("EVAL", self.source)).await
            }
            other => other,
        };
        result.map_err(|error| match error {
            Error::Failure(failure) => failure,
            Error::Redis(error) => Failure::of(&error),
        })
    }
}
