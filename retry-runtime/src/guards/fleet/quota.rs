//! The label under which clients share their limits.

/// The label under which clients share rate limits and pauses, in
/// [`.fleet(state, Quota::key("tenant-7"))`](crate::ClientBuilder::fleet).
///
/// ```
/// use retry_runtime::Quota;
///
/// let quota = Quota::key("tenant-7").members(20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    pub(crate) key: String,
    pub(crate) members: u32,
}

impl Quota {
    /// The quota of this key: an account, a tenant, a plan. The caller chooses the label. It is visible in the
    /// shared state, so never make it from a token.
    #[must_use]
    pub fn key(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            members: 1,
        }
    }

    /// Sets the number of members that is assumed before the state has responded for the first time: so many
    /// share the limits while it is out of reach. Default: 1; 0 counts as 1.
    #[must_use]
    pub fn members(mut self, members: u32) -> Self {
        self.members = members.max(1);
        self
    }
}
