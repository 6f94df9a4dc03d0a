// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/preview/plan.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace penumbra::ui {

/// States `first`…`last` of one tile.
struct TileJob {
  TileKey key;
  int first = 0, last = 0;
};

struct TileResult {
  int generation = 0; ///< of the plan that it was rendered from
  TileJob job;
  std::vector<QImage> images; ///< one a state; fewer where the job was abandoned or failed
  std::string error;
};

/// Renders tiles in background threads, in the order asked for.
class PENUMBRA_API Renderer {
 public:
  /// `done` is called in a background thread.
  Renderer(Source source, std::function<void(TileResult)> done, int threads);
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  /// Replaces everything that waits. A single state under way is finished and delivered, so that a value
  /// which is changed without a pause still shows pictures on the way; a row of states of an older plan ends
  /// early.
  void request(std::shared_ptr<const Plan> plan, std::vector<TileJob> jobs);

 private:
  void work();

  const Source source_;
  const std::function<void(TileResult)> done_;
  std::mutex guard_;
  std::condition_variable wake_;
  std::shared_ptr<const Plan> plan_;
  std::vector<TileJob> waiting_;                 ///< the next one last
  std::vector<std::pair<int, TileJob>> running_; ///< with the generation of their plans
  std::atomic<int> newest_{0};                   ///< generation of plan_
  std::atomic<bool> stop_{false};
  std::vector<std::thread> threads_;
};

} // namespace penumbra::ui
