// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace penumbra::test {

/// Whether GIMP and what the tests need of it are installed; else the reason to skip.
std::string why_no_gimp();
/// The same for tests that need a screen: Xvfb, xdotool, a window manager.
std::string why_no_screen();

/// A process that is ended with the object at the latest.
class Process {
 public:
  /// Starts `arguments` with `environment` added to the tests' own; output and errors go to the file `log`.
  Process(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
          const std::string& log);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool running();
  int id() const { return pid_; }
  /// Waits for the end, at most `seconds`; returns the exit status, or -1 where it had to be killed.
  int wait(int seconds);

 private:
  int pid_ = -1;
  int status_ = 0;
};

std::string contents(const std::string& file);

struct SessionOptions {
  std::map<std::string, std::string> environment{};
  std::string plug_ins{}; ///< folder of plug-ins; empty: ours with fake agents
  std::string screen{};   ///< ":41": with windows, there; empty: `gimp -i`
};

/// A running GIMP that executes Script-Fu, with a profile folder of its own in the build tree.
class GimpSession {
 public:
  using Options = SessionOptions;
  /// `name` of the profile folder; made anew. Throws std::runtime_error where GIMP does not start.
  explicit GimpSession(const std::string& name, const Options& options = {});
  ~GimpSession();

  /// Value (and output) of a Script-Fu expression. Throws std::runtime_error where the script fails.
  std::string eval(const std::string& script);
  int eval_int(const std::string& script);
  /// Value of an expression that is a string.
  std::string eval_text(const std::string& script);
  /// The error message of a script that must fail; empty where it does not.
  std::string error_of(const std::string& script);

  /// Sends a script without waiting for its end; `finish` waits for it and returns its error message.
  void start(const std::string& script);
  std::string finish();

  /// Sets what a tool finds as its last values.
  void set_last_values(const std::string& json,
                       const std::string& procedure = "plug-in-penumbra-auto-enhance-low-light");
  /// Whether a plug-in's process, known by the name of its program, lives.
  bool plug_in_runs(const std::string& program) const;

  /// Quits GIMP and returns all that it printed.
  std::string quit();
  /// A file name in the profile folder.
  std::string file(const std::string& name) const;

 private:
  struct Answer {
    bool failed = false;
    std::string text;
  };
  Answer answer();

  std::string folder_;
  std::unique_ptr<Process> gimp_;
  int socket_ = -1;
};

/// The folder `name` with a gimprc, so that GIMP finds the plug-ins of `plug_ins`, Script-Fu and PNG, and no
/// others.
std::string make_profile(const std::string& name, const std::vector<std::string>& plug_ins);

/// "…" in Script-Fu.
std::string quoted(const std::string& text);

} // namespace penumbra::test
