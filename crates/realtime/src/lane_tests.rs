use std::sync::Mutex;

use async_trait::async_trait;
use kamachat_application::{
    Actor, Error, Result,
    conversations::Member,
    feed::{FeedEvent, FeedKind},
    messages::SenderView,
    ports::PortError,
};
use kamachat_domain::{
    Limit, Timestamp,
    accounts::Role,
    conversations::Conversation,
    ids::{AccountId, SessionId},
    messages::{Body, Message, Refs, Text},
};
use uuid::Uuid;

use super::*;
use crate::{delivery::Queues, options::Options, outbox::Limits};

/// What a test knows about the world.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) members: Mutex<Option<MemberList>>,
    pub(crate) newest: Mutex<Option<(i64, MessageView)>>,
    pub(crate) touched: Mutex<Vec<(Timestamp, Conversation)>>,
    pub(crate) ended: Mutex<Vec<SessionId>>,
    /// How often the members were asked for, and who was looked up among many.
    pub(crate) loads: Mutex<usize>,
    pub(crate) asked: Mutex<Vec<Vec<AccountId>>>,
    /// Happens once, during the next look-up.
    pub(crate) meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl World {
    fn list(&self) -> Result<MemberList> {
        let list = self.members.lock().unwrap().clone();
        list.ok_or_else(|| Error::Port(PortError::Unavailable("down".into())))
    }
}

#[async_trait]
impl Directory for World {
    async fn members(&self, _: ConversationId) -> Result<Option<MemberList>> {
        *self.loads.lock().unwrap() += 1;
        let mut list = self.list()?;
        if !list.is_whole {
            list.members.clear();
        }
        Ok(Some(list))
    }
    async fn members_among(&self, _: ConversationId, accounts: &[AccountId]) -> Result<Option<MemberList>> {
        self.asked.lock().unwrap().push(accounts.to_vec());
        let mut list = self.list()?;
        list.members.retain(|member| accounts.contains(&member.account_id));
        list.is_whole = false;
        // What happens now comes after the rows were read.
        if let Some(meanwhile) = self.meanwhile.lock().unwrap().take() {
            meanwhile();
        }
        Ok(Some(list))
    }
    async fn newest(&self, _: ConversationId) -> Result<Option<(i64, MessageView)>> {
        Ok(self.newest.lock().unwrap().clone())
    }
    async fn now(&self) -> Result<Timestamp> {
        Ok(Timestamp::UNIX_EPOCH)
    }
    async fn touched_since(
        &self,
        since: Timestamp,
        above: ConversationId,
    ) -> Result<Vec<(Timestamp, Conversation)>> {
        let touched = self.touched.lock().unwrap().clone();
        let later = touched.into_iter().filter(|(at, head)| (*at, head.id) > (since, above));
        Ok(later.take(usize::try_from(Limit::max().get()).unwrap()).collect())
    }
    async fn ended_sessions(&self, ids: &[SessionId]) -> Result<Vec<SessionId>> {
        let ended = self.ended.lock().unwrap();
        Ok(ids.iter().filter(|id| ended.contains(id)).copied().collect())
    }
}

pub(crate) fn account(n: u128) -> AccountId {
    Uuid::from_u128(n).into()
}

pub(crate) fn chat() -> ConversationId {
    Uuid::from_u128(99).into()
}

pub(crate) fn member(n: u128) -> Member {
    Member { account_id: account(n), state: MemberState::Active, visible_from: 1, left_seq: None }
}

pub(crate) fn members(member_rev: i64, members: Vec<Member>) -> MemberList {
    MemberList { member_rev, is_whole: true, has_receipts: true, members }
}

/// A socket that said hello.
pub(crate) fn online(registry: &Registry, id: u64, of: u128) -> Arc<Connection> {
    let session_id = Uuid::from_u128(u128::from(id)).into();
    let actor = Actor { account_id: account(of), session_id, role: Role::User };
    let connection = Arc::new(Connection::new(id, &actor, Limits::from(&Options::default()), 0));
    connection.hold();
    connection.release();
    registry.join(&connection);
    connection
}

