// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/match_look/reference_box.hpp"

#include "ui/preview/pixels.hpp"
#include "ui/tool/match_look/recent.hpp"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QToolButton>

namespace penumbra::ui {
namespace {

constexpr QSize picture_size(124, 93);

QSettings memory() {
  return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("penumbra"),
                   QStringLiteral("dialog"));
}
const QString folder_key = QStringLiteral("match-look/folder");

bool has_reference(const QMimeData* data) {
  if (!data) return false;
  if (data->hasImage()) return true;
  const QList<QUrl> urls = data->urls();
  return !urls.isEmpty() && urls.first().isLocalFile();
}

} // namespace

ReferenceBox::ReferenceBox(MatchLookSession& session, const DialogInput& input, QWidget* parent)
    : QWidget(parent), session_(session) {
  picture_ = new QLabel;
  picture_->setFixedSize(picture_size);
  picture_->setAlignment(Qt::AlignCenter);
  picture_->setWordWrap(true);
  picture_->setAutoFillBackground(true);
  picture_->setCursor(Qt::PointingHandCursor);
  picture_->setAcceptDrops(true);
  picture_->installEventFilter(this);
  name_ = new QLabel;
  name_->setTextFormat(Qt::PlainText);
  name_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

  menu_ = new QMenu(this);
  connect(menu_->addAction(tr("&File…")), &QAction::triggered, this, &ReferenceBox::ask_for_file);
  QAction* clipboard = menu_->addAction(tr("From the &Clipboard") + '\t' +
                                        QKeySequence(QKeySequence::Paste).toString(QKeySequence::NativeText));
  connect(clipboard, &QAction::triggered, this, &ReferenceBox::paste);
  connect(menu_, &QMenu::aboutToShow, clipboard,
          [clipboard] { clipboard->setEnabled(has_reference(QGuiApplication::clipboard()->mimeData())); });
  recent_ = menu_->addMenu(tr("&Last References"));
  connect(menu_, &QMenu::aboutToShow, this, &ReferenceBox::fill_recent);
  if (!input.open.empty()) menu_->addSeparator();
  for (const OpenPicture& open : input.open) {
    QString text = QString::fromStdString(open.name);
    QAction* action = menu_->addAction(text.replace('&', QLatin1String("&&")));
    if (!open.thumbnail.empty()) action->setIcon(QPixmap::fromImage(to_qimage(open.thumbnail)));
    connect(action, &QAction::triggered, this, [this, id = open.id] { session_.choose_layer(id); });
  }
  choose_ = new QToolButton;
  choose_->setText(tr("&Choose…"));
  choose_->setMenu(menu_);
  choose_->setPopupMode(QToolButton::InstantPopup);
  choose_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  choose_->setToolTip(input.open.empty()
                          ? tr("Chooses the reference: a file or what is on the clipboard")
                          : tr("Chooses the reference: a file, what is on the clipboard, or another layer or "
                               "picture that is open"));
  choose_->setAccessibleName(tr("Choose the reference"));

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(picture_, 0, 0, 3, 1);
  grid->addWidget(new QLabel(tr("Reference")), 0, 1, Qt::AlignTop);
  grid->addWidget(name_, 1, 1, Qt::AlignTop);
  grid->addWidget(choose_, 2, 1, Qt::AlignBottom);
  grid->setColumnStretch(1, 1);
  connect(&session_, &MatchLookSession::reference_changed, this, &ReferenceBox::follow);
  follow();
}

