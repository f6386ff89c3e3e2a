// Runs before the first paint, so that a dark page never flashes light. A file, because the CSP allows no inline script.
(function () {
  try {
    var theme = localStorage.getItem('kamachat.theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
    var language = localStorage.getItem('kamachat.language') || navigator.language || '';
    document.documentElement.lang = /^zh/i.test(language) ? 'zh-CN' : 'en';
  } catch {
    // Storage may be refused: the system's theme then decides.
  }
})();
