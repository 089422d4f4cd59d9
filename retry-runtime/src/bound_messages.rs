//! Bounds that exist for the message that rustc prints where they are not met.

/// Declares such bounds, each with its message, label and note. Nothing meets one, or everything if a feature is
/// enabled.
///
/// `#[diagnostic::on_unimplemented]` takes string literals and nothing that makes one, `concat!` included. So
/// every text is written out, and can be found by searching for it.
macro_rules! bounds {
    ($(
        $(#[$meta:meta])*
        $bound:ident $(if $features:meta)?: $message:literal, $label:literal, $note:literal;
    )+) => {$(
        $(#[$meta])*
        #[diagnostic::on_unimplemented(message = $message, label = $label, note = $note)]
        pub trait $bound {}

        $(
            // For every type: a bound without a generic type would be checked where it is written, in this
            // crate, and not where the method is called.
            #[cfg($features)]
            #[diagnostic::do_not_recommend]
            impl<T: ?Sized> $bound for T {}
        )?
    )+};
}

pub(crate) use bounds;
