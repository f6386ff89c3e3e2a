use std::collections::HashMap;

use kamachat_domain::{
    accounts::{Account, AccountStatus},
    ids::{AccountId, AvatarId},
};

use crate::{Result, store::Repositories};

/// A person as others see him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileView {
    pub id: AccountId,
    pub username: String,
    /// The nickname.
    pub name: String,
    pub avatar: Option<AvatarId>,
    /// The account was erased.
    pub deleted: bool,
}

impl From<&Account> for ProfileView {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id,
            username: account.username.as_str().to_owned(),
            name: account.nickname.as_str().to_owned(),
            avatar: account.avatar,
            deleted: account.status == AccountStatus::Deleted,
        }
    }
}

/// The profiles of `ids`, in one query.
pub async fn profiles(read: &dyn Repositories, ids: &[AccountId]) -> Result<HashMap<AccountId, ProfileView>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let accounts = read.accounts().find_many(&ids).await?;
    Ok(accounts.iter().map(|account| (account.id, account.into())).collect())
}