void ReferenceBox::follow() {
  const LookReference* reference = session_.reference();
  if (reference && !reference->file.empty() && !session_.reading())
    RecentReferences().add(QString::fromStdString(reference->file), reference->thumbnail);
  // A place to drop something looks like one.
  picture_->setStyleSheet(reference && !session_.reading()
                              ? QString()
                              : QStringLiteral("border: 2px dashed %1; border-radius: 4px;")
                                    .arg(palette().color(QPalette::PlaceholderText).name(QColor::HexArgb)));
  if (session_.reading()) {
    picture_->setText(tr("Opening…"));
  } else if (!reference) {
    picture_->setText(tr("Drop a picture here"));
  } else {
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap =
        QPixmap::fromImage(reference->thumbnail)
            .scaled((picture_size - QSize(4, 4)) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    pixmap.setDevicePixelRatio(ratio);
    picture_->setPixmap(pixmap);
  }
  const QString name = reference ? reference->name : tr("none yet");
  name_->setText(fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(80, name_->width())));
  name_->setToolTip(reference && !reference->file.empty() ? QString::fromStdString(reference->file) : name);
  picture_->setToolTip(
      tr("The picture whose look the photo takes on. Drop a file or a picture here, or click "
         "to choose one."));
  picture_->setAccessibleName(tr("Reference: %1").arg(name));
}

void ReferenceBox::fill_recent() {
  const RecentReferences recent;
  recent_->clear();
  for (const QString& file : recent.files()) {
    QString name = QFileInfo(file).fileName();
    QAction* action = recent_->addAction(name.replace('&', QLatin1String("&&")));
    action->setToolTip(file);
    action->setIcon(QPixmap::fromImage(recent.thumbnail(file)));
    connect(action, &QAction::triggered, this, [this, file] { session_.choose_file(file); });
  }
  recent_->setToolTipsVisible(true);
  recent_->setEnabled(!recent_->isEmpty());
}

void ReferenceBox::ask_for_file() {
  QString folder = memory().value(folder_key).toString();
  if (session_.reference() && !session_.reference()->file.empty())
    folder = QString::fromStdString(session_.reference()->file);
  const QString file = QFileDialog::getOpenFileName(
      window(), tr("Choose the Reference"), folder,
      tr("Pictures") +
          QStringLiteral(" (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.exr *.hdr *.pfm *.bmp *.gif *.xcf *.psd "
                         "*.heif *.heic *.avif *.jxl *.jp2);;") +
          tr("Look-up tables") + QStringLiteral(" (*.cube);;") + tr("All files") + QStringLiteral(" (*)"));
  if (file.isEmpty()) return;
  memory().setValue(folder_key, QFileInfo(file).path());
  session_.choose_file(file);
}

bool ReferenceBox::take(const QMimeData* data) {
  if (!has_reference(data)) return false;
  // A file first: what comes with it as a picture may be a reduced one.
  for (const QUrl& url : data->urls())
    if (url.isLocalFile()) {
      session_.choose_file(url.toLocalFile());
      return true;
    }
  const QImage picture = qvariant_cast<QImage>(data->imageData());
  if (picture.isNull()) return false;
  session_.choose_picture(picture, tr("From the clipboard"));
  return true;
}

void ReferenceBox::paste() {
  if (!take(QGuiApplication::clipboard()->mimeData()))
    Q_EMIT failed(tr("There is no picture on the clipboard."));
}

bool ReferenceBox::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
  case QEvent::DragEnter:
  case QEvent::DragMove: {
    auto* drag = static_cast<QDragMoveEvent*>(event);
    if (!has_reference(drag->mimeData())) break;
    drag->acceptProposedAction();
    picture_->setBackgroundRole(QPalette::Highlight);
    return true;
  }
  case QEvent::DragLeave:
    picture_->setBackgroundRole(QPalette::NoRole);
    break;
  case QEvent::Drop: {
    auto* drop = static_cast<QDropEvent*>(event);
    picture_->setBackgroundRole(QPalette::NoRole);
    if (take(drop->mimeData())) drop->acceptProposedAction();
    return true;
  }
  case QEvent::MouseButtonPress:
    if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
      menu_->popup(picture_->mapToGlobal(QPoint(0, picture_->height())));
      return true;
    }
    break;
  default:
    break;
  }
  return QWidget::eventFilter(watched, event);
}

} // namespace penumbra::ui
