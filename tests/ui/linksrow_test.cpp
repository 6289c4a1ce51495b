// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment/linksrow.h"

#include "support/testmain.h"
#include "support/windowkit.h"
#include "ui/controls/marks.h"

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace Slipway;
using namespace Slipway::Test;

namespace {

QList<DashboardLink> manyLinks(int count)
{
    QList<DashboardLink> links;
    for (int i = 0; i < count; ++i)
        links.append({.title = QStringLiteral("Board %1 & more").arg(i),
                      .url = QUrl(QStringLiteral("https://grafana.example.com/d/%1").arg(i))});
    return links;
}

} // namespace

class LinksRowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFewLinksAreSideBySide()
    {
        LinksRow row;
        row.display(manyLinks(3));
        QCOMPARE(row.findChildren<LinkButton *>().size(), 3);
        QVERIFY(!row.findChild<QToolButton *>());
    }

    void manyLinksDoNotWidenThePanel()
    {
        LinksRow row;
        row.display(manyLinks(50));
        QVERIFY2(row.minimumSizeHint().width() <= 300, qPrintable(QString::number(row.minimumSizeHint().width())));
        const auto *menu = named<QMenu>(&row, "moreLinksMenu");
        QCOMPARE(menu->actions().size(), 46);
        QCOMPARE(menu->actions().constFirst()->text(), QStringLiteral("Board 4 && more"));
    }

    void whatIsInTheMenuOpens()
    {
        LinksRow row;
        row.display(manyLinks(5));
        QSignalSpy opened(&row, &LinksRow::openRequested);
        named<QMenu>(&row, "moreLinksMenu")->actions().constFirst()->trigger();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toUrl(), QUrl(QStringLiteral("https://grafana.example.com/d/4")));
    }

    void whatNoBrowserMayBeGivenIsNotOffered()
    {
        QList<DashboardLink> links = manyLinks(5);
        links[0].url = QUrl(QStringLiteral("file:///etc/passwd"));
        links[4].url = QUrl(QStringLiteral("javascript:alert(1)"));
        LinksRow row;
        row.display(links);
        row.show();
        QVERIFY(!row.findChildren<LinkButton *>().constFirst()->isVisibleTo(&row));
        QVERIFY(!named<QMenu>(&row, "moreLinksMenu")->actions().constFirst()->isEnabled());
    }

    void plainHttpIsForThisComputerOnly()
    {
        for (const char *address : {"http://localhost:3000/d", "http://127.0.0.1/", "http://127.8.9.1/",
                                    "http://[::1]/", "https://grafana.example.com"})
            QVERIFY2(isOpenable(QUrl(QLatin1String(address))), address);
        for (const char *address : {"http://grafana.example.com", "http://127.0.0.1.evil.example/", "http://0.0.0.0/",
                                    "http://user@127.0.0.1/", "http:///d"})
            QVERIFY2(!isOpenable(QUrl(QLatin1String(address))), address);
    }

    void aLongHostileTitleIsCutAndMadeVisible()
    {
        LinksRow row;
        QList<DashboardLink> links = manyLinks(5);
        links[4].title = QStringLiteral("\u202Eevil ").repeated(100);
        row.display(links);
        const QString text = named<QMenu>(&row, "moreLinksMenu")->actions().constFirst()->text();
        QVERIFY(!text.contains(QChar(0x202E)));
        QVERIFY(text.endsWith(QChar(0x2026)));
    }

    void withoutLinksThereIsNoRow()
    {
        LinksRow row;
        row.display(manyLinks(5));
        row.display({});
        QVERIFY(row.isHidden());
        QVERIFY(row.findChildren<QAbstractButton *>().isEmpty());
    }
};

SLIPWAY_TEST(LinksRowTest)
#include "linksrow_test.moc"
