// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/search/visiblemessage.h"

#include "models/logs/utf8.h"
#include "models/values/plaintext.h"

namespace Slipway {

namespace {

using MessageKind = VisibleMessage::Kind;

constexpr char32_t noCharacter = 0xFFFD; ///< for each byte that is no UTF-8

bool isPlainAscii(char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

/// Of "<U+202E>".
qsizetype hexColumns(char32_t character)
{
    return character > 0xFFFFF ? 10 : character > 0xFFFF ? 9 : 8;
}

/// What is seen of one character that is more than itself, and how many columns that is.
struct SeenPiece {
    QString text;
    qsizetype columns = 1;
    bool mark = true;
    bool grid = true;
};

SeenPiece pieceOf(char32_t character)
{
    if (character == U'\n')
        return {QString(QChar(lineEndMark))};
    if (character == U'\t')
        return {QString(QChar(tabMark))};
    const QString text = QStringView(QChar::fromUcs4(character)).toString(); // QString's own takes U+FEFF for a mark
    if (isInvisible(character))
        return {visibleText(text), hexColumns(character)};
    return {text, 1, character == noCharacter, false};
}

class MessageReader {
public:
    MessageReader(std::string_view message, const QList<Pattern::Hit> &hits)
        : m_message(message)
        , m_hits(hits)
    {
    }

    VisibleMessage read(qsizetype from, qsizetype columns)
    {
        const qsizetype end = from + columns;
        while (m_at < qsizetype(m_message.size()) && m_column < end) {
            if (isPlainAscii(m_message[size_t(m_at)]))
                takeAscii(from, end);
            else
                takeOther(from, end);
        }
        return std::move(m_seen);
    }

private:
    /// A stretch that is as long here as there, up to where it begins or ends to be found.
    void takeAscii(qsizetype from, qsizetype end)
    {
        const qsizetype bytes = qsizetype(m_message.size());
        const bool before = m_column < from;
        const qsizetype room = (before ? from : end) - m_column;
        const qsizetype border = before ? bytes : nextBorder();
        const qsizetype last = std::min({m_at + room, border, bytes});
        qsizetype to = m_at;
        while (to < last && isPlainAscii(m_message[size_t(to)]))
            ++to;
        if (!before)
            append(QLatin1String(m_message.data() + m_at, to - m_at),
                   isFound() ? MessageKind::Found : MessageKind::Plain);
        m_column += to - m_at;
        m_at = to;
    }

    void takeOther(qsizetype from, qsizetype end)
    {
        const Utf8Character next = firstCharacter(m_message.substr(size_t(m_at)));
        const char32_t character = next.code.value_or(noCharacter);
        const bool crLf =
            character == U'\r' && m_at + 1 < qsizetype(m_message.size()) && m_message[size_t(m_at) + 1] == '\n';
        const SeenPiece piece = pieceOf(crLf ? U'\n' : character);
        const qsizetype skipped = std::max<qsizetype>(0, from - m_column);
        if (skipped < piece.columns) {
            const MessageKind usual = piece.mark ? MessageKind::Mark : MessageKind::Plain;
            const QStringView seen = piece.columns == 1
                                         ? QStringView(piece.text)
                                         : QStringView(piece.text).mid(skipped, end - m_column - skipped);
            append(seen, isFound() ? MessageKind::Found : usual);
            m_seen.isGrid = m_seen.isGrid && piece.grid;
        }
        m_column += piece.columns;
        m_at += crLf ? 2 : qsizetype(next.bytes);
    }

    template <typename Text>
    void append(Text text, MessageKind kind)
    {
        if (text.size() == 0)
            return;
        if (!m_seen.runs.isEmpty() && m_seen.runs.constLast().kind == kind)
            m_seen.runs.last().length += text.size();
        else
            m_seen.runs.append({m_seen.text.size(), text.size(), kind});
        m_seen.text += text;
    }

    void passHits()
    {
        while (m_hit < m_hits.size() && m_hits.at(m_hit).offset + m_hits.at(m_hit).length <= m_at)
            ++m_hit;
    }
    bool isFound()
    {
        passHits();
        return m_hit < m_hits.size() && m_hits.at(m_hit).offset <= m_at;
    }
    qsizetype nextBorder()
    {
        passHits();
        if (m_hit >= m_hits.size())
            return qsizetype(m_message.size());
        const Pattern::Hit &hit = m_hits.at(m_hit);
        return hit.offset > m_at ? hit.offset : hit.offset + hit.length;
    }

    std::string_view m_message;
    const QList<Pattern::Hit> &m_hits;
    VisibleMessage m_seen;
    qsizetype m_at = 0;
    qsizetype m_column = 0;
    qsizetype m_hit = 0;
};

} // namespace

VisibleMessage visibleMessage(std::string_view message, qsizetype fromColumn, qsizetype columns,
                              const QList<Pattern::Hit> &hits)
{
    return MessageReader(message, hits).read(fromColumn, columns);
}

qsizetype visibleColumns(std::string_view message)
{
    qsizetype columns = 0;
    for (qsizetype at = 0; at < qsizetype(message.size());) {
        const char byte = message[size_t(at)];
        if (isPlainAscii(byte) || byte == '\n' || byte == '\t') {
            ++columns;
            ++at;
            continue;
        }
        const Utf8Character next = firstCharacter(message.substr(size_t(at)));
        const char32_t character = next.code.value_or(noCharacter);
        columns += isInvisible(character) ? hexColumns(character) : 1;
        at += qsizetype(next.bytes);
    }
    return columns;
}

} // namespace Slipway
