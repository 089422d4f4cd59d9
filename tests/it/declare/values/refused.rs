//! Values that have no text in their place.

use super::{Date, Since, api, built, cart, query, refusal};

#[test]
fn a_struct_in_the_place_of_one_value_is_an_error_with_the_way_out() {
    let since = Since {
        since: Date,
        share: 1.0,
    };
    let table = [
        (api().compound(&since), "`#[query(flatten)]`"),
        (api().compound_in_path(&since), "`Display`"),
        (api().compound_in_header(&since), "`Display`"),
    ];
    for (call, way_out) in table {
        let error = refusal(call);
        assert!(error.contains("argument `filter` "), "{error}");
        assert!(error.contains(way_out), "{error}");
    }
}

#[test]
fn nested_fields_are_in_brackets_and_empty_ones_left_out() {
    let nested = "metadata[key]=a%20b&items[0][since]=2017-09-19T13:08:00Z&items[0][share]=0.1";
    assert_eq!(query(api().nested_query(&cart())), nested);
    let request = built(api().nested_form(&cart()));
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let body = request.body().and_then(|body| body.as_bytes()).unwrap();
    let body = String::from_utf8_lossy(body).replace("%3A", ":");
    assert_eq!(body, nested.replace("%20", "+"));
}

#[test]
fn a_nested_field_without_nested_is_named_in_the_error() {
    let table = [
        (api().too_deep(&cart()), "`#[query(flatten, nested)]`"),
        (api().too_deep_form(&cart()), "`#[form(nested)]`"),
    ];
    for (call, way_out) in table {
        let error = refusal(call);
        assert!(
            error.contains("`metadata`") && error.contains(way_out),
            "{error}"
        );
    }
}
