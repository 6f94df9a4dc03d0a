#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of colours (.cube): those that are written hold what the edit makes, and those of others are a look."""
import numpy as np
from PIL import Image
from program import PICTURE, ProgramTest, main

SLIDERS = ('--set', 'exposure=0.4', '--set', 'contrast=0.2', '--set', 'saturation=-0.3')


def parse(text):
    """[b][g][r][3], by the specification's words alone."""
    size, values = 0, []
    for line in text.splitlines():
        words = line.split('#')[0].split()
        if words and words[0] == 'LUT_3D_SIZE':
            size = int(words[1])
        elif len(words) == 3 and words[0][0] in '-.0123456789':
            values.append([float(w) for w in words])
    return np.array(values).reshape(size, size, size, 3)


def seen_through(table, picture):
    """Trilinear."""
    n = len(table)
    place = np.clip(picture, 0, 1)*(n - 1)
    cell = np.minimum(place.astype(int), n - 2)
    part = place - cell
    out = 0
    for corner in range(8):
        step = np.array([corner >> c & 1 for c in range(3)])
        weight = np.where(step, part, 1 - part).prod(-1)[..., None]
        r, g, b = np.moveaxis(cell + step, -1, 0)
        out = out + weight*table[b, g, r]
    return out


def look(rgb):
    """Darker, warmer, with more contrast."""
    return np.clip((rgb*np.array([1.0, .93, .82]))**1.25, 0, 1)


def cube(size, function, head=''):
    axis = np.arange(size)/(size - 1)
    b, g, r = np.meshgrid(axis, axis, axis, indexing='ij')
    rows = function(np.stack([r, g, b], -1)).reshape(-1, 3)
    return f'TITLE "a look"\n{head}LUT_3D_SIZE {size}\n' + '\n'.join('%.6f %.6f %.6f' % tuple(v) for v in rows) + '\n'


class LookUpTables(ProgramTest):
    def setUp(self):
        super().setUp()
        large = np.asarray(Image.fromarray(np.uint8(np.round(PICTURE*255))).resize((320, 240), Image.BICUBIC))
        self.png = self.path('in.png')
        Image.fromarray(large).save(self.png)
        self.pixels = large/255.

    def out(self, name):
        return np.asarray(Image.open(self.path(name)))/255.

    def write(self, name, text):
        with open(self.path(name), 'w') as file:
            file.write(text)
        return self.path(name)

    def match(self, *more):
        return self.run_program('match', self.png, '-o', self.path('out.png'), *more)

    def test_three_sizes_are_written(self):
        for size in (17, 33, 65):
            code, said = self.match(*SLIDERS, '--cube', self.path('a.cube'), '--cube-size', str(size))
            self.assertEqual(code, 0, said)
            table = parse(open(self.path('a.cube')).read())
            self.assertEqual(len(table), size)
            difference = np.abs(seen_through(table, self.pixels) - self.out('out.png'))
            self.assertLess(difference.max(), .02, size)
            self.assertLess(difference.mean(), .003, size)
        self.assertEqual(self.match(*SLIDERS, '--cube', self.path('a.cube'), '--cube-size', '32')[0], 2)

    def test_a_table_is_a_reference(self):
        wanted = look(self.pixels)
        before = np.abs(self.pixels - wanted).mean()
        curve = '\n'.join('%.6f %.6f %.6f' % tuple(look(np.full(3, v))) for v in np.arange(256)/255)
        for name, text in (('a.cube', cube(17, look)), ('b.cube', cube(33, look)), ('C.CUBE', cube(65, look)),
                           ('d.cube', '# a comment\r\nLUT_1D_SIZE 256\r\nLUT_1D_INPUT_RANGE 0 1\r\n' + curve)):
            code, said = self.match('--reference', self.write(name, text), '--polish')
            self.assertEqual(code, 0, said)
            self.assertIn('The reference shows the same', said)
            self.assertLess(np.abs(self.out('out.png') - wanted).mean(), .3*before, name)

    def test_a_domain(self):
        half = cube(17, lambda rgb: look(rgb*2), 'DOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n')
        code, said = self.match('--reference', self.write('a.cube', half), '--polish')
        self.assertEqual(code, 0, said)
        wanted = look(self.pixels)
        self.assertLess(np.abs(self.out('out.png') - wanted).mean(), .5*np.abs(self.pixels - wanted).mean())

    def test_bad_tables_are_refused(self):
        good = cube(2, look)
        for text, word in (('', 'LUT_3D_SIZE'), ('LUT_3D_SIZE 256\n0 0 0\n', 'cut short'), (good + '0 0 0\n', 'more colours'),
                           (good[:good.rindex('\n', 0, -1)], '7 colours'), ('LUT_3D_SIZE 1\n', 'size'),
                           (good + 'LUT_1D_SIZE 2\n', 'two tables'), (good.replace(' 0.0', ' nan', 1), 'no number'),
                           (good.replace('LUT', 'DOMAIN_MAX 0 0 0\nLUT'), 'domain'), ('0 0 0\n', 'before its size')):
            code, said = self.match('--reference', self.write('bad.cube', text))
            self.assertEqual(code, 1, (said, text[:60]))
            self.assertIn(word, said)
            self.assertIn('bad.cube', said)
        self.assertEqual(self.match('--reference', self.path('gone.cube'))[0], 1)


main()
