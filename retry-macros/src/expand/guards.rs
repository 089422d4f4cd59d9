//! Guards as setters of a policy.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::values::{duration, setter, value};
use crate::crate_path::CratePath;
use crate::model::guards::{Budget, BudgetRule};

pub(crate) fn budget(rt: &CratePath, budget: &Budget) -> TokenStream {
    let BudgetRule {
        percent,
        over,
        reserve,
    } = match budget {
        Budget::Off => return quote!(.without_budget()),
        Budget::On(rule) => rule,
    };
    let percent = percent.map(|percent| {
        let percent = Literal::u8_unsuffixed(percent);
        quote!(.percent(#percent))
    });
    let over = over
        .as_ref()
        .map(|over| setter("over", &duration(rt, over)));
    let reserve = reserve.as_ref().map(|reserve| {
        let reserve = value(reserve, |reserve| {
            let reserve = Literal::u32_unsuffixed(reserve);
            quote!(#reserve)
        });
        setter("reserve", &reserve)
    });
    quote!(.budget(#rt::BudgetRule::DEFAULT #percent #over #reserve))
}
