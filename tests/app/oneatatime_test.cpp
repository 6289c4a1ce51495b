// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/returnkit.h"
#include "support/testmain.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSet>

#include <array>
#include <functional>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

constexpr int turnsOfTheLoop = 12; ///< for what one step leads to

/// Production of the same service, in a project file of another name.
Project projectCalled(const char *name, const char *repository)
{
    Project project = acmeProject();
    project.name = QString::fromLatin1(name);
    project.github.repository = QString::fromLatin1(repository);
    return project;
}

bool isOut(const CommandRecord &record)
{
    const bool anothers = record.detail.contains(QLatin1String("use its window")); // shown, and not followed
    return isUnresolved(record.state) && changesWhatServes(record.order) && !anothers;
}

/// A Slipway on this computer with a HOME of its own. What it does, and whether it is there at all, chance says.
class Window {
public:
    Window(const RunnerPlace &place, bool sharesLock, QRandomGenerator &chance)
        : m_kit(place)
        , m_sharesLock(sharesLock)
        , m_chance(chance)
    {
        m_kit.network->setHandler([this](const FakeRequest &request) {
            const bool commands =
                request.body.contains("mutation") || request.url.path().endsWith(QStringLiteral("/dispatches"));
            return commands ? someAnswer(request) : m_kit.reply(request);
        });
        attach();
    }

    bool isThere() const { return m_kit.runner != nullptr; }
    bool sharesLock() const { return m_sharesLock; }
    bool hasSaidSo() const { return m_saidSo; }
    QList<CommandRecord> out() const
    {
        QList<CommandRecord> all = isThere() ? m_kit.store.observations().commands : QList<CommandRecord>();
        all.removeIf(std::not_fn(isOut));
        return all;
    }
    int sent() const { return int(m_sent.size()); }
    int commandsAtTheServices() const { return m_kit.network->mutations(); }

    /// What goes out that did not before.
    std::function<void(const CommandRecord &)> onSending;

    void step()
    {
        if (!isThere())
            return m_chance.bounded(3) == 0 ? start() : void();
        switch (m_chance.bounded(12)) {
        case 0:
        case 1:
        case 2:
            m_kit.promote();
            return;
        case 3:
            goBack();
            return;
        case 4:
        case 5:
        case 6:
            m_kit.network->release();
            return;
        case 7:
        case 8:
            layDown();
            return;
        case 9: // killed: nothing is tidied up
            m_kit.runner.reset();
            m_kit.journal.reset();
            return;
        default:
            return;
        }
    }
    /// It reads, and looks at what is under way.
    void look()
    {
        if (isThere())
            m_kit.observe([](Observations &) {});
    }

private:
    void start()
    {
        m_kit.start();
        attach();
    }
    void attach()
    {
        QObject::connect(m_kit.runner.get(), &CommandRunner::troubled, &m_context, [this](const QString &words) {
            m_saidSo = m_saidSo || words.contains(QLatin1String("lock"));
        });
        if (m_isCounting)
            return;
        m_isCounting = true;
        QObject::connect(&m_kit.client, &HttpClient::requestSent, &m_context, [this] { noteSending(); });
    }
    void noteSending()
    {
        const QList<CommandRecord> all = m_kit.store.observations().commands;
        for (const CommandRecord &each : all) {
            if (each.state != CommandState::Sent || m_sent.contains(each.order.id))
                continue;
            m_sent.insert(each.order.id);
            m_saidSo = m_saidSo || !each.beside.isEmpty();
            onSending(each);
        }
    }
    void goBack()
    {
        ReturnRequest request = m_kit.request();
        for (const CommandRecord &each : m_kit.store.observations().commands)
            request.acknowledged.append(each.order.id);
        m_kit.runner->goBack(request, QStringLiteral("somebody"));
    }
    void layDown()
    {
        const QList<CommandRecord> all = m_kit.store.observations().commands;
        for (const CommandRecord &each : all)
            m_kit.runner->dismiss(each.order.id, QStringLiteral("it did not happen"));
        m_kit.runner->liftHold(QStringLiteral("it is good again"), QStringLiteral("somebody"));
    }
    FakeReply someAnswer(const FakeRequest &request)
    {
        FakeReply reply =
            request.body.contains("mutation") ? m_kit.toMutation : FakeReply{.status = 200, .body = dispatched()};
        switch (m_chance.bounded(5)) {
        case 0:
            reply = {.status = 502};
            break;
        case 1:
            reply = {.status = 422, .body = unexpectedInputs()};
            break;
        case 2:
            reply = {.error = QNetworkReply::RemoteHostClosedError};
            break;
        default:
            break;
        }
        reply.held = m_chance.bounded(3) > 0;
        return reply;
    }

