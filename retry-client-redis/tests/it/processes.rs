//! Real processes that share a quota: one that is killed, and a pause.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::api::Api;
use crate::members::{Kind, Member};
use crate::proxy::Proxy;
use crate::server::Server;

const SECOND: Duration = Duration::from_secs(1);

/// The fate of the turns of four processes, one of which was killed.
pub(crate) struct Killed {
    /// The turns that the server granted to it, and its requests that arrived.
    pub(crate) granted: u32,
    pub(crate) sent: u32,
    /// Turns of leases that were not over.
    pub(crate) held: u32,
    /// The same of the others.
    pub(crate) granted_to_others: u32,
    pub(crate) sent_by_others: u32,
    /// Turns that there were until the last request: 100 in each second, and 20 at once.
    pub(crate) exact: f64,
    /// Requests in the second that began when the dead one was no longer taken for busy.
    pub(crate) later: u32,
    /// The number of times that the state was out of reach for the others.
    pub(crate) outages: u64,
}

/// Kills one of four processes at the moment at which it gets a lease, so that there is something to lose.
pub(crate) async fn kill_one_of_four(server: &Server) -> Killed {
    let (api, time) = (Api::start().await, 4 * SECOND);
    let one = Proxy::before(server.port).await;
    let rest = Proxy::before(server.port).await;
    let member =
        |number, proxy: &Proxy| Member::new(Kind::Small, &proxy.url(), &api.url(number), time);
    let killed = member(0, &one).start();
    let others: Vec<_> = (1..4).map(|number| member(number, &rest).start()).collect();
    sleep(Duration::from_millis(1_500)).await;
    // The first may be one of those that were noted before.
    one.next_grant().await;
    one.next_grant().await;
    let at = Instant::now();
    killed.kill();
    let mut outages = 0;
    for other in others {
        outages += other.end().await.outages;
    }

    let sum = |grants: &[(Instant, u32)], since: Option<Instant>| -> u32 {
        let grants = grants
            .iter()
            .filter(|(then, _)| since.is_none_or(|since| *then > since));
        grants.map(|(_, turns)| *turns).sum()
    };
    let (grants, arrivals) = (one.grants(), api.arrivals());
    let count = |is: &dyn Fn(&(Instant, usize)) -> bool| {
        let arrived = arrivals.iter().filter(|arrival| is(arrival));
        u32::try_from(arrived.count()).unwrap()
    };
    let begun = arrivals.iter().map(|(at, _)| *at).min().unwrap();
    let lasted = arrivals.iter().map(|(at, _)| *at).max().unwrap() - begun;
    let later = at + Duration::from_millis(1_100);
    Killed {
        granted: sum(&grants, None),
        sent: count(&|(_, from)| *from == 0),
        held: sum(&grants, Some(at - SECOND / 10)),
        granted_to_others: sum(&rest.grants(), None),
        sent_by_others: count(&|(_, from)| *from > 0),
        exact: 20.0 + 100.0 * lasted.as_secs_f64(),
        later: count(&|(then, _)| (later..later + SECOND).contains(then)),
        outages,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_killed_loses_its_last_lease_at_most() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let killed = kill_one_of_four(&server).await;
    // On a busy machine a use may take longer than it may, so that some requests are not of a lease.
    assert!(killed.granted <= killed.sent + killed.held);
    assert!(killed.later >= 80, "{}", killed.later);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_of_one_process_is_observed_by_all_within_100_ms() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let (api, time) = (Api::start().await, 4 * SECOND);
    let members: Vec<_> = (0..8)
        .map(|number| Member::new(Kind::Followed, &server.url(), &api.url(number), time).start())
        .collect();
    sleep(2 * SECOND).await;
    api.refuse(3, 1);
    for member in members {
        member.end().await;
    }
    let told = api.refused().unwrap();
    let arrivals = api.arrivals();
    let within = |from: Instant, to: Instant| {
        let arrived = arrivals.iter().filter(|(at, _)| *at > from && *at <= to);
        arrived
            .map(|(_, from)| *from)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    let ms = Duration::from_millis;
    // All of them were sending before, and some still are until their knowledge is 100 ms old.
    assert_eq!(within(told - ms(200), told), 8);
    assert!(within(told, told + ms(100)) > 0);
    // 10 ms for the ways of the refusal, the word about it and the last request.
    let late = arrivals
        .iter()
        .filter(|(at, _)| *at > told && *at < told + ms(900));
    let last = late.map(|(at, _)| *at - told).max().unwrap();
    println!("the last request arrived {last:?} after the refusal");
    assert!(last <= ms(110), "{last:?}");
    // And it ends for all.
    assert_eq!(within(told + ms(990), told + 2 * SECOND), 8);
}
