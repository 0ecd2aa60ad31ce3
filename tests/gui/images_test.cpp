// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/gui_test.h"
#include "tests/gui/shapes.h"

#include <QBuffer>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>

#include "core/data/images/augmentation_file.h"
#include "core/data/images/decode.h"
#include "core/data/images/image_dataset.h"
#include "ui/images/augmentation_panel.h"
#include "ui/images/image_canvas.h"
#include "ui/images/image_view.h"
#include "ui/images/label_keys.h"
#include "ui/images/label_session.h"
#include "ui/images/shown_images.h"
#include "ui/images/thumbnail_grid.h"
#include "ui/widgets/file_choice.h"

namespace lathe::ui::test {

namespace {

constexpr int patience = 20'000;

} // namespace

class ImagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_fixture = std::make_unique<Fixture>();
        m_fixture->openProject();
        m_fixture->window->showPage(QStringLiteral("datasets"));
    }
    void cleanup() {
        FileChoice::answerOpen() = {};
        FileChoice::answerSave() = {};
        m_fixture.reset();
    }

    void aFolderIsImportedAndItsFaultsAreFound();
    void labelsAreAssignedByKeysAndSaved();
    void digitsAssignLabelsThatAreDigits();
    void aLabelIsRenamed();
    void limitsAreSetWithLiveFigures();
    void duplicatesAreComparedAndOneIsKept();
    void variantsAreShownAndSaved();
    void decisionsKeepTheListUp();
    void manyDecisionsAreTakenAtOnce();
    void tenThousandPicturesScroll();
    void photographsScroll();

private:
    void write(const QString& path, const std::vector<uint8_t>& bytes) const {
        const Path file = (m_fixture->folder(QStringLiteral("shapes")) + "/" + path).toStdString();
        QVERIFY(createFolders(file.parent_path()).has_value());
        QVERIFY(writeFileAtomic(file, std::string(bytes.begin(), bytes.end())).has_value());
    }
    /// 60 shapes, a flat grey one, a broken one, and a disc that also stands among the squares.
    void writeFolder() const {
        const QString names[] = {QStringLiteral("disc"), QStringLiteral("square"), QStringLiteral("stripes")};
        for (int i = 0; i < 60; ++i)
            write(QStringLiteral("%1/%2.png").arg(names[i % 3]).arg(i, 3, 10, QLatin1Char('0')),
                  images::encodePng(shape(i % 3, i)));
        write(QStringLiteral("square/grey.png"), images::encodePng(grey(20)));
        write(QStringLiteral("stripes/torn.png"), {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0});
        write(QStringLiteral("square/wrong.png"), images::encodePng(shape(0, 0)));
    }
    void import() {
        writeFolder();
        FileChoice::answerOpen() = [this](QWidget*, const QString&, const QString&, const QString&) {
            return m_fixture->folder(QStringLiteral("shapes"));
        };
        m_fixture->click(QStringLiteral("importFolderButton"));
        QTRY_VERIFY_WITH_TIMEOUT(grid() != nullptr && grid()->isVisible() && grid()->count() == 63, patience);
    }
    [[nodiscard]] ThumbnailGrid* grid() const {
        return m_fixture->find<ThumbnailGrid>(QStringLiteral("thumbnailGrid"));
    }
    [[nodiscard]] QString label(const QString& name) const { return m_fixture->find<QLabel>(name)->text(); }
    void clickPicture(size_t place, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::mouseClick(grid()->viewport(), Qt::LeftButton, modifiers, grid()->cellRect(place).center());
    }

    std::unique_ptr<Fixture> m_fixture;
};

