// SPDX-License-Identifier: GPL-3.0-or-later
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <cmath>
#include <random>

#include "tests/gui/gui_test.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/widgets/card.h"

using namespace lathe;
using namespace lathe::ui;

namespace {

using Point = MinMaxPyramid::Point;

MinMaxPyramid randomPyramid(size_t count, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> values(-1, 1);
    MinMaxPyramid pyramid;
    for (size_t index = 0; index < count; ++index)
        pyramid.append(static_cast<double>(index), index % 97 == 13 ? std::nan("") : values(generator));
    return pyramid;
}

/// A falling, noisy loss curve.
void fillLoss(LineChart& chart, int series, size_t count, double level) {
    std::mt19937 generator(static_cast<unsigned>(series) + 7);
    std::normal_distribution<double> noise(0, 0.03);
    for (size_t index = 0; index < count; ++index) {
        const double x = static_cast<double>(index);
        chart.append(series, x, level + 0.6 * std::exp(-4 * x / static_cast<double>(count)) + noise(generator));
    }
}

void savePicture(QWidget& widget, const QString& name) {
    const QDir pictures(QStringLiteral(LATHE_SCREENSHOTS));
    QVERIFY(pictures.mkpath(QStringLiteral(".")));
    QTest::qWait(60);
    QVERIFY(widget.grab().save(pictures.filePath(name + QStringLiteral(".png"))));
}

} // namespace

class ChartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pyramidAgreesWithBruteForce();
    void pyramidGivesTwoPointsPerColumn();
    void scalesAreRound();
    void zoomsPansAndResets();
    void logarithmicAxesSkipWhatHasNoLogarithm();
    void csvHasEveryPoint();
    void exportsPictureVectorAndData();
    void legendHidesACurve();
    void pictures();
};

void ChartsTest::pyramidAgreesWithBruteForce() {
    const MinMaxPyramid pyramid = randomPyramid(5000, 1);
    std::mt19937 generator(2);
    for (int round = 0; round < 300; ++round) {
        const double from = std::uniform_real_distribution<double>(-10, 4990)(generator);
        const double to = from + std::uniform_real_distribution<double>(1, 4000)(generator);
        double low = HUGE_VAL;
        double high = -HUGE_VAL;
        for (size_t index = 0; index < pyramid.size(); ++index) {
            const Point& point = pyramid.at(index);
            if (point.x < from || point.x > to || std::isnan(point.y)) continue;
            low = std::min(low, point.y);
            high = std::max(high, point.y);
        }
        double foundLow = 0;
        double foundHigh = 0;
        const bool found = pyramid.range(from, to, foundLow, foundHigh);
        QCOMPARE(found, low <= high);
        if (!found) continue;
        QCOMPARE(foundLow, low);
        QCOMPARE(foundHigh, high);
    }
}