    ReturnKit m_kit;
    bool m_sharesLock;
    QRandomGenerator &m_chance;
    QSet<OrderId> m_sent;
    bool m_saidSo = false;
    bool m_isCounting = false;
    QObject m_context;
};

} // namespace

/// Two Slipways over one environment, whatever their project files are called, never send two commands at once on one
/// computer.
class OneAtATimeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noHistorySendsTwoCommandsAtOnceOrOneTwice_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    /// One of them cannot write the shared lock folder: with a folder of its own it is kept apart from nobody else, and
    /// says so; without one it promotes nothing. A return goes out beside another command, and tells of the window that
    /// holds the lock.
    void noHistorySendsTwoCommandsAtOnceOrOneTwice()
    {
        QFETCH(quint32, seed);
        QRandomGenerator chance(seed);
        const QTemporaryDir computer;
        const QString locks = computer.filePath(QStringLiteral("locks"));
        const QString unusable = computer.filePath(QStringLiteral("file"));
        QVERIFY(QFile(unusable).open(QIODevice::WriteOnly));
        const bool hasOwnLocks = chance.bounded(2) == 0;
        const QString own = hasOwnLocks ? computer.filePath(QStringLiteral("own")) : QString();
        Window first({projectCalled("gatewayz-api", "acme/api"), locks, {}}, true, chance);
        Window second({projectCalled("production", "Acme/API"), locks, {}}, true, chance);
        Window third({projectCalled("another name", "acme/api"), unusable, own}, false, chance);
        const std::array windows{&first, &second, &third};
        QStringList faults;
        int promotionsOfThird = 0;
        for (Window *sender : windows) {
            sender->onSending = [&, sender](const CommandRecord &going) {
                const bool returns = isReturn(going.order.kind);
                promotionsOfThird += sender == &third && !returns ? 1 : 0;
                const bool holdsLock = sender->out().size() > 1; // for something of its own: others are beside that
                for (const Window *other : windows) {
                    QList<CommandRecord> out = other->out();
                    out.removeIf([&](const CommandRecord &each) { return each.order.id == going.order.id; });
                    if (out.isEmpty() || (returns && other == sender)) // a person knows of it, and goes back
                        continue;
                    const bool apart = other != sender && !(other->sharesLock() && sender->sharesLock());
                    const bool saysSo = holdsLock || !going.beside.isEmpty();
                    const bool said = apart ? other->hasSaidSo() || sender->hasSaidSo() : saysSo;
                    if (!said || !(returns || apart))
                        faults.append(QStringLiteral("%1 beside %2: %3")
                                          .arg(orderKindId(going.order.kind), orderKindId(out.constFirst().order.kind),
                                               out.constFirst().detail));
                }
            };
        }
        for (int step = 0; step < 120; ++step) {
            windows.at(size_t(chance.bounded(3)))->step();
            for (int turn = 0; turn < turnsOfTheLoop; ++turn)
                QCoreApplication::processEvents();
            for (Window *each : windows)
                each->look();
            for (int turn = 0; turn < turnsOfTheLoop; ++turn)
                QCoreApplication::processEvents();
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
        for (const Window *each : windows)
            QCOMPARE(each->commandsAtTheServices(), each->sent());
        QVERIFY(first.sent() + second.sent() > 0);
        if (!hasOwnLocks)
            QCOMPARE(promotionsOfThird, 0);
    }
    void aReturnBesideAnothersPromotionKeepsOthersOutOnceThatIsSettled()
    {
        const QTemporaryDir computer;
        ReturnKit returning({acmeProject(), computer.path(), {}});
        RunnerKit promoting({projectCalled("production", "acme/api"), computer.path(), {}});
        const OrderId promotion = promoting.promote();
        QTRY_COMPARE(promoting.record(promotion).state, CommandState::Accepted);
        const OrderId back = returning.goBack();
        QVERIFY(returning.waitFor(back, CommandState::Accepted));
        QVERIFY(!returning.record(back).beside.isEmpty());
        promoting.runner->dismiss(promotion, QStringLiteral("it did not happen"));
        returning.observe([](Observations &) {});
        QTest::qWait(0);
        QTest::qWait(0);
        const OrderId again = promoting.promote();
        QTRY_VERIFY(isSettled(promoting.record(again).state));
        QCOMPARE(promoting.record(again).state, CommandState::Refused);
        QCOMPARE(promoting.dispatches(), 1);
    }
};

SLIPWAY_TEST(OneAtATimeTest)
#include "oneatatime_test.moc"
