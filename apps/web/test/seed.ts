import { plainSettings } from '@kamachat/client';
import type {
  Account,
  Contact,
  ConversationView,
  FriendRequest,
  Message,
  OutboxItem,
  Person,
  SignInSession,
} from '@kamachat/client';
import { sounds } from './sounds';

export interface Seed {
  account: Account;
  conversations: ConversationView[];
  messages: Record<string, Message[]>;
  outbox: OutboxItem[];
  contacts: Contact[];
  friendRequests: FriendRequest[];
  people: Person[];
  sessions: SignInSession[];
}

type Line = [from: 'me' | 'peer', minutesAgo: number, text: string];

const minute = 60_000;
const day = 24 * 60;
const me = { id: 'u-me', username: 'haoran', name: '何浩然', avatar: null, deleted: false };

const untold = { signature: null, status_text: null, gender: 'unset' as const, blocked: false };

const people = [
  { id: 'u-lena', username: 'lena', name: 'Lena Fischer', avatar: null, deleted: false },
  { id: 'u-zhang', username: 'beichen', name: '张北辰', avatar: null, deleted: false },
  { id: 'u-zhou', username: 'meiqi', name: '周美琪', avatar: null, deleted: false },
  { id: 'u-jonas', username: 'jonas', name: 'Jonas Weber', avatar: null, deleted: false },
  { id: 'u-lin', username: 'xiaoman', name: '林小满', avatar: null, deleted: false },
  { id: 'u-ada', username: 'ada', name: 'Ada Okafor', avatar: null, deleted: false },
  { id: 'u-sato', username: 'tsubasa', name: '佐藤 翼', avatar: null, deleted: false },
  {
    id: 'u-long',
    username: 'donaudampfschiff',
    name: 'Donaudampfschifffahrtsgesellschaft Kapitän',
    avatar: null,
    deleted: false,
  },
];

const longText =
  '我把上周用户访谈的结论整理了一下：十二个人里有九个会先看会话列表的右侧，再看名字，所以未读数和时间必须对齐在同一条竖线上；有七个人把「撤回」当成「删除」，直到看见提示才明白对方也看不到了。另外，年纪大的用户普遍把字号调到最大，那时候列表要从两行变成三行，而不是把预览截得只剩三个字。';

const talks: Record<
  string,
  { lines: Line[]; unread?: number; readBack?: number; deliveredBack?: number; draft?: string }
> = {
  'u-lena': {
    lines: [
      ['peer', day + 200, 'Wind from the north-east, six knots. The grass hill is perfect.'],
      ['me', day + 198, '带上那把大风筝？'],
      ['peer', day + 195, 'Ja! And the long line, please. 那根红色的。'],
      ['peer', day + 194, '🪁'],
      ['me', 64, 'See you at the harbour then'],
      ['me', 62, 'Bring a jacket, it gets cold after six'],
      ['peer', 41, 'Here is the map: https://maps.example/harbour-north (parking is behind the old crane).'],
      ['peer', 40, 'And if the ferry is late, write to mailto:hafen@example.org'],
      ['me', 12, '好的，合同已经发到你邮箱'],
      ['me', 5, 'const wind = await forecast("north");\nif (wind > 6) bring(kite);'],
    ],
    readBack: 1,
    deliveredBack: 0,
  },
  'u-zhang': {
    lines: [
      ...Array.from({ length: 120 }, (_, i): Line => [
        i % 3 === 0 ? 'me' : 'peer',
        3 * day - i * 20,
        i % 7 === 0 ? longText : `第 ${i + 1} 条：${'路上风太大，'.repeat((i % 4) + 1)}晚到十分钟`,
      ]),
      ['peer', 22, '路上风太大'],
      ['peer', 21, '晚到十分钟'],
    ],
    unread: 2,
  },
  'u-zhou': {
    lines: [
      ['me', 35, '今晚把新图标定下来吧，我七点前都在。'],
      ['peer', 31, longText.repeat(4)],
      ['peer', 30, '我给你打过去'],
    ],
    unread: 120,
  },
  'u-jonas': {
    lines: [['peer', 130, 'Did the export job finish?']],
    draft: 'The export job looks fine, but I’d still',
  },
  'u-lin': { lines: [['peer', 200, '会议室定了吗？']] },
  'u-ada': { lines: [['me', day + 600, 'Hi all! 刚加入，先读一读上面的记录 🙌']] },
  'u-sato': { lines: [['me', 12 * day, '了解しました。ありがとう！']], deliveredBack: 1, readBack: 1 },
  'u-long': { lines: [['peer', 400 * day, 'Guten Tag aus Passau']] },
};

