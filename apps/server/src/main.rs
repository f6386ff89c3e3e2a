//! `kamachat`: the server with the web client inside. See `kamachat --help`.

mod commands;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Frees memory back between bursts and is quick on many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// KamaChat: a self-hosted instant-messaging server.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    /// Settings that differ from the defaults; config/kamachat.toml is read when it is there.
    #[arg(long, short, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Command {
    /// Starts the server (without a command, too).
    Serve,
    /// Brings the database's schema up to date and ends.
    Migrate,
    /// Shows the settings and where each comes from, or says what is wrong with them.
    CheckConfig,
    /// Prints the OpenAPI document.
    Openapi,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve::run(cli.config),
        Command::Migrate => commands::migrate::run(cli.config),
        Command::CheckConfig => commands::check_config::run(cli.config),
        Command::Openapi => commands::openapi::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("kamachat: {failure}");
            ExitCode::FAILURE
        }
    }
}
