// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QTextEdit>
#include <QToolButton>

#include "ui/shell/theme.h"
#include "ui/widgets/form.h"

namespace lathe::ui {

namespace {

constexpr double controlRadius = 6;
constexpr int controlHeight = 32;
constexpr int widestList = 480;
constexpr int entriesMeasured = 300; // measuring all of thousands would be felt

bool has(const QStyleOption* option, QStyle::StateFlag flag) { return (option->state & flag) != 0; }

ButtonKind kindOf(const QWidget* widget) {
    const QVariant kind = widget != nullptr ? widget->property("kind") : QVariant();
    return kind.isValid() ? static_cast<ButtonKind>(kind.toInt()) : ButtonKind::Normal;
}

bool isTextArea(const QWidget* widget) {
    return qobject_cast<const QPlainTextEdit*>(widget) != nullptr || qobject_cast<const QTextEdit*>(widget) != nullptr;
}

QRectF inner(const QRect& rect) { return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5); }

void roundRect(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& line,
               double radius = controlRadius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.alpha() == 0 ? QPen(Qt::NoPen) : QPen(line, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
}

/// So wide that entries can be read whole, however narrow the box is.
int listWidth(const QComboBox& box) {
    const QFontMetrics metrics(box.font());
    int widest = 0;
    bool icons = false;
    for (int i = 0; i < std::min(box.count(), entriesMeasured); ++i) {
        widest = std::max(widest, metrics.horizontalAdvance(box.itemText(i)));
        icons = icons || !box.itemIcon(i).isNull();
    }
    const int frameAndBar = 2 + 12 + 10;
    return std::min(widest + frameAndBar + (icons ? box.iconSize().width() + 6 : 0), widestList);
}

void focusRing(QPainter& painter, const QRect& rect, double radius = controlRadius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    painter.restore();
}

void buttonPanel(QPainter& painter, const QStyleOption* option, const QWidget* widget) {
    const ThemeTokens& t = tokens();
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool hovered = enabled && has(option, QStyle::State_MouseOver);
    const bool down = has(option, QStyle::State_Sunken) || has(option, QStyle::State_On);
    const QRectF rect = inner(option->rect);
    const QColor none(Qt::transparent);
    switch (kindOf(widget)) {
    case ButtonKind::Primary: {
        QColor fill = enabled ? t.accent : mixed(t.surface2, t.accent, 0.35);
        if (down) fill = mixed(fill, t.background, 0.2);
        else if (hovered) fill = mixed(fill, t.onAccent, 0.12);
        roundRect(painter, rect, fill, none);
        break;
    }
    case ButtonKind::Quiet:
        if (down || hovered) roundRect(painter, rect, down ? t.accentSoft : t.hover, none);
        break;
    default: roundRect(painter, rect, down ? t.accentSoft : hovered ? t.hover : t.surface2, down ? t.accent : t.border);
    }
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange)) {
        if (kindOf(widget) == ButtonKind::Primary) {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(t.onAccent, 1.5));
            painter.drawRoundedRect(QRectF(option->rect).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4);
            painter.restore();
        }
        focusRing(painter, option->rect);
    }
}

QColor buttonText(const QStyleOption* option, const QWidget* widget) {
    const ThemeTokens& t = tokens();
    if (kindOf(widget) == ButtonKind::Primary) return t.onAccent;
    if (!has(option, QStyle::State_Enabled)) return t.faint;
    return kindOf(widget) == ButtonKind::Danger ? t.bad : t.text;
}

void fieldPanel(QPainter& painter, const QStyleOption* option) {
    const ThemeTokens& t = tokens();
    const bool enabled = has(option, QStyle::State_Enabled);
    roundRect(painter, inner(option->rect), enabled ? mixed(t.surface, t.background, 0.4) : t.surface2,
              enabled ? t.borderStrong : t.border);
    if (has(option, QStyle::State_HasFocus)) focusRing(painter, option->rect);
}

void checkMark(QPainter& painter, const QStyleOption* option, bool radio) {
    const ThemeTokens& t = tokens();
    const bool on = has(option, QStyle::State_On);
    const bool partly = has(option, QStyle::State_NoChange);
    const bool enabled = has(option, QStyle::State_Enabled);
    const QRectF rect = inner(option->rect);
    const QColor fill = on || partly ? (enabled ? t.accent : t.faint) : mixed(t.surface, t.background, 0.4);
    roundRect(painter, rect, fill, on || partly ? fill : t.borderStrong, radio ? rect.width() / 2 : 4);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (on && radio) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.onAccent);
        painter.drawEllipse(rect.center(), 3, 3);
    } else if (on) {
        paintIcon(painter, rect.adjusted(1, 1, -1, -1), "check", t.onAccent);
    } else if (partly) {
        painter.fillRect(QRectF(rect.center().x() - 4, rect.center().y() - 1, 8, 2), t.onAccent);
    }
    painter.restore();
}

