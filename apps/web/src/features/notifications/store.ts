import { defineStore } from 'pinia';
import { computed, reactive, ref, watch } from 'vue';
import { choiceFrom, type NotifyChoice } from './model';

const storageKey = 'kamachat.notify';

function kept(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** `unsupported`: the page is not encrypted, or the browser has no notifications. */
type Permission = NotificationPermission | 'unsupported';

const permissionNow = (): Permission =>
  'Notification' in window && isSecureContext ? Notification.permission : 'unsupported';

/** What this device may and shall tell. Each device has its own: a phone at night is not a laptop at work. */
export const useNotify = defineStore('notify', () => {
  const choice = reactive<NotifyChoice>(choiceFrom(kept()));
  const permission = ref(permissionNow());

  watch(choice, (now) => {
    try {
      localStorage.setItem(storageKey, JSON.stringify(now));
    } catch {
      // Without storage the choice lasts for this visit.
    }
  });
  addEventListener('storage', (event) => {
    if (event.key === storageKey) Object.assign(choice, choiceFrom(event.newValue));
  });
  // The permission may be changed in the browser's own settings.
  addEventListener('focus', () => (permission.value = permissionNow()));

  const active = computed(() => choice.on && permission.value === 'granted');

  /** Only from an act of the person: browsers punish those who ask unasked. */
  async function turn(on: boolean): Promise<void> {
    if (on && permission.value === 'default') permission.value = await Notification.requestPermission();
    choice.on = on && permission.value === 'granted';
    choice.hintGone = true;
  }

  return { choice, permission, active, turn };
});
