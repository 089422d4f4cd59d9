//! Formats: XML, MessagePack, CBOR and Protocol Buffers, there and back.

mod broken;
mod client_format;
mod nothing;
mod own;
mod own_crate;
mod round_trips;

use prost::Message;
use serde::{Deserialize, Serialize};

/// A value whose bytes in each format are written down below, by hand.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename = "book")]
struct Book {
    title: String,
    pages: u16,
}

#[derive(Clone, PartialEq, Message)]
struct ProtoBook {
    #[prost(string, tag = "1")]
    title: String,
    #[prost(uint32, tag = "2")]
    pages: u32,
}

const XML: &[u8] = b"<book><title>Rust</title><pages>300</pages></book>";
const MESSAGEPACK: &[u8] = b"\x82\xa5title\xa4Rust\xa5pages\xcd\x01\x2c";
const CBOR: &[u8] = b"\xa2\x65title\x64Rust\x65pages\x19\x01\x2c";
const PROTOBUF: &[u8] = b"\x0a\x04Rust\x10\xac\x02";
const JSON: &[u8] = br#"{"title":"Rust","pages":300}"#;

fn book() -> Book {
    Book {
        title: "Rust".to_owned(),
        pages: 300,
    }
}

fn proto_book() -> ProtoBook {
    ProtoBook {
        title: "Rust".to_owned(),
        pages: 300,
    }
}
