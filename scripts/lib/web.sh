# shellcheck shell=bash
# The web clients: their packages and their builds, each only when something changed.
# Needs common.sh and node.sh.

# web_install: `npm ci` when the lock file or Node's major version is not the one installed.
web_install() {
  need_node
  local stamp=$ROOT/apps/node_modules/.kamachat-lock want
  [ -f "$ROOT/apps/package-lock.json" ] || die "apps/package-lock.json is missing: this is not a complete tree"
  want="$(sha256sum <"$ROOT/apps/package-lock.json" | cut -d' ' -f1) node $(node -p 'process.versions.modules')"
  if [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then
    return 0
  fi
  say "installing the clients' packages (npm ci)"
  (cd "$ROOT/apps" && npm ci --no-audit --no-fund --include=dev --loglevel=error) >&2 ||
    die "npm ci failed in apps; its message is above"
  echo "$want" >"$stamp"
}

# web_inputs: every file that the clients are built from.
web_inputs() {
  (
    cd "$ROOT/apps" || exit
    find . \( -name node_modules -o -name dist -o -path ./e2e -o -path ./server -o -path ./admin -o -path ./loadtest \) -prune \
      -o -type f ! -name '*.test.ts' ! -name '*.md' ! -name '*.log' ! -name '*.tsbuildinfo' -print | hash_files
  )
}

# web_outputs: what was built; empty without a build. A cargo build puts a placeholder page where
# no client is, so the page itself is part of the sum.
web_outputs() {
  local page
  for page in "$ROOT"/apps/*/index.html; do
    cat "$(dirname "$page")/dist/index.html" 2>/dev/null || echo none
  done | sha256sum | cut -d' ' -f1
}

# web_build: `npm run build` when an input changed or a build is gone.
web_build() {
  local stamp=$ROOT/apps/node_modules/.kamachat-build inputs log
  web_install
  inputs=$(web_inputs)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$inputs $(web_outputs)" ]; then
    say "web client: unchanged"
    return 0
  fi
  say "building the web client"
  if ! log=$(cd "$ROOT/apps" && npm run --silent build 2>&1); then
    printf '%s\n' "$log" >&2
    die "the web client does not build; its message is above"
  fi
  echo "$inputs $(web_outputs)" >"$stamp"
}

# need_browser: Chromium, and the fonts without which Chinese text and emoji are boxes. CHROMIUM names another one;
# else most runs are in its headless shell, which starts no window and takes half the time.
need_browser() {
  if [ -z "${CHROMIUM-}" ]; then
    command -v chromium >/dev/null || need_packages chromium
    CHROMIUM=$(command -v chromium)
    (need_packages chromium-headless-shell) || say "without the headless shell everything runs in the whole browser"
    CHROMIUM_SHELL=$(command -v chromium-headless-shell || true)
  fi
  need_packages fonts-noto-cjk fonts-noto-color-emoji
  export CHROMIUM CHROMIUM_SHELL="${CHROMIUM_SHELL:-$CHROMIUM}"
}
