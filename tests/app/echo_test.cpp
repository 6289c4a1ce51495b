// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"
#include "app/github/calls.h"
#include "app/railway/calls.h"
#include "app/sentry/calls.h"
#include "app/status/statusjson.h"
#include "app/status/statustable.h"
#include "support/echoes.h"
#include "support/httpkit.h"
#include "support/runnerkit.h"
#include "support/testdata.h"
#include "support/testmain.h"

#include <QDir>
#include <QJsonDocument>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr char echoedToken[] = "made/up+token=7f3a\"b\\9c";
constexpr std::array statuses{200, 200, 200, 400, 401, 403, 404, 418, 422, 429, 500, 503};

/// All that a reader of an answer finds in it.
void collect(const QJsonValue &value, QByteArrayList &texts)
{
    const QJsonArray array = value.toArray();
    const QJsonObject object = value.toObject();
    for (const auto &each : array)
        collect(each, texts);
    for (auto each = object.begin(); each != object.end(); ++each)
        collect(*each, texts);
    if (value.isString()) {
        texts.append(value.toString().toUtf8());
        texts.append(QUrl(value.toString()).toString().toUtf8());
    }
}

QByteArrayList textsOf(const HttpResponse &response)
{
    QByteArrayList texts = response.headers.values();
    texts.append(response.body);
    const QJsonDocument json = QJsonDocument::fromJson(response.body);
    collect(json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object()), texts);
    return texts;
}

/// What a service may answer to that, spoilt.
QByteArray usualAnswer(const FakeRequest &request)
{
    const QString path = request.url.path();
    const auto file = [&]() -> const char * {
        if (path.contains(QLatin1String("graphql")))
            return request.body.contains("PipelineOverview") ? "railway/overview.json" : "railway/deployments.json";
        if (path.endsWith(QLatin1String("/jobs")))
            return "github/jobs.json";
        if (path.contains(QLatin1String("/runs")))
            return "github/runs.json";
        if (path.contains(QLatin1String("/commits/")))
            return "github/commit.json";
        if (path.endsWith(QLatin1String("/user")))
            return "github/user.json";
        if (path.contains(QLatin1String("/workflows")))
            return "github/workflows.json";
        if (path.endsWith(QLatin1String("/issues")))
            return path.startsWith(QLatin1String("/repos")) ? "github/issues.json" : "sentry/issues.json";
        if (path.endsWith(QLatin1String("/environments/")))
            return "sentry/environments.json";
        return "github/repository.json";
    };
    return testData(QString::fromLatin1(file()));
}

FakeReply echoed(Echoes &echoes, const FakeRequest &request)
{
    FakeReply reply{.status = statuses[size_t(echoes.upTo(int(statuses.size())))]};
    switch (echoes.upTo(4)) {
    case 0:
        reply.body = "<html>you sent " + echoes.plain() + "</html>";
        break;
    case 1:
        reply.body = echoes.refusal();
        break;
    default:
        reply.body = echoes.spoilt(usualAnswer(request), 6);
        break;
    }
    reply.headers = {{"X-Echo", echoes.plain()}, {"Link", "<https://api.github.com/" + echoes.plain() + ">"}};
    return reply;
}

