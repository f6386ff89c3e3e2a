import en from '@kamachat/i18n/messages/en';
import { createPinia } from 'pinia';
import { createI18n } from 'vue-i18n';
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router';
import { clientKey } from '@/app/client';
import { routes } from '@/app/router';
import { FakeClient } from './fakeClient';

/** What a component finds around it in the app: English texts, stores, routes, a client without a network. */
export function withTexts(client = new FakeClient()) {
  const i18n = createI18n({ legacy: false, locale: 'en', messages: { en } });
  const router = createRouter({ history: createMemoryHistory(), routes: routes.map(hollow) });
  return { plugins: [i18n, createPinia(), router], provide: { [clientKey as symbol]: client } };
}

/** The same addresses and names, but no page is loaded behind a test's back. */
function hollow(route: RouteRecordRaw): RouteRecordRaw {
  if (!route.component) return route;
  const children = route.children?.map(hollow) ?? [];
  return { ...route, component: { render: () => null }, children } as RouteRecordRaw;
}
