//! The server under test: a running one on the loopback interface, or one of our own.

use std::{
    fs::File,
    io::Read,
    net::{TcpListener, ToSocketAddrs},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kamachat_client::{Client, Url};
use tempfile::TempDir;

use crate::{options::Common, process, report::Failure};

/// Longest wait for a started server to answer.
const START: Duration = Duration::from_secs(60);

/// The server, for the length of the run.
pub struct Server {
    pub client: Client,
    /// Where the disk is probed; of a started server, beside its data.
    pub folder: PathBuf,
    /// What it says its version is.
    pub version: String,
    /// Memory right after the start, in KiB.
    pub rss_idle_kib: Option<u64>,
    child: Option<Child>,
    _scratch: TempDir,
}

impl Server {
    pub async fn open(common: &Common) -> Result<Self, Failure> {
        let scratch = match &common.scratch {
            Some(folder) => TempDir::with_prefix_in("kamachat-load-", folder)?,
            None => TempDir::with_prefix("kamachat-load-")?,
        };
        let folder = scratch.path().to_owned();
        let Some(binary) = &common.binary else {
            let client = Client::new(loopback_only(common.url.as_deref().unwrap_or_default())?.as_str())?;
            let version = "unknown".to_owned();
            return Ok(Self { client, folder, version, rss_idle_kib: None, child: None, _scratch: scratch });
        };
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let binary = &binary.canonicalize().map_err(|error| format!("{}: {error}", binary.display()))?;
        let child = start(binary, port, &folder, &common.env)?;
        let client = Client::new(&format!("http://127.0.0.1:{port}"))?;
        let version = version(binary);
        let mut server =
            Self { client, folder, version, rss_idle_kib: None, child: Some(child), _scratch: scratch };
        server.await_answer().await?;
        server.rss_idle_kib = server.pid().and_then(process::rss_kib);
        Ok(server)
    }

    /// Of a server that was started here.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    async fn await_answer(&mut self) -> Result<(), Failure> {
        let until = Instant::now() + START;
        loop {
            // Any answer will do: nobody is signed in.
            if self.client.me().await.is_err_and(|error| error.status().is_some()) {
                return Ok(());
            }
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            if ended.is_some() || Instant::now() > until {
                return Err(Failure::from(format!("the server does not start:\n{}", self.log_end())));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The last lines that a started server wrote.
    pub fn log_end(&self) -> String {
        let mut text = String::new();
        if let Ok(mut file) = File::open(self.folder.join("server.log")) {
            // What cannot be read is not shown.
            let _ = file.read_to_string(&mut text);
        }
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // The data folder goes away with it, so there is nothing to save.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn start(binary: &Path, port: u16, folder: &Path, env: &[String]) -> Result<Child, Failure> {
    let log = File::create(folder.join("server.log"))?;
    let mut command = Command::new(binary);
    command
        .arg("serve")
        .current_dir(folder)
        .env("KAMA__SERVER__BIND", format!("127.0.0.1:{port}"))
        .env("KAMA__DATA_DIR", folder.join("data"))
        .env("KAMA__AUTH__BCRYPT_COST", "4")
        .env("KAMA__LIMITS__PROFILE", "relaxed")
        .env("KAMA__GROUPS__MAX_MEMBERS", "100000")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    for setting in env {
        let (name, value) = setting.split_once('=').ok_or("--env needs NAME=VALUE")?;
        command.env(name, value);
    }
    command.spawn().map_err(|error| Failure::from(format!("{}: {error}", binary.display())))
}

fn version(binary: &Path) -> String {
    let output = Command::new(binary).arg("--version").stdin(Stdio::null()).output();
    output.map_or_else(|_| "unknown".into(), |o| String::from_utf8_lossy(&o.stdout).trim().to_owned())
}

/// The address, if every machine that it may name is this one.
fn loopback_only(address: &str) -> Result<Url, Failure> {
    let refused = || format!("{address} is not an http address on the loopback interface");
    let url = Url::parse(address).map_err(|_| refused())?;
    let host = url.host_str().ok_or_else(refused)?.trim_matches(['[', ']']);
    let port = url.port_or_known_default().ok_or_else(refused)?;
    let mut machines = (host, port).to_socket_addrs().map_err(|_| refused())?.peekable();
    if machines.peek().is_none() || !machines.all(|machine| machine.ip().is_loopback()) {
        return Err(refused().into());
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_may_be_loaded() {
        for fine in ["http://127.0.0.1:8000", "http://127.1.2.3", "http://[::1]:8000/chat"] {
            assert!(loopback_only(fine).is_ok(), "{fine}");
        }
        for refused in ["http://192.0.2.7:8000", "http://0.0.0.0:8000", "http://[2001:db8::1]", "", "ftp:"] {
            assert!(loopback_only(refused).is_err(), "{refused}");
        }
    }
}
