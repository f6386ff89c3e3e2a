import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { FakeClient, refusal } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import { callingCodes, joinNumber } from './phoneNumber';
import PhoneItem from './settings/PhoneItem.vue';
import SignInPage from './views/SignInPage.vue';

async function open(registering: boolean, client = new FakeClient(undefined, false)) {
  client.sms = { default_country: 86, countries: [86, 852] };
  const wrapper = mount(SignInPage, {
    props: { registering },
    global: withTexts(client),
    attachTo: document.body,
  });
  await flushPromises();
  await wrapper.get('.sign-in-ways button:last-child').trigger('click');
  await vi.waitFor(() => wrapper.get('[data-testid=phone]'), { timeout: 10_000 });
  const field = (name: string) => wrapper.get<HTMLInputElement>(`[data-testid=${name}]`);
  return { wrapper, field, client, submit: () => wrapper.get('form').trigger('submit').then(flushPromises) };
}

it('puts code and number together', () => {
  expect(joinNumber('86', ' 138 0013 8000 ')).toBe('+86 138 0013 8000');
  expect(joinNumber('44', '07911 123456')).toBe('+44 7911 123456');
  expect(joinNumber('86', '+1 415 555 2671')).toBe('+1 415 555 2671');
  expect(joinNumber('86', ' ')).toBe('');
  expect(callingCodes({ default_country: 852, countries: [86, 852] })).toEqual(['852', '86']);
  expect(callingCodes({ default_country: 86, countries: [] })[0]).toBe('86');
});

it('sends a code, rests for as long as the server wants, and signs in', async () => {
  const { wrapper, field, submit, client } = await open(false);
  await field('sms-code-send').trigger('click');
  expect(wrapper.text()).toContain('Enter your phone number');
  expect(document.activeElement).toBe(field('phone').element);
  await field('phone').setValue('13800138000');
  await field('sms-code-send').trigger('click');
  await flushPromises();
  expect(client.sent).toEqual(['sign_in +86 13800138000']);
  expect(field('sms-code-send').text()).toMatch(/Again in \d+ s/);
  await field('sms-code-send').trigger('click');
  expect(client.sent).toHaveLength(1);
  expect(field('sms-code').attributes('autocomplete')).toBe('one-time-code');
  await field('sms-code').setValue('000000');
  await submit();
  expect(wrapper.text()).toContain('This code is wrong or no longer good');
  await field('sms-code').setValue('123456');
  await submit();
  expect(client.account?.username).toBe('haoran');
});

it('words what the server says about a number', async () => {
  const { wrapper, field, client } = await open(false);
  vi.spyOn(client, 'requestCode').mockRejectedValue(refusal(400, 'account.phone_invalid'));
  await field('phone').setValue('1');
  await field('sms-code-send').trigger('click');
  await flushPromises();
  expect(wrapper.text()).toContain('This is not a phone number');
});

it('registers with a number and without a password', async () => {
  const { field, submit, client } = await open(true);
  const register = vi.spyOn(client, 'register');
  await field('phone').setValue('13800138000');
  await field('sms-code').setValue('123456');
  await submit();
  expect(register).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(field('username').element);
  await field('username').setValue('haoran');
  await submit();
  expect(register).toHaveBeenCalledWith(
    expect.objectContaining({ username: 'haoran', phone: '+86 13800138000', code: '123456' }),
  );
});

it('offers no codes where the server sends none', async () => {
  const wrapper = mount(SignInPage, { global: withTexts(new FakeClient(undefined, false)) });
  await flushPromises();
  expect(wrapper.find('.sign-in-ways').exists()).toBe(false);
});

it('adds a number in the settings', async () => {
  const client = new FakeClient();
  client.sms = { default_country: 86, countries: [86] };
  const wrapper = mount(PhoneItem, { global: withTexts(client), attachTo: document.body });
  await flushPromises();
  expect(wrapper.find('[data-testid=phone-remove]').exists()).toBe(false);
  await wrapper.get('[data-testid=phone-change]').trigger('click');
  const field = (name: string) => document.querySelector<HTMLInputElement>(`.k-dialog [data-testid=${name}]`);
  await vi.waitFor(() => expect(field('phone')).not.toBeNull(), { timeout: 10_000 });
  const type = async (name: string, text: string) => {
    field(name)!.value = text;
    field(name)!.dispatchEvent(new Event('input'));
    await flushPromises();
  };
  const submit = async () => {
    document.querySelector('.k-dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await flushPromises();
  };
  await type('phone', '13800138000');
  await type('sms-code', '123456');
  await type('password', 'wrongwrong');
  await submit();
  expect(document.querySelector('.k-dialog')!.textContent).toContain('This is not your current password');
  await type('password', 'right enough');
  await submit();
  expect(wrapper.get('[data-testid=own-phone]').text()).toBe('+86 13800138000');
  expect(wrapper.find('[data-testid=phone-remove]').exists()).toBe(true);
});
