import { ref } from 'vue';

/** Ctrl+K and Ctrl+/; shared, so that a button can open them too. */
export const switching = ref(false);
export const helping = ref(false);
