// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/lineage_canvas.h"

#include "core/data/recipe/recipe.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <map>

namespace lathe::ui {
namespace {

constexpr qreal margin = 24;
constexpr qreal nodeWidth = 196;
constexpr qreal nodeHeight = 56;
constexpr qreal columnGap = 56;
constexpr qreal rowGap = 20;
constexpr qreal iconSize = 18;
constexpr qreal corner = 8;
constexpr double zoomStep = 1.25;
constexpr double smallestZoom = 0.25; // below that no word can be read
constexpr double largestZoom = 3;

struct Look {
    const char* icon;
    Tint tint;
};

Look lookOf(LineageNode::Kind kind) {
    switch (kind) {
    case LineageNode::Kind::Source: return {"file", Tint::Muted};
    case LineageNode::Kind::Recipe: return {"edit", Tint::Warn};
    case LineageNode::Kind::Dataset: return {"datasets", Tint::Accent};
    case LineageNode::Kind::Run: return {"experiments", Tint::Info};
    case LineageNode::Kind::Model: return {"models", Tint::Ok};
    case LineageNode::Kind::Deployment: break;
    }
    return {"serving", Tint::Bad};
}

QString kindWord(LineageNode::Kind kind) {
    switch (kind) {
    case LineageNode::Kind::Source: return LineageCanvas::tr("Source file");
    case LineageNode::Kind::Recipe: return LineageCanvas::tr("Recipe");
    case LineageNode::Kind::Dataset: return LineageCanvas::tr("Data version");
    case LineageNode::Kind::Run: return LineageCanvas::tr("Run");
    case LineageNode::Kind::Model: return LineageCanvas::tr("Model");
    case LineageNode::Kind::Deployment: break;
    }
    return LineageCanvas::tr("Served model");
}

/// What a node is called; a recipe by how long it is, since its own name is that of both ends.
QString titleOf(const LineageNode& node) {
    if (node.kind != LineageNode::Kind::Recipe) return text(node.name);
    const auto recipe = Recipe::parseText(node.detail, node.name);
    return LineageCanvas::tr("Recipe of %n step(s)", nullptr, recipe ? static_cast<int>(recipe->steps().size()) : 0);
}

/// Within each layer, nodes stand in the order of the middle of what leads to them, so that few edges cross.
std::vector<std::vector<size_t>> orderedLayers(const LineageGraph& graph) {
    std::map<int, std::vector<size_t>> layers;
    for (size_t i = 0; i < graph.nodes.size(); ++i) layers[graph.nodes[i].layer].push_back(i);
    std::vector<double> place(graph.nodes.size(), 0);
    std::vector<std::vector<size_t>> ordered;
    for (auto& [number, nodes] : layers) {
        const auto middle = [&](size_t node) {
            double sum = 0;
            int count = 0;
            for (const auto& [from, to] : graph.edges) {
                if (to != node || graph.nodes[from].layer >= graph.nodes[node].layer) continue;
                sum += place[from];
                ++count;
            }
            return count > 0 ? sum / count : 0;
        };
        std::vector<std::pair<double, size_t>> keyed;
        for (const size_t node : nodes) keyed.emplace_back(middle(node), node);
        std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        ordered.emplace_back();
        for (size_t i = 0; i < keyed.size(); ++i) {
            ordered.back().push_back(keyed[i].second);
            place[keyed[i].second] = static_cast<double>(i) - static_cast<double>(keyed.size() - 1) / 2;
        }
    }
    return ordered;
}

} // namespace

LineageCanvas::LineageCanvas(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("lineageCanvas"));
    setAccessibleName(tr("Lineage"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void LineageCanvas::showGraph(LineageGraph graph) {
    m_graph = std::move(graph);
    m_hover.reset();
    layOut();
    resize(sizeHint());
    setMinimumSize(sizeHint());
    if (!m_graph.nodes.empty()) setCurrent(m_graph.focus);
    update();
}

QSize LineageCanvas::sizeHint() const { return (m_extent * m_zoom).toSize(); }

void LineageCanvas::setZoom(double zoom) {
    m_zoom = std::clamp(zoom, smallestZoom, largestZoom);
    setMinimumSize(sizeHint());
    resize(sizeHint());
    update();
    if (!m_graph.nodes.empty()) setCurrent(m_current);
}

void LineageCanvas::zoomToFit(const QSize& room) {
    if (m_extent.isEmpty()) return;
    setZoom(std::min({1.0, room.width() / m_extent.width(), room.height() / m_extent.height()}));
}

void LineageCanvas::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) return QWidget::wheelEvent(event);
    event->accept();
    setZoom(m_zoom * (event->angleDelta().y() > 0 ? zoomStep : 1 / zoomStep));
}

void LineageCanvas::layOut() {
    m_places.assign(m_graph.nodes.size(), QRectF());
    const auto layers = orderedLayers(m_graph);
    size_t tallest = 1;
    for (const auto& layer : layers) tallest = std::max(tallest, layer.size());
    const qreal height = static_cast<qreal>(tallest) * (nodeHeight + rowGap) - rowGap;
    for (size_t column = 0; column < layers.size(); ++column) {
        const qreal used = static_cast<qreal>(layers[column].size()) * (nodeHeight + rowGap) - rowGap;
        qreal top = margin + (height - used) / 2;
        const qreal left = margin + static_cast<qreal>(column) * (nodeWidth + columnGap);
        for (const size_t node : layers[column]) {
            m_places[node] = QRectF(left, top, nodeWidth, nodeHeight);
            top += nodeHeight + rowGap;
        }
    }
    m_extent = {2 * margin + static_cast<qreal>(layers.size()) * (nodeWidth + columnGap) - columnGap,
                2 * margin + height};
}

void LineageCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(m_zoom, m_zoom);
    for (const auto& [from, to] : m_graph.edges) paintEdge(painter, from, to);
    for (size_t node = 0; node < m_graph.nodes.size(); ++node) paintNode(painter, node);
}

