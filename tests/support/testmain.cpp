// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testmain.h"

#include "support/environment.h"

#ifdef QT_WIDGETS_LIB
#include <QApplication>
#include <QFontInfo>
#else
#include <QCoreApplication>
#endif
#include <QFileInfo>
#include <QMap>
#include <QTest>

#include <cstdio>

namespace Slipway::Test {

namespace {
QMap<QString, Factory> &registeredTests()
{
    static QMap<QString, Factory> tests;
    return tests;
}
} // namespace

bool registerTest(const char *file, Factory factory)
{
    registeredTests().insert(QFileInfo(QString::fromUtf8(file)).completeBaseName(), factory);
    return true;
}

} // namespace Slipway::Test

/// Runs the test files named on the command line (all without one), then QTest's own arguments.
int main(int argc, char *argv[])
{
    Slipway::Test::useTestEnvironment();
#ifdef QT_WIDGETS_LIB
    QApplication app(argc, argv);
    const QString family = QFontInfo(QFont()).family();
    if (family != QLatin1String("DejaVu Sans")) {
        std::fprintf(stderr, "the tests draw with DejaVu Sans, and got \"%s\": install fonts-dejavu-core\n",
                     qPrintable(family));
        return 1;
    }
#else
    QCoreApplication app(argc, argv);
#endif
    app.setApplicationName(QStringLiteral("slipway-test"));
    auto &tests = Slipway::Test::registeredTests();
    QStringList arguments = app.arguments();
    QStringList names;
    while (arguments.size() > 1 && tests.contains(arguments.at(1)))
        names.append(arguments.takeAt(1));
    if (names.isEmpty() && arguments.size() > 1 && !arguments.at(1).startsWith(QLatin1Char('-'))) {
        std::fprintf(stderr, "no test file is named %s\n", qPrintable(arguments.at(1)));
        return 1;
    }
    if (names.isEmpty())
        names = tests.keys();
    int failures = 0;
    for (const QString &name : std::as_const(names)) {
        const auto object = tests.value(name)();
        failures += QTest::qExec(object.get(), arguments);
    }
    return failures == 0 ? 0 : 1;
}
