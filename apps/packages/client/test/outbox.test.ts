import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freezeTime, pass, pendingTexts, row, settled, texts, twoPeople, type World } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
  await settled(w.lin.open(w.room.id));
});
afterEach(() => vi.useRealTimers());

const keys = (): string[] => w.server.frames('send_message').map((frame) => frame.client_msg_id);

it('a sent message is a row at once and a committed one when the server says so', async () => {
  const item = w.lin.send(w.room.id, '早上好');
  expect(pendingTexts(w.lin.timeline(w.room.id))).toEqual(['早上好']);
  expect(row(w.lin, w.room.id).pending?.clientMsgId).toBe(item.clientMsgId);
  await pass();
  const view = w.lin.timeline(w.room.id)!;
  expect(pendingTexts(view)).toEqual([]);
  expect(view.messages.map((m) => [m.seq, m.client_msg_id])).toEqual([[1, item.clientMsgId]]);
});

it('many messages go out one after the other and keep their order', async () => {
  for (let i = 1; i <= 20; i += 1) w.lin.send(w.room.id, `m${i}`);
  await pass();
  expect(w.room.messages.map((m) => m.body.text)).toEqual(Array.from({ length: 20 }, (_, i) => `m${i + 1}`));
  expect(texts(w.lin.timeline(w.room.id))).toHaveLength(20);
});

it('a lost ack leads to the same key again and to one message', async () => {
  w.server.dropAcks = 1;
  w.lin.send(w.room.id, 'exactly once');
  await pass(9_000);
  expect(keys()).toHaveLength(1);
  await pass(1_500);
  expect(new Set(keys()).size).toBe(1);
  expect(keys()).toHaveLength(2);
  expect(texts(w.lin.timeline(w.room.id))).toEqual(['exactly once']);
  expect(w.room.messages).toHaveLength(1);
});

it.each([200, 404])('what is acknowledged while its chat is asked for (%i) is sent', async (status) => {
  const path = `conversations/${w.room.id}`;
  w.server.refusals.set(path, { status: 404, code: 'not_found' });
  w.server.event(w.linId, 'conversation', w.room.id);
  await pass();
  expect(row(w.lin, w.room.id)).toBeUndefined();
  if (status === 200) w.server.refusals.clear();
  w.lin.send(w.room.id, 'still');
  await pass();
  w.server.refusals.clear();
  w.server.event(w.linId, 'conversation', w.room.id);
  await pass();
  expect(row(w.lin, w.room.id)).toMatchObject({ last_message: { body: { text: 'still' } } });
  expect(row(w.lin, w.room.id).pending).toBeUndefined();
});

it('a message that was committed while the line broke is recognised on the new line', async () => {
  w.server.dropAcks = 1;
  w.lin.send(w.room.id, 'committed, unheard');
  await pass();
  w.server.cutSockets();
  await pass(600);
  expect(texts(w.lin.timeline(w.room.id))).toEqual(['committed, unheard']);
  expect(pendingTexts(w.lin.timeline(w.room.id))).toEqual([]);
  expect(w.room.messages).toHaveLength(1);
});

it('a message that was lost with the line goes out on the next one', async () => {
  w.lin.send(w.room.id, 'lost on the way');
  w.server.kill();
  await pass();
  expect(w.room.messages).toHaveLength(0);
  w.server.start();
  await pass(600);
  expect(texts(w.lin.timeline(w.room.id))).toEqual(['lost on the way']);
});

it('a refusal for good marks the row as failed and lets the next one through', async () => {
  w.server.refusedTexts.set('no', { code: 'message.not_member', times: 1 });
  const refused = w.lin.send(w.room.id, 'no');
  w.lin.send(w.room.id, 'yes');
  await pass();
  const view = w.lin.timeline(w.room.id)!;
  expect(texts(view)).toEqual(['yes']);
  expect(view.outbox).toMatchObject([{ state: 'failed', code: 'message.not_member' }]);
  w.lin.retry(refused.clientMsgId);
  await pass();
  expect(texts(w.lin.timeline(w.room.id))).toEqual(['yes', 'no']);
});

it('a busy server is asked again later and nothing overtakes', async () => {
  w.server.refusedTexts.set('first', { code: 'busy', times: 2 });
  w.lin.send(w.room.id, 'first');
  w.lin.send(w.room.id, 'second');
  await pass();
  expect(w.room.messages).toHaveLength(0);
  await pass(1_000);
  await pass(2_000);
  expect(w.room.messages.map((m) => m.body.text)).toEqual(['first', 'second']);
});

it('a failed message can be thrown away', async () => {
  w.server.refusedTexts.set('no', { code: 'message.kind_unsupported', times: 1 });
  const item = w.lin.send(w.room.id, 'no');
  await pass();
  w.lin.discard(item.clientMsgId);
  expect(w.lin.timeline(w.room.id)?.outbox).toEqual([]);
  const again = w.linBrowser.tab();
  await settled(again.restore());
  await settled(again.open(w.room.id));
  expect(again.timeline(w.room.id)?.outbox).toEqual([]);
});

it('what was written without a server survives a reload and goes out in order', async () => {
  w.server.kill();
  for (const text of ['一', '二', '三']) w.lin.send(w.room.id, text);
  await pass(100);
  const again = w.linBrowser.tab();
  expect(await settled(again.restore())).toMatchObject({ nickname: '林' });
  await settled(again.open(w.room.id));
  expect(pendingTexts(again.timeline(w.room.id))).toEqual(['一', '二', '三']);
  w.server.start();
  again.retryNow();
  await pass(1_000);
  expect(texts(again.timeline(w.room.id))).toEqual(['一', '二', '三']);
  // The old tab wakes up as well: the keys make sure that nothing is said twice.
  await pass(31_000);
  expect(w.room.messages.map((m) => m.body.text)).toEqual(['一', '二', '三']);
  expect(pendingTexts(w.lin.timeline(w.room.id))).toEqual([]);
});

it('a committed message waits for the one before it, and its row stays meanwhile', async () => {
  w.server.say(w.room, w.maryId, 'lost push', true);
  // Nothing may answer the pull while we look.
  const pull = vi.spyOn(w.server.state.lost, 'get');
  const socket = [...w.server.sockets].find((s) => s.userId === w.linId)!;
  const deliver = socket.deliver.bind(socket);
  const withheld: Parameters<typeof deliver>[] = [];
  socket.deliver = (frame) => (frame.type === 'messages' ? void withheld.push([frame]) : deliver(frame));
  w.lin.send(w.room.id, 'mine');
  await pass();
  expect(pull).toHaveBeenCalled();
  expect(texts(w.lin.timeline(w.room.id))).toEqual([]);
  expect(pendingTexts(w.lin.timeline(w.room.id))).toEqual(['mine']);
  for (const args of withheld) deliver(...args);
  await pass();
  expect(texts(w.lin.timeline(w.room.id))).toEqual(['lost push', 'mine']);
  expect(pendingTexts(w.lin.timeline(w.room.id))).toEqual([]);
});

it('a text over the largest frame is refused on the spot', async () => {
  const item = w.lin.send(w.room.id, '长'.repeat(30_000));
  expect(item).toMatchObject({ state: 'failed', code: 'message.too_long' });
  await pass();
  expect(keys()).toEqual([]);
});
