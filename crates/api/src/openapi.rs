//! The OpenAPI document: REST by the handlers' annotations, and the socket's frames as schemas.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use kamachat_protocol::{
    Problem,
    frames::{ClientFrame, ServerFrame},
};
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::{accounts, admin, contacts, conversations, groups, messages, search};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "KamaChat",
        description = "REST under /api/v1. The socket is GET /ws; its frames are the schemas ClientFrame and \
                       ServerFrame.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        accounts::handlers::policy,
        accounts::handlers::register,
        accounts::handlers::login,
        accounts::external::login_external,
        accounts::handlers::refresh,
        accounts::handlers::logout,
        accounts::handlers::me,
        accounts::email::verify_email,
        accounts::email::forgot_password,
        accounts::email::reset_password,
        accounts::email::change_email,
        accounts::email::send_verification,
        accounts::avatar::set_avatar, accounts::avatar::remove_avatar, accounts::avatar::avatar, accounts::own_data::export_state, accounts::own_data::ask_export, accounts::own_data::export_link, accounts::own_data::download_export, accounts::own_data::leave, accounts::codes::send_sms_code, accounts::codes::login_by_sms, accounts::codes::phone_state, accounts::codes::bind_phone, accounts::codes::remove_phone,
        accounts::profile::change,
        accounts::profile::settings,
        accounts::profile::change_settings,
        accounts::second_factor::state,
        accounts::second_factor::enrol,
        accounts::second_factor::confirm,
        accounts::second_factor::switch_off,
        accounts::handlers::socket_ticket,
        accounts::sessions::change_password,
        accounts::sessions::sessions,
        accounts::sessions::rename_session,
        accounts::sessions::end_session,
        accounts::sessions::end_sessions,
        contacts::handlers::find_users,
        accounts::presence::online,
        contacts::handlers::user,
        contacts::handlers::contacts,
        contacts::handlers::change_contact,
        contacts::handlers::delete_contact,
        contacts::blocks::blocks,
        contacts::blocks::block,
        contacts::blocks::unblock,
        contacts::handlers::friend_requests,
        contacts::handlers::request_friend,
        contacts::handlers::accept_friend,
        contacts::handlers::refuse_friend,
        contacts::handlers::withdraw_request,
        conversations::handlers::conversations,
        conversations::handlers::conversation,
        conversations::handlers::open_direct,
        conversations::settings::change_conversation,
        conversations::handlers::mark_read,
        conversations::handlers::unread_count,
        groups::handlers::search_groups,
        groups::handlers::create_group,
        groups::handlers::group,
        groups::handlers::change_group,
        groups::handlers::dissolve_group,
        groups::handlers::dissolve_group_by_post,
        groups::handlers::transfer_group,
        groups::picture::set_group_picture,
        groups::picture::remove_group_picture,
        groups::members::group_members,
        groups::members::add_members,
        groups::members::change_member,
        groups::members::remove_member,
        groups::members::group_bans,
        groups::members::unban_member,
        groups::members::leave_group,
        groups::entry::join_group,
        groups::entry::group_requests,
        groups::entry::accept_group_request,
        groups::entry::refuse_group_request,
        groups::invites::group_invites,
        groups::invites::create_group_invite,
        groups::invites::revoke_group_invite,
        groups::invites::preview_invite,
        groups::invites::join_by_invite,
        messages::handlers::history,
        messages::handlers::send,
        messages::forward::forward_messages,
        messages::changes::message_changes,
        messages::changes::edit_message,
        messages::changes::earlier_texts,
        messages::changes::recall_message,
        messages::readers::message_readers,
        messages::changes::delete_message_for_me,
        messages::changes::clear_history,
        messages::marks::react,
        messages::marks::unreact,
        messages::marks::pin_message,
        messages::marks::unpin_message,
        messages::marks::pinned_messages,
        search::handlers::search_messages,
        search::handlers::search_people,
        admin::handlers::report,
    ),
    components(schemas(ClientFrame, ServerFrame, Problem)),
    security(("bearer" = []))
)]
struct Document;

/// The document as it is served and kept in `docs/openapi/kamachat.json`, with a newline at its end.
#[must_use]
pub fn document() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let document = serde_json::to_value(Document::openapi()).unwrap_or_default();
        format!("{:#}\n", complete(document))
    });
    &TEXT
}

pub(crate) async fn serve() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document())
}

/// What annotations cannot say: how to sign in, that answers carry each of their fields, what a status means.
fn complete(mut document: Value) -> Value {
    document["components"]["securitySchemes"] =
        json!({ "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } });
    // Requests, problems, bodies and changes of messages leave fields out, other answers do not.
    let exceptions = ["Problem", "ClientFrame", "MessageBody", "MessageChanges", "Reaction"];
    entries(&mut document["components"]["schemas"])
        .filter(|(name, _)| !exceptions.contains(&name.as_str()))
        .for_each(|(_, schema)| require_fields(schema));
    entries(&mut document["paths"])
        .flat_map(|(_, path)| entries(path))
        .flat_map(|(_, operation)| entries(&mut operation["responses"]))
        .for_each(|(status, response)| describe(status, response));
    document
}

fn entries(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

/// Optional fields of an answer are `null` and never left out. What refuses unknown fields is a request.
fn require_fields(schema: &mut Value) {
    for parts in ["oneOf", "allOf"] {
        let parts = schema.get_mut(parts).and_then(Value::as_array_mut);
        parts.into_iter().flatten().for_each(require_fields);
    }
    let is_request = schema.get("additionalProperties") == Some(&json!(false));
    if let Some(properties) = schema.get("properties").and_then(Value::as_object).filter(|_| !is_request) {
        schema["required"] = properties.keys().cloned().collect();
    }
}

/// OpenAPI 3.1 wants a description of each answer.
fn describe(status: &str, response: &mut Value) {
    let words = match status {
        "201" => "Created",
        "202" => "Taken on; a mail follows where one is due",
        "204" => "Done, nothing to tell",
        "4XX" => "Refused; `code` says why",
        _ => "Done",
    };
    if response.get("description").is_none_or(|text| text == "") {
        response["description"] = json!(words);
    }
}
