use kamachat_domain::ids::{AccountId, FriendRequestId};
use kamachat_protocol::{
    Page,
    accounts::Presence,
    contacts::{BlockedPerson, Contact, ContactChange, FriendRequest, NewFriendRequest, Person},
};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

impl Client {
    /// People by exact user name, verified e-mail address or phone number.
    ///
    /// # Errors
    /// As any call.
    pub async fn find_users(&self, query: &str) -> Result<Page<Person>> {
        self.ask(Call::get("users").with("q", Some(query))).await
    }

    /// Those of a page of contacts who are there; `cursor` is the `next_cursor` of the page before.
    ///
    /// # Errors
    /// As any call.
    pub async fn online(&self, cursor: Option<&str>) -> Result<Page<Presence>> {
        self.ask(Call::get("users/online").with("cursor", cursor)).await
    }

    /// One person.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn user(&self, id: AccountId) -> Result<Person> {
        self.ask(Call::get(&format!("users/{id}"))).await
    }

    /// A page of the contact list; `cursor` is the `next_cursor` of the page before, `limit` at most 200.
    ///
    /// # Errors
    /// As any call.
    pub async fn contacts(&self, cursor: Option<&str>, limit: Option<u32>) -> Result<Page<Contact>> {
        self.ask(Call::get("contacts").with("cursor", cursor).with("limit", limit)).await
    }

    /// Changes remark, star and tags of a contact.
    ///
    /// # Errors
    /// `contact.*` codes, `not_found`.
    pub async fn change_contact(&self, id: AccountId, change: &ContactChange) -> Result<Contact> {
        self.ask(Call::new(Method::PATCH, &format!("contacts/{id}")).body(change)?).await
    }

    /// Takes a person out of the contact list.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete_contact(&self, id: AccountId) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &format!("contacts/{id}"))).await.map(drop)
    }

    /// A page of the people whom the caller keeps away.
    ///
    /// # Errors
    /// As any call.
    pub async fn blocks(&self, cursor: Option<&str>, limit: Option<u32>) -> Result<Page<BlockedPerson>> {
        self.ask(Call::get("blocks").with("cursor", cursor).with("limit", limit)).await
    }

    /// Keeps a person away, who is not told.
    ///
    /// # Errors
    /// `not_found`, `contact.myself`.
    pub async fn block(&self, id: AccountId) -> Result<()> {
        self.tell(Call::new(Method::PUT, &format!("blocks/{id}"))).await.map(drop)
    }

    /// Ends a block.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn unblock(&self, id: AccountId) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &format!("blocks/{id}"))).await.map(drop)
    }

    /// A page of sent and received requests, newest first.
    ///
    /// # Errors
    /// As any call.
    pub async fn friend_requests(
        &self,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Page<FriendRequest>> {
        self.ask(Call::get("friend-requests").with("cursor", cursor).with("limit", limit)).await
    }

    /// Asks somebody to become a contact. If he asked already, the answer is an accepted request.
    ///
    /// # Errors
    /// `friend_request.*` codes.
    pub async fn request_friend(&self, user_id: AccountId, note: &str) -> Result<FriendRequest> {
        let wanted = NewFriendRequest { user_id, note: note.to_owned() };
        self.ask(Call::post("friend-requests").body(&wanted)?).await
    }

    /// Says yes: the answer names the direct conversation.
    ///
    /// # Errors
    /// `friend_request.decided`, `not_found`.
    pub async fn accept_friend(&self, id: FriendRequestId) -> Result<FriendRequest> {
        self.ask(Call::post(&format!("friend-requests/{id}/accept"))).await
    }

    /// Says no.
    ///
    /// # Errors
    /// `friend_request.decided`, `not_found`.
    pub async fn refuse_friend(&self, id: FriendRequestId) -> Result<FriendRequest> {
        self.ask(Call::post(&format!("friend-requests/{id}/refuse"))).await
    }

    /// Takes back a sent request.
    ///
    /// # Errors
    /// `friend_request.decided`, `friend_request.expired`, `not_found`.
    pub async fn withdraw_request(&self, id: FriendRequestId) -> Result<FriendRequest> {
        self.ask(Call::new(Method::DELETE, &format!("friend-requests/{id}"))).await
    }
}
