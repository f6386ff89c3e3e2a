//! `kamachat jobs`.

use std::path::PathBuf;

use kamachat_bootstrap::operator;

use super::{Done, Failure};

pub(crate) fn run(file: Option<PathBuf>, retry: Option<&str>) -> Done {
    let config = super::config(file)?;
    super::block_on(async {
        let Some(id) = retry else {
            for job in operator::jobs(&config).await? {
                println!(
                    "{}  {:8}  {:12}  attempts {:2}  next {}  {}",
                    job.id,
                    format!("{:?}", job.state).to_lowercase(),
                    job.kind,
                    job.attempts,
                    job.next_at.format("%F %T UTC"),
                    job.last_error.escape_debug()
                );
            }
            return Ok(());
        };
        if operator::retry_job(&config, id).await? {
            eprintln!("It will be tried again.");
            Ok(())
        } else {
            Err(Failure::new(format!("no job {id} was given up")))
        }
    })
}
