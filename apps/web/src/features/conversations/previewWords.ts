import { useI18n } from 'vue-i18n';
import { useEventWords } from '@/features/groups/eventWords';
import type { Preview } from './model';

/** A preview as a sentence, without who wrote it. */
export function usePreviewWords(): (preview: Preview) => string {
  const { t } = useI18n();
  const words = useEventWords();
  return ({ kind, text, card, event }) => {
    if (event) return words.sentence(event);
    if (kind === 'empty') return t('chats.noMessages');
    if (kind === 'deleted') return t('erased.message');
    if (kind === 'merged') return `[${t('select.mergedTitle')}]`;
    if (kind === 'recalled') return t('timeline.recalled');
    if (card !== undefined) return t('people.cardOf', { name: card }).trim();
    return text ?? t('chats.unsupported');
  };
}
