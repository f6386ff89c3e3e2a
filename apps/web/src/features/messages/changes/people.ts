import type { InjectionKey } from 'vue';

/** How the page calls somebody of whom only the id is told. */
export const peopleKey: InjectionKey<(id: string) => string | null> = Symbol('people');
