//! `kamachat-load`: loads a server on this machine and checks that every message arrived once, in order and
//! unchanged. Speaks the public protocol only. Ends with status 1 when a promise was broken, 2 when the run itself
//! failed. Refuses servers that are not on the loopback interface.

mod group;
mod idle;
mod options;
mod people;
mod probe;
mod process;
mod relay;
mod report;
mod search;
mod server;
mod stats;

use std::process::ExitCode;

use clap::Parser;
use options::{Arguments, Scenario};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(arguments.scenario.threads())
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments.scenario)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether every promise held.
async fn run(scenario: Scenario) -> Result<bool, report::Failure> {
    let (json, report) = match scenario {
        Scenario::Relay(options) => (options.common.json, relay::run(&options).await?),
        Scenario::Group(options) => (options.common.json, group::run(&options).await?),
        Scenario::Idle(options) => (options.common.json, idle::run(&options).await?),
        Scenario::Search(options) => (options.common.json, search::run(&options).await?),
    };
    let ok = report.ok();
    report.print(json)?;
    Ok(ok)
}
