use kamachat_domain::{
    accounts::{Account, Email, Phone, Settings, Username},
    ids::AccountId,
};
use uuid::Uuid;

use super::{Contacts, PersonView, view::person_view};
use crate::{
    Actor, Error, Result,
    ports::{Budget, Subject},
    store::Repositories,
};

/// Whether somebody wants to be found so.
type Wish = fn(&Settings) -> bool;

impl Contacts {
    /// People with exactly this user name (without case), verified e-mail address or phone number: none or one. Anything wider
    /// would be a directory of everybody. Who does not want to be found by that, or not by the actor, is as
    /// unknown as nobody, after the same queries.
    pub async fn find(&self, actor: &Actor, query: &str) -> Result<Vec<PersonView>> {
        self.limits.take(Budget::Lookup, &Subject::Account(actor.account_id), 1).await?;
        let read = self.store.read();
        let query = query.trim();
        let (found, wants) = self.look_up(&*read, query.strip_prefix('@').unwrap_or(query)).await?;
        let id = found.as_ref().map_or(Uuid::nil().into(), |account| account.id);
        let settings = read.settings().settings(id).await?;
        let is_kept_away = read.blocks().between(actor.account_id, id).await?.contains(&id);
        let is_shown = |account: &Account| {
            account.is_active() && !is_kept_away && (wants(&settings) || account.id == actor.account_id)
        };
        match found.filter(is_shown) {
            Some(account) => Ok(vec![person_view(&*read, actor, &account).await?]),
            None => Ok(Vec::new()),
        }
    }

    /// Whom a query names, and the setting that it needs.
    async fn look_up(&self, read: &dyn Repositories, query: &str) -> Result<(Option<Account>, Wish)> {
        if query.contains('@') {
            return Ok((by_email(read, query).await?, |settings| settings.find_by_email));
        }
        let named = by_name(read, query).await?;
        let Ok(phone) = Phone::parse(query, self.rules.default_country) else {
            return Ok((named, |_| true));
        };
        // A user name may look like a number.
        let called = read.phones().by_phone(&phone).await?;
        Ok(if named.is_some() { (named, |_| true) } else { (called, |settings| settings.find_by_phone) })
    }

    /// One person by id.
    pub async fn person(&self, actor: &Actor, id: AccountId) -> Result<PersonView> {
        let read = self.store.read();
        let account = read.accounts().find(id).await?.filter(|account| account.is_active());
        person_view(&*read, actor, &account.ok_or(Error::NotFound)?).await
    }
}

async fn by_name(read: &dyn Repositories, name: &str) -> Result<Option<Account>> {
    match Username::parse(name) {
        Ok(username) => Ok(read.accounts().by_username(&username).await?),
        Err(_) => Ok(None),
    }
}

async fn by_email(read: &dyn Repositories, address: &str) -> Result<Option<Account>> {
    let Ok(email) = Email::parse(address) else { return Ok(None) };
    let holder = read.emails().holder(&email).await?;
    Ok(read.accounts().find(holder.unwrap_or_else(|| Uuid::nil().into())).await?)
}
