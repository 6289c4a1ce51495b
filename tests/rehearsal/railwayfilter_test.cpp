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
        for (const char *text : {"", "  ", "models", "MODELS 200", "models AND 200", "absent OR models",
                                 "absent OR absent OR (get models)", "-absent", "models -absent", "\"models 200\"",
                                 "\"eu-west\"", "@level:warn", "@level:WARN", "-@level:error", "@status:>=400",
                                 "@status:400..499", "@status:<500", "@level:warn (absent OR \"eu-west\")"})
            QTest::newRow(text) << true;
        for (const char *text :
             {"absent", "models AND absent", "absent OR missing", "-models", "\"200 models\"", "eu-west",
              "@level:error", "@status:>429", "@status:500..599", "@nothing:1", "models -(absent OR 200)"})
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
        for (const char *text : {"(models", "models)", "\"models", "-", "models AND", "OR models", "@level", "()"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("deep") << QString(100'000, QLatin1Char('('));
    }
    void whatCannotBeReadIsRefused()
    {
        QFETCH(QString, filter);
        QVERIFY(!RailwayFilter::parse(filter));
    }

    void aValueIsFoundWhereverItStands()
    {
        const auto filter = RailwayFilter::parse(QStringLiteral("error (a OR -@snapshot:abc)"));
        QVERIFY(filter);
        QCOMPARE(filter->valueOf("snapshot"), std::string("abc"));
        QCOMPARE(filter->valueOf("deployment"), std::string());
    }
};

SLIPWAY_TEST(RailwayFilterTest)

#include "railwayfilter_test.moc"
