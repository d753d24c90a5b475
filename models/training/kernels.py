"""Builds cone.c once with gcc/OpenMP and wraps it (volumes [nz,ny,nx] float32, projections [view,nu,nv] float32)."""

import ctypes
import hashlib
import os
import subprocess
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
_F = np.ctypeslib.ndpointer(np.float32, flags="C_CONTIGUOUS")
_lib = None


def cache_dir():
    """Scratch folder: $SPARROW_CACHE or .cache/training at the repository root."""
    path = Path(os.environ.get("SPARROW_CACHE", HERE.parents[1] / ".cache" / "training"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def library():
    """Compile if the source changed, then load."""
    global _lib
    if _lib is None:
        src = HERE / "cone.c"
        so = cache_dir() / f"cone-{hashlib.sha256(src.read_bytes()).hexdigest()[:12]}.so"
        if not so.exists():
            tmp = so.with_suffix(f".{os.getpid()}")
            subprocess.run(["gcc", "-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC", str(src),
                            "-o", str(tmp), "-lm"], check=True)
            tmp.replace(so)
        _lib = ctypes.CDLL(str(so))
        i, f = ctypes.c_int, ctypes.c_float
        _lib.cone_project.argtypes = [_F, i, i, i, f, f, _F, _F, i, i, i, f, f, f, f, f, _F]
        _lib.cone_backproject.argtypes = [_F, i, i, i, f, f, _F, _F, i, i, i, f, f, f, f, f, _F, i, f]
    return _lib


def _zlast(vol):
    return np.ascontiguousarray(vol.astype(np.float32, copy=False).transpose(1, 2, 0))


def project(vol, grid, geo):
    """vol [nz,ny,nx] in 1/mm -> line integrals [view,nu,nv]."""
    nz, ny, nx = grid.shape
    out = np.empty((len(geo.beta), geo.nu, geo.nv), np.float32)
    library().cone_project(_zlast(vol), nx, ny, nz, grid.vx, grid.vz, np.asarray(grid.centre, np.float32), out,
                           len(geo.beta), geo.nu, geo.nv, geo.du, geo.dv, geo.u0, geo.sad, geo.sdd,
                           np.ascontiguousarray(geo.beta, np.float32))
    return out


def backproject(proj, grid, geo, fdk_weight=False, scale=1.0):
    """proj [view,nu,nv] -> volume [nz,ny,nx]; fdk_weight multiplies by (SAD/U)^2."""
    nz, ny, nx = grid.shape
    vol = np.zeros((ny, nx, nz), np.float32)
    library().cone_backproject(vol, nx, ny, nz, grid.vx, grid.vz, np.asarray(grid.centre, np.float32),
                               np.ascontiguousarray(proj, np.float32), len(geo.beta), geo.nu, geo.nv, geo.du, geo.dv,
                               geo.u0, geo.sad, geo.sdd, np.ascontiguousarray(geo.beta, np.float32), int(fdk_weight), scale)
    return np.ascontiguousarray(vol.transpose(2, 0, 1))
