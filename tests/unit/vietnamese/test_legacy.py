"""TCVN3 and VNI: every letter, the samples of the domain reference 10.7, and restraint in guessing."""

import pytest

from pipeline.vietnamese.legacy import Encoding, decode, encoding_of_font, guess, is_capitals_font
from pipeline.vietnamese.syllables import is_syllable

TCVN3, VNI = Encoding.TCVN3, Encoding.VNI

SMALL = (
    "à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ è ẻ ẽ é ẹ ê ề ể ễ ế ệ ì ỉ ĩ í ị "
    "ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ư ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ"
)
SMALL_TCVN3 = (
    "µ ¶ · ¸ ¹ ¨ » ¼ ½ ¾ Æ © Ç È É Ê Ë ® Ì Î Ï Ð Ñ ª Ò Ó Ô Õ Ö × Ø Ü Ý Þ "
    "ß á â ã ä « å æ ç è é ¬ ê ë ì í î ï ñ ò ó ô \u00ad õ ö ÷ ø ù ú û ü ý þ"
)
SMALL_VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
)

SAMPLES = [
    ("Văn phòng UBND tỉnh Lào Cai", "V¨n phßng UBND tØnh Lµo Cai", TCVN3),
    ("Chiến sĩ thi đua cơ sở", "ChiÕn sÜ thi ®ua c¬ së", TCVN3),
    ("người lao động", "ng\u00adêi lao ®éng", TCVN3),
    ("Mường Khương", "M\u00adêng Kh\u00ad¬ng", TCVN3),
    ("Bảo Thắng; Bát Xát", "B¶o Th¾ng; B¸t X¸t", TCVN3),
    ("Nguyễn Thị Hoà", "NguyÔn ThÞ Hoµ", TCVN3),
    ("điển hình tiên tiến", "®iÓn h×nh tiªn tiÕn", TCVN3),
    ("Chiến sĩ thi đua cơ sở", "Chieán só thi ñua cô sôû", VNI),
    ("người lao động", "ngöôøi lao ñoäng", VNI),
    ("Mường Khương", "Möôøng Khöông", VNI),
    ("Nguyễn Thị Hoà", "Nguyeãn Thò Hoaø", VNI),
]


@pytest.mark.parametrize(("stored", "encoding"), [(SMALL_TCVN3, TCVN3), (SMALL_VNI, VNI)])
def test_every_small_letter_is_decoded(stored, encoding):
    assert decode(stored, encoding) == SMALL


def test_vni_capitals_have_capital_signs():
    assert decode(SMALL_VNI.upper(), VNI) == SMALL.upper()


def test_vni_sign_left_in_small_letters_takes_the_case_of_its_base():
    assert decode("Oâng, AÂN", VNI) == "Ông, ÂN"


def test_tcvn3_capitals_without_tone_have_codes():
    assert decode("¡ ¢ £ ¤ ¥ ¦ §", TCVN3) == "Ă Â Ê Ô Ơ Ư Đ"


def test_tcvn3_small_codes_in_a_font_of_capitals_become_capitals():
    assert decode("céng hoµ x· héi chñ nghÜa viÖt nam", TCVN3, capitals=True) == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(("unicode", "stored", "encoding"), SAMPLES)
def test_samples_of_the_reference_are_decoded(unicode, stored, encoding):
    assert decode(stored, encoding) == unicode


@pytest.mark.parametrize(("unicode", "stored", "encoding"), SAMPLES)
def test_samples_of_the_reference_survive_the_way_back(unicode, stored, encoding):
    small = SMALL_TCVN3 if encoding is TCVN3 else SMALL_VNI
    encoder = str.maketrans(dict(zip(SMALL.split(" "), small.split(" "), strict=True)))

    assert unicode.translate(encoder) == stored


@pytest.mark.parametrize(("unicode", "stored", "encoding"), SAMPLES)
def test_samples_of_the_reference_are_recognised_by_content(unicode, stored, encoding):
    assert guess(stored) is encoding


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", TCVN3, False),
        (".VnTimeH", TCVN3, True),
        (".VnArial NarrowH", TCVN3, True),
        ("ABCDEF+.VnTimeH-Bold", TCVN3, True),
        ("VnTime", TCVN3, False),
        ("VNI-Times", VNI, False),
        ("VNI-Helve-Condense", VNI, False),
        ("Times New Roman", None, False),
        ("DejaVu SansH", None, False),
        ("Vnptsans", None, False),
        ("", None, False),
    ],
)
def test_the_name_of_the_font_tells_the_encoding(font, encoding, capitals):
    assert encoding_of_font(font) is encoding
    assert is_capitals_font(font) is capitals


@pytest.mark.parametrize("stored", ["Lµo Cai", "Gi¸m ®èc", "Giµng A MÉu", "Hoµng Minh Häa"])
def test_one_short_cell_of_tcvn3_is_enough(stored):
    assert guess(stored) is TCVN3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lao Cai, 05/9/2021",
        "Văn phòng Ủy ban nhân dân tỉnh Lào Cai",
        "Lò Thanh Hoà",
        "có hình thành công tác cá nhân",
        "cô Thò",
        "Nguye\u0302\u0303n Thi\u0323 Hoa\u0300",
        "élève à Noël, où ça, hôtel, naïve, goût, forêt",
        "L'élève a été reçu à l'école où il était déjà allé",
        "où là",
        "für schöne Grüße aus Köln",
        "El niño y el año que pasó",
        "20 °C ± 2, 5 µm, © 2021 §3",
        "soft\u00adhyphen and co\u00adoperation",
    ],
)
def test_other_text_is_not_taken_for_legacy(text):
    assert guess(text) is None


@pytest.mark.parametrize("word", ["Giàng", "nghiêng", "quý", "qúy", "Khương", "thuở", "UYÊN", "gì", "quốc", "Tẩn"])
def test_vietnamese_syllables_are_recognised(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["élève", "chừt", "ngbh", "Lµo", "strong", "", "hòá", "ñua"])
def test_other_words_are_no_syllables(word):
    assert not is_syllable(word)
