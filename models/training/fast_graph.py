"""The network of model.py as an ONNX graph that onnxruntime runs fast on a CPU; the weights stay as trained.

What differs from a straight export, with the gain of each in ../runtime/README.md:
- slices are the batch, [d, c, h, w], so that convolutions are 2D; 3^3 ones go through winograd.py;
- the stem's convolution and the Haar split before it are one convolution of the 16 voxels of a 2^3 cell pair; the
  head's takes in the Haar merge, and gives its three z-taps as channels, which are then shifted and added;
- the first convolution of a block has its weights' mean over the outputs taken off, so that the norm after it need
  not; scale, FiLM and shift are one operator;
- 1x1 convolutions before upsampling run on the small grid, and slices are doubled by broadcasting into the skip's sum.
Everything here is an ordinary operator of opset 17, so that the other providers run the same file.
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from model import OFFSET
from winograd import Transforms, conv3, ints

UNBOUNDED = 2**40


class Graph:
    """Nodes and initialisers under way. Names are made up, but for the network's own weights."""

    def __init__(self, weights):
        self.weights, self.nodes, self.initialisers, self.constants = weights, [], {}, {}

    def op(self, kind, *inputs, **attributes):
        """Adds a node; inputs are names or arrays. -> the name of its output."""
        name = f"{kind}_{len(self.nodes)}"
        names = [x if isinstance(x, str) else self.constant(np.asarray(x)) for x in inputs]
        self.nodes.append(helper.make_node(kind, names, [name], name=name, **attributes))
        return name

    def constant(self, array):
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.constants:
            self.constants[key] = f"constant_{len(self.constants)}"
            self.initialisers[self.constants[key]] = array
        return self.constants[key]

    def weight(self, name):
        self.initialisers.setdefault(name, self.weights[name].numpy().astype(np.float32))
        return name

    def vector(self, name):
        return self.op("Reshape", self.weight(name), ints(-1))


class Level:
    """Sizes and transforms of one resolution, 1 / 2^n of the input's."""

    def __init__(self, graph, n):
        size = graph.op("Div", graph.op("Shape", "y_xt"), ints(2**n))
        self.depth = graph.op("Slice", size, ints(2), ints(3))
        self.plane = graph.op("Slice", size, ints(3), ints(5))
        self.transforms = Transforms(graph, graph.op("Squeeze", self.depth))
        self.graph, self.shapes = graph, {}

    def shape(self, *leading):
        if leading not in self.shapes:
            self.shapes[leading] = self.graph.op("Concat", ints(*leading), self.plane, axis=0)
        return self.shapes[leading]


def silu(graph, x):
    return graph.op("Mul", x, graph.op("Sigmoid", x))


def scaled(graph, x, scale, bias, channels, centred=False):
    """Channel norm of each voxel, then scale and bias [channels]; `centred` when the channels' mean is zero already."""
    op = graph.op
    if not centred:
        x = op("Sub", x, op("ReduceMean", x, axes=[1], keepdims=1))
    square = op("ReduceMean", op("Mul", x, x), axes=[1], keepdims=1)
    x = op("Mul", x, op("Reciprocal", op("Sqrt", op("Add", square, np.float32(1e-4)))))
    # One pass for scale and bias; its own statistics are those of "no change".
    zeros, rest = np.zeros(channels, np.float32), np.full(channels, 1 - 1e-5, np.float32)
    return op("BatchNormalization", x, scale, bias, zeros, rest, epsilon=1e-5)


def residual_block(graph, level, x, name, channels, time):
    op, weight = graph.op, graph.weight
    u = scaled(graph, x, graph.vector(f"{name}.norm1.weight"), graph.vector(f"{name}.norm1.bias"), channels)
    w, b = weight(f"{name}.conv1.weight"), weight(f"{name}.conv1.bias")
    w, b = (op("Sub", v, op("ReduceMean", v, axes=[0], keepdims=1)) for v in (w, b))
    u = conv3(graph, level, silu(graph, u), w, b, (channels, channels))
    film = op("Gemm", time, weight(f"{name}.film.weight"), weight(f"{name}.film.bias"), transB=1)
    film = op("Reshape", film, ints(2 * channels))
    scale = op("Add", op("Slice", film, ints(0), ints(channels)), np.float32(1))
    shift = op("Slice", film, ints(channels), ints(2 * channels))
    shift = op("Add", op("Mul", graph.vector(f"{name}.norm2.bias"), scale), shift)
    scale = op("Mul", graph.vector(f"{name}.norm2.weight"), scale)
    u = silu(graph, scaled(graph, u, scale, shift, channels, centred=True))
    w, b = weight(f"{name}.conv2.weight"), weight(f"{name}.conv2.bias")
    return op("Add", x, conv3(graph, level, u, w, b, (channels, channels)))


def halved(graph, level, x, name, channels):
    """Convolution 2^3 with stride 2: two neighbouring slices are channels of one, which costs nothing."""
    ci, co = channels
    w = graph.op("Transpose", graph.weight(f"{name}.weight"), perm=[0, 2, 1, 3, 4])
    pairs = graph.op("Reshape", x, level.shape(-1, 2 * ci))
    return graph.op("Conv", pairs, graph.op("Reshape", w, ints(co, 2 * ci, 2, 2)), graph.weight(f"{name}.bias"),
                    kernel_shape=[2, 2], strides=[2, 2])


