"""3^3 convolution as Winograd's F(4,3) along z and plain 3x3 convolutions in the plane, in ONNX operators.

F(4,3) (Lavin and Gray, arXiv 1509.09308) makes four outputs of a three-tap filter from six products instead of twelve.
Done along z only, it halves the multiplications and turns the volume into a batch of six-fold grouped 2D convolutions,
for which onnxruntime has its fast blocked kernels; it has none for 3D ones. The two transforms are matrix products over
z. In float32 the result differs from the direct sum by rounding (some 1e-6 of the range).
"""

import numpy as np

# Input transform (6 values of z -> 6), weight transform (3 taps -> 6), output transform (6 -> 4 values of z).
INPUT = np.array([[4, 0, -5, 0, 1, 0], [0, -4, -4, 1, 1, 0], [0, 4, -4, -1, 1, 0],
                  [0, -2, -1, 2, 1, 0], [0, 2, -1, -2, 1, 0], [0, 4, 0, -5, 0, 1]], np.float32)
WEIGHT = np.array([[1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6],
                   [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1]], np.float32)
OUTPUT = np.array([[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0],
                   [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]], np.float32)


def ints(*values):
    return np.array(values, np.int64)


class Transforms:
    """The transform matrices of one resolution. They depend on the depth, so the graph makes them (they are tiny).

    The depth is worked in blocks, of about 16 slices where it divides: a matrix over all of z is mostly zeros.
    """

    def __init__(self, graph, depth):
        """depth: name of an int64 scalar, the slices at this resolution."""
        op, one = graph.op, np.int64

        def divides(by, least):
            enough = op("Cast", op("Not", op("Less", depth, one(least))), to=7)
            return op("Mul", enough, op("Cast", op("Equal", op("Mod", depth, one(by)), one(0)), to=7))

        blocks = op("Add", one(1), op("Add", divides(8, 24), op("Mul", divides(16, 48), one(2))))  # 1, 2 or 4
        length = op("Div", depth, blocks)
        rows = op("Range", one(0), op("Mul", op("Div", op("Add", length, one(3)), one(4)), one(6)), one(1))
        quad, position = op("Div", rows, one(6)), op("Mod", rows, one(6))
        columns = op("Range", one(0), op("Add", length, one(2)), one(1))

        # Block b reads slices b * length - 1 ... (b + 1) * length; those beyond the volume count as zero.
        first = op("Unsqueeze", op("Mul", op("Range", one(0), blocks, one(1)), length), ints(1))
        wanted = op("Sub", op("Add", first, op("Unsqueeze", columns, ints(0))), one(1))
        self.source = op("Min", op("Max", wanted, one(0)), op("Sub", depth, one(1)))
        inside = op("Cast", op("Equal", self.source, wanted), to=1)

        tap = op("Sub", op("Unsqueeze", columns, ints(0)), op("Unsqueeze", op("Mul", quad, one(4)), ints(1)))
        entry = op("Add", op("Add", op("Clip", tap, one(-1), one(6)), one(1)),
                   op("Unsqueeze", op("Mul", position, one(8)), ints(1)))
        banded = op("Gather", np.pad(INPUT, ((0, 0), (1, 1))).reshape(-1), entry)
        self.input = op("Mul", op("Unsqueeze", banded, ints(0)), op("Unsqueeze", inside, ints(1)))

        z = op("Range", one(0), length, one(1))
        own = op("Cast", op("Equal", op("Unsqueeze", op("Div", z, one(4)), ints(1)),
                            op("Unsqueeze", quad, ints(0))), to=1)
        entry = op("Add", op("Unsqueeze", op("Mul", op("Mod", z, one(4)), one(6)), ints(1)),
                   op("Unsqueeze", position, ints(0)))
        self.output = op("Mul", op("Gather", OUTPUT.reshape(-1), entry), own)
        self.per_block = op("Concat", op("Shape", self.source, end=1), op("Shape", self.output, start=1, end=2),
                            ints(-1), axis=0)


def conv3(graph, level, x, weight, bias, channels):
    """Convolution 3^3 with zero padding of x [d, ci, h, w] -> [d, co, h, w].

    level: has `.transforms` and `.shape(*leading)`, the latter -> shape [*leading, h, w] as a tensor's name;
    weight [co, ci, 3, 3, 3] and bias [co] by name; channels = (ci, co). onnxruntime folds what depends on
    the weights only when it loads the graph, so the file keeps the network's own weights.
    """
    op, use, (ci, co) = graph.op, level.transforms, channels
    taps = op("Reshape", op("Transpose", weight, perm=[2, 0, 1, 3, 4]), ints(3, -1))
    planes = op("Reshape", op("MatMul", WEIGHT, taps), ints(6 * co, ci, 3, 3))
    # The output transform's second column is all ones: a bias there reaches every slice once.
    biases = op("Concat", np.zeros(co, np.float32), bias, np.zeros(4 * co, np.float32), axis=0)
    blocks = op("Gather", op("Reshape", x, ints(0, -1)), use.source)
    spread = op("Reshape", op("MatMul", use.input, blocks), level.shape(-1, 6 * ci))
    products = op("Conv", spread, planes, biases, kernel_shape=[3, 3], pads=[1] * 4, group=6)
    y = op("MatMul", use.output, op("Reshape", products, use.per_block))
    return op("Reshape", y, level.shape(-1, co))
