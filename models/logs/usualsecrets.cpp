// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/usualsecrets.h"

#include "models/logs/pcre.h"

#include <QByteArray>

#include <array>

namespace Slipway {

namespace {

constexpr quint32 mostMatchSteps = 1'000'000;

/// Signs separated by spaces, and what has to stand there: \K is where the part to hide begins. A repetition without a
/// bound is possessive, and matches whenever it is long: nothing is read twice.
struct UsualSecretRule {
    const char *signs;
    const char *pattern;
};

const std::array usualSecretRules{
    UsualSecretRule{"ghp_ gho_ ghu_ ghs_ ghr_", R"(<begin>gh[opusr]_\K[A-Za-z0-9]{16,}+(?:[._-][\w-]{8,}+)*+)"},
    UsualSecretRule{"github_pat_", R"(github_pat_\K\w{16,}+)"},
    UsualSecretRule{"sntrys_ sntryu_ sntrya_ sntryi_", R"(sntry[suai]_\K[\w=+/-]{16,}+)"},
    UsualSecretRule{"sk-", R"(<begin>sk-(?:(?:ant|proj|svcacct)-\K|\K(?=[\w-]{0,64}[0-9A-Z]))[\w-]{16,}+)"},
    UsualSecretRule{"AKIA ASIA", R"((?<![A-Za-z0-9])A[KS]IA\K[A-Z0-9]{16}(?![A-Za-z0-9]))"},
    UsualSecretRule{"xoxa xoxb xoxc xoxd xoxe xoxp xoxr xoxs xapp-",
                    R"(<begin>(?:xox[a-z][-.]|xapp-)\K[A-Za-z0-9.%-]{10,}+)"},
    UsualSecretRule{"hooks.slack.com/", R"(hooks\.slack\.com/(?:services|workflows|triggers)/\K[\w/+-]{16,}+)"},
    UsualSecretRule{"sk_live_ sk_test_ rk_live_ rk_test_", R"(<begin>[sr]k_(?:live|test)_\K[A-Za-z0-9]{16,}+)"},
    UsualSecretRule{"whsec_", R"(<begin>whsec_\K[A-Za-z0-9+/=]{16,}+)"},
    UsualSecretRule{"AIza", R"(<begin>AIza\K[\w-]{30,}+)"},
    UsualSecretRule{"ya29.", R"(<begin>ya29\.\K[\w.-]{16,}+)"},
    UsualSecretRule{"GOCSPX-", R"(<begin>GOCSPX-\K[\w-]{16,}+)"},
    UsualSecretRule{"glsa_ glc_ glpat-", R"(<begin>gl(?:sa_|c_|pat-)\K[\w=+/-]{16,}+)"},
    UsualSecretRule{"npm_", R"(<begin>npm_\K[A-Za-z0-9]{16,}+)"},
    UsualSecretRule{"eyJ", R"(<begin>eyJ\K[\w-]{8,4096}+\.[\w-]{8,}+(?:\.[\w-]*+)*+)"},
    UsualSecretRule{"bearer Bearer BEARER", R"((?i)bearer(?:\s{1,4}|%20)\\{0,8}["']?\K)"
                                            R"((?:(?=[\w.~+/=-]{0,64}[0-9])[\w.~+/=-]{8,}+|[\w.~+/=-]{20,}+))"},
    UsualSecretRule{"uthorization UTHORIZATION", R"((?i)uthorization<named>(?:=>?|:)\s{0,4}\\{0,8}["']?)"
                                                 R"((?:(?:basic|token|digest|apikey|bot)\s{1,4}\K[^\s"'\\]{4,}+|)"
                                                 R"((?!bearer)\K(?=[^\s"'\\]{0,64}[0-9])[^\s"'\\]{8,}+))"},
    UsualSecretRule{"assword assWord ASSWORD asswd ASSWD assphrase assPhrase ASSPHRASE",
                    R"((?i)ass(?:word|wd|phrase)<named>(?:<quoted>|<assigned>++|<told>))"},
    UsualSecretRule{"oken OKEN ecret ECRET pikey piKey PIKEY pi_key PI_KEY pi-key pi-Key PI-KEY ccesskey ccessKey "
                    "ccess_key CCESS_KEY ccess-key ccess-Key rivatekey rivateKey rivate_key RIVATE_KEY rivate-key "
                    "rivate-Key",
                    R"((?i)(?:oken|ecret(?:[_-]?(?:access[_-]?)?key)?|(?:pi|ccess|rivate)[_-]?key)<named>)"
                    R"((?:<quoted>|<assigned>{8,}+|<told>))"},
    UsualSecretRule{"://", R"(://[^\s/:@"'<>]{0,256}+:\K[^\s/@"'<>]++(?=@))"},
    UsualSecretRule{"-----BEGIN", R"(-----BEGIN [A-Z0-9 ]{0,40}?PRIVATE KEY(?: BLOCK)?-----\K(?:(?!-----END).)++)"},
};

