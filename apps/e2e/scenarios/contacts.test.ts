import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

it('asked, accepted, named, blocked and let in again', async () => {
  const { chrome, server } = scene;
  for (const [username, nickname] of [
    ['lan', '兰'],
    ['ping', 'Ping'],
    ['third', 'Third'],
  ] as const) {
    await Api.register(server.origin, { username, nickname, password: PASSWORD });
  }
  const lanApi = await Api.signIn(server.origin, 'lan', PASSWORD);
  await lanApi.befriend(await Api.signIn(server.origin, 'third', PASSWORD));
  const lan = await chrome.person(server, { locale: 'en-US' });
  const ping = await chrome.person(server, { phone: true, locale: 'en-US' });
  await lan.signIn.signIn('lan', PASSWORD);
  await ping.signIn.signIn('ping', PASSWORD);

  // A request is taken back, then sent again and accepted on the phone.
  await lan.contacts.goto();
  await lan.contacts.request('ping', 'oops');
  await ping.contacts.gotoRequests();
  await ping.contacts.requests.first().waitFor();
  await lan.contacts.gotoRequests();
  await lan.page.getByTestId('request-withdraw').click();
  await ping.contacts.requests.first().waitFor({ state: 'detached' });
  await lan.contacts.request('ping', 'It is Lan');
  await ping.contacts.accept('兰');

  // The remark stands wherever the name stood.
  const row = lan.contacts.rows.filter({ hasText: 'Ping' });
  await row.click();
  await lan.page.getByTestId('person-notes').click();
  await lan.page.getByTestId('remark').fill('张三');
  await lan.page.getByTestId('tags').fill('work, 家人');
  await lan.page.getByTestId('notes-save').click();
  await lan.page.getByTestId('person-name').getByText('张三').waitFor();
  await lan.page.getByTestId('person-nickname').getByText('Ping').waitFor();
  await lan.page.getByTestId('person-star').click();
  for (const letter of ['★', 'Z']) {
    const group = lan.page.locator(`[data-letter="${letter}"]`).getByTestId('contact-row');
    await group.filter({ hasText: '张三' }).waitFor();
  }
  expect(await violations(lan.page, 'contact card')).toEqual([]);
  await lan.page.getByTestId('contact-message').click();
  await lan.chat.send('see my card');
  expect(await lan.page.getByTestId('chat-title').textContent()).toBe('张三');
  await lan.chats.row('张三').waitFor();

  // A card leads to the person, who is a stranger to the other one.
  await lan.contacts.goto();
  await lan.contacts.rows.filter({ hasText: 'Third' }).click();
  await lan.page.getByTestId('person-share').click();
  await lan.page.getByTestId('share-to').filter({ hasText: '张三' }).click();
  await lan.page.locator('[data-testid="message"][data-seq="2"]').waitFor();
  await ping.page.goto('/chats');
  await ping.chats.row('兰').click();
  await ping.page.getByTestId('message-card').click();
  await ping.page.getByTestId('person-name').getByText('Third').waitFor();
  await ping.page.getByTestId('person-ask').waitFor();
  expect(await ping.overflow()).toBeLessThanOrEqual(0);

  // Blocked: what is written is refused and kept, nothing arrives.
  await lan.page.getByTestId('chat-person').click();
  await lan.page.getByTestId('person-block').click();
  await lan.page.getByRole('dialog').getByText('Block 张三?').waitFor();
  await lan.page.getByTestId('person-confirm').click();
  await lan.page.getByTestId('person-blocked').waitFor();
  await ping.page.goto('/chats');
  await ping.chats.row('兰').click();
  await ping.chat.send('are you there');
  await ping.page.locator('[data-testid="message"][data-state="failed"]').waitFor();
  const stored = await lanApi.messages(await lanApi.conversationWith('Ping'));
  expect(stored.map((message) => message.seq)).toEqual([1, 2]);
  await lan.settings.goto();
  await lan.page.getByTestId('blocked-person').filter({ hasText: '张三' }).waitFor();
  await lan.page.getByTestId('blocked-end').click();
  await lan.page.getByTestId('blocked-person').waitFor({ state: 'detached' });
  await ping.page.getByTestId('retry').click();
  await ping.page.locator('[data-testid="message"][data-seq="3"]').waitFor();

  // The link of a QR code opens the card of its person.
  await lan.page.getByTestId('profile-card').click();
  const link = (await lan.page.getByTestId('my-link').textContent()) ?? '';
  expect(link).toBe(`${server.origin}/u/lan`);
  await ping.page.goto(new URL(link).pathname);
  await ping.page.getByTestId('person-name').getByText('兰').waitFor();
});
