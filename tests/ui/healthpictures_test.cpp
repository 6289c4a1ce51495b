// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/healthstates.h"
#include "support/shownwindow.h"
#include "support/testmain.h"
#include "ui/controls/theme.h"
#include "ui/environment/checksdialog.h"
#include "ui/environment/issuesdialog.h"

#include <QColorSpace>
#include <QDir>
#include <QTest>

#include <array>
#include <cmath>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

using ColourMatrix = std::array<std::array<double, 3>, 3>;

// Machado, Oliveira and Fernandes, 2009, at full severity: they apply to linear light.
constexpr ColourMatrix protanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr ColourMatrix deuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};

QImage asSeenBy(const ColourMatrix &eye, const QImage &picture)
{
    QImage seen = picture.convertToFormat(QImage::Format_RGBX64);
    seen.setColorSpace(QColorSpace::SRgb);
    seen.convertToColorSpace(QColorSpace::SRgbLinear);
    for (int y = 0; y < seen.height(); ++y) {
        auto *line = reinterpret_cast<QRgba64 *>(seen.scanLine(y));
        for (int x = 0; x < seen.width(); ++x) {
            const std::array from{double(line[x].red()), double(line[x].green()), double(line[x].blue())};
            std::array<quint16, 3> to{};
            for (size_t i = 0; i < to.size(); ++i) {
                const double sum = eye[i][0] * from[0] + eye[i][1] * from[1] + eye[i][2] * from[2];
                to[i] = quint16(std::lround(std::clamp(sum, 0.0, 65'535.0)));
            }
            line[x] = QRgba64::fromRgba64(to[0], to[1], to[2], 65'535);
        }
    }
    seen.convertToColorSpace(QColorSpace::SRgb);
    return seen.convertToFormat(QImage::Format_RGB32);
}

constexpr const char *hostileReason =
    "\u202Eevil\u202C <b>bold</b> \u200B\x1b[31m and a reason that goes on and on and on ";

/// As long and hostile as words come.
EnvironmentView aHostileEnvironment(Environment environment)
{
    const QString text = QString::fromUtf8(hostileReason).repeated(3);
    EnvironmentView view = healthStates(environment).at(3).view;
    view.verdictReason = text;
    view.pending = QStringLiteral("2/3");
    for (CheckView &check : view.checks)
        check.name = text;
    view.issuesText = text;
    view.unresolvedIssues = {};
    view.figures.cpu = {.why = text, .error = ErrorKind::Forbidden};
    view.figures.errorsPerMinute = {.why = text, .error = ErrorKind::Forbidden};
    view.figures.alerts[0].title = text;
    view.links[0].title = text;
    return view;
}

} // namespace

/// Takes pictures of every state of the health panels for people to look at, into the folder that SLIPWAY_PICTURES
/// names.
class HealthPicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("SLIPWAY_PICTURES"))
            QSKIP("SLIPWAY_PICTURES names no folder");
        QDir().mkpath(folder());
    }

    void windows_data() { themes(); }
    void windows()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        const QList<HealthState> staging = healthStates(Environment::Staging);
        const QList<HealthState> production = healthStates(Environment::Production);
        for (qsizetype i = 0; i < staging.size(); i += 2) {
            const QString name = QStringLiteral("health-%1-%2")
                                     .arg(QLatin1String(staging.at(i).name), QLatin1String(staging.at(i + 1).name));
            take(staging.at(i).view, production.at(i + 1).view, name);
        }
        take(aHostileEnvironment(Environment::Staging), aHostileEnvironment(Environment::Production),
             QStringLiteral("health-hostile"));
    }

    void dialogs_data() { themes(); }
    void dialogs()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        EnvironmentView view = healthStates().at(3).view;
        view.issues = {anIssue("TimeoutError: redis did not answer within 5 s", "fatal"),
                       anIssue("KeyError: 'model'", "error"), anIssue("slow query", "warning"),
                       anIssue("a level of its own", "a-very-long-level")};
        view.freshIssues = 1;
        view.figures.releaseText = QStringLiteral("Every event carries the release 2.0.3, so releases tell nothing "
                                                  "apart here: set SENTRY_RELEASE to the commit");
        ChecksDialog checks(view);
        checks.display(view, noon);
        takeOne(checks, QStringLiteral("checks"));
        const EnvironmentView hostile = aHostileEnvironment(Environment::Staging);
        ChecksDialog hostileChecks(hostile);
        hostileChecks.display(hostile, noon);
        takeOne(hostileChecks, QStringLiteral("checks-hostile"));
        IssuesDialog issues(Environment::Staging);
        issues.display(view, noon);
        takeOne(issues, QStringLiteral("issues"));
        IssuesDialog unreadable(Environment::Production);
        unreadable.display(hostile, noon);
        takeOne(unreadable, QStringLiteral("issues-unreadable"));
    }

private:
    static QString folder() { return qEnvironmentVariable("SLIPWAY_PICTURES"); }

    static void themes()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }

    static void take(const EnvironmentView &staging, const EnvironmentView &production, const QString &name)
    {
        MainWindow window(acmeProject());
        const Snapshot snapshot = evaluate({healthyWorld(noon), acmeProject(), noon});
        window.buildPanels()->pipeline()->display(snapshot.pipeline);
        showEnvironment(window, staging);
        showEnvironment(window, production);
        showChart(window, aLivelyChart(Environment::Staging));
        showChart(window, staging.verdict == Verdict::Unknown
                              ? HealthChart{.environment = Environment::Production, .untilMs = noon.wallMs}
                              : aLivelyChart(Environment::Production));
        showGates(window, snapshot.gates);
        window.panels()->evidence()->showIdentity(snapshot.identity);
        showSources(window, snapshot.sources);
        showNoon(window);
        takeOne(window, name);
        window.resize(1920, 1080);
        takeOne(window, name + QStringLiteral("-large"));
    }

    static void takeOne(QWidget &widget, const QString &name)
    {
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QCoreApplication::processEvents();
        const QImage picture = widget.grab().toImage();
        const QString base =
            QStringLiteral("%1/%2-%3").arg(folder(), name, QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(picture.save(base + QStringLiteral(".png")));
        if (qstrcmp(QTest::currentDataTag(), "light") != 0)
            return;
        QVERIFY(asSeenBy(deuteranopia, picture).save(base + QStringLiteral("-deuteranopia.png")));
        QVERIFY(asSeenBy(protanopia, picture).save(base + QStringLiteral("-protanopia.png")));
    }
};

SLIPWAY_TEST(HealthPicturesTest)
#include "healthpictures_test.moc"
