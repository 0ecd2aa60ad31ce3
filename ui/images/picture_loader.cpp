// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/picture_loader.h"

#include <QPointer>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace lathe::ui {

namespace {

constexpr int cacheKilobytes = 96 * 1024;

QByteArray keyOf(const std::string& sha256, int side) {
    return QByteArray::fromStdString(sha256) + '/' + QByteArray::number(side);
}

struct Loaded {
    QImage picture;
    QString failure;
};

/// Decoding must not hold up the frames that are drawn meanwhile. On Linux the nice value belongs to the thread.
void yieldToTheWindow() {
    constexpr int lower = 10;
    thread_local const int done = ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), lower);
    (void)done;
}

Loaded load(images::ImageStores& stores, const std::string& sha256, int side) {
    const auto picture = readPicture(stores, sha256, side);
    if (!picture) return {{}, QString::fromStdString(picture.error().message)};
    return {imageOf(*picture), {}};
}

} // namespace

QImage imageOf(const images::Raster& raster) {
    const QImage::Format format = raster.channels == 1   ? QImage::Format_Grayscale8
                                  : raster.channels == 3 ? QImage::Format_RGB888
                                                         : QImage::Format_RGBA8888;
    return QImage(raster.samples.data(), raster.width, raster.height, static_cast<qsizetype>(raster.stride()), format)
        .convertToFormat(raster.channels == 4 ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
}

Result<images::Raster> readPicture(images::ImageStores& stores, const std::string& sha256, int side) {
    LATHE_TRY(const images::Pixels* pixels, images::pixels());
    LATHE_TRY(const auto bytes, stores.read(sha256));
    LATHE_TRY(auto decoded, pixels->decode(bytes, {side, {}}));
    return std::move(decoded.raster);
}

PictureLoader::PictureLoader(QObject* parent) : QObject(parent), m_cache(cacheKilobytes) {
    m_pool.setMaxThreadCount(std::max(1, QThread::idealThreadCount()));
}

PictureLoader::~PictureLoader() {
    m_wanted.clear();
    m_pool.waitForDone();
}

void PictureLoader::setSource(std::shared_ptr<images::ImageStores> stores) {
    ++m_generation;
    m_stores = std::move(stores);
    m_cache.clear();
    m_failures.clear();
    m_wanted.clear();
    m_running.clear();
}

const QImage* PictureLoader::find(const std::string& sha256, int side) const {
    return m_cache.object(keyOf(sha256, side));
}

void PictureLoader::want(const std::vector<std::string>& sha256s, int side) {
    m_side = side;
    m_wanted.assign(sha256s.rbegin(), sha256s.rend());
    startNext();
}

void PictureLoader::startNext() {
    while (m_stores && !m_wanted.empty() && m_running.size() < m_pool.maxThreadCount()) {
        const std::string sha256 = std::move(m_wanted.back());
        m_wanted.pop_back();
        const QByteArray key = keyOf(sha256, m_side);
        const QByteArray digest = QByteArray::fromStdString(sha256);
        if (m_running.contains(key) || m_cache.contains(key) || m_failures.contains(digest)) continue;
        m_running.insert(key);
        m_pool.start([loader = QPointer(this), stores = m_stores, sha256, side = m_side, key, digest,
                      generation = m_generation] {
            yieldToTheWindow();
            const Loaded result = load(*stores, sha256, side);
            // The pool is waited for in the destructor: while this runs, the loader lives.
            QMetaObject::invokeMethod(
                loader.data(),
                [loader, key, digest, result, generation] {
                    if (loader) loader->keep(key, digest, result.picture, result.failure, generation);
                },
                Qt::QueuedConnection);
        });
    }
}

void PictureLoader::keep(const QByteArray& key, const QByteArray& sha256, const QImage& picture, const QString& failure,
                         quint64 generation) {
    if (generation != m_generation) return;
    m_running.remove(key);
    if (!failure.isEmpty()) m_failures.insert(sha256, failure);
    else m_cache.insert(key, new QImage(picture), std::max<int>(1, static_cast<int>(picture.sizeInBytes() / 1024)));
    startNext();
    Q_EMIT loaded();
}

} // namespace lathe::ui
