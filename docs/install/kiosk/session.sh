#!/bin/sh
# The X session of a kiosk: a window manager without keys or menus, and the locked window. See docs/install/kiosk.md.
set -eu
here=$(dirname "$(readlink -f "$0")")

# The screen never goes dark by itself: a dark one may get no frames, and the shell would take its page for frozen.
xset s off s noblank -dpms

# A screen that stands upright, and where its touches land, if it does (xrandr and xinput name yours):
# xrandr --output HDMI-1 --rotate right
# xinput map-to-output 'ILITEK ILITEK-TP' HDMI-1

systemctl --user import-environment DISPLAY XAUTHORITY
systemctl --user --no-block restart yichuang-kiosk-shell.service
exec openbox --config-file "$here/openbox.xml"
