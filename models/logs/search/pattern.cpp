// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/pattern.h"

#include "models/logs/pcre.h"
#include "models/logs/search/expression.h"
#include "models/values/text.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace Slipway {

namespace {

constexpr qsizetype longestPattern = 4096; ///< characters
// With its JIT, PCRE2 counts matching steps anew at each place where a match may begin, and does not count plain loops.
// So long texts are searched in windows of such places, small enough that one window is done in a blink of an eye.
constexpr uint32_t mostSteps = 50'000;
constexpr uint32_t deepest = 10'000;         ///< without JIT
constexpr uint32_t mostHeap = 8 * 1024;      ///< KiB, without JIT
constexpr size_t jitStackAtFirst = 32 << 10; ///< bytes
constexpr size_t jitStackAtMost = 512 << 10;
constexpr size_t workOfWindow = 4 << 20; ///< places to begin at, times bytes that may be looked at from each
constexpr size_t leastWindow = 64;
// Processor time: a computer that is busy with something else makes no pattern costly.
constexpr std::clock_t longestFind = CLOCKS_PER_SEC / 20;
constexpr std::clock_t cheapWindow = CLOCKS_PER_SEC / 1000;

bool isAscii(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(), [](char byte) { return quint8(byte) < 0x80; });
}

/// Words are compared as bytes where that is the same: faster, and a "k" is no Kelvin sign.
uint32_t pcreOptions(const PatternText &pattern, const QByteArray &utf8)
{
    const uint32_t caseless = pattern.caseSensitive ? 0 : PCRE2_CASELESS;
    constexpr uint32_t unicode = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
    if (pattern.regularExpression)
        return caseless | unicode | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
    const bool asBytes = pattern.caseSensitive || isAscii(utf8);
    return caseless | PCRE2_LITERAL | PCRE2_USE_OFFSET_LIMIT | (asBytes ? 0 : unicode);
}

/// Newer versions of PCRE2 name the place behind what is wrong, older ones mostly that before it.
bool placeIsBehind()
{
    static const bool behind = [] {
        int code = 0;
        size_t offset = 0;
        pcre2_code_free(pcre2_compile(codeUnits(")"), 1, 0, &code, &offset, nullptr));
        return offset > 0;
    }();
    return behind;
}

/// The last character that was read when the mistake was seen, counted from 1.
qsizetype placeOfMistake(const QByteArray &pattern, size_t offset)
{
    const auto characters = [](const QByteArray &utf8) { return QString::fromUtf8(utf8).toUcs4().size(); };
    const qsizetype before = characters(pattern.left(qsizetype(offset)));
    return std::clamp<qsizetype>(placeIsBehind() ? before : before + 1, 1, characters(pattern));
}

Error patternMistake(const QByteArray &pattern, int code, size_t offset)
{
    std::array<PCRE2_UCHAR, 256> words{};
    pcre2_get_error_message(code, words.data(), words.size());
    return {.kind = ErrorKind::Configuration,
            .detail = say("The expression has a mistake at character %1: %2.")
                          .arg(placeOfMistake(pattern, offset))
                          .arg(QString::fromUtf8(reinterpret_cast<const char *>(words.data())))};
}

} // namespace

struct Pattern::Compiled {
    Pcre<pcre2_code> code;
    Pcre<pcre2_match_data> data;
    Pcre<pcre2_match_context> context;
    Pcre<pcre2_jit_stack> stack;
    bool jit = false;
    bool words = false;
    bool staysInLine = false;
    size_t needle = 0;                       ///< bytes, of words
    std::unique_ptr<const Pattern> required; ///< words, of an expression

    void prepare();
    int match(std::string_view text, size_t from, size_t lastBegin, uint32_t options) const;
    Found search(std::string_view text, size_t from, uint32_t options, Hit &hit) const;
};

