//! The places that arguments have in a request.

/// The place of an argument in the request.
pub(crate) enum Role {
    /// The name of its placeholder.
    Path(String),
    Query(String, QueryMode),
    QueryFlatten(Nesting),
    /// A name in lower case.
    Header(String, HeaderMode),
    Headers,
    Cookie(String),
    Json(Coding),
    Form(Coding, Nesting),
    /// Its media type, if one is declared.
    Body(Option<String>, Coding),
    /// The name of the part.
    Part(String, PartMode),
    Url,
    IdempotencyKey,
    /// The turns of weighed rate limits that an attempt takes; not sent.
    Cost,
}

impl Role {
    /// Tells whether the argument is the request body, or a part of it.
    pub(crate) fn is_body(&self) -> bool {
        matches!(
            self,
            Self::Json(_) | Self::Form(..) | Self::Body(..) | Self::Part(..)
        )
    }
}

/// The form of a query argument.
#[derive(Clone, Copy)]
pub(crate) enum QueryMode {
    Plain,
    Csv,
    Flag,
}

/// The form of a header argument.
#[derive(Clone, Copy)]
pub(crate) enum HeaderMode {
    Plain,
    Secret,
    Csv,
    SecretCsv,
}

/// The source of a part of a multipart body.
#[derive(Clone, Copy)]
pub(crate) enum PartMode {
    Plain,
    Json,
    File,
}

/// The spelling of values within values.
#[derive(Clone, Copy)]
pub(crate) enum Nesting {
    /// Not allowed, but for lists of scalars.
    Flat,
    /// Written in brackets: `a[b]=c`.
    Brackets,
}

/// The coding of a request body.
#[derive(Clone, Copy)]
pub(crate) enum Coding {
    /// No coding.
    Identity,
    Gzip,
}
