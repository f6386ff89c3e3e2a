//! `kamachat search`.

use std::path::PathBuf;

use kamachat_bootstrap::operator;

use super::Done;

pub(crate) fn rebuild(file: Option<PathBuf>) -> Done {
    let config = super::config(file)?;
    super::block_on(async {
        let conversations = operator::rebuild_search(&config).await?;
        eprintln!("The messages of {conversations} conversations are in the index.");
        Ok(())
    })
}