void LineageCanvas::paintEdge(QPainter& painter, size_t from, size_t to) const {
    const QPointF start(m_places[from].right(), m_places[from].center().y());
    const QPointF end(m_places[to].left(), m_places[to].center().y());
    const qreal bend = (end.x() - start.x()) / 2;
    QPainterPath path(start);
    path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end - QPointF(6, 0));
    const bool near = from == m_current || to == m_current;
    const QColor colour = near ? tokens().accent : tokens().borderStrong;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, near ? 1.8 : 1.2));
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF{end, end + QPointF(-7, -4), end + QPointF(-7, 4)});
}

void LineageCanvas::paintNode(QPainter& painter, size_t node) const {
    const LineageNode& item = m_graph.nodes[node];
    const QRectF box = m_places[node];
    const Look look = lookOf(item.kind);
    const QColor colour = item.isGone ? tokens().faint : color(look.tint);
    const bool focus = node == m_graph.focus;
    painter.setPen(QPen(focus ? tokens().accent : tokens().border, focus ? 1.6 : 1));
    painter.setBrush(focus ? tokens().accentSoft : m_hover == node ? tokens().hover : tokens().surface);
    painter.drawRoundedRect(box, corner, corner);
    if (node == m_current && hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens().accent, 1.5));
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), corner + 3, corner + 3);
    }
    paintIcon(painter, QRectF(box.left() + 12, box.center().y() - iconSize / 2, iconSize, iconSize), look.icon, colour);
    const QRectF words = box.adjusted(40, 8, -10, -8);
    const auto line = [&](const QRectF& place, const QString& shown, TextRole role, const QColor& pen) {
        painter.setFont(textFont(role));
        painter.setPen(pen);
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(shown, Qt::ElideMiddle, int(place.width())));
    };
    const qreal half = words.height() / 2;
    line(QRectF(words.left(), words.top(), words.width(), half), titleOf(item), TextRole::Body,
         item.isGone ? tokens().muted : tokens().text);
    line(QRectF(words.left(), words.top() + half, words.width(), half),
         item.isGone                              ? tr("no longer in this project")
         : item.kind == LineageNode::Kind::Recipe ? text(item.name)
                                                  : kindWord(item.kind),
         TextRole::Caption, tokens().muted);
}

