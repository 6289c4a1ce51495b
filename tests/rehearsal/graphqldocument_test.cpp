// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/railway/graphqldocument.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Slipway;
using namespace Slipway::Rehearsal;

namespace {

using OperationKind = GraphQlOperation::Kind;

QJsonObject objectFrom(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

/// The fields in one line: "alias:name{fields}" each.
QString drawn(const QList<GraphQlField> &fields)
{
    QStringList all;
    for (const GraphQlField &field : fields) {
        const QString name = field.alias == field.name ? field.name : field.alias + QLatin1Char(':') + field.name;
        all.append(field.fields.isEmpty() ? name : name + QLatin1Char('{') + drawn(field.fields) + QLatin1Char('}'));
    }
    return all.join(QLatin1Char(' '));
}

QString drawn(const char *document, const char *operation = "")
{
    const auto parsed = parseGraphQl(QString::fromUtf8(document), QLatin1String(operation), {});
    return parsed ? drawn(parsed->fields) : parsed.error().detail;
}

QJsonObject argumentsOf(const char *document, const QJsonObject &variables = {})
{
    const auto parsed = parseGraphQl(QString::fromUtf8(document), {}, variables);
    return parsed ? parsed->fields.constFirst().arguments : QJsonObject();
}

} // namespace

class GraphQlDocumentTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fieldsAndAliasesAreRead()
    {
        QCOMPARE(drawn("query Q($a: String!, $b: [Int!]) { me { id name } other: me { id } }"),
                 QStringLiteral("me{id name} other:me{id}"));
        QCOMPARE(drawn("query { me { id } }"), QStringLiteral("me{id}"));
        QCOMPARE(drawn("# whose\nquery Q { me { id # not his name\n } }"), QStringLiteral("me{id}"));
    }

    /// Looked up with nothing in variables that have a name beyond ASCII, which crashes Qt 6.8.
    void aDocumentThatEndsTooEarlyIsRefused()
    {
        const QJsonObject variables{{QStringLiteral("\u00e9"), 1}};
        for (const char *document : {"query Q { a(b: $", "query Q { a(b: [$", "query Q { a(", "query Q {", "query"})
            QVERIFY2(!parseGraphQl(QString::fromUtf8(document), {}, variables), document);
    }

    void fragmentsAreSpreadOut()
    {
        QCOMPARE(drawn("query Q { a { ...Card } } fragment Card on Thing { id b { ...Inner } } "
                       "fragment Inner on Other { c }"),
                 QStringLiteral("a{id b{c}}"));
    }
    void aFragmentThatNamesItselfIsRefused()
    {
        QVERIFY(drawn("query Q { ...Loop } fragment Loop on Query { a ...Loop }").startsWith(QStringLiteral("Syntax")));
    }

    void theNamedOperationIsTaken()
    {
        const char *document = "query One { a } mutation Two { b } subscription Three { c }";
        QCOMPARE(drawn(document, "One"), QStringLiteral("a"));
        QCOMPARE(drawn(document, "Two"), QStringLiteral("b"));
        QCOMPARE(drawn(document, "Four"), QStringLiteral("Unknown operation named \"Four\"."));
        QCOMPARE(parseGraphQl(QString::fromLatin1(document), QStringLiteral("Two"), {})->kind, OperationKind::Mutation);
        QCOMPARE(parseGraphQl(QString::fromLatin1(document), QStringLiteral("One"), {})->kind, OperationKind::Query);
        QCOMPARE(parseGraphQl(QString::fromLatin1(document), QStringLiteral("Three"), {})->kind,
                 OperationKind::Subscription);
    }

    void argumentsAreReadWithTheirVariables()
    {
        QCOMPARE(
            argumentsOf(R"(query Q($i: Id) { d(id: $i, first: 10, name: "x", of: SUCCESS, deep: true, no: null) })",
                        objectFrom(R"({"i": "abc"})")),
            objectFrom(R"({"id": "abc", "first": 10, "name": "x", "of": "SUCCESS", "deep": true, "no": null})"));
        QCOMPARE(argumentsOf(R"(query Q { d(input: {status: {in: [SUCCESS, FAILED]}, ids: [1, -2]}) })"),
                 objectFrom(R"({"input": {"status": {"in": ["SUCCESS", "FAILED"]}, "ids": [1, -2]}})"));
    }
    void aVariableThatWasNotSentIsLeftOut()
    {
        QCOMPARE(argumentsOf("query Q($after: String) { d(first: 2, after: $after) }"), objectFrom(R"({"first": 2})"));
    }

    void whatIsNoDocumentIsRefused_data()
    {
        QTest::addColumn<QByteArray>("document");
        for (const char *document : {"", "hello", "query", "query Q", "query Q { a", "query Q { a { }", "{",
                                     "query Q { ...Missing }", "subscribe S { a }", "fragment F on T { a }"})
            QTest::newRow(document) << QByteArray(document);
    }
    void whatIsNoDocumentIsRefused()
    {
        QFETCH(QByteArray, document);
        const auto parsed = parseGraphQl(QString::fromUtf8(document), {}, {});
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, ErrorKind::Malformed);
    }

    void exactlyWhatWasAskedForIsSelected()
    {
        const auto parsed = parseGraphQl(QStringLiteral("query Q { id short: name list { a } nothing { a } }"), {}, {});
        const auto selected = selectFields(
            objectFrom(R"({"id": 1, "name": "n", "more": 2, "list": [{"a": 1, "b": 2}, {"a": 3}], "nothing": null})"),
            parsed->fields);
        QVERIFY(selected);
        QCOMPARE(selected->toObject(),
                 objectFrom(R"({"id": 1, "short": "n", "list": [{"a": 1}, {"a": 3}], "nothing": null})"));
    }
    void aFieldThatIsNotThereIsAnError()
    {
        const auto parsed = parseGraphQl(QStringLiteral("query Q { list { b } }"), {}, {});
        const auto selected = selectFields(objectFrom(R"({"list": [{"a": 1}]})"), parsed->fields);
        QVERIFY(!selected);
        QCOMPARE(selected.error().detail, QStringLiteral("Cannot query field \"b\"."));
    }
};

SLIPWAY_TEST(GraphQlDocumentTest)
#include "graphqldocument_test.moc"
