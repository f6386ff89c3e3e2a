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
