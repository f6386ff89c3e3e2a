# shellcheck shell=bash
# Cargo and the C compiler that the bundled SQLite and the TLS library need.

need_rust() {
  if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH="$HOME/.cargo/bin:$PATH"
  fi
  command -v cargo >/dev/null ||
    die "cargo is not on PATH: install Rust with rustup, then start again (rust-toolchain.toml names the version)"
  command -v cc >/dev/null || need_packages gcc libc6-dev
}

# The folder that cargo writes to, which CARGO_TARGET_DIR may move.
target_dir() { echo "${CARGO_TARGET_DIR:-$ROOT/target}"; }

# compile ARGUMENT…: cargo build. A person sees cargo's progress bar, a log a sentence a minute.
# Whoever ends the script ends the build.
compile() {
  local build beat status=0
  if [ -t 2 ]; then
    cargo build "$@"
    return
  fi
  cargo build --quiet "$@" &
  build=$!
  while sleep 60 && kill -0 "$build" 2>/dev/null; do say "still compiling"; done &
  beat=$!
  # shellcheck disable=SC2064 # the values of now are meant
  trap "kill $build $beat 2>/dev/null" EXIT
  wait "$build" || status=$?
  trap - EXIT
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  return "$status"
}
