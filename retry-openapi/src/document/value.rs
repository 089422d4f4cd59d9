//! From a deserializer to a value, within limits.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The depth to which values may be nested.
pub(super) const MAX_DEPTH: usize = 256;
/// The number of values that a file may have.
pub(super) const MAX_VALUES: usize = 8_000_000;
/// The number that each file may have, however short it is. YAML's aliases count as often as they are used.
const SOME_VALUES: usize = 1_000_000;

/// Reads one value from a text of so many bytes. `serde_json::Value` itself would follow any nesting until the stack ends.
pub(super) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    bytes: usize,
) -> Result<Value, D::Error> {
    // What stands there once takes a byte at least.
    let most = (SOME_VALUES + bytes).min(MAX_VALUES);
    let left = Cell::new(most);
    let root = Limited {
        depth: 0,
        most,
        left: &left,
    };
    root.deserialize(deserializer)
}

/// A value at this depth, out of as many as are left.
#[derive(Clone, Copy, Debug)]
struct Limited<'a> {
    depth: usize,
    most: usize,
    left: &'a Cell<usize>,
}

impl Limited<'_> {
    /// The values in this one.
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format!(
                "values are nested over {MAX_DEPTH} deep"
            )));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Limited<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        // Counted when a value begins, and not when it has been read: an alias that stands for a million values is
        // refused before they are made.
        let Some(left) = self.left.get().checked_sub(1) else {
            let most = self.most;
            return Err(D::Error::custom(format!("there are over {most} values")));
        };
        self.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Limited<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    // Integers beyond 64 bits, which stand in bounds and in examples, are rounded.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "as JavaScript reads them")]
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "as JavaScript reads them")]
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(inside)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut map = Map::new();
        // Of a key that stands twice the last value counts, in JSON and in YAML.
        while let Some(key) = access.next_key::<String>()? {
            map.insert(key, access.next_value_seed(inside)?);
        }
        Ok(Value::Object(map))
    }
}
