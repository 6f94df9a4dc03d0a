// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

namespace penumbra::ui {

/// The states before the changes that a person made, to be had back one by one, and forward again.
template <class State> class History {
 public:
  /// To be called before a change: `now` is what undo() brings back. Changes of the same `subject` in a row,
  /// such as a slider that is dragged, are one change; -1 is none.
  void keep(State now, int subject = -1) {
    after_.clear();
    if (subject >= 0 && subject == subject_) return;
    subject_ = subject;
    before_.push_back(std::move(now));
    if (before_.size() > max) before_.erase(before_.begin());
  }
  /// The next change is one of its own.
  void settle() { subject_ = -1; }
  void clear() { *this = {}; }

  bool can_undo() const { return !before_.empty(); }
  bool can_redo() const { return !after_.empty(); }
  /// The state before the last change, in place of `now`; only where can_undo().
  State undo(State now) { return move(before_, after_, std::move(now)); }
  /// What undo() took back last, in place of `now`; only where can_redo().
  State redo(State now) { return move(after_, before_, std::move(now)); }

 private:
  static constexpr std::size_t max = 100;

  State move(std::vector<State>& from, std::vector<State>& to, State now) {
    settle();
    to.push_back(std::move(now));
    State back = std::move(from.back());
    from.pop_back();
    return back;
  }

  std::vector<State> before_, after_;
  int subject_ = -1; ///< of the last change
};

} // namespace penumbra::ui
