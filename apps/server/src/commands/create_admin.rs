//! `kamachat create-admin`.

use std::{io, path::PathBuf};

use kamachat_bootstrap::operator;

use super::{Done, Failure};

pub(crate) fn run(file: Option<PathBuf>, username: &str, password_stdin: bool) -> Done {
    let config = super::config(file)?;
    let password = if password_stdin { Some(first_line()?) } else { None };
    let given = password.is_some();
    super::block_on(async {
        let admin = operator::create_admin(&config, username, password).await?;
        let name = &admin.appointed.account.username;
        match (admin.appointed.created, given) {
            (true, _) => println!("{name} is an administrator."),
            (false, false) => println!("{name} is an administrator now; the password stays."),
            (false, true) => println!("{name} is an administrator now, with this password; sign in anew."),
        }
        if let Some(password) = admin.generated {
            println!("The password is {}", password.0);
        }
        Ok(())
    })
}

fn first_line() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        return Err(Failure::new("there is no password on the standard input"));
    }
    Ok(password.to_owned())
}
