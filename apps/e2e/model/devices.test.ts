import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { Server } from '../src/server';
import { act } from './acts';
import { sleep } from './device';
import { Random } from './random';
import { Stage } from './stage';
import { verdict } from './verdict';

const SEED = Number(process.env.KAMACHAT_SEED ?? Date.now() % 1_000_000_000);
const RUNS = Number(process.env.KAMACHAT_RUNS ?? 100);
const ROUNDS = 10;

it('whatever people do, after quiet every device shows what a new one is told', async () => {
  const server = await Server.fresh(0, { KAMA__SYNC__SWEEP_MS: '400' });
  try {
    const random = new Random(SEED);
    const stage = await Stage.set(server.origin, random);
    for (let run = 1; run <= RUNS; run += 1) {
      await stage.gather(random);
      for (let round = 0; round < ROUNDS; round += 1) {
        const acting = [...stage.people, ...stage.people].filter(() => random.percent(60));
        await Promise.all(acting.map((who) => act(stage, who, random.branch())));
        await sleep(random.below(40));
        stage.blow(random);
      }
      const wrong = await verdict(stage, random.branch());
      const odd = stage.devices.find(({ name }) => wrong[0]?.startsWith(name));
      const traces = [...stage.log, '', ...(odd?.network.trace ?? [])].join('\n');
      expect(wrong, `KAMACHAT_SEED=${SEED}, run ${run}\n${traces}\n`).toEqual([]);
    }
    console.log(`${RUNS} runs from KAMACHAT_SEED=${SEED}`);
  } finally {
    await server.dispose();
  }
});
