#!/bin/sh
# See that the system has what Qt and OpenGL need:  system_libraries.sh run | test
# ("test" adds a virtual X server).  Looks first, and calls apt-get only when something is missing.
# Knows Debian 12 and later, Ubuntu 22.04 and later; elsewhere it names what it did not find and goes on.
set -eu
[ "$(uname)" = Linux ] || exit 0 # elsewhere the wheels bring all they need
. "$(dirname "$0")/apt.sh"

# library  package
LIBRARIES="
libEGL.so.1             libegl1
libGL.so.1              libgl1
libX11-xcb.so.1         libx11-xcb1
libbrotlidec.so.1       libbrotli1
libdbus-1.so.3          libdbus-1-3
libfontconfig.so.1      libfontconfig1
libfreetype.so.6        libfreetype6
libglib-2.0.so.0        libglib2.0-0
libgssapi_krb5.so.2     libgssapi-krb5-2
libwayland-client.so.0  libwayland-client0
libwayland-cursor.so.0  libwayland-cursor0
libwayland-egl.so.1     libwayland-egl1
libxcb-cursor.so.0      libxcb-cursor0
libxcb-glx.so.0         libxcb-glx0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-image.so.0       libxcb-image0
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-randr.so.0       libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0       libxcb-shape0
libxcb-shm.so.0         libxcb-shm0
libxcb-sync.so.1        libxcb-sync1
libxcb-util.so.1        libxcb-util1
libxcb-xfixes.so.0      libxcb-xfixes0
libxcb-xkb.so.1         libxcb-xkb1
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libxkbcommon.so.0       libxkbcommon0
libzstd.so.1            libzstd1
"

known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
has() { case "$known" in *"	$1 "*) true ;; *) false ;; esac; }

missing=""
while read -r library package; do
    [ -z "$library" ] || has "$library" || missing="$missing $package"
done <<END
$LIBRARIES
END

# A driver: the graphics card's own, or Mesa's, which also draws in software.
drivers=$(ls -d /usr/lib*/dri/*_dri.so /usr/lib/*/dri/*_dri.so 2>/dev/null || true)
has libGLX_nvidia.so.0 || [ -n "$drivers" ] || missing="$missing libgl1-mesa-dri"
has libEGL_nvidia.so.0 || has libEGL_mesa.so.0 || missing="$missing libegl-mesa0"
has libGLX_nvidia.so.0 || has libGLX_mesa.so.0 || missing="$missing libglx-mesa0"

if [ "${1:-run}" = test ]; then
    command -v xvfb-run >/dev/null 2>&1 || missing="$missing xvfb"
    command -v xauth >/dev/null 2>&1 || missing="$missing xauth"
fi

[ -n "$missing" ] || exit 0
# shellcheck disable=SC2086  # a list of names
install $missing || ! command -v apt-get >/dev/null 2>&1
