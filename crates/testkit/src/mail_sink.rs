//! A real SMTP server for a test (`scripts/lib/smtp-sink.py`), which keeps what it gets.
//!
//! `KAMA_TEST_SMTP_PYTHON` names the Python that runs it (`scripts/lib/python.sh` makes it). With
//! `KAMA_TEST_REQUIRE_SERVICES=1` a missing one is a failure instead of a skipped test.

#![expect(clippy::panic, reason = "a test that cannot start its mail server says why and ends")]

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// How long a mail may take from the call to the sink, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail as the sink understood it.
#[derive(Clone, Debug)]
pub struct Received(pub Value);

impl Received {
    /// A field of it: `subject`, `text`, `html`, `from`.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    /// The token of the link in it; empty without one.
    #[must_use]
    pub fn token(&self) -> String {
        let text = self.field("text");
        let after = text.split_once("#token=").map(|(_, after)| after).unwrap_or_default();
        after.chars().take_while(char::is_ascii_alphanumeric).collect()
    }
}

/// A running sink; it ends when it is dropped.
#[derive(Debug)]
pub struct MailSink {
    folder: TempDir,
    arguments: Vec<String>,
    port: u16,
    process: Option<Child>,
}

impl MailSink {
    /// A sink of its own, or `None` when there is no Python for it and need not be.
    #[must_use]
    pub fn start() -> Option<Self> {
        Self::with(&[])
    }

    /// A sink with arguments of the script.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn with(arguments: &[&str]) -> Option<Self> {
        if python().is_none() {
            let required = variable("KAMA_TEST_REQUIRE_SERVICES").is_some_and(|value| value == "1");
            assert!(!required, "KAMA_TEST_SMTP_PYTHON is not set");
            return None;
        }
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let arguments = arguments.iter().map(|text| (*text).to_owned()).collect();
        let mut sink = Self { folder, arguments, port: 0, process: None };
        sink.up();
        Some(sink)
    }

    /// Starts it again on its port.
    ///
    /// # Panics
    /// When it does not start.
    pub fn up(&mut self) {
        let python = python().unwrap_or_else(|| panic!("KAMA_TEST_SMTP_PYTHON is not set"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/lib/smtp-sink.py");
        let mut command = Command::new(python);
        command.arg(script).arg(self.mails()).args(["--port", &self.port.to_string()]);
        let process = command.args(&self.arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = process.unwrap_or_else(|error| panic!("the mail server does not start: {error}"));
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line).ok();
        }
        let port = line.trim().strip_prefix("listening ").and_then(|port| port.parse().ok());
        self.port = port.unwrap_or_else(|| panic!("the mail server does not answer"));
        self.process = Some(process);
    }

    /// Ends it, as a crash does. What it took stays.
    pub fn down(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().ok();
            process.wait().ok();
        }
    }

    /// Where it listens on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> String {
        self.port.to_string()
    }

    fn mails(&self) -> PathBuf {
        self.folder.path().join("mails")
    }

    /// Every mail to an address, in the order of their arrival.
    #[must_use]
    pub fn to(&self, address: &str) -> Vec<Received> {
        let Ok(entries) = std::fs::read_dir(self.mails()) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|kind| kind == "json"));
        files.sort();
        let read = files.iter().filter_map(|file| serde_json::from_slice(&std::fs::read(file).ok()?).ok());
        let is_to = |mail: &Value| mail["to"].as_array().is_some_and(|to| to.iter().any(|to| to == address));
        read.filter(is_to).map(Received).collect()
    }

    /// The `n`th mail to an address, from 1, once it is there.
    ///
    /// # Panics
    /// When it does not come.
    pub async fn nth(&self, address: &str, n: usize) -> Received {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(mail) = self.to(address).into_iter().nth(n - 1) {
                return mail;
            }
            assert!(Instant::now() < deadline, "mail {n} to {address} did not come");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for MailSink {
    fn drop(&mut self) {
        self.down();
    }
}

fn python() -> Option<String> {
    variable("KAMA_TEST_SMTP_PYTHON").filter(|path| !path.is_empty())
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment which services are there")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
