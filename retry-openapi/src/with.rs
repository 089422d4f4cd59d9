//! Crates whose types stand for formats of strings.

/// Crates whose types stand for formats of strings. By default none does: servers often send other than they declare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct With {
    /// Dates and times.
    pub dates: Option<Dates>,
    /// `uuid::Uuid` for `uuid`.
    pub uuid: bool,
    /// `rust_decimal::Decimal` for `decimal`.
    pub rust_decimal: bool,
}

/// Crates for `date-time`, `date` and `duration`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// `jiff`.
    Jiff,
    /// `chrono`, which reads no durations.
    Chrono,
    /// `time`, which reads no durations, and the rest only where it is a field or an `Option` in one.
    Time,
}