void ImagesTest::aFolderIsImportedAndItsFaultsAreFound() {
    import();
    QTest::qWait(400); // thumbnails arrive
    m_fixture->screenshots(QStringLiteral("images"), [this] {
        QTRY_VERIFY_WITH_TIMEOUT(grid() && grid()->count() == 63, patience);
        QTest::qWait(300);
    });
    QTRY_VERIFY_WITH_TIMEOUT(grid() && grid()->count() == 63, patience);

    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("Broken"));
    QTRY_COMPARE(grid()->count(), size_t{1});
    QTRY_VERIFY(label(QStringLiteral("imageIssues")).contains(QStringLiteral("damaged")));
    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("Blurred"));
    QTRY_COMPARE(grid()->count(), size_t{1});
    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("Same picture, different labels"));
    QTRY_COMPARE(grid()->count(), size_t{2});
    QTest::qWait(200);
    m_fixture->screenshot(QStringLiteral("images-duplicates"));
    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("All pictures"));
    m_fixture->hands().choose(QStringLiteral("imageLabelFilter"), QStringLiteral("disc"));
    QTRY_COMPARE(grid()->count(), size_t{20});
    m_fixture->hands().choose(QStringLiteral("imageOrder"), QStringLiteral("Least sharp"));
    m_fixture->click(QStringLiteral("picturesSwitch"));
    QTRY_VERIFY(!grid()->isVisible());
    m_fixture->click(QStringLiteral("picturesSwitch"));
    QTRY_VERIFY(grid()->isVisible());
}

void ImagesTest::digitsAssignLabelsThatAreDigits() {
    const std::vector<std::string> words{"cat", "dog"};
    QCOMPARE(labelOfDigit(words, 1), QStringLiteral("cat"));
    QCOMPARE(labelOfDigit(words, 0), QString());
    QCOMPARE(digitKeys(words), (QStringList{QStringLiteral("1 cat"), QStringLiteral("2 dog")}));
    const std::vector<std::string> digits{"0", "1", "3", "unknown"};
    QCOMPARE(labelOfDigit(digits, 3), QStringLiteral("3"));
    QCOMPARE(labelOfDigit(digits, 0), QStringLiteral("0"));
    QCOMPARE(labelOfDigit(digits, 4), QString());
    QCOMPARE(digitKeys(digits), (QStringList{QStringLiteral("1"), QStringLiteral("3"), QStringLiteral("0")}));
}

void ImagesTest::labelsAreAssignedByKeysAndSaved() {
    import();
    clickPicture(0);
    QTest::keyClick(grid(), Qt::Key_2); // square, and on
    QTRY_COMPARE(*grid()->current(), size_t{1});
    QTest::keyClick(grid(), Qt::Key_D); // disc: it is one already
    QTRY_VERIFY(label(QStringLiteral("labelProgress")).contains(QStringLiteral("2 changes")));
    QTest::keyClick(grid(), Qt::Key_S); // square or stripes: not decided
    QTRY_VERIFY(label(QStringLiteral("labelProgress")).contains(QStringLiteral("digits")));
    QCOMPARE(*grid()->current(), size_t{2});
    m_fixture->click(QStringLiteral("undoLabelButton"));
    m_fixture->click(QStringLiteral("undoLabelButton"));
    QTRY_VERIFY(!m_fixture->find(QStringLiteral("saveLabelsButton"))->isEnabled());
    m_fixture->click(QStringLiteral("redoLabelButton"));

    clickPicture(3);
    clickPicture(5, Qt::ShiftModifier);
    QCOMPARE(grid()->selection().size(), size_t{3});
    auto* box = m_fixture->find<QComboBox>(QStringLiteral("assignLabelBox"));
    box->setFocus();
    QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(box, QStringLiteral("moon"));
    m_fixture->click(QStringLiteral("assignLabelButton"));
    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("Broken"));
    QTRY_COMPARE(grid()->count(), size_t{1});
    m_fixture->click(QStringLiteral("excludeButton"));
    QTRY_VERIFY(label(QStringLiteral("labelProgress")).contains(QStringLiteral("5 changes")));
    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("All pictures"));
    QTest::qWait(200);
    m_fixture->screenshot(QStringLiteral("images-labelling"));
    m_fixture->click(QStringLiteral("saveLabelsButton"));
    const Datasets datasets(m_fixture->window->session()->project());
    QTRY_VERIFY_WITH_TIMEOUT(datasets.versions("shapes")->size() == 2, patience);
    const auto version = datasets.resolve("shapes@2");
    QCOMPARE(version->parent, std::string("shapes@1"));
    const auto images = images::readImages(**datasets.open(*version), {});
    QCOMPARE(images->rows.size(), size_t{62});
    QCOMPARE(images->labelOf(images->rows[0]), std::string("square"));
    QCOMPARE(images->labelOf(images->rows[4]), std::string("moon"));
    QTRY_COMPARE_WITH_TIMEOUT(grid()->count(), size_t{62}, patience);
    QVERIFY(m_fixture->window->session()->project().check({})->empty());
}

