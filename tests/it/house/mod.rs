//! The repository itself: its documents, its layers, the sizes of its files, its public names and its fuzzing corpus.

mod corpus;
mod documents;
mod layers;
mod packages;
mod sizes;
mod surface;