pub(crate) fn view(seq: i64) -> MessageView {
    let message = Message {
        id: Uuid::from_u128(1).into(),
        conversation_id: chat(),
        seq,
        cnt: seq,
        rev: None,
        sender_id: account(1),
        client_msg_id: Uuid::from_u128(2).into(),
        body: Body::Text(Text::parse(format!("text {seq}")).unwrap()),
        body_hash: [0; 32],
        created_at: Timestamp::UNIX_EPOCH,
        changes: Default::default(),
        refs: Refs::default(),
    };
    MessageView {
        message,
        sender: SenderView { id: account(1), name: "ann".into(), avatar: None, deleted: false },
        subjects: Vec::new(),
        mine: None,
        mentioned: Vec::new(),
        quote: None,
    }
}

/// What the socket would send, as JSON.
pub(crate) fn sent(connection: &Connection) -> Vec<serde_json::Value> {
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let mut frames = Vec::new();
    while let std::task::Poll::Ready(Some(bytes)) = connection.poll_output(&mut cx) {
        let mut rest = &bytes[..];
        while let [0x81, len, ..] = rest {
            let (start, len) = match len {
                126 => (4, usize::from(u16::from_be_bytes([rest[2], rest[3]]))),
                len => (2, usize::from(*len)),
            };
            frames.push(serde_json::from_slice(&rest[start..start + len]).unwrap());
            rest = &rest[start + len..];
        }
    }
    frames
}

pub(crate) fn seqs(connection: &Connection) -> Vec<i64> {
    let seq = |frame: serde_json::Value| frame["message"]["seq"].as_i64();
    sent(connection).into_iter().filter_map(seq).collect()
}

pub(crate) struct Stage {
    pub(crate) world: Arc<World>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) lane: Lane,
}

pub(crate) fn stage(list: Option<MemberList>) -> Stage {
    let world = Arc::new(World { members: Mutex::new(list), ..World::default() });
    let registry = Arc::new(Registry::default());
    let directory: Arc<dyn Directory> = Arc::<World>::clone(&world);
    let lane = Lane::new(directory, Arc::clone(&registry), Arc::new(Queues));
    Stage { world, registry, lane }
}

pub(crate) fn messages(member_rev: i64, seqs: &[i64], origin: Option<u64>) -> Job {
    let messages = seqs.iter().map(|seq| (Arc::new(view(*seq)), origin)).collect();
    Job::Push(Arc::new(ports::Push::Messages(NewMessages { conversation_id: chat(), member_rev, messages })))
}

pub(crate) fn read(of: u128, cursor: Cursor) -> Job {
    Job::Push(Arc::new(ports::Push::Cursor(CursorMoved {
        conversation_id: chat(),
        kind: ConversationKind::Direct,
        member_rev: 1,
        account_id: account(of),
        cursor,
        seq: 7,
        read_cnt: 6,
        own_cnt: 1,
        last_seq: 9,
        last_cnt: 8,
        shown: true,
    })))
}

#[tokio::test]
async fn every_device_of_every_member_gets_a_message_except_the_socket_that_sent_it() {
    let Stage { registry, mut lane, .. } = stage(Some(members(1, vec![member(1), member(2)])));
    let [sending, other, peer, stranger] =
        [(1, 1), (2, 1), (3, 2), (4, 3)].map(|(id, of)| online(&registry, id, of));
    lane.handle(messages(1, &[1, 2], Some(1))).await;
    assert_eq!(
        [&sending, &other, &peer, &stranger].map(|socket| seqs(socket)),
        [vec![], vec![1, 2], vec![1, 2], vec![]]
    );
}

