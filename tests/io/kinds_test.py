#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of files that few programs write, and what they mean."""
import struct, zlib
import numpy as np, tifffile
from PIL import Image
from program import PICTURE, H, W, ProgramTest, main, to_linear

GREY = PICTURE.mean(-1)


def chunk(kind, content):
    return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))


def png(samples, *chunks):
    """RGB of 8 or 16 bits."""
    bits = 8*samples.itemsize
    rows = b''.join(b'\0' + row.astype(f'>u{bits//8}').tobytes() for row in samples)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', W, H, bits, 2, 0, 0, 0)) + b''.join(chunks) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def contents(path):
    with open(path, 'rb') as file:
        return file.read()


class Kinds(ProgramTest):
    def read(self, name, content):
        with open(self.path(name), 'wb') as file:
            file.write(content)
        said = self.render(self.path(name), 'read.tif')
        return self.tiff('read.tif'), said

    def test_cicp_counts_before_a_profile(self):
        Image.open(self.case('icc.jpg')).save(self.path('p.png'))
        profile = chunk(b'iCCP', b'x\0\0' + zlib.compress(Image.open(self.path('p.png')).info['icc_profile']))
        code = chunk(b'cICP', bytes([12, 13, 0, 1]))
        for chunks in ((code,), (code, profile), (profile, code)):
            with open(self.path('a.png'), 'wb') as file:
                file.write(png(np.uint16(np.round(PICTURE*65535)), *chunks))
            self.assertIn('Profile:     Display P3', self.run_program('info', self.path('a.png'))[1])

    def test_narrow_range(self):
        samples, _ = self.read('a.png', png(np.uint8(np.round(16 + PICTURE*219)), chunk(b'cICP', bytes([1, 13, 0, 0]))))
        self.assert_near(samples, PICTURE, .006)
        samples, _ = self.read('a.png', png(np.uint16(np.round(4096 + PICTURE*219*256)), chunk(b'cICP', bytes([1, 13, 0, 0]))))
        self.assert_near(samples, PICTURE, .001)

    def test_an_animated_png_is_said(self):
        samples, said = self.read('a.png', png(np.uint8(np.round(PICTURE*255)), chunk(b'acTL', struct.pack('>II', 3, 0)),
                                               chunk(b'fcTL', struct.pack('>IIIIIHHBB', 0, W, H, 0, 0, 1, 10, 0, 0))))
        self.assertIn('animation of 3 frames', said)
        self.assert_near(samples, PICTURE, .003)

    def test_radiance_headers(self):
        light = to_linear(PICTURE)
        exponent = np.ceil(np.log2(light.max(-1)))
        pixels = np.uint8(np.concatenate([np.clip(light/np.exp2(exponent)[..., None]*256, 0, 255),
                                          exponent[..., None] + 128], -1))

        def hdr(header, size=b'-Y 24 +X 32\n'):
            return b'#?RADIANCE\n' + header + b'FORMAT=32-bit_rle_rgbe\n\n' + size + pixels.tobytes()
        for header, size, expected in (
                (b'EXPOSURE=2\nEXPOSURE= 2.0\n', b'-Y 24 +X 32\n', light/4),
                (b'COLORCORR=2 1 0.5\n', b'-Y 24 +X 32\n', light/np.array([2, 1, .5])),
                (b'', b'+Y 24 +X 32\n', light[::-1]), (b'', b'-Y 24 -X 32\n', light[:, ::-1]),
                (b'', b'+X 24 -Y 32\n', np.swapaxes(light, 0, 1)[:, ::1])):
            self.assert_near(self.read('a.hdr', hdr(header, size))[0], expected, .02)

    def test_netpbm(self):
        black = GREY > .35
        digits = '\n'.join(''.join('01'[int(not v)] for v in row) for row in black)
        self.assert_near(self.read('a.pbm', b'P1\n# without blanks\n32 24\n' + digits.encode())[0], black*1., .001)
        self.assert_near(self.read('a.pbm', b'P4\n32 24\n' + np.packbits(~black, axis=1).tobytes())[0], black*1., .001)
        plain = ' '.join(str(int(v)) for v in np.round(PICTURE.reshape(-1)*15))
        self.assert_near(self.read('a.ppm', b'P3 32 24 15\n' + plain.encode())[0], np.round(PICTURE*15)/15, .003)
        one = b'P5\n32 24\n255\n' + np.uint8(np.round(GREY*255)).tobytes()
        samples, said = self.read('a.pgm', one + one)
        self.assert_near(samples, GREY, .003)
        self.assertIn('several pictures', said)

    def test_pfm_of_either_order(self):
        light = to_linear(PICTURE)
        for scale, kind in ((1, '>f4'), (-1, '<f4'), (4, '>f4')):
            rows = (light[::-1]/abs(scale)).astype(kind).tobytes()
            self.assert_near(self.read('a.pfm', b'PF\n32 24\n%.1f\n' % scale + rows)[0], light, .001)

    def test_tiff_of_any_bits(self):
        for bits in (1, 3, 6, 10, 12, 14, 20, 24, 31, 48, 63):
            top = 2**bits - 1
            rows = b''
            for row in GREY:
                number = 0
                for v in row:
                    number = number << bits | int(round(v*top))
                pad = -bits*W % 8
                rows += (number << pad).to_bytes((bits*W + pad)//8, 'big')
            tags = [(256, W), (257, H), (258, bits), (259, 1), (262, 1), (273, None), (277, 1), (278, H), (279, len(rows))]
            start = 8 + 2 + 12*len(tags) + 4
            directory = b''.join(struct.pack('>HHII', tag, 4, 1, start if v is None else v) for tag, v in tags)
            samples, _ = self.read('a.tif', b'MM\0*' + struct.pack('>IH', 8, len(tags)) + directory + bytes(4) + rows)
            self.assert_near(samples, np.round(GREY*top)/top, .003)

    def test_tiff_is_read_in_either_order_and_any_layout(self):
        for samples, expected, more in (
                (np.uint16(np.round(PICTURE*65535)), PICTURE, dict(byteorder='>')),
                (np.float32(to_linear(PICTURE)), to_linear(PICTURE), dict(byteorder='>')),
                (np.float16(to_linear(PICTURE)), to_linear(PICTURE), dict(byteorder='>', tile=(16, 16))),
                (np.moveaxis(np.uint8(np.round(PICTURE*255)), -1, 0), PICTURE, dict(planarconfig='separate', tile=(16, 16))),
                (np.uint64(GREY*2**63)*2, GREY, dict(photometric='minisblack')),
                (np.float32(1 - GREY), GREY, dict(photometric='miniswhite'))):
            tifffile.imwrite(self.path('a.tif'), samples, metadata=None, **{'photometric': 'rgb', **more})
            self.assert_near(self.read('a.tif', contents(self.path('a.tif')))[0], expected, .003)

    def test_what_tiff_holds_and_we_do_not_is_named(self):
        for samples, kind, word in ((np.int16(GREY*32767), 'minisblack', 'signed'), (np.complex64(GREY), 'minisblack', 'complex'),
                                    (np.uint8(np.dstack([PICTURE, GREY])*255), 'separated', 'CMYK')):
            tifffile.imwrite(self.path('a.tif'), samples, photometric=kind, metadata=None)
            self.assertNotIn('damaged', self.refused(self.path('a.tif'), word))

    def test_others_are_named(self):
        for start, name in ((b'<!DOCTYPE html>', 'web page'), (b'RIFF\0\0\0\0AVI ', 'film'), (b'\x1a\x45\xdf\xa3', 'film'),
                            (b'\xc5\xd0\xd3\xc6', 'PostScript'), (b'\xff\xd8\xff\xf7\0\x0b\x08', 'JPEG-LS'),
                            (bytes(128) + b'DICM', 'medical'), (b'8BPS\0\2', 'Photoshop')):
            with open(self.path('a.jpg'), 'wb') as file:
                file.write(start + bytes(200))
            self.assertNotIn('damaged', self.refused(self.path('a.jpg'), name))

    def test_highlights_of_raw_files_are_kept(self):
        """A lamp that saturates green alone: red and blue go on above white."""
        y, x = np.mgrid[0:64, 0:96]
        red, blue = (y % 2 == 0) & (x % 2 == 0), (y % 2 == 1) & (x % 2 == 1)
        sensor = np.where(x < 48, .2, 1.)*np.where(red, .8, np.where(blue, .9, 1))
        matrix = [3.2404542, -1.5371385, -0.4985314, -0.9692660, 1.8760108, 0.0415560, 0.0556434, -0.2040259, 1.0572252]
        tifffile.imwrite(self.path('a.dng'), np.uint16(sensor*65535), photometric=32803, extratags=[
            (254, 'I', 1, 0, True), (271, 's', 0, 'Tests', True), (272, 's', 0, 'Sensor', True),
            (33421, 'H', 2, (2, 2), True), (33422, 'B', 4, (0, 1, 1, 2), True), (50706, 'B', 4, (1, 4, 0, 0), True),
            (50708, 's', 0, 'Tests Sensor', True),
            (50721, '2i', 9, [v for m in matrix for v in (int(round(m*10000)), 10000)], True),
            (50728, '2I', 3, (1, 2, 1, 1, 1, 2), True), (50778, 'H', 1, 21, True), (50717, 'I', 1, 65535, True)])
        self.render(self.path('a.dng'), 'b.pfm')
        data = contents(self.path('b.pfm'))
        rows = np.frombuffer(data.split(b'\n', 3)[3], '<f4').reshape(64, 96, 3)[::-1]
        self.assertGreater(rows[20:44, 60:84].mean((0, 1)).max(), 1.2)
        self.assertLess(rows[20:44, 12:36].max(), 1)


main()
