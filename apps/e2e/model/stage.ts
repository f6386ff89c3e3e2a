import { Person, sleep } from './device';
import type { Weather } from './network';
import type { Random } from './random';

/** Three people with two devices each, a group of all of them and a direct chat of the first two. */
export class Stage {
  readonly people: readonly Person[];
  readonly direct: string;
  group = '';
  /** What somebody deleted for himself: a push of what answers it has its words, and nobody answers it here. */
  readonly hidden = new Set<string>();
  /** What was done in this run. */
  log: string[] = [];

  private constructor(people: readonly Person[], direct: string) {
    this.people = people;
    this.direct = direct;
  }

  static async set(origin: string, random: Random): Promise<Stage> {
    const enter = (name: string) => Person.enter(origin, name, random);
    const [ada, ben, cleo] = [await enter('ada'), await enter('ben'), await enter('cleo')];
    const direct = await ada.api.befriend(ben.api);
    await ada.api.befriend(cleo.api);
    return new Stage([ada, ben, cleo], direct);
  }

  get devices() {
    return this.people.flatMap(({ devices }) => devices);
  }

  get owner(): Person {
    return this.people[0]!;
  }

  /** A new group, which some look at. */
  async gather(random: Random): Promise<void> {
    for (const device of this.devices) await device.online();
    const [ada, ...others] = this.people as [Person, ...Person[]];
    const { groups } = ada.devices[0]!.client;
    const ids = others.map(({ api }) => api.id);
    this.group = await groups.create('crowd', ids);
    if (random.percent(40)) await groups.change(this.group, { history_policy: 'all' });
    this.log = [];
    await sleep(50);
    for (const { client, network } of this.devices) {
      network.trace.length = 0;
      if (random.percent(60)) await client.open(this.group).catch(() => undefined);
    }
  }

  /** Lines break, come back and change. */
  blow(random: Random): void {
    for (const { network } of this.devices) {
      const roll = random.below(100);
      const weather: readonly [number, Weather][] = [
        [20, 'jumbled'],
        [27, 'lossy'],
        [37, 'calm'],
      ];
      const now = weather.find(([until]) => roll < until)?.[1];
      if (now) network.weather = now;
      else if (roll < 40) network.cut();
      else if (roll < 44) network.open = false;
      else if (roll < 60) network.open = true;
    }
  }
}
