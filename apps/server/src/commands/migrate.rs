//! `kamachat migrate`.

use std::path::PathBuf;

use super::Done;

pub(crate) fn run(file: Option<PathBuf>) -> Done {
    let config = super::config(file)?;
    super::block_on(async {
        kamachat_bootstrap::migrate(&config).await?;
        println!("The database's schema is up to date.");
        Ok(())
    })
}
