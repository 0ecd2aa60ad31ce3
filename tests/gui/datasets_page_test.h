// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <fstream>
#include <memory>

#include "core/project/project.h"
#include "tests/gui/hands.h"
#include "ui/datasets/datasets_page.h"
#include "ui/shell/session.h"
#include "ui/widgets/file_choice.h"

namespace lathe::ui::test {

/// What tests of the Datasets page share: the page alone, over a fresh project, and hands on it.
class DatasetsPageTest : public QObject {
protected:
    /// A project that \p fill puts something into, and the page on screen.
    void openPage(QSize size, const std::function<void(Project&)>& fill = {}) {
        Theme::instance().apply(ThemeMode::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        auto project = Project::create(Path(m_folder->filePath(QStringLiteral("test.lathe")).toStdString()), "test");
        QVERIFY2(project.has_value(), project ? "" : project.error().message.c_str());
        if (fill) fill(**project);
        m_session = std::make_unique<Session>(std::move(*project));
        showPage(size);
    }

    /// A new page over the same session, as a change of language makes one.
    void showPage(QSize size) {
        m_page = std::make_unique<DatasetsPage>(*m_session);
        m_page->resize(size);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow(); // shortcuts of cards ask where the focus is
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }

    void closePage() {
        m_page.reset();
        m_session.reset();
        m_folder.reset();
        FileChoice::answerOpen() = {};
        FileChoice::answerSave() = {};
    }

    [[nodiscard]] Hands hands() const { return Hands(*m_page); }
    template <typename T = QWidget>
    [[nodiscard]] T* find(const QString& name) const {
        T* found = hands().find<T>(name);
        if (found == nullptr) qFatal("no widget named %s", qPrintable(name));
        return found;
    }
    template <typename T = QWidget>
    [[nodiscard]] T* visible(const QString& name) const {
        return hands().visible<T>(name);
    }
    void click(const QString& name) const { hands().click(name); }
    void type(const QString& field, const QString& typed) const { hands().type(field, typed); }
    void choose(const QString& box, const QString& entry) const { hands().choose(box, entry); }
    void tick(const QString& list, const QString& entry) const { hands().tick(list, entry); }
    void openTab(int index) const { hands().openTab(QStringLiteral("datasetTabs"), index); }

    /// Writes a file into the test's folder.
    [[nodiscard]] QString write(const QString& name, const std::string& content) const {
        const QString path = m_folder->filePath(name);
        std::ofstream(path.toStdString(), std::ios::binary) << content;
        return path;
    }
    /// The next file that the page asks for is \p file.
    static void answerWith(const QString& file) {
        FileChoice::answerOpen() = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
    }

    static constexpr int patience = Hands::patience;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<DatasetsPage> m_page;
};

} // namespace lathe::ui::test
