//! The server as a process of its own.

use std::{
    fs::{File, OpenOptions},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use kamachat_client::Client;
use tempfile::TempDir;

use super::Result;

/// Longest start, the first one with all its migrations in a debug build.
const START: Duration = Duration::from_secs(30);

/// Killed when dropped, with its data.
pub struct Server {
    binary: PathBuf,
    port: u16,
    child: Arc<Mutex<Child>>,
    folder: TempDir,
}

impl Server {
    /// On a free port, with an empty data folder.
    pub async fn start() -> Result<Self> {
        let binary = binary()?;
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Arc::new(Mutex::new(spawn(&binary, port, folder.path())?));
        let mut server = Self { binary, port, child, folder };
        server.answers().await?;
        Ok(server)
    }

    /// Not signed in.
    pub fn client(&self) -> Result<Client> {
        Ok(Client::new(&format!("http://127.0.0.1:{}", self.port))?)
    }

    /// SIGKILL, when it is called: nothing is flushed, nobody is told.
    pub fn killer(&self) -> impl FnOnce() + Send + use<> {
        let child = Arc::clone(&self.child);
        // Who is dead already cannot be killed.
        move || drop(lock(&child).kill())
    }

    /// After a kill, with the same data, on the same port.
    pub async fn start_again(&mut self) -> Result<()> {
        lock(&self.child).wait()?;
        self.child = Arc::new(Mutex::new(spawn(&self.binary, self.port, self.folder.path())?));
        self.answers().await
    }

    async fn answers(&mut self) -> Result<()> {
        let (client, until) = (self.client()?, Instant::now() + START);
        while client.me().await.err().and_then(|error| error.status()).is_none() {
            if lock(&self.child).try_wait()?.is_some() || Instant::now() > until {
                return Err(format!("the server does not start:\n{}", self.log_end()).into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// The last lines of its log.
    pub fn log_end(&self) -> String {
        let text = std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let mut child = lock(&self.child);
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn lock(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `KAMACHAT_BIN`, or what cargo built beside this test.
fn binary() -> Result<PathBuf> {
    let built = || std::env::current_exe().ok()?.ancestors().nth(2).map(|folder| folder.join("kamachat"));
    let path = std::env::var_os("KAMACHAT_BIN").map(PathBuf::from).or_else(built).unwrap_or_default();
    if path.is_file() {
        return Ok(path.canonicalize()?);
    }
    let hint = "this test needs the server: cargo build -p kamachat, or name one with KAMACHAT_BIN";
    Err(format!("{hint} ({} is not there)", path.display()).into())
}

fn spawn(binary: &Path, port: u16, folder: &Path) -> Result<Child> {
    let log: File = OpenOptions::new().create(true).append(true).open(folder.join("server.log"))?;
    let child = Command::new(binary)
        .arg("serve")
        .current_dir(folder)
        .env("KAMA__SERVER__BIND", format!("127.0.0.1:{port}"))
        .env("KAMA__DATA_DIR", folder.join("data"))
        .env("KAMA__AUTH__BCRYPT_COST", "4")
        .env("KAMA__LIMITS__PROFILE", "relaxed")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    Ok(child)
}
