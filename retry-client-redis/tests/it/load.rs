//! The cost of a lease for the server, in time and memory: the numbers of `docs/scale.md`.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::TcpStream;
use std::{fmt::Write as _, thread};

use crate::server::Server;

const KEYS: [&str; 3] = [
    "{retry-client:q}:at:l",
    "{retry-client:q}:pause:p",
    "{retry-client:q}:who:l",
];

/// A command as the server reads it.
fn command(parts: &[&str]) -> String {
    let mut text = format!("*{}\r\n", parts.len());
    for part in parts {
        write!(text, "${}\r\n{part}\r\n", part.len()).unwrap();
    }
    text
}

/// Leases of as many members in turn, each wanting so many of a thousand turns a second.
fn lease(server: &Server, leases: usize, members: usize, want: &str) {
    let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let mut responses = BufReader::new(stream.try_clone().unwrap());
    let script = include_str!("../../src/scripts/lease.lua");
    let mut commands = BufWriter::new(stream);
    commands
        .write_all(command(&["SCRIPT", "LOAD", script]).as_bytes())
        .unwrap();
    commands.flush().unwrap();
    let mut hash = String::new();
    responses.read_line(&mut hash).unwrap();
    hash.clear();
    responses.read_line(&mut hash).unwrap();
    let hash = hash.trim().to_owned();
    let writing = thread::spawn({
        let (hash, want) = (hash, want.to_owned());
        move || {
            for number in 0..leases {
                // As long as they are.
                let member = format!("{:032x}", number % members);
                let [at, pause, who] = KEYS;
                let text = command(&[
                    "EVALSHA", &hash, "3", at, pause, who, "1000", "100", &want, "0", &member, "1",
                    "90000", "30000000", "1000000",
                ]);
                commands.write_all(text.as_bytes()).unwrap();
            }
            commands.flush().unwrap();
        }
    });
    // Seven numbers, and how many they are.
    for _ in 0..leases * 8 {
        let mut line = String::new();
        responses.read_line(&mut line).unwrap();
        assert!(line.starts_with(['*', ':']), "{line}");
    }
    writing.join().unwrap();
}

/// A number after its name in the server's `INFO`.
fn number(text: &str, name: &str) -> f64 {
    let rest = text.split(name).nth(1).unwrap();
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap();
    rest[..end].parse().unwrap()
}

#[test]
#[ignore = "half a minute; prints the table of `docs/scale.md`"]
fn a_lease_of_a_hundred_thousand_members_costs_little_more_than_one_of_ten() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    for members in [10, 1_000, 100_000] {
        server.say("FLUSHALL");
        lease(&server, members, members, "0");
        assert_eq!(
            server.say(&format!("ZCARD {}", KEYS[2])),
            format!(":{members}")
        );
        server.say("CONFIG RESETSTAT");
        lease(&server, 10_000, members, "1");
        let stats = server.ask("INFO commandstats");
        let micros = number(
            stats.split("cmdstat_evalsha").nth(1).unwrap(),
            "usec_per_call=",
        );
        let bytes = server.say(&format!("MEMORY USAGE {} SAMPLES 0", KEYS[2]));
        let bytes: usize = bytes.trim_start_matches(':').parse().unwrap();
        let each = bytes / members;
        println!("| {members} | {micros:.0} µs | {bytes} bytes, {each} for each |");
        assert!(micros < 250.0, "{micros}");
        assert!(each <= 150, "{each}");
    }
    let others = server.say(&format!("MEMORY USAGE {}", KEYS[0]));
    println!("the account: {others} bytes");
}
