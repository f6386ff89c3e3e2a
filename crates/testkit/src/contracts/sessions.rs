//! Sessions: the row is the truth, a refresh token is exchanged once.

use kamachat_application::ports::{PasswordHash, PortError};
use kamachat_domain::{
    Limit,
    accounts::{Account, AccountStatus, Assurance, DeviceName, Role, Session, UsedRefresh},
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

pub async fn live_sessions_are_listed_newest_first_and_page_by_page(store: TestStore) {
    let (account, first) = signed_in(&store, "ada").await;
    let (_, others) = signed_in(&store, "bob").await;
    let mut mine = vec![first.id];
    for _ in 0..4 {
        let more = session(account.id);
        write(&store, async |tx| tx.sessions().insert(&more).await).await.unwrap();
        mine.push(more.id);
    }
    mine.sort_unstable();
    mine.reverse();
    write(&store, async |tx| tx.sessions().revoke(mine[1], at(1)).await).await.unwrap();
    mine.remove(1);
    let list = async |before, limit| {
        let limit = Limit::parse(Some(limit)).unwrap();
        let listed = store.read().sessions().live_of(account.id, at(5), before, limit).await.unwrap();
        listed.into_iter().map(|session| session.id).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 200).await, mine);
    assert_eq!(list(None, 2).await, mine[..2]);
    assert_eq!(list(Some(mine[1]), 2).await, mine[2..]);
    assert!(!mine.contains(&others.id));
    let over = store.read().sessions().live_of(account.id, first.expires_at, None, Limit::max()).await;
    assert!(over.unwrap().is_empty());
}

pub async fn a_device_is_named_and_seen_and_time_does_not_go_back(store: TestStore) {
    let (_, session) = signed_in(&store, "ada").await;
    let name = DeviceName::parse("书房的电脑").unwrap();
    write(&store, async |tx| {
        tx.sessions().rename(session.id, &name).await?;
        tx.sessions().seen(session.id, at(90)).await?;
        tx.sessions().seen(session.id, at(80)).await
    })
    .await
    .unwrap();
    let found = store.read().sessions().find(session.id).await.unwrap().unwrap();
    assert_eq!(found, Session { name: Some(name), last_seen_at: at(90), ..session });
}

pub async fn all_sessions_of_an_account_end_at_once_but_the_one_to_keep(store: TestStore) {
    let (account, kept) = signed_in(&store, "ada").await;
    let (_, others) = signed_in(&store, "bob").await;
    let more = [session(account.id), session(account.id)];
    write(&store, async |tx| {
        for session in &more {
            tx.sessions().insert(session).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let end = async |keep, seconds| {
        let ended = write(&store, async |tx| tx.sessions().revoke_all(account.id, keep, at(seconds)).await);
        sorted(ended.await.unwrap())
    };
    assert_eq!(end(Some(kept.id), 5).await, sorted(more.iter().map(|session| session.id)));
    assert!(end(Some(kept.id), 6).await.is_empty(), "they ended before");
    let all = [kept.id, more[0].id, more[1].id, others.id];
    let over = store.read().sessions().ended_among(&all, at(7)).await.unwrap();
    assert_eq!(sorted(over), sorted(more.iter().map(|session| session.id)));
    assert_eq!(end(None, 8).await, [kept.id]);
}

pub async fn a_session_is_raised_by_more_proof(store: TestStore) {
    let (_, session) = signed_in(&store, "ada").await;
    assert_eq!(session.assurance, Assurance::One);
    write(&store, async |tx| tx.sessions().raise(session.id, Assurance::Two).await).await.unwrap();
    let raised = store.read().sessions().find(session.id).await.unwrap().unwrap();
    assert_eq!(raised, session.by(Assurance::Two));
}
