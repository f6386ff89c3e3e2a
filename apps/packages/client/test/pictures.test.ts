import { expect, it } from 'vitest';
import { ProblemError } from '../src/errors';
import { Pictures } from '../src/pictures';

const blob = (text: string) => new Blob([text]);

it('asks once for each version and size', async () => {
  const asked: string[] = [];
  const pictures = new Pictures(async (avatar, pixels) => {
    asked.push(`${avatar}/${pixels}`);
    return blob(avatar);
  });
  const [one, same] = await Promise.all([pictures.get('a', 64), pictures.get('a', 64)]);
  expect(one).toBe(same);
  await pictures.get('a', 160);
  await pictures.get('a', 64);
  expect(asked).toEqual(['a/64', 'a/160']);
  pictures.clear();
  await pictures.get('a', 64);
  expect(asked).toHaveLength(3);
});

it('remembers that a picture is gone, and asks again after a failure', async () => {
  let answer: () => Promise<Blob> = () => Promise.reject(new ProblemError(404, 'not_found', ''));
  let asked = 0;
  const pictures = new Pictures(() => {
    asked += 1;
    return answer();
  });
  expect(await pictures.get('gone', 64)).toBeNull();
  expect(await pictures.get('gone', 64)).toBeNull();
  expect(asked).toBe(1);
  answer = () => Promise.reject(new ProblemError(0, 'unavailable', ''));
  await expect(pictures.get('late', 64)).rejects.toThrow();
  answer = () => Promise.resolve(blob('late'));
  expect(await pictures.get('late', 64)).not.toBeNull();
});

it('keeps the line free for messages', async () => {
  const open: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const pictures = new Pictures(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((go) => open.push(go));
    running -= 1;
    return blob('x');
  });
  const all = Promise.all(Array.from({ length: 20 }, (_, n) => pictures.get(`p${n}`, 64)));
  for (let i = 0; i < 200 && open.length < 20; i += 1) {
    open.forEach((go) => go());
    await Promise.resolve();
  }
  open.forEach((go) => go());
  const pump = setInterval(() => open.forEach((go) => go()), 1);
  await all;
  clearInterval(pump);
  expect(most).toBe(4);
});