void headerSection(QPainter& painter, const QStyleOption* option) {
    const ThemeTokens& t = tokens();
    painter.fillRect(option->rect,
                     has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled) ? t.hover : t.surface);
    painter.setPen(t.border);
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
    if (header == nullptr || header->orientation == Qt::Horizontal)
        painter.drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
    else painter.drawLine(option->rect.topRight(), option->rect.bottomRight());
}

void headerLabel(QPainter& painter, const QStyleOptionHeader& header) {
    const ThemeTokens& t = tokens();
    painter.save();
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(t.muted);
    QRect rect = header.rect.adjusted(8, 0, -8, 0);
    const auto alignment = (header.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter;
    if (header.sortIndicator != QStyleOptionHeader::None) {
        const QRect arrow(alignment & Qt::AlignRight ? rect.left() : rect.right() - 12, rect.center().y() - 6, 12, 12);
        paintIcon(painter, arrow, header.sortIndicator == QStyleOptionHeader::SortUp ? "chevron-down" : "chevron-up",
                  t.muted);
        rect.adjust(alignment & Qt::AlignRight ? 14 : 0, 0, alignment & Qt::AlignRight ? 0 : -14, 0);
    }
    painter.drawText(rect, static_cast<int>(alignment),
                     painter.fontMetrics().elidedText(header.text, Qt::ElideRight, rect.width()));
    painter.restore();
}

void tabShape(QPainter& painter, const QStyleOption* option) {
    const ThemeTokens& t = tokens();
    const QRect rect = option->rect;
    painter.setPen(t.border);
    painter.drawLine(rect.bottomLeft(), rect.bottomRight());
    if (has(option, QStyle::State_Selected))
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), t.accent);
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange))
        focusRing(painter, rect.adjusted(1, 3, -1, -4));
}

