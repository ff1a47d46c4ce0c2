# Sourced by the scripts beside it.  install PACKAGE...: as root, apt-get installs them; otherwise one sentence names them.

package_named() { # the package's name here: Debian 13 and Ubuntu 24.04 renamed some to NAMEt64
    if apt-cache show "$1t64" >/dev/null 2>&1; then echo "$1t64"; else echo "$1"; fi
}

install() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "heliograph: this system has no apt-get; please install what these Debian packages hold: $*" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        names=""
        for package in "$@"; do names="$names $(package_named "$package")"; done
        echo "heliograph: some system packages are missing; install them with: sudo apt-get install$names" >&2
        return 1
    fi
    echo "heliograph: installing system packages: $*" >&2
    apt-get update -q >/dev/null 2>&1 || true # an old index may still do
    names=""
    for package in "$@"; do names="$names $(package_named "$package")"; done
    # shellcheck disable=SC2086  # a list of names
    if ! log=$(DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-upgrade $names 2>&1); then
        echo "$log" >&2
        echo "heliograph: apt-get could not install$names; is there a network?" >&2
        return 1
    fi
}