void Pattern::Compiled::prepare()
{
    data.reset(pcre2_match_data_create(1, nullptr));
    context.reset(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(context.get(), mostSteps);
    pcre2_set_depth_limit(context.get(), deepest);
    pcre2_set_heap_limit(context.get(), mostHeap);
    size_t size = 0;
    jit = pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE) == 0 &&
          pcre2_pattern_info(code.get(), PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
    if (!jit)
        return;
    stack.reset(pcre2_jit_stack_create(jitStackAtFirst, jitStackAtMost, nullptr));
    pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
}

int Pattern::Compiled::match(std::string_view text, size_t from, size_t lastBegin, uint32_t options) const
{
    pcre2_set_offset_limit(context.get(), lastBegin);
    const auto run = jit ? &pcre2_jit_match : &pcre2_match;
    return run(code.get(), codeUnits(text), text.size(), from, options, data.get(), context.get());
}

Pattern::Found Pattern::Compiled::search(std::string_view text, size_t from, uint32_t options, Hit &hit) const
{
    size_t window = std::max(leastWindow, workOfWindow / ((words ? needle : text.size()) + 1));
    std::clock_t begun = 0;
    std::clock_t last = 0;
    while (from <= text.size()) {
        const bool whole = text.size() - from <= window;
        const int result = match(text, from, whole ? PCRE2_UNSET : from + window, options);
        if (result >= 0) {
            const size_t *bounds = pcre2_get_ovector_pointer(data.get());
            hit = {qsizetype(bounds[0]), qsizetype(std::max(bounds[0], bounds[1]) - bounds[0])};
            return Found::Yes;
        }
        if (result != PCRE2_ERROR_NOMATCH)
            return Found::GaveUp;
        if (whole)
            break;
        from += window + 1;
        const std::clock_t now = std::clock();
        begun = begun == 0 ? now : begun;
        if (now - begun > longestFind)
            return Found::GaveUp;
        if (now - last < cheapWindow)
            window *= 4;
        last = now;
    }
    return Found::No;
}

Result<Pattern> Pattern::compile(const PatternText &pattern)
{
    if (pattern.text.size() > longestPattern)
        return Error{.kind = ErrorKind::Configuration,
                     .detail = say("The expression is longer than %1 characters.").arg(longestPattern)};
    const QByteArray utf8 = pattern.text.toUtf8();
    const Pcre<pcre2_compile_context> context(pcre2_compile_context_create(nullptr));
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_ANYCRLF);
    int code = 0;
    size_t offset = 0;
    auto compiled = std::make_unique<Compiled>();
    compiled->code.reset(pcre2_compile(codeUnits({utf8.constData(), size_t(utf8.size())}), size_t(utf8.size()),
                                       pcreOptions(pattern, utf8), &code, &offset, context.get()));
    if (!compiled->code)
        return patternMistake(utf8, code, offset);
    compiled->needle = size_t(utf8.size());
    compiled->words = !pattern.regularExpression && !utf8.contains('\n');
    compiled->prepare();
    compiled->staysInLine = compiled->words;
    if (!pattern.regularExpression)
        return Pattern(std::move(compiled));
    const Expression read = readExpression({.text = QString::fromUtf8(utf8), .caseSensitive = pattern.caseSensitive});
    compiled->staysInLine = read.staysInLine;
    if (!read.requiredWords.isEmpty())
        compiled->required = std::make_unique<const Pattern>(
            *compile({.text = read.requiredWords, .caseSensitive = pattern.caseSensitive}));
    return Pattern(std::move(compiled));
}

Pattern::Pattern(std::unique_ptr<Compiled> compiled)
    : m_compiled(std::move(compiled))
{
}

Pattern::Pattern(Pattern &&other) noexcept = default;
Pattern &Pattern::operator=(Pattern &&other) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::isWords() const
{
    return m_compiled->words;
}

const Pattern *Pattern::words() const
{
    return isWords() ? this : m_compiled->required.get();
}

bool Pattern::staysInLine() const
{
    return m_compiled->staysInLine;
}

Pattern::Found Pattern::find(std::string_view text, qsizetype from, Hit &hit) const
{
    return m_compiled->search(text, size_t(from), 0, hit);
}

Pattern::Found Pattern::matches(std::string_view text) const
{
    Hit hit;
    return find(text, 0, hit);
}

QList<Pattern::Hit> Pattern::hits(std::string_view text, int most) const
{
    QList<Hit> all;
    const std::clock_t begun = std::clock();
    size_t from = 0;
    Hit hit;
    while (all.size() < most && std::clock() - begun <= longestFind &&
           m_compiled->search(text, from, PCRE2_NOTEMPTY, hit) == Found::Yes && hit.length > 0) {
        all.append(hit);
        from = size_t(hit.offset + hit.length);
    }
    return all;
}

} // namespace Slipway
