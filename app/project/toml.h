// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Debian's package asks for its shared library, which is compiled with exceptions; without them the header is whole.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3.0 assumes that a table's name begins with a letter or quote before it looks: "[." and "[=" abort a debug
// build and are undefined in a release. Without the assumption the parser's own check answers. What is an assertion of
// toml++ in a debug build is told to the optimizer in a release: for this header every build is a debug one.
#define TOML_ASSERT(expression) static_assert(true)
#pragma push_macro("NDEBUG")
#undef NDEBUG
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
