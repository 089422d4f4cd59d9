//! Merging of two policies: each setting is that of the first policy that makes it.

use crate::policy::Policy;
use crate::policy::strategy::first_of;

impl Policy {
    /// This policy merged over another: the settings that it makes win.
    #[must_use]
    pub(crate) const fn merged_over(self, under: Self) -> Self {
        // As in `Policy::strategy`: a list in this policy takes precedence over the number of
        // attempts in the one below.
        let own_list = self.strategy.entries().is_some();
        Self {
            retries: first_of!(self.retries, under.retries),
            strategy: self.strategy.merged_over(under.strategy),
            attempts: first_of!(self.attempts, if own_list { None } else { under.attempts }),
            statuses: first_of!(self.statuses, under.statuses),
            server_errors: first_of!(self.server_errors, under.server_errors),
            errors: first_of!(self.errors, under.errors),
            retry_after: first_of!(self.retry_after, under.retry_after),
            unprocessed_only: first_of!(self.unprocessed_only, under.unprocessed_only),
            // By name and without `..`: a new field does not compile until it is decided how it is
            // merged.
            timeout: first_of!(self.timeout, under.timeout),
            attempt_timeout: first_of!(self.attempt_timeout, under.attempt_timeout),
            idle_timeout: first_of!(self.idle_timeout, under.idle_timeout),
            max_body: first_of!(self.max_body, under.max_body),
            when: first_of!(self.when, under.when),
            before_attempt: first_of!(self.before_attempt, under.before_attempt),
            budget: first_of!(self.budget, under.budget),
            trait_guards: self.trait_guards.merged_over(under.trait_guards),
            own_guards: self.own_guards.merged_over(under.own_guards),
            hedge: first_of!(self.hedge, under.hedge),
            guarded: first_of!(self.guarded, under.guarded),
        }
    }
}