/// A client that holds the token, before a service that echoes.
struct EchoKit {
    explicit EchoKit(quint32 seed)
        : echoes(seed, echoedToken)
    {
        network->setHandler([this](const FakeRequest &request) { return echoed(echoes, request); });
        for (const auto &[id, origin] : {std::pair{CredentialId::GitHub, "https://api.github.com"},
                                         std::pair{CredentialId::Railway, "https://backboard.railway.com"},
                                         std::pair{CredentialId::Sentry, "https://us.sentry.io"}}) {
            const QByteArray header = QByteArray("Bearer ") + echoedToken;
            if (!client.setCredential(id, {"Authorization", header, QUrl(QLatin1String(origin))}))
                qFatal("the made-up token was refused");
        }
    }
    template <typename T>
    void read(const ApiCall<T> &call)
    {
        client.send<T>(call, &client, [this](const Result<T> &value) {
            ++answers;
            if (!value)
                texts.append(value.error().detail.toUtf8());
            if constexpr (std::is_same_v<T, QStringList>)
                texts.append(value ? value->join(QLatin1Char('\n')).toUtf8() : QByteArray());
        });
        ++questions;
    }
    void readEverything()
    {
        const Project project = acmeProject();
        read(GitHub::jobLog(project.github, 1));
        read(GitHub::runs(project.github));
        read(GitHub::repository(project.github));
        read(GitHub::tagPolicy(project.github, QStringLiteral("production")));
        read(Railway::overview(project.railway));
        read(Railway::deployments(project.railway, Environment::Staging, CredentialId::Railway));
        read(Railway::me(project.railway, CredentialId::Railway));
    }

    Echoes echoes;
    FakeClock clock;
    FakeNetwork *network = new FakeNetwork; // owned by the client
    HttpClient client{clock, std::unique_ptr<QNetworkAccessManager>(network)};
    QByteArrayList texts;
    int questions = 0;
    int answers = 0;
};

QByteArray filesIn(const QString &folder)
{
    QByteArray all;
    const auto entries = QDir(folder).entryInfoList(QDir::Files);
    for (const QFileInfo &entry : entries) {
        QFile file(entry.filePath());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(entry.filePath()));
        all += file.readAll();
    }
    return all;
}

#define DOES_NOT_TELL(text)                                                                                            \
    do {                                                                                                               \
        const QByteArray shown = (text);                                                                               \
        QVERIFY2(!tells(shown, echoedToken), shown.constData());                                                       \
    } while (false)

} // namespace

