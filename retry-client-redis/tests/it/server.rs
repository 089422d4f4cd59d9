//! A `redis-server` or `valkey-server` of the test's own, on a free port.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

/// Tells the folders of servers apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A server that is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    folder: PathBuf,
    arguments: Vec<String>,
}

/// Says why a test is left out, where it may be.
pub(crate) fn skip(missing: &str) {
    assert!(env::var_os("RETRY_CLIENT_REDIS").is_none(), "{missing}");
    // Not by a macro, whose output the test runner keeps to itself.
    let _ = writeln!(io::stderr(), "\nSKIPPED: {missing}");
}

/// A port that is free at this moment.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The program, if it is installed.
fn program() -> Option<&'static str> {
    let answers = |program: &&str| {
        let version = Command::new(program).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    };
    ["redis-server", "valkey-server"].into_iter().find(answers)
}

impl Server {
    /// A server with some arguments; `None`, with a message, if none is installed.
    pub(crate) fn start(arguments: &[&str]) -> Option<Self> {
        if program().is_none() {
            skip(
                "neither `redis-server` nor `valkey-server` is installed, so the tests against a server are \
                 skipped; get one by `apt-get install redis-server` or `apt-get install valkey-server`",
            );
            return None;
        }
        let name = format!(
            "retry-client-redis-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Relaxed)
        );
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let port = free_port();
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
        let child = launch(port, &folder, &arguments);
        Some(Self {
            child,
            port,
            folder,
            arguments,
        })
    }

    #[cfg(feature = "sentinel")]
    pub(crate) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Stops it silently, like a machine that hangs.
    pub(crate) fn stop(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn go_on(&self) {
        self.signal("-CONT");
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Kills it and starts it again on the same port, with what it has saved and further arguments.
    pub(crate) fn restart(&mut self, further: &[&str]) {
        self.kill();
        let further = further.iter().map(|text| (*text).to_owned());
        self.arguments.extend(further);
        self.start_again();
    }

    /// Starts one that was killed again, on the same port.
    pub(crate) fn start_again(&mut self) {
        self.child = launch(self.port, &self.folder, &self.arguments);
    }

    /// Sends a command of one line, and returns the first line of the response.
    pub(crate) fn say(&self, command: &str) -> String {
        use std::io::{BufRead, BufReader};
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .write_all(format!("{command}\r\n").as_bytes())
            .unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    /// Sends a command of one line, and returns all lines of the response.
    pub(crate) fn ask(&self, command: &str) -> String {
        use std::io::Read;
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let command = format!("{command}\r\nQUIT\r\n");
        stream.write_all(command.as_bytes()).unwrap();
        // A sentinel does not know `QUIT`.
        let silence = Duration::from_millis(200);
        stream.set_read_timeout(Some(silence)).unwrap();
        let (mut text, mut buffer) = (Vec::new(), [0; 8_192]);
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            text.extend_from_slice(&buffer[..length]);
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

fn launch(port: u16, folder: &PathBuf, arguments: &[String]) -> Child {
    let child = Command::new(program().unwrap())
        // A configuration file comes first, so it is among the arguments of the test.
        .args(arguments)
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "the server does not start"
        );
        thread::sleep(Duration::from_millis(10));
    }
    child
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
