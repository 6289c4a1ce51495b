// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/stringplaces.h"
#include "support/projectkit.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;
using namespace Slipway::Test;
using ProjectRules::FilePlace;
using ProjectRules::StringPlaces;

namespace {

/// A check whose own lines begin in line 21.
QByteArray checkWithLines(const QByteArray &lines, const QByteArray &environment = "staging")
{
    return "[[" + environment + ".checks]]\nname = \"models\"\npath = \"/v1/models\"\n" + lines + '\n';
}

Check onlyCheck(const QByteArray &lines)
{
    const auto loaded = projectFileWith(checkWithLines(lines));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().detail));
    return loaded->project.addresses.staging.checks.constFirst();
}

} // namespace

/// The checks, links and alerts of a project file.
class CheckSectionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theShippedExampleIsRead()
    {
        const auto loaded = loadProject(QStringLiteral(SLIPWAY_EXAMPLES "/gatewayz-api.toml"));
        QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
        QCOMPARE(loaded->warnings, QStringList());
        const Address &staging = loaded->project.addresses.staging;
        QCOMPARE(staging.checks.size(), 3);
        QCOMPARE(staging.checks.at(0).name, healthCheckName);
        QCOMPARE(staging.checks.at(0).conditions.size(), 7);
        QCOMPARE(staging.checks.at(1).secretHeaders.constFirst().secret, QStringLiteral("staging-access"));
        const Check &chat = staging.checks.at(2);
        QVERIFY(chat.onRequest && !chat.counts && !chat.afterPromotion);
        QCOMPARE(chat.secretHeaders.size(), 2);
        QCOMPARE(staging.links.constFirst().url.query(), QStringLiteral("var-environment=staging"));
        const Address &production = loaded->project.addresses.production;
        QCOMPARE(production.checks.size(), 2);
        QVERIFY(production.checks.at(1).afterPromotion && production.checks.at(1).counts);
        QCOMPARE(loaded->project.grafana->labels.production, QStringList(QStringLiteral("environment=production")));
    }
    void whatMayBeLeftOutHasItsDefault()
    {
        QCOMPARE(onlyCheck(""), (Check{.name = QStringLiteral("models"), .path = QStringLiteral("/v1/models")}));
        QVERIFY(projectFileWith("")->project.addresses.staging.checks.isEmpty());
        QVERIFY(!projectFileWith("")->project.grafana);
    }
    void everyKeyIsRead()
    {
        const Check check =
            onlyCheck("method = \"POST\"\nbody = \"{}\"\ninterval = 60\ntimeout = 5\non_request = true\n"
                      "headers = { Accept = \"text/plain\", X-Api-Key = \"a {secret:the-key} z\" }");
        QCOMPARE(check.method, QByteArray("POST"));
        QCOMPARE(check.body, QByteArray("{}"));
        QCOMPARE(check.interval, Milliseconds(60'000));
        QCOMPARE(check.timeout, Milliseconds(5'000));
        QVERIFY(check.onRequest && !check.counts);
        const QList<std::pair<QByteArray, QByteArray>> headers{{"Accept", "text/plain"}};
        QCOMPARE(check.headers, headers);
        const SecretHeader secret{
            .name = "X-Api-Key", .before = "a ", .secret = QStringLiteral("the-key"), .after = " z"};
        QCOMPARE(check.secretHeaders, QList<SecretHeader>{secret});
    }
    void aPostAfterAPromotionIsNotAskedByTheClock()
    {
        const Check check = onlyCheck("method = \"POST\"\nafter_promotion = true");
        QVERIFY(check.onRequest && check.afterPromotion && !check.counts);
    }
    void conditionsAreAListOrLines()
    {
        const Check list = onlyCheck("conditions = [\"status == 200\", 'body.a == \"b\"']");
        const Check lines = onlyCheck("conditions = '''\n\nstatus == 200\n  \nbody.a == \"b\"\r\n'''");
        QCOMPARE(list.conditions.size(), 2);
        QCOMPARE(lines.conditions, list.conditions);
        QVERIFY(onlyCheck("conditions = []").conditions.isEmpty());
    }
    void aMistypedConditionIsNamedByLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const QByteArray &lines, const char *where) {
            QTest::newRow(name) << lines << QString::fromLatin1(where);
        };
        row("a list", "conditions = [\"statsu == 200\"]", "p.toml:21:16: ");
        row("the second of a list", "conditions = [\"status == 200\",\n  \"status = 200\"]", "p.toml:22:11: ");
        row("a literal", "conditions = ['status == x']", "p.toml:21:26: ");
        row("after escapes", "conditions = [\"body.\\u0061 == \\\"b\\\" x\"]", "p.toml:21:37: ");
        row("lines", "conditions = '''\nstatus == 200\n  latency < 3\n'''", "p.toml:23:13: ");
        row("lines of Windows", "conditions = '''\r\nstatus == 200\r\nlatency < 3\r\n'''", "p.toml:23:11: ");
        row("lines that begin at once", "conditions = '''latency < 3\n'''", "p.toml:21:27: ");
        row("lines that go on", "conditions = \"\"\"\\\n   status \\\n   = 200\"\"\"", "p.toml:23:4: ");
        row("after other letters", "conditions = [\"body.\xc3\xa9 == '\xf0\x9f\x99\x82' x\"]", "p.toml:21:30: ");
        row("at the end", "conditions = [\"status\"]", "p.toml:21:22: ");
    }
    void aMistypedConditionIsNamedByLineAndColumn()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, where);
        const QString mistake = projectFileMistake(checkWithLines(lines));
        QVERIFY2(mistake.startsWith(where), qPrintable(mistake));
        QVERIFY2(mistake.contains(QLatin1String("staging.checks.conditions: expected ")), qPrintable(mistake));
    }
    void onlyTheFirstMistypedConditionOfACheckIsTold()
    {
        QVERIFY(!projectFileMistake(checkWithLines("conditions = [\"a\", \"b\"]")).contains(QLatin1String("more")));
    }
    void whatDoesNotFitIsRefused_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("mistake");
        const auto row = [](const char *lines, const char *mistake) {
            QTest::newRow(lines) << QByteArray(lines) << QString::fromUtf8(mistake);
        };
        row("method = \"PUT\"", "21: staging.checks.method: expected GET, HEAD or POST, found \"PUT\"");
        row("method = \"POST\"", "21: staging.checks.method: expected GET or HEAD, or on_request = true");
        row("body = \"{}\"", "21: staging.checks.body: expected method = \"POST\" with a body");
        row("interval = 4", "21: staging.checks.interval: expected an integer from 5 to 3600, found 4");
        row("interval = 3601", "21: staging.checks.interval: expected an integer from 5 to 3600, found 3601");
        row("timeout = 0", "21: staging.checks.timeout: expected an integer from 1 to 60, found 0");
        row("timeout = 61", "21: staging.checks.timeout: expected an integer from 1 to 60, found 61");
        row("counts = 1", "21: staging.checks.counts: expected true or false, found 1");
        row("on_request = true\ncounts = true", "22: staging.checks.counts: expected false");
        row("conditions = 3", "21: staging.checks.conditions: expected a list of strings, or a string of lines");
        row("conditions = [3]", "21: staging.checks.conditions: expected a list of strings, or a string of lines");
        row("headers = 3", "21: staging.checks.headers: expected a table, found an integer");
        row("headers = { Host = \"a\" }", "21: staging.checks.headers.Host: expected another header");
        row("headers = { content-length = \"1\" }", "21: staging.checks.headers.content-length: expected another");
        row("headers = { Transfer-Encoding = \"a\" }",
            "21: staging.checks.headers.Transfer-Encoding: expected another");
        row("headers = { connection = \"close\" }", "21: staging.checks.headers.connection: expected another header");
        row("headers = { \"a b\" = \"c\" }", "21: staging.checks.headers.a b: expected a header's name");
        row("headers = { a = \"b\\r\\nc: d\" }", "21: staging.checks.headers.a: expected at most 4,096 printable");
        row("headers = { a = \"\\u00e9\" }", "21: staging.checks.headers.a: expected at most 4,096 printable");
        row("headers = { a = 1 }", "21: staging.checks.headers.a: expected a string, found an integer");
        row("headers = { a = \"1\", A = \"2\" }", "expected each header once");
        row("headers = { a = \"{secret:b}{secret:c}\" }",
            "21: staging.checks.headers.a: expected at most one {secret:");
        row("headers = { a = \"{secret:}\" }", "21: staging.checks.headers.a: expected {secret:NAME}");
        row("headers = { a = \"{secret:B c}\" }", "21: staging.checks.headers.a: expected {secret:NAME}");
        row("headers = { Authorization = \"Basic eA==\" }", "tokens do not belong in the project file; write {secret:");
        row("headers = { Cookie = \"a=b\" }", "tokens do not belong in the project file; write {secret:NAME}");
        row("headers = { X-My-Key = \"open\" }", "tokens do not belong in the project file; write {secret:NAME}");
        row("token = \"a\"", "21: staging.checks.token: tokens do not belong in the project file");
    }
    void whatDoesNotFitIsRefused()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, mistake);
        const QString found = projectFileMistake(checkWithLines(lines));
        QVERIFY2(found.startsWith(QLatin1String("p.toml:2")) && found.contains(mistake), qPrintable(found));
    }
    void aSecretInTheWrongPlaceIsNotRepeated()
    {
        const QString mistake = projectFileMistake(checkWithLines("headers = { X-Access-Token = \"hunter2hunter2\" }"));
        QVERIFY2(!mistake.contains(QLatin1String("hunter2")), qPrintable(mistake));
    }
    void pathsAreBelowTheAddress_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("mistake");
        QTest::newRow("query") << QByteArray("/v1/models?limit=1&x=%20") << QStringLiteral("no mistake");
        QTest::newRow("relative") << QByteArray("v1") << QStringLiteral("expected a path like /v1/models");
        QTest::newRow("host") << QByteArray("//evil.example") << QStringLiteral("expected a path like /v1/models");
        QTest::newRow("fragment") << QByteArray("/a#b") << QStringLiteral("expected a path like /v1/models");
        QTest::newRow("space") << QByteArray("/a b") << QStringLiteral("expected a path like /v1/models");
        QTest::newRow("secret") << QByteArray("/a?b={secret:c}") << QStringLiteral("secrets travel in headers only");
        QTest::newRow("key") << QByteArray("/a?api_key=hunter2") << QStringLiteral("secrets travel in headers only");
    }
    void pathsAreBelowTheAddress()
    {
        QFETCH(QByteArray, path);
        QFETCH(QString, mistake);
        const QString found = projectFileMistake("[[staging.checks]]\nname = \"a\"\npath = \"" + path + "\"\n");
        QVERIFY2(found.contains(mistake), qPrintable(found));
        QVERIFY2(!found.contains(QLatin1String("hunter2")), qPrintable(found));
    }
    void bodiesCarryNoSecretAndAreBounded()
    {
        const QByteArray post = "method = \"POST\"\non_request = true\nbody = \"";
        QVERIFY(projectFileMistake(checkWithLines(post + "{secret:a}\"")).contains(QLatin1String("in headers only")));
        QCOMPARE(onlyCheck(post + QByteArray(65'536, 'x') + '"').body.size(), 65'536);
        QVERIFY(
            projectFileMistake(checkWithLines(post + QByteArray(65'537, 'x') + '"')).contains(QLatin1String("64 KiB")));
    }
    void whatCostsMoneyStaysOnStaging()
    {
        const QByteArray lines = "method = \"POST\"\nafter_promotion = true";
        QCOMPARE(projectFileMistake(checkWithLines(lines)), QStringLiteral("no mistake"));
        const QString mistake = projectFileMistake(checkWithLines(lines, "production"));
        QVERIFY2(mistake.startsWith(QLatin1String("p.toml:22: production.checks.after_promotion: expected false")),
                 qPrintable(mistake));
        QCOMPARE(projectFileMistake(checkWithLines("after_promotion = true", "production")),
                 QStringLiteral("no mistake"));
    }
    void namesAreUniqueWithinAnEnvironment()
    {
        const QByteArray twice = checkWithLines("") + checkWithLines("");
        QVERIFY2(projectFileMistake(twice).startsWith(
                     QLatin1String("p.toml:23: staging.checks.name: expected another name than in line 19")),
                 qPrintable(projectFileMistake(twice)));
        QCOMPARE(projectFileMistake(checkWithLines("") + checkWithLines("", "production")),
                 QStringLiteral("no mistake"));
    }
    void aNameFitsOnATile()
    {
        const auto named = [](const QByteArray &name) {
            return projectFileMistake("[[staging.checks]]\npath = \"/\"\nname = \"" + name + "\"\n");
        };
        QCOMPARE(named(QByteArray(40, 'x')), QStringLiteral("no mistake"));
        QVERIFY(named(QByteArray(41, 'x')).contains(QLatin1String("at most 40 printable")));
        QVERIFY(named("a\\u202eb").contains(QLatin1String("at most 40 printable")));
        QVERIFY(named("").contains(QLatin1String("at most 40 printable")));
    }
    void theHealthCheckAlwaysCounts()
    {
        const QByteArray health = "[[staging.checks]]\nname = \"health\"\npath = \"/health\"\n";
        QCOMPARE(projectFileMistake(health), QStringLiteral("no mistake"));
        QVERIFY(projectFileMistake(health + "counts = false\n")
                    .contains(QLatin1String("19: staging.checks.name: expected")));
        QVERIFY(
            projectFileMistake(health + "on_request = true\n").contains(QLatin1String("promotions are followed by")));
    }
    void fiftyChecksAreEnough()
    {
        QByteArray checks;
        for (int i = 0; i < 50; ++i)
            checks += "[[staging.checks]]\nname = \"" + QByteArray::number(i) + "\"\npath = \"/\"\n";
        QCOMPARE(projectFileMistake(checks), QStringLiteral("no mistake"));
        checks += "[[staging.checks]]\nname = \"one more\"\npath = \"/\"\n";
        QVERIFY(
            projectFileMistake(checks).startsWith(QLatin1String("p.toml:168: staging.checks: expected at most 50")));
    }
    void checksAreTables()
    {
        QVERIFY(projectFileMistake("checks = 3\n").contains(QLatin1String("expected tables [[staging.checks]]")));
        QVERIFY(projectFileMistake("checks = [\"a\"]\n").contains(QLatin1String("expected tables [[staging.checks]]")));
        QVERIFY(projectFileMistake("[staging.checks]\nname = \"a\"\n").contains(QLatin1String("[[staging.checks]]")));
    }
    void anUnknownKeyOfACheckIsToldWithTheNearest()
    {
        const auto loaded = projectFileWith(checkWithLines("intervall = 5"));
        QCOMPARE(loaded->warnings, QStringList{QStringLiteral(
                                       "p.toml:21: staging.checks.intervall: unknown key; did you mean interval?")});
    }
    void linksAreSafeToOpen_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("good");
        QTest::newRow("with query and fragment") << QByteArray("https://g.example/d/a?var-env=b&from=now-1h#c") << true;
        QTest::newRow("plain http") << QByteArray("http://g.example/") << false;
        QTest::newRow("a file") << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("a script") << QByteArray("javascript:alert(1)") << false;
        QTest::newRow("a password") << QByteArray("https://a:b@g.example/") << false;
        QTest::newRow("a token") << QByteArray("https://g.example/?auth_token=hunter2") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void linksAreSafeToOpen()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, good);
        const auto loaded = projectFileWith("[[staging.links]]\ntitle = \"Grafana\"\nurl = \"" + url + "\"\n");
        QCOMPARE(bool(loaded), good);
        if (good)
            QCOMPARE(loaded->project.addresses.staging.links.constFirst().url, QUrl(QString::fromLatin1(url)));
        else
            QVERIFY2(loaded.error().detail.startsWith(QLatin1String("p.toml:20: staging.links.url: expected ")) &&
                         !loaded.error().detail.contains(QLatin1String("hunter2")),
                     qPrintable(loaded.error().detail));
    }
    void grafanaHasLabelsForEachEnvironment()
    {
        const QByteArray api = "[grafana]\napi = \"https://acme.grafana.net/\"\n";
        const auto loaded = projectFileWith(api + "staging_labels = [\"env=staging\", \"team=api\"]\n");
        QCOMPARE(loaded->project.grafana->api, QUrl(QStringLiteral("https://acme.grafana.net")));
        QCOMPARE(loaded->project.grafana->labels.staging.size(), 2);
        QVERIFY(loaded->project.grafana->labels.production.isEmpty());
        QVERIFY(projectFileMistake(api + "staging_labels = [\"env\"]\n")
                    .startsWith(QLatin1String("p.toml:20: grafana.staging_labels: expected a label with its value")));
        QVERIFY(projectFileMistake("[grafana]\n").contains(QLatin1String("grafana.api: expected")));
    }
    void aStringThatIsReadOtherwiseHasOnlyItsLine()
    {
        const QString file = QStringLiteral("a = \"bcd\"\n");
        QCOMPARE(StringPlaces(file, {1, 5}, QStringLiteral("bcd")).at(2), (FilePlace{1, 8}));
        QCOMPARE(StringPlaces(file, {1, 5}, QStringLiteral("other")).at(2), (FilePlace{1, 0}));
        QCOMPARE(StringPlaces(file, {9, 9}, QStringLiteral("bcd")).at(0), (FilePlace{9, 0}));
    }
};

SLIPWAY_TEST(CheckSectionTest)
#include "checksection_test.moc"
