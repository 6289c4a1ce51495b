// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/stringplaces.h"

#include <algorithm>

namespace Slipway::ProjectRules {

namespace {

/// Reads one TOML string from its opening quote on (toml.io, v1.0.0, "String").
class StringWalk {
public:
    StringWalk(const QString &file, const FilePlace &begin)
        : m_file(file)
        , m_place{1, 1}
    {
        for (; m_place.line < begin.line; ++m_place.line)
            m_at = nextLine();
        while (!atEnd() && m_place.line == begin.line && m_place.column < begin.column)
            step();
    }

    void read()
    {
        const QChar quote = peek();
        if (quote != QLatin1Char('"') && quote != QLatin1Char('\''))
            return;
        m_end = startsWith(QString(3, quote)) ? QString(3, quote) : QString(quote);
        step(m_end.size());
        if (m_end.size() == 3)
            skipLineEnd();
        while (!atEnd() && !isClosed())
            readCharacter();
        m_places.append(m_place);
    }

    const QString &value() const { return m_value; }
    const QList<FilePlace> &places() const { return m_places; }

private:
    qsizetype nextLine() const
    {
        const qsizetype end = m_file.indexOf(QLatin1Char('\n'), m_at);
        return end < 0 ? m_file.size() : end + 1;
    }
    bool atEnd() const { return m_at >= m_file.size(); }
    QChar peek(qsizetype after = 0) const { return m_at + after < m_file.size() ? m_file.at(m_at + after) : QChar(); }
    bool startsWith(const QString &text) const { return QStringView(m_file).mid(m_at).startsWith(text); }
    /// Up to two quotes may stand right before the three that close.
    bool isClosed() const { return startsWith(m_end) && (m_end.size() == 1 || !startsWith(m_end + m_end.at(0))); }

    void step(qsizetype count = 1)
    {
        for (; count > 0 && !atEnd(); --count) {
            const QChar c = peek();
            ++m_at;
            if (c == QLatin1Char('\n'))
                m_place = {m_place.line + 1, 1};
            else if (!c.isLowSurrogate())
                ++m_place.column;
        }
    }
    bool skipLineEnd()
    {
        const bool windows = peek() == QLatin1Char('\r') && peek(1) == QLatin1Char('\n');
        if (!windows && peek() != QLatin1Char('\n'))
            return false;
        step(windows ? 2 : 1);
        return true;
    }

    void append(const QString &text, const FilePlace &place)
    {
        m_value += text;
        m_places.append(QList<FilePlace>(text.size(), place));
    }

    void readCharacter()
    {
        const FilePlace place = m_place;
        if (skipLineEnd())
            return append(QStringLiteral("\n"), place);
        if (peek() == QLatin1Char('\\') && m_end.at(0) == QLatin1Char('"'))
            return readEscape(place);
        const QString text = peek();
        step();
        append(text, place);
    }

    void readEscape(const FilePlace &place)
    {
        static const QString letters = QStringLiteral("btnfr\"\\");
        static const QString meanings = QStringLiteral("\b\t\n\f\r\"\\");
        step();
        const QChar letter = peek();
        const qsizetype known = letters.indexOf(letter);
        if (known >= 0) {
            step();
            return append(meanings.at(known), place);
        }
        if (letter != QLatin1Char('u') && letter != QLatin1Char('U')) {
            while (peek().isSpace()) // the line goes on with the next visible character
                step();
            return;
        }
        const qsizetype digits = letter == QLatin1Char('u') ? 4 : 8;
        const char32_t code = QStringView(m_file).mid(m_at + 1, digits).toUInt(nullptr, 16);
        step(1 + digits);
        append(QString::fromUcs4(&code, 1), place);
    }

    const QString &m_file;
    qsizetype m_at = 0;
    FilePlace m_place;
    QString m_end;
    QString m_value;
    QList<FilePlace> m_places;
};

} // namespace

StringPlaces::StringPlaces(const QString &file, const FilePlace &begin, const QString &value)
    : m_begin{begin.line, 0}
{
    StringWalk walk(file, begin);
    walk.read();
    if (walk.value() == value)
        m_places = walk.places();
}

FilePlace StringPlaces::at(qsizetype index) const
{
    return m_places.isEmpty() ? m_begin : m_places.at(std::clamp<qsizetype>(index, 0, m_places.size() - 1));
}

} // namespace Slipway::ProjectRules
