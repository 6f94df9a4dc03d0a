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

extern "C" void remember(int signal) {
  received = signal;
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
}

void note(const std::string& text) {
  std::fprintf(stderr, "penumbra: note: %s\n", text.c_str());
}

} // namespace penumbra::cli
