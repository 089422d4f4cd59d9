//! The behaviour of the types of the small documents in `tests/golden`. `tests/it/behaviour.rs`
//! puts their modules beside this.

pub mod all_of;
pub mod discriminator;
pub mod maps;
pub mod names;
pub mod null;
pub mod recursive;
pub mod strings;
pub mod union;

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, from_value, json, to_string, to_value};

    use super::*;

    fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> (T, Value) {
        let read: T = from_value(value.clone()).unwrap();
        let written = to_value(&read).unwrap();
        (read, written)
    }

    fn is_same<T: DeserializeOwned + Serialize>(value: Value) -> T {
        let (read, written) = round_trip(&value);
        assert_eq!(written, value);
        read
    }

    #[test]
    fn strings_that_are_not_listed_are_sent_back_as_they_came() {
        use strings::{OrderOperator, OrderSort, OrderState};
        assert_eq!(is_same::<OrderSort>(json!("ASC")), OrderSort::AscUppercase);
        assert_eq!(is_same::<OrderSort>(json!("asc")), OrderSort::Asc);
        assert_eq!(is_same::<OrderSort>(json!("Asc")), OrderSort::Other("Asc".into()));
        assert_eq!(is_same::<OrderOperator>(json!("<=")), OrderOperator::LessEqual);
        assert_eq!(is_same::<OrderOperator>(json!("")), OrderOperator::Empty);
        assert_eq!(is_same::<OrderState>(json!("lost")), OrderState::Other("lost".into()));
        assert!(from_value::<OrderSort>(json!(1)).is_err());
    }

    #[test]
    fn what_is_sent_tells_absence_from_null() {
        let pet = |more: Value| {
            let mut pet = json!({"name": "Rex", "owner": null, "secret": "s"});
            pet.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            is_same::<null::Pet>(pet)
        };
        assert_eq!(pet(json!({})).tag, None);
        assert_eq!(pet(json!({"tag": null})).tag, Some(None));
        assert_eq!(pet(json!({"tag": "t", "age": 3})).tag, Some(Some("t".into())));
    }

    #[test]
    fn what_is_received_may_be_null_or_absent() {
        let (receipt, written) = round_trip::<null::Receipt>(&json!({"id": 1, "owner": null, "tag": null}));
        assert_eq!((receipt.tag, receipt.secret), (None, None));
        assert_eq!(written, json!({"id": 1, "owner": null}));
    }

    #[test]
    fn a_tag_alone_decides_and_is_sent_once() {
        use discriminator::{Event, Pull, Push, Shape};
        let event = is_same::<Event>(json!({"type": "push", "commits": 3}));
        assert!(matches!(&event, Event::Push(push) if push.commits == 3));
        assert_eq!(to_string(&event).unwrap().matches("\"type\"").count(), 1);
        // A known tag with other content is an error, not another variant.
        assert!(from_value::<Event>(json!({"type": "push"})).is_err());
        assert!(matches!(is_same::<Event>(json!({"type": "fork", "x": [1]})), Event::Other(_)));
        assert!(matches!(is_same::<Event>(json!({"x": 1})), Event::Other(_)));
        let rebase: Event = from_value(json!({"type": "rebase", "branch": "b"})).unwrap();
        assert!(matches!(rebase, Event::Pull(_)));
        // Variants without the property get it, and a wrong one is put right.
        let pull = Event::Pull(Pull { branch: None });
        assert_eq!(to_value(pull).unwrap(), json!({"type": "pull"}));
        let push = Event::Push(Push { r#type: "wrong".into(), commits: 1 });
        assert_eq!(to_value(push).unwrap(), json!({"type": "push", "commits": 1}));
        assert!(matches!(is_same::<Shape>(json!({"kind": "square", "side": 1.5})), Shape::Square(_)));
    }

    #[test]
    fn the_variant_that_holds_all_of_a_value_is_taken() {
        use union::{Either, XBoth, XContact, XId, XLabels, XListed, XNested};
        // The first would read each of these, as what it does not list is no error.
        assert!(matches!(is_same(json!({"kind": "puppy", "age": 1})), XListed::Dog(_)));
        assert!(matches!(is_same(json!({"kind": "cat"})), XListed::Cat(_)));
        assert!(matches!(is_same(json!({"age": 1})), XListed::Stone(_)));
        is_same::<XListed>(json!({"kind": "bird", "age": 1}));
        assert!(matches!(is_same::<XBoth>(json!({"name": "a"})), XBoth::Name(_)));
        assert!(matches!(is_same::<XBoth>(json!({"name": "a", "surname": "b"})), XBoth::FullName(_)));
        assert!(matches!(is_same::<XBoth>(json!([1])), XBoth::Other(_)));
        assert!(matches!(is_same::<XContact>(json!({"x": 1})), XContact::Map(_)));
        // No variant but the map holds all of it.
        assert!(matches!(is_same::<XContact>(json!({"name": "a", "x": 1})), XContact::Map(_)));
        assert!(matches!(is_same::<XNested>(json!({"name": "a"})), XNested::Either(Either::Name(_))));
        assert!(matches!(is_same::<XNested>(json!(true)), XNested::Either(Either::Bool(true))));
        assert!(matches!(is_same::<XNested>(json!({"name": "a", "surname": "b"})), XNested::FullName(_)));
        assert!(matches!(is_same::<XNested>(json!("text")), XNested::Other(_)));
        // More than the variants know is ignored, as in any struct.
        let more: XNested = from_value(json!({"name": "a", "surname": "b", "x": 1})).unwrap();
        assert!(matches!(more, XNested::FullName(_)));
        assert!(matches!(is_same::<XId>(json!(7)), XId::Integer(7)));
        assert!(matches!(is_same::<XId>(json!("7")), XId::String(_)));
        assert!(matches!(is_same::<XId>(json!(7.5)), XId::Other(_)));
        assert!(matches!(is_same::<XLabels>(json!(["a"])), XLabels::List(_)));
    }

    #[test]
    fn a_union_beside_properties_reads_its_own() {
        use all_of::{Dog, DogVariant};
        let dog = is_same::<Dog>(json!({"name": "Rex", "owner": null, "kind": "dog", "chip": 7}));
        assert!(matches!(dog.variant, DogVariant::Chip(chip) if chip.chip == 7));
        let dog = is_same::<Dog>(json!({"name": "Rex", "owner": {"name": "Ada"}, "tag": "x"}));
        assert!(matches!(dog.variant, DogVariant::Tag(_)));
    }

    #[test]
    fn properties_that_are_not_named_are_kept_where_the_schema_says_so() {
        use maps::{Beside, Maps2, Maps2Closed, Open};
        assert_eq!(is_same::<Beside>(json!({"other": "o", "x": 1.5})).other2["x"], 1.5);
        is_same::<Open>(json!({"a": "b", "x": [null]}));
        is_same::<Maps2>(json!({
            "alone": {"a": 1}, "anything": {"x": []}, "nullable": {"a": null}, "pair": ["a", 1], "any": 1, "names": {"a": "b"}
        }));
        let (_, written) = round_trip::<Maps2Closed>(&json!({"a": "b", "x": 1}));
        assert_eq!(written, json!({"a": "b"}));
    }

    #[test]
    fn recursive_values_are_read() {
        let tree = json!({"children": [{"children": []}], "left": {"children": []},
            "expression": {"a": 1, "b": {"a": 2, "b": 3}}, "list": [[], [[]]]});
        is_same::<recursive::Tree>(tree);
    }

    #[test]
    fn a_base_that_lists_what_builds_on_it_is_read() {
        use recursive::{AnimalVariant, First, Tree};
        let tree: Tree = is_same(json!({"children": [], "animal": {"species": "dog", "age": 3, "barks": true},
            "puppy": {"species": "dog", "weeks": 3}}));
        let animal = tree.animal.unwrap().variant;
        assert!(matches!(animal, AnimalVariant::Dog(dog) if dog.barks == Some(true) && dog.age == Some(3)));
        let other = json!({"species": "bird", "wings": 2});
        let tree: Tree = is_same(json!({"children": [], "animal": other}));
        assert_eq!(tree.animal.unwrap().variant, AnimalVariant::Other(other));
        // Alternatives of each other, which would be read without end.
        for value in [json!("text"), json!(1), json!(true), json!({"a": 1})] {
            is_same::<First>(value);
        }
    }

    #[test]
    fn names_on_the_wire_are_kept() {
        is_same::<names::GetNamesResponse>(json!({"type": "a", "@type": "b", "self": "c", "+1": 1, "-1": 2, "2fa": true, "gen": "g",
            "camelCase": "d", "default": {"name": "e"}, "option": {"value": "f"}}));
    }
}
