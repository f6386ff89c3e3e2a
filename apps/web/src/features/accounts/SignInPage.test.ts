import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { FakeClient, refusal } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import SignInPage from './views/SignInPage.vue';

function open(registering: boolean, client = new FakeClient(undefined, false)) {
  const wrapper = mount(SignInPage, {
    props: { registering },
    global: withTexts(client),
    attachTo: document.body,
  });
  const field = (name: string) => wrapper.get<HTMLInputElement>(`[data-testid=${name}]`);
  return { wrapper, field, client, submit: () => wrapper.get('form').trigger('submit').then(flushPromises) };
}

it('asks for what is missing and moves to the first gap', async () => {
  const { wrapper, field, submit, client } = open(false);
  await submit();
  expect(wrapper.text()).toContain('Enter your user name or e-mail');
  expect(document.activeElement).toBe(field('login').element);
  expect(client.calls).toEqual([]);
});

it('says that name or password are wrong and clears it while typing', async () => {
  const { wrapper, field, submit } = open(false);
  await field('login').setValue('haoran');
  await field('password').setValue('wrongwrong');
  await submit();
  expect(wrapper.text()).toContain('Wrong name or password');
  expect(field('password').attributes('aria-invalid')).toBe('true');
  await field('password').setValue('w');
  expect(wrapper.text()).not.toContain('Wrong name or password');
});

it('checks a new password on leaving the field', async () => {
  const { wrapper, field } = open(true);
  await field('password').trigger('blur');
  expect(wrapper.text()).not.toContain('Use at least 8 characters');
  await field('password').setValue('short');
  await field('password').trigger('blur');
  expect(wrapper.text()).toContain('Use at least 8 characters');
});

it('asks for the set-up code once the server wants it', async () => {
  const { wrapper, field, submit, client } = open(true);
  client.setupCodeWanted = true;
  expect(wrapper.find('[data-testid=setup-code]').exists()).toBe(false);
  await field('username').setValue('haoran');
  await field('password').setValue('long enough');
  await submit();
  expect(wrapper.text()).toContain('needs the setup code');
  expect(document.activeElement).toBe(field('setup-code').element);
  await field('setup-code').setValue('1234');
  await submit();
  expect(client.account?.username).toBe('haoran');
});

it('puts a refusal of the server under its field', async () => {
  const { wrapper, field, submit, client } = open(true);
  vi.spyOn(client, 'register').mockRejectedValue(refusal(409, 'account.username_taken'));
  await field('username').setValue('haoran');
  await field('password').setValue('long enough');
  await submit();
  expect(wrapper.text()).toContain('This user name is taken');
  expect(field('username').attributes('aria-invalid')).toBe('true');
});

it('shows the password on demand', async () => {
  const { wrapper, field } = open(false);
  expect(field('password').attributes('type')).toBe('password');
  await wrapper.get('[data-testid=password-toggle]').trigger('click');
  expect(field('password').attributes('type')).toBe('text');
});

it('says when to try again to whoever tries too often', async () => {
  const { wrapper, field, submit, client } = open(false);
  const tooFast = Object.assign(refusal(429, 'too_many_requests'), { retryAfter: 7 });
  vi.spyOn(client, 'signIn').mockRejectedValue(tooFast);
  await field('login').setValue('haoran');
  await field('password').setValue('long enough');
  await submit();
  expect(wrapper.get('[data-testid=form-error]').text()).toContain('Too fast. Try again in 7 s');
});

it('asks for an invite code where the server wants one', async () => {
  const client = new FakeClient(undefined, false);
  client.registration = 'invite';
  const { wrapper, field, submit } = open(true, client);
  await flushPromises();
  const register = vi.spyOn(client, 'register');
  await field('username').setValue('haoran');
  await field('password').setValue('long enough');
  await submit();
  expect(wrapper.text()).toContain('Enter the invite code');
  expect(document.activeElement).toBe(field('invite-code').element);
  register.mockRejectedValueOnce(refusal(403, 'account.invite_invalid'));
  await field('invite-code').setValue('AAAA');
  await submit();
  expect(field('invite-code').attributes('aria-invalid')).toBe('true');
  await field('invite-code').setValue('BBBB');
  await submit();
  expect(register).toHaveBeenLastCalledWith(expect.objectContaining({ invite_code: 'BBBB' }));
});

it('shows no form where registration is closed', async () => {
  const client = new FakeClient(undefined, false);
  client.registration = 'closed';
  const { wrapper } = open(true, client);
  await flushPromises();
  expect(wrapper.find('form').exists()).toBe(false);
  expect(wrapper.get('[data-testid=registration-closed]').text()).toContain('Registration is closed');
  expect(wrapper.find('[data-testid=to-sign-in]').exists()).toBe(true);
});
