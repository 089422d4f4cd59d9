//! One event, as users see it.

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<T> {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) data: T,
}

impl<T> Event<T> {
    /// The type of the event: `message`, unless the server says otherwise.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id that marks this place in the stream; empty if the server gave none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The data of the event.
    pub fn data(&self) -> &T {
        &self.data
    }

    /// The data of the event, without the rest.
    pub fn into_data(self) -> T {
        self.data
    }
}