/// What the patterns have in common.
struct UsualSecretWord {
    const char *word;
    const char *pattern;
};

const std::array usualSecretWords{
    // Not within a word; "\n" within a JSON string and "%3D" before a token are none.
    UsualSecretWord{"<begin>", R"((?:(?<![A-Za-z0-9])|(?<=\\[bfnrt])|(?<=%[0-9A-Fa-f]{2})))"},
    // Behind a name, which may be quoted.
    UsualSecretWord{"<named>", R"(\\{0,8}["']?\s{0,4})"},
    // Also within a JSON string; without its end as well.
    UsualSecretWord{"<quoted>", R"((?:=>?|%3[Dd]|:)\s{0,4})"
                                R"((?:(["'])\K(?:(?!\g{-1})[^\\]|\\.)++|(\\{1,8}["'])\K(?:(?!\g{-1}).)++))"},
    // To be repeated.
    UsualSecretWord{"<assigned>", R"((?:=(?![=>])|%3[Dd])\s{0,4}\K(?:(?!%26)[^\s"'&\\]|\\(?!["'])))"},
    // "token: expected a name" is an ordinary sentence: only with a digit it is a value.
    UsualSecretWord{"<told>", R"(:\s{0,4}\K(?=[^\s"'&]{0,64}[0-9])[^\s"'&]{8,}+)"},
};

QByteArray writtenOut(QByteArray pattern)
{
    for (const UsualSecretWord &one : usualSecretWords)
        pattern.replace(one.word, one.pattern);
    return pattern;
}

} // namespace

struct UsualSecrets::Compiled {
    std::vector<Pcre<pcre2_code>> patterns;
    Pcre<pcre2_match_context> limits{pcre2_match_context_create(nullptr)};

    void add(const QByteArray &pattern);
};

void UsualSecrets::Compiled::add(const QByteArray &pattern)
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    patterns.emplace_back(pcre2_compile(codeUnits({pattern.constData(), size_t(pattern.size())}),
                                        size_t(pattern.size()), PCRE2_ANCHORED | PCRE2_DOTALL | PCRE2_NO_START_OPTIMIZE,
                                        &error, &offset, nullptr));
    Q_ASSERT_X(patterns.back(), "UsualSecrets", pattern.constData());
    pcre2_jit_compile(patterns.back().get(), PCRE2_JIT_COMPLETE); // where there is none, it is slower
}

UsualSecrets::UsualSecrets()
    : m_compiled(std::make_unique<Compiled>())
{
    pcre2_set_match_limit(m_compiled->limits.get(), mostMatchSteps);
    for (const UsualSecretRule &rule : usualSecretRules) {
        std::string_view signs = rule.signs;
        while (!signs.empty()) {
            const std::string_view text = signs.substr(0, signs.find(' '));
            m_signs.push_back({text, m_compiled->patterns.size()});
            signs.remove_prefix(std::min(signs.size(), text.size() + 1));
        }
        m_compiled->add(writtenOut(rule.pattern));
    }
}

UsualSecrets::~UsualSecrets() = default;

std::optional<UsualSecrets::Part> UsualSecrets::find(std::string_view text, size_t at, size_t rule) const
{
    const Pcre<pcre2_match_data> found(pcre2_match_data_create(1, nullptr));
    const int result = pcre2_match(m_compiled->patterns[rule].get(), codeUnits(text), text.size(), at, 0, found.get(),
                                   m_compiled->limits.get());
    if (result == PCRE2_ERROR_NOMATCH)
        return {};
    if (result < 0)
        return Part{at, text.size() - at};
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(found.get());
    return Part{ends[0], ends[1] - ends[0]};
}

} // namespace Slipway
