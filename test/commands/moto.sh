#!/usr/bin/env bash
# Installs moto, which stands for AWS in the tests of commands/, into the tool cache.
set -euo pipefail
cd "$(dirname "$0")"
version=$(sed -n 's/^moto==//p' requirements.txt)
target="${XDG_CACHE_HOME:-$HOME/.cache}/platform-rehearsal/moto-$version"
if [ -e "$target/installed" ]; then exit 0; fi
python3 -m venv --clear "$target"
"$target/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt
touch "$target/installed"
