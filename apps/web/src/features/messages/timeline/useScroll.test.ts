import { mount } from '@vue/test-utils';
import type { VirtualizerHandle } from 'virtua/vue';
import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue';
import { useScroll } from './useScroll';
import type { useTimeline } from './useTimeline';

afterEach(() => vi.restoreAllMocks());

/** A chat whose older pages are not here yet, and the newest message, which is. */
function opened(focused: boolean) {
  vi.spyOn(document, 'hasFocus').mockReturnValue(focused);
  const markRead = vi.fn();
  const timeline = {
    ...{ markRead, opened: { unread: 1 }, shift: ref(false) },
    rows: shallowRef([{ type: 'message', key: 'm5', bubble: { seq: 5, own: false } }]),
    view: shallowRef({ loading: true, hasNewer: false, hasOlder: true }),
  } as unknown as ReturnType<typeof useTimeline>;
  const handle = { scrollOffset: 0, viewportSize: 600, findItemIndex: () => 0, scrollToIndex: vi.fn() };
  const list = ref(handle as unknown as VirtualizerHandle);
  const setup = () => {
    useScroll(timeline, ref(document.createElement('div')), list);
    return () => h('div');
  };
  return { wrapper: mount(defineComponent({ setup })), markRead };
}

it('whoever leaves while older pages are on their way has read what stood there', async () => {
  const { wrapper, markRead } = opened(true);
  await nextTick();
  expect(markRead).not.toHaveBeenCalled();
  wrapper.unmount();
  expect(markRead).toHaveBeenCalledExactlyOnceWith(5);
});

it('nothing is read where nobody looks', async () => {
  const { wrapper, markRead } = opened(false);
  await nextTick();
  wrapper.unmount();
  expect(markRead).not.toHaveBeenCalled();
});
