// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/host/gimp_session.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace penumbra::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

sockaddr_in local(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(std::uint16_t(port));
  return address;
}

int free_port() {
  const int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = local(0);
  socklen_t size = sizeof address;
  if (bind(s, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(s, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no free port");
  close(s);
  return ntohs(address.sin_port);
}

std::vector<std::string> gimp_command(const SessionOptions& options, int port, const std::string& log) {
  std::vector<std::string> command{"gimp", "-n", "-d", "-f", "-s"};
  if (options.screen.empty()) command.emplace_back("-i");
  command.insert(command.end(), {"--batch-interpreter", "plug-in-script-fu-eval", "-b",
                                 "(plug-in-script-fu-server RUN-NONINTERACTIVE \"127.0.0.1\" " +
                                     std::to_string(port) + " " + quoted(log) + ")"});
  return command;
}

std::map<std::string, std::string> environment_of(const SessionOptions& options, const std::string& folder) {
  std::map<std::string, std::string> environment = options.environment;
  environment["GIMP2_DIRECTORY"] = folder;
  environment["OMP_WAIT_POLICY"] = "PASSIVE";
  if (!options.screen.empty()) {
    environment["DISPLAY"] = options.screen;
    environment["XDG_RUNTIME_DIR"] = folder;
  }
  return environment;
}

std::string profile_of(const std::string& name, const SessionOptions& options) {
  return make_profile(name, {options.plug_ins.empty() ? PENUMBRA_TEST_FAKE_PLUG_INS : options.plug_ins,
                             PENUMBRA_TEST_PROBE_PLUG_INS});
}

} // namespace

std::string why_no_gimp() {
  if (!installed("gimp")) return "GIMP is not installed";
  if (!fs::exists(PENUMBRA_TEST_GIMP_PLUG_INS "/script-fu")) return "GIMP's Script-Fu is not installed";
  return {};
}

std::string why_no_screen() {
  for (const char* program : {"Xvfb", "xdotool", "openbox"})
    if (!installed(program)) return std::string(program) + " is not installed";
  return {};
}

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string make_profile(const std::string& name, const std::vector<std::string>& plug_ins) {
  const fs::path folder = fs::path(PENUMBRA_TEST_PROFILES) / name;
  fs::remove_all(folder);
  for (const char* part : {"system", "brushes", "dynamics", "gradients", "palettes", "tool-presets"})
    fs::create_directories(folder / part);
  for (const char* part : {"script-fu", "file-png"})
    fs::create_directory_symlink(fs::path(PENUMBRA_TEST_GIMP_PLUG_INS) / part, folder / "system" / part);
  std::string path = (folder / "system").string();
  for (const std::string& part : plug_ins) path += ":" + part;
  std::ofstream(folder / "gimprc") << "(plug-in-path \"" << path << "\")\n"
                                   << "(color-profile-policy keep)\n"
                                   << "(confirm-on-close no)\n";
  return folder.string();
}

Process::Process(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment, const std::string& log) {
  std::vector<char*> raw;
  for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
  raw.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ > 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that dies leaves nothing behind
  setpgid(0, 0);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  dup2(out, 1);
  dup2(out, 2);
  for (const auto& [key, value] : environment) setenv(key.c_str(), value.c_str(), 1);
  execvp(raw[0], raw.data());
  _exit(127);
}

Process::~Process() {
  if (running()) {
    kill(-pid_, SIGKILL);
    wait(5);
  }
}

bool Process::running() {
  if (pid_ < 0) return false;
  if (waitpid(pid_, &status_, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

int Process::wait(int seconds) {
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  while (running()) {
    if (Clock::now() > end) {
      kill(-pid_, SIGKILL);
      waitpid(pid_, &status_, 0);
      pid_ = -1;
      return -1;
    }
    std::this_thread::sleep_for(10ms);
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

GimpSession::GimpSession(const std::string& name, const Options& options)
    : folder_(profile_of(name, options)) {
  const int port = free_port();
  gimp_ = std::make_unique<Process>(gimp_command(options, port, file("server.log")),
                                    environment_of(options, folder_), file("gimp.log"));
  const auto end = Clock::now() + 180s;
  const sockaddr_in address = local(port);
  while (true) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    close(socket_);
    if (!gimp_->running() || Clock::now() > end)
      throw std::runtime_error("GIMP did not start:\n" + contents(file("gimp.log")));
    std::this_thread::sleep_for(50ms);
  }
}

GimpSession::~GimpSession() {
  try {
    quit();
  } catch (const std::exception&) { // the process is ended by its destructor
  }
}

void GimpSession::start(const std::string& script) {
  if (script.size() > 0xffff) throw std::runtime_error("script too long");
  std::string request{'G', char(script.size() >> 8), char(script.size() & 255)};
  request += script;
  for (std::size_t sent = 0; sent < request.size();) {
    const ssize_t n = send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("GIMP has gone:\n" + contents(file("gimp.log")));
    sent += std::size_t(n);
  }
}

GimpSession::Answer GimpSession::answer() {
  const auto receive = [&](std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t got = 0; got < size;) {
      const ssize_t n = recv(socket_, bytes.data() + got, size - got, 0);
      if (n <= 0) throw std::runtime_error("GIMP has gone:\n" + contents(file("gimp.log")));
      got += std::size_t(n);
    }
    return bytes;
  };
  const std::string head = receive(4);
  const auto byte = [&](int i) { return std::size_t(static_cast<unsigned char>(head[i])); };
  return {head[1] != 0, receive(byte(2) << 8 | byte(3))};
}

std::string GimpSession::eval(const std::string& script) {
  start(script);
  Answer got = answer();
  if (got.failed) throw std::runtime_error(script + "\n" + got.text);
  return got.text;
}

int GimpSession::eval_int(const std::string& script) {
  return std::stoi(eval(script));
}

std::string GimpSession::eval_text(const std::string& script) {
  const std::string literal = eval(script);
  if (literal.size() < 2 || literal.front() != '"' || literal.back() != '"')
    throw std::runtime_error(script + " is no string but " + literal);
  std::string text;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    if (literal[i] != '\\')
      text += literal[i];
    else
      text += literal[++i] == 'n' ? '\n' : literal[i];
  }
  return text;
}

std::string GimpSession::error_of(const std::string& script) {
  start(script);
  return finish();
}

std::string GimpSession::finish() {
  const Answer got = answer();
  return got.failed ? got.text : "";
}

void GimpSession::set_last_values(const std::string& json, const std::string& procedure) {
  std::string bytes = "#(";
  for (const unsigned char c : json) bytes += std::to_string(c) + " ";
  eval("(gimp-procedural-db-set-data \"" + procedure + "\" " + std::to_string(json.size()) + " " + bytes +
       "))");
}

bool GimpSession::plug_in_runs(const std::string& program) const {
  std::error_code gone; // processes end while their list is read
  for (const auto& entry : fs::directory_iterator("/proc", gone)) {
    // "123 (name) S 45 …": number, program, state, parent
    const std::string stat = contents((entry.path() / "stat").string());
    const auto open = stat.find('('), close = stat.rfind(')');
    if (open == std::string::npos || close == std::string::npos) continue;
    const bool zombie = stat.compare(close + 2, 1, "Z") == 0;
    if (!zombie && stat.substr(open + 1, close - open - 1) == program &&
        std::stoi(stat.substr(close + 4)) == gimp_->id())
      return true;
  }
  return false;
}

std::string GimpSession::quit() {
  if (socket_ >= 0) {
    if (gimp_->running()) start("(gimp-quit 1)");
    gimp_->wait(60);
    close(socket_);
    socket_ = -1;
  }
  return contents(file("gimp.log"));
}

std::string GimpSession::file(const std::string& name) const {
  return folder_ + "/" + name;
}

} // namespace penumbra::test