/// The token in use appears in no error, row, file or output, whatever a server answers.
class EchoTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noAnswerTellsTheTokenThatWasSent()
    {
        for (quint32 seed = 0; seed < 400; ++seed) {
            EchoKit kit(seed);
            const auto answer =
                get(kit.client, {.url = QUrl(QStringLiteral("https://api.github.com/repos/acme/api/actions/runs")),
                                 .credential = CredentialId::GitHub});
            QVERIFY(answer);
            const QByteArrayList texts = textsOf(*answer);
            for (const QByteArray &text : texts)
                DOES_NOT_TELL(text);
        }
    }
    void whatIsNoSecretStaysAsItWas()
    {
        EchoKit kit(1);
        const QByteArray body = "{\"message\":\"50% of \\u0041 \\\"b\\\" C:\\\\new\\n%41\",\"sha\":\"7f3a\"}";
        kit.network->setHandler([body](const FakeRequest &) { return FakeReply{.body = body}; });
        const auto answer = get(kit.client, {.url = QUrl(QStringLiteral("https://api.github.com/"))});
        QVERIFY(answer);
        QCOMPARE(answer->body, body);
    }
    void anAnswerThatTellsItCanStillBeRead()
    {
        EchoKit kit(1);
        kit.network->setHandler(
            [&](const FakeRequest &) { return FakeReply{.body = kit.echoes.object("id\":12,\"message")}; });
        for (int i = 0; i < 100; ++i) {
            const auto answer = get(kit.client, {.url = QUrl(QStringLiteral("https://api.github.com/"))});
            QVERIFY(answer);
            const QJsonObject object = QJsonDocument::fromJson(answer->body).object();
            QCOMPARE(object.value(QLatin1String("id")).toInt(), 12);
            QVERIFY(object.value(QLatin1String("message")).toString().contains(QLatin1Char('*')));
        }
    }
    void aRedirectThatTellsItIsNeitherShownNorFollowedWithIt()
    {
        for (quint32 seed = 0; seed < 100; ++seed) {
            EchoKit kit(seed);
            const QByteArray place = seed % 2 == 0 ? "https://elsewhere.example.com/" : "https://api.github.com/";
            kit.network->setHandler([&](const FakeRequest &) {
                return FakeReply{.status = 302, .headers = {{"Location", place + kit.echoes.plain()}}};
            });
            const auto answer = get(kit.client, {.url = QUrl(QStringLiteral("https://api.github.com/")),
                                                 .credential = CredentialId::GitHub});
            QVERIFY(!answer);
            DOES_NOT_TELL(answer.error().detail.toUtf8());
            for (const FakeRequest &request : kit.network->requests())
                DOES_NOT_TELL(request.url.toEncoded());
        }
    }
    void noDecodersErrorTellsIt()
    {
        int told = 0;
        for (quint32 seed = 0; seed < 60; ++seed) {
            EchoKit kit(seed);
            kit.readEverything();
            QTRY_COMPARE(kit.answers, kit.questions);
            for (const QByteArray &text : std::as_const(kit.texts)) {
                DOES_NOT_TELL(text);
                told += text.contains("**") ? 1 : 0;
            }
        }
        QVERIFY(told > 20); // there was something to hide
    }
    void coloursDoNotHideItInALog()
    {
        EchoKit kit(1);
        kit.network->setHandler([](const FakeRequest &) {
            return FakeReply{.body = QByteArray("2026-11-24T12:00:00.1Z using ") +
                                     QByteArray(echoedToken).insert(7, "\x1b[31m") + "\n"};
        });
        kit.read(GitHub::jobLog(acmeProject().github, 1));
        QTRY_COMPARE(kit.answers, 1);
        QVERIFY(kit.texts.join().contains("using"));
        DOES_NOT_TELL(kit.texts.join());
    }
    void noRowOfTheJournalTellsIt()
    {
        for (quint32 seed = 0; seed < 30; ++seed) {
            RunnerKit kit;
            Echoes echoes(seed, echoedToken);
            const QByteArray header = QByteArray("Bearer ") + echoedToken;
            QVERIFY(kit.client.setCredential(
                CredentialId::GitHub, {"Authorization", header, QUrl(QStringLiteral("https://api.github.com"))}));
            kit.network->setHandler([&](const FakeRequest &request) {
                FakeReply reply = echoed(echoes, request);
                if (reply.status == 200)
                    reply.body = echoes.object("workflow_run_id\":30000000950,\"html_url");
                return reply;
            });
            kit.promote();
            QTRY_VERIFY(kit.newest().state != CommandState::Checking && kit.newest().state != CommandState::Sent);
            DOES_NOT_TELL(kit.newest().detail.toUtf8());
            DOES_NOT_TELL(kit.newest().url.toString().toUtf8());
            kit.runner.reset();
            kit.journal.reset();
            DOES_NOT_TELL(filesIn(kit.folder.path()));
        }
    }
    void noStatusTellsIt()
    {
        for (quint32 seed = 0; seed < 12; ++seed) {
            const QTemporaryDir folder;
            const FakeClock clock;
            Echoes echoes(seed, echoedToken);
            auto owned =
                std::make_unique<FakeNetwork>([&](const FakeRequest &request) { return echoed(echoes, request); });
            Console console(clock, acmeProject(), Folders{.data = folder.path(), .locks = folder.path()},
                            std::move(owned));
            console.startLooking(GivenTokens({{CredentialId::GitHub, echoedToken},
                                              {CredentialId::Railway, echoedToken},
                                              {CredentialId::Sentry, echoedToken}}));
            QTRY_VERIFY_WITH_TIMEOUT(console.isQuiet(), 20'000);
            const Snapshot &snapshot = console.store().snapshot();
            DOES_NOT_TELL(statusTable(snapshot, console.project(), clock.now()).toUtf8());
            QByteArrayList texts;
            collect(statusJson(snapshot, console.project(), clock.now()), texts);
            for (const QByteArray &text : std::as_const(texts))
                DOES_NOT_TELL(text);
            DOES_NOT_TELL(filesIn(folder.path()));
        }
    }
};

SLIPWAY_TEST(EchoTest)
#include "echo_test.moc"
