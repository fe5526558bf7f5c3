#!/bin/sh
# Builds the Debian package: the program, both extensions, and what makes every user's browsers find the program.
#
#   manifest/debian/build.sh PROGRAM PACK EXTENSIONS OUT
#
# PROGRAM is `convoally` as it is to be installed, PACK the packing tool, EXTENSIONS the folder with the built extensions
# `chromium` and `firefox`, OUT the folder for the package. The same content gives the same bytes: set SOURCE_DATE_EPOCH, or
# the time of the last commit counts. Needs dpkg-dev.
set -eu

program=$1 pack=$2 extensions=$3 out=$4
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' "$here/../../Cargo.toml")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/DEBIAN" "$root/usr/share/convoally/extension"

install -D -m 755 "$program" "$root/usr/bin/convoally"
for browser in chromium firefox; do
  cp -R "$extensions/$browser" "$root/usr/share/convoally/extension/$browser"
done
"$pack" registrations --program /usr/bin/convoally --root "$root" >/dev/null
install -D -m 644 "$here/copyright" "$root/usr/share/doc/convoally/copyright"
install -D -m 644 "$here/../../CHANGELOG.md" "$root/usr/share/doc/convoally/changelog"
install -D -m 644 "$here/convoally.1" "$root/usr/share/man/man1/convoally.1"
gzip -9n "$root/usr/share/doc/convoally/changelog" "$root/usr/share/man/man1/convoally.1"

# What somebody changed below /etc is theirs: an update asks before it takes it away.
(cd "$root" && find etc -type f | LC_ALL=C sort | sed 's|^|/|') >"$root/DEBIAN/conffiles"

# The libraries that the program was linked with, as the packages that have them.
mkdir -p "$work/debian"
printf 'Source: convoally\n\nPackage: convoally\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/convoally" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
size=$(du -k -s --apparent-size --exclude=DEBIAN "$root" | cut -f 1)
sed -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$(dpkg --print-architecture)|" \
  -e "s|@DEPENDS@|$libraries|" -e "s|@SIZE@|$size|" "$here/control" >"$root/DEBIAN/control"

find "$root" -type d -exec chmod 755 {} +
find "$root" -type f ! -path "$root/usr/bin/*" -exec chmod 644 {} +
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$root" "$out/convoally_${version}_$(dpkg --print-architecture).deb" >/dev/null
echo "$out/convoally_${version}_$(dpkg --print-architecture).deb"
