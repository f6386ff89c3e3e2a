import type { Group, Role, Who } from '@kamachat/client';

/** What somebody may want to do in a group; the server decides, this only hides what it would refuse. */
export type Act =
  | 'invite'
  | 'profile'
  | 'moderate'
  | 'admit'
  | 'silence'
  | 'remove'
  | 'ban'
  | 'alias'
  | 'policy'
  | 'role'
  | 'transfer'
  | 'dissolve';

type Rules = Pick<Group, 'who_may_invite' | 'me' | 'state'>;

const rank: Record<Role, number> = { member: 0, admin: 1, owner: 2 };
const least: Record<Who, Role> = { everyone: 'member', admins: 'admin', owner: 'owner' };
const owners: ReadonlySet<Act> = new Set(['policy', 'role', 'transfer', 'dissolve']);

export function may(group: Rules | null, act: Act): boolean {
  if (group === null || group.state !== 'active') return false;
  const role = act === 'invite' ? least[group.who_may_invite] : owners.has(act) ? 'owner' : 'admin';
  return rank[group.me.role] >= rank[role];
}

/** Only those strictly below can be touched; nobody is below himself. */
export function mayOn(group: Rules | null, act: Act, target: Role): boolean {
  return group !== null && may(group, act) && rank[group.me.role] > rank[target];
}

/** Whether a rule of the group lets this role do it. */
export function allows(who: Who, role: Role): boolean {
  return rank[role] >= rank[least[who]];
}
