//! Functions that hand-written impls call, each printed where one needs it.

use proc_macro2::TokenStream;
use quote::quote;

/// The functions that are needed.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is needed, or not, whatever the others are"
)]
pub(super) struct Support {
    /// Fields that are absent, `null` or a value.
    pub(super) null: bool,
    /// Fields that are a `time::Date`.
    pub(super) date: bool,
    /// Enums that one property tells apart.
    pub(super) tag: bool,
    /// Enums in which the variant that holds all of a value has to be found: by that alone, by what is no other's last
    /// variant, by what is listed.
    pub(super) read: bool,
    pub(super) read_if: bool,
    pub(super) read_listed: bool,
}

impl Support {
    pub(super) fn functions(self) -> Vec<TokenStream> {
        let parts = [
            (self.null, null()),
            (self.date, date()),
            (self.tag, tag()),
            (self.read, read()),
            (self.read_if, read_if()),
            (self.read_listed, read_listed()),
            (self.read || self.read_if || self.read_listed, whole()),
        ];
        let needed = parts.into_iter().filter(|(is_needed, _)| *is_needed);
        needed.flat_map(|(_, functions)| functions).collect()
    }
}

fn null() -> Vec<TokenStream> {
    vec![quote! {
        /// Reads `null` as `Some(None)`; a field that is absent is `None`.
        fn null_or_value<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
            deserializer: D,
        ) -> Result<Option<Option<T>>, D::Error> {
            Option::deserialize(deserializer).map(Some)
        }
    }]
}

/// The crate has no such form of its own.
fn date() -> Vec<TokenStream> {
    vec![quote! {
        time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");
    }]
}

fn tag() -> Vec<TokenStream> {
    vec![
        quote! {
            /// Reads what a variant holds.
            fn variant<T: serde::de::DeserializeOwned, E: serde::de::Error>(value: Value) -> Result<T, E> {
                serde_json::from_value(value).map_err(E::custom)
            }
        },
        quote! {
            /// Sends what a variant holds, with one of its tags.
            fn tagged<T: Serialize, S: serde::Serializer>(
                value: &T,
                property: &str,
                tags: &[impl Into<Value> + Copy],
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let mut value = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
                if let Value::Object(fields) = &mut value {
                    let has_own = |own: &Value| tags.iter().any(|&tag| tag.into() == *own);
                    if !fields.get(property).is_some_and(has_own) {
                        fields.insert(property.to_owned(), tags[0].into());
                    }
                }
                value.serialize(serializer)
            }
        },
    ]
}

fn read() -> Vec<TokenStream> {
    vec![quote! {
        /// A variant that holds all of a value. One that can be read, but does not, is `partial` if it is the first.
        fn read<V: serde::de::DeserializeOwned + Serialize, T>(
            value: &Value,
            partial: &mut Option<T>,
            variant: fn(V) -> T,
        ) -> Option<T> {
            whole(V::deserialize(value).ok()?, true, value, partial, variant)
        }
    }]
}

fn read_if() -> Vec<TokenStream> {
    vec![quote! {
        /// A variant that holds all of a value, and is one only if `is_fit` says so.
        fn read_if<V: serde::de::DeserializeOwned + Serialize, T>(
            value: &Value,
            partial: &mut Option<T>,
            variant: fn(V) -> T,
            is_fit: fn(&V) -> bool,
        ) -> Option<T> {
            whole(V::deserialize(value).ok().filter(is_fit)?, true, value, partial, variant)
        }
    }]
}

fn read_listed() -> Vec<TokenStream> {
    vec![quote! {
        /// A variant that holds all of a value, and lists what tells it from others.
        fn read_listed<V: serde::de::DeserializeOwned + Serialize, T>(
            value: &Value,
            partial: &mut Option<T>,
            variant: fn(V) -> T,
            is_listed: fn(&V) -> bool,
        ) -> Option<T> {
            let read = V::deserialize(value).ok()?;
            let is_listed = is_listed(&read);
            whole(read, is_listed, value, partial, variant)
        }
    }]
}

fn whole() -> Vec<TokenStream> {
    vec![
        quote! {
            /// What was read, if it is the variant. Otherwise it is `partial` if it is the first.
            fn whole<V: Serialize, T>(
                read: V,
                is_it: bool,
                value: &Value,
                partial: &mut Option<T>,
                variant: fn(V) -> T,
            ) -> Option<T> {
                if is_it && serde_json::to_value(&read).is_ok_and(|again| holds(&again, value)) {
                    return Some(variant(read));
                }
                partial.get_or_insert(variant(read));
                None
            }
        },
        quote! {
            /// Whether `all` is in `again`; what is `null` may be missing.
            fn holds(again: &Value, all: &Value) -> bool {
                match (again, all) {
                    (Value::Object(again), Value::Object(all)) => all.iter().all(|(key, value)| match again.get(key) {
                        Some(again) => holds(again, value),
                        None => value.is_null(),
                    }),
                    (Value::Array(again), Value::Array(all)) => {
                        again.len() == all.len() && again.iter().zip(all).all(|(again, all)| holds(again, all))
                    }
                    (Value::Number(again), Value::Number(all)) => again == all || again.as_f64() == all.as_f64(),
                    (again, all) => again == all,
                }
            }
        },
    ]
}
