//! The keys of a method that returns a stream of events.

#[derive(Default)]
pub(crate) struct Events {
    /// The data that ends the stream.
    pub(crate) end: Option<String>,
    pub(crate) reconnect: Option<Reconnect>,
}

impl Events {
    pub(crate) fn is_unsaid(&self) -> bool {
        self.end.is_none() && self.reconnect.is_none()
    }
}

/// The condition under which a stream of events connects again.
#[derive(Clone, Copy)]
pub(crate) enum Reconnect {
    Always,
    OnLoss,
    Never,
}
