//! Warnings and metrics of the clients of a test.

use std::io;
use std::sync::{Arc, Mutex};

use metrics::{LocalRecorderGuard, set_default_local_recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use tracing::subscriber::{DefaultGuard, set_default};

/// A subscriber of everything on this thread, and so of a whole test whose runtime has one thread.
pub(crate) struct Told {
    log: Log,
    metrics: PrometheusHandle,
    _guards: (DefaultGuard, LocalRecorderGuard<'static>),
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Told {
    pub(crate) fn listen() -> Self {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        // For the rest of the program, which is that of a test.
        let recorder: &'static PrometheusRecorder =
            Box::leak(Box::new(PrometheusBuilder::new().build_recorder()));
        Self {
            log,
            metrics: recorder.handle(),
            _guards: (
                set_default(subscriber),
                set_default_local_recorder(recorder),
            ),
        }
    }

    /// The lines of the log at a level, `WARN` say, about the state.
    pub(crate) fn lines(&self, level: &str) -> Vec<String> {
        let text = String::from_utf8(self.log.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines();
        let lines = lines.filter(|line| line.contains(level) && line.contains("shared state"));
        lines.map(str::to_owned).collect()
    }

    /// The value of a metric with its labels, 0 if there is none.
    pub(crate) fn metric(&self, name: &str) -> u32 {
        let text = self.metrics.render();
        let value = text.lines().find_map(|line| line.strip_prefix(name));
        value.map_or(0, |value| value.trim().parse().unwrap())
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
