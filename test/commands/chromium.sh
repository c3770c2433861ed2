#!/usr/bin/env bash
# Installs Chromium, in which the tests of review/ open its pages, from Debian's packages.
set -euo pipefail
if command -v chromium google-chrome > /dev/null; then exit 0; fi
root=()
if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null
