// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/logattributes.h"
#include "support/somelines.h"
#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/theme.h"
#include "ui/logs/loglist.h"
#include "ui/logs/logpane.h"

#include <QAbstractButton>
#include <QDir>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

void addOrdinaryTo(LogStore &store)
{
    for (int i = 0; i < 900; ++i) {
        const bool bad = i % 97 > 93;
        addTo(store, {.message = "GET /v1/models 200 " + std::to_string(i % 89) + "ms",
                      .level = i % 31 == 0 ? LogLevel::Debug
                               : bad       ? LogLevel::Warn
                                           : LogLevel::Info,
                      .environment = i % 3 == 0 ? Environment::Staging : Environment::Production,
                      .afterMs = qint64(i) * 2'000 + qint64(i % 7) * 131});
    }
    const qint64 last = 1'801'000;
    addTo(store, {.message = "deployed 3f9c2ab", .source = LogSource::Note, .afterMs = last});
    const auto say = [&](const char *message, LogLevel level, qint64 after, bool isNew = false) {
        addTo(store, {.message = message, .level = level, .afterMs = last + after, .isNew = isNew});
    };
    say("GET /v1/models 200 41ms", LogLevel::Info, 112);
    say("POST /v1/chat/completions 200 812ms", LogLevel::Info, 480);
    say("supabase pool exhausted, retry 1/3", LogLevel::Warn, 1001);
    say("supabase: connection timeout after 5000ms (db.fetch_user)", LogLevel::Error, 1533, true);
    say("Traceback (most recent call last):\n  File \"app/db.py\", line 41, in fetch_user\n    raise Timeout",
        LogLevel::None, 1534);
    addTo(store,
          {.message = "42 s without connection", .source = LogSource::Note, .afterMs = last + 1600, .important = true});
    addTo(store,
          {.message = "Railway rate limit of 500 logs/sec reached for replica, update your application to reduce "
                      "the logging rate. Messages dropped: 1204",
           .level = LogLevel::Warn,
           .afterMs = last + 1700,
           .important = true});
    say("GET /health 200 3ms", LogLevel::Info, 2020);
    std::string attributes;
    packAttribute(attributes, "level", "info");
    packAttribute(attributes, "httpStatus", "200");
    addTo(store, {.message = R"(completion {"model":"gpt-4o","tokens":{"in":812,"out":96},"ok":true,"ids":[1,2]})",
                  .afterMs = last + 2900,
                  .attributes = attributes,
                  .deployment = "d81f0000-0000-4000-8000-000000000000",
                  .replica = "r-7"});
    say("health: mode=degraded database=unavailable", LogLevel::Warn, 3244);
}

void addHostileTo(LogStore &store)
{
    auto add = [&store, i = 0](const std::string &message, LogLevel level) mutable {
        addTo(store, {.message = message,
                      .level = level,
                      .environment = i % 2 == 0 ? Environment::Staging : Environment::Production,
                      .afterMs = qint64(i) * 1'000,
                      .isNew = i % 5 == 0});
        ++i;
    };
    add("ordinary ASCII before it", LogLevel::Info);
    add("\u202Egnp.exe\u202C the direction is turned", LogLevel::Error);
    add("zero\u200Bwidth\u200Djoin\uFEFFmark", LogLevel::Warn);
    add("\x1b[31mred\x1b[0m and \x1b]0;title\x07", LogLevel::Info);
    add(std::string("NUL\0in\0it", 9), LogLevel::Info);
    add("line one\nline two\r\n\tindented\rreturned", LogLevel::Error);
    add("\xFF\xFE no UTF-8 \xC3", LogLevel::Warn);
    add("Gr\u00fc\u00dfe, \u4E2D\u6587, \u65E5\u672C\u8A9E, \U0001F600\U0001F680 emoji", LogLevel::Info);
    add("\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627 from the right, then ASCII 123", LogLevel::Info);
    std::string zalgo = "za";
    for (int i = 0; i < 12; ++i)
        zalgo += "\u0300\u0333";
    add(zalgo + "lgo stacked", LogLevel::Info);
    add("<b>bold</b> &amp; <script>alert(1)</script>", LogLevel::Info);
    add(std::string(60'000, 'W'), LogLevel::Debug);
    add("", LogLevel::None);
    add("ordinary ASCII after it", LogLevel::Info);
}

const QSize smallPane{800, 320};
const QSize largePane{1400, 500};

} // namespace

/// Takes pictures of the log pane for people to look at, into the folder that SLIPWAY_PICTURES names.
class LogPicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("SLIPWAY_PICTURES"))
            QSKIP("SLIPWAY_PICTURES names no folder");
        QDir().mkpath(qEnvironmentVariable("SLIPWAY_PICTURES"));
    }

    void panes_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("contrast") << ThemeChoice::HighContrast;
    }
    void panes()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        LogStore ordinary;
        addOrdinaryTo(ordinary);
        LogFilter production;
        production.environments.staging = false;
        production.sources = {true, false, false, true};
        take(ordinary, production, "ordinary");
        LogFilter both = production;
        both.environments.staging = true;
        take(ordinary, both, "both");
        LogFilter filtered = both;
        filtered.include = {.text = QStringLiteral("timeout|degraded"), .regularExpression = true};
        filtered.context = 2;
        take(ordinary, filtered, "filtered");
        filtered.include.text = QStringLiteral("timeout|(");
        take(ordinary, filtered, "mistake");
        filtered.include.text = QStringLiteral("nothing like this");
        take(ordinary, filtered, "nothing");
        LogStore hostile;
        addHostileTo(hostile);
        take(hostile, both, "hostile");
        LogStore empty;
        take(empty, both, "empty");
    }

    void selections_data() { panes_data(); }
    void selections()
    {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        LogStore store;
        addOrdinaryTo(store);
        LogPane pane(store);
        prepare(pane, largePane);
        auto *list = named<LogList>(&pane, "logLines");
        list->setFocus();
        list->goTo(list->rowCount() - 7);
        list->goTo(list->rowCount() - 2, LogSelection::Mode::Extend);
        addManyTo(store, 1204, 3'000);
        pane.linesArrived();
        list->refresh();
        pressKey(&pane, Qt::Key_Return);
        save(pane, "selected");
    }

private:
    static void prepare(LogPane &pane, const QSize &size)
    {
        pane.resize(size);
        pane.setNow(noon);
        pane.showStream(Environment::Staging, {.state = LogStreamView::State::Polling,
                                               .reason = QStringLiteral("the socket was refused"),
                                               .every = Milliseconds(3000)});
        pane.showStream(Environment::Production, {.state = LogStreamView::State::Live});
        pane.show();
        pane.activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        QTRY_VERIFY(!textOf(&pane, "logSummary").contains(QStringLiteral("searching")));
    }

    static void take(const LogStore &store, const LogFilter &filter, const char *name)
    {
        for (const QSize &size : {smallPane, largePane}) {
            LogPane pane(store);
            pane.setFilter(filter);
            prepare(pane, size);
            save(pane, name);
        }
    }

    static void save(LogPane &pane, const char *name)
    {
        QTest::qWait(150); // until the numbers are told; a picture proves nothing by itself
        const QString path = QStringLiteral("%1/log-%2-%3-%4.png")
                                 .arg(qEnvironmentVariable("SLIPWAY_PICTURES"), QString::fromLatin1(name))
                                 .arg(pane.width())
                                 .arg(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(pane.grab().save(path));
    }
};

SLIPWAY_TEST(LogPicturesTest)
#include "logpictures_test.moc"
