# shellcheck shell=bash
# Python packages that tests need, in a virtual environment outside the tree. Needs common.sh.

AIOSMTPD_PINNED=1.4.6

# need_mail_sink: afterwards KAMA_TEST_SMTP_PYTHON names a Python that can run lib/smtp-sink.py.
need_mail_sink() {
  local home="${XDG_CACHE_HOME:-$HOME/.cache}/kamachat/aiosmtpd-$AIOSMTPD_PINNED" work
  if ! "$home/bin/python" -c 'import aiosmtpd' 2>/dev/null; then
    say "fetching the mail server of the tests (aiosmtpd $AIOSMTPD_PINNED)"
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
      need_packages python3-venv
    fi
    # A virtual environment cannot be moved, so it is made in place, by one at a time.
    mkdir -p "$(dirname "$home")"
    work=$home.lock
    (
      flock 9
      "$home/bin/python" -c 'import aiosmtpd' 2>/dev/null && exit
      rm -rf "$home"
      python3 -m venv "$home" &&
        "$home/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: \
          "aiosmtpd==$AIOSMTPD_PINNED" >&2
    ) 9>"$work" || die "could not fetch the Python package aiosmtpd $AIOSMTPD_PINNED"
  fi
  export KAMA_TEST_SMTP_PYTHON=$home/bin/python
}