#[tokio::test]
async fn members_are_read_again_when_older_than_a_push_and_never_when_newer() {
    let Stage { world, registry, mut lane } = stage(Some(members(1, vec![member(1), member(2)])));
    let peer = online(&registry, 3, 2);
    lane.handle(messages(1, &[1], None)).await;
    lane.handle(messages(1, &[2], None)).await;
    assert_eq!((seqs(&peer), *world.loads.lock().unwrap()), (vec![1, 2], 1));

    let removed = Member { state: MemberState::Removed, left_seq: Some(3), ..member(2) };
    *world.members.lock().unwrap() = Some(members(2, vec![member(1), removed]));
    lane.handle(messages(2, &[4], None)).await;
    // A late push of an older version: he was a member when it was sent.
    lane.handle(messages(1, &[3], None)).await;
    assert_eq!((seqs(&peer), *world.loads.lock().unwrap()), (vec![3], 2));
}

#[tokio::test]
async fn in_one_batch_each_member_gets_what_he_may_see() {
    let late = Member { visible_from: 3, ..member(2) };
    let gone = Member { state: MemberState::Left, left_seq: Some(2), ..member(3) };
    let Stage { registry, mut lane, .. } = stage(Some(members(1, vec![member(1), late, gone])));
    let [old, new, former] = [(1, 1), (2, 2), (3, 3)].map(|(id, of)| online(&registry, id, of));
    lane.handle(messages(1, &[1, 2, 3, 4], None)).await;
    assert_eq!([&old, &new, &former].map(|socket| seqs(socket)), [vec![1, 2, 3, 4], vec![3, 4], vec![1, 2]]);
}

#[tokio::test]
async fn without_current_members_nobody_is_told_and_the_comparison_heals_it() {
    let Stage { world, registry, mut lane } = stage(None);
    let peer = online(&registry, 3, 2);
    lane.handle(messages(2, &[5], None)).await;
    *world.members.lock().unwrap() = Some(members(1, vec![member(1), member(2)]));
    lane.handle(messages(2, &[5], None)).await;
    assert_eq!(seqs(&peer), [0; 0]);

    *world.members.lock().unwrap() = Some(members(2, vec![member(1), member(2)]));
    *world.newest.lock().unwrap() = Some((2, view(6)));
    let compare = || Job::Compare { conversation_id: chat(), member_rev: 2, last_seq: 6, last_rev: 0 };
    lane.handle(compare()).await;
    lane.handle(compare()).await;
    assert_eq!(seqs(&peer), [6]);
}

#[tokio::test]
async fn counts_of_a_read_cursor_are_for_the_readers_own_devices() {
    let Stage { registry, mut lane, .. } = stage(Some(members(1, vec![member(1), member(2)])));
    let [reader, peer] = [(1, 1), (2, 2)].map(|(id, of)| online(&registry, id, of));
    lane.handle(read(1, Cursor::Read)).await;
    let (own, theirs) = (sent(&reader), sent(&peer));
    let counts = |frame: &serde_json::Value| {
        ["read_cnt", "own_cnt", "last_seq", "last_cnt"].map(|count| frame[count].as_i64())
    };
    assert_eq!(counts(&own[0]), [Some(6), Some(1), Some(9), Some(8)]);
    assert_eq!((theirs[0]["seq"].as_i64(), counts(&theirs[0])), (Some(7), [None; 4]));
    lane.handle(read(1, Cursor::Delivered)).await;
    assert_eq!((sent(&reader).len(), sent(&peer)[0]["type"].as_str()), (0, Some("delivered")));
}

#[tokio::test]
async fn news_of_an_account_go_to_its_devices() {
    let Stage { registry, mut lane, .. } = stage(None);
    let [mine, other] = [(1, 1), (2, 2)].map(|(id, of)| online(&registry, id, of));
    let event = FeedEvent {
        useq: 4,
        kind: FeedKind::Contact,
        ref_id: Uuid::nil(),
        created_at: Timestamp::UNIX_EPOCH,
    };
    lane.handle(Job::Push(Arc::new(ports::Push::Account { account_id: account(1), event }))).await;
    assert_eq!((sent(&mine)[0]["last_useq"].as_i64(), sent(&other).len()), (Some(4), 0));
}
