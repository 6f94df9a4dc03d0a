// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <span>
#include <string>
#include <vector>

/// What a tool is to its hosts, as plain data: it needs no library, so that what GIMP runs at query time can
/// read it too.
namespace penumbra::host {

enum class Type {
  method,  ///< text: the agent that decides, one of the tool's (core/agent/methods.hpp)
  choice,  ///< text: one of `choices`
  output,  ///< the same: where the result goes, one of `outputs` up to `max`
  whole,   ///< a whole number, min…max
  amount,  ///< a number, min…max
  flag,    ///< on or off
  step,    ///< a whole number: the state to keep; -1: the one that is suggested
  picture, ///< text: a picture file, UTF-8
  layer,   ///< a whole number: a picture that the host has open; -1: none
  changes  ///< names and numbers (or "off"): what a person changed of what was decided, for this photo
};

enum class Unit { none, percent, ev, pixels };

/// Whether the agent must decide anew when a parameter changes. What does not decide never reaches it. (A
/// reference does so as a picture, whatever it is called.)
enum class Decides {
  no,
  whether, ///< only whether the amount is above 0
  yes
};

/// How far a value is kept beyond its run; each keeps what is named before it, too.
enum class Kept {
  always,  ///< the next photo starts with it
  presets, ///< in presets and for Repeat, but the next photo in the dialog starts from its own
  host,    ///< for Repeat alone
  recipe   ///< nowhere but in the recipe
};

struct Choice {
  const char* id;      ///< in files, presets and at the command line
  const char* title;   ///< on the screen
  const char* meaning; ///< in messages, "the layer itself"; null: as the id
};

/// One parameter of a tool: declared once, everything else is derived from it.
struct Parameter {
  const char* id = "";    ///< key in values, presets and recipes; option of the command line
  const char* title = ""; ///< label in the window, "St&rength"; "" where the window has no row for it
  const char* noun = "";  ///< in messages: "The … is out of range"
  /// What it does to the picture. The first sentence serves where there is room for one only.
  const char* help = "";
  Type type = Type::amount;
  double min = 0, max = 0, initial = 0; ///< initial: for choices the number of the choice
  Unit unit = Unit::none;
  Decides decides = Decides::no;
  std::span<const Choice> choices = {};
  Kept kept = Kept::always;
  /// GIMP 2.10's procedures have so many arguments for ever. What has none of its own is named in the text of
  /// the method, as in "all-e:denoise=0.5".
  bool positional = false;
  const char* argument = nullptr; ///< name of that argument where it is not the id
  const char* option = nullptr;   ///< of the command line where it is not the id; "" where there is none
  const char* example = nullptr;  ///< of `changes`: "contrast=0.2"
};

/// A tool's words and parameters.
struct Table {
  const char* id;          ///< "low-light": in recipes, presets and models; the same everywhere
  const char* title;       ///< "Auto Enhance Low Light"
  const char* menu;        ///< "Auto Enhance Lo_w Light…", in GIMP's menu Colors
  const char* procedure;   ///< of GIMP: "plug-in-penumbra-auto-enhance-low-light"
  const char* command;     ///< of the command line: "enhance"
  const char* suffix;      ///< of files that it writes where no name is given: "-enhanced"
  const char* blurb;       ///< what it does, in one line
  const char* help;        ///< the same for the procedure browser
  const char* window_help; ///< for the window: rich text
  /// What is said where the suggested state is the photo itself; null: nothing.
  const char* nothing_to_do;
  std::span<const Parameter> parameters;
};

/// Where results go, in the order of host::Output.
extern const Choice outputs[3];

/// The tools, in the order of the menus.
std::span<const Table* const> tables();
const Table& low_light_table();
const Table& local_exposure_table();
const Table& match_look_table();
/// Null where there is none of that id.
const Table* find_table(const std::string& id);

/// Null where there is none of that id.
inline const Parameter* find_parameter(const Table& table, const std::string& id) {
  for (const Parameter& parameter : table.parameters)
    if (id == parameter.id) return &parameter;
  return nullptr;
}
inline const Parameter* find_parameter(const Table& table, Type type) {
  for (const Parameter& parameter : table.parameters)
    if (type == parameter.type) return &parameter;
  return nullptr;
}

/// Whether the value is text out of a list, and that list.
inline bool is_choice(const Parameter& parameter) {
  return parameter.type == Type::method || parameter.type == Type::choice || parameter.type == Type::output;
}
std::vector<Choice> choices_of(const Table& table, const Parameter& parameter);
/// The short name of a method at the command line; other choices are called by their ids.
std::string option_text(const Parameter& parameter, const Choice& choice);
/// Of the command line: "--strength"; "" where there is none.
std::string option_of(const Parameter& parameter);

/// An argument of GIMP 2.10's procedure, behind run mode, image and drawable.
struct Argument {
  enum class Kind { text, number, whole, drawable } kind;
  std::string name, description;
};
/// One for each positional parameter; the description of the method says what may be named behind it.
std::vector<Argument> arguments_of(const Table& table);

/// The first sentence of the help, without its full stop.
std::string summary(const Parameter& parameter);
/// "0 to 1.5", "exact or fast", "" where there is nothing to say.
std::string range_text(const Table& table, const Parameter& parameter);
/// The same of numbers alone, for messages: "0 to 1.5".
std::string number_text(double value);

} // namespace penumbra::host
