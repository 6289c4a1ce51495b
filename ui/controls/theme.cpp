// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/theme.h"

#include "models/goback/forecast.h"
#include "models/items/deploymentwords.h"
#include "models/values/text.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace Slipway {

namespace {

struct ThemeColours {
    QRgb background, card, line, ink, dim, button, highlight, disabled;
};

constexpr ThemeColours lightColours{0xfff4f5f7, 0xffffffff, 0xffd9dce1, 0xff1d2129,
                                    0xff5f6776, 0xffffffff, 0xff175cd3, 0xff767d8a};
constexpr ThemeColours darkColours{0xff16181d, 0xff1f2229, 0xff353a44, 0xffe6e8ec,
                                   0xff9aa3b2, 0xff272b33, 0xff2f6fe0, 0xff858d9b};
constexpr ThemeColours contrastColours{0xff000000, 0xff000000, 0xffffffff, 0xffffffff,
                                       0xffffffff, 0xff000000, 0xff1aebff, 0xffc0c0c0};

QPalette paletteFrom(const ThemeColours &colours, bool darkText)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor(colour)); };
    set(QPalette::Window, colours.background);
    set(QPalette::Base, colours.card);
    set(QPalette::AlternateBase, colours.background);
    set(QPalette::WindowText, colours.ink);
    set(QPalette::Text, colours.ink);
    set(QPalette::ButtonText, colours.ink);
    set(QPalette::PlaceholderText, colours.dim);
    set(QPalette::Button, colours.button);
    set(QPalette::Mid, colours.line);
    set(QPalette::Midlight, colours.line);
    set(QPalette::Light, colours.card);
    set(QPalette::Dark, colours.dim);
    set(QPalette::Shadow, colours.line);
    set(QPalette::Highlight, colours.highlight);
    set(QPalette::HighlightedText, darkText ? 0xff000000 : 0xffffffff);
    set(QPalette::Link, colours.highlight);
    set(QPalette::ToolTipBase, colours.card);
    set(QPalette::ToolTipText, colours.ink);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(colours.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(colours.line));
    return palette;
}

Look look(Shape shape, Tone tone, const char *word)
{
    return {.shape = shape, .tone = tone, .word = say(word)};
}

} // namespace

Look lookOf(StageState state)
{
    switch (state) {
    case StageState::Passed:
        return look(Shape::Check, Tone::Good, "passed");
    case StageState::Running:
        return look(Shape::HalfCircle, Tone::Running, "running");
    case StageState::Waiting:
        return look(Shape::Ring, Tone::Neutral, "waiting");
    case StageState::Degraded:
        return look(Shape::Triangle, Tone::Warn, "degraded");
    case StageState::Failed:
        return look(Shape::Cross, Tone::Bad, "failed");
    case StageState::Blocked:
        return look(Shape::NoEntry, Tone::Bad, "blocked");
    case StageState::Skipped:
        return look(Shape::Dash, Tone::Neutral, "skipped");
    case StageState::Cancelled:
        return look(Shape::Slash, Tone::Neutral, "cancelled"); // not red: nobody's fault
    case StageState::Unknown:
        break;
    }
    return look(Shape::Question, Tone::Neutral, "not known");
}

Look lookOf(GateState state)
{
    switch (state) {
    case GateState::Pass:
        return look(Shape::Check, Tone::Good, "pass");
    case GateState::Warn:
        return look(Shape::Triangle, Tone::Warn, "warning");
    case GateState::Block:
        return look(Shape::Cross, Tone::Bad, "blocks");
    case GateState::Unknown:
        break;
    }
    return look(Shape::Question, Tone::Neutral, "not known");
}

Look lookOf(LinkState state)
{
    switch (state) {
    case LinkState::Proven:
        return look(Shape::Check, Tone::Good, "proven");
    case LinkState::NotYet:
        return look(Shape::Ring, Tone::Neutral, "not yet");
    case LinkState::Broken:
        return look(Shape::Cross, Tone::Bad, "broken");
    case LinkState::Unproven:
        break;
    }
    return look(Shape::Question, Tone::Neutral, "not proven");
}

