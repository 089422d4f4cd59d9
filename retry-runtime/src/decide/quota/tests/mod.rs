//! Quota headers as servers send them.

mod limits;
mod times;

use super::*;

/// Sun, 06 Nov 1994 08:49:37 GMT
const NOW: u64 = 784_111_777;

fn read(status: u16, fields: &[(&'static str, &str)]) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(*name, HeaderValue::from_str(value).unwrap());
    }
    let status = StatusCode::from_u16(status).unwrap();
    reset(status, &headers, || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    })
}

#[expect(clippy::unnecessary_wraps, reason = "as it is compared")]
fn ms(millis: u64) -> Option<Duration> {
    Some(Duration::from_millis(millis))
}
