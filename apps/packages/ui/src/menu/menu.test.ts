import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { expect, it } from 'vitest';
import KMenu from './KMenu.vue';
import type { MenuItem } from './items';

const items: MenuItem[] = [
  { key: 'pin', text: 'Pin', icon: 'pin' },
  { key: 'all', text: 'All', icon: 'bell', checked: true },
  { key: 'hide', text: 'Hide', icon: 'x', apart: true, danger: true },
];

async function open() {
  const before = document.createElement('button');
  document.body.append(before);
  before.focus();
  const menu = mount(KMenu, { props: { label: 'Chat', items, x: 10, y: 10 }, attachTo: document.body });
  await nextTick();
  await nextTick();
  await nextTick();
  return { menu, before };
}

it('takes the focus, walks with the arrows and gives the focus back', async () => {
  const { menu, before } = await open();
  const key = (name: string) =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  const here = () => (document.activeElement as HTMLElement).dataset.testid;
  expect(here()).toBe('menu-pin');
  key('ArrowDown');
  expect(here()).toBe('menu-all');
  key('End');
  key('ArrowDown');
  expect(here()).toBe('menu-pin');
  key('ArrowUp');
  expect(here()).toBe('menu-hide');
  key('Escape');
  expect(menu.emitted('close')).toHaveLength(1);
  menu.unmount();
  expect(document.activeElement).toBe(before);
});

it('says which of several is chosen', async () => {
  const { menu } = await open();
  const row = document.querySelector('[data-testid="menu-all"]');
  expect([row?.getAttribute('role'), row?.getAttribute('aria-checked')]).toEqual(['menuitemradio', 'true']);
  menu.unmount();
});
