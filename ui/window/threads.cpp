// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/threads.hpp"

#include <QSemaphore>
#include <QThreadPool>
#include <memory>

namespace penumbra::ui {
namespace {
constexpr int patience_ms = 1000; // where the system has no more threads to give
}

void start_threads(QThreadPool& pool) {
  struct Meeting {
    QSemaphore arrived, leave;
  };
  pool.setExpiryTimeout(-1);
  // A pool starts a thread only for work that none of its others is free for, so each piece of work lasts
  // until all threads are there.
  const auto meeting = std::make_shared<Meeting>();
  const int count = pool.maxThreadCount();
  for (int i = 0; i < count; ++i)
    pool.start([meeting] {
      meeting->arrived.release();
      meeting->leave.acquire();
    });
  meeting->arrived.tryAcquire(count, patience_ms);
  meeting->leave.release(count);
}

} // namespace penumbra::ui
