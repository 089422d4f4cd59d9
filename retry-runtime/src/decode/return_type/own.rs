//! Types of our own, each with its decoder, whatever the format of the client.

use bytes::Bytes;
use reqwest::Response;

use crate::decode::builtin::{AsBytes, AsResponse, AsStream, AsText, AsUnit, AsVec};
use crate::decode::decoder::Decoder;
use crate::decode::return_type::fits::IsReadWhole;
use crate::decode::return_type::{OwnDecoder, ReturnType};
use crate::decode::wrapper::Wrapper;
use crate::features::NeedsStream;
use crate::response::ByteStream;

/// Gives types a decoder of their own.
macro_rules! own_decoders {
    ($($type:ty => $decoder:ty;)+) => {$(
        impl<W: Wrapper<$type>> ReturnType<$type, W> {
            /// The decoder of this type.
            #[must_use]
            pub fn decoder(&self) -> Decoder<W::Output> {
                Decoder::of::<$type, $decoder, W>()
            }
        }

        impl OwnDecoder for $type {}
    )+};
}

own_decoders! {
    () => AsUnit;
    String => AsText;
    Bytes => AsBytes;
    Vec<u8> => AsVec;
    Response => AsResponse;
}

// The bounds stand on the methods: on the blocks they would make rustc pass over these methods in
// silence and take the general ones, which decode JSON. A user without the feature would read that
// `ByteStream` is not `Deserialize`, in place of which feature is missing.

impl<W> ReturnType<Response, W> {
    /// Never succeeds: a hedge needs a response that is read whole.
    #[must_use]
    pub const fn whole(&self) -> ReturnType<Response, W>
    where
        W: IsReadWhole,
    {
        ReturnType::new()
    }
}

impl<W: Wrapper<ByteStream>> ReturnType<ByteStream, W> {
    /// Never succeeds: a hedge needs a response that is read whole.
    #[must_use]
    pub const fn whole(&self) -> ReturnType<ByteStream, W>
    where
        W: IsReadWhole,
    {
        ReturnType::new()
    }

    /// The decoder of this type.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        W: NeedsStream,
    {
        Decoder::of::<ByteStream, AsStream, W>()
    }
}

impl OwnDecoder for ByteStream {}
