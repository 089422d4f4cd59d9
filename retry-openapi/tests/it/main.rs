//! Whole documents: what they become, that it compiles, and that it reads what the documents show.

mod behaviour;
mod broken;
mod command;
mod compile;
mod documents;
mod examples;
mod golden;
mod hostile;
mod scratch;
mod table;
