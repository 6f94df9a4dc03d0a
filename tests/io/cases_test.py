#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files that other programs misread or refuse, each with what it means."""
import numpy as np
from program import PICTURE, H, W, ProgramTest, main


class Layouts(ProgramTest):
    def read(self, name):
        said = self.render(self.case(name), 'out.tif')
        return self.tiff('out.tif'), said

    def test_tiff_in_planes(self):
        self.assert_near(self.read('planar16.tif')[0], PICTURE, .001)

    def test_white_is_zero(self):
        self.assert_near(self.read('min_is_white16.tif')[0], PICTURE.mean(-1), .001)

    def test_premultiplied_and_straight_alpha(self):
        for name in ('tiled16_premultiplied.tif', 'planar8_straight.tif'):
            samples, _ = self.read(name)
            self.assertEqual(samples.shape, (H, W, 4), name)
            seen = samples[..., 3] > .2
            self.assertGreater(seen.sum(), 100)
            self.assertLess(np.abs(samples[..., :3] - PICTURE)[seen].max(), .03, name)

    def test_channels_that_are_no_transparency(self):
        samples, said = self.read('saved_selection8.tif')
        self.assert_near(samples, PICTURE, .003)
        self.assertIn('1 further channel', said)
        samples, said = self.read('alpha_and_selection8.tif')
        self.assertEqual(samples.shape, (H, W, 4))
        self.assertIn('1 further channel', said)

    def test_a_reduced_page_first(self):
        samples, said = self.read('thumbnail_first.tif')
        self.assert_near(samples, PICTURE, .003)
        self.assertEqual(said, '')

    def test_further_pages_are_said(self):
        samples, said = self.read('two_pages.tif')
        self.assert_near(samples, PICTURE, .001)
        self.assertIn('2 pages', said)

    def test_few_bits(self):
        self.assert_near(self.read('grey4.tif')[0], np.floor(PICTURE.mean(-1)*15)/15, .07)
        samples, _ = self.read('palette1.tif')
        self.assert_near(samples[0, 0], np.array([0, 128/255, 0]), .003)
        self.assert_near(samples[0, -1], np.array([1., 0, 1]), .003)

    def test_pgm_of_any_maxval(self):
        self.assert_near(self.read('maxval1023.pgm')[0], PICTURE.mean(-1), .001)

    def test_an_animation_is_said(self):
        samples, said = self.read('animated.webp')
        self.assertEqual(samples.shape, (H, W, 3))
        self.assertIn('2 frames; the first one is read', said)


class Colours(ProgramTest):
    def test_profiles_beside_what_exiv2_does_not_read(self):
        for name in ('bigtiff_adobe.tif', 'icc_bad_exif.png', 'icc_big_text.png'):
            code, said = self.run_program('info', self.case(name))
            self.assertEqual(code, 0, said)
            self.assertIn('Profile:     Adobe-like RGB', said, name)

    def test_png_gamma(self):
        self.render(self.case('gama1.png'), 'out.tif')
        self.assert_near(self.tiff('out.tif'), PICTURE, .002)

    def test_png_primaries(self):
        _, said = self.run_program('info', self.case('chrm_adobe.png'))
        self.assertIn('Profile:     Adobe RGB', said)
        self.render(self.case('chrm_adobe.png'), 'out.png')
        self.assertIn('Adobe RGB', self.foreign('exiftool', '-s3', '-ProfileDescription', self.path('out.png')))

    def test_openexr(self):
        truth = np.fromfile(self.case('exr_truth_32x24x3_f32.raw'), 'f4').reshape(H, W, 3)
        for name in ('exr_aces.exr', 'exr_multipart.exr'):
            self.render(self.case(name), 'out.tif')
            self.assert_near(self.tiff('out.tif'), truth, .001)
        y, x = np.mgrid[0:H, 0:W]
        inside = (x >= 6) & (x < 26) & (y >= 5) & (y < 20)
        self.render(self.case('exr_crop.exr'), 'out.tif')
        self.assert_near(self.tiff('out.tif')[..., :3], np.where(inside[..., None], truth, 0), .001)


class Refused(ProgramTest):
    def test_raw_is_never_its_thumbnail(self):
        self.refused(self.case('thumbnail.dng'), 'raw')

    def test_a_bomb(self):
        said = self.refused(self.case('png_20000_trunc.png'), '20000 x 20000')
        self.assertNotIn('CV_', said)


class Tags(ProgramTest):
    def exif(self, name, tag):
        return self.foreign('exiftool', '-s3', '-' + tag, self.path(name)).strip()

    def test_a_png_with_a_profile(self):
        self.render(self.case('icc.jpg'), 'out.png')
        self.assertIn('OK:', self.foreign('pngcheck', self.path('out.png')))
        self.assertEqual(self.exif('out.png', 'ICC_Profile:ProfileDescription'), 'Adobe-like RGB')

    def test_a_webp_with_a_profile(self):
        self.render(self.case('icc.jpg'), 'out.webp')
        self.foreign('webpinfo', '-quiet', self.path('out.webp'))
        self.assertIn('ICC', self.foreign('webpmux', '-info', self.path('out.webp')))

    def test_much_xmp(self):
        said = self.render(self.case('xmp70k_adobe.tif'), 'out.jpg')
        self.assertIn('does not fit into a JPEG', said)
        self.assertEqual(self.exif('out.jpg', 'ICC_Profile:ProfileDescription'), 'Adobe-like RGB')
        self.assertEqual(self.exif('out.jpg', 'Copyright'), '(c) Me')

    def test_what_is_gone_leaves_no_tag(self):
        for name, tag, said in (('ultra_hdr.jpg', 'XMP-hdrgm:Version', 'gain map'),
                                ('xmp_thumbnail.jpg', 'XMP-xmp:ThumbnailImage', 'thumbnail')):
            self.assertIn(said, self.render(self.case(name), 'out.jpg'))
            self.assertEqual(self.exif('out.jpg', tag), '')

    def test_resolution(self):
        for name, tag, value in (('out.jpg', 'JFIF:XResolution', '300'), ('out.png', 'PNG:PixelsPerUnitX', '11811'),
                                 ('out.tif', 'IFD0:XResolution', '300')):
            self.render(self.case('dpi300.jpg'), name)
            self.assertEqual(self.exif(name, tag), value, name)


main()
