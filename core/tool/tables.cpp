// SPDX-License-Identifier: GPL-3.0-or-later
// The tools' parameters and words: what a host shows, takes, checks or stores comes from here. Ranges and words
// stand nowhere else.

#include "core/edit/engine/strength.hpp"
#include "core/tool/parameter.hpp"
#include "core/tool/text.hpp"

namespace penumbra::host {

const Choice outputs[3] = {
    {"in-place", QT_TRANSLATE_NOOP("penumbra::Tool", "Change this layer"), "the layer itself"},
    {"new-layer", QT_TRANSLATE_NOOP("penumbra::Tool", "New layer above"), "a new layer"},
    {"layer-stack", QT_TRANSLATE_NOOP("penumbra::Tool", "Layer stack"), "a stack of layers"},
};

namespace {

constexpr Parameter strength(const char* title, const char* help) {
  return {.id = "strength",
          .title = title,
          .noun = "strength",
          .help = help,
          .type = Type::amount,
          .min = min_strength,
          .max = max_strength,
          .initial = 1,
          .unit = Unit::percent,
          .positional = true};
}

constexpr Parameter output(int last, const char* help) {
  return {.id = "output",
          .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Output"),
          .noun = "output",
          .help = help,
          .type = Type::output,
          .max = double(last),
          .positional = true,
          .option = ""};
}

constexpr Parameter steps(int max, int initial, const char* help) {
  return {.id = "steps",
          .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Steps"),
          .noun = "number of steps",
          .help = help,
          .type = Type::whole,
          .min = 1,
          .max = double(max),
          .initial = double(initial),
          .decides = Decides::yes,
          .positional = true};
}

constexpr Parameter step(const char* help, bool positional) {
  return {.id = "step",
          .noun = "step to keep",
          .help = help,
          .type = Type::step,
          .min = -1,
          .initial = -1,
          .kept = Kept::presets,
          .positional = positional};
}

const Parameter low_light[] = {
    {.id = "method",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Method"),
     .noun = "method",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "Which trained agent retouches the picture. Each has its own way to brighten: compare them on your "
         "photo."),
     .type = Type::method,
     .decides = Decides::yes,
     .positional = true},
    steps(
        12, 6,
        QT_TRANSLATE_NOOP("penumbra::Tool",
                          "How many steps the agent takes. More steps brighten dark places further and give "
                          "the slider more stops; the agent decides anew.")),
    step("Which step is kept. Denoising and clarity, where they are on, are steps of their own.", true),
    strength(QT_TRANSLATE_NOOP("penumbra::Tool", "St&rength"),
             QT_TRANSLATE_NOOP("penumbra::Tool",
                               "How much of every step is applied. 0 % leaves the picture as it is, 100 % is "
                               "what the agent decided, more exaggerates it.")),
    {.id = "denoise",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "De&noise"),
     .noun = "amount of denoising",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "How much of the noise is taken off that brightening brings out. The agent looks for noise and takes "
         "it off in a step of its own; a photo without noise gets no such step."),
     .type = Type::amount,
     .max = 1,
     .unit = Unit::percent,
     .decides = Decides::whether},
    {.id = "clarity",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Cl&arity"),
     .noun = "clarity",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "How much the local contrast is raised, which brightening flattens: texture comes forward, large "
         "edges get no halos. It is a step of its own, after the best one."),
     .type = Type::amount,
     .max = 1,
     .unit = Unit::percent},
    output(1, QT_TRANSLATE_NOOP(
                  "penumbra::Tool",
                  "Where the result goes: into the layer itself, or into a new layer above it, which leaves "
                  "the original untouched below.")),
};

const Choice forms[] = {{"exact", "Exact", "exact"}, {"fast", "Fast", "fast, as a map of gains"}};

