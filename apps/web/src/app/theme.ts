import { ref, watch } from 'vue';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'kamachat.theme';
const theme = ref<Theme>(stored());

watch(theme, (chosen) => {
  const root = document.documentElement;
  if (chosen === 'system') delete root.dataset.theme;
  else root.dataset.theme = chosen;
  try {
    if (chosen === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, chosen);
  } catch {
    // Without storage the choice lasts for this visit.
  }
});

/** Shared by every view; `public/theme.js` reads the same key before the first paint. */
export function useTheme() {
  return theme;
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(storageKey);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}