def doubled(graph, level, finer, x, skip, name, channels):
    """skip (on `finer`) + 1x1 convolution of x (on `level`), nearest neighbour."""
    op = graph.op
    w = op("Squeeze", graph.weight(f"{name}.weight"), ints(4))
    u = op("Conv", x, w, graph.weight(f"{name}.bias"), kernel_shape=[1, 1])
    u = op("Resize", u, "", np.array([1, 1, 2, 2], np.float32), mode="nearest",
           coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    pairs = op("Reshape", skip, op("Concat", level.depth, ints(2, -1), axis=0))
    both = op("Add", pairs, op("Unsqueeze", op("Reshape", u, ints(0, -1)), ints(1)))
    return op("Reshape", both, finer.shape(-1, channels))


def time_embedding(graph, omega):
    phase = graph.op("Mul", graph.op("Mul", graph.op("Unsqueeze", "t", ints(1)), np.float32(1000)), omega[None])
    e = graph.op("Concat", graph.op("Sin", phase), graph.op("Cos", phase), axis=1)
    for layer in ("time.mlp.0", "time.mlp.2"):
        e = silu(graph, graph.op("Gemm", e, graph.weight(f"{layer}.weight"), graph.weight(f"{layer}.bias"), transB=1))
    return e


def cells(graph, full):
    """Input [1, 2, D, H, W] + OFFSET -> its 2^3 cells [d, 16, h, w]; channel = 8 * (0: y, 1: x_t) + 4 dz + 2 dy + dx."""
    x = graph.op("Transpose", graph.op("Squeeze", "y_xt", ints(0)), perm=[1, 0, 2, 3])
    x = graph.op("Reshape", x, full.shape(-1, 4))
    pick = np.zeros((2, 2, 2, 2, 2, 2, 2, 2), np.float32)  # [channel, dz, dy, dx] from [dz, channel], kernel [dy, dx]
    for channel, dz, dy, dx in np.ndindex(2, 2, 2, 2):
        pick[channel, dz, dy, dx, dz, channel, dy, dx] = 1
    return graph.op("Conv", x, pick.reshape(16, 4, 2, 2), np.full(16, OFFSET, np.float32), kernel_shape=[2, 2],
                    strides=[2, 2])


def head(graph, level, full, h, merge, channels):
    """3^3 convolution to the 8 voxels of each cell -> [1, 1, D, H, W]."""
    op = graph.op
    w = op("MatMul", merge, op("Reshape", graph.weight("head.weight"), ints(8, -1)))
    w = op("Transpose", op("Reshape", w, ints(8, channels, 3, 3, 3)), perm=[2, 0, 1, 3, 4])
    taps = op("Conv", h, op("Reshape", w, ints(24, channels, 3, 3)), kernel_shape=[3, 3], pads=[1] * 4)
    taps = op("Pad", taps, ints(1, 0, 0, 0, 1, 0, 0, 0))
    below, at, above = (op("Slice", taps, ints(z, 8 * z), ints(end, 8 * z + 8), ints(0, 1))
                        for z, end in enumerate((-2, -1, UNBOUNDED)))
    bias = op("Reshape", op("MatMul", merge, graph.weight("head.bias")), ints(1, 8, 1, 1))
    y = op("Add", op("Add", below, at), op("Add", above, bias))
    y = op("DepthToSpace", op("Reshape", y, level.shape(-1, 4)), blocksize=2, mode="CRD")
    return op("Reshape", y, full.shape(1, 1, -1))


def fast_model(net):
    """Denoiser -> onnx.ModelProto of the call in export_onnx.py."""
    graph = Graph(net.state_dict())
    (a, b, c), blocks = net.config["widths"], net.config["blocks"]
    full, one, two, three = (Level(graph, n) for n in range(4))
    time = time_embedding(graph, net.time.omega.numpy())

    def side(level, x, name, count, channels):
        for i in range(count):
            x = residual_block(graph, level, x, f"{name}.{i}", channels, time)
        return x

    split = net.split.numpy().reshape(24, 16).T
    w = graph.op("MatMul", split, graph.op("Reshape", graph.weight("stem.weight"), ints(a, 24, 27)))
    w = graph.op("Reshape", w, ints(a, 16, 3, 3, 3))
    h1 = conv3(graph, one, cells(graph, full), w, graph.weight("stem.bias"), (16, a))
    h1 = side(one, h1, "enc1", blocks[0], a)
    h2 = side(two, halved(graph, one, h1, "down1", (a, b)), "enc2", blocks[1], b)
    h = side(three, halved(graph, two, h2, "down2", (b, c)), "mid", blocks[2], c)
    h = side(two, doubled(graph, three, two, h, h2, "up2", b), "dec2", blocks[1], b)
    h = side(one, doubled(graph, two, one, h, h1, "up1", a), "dec1", blocks[0], a)
    h = silu(graph, scaled(graph, h, graph.vector("last.weight"), graph.vector("last.bias"), a))
    y = head(graph, one, full, h, net.merge.numpy().reshape(8, 8), a)
    state = graph.op("Slice", "y_xt", ints(1), ints(2), ints(1))
    graph.nodes.append(helper.make_node("Add", [state, y], ["x0"], name="x0"))

    inputs = [helper.make_tensor_value_info("y_xt", TensorProto.FLOAT, [1, 2, "D", "H", "W"]),
              helper.make_tensor_value_info("t", TensorProto.FLOAT, [1])]
    output = helper.make_tensor_value_info("x0", TensorProto.FLOAT, [1, 1, "D", "H", "W"])
    tensors = [numpy_helper.from_array(v, k) for k, v in graph.initialisers.items()]
    return helper.make_model(helper.make_graph(graph.nodes, "mindi3d", inputs, [output], tensors),
                             opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
