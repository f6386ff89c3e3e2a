//! A device that only listens, through all of it, with the client that resumes.

use std::{collections::HashMap, sync::Arc, time::Duration};

use kamachat_client::{Client, Event, ResumeOptions, Resuming, Start};

use super::book::Book;

/// Until every planned message came, each once and in order.
pub async fn follow(client: Client, book: Arc<Book>) {
    let backoff = (Duration::from_millis(50), Duration::from_millis(500));
    let options = ResumeOptions { start: Start::Beginning, backoff, ..ResumeOptions::default() };
    let mut chat = match Resuming::start(&client, options).await {
        Ok(chat) => chat,
        Err(error) => return book.require(false, || format!("the listening device: {error}")),
    };
    let (mut last, mut count) = (HashMap::new(), 0);
    while count < book.planned.len() {
        match chat.recv().await {
            Some(Event::Message(message)) => {
                let before = last.insert(message.conversation_id, message.seq).unwrap_or(0);
                book.require(message.seq == before + 1, || {
                    format!("the listening device got number {} after {before}", message.seq)
                });
                book.compare(&message);
                count += 1;
            }
            Some(Event::Reset { .. } | Event::SignedOut(_)) | None => {
                return book.require(false, || "the listening device was thrown back".to_owned());
            }
            Some(_) => {}
        }
    }
}