void ImagesTest::aLabelIsRenamed() {
    import();
    const auto changes = [this](const char* words) {
        return label(QStringLiteral("labelProgress")).contains(QLatin1String(words));
    };
    clickPicture(0);
    m_fixture->hands().type(QStringLiteral("assignLabelBox"), QStringLiteral("circle"));
    m_fixture->click(QStringLiteral("renameLabelButton"));
    QTRY_VERIFY(changes("20 changes"));
    auto* filter = m_fixture->find<QComboBox>(QStringLiteral("imageLabelFilter"));
    QTRY_VERIFY(filter->findText(QStringLiteral("circle")) > 0);
    QCOMPARE(filter->findText(QStringLiteral("disc")), -1);
    m_fixture->click(QStringLiteral("undoLabelButton")); // one step
    QTRY_VERIFY(!m_fixture->find(QStringLiteral("saveLabelsButton"))->isEnabled());
    QVERIFY(filter->findText(QStringLiteral("disc")) > 0);
    m_fixture->click(QStringLiteral("redoLabelButton"));
    QTRY_VERIFY(changes("20 changes"));
    m_fixture->click(QStringLiteral("saveLabelsButton"));
    const Datasets datasets(m_fixture->window->session()->project());
    QTRY_VERIFY_WITH_TIMEOUT(datasets.versions("shapes")->size() == 2, patience);
    const auto images = images::readImages(**datasets.open(*datasets.resolve("shapes@2")), {});
    QCOMPARE(
        std::ranges::count(images->rows, std::string("circle"), [&](const auto& row) { return images->labelOf(row); }),
        20);
}

