import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Chrome } from './browser';
import { Server } from './server';

export { PASSWORD } from './person';

export interface Scene {
  server: Server;
  chrome: Chrome;
}

/** A server and a browser for one file of scenarios; after each test nobody may have complained. */
export function useScene(options: { whole?: boolean } = {}): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    [scene.server, scene.chrome] = await Promise.all([Server.fresh(), Chrome.launch(options.whole)]);
  });
  afterEach(async (context) => {
    const problems = await scene.chrome.leave();
    if (context.task.result?.state === 'fail') console.log(`server log:\n${scene.server.log.slice(-6_000)}`);
    expect(problems).toEqual([]);
  });
  afterAll(async () => {
    await scene.chrome?.close();
    await scene.server?.dispose();
  });
  return scene;
}
