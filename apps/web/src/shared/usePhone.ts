import { readonly, ref } from 'vue';

const query = matchMedia('(max-width: 767px)');
const phone = ref(query.matches);
query.addEventListener('change', () => (phone.value = query.matches));

/** Whether list and sheet are stacked. What can be said in CSS is said there; this is for roles. */
export function usePhone() {
  return readonly(phone);
}