/** A small world in both scripts, with every state that a list and a timeline can show. */
export function seed(now = Date.now()): Seed {
  const iso = (minutesAgo: number) => new Date(now - minutesAgo * minute).toISOString();
  const messages: Record<string, Message[]> = {};
  const outbox: OutboxItem[] = [];

  const conversations = people.map((peer): ConversationView => {
    const talk = talks[peer.id] ?? { lines: [] };
    const id = `c-${peer.id.slice(2)}`;
    const list = talk.lines.map(([from, ago, text], i): Message => {
      const sender = from === 'me' ? me : peer;
      return {
        id: `m-${id}-${i + 1}`,
        conversation_id: id,
        seq: i + 1,
        cnt: i + 1,
        rev: null,
        client_msg_id: `k-${id}-${i + 1}`,
        sender: { id: sender.id, name: sender.name, avatar: null, deleted: false },
        kind: 'text',
        reply_to: null,
        mentions: null,
        body: { text },
        created_at: iso(ago),
      };
    });
    messages[id] = list;
    const last = list.length;
    const unread = talk.unread ?? 0;
    return {
      id,
      kind: 'direct',
      peer,
      group: null,
      last_message: list[last - 1] ?? null,
      last_seq: last,
      last_cnt: last,
      last_rev: 0,
      member_rev: 0,
      read_seq: Math.max(0, last - Math.min(unread, 2)),
      read_cnt: 0,
      own_cnt: 0,
      unread,
      visible_from: 0,
      mention_seq: 0,
      mentioned: false,
      peer_read_seq: last - (talk.readBack ?? 0),
      peer_delivered_seq: last - (talk.deliveredBack ?? 0),
      last_activity_at: list[last - 1]?.created_at ?? iso(0),
      settings: plainSettings,
      archived: false,
      hidden: false,
      draft: talk.draft ?? '',
      draftReplyTo: null,
    };
  });

  const failing: OutboxItem = {
    clientMsgId: 'k-failed',
    conversationId: 'c-lin',
    body: { text: '周五的会议室我订好了' },
    createdAt: now - 195 * minute,
    state: 'failed',
    code: 'conversation.not_contacts',
  };
  const waiting: OutboxItem = {
    clientMsgId: 'k-waiting',
    conversationId: 'c-lena',
    body: { text: '我大概六点半到，先去借绳子。' },
    createdAt: now - minute,
    state: 'sending',
  };
  outbox.push(failing, waiting);
  for (const item of conversations) {
    item.pending = outbox.find((each) => each.conversationId === item.id);
  }

  const stranger = (id: string, username: string, name: string) => ({
    id,
    username,
    name,
    avatar: null,
    deleted: false,
  });
  const request = (
    id: string,
    other: { id: string; username: string; name: string; avatar: null; deleted: boolean },
    state: FriendRequest['state'],
    sent: boolean,
    note: string,
    ago: number,
  ): FriendRequest => ({
    id,
    from: sent ? me : other,
    to: sent ? other : me,
    note,
    state,
    created_at: iso(ago),
    decided_at: state === 'pending' ? null : iso(ago - 5),
    conversation_id: null,
  });

  return {
    account: {
      id: me.id,
      username: me.username,
      nickname: me.name,
      phone: null,
      email: 'haoran@example.org',
      email_verified: false,
      avatar: null,
      signature: null,
      gender: 'unset',
      birthday: null,
      status_text: null,
      role: 'admin',
      created_at: iso(300 * day),
    },
    conversations,
    messages,
    outbox,
    contacts: people.map((user, i) => ({
      user,
      remark: null,
      starred: false,
      tags: [],
      ...sounds[i]!,
      conversation_id: `c-${user.id.slice(2)}`,
      created_at: iso((i + 1) * day),
    })),
    friendRequests: [
      request(
        'r-wei',
        stranger('u-wei', 'zijin', '魏子衿'),
        'pending',
        false,
        '我是羽毛球群的子衿，约场地方便一点',
        10,
      ),
      request(
        'r-tom',
        stranger('u-tom', 'tomas', 'Tomás Rivera'),
        'pending',
        false,
        'Hi! I maintain the TURN relay docs, Jonas said I should talk to you about the pre-flight page.',
        125,
      ),
      request(
        'r-chen',
        stranger('u-chen', 'yizhou', '陈一舟'),
        'pending',
        true,
        '我是浩然，上次展会加过你',
        2 * day,
      ),
      request('r-ada', people[5] as ReturnType<typeof stranger>, 'accepted', false, 'Hello', 3 * day),
      request('r-old', stranger('u-old', 'elke', 'Elke Baum'), 'expired', false, '', 11 * day),
    ],
    people: [
      { ...stranger('u-new', 'bob', 'Bob Tanaka'), ...untold, relation: 'none' },
      { ...me, ...untold, relation: 'self' },
      { ...stranger('u-lena', 'lena', 'Lena Fischer'), ...untold, relation: 'contact' },
    ],
    sessions: [
      device('s-here', 'Firefox', 'linux', true, 0),
      { ...device('s-phone', 'Chrome', 'android', false, 4), name: 'Pixel 9', renamed: true },
      device('s-mac', 'Safari', 'macos', false, day + 300),
    ],
  };
}

function device(
  id: string,
  app: string,
  platform: string,
  current: boolean,
  minutesAgo: number,
): SignInSession {
  const at = new Date(Date.now() - minutesAgo * minute).toISOString();
  const name = `${app} on ${platform}`;
  return {
    id,
    name,
    renamed: false,
    app,
    platform,
    ip: '203.0.113.7',
    user_agent: name,
    created_at: at,
    last_seen_at: at,
    current,
  };
}