Look lookOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Healthy:
        return look(Shape::Check, Tone::Good, "Healthy");
    case Verdict::Degraded:
        return look(Shape::Triangle, Tone::Warn, "Degraded");
    case Verdict::Down:
        return look(Shape::Cross, Tone::Bad, "Down");
    case Verdict::Unknown:
        break;
    }
    return look(Shape::Question, Tone::Neutral, "Not known");
}

Look lookOf(SourceState state)
{
    switch (state) {
    case SourceState::Ok:
        return look(Shape::Check, Tone::Good, "ok");
    case SourceState::Stale:
        return look(Shape::Clock, Tone::Neutral, "stale");
    case SourceState::Error:
        return look(Shape::Cross, Tone::Bad, "error");
    case SourceState::Unconfigured:
        return look(Shape::Dash, Tone::Neutral, "not configured");
    case SourceState::Pending:
        break;
    }
    return look(Shape::Ring, Tone::Neutral, "not read yet");
}

Look lookOf(CommandStep::State state)
{
    switch (state) {
    case CommandStep::State::Waiting:
        return look(Shape::Ring, Tone::Neutral, "waiting");
    case CommandStep::State::Running:
        return look(Shape::HalfCircle, Tone::Running, "running");
    case CommandStep::State::Passed:
        return look(Shape::Check, Tone::Good, "passed");
    case CommandStep::State::Failed:
        return look(Shape::Cross, Tone::Bad, "failed");
    case CommandStep::State::Skipped:
        return look(Shape::Dash, Tone::Neutral, "skipped");
    case CommandStep::State::Unknown:
        break;
    }
    return look(Shape::Question, Tone::Neutral, "not known");
}

Look lookOf(CommandState state)
{
    switch (state) {
    case CommandState::Checking:
        return look(Shape::HalfCircle, Tone::Running, "Checking again");
    case CommandState::Intended:
        return look(Shape::Ring, Tone::Running, "About to send");
    case CommandState::Sent:
        return look(Shape::Outward, Tone::Running, "Sent");
    case CommandState::Uncertain:
        return look(Shape::Question, Tone::Warn, "Uncertain");
    case CommandState::Accepted:
        return look(Shape::Clock, Tone::Running, "Accepted, following");
    case CommandState::Succeeded:
        return look(Shape::Check, Tone::Good, "Succeeded");
    case CommandState::Failed:
        return look(Shape::Cross, Tone::Bad, "Failed");
    case CommandState::FailedButLive:
        return look(Shape::Triangle, Tone::Warn, "Failed, but live");
    case CommandState::NotProven:
        return look(Shape::Dot, Tone::Warn, "Not proven");
    case CommandState::Refused:
        return look(Shape::NoEntry, Tone::Bad, "Refused");
    case CommandState::NotSent:
        break;
    }
    return look(Shape::Dash, Tone::Neutral, "Not sent");
}

Look lookOf(DeploymentStatus status)
{
    const auto worded = [status](Shape shape, Tone tone) {
        return Look{.shape = shape, .tone = tone, .word = statusWord(status)};
    };
    switch (status) {
    case DeploymentStatus::Queued:
        return worded(Shape::Ring, Tone::Running);
    case DeploymentStatus::Waiting:
        return worded(Shape::Ring, Tone::Neutral);
    case DeploymentStatus::NeedsApproval:
        return worded(Shape::Clock, Tone::Warn);
    case DeploymentStatus::Initializing:
    case DeploymentStatus::Building:
    case DeploymentStatus::Deploying:
        return worded(Shape::HalfCircle, Tone::Running);
    case DeploymentStatus::Success:
        return worded(Shape::Check, Tone::Good);
    case DeploymentStatus::Sleeping:
        return worded(Shape::Clock, Tone::Neutral);
    case DeploymentStatus::Crashed:
    case DeploymentStatus::Failed:
        return worded(Shape::Cross, Tone::Bad);
    case DeploymentStatus::Skipped:
        return worded(Shape::Dash, Tone::Neutral);
    case DeploymentStatus::Removing:
    case DeploymentStatus::Removed:
        return worded(Shape::Slash, Tone::Neutral);
    case DeploymentStatus::Unknown:
        break;
    }
    return worded(Shape::Question, Tone::Neutral);
}

