"""Heart phantoms: volumes of the tables against counted voxels, conservation, discs against truth, seeds."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

HEART = Path(__file__).resolve().parents[1] / "heart"
sys.path.insert(0, str(HEART))

from dense import free_plane, render_dense, render_slice  # noqa: E402
from make_hearts import make  # noqa: E402
from motion import animate  # noqa: E402
from population import SEEDS, draw  # noqa: E402
from truth import NAMES  # noqa: E402

LV, MYO, RV = 1, 2, 3


@pytest.fixture(scope="module", autouse=True)
def quiet():
    torch.set_num_threads(1)
    with torch.no_grad():
        yield


@pytest.fixture(scope="module")
def made():
    return make(SEEDS["test"] + 4, "test")


@pytest.mark.parametrize("seed", [3, 11, 1_000_007])
def test_tables_match_counted_voxels(seed):
    heart = draw(seed)
    beat = animate(heart)
    _, labels, _ = render_dense(heart, 2.5, [0, 9])
    for i, t in enumerate((0, 9)):
        for label, ml in ((LV, beat.lv_ml[t]), (MYO, beat.myo_ml[t]), (RV, beat.rv_ml[t])):
            counted = (labels[i] == label).sum() * 2.5**3 / 1000
            assert counted == pytest.approx(ml, rel=0.03, abs=1.5), (seed, t, label)


@pytest.mark.parametrize("population", ["main", "shifted", "heldout"])
def test_volumes_asked_for_are_volumes_made(population):
    for seed in range(40, 52):
        heart = draw(seed, population)
        beat = animate(heart)
        assert beat.lv_ml[0] == pytest.approx(heart.p["edv"], rel=0.01)
        assert beat.myo_ml.max() / beat.myo_ml.min() < 1.05
        assert 1.05 * beat.myo_ml[0] == pytest.approx(heart.p["mass"], rel=0.02)
        assert 100 * (1 - beat.lv_ml.min() / beat.lv_ml[0]) == pytest.approx(heart.p["ef"], abs=2.5)
        assert np.all(np.isfinite(beat.radii.numpy()))


def test_discs_over_the_stack_give_the_truth(made):
    arrays, meta = made
    areas = arrays["stack_areas"]
    assert np.isnan(areas[meta["stackSlices"] :]).all()
    total = np.nansum(areas, 0) * meta["stepMm"] / 10
    truth = dict(zip(NAMES, arrays["truth"]))
    assert total[:, 0].max() == pytest.approx(truth["lvEdvMl"], rel=0.12)
    assert np.median(total[:, 1]) * 1.05 == pytest.approx(truth["lvMassG"], rel=0.15)


def test_labels_agree_with_the_areas_of_their_slice(made):
    arrays, meta = made
    for k, i in enumerate(meta["slots"]):
        drawn = (arrays["labels"][3 + k, 0] == LV).sum() * 0.04
        assert drawn == pytest.approx(arrays["stack_areas"][i, 0, 0], rel=0.08, abs=1.5)


def test_geometry_is_told_in_an_orthonormal_crop(made):
    arrays, _ = made
    for row, present in zip(arrays["geometry"], arrays["mask"]):
        if not present:
            assert not row.any()
            continue
        u, v = row[3:6], row[6:9]
        assert abs(u @ v) < 1e-5
        assert np.linalg.norm(u) == pytest.approx(1, abs=1e-5)
    z = [row[2] for row in arrays["geometry"][3:] if row[11]]
    assert z == sorted(z), "short axis runs from base to apex"


def test_the_right_ventricle_lies_left_in_short_axis_and_the_apex_up_in_long_axis(made):
    arrays, _ = made
    labels = arrays["labels"]
    columns = np.arange(96)
    middle = labels[5, 0]
    assert (columns * (middle == RV).sum(0)).sum() / (middle == RV).sum() < (columns * (middle == LV).sum(0)).sum() / (middle == LV).sum()
    four = labels[2, 0]
    rows = np.arange(96)
    assert (rows * (four == LV).sum(1)).sum() / (four == LV).sum() < (rows * (four == 4).sum(1)).sum() / max(1, (four == 4).sum())


def test_a_seed_gives_the_same_heart_and_a_second_scan_keeps_its_truth():
    first, again, scanned = (make(SEEDS["test"] + 9, kind)[0] for kind in ("test", "test", "reacquired"))
    assert all(np.array_equal(first[k], again[k], equal_nan=True) for k in first)
    assert np.array_equal(first["truth"], scanned["truth"])
    assert not np.array_equal(first["images"], scanned["images"])


def test_any_plane_can_be_rendered():
    image, label = render_slice(draw(21), free_plane((0, 0, 0), (-1, 0, 0), (0, 1, 0), 8), [0, 12])
    assert image.shape == label.shape == (2, 96, 96)
    assert {LV, MYO} <= set(np.unique(label.numpy()))


def test_frozen_sets_do_not_meet_the_training_seeds():
    split = json.loads((HEART / "split_hearts.json").read_text())
    used = [set(range(s["first"], s["first"] + s["count"])) for s in split["sets"].values()]
    assert sum(map(len, used)) == len(set.union(*used))
    assert min(set.union(*used)) >= SEEDS["val"]
    assert split["sets"]["test"]["count"] == 600
