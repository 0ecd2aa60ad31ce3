// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/data_lineage_view.h"

#include "ui/datasets/lineage_canvas.h"
#include "ui/shell/session.h"
#include "ui/widgets/back_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/toast.h"

#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {

DataLineageView::DataLineageView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_card(new Card(tr("Lineage"))), m_scroll(new QScrollArea),
      m_canvas(new LineageCanvas) {
    setObjectName(QStringLiteral("dataLineageView"));
    m_export = makeButton(tr("Export PROV…"), "download");
    m_export->setObjectName(QStringLiteral("exportProvButton"));
    m_export->setToolTip(tr("As W3C PROV-JSON, which other tools read"));
    connect(m_export, &QPushButton::clicked, this, &DataLineageView::exportProv);
    auto* back = makeBackButton(QStringLiteral("lineageCloseButton"));
    connect(back, &QPushButton::clicked, this, &DataLineageView::closed);
    auto* out = makeIconButton(tr("Smaller (−)"), "minus");
    out->setObjectName(QStringLiteral("lineageZoomOut"));
    auto* in = makeIconButton(tr("Larger (+)"), "plus");
    in->setObjectName(QStringLiteral("lineageZoomIn"));
    auto* fit = makeIconButton(tr("Show all of it"), "expand");
    fit->setObjectName(QStringLiteral("lineageFit"));
    connect(out, &QToolButton::clicked, this, [this] { m_canvas->setZoom(m_canvas->zoom() / 1.25); });
    connect(in, &QToolButton::clicked, this, [this] { m_canvas->setZoom(m_canvas->zoom() * 1.25); });
    connect(fit, &QToolButton::clicked, this, [this] { m_canvas->zoomToFit(m_scroll->viewport()->size()); });
    for (QToolButton* button : {out, in, fit}) m_card->addHeaderWidget(button);
    m_card->addHeaderWidget(m_export);
    m_card->addHeaderWidget(back);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setAlignment(Qt::AlignCenter);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_canvas);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_canvas->setAutoFillBackground(false); // setWidget() switched it on
    m_card->body()->addWidget(m_scroll, 1);
    connect(m_canvas, &LineageCanvas::nodeOpened, this, &DataLineageView::objectOpened);
    connect(m_canvas, &LineageCanvas::currentMoved, this, [this](const QRect& rect) {
        m_scroll->ensureVisible(rect.center().x(), rect.center().y(), rect.width() / 2, rect.height() / 2);
    });
    tightColumn(this)->addWidget(m_card);
}

void DataLineageView::showVersion(const VersionInfo& version) {
    m_version = version;
    m_card->setNote(text(version.reference()));
    m_session.load(
        this, QStringLiteral("lineage"),
        [project = &m_session.project(), version] { return lineageGraph(*project, version); },
        [this](LineageGraph graph) {
            const QString cut = graph.complete
                                    ? QString()
                                    : QStringLiteral(" · ") + tr("the nearest %1 are shown").arg(graph.nodes.size());
            m_card->setNote(text(m_version.reference()) + cut);
            m_canvas->showGraph(std::move(graph));
            m_canvas->setFocus();
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void DataLineageView::exportProv() {
    const QString suggestion = QStringLiteral("%1-%2.prov.json").arg(text(m_version.datasetName)).arg(m_version.number);
    const QString chosen =
        FileChoice::toSave(this, tr("Export the lineage"), suggestion, tr("PROV-JSON files (*.json)"));
    if (chosen.isEmpty()) return;
    m_session.runJob(
        tr("Export the lineage"),
        [project = &m_session.project(), graph = m_canvas->graph(),
         target = Path(chosen.toStdString())](const JobContext&) {
            return writeFileAtomic(target,
                                   graph.toProv(*project).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        },
        this,
        [this, chosen](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state == JobState::Succeeded) Toast::show(this, tr("Exported to %1").arg(chosen));
        });
}

} // namespace lathe::ui
