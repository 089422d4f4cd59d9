//! The guide, a chapter for each subject. Every snippet in it is compiled with the tests, and most are run.
//!
//! | chapter | answers |
//! | --- | --- |
//! | [`declare`] | How is a service declared, and what is generated? |
//! | [`arguments`] | How do I send this? |
//! | [`answers`] | How do I get that back? |
//! | [`retries`] | When is a request sent again, and after how long? |
//! | [`safety`] | Why is my POST not repeated? |
//! | [`errors`] | What went wrong, and why did it stop there? |
//! | [`failover_and_hooks`] | How do attempts differ, and who may watch them? |
//! | [`testing`] | How do I test without a network? |
//! | [`telemetry`] | What does production see? |
//! | [`settings`] | How are policies changed without a release? |
//! | [`faults`] | What becomes of this very fault? |
//! | [`performance`] | What does it cost? |
//! | [`coming_from`] | What is this called here? |
//! | [`cookbook`] | Eleven recipes. |

#[doc = include_str!("../docs/guide/answers.md")]
pub mod answers {}

#[doc = include_str!("../docs/guide/arguments.md")]
pub mod arguments {}

#[doc = include_str!("../docs/guide/coming_from.md")]
pub mod coming_from {}

#[doc = include_str!("../docs/guide/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/guide/declare.md")]
pub mod declare {}

#[doc = include_str!("../docs/guide/errors.md")]
pub mod errors {}

#[doc = include_str!("../docs/guide/failover_and_hooks.md")]
pub mod failover_and_hooks {}

#[doc = include_str!("../docs/faults.md")]
pub mod faults {}

#[doc = include_str!("../docs/guide/performance.md")]
pub mod performance {}

#[doc = include_str!("../docs/guide/retries.md")]
pub mod retries {}

#[doc = include_str!("../docs/guide/safety.md")]
pub mod safety {}

#[doc = include_str!("../docs/guide/settings.md")]
pub mod settings {}

#[doc = include_str!("../docs/guide/telemetry.md")]
pub mod telemetry {}

#[doc = include_str!("../docs/guide/testing.md")]
#[cfg_attr(
    not(feature = "testing"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "it links to what the feature adds"
    )
)]
pub mod testing {}
