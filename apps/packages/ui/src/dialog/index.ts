/** Apart from the rest: Reka's dialog is loaded when the first dialog opens. */
export { default as KDialog } from './KDialog.vue';
