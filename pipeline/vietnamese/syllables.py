"""Which strings can be a Vietnamese syllable: onset, rime and tone that go together.

A check of form, not a word list: "Giàng" and "nghiêng" pass, "Gi¸m", "élève" and "chừt" (a falling tone
before a stop) do not.
"""

from __future__ import annotations

import functools
import re

from pipeline.vietnamese.text import split_tone

_ONSETS = "ngh ng nh gh gi kh ph qu q th tr ch b c d đ g h k l m n p r s t v x"
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ up ut uy uya uych uyên uyêt uyn uynh uyt uyu
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu yn ynh yt
"""
_SYLLABLE = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RIMES.split())})")
_STOPPED = re.compile(".*(?:ch|[cpt])")
# A syllable that ends in a stop is said with a rising or a heavy tone only.
_TONES_BEFORE_STOP = {"\u0301", "\u0323"}


@functools.lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and either tone placement, has the form of one Vietnamese syllable."""
    bare, tone = split_tone(word.lower())
    if len(tone) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return tone in _TONES_BEFORE_STOP if _STOPPED.fullmatch(bare) else True