const Parameter local_exposure[] = {
    {.id = "method",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Method"),
     .noun = "method",
     .help = QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Which trained agent chooses the exposures: compare them on your photo."),
     .type = Type::method,
     .decides = Decides::yes,
     .positional = true},
    step("How many segments are taken in, the darkest first.", false),
    strength(QT_TRANSLATE_NOOP("penumbra::Tool", "St&rength"),
             QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Multiplies all exposures: 0 % leaves the picture as it is, 100 % is what is "
                               "listed below, more exaggerates it.")),
    {.id = "form",
     .noun = "form of the fusion",
     .help =
         "How the exposures are fused. The fast form fuses a small copy and applies it as a map of gains.",
     .type = Type::choice,
     .choices = forms,
     .positional = true},
    output(2,
           QT_TRANSLATE_NOOP(
               "penumbra::Tool",
               "Where the result goes: into the layer itself, into a new layer above it, or into a group of "
               "layers, one for each exposure with its mask, to go on working with.")),
    {.id = "segments",
     .noun = "exposures of the segments",
     .help = "Changes a segment's exposure, as 2=1.5 (EV) or 2=off. Segment 1 is the darkest.",
     .type = Type::changes,
     .unit = Unit::ev,
     .kept = Kept::recipe,
     .option = "segment",
     .example = "N=EV"},
};

const Choice contents[] = {
    {"auto", QT_TRANSLATE_NOOP("penumbra::Tool", "Automatic"), "found out"},
    {"same", QT_TRANSLATE_NOOP("penumbra::Tool", "The same picture"), "the same"},
    {"other", QT_TRANSLATE_NOOP("penumbra::Tool", "Something else"), "something else"},
};

const Parameter match_look[] = {
    {.id = "reference",
     .noun = "reference",
     .help = "The picture whose look is wanted. Without it, sliders set by hand say what to do.",
     .type = Type::picture,
     .positional = true},
    {.id = "layer",
     .noun = "reference",
     .help = "A layer of any open image as the reference. -1 where the reference is a file.",
     .type = Type::layer,
     .initial = -1,
     .kept = Kept::host,
     .positional = true,
     .argument = "reference-layer",
     .option = ""},
    {.id = "content",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "It sho&ws"),
     .noun = "content",
     .help = QT_TRANSLATE_NOOP(
         "penumbra::Tool",
         "What the reference shows. The same picture, edited by someone: the photo is matched to it point by "
         "point. Something else: its lights and colours are taken over. Automatic finds out."),
     .type = Type::choice,
     .decides = Decides::yes,
     .choices = contents,
     .positional = true},
    steps(
        10, 10,
        QT_TRANSLATE_NOOP("penumbra::Tool",
                          "How many times the tuner looks at the result and corrects the sliders. Mostly the "
                          "first steps bring the most.")),
    step("Which step is kept. The polished one, where there is one, is a step more.", true),
    strength(QT_TRANSLATE_NOOP("penumbra::Tool", "&Amount"),
             QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Multiplies all nine sliders: 0 % leaves the picture as it is, 100 % is what "
                               "they say, more exaggerates it.")),
    {.id = "polish",
     .title = QT_TRANSLATE_NOOP("penumbra::Tool", "&Polish"),
     .noun = "polish",
     .help = QT_TRANSLATE_NOOP("penumbra::Tool",
                               "Goes on from the nearest step with an optimiser, as a step of its own. Takes "
                               "some tenths of a second more."),
     .type = Type::flag,
     .decides = Decides::yes,
     .positional = true},
    output(1, QT_TRANSLATE_NOOP(
                  "penumbra::Tool",
                  "Where the result goes: into the layer itself, or into a new layer above it, which leaves "
                  "the original untouched below.")),
    {.id = "by-hand",
     .noun = "sliders set by hand",
     .help = "Changes a slider, as contrast=0.2. Where all nine are set, or there is no reference, nobody is "
             "asked.",
     .type = Type::changes,
     .kept = Kept::presets,
     .option = "set",
     .example = "NAME=VALUE"},
};

} // namespace

const Table& low_light_table() {
  static const Table table{
      .id = "low-light",
      .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Auto Enhance Low Light"),
      .menu = "Auto Enhance Lo_w Light…",
      .procedure = "plug-in-penumbra-auto-enhance-low-light",
      .command = "enhance",
      .suffix = "-enhanced",
      .blurb = "Brightens a dark photo step by step",
      .help =
          "A trained agent looks at a small copy of the photo and brightens it in up to twelve steps, each "
          "of which can be kept. It edits the selected part of the layer, in the layer itself or in a new "
          "layer, which carries the recipe of its making. Interactively a dialog shows every step. Works "
          "on RGB and grey layers of any precision. When it fails, the image is unchanged and the error "
          "message says why.",
      .window_help = QT_TRANSLATE_NOOP(
          "penumbra::Tool",
          "<p>An agent looks at a small copy of your photo and brightens it step by step, each place as much "
          "as it needs. Move the slider under the picture to see every step, and keep the one you like: the "
          "star marks the step that the agent itself rates best.</p>"
          "<p><b>Method</b> chooses the agent, <b>Steps</b> how many steps it takes, <b>Strength</b> how much "
          "of each is applied. <b>Denoise</b> takes noise off, <b>Clarity</b> brings texture forward. What you "
          "see is what OK gives you; at 100 % the picture is computed from the "
          "pixels of the full-size photo.</p>"),
      .nothing_to_do = "Step 0 was found best: the photo is bright enough and was left as it is.",
      .parameters = low_light};
  return table;
}

