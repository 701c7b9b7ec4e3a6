#!/bin/sh
# Install the system packages named as arguments that are not there yet (Debian and Ubuntu, with sudo when not root).
# Elsewhere it says what to install. Run again at any time: nothing missing, nothing done.
set -eu

missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install these parts with your system's package manager:$missing" >&2
    exit 4
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Run as root or install sudo, then: apt-get install$missing" >&2; exit 4; }
    as_root="sudo"
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
# shellcheck disable=SC2086  # a list of names
$as_root apt-get -qq install -y --no-install-recommends $missing >/dev/null
