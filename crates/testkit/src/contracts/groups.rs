//! Groups, their people, and how they come in.

use kamachat_application::{
    groups::{MemberCursor, repository::RosterFilter},
    ports::{PasswordHash, PortError},
};
use kamachat_domain::{
    Limit,
    conversations::{Conversation, ConversationState, MemberState, Membership, Role, SendRules, Who},
    groups::{
        Alias, GroupInfo, GroupInvite, GroupName, GroupRequest, HistoryPolicy, JoinPolicy, Notice,
        RequestNote,
    },
    ids::{AccountId, ConversationId},
};

use super::fixtures::{TestStore, at, group, id, nicknamed, registered, secret, sorted, write};

const ACTIVE: RosterFilter<'static> = RosterFilter { state: MemberState::Active, words: None };

async fn put(store: &TestStore, members: &[Membership]) {
    write(store, async |tx| tx.conversations().save_members(members).await).await.unwrap();
}

/// A member who joined at a time.
fn joined(group: ConversationId, account: AccountId, role: Role, seconds: i64) -> Membership {
    Membership { role, joined_at: Some(at(seconds)), ..Membership::new(group, account) }
}

pub async fn everything_about_a_group_is_kept_and_changed(store: TestStore) {
    let (mut group, _) = group(&store, "周末 Team", id()).await;
    let here = group.info.id;
    assert_eq!(store.read().groups().info(here).await.unwrap(), Some(group.info.clone()));
    assert_eq!(store.read().groups().info(id()).await.unwrap(), None);
    group.info = GroupInfo {
        name: GroupName::parse("Другой").unwrap(),
        notice: Some(Notice::parse("tea\nat five 🙂").unwrap()),
        notice_at: Some(at(5)),
        notice_by: Some(id()),
        owner_id: id(),
        join: JoinPolicy::Approval,
        history: HistoryPolicy::All,
        max_members: 7,
        member_count: 6,
        invite: Who::Admins,
        pin: Who::Everyone,
        mention_all: Who::Owner,
        searchable: true,
        avatar: Some(id()),
        faces: (0..9).map(|_| id()).collect(),
        ..group.info
    };
    group.head.rules = SendRules { who: Who::Owner, slow_mode_s: 30, muted_until: Some(at(9)) };
    write(&store, async |tx| {
        tx.groups().save(&group.info).await?;
        tx.conversations().save(std::slice::from_ref(&group.head), at(6)).await
    })
    .await
    .unwrap();
    let read = store.read();
    assert_eq!(read.groups().infos(&[here, id()]).await.unwrap(), [group.info.clone()]);
    let picture = group.info.avatar.unwrap();
    assert_eq!(read.groups().by_avatar(picture).await.unwrap(), Some(group.info.clone()));
    assert_eq!(read.groups().by_avatar(id()).await.unwrap(), None);
    assert_eq!(read.conversations().lock(&[here]).await.unwrap(), [group.head.clone()]);
    group.info.notice = None;
    group.info.avatar = None;
    group.info.faces.clear();
    write(&store, async |tx| tx.groups().save(&group.info).await).await.unwrap();
    assert_eq!(store.read().groups().info(here).await.unwrap(), Some(group.info));
}

pub async fn everything_about_a_member_is_kept(store: TestStore) {
    let (group, owner) = group(&store, "tea", id()).await;
    let here = group.info.id;
    let key = (here, owner.account_id);
    assert_eq!(store.read().conversations().lock_members(&[key]).await.unwrap(), vec![owner.clone()]);
    let member = Membership {
        role: Role::Admin,
        silenced_until: Some(at(1)),
        alias: Some(Alias::parse("茶 🙂").unwrap()),
        invited_by: Some(id()),
        joined_at: Some(at(2)),
        last_sent_at: Some(at(3)),
        barred: true,
        receipts: false,
        ..Membership::new(here, id())
    };
    put(&store, std::slice::from_ref(&member)).await;
    let found = store.read().conversations().find_for(member.account_id, here).await.unwrap();
    assert_eq!(found.map(|(_, member)| member), Some(member.clone()));
    let keys = [key, (here, member.account_id), (here, id()), (id(), member.account_id)];
    let aliases = store.read().groups().aliases(&keys).await.unwrap();
    assert_eq!(aliases, [(here, member.account_id, Alias::parse("茶 🙂").unwrap())]);
    assert!(store.read().groups().aliases(&[]).await.unwrap().is_empty());
}

