import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { FakeClient } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import ChangeEmail from './settings/ChangeEmail.vue';
import EmailItem from './settings/EmailItem.vue';
import ForgotPasswordPage from './views/ForgotPasswordPage.vue';
import ResetPasswordPage from './views/ResetPasswordPage.vue';
import SignInPage from './views/SignInPage.vue';
import VerifyEmailPage from './views/VerifyEmailPage.vue';

afterEach(() => history.replaceState(null, '', '/'));

function open(page: typeof VerifyEmailPage, token?: string, client = new FakeClient(undefined, false)) {
  history.replaceState(null, '', token === undefined ? '/page' : `/page#token=${token}`);
  const wrapper = mount(page, { global: withTexts(client), attachTo: document.body });
  return { client, wrapper, submit: () => wrapper.get('form').trigger('submit').then(flushPromises) };
}

it('verifies by a press and not by the visit, and keeps the token out of the address', async () => {
  const { client, wrapper, submit } = open(VerifyEmailPage, 'good');
  await flushPromises();
  expect(client.mails).toEqual([]);
  expect(location.hash).toBe('');
  await submit();
  expect(client.mails).toEqual(['verify good']);
  expect(wrapper.text()).toContain('Your address is verified');
});

it.each([undefined, 'used'])('says that a link does not work: %s', async (token) => {
  const { wrapper, submit } = open(VerifyEmailPage, token);
  if (token) await submit();
  expect(wrapper.find('[data-testid=link-bad]').exists()).toBe(true);
  expect(wrapper.text()).toContain('This link does not work');
});

it('sets a new password by a link and says what is wrong with one', async () => {
  const { client, wrapper, submit } = open(ResetPasswordPage as typeof VerifyEmailPage, 'good');
  const field = wrapper.get<HTMLInputElement>('[data-testid=new-password]');
  expect(document.activeElement).toBe(field.element);
  await field.setValue('short');
  await submit();
  expect(wrapper.text()).toContain('Use at least 8 characters');
  await field.setValue('password1');
  await submit();
  expect(wrapper.text()).toContain('lists of common ones');
  await field.setValue('a long enough sentence');
  await submit();
  expect(client.mails).toEqual(['reset']);
  expect(wrapper.find('[data-testid=link-done]').exists()).toBe(true);
});

it('asks for a link and answers the same for everybody', async () => {
  const { client, wrapper, submit } = open(ForgotPasswordPage as typeof VerifyEmailPage);
  await submit();
  expect(wrapper.text()).toContain('Enter your user name or e-mail');
  await wrapper.get('[data-testid=login]').setValue(' nobody ');
  await submit();
  expect(client.mails).toEqual(['forgot nobody']);
  expect(wrapper.find('[data-testid=forgot-sent]').exists()).toBe(true);
});

it('offers the way to a forgotten password where the server sends mail', async () => {
  for (const mail of [true, false]) {
    const client = new FakeClient(undefined, false);
    client.mail = mail;
    const wrapper = mount(SignInPage, { global: withTexts(client) });
    await flushPromises();
    expect(wrapper.find('[data-testid=forgot-password]').exists()).toBe(mail);
  }
});

it('shows whether the address is verified and sends the link again', async () => {
  const client = new FakeClient();
  const wrapper = mount(EmailItem, { global: withTexts(client), attachTo: document.body });
  await flushPromises();
  expect(wrapper.get('[data-testid=email-state]').text()).toBe('Not verified');
  await wrapper.get('[data-testid=email-again]').trigger('click');
  await flushPromises();
  expect(client.mails).toEqual(['sendAgain']);
  expect(wrapper.text()).toContain('A mail is on its way to haoran@example.org');
});

it('changes the address by password, and by a code where two-step sign-in is on', async () => {
  const client = new FakeClient();
  client.twoStepOn = true;
  const wrapper = mount(ChangeEmail, {
    props: { open: true },
    global: withTexts(client),
    attachTo: document.body,
  });
  await flushPromises();
  const type = async (values: Record<string, string>) => {
    for (const [name, text] of Object.entries(values)) {
      const field = document.querySelector<HTMLInputElement>(`.k-dialog [data-testid=${name}]`)!;
      field.value = text;
      field.dispatchEvent(new Event('input'));
    }
    document.querySelector('.k-dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await flushPromises();
  };
  const dialog = () => document.querySelector('.k-dialog')?.textContent ?? '';
  await type({ 'new-email': 'no address' });
  expect(dialog()).toContain('Check the e-mail address');
  await type({ 'new-email': 'new@example.org', password: 'wrongwrong', 'totp-code': '123456' });
  expect(dialog()).toContain('This is not your current password');
  await type({ password: 'right enough' });
  expect(client.mails).toEqual(['change new@example.org']);
  expect(wrapper.emitted('sent')).toEqual([['new@example.org']]);
});
