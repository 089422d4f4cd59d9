//! Connections over HTTP/1.1 that are used again: as many as there are calls at once, and no more.

use retry_client::{Result, client};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::support::runtimes::runtime;
use crate::support::script::ok;
use crate::support::server::Server;

#[client]
#[retry(off)]
trait Plain {
    #[get("/plain")]
    async fn plain(&self) -> Result<String>;

    #[get("/nothing")]
    async fn nothing(&self) -> Result<()>;
}

const AT_ONCE: usize = 64;
const EACH: usize = 40;

fn one() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// hyper notices the end of a response a moment after its reader, and that moment is longer the more
/// there is to do.
#[test]
fn busy_callers_open_no_more_connections_than_there_are_calls_at_once() {
    for clients in [one(), runtime(2)] {
        let servers = runtime(2);
        let server = servers.block_on(Server::start([ok("plain")]));
        let client = PlainClient::with_base_url(server.url()).unwrap();
        clients.block_on(async {
            let callers = (0..AT_ONCE).map(|_| {
                let client = client.clone();
                async move {
                    for _ in 0..EACH {
                        assert_eq!(client.plain().await.unwrap(), "plain");
                        client.nothing().await.unwrap();
                    }
                }
            });
            callers.collect::<JoinSet<_>>().join_all().await;
        });
        let opened = server.connections();
        println!("{opened} connections");
        assert!(opened <= AT_ONCE, "{opened} connections");
        servers.shutdown_background();
    }
}
