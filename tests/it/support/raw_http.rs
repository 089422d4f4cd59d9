//! HTTP/1.1 on a raw socket, as much of it as a server needs that means to get it wrong.

use std::io::{self, ErrorKind};
use std::time::Duration;

use retry_client::{HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::support::script::{After, Step, Transfer};
use crate::support::server::Arrival;

/// The next step for a connection.
pub(crate) enum Next {
    Request,
    HangUp,
}

/// The next request of a connection, body and all; `None` when there is none.
pub(crate) async fn receive(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Arrival>> {
    let mut arrival = Arrival::default();
    let first = String::from_utf8(line(stream).await?).map_err(io::Error::other)?;
    if first.is_empty() {
        return Ok(None);
    }
    let mut words = first.split(' ').map(str::to_owned);
    arrival.method = words.next().unwrap_or_default();
    arrival.target = words.next().unwrap_or_default();
    loop {
        let line = line(stream).await?;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            break;
        };
        let name = HeaderName::from_bytes(&line[..colon]).map_err(io::Error::other)?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        arrival
            .headers
            .append(name, value.map_err(io::Error::other)?);
    }
    arrival.body = body(stream, &arrival).await?.into();
    Ok(Some(arrival))
}

async fn body(stream: &mut BufReader<TcpStream>, arrival: &Arrival) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if arrival.header("transfer-encoding").is_none() {
        let length = arrival.header("content-length").unwrap_or("0");
        body.resize(length.parse().map_err(io::Error::other)?, 0);
        stream.read_exact(&mut body).await?;
        return Ok(body);
    }
    loop {
        let size = String::from_utf8(line(stream).await?).map_err(io::Error::other)?;
        let size = usize::from_str_radix(&size, 16).map_err(io::Error::other)?;
        let mut chunk = vec![0; size];
        stream.read_exact(&mut chunk).await?;
        body.extend(chunk);
        line(stream).await?;
        if size == 0 {
            return Ok(body);
        }
    }
}

/// The next line without its end; empty, too, at the end of the stream.
async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    Ok(line.trim_ascii_end().to_vec())
}

/// Does to a request what the script says. An error means that the peer has gone.
pub(crate) async fn perform(
    stream: &mut BufReader<TcpStream>,
    step: &Step,
    is_head: bool,
) -> io::Result<Next> {
    stay(stream, step.late).await?;
    match step.transfer {
        Transfer::Whole => {
            answer(stream, step, if is_head { 0 } else { step.body.len() }).await?;
            return Ok(Next::Request);
        }
        Transfer::Cut(at) => answer(stream, step, at).await?,
        Transfer::Stuck(at) => {
            answer(stream, step, at).await?;
            stay(stream, Duration::MAX).await?;
        }
        Transfer::Endless(pause) => flood(stream, step, pause).await?,
        Transfer::Drip(pause) => {
            drip(stream, step, pause).await?;
            return Ok(Next::Request);
        }
        Transfer::Raw(bytes, after) => {
            stream.write_all(bytes).await?;
            return follow(stream, bytes, after).await;
        }
        Transfer::Reset => stream.get_ref().set_zero_linger()?,
        Transfer::Silence => stay(stream, Duration::MAX).await?,
        Transfer::Fails(_) => panic!("`fails` is for the transport in memory"),
    }
    Ok(Next::HangUp)
}

/// Does what is to follow raw bytes.
async fn follow(stream: &mut BufReader<TcpStream>, bytes: &[u8], after: After) -> io::Result<Next> {
    match after {
        After::Close => {}
        After::HalfClose => {
            stream.shutdown().await?;
            stay(stream, Duration::MAX).await?;
        }
        After::Reset => stream.get_ref().set_zero_linger()?,
        After::Again(pause) => loop {
            stay(stream, pause).await?;
            stream.write_all(bytes).await?;
        },
        After::Request => return Ok(Next::Request),
    }
    Ok(Next::HangUp)
}

async fn answer(stream: &mut BufReader<TcpStream>, step: &Step, sent: usize) -> io::Result<()> {
    stream.write_all(&whole(step, sent)).await
}

async fn drip(stream: &mut BufReader<TcpStream>, step: &Step, pause: Duration) -> io::Result<()> {
    let whole = whole(step, step.body.len());
    let (last, others) = whole.split_last().expect("a head has bytes");
    for byte in others {
        stream.write_all(&[*byte]).await?;
        stay(stream, pause).await?;
    }
    stream.write_all(&[*last]).await
}

/// The head, and so many bytes of the body.
fn whole(step: &Step, sent: usize) -> Vec<u8> {
    let head = head(step, &format!("content-length: {}", step.body.len()));
    [head.as_bytes(), &step.body[..sent]].concat()
}

/// Chunks until the peer goes away.
async fn flood(stream: &mut BufReader<TcpStream>, step: &Step, pause: Duration) -> io::Result<()> {
    let head = head(step, "transfer-encoding: chunked");
    stream.write_all(head.as_bytes()).await?;
    let size = format!("{:x}\r\n", step.body.len());
    let chunk = [size.as_bytes(), &step.body, b"\r\n"].concat();
    loop {
        stream.write_all(&chunk).await?;
        sleep(pause).await;
    }
}

fn head(step: &Step, framing: &str) -> String {
    let reason = StatusCode::from_u16(step.status).ok();
    let reason = reason
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unheard Of");
    let mut head = format!("HTTP/1.1 {} {reason}\r\n{framing}\r\n", step.status);
    for (name, value) in &step.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head + "\r\n"
}

/// Waits, unless the peer goes away first.
async fn stay(stream: &mut BufReader<TcpStream>, time: Duration) -> io::Result<()> {
    if time.is_zero() {
        return Ok(());
    }
    match timeout(time, stream.fill_buf()).await {
        Err(_) => Ok(()),
        Ok(Err(error)) => Err(error),
        Ok(Ok([])) => Err(ErrorKind::UnexpectedEof.into()),
        Ok(Ok(_)) => panic!("a second request came before the first was answered"),
    }
}
