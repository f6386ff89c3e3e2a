use kamachat_domain::{
    Timestamp,
    accounts::{Account, Email, EmailBudget, EmailProof, EmailPurpose, MailError},
};

use super::Mailing;
use crate::{
    Error, Result,
    accounts::Accounts,
    ports::TooFast,
    store::{Repositories, Transaction},
};

/// Links that are looked at to tell whether an address had enough of them.
const LOOKED_AT: u64 = 100;

/// What a link's secret is hashed for: one of an address resets no password.
const fn context(purpose: EmailPurpose) -> &'static [u8] {
    match purpose {
        EmailPurpose::Verify | EmailPurpose::Change => b"email-proof:address",
        EmailPurpose::Reset => b"email-proof:reset",
    }
}

/// The page that a link opens. The secret stands behind `#`, so that it is in no log and no `Referer`.
const fn page(purpose: EmailPurpose) -> &'static str {
    match purpose {
        EmailPurpose::Verify | EmailPurpose::Change => "verify-email",
        EmailPurpose::Reset => "reset-password",
    }
}

impl Accounts {
    /// Makes a link within `tx`; earlier ones of the account for the same thing end.
    ///
    /// # Errors
    /// [`Error::TooFast`] when the address got enough of them.
    pub(super) async fn new_link(
        &self,
        tx: &dyn Transaction,
        mailing: &Mailing,
        account: &Account,
        purpose: EmailPurpose,
        target: &Email,
    ) -> Result<String> {
        let at = tx.now().await?;
        let sent = tx.emails().sent(target, at - EmailBudget::MEMORY, LOOKED_AT).await?;
        if let Some(retry_after) = mailing.budget.wait(&sent, at) {
            return Err(TooFast { retry_after }.into());
        }
        tx.emails().forget(at - 2 * EmailBudget::MEMORY).await?;
        let replaced: &[EmailPurpose] =
            if purpose == EmailPurpose::Reset { &[EmailPurpose::Reset] } else { &EmailPurpose::ADDRESS };
        tx.emails().end(account.id, replaced, at).await?;
        let secret = self.deps.ids.secret();
        let hash = self.deps.sealer.keyed_hash(context(purpose), &secret);
        let id = self.deps.ids.next().into();
        let proof = EmailProof::issue(id, account.id, purpose, target.clone(), hash, at);
        tx.emails().insert(&proof).await?;
        Ok(format!("{}/{}#token={}", mailing.origin, page(purpose), hex(&secret)))
    }

    /// The link of a token and its account, if it does something at `at`.
    ///
    /// # Errors
    /// [`MailError::LinkInvalid`].
    pub(super) async fn link(
        &self,
        store: &dyn Repositories,
        token: &str,
        purpose: EmailPurpose,
        at: Timestamp,
    ) -> Result<(EmailProof, Account)> {
        let secret = unhex(token).ok_or(MailError::LinkInvalid)?;
        let hash = self.deps.sealer.keyed_hash(context(purpose), &secret);
        let proof = store.emails().find(&hash).await?.ok_or(MailError::LinkInvalid)?;
        let account = store.accounts().find(proof.account_id).await?.ok_or(MailError::LinkInvalid)?;
        proof.check(&account, at)?;
        Ok((proof, account))
    }

    /// Looks the link up again under the lock of its account and uses it up, within `tx`.
    pub(super) async fn take_link(
        &self,
        tx: &dyn Transaction,
        token: &str,
        seen: &EmailProof,
        at: Timestamp,
    ) -> Result<(EmailProof, Account)> {
        tx.accounts().lock(seen.account_id).await?;
        let (proof, account) = self.link(tx, token, seen.purpose, at).await?;
        if tx.emails().use_up(proof.id, at).await? {
            Ok((proof, account))
        } else {
            Err(Error::from(MailError::LinkInvalid))
        }
    }
}

fn hex(secret: &[u8; 32]) -> String {
    secret.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(token: &str) -> Option<[u8; 32]> {
    let token = token.trim();
    if token.len() != 64 || !token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut secret = [0; 32];
    for (n, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&token[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_one_spelling() {
        let secret = std::array::from_fn(|n| u8::try_from(n * 7).unwrap_or_default());
        let token = hex(&secret);
        assert_eq!(unhex(&token), Some(secret));
        for bad in ["", "x", &token[1..], &token.to_uppercase(), &format!("{token}0"), &"é".repeat(32)] {
            assert_eq!(unhex(bad), None, "{bad}");
        }
    }
}