const Table& local_exposure_table() {
  static const Table table{
      .id = "local-exposure",
      .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Balance Local Exposure"),
      .menu = "_Balance Local Exposure…",
      .procedure = "plug-in-penumbra-balance-local-exposure",
      .command = "expose",
      .suffix = "-balanced",
      .blurb = "Balances the exposure of a photo's parts",
      .help =
          "A trained agent divides a small copy of the photo into one to eight segments and decides an "
          "exposure, in EV, for each. The photo and its exposed copies are fused, so that every place is "
          "taken from where it is well exposed. The result goes into the layer itself, into a new layer, "
          "or comes as a group of layers, one for each exposure, with masks, to go on from. When it fails, "
          "the image is unchanged and the error message says why.",
      .window_help = QT_TRANSLATE_NOOP(
          "penumbra::Tool",
          "<p>An agent divides your photo into segments, chooses an exposure for each, as if you had taken the "
          "photo several times, and blends them: each place comes from the exposure that shows it best.</p>"
          "<p>Move the slider under the picture to see the exposures come in one after the other. In the list "
          "change an exposure, leave it out, or look at it alone; <b>Undo</b> and <b>Redo</b> go through what "
          "you "
          "changed. While the pointer is on a row, red shows where that segment is. <b>Layer stack</b> as "
          "output "
          "gives you every exposure as a layer with its mask.</p>"),
      .nothing_to_do = "The photo is well exposed everywhere and was left as it is.",
      .parameters = local_exposure};
  return table;
}

const Table& match_look_table() {
  static const Table table{
      .id = "match-look",
      .title = QT_TRANSLATE_NOOP("penumbra::Tool", "Match Look to Reference"),
      .menu = "_Match Look to Reference…",
      .procedure = "plug-in-penumbra-match-look",
      .command = "match",
      .suffix = "-matched",
      .blurb = "Brings a photo to the look of a reference",
      .help =
          "A trained agent sets nine sliders (exposure, temperature, tint, saturation, contrast, "
          "highlights, shadows, blacks, sharpness) in up to ten steps, so that the layer comes to look "
          "like the reference: a picture file, or another layer. Where the reference shows the same "
          "picture it is matched as exactly as the sliders can; otherwise its tones and colours are taken "
          "over. When it fails, the image is unchanged and the error message says why.",
      .window_help = QT_TRANSLATE_NOOP(
          "penumbra::Tool",
          "<p>Choose a <b>reference</b>, a picture whose look you want: a file, a picture that is open, or one "
          "from "
          "the clipboard. An agent, the tuner, then sets nine sliders so that your photo comes to look like "
          "it, "
          "in "
          "up to ten steps; the curve shows how far each is from the reference.</p>"
          "<p>Where the reference shows the same picture, edited by someone, it is matched point by point; "
          "<b>Polish</b> goes on with that. Otherwise the lights and colours are taken over; where no step is "
          "surely nearer in style, a polished one follows by itself. "
          "<b>It shows</b> says which of the two was found, and you may overrule it.</p>"
          "<p>Go on from any step with the <b>nine sliders</b>: what you set becomes a state of its own at the "
          "end "
          "of the filmstrip, <i>By hand</i>. The steps stay what they are, so you can compare, and come back. "
          "A "
          "slider that is moved while another step is shown begins anew from that step; <b>Undo</b> brings "
          "back "
          "what was there, and <b>Redo</b> makes the change again. A double click on a slider sets it back to "
          "the step's value.</p>"
          "<p>OK applies exactly what is shown. <b>Repeat</b> in the editor then matches the next photo to the "
          "same "
          "reference; where you set the sliders by hand, or pasted the reference, it sets the same "
          "sliders.</p>"),
      .nothing_to_do = nullptr,
      .parameters = match_look};
  return table;
}

} // namespace penumbra::host
