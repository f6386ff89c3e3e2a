//! `kamachat reports`.

use std::path::PathBuf;

use kamachat_bootstrap::operator;

use super::{Done, Failure};

pub(crate) fn run(file: Option<PathBuf>, close: Option<&str>) -> Done {
    let config = super::config(file)?;
    super::block_on(async {
        let Some(id) = close else {
            for report in operator::reports(&config).await? {
                println!("{report}");
            }
            return Ok(());
        };
        if operator::close_report(&config, id).await? {
            eprintln!("It is done with.");
            Ok(())
        } else {
            Err(Failure::new(format!("there is no open report {id}")))
        }
    })
}
