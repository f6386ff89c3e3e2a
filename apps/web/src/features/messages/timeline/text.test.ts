import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { withTexts } from '../../../../test/withTexts';
import MessageText from './MessageText.vue';
import { isBigEmoji, isLong, piecesOf } from './text';

const links = (text: string) => piecesOf(text).flatMap((piece) => (piece.href ? [piece.text] : []));

it('finds links and leaves the sentence around them alone', () => {
  expect(piecesOf('see https://a.example/x?y=1, ok')).toEqual([
    { text: 'see ' },
    { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
    { text: ', ok' },
  ]);
  expect(links('(https://a.example/b_(c))')).toEqual(['https://a.example/b_(c)']);
  expect(links('请看https://a.example/路径，谢谢')).toEqual(['https://a.example/']);
  expect(links('mailto:a@b.example')).toEqual(['mailto:a@b.example']);
});

it('links nothing that could run or reach the machine', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'http://',
    'vbscript:x',
  ]) {
    expect(links(text), text).toEqual([]);
  }
});

it('shows hostile text as text', () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</scr' + 'ipt>\n{{ 7 * 7 }} &amp;';
  const wrapper = mount(MessageText, { props: { text: hostile }, global: withTexts() });
  expect(wrapper.find('.text').element.textContent).toBe(hostile);
  expect(wrapper.find('img, script').exists()).toBe(false);
});

it('opens links outside, without handing over the page', () => {
  const wrapper = mount(MessageText, { props: { text: 'https://a.example' }, global: withTexts() });
  expect(wrapper.get('a').attributes()).toMatchObject({
    href: 'https://a.example',
    target: '_blank',
    rel: 'noopener noreferrer nofollow',
  });
});

it('shows up to three emoji large', () => {
  for (const text of ['🪁', '👩‍👩‍👧‍👦 👍🏽', '🇨🇳', '1️⃣']) expect(isBigEmoji(text), text).toBe(true);
  for (const text of ['1', 'ok 👍', '😀😀😀😀', '']) expect(isBigEmoji(text), text).toBe(false);
});

it('folds long texts, counting Chinese characters double', () => {
  expect(isLong('字'.repeat(36 * 14))).toBe(false);
  expect(isLong('字'.repeat(36 * 14 + 1))).toBe(true);
  expect(isLong('a\n'.repeat(14))).toBe(true);
});
