// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <string_view>

namespace Slipway {

struct FreePcre {
    void operator()(pcre2_code *made) const { pcre2_code_free(made); }
    void operator()(pcre2_compile_context *made) const { pcre2_compile_context_free(made); }
    void operator()(pcre2_match_context *made) const { pcre2_match_context_free(made); }
    void operator()(pcre2_match_data *made) const { pcre2_match_data_free(made); }
    void operator()(pcre2_jit_stack *made) const { pcre2_jit_stack_free(made); }
};

/// Owns what PCRE2 made. For sources of models only: nobody else links it.
template <typename T>
using Pcre = std::unique_ptr<T, FreePcre>;

/// A text as PCRE2 takes it, which takes no null.
inline PCRE2_SPTR codeUnits(std::string_view text)
{
    return reinterpret_cast<PCRE2_SPTR>(
        text.empty() ? "" : text.data()); // NOLINT(bugprone-suspicious-stringview-data-usage)
}

} // namespace Slipway
