"""データフレームの入口: a column of addresses becomes points beside the frame as it was."""

import math

import pandas as pd
import pytest

from geodata.address import Dictionary, Geocoder
from geodata.address.columns import COLUMNS
from geodata.address.frames import locate_frame
from tests.address_town import IKOMA, town

GEOCODER = Geocoder(Dictionary.build([town("俵口町", (135.7, 34.69))]))


def test_rows_keep_their_index_and_columns_and_gain_points() -> None:
    columns = {"名称": ["甲", "乙", "丙"], "住所": ["俵口町5", None, "どこか"], "score": [1, 2, 3], "geometry": ["a", "b", "c"]}
    df = pd.DataFrame(columns, index=[7, 3, 5])
    found = locate_frame(df, "住所", GEOCODER, within=IKOMA)
    assert list(found.index) == [7, 3, 5] and found.crs == "EPSG:4326"
    assert list(found.columns[:4]) == ["名称", "住所", "input_score", "input_geometry"] and set(COLUMNS) < set(found.columns)
    assert (found.geometry[7].x, found.geometry[7].y) == (135.7, 34.69)
    assert found.geometry[3] is None and math.isnan(found["lat"][3])
    assert found["level"].tolist() == ["machiaza", "none", "none"] and found["needs_review"].all()
    assert list(df.columns) == ["名称", "住所", "score", "geometry"]


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        locate_frame(pd.DataFrame({"a": []}), "住所", GEOCODER)


def test_two_columns_of_that_name() -> None:
    with pytest.raises(ValueError, match="「住所」という列が2つあります"):
        locate_frame(pd.DataFrame([["元町", "本町"]], columns=["住所", "住所"]), "住所", GEOCODER)


def test_an_empty_frame() -> None:
    assert locate_frame(pd.DataFrame({"住所": []}), "住所", GEOCODER).empty
