use kamachat_domain::accounts::Gender;
use serde::{Deserialize, Deserializer, Serialize};
use validator::Validate;

/// `PATCH me`. A field that is left out stays; `null` or an empty text clears it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileChange {
    /// 1 to 32 characters; cleared, it is the user name.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub nickname: Option<Option<String>>,
    /// At most 120 characters.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1024))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub signature: Option<Option<String>>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Gender>))]
    pub gender: Option<Option<Gender>>,
    /// `YYYY-MM-DD`, from 1900 on.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 32))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub birthday: Option<Option<String>>,
    /// At most 60 characters.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 512))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub status_text: Option<Option<String>>,
}

/// Tells `null` from a field that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
