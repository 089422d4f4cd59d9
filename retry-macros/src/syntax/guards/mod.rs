//! The attributes of guards, as they were written.

mod budget;
mod parts;

pub(crate) use self::budget::BudgetArgs;
pub(crate) use self::parts::Percent;
