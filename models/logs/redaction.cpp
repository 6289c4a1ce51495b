// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/redaction.h"

#include "models/logs/secretforms.h"
#include "models/logs/usualsecrets.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <string>

namespace Slipway {

namespace {

constexpr size_t byteValues = 256;

} // namespace

struct Redaction::Compiled {
    /// A set of three bytes that may hold more than was put in: what tells quickly that nothing is there.
    class ThreeByteSet {
    public:
        void add(std::string_view three) { setBit(hash(loadThree(three.data()))); }
        bool mayHold(quint32 three) const
        {
            const size_t bit = hash(three);
            return (m_words[bit / wordBits] >> (bit % wordBits) & 1) != 0;
        }
        static quint32 loadThree(const char *bytes)
        {
            return quint32(quint8(bytes[0])) | quint32(quint8(bytes[1])) << 8 | quint32(quint8(bytes[2])) << 16;
        }

    private:
        static constexpr size_t bits = size_t(1) << 16;
        static constexpr size_t wordBits = 64;
        static size_t hash(quint32 three) { return (three * 0x9E3779B1U) >> 16; }
        void setBit(size_t bit) { m_words[bit / wordBits] |= quint64(1) << (bit % wordBits); }
        std::array<quint64, bits / wordBits> m_words{};
    };
    /// What is looked for at a place: a form of a known secret, or the sign of a usual one.
    struct Sought {
        std::string text;
        std::optional<size_t> rule; ///< of UsualSecrets
    };
    struct Part {
        size_t begin = 0;
        size_t end = 0;
    };
    std::optional<UsualSecrets> usual;
    ThreeByteSet beginnings;
    std::vector<Sought> sought; ///< by their first bytes
    std::array<size_t, byteValues + 1> firstOf{};

    void addBeginnings(std::string_view text);
    void sort();
    void look(std::string_view text, size_t at, std::vector<Part> &parts, size_t &usualEnd) const;
    std::vector<Part> find(std::string_view text) const;
};

/// Every other place of a text is looked at, so its second byte may be where it is met.
void Redaction::Compiled::addBeginnings(std::string_view text)
{
    beginnings.add(text);
    if (text.size() > 3)
        return beginnings.add(text.substr(1));
    for (size_t any = 0; any < byteValues; ++any)
        beginnings.add(std::string{text[1], text[2], char(quint8(any))});
}

void Redaction::Compiled::sort()
{
    const auto first = [](const Sought &one) { return size_t(quint8(one.text.front())); };
    std::stable_sort(sought.begin(), sought.end(),
                     [&](const Sought &left, const Sought &right) { return first(left) < first(right); });
    for (const Sought &one : sought) {
        addBeginnings(one.text);
        ++firstOf[first(one) + 1];
    }
    for (size_t byte = 0; byte < byteValues; ++byte)
        firstOf[byte + 1] += firstOf[byte];
}

/// Known secrets are looked for everywhere, usual ones only behind the last one: its rest is no other.
void Redaction::Compiled::look(std::string_view text, size_t at, std::vector<Part> &parts, size_t &usualEnd) const
{
    const size_t byte = quint8(text[at]);
    const std::string_view rest = text.substr(at);
    for (size_t i = firstOf[byte]; i < firstOf[byte + 1]; ++i) {
        const Sought &one = sought[i];
        if (!rest.starts_with(one.text))
            continue;
        if (!one.rule) {
            parts.push_back({at, at + one.text.size()});
        } else if (at >= usualEnd) {
            const auto part = usual->find(text, at, *one.rule);
            if (!part)
                continue;
            usualEnd = part->offset + part->length;
            parts.push_back({part->offset, usualEnd});
        }
    }
}

std::vector<Redaction::Compiled::Part> Redaction::Compiled::find(std::string_view text) const
{
    std::vector<Part> parts;
    size_t usualEnd = 0;
    const auto lookAround = [&](size_t at) {
        if (at > 0)
            look(text, at - 1, parts, usualEnd);
        look(text, at, parts, usualEnd);
    };
    size_t at = 0;
    for (; at + 4 <= text.size(); at += 2) {
        if (beginnings.mayHold(qFromLittleEndian<quint32>(text.data() + at) & 0xFF'FFFF)) [[unlikely]]
            lookAround(at);
    }
    if (at + 3 <= text.size() && beginnings.mayHold(ThreeByteSet::loadThree(text.data() + at)))
        lookAround(at);
    return parts;
}

Redaction::Redaction()
    : Redaction(QList<QByteArray>())
{
}

Redaction::Redaction(const QList<QByteArray> &secrets)
    : Redaction(secrets, true)
{
}

Redaction Redaction::ofNothingBut(const QList<QByteArray> &secrets)
{
    return {secrets, false};
}

Redaction::Redaction(const QList<QByteArray> &secrets, bool alsoUsual)
    : m_compiled(std::make_unique<Compiled>())
{
    for (const QByteArray &secret : secrets) {
        for (const QByteArray &form : secretForms(secret))
            m_compiled->sought.push_back({form.toStdString(), {}});
    }
    if (alsoUsual) {
        for (const UsualSecrets::Sign &sign : m_compiled->usual.emplace().signs())
            m_compiled->sought.push_back({std::string(sign.text), sign.rule});
    }
    m_compiled->sort();
}

Redaction::Redaction(Redaction &&other) noexcept = default;
Redaction &Redaction::operator=(Redaction &&other) noexcept = default;
Redaction::~Redaction() = default;

bool Redaction::hide(std::span<char> text) const
{
    const std::vector<Compiled::Part> parts = m_compiled->find({text.data(), text.size()});
    for (const Compiled::Part &part : parts)
        std::fill(text.begin() + qsizetype(part.begin), text.begin() + qsizetype(part.end), '*');
    return !parts.empty();
}

} // namespace Slipway
