import type { IconName } from '@kamachat/ui';
import { defineAsyncComponent, type Component } from 'vue';
import AppearanceSection from './views/AppearanceSection.vue';
import ProfileSection from './views/ProfileSection.vue';

export interface Section {
  /** Its place on the page. */
  id: string;
  /** Left out where something else leads to it. */
  icon?: IconName;
  /** Keys of its texts. */
  title: string;
  lead?: string;
  component: Component;
}

/** What the page of settings shows, in order. A feature's part lives with the feature. */
export const sections: readonly Section[] = [
  { id: 'profile', title: 'settings.profile', lead: 'settings.profileLead', component: ProfileSection },
  {
    id: 'appearance',
    icon: 'palette',
    title: 'settings.appearance',
    lead: 'settings.appearanceLead',
    component: AppearanceSection,
  },
  {
    id: 'notifications',
    icon: 'bell',
    title: 'notify.title',
    lead: 'notify.lead',
    component: defineAsyncComponent(() => import('@/features/notifications/NotificationsSection.vue')),
  },
  {
    id: 'privacy',
    icon: 'eye',
    title: 'privacy.title',
    lead: 'privacy.lead',
    component: defineAsyncComponent(() => import('./views/PrivacySection.vue')),
  },
  {
    id: 'blocked',
    icon: 'block',
    title: 'people.blockedTitle',
    lead: 'people.blockedLead',
    component: defineAsyncComponent(() => import('@/features/contacts/settings/BlockedSection.vue')),
  },
  {
    id: 'security',
    icon: 'shield',
    title: 'settings.security',
    lead: 'settings.securityLead',
    component: defineAsyncComponent(() => import('@/features/accounts/settings/SecuritySection.vue')),
  },
  {
    id: 'devices',
    icon: 'laptop',
    title: 'devices.title',
    lead: 'devices.lead',
    component: defineAsyncComponent(() => import('@/features/accounts/components/DeviceList.vue')),
  },
  {
    id: 'data',
    icon: 'file',
    title: 'ownData.title',
    lead: 'ownData.lead',
    component: defineAsyncComponent(() => import('@/features/accounts/own-data/OwnDataSection.vue')),
  },
  {
    id: 'account',
    icon: 'logout',
    title: 'settings.account',
    component: defineAsyncComponent(() => import('./views/AccountSection.vue')),
  },
];
