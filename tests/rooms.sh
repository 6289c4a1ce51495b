#!/bin/sh
# Holds the sources against tests/rooms.txt: which room (folder) includes which.
set -eu
cd "$1"
table=tests/rooms.txt
bad=0
complain() {
  [ -z "$1" ] || { printf '%s\n' "$1" >&2; bad=1; }
}

sources=$(find models ui app -name '*.h' -o -name '*.cpp' | sort)
# FILE ROOM-OF-FILE ROOM-INCLUDED
# shellcheck disable=SC2086
arrows=$(grep -oE '^#include "(models|ui|app)/[^"]+"' $sources | awk -F'[:"]' '{
  from = $1; sub(/\/[^\/]*$/, "", from); to = $3; sub(/\/[^\/]*$/, "", to); if (from != to) print $1, from, to }' | sort -u)

complain "$(printf '%s\n' "$arrows" | awk -v table=$table '
  BEGIN {
    while ((getline line < table) > 0) {
      if (line ~ /^#/ || line == "") continue
      split(line, part, ":"); room = part[1]; known[room] = 1
      count = split(part[2], names, " ")
      for (i = 1; i <= count; ++i) {
        if (!(names[i] in known)) print table ": " room " may not know " names[i] ", which does not stand above it"
        allowed[room " " names[i]] = 1
      }
    }
  }
  { used[$2 " " $3] = 1 }
  !($2 " " $3 in allowed) { print $1 ": " $2 " may not include " $3 " (" table ")" }
  END { for (each in allowed) if (!(each in used)) print table ": nothing uses the arrow " each }')"

rooms=$(printf '%s\n' "$sources" | sed 's|/[^/]*$||' | sort | uniq -c)
complain "$(printf '%s\n' "$rooms" | awk -v table=$table '
  BEGIN { while ((getline line < table) > 0) { sub(/:.*/, "", line); known[line] = 1 } }
  !($2 in known) { print $2 " is no room of " table }
  $1 > 30 { print $2 " has " $1 " files: thirty at most" }')"

complain "$(for source in $sources; do
  case $source in
    */main.cpp) ;;
    *.cpp) [ -f "${source%.cpp}.h" ] || echo "$source has no header: it is another class's half" ;;
  esac
done)"

# Debian's Qt would compile a module-qualified include of a module that is not linked.
refuse() {
  complain "$(grep -rnE --include='*.h' --include='*.cpp' "$1" "$2" | sed "s|\$|: $3|")"
}
refuse '#include [<"](Qt(Gui|Widgets|Charts|Network|WebSockets|Sql|Qml|Quick)/|Q(Widget|Pixmap|Icon|Color|Painter|Network|WebSocket|Tcp|Ssl|Sql))' models 'models is Core only'
refuse '#include [<"](Qt(Network|WebSockets|Sql)/|Q(Network|WebSocket|Tcp|Ssl|Sql))' ui 'ui has no Network and no Sql'
exit $bad
