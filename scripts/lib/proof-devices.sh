# shellcheck shell=bash
# `scripts/proof devices`: random devices of the web client against the real server. KAMACHAT_SEED repeats what was done,
# though not when it arrived; KAMACHAT_BIN names a server to test instead of building one.

. "$ROOT/scripts/lib/rust.sh"
. "$ROOT/scripts/lib/node.sh"
. "$ROOT/scripts/lib/web.sh"

# proof_devices [RUNS]
proof_devices() {
  say "random devices"
  web_install
  if [ -z "${KAMACHAT_BIN-}" ]; then
    need_rust
    compile --package kamachat || die "the server does not build; the compiler's message is above"
    KAMACHAT_BIN=$(target_dir)/debug/kamachat
  fi
  (cd "$ROOT/apps" && KAMACHAT_BIN=$KAMACHAT_BIN KAMACHAT_RUNS=${1:-100} npm run --silent devices -w @kamachat/e2e) ||
    die "a device shows something else than a new one; what was done and what it heard is above"
  echo "proof devices: every device shows what a new one is told"
}