Look lookOf(ShaProof proof)
{
    switch (proof) {
    case ShaProof::Railway:
        return look(Shape::Check, Tone::Good, "verified by Railway");
    case ShaProof::GitHubRun:
        return look(Shape::Check, Tone::Good, "verified by a GitHub run");
    case ShaProof::Uploader:
        return look(Shape::Check, Tone::Neutral, "the uploader says so");
    case ShaProof::Unproven:
        break;
    }
    return look(Shape::Question, Tone::Warn, "not proven");
}

Look lookOf(ForecastVerdict verdict)
{
    switch (verdict) {
    case ForecastVerdict::Reading:
        return look(Shape::HalfCircle, Tone::Running, "Being read");
    case ForecastVerdict::NothingDestructive:
        return look(Shape::Check, Tone::Good, "Nothing destructive found");
    case ForecastVerdict::Careful:
        return look(Shape::Triangle, Tone::Warn, "Careful");
    case ForecastVerdict::FixForward:
        return look(Shape::Cross, Tone::Bad, "Fix forward instead");
    case ForecastVerdict::CannotTell:
        break;
    }
    return look(Shape::Question, Tone::Warn, "Cannot tell");
}

Look lookOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Error:
        return look(Shape::Cross, Tone::Bad, "error");
    case LogLevel::Warn:
        return look(Shape::Triangle, Tone::Warn, "warning");
    case LogLevel::Info:
        return look(Shape::Dot, Tone::Neutral, "info");
    case LogLevel::Debug:
        return look(Shape::Ring, Tone::Neutral, "debug");
    case LogLevel::None:
        break;
    }
    return look(Shape::Dash, Tone::Neutral, "no level");
}

Look lookOf(LogStreamView::State state)
{
    switch (state) {
    case LogStreamView::State::Connecting:
        return look(Shape::Ring, Tone::Running, "connecting");
    case LogStreamView::State::Live:
        return look(Shape::Dot, Tone::Good, "live");
    case LogStreamView::State::Polling:
        return look(Shape::HalfCircle, Tone::Running, "polling");
    case LogStreamView::State::Interrupted:
        return look(Shape::Cross, Tone::Bad, "interrupted");
    case LogStreamView::State::Refused:
        return look(Shape::NoEntry, Tone::Bad, "refused");
    case LogStreamView::State::Off:
        break;
    }
    return look(Shape::Dash, Tone::Neutral, "off");
}

Look lookOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unconfigured:
        return look(Shape::Dash, Tone::Neutral, "not configured");
    case ErrorKind::NoToken:
        return look(Shape::NoEntry, Tone::Warn, "no token");
    case ErrorKind::KeyringLocked:
        return look(Shape::NoEntry, Tone::Warn, "keyring locked");
    case ErrorKind::KeyringUnavailable:
        return look(Shape::NoEntry, Tone::Warn, "no keyring");
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
        return look(Shape::NoEntry, Tone::Warn, "not permitted");
    case ErrorKind::NotFound:
        return look(Shape::NoEntry, Tone::Warn, "not found");
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::Server:
        return look(Shape::Cross, Tone::Bad, "unreachable");
    case ErrorKind::RateLimited:
        return look(Shape::Clock, Tone::Warn, "rate limited");
    case ErrorKind::Refused:
        return look(Shape::Slash, Tone::Warn, "refused");
    case ErrorKind::Malformed:
    case ErrorKind::Truncated:
    case ErrorKind::TooLarge:
        return look(Shape::Triangle, Tone::Warn, "unreadable");
    case ErrorKind::Storage:
    case ErrorKind::Configuration:
        break;
    }
    return look(Shape::Cross, Tone::Warn, "error");
}

