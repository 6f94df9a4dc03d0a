#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies beside the pixels: it is kept, or its loss is said, one note an item."""
import io, struct, subprocess
import numpy as np, tifffile
from PIL import Image, ImageCms, PngImagePlugin
from program import PICTURE, H, W, ProgramTest, main

SAVED = dict(quality=97, subsampling=0)


class Kept(ProgramTest):
    def setUp(self):
        super().setUp()
        self.picture = Image.fromarray(np.uint8(np.round(PICTURE*255)))
        self.jpeg = self.path('in.jpg')
        self.picture.save(self.jpeg, **SAVED)

    def exiftool(self, name, *tags):
        return self.foreign('exiftool', '-s3', *['-' + tag for tag in tags], self.path(name)).split('\n')[:-1]

    def test_a_comment(self):
        self.picture.save(self.path('a.jpg'), comment=b'A mountain', **SAVED)
        for name, tag in (('b.jpg', 'File:Comment'), ('b.png', 'PNG:Comment')):
            self.assertEqual(self.render(self.path('a.jpg'), name), '', name)
            self.assertEqual(self.exiftool(name, tag), ['A mountain'], name)
        self.assertIn('the text "Comment" has no place in this TIFF', self.render(self.path('a.jpg'), 'b.tif'))

    def test_the_texts_of_a_png(self):
        texts = PngImagePlugin.PngInfo()
        texts.add_text('Title', 'Mountain')
        texts.add_text('Author', 'A. Photographer', zip=True)
        texts.add_text('date:create', 'of no use')
        self.picture.save(self.path('a.png'), pnginfo=texts)
        self.assertEqual(self.render(self.path('a.png'), 'b.png'), '')
        found = Image.open(self.path('b.png')).text
        self.assertEqual((found['Title'], found['Author']), ('Mountain', 'A. Photographer'))
        said = self.render(self.path('a.png'), 'b.jpg')
        self.assertIn('the text "Title" has no place', said)
        self.assertIn('the text "Author" has no place', said)
        self.assertEqual(len(said.split('\n')), 2, said)

    def test_resolution_where_exif_is_the_only_place(self):
        self.picture.save(self.path('a.jpg'), dpi=(300, 150), **SAVED)
        for name in ('b.webp', 'b.heic', 'b.avif', 'b.jxl'):
            self.render(self.path('a.jpg'), name)
            self.assertEqual(self.exiftool(name, 'XResolution', 'YResolution', 'ResolutionUnit'),
                             ['300', '150', 'inches'], name)

    def test_resolution_turns_with_the_picture(self):
        self.picture.save(self.path('a.jpg'), dpi=(300, 150), **SAVED)
        self.foreign('exiftool', '-q', '-overwrite_original', '-n', '-Orientation=6', '-XResolution=300',
                     '-YResolution=150', self.path('a.jpg'))
        self.render(self.path('a.jpg'), 'b.jpg')
        self.assertEqual(self.exiftool('b.jpg', 'JFIF:XResolution', 'IFD0:XResolution', 'IFD0:YResolution'),
                         ['150', '150', '300'])

    def test_iptc_becomes_xmp_where_there_is_none(self):
        self.foreign('exiftool', '-q', '-overwrite_original', '-IPTC:Keywords=lake', '-IPTC:City=Uri', self.jpeg)
        for name in ('b.webp', 'b.jxl'):
            self.render(self.jpeg, name)
            self.assertEqual(self.exiftool(name, 'XMP-dc:Subject', 'XMP-photoshop:City'), ['lake', 'Uri'], name)

    def test_what_lies_behind_a_jpeg_is_said(self):
        whole = open(self.jpeg, 'rb').read()
        film = b'\0\0\0\x18ftypmp42' + bytes(range(256))*20
        for tail, word in ((whole, 'a further picture'), (film, 'a film'), (b'x'*5000, '5 kB')):
            open(self.path('a.jpg'), 'wb').write(whole + tail)
            self.assertIn(word, self.render(self.path('a.jpg'), 'b.jpg'))
        open(self.path('a.jpg'), 'wb').write(whole + bytes(5000))
        self.assertEqual(self.render(self.path('a.jpg'), 'b.jpg'), '', 'padding is nothing')

    def test_one_note_for_a_gain_map(self):
        said = self.render(self.case('ultra_hdr.jpg'), 'b.jpg')
        self.assertEqual(len(said.split('\n')), 1, said)

    def test_content_credentials(self):
        whole = open(self.jpeg, 'rb').read()
        box = b'JP\0\1\0\0\0\1' + b'\0\0\0\x20jumb\0\0\0\x18jumdc2pa' + bytes(16)
        open(self.path('a.jpg'), 'wb').write(whole[:2] + b'\xff\xeb' + struct.pack('>H', len(box) + 2) + box + whole[2:])
        self.assertIn('content credentials', self.render(self.path('a.jpg'), 'b.jpg'))

    def test_photoshop_layers(self):
        layers = b'Adobe Photoshop Document Data Block\0' + bytes(200)
        tifffile.imwrite(self.path('a.tif'), np.uint8(np.round(PICTURE*255)), photometric='rgb', metadata=None,
                         extratags=[(37724, 'B', len(layers), layers, True)])
        self.assertIn('the Photoshop layers are left out', self.render(self.path('a.tif'), 'b.tif'))
        with tifffile.TiffFile(self.path('b.tif')) as file:
            self.assertNotIn(37724, file.pages[0].tags)

    def test_a_description_of_the_layout_goes(self):
        """tifffile's own; the planes become interleaved, and it would misread them."""
        planes = np.moveaxis(np.uint8(np.round(PICTURE*255)), -1, 0)
        tifffile.imwrite(self.path('a.tif'), planes, photometric='rgb', planarconfig='separate', tile=(16, 16))
        self.render(self.path('a.tif'), 'b.tif')
        self.assert_near(self.tiff('b.tif'), PICTURE, .003)

    def test_extended_xmp_is_read(self):
        many = self.path('many.xmp')
        self.foreign('exiftool', '-q', '-XMP-dc:Description=' + 'x'*70000, '-XMP-dc:Title=Mountain', many)
        self.foreign('exiftool', '-q', '-overwrite_original', '-tagsfromfile', many, '-xmp:all', self.jpeg)
        self.assertIn(b'http://ns.adobe.com/xmp/extension/', open(self.jpeg, 'rb').read())
        self.assertEqual(self.render(self.jpeg, 'b.png'), '')
        self.assertEqual(len(self.exiftool('b.png', 'XMP-dc:Description')[0]), 70000)
        said = self.render(self.jpeg, 'b.jpg')
        self.assertIn('Xmp.dc.description', said)
        self.assertEqual(self.exiftool('b.jpg', 'XMP-dc:Title'), ['Mountain'])

    def test_a_profile_that_png_refuses(self):
        """Of a length that libpng leaves out without a word: the colours stay, as sRGB."""
        profile = bytearray(subprocess.run(['exiftool', '-b', '-icc_profile', self.case('icc.jpg')],
                                           capture_output=True).stdout) + b'\0'
        profile[0:4] = struct.pack('>I', len(profile))
        profile[8] = 4
        self.picture.save(self.path('a.jpg'), icc_profile=bytes(profile), **SAVED)
        said = self.render(self.path('a.jpg'), 'b.png')
        self.assertIn('cannot hold the colour profile', said)
        self.assertEqual(self.exiftool('b.png', 'ICC_Profile:ProfileDescription'), [])
        good = ImageCms.ImageCmsProfile(io.BytesIO(bytes(profile[:-1])))
        truth = ImageCms.profileToProfile(Image.open(self.path('a.jpg')), good, ImageCms.createProfile('sRGB'), 1)
        self.assert_near(np.asarray(Image.open(self.path('b.png')))/255., np.asarray(truth)/255., .02)
        self.assertIn('OK:', self.foreign('pngcheck', self.path('b.png')))


main()