void ChartsTest::pyramidGivesTwoPointsPerColumn() {
    const MinMaxPyramid pyramid = randomPyramid(100'000, 3);
    const int columns = 640;
    const std::vector<Point> shown = pyramid.query(0, 99'999, columns);
    QVERIFY(shown.size() <= 2U * columns + 2);
    for (size_t index = 1; index < shown.size(); ++index) QVERIFY(shown[index - 1].x <= shown[index].x);
    double low = 0;
    double high = 0;
    QVERIFY(pyramid.range(0, 99'999, low, high));
    const auto value = [](const Point& a, const Point& b) { return a.y < b.y; };
    QCOMPARE(std::min_element(shown.begin(), shown.end(), value)->y, low);
    QCOMPARE(std::max_element(shown.begin(), shown.end(), value)->y, high);
    QCOMPARE(pyramid.query(10, 20, columns).size(), size_t{13}); // raw points and one neighbour on either side
}

void ChartsTest::scalesAreRound() {
    const AxisScale scale = makeScale(0.213, 0.997, 5, true);
    QCOMPARE(scale.low, 0.2);
    QCOMPARE(scale.high, 1.0);
    QCOMPARE(scale.ticks.front().label, QStringLiteral("0.2"));
    QCOMPARE(makeScale(0, 42'000, 7, false).ticks[1].label, QStringLiteral("5k"));
    // Narrow charts keep two marks at least; what is counted has no halves.
    const auto labels = [](const AxisScale& axis) {
        QStringList texts;
        for (const Tick& tick : axis.ticks) texts << tick.label;
        return texts.join(u' ');
    };
    QCOMPARE(labels(makeScale(0.5, 3000.5, 3, false)), QStringLiteral("1000 2000 3000"));
    QCOMPARE(labels(makeScale(2, 78, 3, false)), QStringLiteral("20 40 60"));
    QCOMPARE(labels(makeScale(1, 2, 3, false, false, true)), QStringLiteral("1 2"));
    const AxisScale decades = makeScale(-3, 2, 6, false, true);
    QCOMPARE(decades.ticks.size(), size_t{6});
    QCOMPARE(decades.ticks.front().label, QStringLiteral("0.001"));
    QVERIFY(!makeScale(5, 5, 5, true).ticks.empty());
    QVERIFY(!makeScale(std::nan(""), 1, 5, true).ticks.empty());
}

void ChartsTest::zoomsPansAndResets() {
    LineChart chart;
    chart.resize(700, 300);
    chart.show();
    const int series = chart.addSeries(QStringLiteral("loss"));
    fillLoss(chart, series, 1000, 0.2);
    chart.flush();
    QCOMPARE(chart.xRange(), std::pair(0.0, 999.0));
    QTest::keyClick(&chart, Qt::Key_Plus);
    const auto zoomed = chart.xRange();
    QVERIFY(zoomed.first > 0 && zoomed.second < 999);
    QTest::keyClick(&chart, Qt::Key_Left);
    QVERIFY(chart.xRange().first < zoomed.first);
    QWheelEvent wheel(QPointF(300, 100), chart.viewport()->mapToGlobal(QPointF(300, 100)), {}, QPoint(0, 240),
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    const double before = chart.xRange().second - chart.xRange().first;
    QApplication::sendEvent(chart.viewport(), &wheel);
    QVERIFY(chart.xRange().second - chart.xRange().first < before);
    QTest::mouseDClick(chart.viewport(), Qt::LeftButton, {}, QPoint(300, 100));
    QCOMPARE(chart.xRange(), std::pair(0.0, 999.0));
    QVERIFY(chart.accessibleDescription().contains(QStringLiteral("loss")));
}

void ChartsTest::logarithmicAxesSkipWhatHasNoLogarithm() {
    LineChart chart;
    chart.resize(700, 300);
    chart.show();
    const int series = chart.addSeries(QStringLiteral("rate"));
    for (int step = 0; step <= 1000; ++step) chart.append(series, step, step == 0 ? 0 : 1.0 / step);
    chart.setLogX(true);
    chart.setLogY(true);
    chart.flush();
    QVERIFY(std::abs(chart.xRange().first - 1) < 1e-9);
    QVERIFY(!chart.grab().isNull());
}

void ChartsTest::csvHasEveryPoint() {
    LineChart chart;
    chart.setXTitle(QStringLiteral("epoch"));
    const int train = chart.addSeries(QStringLiteral("train"));
    const int validation = chart.addSeries(QStringLiteral("a \"b\""));
    chart.append(train, 1, 0.5);
    chart.append(train, 2, 0.25);
    chart.append(validation, 2, 0.1);
    QCOMPARE(chart.csv(), QStringLiteral("\"epoch\",\"train\",\"a \"\"b\"\"\"\r\n1,0.5,\r\n2,0.25,0.1\r\n"));
}

void ChartsTest::exportsPictureVectorAndData() {
    QTemporaryDir folder;
    LineChart chart;
    chart.resize(600, 260);
    chart.show();
    fillLoss(chart, chart.addSeries(QStringLiteral("loss")), 3000, 0.2);
    chart.flush();
    const auto csv = [&] { return chart.csv(); };
    QString problem;
    QVERIFY(exportChart(&chart, csv, folder.filePath(QStringLiteral("c.png")), &problem));
    QCOMPARE(QImage(folder.filePath(QStringLiteral("c.png"))).width(), 1200);
    QVERIFY(exportChart(&chart, csv, folder.filePath(QStringLiteral("c.svg")), &problem));
    QFile svg(folder.filePath(QStringLiteral("c.svg")));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QByteArray drawn = svg.readAll();
    QVERIFY(drawn.contains("<polyline") || drawn.contains("<path"));
    QVERIFY(!drawn.contains("<image"));
    QVERIFY(exportChart(&chart, csv, folder.filePath(QStringLiteral("c.csv")), &problem));
    QVERIFY(!exportChart(&chart, csv, folder.filePath(QStringLiteral("no/such/folder.png")), &problem));
    QVERIFY(!problem.isEmpty());
}

void ChartsTest::legendHidesACurve() {
    LineChart chart;
    ChartLegend legend(&chart);
    chart.addSeries(QStringLiteral("train"));
    chart.addSeries(QStringLiteral("validation"));
    legend.show();
    const auto entries = legend.findChildren<QAbstractButton*>();
    QTRY_COMPARE(entries.size(), 2);
    QTest::mouseClick(entries[1], Qt::LeftButton);
    QVERIFY(chart.isSeriesVisible(0));
    QVERIFY(!chart.isSeriesVisible(1));
}

void ChartsTest::pictures() {
    for (const bool dark : {false, true}) {
        Theme::instance().apply(dark ? ThemeMode::Dark : ThemeMode::Light);
        QWidget page;
        page.resize(1000, 760);
        auto* column = new QVBoxLayout(&page);
        auto* card = new Card(QStringLiteral("Loss"), &page);
        auto* chart = new LineChart(card);
        chart->setSmoothing(0.9);
        chart->setXTitle(QStringLiteral("step"));
        card->setNote(QStringLiteral("step"));
        card->addHeaderWidget(new ChartLegend(chart, card));
        card->addHeaderWidget(makeChartMenuButton(chart, card));
        card->body()->addWidget(chart);
        column->addWidget(card, 1);
        fillLoss(*chart, chart->addSeries(QStringLiteral("train")), 36'000, 0.2);
        fillLoss(*chart, chart->addSeries(QStringLiteral("validation")), 36'000, 0.3);
        auto* row = new QHBoxLayout;
        auto* counts = new Card(QStringLiteral("Temperature"), &page);
        auto* histogram = new HistogramChart(counts);
        std::vector<double> edges;
        HistogramChart::Series reference{QStringLiteral("2012–2013"), {}};
        HistogramChart::Series current{QStringLiteral("2014–2015"), {}};
        for (int bin = 0; bin <= 30; ++bin) edges.push_back(-5 + bin * 1.5);
        for (int bin = 0; bin < 30; ++bin) {
            reference.counts.push_back(std::round(90 * std::exp(-std::pow((bin - 12) / 6.0, 2))));
            current.counts.push_back(std::round(95 * std::exp(-std::pow((bin - 16) / 6.0, 2))));
        }
        histogram->setBins(edges, {reference, current});
        counts->body()->addWidget(histogram);
        row->addWidget(counts, 1);
        auto* top = new Card(QStringLiteral("Weather"), &page);
        auto* bars = new BarChart(top);
        bars->setBars({QStringLiteral("2012–2013"), QStringLiteral("2014–2015")}, {{QStringLiteral("rain"), {405, 236}},
                                                                                   {QStringLiteral("sun"), {323, 391}},
                                                                                   {QStringLiteral("fog"), {32, 69}},
                                                                                   {QStringLiteral("drizzle"), {47, 7}},
                                                                                   {QStringLiteral("snow"), {31, 0}}});
        top->body()->addWidget(bars);
        row->addWidget(top, 1);
        column->addLayout(row);
        page.show();
        chart->flush();
        QTest::mouseMove(chart->viewport(), QPoint(420, 100));
        savePicture(page, dark ? QStringLiteral("charts-dark") : QStringLiteral("charts-light"));
    }
}

LATHE_GUI_TEST(ChartsTest)
#include "charts_test.moc"