void progressBar(QPainter& painter, const QStyleOptionProgressBar& bar) {
    const ThemeTokens& t = tokens();
    const QRectF groove(bar.rect.left(), bar.rect.center().y() - 2, bar.rect.width(), 5);
    roundRect(painter, groove, t.border, Qt::transparent, 2.5);
    QRectF filled = groove;
    if (bar.maximum > bar.minimum) {
        filled.setWidth(groove.width() * (double(bar.progress) - bar.minimum) / (double(bar.maximum) - bar.minimum));
    } else {
        filled.setWidth(groove.width() * 0.3);
        filled.moveLeft(groove.left() + groove.width() * 0.7 * (bar.progress % 100) / 100.0);
    }
    if (filled.width() >= 1) roundRect(painter, filled, t.accent, Qt::transparent, 2.5);
}

} // namespace

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_ScrollBarExtent: return 10;
    case PM_ScrollBarSliderMin: return 32;
    case PM_ScrollView_ScrollBarSpacing: return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return 8;
    case PM_ButtonMargin: return 12;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarBaseOverlap: return 0;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuVMargin: return 4;
    case PM_SplitterWidth: return 8;
    case PM_ToolTipLabelFrameWidth: return 6;
    case PM_TabBarTabHSpace: return 24;
    case PM_TabBarTabVSpace: return 14;
    case PM_DefaultFrameWidth:
        if (isTextArea(widget)) return 5;
        return qobject_cast<const QAbstractItemView*>(widget) != nullptr
                   ? 0
                   : QProxyStyle::pixelMetric(metric, option, widget);
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons: return Qt::LeftButton;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut: return 0;
    case SH_ComboBox_Popup: return 0;
    case SH_Widget_Animation_Duration: return 0;
    case SH_Table_GridLineColor: return static_cast<int>(tokens().border.rgb());
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: result = QSize(result.width() + 10, std::max(result.height(), controlHeight)); break;
    case CT_LineEdit: result.setHeight(std::max(result.height(), controlHeight)); break;
    case CT_ComboBox:
        result.rwidth() += 12;
        result.setHeight(std::max(result.height(), controlHeight));
        break;
    case CT_SpinBox:
        result.setHeight(controlHeight);
        break; // its line edit has that height already, and the frame would be added
    case CT_HeaderSection:
        result = QSize(result.width() + 12, std::max(result.height(), 36));
        break; // so that no title is cut
    case CT_MenuItem: result = QSize(result.width() + 16, std::max(result.height(), 28)); break;
    case CT_ItemViewItem: result.setHeight(std::max(result.height(), 30)); break;
    default: break;
    }
    return result;
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_LineEditContents) {
        const QRect contents = QProxyStyle::subElementRect(element, option, widget);
        // The field of an editable box: its text begins where that of other boxes does.
        if (widget != nullptr && qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr)
            return contents.adjusted(-2, 0, 0, 0);
        return contents.adjusted(6, 0, -4, 0);
    }
    if (element == SE_ProgressBarGroove || element == SE_ProgressBarContents) return option->rect;
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const {
    if (control == CC_ScrollBar) {
        if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine) return {};
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (bar == nullptr) return {};
        const bool horizontal = bar->orientation == Qt::Horizontal;
        const int length = horizontal ? bar->rect.width() : bar->rect.height();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        const int slider = range > 0 ? std::clamp(int(length * qint64(bar->pageStep) / (range + bar->pageStep)),
                                                  std::min(32, length), length)
                                     : length;
        const int start =
            sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider, bar->upsideDown);
        const auto along = [&](int from, int size) {
            return horizontal ? QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height())
                              : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size);
        };
        if (part == SC_ScrollBarGroove) return bar->rect;
        if (part == SC_ScrollBarSlider) return along(start, slider);
        if (part == SC_ScrollBarSubPage) return along(0, start);
        if (part == SC_ScrollBarAddPage) return along(start + slider, length - start - slider);
        return {};
    }
    if (control == CC_ComboBox) {
        if (part == SC_ComboBoxArrow) return {option->rect.right() - 26, option->rect.top(), 26, option->rect.height()};
        if (part == SC_ComboBoxEditField) return option->rect.adjusted(8, 2, -28, -2);
        if (part == SC_ComboBoxFrame) return option->rect;
        if (part == SC_ComboBoxListBoxPopup) {
            QRect list = QProxyStyle::subControlRect(control, option, part, widget);
            if (const auto* box = qobject_cast<const QComboBox*>(widget))
                list.setWidth(std::max(list.width(), listWidth(*box)));
            return list;
        }
    }
    if (control == CC_SpinBox) {
        const QRect rect = option->rect;
        const int half = rect.height() / 2;
        if (part == SC_SpinBoxUp) return {rect.right() - 22, rect.top() + 3, 20, half - 3};
        if (part == SC_SpinBoxDown) return {rect.right() - 22, rect.top() + half, 20, half - 3};
        if (part == SC_SpinBoxEditField) return rect.adjusted(2, 2, -24, -2);
        if (part == SC_SpinBoxFrame) return rect;
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const ThemeTokens& t = tokens();
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonBevel: buttonPanel(*painter, option, widget); return;
    case PE_PanelButtonTool:
        if (has(option, State_MouseOver) || has(option, State_Sunken) || has(option, State_On) ||
            has(option, State_HasFocus))
            buttonPanel(*painter, option, widget);
        return;
    case PE_FrameFocusRect: return; // every control draws its own ring
    case PE_PanelLineEdit:
        if (widget == nullptr ||
            (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) == nullptr &&
             qobject_cast<const QComboBox*>(widget->parentWidget()) == nullptr &&
             qobject_cast<const QAbstractItemView*>(
                 widget->parentWidget() != nullptr ? widget->parentWidget()->parentWidget() : nullptr) == nullptr))
            fieldPanel(*painter, option);
        else if (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) == nullptr &&
                 qobject_cast<const QComboBox*>(widget->parentWidget()) == nullptr)
            painter->fillRect(option->rect, t.surface);
        return;
    case PE_FrameLineEdit: return;
    case PE_Frame:
        if (widget != nullptr && widget->windowType() == Qt::Popup) {
            drawPrimitive(PE_FrameMenu, option, painter, widget);
        } else if (isTextArea(widget)) {
            roundRect(*painter, inner(option->rect), option->palette.color(QPalette::Base), t.border);
            if (has(option, State_HasFocus)) focusRing(*painter, option->rect);
        }
        return;
    case PE_PanelItemViewRow: return;
    case PE_PanelItemViewItem:
        if (has(option, State_Selected)) painter->fillRect(option->rect, t.accentSoft);
        else if (has(option, State_MouseOver)) painter->fillRect(option->rect, t.hover);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        checkMark(*painter, option, false);
        if (has(option, State_HasFocus) && has(option, State_KeyboardFocusChange))
            focusRing(*painter, option->rect.adjusted(-2, -2, 2, 2), 6);
        return;
    case PE_IndicatorRadioButton:
        checkMark(*painter, option, true);
        if (has(option, State_HasFocus) && has(option, State_KeyboardFocusChange))
            focusRing(*painter, option->rect.adjusted(-2, -2, 2, 2), 11);
        return;
    case PE_IndicatorArrowDown:
        paintIcon(*painter, QRect(option->rect.center() - QPoint(6, 6), QSize(12, 12)), "chevron-down", t.muted);
        return;
    case PE_IndicatorArrowRight:
        paintIcon(*painter, QRect(option->rect.center() - QPoint(6, 6), QSize(12, 12)), "chevron-right", t.muted);
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        painter->fillRect(option->rect, t.surface);
        painter->setPen(t.borderStrong);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, t.surface2);
        painter->setPen(t.borderStrong);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameTabBarBase:
    case PE_PanelScrollAreaCorner: return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const ThemeTokens& t = tokens();
    switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: headerSection(*painter, option); return;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) headerLabel(*painter, *header);
        return;
    case CE_Header: {
        headerSection(*painter, option);
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) headerLabel(*painter, *header);
        return;
    }
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton copy(*button);
            copy.palette.setColor(QPalette::ButtonText, buttonText(option, widget));
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_TabBarTabShape: tabShape(*painter, option); return;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            painter->setPen(has(option, State_Selected) ? t.text : t.muted);
            QFont tabFont = textFont(TextRole::Body);
            if (has(option, State_Selected)) tabFont.setWeight(QFont::Medium);
            painter->setFont(tabFont);
            painter->drawText(tab->rect.adjusted(0, 0, 0, -2), Qt::AlignCenter | Qt::TextHideMnemonic, tab->text);
        }
        return;
    case CE_ProgressBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) progressBar(*painter, *bar);
        return;
    case CE_Splitter: return;
    case CE_ComboBoxLabel:
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            QStyleOptionComboBox copy(*box);
            copy.palette.setColor(QPalette::ButtonText, has(option, State_Enabled) ? t.text : t.faint);
            const int icon = copy.currentIcon.isNull() ? 0 : copy.iconSize.width() + 4;
            const int width = subControlRect(CC_ComboBox, &copy, SC_ComboBoxEditField, widget).width() - icon - 2;
            copy.currentText = copy.fontMetrics.elidedText(copy.currentText, Qt::ElideRight, width);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    const ThemeTokens& t = tokens();
    switch (control) {
    case CC_ScrollBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            if (bar->maximum <= bar->minimum) return;
            const QRectF slider =
                QRectF(subControlRect(control, option, SC_ScrollBarSlider, widget)).adjusted(2, 2, -2, -2);
            const bool active = has(option, State_MouseOver) || has(option, State_Sunken);
            roundRect(*painter, slider, active ? t.faint : t.borderStrong, Qt::transparent, 3);
        }
        return;
    case CC_ComboBox: {
        const bool hovered = has(option, State_MouseOver) && has(option, State_Enabled);
        roundRect(*painter, inner(option->rect), hovered ? t.hover : t.surface2, t.border);
        if (has(option, State_HasFocus) && (has(option, State_KeyboardFocusChange) || has(option, State_Editing)))
            focusRing(*painter, option->rect);
        const QRect arrow = subControlRect(control, option, SC_ComboBoxArrow, widget);
        paintIcon(*painter, QRect(arrow.center() - QPoint(7, 7), QSize(14, 14)), "chevron-down",
                  has(option, State_Enabled) ? t.muted : t.faint);
        return;
    }
    case CC_SpinBox: {
        fieldPanel(*painter, option);
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (spin == nullptr || spin->buttonSymbols == QAbstractSpinBox::NoButtons) return;
        const QPoint offset(6, 6);
        paintIcon(*painter,
                  QRect(subControlRect(control, option, SC_SpinBoxUp, widget).center() - offset, QSize(12, 12)),
                  "chevron-up", t.muted);
        paintIcon(*painter,
                  QRect(subControlRect(control, option, SC_SpinBoxDown, widget).center() - offset, QSize(12, 12)),
                  "chevron-down", t.muted);
        return;
    }
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) != nullptr || qobject_cast<QComboBox*>(widget) != nullptr ||
        qobject_cast<QHeaderView*>(widget) != nullptr || qobject_cast<QTabBar*>(widget) != nullptr)
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QAbstractSpinBox*>(widget) != nullptr) {
        if (widget->focusPolicy() == Qt::WheelFocus) widget->setFocusPolicy(Qt::StrongFocus);
        widget->installEventFilter(this);
    }
}

/// A wheel over a form scrolls the form. It must not change the settings that pass below the pointer.
bool Style::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Wheel) return QProxyStyle::eventFilter(watched, event);
    event->ignore();
    return true;
}

} // namespace lathe::ui
