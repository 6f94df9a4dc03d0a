#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is destroyed, nothing stays behind, and hostile files are refused in time."""
import os, resource, signal, stat, struct, subprocess, time, zlib
import numpy as np
from PIL import Image
from program import PICTURE, PROGRAM, ProgramTest, main


class Outputs(ProgramTest):
    def setUp(self):
        super().setUp()
        self.png = self.path('in.png')
        Image.fromarray(np.uint8(np.round(PICTURE*255))).save(self.png)

    def contents(self, path):
        with open(path, 'rb') as file:
            return file.read()

    def test_side_outputs_never_destroy_a_picture(self):
        before = self.contents(self.png)
        os.symlink(self.png, self.path('link'))
        os.link(self.png, self.path('hard.png'))
        out = self.path('out.png')
        commands = [('match', self.png, '-o', out, '--set', 'contrast=0.2', option, name)
                    for option in ('--cube', '--recipe-out')
                    for name in (self.png, out, self.path('link'), self.path('hard.png'),
                                 self.folder + '/../' + os.path.basename(self.folder) + '/in.png')]
        commands += [('match', self.png, '-o', out, '--set', 'contrast=0.2', '--cube', self.path('x'), '--recipe-out',
                      self.path('x')),
                     ('render', self.png, '--recipe', self.recipe, '-o', self.path('recipe.png'))]
        os.symlink(self.recipe, self.path('recipe.png'))
        for command in commands:
            code, said = self.run_program(*command)
            self.assertEqual(code, 1, command)
            self.assertIn('would be destroyed', said)
            self.assertEqual(self.contents(self.png), before)
            self.assertFalse(os.path.exists(out))

    def test_all_outputs_or_none(self):
        out = self.path('out.png')
        with open(out, 'w') as file:
            file.write('what was there')
        code, said = self.run_program('match', self.png, '-o', out, '--set', 'contrast=0.2', '--cube', '/dev/full')
        self.assertEqual(code, 1, said)
        self.assertEqual(self.contents(out), b'what was there')
        self.assertEqual(sorted(os.listdir(self.folder)), ['empty.json', 'in.png', 'out.png'])

    def test_a_read_only_file_is_left_alone(self):
        out = self.path('out.png')
        with open(out, 'w') as file:
            file.write('keep')
        os.chmod(out, 0o444)
        code, said = self.run_program('render', self.png, '--recipe', self.recipe, '-o', out)
        self.assertEqual(code, 1)
        self.assertIn('read-only', said)
        self.assertEqual(self.contents(out), b'keep')

    def test_hard_links_stay_one_file(self):
        with open(self.path('a.png'), 'w') as file:
            file.write('x'*100000)
        os.link(self.path('a.png'), self.path('b.png'))
        self.render(self.png, 'a.png')
        self.assertTrue(os.path.samefile(self.path('a.png'), self.path('b.png')))
        self.assertEqual(np.asarray(Image.open(self.path('b.png'))).shape, (24, 32, 3))

    def test_a_dangling_link_is_followed(self):
        os.mkdir(self.path('there'))
        os.symlink('there/new.png', self.path('link.png'))
        self.render(self.png, 'link.png')
        self.assertTrue(os.path.islink(self.path('link.png')))
        self.assertTrue(os.path.exists(self.path('there/new.png')))

    def test_leftovers_of_a_killed_process_go(self):
        gone = subprocess.Popen(['true'])
        gone.wait()
        stale = self.path(f'.out.png.penumbra-{gone.pid}-abcdef')
        open(stale, 'w').close()
        mine = self.path(f'.out.png.penumbra-{os.getpid()}-abcdef')
        open(mine, 'w').close()
        self.render(self.png, 'out.png')
        self.assertFalse(os.path.exists(stale))
        self.assertTrue(os.path.exists(mine), 'of a process that lives')

    def test_escape_sequences_do_not_reach_the_terminal(self):
        code, said = self.run_program('info', self.path('a\x1b[31mb\nc.png'))
        self.assertEqual(code, 1)
        self.assertNotIn('\x1b', said)
        self.assertIn('\\x1b[31mb\\x0ac', said)


class Hostile(ProgramTest):
    def test_nesting(self):
        with open(self.path('deep.json'), 'w') as file:
            file.write('{"penumbra-recipe":1,"steps":[{"operation":"finish","version":1,"parameters":{"x":' +
                       '['*100000 + ']'*100000 + '}}]}')
        code, said = self.run_program('info', self.path('deep.json'))
        self.assertEqual(code, 1)
        self.assertIn('nested too deeply', said)

    def png(self, width, height, data):
        def chunk(kind, content):
            return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
        return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 6, 0, 0, 0)) +
                chunk(b'IDAT', data) + chunk(b'IEND', b''))

    def test_bombs(self):
        with open(self.path('a.png'), 'wb') as file:
            file.write(self.png(60000, 60000, zlib.compress(bytes(2000))))
        start = time.time()
        self.refused(self.path('a.png'), '60000 x 60000')
        self.assertLess(time.time() - start, 10)

    def test_the_limit_can_be_set(self):
        Image.fromarray(np.uint8(np.round(PICTURE*255))).resize((2000, 1000)).save(self.path('a.png'))
        code, said = self.run_program('info', self.path('a.png'), env={**os.environ, 'PENUMBRA_MAX_MEGAPIXELS': '1'})
        self.assertEqual(code, 1)
        self.assertIn('PENUMBRA_MAX_MEGAPIXELS', said)
        self.assertEqual(self.run_program('info', self.path('a.png'))[0], 0)

    def test_many_scans(self):
        Image.fromarray(np.uint8(np.round(PICTURE*255))).save(self.path('a.jpg'), progressive=True)
        whole = open(self.path('a.jpg'), 'rb').read()
        first = whole.index(b'\xff\xda')
        last = whole.rindex(b'\xff\xda')
        with open(self.path('b.jpg'), 'wb') as file:
            file.write(whole[:last] + whole[last:-2]*5000 + b'\xff\xd9')
        self.assertLess(first, last)
        start = time.time()
        self.refused(self.path('b.jpg'), 'scans')
        self.assertLess(time.time() - start, 10)

    def test_sigterm_while_decoding(self):
        Image.fromarray(np.zeros((9000, 9000, 3), np.uint8)).save(self.path('a.jpg'), progressive=True)
        process = subprocess.Popen([PROGRAM, 'info', self.path('a.jpg')], stderr=subprocess.PIPE)
        with open(f'/proc/{process.pid}/maps') as _:
            pass
        until = time.time() + 20
        while time.time() < until and 'libvips' not in open(f'/proc/{process.pid}/maps').read():
            time.sleep(.01)
        time.sleep(.2)
        process.send_signal(signal.SIGTERM)
        start = time.time()
        said = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 130, said)
        self.assertIn(b'cancelled', said)
        self.assertLess(time.time() - start, 5)

    def test_little_memory(self):
        Image.fromarray(np.zeros((6000, 8000, 3), np.uint8)).save(self.path('a.png'))
        limit = 600 << 20
        code, said = self.run_program('render', self.path('a.png'), '--recipe', self.recipe, '-o', self.path('b.png'),
                                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        self.assertEqual(code, 1, said)
        self.assertIn('not enough memory', said)


main()
