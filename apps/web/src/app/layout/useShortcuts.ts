import { nextTick, onMounted, onUnmounted } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useConversations } from '@/features/conversations/store';
import { helping, switching } from '@/app/keyboard/dialogs';

/** Keys that work everywhere: Ctrl+K jump, Ctrl+F search in the chat (with Shift: everywhere), Ctrl+/ help, Alt+Up/Down chats (with Shift: unread ones), F6 regions. */
export function useShortcuts(): void {
  const router = useRouter();
  const route = useRoute();
  const conversations = useConversations();

  function step(by: 1 | -1, unreadOnly: boolean) {
    const items = conversations.items;
    const here = items.findIndex((item) => item.id === route.params.id);
    const from = here < 0 ? (by > 0 ? -1 : items.length) : here;
    for (let i = from + by; i >= 0 && i < items.length; i += by) {
      const item = items[i];
      if (item && (!unreadOnly || item.unread > 0)) {
        void router.push({ name: 'chat', params: { id: item.id } });
        return;
      }
    }
  }

  /** The search of the open chat, else that of everything. */
  async function find(everywhere: boolean) {
    const focus = (where: string) =>
      document.querySelector<HTMLInputElement>(`[${where}] input[type=search]`)?.focus();
    if (everywhere || route.name !== 'chat') {
      if (!route.path.startsWith('/chats') || matchMedia('(max-width: 767px)').matches)
        await router.push('/chats');
      await nextTick();
      focus('data-find-all');
    } else if (route.query.find !== undefined) focus('data-testid=chat-search');
    else void router.push({ query: { find: '1' } });
  }

  function nextRegion(by: 1 | -1) {
    const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
      (each) => each.checkVisibility?.() ?? true,
    );
    // The messages are a region inside the conversation's.
    const here = regions.findLastIndex((region) => region.contains(document.activeElement));
    regions[(here + by + regions.length) % regions.length]?.focus();
  }

  function onKey(event: KeyboardEvent) {
    if (event.isComposing || event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      switching.value = true;
    } else if (command && !event.altKey && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      void find(event.shiftKey);
    } else if (command && !event.altKey && event.key === '/') {
      event.preventDefault();
      helping.value = true;
    } else if (event.altKey && !command && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      step(event.key === 'ArrowDown' ? 1 : -1, event.shiftKey);
    } else if (event.key === 'F6') {
      event.preventDefault();
      nextRegion(event.shiftKey ? -1 : 1);
    }
  }

  onMounted(() => document.addEventListener('keydown', onKey));
  onUnmounted(() => document.removeEventListener('keydown', onKey));
}
