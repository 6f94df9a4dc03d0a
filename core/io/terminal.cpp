// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace penumbra::cli {
namespace {

volatile std::sig_atomic_t received = 0;
volatile std::sig_atomic_t ends_at_once = 0;
volatile std::sig_atomic_t bar_is_shown = 0;

extern "C" void remember(int signal) {
  received = signal;
  if (!ends_at_once) return;
  // Nothing but write() and _exit() may be called here.
  constexpr char erase[] = "\r\033[K", words[] = "penumbra: cancelled; nothing was written.\n";
  if (bar_is_shown && write(STDERR_FILENO, erase, sizeof erase - 1) < 0) _exit(130);
  if (write(STDERR_FILENO, words, sizeof words - 1) < 0) _exit(130);
  _exit(130);
}

} // namespace

void watch_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    // What was started with a signal ignored (nohup) goes on ignoring it.
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
}

int interrupted() {
  return received;
}

void stop_if_interrupted() {
  if (received) throw Cancelled();
}

EndsAtOnce::EndsAtOnce() {
  ends_at_once = ends_at_once + 1;
  if (received) remember(received);
}

EndsAtOnce::~EndsAtOnce() {
  ends_at_once = ends_at_once - 1;
}

Terminal::Terminal(bool quiet) {
  const char* kind = std::getenv("TERM");
  draws_ = !quiet && isatty(STDERR_FILENO) && kind && std::strcmp(kind, "dumb") != 0;
}

Terminal::~Terminal() {
  finish();
}

void Terminal::finish() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
  bar_is_shown = 0;
}

void Terminal::report(double fraction, std::string_view message) {
  if (!draws_) return;
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - last_ < std::chrono::milliseconds(50) && fraction < 1) return;
  last_ = now;
  constexpr int width = 30;
  const double part = std::clamp(fraction, 0.0, 1.0);
  const int full = int(std::lround(part * width));
  const std::string bar = std::string(std::size_t(full), '#') + std::string(std::size_t(width - full), '.');
  std::fprintf(stderr, "\r\033[K[%s] %3d%% %.*s", bar.c_str(), int(part * 100),
               int(std::min<std::size_t>(message.size(), 40)), message.data());
  std::fflush(stderr);
  shown_ = true;
  bar_is_shown = 1;
}

std::string printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool c1 = c == 0xc2 && next >= 0x80 && next < 0xa0; // U+0080 … U+009F in UTF-8
    if (c >= 0x20 && c != 0x7f && !c1) {
      out += text[i];
      continue;
    }
    char code[8];
    std::snprintf(code, sizeof code, "\\x%02x", c1 ? next : c);
    out += code;
    i += c1;
  }
  return out;
}

void note(const std::string& text) {
  std::fprintf(stderr, "penumbra: note: %s\n", printable(text).c_str());
}

} // namespace penumbra::cli