std::optional<size_t> LineageCanvas::nodeAt(QPointF position) const {
    for (size_t node = 0; node < m_places.size(); ++node)
        if (m_places[node].contains(position / m_zoom)) return node;
    return std::nullopt;
}

QString LineageCanvas::describe(size_t node) const {
    const LineageNode& item = m_graph.nodes[node];
    QStringList lines{QStringLiteral("%1: %2").arg(kindWord(item.kind), text(item.name))};
    if (!item.detail.empty()) lines << text(item.detail).trimmed();
    if (item.time > 0) lines << exactTime(item.time);
    if (!item.hash.empty()) lines << QStringLiteral("sha256:%1").arg(text(item.hash).left(16));
    return lines.join(u'\n');
}

void LineageCanvas::setCurrent(size_t node) {
    m_current = node;
    setAccessibleDescription(describe(node));
    update();
    Q_EMIT currentMoved(nodeRect(node).adjusted(-margin, -margin, margin, margin).toRect());
}

/// To the nearest node before or after the current one.
void LineageCanvas::moveAlong(bool forward) {
    std::optional<size_t> nearest;
    const auto distance = [&](size_t node) {
        return std::abs(m_places[node].center().y() - m_places[m_current].center().y());
    };
    for (const auto& [from, to] : m_graph.edges) {
        if ((forward ? from : to) != m_current) continue;
        const size_t other = forward ? to : from;
        if (!nearest || distance(other) < distance(*nearest)) nearest = other;
    }
    if (nearest) setCurrent(*nearest);
}

/// Up or down within the layer.
void LineageCanvas::moveWithin(int step) {
    std::optional<size_t> best;
    const qreal y = m_places[m_current].top();
    for (size_t node = 0; node < m_places.size(); ++node) {
        const qreal ahead = (m_places[node].top() - y) * step;
        if (m_graph.nodes[node].layer != m_graph.nodes[m_current].layer || ahead <= 0) continue;
        if (!best || ahead < (m_places[*best].top() - y) * step) best = node;
    }
    if (best) setCurrent(*best);
}

void LineageCanvas::open(size_t node) {
    const LineageNode& item = m_graph.nodes[node];
    if (!item.object.empty() && !item.isGone)
        Q_EMIT nodeOpened(QString::fromLatin1(lathe::toString(item.kind)), text(item.object));
}

void LineageCanvas::mousePressEvent(QMouseEvent* event) {
    const auto node = nodeAt(event->position());
    if (!node || event->button() != Qt::LeftButton) return;
    setFocus(Qt::MouseFocusReason);
    setCurrent(*node);
    open(*node);
}

void LineageCanvas::mouseMoveEvent(QMouseEvent* event) {
    const auto node = nodeAt(event->position());
    if (node == m_hover) return;
    m_hover = node;
    setCursor(node && !m_graph.nodes[*node].object.empty() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void LineageCanvas::leaveEvent(QEvent*) {
    m_hover.reset();
    update();
}

void LineageCanvas::keyPressEvent(QKeyEvent* event) {
    if (m_graph.nodes.empty()) return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left: return moveAlong(false);
    case Qt::Key_Right: return moveAlong(true);
    case Qt::Key_Up: return moveWithin(-1);
    case Qt::Key_Down: return moveWithin(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return setZoom(m_zoom * zoomStep);
    case Qt::Key_Minus: return setZoom(m_zoom / zoomStep);
    case Qt::Key_0: return setZoom(1);
    case Qt::Key_Home: return setCurrent(m_graph.focus);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: return open(m_current);
    default: QWidget::keyPressEvent(event);
    }
}

void LineageCanvas::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void LineageCanvas::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

bool LineageCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto node = nodeAt(help->pos());
    if (node) QToolTip::showText(help->globalPos(), describe(*node), this);
    else QToolTip::hideText();
    return true;
}

} // namespace lathe::ui
