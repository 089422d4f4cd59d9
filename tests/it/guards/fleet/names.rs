//! The names that make two limits one.

use retry_client::testing::StubState;
use retry_client::{Result, client};
use tokio::time::Instant;

use super::{Counted, quota};
use crate::support::script::ms;

#[client(base_url = "http://llm.test", name = "Shared")]
#[rate_limit(100 per 1s, burst = 20)]
trait Reads {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://other.test", name = "Shared")]
#[rate_limit(100 per 1s, burst = 20)]
trait Writes {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn traits_of_one_service_name_share_the_limits_of_their_traits() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = ReadsClient::builder().transport(counted.clone());
    let reads = builder.fleet(state.clone(), quota()).build().unwrap();
    let builder = WritesClient::builder().transport(counted.clone());
    let writes = builder.fleet(state.clone(), quota()).build().unwrap();
    let begun = Instant::now();
    for _ in 0..20 {
        reads.x().await.unwrap();
        writes.x().await.unwrap();
    }
    // Twenty at once, and twenty more at a hundred a second.
    assert!(begun.elapsed() >= ms(190), "{:?}", begun.elapsed());
    assert_eq!(counted.count(), 40);
}
