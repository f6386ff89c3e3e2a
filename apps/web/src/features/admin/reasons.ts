import type { ReportReason } from '@kamachat/client';

/** In the order in which they are offered. */
export const REASONS: readonly ReportReason[] = [
  'spam',
  'harassment',
  'fraud',
  'impersonation',
  'violence',
  'sexual',
  'illegal',
  'other',
];
