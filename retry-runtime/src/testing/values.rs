//! The values of a path's placeholders.

use std::fmt::Display;

/// Values for the placeholders of a path, in the order of the template: an array or list of one
/// type, `["rust-lang", "rust"]`, a tuple of several types, `("rust", 7)`, or `()` for a path without placeholders.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the values of a path",
    label = "neither an array or tuple of values that are `Display`, nor `()`",
    note = "for one value write `[value]`, for none `()`"
)]
pub trait PathValues {
    /// Calls `see` with all of them.
    fn with(&self, see: &mut dyn FnMut(&[&dyn Display]));
}

impl<T: Display> PathValues for [T] {
    fn with(&self, see: &mut dyn FnMut(&[&dyn Display])) {
        let values = self.iter().map(|value| value as &dyn Display);
        see(&values.collect::<Vec<_>>());
    }
}

impl<T: Display, const N: usize> PathValues for [T; N] {
    fn with(&self, see: &mut dyn FnMut(&[&dyn Display])) {
        self.as_slice().with(see);
    }
}

impl<T: Display> PathValues for Vec<T> {
    fn with(&self, see: &mut dyn FnMut(&[&dyn Display])) {
        self.as_slice().with(see);
    }
}

impl<V: PathValues + ?Sized> PathValues for &V {
    fn with(&self, see: &mut dyn FnMut(&[&dyn Display])) {
        (**self).with(see);
    }
}

macro_rules! tuples {
    ($(($($value:ident)*))+) => {$(
        impl<$($value: Display),*> PathValues for ($($value,)*) {
            #[allow(non_snake_case, reason = "a value is named as its type")]
            fn with(&self, see: &mut dyn FnMut(&[&dyn Display])) {
                let ($($value,)*) = self;
                see(&[$($value),*]);
            }
        }
    )+};
}

tuples! { () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) }