QString sourceTitle(SourceId id)
{
    switch (id) {
    case SourceId::GitHub:
        return say("GitHub");
    case SourceId::Railway:
        return say("Railway");
    case SourceId::Sentry:
        return say("Sentry");
    case SourceId::StagingHealth:
        return say("Staging");
    case SourceId::Logs:
        return say("Logs");
    case SourceId::ProductionHealth:
        break;
    }
    return say("Production");
}

QPalette paletteOf(ThemeChoice choice, const QPalette &desktop)
{
    switch (choice) {
    case ThemeChoice::Light:
        return paletteFrom(lightColours, false);
    case ThemeChoice::Dark:
        return paletteFrom(darkColours, false);
    case ThemeChoice::HighContrast:
        return paletteFrom(contrastColours, true);
    case ThemeChoice::System:
        break;
    }
    return isHighContrast(desktop) ? desktop : paletteFrom(isDark(desktop) ? darkColours : lightColours, false);
}

void applyTheme(ThemeChoice choice)
{
    static const QPalette desktop = QGuiApplication::palette(); // as it was before the first choice
    if (QApplication::style()->objectName() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("fusion")));
    QApplication::setPalette(paletteOf(choice, desktop));
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

bool isHighContrast(const QPalette &palette)
{
    const int window = palette.color(QPalette::Window).lightness();
    const int text = palette.color(QPalette::WindowText).lightness();
    return std::abs(window - text) == 255;
}

QColor inkOf(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good:
        return QColor(dark ? 0xff5fc992 : 0xff17734a);
    case Tone::Running:
        return QColor(dark ? 0xff7fb0ff : 0xff175cd3);
    case Tone::Warn:
        return QColor(dark ? 0xffe9bd4b : 0xff8a5d00);
    case Tone::Bad:
        return QColor(dark ? 0xffff8a7a : 0xffb42318);
    case Tone::Neutral:
        break;
    }
    return dimInk(palette);
}

QColor fillOf(Tone tone, const QPalette &palette)
{
    if (isHighContrast(palette))
        return palette.color(QPalette::Base);
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good:
        return QColor(dark ? 0xff153527 : 0xffe6f4ec);
    case Tone::Running:
        return QColor(dark ? 0xff1b2c4b : 0xffe7effc);
    case Tone::Warn:
        return QColor(dark ? 0xff3a2f10 : 0xfffff5d6);
    case Tone::Bad:
        return QColor(dark ? 0xff45201b : 0xfffde8e6);
    case Tone::Neutral:
        break;
    }
    return QColor(dark ? 0xff2a2e36 : 0xffeceef1);
}

QColor strongFill(Tone tone, const QPalette &palette)
{
    if (isHighContrast(palette) || tone == Tone::Neutral)
        return inkOf(tone, palette);
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good:
        return QColor(dark ? 0xff1c7d50 : 0xff17734a);
    case Tone::Running:
        return QColor(dark ? 0xff2f6fe0 : 0xff175cd3);
    case Tone::Warn:
        return QColor(0xff8a5d00);
    case Tone::Bad:
    case Tone::Neutral:
        break;
    }
    return QColor(dark ? 0xffc0301f : 0xffb42318);
}

QColor onStrongFill(const QPalette &palette)
{
    const bool darkWords = isHighContrast(palette) && isDark(palette);
    return darkWords ? QColor(Qt::black) : QColor(Qt::white);
}

QColor dimInk(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::PlaceholderText);
}

QColor lineColour(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Mid);
}

QColor foundFill(const QPalette &palette)
{
    if (isHighContrast(palette))
        return QColor(0xffffff00);
    return QColor(isDark(palette) ? 0xffe9bd4b : 0xffffe58f);
}

QColor onFoundFill(const QPalette &palette)
{
    return isHighContrast(palette) ? QColor(Qt::black) : QColor(lightColours.ink);
}

QColor selectedFill(const QPalette &palette)
{
    return isHighContrast(palette) ? palette.color(QPalette::Active, QPalette::Highlight)
                                   : fillOf(Tone::Running, palette);
}

} // namespace Slipway
