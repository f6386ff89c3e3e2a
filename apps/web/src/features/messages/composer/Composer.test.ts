import { mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { withTexts } from '../../../../test/withTexts';
import Composer from './Composer.vue';

const open = (draft = '') => mount(Composer, { props: { name: 'Lena', draft }, global: withTexts() });

it('sends with Enter, keeps line breaks of Shift+Enter, and is empty afterwards', async () => {
  const wrapper = open();
  const box = wrapper.get('textarea');
  await box.setValue('one\ntwo  ');
  await box.trigger('keydown', { key: 'Enter', shiftKey: true });
  expect(wrapper.emitted('send')).toBeUndefined();
  await box.trigger('keydown', { key: 'Enter' });
  expect(wrapper.emitted('send')).toEqual([['one\ntwo']]);
  expect(box.element.value).toBe('');
  expect(wrapper.emitted('draft')?.at(-1)).toEqual(['']);
});

it('never sends with the Enter that picks a word from an input method', async () => {
  const wrapper = open();
  const box = wrapper.get('textarea');
  await box.setValue('你');
  await box.trigger('keydown', { key: 'Enter', isComposing: true });
  await box.trigger('keydown', { key: 'Enter', keyCode: 229 });
  // Safari: the composition ends just before its Enter arrives.
  await box.trigger('compositionend');
  await box.trigger('keydown', { key: 'Enter' });
  expect(wrapper.emitted('send')).toBeUndefined();
});

it('does not send blanks', async () => {
  const wrapper = open();
  await wrapper.get('textarea').setValue(' \n ');
  await wrapper.get('textarea').trigger('keydown', { key: 'Enter' });
  expect(wrapper.emitted('send')).toBeUndefined();
});

it('starts with the draft and hands it over when it is left', async () => {
  const wrapper = open('half a thought');
  expect(wrapper.get('textarea').element.value).toBe('half a thought');
  await wrapper.get('textarea').setValue('a whole one');
  wrapper.unmount();
  expect(wrapper.emitted('draft')?.at(-1)).toEqual(['a whole one']);
});

it('takes a draft of another tab only while nobody types here', async () => {
  const wrapper = open('');
  await wrapper.setProps({ draft: 'from elsewhere' });
  expect(wrapper.get('textarea').element.value).toBe('from elsewhere');
  await wrapper.get('textarea').setValue('mine');
  await wrapper.setProps({ draft: 'other' });
  expect(wrapper.get('textarea').element.value).toBe('mine');
});

it('says why nothing can be sent, keeps what was written, and waits with slow mode', async () => {
  const wrapper = open('half a thought');
  await wrapper.setProps({ blocked: 'Only admins may send here' });
  expect(wrapper.get('[data-testid="composer-off"]').text()).toBe('Only admins may send here');
  await wrapper.setProps({ blocked: undefined, waitUntil: Date.now() + 30_000 });
  expect(wrapper.find('[data-testid="send"]').exists()).toBe(false);
  expect(wrapper.get('[data-testid="slow-wait"]').text()).toBe('30');
  await wrapper.get('textarea').trigger('keydown', { key: 'Enter' });
  expect(wrapper.emitted('send')).toBeUndefined();
  expect(wrapper.get('textarea').element.value).toBe('half a thought');
});

it('counts the pause of slow mode down, and lets the words go when it is over', async () => {
  vi.useFakeTimers();
  const wrapper = open('patience');
  await wrapper.setProps({ waitUntil: Date.now() + 3_000 });
  const left = () => wrapper.find('[data-testid="slow-wait"]');
  expect(left().text()).toBe('3');
  expect(left().attributes('aria-label')).toContain('3');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(left().text()).toBe('2');
  await vi.advanceTimersByTimeAsync(2_100);
  expect(left().exists()).toBe(false);
  await wrapper.get('textarea').trigger('keydown', { key: 'Enter' });
  expect(wrapper.emitted('send')).toEqual([['patience']]);
  vi.useRealTimers();
});

it('writes an earlier message anew and has the draft back afterwards', async () => {
  const wrapper = open('half a thought');
  await wrapper.setProps({ editing: { seq: 3, text: 'helo' } });
  const box = wrapper.get('textarea');
  expect(box.element.value).toBe('helo');
  await box.setValue('hello');
  await box.trigger('keydown', { key: 'Enter' });
  expect(wrapper.emitted('edit')).toEqual([['hello']]);
  expect(wrapper.emitted('send')).toBeUndefined();
  await box.trigger('keydown', { key: 'Escape' });
  expect(wrapper.emitted('cancelEdit')).toHaveLength(1);
  await wrapper.setProps({ editing: null });
  expect(box.element.value).toBe('half a thought');
  expect(wrapper.emitted('draft') ?? []).not.toContainEqual(['hello']);
});

it('edits the last own message with Up in an empty box', async () => {
  const wrapper = open();
  // That goes to the next chat.
  await wrapper.get('textarea').trigger('keydown', { key: 'ArrowUp', altKey: true });
  expect(wrapper.emitted('editLast')).toBeUndefined();
  await wrapper.get('textarea').trigger('keydown', { key: 'ArrowUp' });
  expect(wrapper.emitted('editLast')).toHaveLength(1);
  await wrapper.get('textarea').setValue('word');
  await wrapper.get('textarea').trigger('keydown', { key: 'ArrowUp' });
  expect(wrapper.emitted('editLast')).toHaveLength(1);
});
