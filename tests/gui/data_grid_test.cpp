// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/data_grid.h"

#include "gui_test.h"
#include "ui/datasets/grid_header.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>

using namespace lathe;
using namespace lathe::ui;

namespace {

/// \p columns columns of texts of \p length letters, called \p prefix and their number.
std::shared_ptr<const ColumnFile> texts(const Path& path, size_t columns, const std::string& prefix, size_t length) {
    Table table;
    std::vector<ColumnSchema> schema;
    for (size_t c = 0; c < columns; ++c) {
        Column column;
        column.schema = {prefix + std::to_string(c), ColumnType::Text};
        for (int row = 0; row < 50; ++row) column.texts.push(std::string(length, 'm'));
        schema.push_back(column.schema);
        table.columns.push_back(std::move(column));
    }
    auto writer = ColumnFileWriter::create(path, schema);
    if (!(*writer)->writeRows(0, table) || !(*writer)->finish()) return nullptr;
    return *ColumnFile::open(path);
}

/// How often a widget was painted.
class Paintings : public QObject {
public:
    explicit Paintings(QWidget* watched) { watched->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) ++count;
        return false;
    }
};

} // namespace

class DataGridTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_wide = texts(path("wide.h5"), 30, "wide_", 40);
        m_other = texts(path("other.h5"), 30, "other_", 3);
        QVERIFY(m_wide && m_other);
    }
    void init() {
        m_grid = std::make_unique<DataGrid>();
        m_grid->resize(900, 500);
        m_grid->show();
        m_grid->setFile(m_wide);
    }
    void cleanup() { m_grid.reset(); }

    void whatWidthsPushOutComesBack() {
        m_grid->setCurrent({3, 25});
        const GridLayout& layout = m_grid->columnLayout();
        QTRY_VERIFY(layout.width(25) > 300); // fitted to what it holds
        const int left = layout.x(25, m_grid->horizontalOffset());
        QVERIFY(left >= 0);
        QVERIFY(left + layout.width(25) <= m_grid->viewport()->width() - m_grid->gutterWidth());
    }

    void theHeaderFollowsTheCell() {
        QTRY_VERIFY(m_grid->complete());
        m_grid->setCurrent({0, 0});
        QTest::qWait(50);
        Paintings header(m_grid->findChild<GridHeader*>());
        m_grid->setCurrent({0, 1});
        QTRY_VERIFY(header.count > 0);
    }

    void otherColumnsBeginAtTheLeft() {
        QTRY_VERIFY(m_grid->complete());
        m_grid->horizontalScrollBar()->setValue(900);
        m_grid->setFile(m_wide);
        QCOMPARE(m_grid->horizontalOffset(), 900);
        m_grid->setFile(m_other);
        QCOMPARE(m_grid->horizontalOffset(), 0);
    }

    void theMenuIsAboutTheCellBelowIt() {
        QTRY_VERIFY(m_grid->complete());
        m_grid->setCurrent({5, 1});
        const QPoint first(m_grid->gutterWidth() + 10, 10);
        QTimer::singleShot(100, [] {
            if (auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) menu->close();
        });
        QContextMenuEvent event(QContextMenuEvent::Mouse, first, m_grid->viewport()->mapToGlobal(first));
        QApplication::sendEvent(m_grid->viewport(), &event);
        QCOMPARE(m_grid->current()->row, uint64_t{0});
        QCOMPARE(m_grid->current()->column, size_t{0});
    }

private:
    [[nodiscard]] Path path(const char* name) const {
        return Path(m_folder.filePath(QLatin1String(name)).toStdString());
    }

    QTemporaryDir m_folder;
    test::Fixture m_fixture;
    std::shared_ptr<const ColumnFile> m_wide, m_other;
    std::unique_ptr<DataGrid> m_grid;
};

LATHE_GUI_TEST(DataGridTest)
#include "data_grid_test.moc"