/// Several joined in the same millisecond; pages neither repeat nor skip.
pub async fn the_roster_goes_by_role_and_joining_on_where_a_page_ended(store: TestStore) {
    let (group, owner) = group(&store, "tea", id()).await;
    let here = group.info.id;
    let mut expected = vec![owner];
    let mut rest: Vec<Membership> = (0..11_i64)
        .map(|n| joined(here, id(), if n % 4 == 0 { Role::Admin } else { Role::Member }, n / 3))
        .collect();
    put(&store, &rest).await;
    let gone =
        Membership { state: MemberState::Banned, left_seq: Some(0), ..joined(here, id(), Role::Member, 0) };
    put(&store, std::slice::from_ref(&gone)).await;
    rest.sort_by_key(|m| (std::cmp::Reverse(m.role), m.joined_at, m.account_id));
    expected.extend(rest);
    let mut seen: Vec<Membership> = Vec::new();
    loop {
        let after = seen.last().map(|m| MemberCursor {
            role: m.role,
            joined_at: m.joined_at.unwrap(),
            account_id: m.account_id,
        });
        let limit = Limit::parse(Some(2)).unwrap();
        let page = store.read().groups().roster(here, ACTIVE, after, limit).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, expected);
    let banned = RosterFilter { state: MemberState::Banned, words: None };
    assert_eq!(store.read().groups().roster(here, banned, None, Limit::max()).await.unwrap(), [gone]);
}

pub async fn people_of_a_group_are_found_by_any_of_their_names(store: TestStore) {
    let (group, _) = group(&store, "tea", id()).await;
    let here = group.info.id;
    let mut people = Vec::new();
    for (username, nickname) in [("ada", "Lady 50%"), ("bob", "周美琪"), ("cyd", "C_D")] {
        let account = nicknamed(username, nickname);
        let hash = PasswordHash("hash".into());
        write(&store, async |tx| tx.accounts().insert(&account, &hash).await).await.unwrap();
        put(&store, &[joined(here, account.id, Role::Member, 1)]).await;
        people.push(account.id);
    }
    let alias = Some(Alias::parse("Teemeister").unwrap());
    put(&store, &[Membership { alias, ..joined(here, people[2], Role::Member, 1) }]).await;
    for (words, who) in [
        ("ad", vec![people[0]]),
        ("50%", vec![people[0]]),
        ("lady", vec![people[0]]),
        ("美", vec![people[1]]),
        ("meister", vec![people[2]]),
        ("c_d", vec![people[2]]),
        ("%", vec![people[0]]),
        ("a%a", vec![]),
        ("!", vec![]),
        ("nobody", vec![]),
    ] {
        let filter = RosterFilter { words: Some(words), ..ACTIVE };
        let found = store.read().groups().roster(here, filter, None, Limit::max()).await.unwrap();
        assert_eq!(found.iter().map(|m| m.account_id).collect::<Vec<_>>(), who, "{words}");
    }
}

pub async fn groups_that_want_to_be_found_are_found_the_largest_first(store: TestStore) {
    let mut found = Vec::new();
    for (name, members, searchable, state) in [
        ("Tea of Friday", 3, true, ConversationState::Active),
        ("tea 100%", 9, true, ConversationState::Active),
        ("tea hidden", 5, false, ConversationState::Active),
        ("tea over", 7, true, ConversationState::Dissolved),
        ("coffee", 8, true, ConversationState::Active),
    ] {
        let (mut group, _) = group(&store, name, id()).await;
        (group.info.member_count, group.info.searchable) = (members, searchable);
        group.head = Conversation { state, ..group.head };
        write(&store, async |tx| {
            tx.groups().save(&group.info).await?;
            tx.conversations().save(std::slice::from_ref(&group.head), at(0)).await
        })
        .await
        .unwrap();
        found.push(group.info);
    }
    let search = async |words: &str| store.read().groups().search(words, Limit::max()).await.unwrap();
    assert_eq!(search("tea").await, [found[1].clone(), found[0].clone()]);
    assert_eq!(search("100%").await, [found[1].clone()]);
    assert!(search("t_a").await.is_empty());
}

