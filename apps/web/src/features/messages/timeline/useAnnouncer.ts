import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useCalled } from '@/features/contacts/useCalled';
import { usePreviewWords } from '@/features/conversations/previewWords';
import type { Bubble, Row } from './model';

/** Says new messages of others to screen readers, gathered for a second so that a burst is one sentence. */
export function useAnnouncer(rows: Ref<readonly Row[]>) {
  const { t } = useI18n();
  const called = useCalled();
  const words = usePreviewWords();
  const news = ref('');
  let newest: number | null = null;
  let waiting: Bubble[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  watch(
    rows,
    (next) => {
      const bubbles = next.flatMap((row) =>
        row.type === 'message' && row.bubble.seq !== null ? [row.bubble] : [],
      );
      const top = bubbles[bubbles.length - 1]?.seq ?? 0;
      if (newest !== null)
        waiting.push(...bubbles.filter(({ own, seq }) => !own && (seq ?? 0) > (newest ?? 0)));
      newest = Math.max(newest ?? 0, top);
      if (waiting.length > 0) timer ??= setTimeout(say, 1000);
    },
    { immediate: true },
  );

  function said({ text, card, merged, recalled, deleted }: Bubble): string {
    const kind = recalled ? 'recalled' : deleted ? 'deleted' : merged ? 'merged' : 'message';
    return words({ kind, text, card: card?.name });
  }

  function say(): void {
    timer = undefined;
    const last = waiting[waiting.length - 1];
    if (last) {
      const name = called({ id: last.senderId, name: last.senderName, deleted: last.deleted });
      news.value =
        waiting.length === 1
          ? t('timeline.announce', { name, text: said(last) })
          : t('timeline.announceMany', { name, count: waiting.length });
    }
    waiting = [];
  }

  onScopeDispose(() => clearTimeout(timer));
  return news;
}
