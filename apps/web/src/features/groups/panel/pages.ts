/** The pages of the panel; the address names the one that is open. */
export const pages = ['info', 'members', 'settings', 'requests', 'invites', 'bans'] as const;
export type PanelPage = (typeof pages)[number];

export function isPage(name: string): name is PanelPage {
  return (pages as readonly string[]).includes(name);
}
