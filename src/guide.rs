//! The guide, with a chapter for each subject. Every snippet is compiled with the tests, and most are run.
//!
//! | chapter | question |
//! | --- | --- |
//! | [`declare`] | How is a service declared, and what is generated? |
//! | [`arguments`] | How do I send this? |
//! | [`responses`] | How do I read the response? |
//! | [`formats`] | How do I use XML, MessagePack, CBOR, Protocol Buffers, or a format of my own? |
//! | [`pages`] | How do I read a list to its end? |
//! | [`retries`] | When is a request sent again, and after how long? |
//! | [`safety`] | Why is my POST not repeated? |
//! | [`unknown_outcomes`] | The response was lost. Did the write happen? |
//! | [`errors`] | What went wrong, and why was there no further attempt? |
//! | [`overload`] | How do I keep my calls from bringing the server down? |
//! | [`failover_and_hooks`] | How can attempts differ, and how do I observe them? |
//! | [`credentials`] | How do all calls get a token, and a new one when it expires? |
//! | [`testing`] | How do I test without a network? |
//! | [`fleet`] | How do many processes keep to one quota, and what do its operators need to know? |
//! | [`telemetry`] | What can I see in production? |
//! | [`settings`] | How do I change policies without a release? |
//! | [`openapi`] | How do I get a client from an OpenAPI document? |
//! | [`company_network`] | How do I use private authorities, client certificates and proxies? |
//! | [`faults`] | How does a particular fault end? |
//! | [`performance`] | What does a call cost? |
//! | [`sdks`] | What does a public crate expose of this library? |
//! | [`coming_from`] | I know another library; what is this called here? |
//! | [`cookbook`] | Eleven recipes. |

#[doc = include_str!("../docs/guide/responses.md")]
pub mod responses {}

#[doc = include_str!("../docs/guide/arguments.md")]
pub mod arguments {}

#[doc = include_str!("../docs/guide/coming_from.md")]
pub mod coming_from {}

#[doc = include_str!("../docs/guide/company_network.md")]
pub mod company_network {}

#[doc = include_str!("../docs/guide/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/guide/credentials.md")]
#[cfg_attr(
    not(feature = "oauth2"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the chapter links to items of the feature"
    )
)]
pub mod credentials {}

#[doc = include_str!("../docs/guide/declare.md")]
pub mod declare {}

#[doc = include_str!("../docs/guide/errors.md")]
pub mod errors {}

#[doc = include_str!("../docs/guide/failover_and_hooks.md")]
pub mod failover_and_hooks {}

#[doc = include_str!("../docs/faults.md")]
pub mod faults {}

#[doc = include_str!("../docs/guide/overload.md")]
pub mod overload {}

#[doc = include_str!("../docs/guide/pages.md")]
#[cfg_attr(
    not(feature = "testing"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the chapter links to items of the feature"
    )
)]
pub mod pages {}

#[doc = include_str!("../docs/guide/fleet.md")]
#[cfg_attr(
    not(feature = "testing"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the chapter links to items of the feature"
    )
)]
pub mod fleet {}

#[doc = include_str!("../docs/guide/formats.md")]
pub mod formats {}

#[doc = include_str!("../docs/guide/openapi.md")]
pub mod openapi {}

#[doc = include_str!("../docs/guide/performance.md")]
pub mod performance {}

#[doc = include_str!("../docs/guide/retries.md")]
pub mod retries {}

#[doc = include_str!("../docs/guide/safety.md")]
pub mod safety {}

#[doc = include_str!("../docs/guide/sdks.md")]
pub mod sdks {}

#[doc = include_str!("../docs/guide/settings.md")]
pub mod settings {}

#[doc = include_str!("../docs/guide/telemetry.md")]
pub mod telemetry {}

#[doc = include_str!("../docs/guide/testing.md")]
#[cfg_attr(
    not(feature = "testing"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the chapter links to items of the feature"
    )
)]
pub mod testing {}

#[doc = include_str!("../docs/guide/unknown_outcomes.md")]
pub mod unknown_outcomes {}
