// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/import_form.h"

#include "ui/widgets/format.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>

#include <utility>

namespace lathe::ui {
namespace {

/// Data of the entry that leaves the decision to the reader.
const QString automatic = QStringLiteral("auto");
const QString noCharacter = QStringLiteral("none");
const QString fixedWidths = QStringLiteral("fixed");

/// The first byte of what was chosen; '\0' for "none".
std::optional<char> characterIn(const QComboBox* box) {
    const auto chosen = chosenIn(box);
    if (!chosen || chosen->isEmpty()) return std::nullopt;
    return *chosen == noCharacter ? '\0' : chosen->at(0).toLatin1();
}

QString characterText(char c) { return c == '\0' ? noCharacter : QString(QChar::fromLatin1(c)); }

} // namespace

std::vector<std::string> missingMarksFrom(const QString& line) {
    std::vector<std::string> marks;
    for (const QString& mark : line.split(u' ', Qt::SkipEmptyParts))
        marks.push_back(mark == u"\"\"" ? std::string() : mark.toStdString());
    return marks;
}

QString missingMarksText(const std::vector<std::string>& marks) {
    QStringList words;
    for (const std::string& mark : marks) words << (mark.empty() ? QStringLiteral("\"\"") : text(mark));
    return words.join(u' ');
}

QComboBox* makeChoiceBox(const char* objectName, const QList<QPair<QString, QString>>& entries) {
    auto* box = new QComboBox;
    box->setObjectName(QString::fromLatin1(objectName));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    box->addItem(ImportForm::tr("Detected"), automatic);
    for (const auto& [data, label] : entries) box->addItem(label, data);
    return box;
}

std::optional<QString> chosenIn(const QComboBox* box) {
    if (box->isEditable() && box->currentText() != box->itemText(box->currentIndex())) return box->currentText();
    const QString entry = box->currentData().toString();
    return entry == automatic ? std::nullopt : std::optional(entry);
}

void showFoundIn(QComboBox* box, const QString& found) {
    const int known = found.isEmpty() ? -1 : box->findData(found);
    const QString name = known > 0 ? box->itemText(known) : found;
    // A new text of the entry would replace what was typed.
    const bool isTyped = box->isEditable() && box->currentText() != box->itemText(box->currentIndex());
    const QString typed = box->currentText();
    const int cursor = box->isEditable() ? box->lineEdit()->cursorPosition() : 0;
    box->setItemText(0, name.isEmpty() ? ImportForm::tr("Detected") : ImportForm::tr("Detected: %1").arg(name));
    if (isTyped) {
        box->setEditText(typed);
        box->lineEdit()->setCursorPosition(cursor);
    } else if (box->isEditable() && !box->lineEdit()->hasFocus()) {
        box->lineEdit()->home(false);
    }
}

ImportForm::ImportForm(QWidget* parent) : Form(parent) {
    addSource();
    addGrammar();
    addText();
    for (QComboBox* box :
         {m_formatBox, m_choice, m_member, m_delimiter, m_quote, m_header, m_encoding, m_escape, m_comment}) {
        connect(box, &QComboBox::activated, this, &ImportForm::structureEdited);
        if (box->isEditable()) connect(box, &QComboBox::editTextChanged, this, &ImportForm::structureEdited);
    }
    for (QComboBox* box : {m_decimal, m_ragged}) connect(box, &QComboBox::activated, this, &ImportForm::valuesChanged);
    connect(m_skip, &QSpinBox::valueChanged, this, &ImportForm::structureEdited);
    connect(m_widths, &QLineEdit::textEdited, this, &ImportForm::structureEdited);
    connect(m_missing, &QLineEdit::textEdited, this, &ImportForm::valuesChanged);
}

/// Boxes tell of every visit, an editable one also when it is left: only what differs is a change.
void ImportForm::structureEdited() {
    const QString now = structure();
    if (now == std::exchange(m_structure, now)) return;
    Q_EMIT structureChanged();
}

QString ImportForm::structure() const {
    QStringList parts{m_widths->text(), QString::number(m_skip->value())};
    for (const QComboBox* box :
         {m_formatBox, m_choice, m_member, m_delimiter, m_quote, m_header, m_encoding, m_escape, m_comment})
        parts << chosenIn(box).value_or(automatic);
    return parts.join(QChar(0));
}

void ImportForm::addSource() {
    QList<QPair<QString, QString>> formats;
    for (const std::string& word : sourceFormatWords()) formats.append({text(word), text(word)});
    m_formatBox = makeChoiceBox("importFormatBox", formats);
    addField(tr("Format"), m_formatBox);
    m_choice = makeChoiceBox("importChoiceBox", {});
    addField(tr("Table or dataset"), m_choice);
    m_member = makeChoiceBox("importMemberBox", {});
    addField(tr("File in the archive"), m_member);
}

void ImportForm::addGrammar() {
    m_delimiter = makeChoiceBox("importDelimiterBox", {{QStringLiteral(","), tr("comma ,")},
                                                       {QStringLiteral(";"), tr("semicolon ;")},
                                                       {QStringLiteral("\t"), tr("tab")},
                                                       {QStringLiteral("|"), tr("bar |")},
                                                       {QStringLiteral(" "), tr("blank")},
                                                       {QString::fromLatin1(blankRunDelimiter), tr("runs of blanks")},
                                                       {QStringLiteral(":"), tr("colon :")},
                                                       {fixedWidths, tr("fixed widths")}});
    m_delimiter->setEditable(true);
    m_delimiter->setInsertPolicy(QComboBox::NoInsert);
    m_delimiter->setToolTip(tr("Choose one, or type any text that parts the fields."));
    m_quote = makeChoiceBox(
        "importQuoteBox",
        {{QStringLiteral("\""), tr("double \"")}, {QStringLiteral("'"), tr("single '")}, {noCharacter, tr("none")}});
    addRow({{tr("Delimiter"), m_delimiter}, {tr("Quote"), m_quote}});
    m_widths = new QLineEdit;
    m_widths->setObjectName(QStringLiteral("importWidthsField"));
    m_widths->setPlaceholderText(tr("18 10 4 …  (empty: found by columns of blanks)"));
    addField(tr("Widths"), m_widths);
    m_escape =
        makeChoiceBox("importEscapeBox", {{QStringLiteral("\\"), tr("backslash \\")}, {noCharacter, tr("none")}});
    m_comment = makeChoiceBox("importCommentBox", {{QStringLiteral("#"), QStringLiteral("#")},
                                                   {QStringLiteral(";"), QStringLiteral(";")},
                                                   {QStringLiteral("%"), QStringLiteral("%")},
                                                   {QStringLiteral("!"), QStringLiteral("!")},
                                                   {noCharacter, tr("none")}});
    addRow({{tr("Escape"), m_escape}, {tr("Comment lines"), m_comment}});
}

void ImportForm::addText() {
    m_header = makeChoiceBox("importHeaderBox", {{QStringLiteral("yes"), tr("header", "the first line")},
                                                 {QStringLiteral("no"), tr("data", "the first line")}});
    QList<QPair<QString, QString>> encodings;
    for (const std::string& name : csvEncodings()) encodings.append({text(name), text(name)});
    m_encoding = makeChoiceBox("importEncodingBox", encodings);
    addRow({{tr("First line"), m_header}, {tr("Encoding"), m_encoding}});
    m_decimal =
        makeChoiceBox("importDecimalBox", {{QStringLiteral("."), tr("point .")}, {QStringLiteral(","), tr("comma ,")}});
    m_ragged = new QComboBox;
    m_ragged->setObjectName(QStringLiteral("importRaggedBox"));
    m_ragged->addItem(tr("leave out", "short rows"), false);
    m_ragged->addItem(tr("fill up", "short rows"), true);
    addRow({{tr("Decimal mark"), m_decimal}, {tr("Short rows"), m_ragged}});
    m_skip = new QSpinBox;
    m_skip->setObjectName(QStringLiteral("importSkipBox"));
    m_skip->setRange(0, 1'000'000);
    m_missing = new QLineEdit(missingMarksText(CsvOptions().missingMarks));
    m_missing->setObjectName(QStringLiteral("importMissingField"));
    m_missing->setCursorPosition(0);
    m_missing->setToolTip(tr("Texts that stand for a missing value, separated by blanks; \"\" is the empty field."));
    addRow({{tr("Lines to skip"), m_skip}, {tr("Missing values"), m_missing}});
}

void ImportForm::reset(const std::vector<std::string>& members) {
    const QSignalBlocker quiet(this);
    for (QComboBox* box : {m_formatBox, m_choice, m_member, m_delimiter, m_quote, m_header, m_encoding, m_decimal,
                           m_ragged, m_escape, m_comment}) {
        box->setCurrentIndex(0);
        if (box != m_ragged) showFoundIn(box, {});
    }
    m_widths->clear();
    m_skip->setValue(0);
    m_missing->setText(missingMarksText(CsvOptions().missingMarks));
    m_missing->setCursorPosition(0);
    while (m_choice->count() > 1) m_choice->removeItem(1);
    setFieldVisible(m_choice, false);
    while (m_member->count() > 1) m_member->removeItem(1);
    for (const std::string& member : members) m_member->addItem(text(member), text(member));
    if (!members.empty()) m_member->setCurrentIndex(1);
    setFieldVisible(m_member, !members.empty());
    setFieldVisible(m_widths, false);
    m_structure = structure();
}

void ImportForm::read(ImportOptions& options) const {
    if (const auto format = chosenIn(m_formatBox)) options.format = sourceFormatFromText(format->toStdString());
    if (const auto choice = chosenIn(m_choice)) {
        const SourceFormat format = options.format.value_or(m_format);
        const bool json = format == SourceFormat::JsonDocument || format == SourceFormat::JsonLines;
        (format == SourceFormat::Sqlite ? options.table
         : json                         ? options.recordPath
                                        : options.datasetPath) = choice->toStdString();
    }
    CsvOptions& csv = options.csv;
    if (const auto member = chosenIn(m_member)) csv.member = member->toStdString();
    if (const auto delimiter = chosenIn(m_delimiter); delimiter == fixedWidths) {
        csv.fixedWidth = true;
        static const QRegularExpression parts(QStringLiteral("[\\s,;]+"));
        size_t at = 0;
        for (const QString& width : m_widths->text().split(parts, Qt::SkipEmptyParts)) {
            csv.fields.push_back({"", at, width.toULong()});
            at += width.toULong();
        }
    } else if (delimiter && !delimiter->isEmpty()) {
        csv.delimiter = delimiter->toStdString();
    }
    csv.quote = characterIn(m_quote);
    csv.escape = characterIn(m_escape);
    csv.comment = characterIn(m_comment);
    if (const auto header = chosenIn(m_header)) csv.header = *header == u"yes";
    if (const auto encoding = chosenIn(m_encoding)) csv.encoding = encoding->toStdString();
    csv.decimalMark = characterIn(m_decimal);
    csv.ragged = m_ragged->currentData().toBool() ? RaggedRows::PadShort : RaggedRows::Reject;
    csv.skipRows = static_cast<uint64_t>(m_skip->value());
    csv.missingMarks = missingMarksFrom(m_missing->text());
}

void ImportForm::showChoices(const SourceDescription& found) {
    const QVariant chosen = m_choice->currentData();
    while (m_choice->count() > 1) m_choice->removeItem(1);
    for (const SourceChoice& choice : found.choices)
        m_choice->addItem(choice.shape.empty() ? text(choice.name)
                                               : tr("%1  (%2)").arg(text(choice.name), text(choice.shape)),
                          text(choice.name));
    m_choice->setCurrentIndex(std::max(0, m_choice->findData(chosen)));
    showFoundIn(m_choice, text(found.chosen));
    setFieldVisible(m_choice, found.choices.size() > 1);
}

void ImportForm::showFound(const SourceDescription& found) {
    m_format = found.format;
    showFoundIn(m_formatBox, QString::fromLatin1(toString(found.format)));
    showChoices(found);
    const bool csv = found.csv.has_value();
    for (QWidget* field : std::initializer_list<QWidget*>{m_delimiter, m_quote, m_escape, m_comment, m_header,
                                                          m_encoding, m_decimal, m_ragged, m_skip, m_missing})
        setFieldVisible(field, csv);
    setFieldVisible(m_widths, csv && chosenIn(m_delimiter) == fixedWidths);
    if (!csv) return;
    const CsvDialect& dialect = *found.csv;
    const QSignalBlocker quiet(this); // of the editable box, whose first entry is shown
    showFoundIn(m_delimiter, dialect.fields.empty() ? text(dialect.delimiter) : fixedWidths);
    showFoundIn(m_quote, characterText(dialect.quote));
    showFoundIn(m_escape, characterText(dialect.escape));
    showFoundIn(m_comment, characterText(dialect.comment));
    showFoundIn(m_header, dialect.header ? QStringLiteral("yes") : QStringLiteral("no"));
    showFoundIn(m_encoding, text(dialect.encoding));
}

} // namespace lathe::ui
