#!/bin/sh
# Nothing points upwards: Debian's Qt would compile a module-qualified include of a module that is not linked.
set -eu
cd "$1"
bad=0
refuse() {
  if grep -rnE --include='*.h' --include='*.cpp' "$1" "$2"; then
    echo "$2 must not include that: $3" >&2
    bad=1
  fi
}
refuse '#include [<"](Qt(Gui|Widgets|Charts|Network|WebSockets|Sql|Qml|Quick)/|Q(Widget|Pixmap|Icon|Color|Painter|Network|WebSocket|Tcp|Ssl|Sql))' models 'models is Core only'
refuse '#include [<"](Qt(Network|WebSockets|Sql)/|Q(Network|WebSocket|Tcp|Ssl|Sql))' ui 'ui has no Network and no Sql'
refuse '#include "(net|github|railway|sentry|probe|commands|storage|config|rehearsal)/' models 'app is above models'
refuse '#include "(net|github|railway|sentry|probe|commands|storage|config|rehearsal)/' ui 'app is above ui'
exit $bad
