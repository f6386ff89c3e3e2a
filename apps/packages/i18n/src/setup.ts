import { createI18n } from 'vue-i18n';
import type en from './languages/en';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
export type Messages = typeof en;

/** Each language under its own name: that is how people look for it. */
export const languageNames: Record<Language, string> = { 'zh-CN': '中文', en: 'English' };

type Loaders = Record<Language, () => Promise<{ default: object }>>;

const all: Loaders = {
  'zh-CN': () => import('./languages/zh-CN'),
  en: () => import('./languages/en'),
};
/** The part that is needed before somebody is signed in. */
const first: Loaders = {
  'zh-CN': () => import('./languages/start-zh-CN'),
  en: () => import('./languages/start-en'),
};

const storageKey = 'kamachat.language';

/** What was chosen here before, else what the browser asks for, else English. */
export function preferredLanguage(stored: string | null, wanted: readonly string[]): Language {
  if (stored && (languages as readonly string[]).includes(stored)) return stored as Language;
  for (const tag of wanted) {
    const head = tag.toLowerCase().split('-')[0];
    if (head === 'zh') return 'zh-CN';
    if (head === 'en') return 'en';
  }
  return 'en';
}

export function createTexts() {
  const i18n = createI18n<false>({
    legacy: false,
    locale: 'en',
    fallbackLocale: false as never,
    messages: {},
    missingWarn: false,
    fallbackWarn: false,
  });
  const texts = i18n.global;
  /** Languages that are here, each with the part that is. */
  const loaded = new Map<Language, Loaders>();
  let part = first;

  async function load(language: Language): Promise<void> {
    if (loaded.get(language) === part) return;
    const wanted = part;
    const { default: messages } = await wanted[language]();
    // The whole may have come meanwhile.
    if (loaded.get(language) === all) return;
    loaded.set(language, wanted);
    texts.setLocaleMessage(language, messages as Messages);
  }

  async function use(language: Language): Promise<void> {
    await load(language);
    texts.locale.value = language;
    document.documentElement.lang = language;
  }

  return {
    i18n,
    /** Loads the language of this visit. */
    start: () => use(preferredLanguage(readStored(), navigator.languages)),
    /** From here on everything is needed. */
    async enter(): Promise<void> {
      part = all;
      if (texts.locale.value) await load(texts.locale.value as Language);
    },
    /** Switches at once and remembers it in this browser. */
    async choose(language: Language): Promise<void> {
      await use(language);
      try {
        localStorage.setItem(storageKey, language);
      } catch {
        // Private windows may refuse storage; the choice then lasts for this visit.
      }
    },
  };
}

export type Texts = ReturnType<typeof createTexts>;

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
