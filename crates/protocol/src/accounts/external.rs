use serde::{Deserialize, Serialize};
use validator::Validate;

/// `POST auth/login/external`: exchanges a token of a trusted back end for a session. It is used up by that.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginExternal {
    /// The JWT, at most 8 KiB.
    #[validate(length(max = 8192))]
    pub token: String,
}
