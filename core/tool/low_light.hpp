#pragma once

#include "core/tool/tool.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace penumbra::host {

/// The highest number that a step to keep can have: denoising and clarity, where they are on, may be steps of
/// their own.
int last_step(const LowLightValues& values);

/// What an agent decided under the values that did not reach it: each edit at the strength and with the
/// amounts that they say, and the clarity edit where it is on. What is suggested stays what was suggested.
Episode apply(const Episode& decided, const LowLightValues& values);

/// Sets the method, and the amounts of denoising and clarity where the text names them: "rellie",
/// "all-e:denoise=0.5", "all-e:denoise=0.5:clarity=0.3". So the procedure of GIMP keeps its number of
/// arguments, which Script-Fu insists on. What is not named stays. Throws Error, with nothing changed, where
/// the text is no such thing; the method itself is for check().
void set_method(LowLightValues& values, const std::string& text);

/// Throws Error that names the value, what it is and what it may be.
void check(const LowLightValues& values);

/// Values as JSON and back, for "last values" and for the recipe of a layer. Reading is lenient, since what
/// was stored may come from another version: what is missing, of the wrong type or out of range keeps its
/// default.
nlohmann::json to_json(const LowLightValues& values);
LowLightValues values_from_json(const nlohmann::json& stored);

/// The values that a recipe was made with (its origin's "values"); nothing where `recipe` is no text of a
/// recipe of this tool.
std::optional<LowLightValues> values_of_recipe(const std::string& recipe);

/// "Auto Enhance Low Light (ALL-E, step 4 of 6)".
std::string title_of(const LowLightValues& values, int step, int steps);

/// What was decided on, by the agent alone or by the user in the dialog: the values to remember and the
/// episode that they gave. `values.step` stays -1 where the agent's own choice was accepted, so that Repeat
/// lets it choose again.
struct Choice {
  LowLightValues values;
  Episode episode;
};

/// The recipe of the first `step` steps, with the tool and its values among its origin.
Recipe recipe_for(const Choice& choice, int step);

/// Stands in for the dialog: shows `photo`, starts from `values`; nothing returned: the user cancelled.
using Chooser = std::function<std::optional<Choice>(Host& host, std::shared_ptr<const Image> photo,
                                                    const LowLightValues& values)>;

/// The course of Auto Enhance Low Light in every host: read, decide, choose the step, render, commit. Nothing
/// of the host's image is touched before everything is computed.
///
/// `choose` serves the run mode `interactive`; where it is empty, that mode works like the others. `values`
/// are checked first, and are what was chosen afterwards (unchanged where the run was cancelled). Throws
/// Error with a sentence for the user; the image is then as it was.
Outcome run_low_light(
    Host& host, LowLightValues& values, const Chooser& choose = {},
    const AgentMaker& make = [](const std::string& id) { return make_agent(id); });

} // namespace penumbra::host
