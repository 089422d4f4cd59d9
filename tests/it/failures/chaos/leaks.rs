//! Calls that are dropped wherever they are: no task, no connection and no memory is left behind.

use std::fs;

use tokio::runtime::{Handle, Runtime};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::calls::{self, ShopClient};
use super::door::{Door, Protocol};
use super::ledger::World;
use super::{Arc, PROTOCOLS};
use crate::support::isolated;
use crate::support::runtimes::runtime;
use crate::support::script::{ms, secs};

/// The amount that the memory of a process may move by, whatever it does.
const NOISE: u64 = 6 * 1024 * 1024;

#[test]
fn calls_dropped_at_random_leave_nothing_behind() {
    let name = "failures::chaos::leaks::calls_dropped_at_random_leave_nothing_behind";
    // The servers have threads of their own, so that all tasks that are counted are the client's.
    isolated::with(&[], name, async {
        for protocol in PROTOCOLS {
            let (servers, clients) = (runtime(2), runtime(2));
            tokio::task::block_in_place(|| drops(protocol, &servers, &clients));
            servers.shutdown_background();
            clients.shutdown_background();
        }
    });
}

fn drops(protocol: Protocol, servers: &Runtime, clients: &Runtime) {
    let world = Arc::new(World::new(0xd20b, true));
    let door = servers.block_on(Door::open(protocol, Arc::clone(&world)));
    let shop = calls::client(&door);
    let rounds = (0..3).map(|_| {
        let dropped = clients.block_on(make(&shop, super::calls() * 2, &world));
        // It remembers each call.
        world.forget();
        (dropped, resident())
    });
    let rounds: Vec<_> = rounds.collect();
    println!("{protocol:?}: dropped calls and resident bytes {rounds:?}");
    assert!(rounds.iter().all(|(dropped, _)| *dropped > 20));
    // The first round fills what is kept for the next.
    if let (Some(first), Some(last)) = (rounds[0].1, rounds[2].1) {
        assert!(last < first + NOISE, "{first} bytes have become {last}");
    }
    drop(shop);
    clients.block_on(async {
        let metrics = Handle::current().metrics();
        let over = async {
            while metrics.num_alive_tasks() > 0 {
                sleep(ms(5)).await;
            }
        };
        let over = timeout(secs(20), over).await;
        assert!(over.is_ok(), "{} tasks are left", metrics.num_alive_tasks());
    });
    servers.block_on(door.is_left());
}

/// Makes so many calls, each with a moment to come to its end; how many did not.
async fn make(shop: &ShopClient, count: u32, world: &World) -> usize {
    let (mut calls, mut dropped) = (JoinSet::new(), 0);
    for number in 0..count {
        if calls.len() >= calls::AT_ONCE {
            dropped += usize::from(calls.join_next().await.unwrap().unwrap());
        }
        let (shop, moment) = (shop.clone(), ms(u64::from(world.dice.below(30))));
        calls.spawn(async move {
            let call = calls::call(&shop, number);
            timeout(moment, call).await.is_err()
        });
    }
    let rest = calls.join_all().await;
    dropped + rest.into_iter().filter(|is_dropped| *is_dropped).count()
}

/// The memory that this process has resident, where that is counted.
fn resident() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = pages.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}
