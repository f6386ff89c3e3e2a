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

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Starts the server (without a command, too).
    Serve,
    /// Brings the database's schema up to date and ends.
    Migrate,
    /// Shows the settings and where each comes from, or says what is wrong with them.
    CheckConfig,
    /// Makes an administrator, or an existing account one.
    CreateAdmin {
        /// Name to sign in with.
        #[arg(long, value_name = "NAME")]
        username: String,
        /// Reads the password from the first line of the standard input; else a new account gets one that is
        /// printed.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Makes a code that lets people register where registration takes one. It is printed once.
    CreateInvite {
        /// How many accounts it is good for. 1 to 1000.
        #[arg(long, value_name = "N", default_value_t = 1)]
        uses: u32,
        /// How many days it is good for. 1 to 365.
        #[arg(long, value_name = "D", default_value_t = 7)]
        days: u32,
    },
    /// Lists the jobs that wait and those that were given up.
    Jobs {
        /// Lets this job, which was given up, begin anew.
        #[arg(long, value_name = "ID")]
        retry: Option<String>,
    },
    /// Lists what people reported and nobody decided, with the evidence, as JSON.
    Reports {
        /// Ends this report: it is done with.
        #[arg(long, value_name = "ID")]
        close: Option<String>,
    },
    /// The index that messages are searched in.
    Search {
        #[command(subcommand)]
        command: SearchCommand,
    },
    /// Prints the OpenAPI document.
    Openapi,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum SearchCommand {
    /// Makes the index anew, beside a running server too.
    Rebuild,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve::run(cli.config),
        Command::Migrate => commands::migrate::run(cli.config),
        Command::CheckConfig => commands::check_config::run(cli.config),
        Command::CreateAdmin { username, password_stdin } => {
            commands::create_admin::run(cli.config, &username, password_stdin)
        }
        Command::CreateInvite { uses, days } => commands::create_invite::run(cli.config, uses, days),
        Command::Jobs { retry } => commands::jobs::run(cli.config, retry.as_deref()),
        Command::Reports { close } => commands::reports::run(cli.config, close.as_deref()),
        Command::Search { command: SearchCommand::Rebuild } => commands::search::rebuild(cli.config),
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
