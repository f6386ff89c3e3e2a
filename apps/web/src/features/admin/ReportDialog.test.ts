import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { FakeClient } from '../../../test/fakeClient';
import { refusal } from '../../../test/refusal';
import { withTexts } from '../../../test/withTexts';
import ReportDialog from './ReportDialog.vue';

const find = <T extends HTMLElement>(id: string) => document.querySelector<T>(`[data-testid="${id}"]`);

async function shown() {
  const client = new FakeClient();
  const props = {
    open: true,
    name: 'Eve',
    target: { kind: 'message', conversation_id: 'c', seq: 7 } as const,
  };
  const wrapper = mount(ReportDialog, { props, global: withTexts(client), attachTo: document.body });
  await flushPromises();
  const send = async () => {
    document.querySelector('form')?.dispatchEvent(new Event('submit'));
    await flushPromises();
  };
  const choose = async (reason: string) => {
    const input = find(`report-${reason}`)?.querySelector('input');
    input?.click();
    await flushPromises();
  };
  return { client, wrapper, send, choose };
}
afterEach(() => (document.body.innerHTML = ''));

it('wants a reason, sends what is said and confirms', async () => {
  const { client, wrapper, send, choose } = await shown();
  await send();
  expect(document.querySelector('[role=alert]')?.textContent).toContain('Choose');
  expect(client.calls).toEqual([]);
  await choose('fraud');
  const area = find<HTMLTextAreaElement>('report-text');
  if (area) area.value = '  wants money ';
  area?.dispatchEvent(new Event('input'));
  await send();
  expect(client.calls).toEqual(['report message c 7 fraud: wants money']);
  expect(find('report-sent')?.textContent).toContain('Thank you');
  expect(document.activeElement).toBe(find('report-sent'));
  find('report-ok')?.click();
  await flushPromises();
  expect(wrapper.emitted('update:open')).toEqual([[false]]);
  wrapper.unmount();
});

it('says when it was reported before, and why it is refused', async () => {
  const { client, wrapper, send, choose } = await shown();
  await choose('spam');
  const report = vi.spyOn(client.people, 'report');
  report.mockRejectedValueOnce(refusal(409, 'report.nothing_left'));
  await send();
  expect(find('report-refused')?.textContent).toContain('Nothing is left');
  report.mockResolvedValueOnce({ id: 'r', created_at: '', duplicate: true });
  await send();
  expect(find('report-sent')?.textContent).toContain('before');
  wrapper.unmount();
});
