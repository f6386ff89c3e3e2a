//! Views of contacts as they go over the wire.

use kamachat_application::contacts::{ContactView, FriendRequestView, PersonView, Relation as View};
use kamachat_domain::contacts::RequestState as State;
use kamachat_protocol::contacts::{Contact, FriendRequest, Person, Relation, RequestState};

use crate::accounts::profile;

pub(crate) fn person(view: PersonView) -> Person {
    let relation = match view.relation {
        View::Myself => Relation::Myself,
        View::Contact => Relation::Contact,
        View::RequestSent => Relation::RequestSent,
        View::RequestReceived => Relation::RequestReceived,
        View::None => Relation::None,
    };
    let profile = profile(view.profile);
    Person {
        id: profile.id,
        username: profile.username,
        name: profile.name,
        avatar: profile.avatar,
        signature: view.about.signature.map(|text| text.as_str().to_owned()),
        status_text: view.about.status_text.map(|text| text.as_str().to_owned()),
        gender: view.about.gender,
        relation,
    }
}

pub(crate) fn contact(view: ContactView) -> Contact {
    Contact {
        user: profile(view.profile),
        conversation_id: view.contact.conversation_id,
        created_at: view.contact.created_at,
    }
}

pub(crate) fn friend_request(view: FriendRequestView) -> FriendRequest {
    let request = view.request;
    let state = match request.state {
        State::Pending => RequestState::Pending,
        State::Accepted => RequestState::Accepted,
        State::Refused => RequestState::Refused,
        State::Withdrawn => RequestState::Withdrawn,
        State::Expired => RequestState::Expired,
    };
    FriendRequest {
        id: request.id,
        from: profile(view.from),
        to: profile(view.to),
        note: request.note.as_str().to_owned(),
        state,
        created_at: request.created_at,
        decided_at: request.decided_at,
        conversation_id: request.conversation_id,
    }
}
