import type { Account, KamaClient } from '@kamachat/client';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    /** Reachable without a session. */
    open?: boolean;
    /** Reachable with a session, too: a link in a mail or of another site opens it, whoever is signed in here. */
    always?: boolean;
    /** On phones this page covers the list. */
    detail?: boolean;
  }
}

export const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    meta: { open: true },
    component: () => import('@/features/accounts/views/SignInPage.vue'),
  },
  {
    path: '/register',
    name: 'register',
    meta: { open: true },
    component: () => import('@/features/accounts/views/SignInPage.vue'),
    props: { registering: true },
  },
  {
    path: '/forgot-password',
    name: 'forgot-password',
    meta: { open: true },
    component: () => import('@/features/accounts/views/ForgotPasswordPage.vue'),
  },
  {
    path: '/reset-password',
    name: 'reset-password',
    meta: { open: true, always: true },
    component: () => import('@/features/accounts/views/ResetPasswordPage.vue'),
  },
  {
    path: '/verify-email',
    name: 'verify-email',
    meta: { open: true, always: true },
    component: () => import('@/features/accounts/views/VerifyEmailPage.vue'),
  },
  {
    path: '/external',
    name: 'external',
    meta: { open: true, always: true },
    component: () => import('@/features/accounts/views/ExternalPage.vue'),
  },
  {
    path: '/',
    component: () => import('./layout/AppShell.vue'),
    children: [
      { path: '', redirect: '/chats' },
      {
        path: 'chats',
        component: () => import('@/features/conversations/views/ChatsPage.vue'),
        children: [
          {
            path: '',
            name: 'chats',
            component: () => import('@/features/conversations/views/ChatsEmpty.vue'),
          },
          {
            path: ':id',
            name: 'chat',
            meta: { detail: true },
            props: true,
            component: () => import('@/features/messages/ChatView.vue'),
          },
        ],
      },
      {
        path: 'contacts',
        component: () => import('@/features/contacts/views/ContactsPage.vue'),
        children: [
          {
            path: '',
            name: 'contacts',
            component: () => import('@/features/contacts/views/ContactsEmpty.vue'),
          },
          {
            path: 'requests',
            name: 'requests',
            meta: { detail: true },
            component: () => import('@/features/contacts/views/RequestsView.vue'),
          },
          {
            path: ':id',
            name: 'contact',
            meta: { detail: true },
            props: true,
            component: () => import('@/features/contacts/views/ContactView.vue'),
          },
        ],
      },
      {
        path: 'u/:username',
        name: 'person-link',
        props: true,
        component: () => import('@/features/contacts/views/PersonLink.vue'),
      },
      {
        path: 'invite/:code',
        name: 'invite',
        props: true,
        component: () => import('@/features/groups/views/InvitePage.vue'),
      },
      {
        path: 'settings',
        name: 'settings',
        component: () => import('@/features/settings/views/SettingsPage.vue'),
      },
      {
        path: ':rest(.*)*',
        name: 'not-found',
        component: () => import('./layout/NotFound.vue'),
      },
    ],
  },
];

/** Waits for the session of an earlier visit once, then decides on every step. `loadTexts`: those of the app itself. */
export function createAppRouter(
  client: KamaClient,
  restored: Promise<Account | null>,
  loadTexts: () => Promise<void>,
) {
  const router = createRouter({ history: createWebHistory(), routes });

  router.beforeEach(async (to) => {
    await restored;
    if (!client.account && !to.meta.open) {
      return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
    }
    if (client.account && to.meta.open && !to.meta.always) return { name: 'chats' };
    if (!to.meta.open) await loadTexts();
    return true;
  });

  // A new build removes the old chunks; a page opened before it loads itself once more.
  router.onError((error: Error, to) => {
    if (!/import|fetch|load/i.test(error.message)) return;
    const key = 'kamachat.reloaded';
    if (sessionStorage.getItem(key) === to.fullPath) return;
    sessionStorage.setItem(key, to.fullPath);
    location.assign(to.fullPath);
  });

  client.on('signedOut', ({ code }) => {
    if (router.currentRoute.value.meta.open) return;
    void router.replace({ name: 'sign-in', query: { reason: code } });
  });
  client.on('account', (account) => {
    if (account || router.currentRoute.value.meta.open || !router.currentRoute.value.name) return;
    void router.replace({ name: 'sign-in' });
  });

  return router;
}
