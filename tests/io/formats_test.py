#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every format: a file that a foreign program wrote is read, and what is written a foreign program reads."""
import json, os, struct
import numpy as np, tifffile
from PIL import Image
from program import HERE, PICTURE, H, W, ProgramTest, main, to_linear


class Formats(ProgramTest):
    def setUp(self):
        super().setUp()
        self.png = self.path('in.png')
        Image.fromarray(np.uint8(np.round(PICTURE*255))).save(self.png)

    def read(self, name):
        said = self.render(self.path(name), 'read.tif')
        return self.tiff('read.tif'), said

    def test_jpeg(self):
        Image.open(self.png).save(self.path('a.jpg'), quality=97, subsampling=0)
        self.assert_near(self.read('a.jpg')[0], PICTURE, .04)
        self.render(self.png, 'b.jpg')
        self.assert_near(np.asarray(Image.open(self.path('b.jpg')))/255., PICTURE, .06)

    def test_a_jpeg_without_its_end_marker(self):
        Image.open(self.png).save(self.path('a.jpg'), quality=97, subsampling=0)
        whole = open(self.path('a.jpg'), 'rb').read()
        open(self.path('b.jpg'), 'wb').write(whole[:-2])
        samples, said = self.read('b.jpg')
        self.assertIn('no end marker', said)
        self.assert_near(samples, PICTURE, .04)
        open(self.path('c.jpg'), 'wb').write(whole[:-40])
        self.refused(self.path('c.jpg'), 'damaged')

    def test_webp(self):
        self.foreign('cwebp', '-quiet', '-lossless', self.png, '-o', self.path('a.webp'))
        self.assert_near(self.read('a.webp')[0], PICTURE, .003)
        self.render(self.png, 'b.webp')
        self.foreign('dwebp', '-quiet', self.path('b.webp'), '-o', self.path('b.png'))
        self.assert_near(np.asarray(Image.open(self.path('b.png')))/255., PICTURE, .1)

    def test_gif(self):
        frames = [Image.open(self.png).convert('P'), Image.new('P', (W, H))]
        frames[0].save(self.path('a.gif'), save_all=True, append_images=frames[1:])
        samples, said = self.read('a.gif')
        self.assertIn('first one is read', said)
        self.assertEqual(samples.shape[:2], (H, W))
        self.assertLess(np.abs(samples[..., :3] - PICTURE).mean(), .1)

    def test_heic(self):
        self.foreign('heif-enc', '-q', '95', '-p', 'chroma=444', self.png, '-o', self.path('a.heic'))
        self.assert_near(self.read('a.heic')[0], PICTURE, .08)
        self.render(self.png, 'b.heic')
        self.foreign('heif-convert', self.path('b.heic'), self.path('b.png'))
        self.assert_near(np.asarray(Image.open(self.path('b.png')).convert('RGB'))/255., PICTURE, .08)

    def test_avif(self):
        self.foreign('avifenc', '--min', '0', '--max', '10', self.png, self.path('a.avif'))
        self.assert_near(self.read('a.avif')[0], PICTURE, .08)
        self.render(self.png, 'b.avif')
        self.foreign('avifdec', self.path('b.avif'), self.path('b.png'))
        self.assert_near(np.asarray(Image.open(self.path('b.png')).convert('RGB'))/255., PICTURE, .08)

    def test_jpeg_xl(self):
        self.foreign('cjxl', '-d', '0', self.png, self.path('a.jxl'))
        self.assert_near(self.read('a.jxl')[0], PICTURE, .003)
        self.render(self.png, 'b.jxl')
        self.foreign('djxl', self.path('b.jxl'), self.path('b.png'))
        self.assert_near(np.asarray(Image.open(self.path('b.png')).convert('RGB'))/255., PICTURE, .1)

    def test_tags_of_the_new_formats(self):
        Image.open(self.png).save(self.path('a.jpg'), quality=95)
        self.foreign('exiftool', '-q', '-Artist=A. Photographer', '-XMP-dc:Subject=mountain', self.path('a.jpg'))
        for name in ('b.heic', 'b.avif', 'b.jxl'):
            self.assertEqual(self.render(self.path('a.jpg'), name), '', name)
            found = self.foreign('exiftool', '-s3', '-Artist', '-Subject', self.path(name)).split('\n')
            self.assertEqual(found[:2], ['A. Photographer', 'mountain'], name)

    def test_netpbm(self):
        samples = np.uint16(np.round(PICTURE*1000))
        rows = samples.astype('>u2').tobytes()
        open(self.path('a.ppm'), 'wb').write(b'P6\n# of a camera\n32 24\n1000\n' + rows)
        open(self.path('a.pam'), 'wb').write(b'P7\nWIDTH 32\nHEIGHT 24\nDEPTH 3\nMAXVAL 1000\nTUPLTYPE RGB\nENDHDR\n' + rows)
        for name in ('a.ppm', 'a.pam'):
            self.assert_near(self.read(name)[0], PICTURE, .002)

    def test_pfm_and_its_scale(self):
        rows = to_linear(PICTURE)[::-1].astype('<f4')
        open(self.path('a.pfm'), 'wb').write(b'PF\n32 24\n-2.0\n' + (rows/2).tobytes())
        self.assert_near(self.read('a.pfm')[0], to_linear(PICTURE), .001)
        self.render(self.png, 'b.pfm')
        data = open(self.path('b.pfm'), 'rb').read()
        header = b'PF\n32 24\n-1.0\n'
        self.assertEqual(data[:len(header)], header)
        rows = np.frombuffer(data[len(header):], '<f4').reshape(H, W, 3)[::-1]
        self.assert_near(rows, to_linear(PICTURE), .004)

    def test_radiance_exposure_and_rows_from_the_bottom(self):
        light = to_linear(PICTURE)[::-1]*4
        exponent = np.ceil(np.log2(light.max(-1)))
        pixels = np.concatenate([np.clip(light/np.exp2(exponent)[..., None]*256, 0, 255), exponent[..., None] + 128], -1)
        open(self.path('a.hdr'), 'wb').write(b'#?RADIANCE\nEXPOSURE=4\nFORMAT=32-bit_rle_rgbe\n\n+Y 24 +X 32\n' +
                                             np.uint8(pixels).tobytes())
        self.assert_near(self.read('a.hdr')[0], to_linear(PICTURE), .02)

    def test_tiffs_of_all_kinds(self):
        for samples in (np.float16(to_linear(PICTURE)), np.float64(to_linear(PICTURE))):
            tifffile.imwrite(self.path('a.tif'), samples, photometric='rgb')
            self.assert_near(self.read('a.tif')[0], to_linear(PICTURE), .002)
        tifffile.imwrite(self.path('a.tif'), np.uint32(PICTURE*4294967295), photometric='rgb', tile=(16, 16), bigtiff=True)
        self.assert_near(self.read('a.tif')[0], PICTURE, .001)

    def test_a_raw_file_is_developed(self):
        """A sensor that sees a grey wall lit so that red and blue need a gain of 2 and 1.5."""
        y, x = np.mgrid[0:64, 0:96]
        level = np.where(x < 48, .1, .4)
        gain = np.where((y % 2 == 0) & (x % 2 == 0), 1/2, np.where((y % 2 == 1) & (x % 2 == 1), 1/1.5, 1))
        sensor = np.uint16(level*gain*65535)
        matrix = [3.2404542, -1.5371385, -0.4985314, -0.9692660, 1.8760108, 0.0415560, 0.0556434, -0.2040259, 1.0572252]
        rationals = [v for m in matrix for v in (int(round(m*10000)), 10000)]
        tifffile.imwrite(self.path('a.dng'), sensor, photometric=32803, extratags=[
            (254, 'I', 1, 0, True), (271, 's', 0, 'Tests', True), (272, 's', 0, 'Sensor', True),
            (33421, 'H', 2, (2, 2), True), (33422, 'B', 4, (0, 1, 1, 2), True), (50706, 'B', 4, (1, 4, 0, 0), True),
            (50708, 's', 0, 'Tests Sensor', True), (50721, '2i', 9, rationals, True),
            (50728, '2I', 3, (1, 2, 1, 1, 2, 3), True), (50778, 'H', 1, 21, True), (50717, 'I', 1, 65535, True)])
        samples, said = self.read('a.dng')
        self.assertEqual(samples.shape, (64, 96, 3))
        left, right = samples[16:48, 12:36].reshape(-1, 3), samples[16:48, 60:84].reshape(-1, 3)
        for part in (left, right):
            mean = part.mean(0)
            self.assertLess(mean.max() - mean.min(), .02, 'the wall is grey')
        light = to_linear(right.mean())/to_linear(left.mean())
        self.assertLess(abs(light - 4), .15, 'light stays proportional')

    def test_others_are_named(self):
        for start, name in ((b'8BPS\0\1', 'Photoshop'), (b'gimp xcf v011', 'GIMP'), (b'BM' + bytes(60), 'bitmap')):
            open(self.path('a.jpg'), 'wb').write(start + bytes(100))
            said = self.refused(self.path('a.jpg'), name)
            self.assertNotIn('damaged', said)

    def test_transparency_is_put_on_white(self):
        half = np.concatenate([np.uint8(np.round(PICTURE*255)), np.full((H, W, 1), 0, np.uint8)], -1)
        half[:, 16:, 3] = 255
        Image.fromarray(half).save(self.path('a.png'))
        self.render(self.path('a.png'), 'b.jpg')
        out = np.asarray(Image.open(self.path('b.jpg')))/255.
        self.assertGreater(out[:, :12].min(), .97)
        self.assert_near(out[:, 20:], PICTURE[:, 20:], .08)


main()
