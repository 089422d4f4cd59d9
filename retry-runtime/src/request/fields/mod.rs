//! Fields of structs and maps: flattened into pairs, or nested in brackets.
//!
//! The fields are first written into a small tree (`serializer`, `tree`), and not straight into pairs:
//! only then is it known which lists and maps are empty. Those are left out, as an empty value deletes
//! a field in some APIs. And only then can the error about a nested value name its field.
//!
//! Scalars get the text that they have everywhere else (`text`), so a query by fields and a query by
//! arguments look the same. Values within values are errors, unless the declaration asks for brackets.
//!
//! Nothing here may guess: a value without a text that all servers read alike, such as bytes or NaN, is
//! an error of the call before anything is sent.

mod serializer;
mod tree;

use serde::Serialize;

use self::serializer::tree;
use self::tree::Tree;
use crate::error::BoxError;

/// The spelling of values within values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// No spelling: they are errors, except for lists of scalars, which repeat their field.
    Flat,
    /// A path in brackets: `items[0][price]=p`.
    Brackets,
}

/// Pairs of names and texts, in order.
type Pairs = Vec<(String, String)>;

/// The pairs of a struct, a map or a list of pairs. The error about a nested value ends in `way_out`.
pub(crate) fn pairs<T: Serialize + ?Sized>(fields: &T, way_out: &str) -> Result<Pairs, BoxError> {
    let mut pairs = Pairs::new();
    match tree(fields)? {
        Tree::Empty => {}
        Tree::Map(fields) => {
            for (name, value) in fields {
                flatten(&mut pairs, name, value, way_out)?;
            }
        }
        // A list of pairs, for fields whose names repeat or whose order matters.
        Tree::List(list) => {
            for element in list {
                let Tree::List(pair) = element else {
                    return Err(NO_FIELDS.into());
                };
                let Ok::<[Tree; 2], _>([Tree::Text(name), value]) = pair.try_into() else {
                    return Err(NO_FIELDS.into());
                };
                flatten(&mut pairs, name, value, way_out)?;
            }
        }
        Tree::Text(_) => return Err(NO_FIELDS.into()),
    }
    Ok(pairs)
}

const NO_FIELDS: &str = "it has no fields; pass a struct, a map or a list of pairs";

/// The pairs of a form, encoded.
pub(crate) fn form_text<T: Serialize + ?Sized>(
    fields: &T,
    nesting: Nesting,
) -> Result<String, BoxError> {
    Ok(match nesting {
        Nesting::Flat => serde_html_form::to_string(pairs(fields, "write `#[form(nested)]`")?)?,
        Nesting::Brackets => nested(fields)?,
    })
}

/// The pairs with the path of each value in brackets, encoded.
pub(crate) fn nested<T: Serialize + ?Sized>(fields: &T) -> Result<String, BoxError> {
    // `serde_qs` would write an empty list as `items=`, which deletes a field in some APIs.
    match tree(fields)?.pruned() {
        None => Ok(String::new()),
        Some(tree @ Tree::Map(_)) => Ok(serde_qs::to_string(&tree)?),
        Some(Tree::Empty | Tree::List(_) | Tree::Text(_)) => Err(NO_FIELDS.into()),
    }
}

fn flatten(pairs: &mut Pairs, name: String, value: Tree, way_out: &str) -> Result<(), BoxError> {
    match value {
        // There is no pair for `None` in a list, as for a field that is `None`.
        Tree::Empty => {}
        Tree::Text(text) => pairs.push((name, text)),
        Tree::List(list) if list.iter().all(Tree::is_scalar) => {
            for element in list {
                flatten(pairs, name.clone(), element, way_out)?;
            }
        }
        Tree::List(_) | Tree::Map(_) => {
            let nested =
                format!("its field `{name}` holds a nested value; {way_out}, or flatten it");
            return Err(nested.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn flat(fields: &impl Serialize) -> Result<Pairs, String> {
        pairs(fields, "write so").map_err(|error| error.to_string())
    }

    #[test]
    fn fields_become_pairs_and_lists_repeat_them() {
        let fields = json!({"a": 1, "b": ["x", null, true], "c": null, "d": []});
        let texts = [("a", "1"), ("b", "x"), ("b", "true")];
        let expected = texts.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(flat(&fields), Ok(expected.to_vec()));
        assert_eq!(
            flat(&[("a", 1)]),
            Ok(vec![("a".to_owned(), "1".to_owned())])
        );
        assert!(flat(&7).is_err() && flat(&["a"]).is_err());
    }

    #[test]
    fn the_error_about_a_nested_value_names_its_field() {
        for fields in [json!({"deep": {"a": 1}}), json!({"deep": [[1]]})] {
            let error = flat(&fields).unwrap_err();
            assert!(
                error.contains("`deep`") && error.contains("write so"),
                "{error}"
            );
        }
    }

    #[test]
    fn nested_values_are_in_brackets_and_empty_ones_left_out() {
        let fields = json!({
            "empty": {"list": []},
            "items": [{"price": "p"}, {"price": "q", "tags": []}],
            "metadata": {"key": "v w", "none": null},
        });
        let expected = "items[0][price]=p&items[1][price]=q&metadata[key]=v+w";
        assert_eq!(nested(&fields).unwrap(), expected);
    }
}
