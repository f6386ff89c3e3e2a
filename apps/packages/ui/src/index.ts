/** Looks and parts. Nothing here knows a store, a route or the network. */
export { default as KAvatar } from './base/KAvatar.vue';
export { default as KBadge } from './base/KBadge.vue';
export { default as KButton } from './base/KButton.vue';
export { default as KGroupAvatar } from './base/KGroupAvatar.vue';
export { default as KIconButton } from './base/KIconButton.vue';
export { default as KTag } from './base/KTag.vue';
export { default as KEmpty } from './brand/KEmpty.vue';
export { default as KLogo } from './brand/KLogo.vue';
export { default as KArea } from './forms/KArea.vue';
export { default as KField } from './forms/KField.vue';
export { default as KSearch } from './forms/KSearch.vue';
export { default as KSegments } from './forms/KSegments.vue';
export { default as KSelect } from './forms/KSelect.vue';
export { default as KSwitch } from './forms/KSwitch.vue';
export { default as KIcon } from './icons/KIcon.vue';
export { hueOf, initialsOf } from './base/avatar';
export type { IconName } from './icons/shapes';
