import { defineStore } from 'pinia';
import { ref } from 'vue';

/** The address that a link was just sent to: it is named once, after a registration. */
export const useMailHint = defineStore('mailHint', () => ({ address: ref('') }));
