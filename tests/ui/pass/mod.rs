//! What looks wrong and is right: it compiles, and means what it says.

mod a_body_sent_once_is_not_retried;
mod a_key_lets_a_post_retry;
mod a_reason_lets_a_post_retry;
mod aliases_are_seen_through;
mod attributes_have_the_path_of_a_renamed_crate;
mod every_key_takes_a_constant;
mod exclusive_methods_share_a_route;
mod requests_that_differ_share_a_route;
mod unprocessed_only_lets_a_post_retry;
mod what_cfg_takes_away_is_not_checked;
mod what_needs_no_feature;
