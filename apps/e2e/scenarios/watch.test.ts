import { expect, it } from 'vitest';
import { useScene } from '../src/scene';

const scene = useScene();

// A watch that sees nothing would pass everything else.
it('the watch sees errors, exceptions, violations, dialogs, foreign requests and secrets in addresses', async () => {
  const person = await scene.chrome.person(scene.server);
  await person.signIn.goto('sign-in');
  await person.page.evaluate(() => {
    console.error('seeded error');
    setTimeout(() => {
      throw new Error('seeded exception');
    });
    const script = document.createElement('script');
    script.textContent = 'window.__ran = 1';
    document.head.append(script);
    void fetch('https://elsewhere.example/').catch(() => {});
    void fetch('/health/live?access_token=x');
    setTimeout(() => alert('seeded dialog'));
  });
  const kinds = [
    'seeded error',
    'seeded exception',
    'CSP violation: script-src',
    'seeded dialog',
    'secret in',
  ];
  for (const kind of kinds) await expect.poll(() => person.watch.problems.join('\n')).toContain(kind);
  expect(person.watch.problems.join('\n')).toMatch(/elsewhere\.example/);
  expect(await person.page.evaluate(() => '__ran' in window)).toBe(false);
  await scene.chrome.leave();
});
