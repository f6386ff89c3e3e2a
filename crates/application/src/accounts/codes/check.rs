use kamachat_domain::{
    accounts::{CodeChallenge, CodePurpose, Phone, SmsCode},
    ids::{AccountId, CodeChallengeId},
};

use crate::{Result, accounts::Accounts, ports::Sealer, store::Transaction};

/// Who may answer a challenge. Each has challenges of their own, so that strangers who ask for codes and try
/// some do not use up those of the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum Holder {
    Anyone,
    /// A device that signed in to the account of the number before.
    KnownDevice,
    /// Somebody who is signed in.
    Account(AccountId),
}

impl Holder {
    fn bytes(self) -> Vec<u8> {
        match self {
            Self::Anyone => Vec::new(),
            Self::KnownDevice => b"device".to_vec(),
            Self::Account(id) => id.as_uuid().as_bytes().to_vec(),
        }
    }
}

/// Where the challenges of a number for a purpose are.
pub(super) fn slot(sealer: &dyn Sealer, purpose: CodePurpose, phone: &Phone, holder: Holder) -> [u8; 32] {
    let who = holder.bytes();
    sealer.keyed_hash(b"code-slot", &joined(&[purpose.as_str().as_bytes(), phone.as_str().as_bytes(), &who]))
}

/// What is counted as one number; its owner is counted apart from strangers.
pub(super) fn target(sealer: &dyn Sealer, phone: &Phone, is_owner: bool) -> [u8; 32] {
    sealer.keyed_hash(b"code-target", &joined(&[&[u8::from(is_owner)], phone.as_str().as_bytes()]))
}

/// What is stored of a code: worth nothing for another number, purpose or challenge.
pub(super) fn code_hash(
    sealer: &dyn Sealer,
    slot: &[u8; 32],
    id: CodeChallengeId,
    code: &SmsCode,
) -> [u8; 32] {
    sealer.keyed_hash(b"code", &joined(&[slot, id.as_uuid().as_bytes(), code.expose().as_bytes()]))
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.join(&0)
}

impl Accounts {
    /// The challenge of one of `holders` that this code answers. Each look at a code is counted within `tx`,
    /// which is to be committed also when there is none. What is found is good until [`Self::use_up`].
    pub(in crate::accounts) async fn right_code(
        &self,
        tx: &dyn Transaction,
        purpose: CodePurpose,
        phone: &Phone,
        holders: &[Holder],
        typed: &str,
    ) -> Result<Option<CodeChallenge>> {
        let Ok(code) = SmsCode::parse(typed) else { return Ok(None) };
        let sealer = &*self.deps.sealer;
        for holder in holders {
            let slot = slot(sealer, purpose, phone, *holder);
            let Some(mut challenge) = tx.codes().open_of(&slot).await? else { continue };
            let at = tx.now().await?;
            let hash = code_hash(sealer, &slot, challenge.id, &code);
            let is_right = challenge.answer(&hash, at);
            tx.codes().save(&challenge).await?;
            if is_right {
                return Ok(Some(challenge));
            }
        }
        Ok(None)
    }

    /// Ends a challenge that was answered rightly, within `tx`; `false` when it has ended since.
    pub(in crate::accounts) async fn use_up(
        &self,
        tx: &dyn Transaction,
        challenge: &CodeChallenge,
    ) -> Result<bool> {
        let at = tx.now().await?;
        let found = tx.codes().open_of(&challenge.slot).await?;
        let found = found.filter(|found| found.id == challenge.id && at < found.expires_at);
        let Some(mut found) = found else { return Ok(false) };
        found.use_up(at);
        tx.codes().save(&found).await?;
        Ok(true)
    }
}
