use kamachat_domain::accounts::{Account, CodeError, CodePurpose, Phone};

use super::Holder;
use crate::{
    Actor, Error, Result,
    accounts::Accounts,
    feed::{Announcements, FeedKind},
    ports::PortError,
    store::Transaction,
};

/// How the actor proves to be the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneView {
    pub phone: Option<Phone>,
    /// Whether the account has a password; else a code to its number takes the place of one.
    pub password_set: bool,
}

/// What somebody types to add or change his number, unchecked.
#[derive(Clone, Default)]
pub struct BindPhoneInput {
    pub phone: String,
    /// That was sent to the number.
    pub code: String,
    /// Of the account; without one, a code that was sent to its number until now.
    pub password: String,
    pub otp: Option<String>,
}

impl std::fmt::Debug for BindPhoneInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BindPhoneInput(***)")
    }
}

impl Accounts {
    /// The actor's number, and whether there is a password besides.
    pub async fn phone_state(&self, actor: &Actor) -> Result<PhoneView> {
        let phone = self.me(actor).await?.phone;
        let password = self.deps.store.read().accounts().password(actor.account_id).await?;
        Ok(PhoneView { phone, password_set: password.is_some() })
    }

    /// Adds a number to the actor's account, or changes it. Whether another account has the number is told only
    /// to who has the code that was sent to it.
    pub async fn bind_phone(&self, actor: &Actor, input: BindPhoneInput) -> Result<Account> {
        let phone = self.phone(&input.phone)?;
        let tx = self.deps.store.begin().await?;
        let holder = [Holder::Account(actor.account_id)];
        let right = self.right_code(&*tx, CodePurpose::BindPhone, &phone, &holder, &input.code).await?;
        tx.commit().await?;
        let right = right.ok_or(CodeError::Wrong)?;
        // Hashing takes long: not within a transaction.
        self.confirm_identity(actor, &input.password, input.otp.as_deref()).await?;

        let tx = self.deps.store.begin().await?;
        if !self.use_up(&*tx, &right).await? {
            return Err(CodeError::Wrong.into());
        }
        let owner = tx.phones().by_phone(&phone).await?;
        if owner.is_some_and(|owner| owner.id != actor.account_id) {
            return Err(CodeError::PhoneTaken.into());
        }
        self.store_phone(tx, actor, Some(&phone)).await
    }

    /// Takes the number off the actor's account, which must have a password to sign in with.
    pub async fn remove_phone(&self, actor: &Actor, password: &str, otp: Option<&str>) -> Result<Account> {
        let state = self.phone_state(actor).await?;
        if state.phone.is_none() {
            return Err(CodeError::PhoneMissing.into());
        }
        if !state.password_set {
            return Err(CodeError::LastWayIn.into());
        }
        self.confirm_identity(actor, password, otp).await?;
        let tx = self.deps.store.begin().await?;
        self.store_phone(tx, actor, None).await
    }

    /// Whether the actor, whose account has no password, has the code that was sent to its number.
    pub(in crate::accounts) async fn confirm_by_code(&self, actor: &Actor, code: &str) -> Result<()> {
        let phone = self.me(actor).await?.phone.ok_or(CodeError::Wrong)?;
        let tx = self.deps.store.begin().await?;
        let holder = [Holder::Account(actor.account_id)];
        let right = self.right_code(&*tx, CodePurpose::Confirm, &phone, &holder, code).await?;
        if let Some(right) = &right {
            self.use_up(&*tx, right).await?;
        }
        tx.commit().await?;
        right.map(|_| ()).ok_or_else(|| CodeError::Wrong.into())
    }

    async fn store_phone(
        &self,
        tx: Box<dyn Transaction>,
        actor: &Actor,
        phone: Option<&Phone>,
    ) -> Result<Account> {
        let id = actor.account_id;
        let at = tx.now().await?;
        let event = tx.feed().append(id, FeedKind::Profile, id.into(), at).await?;
        tx.phones().set_phone(id, phone, at).await.map_err(|error| match error {
            PortError::Duplicate => Error::from(CodeError::PhoneTaken),
            other => other.into(),
        })?;
        let account = tx.accounts().find(id).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        let mut announcements = Announcements::default();
        announcements.add(id, event);
        announcements.publish(&*self.deps.bus);
        Ok(account)
    }
}
