//! Views of contacts as they go over the wire.

use kamachat_application::contacts::{
    BlockView, ContactChange as Change, ContactView, FriendRequestView, PersonView, Relation as View,
};
use kamachat_domain::contacts::RequestState as State;
use kamachat_protocol::contacts::{
    BlockedPerson, Contact, ContactChange, FriendRequest, Person, Relation, RequestState,
};

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
        blocked: view.blocked,
    }
}

pub(crate) fn contact(view: ContactView) -> Contact {
    let ContactView { profile: user, contact, key } = view;
    Contact {
        user: profile(user),
        conversation_id: contact.conversation_id,
        remark: contact.remark.map(|remark| remark.as_str().to_owned()),
        starred: contact.starred,
        tags: contact.tags.as_slice().to_vec(),
        letter: key.letter.to_string(),
        sound: key.sound,
        initials: key.initials,
        created_at: contact.created_at,
    }
}

pub(crate) fn contact_change(change: ContactChange) -> Change {
    let ContactChange { remark, starred, tags } = change;
    Change { remark, starred, tags }
}

pub(crate) fn blocked(view: BlockView) -> BlockedPerson {
    BlockedPerson { user: profile(view.profile), created_at: view.block.created_at }
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
