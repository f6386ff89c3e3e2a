import { expect, it } from 'vitest';
import en from './languages/en';
import zh from './languages/zh-CN';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = flatten(en);
const chinese = flatten(zh);

it('has the same keys in both languages', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
});

it('has no empty text', () => {
  for (const texts of [english, chinese]) {
    for (const [key, text] of texts)
      expect(text.trim(), key).not.toBe(key.endsWith('listSeparator') ? '-' : '');
  }
});

it('uses the same placeholders in both languages', () => {
  const slots = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const [key, text] of english) expect(slots(chinese.get(key) ?? ''), key).toEqual(slots(text));
});

it('words every code of the wire contract', () => {
  const codes = `auth.wrong_credentials auth.refresh_invalid auth.external_token_invalid auth.unauthenticated account.username_taken
    account.email_taken account.username_invalid account.password_too_short account.password_too_long
    account.password_too_common account.password_too_weak account.wrong_password account.device_name_invalid
    account.email_invalid account.nickname_invalid account.setup_code_required
    account.setup_code_wrong account.registration_closed account.invite_required account.invite_invalid
    too_many_requests request.invalid not_found friend_request.to_self friend_request.already_contacts
    friend_request.pending friend_request.expired friend_request.blocked contact.myself contact.remark_invalid
    contact.tag_invalid contact.too_many_tags message.refused message.unanswered message.card_unknown
    friend_request.decided conversation.not_contacts message.empty message.too_long
    account.signature_invalid account.status_text_invalid account.birthday_invalid account.wrong_password
    account.otp_required account.otp_wrong account.totp_on account.totp_off auth.otp_required auth.otp_wrong
    group.name_invalid group.forbidden group.full group.owner_must_transfer group.banned group.closed
    message.silenced message.muted_all message.not_allowed message.slow_mode message.refused
    auth.otp_delayed mail.off mail.link_invalid account.email_missing account.email_verified sms.off
    sms.country_unsupported account.phone_invalid account.phone_taken account.phone_missing account.last_way_in
    auth.code_required auth.code_wrong auth.phone_unknown avatar.unsupported_type avatar.too_large
    avatar.too_many_pixels avatar.unreadable account.deletion_pending account.last_admin export.running
    message.unchangeable message.not_sender message.edit_expired message.edit_conflict message.edit_limit
    message.recall_expired message.emoji_invalid message.too_many_reactions message.too_many_pins
    export.too_soon export.not_ready message.conversation_closed message.kind_unsupported
    message.idempotency_mismatch message.reply_unknown message.too_many_mentions message.mention_all_forbidden
    message.not_member search.too_long report.text_invalid report.myself report.nothing_left busy unavailable internal`;
  for (const code of codes.split(/\s+/)) expect(english.has(`errors.${code}`), code).toBe(true);
});

it('speaks calmly: no exclamation marks, no polite 您', () => {
  for (const [key, text] of [...english, ...chinese]) expect(text, key).not.toMatch(/[!！您]/);
});
