// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/migrations/destructivestatements.h"
#include "support/testmain.h"

#include <QTest>

using namespace Slipway;

namespace {

/// The moc of Qt 6.4 loses a file whose raw strings contain comment signs: "<*" and "*>" stand for them here.
QString sqlOf(const char *text)
{
    return QString::fromUtf8(text)
        .replace(QLatin1String("<*"), QLatin1String("/*"))
        .replace(QLatin1String("*>"), QLatin1String("*/"));
}

QStringList quotesOf(const QString &sql)
{
    QStringList quotes;
    const QList<SqlStatement> statements = destructiveStatements(sql);
    for (const SqlStatement &statement : statements)
        quotes.append(QStringLiteral("%1: %2").arg(statement.line).arg(statement.text));
    return quotes;
}

} // namespace

/// Which statements of a migration older code may not survive.
class DestructiveStatementsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDestructiveStatementCounts_data()
    {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char *sql) {
            QTest::newRow(qPrintable(QString::fromUtf8(sql).simplified())) << sqlOf(sql);
        };
        row("DROP TABLE public.api_keys");
        row("drop table if exists public.api_keys cascade");
        row("Drop View active_users");
        row("DROP INDEX CONCURRENTLY idx_users_email");
        row("DROP POLICY \"Users read own rows\" ON public.users");
        row("DROP TRIGGER IF EXISTS touch ON public.users");
        row("DROP FUNCTION public.credit(uuid, numeric)");
        row("DROP TYPE plan");
        row("ALTER TABLE public.users DROP COLUMN legacy_plan");
        row("ALTER TABLE public.users DROP legacy_plan");
        row("ALTER TABLE public.users DROP CONSTRAINT users_email_key");
        row("ALTER TABLE users ALTER COLUMN id DROP IDENTITY");
        row("ALTER TABLE users ALTER COLUMN name DROP EXPRESSION");
        row("ALTER TYPE plan DROP ATTRIBUTE price");
        row("ALTER TABLE a ALTER b DROP NOT NULL, DROP COLUMN c");
        row("ALTER TABLE public.users RENAME COLUMN plan TO tier");
        row("ALTER TABLE public.users RENAME TO accounts");
        row("ALTER TYPE plan RENAME VALUE 'pro' TO 'team'");
        row("ALTER VIEW active RENAME TO active_users");
        row("TRUNCATE public.sessions");
        row("truncate table only a, b restart identity cascade");
        row("ALTER TABLE usage ALTER COLUMN cost TYPE numeric(12, 6) USING cost::numeric");
        row("ALTER TABLE usage ALTER cost TYPE numeric");
        row("ALTER TABLE usage ALTER COLUMN \"Cost\" SET DATA TYPE numeric");
        row("ALTER TABLE events ALTER COLUMN type TYPE text");
        row("ALTER TABLE events ALTER type SET DATA TYPE text");
        row("ALTER TYPE address ALTER ATTRIBUTE zip TYPE text");
        row("ALTER TABLE a ADD COLUMN b int, ALTER COLUMN c TYPE bigint");
        row("DELETE FROM public.sessions");
        row("delete from only public.sessions as s returning s.id");
        row("DELETE FROM sessions WHERE true");
        row("DELETE FROM sessions USING (SELECT id FROM users WHERE gone) AS u");
        row("WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone WHERE id > 3");
        row("WITH old AS (SELECT id FROM a WHERE gone) DELETE FROM a");
        row("CREATE RULE forget AS ON DELETE TO shown WHERE old.id > 0 DO INSTEAD DELETE FROM hidden");
        row("EXPLAIN ANALYZE DELETE FROM a");
        row("DROP TABLE \"a;b--c\"");
    }
    void aDestructiveStatementCounts()
    {
        QFETCH(QString, sql);
        QCOMPARE(quotesOf(sql), QStringList{QStringLiteral("1: ") + sql});
    }
    void aHarmlessOneDoesNot_data()
    {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char *sql) {
            QTest::newRow(qPrintable(QString::fromUtf8(sql).simplified())) << sqlOf(sql);
        };
        row("");
        row(";;; \n ;");
        row("CREATE TABLE a (id uuid PRIMARY KEY REFERENCES b (id) ON DELETE CASCADE ON UPDATE SET NULL)");
        row("ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (id) ON DELETE CASCADE");
        row("ALTER TABLE a ADD COLUMN deleted_at timestamptz, ADD COLUMN drop_reason text, ADD type text");
        row("ALTER TABLE a ALTER COLUMN b DROP NOT NULL");
        row("ALTER TABLE a ALTER COLUMN b DROP DEFAULT, ALTER c DROP NOT NULL");
        row("ALTER TYPE plan ADD VALUE IF NOT EXISTS 'team' AFTER 'pro'");
        row("ALTER TABLE a SET (autovacuum_enabled = true)");
        row("CREATE TYPE plan AS ENUM ('drop', 'truncate')");
        row("CREATE TEMP TABLE a (id int) ON COMMIT DROP");
        row("CREATE POLICY p ON public.users FOR DELETE USING (auth.uid() = id)");
        row("GRANT SELECT, DELETE, TRUNCATE ON public.users TO service_role");
        row("REVOKE DELETE, TRUNCATE ON public.users FROM anon");
        row("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE INSERT, DELETE, TRUNCATE ON TABLES FROM anon");
        row("CREATE TRIGGER t AFTER DELETE ON a FOR EACH ROW EXECUTE FUNCTION drop_it()");
        row("CREATE TRIGGER t BEFORE INSERT OR DELETE OR TRUNCATE ON a EXECUTE FUNCTION audit.truncate()");
        row("CREATE EVENT TRIGGER t ON sql_drop EXECUTE FUNCTION f()");
        row("DELETE FROM sessions WHERE expires_at < now()");
        row("DELETE FROM sessions AS s USING (SELECT id FROM users) u WHERE s.user_id = u.id");
        row("DELETE FROM sessions WHERE true AND id = 3");
        row("WITH gone AS (DELETE FROM a WHERE b RETURNING *) SELECT count(*) FROM gone");
        row("DELETE FROM a WHERE id IN (SELECT id FROM b)");
        row("MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE");
        row("SELECT x.drop, x.truncate FROM x");
        row("UPDATE a SET note = 'DROP TABLE users; DELETE FROM users'");
        row("INSERT INTO a VALUES ('it''s DROP TABLE x'), (E'it\\'s DROP TABLE x'), (e'\\\\'), ('TRUNCATE y')");
        row("SELECT U&'\\0441 DROP', U&\"DROP TABLE\", B'1', N'DROP', 'C:\\'");
        row("CREATE INDEX \"DROP TABLE\" ON a (\"truncate\"\"drop table b;\")");
        row("COMMENT ON TABLE a IS $$Rows before we DROP TABLE b; DELETE FROM c$$");
        row("INSERT INTO jobs (text) VALUES ($job$DELETE FROM a;$job$)");
        row("-- DROP TABLE a;");
        row("-- it's\n-- DROP TABLE a;\nSELECT 1");
        row("<* DROP TABLE a; <* TRUNCATE b; *> DROP TABLE c; *> SELECT 1");
        row("<*--*> SELECT 1 -- <* \n; <* DROP TABLE a *>");
        row("SELECT 1 <* an open one: DROP TABLE a;");
        row("SELECT 'an open one: DROP TABLE a;");
        row("SELECT \"an open one: DROP TABLE a;");
        row("SELECT E'an open one\\'; DROP TABLE a;");
        row("SELECT E'\\");
        row("SELECT $1, $2 FROM a$b WHERE c = $3");
        row("COPY a (id, name) FROM stdin;\n1\tit's\n2\tDROP TABLE b;\n\\.\nSELECT 1;");
        row("ALTER");
        row("ALTER TABLE a ALTER");
        row("ALTER TABLE a ALTER COLUMN");
        row("DELETE");
    }
    void aHarmlessOneDoesNot()
    {
        QFETCH(QString, sql);
        QCOMPARE(quotesOf(sql), QStringList());
    }
    void everyStatementIsNamedWithItsLine()
    {
        const QString sql = sqlOf(R"(-- 20261124101500_tidy_plans.sql
BEGIN;

<* The old plans are not needed any more.
   DROP TABLE plans_backup; *>
ALTER TABLE public.users
    ADD COLUMN tier text NOT NULL DEFAULT 'free', -- it's new
    DROP COLUMN legacy_plan;

UPDATE public.users SET tier = 'pro; DROP TABLE x' WHERE plan_id = 2;
DELETE FROM public.plans_cache; TRUNCATE public.sessions;

COMMIT;
)");
        QCOMPARE(quotesOf(sql),
                 (QStringList{QStringLiteral("6: ALTER TABLE public.users ADD COLUMN tier text NOT NULL DEFAULT "
                                             "'free', DROP COLUMN legacy_plan"),
                              QStringLiteral("11: DELETE FROM public.plans_cache"),
                              QStringLiteral("11: TRUNCATE public.sessions")}));
    }
    void windowsLinesAndAByteOrderMarkChangeNothing()
    {
        QCOMPARE(quotesOf(QChar(QChar::ByteOrderMark) + QStringLiteral("DROP TABLE a;\r\n\r\nDROP\r\nTABLE b;\r\n")),
                 (QStringList{QStringLiteral("1: DROP TABLE a"), QStringLiteral("3: DROP TABLE b")}));
    }
    void theBodyOfABlockIsCode()
    {
        const QString sql = sqlOf(R"(DO $$
DECLARE
    r record;
BEGIN
    -- DROP TABLE not_this;
    RAISE NOTICE 'DROP TABLE nor_this';
    IF EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'old') THEN
        ALTER TABLE old RENAME TO new;
    ELSE
        DELETE FROM new;
    END IF;
    FOR r IN SELECT id FROM a LOOP
        DELETE FROM b WHERE id = CASE WHEN r.id > 3 THEN 1 ELSE 2 END;
        TRUNCATE c;
    END LOOP;
END
$$ LANGUAGE plpgsql;
DROP TABLE last)");
        QCOMPARE(quotesOf(sql),
                 (QStringList{QStringLiteral("8: ALTER TABLE old RENAME TO new"), QStringLiteral("10: DELETE FROM new"),
                              QStringLiteral("14: TRUNCATE c"), QStringLiteral("18: DROP TABLE last")}));
    }
    void theBodyOfAFunctionIsCodeAndMayHoldAnother()
    {
        const QString sql = QStringLiteral("CREATE OR REPLACE FUNCTION purge() RETURNS void AS $body$\n"
                                           "BEGIN\n"
                                           "  EXECUTE format($q$ALTER TABLE %I DROP COLUMN x$q$, 'a');\n"
                                           "  PERFORM 'it''s $q$';\n"
                                           "  DELETE FROM a;\n"
                                           "END $body$ LANGUAGE plpgsql;\n"
                                           "SELECT 1");
        QCOMPARE(quotesOf(sql),
                 (QStringList{QStringLiteral("3: ALTER TABLE %I DROP COLUMN x"), QStringLiteral("5: DELETE FROM a")}));
    }
    void aBodyEndsAtItsTagWhateverStandsThere()
    {
        QCOMPARE(quotesOf(QStringLiteral("DO $a$ SELECT 'open $a$; DROP TABLE b")),
                 QStringList{QStringLiteral("1: DROP TABLE b")});
        QCOMPARE(quotesOf(QStringLiteral("DO $a$ BEGIN -- $b$a$; DROP TABLE b")),
                 QStringList{QStringLiteral("1: DROP TABLE b")});
    }
    void aBodyWithoutAnEndIsCodeToo()
    {
        QCOMPARE(quotesOf(QStringLiteral("DO $a$ BEGIN DROP TABLE b; $c$ TRUNCATE d;")),
                 (QStringList{QStringLiteral("1: DROP TABLE b"), QStringLiteral("1: TRUNCATE d")}));
    }
    void aBodyInStandardSqlIsCode()
    {
        QCOMPARE(quotesOf(QStringLiteral("CREATE PROCEDURE p() BEGIN ATOMIC\n"
                                         "SELECT 1;\nDELETE FROM a;\nEND;")),
                 QStringList{QStringLiteral("3: DELETE FROM a")});
    }
    void rowsWithoutAnEndDoNotHideWhatFollows()
    {
        QCOMPARE(quotesOf(QStringLiteral("COPY a FROM stdin;\nDROP TABLE b;")),
                 QStringList{QStringLiteral("2: DROP TABLE b")});
    }
    void aLongOneIsShortenedButShowsWhatItDestroys()
    {
        QString sql = QStringLiteral("ALTER TABLE public.users");
        for (int column = 0; column < 40; ++column)
            sql += QStringLiteral(" ADD COLUMN c%1 text,").arg(column);
        const QString late = destructiveStatements(sql + QStringLiteral(" DROP COLUMN plan")).constFirst().text;
        QVERIFY(late.startsWith(QStringLiteral("ALTER TABLE public.users ADD COLUMN c0")));
        QVERIFY(late.endsWith(QString(QChar(0x2026)) + QStringLiteral(" DROP COLUMN plan")));
        const QString early = destructiveStatements(QStringLiteral("DROP TABLE a, ") + sql).constFirst().text;
        QVERIFY(early.size() <= 160);
        QVERIFY(early.endsWith(QChar(0x2026)));
    }
    void aShortenedOneIsStillText()
    {
        const QString rocket = QStringLiteral("\U0001F680").repeated(200);
        for (const char *lead : {"DROP TABLE \"", "DROP TABLE a, \""}) {
            const QString text = destructiveStatements(QLatin1String(lead) + rocket).constFirst().text;
            QVERIFY(text.size() <= 160);
            QVERIFY(!text.at(text.size() - 2).isHighSurrogate());
        }
    }
    /// Each would take very long if a part of the text were read again and again.
    void hostileTextsTakeNoLongerThanOthers_data()
    {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char *part) { QTest::newRow(part) << sqlOf(part).repeated(30'000); };
        row("<*");
        row("'a''");
        row("E'\\");
        row("$a$ ");
        row("$$ 'a ");
        row("(");
        row("DELETE FROM a WHERE (");
        row("ALTER TABLE a ADD b text, ");
        row("COPY a FROM stdin; ");
        QString tags;
        for (int tag = 0; tag < 30'000; ++tag)
            tags += QStringLiteral("$t%1$ ").arg(tag);
        QTest::newRow("tags without an end") << tags;
        QTest::newRow("a WHERE that is far") << QStringLiteral("DELETE FROM a USING (").repeated(15'000) +
                                                    QStringLiteral("1) WHERE b ").repeated(15'000);
    }
    void hostileTextsTakeNoLongerThanOthers()
    {
        QFETCH(QString, sql);
        QVERIFY(destructiveStatements(sql).size() <= 1);
    }
    void anyBeginningOfATextCanBeRead()
    {
        const QString sql = sqlOf("DO $a$ BEGIN <* x *> IF a THEN DELETE FROM \"b\"; END IF; END $a$; "
                                  "ALTER TABLE a ALTER COLUMN b SET DATA TYPE E'\\'' U&\"c\" -- d");
        for (qsizetype size = 0; size <= sql.size(); ++size)
            QVERIFY(destructiveStatements(sql.left(size)).size() <= 2);
    }
};

SLIPWAY_TEST(DestructiveStatementsTest)
#include "destructivestatements_test.moc"
