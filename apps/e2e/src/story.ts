import { Api } from './api';
import { PASSWORD } from './scene';
import type { Server } from './server';

interface Thread {
  username: string;
  nickname: string;
  /** `me:` starts one's own lines. */
  lines: string[];
  /** How many of the last lines are unread. */
  unread?: number;
}

/** The chat that the pictures show. */
export const SHOWN = '苏梅 Mei';

/** A working afternoon between two offices, oldest thread first. */
const THREADS: Thread[] = [
  {
    username: 'tomas.berg',
    nickname: 'Tomas Berg',
    lines: [
      'Invoice 2041 is paid, thanks for chasing it.',
      'me:Great, closing the ticket then.',
      'See you at the retro on Thursday.',
    ],
  },
  {
    username: 'laoma',
    nickname: '马师傅',
    lines: ['快递放门卫了，两箱。', 'me:好的，辛苦您了！', '不客气 👌'],
  },
  {
    username: 'priya.nair',
    nickname: 'Priya Nair',
    lines: [
      'The new onboarding copy is in the shared folder.',
      'me:Reading it now. The second page could lose a paragraph.',
      'Agreed, I will cut it tonight.',
    ],
  },
  {
    username: 'chenhao',
    nickname: '陈昊',
    lines: [
      '周末羽毛球，还差一个人',
      'me:几点？在哪个馆？',
      '周六下午四点，体育中心 3 号场',
      '来的话记得带水 🏸',
    ],
    unread: 2,
  },
  {
    username: 'grandma',
    nickname: '外婆',
    lines: ['晓雨，天冷了，多穿点', 'me:知道啦外婆，您也注意身体 ❤️', '周日回来吃饭，给你做红烧鱼'],
    unread: 1,
  },
  {
    username: 'daniel.okoye',
    nickname: 'Daniel Okoye',
    lines: [
      'me:Did the staging deploy go through?',
      'Yes, green since 14:10. p95 is down to 38 ms.',
      'me:Lovely. I will write the release notes.',
    ],
  },
  {
    username: 'sumei',
    nickname: SHOWN,
    lines: [
      '下午好！上海这边的场地定下来了',
      'me:太好了！是河边那家吗？',
      '对，二楼整层，能坐八十个人。投影和网络都试过了',
      'me:Perfect. I told the Lisbon team — six of them are flying in on the 14th.',
      '那我把酒店也一起订了，离会场走路五分钟',
      'me:谢谢！预算表我放在这里了：https://example.org/budget',
      '收到 👀',
      'Two questions: do we record the talks, and who does the opening?',
      'me:录，直播就不做了。开场我来，十分钟以内。',
      '好，那我就这么跟他们说。',
      'me:辛苦了，回来请你吃火锅 🍲',
      '🎉',
      '说定了！鸳鸯锅，我要辣的那边',
    ],
  },
];

/** Tells the story through the API; the account to sign in with. */
export async function tell(server: Server): Promise<{ login: string; password: string }> {
  const login = 'linxiaoyu';
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const me = await register(login, '林晓雨');
  for (const thread of THREADS) {
    const other = await register(thread.username, thread.nickname);
    const conversation = await other.befriend(me);
    for (const line of thread.lines) {
      if (line.startsWith('me:')) await me.send(conversation, line.slice(3));
      else await other.send(conversation, line);
    }
    await me.read(conversation, thread.lines.length - (thread.unread ?? 0));
    await other.read(conversation, thread.lines.length);
  }
  return { login, password: PASSWORD };
}
