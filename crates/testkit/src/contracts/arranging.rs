//! How a member keeps a conversation.

use kamachat_domain::{
    conversations::{Draft, MemberSettings, Notify},
    ids::AccountId,
    messages::Text,
};

use super::fixtures::{TestStore, at, direct, id, write};

/// Everything that can be chosen, away from its default.
fn chosen() -> MemberSettings {
    MemberSettings {
        pinned: true,
        notify: Notify::Mentions,
        archived_cnt: Some(3),
        hidden_cnt: Some(4),
        marked_unread: true,
        draft: Some(Draft {
            text: Text::parse("半句话 🪁 and 'more".into()).unwrap(),
            reply_to: Some(2),
            updated_at: at(7),
        }),
    }
}

pub async fn what_a_member_chose_is_kept_and_nobody_elses_changes(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let chat = direct(&store, ada, bob).await.id;
    let kept = async |who| store.read().conversations().find_for(who, chat).await.unwrap().unwrap().1;
    assert_eq!(kept(ada).await.settings, MemberSettings::default());
    let mut member = kept(ada).await;
    member.settings = chosen();
    write(&store, async |tx| tx.conversations().save_members(&[member.clone()]).await).await.unwrap();
    assert_eq!(kept(ada).await, member);
    assert_eq!(kept(bob).await.settings, MemberSettings::default());
    member.settings = MemberSettings::default();
    write(&store, async |tx| tx.conversations().save_members(&[member]).await).await.unwrap();
    assert_eq!(kept(ada).await.settings, MemberSettings::default());
}

pub async fn what_is_silent_or_out_of_the_list_is_not_in_the_total(store: TestStore) {
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let mut head = direct(&store, ada, bob).await;
    head.number(id(), true, at(1));
    head.number(id(), true, at(2));
    write(&store, async |tx| tx.conversations().save(&[head.clone()], at(2)).await).await.unwrap();
    let total = async |settings: MemberSettings| {
        let (_, mut member) = store.read().conversations().find_for(ada, head.id).await.unwrap().unwrap();
        member.settings = settings;
        write(&store, async |tx| tx.conversations().save_members(&[member]).await).await.unwrap();
        store.read().conversations().total_unread(ada).await.unwrap()
    };
    let plain = MemberSettings::default;
    assert_eq!(total(plain()).await, 2);
    for notify in [Notify::None, Notify::Mentions] {
        assert_eq!(total(MemberSettings { notify, ..plain() }).await, 0);
    }
    for (cnt, expected) in [(2, 0), (1, 2)] {
        assert_eq!(total(MemberSettings { archived_cnt: Some(cnt), ..plain() }).await, expected);
        assert_eq!(total(MemberSettings { hidden_cnt: Some(cnt), ..plain() }).await, expected);
    }
}
