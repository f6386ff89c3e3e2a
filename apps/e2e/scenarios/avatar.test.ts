import { expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

/** The colour in the middle of a picture that is shown. */
function colourOf(picture: Locator): Promise<number[]> {
  return picture.evaluate(async (image) => {
    await (image as HTMLImageElement).decode();
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d')!;
    context.drawImage(image as HTMLImageElement, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  });
}

it('a picture is cut out by keyboard, shown to the other person at once, and removed', async () => {
  const { chrome, server } = scene;
  const mina = await Api.register(server.origin, { username: 'mina', nickname: 'Mina', password: PASSWORD });
  const paul = await Api.register(server.origin, { username: 'paul', nickname: 'Paul', password: PASSWORD });
  await paul.send(await paul.befriend(mina), 'hello');
  const [owner, other] = [await chrome.person(server), await chrome.person(server, { phone: true })];
  await owner.signIn.signIn('mina', PASSWORD);
  await other.signIn.signIn('paul', PASSWORD);
  await other.chats.row('Mina').waitFor();
  await owner.chats.row('Paul').waitFor();
  await owner.settings.goto();

  // Left half red, right half blue: which part is chosen can be seen.
  const drawn = await owner.page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1200;
    canvas.height = 400;
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#d01020';
    context.fillRect(0, 0, 600, 400);
    context.fillStyle = '#1020d0';
    context.fillRect(600, 0, 600, 400);
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  await owner.page.getByTestId('avatar-open').click();
  await owner.page.getByTestId('avatar-file').setInputFiles({
    name: 'two.png',
    mimeType: 'image/png',
    buffer: Buffer.from(drawn, 'base64'),
  });
  const crop = owner.page.getByTestId('avatar-crop');
  await crop.focus();
  for (let i = 0; i < 20; i += 1) await owner.page.keyboard.press('Shift+ArrowLeft');
  await owner.page.keyboard.press('+');
  expect(Number(await owner.page.getByTestId('avatar-zoom').inputValue())).toBeGreaterThan(1);
  await owner.page.getByTestId('avatar-save').click();
  await owner.page.getByTestId('avatar-save').waitFor({ state: 'detached' });

  const own = owner.page.getByTestId('own-profile').locator('img');
  await own.waitFor();
  const isBlue = ([red, , blue]: number[]) => expect(blue).toBeGreaterThan(red! + 100);
  isBlue(await colourOf(own));
  const seen = other.chats.row('Mina').locator('img');
  await seen.waitFor();
  isBlue(await colourOf(seen));
  await other.chats.open('Mina');
  await other.page.locator('.sheet-head img').waitFor();
  expect(await other.overflow()).toBeLessThanOrEqual(0);

  await owner.page.getByTestId('avatar-open').click();
  await owner.page.getByTestId('avatar-remove').click();
  await owner.page.getByTestId('avatar-remove').waitFor({ state: 'detached' });
  await own.waitFor({ state: 'detached' });
  await other.page.locator('.sheet-head img').waitFor({ state: 'detached' });
});
