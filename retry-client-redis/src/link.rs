//! The connection to the server, which is made again in the background if it is lost.
//!
//! The manager of the `redis` crate reconnects within the use that finds the connection lost: 144 ms with a
//! server that was killed. Here a use that gives up waiting does not stop the connecting, which goes on in a
//! task of its own.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redis::{Cmd, ErrorKind, RedisError, ServerErrorKind, Value};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::server::{CONNECT, Connection, Server};

/// The connection to a server, if there is one.
pub(crate) struct Link {
    server: Server,
    state: Mutex<State>,
    /// Notified when an attempt to connect is over.
    over: Notify,
}

#[derive(Default)]
struct State {
    connection: Option<Connection>,
    /// The number of the present connection, which tells it from an old one.
    number: u64,
    is_connecting: bool,
    /// The reason why there is no connection.
    failure: Option<Failure>,
}

impl Link {
    pub(crate) fn new(server: Server) -> Arc<Self> {
        Arc::new(Self {
            server,
            state: Mutex::default(),
            over: Notify::new(),
        })
    }

    /// Sends a command, and once more if the connection turns out to be lost: a server that was restarted, or another
    /// one in its place, is used at once.
    pub(crate) async fn send(self: &Arc<Self>, command: &Cmd) -> Result<Value, Error> {
        match self.send_once(command).await {
            // Nobody spends turns that were leased over the lost connection, so the limit is not exceeded.
            Err(Error::Redis(error)) if !is_of_the_command(&error) => self.send_once(command).await,
            other => other,
        }
    }

    /// Sends a command over the connection. If this is dropped before there is a response, the connection counts
    /// as lost: a server that has gone silently never responds on it.
    async fn send_once(self: &Arc<Self>, command: &Cmd) -> Result<Value, Error> {
        let (mut connection, number) = self.connection().await.map_err(Error::Failure)?;
        let mut suspicion = Suspicion {
            link: self,
            number: Some(number),
        };
        let result = connection.send(command).await;
        if result.as_ref().err().is_none_or(is_of_the_command) {
            suspicion.number = None;
        }
        result.map_err(Error::Redis)
    }

    /// The connection, once there is one.
    pub(crate) async fn connection(self: &Arc<Self>) -> Result<(Connection, u64), Failure> {
        let over = {
            let mut state = self.lock();
            if let Some(connection) = &state.connection {
                return Ok((connection.clone(), state.number));
            }
            // Before the lock is released, so that the end of connecting is not missed.
            let over = self.over.notified();
            self.connect(&mut state);
            over
        };
        over.await;
        let state = self.lock();
        match &state.connection {
            Some(connection) => Ok((connection.clone(), state.number)),
            None => Err(state.failure.clone().unwrap_or(Failure::Lost)),
        }
    }

    /// Connects in the background.
    fn connect(self: &Arc<Self>, state: &mut State) {
        if state.is_connecting {
            return;
        }
        state.is_connecting = true;
        let link = Arc::clone(self);
        tokio::spawn(async move {
            let mut end = Connecting(&link, Some(Failure::Lost));
            let connected = timeout(CONNECT, link.server.connect()).await;
            end.1 = match connected {
                Ok(Ok(connection)) => {
                    let mut state = link.lock();
                    state.connection = Some(connection);
                    state.number += 1;
                    None
                }
                Ok(Err(error)) => Some(Failure::of(&error)),
                Err(_) => Some(Failure::Slow),
            };
        });
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The failure of a command.
pub(crate) enum Error {
    Failure(Failure),
    Redis(RedisError),
}

/// An attempt to connect. Its drop reports the end, also if it is dropped with its runtime.
struct Connecting<'a>(&'a Link, Option<Failure>);

impl Drop for Connecting<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        (state.is_connecting, state.failure) = (false, self.1.take());
        drop(state);
        self.0.over.notify_waiters();
    }
}

/// A guard that makes a connection count as lost when it is dropped, unless it was cleared.
struct Suspicion<'a> {
    link: &'a Arc<Link>,
    number: Option<u64>,
}

impl Drop for Suspicion<'_> {
    fn drop(&mut self) {
        let mut state = self.link.lock();
        if self.number == Some(state.number) && state.connection.take().is_some() {
            self.link.connect(&mut state);
        }
    }
}

/// Tells whether an error is the server's reply to the command, so that the connection is fine. The reply of a
/// server that has become a replica does not count, as another server has taken its place.
fn is_of_the_command(error: &RedisError) -> bool {
    // Up to Redis 6 the reply to a command in a script is wrapped: `ERR Error running script …: -READONLY …`.
    let is_replica = |said: &str| said.contains("-READONLY ") || said.contains("-MASTERDOWN ");
    match error.kind() {
        _ if error.detail().is_some_and(is_replica) => false,
        ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown) => false,
        ErrorKind::Server(_) | ErrorKind::Extension => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_has_become_a_replica_is_left_however_its_reply_is_wrapped() {
        let error = |kind, said: &str| RedisError::from((kind, "an error", said.to_owned()));
        let plain = ErrorKind::Server(ServerErrorKind::ResponseError);
        let wrapped = "Error running script (call to f_1): @user_script:9: -READONLY You can't write against a replica.";
        assert!(is_of_the_command(&error(
            plain,
            "wrong number of arguments"
        )));
        assert!(!is_of_the_command(&error(plain, wrapped)));
        let replica = ErrorKind::Server(ServerErrorKind::ReadOnly);
        assert!(!is_of_the_command(&error(replica, "")));
    }
}
