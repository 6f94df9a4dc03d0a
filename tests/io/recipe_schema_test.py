#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes that the program writes are valid by the published schema, and what is none is not."""
import json, os
import jsonschema
import numpy as np
from PIL import Image
from program import HERE, PICTURE, ProgramTest, main

SCHEMA = json.load(open(os.path.join(HERE, '../../core/edit/recipe.schema.json')))


class Schema(ProgramTest):
    def test_the_schema_itself(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_what_is_written(self):
        Image.fromarray(np.uint8(np.round(PICTURE*255))).save(self.path('in.png'))
        code, said = self.run_program('match', self.path('in.png'), '-o', self.path('out.png'), '--set', 'contrast=0.2',
                                      '--recipe-out', self.path('r.json'))
        self.assertEqual(code, 0, said)
        recipe = json.load(open(self.path('r.json')))
        jsonschema.validate(recipe, SCHEMA)
        self.assertEqual(len(recipe['steps']), 1)

    def test_a_part_of_the_picture(self):
        framed = np.zeros((2*PICTURE.shape[0], 2*PICTURE.shape[1], 3), np.uint8)
        framed[6:42, 8:56] = np.random.default_rng(1).integers(40, 200, (36, 48, 3))
        Image.fromarray(framed).save(self.path('in.png'))
        code, said = self.run_program('match', self.path('in.png'), '-o', self.path('out.png'), '--set', 'contrast=0.2',
                                      '--recipe-out', self.path('r.json'))
        self.assertEqual(code, 0, said)
        with open(self.path('r.json')) as file:
            recipe = json.load(file)
        jsonschema.validate(recipe, SCHEMA)
        np.testing.assert_allclose(recipe['steps'][0]['parameters']['within'], [8/64, 6/48, 56/64, 42/48], atol=1e-6)
        changed = np.any(np.asarray(Image.open(self.path('out.png'))) != framed, -1)
        self.assertGreater(changed[6:42, 8:56].mean(), .5)
        changed[6:42, 8:56] = False
        self.assertFalse(changed.any(), 'the frame stays')

    def test_what_is_none(self):
        curve = {'operation': 'curve', 'version': 1, 'parameters': {'strength': 1.0},
                 'maps': [{'width': 1, 'height': 1, 'channels': 1, 'half': 'AAA='}]}
        good = {'penumbra-recipe': 1, 'origin': {}, 'steps': [curve]}
        jsonschema.validate(good, SCHEMA)
        for change in ({'penumbra-recipe': 2}, {'steps': {}}, {'origin': 3},
                       {'steps': [{**curve, 'parameters': {'strength': 1.0, 'within': [0, 0, 1, 2]}}]},
                       {'steps': [{**curve, 'version': 0}]}, {'steps': [{**curve, 'operation': 5}]},
                       {'steps': [{**curve, 'maps': [{'width': 5000, 'height': 1, 'channels': 1, 'half': 'AAA='}]}]},
                       {'steps': [{**curve, 'maps': [{'width': 1, 'height': 1, 'channels': 1, 'half': '!'}]}]}):
            with self.assertRaises(jsonschema.ValidationError, msg=change):
                jsonschema.validate({**good, **change}, SCHEMA)
            with open(self.path('bad.json'), 'w') as file:
                json.dump({**good, **change}, file)
            self.assertEqual(self.run_program('info', self.path('bad.json'))[0], 1, change)


main()
