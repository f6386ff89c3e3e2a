//! Sessions: the row is the truth, a refresh token is exchanged once.

use kamachat_application::ports::{PasswordHash, PortError};
use kamachat_domain::{
    accounts::{Account, AccountStatus, Assurance, Role, Session, UsedRefresh},
    ids::SessionId,
};

use super::fixtures::{TestStore, account, at, id, registered, secret, session, sorted, write};

async fn signed_in(store: &TestStore, name: &str) -> (Account, Session) {
    let account = registered(store, name).await;
    let session = session(account.id);
    write(store, async |tx| tx.sessions().insert(&session).await).await.unwrap();
    (account, session)
}

pub async fn a_session_is_found_by_id_and_by_its_refresh_token(store: TestStore) {
    let (account, session) = signed_in(&store, "ada").await;
    let read = store.read();
    assert_eq!(read.sessions().find(session.id).await.unwrap(), Some(session.clone()));
    assert_eq!(read.sessions().by_refresh(&session.refresh_hash).await.unwrap(), Some(session.clone()));
    let standing = read.sessions().standing(session.id).await.unwrap().unwrap();
    assert_eq!(standing.session, session);
    assert!(standing.account_active && standing.role == account.role);
    assert_eq!(read.sessions().find(id()).await.unwrap(), None);
    assert_eq!(read.sessions().standing(id()).await.unwrap(), None);
    assert_eq!(read.sessions().by_refresh(&secret()).await.unwrap(), None);

    let twin = Session { id: id(), ..session };
    let refused = write(&store, async |tx| tx.sessions().insert(&twin).await).await;
    assert!(matches!(refused, Err(PortError::Duplicate)), "a refresh token is of one session");
}

pub async fn a_refresh_token_is_exchanged_by_the_first_who_comes(store: TestStore) {
    let (_, session) = signed_in(&store, "ada").await;
    let exchange = async || {
        let mut next = session.clone();
        next.rotate(secret(), at(60)).unwrap();
        let won = write(&store, async |tx| tx.sessions().rotate(&next, &session.refresh_hash).await).await;
        (won.unwrap(), next)
    };
    let (a, b) = tokio::join!(exchange(), exchange());
    assert_ne!(a.0, b.0, "one of the two");
    let winner = if a.0 { a.1 } else { b.1 };
    assert_eq!(store.read().sessions().find(session.id).await.unwrap(), Some(winner));
}

pub async fn a_used_refresh_token_is_remembered(store: TestStore) {
    let (_, session) = signed_in(&store, "ada").await;
    let used = UsedRefresh { session_id: session.id, used_at: at(5) };
    let hash = session.refresh_hash;
    write(&store, async |tx| tx.sessions().remember_used(&hash, &used).await).await.unwrap();
    assert_eq!(store.read().sessions().used(&hash).await.unwrap(), Some(used));
    assert_eq!(store.read().sessions().used(&secret()).await.unwrap(), None);
}

pub async fn an_ended_session_stays_ended_at_its_first_end_and_rotates_no_more(store: TestStore) {
    let (_, session) = signed_in(&store, "ada").await;
    for time in [at(10), at(20)] {
        write(&store, async |tx| tx.sessions().revoke(session.id, time).await).await.unwrap();
    }
    let ended = store.read().sessions().find(session.id).await.unwrap().unwrap();
    assert_eq!(ended.revoked_at, Some(at(10)));
    let mut next = session.clone();
    next.rotate(secret(), at(15)).unwrap();
    let won = write(&store, async |tx| tx.sessions().rotate(&next, &session.refresh_hash).await).await;
    assert!(!won.unwrap());
}

pub async fn sessions_that_are_over_are_told_from_those_that_are_not(store: TestStore) {
    let (_, live) = signed_in(&store, "live").await;
    let (_, revoked) = signed_in(&store, "revoked").await;
    write(&store, async |tx| tx.sessions().revoke(revoked.id, at(1)).await).await.unwrap();
    let disabled =
        Account { status: AccountStatus::Disabled, role: Role::Admin, ..account("disabled", None) };
    let of_disabled = session(disabled.id);
    let expired = Session { id: id(), refresh_hash: secret(), expires_at: at(30), ..live.clone() };
    let idle = Session { id: id(), refresh_hash: secret(), idle_expires_at: at(30), ..live.clone() };
    write(&store, async |tx| {
        tx.accounts().insert(&disabled, &PasswordHash("a hash".into())).await?;
        for session in [&of_disabled, &expired, &idle] {
            tx.sessions().insert(session).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    assert!(!store.read().sessions().standing(of_disabled.id).await.unwrap().unwrap().account_active);

    let gone: SessionId = id();
    let all = [live.id, revoked.id, of_disabled.id, expired.id, idle.id, gone];
    let over = async |seconds| sorted(store.read().sessions().ended_among(&all, at(seconds)).await.unwrap());
    assert_eq!(over(29).await, sorted([revoked.id, of_disabled.id, gone]));
    assert_eq!(over(30).await, sorted([revoked.id, of_disabled.id, expired.id, idle.id, gone]));
    assert!(store.read().sessions().ended_among(&[], at(0)).await.unwrap().is_empty());
}

pub async fn all_sessions_of_one_account_end_at_once(store: TestStore) {
    let (ada, first) = signed_in(&store, "ada").await;
    let (_, of_bob) = signed_in(&store, "bob").await;
    let second = session(ada.id);
    write(&store, async |tx| {
        tx.sessions().insert(&second).await?;
        tx.sessions().revoke(first.id, at(1)).await?;
        tx.sessions().revoke_of(ada.id, at(2)).await
    })
    .await
    .unwrap();
    let ended = async |id| store.read().sessions().find(id).await.unwrap().unwrap().revoked_at;
    assert_eq!(ended(first.id).await, Some(at(1)));
    assert_eq!(ended(second.id).await, Some(at(2)));
    assert_eq!(ended(of_bob.id).await, None);
}

pub async fn all_sessions_but_one_end_and_nobody_elses(store: TestStore) {
    let (ada, kept) = signed_in(&store, "ada").await;
    let (_, of_bob) = signed_in(&store, "bob").await;
    let (phone, ended) = (session(ada.id), session(ada.id));
    let revoked = write(&store, async |tx| {
        tx.sessions().insert(&phone).await?;
        tx.sessions().insert(&ended).await?;
        tx.sessions().revoke(ended.id, at(1)).await?;
        tx.sessions().revoke_others(ada.id, kept.id, at(2)).await
    })
    .await
    .unwrap();
    assert_eq!(revoked, [phone.id], "what was over before is not ended again");
    write(&store, async |tx| tx.sessions().raise(kept.id, Assurance::Two).await).await.unwrap();
    let raised = store.read().sessions().find(kept.id).await.unwrap().unwrap();
    assert_eq!(raised.assurance, Assurance::Two);
    let revoked_at = async |id| store.read().sessions().find(id).await.unwrap().unwrap().revoked_at;
    assert_eq!(revoked_at(phone.id).await, Some(at(2)));
    assert_eq!(revoked_at(ended.id).await, Some(at(1)));
    assert_eq!(revoked_at(kept.id).await, None);
    assert_eq!(revoked_at(of_bob.id).await, None);
}
