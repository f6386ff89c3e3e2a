import { isApiProblem, type ConversationChange, type KamaClient, type Message } from '@kamachat/client';
import type { Device, Person } from './device';
import type { Random } from './random';
import type { Stage } from './stage';

/** One of a person's devices in front of one conversation. */
interface Scene {
  stage: Stage;
  who: Person;
  device: Device;
  client: KamaClient;
  id: string;
  /** Somewhere in the conversation, more often near its end. */
  seq: number;
  random: Random;
  /** What is loaded of it. */
  shown: readonly Message[];
}

type Act = (scene: Scene) => Promise<unknown> | void;

/** How often of a hundred, what, and how. */
const ACTS: readonly (readonly [number, string, Act])[] = [
  [30, 'sends', send],
  [6, 'edits', edit],
  [4, 'recalls', recall],
  [
    7,
    'reacts',
    ({ client, id, seq, random }) => client.messages.react(id, seq, emoji(random), random.percent(65)),
  ],
  [3, 'pins', ({ client, id, seq, random }) => client.messages.pin(id, seq, random.percent(70))],
  [5, 'hides', hide],
  [1, 'clears', ({ client, id }) => client.messages.clearHistory(id)],
  [12, 'reads', ({ client, id, seq }) => client.markRead(id, seq)],
  [5, 'arranges', ({ client, id, random }) => client.arrange(id, arrangement(random))],
  [3, 'drafts', ({ client, id, random }) => client.setDraft(id, random.percent(50) ? words(random) : '')],
  [5, 'opens', ({ client, id }) => client.open(id)],
  [3, 'closes', ({ client, id }) => client.close(id)],
  [3, 'looks back', ({ client, id }) => client.loadOlder(id)],
  [6, 'comes and goes', membership],
  [3, 'reloads', ({ device }) => device.reload()],
  [2, 'renames', rename],
];

/** One act of one person; what is refused is refused. */
export async function act(stage: Stage, who: Person, random: Random): Promise<void> {
  const device = random.pick(who.devices)!;
  const { client } = device;
  const inDirect = stage.people.indexOf(who) < 2 && random.percent(30);
  const id = inDirect ? stage.direct : stage.group;
  const last = client.conversations.find((each) => each.id === id)?.last_seq ?? 0;
  const seq = Math.max(1, random.percent(50) ? last - random.below(3) : 1 + random.below(last));
  let roll = random.below(ACTS.reduce((sum, [often]) => sum + often, 0));
  const [, name, play] = ACTS.find(([often]) => (roll -= often) < 0)!;
  const shown = client.timeline(id)?.messages ?? [];
  stage.log.push(`${device.name} ${name}: ${inDirect ? 'direct' : 'group'} ${seq}`);
  try {
    await play({ stage, who, device, client, id, seq, random, shown });
  } catch (error) {
    if (!isApiProblem(error)) throw error;
    stage.log.push(`  ${device.name}: ${error.code}`);
  }
}

function send({ stage, who, client, id, random, shown }: Scene): void {
  for (let more = random.below(3); more >= 0; more -= 1) {
    const quotable = shown.filter((each) => isText(each) && !stage.hidden.has(`${id} ${each.seq}`));
    const replyTo = random.percent(20) ? random.pick(quotable) : undefined;
    const other = random.pick(stage.people.filter((each) => each !== who))!;
    const users = [{ id: other.api.id, name: other.name, avatar: null, deleted: false }];
    const all = who === stage.owner && id === stage.group && random.percent(30);
    const mentions = random.percent(15) ? { mentions: { users, all } } : {};
    client.send(id, words(random), { ...(replyTo && { replyTo }), ...mentions });
  }
}

async function edit({ who, client, id, random, shown }: Scene): Promise<void> {
  const target = random.pick(shown.filter(isOwn(who)));
  if (target) await client.messages.edit(id, target.seq, words(random), target.version ?? 0);
}

async function recall({ who, client, id, random, shown }: Scene): Promise<void> {
  const target = random.pick(shown.filter(isOwn(who)));
  if (target) await client.messages.recall(id, target.seq);
}

async function hide({ stage, client, id, seq }: Scene): Promise<void> {
  stage.hidden.add(`${id} ${seq}`);
  await client.messages.deleteForMe(id, seq);
}

/** The owner brings and removes people; others leave. */
async function membership({ stage, who, client, random }: Scene): Promise<void> {
  const { groups } = client;
  const other = random.pick(stage.people.slice(1))!;
  if (who !== stage.owner) await groups.leave(stage.group);
  else if (random.percent(60)) await groups.add(stage.group, [other.api.id]);
  else await groups.remove(stage.group, other.api.id, false);
}

async function rename({ stage, who, client, random }: Scene): Promise<void> {
  if (who === stage.owner) await client.groups.change(stage.group, { name: words(random) });
}

function arrangement(random: Random): ConversationChange {
  const changes: readonly ConversationChange[] = [
    { pinned: random.percent(50) },
    { notify: random.percent(50) ? 'none' : 'all' },
    { marked_unread: true },
    { archived: random.percent(50) },
    { hidden: true },
  ];
  return random.pick(changes)!;
}

function isText({ kind }: Message): boolean {
  return kind === 'text';
}

function isOwn({ api }: Person) {
  return (message: Message): boolean => isText(message) && message.sender.id === api.id;
}

function emoji(random: Random): string {
  return random.percent(50) ? '👍' : '😀';
}

function words(random: Random): string {
  return `words ${random.next().toString(36)}`;
}
