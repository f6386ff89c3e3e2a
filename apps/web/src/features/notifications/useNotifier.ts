import type { Message } from '@kamachat/client';
import { onScopeDispose, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute, useRouter } from 'vue-router';
import { useClient } from '@/app/client';
import { useNames } from '@/features/accounts/names';
import { useCalled } from '@/features/contacts/useCalled';
import { previewOf } from '@/features/conversations/model';
import { usePreviewWords } from '@/features/conversations/previewWords';
import { useConversations } from '@/features/conversations/store';
import { Looking } from './looking';
import { isQuiet, isTakenBack, toTell } from './model';
import { Notifier } from './notifier';
import { useNotify } from './store';

/** Tells of new messages. Only the tab that owns the line does, so that each is told once. */
export function useNotifier(): void {
  const { t } = useI18n();
  const client = useClient();
  const router = useRouter();
  const route = useRoute();
  const notify = useNotify();
  const conversations = useConversations();
  const { titleOf } = useNames();
  const called = useCalled();
  const words = usePreviewWords();
  const notifier = new Notifier(open);
  const looking = new Looking(
    (id) => document.visibilityState === 'visible' && document.hasFocus() && route.params.id === id,
  );

  function open(id: string): void {
    void router.push({ name: 'chat', params: { id } });
  }

  function bodyOf(id: string, message: Message): string {
    const item = conversations.byId(id);
    const unread = item?.unread ?? 1;
    const count = t('notify.count', { count: unread }, unread);
    if (!notify.choice.preview || !item) return count;
    const said = previewOf({ ...item, last_message: message, pending: undefined, draft: '' }, '');
    const text = words(said);
    const line = said.sender ? t('timeline.announce', { name: called(said.sender), text }) : text;
    return unread > 1 ? `${line}\n${count}` : line;
  }

  async function arrived(news: readonly Message[]): Promise<void> {
    const level = conversations.byId(news[0]?.conversation_id ?? '')?.settings.notify ?? 'all';
    const message = toTell(news, level, client.account?.id ?? '').at(-1);
    if (!message || !client.leading || client.settings?.presence === 'do_not_disturb') return;
    if (isQuiet(notify.choice, new Date())) return;
    const id = message.conversation_id;
    if (await looking.at(id)) return;
    if (!notify.active) return;
    const title = titleOf(conversations.byId(id)) || called(message.sender);
    await notifier.show({ id, message, title, body: bodyOf(id, message), sound: notify.choice.sound });
  }

  const stop = client.on('arrived', (news) => void arrived(news).catch(() => {}));
  const clicked = (event: MessageEvent): void => {
    const { open: id } = (event.data ?? {}) as { open?: unknown };
    if (typeof id === 'string') open(id);
  };
  navigator.serviceWorker?.addEventListener('message', clicked);

  watch(
    () => conversations.items,
    () => {
      for (const [id, { message }] of notifier.told) {
        const item = conversations.byId(id);
        const last = item?.last_message;
        if (!item?.unread || (last && isTakenBack(message, [last]))) void notifier.close(id);
      }
    },
  );
  // In an open chat it may have newer ones behind it.
  const stopLooking = client.on('timeline', ({ conversationId, messages, hasNewer }) => {
    const told = notifier.told.get(conversationId);
    if (told && !hasNewer && isTakenBack(told.message, messages)) void notifier.close(conversationId);
  });
  watch(
    () => conversations.totalUnread,
    (count) => {
      // Installed as an app, the icon carries the number too.
      const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
      set?.catch(() => {});
    },
  );

  onScopeDispose(() => {
    stop();
    stopLooking();
    looking.close();
    if (client.account === null) void notifier.closeAll();
    navigator.serviceWorker?.removeEventListener('message', clicked);
  });
}
