//! Responses as they stand in the document.

use crate::document::Node;

/// A documented response.
#[derive(Clone, Debug)]
pub(super) struct Response<'d> {
    /// `200`, `2XX`, `default`.
    pub(super) status: &'d str,
    pub(super) node: Node<'d>,
}

impl<'d> Response<'d> {
    pub(super) fn is(&self, class: char) -> bool {
        self.status.starts_with(class)
    }

    /// Media types and their objects.
    pub(super) fn content(&self) -> Vec<(&'d str, Node<'d>)> {
        self.node.map("content")
    }

    /// Tells whether a header of this name is documented.
    pub(super) fn has_header(&self, name: &str) -> bool {
        let mut headers = self.node.map("headers").into_iter();
        headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
    }
}

/// Responses of an operation, in the document's order.
pub(super) fn responses<'d>(operation: &Node<'d>) -> Vec<Response<'d>> {
    let entries = operation.map("responses").into_iter();
    entries
        .filter(|(status, _)| !status.starts_with("x-"))
        .filter_map(|(status, node)| {
            let node = node.resolve().ok()?;
            Some(Response { status, node })
        })
        .collect()
}
