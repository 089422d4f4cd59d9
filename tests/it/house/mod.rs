//! The repository itself: its documents, its layers and its fuzzing corpus.

mod corpus;
mod documents;
mod surface;
