# /// case
# needs = []
# policy = "standard"
# ///
import io
import unittest

class Arithmetic(unittest.TestCase):
    def test_add(self):
        self.assertEqual(1 + 1, 2)
    def test_fail(self):
        self.assertTrue(0.1 + 0.2 == 0.3)
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError):
            1 / 0

suite = unittest.defaultTestLoader.loadTestsFromTestCase(Arithmetic)
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
print(result.testsRun, len(result.failures), len(result.errors))
