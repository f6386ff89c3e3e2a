//! `kamachat create-invite`.

use std::path::PathBuf;

use kamachat_bootstrap::operator;

use super::Done;

pub(crate) fn run(file: Option<PathBuf>, uses: u32, days: u32) -> Done {
    let config = super::config(file)?;
    super::block_on(async {
        let (code, invite) = operator::create_invite(&config, uses, days).await?;
        println!("{code}");
        eprintln!(
            "Good for {} registration(s) until {}. It is not shown again.",
            invite.max_uses,
            invite.expires_at.format("%F %R UTC")
        );
        Ok(())
    })
}
