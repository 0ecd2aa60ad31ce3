// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/augmentation_panel.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

#include "core/data/images/augmentation_file.h"
#include "ui/images/picture_loader.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

namespace {

constexpr int variants = 8; // and the original: nine in a square
constexpr int columns = 3;

} // namespace

/// The original and its variants in a square of nine.
class AugmentationPanel::Gallery : public QWidget {
public:
    using QWidget::QWidget;
    void show(std::vector<QImage> pictures) {
        m_pictures = std::move(pictures);
        update();
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 180}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const int side = std::min(width(), height()) / columns;
        for (size_t i = 0; i < m_pictures.size(); ++i) {
            const int place = static_cast<int>(i);
            const QRect frame(place % columns * side, place / columns * side, side - 6, side - 6);
            const QSize size = m_pictures[i].size().scaled(frame.size(), Qt::KeepAspectRatio);
            const QRect target(frame.center() - QPoint(size.width() / 2, size.height() / 2), size);
            painter.setRenderHint(QPainter::SmoothPixmapTransform, m_pictures[i].width() > 64);
            painter.drawImage(target, m_pictures[i]);
            if (i > 0) continue;
            painter.setPen(QPen(tokens().accent, 1.5));
            painter.drawRect(target.adjusted(-1, -1, 1, 1));
        }
    }

private:
    std::vector<QImage> m_pictures;
};

AugmentationPanel::AugmentationPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(&session), m_gallery(new Gallery) {
    setObjectName(QStringLiteral("augmentationPanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_gallery->setObjectName(QStringLiteral("variantGallery"));
    m_gallery->setAccessibleName(tr("The picture and eight variants"));
    layout->addWidget(m_gallery, 3);

    m_fieldsArea = new QWidget;
    auto* grid = new QGridLayout(m_fieldsArea);
    grid->setContentsMargins(0, 0, 8, 0);
    grid->setVerticalSpacing(4);
    using images::Augmentation;
    addField(QStringLiteral("flipHorizontal"), tr("Mirror (probability)"), &Augmentation::flipHorizontal, 1, 0.1);
    addField(QStringLiteral("flipVertical"), tr("Upside down (probability)"), &Augmentation::flipVertical, 1, 0.1);
    addField(QStringLiteral("cropScale"), tr("Crop to at least (share)"), &Augmentation::cropScale, 1, 0.05);
    addField(QStringLiteral("rotate"), tr("Turn by up to (degrees)"), &Augmentation::rotate, 180, 5);
    addField(QStringLiteral("brightness"), tr("Brightness ±"), &Augmentation::brightness, 1, 0.05);
    addField(QStringLiteral("contrast"), tr("Contrast ±"), &Augmentation::contrast, 1, 0.05);
    addField(QStringLiteral("saturation"), tr("Saturation ±"), &Augmentation::saturation, 1, 0.05);
    addField(QStringLiteral("hue"), tr("Hue ± (degrees)"), &Augmentation::hue, 180, 5);
    addField(QStringLiteral("noise"), tr("Noise (of 255)"), &Augmentation::noise, 255, 2);
    addField(QStringLiteral("blur"), tr("Blur up to (pixels)"), &Augmentation::blur, 50, 0.5);
    addField(QStringLiteral("cutout"), tr("Cut-out (share of the side)"), &Augmentation::cutout, 1, 0.05);
    layout->addWidget(makeScrollArea(m_fieldsArea), 2);

    m_seed = new QSpinBox;
    m_seed->setObjectName(QStringLiteral("variantSeed"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same seed gives the same variants"));
    m_seed->setRange(0, 999'999);
    m_seed->setPrefix(tr("Seed") + QStringLiteral(" "));
    connect(m_seed, &QSpinBox::valueChanged, this, &AugmentationPanel::makeVariants);
    layout->addWidget(m_seed);
    auto* keep = makeButton(tr("Save…"), "download");
    keep->setObjectName(QStringLiteral("saveAugmentationButton"));
    connect(keep, &QPushButton::clicked, this, &AugmentationPanel::save);
    layout->addWidget(keep);
    auto* train = makeButton(tr("Train…"), "play");
    train->setObjectName(QStringLiteral("trainVariantsButton"));
    train->setToolTip(tr("A new run with these variants"));
    train->setEnabled(!session.readOnly());
    connect(train, &QPushButton::clicked, this, &AugmentationPanel::train);
    layout->addWidget(train); // one below the other: side by side their texts do not fit
}

void AugmentationPanel::addField(const QString& name, const QString& caption, double images::Augmentation::*value,
                                 double most, double step) {
    auto* grid = static_cast<QGridLayout*>(m_fieldsArea->layout());
    auto* box = new QDoubleSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(caption);
    box->setRange(value == &images::Augmentation::cropScale ? 0.05 : 0, most);
    box->setSingleStep(step);
    box->setDecimals(2);
    box->setValue(images::Augmentation().*value);
    connect(box, &QDoubleSpinBox::valueChanged, this, &AugmentationPanel::makeVariants);
    auto* label = new Label(caption, TextRole::Caption, Tint::Muted);
    label->setElided(true);
    label->setBuddy(box);
    const int row = static_cast<int>(m_fields.size());
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row, 1);
    grid->setColumnStretch(0, 1);
    m_fields.push_back({value, box});
}

images::Augmentation AugmentationPanel::augmentation() const {
    images::Augmentation augmentation;
    for (const Field& field : m_fields) augmentation.*field.value = field.box->value();
    return augmentation;
}

void AugmentationPanel::setPicture(const images::Raster& picture) {
    m_picture = picture;
    makeVariants();
}

void AugmentationPanel::makeVariants() {
    if (m_picture.width == 0) {
        m_gallery->show({});
        return;
    }
    using Pictures = std::vector<QImage>;
    m_session->load(
        this, QStringLiteral("variants"),
        [picture = m_picture, wanted = augmentation(),
         seed = static_cast<uint64_t>(m_seed->value())]() -> Result<Pictures> {
            LATHE_TRY(const images::Pixels* pixels, images::pixels());
            Pictures all{imageOf(picture)};
            for (uint64_t i = 0; i < variants; ++i)
                all.push_back(imageOf(pixels->augmented(picture, wanted, seed * variants + i)));
            return all;
        },
        [this](Pictures pictures) { m_gallery->show(std::move(pictures)); },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void AugmentationPanel::save() {
    const QString file = FileChoice::toSave(this, tr("Save the augmentation"), QStringLiteral("augmentation.yaml"),
                                            tr("YAML files (*.yaml *.yml)"));
    if (file.isEmpty()) return;
    const auto written = writeFileAtomic(file.toStdString(), images::augmentationYaml(augmentation()));
    if (!written) Q_EMIT failed(written.error());
    else Toast::show(this, tr("Saved to %1").arg(file));
}

void AugmentationPanel::train() {
    const auto file = ConfigNode::parse(images::augmentationYaml(augmentation()), "augmentation");
    if (!file) Q_EMIT failed(file.error());
    else Q_EMIT trainRequested(text(file->toJson()["augmentation"].dump()));
}

} // namespace lathe::ui
