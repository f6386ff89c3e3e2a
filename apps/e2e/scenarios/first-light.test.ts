import { describe, expect, it } from 'vitest';
import { Api } from '../src/api';
import type { Person } from '../src/person';
import type { ShownMessage } from '../src/pages/chat';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

/** Lin writes Chinese, Mary English; they become contacts the way people do. */
async function meet(suffix: string): Promise<{ lin: Person; mary: Person }> {
  const { chrome, server } = scene;
  const lin = await chrome.person(server, { locale: 'zh-CN' });
  const mary = await chrome.person(server, { locale: 'en-US' });
  await lin.signIn.register({ username: `lin_${suffix}`, nickname: '林晓雨', password: PASSWORD });
  await mary.signIn.register({ username: `mary_${suffix}`, nickname: 'Mary Whitfield', password: PASSWORD });
  expect(await lin.page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await mary.page.locator('html').getAttribute('lang')).toBe('en');

  await lin.contacts.goto();
  await lin.contacts.request(`mary_${suffix}`, '你好，我是林晓雨');
  await mary.contacts.gotoRequests();
  await mary.contacts.requests.getByText('你好，我是林晓雨').waitFor();
  await mary.contacts.accept('林晓雨');
  await lin.chats.goto();
  await mary.chats.goto();
  await lin.chats.row('Mary Whitfield').waitFor();
  await mary.chats.row('林晓雨').waitFor();
  return { lin, mary };
}

const shown = (messages: ShownMessage[]): string[] => messages.map((message) => message.text);

describe('two people', () => {
  it('meet, write in two languages and see what became of their messages', async () => {
    const { lin, mary } = await meet('one');

    // Mary is away: her device has nothing yet.
    await mary.closeWindow();
    await lin.chats.open('Mary Whitfield');
    await lin.chat.send('早上好！今天下午三点开会吗？');
    await lin.chat.waitState('早上好！今天下午三点开会吗？', 'sent');

    // She comes back to her list: delivered, and one unread.
    await mary.openWindow('/chats');
    await lin.chat.waitState('早上好！今天下午三点开会吗？', 'delivered');
    await mary.chats.badge('林晓雨').waitFor();
    expect(await mary.chats.badge('林晓雨').innerText()).toContain('1');

    // She opens the chat: read.
    await mary.chats.open('林晓雨');
    await lin.chat.waitState('早上好！今天下午三点开会吗？', 'read');
    await mary.chat.send('Yes — room 4 on the second floor.');
    await lin.chat.message('Yes — room 4 on the second floor.').waitFor();
    await mary.chat.waitState('Yes — room 4 on the second floor.', 'read');
    await mary.chat.send('👍🏽🎉👩‍👩‍👧‍👦');
    await lin.chat.message('👍🏽🎉👩‍👩‍👧‍👦').waitFor();
    await lin.chat.send('第一行\n第二行  with two spaces\n\n最后一行');
    await expect
      .poll(async () => shown(await mary.chat.all()))
      .toEqual([
        '早上好！今天下午三点开会吗？',
        'Yes — room 4 on the second floor.',
        '👍🏽🎉👩‍👩‍👧‍👦',
        '第一行\n第二行  with two spaces\n\n最后一行',
      ]);
    expect((await lin.chat.all()).map((m) => m.own)).toEqual([true, false, false, true]);
  });

  it('lose nothing and get nothing twice when the server is killed in the middle', async () => {
    const { lin, mary } = await meet('two');
    const { server } = scene;
    await lin.chats.open('Mary Whitfield');
    await mary.chats.open('林晓雨');
    const said = { lin: [] as string[], mary: [] as string[] };
    const say = async (who: 'lin' | 'mary', n: number): Promise<void> => {
      const text = who === 'lin' ? `第 ${n} 条` : `number ${n}`;
      said[who].push(text);
      await (who === 'lin' ? lin : mary).chat.send(text);
    };

    for (let n = 1; n <= 6; n += 1) await Promise.all([say('lin', n), say('mary', n)]);
    for (const person of [lin, mary]) person.watch.serverDown(true);
    const killed = server.kill();
    for (let n = 7; n <= 9; n += 1) await Promise.all([say('lin', n), say('mary', n)]);
    await killed;
    for (let n = 10; n <= 12; n += 1) await Promise.all([say('lin', n), say('mary', n)]);

    // Both see that they are offline and that the last ones wait.
    await lin.chat.banner.waitFor();
    await mary.chat.banner.waitFor();
    await lin.chat.waitState('第 12 条', 'sending');
    await mary.chat.waitState('number 12', 'sending');
    const acked = (await lin.chat.all()).filter((m) => m.seq > 0).map((m) => m.text);
    // Mary's window dies as well; what she wrote is only on her disk now.
    await mary.closeWindow();

    await server.start();
    // No click, no reload: Lin's messages go out by themselves.
    await lin.chat.inState('第 12 条', 'sent').waitFor({ timeout: 40_000 });
    await lin.chat.banner.waitFor({ state: 'detached' });
    await mary.openWindow('/chats');
    await lin.chat.message('number 12').waitFor({ timeout: 20_000 });
    for (const person of [lin, mary]) person.watch.serverDown(false);

    const api = await Api.signIn(server.origin, 'lin_two', PASSWORD);
    const stored = await api.messages(await api.conversationWith('Mary Whitfield'));
    const texts = stored.map((message) => message.body.text);
    expect(stored.map((message) => message.seq)).toEqual(stored.map((_, i) => i + 1));
    expect(texts.filter((text) => text.startsWith('第'))).toEqual(said.lin);
    expect(texts.filter((text) => text.startsWith('number'))).toEqual(said.mary);
    expect(texts.slice(0, acked.length)).toEqual(acked);

    await mary.chats.open('林晓雨');
    for (const person of [lin, mary]) {
      await expect.poll(async () => shown(await person.chat.all()), { timeout: 15_000 }).toEqual(texts);
      const rows = await person.chat.all();
      expect(rows.map((row) => row.seq)).toEqual(stored.map((message) => message.seq));
      expect(rows.filter((row) => row.state === 'sending' || row.state === 'failed')).toEqual([]);
    }
  });

  it('are live again within three seconds of a restart', async () => {
    const { lin, mary } = await meet('three');
    await lin.chats.open('Mary Whitfield');
    await mary.chats.open('林晓雨');
    for (const person of [lin, mary]) person.watch.serverDown(true);
    await scene.server.stop();
    await lin.page.waitForTimeout(700);
    await scene.server.start();
    const back = Date.now();
    await lin.chat.send('还在吗？');
    await mary.chat.message('还在吗？').waitFor();
    expect(Date.now() - back).toBeLessThan(3_000);
    for (const person of [lin, mary]) person.watch.serverDown(false);
  });
});
