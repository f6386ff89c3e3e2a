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

/** The group that the pictures show, and the last words in it. */
export const SHOWN = '春季发布会 Launch';
export const LAST = '说定了！鸳鸯锅，我要辣的那边';

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
    nickname: '苏梅 Mei',
    lines: ['下午好！上海这边的场地定下来了', 'me:太好了！是河边那家吗？', '对，合同下午签。我去群里说一声'],
  },
];

/** Tells the story through the API; the account to sign in with. */
export async function tell(server: Server): Promise<{ login: string; password: string }> {
  const login = 'linxiaoyu';
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const me = await register(login, '林晓雨');
  const people = new Map<string, Api>();
  for (const thread of THREADS) {
    const other = await register(thread.username, thread.nickname);
    people.set(thread.username, other);
    const conversation = await other.befriend(me);
    for (const line of thread.lines) {
      if (line.startsWith('me:')) await me.send(conversation, line.slice(3));
      else await other.send(conversation, line);
    }
    await me.read(conversation, thread.lines.length - (thread.unread ?? 0));
    await other.read(conversation, thread.lines.length);
  }
  const [mei, daniel, priya] = ['sumei', 'daniel.okoye', 'priya.nair'].map((name) => people.get(name)!);
  await launch(me, mei!, daniel!, priya!);
  return { login, password: PASSWORD };
}

async function launch(me: Api, mei: Api, daniel: Api, priya: Api): Promise<void> {
  const group = await me.group(SHOWN, [mei, daniel, priya]);
  // What happened to the group has numbers, too.
  let seq = (await me.messages(group)).at(-1)?.seq ?? 0;
  const say = async (who: Api, text: string, answered?: number): Promise<number> => {
    await (answered === undefined ? who.send(group, text) : who.answer(group, answered, text));
    return (seq += 1);
  };
  const booked = await say(mei, '场地定下来了！河边二楼整层，能坐八十个人，投影和网络都试过了');
  await say(mei, '那我把酒店也一起订了，离会场走路五分钟');
  await say(daniel, 'Perfect. Six of us are flying in from Lisbon on the 14th.');
  const budget = await say(me, '预算表我放在这里了：https://example.org/budget');
  const asked = await say(priya, 'Two questions: do we record the talks, and who does the opening?');
  await say(me, '录，直播就不做了。开场我来，十分钟以内。', asked);
  await mei.edit(group, await say(mei, '好，那我就这么跟他们'), '好，那我就这么跟他们说。');
  await me.mention(group, mei, '@苏梅 Mei 辛苦了，回来请你吃火锅 🍲');
  seq += 1;
  const last = await say(mei, LAST);
  await me.pin(group, booked);
  for (const who of [me, daniel, priya]) await who.react(group, booked, '🎉');
  await daniel.react(group, booked, '👏');
  for (const who of [mei, priya]) await who.react(group, budget, '👀');
  await me.react(group, last, '😋');
  for (const who of [me, mei, daniel]) await who.read(group, last);
}
