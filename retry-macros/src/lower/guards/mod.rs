//! The attributes of guards → what they mean.

mod budget;
mod values;

pub(crate) use self::budget::{budget_of_method, budget_of_trait, refuse_idle_budget};
