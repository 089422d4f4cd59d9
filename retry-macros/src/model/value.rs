//! Values of keys.

use syn::Expr;

/// A value that is known now, or a const expression that is checked by const evaluation.
#[derive(Clone)]
pub(crate) enum Value<T> {
    Known(T),
    Const(Expr),
}

impl<T: Copy> Value<T> {
    /// The value, unless only rustc knows it.
    pub(crate) fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Const(_) => None,
        }
    }

    /// Tells whether the value lies between two others, both included, as far as it is known.
    pub(crate) fn is_within(&self, least: T, most: T) -> bool
    where
        T: PartialOrd,
    {
        self.known()
            .is_none_or(|value| (least..=most).contains(&value))
    }
}

impl<T> Value<T> {
    /// The expression, if only rustc knows its value.
    pub(crate) fn open(&self) -> Option<&Expr> {
        match self {
            Self::Known(_) => None,
            Self::Const(expr) => Some(expr),
        }
    }
}
