//! One connection over HTTP/1.1.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::time::{sleep, timeout};

use super::dice::Fate;
use super::door::Stream;
use super::ledger::{Request, World};
use crate::support::script::{ms, secs};

/// The whole head of a request.
#[derive(Default)]
struct Head {
    request: Request,
    length: u64,
}

/// Serves one connection until either side closes it.
pub(crate) async fn serve(stream: impl Stream, world: &World) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(head) = head(&mut stream).await? {
        let fate = world.arrives(&head.request);
        if fate != Fate::AnsweredEarly {
            skip(&mut stream, head.length).await?;
        }
        let response = world.response(head.request.call);
        match fate {
            Fate::Answered => answer(&mut stream, "200 OK", &response).await?,
            Fate::AnsweredLate => {
                sleep(ms(u64::from(world.dice.below(15)))).await;
                answer(&mut stream, "200 OK", &response).await?;
            }
            Fate::AnsweredEarly => {
                answer(&mut stream, "200 OK", &response).await?;
                if world.dice.below(2) == 0 {
                    return leave(stream, world, head.length).await;
                }
                skip(&mut stream, head.length).await?;
            }
            Fate::AnsweredLast | Fate::GoneAway => {
                answer(&mut stream, "200 OK", &response).await?;
                return leave(stream, world, 0).await;
            }
            Fate::Busy => answer(&mut stream, "503 Busy", &response).await?,
            Fate::Limited | Fate::Refused => {
                answer(&mut stream, "429 Too Many Requests", &response).await?;
            }
            Fate::SentOn | Fate::Moved => {
                let code = if fate == Fate::SentOn { 303 } else { 307 };
                let status = format!("{code} Elsewhere\r\nlocation: {}", world.elsewhere());
                answer(&mut stream, &status, "").await?;
            }
            Fate::Lost | Fate::Ended => return Ok(()),
            Fate::Cut => {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{response}");
                stream.write_all(head.as_bytes()).await?;
                return stream.flush().await;
            }
            Fate::Stalled => {
                // To the end of the connection.
                stream.fill_buf().await?;
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Closes the connection with so much of a body unread. Unless things are wild, whatever is still sent on
/// it is read, and counts.
async fn leave(mut stream: BufReader<impl Stream>, world: &World, unread: u64) -> io::Result<()> {
    if world.is_wild {
        return Ok(());
    }
    stream.shutdown().await?;
    let rest = async {
        // Late, as a busy server does, so that the next attempt may have come by then.
        sleep(ms(u64::from(world.dice.below(100)))).await;
        skip(&mut stream, unread).await?;
        while let Some(head) = head(&mut stream).await? {
            world.enter(&head.request, Fate::Lost);
            skip(&mut stream, head.length).await?;
        }
        Ok(())
    };
    timeout(secs(5), rest).await.unwrap_or(Ok(()))
}

/// The next head; `None` if the connection ends before all of it has come.
async fn head(stream: &mut BufReader<impl Stream>) -> io::Result<Option<Head>> {
    let mut head = Head::default();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        if !line.ends_with('\n') {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            return Ok(Some(head));
        }
        let Some((name, value)) = line.split_once(": ") else {
            head.request.is_post = line.starts_with("POST ");
            continue;
        };
        match name {
            "x-call" => head.request.call = value.parse().map_err(io::Error::other)?,
            "x-attempt" => head.request.attempt = value.parse().map_err(io::Error::other)?,
            "idempotency-key" => head.request.key = Some(value.to_owned()),
            "content-length" => head.length = value.parse().map_err(io::Error::other)?,
            _ => {}
        }
    }
}

async fn skip(stream: &mut BufReader<impl Stream>, length: u64) -> io::Result<()> {
    let mut body = stream.take(length);
    tokio::io::copy(&mut body, &mut tokio::io::sink()).await?;
    Ok(())
}

async fn answer(stream: &mut BufReader<impl Stream>, status: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let response = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}");
    stream.write_all(response.as_bytes()).await?;
    stream.flush().await
}
