use kamachat_domain::ids::{AvatarId, ConversationId};
use kamachat_protocol::{accounts::Account, groups::Group};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

impl Client {
    /// Makes the middle square of a JPEG, PNG, GIF or WebP file of at most 5 MiB the own picture.
    ///
    /// # Errors
    /// `avatar.*` codes, `busy`.
    pub async fn set_avatar(&self, file: Vec<u8>) -> Result<Account> {
        // The server looks at the file itself.
        self.ask(Call::new(Method::PUT, "me/avatar").file("image/*", file)).await
    }

    /// Takes the own picture away.
    ///
    /// # Errors
    /// As any call.
    pub async fn remove_avatar(&self) -> Result<Account> {
        self.ask(Call::new(Method::DELETE, "me/avatar")).await
    }

    /// Makes the middle square of such a file the picture of a group.
    ///
    /// # Errors
    /// `group.*` and `avatar.*` codes, `busy`, `not_found`.
    pub async fn set_group_avatar(&self, id: ConversationId, file: Vec<u8>) -> Result<Group> {
        self.ask(Call::new(Method::PUT, &format!("groups/{id}/avatar")).file("image/*", file)).await
    }

    /// Takes a group's picture away.
    ///
    /// # Errors
    /// `group.*` codes, `not_found`.
    pub async fn remove_group_avatar(&self, id: ConversationId) -> Result<Group> {
        self.ask(Call::new(Method::DELETE, &format!("groups/{id}/avatar"))).await
    }

    /// A version of a picture as JPEG, with sides of 64, 160 or 640 pixels.
    ///
    /// # Errors
    /// `not_found`, also when the version was replaced.
    pub async fn avatar(&self, id: AvatarId, pixels: u32) -> Result<Vec<u8>> {
        self.tell(Call::get(&format!("avatars/{id}/{pixels}"))).await
    }
}
