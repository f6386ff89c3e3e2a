use kamachat_domain::{accounts::Username, ids::AccountId};

use super::{Contacts, PersonView, view::person_view};
use crate::{
    Actor, Error, Result,
    ports::{Budget, Subject},
};

impl Contacts {
    /// People with exactly this user name (without case): none or one. Anything wider would be a directory
    /// of everybody.
    pub async fn find(&self, actor: &Actor, query: &str) -> Result<Vec<PersonView>> {
        self.limits.take(Budget::Lookup, &Subject::Account(actor.account_id), 1).await?;
        let Ok(username) = Username::parse(query.trim().trim_start_matches('@')) else {
            return Ok(Vec::new());
        };
        let read = self.store.read();
        let account = read.accounts().by_username(&username).await?;
        match account.filter(|account| account.is_active()) {
            Some(account) => Ok(vec![person_view(&*read, actor, &account).await?]),
            None => Ok(Vec::new()),
        }
    }

    /// One person by id.
    pub async fn person(&self, actor: &Actor, id: AccountId) -> Result<PersonView> {
        let read = self.store.read();
        let account = read.accounts().find(id).await?.filter(|account| account.is_active());
        person_view(&*read, actor, &account.ok_or(Error::NotFound)?).await
    }
}
