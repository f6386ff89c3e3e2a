use kamachat_domain::ids::{AccountId, ConversationId, GroupInviteId, GroupRequestId};
use kamachat_protocol::{
    Page,
    groups::{
        AddMembers, AddedMembers, Group, GroupCard, GroupChange, GroupInvite, GroupMember, GroupRequest,
        JoinGroup, JoinResult, MemberChange, NewGroup, NewGroupInvite, NewInvite, TransferGroup,
    },
};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

impl Client {
    /// Makes a group with some contacts.
    ///
    /// # Errors
    /// `group.*` codes.
    pub async fn create_group(&self, name: &str, members: &[AccountId]) -> Result<Group> {
        let wanted = NewGroup { name: name.to_owned(), member_ids: members.to_vec() };
        self.ask(Call::post("groups").body(&wanted)?).await
    }

    /// One group of the account.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn group(&self, id: ConversationId) -> Result<Group> {
        self.ask(Call::get(&format!("groups/{id}"))).await
    }

    /// Groups that want to be found, by a part of the name.
    ///
    /// # Errors
    /// As any call.
    pub async fn find_groups(&self, query: &str) -> Result<Page<GroupCard>> {
        self.ask(Call::get("groups").with("q", Some(query))).await
    }

    /// Changes name, notice and rules; what is `None` stays.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn change_group(&self, id: ConversationId, change: &GroupChange) -> Result<Group> {
        self.ask(Call::new(Method::PATCH, &format!("groups/{id}")).body(change)?).await
    }

    /// Ends a group.
    ///
    /// # Errors
    /// `group.forbidden`, `not_found`.
    pub async fn dissolve_group(&self, id: ConversationId) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &format!("groups/{id}"))).await.map(drop)
    }

    /// Makes another member the owner.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn transfer_group(&self, id: ConversationId, user_id: AccountId) -> Result<()> {
        let path = format!("groups/{id}/transfer");
        self.tell(Call::post(&path).body(&TransferGroup { user_id })?).await.map(drop)
    }

    /// Goes.
    ///
    /// # Errors
    /// `group.owner_must_transfer`, `not_found`.
    pub async fn leave_group(&self, id: ConversationId) -> Result<()> {
        self.tell(Call::post(&format!("groups/{id}/leave"))).await.map(drop)
    }

    /// A page of the members, by role and time of joining; `query` is part of a name.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn group_members(
        &self,
        id: ConversationId,
        query: Option<&str>,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Page<GroupMember>> {
        let path = format!("groups/{id}/members");
        self.ask(Call::get(&path).with("q", query).with("cursor", cursor).with("limit", limit)).await
    }

    /// Brings contacts along.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn add_members(&self, id: ConversationId, people: &[AccountId]) -> Result<AddedMembers> {
        let wanted = AddMembers { user_ids: people.to_vec() };
        self.ask(Call::post(&format!("groups/{id}/members")).body(&wanted)?).await
    }

    /// Changes role, name within the group or silence of a member; what is `None` stays.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn change_member(
        &self,
        id: ConversationId,
        person: AccountId,
        change: &MemberChange,
    ) -> Result<GroupMember> {
        let path = format!("groups/{id}/members/{person}");
        self.ask(Call::new(Method::PATCH, &path).body(change)?).await
    }

    /// Puts a member out; banned, he cannot come back.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn remove_member(&self, id: ConversationId, person: AccountId, ban: bool) -> Result<()> {
        let path = format!("groups/{id}/members/{person}");
        self.tell(Call::new(Method::DELETE, &path).with("ban", Some(ban))).await.map(drop)
    }

    /// Who may not come back.
    ///
    /// # Errors
    /// `group.forbidden`, `not_found`.
    pub async fn group_bans(&self, id: ConversationId) -> Result<Page<GroupMember>> {
        self.ask(Call::get(&format!("groups/{id}/bans"))).await
    }

    /// Lets a banned person come back some day.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn unban_member(&self, id: ConversationId, person: AccountId) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &format!("groups/{id}/bans/{person}"))).await.map(drop)
    }

    /// Joins a group that can be found, or asks to.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn join_group(&self, id: ConversationId, note: &str) -> Result<JoinResult> {
        let wanted = JoinGroup { note: note.to_owned() };
        self.ask(Call::post(&format!("groups/{id}/join")).body(&wanted)?).await
    }

    /// Who wants to come in.
    ///
    /// # Errors
    /// `group.forbidden`, `not_found`.
    pub async fn group_requests(&self, id: ConversationId) -> Result<Page<GroupRequest>> {
        self.ask(Call::get(&format!("groups/{id}/requests"))).await
    }

    /// Says yes or no to somebody who asked.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn decide_group_request(
        &self,
        id: ConversationId,
        request: GroupRequestId,
        accept: bool,
    ) -> Result<GroupRequest> {
        let word = if accept { "accept" } else { "refuse" };
        self.ask(Call::post(&format!("groups/{id}/requests/{request}/{word}"))).await
    }

    /// Makes an invitation; its code is told this once.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn invite_to_group(&self, id: ConversationId, terms: &NewInvite) -> Result<NewGroupInvite> {
        self.ask(Call::post(&format!("groups/{id}/invites")).body(terms)?).await
    }

    /// Invitations that are good, without their codes.
    ///
    /// # Errors
    /// `group.forbidden`, `not_found`.
    pub async fn group_invites(&self, id: ConversationId) -> Result<Page<GroupInvite>> {
        self.ask(Call::get(&format!("groups/{id}/invites"))).await
    }

    /// Ends an invitation.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn revoke_group_invite(&self, id: ConversationId, invite: GroupInviteId) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &format!("groups/{id}/invites/{invite}"))).await.map(drop)
    }

    /// What one would join by a code.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn group_invite(&self, code: &str) -> Result<GroupCard> {
        self.ask(Call::get(&format!("invites/{}", plain(code)))).await
    }

    /// Joins by a code, or asks to.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn join_by_invite(&self, code: &str, note: &str) -> Result<JoinResult> {
        let wanted = JoinGroup { note: note.to_owned() };
        self.ask(Call::post(&format!("invites/{}/join", plain(code))).body(&wanted)?).await
    }
}

/// A code as it can stand in an address; the server forgives the rest.
fn plain(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    if letters.is_empty() { "0".to_owned() } else { letters }
}
