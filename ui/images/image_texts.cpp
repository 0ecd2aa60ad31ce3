// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_texts.h"

#include <QCoreApplication>

#include "ui/widgets/format.h"

namespace lathe::ui {

using images::Issue;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Images)
};

} // namespace

QString issueText(Issue issue) {
    switch (issue) {
    case Issue::Broken: return Texts::tr("Broken");
    case Issue::Truncated: return Texts::tr("Truncated");
    case Issue::Blurred: return Texts::tr("Blurred");
    case Issue::Dark: return Texts::tr("Dark");
    case Issue::Overexposed: return Texts::tr("Overexposed");
    case Issue::LowContrast: return Texts::tr("Low contrast");
    case Issue::OddSize: return Texts::tr("Odd size");
    case Issue::OddAspect: return Texts::tr("Odd aspect ratio");
    case Issue::OddChannels: return Texts::tr("Odd channels");
    case Issue::Unlabelled: return Texts::tr("Without a label");
    case Issue::Duplicate: return Texts::tr("Duplicate");
    case Issue::NearDuplicate: return Texts::tr("Near duplicate");
    case Issue::LabelConflict: return Texts::tr("Same picture, different labels");
    case Issue::Leakage: return Texts::tr("Same picture in several splits");
    }
    return {};
}

Tone issueTone(Issue issue) {
    switch (issue) {
    case Issue::Broken:
    case Issue::LabelConflict:
    case Issue::Leakage: return Tone::Bad;
    case Issue::Unlabelled: return Tone::Info;
    default: return Tone::Warn;
    }
}

QString orderText(ImageOrder order) {
    switch (order) {
    case ImageOrder::Path: return Texts::tr("By name");
    case ImageOrder::Label: return Texts::tr("By label");
    case ImageOrder::Sharpness: return Texts::tr("Least sharp first");
    case ImageOrder::Brightness: return Texts::tr("Darkest first");
    case ImageOrder::Size: return Texts::tr("Smallest first");
    case ImageOrder::Unlabelled: return Texts::tr("Without a label first");
    case ImageOrder::Duplicates: return Texts::tr("Duplicates together");
    }
    return {};
}

QString groupText(const images::DuplicateGroup& group) {
    QStringList words{group.exact ? Texts::tr("Same file") : Texts::tr("Alike"),
                      Texts::tr("%n picture(s)", nullptr, static_cast<int>(group.rows.size()))};
    if (!group.exact) words << Texts::tr("up to %1 of 64 bits differ").arg(group.largestDistance);
    if (group.labelConflict) words << Texts::tr("labels differ");
    if (group.leakage) words << Texts::tr("in several splits");
    return words.join(QStringLiteral(" · "));
}

std::vector<ThumbnailSection> sectionsOf(const ImageSet& set, const std::vector<size_t>& shown, ImageOrder order) {
    std::vector<ThumbnailSection> sections;
    if (order == ImageOrder::Label) {
        for (size_t place = 0; place < shown.size(); ++place) {
            const int label = set.table->rows[shown[place]].label;
            if (place > 0 && label == set.table->rows[shown[place - 1]].label) continue;
            sections.push_back({place, label < 0 ? Texts::tr("Without a label")
                                                 : text(set.table->labels[static_cast<size_t>(label)])});
        }
        for (size_t i = 0; i < sections.size(); ++i) {
            const size_t end = i + 1 < sections.size() ? sections[i + 1].first : shown.size();
            sections[i].title += QStringLiteral(" · ") + countText(static_cast<qint64>(end - sections[i].first));
        }
    } else if (order == ImageOrder::Duplicates) {
        const auto groups = groupNumbers(set);
        for (size_t place = 0; place < shown.size(); ++place) {
            const size_t group = groups[shown[place]];
            if (place > 0 && group == groups[shown[place - 1]]) continue;
            sections.push_back({place, group == SIZE_MAX ? Texts::tr("Others") : groupText(set.report.groups[group])});
        }
    }
    return sections;
}

QString sizeText(const images::ImageRow& row) {
    const QString bytes = byteText(static_cast<double>(row.bytes));
    const QString format = text(images::toString(row.header.format)).toUpper();
    if (row.status == images::Status::Broken) return bytes;
    return QStringLiteral("%1 × %2 · %3 · %4").arg(row.header.width).arg(row.header.height).arg(format, bytes);
}

} // namespace lathe::ui
