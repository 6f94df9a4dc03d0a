"""What the tests of picture files share: the program, a folder, a picture of known values."""
import json, os, subprocess, sys, tempfile, unittest
import numpy as np

PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else 'penumbra'
HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, 'cases')
H, W = 24, 32
_y, _x = np.mgrid[0:H, 0:W]
# The picture that is in most of the cases: gradients, and a bright rectangle.
PICTURE = np.stack([0.1 + 0.5*_x/W, 0.1 + 0.3*_y/H, 0.35 - 0.3*_x/W], -1)
PICTURE[6:14, 18:28] = [0.9, 0.85, 0.8]


def to_linear(v):
    return np.where(v <= 0.04045, v/12.92, ((v + 0.055)/1.055)**2.4)


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='penumbra-')
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.recipe = self.path('empty.json')
        with open(self.recipe, 'w') as file:
            json.dump({'penumbra-recipe': 1, 'origin': {}, 'steps': []}, file)

    def path(self, name):
        return os.path.join(self.folder, name)

    def case(self, name):
        return os.path.join(CASES, name)

    def run_program(self, *arguments, **settings):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=120, **settings)
        return done.returncode, (done.stdout + done.stderr).decode('utf-8', 'replace').strip()

    def render(self, source, name):
        """The picture unchanged, as a file of another name; what was said."""
        code, said = self.run_program('render', source, '--recipe', self.recipe, '-o', self.path(name))
        self.assertEqual(code, 0, said)
        return said

    def refused(self, source, *words):
        code, said = self.run_program('render', source, '--recipe', self.recipe, '-o', self.path('out.tif'))
        self.assertEqual(code, 1, said)
        self.assertFalse(os.path.exists(self.path('out.tif')))
        for word in words:
            self.assertIn(word, said)
        return said

    def foreign(self, *command, ok=(0,)):
        """What another program says of a file; it must be content with it."""
        done = subprocess.run(command, capture_output=True, text=True, errors='replace', timeout=120)
        self.assertIn(done.returncode, ok, f'{command}: {done.stdout}{done.stderr}')
        return done.stdout + done.stderr

    def tiff(self, name):
        """Samples of a TIFF as floats, by tifffile."""
        import tifffile
        plain = self.path('plain.tif')
        self.foreign('tiffcp', '-c', 'none', self.path(name), plain)
        samples = tifffile.imread(plain)
        if samples.dtype == np.uint8:
            return samples/255.
        return samples/65535. if samples.dtype == np.uint16 else samples.astype(float)

    def assert_near(self, samples, expected, tolerance):
        self.assertEqual(samples.shape, expected.shape)
        self.assertLess(np.abs(samples - expected).max(), tolerance)


def main():
    unittest.main()
