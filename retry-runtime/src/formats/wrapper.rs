//! The implementations that all wrappers have in common.

/// Declares the wrapper of a format, and when it is there.
macro_rules! wrapper {
    ($(#[$attribute:meta])* $name:ident if $($when:tt)+) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<T>(
            /// The value.
            pub T,
        );

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self(value)
            }
        }

        // A wrapper in a return type is meant, whatever the `format` of the client.
        impl<T> crate::decode::OwnDecoder for $name<T> {}

        // For both by name: an implementation for every `T: Encode` would be in the way of those
        // for `String`, `Bytes` and streams.
        crate::formats::wrapper::body! { [T] $name<T>, if $($when)+ }
        crate::formats::wrapper::body! { ['a, T] &'a $name<T>, if $($when)+ }

        impl<T, W> crate::decode::ReturnType<$name<T>, W>
        where
            T: 'static,
            W: crate::decode::Wrapper<$name<T>>,
        {
            /// The decoder of this format.
            #[must_use]
            pub fn decoder(&self) -> crate::decode::Decoder<W::Output>
            where
                $name<T>: crate::decode::Decode,
            {
                crate::decode::Decoder::of::<
                    $name<T>,
                    crate::decode::AsFormat<crate::decode::Itself>,
                    W,
                >()
            }
        }
    };
}

/// Lets a wrapper be a body wherever one is taken.
macro_rules! body {
    ([$($generics:tt)*] $wrapper:ty, if $($when:tt)+) => {
        // Without its feature rustc descends to the bound that names it.
        #[cfg_attr($($when)+, diagnostic::do_not_recommend)]
        impl<$($generics)*> crate::body::IntoBody for $wrapper
        where
            $wrapper: crate::body::Encode,
        {
            fn into_request_body(self) -> Result<crate::body::RequestBody, crate::BoxError> {
                crate::body::Encoded::of(&self).into_request_body()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> crate::body::Replay for $wrapper where $wrapper: crate::body::Encode {}

        #[cfg(feature = "compress")]
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> crate::body::Compressible for $wrapper where $wrapper: crate::body::Encode {}
    };
}

/// Stands in for a format without its feature: the bound, which nothing meets, names it.
#[cfg(not(all(
    feature = "xml",
    feature = "messagepack",
    feature = "cbor",
    feature = "protobuf"
)))]
macro_rules! absent {
    ($name:ident needs $bound:ident) => {
        impl<T: crate::features::$bound> crate::Encode for $name<T> {
            fn media_type(&self) -> http::HeaderValue {
                MEDIA_TYPE
            }

            fn encode(&self) -> Result<bytes::Bytes, crate::BoxError> {
                Err(std::io::Error::from(std::io::ErrorKind::Unsupported).into())
            }
        }

        impl<T: crate::features::$bound> crate::Decode for $name<T> {
            fn accept() -> http::HeaderValue {
                MEDIA_TYPE
            }

            fn decode(_: &crate::Head, _: bytes::Bytes) -> Result<Self, crate::BoxError> {
                Err(std::io::Error::from(std::io::ErrorKind::Unsupported).into())
            }
        }
    };
}

#[cfg(not(all(
    feature = "xml",
    feature = "messagepack",
    feature = "cbor",
    feature = "protobuf"
)))]
pub(super) use absent;
pub(super) use body;
pub(super) use wrapper;
