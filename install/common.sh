# Shared by the scripts of this folder; sourced, not run.
#
# Who does what: packages are installed by root (through sudo where that is needed). Everything else is done
# for the person at the keyboard: the user itself, or, where the script was started by `sudo`, the user who
# did so (SUDO_USER), so that nothing of root's is left in that user's folders.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=$root/build

say() { printf '%s\n' "$*"; }
fail() {
  printf 'penumbra: %s\n' "$*" >&2
  exit 1
}

# The person at the keyboard.
if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ] && id "$SUDO_USER" >/dev/null 2>&1; then
  person=$SUDO_USER
  person_home=$(getent passwd "$SUDO_USER" | cut -d: -f6)
else
  person=
  person_home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
fi

# as_person COMMAND …: runs it as the person at the keyboard, with that person's HOME.
as_person() {
  if [ -n "$person" ]; then
    runuser -u "$person" -- env HOME="$person_home" USER="$person" LOGNAME="$person" "$@"
  else
    "$@"
  fi
}

# as_builder COMMAND …: the same where that person can write to this folder (else the build is root's).
as_builder() {
  if [ -n "$person" ] && as_person test -w "$root" && { [ ! -e "$build" ] || as_person test -w "$build"; }; then
    as_person "$@"
  else
    "$@"
  fi
}

# The GIMP profile of the person at the keyboard, as GIMP itself finds it.
gimp_profile() {
  if [ -n "${GIMP2_DIRECTORY:-}" ]; then
    case $GIMP2_DIRECTORY in
    /*) say "$GIMP2_DIRECTORY" ;;
    *) say "$person_home/$GIMP2_DIRECTORY" ;;
    esac
  elif [ -z "$person" ] && [ -n "${XDG_CONFIG_HOME:-}" ]; then
    say "$XDG_CONFIG_HOME/GIMP/2.10"
  else
    say "$person_home/.config/GIMP/2.10"
  fi
}
