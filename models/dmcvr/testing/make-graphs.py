"""Tiny graphs with exactly the inputs and outputs of models/dmcvr/CONTRACT.md, for tests of its pipeline.

They have no weights worth the name. `segment` takes the class whose grey is nearest (those of test/fixtures/whole-heart/painted-heart.ts:
background 0, LV cavity 1, muscle 1/2, RV 1/4), its morphology is the mean of each cell; `semantic` is a fixed random map of the
mean of each channel; `denoise` is a random convolution of x plus random maps of z, m and t; `between` is the mix at the share asked
for, brighter by 1/100 per 10 mm of gap beyond the first; `contour` takes the class whose grey is nearest in the mix of the inner
two slices at the phase asked for.

    python make-graphs.py     (numpy and onnx)
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent
GREYS = np.array([0, 1, 0.5, 0.25])
SHARP = 40.0


def const(name, value, kind=np.float32):
    return numpy_helper.from_array(np.asarray(value, kind), name)


def info(name, *shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])


def node(op, inputs, output, **more):
    return helper.make_node(op, inputs, [output], **more)


def write(name, inputs, outputs, nodes, constants):
    graph = helper.make_graph(nodes, name, inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, HERE / f"{name}.onnx")


def greys():
    """Weights and biases of a 1 x 1 convolution of a picture in -1..1: minus the squared distance to each class's grey."""
    return [const("w", (SHARP * GREYS).reshape(4, 1, 1, 1)), const("b", SHARP * (GREYS - GREYS**2))]


def segment():
    rng = np.random.default_rng(1)
    write("segment", [info("image", 1, 96, 96)], [info("logits", 4, 96, 96), info("morphology", 64, 6, 6)],
          [node("Conv", ["image", "w", "b"], "logits"),
           node("AveragePool", ["image"], "cells", kernel_shape=[16, 16], strides=[16, 16]),
           node("Conv", ["cells", "each"], "spread"), node("Tanh", ["spread"], "morphology")],
          [*greys(), const("each", rng.standard_normal((64, 1, 1, 1)))])


def semantic():
    rng = np.random.default_rng(2)
    write("semantic", [info("image", 4, 48, 48)], [info("z", 128)],
          [node("ReduceMean", ["image"], "mean", axes=[2, 3], keepdims=0), node("MatMul", ["mean", "w"], "z")],
          [const("w", rng.standard_normal((4, 128)))])


def denoise(name, seed):
    rng = np.random.default_rng(seed)
    write(name, [info("x", 4, 48, 48), helper.make_tensor_value_info("t", TensorProto.FLOAT, ["N"]), info("z", 128), info("morphology", 64, 6, 6)],
          [info("noise", 4, 48, 48)],
          [node("Conv", ["x", "w"], "a", pads=[1, 1, 1, 1]), node("MatMul", ["z", "by_z"], "z4"), node("Reshape", ["z4", "wide"], "zb"),
           node("Conv", ["morphology", "by_m"], "m4"),
           node("Resize", ["m4", "", "eight"], "mb", mode="nearest", nearest_mode="floor", coordinate_transformation_mode="asymmetric"),
           node("Reshape", ["t", "column"], "t4"), node("Mul", ["t4", "thousandth"], "tb"),
           node("Add", ["a", "zb"], "az"), node("Add", ["az", "mb"], "azm"), node("Add", ["azm", "tb"], "sum"), node("Tanh", ["sum"], "noise")],
          [const("w", 0.15 * rng.standard_normal((4, 4, 3, 3))), const("by_z", 0.02 * rng.standard_normal((128, 4))), const("wide", [-1, 4, 1, 1], np.int64),
           const("by_m", 0.05 * rng.standard_normal((4, 64, 1, 1))), const("eight", [1, 1, 8, 8]), const("column", [-1, 1, 1, 1], np.int64),
           const("thousandth", 1e-3)])


def between():
    ints = lambda name, *v: const(name, v, np.int64)
    write("between", [info("pair", 2, 96, 96), info("where", 2)], [info("image", 1, 96, 96), info("logits", 4, 96, 96)],
          [helper.make_node("Split", ["pair"], ["low", "high"], axis=1), helper.make_node("Split", ["where"], ["share", "gap"], axis=1),
           node("Reshape", ["share", "wide"], "s"), node("Reshape", ["gap", "wide"], "g"), node("Sub", ["high", "low"], "up"),
           node("Mul", ["up", "s"], "part"), node("Add", ["low", "part"], "mix"), node("Sub", ["g", "one"], "more"),
           node("Mul", ["more", "bit"], "light"), node("Add", ["mix", "light"], "image"), node("Conv", ["mix", "w", "b"], "logits")],
          [*greys(), ints("wide", -1, 1, 1, 1), const("one", 1), const("bit", 0.02)])


def contour():
    ints = lambda name, *v: const(name, v, np.int64)
    write("contour", [info("slices", 8, 96, 96), info("where", 4)], [info("logits", 4, 96, 96)],
          [node("Slice", ["slices", "one", "two", "axis"], "low"), node("Slice", ["slices", "two", "three", "axis"], "high"),
           node("Slice", ["where", "zero", "one", "axis"], "share"), node("Reshape", ["share", "wide"], "s"), node("Sub", ["high", "low"], "up"),
           node("Mul", ["up", "s"], "part"), node("Add", ["low", "part"], "mix"), node("Conv", ["mix", "w", "b"], "logits")],
          [*greys(), ints("wide", -1, 1, 1, 1), ints("zero", 0), ints("one", 1), ints("two", 2), ints("three", 3), ints("axis", 1)])


if __name__ == "__main__":
    segment(), semantic(), denoise("denoise", 3), denoise("denoise-middle", 4), between(), contour()
