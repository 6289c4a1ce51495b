// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logs/lognovelty.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

LogLine saidBy(std::string_view deployment, std::string_view message)
{
    return {.message = message, .deployment = deployment};
}

} // namespace

class LogNoveltyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsNewWhileNothingIsKnownOfBefore()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("now", {"old"});
        QVERIFY(!novelty.take(saidBy("now", "boom")));
    }

    void whatWasNeverSaidBeforeIsNew()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("now", {"old"});
        novelty.take(saidBy("old", "request 12 took 40 ms"));
        QVERIFY(!novelty.take(saidBy("now", "request 77 took 812 ms")));
        QVERIFY(novelty.take(saidBy("now", "connection refused")));
        QVERIFY(novelty.take(saidBy("now", "connection refused"))); // still not said before this deployment
    }

    void ofADeploymentThatIsNotKnownNothingIsSaidOrLearned()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("now", {"old"});
        novelty.take(saidBy("old", "hello"));
        QVERIFY(!novelty.take(saidBy("who", "connection refused")));
        QVERIFY(!novelty.take(saidBy("", "connection refused")));
        QVERIFY(novelty.take(saidBy("now", "connection refused")));
    }

    void whatTheOneBeforeSaidIsKnownToTheNext()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("one", {});
        novelty.take(saidBy("one", "hello"));
        novelty.setDeployments("two", {"one"});
        QVERIFY(!novelty.take(saidBy("two", "hello")));
        QVERIFY(novelty.take(saidBy("two", "goodbye")));
    }

    void whatWasReadOfBeforeCounts()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("now", {});
        novelty.learn(saidBy("gone", "hello"));
        QVERIFY(!novelty.take(saidBy("now", "hello")));
        QVERIFY(novelty.take(saidBy("now", "goodbye")));
    }

    void nothingIsNewWhileTooLittleWasReadOfBefore()
    {
        LogNovelty hasty;
        hasty.setDeployments("now", {"old"});
        hasty.take(saidBy("old", "hello"));
        QVERIFY(!hasty.take(saidBy("now", "connection refused")));
    }

    void whenMoreWasSaidThanCanBeKnownNothingIsNew()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("now", {});
        novelty.learn(saidBy("gone", "hello"));
        QVERIFY(novelty.take(saidBy("now", "goodbye")));
        for (int i = 0; i < 200'000; ++i) {
            std::string word;
            for (int rest = i; rest > 0; rest /= 26)
                word += char('a' + rest % 26);
            novelty.learn(saidBy("gone", "word " + word));
        }
        QVERIFY(!novelty.take(saidBy("now", "goodbye")));
    }

    void onlyWhatTheServiceSaysIsNew()
    {
        LogNovelty novelty;
        novelty.trust();
        novelty.setDeployments("now", {});
        novelty.learn(saidBy("gone", "hello"));
        LogLine note = saidBy("now", "42 s without connection");
        note.source = LogSource::Note;
        QVERIFY(!novelty.take(note));
        for (const LogSource other : {LogSource::Build, LogSource::Http}) {
            note.source = other;
            QVERIFY(!novelty.take(note));
        }
    }
};

SLIPWAY_TEST(LogNoveltyTest)
#include "lognovelty_test.moc"
