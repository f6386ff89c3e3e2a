import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { Chrome, type PersonOptions } from '../src/browser';
import { Server } from '../src/server';
import { LAST, SHOWN, tell } from '../src/story';
import { spreadTimes } from './times';

const FOLDER = resolve(import.meta.dirname, '../../../docs/images');
const SIZES: Record<string, PersonOptions> = {
  desktop: { size: { width: 1280, height: 800 } },
  phone: { phone: true },
};

let server: Server;
let chrome: Chrome;
let account: { login: string; password: string };

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  [server, chrome] = await Promise.all([Server.fresh(8000), Chrome.launch()]);
  account = await tell(server);
});
afterAll(async () => {
  await chrome?.close();
  await server?.dispose();
});

for (const [size, options] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark'] as const) {
    it(`${size}, ${theme}`, async () => {
      const person = await chrome.person(server, { ...options, theme });
      await spreadTimes(person.context);
      const shoot = async (what: string): Promise<void> => {
        // Fonts and the last frame of a transition; the blinking caret stays out of the picture.
        await person.page.evaluate(() => document.fonts.ready.then(() => undefined));
        await person.page.waitForTimeout(400);
        const path = resolve(FOLDER, `${what}-${size}-${theme}.png`);
        await person.page.screenshot({ path, caret: 'hide', animations: 'disabled' });
      };
      await person.signIn.goto('sign-in');
      await person.signIn.field('login').fill(account.login);
      await person.signIn.field('password').fill(account.password);
      await person.signIn.field('password').blur();
      await shoot('sign-in');
      await person.signIn.submit.click();
      await person.chats.open(SHOWN);
      await person.chat.message(LAST).waitFor();
      await person.page.getByText('Read by 2 of 3').waitFor();
      await shoot('chat');
      await chrome.leave();
    });
  }
}
