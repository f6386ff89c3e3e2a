//! The own data as an archive: asked for, made by a job, downloaded once, erased.

mod archive;
mod jobs;
pub mod repository;
mod views;
mod zip;

use kamachat_domain::{
    Timestamp,
    accounts::{Export, ExportError},
};

pub(super) use jobs::ERASE;
pub use jobs::{ExportErase, ExportMake};

use super::Accounts;
use crate::{
    Actor, Error, Result,
    ports::{BlobKey, BlobReader, IdsExt},
};

/// Says what a link is for, so that nothing else that is hashed fits.
const LINK: &[u8] = b"export-link";

/// A link that works once. Never printed.
pub struct ExportLink {
    pub token: String,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for ExportLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportLink(***)")
    }
}

/// An archive on its way to its owner.
pub struct Download {
    pub export: Export,
    pub file: Box<dyn BlobReader>,
}

impl Accounts {
    /// Asks for an archive of everything that the actor may see. Asks for the password and, where two-step
    /// sign-in is on, for a code.
    pub async fn ask_export(&self, actor: &Actor, password: &str, otp: Option<&str>) -> Result<Export> {
        self.confirm_identity(actor, password, otp).await?;
        let me = actor.account_id;
        let tx = self.deps.store.begin().await?;
        // Of two who ask at once the second sees the first one's archive.
        tx.accounts().lock(me).await?;
        let last = tx.exports().latest_of(me).await?;
        let export = Export::ask(self.deps.ids.make(), me, last.as_ref(), tx.now().await?)?;
        tx.exports().insert(&export).await?;
        self.deps.jobs.add(&*tx, jobs::MAKE, &export.id).await?;
        tx.commit().await?;
        Ok(export)
    }

    /// The actor's newest archive.
    pub async fn export(&self, actor: &Actor) -> Result<Option<Export>> {
        Ok(self.deps.store.read().exports().latest_of(actor.account_id).await?)
    }

    /// A link to the actor's archive, in place of an earlier one. Asks for the password and, where two-step
    /// sign-in is on, for a code.
    pub async fn export_link(&self, actor: &Actor, password: &str, otp: Option<&str>) -> Result<ExportLink> {
        self.confirm_identity(actor, password, otp).await?;
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        let export = tx.exports().latest_of(actor.account_id).await?;
        let mut export = export.ok_or(ExportError::NotReady)?;
        let token: String = self.deps.ids.secret().iter().map(|byte| format!("{byte:02x}")).collect();
        let expires_at = export.offer(self.hash_of_link(&token), tx.now().await?)?;
        tx.exports().save(&export).await?;
        tx.commit().await?;
        Ok(ExportLink { token, expires_at })
    }

    /// The archive that a link leads to. The link is used up by it, and the archive is erased soon. Whoever has
    /// the link is not asked who he is.
    pub async fn download(&self, token: &str) -> Result<Download> {
        let hash = self.hash_of_link(token);
        let tx = self.deps.store.begin().await?;
        let mut export = tx.exports().by_link(&hash).await?.ok_or(Error::NotFound)?;
        let owner = tx.accounts().find(export.account_id).await?;
        owner.filter(|owner| owner.is_active()).ok_or(Error::NotFound)?;
        let erased_at = export.take(tx.now().await?).ok_or(Error::NotFound)?;
        tx.exports().save(&export).await?;
        self.deps.jobs.add_at(&*tx, ERASE, &export.id, erased_at).await?;
        tx.commit().await?;
        let file = self.deps.blobs.open(&BlobKey::export(export.id)).await?.ok_or(Error::NotFound)?;
        Ok(Download { export, file })
    }

    fn hash_of_link(&self, token: &str) -> [u8; 32] {
        self.deps.sealer.keyed_hash(LINK, token.as_bytes())
    }
}
