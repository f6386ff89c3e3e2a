import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeClient } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import OfflineBanner from './OfflineBanner.vue';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits two seconds, counts down, and goes when the connection is back', async () => {
  const client = new FakeClient();
  const wrapper = mount(OfflineBanner, { global: withTexts(client) });
  const banner = () => wrapper.find('[data-testid=offline-banner]');

  client.go({ state: 'offline', since: Date.now(), retryAt: Date.now() + 8000 });
  vi.advanceTimersByTime(1500);
  await nextTick();
  expect(banner().exists()).toBe(false);

  vi.advanceTimersByTime(1000);
  await nextTick();
  expect(banner().text()).toContain('Retrying in 6 s');

  await banner().get('button').trigger('click');
  expect(client.calls).toContain('retryNow');
  expect(banner().exists()).toBe(false);
});
