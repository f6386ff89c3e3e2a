import { mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { withTexts } from '../../../test/withTexts';
import InsecureBanner from './InsecureBanner.vue';

afterEach(() => vi.unstubAllGlobals());

it('says that a page is not encrypted, and only then', () => {
  const banner = () => mount(InsecureBanner, { global: withTexts() }).find('[data-testid=insecure-banner]');
  vi.stubGlobal('isSecureContext', false);
  expect(banner().text()).toContain('This page is not encrypted');
  vi.stubGlobal('isSecureContext', true);
  expect(banner().exists()).toBe(false);
});
