// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/notice.hpp"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace penumbra::ui {

Notice::Notice(QWidget* parent) : QFrame(parent) {
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::ToolTipBase);
  icon_ = new QLabel;
  text_ = new QLabel;
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text_->setForegroundRole(QPalette::ToolTipText);
  text_->setAccessibleName(tr("Message"));
  copy_ = new QToolButton;
  copy_->setText(tr("Copy"));
  copy_->setToolTip(tr("Copies the message, for a report"));
  retry_ = new QToolButton;
  retry_->setText(tr("Try Again"));
  auto* row = new QHBoxLayout(this);
  row->addWidget(icon_, 0, Qt::AlignTop);
  row->addWidget(text_, 1);
  row->addWidget(retry_, 0, Qt::AlignTop);
  row->addWidget(copy_, 0, Qt::AlignTop);
  connect(copy_, &QToolButton::clicked, this, [this] {
    QApplication::clipboard()->setText(QStringLiteral("Penumbra " PENUMBRA_VERSION ": ") + text());
  });
  connect(retry_, &QToolButton::clicked, this, &Notice::retry);
  hide();
}

QString Notice::text() const {
  return text_->text();
}

void Notice::present(const QString& text, bool can_retry, bool error) {
  const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
  const auto kind = error ? QStyle::SP_MessageBoxCritical : QStyle::SP_MessageBoxInformation;
  icon_->setPixmap(style()->standardIcon(kind).pixmap(side, side));
  text_->setText(text);
  retry_->setVisible(can_retry);
  copy_->setVisible(error);
  show();
}

void Notice::show_error(const QString& text, bool can_retry) {
  present(text, can_retry, true);
}

void Notice::show_remark(const QString& text, bool can_retry) {
  present(text, can_retry, false);
}

} // namespace penumbra::ui
