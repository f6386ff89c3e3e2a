import type { MenuItem } from '@kamachat/ui';
import type { Bubble } from '../timeline/model';

/** What can be done with one message. */
export type Action =
  | 'reply'
  | 'edit'
  | 'react'
  | 'who'
  | 'copy'
  | 'forward'
  | 'select'
  | 'pin'
  | 'unpin'
  | 'earlier'
  | 'report'
  | 'recall'
  | 'hide'
  | 'again'
  | 'menu';

/** What this account may do besides what it may do with its own messages. */
export interface Rights {
  pin: boolean;
  /** Whether messages of this person can be taken back. */
  recall: (senderId: string) => boolean;
  /** Whether it is not too late to change an own message. */
  inTime: (change: 'edit' | 'recall', sent: Date) => boolean;
}

/** In the order of the menu. The server decides; this only leaves out what it would refuse for certain. */
export function actionsOf(bubble: Bubble, rights: Rights): Action[] {
  if (bubble.seq === null || bubble.event) return [];
  if (bubble.deleted || bubble.recalled) return ['hide'];
  const text = bubble.text !== null;
  const all: [Action, boolean][] = [
    ['reply', true],
    ['react', true],
    ['who', bubble.reactions.length > 0],
    ['edit', bubble.own && text && rights.inTime('edit', bubble.at)],
    ['copy', text],
    ['forward', true],
    ['select', true],
    [bubble.pinned ? 'unpin' : 'pin', rights.pin],
    ['earlier', bubble.edited],
    ['report', !bubble.own],
    ['recall', (bubble.own && rights.inTime('recall', bubble.at)) || rights.recall(bubble.senderId)],
    ['hide', true],
  ];
  return all.filter(([, offered]) => offered).map(([action]) => action);
}

const icons: Record<Exclude<Action, 'menu'>, MenuItem['icon']> = {
  reply: 'reply',
  edit: 'edit',
  react: 'react',
  who: 'smile',
  copy: 'copy',
  forward: 'forward',
  select: 'multi',
  pin: 'pin',
  unpin: 'pin',
  earlier: 'clock',
  report: 'flag',
  recall: 'recall',
  hide: 'trash',
  again: 'edit',
};
const keys: Partial<Record<Action, string>> = { reply: 'R', edit: 'E', react: '+', recall: 'Del' };

export function iconOf(action: Exclude<Action, 'menu'>): MenuItem['icon'] {
  return icons[action];
}

export function menuOf(bubble: Bubble, rights: Rights, t: (key: string) => string): MenuItem[] {
  // The mark of an edited message leads to its earlier texts.
  const shown = actionsOf(bubble, rights).filter((action) => action !== 'earlier');
  return shown.map((action) => ({
    key: action,
    text: t(`changes.${action}`),
    icon: icons[action as Exclude<Action, 'menu'>],
    shortcut: keys[action],
    apart: action === 'report' || (action === 'recall' && bubble.own),
    danger: action === 'recall' || action === 'hide',
  }));
}

/** The action behind a key on a message that has the focus. */
export function actionOfKey(key: string): Action | null {
  const found = Object.entries(keys).find(([, each]) => each.toLowerCase() === key.toLowerCase());
  if (key === 'Delete') return 'recall';
  return (found?.[0] as Action | undefined) ?? null;
}
