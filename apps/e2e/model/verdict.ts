import type { ConversationView, KamaClient, Message } from '@kamachat/client';
import { Device, sleep, type Person } from './device';
import type { Random } from './random';
import type { Stage } from './stage';

/** How often a new device is asked what is true. */
const TURNS = 6;
/** Longest wait for what is on its way, within a turn. */
const SETTLED_MS = 1_000;
const SENT_MS = 30_000;

type Sight = Record<string, unknown>;

/** After quiet: where a device does not show what a new one of the same person is told. */
export async function verdict(stage: Stage, random: Random): Promise<string[]> {
  for (const { network } of stage.devices) {
    network.weather = 'calm';
    network.open = true;
  }
  for (const device of stage.devices) await device.online();
  const waiting = (): Device[] => stage.devices.filter(({ client }) => !client.conversations.every(isSent));
  await within(SENT_MS, () => waiting().length === 0);
  let wrong = waiting().map(({ name }) => `${name} never sent something`);
  if (wrong.length > 0) return wrong;
  for (let turn = 0; turn < TURNS; turn += 1) {
    wrong = [];
    for (const who of stage.people) wrong.push(...(await compare(stage, who, random.branch())));
    if (wrong.length === 0) break;
  }
  return wrong;
}

async function compare({ group, direct }: Stage, who: Person, random: Random): Promise<string[]> {
  const fresh = await afresh(who, random);
  const truth = list(fresh.client);
  const differs = (device: Device): string | null => difference(list(device.client), truth);
  await within(SETTLED_MS, () => who.devices.every((device) => differs(device) === null));
  let found = who.devices.map((device) => [device, differs(device)] as const);
  if (found.every(([, each]) => each === null)) {
    // To open a chat may mend it: so it comes last.
    const messages = await read(fresh.client, [group, direct]);
    const shown = who.devices.map((each) => read(each.client, [group, direct]));
    const all = await Promise.all(shown);
    found = who.devices.map((device, index) => [device, difference(all[index], messages)] as const);
  }
  fresh.network.open = false;
  return found.flatMap(([device, each]) => (each === null ? [] : [`${device.name}${each}`]));
}

/** A new device of the same person, when it has loaded everything. */
async function afresh(who: Person, random: Random): Promise<Device> {
  const device = new Device(`${who.name} afresh`, who.origin, random);
  await who.signIn(device);
  for (let [same, before] = [0, '']; same < 8;) {
    await sleep(40);
    const now = JSON.stringify(list(device.client));
    same = now === before && now !== '{}' ? same + 1 : 0;
    before = now;
  }
  return device;
}

function list(client: KamaClient): Sight {
  return Object.fromEntries(client.conversations.map((view) => [view.id, told(view)]));
}

/** All messages of some conversations, as they are shown. */
async function read(client: KamaClient, ids: readonly string[]): Promise<Sight> {
  const all: Sight = {};
  for (const id of ids.filter((each) => client.conversations.some((view) => view.id === each))) {
    await client.open(id);
    while (client.timeline(id)?.hasOlder) await client.loadOlder(id);
    all[id] = client.timeline(id)?.messages.map(said);
  }
  return all;
}

/** Of a row, what this device alone decides, or knows later where nothing of it can be seen. */
const OWN = ['pending', 'draft', 'draftReplyTo', 'last_rev', 'member_rev'];
/** Of settings, how it came to be archived or hidden; the row says whether it is. */
const HOW = ['archived', 'archived_cnt', 'hidden', 'hidden_cnt'];

function told(view: ConversationView): Sight {
  const { settings, last_message } = view;
  return {
    ...without(view, OWN),
    settings: without(settings, HOW),
    last_message: last_message && said(last_message),
  };
}

/** Who sent it keeps whom he meant to mention, members or not. */
function said(message: Message): Sight {
  return without(message, ['mentions']);
}

function without(whole: object, names: readonly string[]): Sight {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));
}

function isSent({ pending }: ConversationView): boolean {
  return pending?.state !== 'sending';
}

/** The first place where two differ. */
function difference(shown: unknown, truth: unknown, path = ''): string | null {
  if (isTree(shown) && isTree(truth)) {
    for (const key of new Set([...Object.keys(shown), ...Object.keys(truth)])) {
      const found = difference(shown[key], truth[key], `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  if (JSON.stringify(shown) === JSON.stringify(truth)) return null;
  return `${path}: shows ${JSON.stringify(shown)}, a new one ${JSON.stringify(truth)}`;
}

function isTree(value: unknown): value is Sight {
  return typeof value === 'object' && value !== null;
}

async function within(ms: number, done: () => boolean): Promise<void> {
  for (const until = Date.now() + ms; !done() && Date.now() < until;) await sleep(25);
}
