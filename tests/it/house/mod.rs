//! The repository itself: its documents, its layers, its public names and its fuzzing corpus.

mod corpus;
mod documents;
mod layers;
mod surface;
