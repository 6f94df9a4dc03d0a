#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats of scene light, OpenEXR and Radiance: written and read here as their specifications say, byte by byte."""
import struct, zlib
import numpy as np
from program import PICTURE, H, W, ProgramTest, main, to_linear

LIGHT = to_linear(PICTURE)
HALF, FLOAT = 1, 2
REC_709 = (.64, .33, .3, .6, .15, .06, .3127, .329)


def attribute(name, kind, value):
    return name.encode() + b'\0' + kind.encode() + b'\0' + struct.pack('<i', len(value)) + value


def exr(channels, *attributes, window=(0, 0, W - 1, H - 1), chromaticities=None):
    """Scan lines without compression. `channels`: name -> (type, sampling, rows of samples)."""
    names = sorted(channels)
    listed = b''.join(name.encode() + b'\0' + struct.pack('<iB3xii', channels[name][0], 0, *[channels[name][1]]*2)
                      for name in names) + b'\0'
    box = struct.pack('<4i', *window)
    header = (b'\x76\x2f\x31\x01' + struct.pack('<i', 2) + attribute('channels', 'chlist', listed) +
              attribute('compression', 'compression', b'\0') + attribute('dataWindow', 'box2i', box) +
              attribute('displayWindow', 'box2i', box) + attribute('lineOrder', 'lineOrder', b'\0') +
              attribute('pixelAspectRatio', 'float', struct.pack('<f', 1)) +
              attribute('screenWindowCenter', 'v2f', bytes(8)) +
              attribute('screenWindowWidth', 'float', struct.pack('<f', 1)) +
              (attribute('chromaticities', 'chromaticities', struct.pack('<8f', *chromaticities)) if chromaticities else b'') +
              b''.join(attributes) + b'\0')
    lines = []
    for y in range(H):
        line = b''
        for name in names:
            kind, sampling, rows = channels[name]
            if y % sampling == 0:
                line += rows[y//sampling].astype('<f2' if kind == HALF else '<f4').tobytes()
        lines.append(struct.pack('<ii', window[1] + y, len(line)) + line)
    offsets, at = [], len(header) + 8*H
    for line in lines:
        offsets.append(at)
        at += len(line)
    return header + struct.pack(f'<{H}Q', *offsets) + b''.join(lines)


def rgb(rows, kind=FLOAT, prefix=''):
    return {prefix + name: (kind, 1, rows[..., c]) for c, name in enumerate('RGB')}


def read_exr(content):
    """Attributes and channels of a file of scan lines, floats, with ZIP compression."""
    assert content[:8] == b'\x76\x2f\x31\x01' + struct.pack('<i', 2)
    attributes, at = {}, 8
    while content[at]:
        name, kind, rest = content[at:].split(b'\0', 2)
        size, = struct.unpack('<i', rest[:4])
        attributes[name.decode()] = rest[4:4 + size]
        at += len(name) + len(kind) + 6 + size
    x0, y0, x1, y1 = struct.unpack('<4i', attributes['dataWindow'])
    width, height = x1 - x0 + 1, y1 - y0 + 1
    assert attributes['compression'] == b'\3', 'ZIP of sixteen lines'
    names, listed = [], attributes['channels']
    while listed[0]:
        name, listed = listed.split(b'\0', 1)
        assert struct.unpack('<i', listed[:4]) == (FLOAT,)
        names.append(name.decode())
        listed = listed[16:]
    out = np.zeros((height, len(names), width), np.float32)
    for offset in struct.unpack(f'<{(height + 15)//16}Q', content[at + 1:at + 1 + (height + 15)//16*8]):
        y, size = struct.unpack('<ii', content[offset:offset + 8])
        lines = min(16, y0 + height - y)
        whole, data = 4*width*len(names)*lines, content[offset + 8:offset + 8 + size]
        if size < whole:
            delta = np.frombuffer(zlib.decompress(data), np.uint8).astype(int)
            delta[1:] -= 128
            halves = (np.cumsum(delta) & 255).astype(np.uint8)
            data = np.empty(whole, np.uint8)
            data[::2], data[1::2] = halves[:(whole + 1)//2], halves[(whole + 1)//2:]
            data = data.tobytes()
        out[y - y0:y - y0 + lines] = np.frombuffer(data, '<f4').reshape(lines, len(names), width)
    return attributes, {name: out[:, c] for c, name in enumerate(names)}


def read_radiance(content):
    """Light of a file from the top left, run-length encoded or not."""
    header, rest = content.split(b'\n\n', 1)
    size, data = rest.split(b'\n', 1)
    sign, height, _, width = size.split()
    height, width = int(height), int(width)
    assert sign == b'-Y' and b'FORMAT=32-bit_rle_rgbe' in header
    rows, at = np.zeros((height, width, 4), np.uint8), 0
    for y in range(height):
        if data[at:at + 4] != b'\2\2' + struct.pack('>H', width):
            rows[y] = np.frombuffer(data[at:at + 4*width], np.uint8).reshape(width, 4)
            at += 4*width
            continue
        at += 4
        for c in range(4):
            x = 0
            while x < width:
                count = data[at]
                if count > 128:
                    rows[y, x:x + count - 128, c] = data[at + 1]
                    x, at = x + count - 128, at + 2
                else:
                    rows[y, x:x + count, c] = np.frombuffer(data[at + 1:at + 1 + count], np.uint8)
                    x, at = x + count, at + 1 + count
    light = (rows[..., :3] + .5)*np.exp2(rows[..., 3:].astype(float) - 136)
    return np.where(rows[..., 3:] == 0, 0, light)


class Light(ProgramTest):
    def read(self, content):
        with open(self.path('a.exr'), 'wb') as file:
            file.write(content)
        said = self.render(self.path('a.exr'), 'read.tif')
        return self.tiff('read.tif'), said

    def written(self, name):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def test_openexr_of_halves_and_floats(self):
        for kind in (HALF, FLOAT):
            samples, said = self.read(exr(rgb(LIGHT, kind)))
            self.assert_near(samples, LIGHT, .001)
            self.assertEqual(said, '')

    def test_a_window_that_does_not_begin_at_zero(self):
        self.assert_near(self.read(exr(rgb(LIGHT), window=(-7, 11, W - 8, H + 10)))[0], LIGHT, .001)

    def test_luminance_and_chroma(self):
        y = LIGHT.mean(-1)
        small = np.ones((H//2, W//2))
        samples, _ = self.read(exr({'Y': (HALF, 1, y), 'RY': (HALF, 2, .25*small), 'BY': (HALF, 2, -.3*small)},
                                   chromaticities=REC_709))
        red, blue = 1.25*y, .7*y
        green = (y - .2126*red - .0722*blue)/.7152
        self.assert_near(samples, np.stack([red, green, blue], -1), .01)

    def test_luminance_alone(self):
        y = LIGHT.mean(-1)
        samples, _ = self.read(exr({'Y': (FLOAT, 1, y)}))
        self.assert_near(samples if samples.ndim == 2 else samples[..., 0], y, .001)

    def test_the_picture_without_a_layers_name_counts(self):
        samples, said = self.read(exr({**rgb(LIGHT), **rgb(LIGHT*0 + 7, prefix='albedo.')}))
        self.assert_near(samples, LIGHT, .001)
        self.assertIn('several parts or layers', said)
        samples, said = self.read(exr(rgb(LIGHT, prefix='beauty.')))
        self.assert_near(samples, LIGHT, .001)

    def test_attributes_without_a_place_are_named(self):
        content = exr(rgb(LIGHT), attribute('owner', 'string', b'A. Photographer'), attribute('isoSpeed', 'float', bytes(4)))
        said = self.read(content)[1]
        self.assertIn('the attributes of the OpenEXR (isoSpeed, owner) are left out', said)
        self.assertEqual(len(said.split('\n')), 1, said)

    def test_what_is_written_as_openexr(self):
        self.read(exr(rgb(LIGHT*4)))
        self.render(self.path('a.exr'), 'b.exr')
        attributes, channels = read_exr(self.written('b.exr'))
        self.assert_near(np.stack([channels[name] for name in 'RGB'], -1), LIGHT*4, 1e-5)
        np.testing.assert_allclose(struct.unpack('<8f', attributes['chromaticities']), REC_709, atol=1e-4)

    def test_what_is_written_as_radiance(self):
        self.read(exr(rgb(LIGHT*4)))
        self.render(self.path('a.exr'), 'b.hdr')
        light = read_radiance(self.written('b.hdr'))
        self.assertEqual(light.shape, LIGHT.shape)
        error = np.abs(light - LIGHT*4)/(LIGHT*4).max(-1, keepdims=True)
        self.assertLess(error.max(), 1/128, 'a step of the shared exponent')


main()
