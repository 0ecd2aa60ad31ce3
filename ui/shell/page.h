// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVBoxLayout>
#include <QWidget>
#include <functional>
#include <vector>

#include "ui/shell/command.h"
#include "ui/shell/session.h"
#include "ui/widgets/inline_message.h"

class QAbstractButton;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace lathe::ui {

class Label;
class SearchField;

/// A header (title, counts, search, actions), a place for inline messages, and a body.
class PageFrame : public QWidget {
    Q_OBJECT

public:
    explicit PageFrame(const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const { return m_title; }
    /// The field that Ctrl+F focuses; may be null.
    [[nodiscard]] SearchField* searchField() const { return m_search; }

    void showMessage(const MessageContent& message);
    void showError(const Error& error);
    void clearMessage();

protected:
    /// The counts beside the title: "42 runs · 2 active".
    void setSubtitle(const QString& text);
    SearchField* addSearch(const QString& prompt);
    void addHeaderWidget(QWidget* widget);
    /// Adds a button to the header. The primary one is filled with the accent colour; one per page.
    QPushButton* addHeaderButton(const QString& text, const char* iconName, bool primary = false);
    /// Where the content goes; margins and spacing are set.
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }

private:
    QString m_title;
    Label* m_subtitle = nullptr;
    SearchField* m_search = nullptr;
    QHBoxLayout* m_headerLayout = nullptr;
    InlineMessage* m_message = nullptr;
    QVBoxLayout* m_body = nullptr;
};

/// One page of the window over an open project.
///
/// Pages are built when first shown and built anew when the language changes (so texts are set once, in the
/// constructor, through tr()); currentObject() and showObject() carry the place over. While hidden a page should
/// not load: override refresh(), which is called when the page is shown and on every change while it is visible.
class Page : public PageFrame {
    Q_OBJECT

public:
    Page(Session& session, const QString& title, QWidget* parent = nullptr);

    /// Called when the page comes to the front.
    virtual void activate() {}
    /// Loads again what is shown.
    virtual void refresh() {}
    /// What the command palette offers for this page.
    virtual std::vector<Command> commands() { return {}; }
    /// Shows one object of the page's kind, by the name links use ("weather@2", a run id, "weather-model@3").
    virtual void showObject(const QString& object) { Q_UNUSED(object) }
    [[nodiscard]] virtual QString currentObject() const { return {}; }

Q_SIGNALS:
    /// Asks the window to go to another page ("datasets", "runs", "models", "serving", "drift", "activity") and
    /// show \p object there; "sample" makes and opens the sample project.
    void openRequested(const QString& page, const QString& object);

protected:
    [[nodiscard]] Session& session() const { return m_session; }
    void showEvent(QShowEvent* event) override;

private:
    Session& m_session;
};

/// A page as the navigation knows it. Pages are listed in pages.cpp.
struct PageEntry {
    QString id;       ///< "datasets"; the name links use
    const char* icon; ///< icon name
    QString title;    ///< translated when the list is made
    std::function<Page*(Session&, QWidget* parent)> create;
};

/// The id of the page that shows objects of a kind: "dataset", "run", "model", "deployment" or "report".
QString pageOfKind(const std::string& kind);

/// All pages in the order of the navigation.
std::vector<PageEntry> pageEntries();

} // namespace lathe::ui
