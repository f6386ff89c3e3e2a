//! `kamachat check-config`.

use std::{io::Write, path::PathBuf};

use kamachat_bootstrap::{Config, Sources};

use super::Done;

pub(crate) fn run(file: Option<PathBuf>) -> Done {
    super::config(file.clone())?;
    let settings = Config::explain(&Sources::of_process(file)?)?;
    let mut out = std::io::stdout().lock();
    for setting in settings {
        writeln!(out, "{} = {}    # {}", setting.key, setting.value, setting.origin)?;
    }
    Ok(())
}
