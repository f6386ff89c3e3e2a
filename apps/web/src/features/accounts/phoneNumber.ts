import type { AuthPolicy } from '@kamachat/client';

export type SmsPolicy = NonNullable<AuthPolicy['sms']>;

/** Offered where the server names no countries; any other code can be typed after a plus. */
const common = [86, 852, 853, 886, 65, 81, 82, 1, 44, 49, 33, 61, 7, 55, 91];

/** Calling codes to choose from, the server's own first. */
export function callingCodes(policy: SmsPolicy): string[] {
  const codes = policy.countries.length > 0 ? policy.countries : common;
  const first = codes.includes(policy.default_country) ? [policy.default_country] : [];
  return [...new Set([...first, ...codes])].map(String);
}

/** What is sent to the server; empty when nothing was typed. */
export function joinNumber(country: string, number: string): string {
  const typed = number.trim();
  if (!typed || /^[+＋]/.test(typed)) return typed;
  return `+${country} ${typed.replace(/^0/, '')}`;
}
