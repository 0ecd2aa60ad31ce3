// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QVector>

#include <memory>
#include <string>

#include "core/data/images/image_store.h"
#include "core/data/images/pixels.h"

namespace lathe::ui {

/// A raster as Qt has it.
QImage imageOf(const images::Raster& raster);

/// Longer side, in pixels, of a picture that is looked at closely; larger ones are shown in this size.
inline constexpr int closeSide = 2048;

/// A stored picture with a longer side of at most \p side pixels. Errors: those of ImageStores::read and
/// Pixels::decode.
Result<images::Raster> readPicture(images::ImageStores& stores, const std::string& sha256, int side = closeSide);

/// Decodes pictures in the background and keeps the last ones used (96 MB). JPEG is decoded at a fraction of its size.
/// What is no longer wanted when its turn comes is not decoded. GUI thread only.
class PictureLoader : public QObject {
    Q_OBJECT

public:
    explicit PictureLoader(QObject* parent = nullptr);
    ~PictureLoader() override;

    /// Where pictures are read from; forgets what it holds.
    void setSource(std::shared_ptr<images::ImageStores> stores);
    /// The picture with a longer side of at most \p side pixels; null while it is not there yet, or when it is broken.
    [[nodiscard]] const QImage* find(const std::string& sha256, int side) const;
    /// What is to be decoded next, most urgent first; replaces what was wanted before.
    void want(const std::vector<std::string>& sha256s, int side);
    /// Why a picture cannot be shown; empty while that is not known.
    [[nodiscard]] QString failure(const std::string& sha256) const {
        return m_failures.value(QByteArray::fromStdString(sha256));
    }

Q_SIGNALS:
    void loaded();

private:
    void startNext();
    void keep(const QByteArray& key, const QByteArray& sha256, const QImage& picture, const QString& failure,
              quint64 generation);

    std::shared_ptr<images::ImageStores> m_stores;
    QCache<QByteArray, QImage> m_cache;
    QHash<QByteArray, QString> m_failures;
    std::vector<std::string> m_wanted; ///< most urgent last
    QSet<QByteArray> m_running;
    QThreadPool m_pool;
    quint64 m_generation = 0;
    int m_side = 0;
};

} // namespace lathe::ui
