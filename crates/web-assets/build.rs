//! Puts a placeholder page where the built client is missing, so that checks and tests need no Node. What is
//! released must hold the client: optimised builds stop on a placeholder.

use std::{env, fs, path::Path, process::exit};

/// Tells the placeholder from a client.
const MARK: &str = "<!-- placeholder: the web client is not built -->";

const PAGE: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>KamaChat</title>
<p>The server runs, but its web client is not built. <code>scripts/run</code> builds both.</p>
</html>
";

fn main() {
    let dist = Path::new("../../apps/web/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");
    let index = dist.join("index.html");
    if !index.exists() {
        let written = fs::create_dir_all(dist).and_then(|()| fs::write(&index, format!("{MARK}\n{PAGE}")));
        if let Err(error) = written {
            stop(&format!("{} cannot be written: {error}", index.display()));
        }
    }
    // Also "release" for the profiles that inherit from it.
    let is_optimised = env_is("PROFILE", "release");
    let is_allowed = env::var_os("CARGO_FEATURE_PLACEHOLDER").is_some();
    let is_placeholder = fs::read_to_string(&index).is_ok_and(|page| page.contains(MARK));
    if is_optimised && is_placeholder && !is_allowed {
        stop(
            "the web client is not built: use scripts/run or scripts/build, or allow a server without it with \
             --features kamachat-web-assets/placeholder",
        );
    }
}

fn env_is(name: &str, value: &str) -> bool {
    env::var_os(name).is_some_and(|found| found == value)
}

fn stop(reason: &str) {
    println!("cargo::error={reason}");
    exit(1);
}
