// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tokens/tokeninput.h"

#include <algorithm>
#include <cerrno>
#include <termios.h>
#include <unistd.h>

namespace Slipway {

namespace {

constexpr qsizetype longestToken = 4096;
constexpr char interrupt = 3; ///< Ctrl+C

/// Keeps a terminal from showing what is typed, until it is gone.
class WithoutEcho {
public:
    explicit WithoutEcho(int descriptor)
        : m_descriptor(descriptor)
        , m_isTerminal(isatty(descriptor) == 1 && tcgetattr(descriptor, &m_before) == 0)
    {
        if (!m_isTerminal)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG); // a signal would leave the terminal silent
        silent.c_lflag |= ECHONL;
        silent.c_cc[VEOL] = interrupt;
        tcsetattr(m_descriptor, TCSAFLUSH, &silent);
    }
    ~WithoutEcho()
    {
        if (m_isTerminal)
            tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
    }
    WithoutEcho(const WithoutEcho &) = delete;
    WithoutEcho &operator=(const WithoutEcho &) = delete;

private:
    int m_descriptor;
    termios m_before{};
    bool m_isTerminal;
};

} // namespace

Result<QByteArray> tokenFrom(const QByteArray &entered)
{
    const QByteArray token = entered.trimmed();
    if (token.isEmpty())
        return Error{.kind = ErrorKind::NoToken, .detail = QStringLiteral("no token was entered; nothing was stored")};
    if (token.size() > longestToken)
        return Error{.kind = ErrorKind::TooLarge,
                     .detail = QStringLiteral("a token has at most 4096 characters; nothing was stored")};
    const bool printable = std::all_of(token.cbegin(), token.cend(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!printable)
        return Error{.kind = ErrorKind::Malformed,
                     .detail = QStringLiteral("a token consists of printable ASCII characters without spaces; nothing "
                                              "was stored")};
    return token;
}

Result<QByteArray> readToken(int descriptor)
{
    const WithoutEcho silence(descriptor);
    QByteArray line;
    while (line.size() <= longestToken + 2) {
        char byte = 0;
        const ssize_t count = ::read(descriptor, &byte, 1); // one at a time: what follows the line is not ours
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return Error{.kind = ErrorKind::NoToken, .detail = QStringLiteral("standard input cannot be read")};
        if (byte == interrupt)
            return Error{.kind = ErrorKind::NoToken, .detail = QStringLiteral("cancelled; nothing was stored")};
        if (count == 0 || byte == '\n')
            break;
        line.append(byte);
    }
    return tokenFrom(line);
}

} // namespace Slipway
