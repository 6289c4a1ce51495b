// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/railwayfilter.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Rehearsal;

namespace {

bool filterFinds(const QString &filter)
{
    const auto parsed = RailwayFilter::parse(filter);
    if (!parsed)
        return false;
    return parsed->matches({.text = "GET /v1/models 200 in eu-west", .value = [](std::string_view name) {
                                return name == "level"    ? std::optional<std::string>("warn")
                                       : name == "status" ? std::optional<std::string>("429")
                                                          : std::nullopt;
                            }});
}

} // namespace

/// Railway's filters, over one line: "GET /v1/models 200 in eu-west", level warn, status 429.
class RailwayFilterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFilterFindsWhatItNames_data()
    {
        QTest::addColumn<bool>("found");
        for (const char *text : {"", "  ", "models", "MODELS 200", "\"models 200\"", "\"eu-west\"", "@level:warn",
                                 "@level:WARN", "@level:\"warn\"", "@status:>=400", "@status:<500",
                                 "@level:warn  \"eu-west\"", "@status:>=429 @status:<430"})
            QTest::newRow(text) << true;
        for (const char *text : {"absent", "models absent", "\"200 models\"", "eu-west", "@level:error",
                                 "@level:warn absent", "@status:>429", "@status:>=400 @status:<429", "@nothing:1"})
            QTest::newRow(text) << false;
    }
    void aFilterFindsWhatItNames()
    {
        QFETCH(bool, found);
        QCOMPARE(filterFinds(QString::fromLatin1(QTest::currentDataTag())), found);
    }

    void whatCannotBeReadIsRefused_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char *text : {"(models", "models)", "\"models", "-", "models AND", "OR models", "@level",
                                 "@level:", "()", "models\"200\"", "\"models\"200"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("deep") << QString(100'000, QLatin1Char('('));
    }
    /// Better than another answer than Railway's.
    void whatIsNotPlayedIsRefused_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char *text : {"models AND 200", "absent OR models", "-absent", "-@level:error", "(get models)",
                                 "@status:400..499", "replica:abc"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatIsNotPlayedIsRefused() { whatCannotBeReadIsRefused(); }
    void whatCannotBeReadIsRefused()
    {
        QFETCH(QString, filter);
        QVERIFY(!RailwayFilter::parse(filter));
    }

    void aValueIsFoundWhereverItStands()
    {
        const auto filter = RailwayFilter::parse(QStringLiteral("error @snapshot:abc \"a b\""));
        QVERIFY(filter);
        QCOMPARE(filter->valueOf("snapshot"), std::string("abc"));
        QCOMPARE(filter->valueOf("deployment"), std::string());
    }
};

SLIPWAY_TEST(RailwayFilterTest)

#include "railwayfilter_test.moc"
