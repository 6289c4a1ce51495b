// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/settings.h"
#include "support/testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;

namespace {

struct SettingsFile {
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("slipway.conf"));

    bool write(const QByteArray &text) const
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }
};

} // namespace

/// What a person prefers is there again at the next start.
class SettingsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAFileEverythingIsAsTheDesktopHasIt()
    {
        const SettingsFile file;
        const Settings settings(file.path);
        QCOMPARE(settings.theme(), ThemeChoice::System);
        QCOMPARE(settings.shownZone(), ShownZone::Utc);
        QCOMPARE(settings.logCapacity(), 64);
        QVERIFY(settings.windowGeometry().isEmpty());
        QVERIFY(!QFile::exists(file.path));
    }
    void aThemeIsRemembered_data()
    {
        QTest::addColumn<int>("choice");
        QTest::newRow("system") << int(ThemeChoice::System);
        QTest::newRow("light") << int(ThemeChoice::Light);
        QTest::newRow("dark") << int(ThemeChoice::Dark);
        QTest::newRow("high contrast") << int(ThemeChoice::HighContrast);
    }
    void aThemeIsRemembered()
    {
        QFETCH(int, choice);
        const SettingsFile file;
        {
            Settings before(file.path);
            before.setTheme(ThemeChoice::Dark);
            before.setTheme(ThemeChoice(choice));
        }
        QCOMPARE(int(Settings(file.path).theme()), choice);
    }
    void aThemeThatNobodyKnowsIsTheDesktops()
    {
        const SettingsFile file;
        QVERIFY(file.write("[window]\ntheme=sepia\n"));
        QCOMPARE(Settings(file.path).theme(), ThemeChoice::System);
    }
    void theZoneOfTimesIsRemembered()
    {
        const SettingsFile file;
        Settings(file.path).setShownZone(ShownZone::Local);
        QCOMPARE(Settings(file.path).shownZone(), ShownZone::Local);
        Settings(file.path).setShownZone(ShownZone::Utc);
        QCOMPARE(Settings(file.path).shownZone(), ShownZone::Utc);
    }
    void aZoneThatNobodyKnowsIsUtc()
    {
        const SettingsFile file;
        QVERIFY(file.write("[window]\ntimes=Local, moon\n"));
        QCOMPARE(Settings(file.path).shownZone(), ShownZone::Utc);
    }
    void theCapacityOfTheLogIsRememberedWithinItsBounds_data()
    {
        QTest::addColumn<int>("chosen");
        QTest::addColumn<int>("kept");
        QTest::newRow("between") << 256 << 256;
        QTest::newRow("least") << 8 << 8;
        QTest::newRow("less") << 7 << 8;
        QTest::newRow("most") << 1'024 << 1'024;
        QTest::newRow("more") << 1'025 << 1'024;
        QTest::newRow("nonsense") << -1 << 8;
    }
    void theCapacityOfTheLogIsRememberedWithinItsBounds()
    {
        QFETCH(int, chosen);
        const SettingsFile file;
        Settings(file.path).setLogCapacity(chosen);
        QTEST(Settings(file.path).logCapacity(), "kept");
    }
    void aCapacityThatSomebodyTypedIsBoundedAsWell_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<int>("taken");
        QTest::newRow("a number") << QByteArray("128") << 128;
        QTest::newRow("too little") << QByteArray("0") << 8;
        QTest::newRow("too much") << QByteArray("9999999999") << 1'024;
        QTest::newRow("beyond any number") << QByteArray("99999999999999999999") << 64;
        QTest::newRow("a word") << QByteArray("plenty") << 64;
        QTest::newRow("a list") << QByteArray("1, 2") << 64;
        QTest::newRow("nothing") << QByteArray() << 64;
    }
    void aCapacityThatSomebodyTypedIsBoundedAsWell()
    {
        QFETCH(QByteArray, typed);
        const SettingsFile file;
        QVERIFY(file.write("[logs]\ncapacityMiB=" + typed + "\n"));
        QTEST(Settings(file.path).logCapacity(), "taken");
    }
    void aFileThatIsNoneOfOursIsNoTrouble()
    {
        const SettingsFile file;
        QVERIFY(file.write(QByteArray(512, '\xff')));
        const Settings settings(file.path);
        QCOMPARE(settings.theme(), ThemeChoice::System);
        QVERIFY(settings.windowGeometry().isEmpty());
    }
    void theWindowsGeometryIsRememberedByteForByte()
    {
        const SettingsFile file;
        const QByteArray geometry("\x01\xd9\x00\x00,;=\"\n\x7f", 10);
        Settings(file.path).setWindowGeometry(geometry);
        QCOMPARE(Settings(file.path).windowGeometry(), geometry);
    }
    void oneSettingLeavesTheOtherAlone()
    {
        const SettingsFile file;
        Settings(file.path).setTheme(ThemeChoice::Light);
        Settings(file.path).setWindowGeometry("geometry");
        QCOMPARE(Settings(file.path).theme(), ThemeChoice::Light);
    }
};

SLIPWAY_TEST(SettingsTest)
#include "settings_test.moc"
