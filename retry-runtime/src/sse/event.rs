//! One event, as it is handed out.

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<T> {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) data: T,
}

impl<T> Event<T> {
    /// Its type: `message`, unless the server says otherwise.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id that stands for everything up to this event; empty if the server gave none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its data.
    pub fn data(&self) -> &T {
        &self.data
    }

    /// Its data, without the rest.
    pub fn into_data(self) -> T {
        self.data
    }
}
