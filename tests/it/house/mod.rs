//! The repository itself: its documents and comments, its layers, the sizes of its files, its public names and its
//! fuzzing corpus.

mod comments;
mod corpus;
mod documents;
mod layers;
mod packages;
mod sizes;
mod sources;
mod surface;
