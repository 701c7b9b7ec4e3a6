"""The names of zones, fields and controls."""

import pytest

from pipeline.reading import blanks
from pipeline.reading.blanks import FORMS, Key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ho_ten", Key(field="ho_ten")),
        ("gioi_tinh=Nữ", Key(field="gioi_tinh", option="Nữ")),
        ("ca_nhan[12].chuc_vu", Key(field="chuc_vu", table="ca_nhan", row=12)),
        ("tap_the[1].hinh_thuc=BK_TINH", Key(field="hinh_thuc", table="tap_the", row=1, option="BK_TINH")),
    ],
)
def test_a_name_is_taken_apart_and_put_together(name, key):
    assert Key.of(name) == key
    assert str(key) == name


@pytest.mark.parametrize(
    "name", ["", "Họ tên", "ca_nhan[0].ho_ten", "ca_nhan.ho_ten", "a=b=c", "form1[0].#page[0].Text1"]
)
def test_names_of_other_programs_are_no_keys(name):
    assert Key.of(name) is None


@pytest.mark.parametrize("form", FORMS)
def test_every_name_of_a_zone_map_is_a_key(form):
    names = blanks.zone_map(form, 1)["fields"]

    assert [name for name in names if str(Key.of(name)) != name] == []
