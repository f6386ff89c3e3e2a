import { flushPromises, mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { FakeClient } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import TwoStepOn from './settings/TwoStepOn.vue';
import SignInPage from './views/SignInPage.vue';

async function atTheCode() {
  const client = new FakeClient(undefined, false);
  client.otpWanted = '123456';
  const wrapper = mount(SignInPage, { global: withTexts(client), attachTo: document.body });
  const submit = () => wrapper.get('form').trigger('submit').then(flushPromises);
  await wrapper.get('[data-testid=login]').setValue('haoran');
  await wrapper.get('[data-testid=password]').setValue('long enough');
  await submit();
  return { client, wrapper, submit, otp: () => wrapper.get<HTMLInputElement>('[data-testid=otp]') };
}

it('asks for a code once the password is right, and says when it is wrong', async () => {
  const { client, wrapper, submit, otp } = await atTheCode();
  expect(wrapper.find('[data-testid=password]').exists()).toBe(false);
  expect(document.activeElement).toBe(otp().element);
  await submit();
  expect(wrapper.text()).toContain('Enter the code');
  await otp().setValue('000000');
  await submit();
  expect(wrapper.text()).toContain('This code is not right');
  await otp().setValue('123456');
  await submit();
  expect(client.account?.username).toBe('haoran');
});

it('takes a recovery code instead and leads back', async () => {
  const { wrapper, otp } = await atTheCode();
  expect(otp().attributes('inputmode')).toBe('numeric');
  await wrapper.get('[data-testid=use-recovery]').trigger('click');
  expect(otp().attributes('inputmode')).toBe('text');
  await wrapper.findAll('.otp-links button')[1]!.trigger('click');
  expect(wrapper.find('[data-testid=password]').exists()).toBe(true);
});

it('sets an authenticator up: password, code, recovery codes', async () => {
  const props = { open: true, name: 'haoran' };
  mount(TwoStepOn, { props, global: withTexts(), attachTo: document.body });
  await flushPromises();
  const field = (name: string) => document.querySelector<HTMLInputElement>(`.k-dialog [data-testid=${name}]`);
  const type = async (name: string, text: string) => {
    field(name)!.value = text;
    field(name)!.dispatchEvent(new Event('input'));
    document.querySelector('.k-dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await flushPromises();
  };
  await type('password', 'wrongwrong');
  expect(document.querySelector('.k-dialog')!.textContent).toContain('This is not your current password');
  await type('password', 'right enough');
  expect(field('totp-secret')!.textContent).toContain('JBSW Y3DP');
  expect(document.querySelector('.k-dialog svg.qr path')).not.toBeNull();
  await type('totp-code', '123456');
  expect(document.querySelectorAll('[data-testid=recovery-codes] code')).toHaveLength(10);
});
