use kamachat_domain::ids::{AccountId, FriendRequestId};
use kamachat_protocol::{
    Page,
    accounts::Presence,
    contacts::{Contact, FriendRequest, NewFriendRequest, Person},
};

use crate::{Client, error::Result, http::Call};

impl Client {
    /// People by exact user name.
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
}
