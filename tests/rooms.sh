#!/bin/sh
# Holds the sources against tests/rooms.txt: which room (folder) includes which; and what they cite against what is there.
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

map=.github/CONTRIBUTING.md
complain "$(sed -n 's/^\([a-z][a-z/]*\).*/\1/p' $table | while read -r room; do
  grep -qF "| \`$room\` |" $map || echo "$map: its map does not know $room"
done)"

complain "$(for source in $sources; do
  case $source in
    */main.cpp) ;;
    *.cpp) [ -f "${source%.cpp}.h" ] || echo "$source has no header: it is another class's half" ;;
  esac
done)"

# A comment cites "app/net/README.md, 1": a document that lies here, by its path from the root, and a number that it has.
texts=$(find README.md CMakeLists.txt .ci .github models ui app tests packaging resources \
  \( -name node_modules -o -path tests/data -o -path tests/fuzz/corpus -o -name '*.png' -o -name '*.json' \) -prune -o -type f -print | sort)
# shellcheck disable=SC2086
complain "$(awk '
  function read_numbers(document, line) {
    while ((getline line < document) > 0) {
      there[document] = 1
      if (match(line, /^(#+ )?[0-9]+[.] /)) { sub(/^#+ /, "", line); sub(/[.].*/, "", line); has[document " " line] = 1 }
    }
    was_read[document] = 1
  }
  function judge(text, cited, document, count, words, i) {
    while (match(text, /[A-Za-z0-9_.][A-Za-z0-9_.\/-]*[.]md((,| and| to) +[0-9]+)*/)) {
      cited = substr(text, RSTART, RLENGTH)
      text = substr(text, RSTART + RLENGTH)
      document = cited
      sub(/[.]md.*/, ".md", document)
      if (!(document in was_read)) read_numbers(document)
      if (!(document in there)) { print where ": there is no " document; continue }
      count = split(substr(cited, length(document) + 1), words, /[^0-9]+/)
      for (i = 1; i <= count; ++i)
        if (words[i] != "" && !(document " " words[i] in has)) print where ": " document " has no " words[i]
    }
  }
  FNR == 1 {
    judge(block); block = ""
    prose = FILENAME ~ /[.]md$/
    mark = prose ? "^" : FILENAME ~ /[.](h|cpp|mjs)$/ ? "//+<?" : "#+"
  }
  { # a comment goes on over lines that hold nothing else, a paragraph to the empty line
    if (prose ? $0 == "" : $0 !~ "^[ \t]*" mark) { judge(block); block = "" }
    if (!match($0, "(^|[ \t])" mark)) next
    if (block == "") where = FILENAME ":" FNR
    block = block " " substr($0, RSTART + RLENGTH)
  }
  END { judge(block) }' $texts)"

# Debian's Qt would compile a module-qualified include of a module that is not linked.
refuse() {
  complain "$(grep -rnE --include='*.h' --include='*.cpp' "$1" "$2" | sed "s|\$|: $3|")"
}
refuse '#include [<"](Qt(Gui|Widgets|Charts|Network|WebSockets|Sql|Qml|Quick)/|Q(Widget|Pixmap|Icon|Color|Painter|Network|WebSocket|Tcp|Ssl|Sql))' models 'models is Core only'
refuse '#include [<"](Qt(Network|WebSockets|Sql)/|Q(Network|WebSocket|Tcp|Ssl|Sql))' ui 'ui has no Network and no Sql'
exit $bad
