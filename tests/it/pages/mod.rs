//! Lists that go on over several responses.

mod ad_hoc;
mod beside;
mod errors;
mod every_form;
mod formats;
mod library;
mod next;
mod resumed;
mod stand_ins;
mod stubbed;
