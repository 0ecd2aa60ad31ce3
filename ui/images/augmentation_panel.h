// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

#include "core/data/images/pixels.h"
#include "ui/shell/session.h"

class QDoubleSpinBox;
class QSpinBox;

namespace lathe::ui {

/// Random variants of a picture beside the original, with the amounts to choose; the amounts are saved as YAML.
class AugmentationPanel : public QWidget {
    Q_OBJECT

public:
    explicit AugmentationPanel(Session& session, QWidget* parent = nullptr);
    void setPicture(const images::Raster& picture);
    [[nodiscard]] images::Augmentation augmentation() const;

Q_SIGNALS:
    /// A network is to learn from variants by \p augmentation, the JSON of a run's parameter of that name.
    void trainRequested(const QString& augmentation);
    void failed(const lathe::Error& error);

private:
    class Gallery;
    void addField(const QString& name, const QString& caption, double images::Augmentation::*value, double most,
                  double step);
    void makeVariants();
    void save();
    void train();

    struct Field {
        double images::Augmentation::*value;
        QDoubleSpinBox* box;
    };
    Session* m_session;
    images::Raster m_picture;
    std::vector<Field> m_fields;
    QSpinBox* m_seed = nullptr;
    Gallery* m_gallery = nullptr;
    QWidget* m_fieldsArea = nullptr;
};

} // namespace lathe::ui
