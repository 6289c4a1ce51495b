// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project/projectfile.h"
#include "support/testmain.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Slipway;

namespace {

const char wholeProjectText[] = R"(name = "gatewayz-api"
[github]
api = "https://api.github.com"
repository = "acme/api"
branch = "main"
ci_workflow = "ci.yml"
staging_workflow = "deploy.yml"
production_workflow = "deploy-production.yml"
confirm_input = "confirm"
[railway]
api = "https://backboard.railway.com/graphql/v2"
project = "6f1de2a0-1111-4000-8000-000000000001"
service = "6f1de2a0-1111-4000-8000-000000000002"
staging_environment = "6f1de2a0-1111-4000-8000-000000000003"
production_environment = "6f1de2a0-1111-4000-8000-000000000004"
[sentry]
api = "https://us.sentry.io"
organization = "acme"
project = "api"
staging_environment = "staging"
production_environment = "production"
[staging]
url = "https://staging.example.com"
health = "/health"
[production]
url = "https://api.example.com"
health = "/health"
)";

QByteArray wholeProject()
{
    return wholeProjectText;
}

QByteArray projectFileWith(const QByteArray &line, const QByteArray &instead)
{
    QByteArray file = wholeProject();
    const auto at = file.indexOf('\n' + line + '\n');
    Q_ASSERT(at >= 0);
    return file.replace(at + 1, line.size(), instead);
}

QString projectMistakeIn(const QByteArray &file)
{
    const auto loaded = parseProject(file, QStringLiteral("gatewayz.toml"));
    return loaded ? QStringLiteral("no mistake") : loaded.error().detail;
}

QByteArray rehearsalFile()
{
    QByteArray file = wholeProject() + "[rehearsal]\nscenario = \"normal\"\ncontrol = \"http://127.0.0.1:4007\"\n";
    file.replace("https://api.github.com", "http://127.0.0.1:4001");
    file.replace("https://backboard.railway.com", "http://localhost:4002");
    file.replace("https://us.sentry.io", "http://[::1]:4003");
    file.replace("https://staging.example.com", "http://127.0.0.1:4004");
    file.replace("https://api.example.com", "http://127.0.0.2:4005");
    return file;
}

} // namespace

class ProjectFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPersonMaySayThatNothingDeploysProductionByItself()
    {
        const QByteArray production = "[production]\nurl = \"https://api.example.com\"\n";
        const auto with = [&](const char *line) {
            return QByteArray(wholeProject()).replace(production, production + line);
        };
        const auto silent = parseProject(wholeProject(), QStringLiteral("gatewayz.toml"));
        const auto said =
            parseProject(with("autodeploy = \"off, checked by hand\"\n"), QStringLiteral("gatewayz.toml"));
        QVERIFY(silent && said);
        QVERIFY(!silent->project.railway.autoDeployCheckedOff);
        QVERIFY(said->project.railway.autoDeployCheckedOff);
        const QString mistake = projectMistakeIn(with("autodeploy = \"off\"\n"));
        QVERIFY2(mistake.contains(QStringLiteral("production.autodeploy")), qPrintable(mistake));
        QVERIFY2(mistake.contains(QStringLiteral("\"off, checked by hand\"")), qPrintable(mistake));
    }
    void aWholeFileIsReadWithoutWarnings()
    {
        const auto loaded = parseProject(wholeProject(), QStringLiteral("gatewayz.toml"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(wholeProject())));
        QCOMPARE(loaded->warnings, QStringList());
        const Project &project = loaded->project;
        QCOMPARE(project.name, QStringLiteral("gatewayz-api"));
        QCOMPARE(project.file, QStringLiteral("gatewayz.toml"));
        QVERIFY(!project.rehearsal);
        QCOMPARE(project.github.api, QUrl(QStringLiteral("https://api.github.com")));
        QCOMPARE(project.github.repository, QStringLiteral("acme/api"));
        QCOMPARE(project.github.ciWorkflow, QStringLiteral("ci.yml"));
        QCOMPARE(project.github.stagingWorkflow, QStringLiteral("deploy.yml"));
        QCOMPARE(project.github.productionWorkflow, QStringLiteral("deploy-production.yml"));
        QCOMPARE(project.railway.api, QUrl(QStringLiteral("https://backboard.railway.com/graphql/v2")));
        QCOMPARE(project.railway.project.value, QStringLiteral("6f1de2a0-1111-4000-8000-000000000001"));
        QCOMPARE(project.railway.service.value, QStringLiteral("6f1de2a0-1111-4000-8000-000000000002"));
        QCOMPARE(project.railway.environments.staging.value, QStringLiteral("6f1de2a0-1111-4000-8000-000000000003"));
        QCOMPARE(project.railway.environments.production.value, QStringLiteral("6f1de2a0-1111-4000-8000-000000000004"));
        QCOMPARE(project.sentry->organization, QStringLiteral("acme"));
        QCOMPARE(project.sentry->environments.production, QStringLiteral("production"));
        QCOMPARE(project.addresses.staging.url, QUrl(QStringLiteral("https://staging.example.com")));
        QCOMPARE(project.addresses.production.health, QStringLiteral("/health"));
    }
    void whatMayBeLeftOutHasItsDefault()
    {
        QByteArray file = wholeProject();
        file.replace("branch = \"main\"\n", "").replace("confirm_input = \"confirm\"\n", "");
        file.replace("health = \"/health\"\n", "");
        file.remove(file.indexOf("[sentry]"), file.indexOf("[staging]") - file.indexOf("[sentry]"));
        const auto loaded = parseProject(file, QStringLiteral("gatewayz.toml"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(file)));
        QCOMPARE(loaded->project.github.branch, QStringLiteral("main"));
        QCOMPARE(loaded->project.github.confirmInput, QStringLiteral("confirm"));
        QCOMPARE(loaded->project.github.incidentLabels, QStringList(QStringLiteral("deployment-alert")));
        QCOMPARE(loaded->project.addresses.staging.health, QStringLiteral("/health"));
        QVERIFY(!loaded->project.sentry);
    }
    void goingBackHasItsKeys()
    {
        QByteArray file = wholeProject();
        file.replace("confirm_input = \"confirm\"", "migrations = [\"db/*.sql\", \"supabase/migrations/**\"]");
        file.replace("[sentry]", "read_variables = true\nretention_hours = 72\n[sentry]");
        const auto loaded = parseProject(file, QStringLiteral("gatewayz.toml"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(file)));
        QCOMPARE(loaded->warnings, QStringList());
        QCOMPARE(loaded->project.github.migrations,
                 QStringList({QStringLiteral("db/*.sql"), QStringLiteral("supabase/migrations/**")}));
        QVERIFY(loaded->project.railway.readVariables);
        QCOMPARE(loaded->project.railway.retentionHours, 72);
    }
    void withoutThemNothingIsReadAndNothingKnown()
    {
        const auto loaded = parseProject(wholeProject(), QStringLiteral("gatewayz.toml"));
        QCOMPARE(loaded->project.github.migrations, QStringList(QStringLiteral("supabase/migrations/**")));
        QVERIFY(!loaded->project.railway.readVariables);
        QCOMPARE(loaded->project.railway.retentionHours, 0);
    }
    void aTeamWithoutMigrationsSaysSo()
    {
        const auto loaded = parseProject(projectFileWith("confirm_input = \"confirm\"", "migrations = []"),
                                         QStringLiteral("gatewayz.toml"));
        QVERIFY(loaded->project.github.migrations.isEmpty());
    }
    void byteOrderMarkAndWindowsLineEndsAreFine()
    {
        QByteArray file = "\xEF\xBB\xBF" + wholeProject();
        file.replace("\n", "\r\n");
        const auto loaded = parseProject(file, QStringLiteral("gatewayz.toml"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(file)));
        QCOMPARE(loaded->project.github.repository, QStringLiteral("acme/api"));
        QVERIFY(
            projectMistakeIn(file.replace("\"acme/api\"", "\"acme\"")).startsWith(QStringLiteral("gatewayz.toml:4: ")));
    }
    void addressesAndIdsAreKeptInOneSpelling()
    {
        QByteArray file = wholeProject();
        file.replace("https://api.github.com", "https://GHE.example.com/api/v3/");
        file.replace("8000-000000000003", "ABCD-000000000003");
        const auto loaded = parseProject(file, QStringLiteral("gatewayz.toml"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(file)));
        QCOMPARE(loaded->project.github.api, QUrl(QStringLiteral("https://ghe.example.com/api/v3")));
        QCOMPARE(loaded->project.railway.environments.staging.value,
                 QStringLiteral("6f1de2a0-1111-4000-abcd-000000000003"));
    }

    void aMistakeNamesFileLineKeyAndWhatWasExpected_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("instead");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *line, const char *instead, const char *message) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(instead)
                                << QStringLiteral("gatewayz.toml:") + QString::fromUtf8(message);
        };
        const char *service = "service = \"6f1de2a0-1111-4000-8000-000000000002\"";
        row("not a UUID", service, "service = \"api\"", "13: railway.service: expected a UUID, found \"api\"");
        row("wrong type", service, "service = 7", "13: railway.service: expected a string, found an integer");
        row("missing", service, "", "10: railway.service: expected a UUID, found nothing");
        row("misspelt", service, "servcie = \"api\"",
            "10: railway.service: expected a UUID, found nothing (line 13 has servcie)");
        row("no owner", "repository = \"acme/api\"", "repository = \"api\"",
            "4: github.repository: expected owner/name, found \"api\"");
        row("a URL for a repository", "repository = \"acme/api\"", "repository = \"https://github.com/acme/api\"",
            "4: github.repository: expected owner/name, found \"https://github.com/acme/api\"");
        row("dots for a repository", "repository = \"acme/api\"", "repository = \"acme/..\"",
            "4: github.repository: expected owner/name, found \"acme/..\"");
        row("workflow with a folder", "ci_workflow = \"ci.yml\"", "ci_workflow = \".github/workflows/ci.yml\"",
            "6: github.ci_workflow: expected the name of a file in .github/workflows, like deploy.yml, found "
            "\".github/workflows/ci.yml\"");
        row("workflow by its title", "ci_workflow = \"ci.yml\"", "ci_workflow = \"CI\"",
            "6: github.ci_workflow: expected the name of a file in .github/workflows, like deploy.yml, found \"CI\"");
        row("branch with a space", "branch = \"main\"", "branch = \"main branch\"",
            "5: github.branch: expected a branch name, found \"main branch\"");
        row("branch as a ref", "branch = \"main\"", "branch = \"refs/heads/main\"",
            "5: github.branch: expected a branch name, found \"refs/heads/main\"");
        row("hostile name", "confirm_input = \"confirm\"", "confirm_input = \"con\\u202Efirm\"",
            "9: github.confirm_input: expected the name of a workflow input, found \"con<U+202E>firm\"");
        row("labels not a list", "confirm_input = \"confirm\"", "incident_labels = \"x\"",
            "9: github.incident_labels: expected a list of strings, found a string");
        row("one label of a wrong type", "confirm_input = \"confirm\"", "incident_labels = [\"x\", 1]",
            "9: github.incident_labels: expected a string, found an integer");
        const char *confirm = "confirm_input = \"confirm\"";
        const QByteArray pattern = "9: github.migrations: expected a path in the repository like "
                                   "supabase/migrations/**, with * within a folder and ** across folders, found ";
        const auto path = [&](const char *name, const char *value, const QByteArray &shown) {
            row(name, confirm, QByteArray(QByteArray("migrations = [") + value + ']').constData(),
                QByteArray(pattern + shown).constData());
        };
        path("migrations from the root", "\"/supabase\"", "\"/supabase\"");
        path("migrations upwards", "\"../db/*\"", "\"../db/*\"");
        path("migrations in no folder", "\"db//x\"", "\"db//x\"");
        path("migrations in a folder", "\"db/\"", "\"db/\"");
        path("another kind of pattern", "\"db/[0-9]*\"", "\"db/[0-9]*\"");
        path("no migrations", "\"\"", "\"\"");
        row("migrations not a list", confirm, "migrations = \"db/**\"",
            "9: github.migrations: expected a list of strings, found a string");
        const char *last = "production_environment = \"6f1de2a0-1111-4000-8000-000000000004\"";
        const auto added = [&](const char *name, const char *line, const char *message) {
            row(name, last, QByteArray(QByteArray(last) + '\n' + line).constData(), message);
        };
        added("a word for a boolean", "read_variables = \"true\"",
              "16: railway.read_variables: expected true or false, found a string");
        added("a number for a boolean", "read_variables = 1",
              "16: railway.read_variables: expected true or false, found 1");
        added("nothing kept", "retention_hours = 0",
              "16: railway.retention_hours: expected an integer from 1 to 8760, found 0");
        added("kept too long", "retention_hours = 8761",
              "16: railway.retention_hours: expected an integer from 1 to 8760, found 8761");
        added("kept beyond all numbers", "retention_hours = 9223372036854775807",
              "16: railway.retention_hours: expected an integer from 1 to 8760, found 9223372036854775807");
        added("hours with a unit", "retention_hours = \"72h\"",
              "16: railway.retention_hours: expected an integer from 1 to 8760, found a string");
        added("a part of an hour", "retention_hours = 1.5",
              "16: railway.retention_hours: expected an integer from 1 to 8760, found a number");
        row("plain http", "api = \"https://us.sentry.io\"", "api = \"http://us.sentry.io\"",
            "17: sentry.api: expected https (plain http is accepted for this computer's own addresses only), found "
            "\"http://us.sentry.io\"");
        row("plain http to a look-alike", "api = \"https://us.sentry.io\"", "api = \"http://127.0.0.1.evil.example\"",
            "17: sentry.api: expected https (plain http is accepted for this computer's own addresses only), found "
            "\"http://127.0.0.1.evil.example\"");
        row("other scheme", "api = \"https://us.sentry.io\"", "api = \"ftp://us.sentry.io\"",
            "17: sentry.api: expected an https address, found \"ftp://us.sentry.io\"");
        row("no scheme", "api = \"https://us.sentry.io\"", "api = \"us.sentry.io\"",
            "17: sentry.api: expected an address like https://api.example.com, found \"us.sentry.io\"");
        row("query", "url = \"https://staging.example.com\"", "url = \"https://staging.example.com/?key=abc\"",
            "23: staging.url: expected an address without query and fragment, found \"https://staging.example.com/\"");
        row("fragment", "url = \"https://staging.example.com\"", "url = \"https://staging.example.com/#top\"",
            "23: staging.url: expected an address without query and fragment, found \"https://staging.example.com/\"");
        row("password", "url = \"https://staging.example.com\"", "url = \"https://me:hunter2@staging.example.com\"",
            "23: staging.url: expected an address without user name and password (tokens do not belong in the project "
            "file), found \"https://staging.example.com\"");
        row("Sentry slug", "organization = \"acme\"", "organization = \"Acme Inc.\"",
            "18: sentry.organization: expected a slug or number, as in Sentry's addresses, found \"Acme Inc.\"");
        row("not TOML", "branch = \"main\"", "branch = main",
            "5: not TOML: Error while parsing value: could not determine value type");
    }
    void aMistakeNamesFileLineKeyAndWhatWasExpected()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, instead);
        QFETCH(QString, message);
        QCOMPARE(projectMistakeIn(projectFileWith(line, instead)), message);
    }
    void severalMistakesAreCounted()
    {
        QByteArray file = wholeProject();
        file.replace("\"acme/api\"", "\"acme\"").replace("\"ci.yml\"", "\"CI\"");
        QCOMPARE(projectMistakeIn(file),
                 QStringLiteral("gatewayz.toml:4: github.repository: expected owner/name, found "
                                "\"acme\" (and 1 more)"));
    }
    void aMissingTableIsNamed()
    {
        QByteArray file = wholeProject();
        file.replace("[railway]", "[railwey]");
        QCOMPARE(projectMistakeIn(file),
                 QStringLiteral("gatewayz.toml: railway: expected a table [railway], found nothing (line 10 has "
                                "railwey)"));
        file = "railway = 3\n" + wholeProject();
        file.remove(file.indexOf("[railway]"), file.indexOf("[sentry]") - file.indexOf("[railway]"));
        QCOMPARE(projectMistakeIn(file),
                 QStringLiteral("gatewayz.toml:1: railway: expected a table [railway], found an integer"));
    }

    void unknownKeysWarnWithTheNearestKnownOne()
    {
        QByteArray file = wholeProject();
        file.replace("branch = \"main\"", "brunch = \"main\"");
        file.replace("[staging]", "colour = \"red\"\n[staging]");
        file.append("[stagin]\nurl = \"x\"\n");
        const auto loaded = parseProject(file, QStringLiteral("gatewayz.toml"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(file)));
        QCOMPARE(loaded->warnings,
                 QStringList({QStringLiteral("gatewayz.toml:5: github.brunch: unknown key; did you mean branch?"),
                              QStringLiteral("gatewayz.toml:22: sentry.colour: unknown key"),
                              QStringLiteral("gatewayz.toml:29: stagin: unknown key; did you mean staging?")}));
    }

    void stagingAndProductionCannotBeOneThing_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("instead");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *line, const char *instead, const char *message) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(instead)
                                << QStringLiteral("gatewayz.toml:") + QString::fromUtf8(message);
        };
        row("environment id", "production_environment = \"6f1de2a0-1111-4000-8000-000000000004\"",
            "production_environment = \"6F1DE2A0-1111-4000-8000-000000000003\"",
            "15: railway.production_environment: expected another UUID than railway.staging_environment (line 14)");
        row("Sentry environment", "production_environment = \"production\"", "production_environment = \"Staging\"",
            "21: sentry.production_environment: expected another environment than sentry.staging_environment (line "
            "20)");
        row("workflow", "production_workflow = \"deploy-production.yml\"", "production_workflow = \"deploy.yml\"",
            "8: github.production_workflow: expected another file than github.staging_workflow (line 7)");
        const char *url = "url = \"https://api.example.com\"";
        const char *same = "26: production.url: expected another address than staging.url (line 23)";
        row("address", url, "url = \"https://staging.example.com\"", same);
        row("case of the host", url, "url = \"https://STAGING.example.com\"", same);
        row("default port", url, "url = \"https://staging.example.com:443\"", same);
        row("trailing slash", url, "url = \"https://staging.example.com//\"", same);
        row("dot at the end of the host", url, "url = \"https://staging.example.com.\"", same);
        row("dots in the path", url, "url = \"https://staging.example.com/a/..\"", same);
    }
    void stagingAndProductionCannotBeOneThing()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, instead);
        QFETCH(QString, message);
        QCOMPARE(projectMistakeIn(projectFileWith(line, instead)), message);
    }
    void pathsThatDifferOnlyInCaseAreOneAddress()
    {
        QByteArray file = wholeProject();
        file.replace("https://staging.example.com", "https://example.com/App");
        file.replace("https://api.example.com", "https://example.com/app");
        QVERIFY(projectMistakeIn(file).contains(QStringLiteral("expected another address than staging.url")));
        file.replace("https://example.com/app", "https://example.com/live");
        QCOMPARE(projectMistakeIn(file), QStringLiteral("no mistake"));
    }
    void twoPortsOfOneHostAreTwoAddresses()
    {
        const auto file =
            projectFileWith("url = \"https://api.example.com\"", "url = \"https://staging.example.com:8443\"");
        QCOMPARE(projectMistakeIn(file), QStringLiteral("no mistake"));
    }
    void localhostAndItsNumberAreOneAddress()
    {
        QByteArray file = wholeProject();
        file.replace("https://staging.example.com", "http://localhost:8000");
        file.replace("https://api.example.com", "http://127.0.0.1:8000");
        QVERIFY(projectMistakeIn(file).contains(QStringLiteral("expected another address than staging.url")));
    }

    void aTokenIsRefusedWhereverItStands_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArray made("0123456789abcdefghijABCDEFGHIJ012345");
        QTest::newRow("in a value") << "name2 = \"ghp_" + made + '"';
        QTest::newRow("in a comment") << "# old: github_pat_" + made;
        QTest::newRow("Sentry") << "x = 'sntryu_" + QByteArray(64, 'a') + '\'';
        QTest::newRow("a header") << "x = \"Bearer " + made + '"';
        QTest::newRow("64 hex digits") << "x = \"" + QByteArray(64, 'f') + '"';
        QTest::newRow("in a file that is not TOML") << "= ghs_" + made;
        QTest::newRow("a key that asks for one") << QByteArray("railway_token = \"anything\"");
        QTest::newRow("a password") << QByteArray("Password = 5");
    }
    void aTokenIsRefusedWhereverItStands()
    {
        QFETCH(QByteArray, line);
        const QString mistake = projectMistakeIn(line + '\n' + wholeProject());
        QVERIFY2(mistake.startsWith(QStringLiteral("gatewayz.toml:1: ")), qPrintable(mistake));
        QVERIFY2(mistake.contains(QStringLiteral("tokens do not belong in the project file")), qPrintable(mistake));
        QVERIFY2(!mistake.contains(QStringLiteral("0123456789")), qPrintable(mistake));
    }
    void aTokenInATableIsRefusedToo()
    {
        const auto file = projectFileWith("branch = \"main\"", "token = \"anything\"");
        QCOMPARE(projectMistakeIn(file),
                 QStringLiteral("gatewayz.toml:5: github.token: tokens do not belong in the project file"));
    }
    void aCommitIdIsNoToken()
    {
        const QByteArray file = "# since " + QByteArray(40, 'a') + "\n" + wholeProject();
        QCOMPARE(projectMistakeIn(file), QStringLiteral("no mistake"));
    }

    void aRehearsalIsMarkedWhenAllItsAddressesAreLocal()
    {
        const auto loaded = parseProject(rehearsalFile(), QStringLiteral("rehearsal"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(rehearsalFile())));
        QVERIFY(loaded->project.rehearsal);
        QVERIFY(loaded->project.rehearsalCa.isEmpty());
        QCOMPARE(loaded->warnings, QStringList());
    }
    void aRehearsalMayNameAnAuthorityOfItsOwn()
    {
        const QByteArray file = rehearsalFile() + "certificate = \"/tmp/rehearsal/ca.pem\"\n";
        const auto loaded = parseProject(file, QStringLiteral("rehearsal"));
        QVERIFY2(loaded, qPrintable(projectMistakeIn(file)));
        QCOMPARE(loaded->project.rehearsalCa, QStringLiteral("/tmp/rehearsal/ca.pem"));
        const QString mistake = projectMistakeIn(rehearsalFile() + "certificate = \"ca.pem\"\n");
        QVERIFY2(mistake.contains(QStringLiteral("rehearsal.certificate: expected the path of a file")),
                 qPrintable(mistake));
    }
    void aRehearsalCannotNameARealService_data()
    {
        QTest::addColumn<QByteArray>("local");
        QTest::addColumn<QString>("key");
        QTest::newRow("GitHub") << QByteArray("http://127.0.0.1:4001") << QStringLiteral(":3: github.api");
        QTest::newRow("Railway") << QByteArray("http://localhost:4002") << QStringLiteral(":11: railway.api");
        QTest::newRow("Sentry") << QByteArray("http://[::1]:4003") << QStringLiteral(":17: sentry.api");
        QTest::newRow("staging") << QByteArray("http://127.0.0.1:4004") << QStringLiteral(":23: staging.url");
        QTest::newRow("production") << QByteArray("http://127.0.0.2:4005") << QStringLiteral(":26: production.url");
        QTest::newRow("control") << QByteArray("http://127.0.0.1:4007") << QStringLiteral(":30: rehearsal.control");
    }
    void aRehearsalCannotNameARealService()
    {
        QFETCH(QByteArray, local);
        QFETCH(QString, key);
        const QString mistake = projectMistakeIn(rehearsalFile().replace(local, "https://real.example.com"));
        const auto expected = QStringLiteral("gatewayz.toml%1: expected an address of this computer, as there is a "
                                             "[rehearsal], found \"https://real.example.com");
        QVERIFY2(mistake.startsWith(expected.arg(key)), qPrintable(mistake));
    }

    void whatIsNotAFileIsSaid()
    {
        QTemporaryDir folder;
        const QString missing = folder.filePath(QStringLiteral("missing.toml"));
        QCOMPARE(loadProject(missing).error().detail, missing + QStringLiteral(": there is no such file"));
        QCOMPARE(loadProject(folder.path()).error().detail,
                 folder.path() + QStringLiteral(": expected a project file, found a folder"));
        QCOMPARE(loadProject(QStringLiteral("/dev/zero")).error().detail,
                 QStringLiteral("/dev/zero: expected a project file, found something that is not a file"));
    }
    void anUnreadableFileIsSaid()
    {
        // Also root may not read this one: it is the memory of a process, at an address where there is none.
        const auto loaded = loadProject(QStringLiteral("/proc/self/mem"));
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().detail.startsWith(QStringLiteral("/proc/self/mem: cannot be read: ")),
                 qPrintable(loaded.error().detail));
    }
    void aFileOnDiskIsReadWithItsPath()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("100%2 sure.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(wholeProject());
        file.close();
        QCOMPARE(loadProject(file.fileName())->project.file, file.fileName());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("x");
        file.close();
        QVERIFY(loadProject(file.fileName()).error().detail.startsWith(file.fileName() + QStringLiteral(":1: ")));
    }
    void aHugeFileIsRefused()
    {
        const QByteArray comment = '#' + QByteArray(1 << 20, ' ') + '\n';
        QCOMPARE(projectMistakeIn(comment + wholeProject()),
                 QStringLiteral("gatewayz.toml: a project file has at most 1 MiB"));
        QCOMPARE(projectMistakeIn(comment.right(1000).replace(0, 1, "#") + wholeProject()),
                 QStringLiteral("no mistake"));
    }
    void otherEncodingsAreSaid()
    {
        QCOMPARE(projectMistakeIn("\xFF\xFEn\0a\0"),
                 QStringLiteral("gatewayz.toml: expected UTF-8, found UTF-16; save it as "
                                "UTF-8"));
        QCOMPARE(projectMistakeIn("# one\n# L\xF6we\n" + wholeProject()),
                 QStringLiteral("gatewayz.toml:2: expected UTF-8; save the file as UTF-8"));
    }
    void anEmptyFileSaysWhatIsMissing()
    {
        const QString mistake = projectMistakeIn(QByteArray());
        QVERIFY2(mistake.startsWith(QStringLiteral("gatewayz.toml: github: expected a table [github], found nothing")),
                 qPrintable(mistake));
    }

    void everyCutOffFileIsRefused()
    {
        const qsizetype lastNeeded = wholeProject().indexOf("health", wholeProject().indexOf("[production]")) - 1;
        for (qsizetype size = 0; size < lastNeeded - 1; ++size)
            QVERIFY2(!parseProject(wholeProject().left(size), QStringLiteral("x")),
                     wholeProject().left(size).constData());
    }
    void mutatedFilesNeverCrash()
    {
        QRandomGenerator random(20241124);
        const QByteArray alphabet("\"'[]{}=.#\\\n\r\t \0\xFF\xC3\xB6"
                                  "09azu-_:/",
                                  28);
        int refused = 0;
        for (int round = 0; round < 3000; ++round) {
            QByteArray file = rehearsalFile();
            for (int change = random.bounded(1, 6); change > 0; --change) {
                const auto at = random.bounded(int(file.size()));
                file.replace(at, random.bounded(0, 4), alphabet.mid(random.bounded(int(alphabet.size())), 1));
            }
            const auto loaded = parseProject(file, QStringLiteral("x"));
            if (loaded)
                continue;
            ++refused;
            QCOMPARE(loaded.error().kind, ErrorKind::Configuration);
            QVERIFY(loaded.error().detail.startsWith(QStringLiteral("x:")));
        }
        QVERIFY(refused > 1000);
    }
    void aTableWithoutANameIsRefused()
    {
        for (const char *header : {"[.a]", "[=", "[[ .", "[\n", "[]", "[#"})
            QVERIFY(projectMistakeIn(header).startsWith(QStringLiteral("gatewayz.toml:1: not TOML")));
    }
    void deepNestingIsRefused()
    {
        QVERIFY(projectMistakeIn("x = " + QByteArray(100'000, '['))
                    .startsWith(QStringLiteral("gatewayz.toml:1: not TOML")));
    }
};

SLIPWAY_TEST(ProjectFileTest)
#include "projectfile_test.moc"
