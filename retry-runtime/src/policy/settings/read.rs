//! Deserialization of settings: three levels of one shape. Each has the keys of a policy and, except for
//! the last, names that lead one level down.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use crate::policy::settings::keys::{Level, names, unknown};
use crate::policy::settings::value::Value;
use crate::policy::settings::{ServiceSettings, Settings};

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Table::<ServiceSettings>::default().deserialize(deserializer)?;
        Ok(Self {
            all: read.level,
            services: read.below,
        })
    }
}

impl Below for ServiceSettings {
    fn read<'de, A: MapAccess<'de>>(place: String, map: &mut A) -> Result<Self, A::Error> {
        let read = map.next_value_seed(Table::<Level>::at(place))?;
        Ok(Self {
            all: read.level,
            methods: read.below,
        })
    }
}

impl Below for Level {
    fn read<'de, A: MapAccess<'de>>(place: String, map: &mut A) -> Result<Self, A::Error> {
        Ok(map.next_value_seed(Table::<Infallible>::at(place))?.level)
    }
}

/// A method has no level below it.
impl Below for Infallible {
    const IS_LAST: bool = true;

    fn read<'de, A: MapAccess<'de>>(place: String, _: &mut A) -> Result<Self, A::Error> {
        Err(A::Error::custom(format_args!("`{place}`: {}", unknown())))
    }
}

/// The table behind a name that is not a key.
///
/// ```text
/// attempts = 2                → a key of this level
/// [GitHub]                    → ServiceSettings, a level down
/// [GitHub.repo]               → Level, one more; a name in there is an unknown key
/// ```
///
/// The three differ in the table behind a name, which is the type parameter of `Table`.
trait Below: Sized {
    /// Set if the table above is that of a method, so that a name is an unknown key.
    const IS_LAST: bool = false;

    fn read<'de, A: MapAccess<'de>>(place: String, map: &mut A) -> Result<Self, A::Error>;
}

/// A table that is being read, and its place, such as `GitHub.repo`.
struct Table<B> {
    place: String,
    level: Level,
    below: BTreeMap<String, B>,
}

impl<B> Table<B> {
    fn at(place: String) -> Self {
        Self {
            place,
            level: Level::default(),
            below: BTreeMap::new(),
        }
    }

    /// The error for a name that leads to a value: most likely a misspelled key.
    fn not_a_table<E: de::Error>(&self) -> E {
        let place = match self.place.as_str() {
            "" => "the settings",
            place => place,
        };
        E::custom(format_args!("`{place}`: {}", unknown()))
    }

    fn place_of(&self, name: &str) -> String {
        match self.place.as_str() {
            "" => name.to_owned(),
            place => format!("{place}.{name}"),
        }
    }
}

impl<B> Default for Table<B> {
    fn default() -> Self {
        Self::at(String::new())
    }
}

impl<'de, B: Below> DeserializeSeed<'de> for Table<B> {
    type Value = Self;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self, D::Error> {
        // serde's error for a value of another type would quote that value, so the error is ours.
        deserializer.deserialize_any(self)
    }
}

impl<'de, B: Below> Visitor<'de> for Table<B> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str("a table of retry settings"),
            place => write!(f, "a table of the settings of `{place}`"),
        }
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self, E> {
        Err(self.not_a_table())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self, E> {
        Err(self.not_a_table())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self, E> {
        Err(self.not_a_table())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self, E> {
        Err(self.not_a_table())
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self, E> {
        Err(self.not_a_table())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let place = self.place_of(&name);
            if !seen.insert(name.clone()) {
                // Formats differ in which of the two would win.
                return Err(A::Error::custom(format_args!(
                    "`{place}` is given twice; remove one"
                )));
            }
            // A key takes precedence over a name: a service called `timeout` could not be set.
            if names().any(|key| key == name) {
                let value: Value = map.next_value()?;
                self.level
                    .set(&name, &value)
                    .and_then(|()| {
                        if B::IS_LAST {
                            self.level.claim_for_method(&name)
                        } else {
                            Ok(())
                        }
                    })
                    .map_err(|why| A::Error::custom(format_args!("`{place}`: {why}")))?;
            } else {
                self.below.insert(name, B::read(place, &mut map)?);
            }
        }
        Ok(self)
    }
}
