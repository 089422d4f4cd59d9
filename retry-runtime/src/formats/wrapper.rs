//! The implementations that all wrappers have in common.

/// Declares the wrapper of a format, and when it is there.
macro_rules! wrapper {
    ($(#[$attribute:meta])* $name:ident if $($when:tt)+) => {
        $(#[$attribute])*
        // The type is there without its feature, so rustdoc does not find the badge by itself.
        #[cfg_attr(docsrs, doc(cfg($($when)+)))]
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

        /// Pages in this format, whose items come in the wrapper.
        #[cfg_attr($($when)+, diagnostic::do_not_recommend)]
        impl<T: 'static> crate::decode::PageItem for $name<T>
        where
            $name<crate::decode::PageOf<T>>: crate::decode::Decode,
        {
            type Format = Self;
        }

        impl<T: 'static> crate::decode::PageFormat<Self> for $name<T>
        where
            $name<crate::decode::PageOf<T>>: crate::decode::Decode,
        {
            const ACCEPT: crate::request::Accept = crate::request::Accept::Format(
                <$name<crate::decode::PageOf<T>> as crate::decode::Decode>::accept,
            );

            fn read(
                head: &crate::response::Head,
                body: &bytes::Bytes,
                places: &crate::decode::PagePlaces,
            ) -> crate::decode::PageRead<Self> {
                let unwrap = |$name(page): $name<crate::decode::PageOf<T>>| page;
                let (items, next) = crate::decode::read_by_names(head, body, places, unwrap)?;
                Ok((items.into_iter().map($name).collect(), next))
            }
        }

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

/// Stands in for a format without its feature, which the bound names; nothing meets it.
#[allow(unused_macros, reason = "nothing is absent with all features")]
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

#[allow(unused_imports, reason = "nothing is absent with all features")]
pub(super) use absent;
pub(super) use wrapper;
