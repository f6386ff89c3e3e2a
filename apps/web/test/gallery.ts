import { startApp } from '@/app/startApp';
import { FakeClient } from './fakeClient';

/** Development only: the whole app over the fake client, e.g. /gallery.html?out&offline&empty */
const wish = new URLSearchParams(location.search);
const client = new FakeClient(undefined, !wish.has('out'));
if (wish.has('offline'))
  client.connection = { state: 'offline', since: Date.now() - 9000, retryAt: Date.now() + 8000 };
if (wish.has('empty')) {
  client.conversations = [];
  client.contacts = [];
  client.friendRequests = [];
}
Object.assign(window, { fake: client });
history.replaceState(null, '', wish.get('to') ?? '/');
void startApp(client);