void ImagesTest::limitsAreSetWithLiveFigures() {
    import();
    const auto figure = [this](const char* issue) {
        return m_fixture->find<QPushButton>(QStringLiteral("found-") + QLatin1String(issue))->text();
    };
    m_fixture->click(QStringLiteral("limitsButton"));
    QTRY_VERIFY(m_fixture->find(QStringLiteral("checkLimitsPanel"))->isVisible());
    QCOMPARE(figure("blurred"), QStringLiteral("1"));
    auto* sharpness = m_fixture->find<QDoubleSpinBox>(QStringLiteral("limitSharpness"));
    sharpness->setFocus();
    QTest::keyClick(sharpness, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(sharpness, QStringLiteral("100000"));
    QTest::keyClick(sharpness, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(figure("blurred"), QStringLiteral("62"), patience); // all but the broken one
    m_fixture->click(QStringLiteral("found-blurred"));
    QTRY_COMPARE(grid()->count(), size_t{62});
    QTest::qWait(200);
    m_fixture->screenshot(QStringLiteral("images-limits"));
    m_fixture->window->applyLanguage(); // builds the pages anew: the limits are as they were left
    QTRY_VERIFY_WITH_TIMEOUT(grid() != nullptr && grid()->count() == 63, patience);
    m_fixture->click(QStringLiteral("limitsButton"));
    QTRY_COMPARE_WITH_TIMEOUT(figure("blurred"), QStringLiteral("62"), patience);
    m_fixture->click(QStringLiteral("found-blurred"));
    QTRY_COMPARE(grid()->count(), size_t{62});
    m_fixture->click(QStringLiteral("resetLimitsButton"));
    QTRY_COMPARE_WITH_TIMEOUT(figure("blurred"), QStringLiteral("1"), patience);
    QTRY_COMPARE(grid()->count(), size_t{1});
    m_fixture->hands().choose(QStringLiteral("imageIssueFilter"), QStringLiteral("All pictures"));
    m_fixture->hands().choose(QStringLiteral("imageOrder"), QStringLiteral("By label"));
    QTest::qWait(200);
    m_fixture->screenshot(QStringLiteral("images-by-label"));
}

void ImagesTest::duplicatesAreComparedAndOneIsKept() {
    import();
    m_fixture->click(QStringLiteral("duplicatesButton"));
    auto* pictures = m_fixture->find<ThumbnailGrid>(QStringLiteral("duplicatesGrid"));
    QTRY_VERIFY(pictures->isVisible());
    m_fixture->hands().choose(QStringLiteral("duplicateKindBox"), QStringLiteral("Same file"));
    QCOMPARE(label(QStringLiteral("duplicateTitle")), QStringLiteral("Group 1 of 1"));
    QVERIFY(label(QStringLiteral("duplicateNote")).contains(QStringLiteral("labels differ")));
    QCOMPARE(pictures->count(), size_t{2});
    QTest::qWait(300);
    m_fixture->screenshots(QStringLiteral("images-groups"), [this] {
        QTRY_VERIFY_WITH_TIMEOUT(grid() && grid()->count() == 63, patience);
        m_fixture->click(QStringLiteral("duplicatesButton"));
        QTest::qWait(300);
    });
    QTRY_VERIFY_WITH_TIMEOUT(grid() && grid()->count() == 63, patience);
    m_fixture->click(QStringLiteral("duplicatesButton"));
    pictures = m_fixture->find<ThumbnailGrid>(QStringLiteral("duplicatesGrid"));
    QTRY_VERIFY(pictures->hasFocus() || pictures->isVisible());
    m_fixture->hands().choose(QStringLiteral("duplicateKindBox"), QStringLiteral("Same file"));
    pictures->setFocus();
    QTest::keyClick(pictures, Qt::Key_1);
    QTRY_VERIFY(label(QStringLiteral("labelProgress")).contains(QStringLiteral("1 change")));
    QTest::keyClick(pictures, Qt::Key_A);
    QTRY_VERIFY(!m_fixture->find(QStringLiteral("saveLabelsButton"))->isEnabled());
    QTest::keyClick(pictures, Qt::Key_Right);
    QTest::keyClick(pictures, Qt::Key_K);
    m_fixture->click(QStringLiteral("wideButton"));
    QTRY_VERIFY(!m_fixture->find(QStringLiteral("datasetTabs"))->isVisible());
    QTest::qWait(200);
    m_fixture->screenshot(QStringLiteral("images-groups-wide"));
    m_fixture->click(QStringLiteral("saveLabelsButton"));
    const Datasets datasets(m_fixture->window->session()->project());
    QTRY_VERIFY_WITH_TIMEOUT(datasets.versions("shapes")->size() == 2, patience);
    const auto version = datasets.resolve("shapes@2");
    const auto images = images::readImages(**datasets.open(*version), {});
    QCOMPARE(images->rows.size(), size_t{62});
    for (const auto& row : images->rows) QVERIFY(row.path != "disc/000.png");
}

void ImagesTest::variantsAreShownAndSaved() {
    import();
    clickPicture(2);
    m_fixture->click(QStringLiteral("variantsButton"));
    auto* panel = m_fixture->find<AugmentationPanel>(QStringLiteral("augmentationPanel"));
    QTRY_VERIFY(panel->isVisible());
    QTest::qWait(500);
    m_fixture->screenshot(QStringLiteral("images-variants"));
    const QString file = m_fixture->folder(QStringLiteral("augmentation.yaml"));
    FileChoice::answerSave() = [&](QWidget*, const QString&, const QString&, const QString&) { return file; };
    m_fixture->click(QStringLiteral("saveAugmentationButton"));
    QTRY_VERIFY(QFile::exists(file));
    const auto read = images::parseAugmentation(*readTextFile(file.toStdString()), "augmentation.yaml");
    QVERIFY(read.has_value());
    QVERIFY(*read == panel->augmentation());

    // A new run takes them over.
    m_fixture->find<QDoubleSpinBox>(QStringLiteral("rotate"))->setValue(25);
    m_fixture->click(QStringLiteral("trainVariantsButton"));
    auto* kind = m_fixture->find<QComboBox>(QStringLiteral("newRunModelBox"));
    QTRY_COMPARE_WITH_TIMEOUT(kind->currentData().toString(), QStringLiteral("cnn"), patience);
    const QString entered = m_fixture->find<QLineEdit>(QStringLiteral("newRunParameter_augmentation"))->text();
    const auto taken = images::parseAugmentation("augmentation: " + entered.toStdString(), "entered");
    QVERIFY2(taken.has_value(), qPrintable(entered));
    QVERIFY(*taken == panel->augmentation());
    QCOMPARE(taken->rotate, 25.0);
}

/// What is kept up decision by decision is what a scan finds.
void ImagesTest::decisionsKeepTheListUp() {
    constexpr size_t count = 2000;
    auto set = std::make_shared<ImageSet>();
    auto table = std::make_shared<images::ImageTable>();
    table->labels = {"cat", "dog", "owl"};
    Random random(4);
    for (size_t i = 0; i < count; ++i) {
        images::ImageRow row;
        row.row = i;
        row.path = std::to_string(i);
        row.label = static_cast<int>(random.below(4)) - 1;
        row.quality.sharpness = random.uniform();
        table->rows.push_back(row);
    }
    set->table = table;
    set->issues.resize(count);
    LabelSession labels;
    for (const std::optional<std::string>& label :
         {std::optional<std::string>(), std::optional<std::string>("dog"), std::optional<std::string>("")}) {
        const ImageFilter filter{label, std::nullopt, QString(), ImageOrder::Sharpness};
        ShownImages shown(*set, labels.edits(), filter);
        LabelTally tally(*set, labels.edits());
        const auto follow = connect(&labels, &LabelSession::changed, this, [&](const std::vector<uint64_t>& rows) {
            shown.update(*set, labels.edits(), rows);
            tally.update(*set, labels.edits(), rows);
        });
        const std::optional<std::string> choices[] = {"cat", "dog", "owl", "fox", std::nullopt};
        for (int step = 0; step < 200; ++step) {
            const uint64_t what = random.below(10);
            if (what == 0) labels.undo();
            else if (what == 1) labels.redo();
            else labels.set({random.below(count), random.below(count)}, {choices[random.below(5)], what == 2});
        }
        QCOMPARE(shown.indices(), filteredImages(*set, labels.edits(), filter));
        QCOMPARE(tally.labels(), LabelTally(*set, labels.edits()).labels());
        QCOMPARE(tally.labelled(), LabelTally(*set, labels.edits()).labelled());
        disconnect(follow);
    }
    constexpr uint64_t many = 200'000;
    auto large = std::make_shared<images::ImageTable>(*table);
    while (large->rows.size() < many) {
        large->rows.push_back(table->rows[large->rows.size() % count]);
        large->rows.back().row = large->rows.size() - 1;
    }
    set->table = large;
    LabelSession decisions;
    ShownImages shown(*set, {}, {std::string("dog"), std::nullopt, QString(), ImageOrder::Path});
    LabelTally tally(*set, {});
    QElapsedTimer clock;
    clock.start();
    constexpr uint64_t decided = 100;
    for (uint64_t i = 0; i < decided; ++i) {
        decisions.set({i * 1999}, {std::string(i % 2 == 0 ? "dog" : "cat"), false});
        shown.update(*set, decisions.edits(), {i * 1999});
        tally.update(*set, decisions.edits(), {i * 1999});
    }
    qInfo("a decision among 200 000 pictures: %.3f ms", static_cast<double>(clock.nsecsElapsed()) / 1e6 / decided);
}

void ImagesTest::manyDecisionsAreTakenAtOnce() {
    constexpr uint64_t many = 1'000'000;
    LabelSession labels;
    labels.set({7, 5'000'000}, {std::nullopt, true});
    std::vector<std::pair<uint64_t, LabelDecision>> decisions;
    for (uint64_t row = 0; row < many; ++row) decisions.emplace_back(row, images::LabelEdit{"moon", false});
    LabelStep step(labels.edits(), decisions); // in the window: on another thread
    LabelStep late = step;
    QElapsedTimer clock;
    clock.start();
    QVERIFY(labels.take(std::move(step)));
    const auto taken = clock.nsecsElapsed();
    QCOMPARE(labels.edits().size(), size_t{many + 1});
    QCOMPARE(labels.edits().at(7), LabelDecision(images::LabelEdit{"moon", false}));
    clock.restart();
    labels.undo();
    qInfo("a million decisions: taken in %.2f ms, undone in %.2f ms", static_cast<double>(taken) / 1e6,
          static_cast<double>(clock.nsecsElapsed()) / 1e6);
    QCOMPARE(labels.edits().size(), size_t{2});
    QVERIFY(labels.edits().find(7)->exclude && labels.edits().find(5'000'000)->exclude);
    labels.set({7}, {"sun", false});
    QVERIFY(!labels.take(std::move(late))); // it was made of what is no more
    QCOMPARE(labels.edits().at(7), LabelDecision(images::LabelEdit{"sun", false}));
    QVERIFY(!labels.canRedo());
    QCOMPARE(labels.edits().all().size(), size_t{2});
}

/// 4 000 pictures of 12 megapixels, as a camera makes them: how long the window is busy with each frame while it
/// scrolls.
void ImagesTest::photographsScroll() {
    const Path folder(m_fixture->folder(QStringLiteral("photos")).toStdString());
    QVERIFY(createFolders(folder).has_value());
    QImage photo(4000, 3000, QImage::Format_RGB32);
    for (int y = 0; y < photo.height(); ++y)
        for (int x = 0; x < photo.width(); ++x)
            photo.setPixel(x, y, qRgb((x / 16) % 256, (y / 12) % 256, (x * y / 4096) % 256));
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    if (!photo.save(&buffer, "JPG", 85)) return qInfo("no JPEG writer of Qt's here: not measured"), void();
    constexpr int distinct = 400; // each stands ten times in the list
    for (int i = 0; i < distinct; ++i) {
        const std::string bytes =
            jpeg.toStdString() + std::to_string(i); // what follows the end is passed over, the hash differs
        QVERIFY(writeFileAtomic(folder / fmt::format("{:04}.jpg", i), bytes).has_value());
    }
    Project& project = m_fixture->window->session()->project();
    QVERIFY(images::importImages(project, folder, "photos", {}, {}).has_value());
    const auto opened = openImageSet(project, *Datasets(project).resolve("photos"), {}, {});
    QVERIFY(opened.has_value());
    std::vector<size_t> shown;
    auto set = std::make_shared<ImageSet>(**opened);
    auto table = std::make_shared<images::ImageTable>(*set->table);
    for (int i = distinct; i < 4000; ++i) table->rows.push_back(table->rows[static_cast<size_t>(i % distinct)]);
    set->table = table;
    set->issues.resize(table->rows.size());
    for (size_t i = 0; i < table->rows.size(); ++i) shown.push_back(i);
    PictureLoader loader;
    loader.setSource(set->stores);
    ThumbnailGrid grid(loader);
    grid.setThumbnailSize(160);
    grid.resize(1400, 900);
    grid.show();
    QVERIFY(QTest::qWaitForWindowExposed(&grid));
    grid.setPictures(set, shown, {});
    std::vector<double> frames;
    for (int frame = 0; frame < 600; ++frame) {
        QElapsedTimer clock;
        clock.start();
        grid.verticalScrollBar()->setValue(grid.verticalScrollBar()->value() + 40);
        QCoreApplication::processEvents(); // pictures that arrived
        grid.viewport()->repaint();
        frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        QTest::qSleep(static_cast<int>(std::max(0.0, 16 - frames.back())));
    }
    std::sort(frames.begin(), frames.end());
    qInfo("frames over 4 000 photographs: median %.1f ms, p99 %.1f ms, longest %.1f ms", frames[300], frames[594],
          frames.back());
}

void ImagesTest::tenThousandPicturesScroll() {
    auto set = std::make_shared<ImageSet>();
    auto table = std::make_shared<images::ImageTable>();
    set->table = table;
    std::vector<size_t> shown;
    for (size_t i = 0; i < 10'000; ++i) {
        images::ImageRow row;
        row.row = i;
        row.path = std::to_string(i) + ".png";
        row.sha256 = std::string(64, 'a');
        table->rows.push_back(row);
        shown.push_back(i);
    }
    set->issues.resize(shown.size());
    PictureLoader loader;
    ThumbnailGrid grid(loader);
    grid.resize(1200, 800);
    grid.show();
    QVERIFY(QTest::qWaitForWindowExposed(&grid));
    grid.setPictures(set, shown, {});
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 100; ++i) {
        QTest::keyClick(&grid, Qt::Key_PageDown);
        grid.viewport()->repaint();
    }
    qInfo("a page of 10 000 pictures: %.2f ms", static_cast<double>(clock.elapsed()) / 100);
    QTest::keyClick(&grid, Qt::Key_End);
    QCOMPARE(*grid.current(), size_t{9999});
    QVERIFY(grid.viewport()->rect().intersects(grid.cellRect(9999)));
}

} // namespace lathe::ui::test

LATHE_GUI_TEST(lathe::ui::test::ImagesTest)
#include "images_test.moc"