pub async fn a_person_has_one_pending_request_for_a_group(store: TestStore) {
    let (group, _) = group(&store, "tea", id()).await;
    let here = group.info.id;
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let note = RequestNote::parse("please\nlet me in").unwrap();
    let ask = |who, by| GroupRequest::ask(id(), here, who, by, note.clone(), at(1));
    let insert = async |wish: &GroupRequest| {
        write(&store, async |tx| tx.group_entries().insert_request(wish).await).await
    };
    let (mut first, other) = (ask(ada, None), ask(bob, Some(ada)));
    insert(&first).await.unwrap();
    insert(&other).await.unwrap();
    assert!(matches!(insert(&ask(ada, None)).await, Err(PortError::Duplicate)));
    let read = store.read();
    let entries = read.group_entries();
    assert_eq!(entries.requests(here, None, Limit::max()).await.unwrap(), [first.clone(), other.clone()]);
    assert_eq!(entries.requests(here, Some(first.id), Limit::max()).await.unwrap(), vec![other.clone()]);
    assert_eq!(entries.pending_of(here, &[bob, id()]).await.unwrap(), vec![other.clone()]);
    assert_eq!(entries.asked_among(ada, &[id(), here]).await.unwrap(), [here]);
    assert_eq!(entries.request(id(), first.id).await.unwrap(), None, "of another group");
    first.decide(false, bob, at(2)).unwrap();
    write(&store, async |tx| tx.group_entries().save_request(&first).await).await.unwrap();
    assert_eq!(entries.request(here, first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(entries.requests(here, None, Limit::max()).await.unwrap(), [other]);
    assert!(entries.asked_among(ada, &[here]).await.unwrap().is_empty());
    insert(&ask(ada, None)).await.unwrap();
}

pub async fn an_invitation_is_good_until_its_time_its_number_and_its_end(store: TestStore) {
    let (group, _) = group(&store, "tea", id()).await;
    let here = group.info.id;
    let (ada, bob): (AccountId, AccountId) = (id(), id());
    let make = async |by, uses| {
        let invite = GroupInvite::issue(id(), (here, by), secret(), uses, Some(1), at(0)).unwrap();
        write(&store, async |tx| tx.group_entries().insert_invite(&invite).await).await.unwrap();
        invite
    };
    let take = async |invite: &GroupInvite, seconds| {
        write(&store, async |tx| tx.group_entries().use_invite(&invite.code_hash, at(seconds)).await)
            .await
            .unwrap()
    };
    let (twice, endless) = (make(ada, Some(2)).await, make(bob, None).await);
    assert!(take(&twice, 1).await && take(&twice, 2).await && !take(&twice, 3).await);
    assert!(take(&endless, 3599).await && !take(&endless, 3600).await);
    let read = store.read();
    let entries = read.group_entries();
    let found = entries.invite(&twice.code_hash).await.unwrap().unwrap();
    assert_eq!(found, GroupInvite { uses: 2, ..twice });
    assert_eq!(entries.invite(&secret()).await.unwrap(), None);
    let third = make(ada, None).await;
    let listed = async |by, before| {
        let all = entries.invites(here, by, at(1), before, Limit::max()).await.unwrap();
        all.into_iter().map(|invite| invite.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, None).await, [third.id, endless.id]);
    assert_eq!(listed(None, Some(third.id)).await, [endless.id]);
    assert_eq!(listed(Some(ada), None).await, [third.id]);
    let revoke = async |id, by| {
        write(&store, async |tx| tx.group_entries().revoke_invite(here, id, by, at(1)).await).await.unwrap()
    };
    assert!(!revoke(third.id, Some(bob)).await, "not his");
    assert!(revoke(third.id, None).await && !revoke(third.id, None).await);
    assert!(!take(&third, 1).await);
}

pub async fn invitations_end_with_the_right_of_their_maker(store: TestStore) {
    let (group, owner) = group(&store, "tea", id()).await;
    let here = group.info.id;
    let (ada, bob, gone): (AccountId, AccountId, AccountId) = (id(), id(), id());
    put(&store, &[joined(here, ada, Role::Admin, 1), joined(here, bob, Role::Member, 1)]).await;
    for by in [owner.account_id, ada, bob, gone] {
        let invite = GroupInvite::issue(id(), (here, by), secret(), None, None, at(0)).unwrap();
        write(&store, async |tx| tx.group_entries().insert_invite(&invite).await).await.unwrap();
    }
    let left = async || {
        let read = store.read();
        let all = read.group_entries().invites(here, None, at(1), None, Limit::max()).await.unwrap();
        sorted(all.into_iter().map(|invite| invite.created_by))
    };
    write(&store, async |tx| tx.group_entries().revoke_invites_below(here, Role::Admin, at(1)).await)
        .await
        .unwrap();
    assert_eq!(left().await, sorted([owner.account_id, ada]));
    write(&store, async |tx| tx.group_entries().revoke_invites_of(here, ada, at(1)).await).await.unwrap();
    assert_eq!(left().await, [owner.account_id]);
}

/// Uses at the same moment wait for each other.
pub async fn the_last_use_of_an_invitation_is_given_once(store: TestStore) {
    let (group, _) = group(&store, "tea", registered(&store, "ada").await.id).await;
    let invite = GroupInvite::issue(id(), (group.info.id, id()), secret(), Some(1), None, at(0)).unwrap();
    write(&store, async |tx| tx.group_entries().insert_invite(&invite).await).await.unwrap();
    let take = || async {
        write(&store, async |tx| tx.group_entries().use_invite(&invite.code_hash, at(1)).await).await.unwrap()
    };
    let (a, b, c) = tokio::join!(take(), take(), take());
    assert_eq!([a, b, c].into_iter().filter(|taken| *taken).count(), 1);
}
