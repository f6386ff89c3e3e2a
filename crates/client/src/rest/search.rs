use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::{
    Page,
    search::{FoundMessage, FoundPeople},
};

use crate::{Client, error::Result, http::Call};

/// What to look for in messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageSearch {
    /// Words that a text has.
    pub query: String,
    pub conversation_id: Option<ConversationId>,
    pub sender_id: Option<AccountId>,
    /// Not sent before; RFC 3339.
    pub from: Option<String>,
    /// Sent before; RFC 3339.
    pub to: Option<String>,
    pub kind: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// At most 200.
    pub limit: Option<u32>,
}

impl Client {
    /// Messages by their text, newest first. A new message is found about a second after it was sent.
    ///
    /// # Errors
    /// `search.too_long`.
    pub async fn search_messages(&self, search: &MessageSearch) -> Result<Page<FoundMessage>> {
        let call = Call::get("search/messages")
            .with("q", Some(&search.query))
            .with("conversation_id", search.conversation_id)
            .with("sender_id", search.sender_id)
            .with("from", search.from.as_ref())
            .with("to", search.to.as_ref())
            .with("kind", search.kind.as_ref())
            .with("cursor", search.cursor.as_ref())
            .with("limit", search.limit);
        self.ask(call).await
    }

    /// Contacts, other known people and groups by a part of a name, of its sound, or its initials.
    ///
    /// # Errors
    /// `search.too_long`.
    pub async fn search_people(&self, query: &str) -> Result<FoundPeople> {
        self.ask(Call::get("search/people").with("q", Some(query))).await
    }
}
