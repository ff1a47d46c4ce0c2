#!/bin/sh
# Print the path of a Python of at least 3.11 that can make virtual environments; as root, install one if need be.
set -eu
. "$(dirname "$0")/apt.sh"

CHECK='import sys, venv, ensurepip; assert sys.version_info >= (3, 11); print(sys.executable)'

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c "$CHECK" 2>/dev/null; then return 0; fi
    done
    return 1
}

find_python && exit 0
install python3 python3-venv || exit 1
find_python && exit 0
install python3.11 python3.11-venv || exit 1 # Ubuntu 22.04, whose python3 is 3.10
find_python && exit 0
echo "heliograph: needs Python 3.11 or later with its venv module, and found none" >&2
exit 1
