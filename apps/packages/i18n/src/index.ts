export { ago } from './ago';
export { createTexts, languageNames, languages, preferredLanguage } from './setup';
export type { Language, Messages, Texts } from './setup';
export { clock, dayKey, daysBetween, dayTitle, fullTime, listTime, longDate } from './times';
export type { DayWords } from './times';
