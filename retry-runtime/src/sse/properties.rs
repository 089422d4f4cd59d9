//! Any bytes, cut anywhere, make the same lines and events.

use proptest::prelude::*;

use crate::cases::{bytes, many};
use crate::sse::block::Block;
use crate::sse::lines::{Ends, Lines};

/// Bytes that resemble events.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let words = vec![
        &b"data"[..],
        b"data:",
        b"data: x",
        b"id",
        b"id: 7",
        b"id:\0",
        b"event: y",
        b"retry: 10",
        b"retry:99999999999999999999",
        b"retry:",
        b":",
        b" ",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"\xff",
    ];
    let word = prop_oneof![9 => prop::sample::select(words).prop_map(<[u8]>::to_vec), 1 => bytes()];
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

/// The lines of a stream that arrives in chunks of these sizes, repeated.
fn read(ends: Ends, stream: &[u8], sizes: &[usize]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let (mut lines, mut found, mut rest) = (Lines::new(ends), Vec::new(), stream);
    for size in sizes.iter().cycle() {
        let (chunk, after) = rest.split_at((*size).min(rest.len()));
        lines.push(chunk);
        while let Ok(Some(place)) = lines.next(usize::MAX) {
            found.push(lines.line(place).to_vec());
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    let rest = lines.rest();
    (found, lines.line(rest).to_vec())
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn lines_are_the_same_wherever_the_chunks_are_cut(
        stream in streams(),
        sizes in prop::collection::vec(1..9_usize, 1..6),
    ) {
        for (ends, bytes) in [(Ends::Lf, &b"\n"[..]), (Ends::CrLf, b"\r\n")] {
            let (at_once, in_parts) = (read(ends, &stream, &[usize::MAX]), read(ends, &stream, &sizes));
            prop_assert_eq!(&at_once, &in_parts);
            prop_assert!(at_once.0.iter().chain([&at_once.1]).flatten().all(|byte| !bytes.contains(byte)));
        }
        // Nothing but the line ends is lost.
        let (lines, rest) = read(Ends::Lf, &stream, &sizes);
        let joined = lines.into_iter().chain([rest]).collect::<Vec<_>>().join(&b'\n');
        prop_assert_eq!(joined, stream);
    }

    #[test]
    fn no_lines_panic_and_the_bytes_that_are_held_are_counted(stream in streams()) {
        let (lines, rest) = read(Ends::CrLf, &stream, &[usize::MAX]);
        let mut block = Block::default();
        for line in lines.iter().chain([&rest]) {
            let event = block.feed(line);
            // A replacement character takes three bytes for one.
            prop_assert!(block.pending() <= 3 * stream.len());
            prop_assert!(event.is_none_or(|event| !event.name.is_empty() && !event.id.contains('\0')));
        }
        let (id, retry) = (block.last_id().map(str::to_owned), block.retry());
        block.begin_again();
        prop_assert_eq!((block.last_id(), block.retry()), (id.as_deref(), retry));
        prop_assert_eq!(block.pending(), id.map_or(0, |id| id.len()));
    }
}
