//! Connections and guards that clients of several traits share.

use std::sync::Arc;

use crate::client::builder::{ClientBuilder, Declared};

impl<C: Declared> ClientBuilder<C> {
    /// Takes over the transport of another client with its connections, its guards, its observers, its settings, and
    /// its credentials for the origins that both declare. Base URLs, headers, queries, hooks and policies remain each
    /// client's own.
    ///
    /// A later setter wins: `.sharing(&users).guards(&guards)` has guards of its own. Observers are added to those
    /// that are there. The other client may be of any trait, or a [`RetryClient`](crate::RetryClient).
    ///
    /// ```
    /// use retry_client::{Result, client};
    ///
    /// #[client(base_url = "https://api.example.com/users")]
    /// trait Users {
    ///     #[get("/{id}")]
    ///     async fn user(&self, id: u64) -> Result<String>;
    /// }
    ///
    /// #[client(base_url = "https://api.example.com/orders")]
    /// trait Orders {
    ///     #[get("/{id}")]
    ///     async fn order(&self, id: u64) -> Result<String>;
    /// }
    ///
    /// # fn main() -> Result<()> {
    /// let users = UsersClient::new()?;
    /// let orders = OrdersClient::builder().sharing(&users).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn sharing(mut self, other: &impl Declared) -> Self {
        let client = other.as_client();
        let core = &client.0;
        self.transport = Some(core.transport.clone());
        // For a transport that follows none, either value is right.
        self.redirects_are_off = !core.follows_unseen;
        // With the guards goes their state per origin: two traits of one service have one budget
        // towards it.
        self.guards = Some(client.guards());
        // The last observer is that of a stub, which adds another to each client that sends through it.
        let of_environment = usize::from(core.environment.is_some());
        self.observers.extend(&core.observers, of_environment);
        if let Some(settings) = &core.settings {
            self.settings = Some(settings.live().clone());
        }
        if let Some(credentials) = &core.credentials {
            let declared = core.endpoints.first();
            let declared = declared.map(|resolved| Arc::clone(&resolved.base_urls));
            self.credentials = Some(credentials.clone());
            // Credentials that came from a third client go no further than that one declared.
            self.credential_urls = core.credential_urls.clone().or(declared);
        }
        self
    }
}
